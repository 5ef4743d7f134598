//! The runs of one repository, oldest first: each is compared with the rounds before it, and its findings become problems.

use super::evidence::{Evidence, Round, Side, evidence, score_elsewhere, score_elsewhere_at_most};
use super::moved::Moved;
use super::pick::{LIKE_ELSEWHERE, PERHAPS, SAME, SAME_BY_ANOTHER, Scored, brought_in, heed_what_is_said, picked};
use super::stated::{Stated, is_stated_new};
use super::{Answer, MOST_ROUNDS, Match, SeenBefore};
use crate::aggregate::records::FindingAt;
use crate::aggregate::rounds::Rounds;
use crate::likeness::Rarity;
use crate::model::Corpus;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How rare a token is counts as if a repository had had so many findings before its first.
const FINDINGS_BEFORE: usize = 60;

/// A finding is compared with as many problems of other changes on its file at most, the newest, as each was raised last.
const MOST_ON_A_FILE: usize = 8;

/// Two rounds with more pairs of findings than this are compared by file alone: no report that people read has as many.
const MOST_PAIRS: usize = 20_000;

/// What is known of the runs so far.
pub struct Repository<'c> {
    corpus: &'c Corpus,
    rounds: &'c Rounds,
    stated: &'c Stated,
    rarity: Rarity,
    /// By subject its runs so far, the oldest first.
    seen: BTreeMap<usize, Vec<usize>>,
    /// By file the newest findings of problems whose main place it is, oldest first.
    on_file: BTreeMap<&'c str, VecDeque<FindingAt>>,
    /// Findings with their like in another change.
    pub seen_before: Vec<SeenBefore>,
    /// By finding the number of its problem.
    problem_of: BTreeMap<FindingAt, usize>,
    /// Findings by problem; a number whose findings joined another has none.
    pub problems: Vec<Vec<FindingAt>>,
    pub pairs: Vec<Match>,
    pub merged: BTreeMap<FindingAt, FindingAt>,
}

/// A run beside one that is older.
struct Beside {
    other: usize,
    /// Whether the other is the earlier round, as it mostly is: numbers that are stated may run against the dates.
    is_earlier: bool,
    scored: Vec<Scored>,
    picked: Vec<Scored>,
}

impl<'c> Repository<'c> {
    pub fn new(corpus: &'c Corpus, rounds: &'c Rounds, stated: &'c Stated) -> Self {
        Self {
            corpus,
            rounds,
            stated,
            rarity: Rarity::after(FINDINGS_BEFORE),
            seen: BTreeMap::new(),
            on_file: BTreeMap::new(),
            seen_before: Vec::new(),
            problem_of: BTreeMap::new(),
            problems: Vec::new(),
            pairs: Vec::new(),
            merged: BTreeMap::new(),
        }
    }

    /// Compares the next run with the rounds before it.
    pub fn add(&mut self, run: usize) {
        let beside = self.all_beside(run);
        for finding in 0..self.corpus.runs[run].findings.len() {
            self.place(FindingAt { run, finding }, &beside);
        }
        self.look_elsewhere(run);
    }

    /// Compares the findings of a run with those that other changes had on the same file.
    fn look_elsewhere(&mut self, run: usize) {
        let corpus = self.corpus;
        for (finding, digest) in corpus.runs[run].findings.iter().enumerate() {
            let Some(path) = digest.path.as_deref() else { continue };
            let at = FindingAt { run, finding };
            let on_file = self.on_file.entry(path).or_default();
            let here = Side::new(digest, &self.rarity);
            let others = on_file.iter().rev().filter(|other| !self.rounds.are_rounds_of_one(other.run, run));
            let others = others.map(|other| (other, &corpus.runs[other.run].findings[other.finding]));
            // Most are nothing like it, which shows without weighing them.
            let may_be = others.filter(|(_, digest)| score_elsewhere_at_most(&here, &digest.sketch) >= LIKE_ELSEWHERE);
            let scored = may_be.map(|(other, digest)| {
                let there = Side::new(digest, &self.rarity);
                let evidence = evidence(&there, &here, Round::default(), |_, _| None, &self.rarity);
                (score_elsewhere(&evidence), *other, evidence)
            });
            // Of equal ones the newest, which stands first.
            let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
            if let Some((score, from, evidence)) = best.filter(|(score, ..)| *score >= LIKE_ELSEWHERE) {
                self.seen_before.push(SeenBefore { from, to: at, score: likely(score), evidence });
            }
        }
        for (finding, digest) in corpus.runs[run].findings.iter().enumerate() {
            let Some(path) = digest.path.as_deref() else { continue };
            let (at, problem_of) = (FindingAt { run, finding }, &self.problem_of);
            let on_file = self.on_file.entry(path).or_default();
            on_file.retain(|other| problem_of[other] != problem_of[&at]);
            on_file.push_back(at);
            if on_file.len() > MOST_ON_A_FILE {
                on_file.pop_front();
            }
        }
    }

