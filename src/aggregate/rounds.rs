//! Rounds of one change: which runs reviewed the same subject, and in which order.

use crate::model::{Corpus, SubjectKey};
use std::collections::{BTreeMap, BTreeSet};

/// For every run its rounds. Runs are positions in the corpus.
#[derive(Debug, Default)]
pub struct Rounds {
    /// Runs of one subject, first round first.
    subjects: Vec<Vec<usize>>,
    /// Per run: which subject, and its number.
    places: Vec<(usize, u32)>,
}

impl Rounds {
    /// Finds the rounds of every subject.
    #[must_use]
    pub fn from_corpus(corpus: &Corpus) -> Self {
        let mut by_subject: BTreeMap<SubjectKey, Vec<usize>> = BTreeMap::new();
        for (at, run) in corpus.runs.iter().enumerate() {
            by_subject.entry(run.subject()).or_default().push(at);
        }
        let mut rounds = Self { places: vec![(0, 1); corpus.runs.len()], ..Self::default() };
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
        rounds
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

    /// The round of the run's subject that has this number.
    #[must_use]
    pub fn numbered(&self, run: usize, number: u32) -> Option<usize> {
        // Numbers of rounds ascend, and no two are the same.
        let all = self.all(run);
        let position = all.binary_search_by_key(&number, |round| self.number(*round)).ok()?;
        Some(all[position])
    }

    /// The other rounds of the run's subject that the texts of its findings name, each with the ids that they name there.
    #[must_use]
    pub fn named<'c>(&self, corpus: &'c Corpus, run: usize) -> BTreeMap<usize, BTreeSet<&'c str>> {
        let mut rounds: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for named in corpus.runs[run].findings.iter().flat_map(|finding| &finding.sketch.tells.named) {
            if let Some(other) = self.numbered(run, named.round).filter(|other| *other != run) {
                rounds.entry(other).or_default().insert(&named.id);
            }
        }
        rounds
    }

    /// The runs of each subject, first round first.
    pub fn subjects(&self) -> impl ExactSizeIterator<Item = &[usize]> {
        self.subjects.iter().map(Vec::as_slice)
    }

    /// The number of the run's subject.
    #[must_use]
    pub fn subject(&self, run: usize) -> usize {
        self.places[run].0
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
