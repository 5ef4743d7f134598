//! Which finding of one round is which of another, and why.
//!
//! Of the rounds of one subject every two are compared, up to [`MOST_ROUNDS`] back: by what their findings say, name and show, and
//! where they stand (`likeness`). How rare a word is is counted over the runs of the repository up to the later of the two, so
//! that no newer run changes an answer once given. What a run states itself outweighs all of this. Severity and number are no
//! evidence.
//!
//! Findings that are one make a [`Problem`], which is what a reader follows through the rounds.

mod evidence;
mod moved;
mod pick;
mod repository;
mod stated;

use super::records::FindingAt;
use super::rounds::Rounds;
use crate::model::Corpus;
use rayon::prelude::*;
use repository::Repository;
use stated::Stated;
use std::collections::BTreeMap;

pub use evidence::{Evidence, features};
pub use pick::{PERHAPS, SAID_LEFT, SAID_RAISED, SAME};

/// A round is compared with as many before it at most, the nearest in time: the cost of a subject grows with its rounds and not
/// with their square.
pub const MOST_ROUNDS: usize = 24;

/// What is said of two findings of two rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// They are one problem.
    Same,
    /// They may be.
    Perhaps,
    /// The later was brought in by the fix of the earlier.
    Regression,
    /// They are not, and it was close.
    New,
}

/// Two findings of two rounds and what is said of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The one of the earlier round.
    pub from: FindingAt,
    /// The one of the later round.
    pub to: FindingAt,
    /// What is said of them.
    pub answer: Answer,
    /// How likely they are one, from 0 to 1, by their evidence alone.
    pub score: f64,
    /// Whether the run of the later says so.
    pub is_stated: bool,
    /// That both are the same as this one says that they are one, where their own evidence does not.
    pub through: Option<FindingAt>,
    /// What that rests on.
    pub evidence: Evidence,
}

/// A finding whose like was raised in another change, in the same file.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenBefore {
    /// The earlier one: the likeliest.
    pub from: FindingAt,
    /// The later one.
    pub to: FindingAt,
    /// How likely they are one thing, from 0 to 1.
    pub score: f64,
    /// What that rests on.
    pub evidence: Evidence,
}

/// What several rounds say of one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// Its findings, those of the first round first.
    pub findings: Vec<FindingAt>,
}

/// All answers over an archive.
#[derive(Debug, Default)]
pub struct Matches {
    /// By the later finding, then the earlier.
    pairs: Vec<Match>,
    /// By run and finding of the earlier one: places in `pairs`.
    by_earlier: BTreeMap<FindingAt, Vec<usize>>,
    problems: Vec<Problem>,
    /// By run and finding the problem that it is of.
    problem_of: Vec<Vec<usize>>,
    /// By the finding that went into another problem: the finding that both became.
    merged: BTreeMap<FindingAt, FindingAt>,
    stated: Stated,
    /// By the later finding.
    seen_before: BTreeMap<FindingAt, SeenBefore>,
}

impl Matches {
    /// Compares the rounds of every subject.
    #[must_use]
    pub fn new(corpus: &Corpus, rounds: &Rounds) -> Self {
        let stated = Stated::new(corpus, rounds);
        let mut by_repository: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        // The oldest run first.
        for (at, run) in corpus.runs.iter().enumerate().rev() {
            let name = run.repository.as_deref().unwrap_or_default().to_lowercase();
            by_repository.entry(name).or_default().push(at);
        }
        let of_repositories: Vec<Repository<'_>> = by_repository
            .into_par_iter()
            .map(|(_, runs)| {
                let mut repository = Repository::new(corpus, rounds, &stated);
                for run in runs {
                    repository.add(run);
                }
                repository
            })
            .collect();
        let mut matches =
            Self { problem_of: corpus.runs.iter().map(|run| vec![0; run.findings.len()]).collect(), ..Self::default() };
        for repository in of_repositories {
            matches.take(repository, rounds);
        }
        matches.stated = stated;
        matches.pairs.sort_by_key(|pair| (pair.to, pair.from));
        for (place, pair) in matches.pairs.iter().enumerate() {
            matches.by_earlier.entry(pair.from).or_default().push(place);
        }
        matches
    }

    /// What somebody has answered: the findings of each problem, and pairs by the later finding and then the earlier.
    #[cfg(test)]
    #[must_use]
    pub fn from_answers(corpus: &Corpus, problems: &[Vec<FindingAt>], pairs: Vec<Match>) -> Self {
        let mut problem_of: Vec<Vec<usize>> = corpus.runs.iter().map(|run| vec![0; run.findings.len()]).collect();
        for (number, at) in problems.iter().enumerate().flat_map(|(number, of)| of.iter().map(move |at| (number, at))) {
            problem_of[at.run][at.finding] = number;
        }
        let problems = problems.iter().map(|findings| Problem { findings: findings.clone() }).collect();
        Self { pairs, problems, problem_of, ..Self::default() }
    }

