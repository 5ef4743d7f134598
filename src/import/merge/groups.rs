//! Findings that are one: joined from the surest on, never two of one file.

use super::Part;
use super::answer::{Answer, answer};
use super::joins::Overruled;
use crate::likeness::{Rarity, Weighed};
use crate::model::{Finding, Sketch};

/// A finding of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    pub part: usize,
    pub finding: usize,
}

impl Member {
    pub fn finding(self, parts: &[Part]) -> &Finding {
        &parts[self.part].imported.run.findings[self.finding]
    }
}

/// Findings that are one, in the order of their parts, and why.
#[derive(Debug, Default)]
pub struct Group {
    pub members: Vec<Member>,
    pub joins: Vec<Join>,
}

/// Two findings that are one.
#[derive(Debug)]
pub struct Join {
    pub one: Member,
    pub other: Member,
    /// In words.
    pub why: String,
}

/// Every finding in exactly one group, in the order of the first of each.
pub fn groups(members: &[Member], sketches: &[Sketch], rarity: &Rarity, overruled: &Overruled) -> Vec<Group> {
    let mut grouping = Grouping {
        members,
        group_of: (0..members.len()).collect(),
        groups: members.iter().map(|member| Group { members: vec![*member], joins: Vec::new() }).collect(),
        answers: Vec::new(),
    };
    for (one, other) in &overruled.same {
        grouping.join(*one, *other, "so said in the file of joins".to_owned());
    }
    let mut pairs = grouping.compare(sketches, rarity);
    pairs.retain(|(one, other, answer)| answer.is_same() && !overruled.are_apart(members[*one], members[*other]));
    // The surest first; of equal ones the first.
    pairs.sort_by(|a, b| b.2.score.total_cmp(&a.2.score).then((a.0, a.1).cmp(&(b.0, b.1))));
    for (one, other, answer) in pairs {
        if grouping.may_join(one, other, overruled) {
            grouping.join(members[one], members[other], answer.words());
        }
    }
    grouping.groups.into_iter().filter(|group| !group.members.is_empty()).collect()
}

struct Grouping<'m> {
    members: &'m [Member],
    /// By place of the member that of its group.
    group_of: Vec<usize>,
    groups: Vec<Group>,
    /// Every answer, by the places of both members.
    answers: Vec<((usize, usize), f64)>,
}

impl Grouping<'_> {
    /// Every two findings of different parts.
    fn compare(&mut self, sketches: &[Sketch], rarity: &Rarity) -> Vec<(usize, usize, Answer)> {
        let weighed: Vec<Weighed<'_>> = sketches.iter().map(|sketch| Weighed::new(sketch, rarity)).collect();
        let mut pairs = Vec::new();
        for one in 0..self.members.len() {
            for other in one + 1..self.members.len() {
                if self.members[one].part != self.members[other].part {
                    let answer = answer(&weighed[one], &weighed[other], rarity);
                    self.answers.push(((one, other), answer.score));
                    pairs.push((one, other, answer));
                }
            }
        }
        pairs
    }

    fn place(&self, member: Member) -> usize {
        self.members.binary_search(&member).unwrap_or_default()
    }

    /// Whether two groups have no part in common, and are as a whole rather alike than not: one pair may be alike by chance.
    fn may_join(&self, one: usize, other: usize, overruled: &Overruled) -> bool {
        let (one, other) = (self.group_of[one], self.group_of[other]);
        if one == other {
            return false;
        }
        let (here, there) = (&self.groups[one].members, &self.groups[other].members);
        let mut pairs = here.iter().flat_map(|here| there.iter().map(move |there| (*here, *there)));
        if pairs.clone().any(|(here, there)| here.part == there.part || overruled.are_apart(here, there)) {
            return false;
        }
        let scores: Vec<f64> = pairs.by_ref().filter_map(|(here, there)| self.score(here, there)).collect();
        scores.iter().sum::<f64>() >= 0.0
    }

    fn score(&self, one: Member, other: Member) -> Option<f64> {
        let (one, other) = (self.place(one), self.place(other));
        let key = (one.min(other), one.max(other));
        let at = self.answers.binary_search_by_key(&key, |(pair, _)| *pair).ok()?;
        Some(self.answers[at].1)
    }

    fn join(&mut self, one: Member, other: Member, why: String) {
        let (kept, gone) = (self.group_of[self.place(one)], self.group_of[self.place(other)]);
        let (kept, gone) = (kept.min(gone), kept.max(gone));
        if kept != gone {
            let group = std::mem::take(&mut self.groups[gone]);
            for member in &group.members {
                let place = self.place(*member);
                self.group_of[place] = kept;
            }
            self.groups[kept].members.extend(group.members);
            self.groups[kept].members.sort_unstable();
            self.groups[kept].joins.extend(group.joins);
        }
        self.groups[kept].joins.push(Join { one, other, why });
    }
}
