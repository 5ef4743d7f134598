//! Rounds of one change: which runs reviewed the same subject, and which findings are the same.

use crate::model::finding::Continues;
use crate::model::{Action, Corpus, Digest, Slug, SubjectKey};
use std::collections::{BTreeMap, BTreeSet};

/// For every run its rounds, and for every finding its earlier and later self. Runs are positions in the corpus.
#[derive(Debug, Default)]
pub struct Rounds {
    /// Runs of one subject, first round first.
    subjects: Vec<Vec<usize>>,
    /// Per run: which subject, and its number.
    places: Vec<(usize, u32)>,
    earlier: BTreeMap<(usize, Slug), (usize, Slug)>,
    later: BTreeMap<(usize, Slug), Vec<(usize, Slug)>>,
    outcomes: Vec<Outcome>,
}

/// What a round brought, as its run states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Findings that continue none of an earlier round.
    pub new: usize,
    /// Findings that continue one.
    pub again: usize,
    pub fixed: usize,
    pub declined: usize,
}

impl Outcome {
    fn of_run(run: &Digest) -> Self {
        let again = run.findings.iter().filter(|finding| finding.lineage.continues().is_some()).count();
        let with = |action| run.findings.iter().filter(|finding| finding.action == Some(action)).count();
        let (fixed, declined) = (with(Action::Fixed), with(Action::Declined));
        Self { new: run.findings.len() - again, again, fixed, declined }
    }
}

/// No finding is followed through more rounds than this.
const LONGEST_CHAIN: usize = 64;

impl Rounds {
    /// Finds the rounds of every subject.
    #[must_use]
    pub fn from_corpus(corpus: &Corpus) -> Self {
        let mut by_subject: BTreeMap<SubjectKey, Vec<usize>> = BTreeMap::new();
        for (at, run) in corpus.runs.iter().enumerate() {
            by_subject.entry(run.subject()).or_default().push(at);
        }
        let mut rounds = Self {
            places: vec![(0, 1); corpus.runs.len()],
            outcomes: corpus.runs.iter().map(Outcome::of_run).collect(),
            ..Self::default()
        };
        for mut runs in by_subject.into_values() {
            // Newest first in the corpus, so oldest first from its end; a stated round outweighs the date.
            runs.sort_by_key(|&at| std::cmp::Reverse(at));
            let numbers = numbers(runs.iter().map(|&at| corpus.runs[at].round));
            let mut numbered: Vec<(u32, usize)> = numbers.into_iter().zip(runs).collect();
            numbered.sort_by_key(|(number, _)| *number);
            for (number, at) in &numbered {
                rounds.places[*at] = (rounds.subjects.len(), *number);
            }
            rounds.subjects.push(numbered.into_iter().map(|(_, at)| at).collect());
        }
        rounds.link_findings(corpus);
        rounds
    }

    fn link_findings(&mut self, corpus: &Corpus) {
        let ids: BTreeMap<&Slug, usize> = corpus.runs.iter().enumerate().map(|(at, run)| (&run.id, at)).collect();
        let findings = self.findings_of_rounds(corpus);
        for (at, run) in corpus.runs.iter().enumerate() {
            for finding in &run.findings {
                let Some(continues) = finding.lineage.continues() else { continue };
                let Some(target) = self.target(&ids, &findings, at, continues) else { continue };
                let there = (target, continues.finding.clone());
                let here = (at, finding.id.clone());
                self.earlier.insert(here.clone(), there.clone());
                self.later.entry(there).or_default().push(here);
            }
        }
    }