    fn take(&mut self, repository: Repository<'_>, rounds: &Rounds) {
        self.pairs.extend(repository.pairs);
        self.merged.extend(repository.merged);
        self.seen_before.extend(repository.seen_before.into_iter().map(|seen| (seen.to, seen)));
        for mut findings in repository.problems.into_iter().filter(|findings| !findings.is_empty()) {
            findings.sort_by_key(|finding| (rounds.position(finding.run), finding.finding));
            for finding in &findings {
                self.problem_of[finding.run][finding.finding] = self.problems.len();
            }
            self.problems.push(Problem { findings });
        }
    }

    /// Every answer of same, perhaps and regression, by the later finding and then the earlier.
    pub fn answers(&self) -> impl Iterator<Item = &Match> {
        self.pairs.iter().filter(|pair| pair.answer != Answer::New)
    }

    /// Every answer that was close: what a change of few words might have turned.
    pub fn close(&self) -> impl Iterator<Item = &Match> {
        let is_close = |pair: &&Match| !pair.is_stated && pair.through.is_none() && pair.score < CLOSE_BELOW;
        self.pairs.iter().filter(is_close)
    }

    /// The answers about a finding and those of earlier rounds.
    #[must_use]
    pub fn before(&self, finding: FindingAt) -> &[Match] {
        let start = self.pairs.partition_point(|pair| pair.to < finding);
        let end = self.pairs.partition_point(|pair| pair.to <= finding);
        &self.pairs[start..end]
    }

    /// The answers about a finding and those of later rounds.
    pub fn after(&self, finding: FindingAt) -> impl Iterator<Item = &Match> {
        self.by_earlier.get(&finding).into_iter().flatten().map(|place| &self.pairs[*place])
    }

    /// The problem that a finding is of; one that no other round has is a problem of its own.
    #[must_use]
    pub fn problem(&self, finding: FindingAt) -> &Problem {
        &self.problems[self.problem_of[finding.run][finding.finding]]
    }

    /// Its number, the same for all findings of one problem and for no other.
    #[must_use]
    pub fn number(&self, finding: FindingAt) -> usize {
        self.problem_of[finding.run][finding.finding]
    }

    /// The finding that a finding became together with another, if it did.
    #[must_use]
    pub fn merged(&self, finding: FindingAt) -> Option<FindingAt> {
        self.merged.get(&finding).copied()
    }

    /// The findings of other problems that became this one together with those of its own.
    pub fn merged_into(&self, finding: FindingAt) -> impl Iterator<Item = FindingAt> + '_ {
        let same = self.before(finding).iter().filter(|pair| pair.answer == Answer::Same).map(|pair| pair.from);
        same.filter(move |from| self.merged(*from) == Some(finding))
    }

    /// What another change had that is like a finding, on the same file.
    #[must_use]
    pub fn seen_before(&self, finding: FindingAt) -> Option<&SeenBefore> {
        self.seen_before.get(&finding)
    }

    /// The finding that one continues as its run states it, be it of another subject.
    #[must_use]
    pub fn stated_earlier(&self, finding: FindingAt) -> Option<FindingAt> {
        self.stated.named(finding)
    }

    /// The findings whose runs state that they continue this one.
    #[must_use]
    pub fn stated_later(&self, finding: FindingAt) -> &[FindingAt] {
        self.stated.later(finding)
    }
}

/// Every two findings of two rounds of one subject with what is known of them, as [`Matches`] compares them: for the benchmark that
/// weights are fitted with.
#[must_use]
pub fn compare(corpus: &Corpus, rounds: &Rounds) -> Vec<((FindingAt, FindingAt), Evidence)> {
    let stated = Stated::new(corpus, rounds);
    let mut repositories: BTreeMap<String, Repository<'_>> = BTreeMap::new();
    let mut all = Vec::new();
    for (at, run) in corpus.runs.iter().enumerate().rev() {
        let name = run.repository.as_deref().unwrap_or_default().to_lowercase();
        let repository = repositories.entry(name).or_insert_with(|| Repository::new(corpus, rounds, &stated));
        all.extend(repository.compare(at));
    }
    all
}

/// Answers below this likelihood were close.
const CLOSE_BELOW: f64 = 0.75;
