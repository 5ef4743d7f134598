//! What a finding is among the rounds of its change, and which findings count once.

use super::course::{Course, Raised};
use super::matching::{Matches, Problem};
use super::records::FindingAt;
use super::rounds::Rounds;
use crate::model::Corpus;

/// What a finding is in its round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// No earlier round has it.
    New,
    /// The nearest earlier round has it as well.
    Again,
    /// An earlier round has it, and the nearest has not.
    Back,
    /// An earlier round has it perhaps.
    Perhaps,
    /// No earlier round has it, and the fix of an earlier finding brought it in, perhaps.
    Regression,
}

impl Standing {
    /// Every one, in the order of its declaration.
    pub const ALL: [Self; 5] = [Self::New, Self::Again, Self::Back, Self::Perhaps, Self::Regression];

    /// The word for it in published data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Again => "again",
            Self::Back => "back",
            Self::Perhaps => "perhaps",
            Self::Regression => "regression",
        }
    }

    fn of_raised(raised: &Raised) -> Self {
        match raised {
            Raised { is_doubtful: true, .. } => Self::Perhaps,
            Raised { was: Some(_), .. } => Self::Back,
            Raised { before: Some(_), .. } => Self::Again,
            Raised { brought_in: Some(_), .. } => Self::Regression,
            _ => Self::New,
        }
    }
}

/// A finding among the rounds of its change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InRounds {
    /// The first finding of its problem.
    pub problem: FindingAt,
    /// The number of that finding's round.
    pub since: u32,
    /// What it is in its own round.
    pub standing: Standing,
    /// Whether there is a round before its own.
    pub has_earlier: bool,
    /// Whether it stands for its problem as it is now: of the newest round that raised it, the first that is valid, else the first.
    pub is_newest: bool,
}

/// The findings of a run in their order.
#[must_use]
pub fn in_rounds(corpus: &Corpus, rounds: &Rounds, matches: &Matches, course: &Course, run: usize) -> Vec<InRounds> {
    let of_finding = |finding| {
        let at = FindingAt { run, finding };
        let problem = matches.problem(at);
        let first = problem.findings.first().copied().unwrap_or(at);
        InRounds {
            problem: first,
            since: rounds.number(first.run),
            standing: course.raised(at).map_or(Standing::New, Standing::of_raised),
            has_earlier: rounds.position(run) > 0,
            is_newest: newest(corpus, problem) == Some(at),
        }
    };
    (0..corpus.runs[run].findings.len()).map(of_finding).collect()
}

fn newest(corpus: &Corpus, problem: &Problem) -> Option<FindingAt> {
    let last = problem.findings.last()?;
    let start = problem.findings.partition_point(|at| at.run != last.run);
    let of_round = &problem.findings[start..];
    of_round.iter().find(|at| is_valid(corpus, **at)).or(of_round.first()).copied()
}

/// Whether a finding is the first valid one of its problem, by which that counts once.
#[must_use]
pub fn is_first_valid(corpus: &Corpus, matches: &Matches, at: FindingAt) -> bool {
    matches.problem(at).findings.iter().find(|other| is_valid(corpus, **other)) == Some(&at)
}

fn is_valid(corpus: &Corpus, at: FindingAt) -> bool {
    corpus.runs[at.run].findings[at.finding].is_valid()
}