    /// What is known of every pair of findings of the next run and of the rounds before it.
    pub fn compare(&mut self, run: usize) -> Vec<((FindingAt, FindingAt), Evidence)> {
        let of_pair = |beside: &Beside, pair: &Scored| {
            let (earlier, later) = if beside.is_earlier { (beside.other, run) } else { (run, beside.other) };
            let (from, to) =
                (FindingAt { run: earlier, finding: pair.earlier }, FindingAt { run: later, finding: pair.later });
            ((from, to), pair.evidence)
        };
        let all = self.all_beside(run);
        all.iter().flat_map(|beside| beside.scored.iter().map(move |pair| of_pair(beside, pair))).collect()
    }

    fn all_beside(&mut self, run: usize) -> Vec<Beside> {
        for finding in &self.corpus.runs[run].findings {
            self.rarity.add(&finding.sketch);
        }
        let older = self.seen.entry(self.rounds.subject(run)).or_default();
        let nearest = older[older.len().saturating_sub(MOST_ROUNDS)..].to_vec();
        older.push(run);
        let own = self.sides(run);
        nearest.into_iter().rev().map(|other| self.beside(run, &own, other)).collect()
    }

    /// The findings of a run, each weighed by how rare its words are so far.
    fn sides(&self, run: usize) -> Vec<Side<'c>> {
        self.corpus.runs[run].findings.iter().map(|finding| Side::new(finding, &self.rarity)).collect()
    }

    fn beside(&self, run: usize, own: &[Side<'c>], other: usize) -> Beside {
        let is_earlier = self.rounds.position(other) < self.rounds.position(run);
        let theirs = self.sides(other);
        let (earlier, later) = if is_earlier { (other, run) } else { (run, other) };
        let (before, after) = if is_earlier { (&theirs[..], own) } else { (own, &theirs[..]) };
        let scored = self.scored((earlier, before), (later, after));
        let is_taken = |pair: &Scored| {
            let (from, to) =
                (FindingAt { run: earlier, finding: pair.earlier }, FindingAt { run: later, finding: pair.later });
            if is_stated_new(self.corpus, to) {
                return true;
            }
            // What a run states about a round is the answer for that round, except that its text may name more than one.
            !pair.evidence.is_left
                && (self.stated.earlier(to).is_some_and(|stated| stated.run == earlier)
                    || self.stated.later(from).iter().any(|stated| stated.run == later))
        };
        let picked = picked(&scored, is_taken);
        Beside { other, is_earlier, scored, picked }
    }

    /// Every finding of an earlier run beside every one of a later one.
    fn scored(&self, (earlier, ones): (usize, &[Side<'c>]), (later, others): (usize, &[Side<'c>])) -> Vec<Scored> {
        let moved = Moved::new(&self.corpus.runs[earlier], &self.corpus.runs[later]);
        let is_last = self.rounds.position(earlier) + 1 == self.rounds.position(later);
        let round = Round { number: self.rounds.number(earlier), is_last };
        let by_file = ones.len() * others.len() > MOST_PAIRS;
        let mut scored = Vec::new();
        for (one, here) in ones.iter().enumerate() {
            for (other, there) in others.iter().enumerate() {
                if by_file && here.finding.path != there.finding.path {
                    continue;
                }
                let evidence = evidence(here, there, round, |path, line| moved.by(path, line), &self.rarity);
                scored.push(Scored::new(one, other, evidence));
            }
        }
        heed_what_is_said(&mut scored);
        scored
    }

    /// Gives a finding of the newest run its problem, and answers.
    fn place(&mut self, at: FindingAt, beside: &[Beside]) {
        let mut same: Vec<(usize, f64)> =
            self.stated_problems(at).into_iter().map(|problem| (problem, f64::INFINITY)).collect();
        let picked = beside.iter().flat_map(|beside| of_finding(beside, at)).filter(|(_, pair)| pair.score >= SAME);
        same.extend(picked.map(|(other, pair)| (self.problem_of[&other], pair.score)));
        // What is stated first, then the likeliest; of equal ones the oldest problem.
        same.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let home = same.first().map(|(problem, _)| *problem);
        let problems: BTreeSet<usize> = same.into_iter().map(|(problem, _)| problem).collect();
        for problem in &problems {
            self.answer_same(at, *problem, beside);
        }
        if problems.is_empty() && !is_stated_new(self.corpus, at) {
            self.answer_others(at, beside);
        }
        let home = home.unwrap_or_else(|| {
            self.problems.push(Vec::new());
            self.problems.len() - 1
        });
        for problem in problems.into_iter().filter(|problem| *problem != home) {
            if let Some(last) = self.problems[problem].last() {
                self.merged.insert(*last, at);
            }
        }
        self.problems[home].push(at);
        self.problem_of.insert(at, home);
    }

    /// The problems of what the finding's run, or an older one that is a later round, states to be the same.
    fn stated_problems(&self, at: FindingAt) -> Vec<usize> {
        let stated = self.stated.earlier(at).into_iter().chain(self.stated.later(at).iter().copied());
        let of_subject = stated.filter(|other| self.rounds.are_rounds_of_one(other.run, at.run));
        let mut problems: Vec<usize> = of_subject.filter_map(|other| self.problem_of.get(&other).copied()).collect();
        problems.sort_unstable();
        problems.dedup();
        problems
    }

    /// The same as every finding of a problem in the rounds that it was compared with.
    fn answer_same(&mut self, at: FindingAt, problem: usize, beside: &[Beside]) {
        let members: Vec<FindingAt> =
            self.problems[problem].iter().copied().filter(|member| member.run != at.run).collect();
        let link = self.link(at, &members, beside);
        for member in &members {
            let is_earlier = self.rounds.position(member.run) < self.rounds.position(at.run);
            let (from, to) = if is_earlier { (*member, at) } else { (at, *member) };
            let is_continued = self.stated.earlier(to) == Some(from);
            let beside = beside.iter().find(|beside| beside.other == member.run);
            // What is stated holds of rounds further back as well, which are not compared.
            let unknown = is_continued.then(|| Scored::new(from.finding, to.finding, Evidence::default()));
            let Some(mut pair) = beside.and_then(|beside| scored(beside, from, to)).or(unknown) else { continue };
            if is_continued {
                pair.score = f64::INFINITY;
            }
            let is_own = pair.score >= SAME;
            let is_stated = is_continued || (is_own && pair.evidence.is_left);
            if !is_own && pair.score < SAME_BY_ANOTHER {
                continue;
            }
            let through = link.filter(|link| !is_own && link != member);
            self.pairs.push(answer(from, to, Answer::Same, &pair, is_stated, through));
        }
    }

    /// The finding of a problem by which another is of it: that its run states, else the likeliest.
    fn link(&self, at: FindingAt, members: &[FindingAt], beside: &[Beside]) -> Option<FindingAt> {
        let stated = |member: &&FindingAt| {
            self.stated.earlier(at) == Some(**member) || self.stated.earlier(**member) == Some(at)
        };
        if let Some(stated) = members.iter().find(stated) {
            return Some(*stated);
        }
        let picked =
            beside.iter().flat_map(|beside| of_finding(beside, at)).filter(|(other, _)| members.contains(other));
        picked.max_by(|a, b| a.1.score.total_cmp(&b.1.score).then(b.0.cmp(&a.0))).map(|(other, _)| other)
    }

    /// What a finding that is the same as none may be, and which answers were close.
    fn answer_others(&mut self, at: FindingAt, beside: &[Beside]) {
        let mut found = Vec::new();
        for one in beside {
            for (other, pair) in of_finding(one, at) {
                let (from, to) = if one.is_earlier { (other, at) } else { (at, other) };
                let is_perhaps = pair.score >= PERHAPS;
                found.push(answer(
                    from,
                    to,
                    if is_perhaps { Answer::Perhaps } else { Answer::New },
                    &pair,
                    false,
                    None,
                ));
            }
        }
        // What is perhaps the same is not said to come of a fix as well.
        if !found.iter().any(|found| found.answer == Answer::Perhaps) {
            let nearest = beside.iter().filter(|one| one.is_earlier).find_map(|one| {
                let pair = brought_in(&one.scored, at.finding)?;
                let from = FindingAt { run: one.other, finding: pair.earlier };
                let is_stated = pair.evidence.is_named && pair.evidence.blames_fix;
                Some(answer(from, at, Answer::Regression, &pair, is_stated, None))
            });
            if let Some(regression) = nearest {
                found.retain(|found| found.from != regression.from);
                found.push(regression);
            }
        }
        self.pairs.extend(found);
    }
}

/// The picked pairs of a finding, each with the other finding.
fn of_finding(beside: &Beside, at: FindingAt) -> impl Iterator<Item = (FindingAt, Scored)> + '_ {
    beside.picked.iter().filter_map(move |pair| {
        let (own, other) = if beside.is_earlier { (pair.later, pair.earlier) } else { (pair.earlier, pair.later) };
        (own == at.finding).then_some((FindingAt { run: beside.other, finding: other }, *pair))
    })
}

fn scored(beside: &Beside, from: FindingAt, to: FindingAt) -> Option<Scored> {
    beside.scored.iter().find(|pair| pair.earlier == from.finding && pair.later == to.finding).copied()
}

fn answer(
    from: FindingAt,
    to: FindingAt,
    answer: Answer,
    pair: &Scored,
    is_stated: bool,
    through: Option<FindingAt>,
) -> Match {
    Match { from, to, answer, score: likely(pair.score), is_stated, through, evidence: pair.evidence }
}

/// The likelihood of a logarithm of odds.
fn likely(score: f64) -> f64 {
    1.0 / (1.0 + (-score).exp())
}