    /// For every finding that one continues, the positions of the rounds of each subject that hold it, first round first.
    fn findings_of_rounds<'c>(&self, corpus: &'c Corpus) -> BTreeMap<(usize, &'c Slug), Vec<usize>> {
        let findings = corpus.runs.iter().flat_map(|run| &run.findings);
        let wanted: BTreeSet<&Slug> =
            findings.filter_map(|finding| finding.lineage.continues()).map(|continues| &continues.finding).collect();
        let mut held: BTreeMap<(usize, &Slug), Vec<usize>> = BTreeMap::new();
        for (subject, rounds) in self.subjects.iter().enumerate() {
            for (position, run) in rounds.iter().enumerate() {
                for finding in corpus.runs[*run].findings.iter().filter(|finding| wanted.contains(&finding.id)) {
                    held.entry((subject, &finding.id)).or_default().push(position);
                }
            }
        }
        held
    }

    /// The run that a finding continues from, if it holds that finding: named, or by its round, or the nearest round before.
    fn target(
        &self,
        ids: &BTreeMap<&Slug, usize>,
        findings: &BTreeMap<(usize, &Slug), Vec<usize>>,
        at: usize,
        continues: &Continues,
    ) -> Option<usize> {
        let held = |subject: usize| findings.get(&(subject, &continues.finding)).map_or(&[][..], Vec::as_slice);
        let holds = |run: &usize| held(self.places[*run].0).binary_search(&self.position(*run)).is_ok();
        if let Some(run) = &continues.run {
            return ids.get(run).copied().filter(holds);
        }
        let rounds = self.all(at);
        if let Some(number) = continues.round {
            // Numbers of rounds ascend, and no two are the same.
            let position = rounds.binary_search_by_key(&number, |round| self.number(*round)).ok()?;
            return Some(rounds[position]).filter(|round| *round != at).filter(holds);
        }
        let held = held(self.places[at].0);
        let before = held.partition_point(|position| *position < self.position(at));
        Some(rounds[*held[..before].last()?])
    }

    /// The position of a run among its rounds, first round first.
    #[must_use]
    pub fn position(&self, run: usize) -> usize {
        self.all(run).partition_point(|round| self.number(*round) < self.number(run))
    }

    /// Whether two runs reviewed the same subject.
    #[must_use]
    pub fn are_rounds_of_one(&self, run: usize, other: usize) -> bool {
        self.places[run].0 == self.places[other].0
    }

    /// All rounds of the run's subject, itself included, first round first.
    #[must_use]
    pub fn all(&self, run: usize) -> &[usize] {
        &self.subjects[self.places[run].0]
    }

    /// The run's number among its rounds: as stated, else counted.
    #[must_use]
    pub fn number(&self, run: usize) -> u32 {
        self.places[run].1
    }

    /// What the run's round brought.
    #[must_use]
    pub fn outcome(&self, run: usize) -> Outcome {
        self.outcomes[run]
    }

    /// The same finding in earlier rounds, the first of them first.
    #[must_use]
    pub fn earlier(&self, run: usize, finding: &Slug) -> Vec<&(usize, Slug)> {
        let start = (run, finding.clone());
        let mut earlier: Vec<&(usize, Slug)> = Vec::new();
        let mut here = &start;
        // A chain that bites its tail ends where it began.
        while let Some(before) = self.earlier.get(here).filter(|before| **before != start) {
            if earlier.len() > LONGEST_CHAIN {
                break;
            }
            earlier.push(before);
            here = before;
        }
        earlier.reverse();
        earlier
    }

    /// The same finding in later rounds.
    #[must_use]
    pub fn later(&self, run: usize, finding: &Slug) -> &[(usize, Slug)] {
        self.later.get(&(run, finding.clone())).map_or(&[], Vec::as_slice)
    }
}

/// A number for each run of a subject, oldest first: the stated one, else one more than the run before. Where that
/// gives two runs one number, what they state cannot be right, and they are counted.
fn numbers(stated: impl Iterator<Item = Option<u32>>) -> Vec<u32> {
    let mut last = 0_u32;
    let numbers: Vec<u32> = stated
        .map(|stated| {
            let number = stated.unwrap_or_else(|| last.saturating_add(1));
            last = last.max(number);
            number
        })
        .collect();
    let distinct: BTreeSet<&u32> = numbers.iter().collect();
    if distinct.len() == numbers.len() { numbers } else { (1..).take(numbers.len()).collect() }
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn rounds_without_a_number_are_counted_on() {
        assert_eq!(numbers([None, None, None].into_iter()), [1, 2, 3]);
        assert_eq!(numbers([Some(1), None, Some(5), None].into_iter()), [1, 2, 5, 6]);
        assert_eq!(numbers([Some(3), Some(1), Some(2)].into_iter()), [3, 1, 2]);
    }

    #[test]
    fn rounds_that_share_a_number_are_counted() {
        assert_eq!(numbers([Some(1), Some(1), Some(1)].into_iter()), [1, 2, 3]);
        assert_eq!(numbers([Some(1), Some(1), Some(2), None].into_iter()), [1, 2, 3, 4]);
        assert_eq!(numbers([Some(u32::MAX), None].into_iter()), [1, 2]);
    }
}
