//! By what agents are ranked, and what every finding of a run says of two of them by it.

use super::field::{Sitting, Turn};
use super::statistics::contrast::{Change, Contrast, Terms};
use super::statistics::distribution::real;
use crate::config::Weights;

/// By what agents are ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criterion {
    /// Of the findings that at least one other member of the panel found, the share found too. It ranks by default: unlike
    /// recall it does not rise by reviewing alone.
    #[default]
    RecallOfOthers,
    /// Of the valid findings, the share found.
    Recall,
    /// Of the findings raised, the share that is right; see [`Basis`].
    Precision,
    /// The harmonic mean of precision and recall, over what [`Basis`] says.
    F1,
    /// Of the critical and important valid findings, the share found.
    CriticalAndImportant,
    /// Weights of what was found less the penalty for what was rejected, a review.
    Score,
}

impl Criterion {
    /// All of them, in the order of the site.
    pub const ALL: [Self; 6] =
        [Self::RecallOfOthers, Self::Recall, Self::Precision, Self::F1, Self::CriticalAndImportant, Self::Score];

    /// Those that a board can be ranked by. Recall of the pool describes an archive and ranks nobody: it rises by reviewing
    /// alone.
    pub const RANKING: [Self; 5] =
        [Self::RecallOfOthers, Self::Precision, Self::F1, Self::CriticalAndImportant, Self::Score];

    /// The word for it in addresses and published data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::RecallOfOthers => "recall-of-others",
            Self::Recall => "recall",
            Self::Precision => "precision",
            Self::F1 => "f1",
            Self::CriticalAndImportant => "critical-and-important",
            Self::Score => "score",
        }
    }

    /// Whether it is a share, from 0 to 1.
    #[must_use]
    pub fn is_share(self) -> bool {
        self != Self::Score
    }
}

/// What says whether a finding is right, where precision and F1 are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Findings that somebody judged one by one, a person or whoever made the report; what nobody judged is left out.
    Judged,
    /// What the consolidator kept, and how many it recorded as rejected: too few changes hold a judgement.
    Kept,
}

/// Weights of the findings by severity less the penalty for each rejected one.
#[must_use]
pub fn score(found: [usize; 4], rejected: usize, weights: &Weights) -> f64 {
    let earned: f64 = found.iter().zip(weights.severity).map(|(found, weight)| real(*found) * weight).sum();
    earned - weights.penalty * real(rejected)
}

/// What the runs of one change say of two agents, by some criterion. One agent alone is paired with itself.
pub struct Weighing<'w> {
    pub criterion: Criterion,
    pub basis: Basis,
    pub weights: &'w Weights,
}

impl Weighing<'_> {
    /// Adds one run that both were on.
    pub fn add(&self, change: &mut Change, sitting: &Sitting, first: &Turn, second: &Turn) {
        match self.criterion {
            Criterion::RecallOfOthers => add_of_others(change, sitting, first, second),
            Criterion::Recall => {
                let counts = Counts::of(first, second, None, sitting.pool.size());
                counts.add(change, [1.0, 1.0, 1.0]);
            }
            Criterion::CriticalAndImportant => {
                let grave = &sitting.pool.grave;
                Counts::of(first, second, Some(grave), grave.count()).add(change, [1.0, 1.0, 1.0]);
            }
            Criterion::Precision => self.add_raised(change, sitting, first, second, [1.0, 0.0, 1.0]),
            // 2·found / (pool + found + rejected): a finding of the pool counts below the line, and once more if found.
            Criterion::F1 => self.add_raised(change, sitting, first, second, [2.0, 1.0, 2.0]),
            Criterion::Score => {
                if let Some((rejected_first, rejected_second)) = first.rejected.zip(second.rejected) {
                    let score_of = |turn: &Turn, rejected: usize| {
                        let found = [0, 1, 2, 3].map(|at: usize| turn.found.shared(&sitting.pool.by_severity[at]));
                        score(found, rejected, self.weights)
                    };
                    change.add([score_of(first, rejected_first), 1.0, score_of(second, rejected_second), 1.0], 1);
                }
            }
        }
    }

    /// A contrast by this criterion, with what so few changes hide of scores: they have no bound and long tails, and where no
    /// rival's score is taken away, nothing cancels that they lean to one side. `benches/agents.rs` shows what intervals hold.
    #[must_use]
    pub fn widened(&self, contrast: Contrast, is_alone: bool) -> Contrast {
        match (self.criterion, is_alone) {
            (Criterion::Score, false) => contrast.widened(1),
            (Criterion::Score, true) => contrast.widened(2),
            _ => contrast,
        }
    }

    fn add_raised(&self, change: &mut Change, sitting: &Sitting, first: &Turn, second: &Turn, worth: [f64; 3]) {
        let rejected = match self.basis {
            Basis::Judged => {
                let right = &sitting.pool.judged_right;
                Counts::of(first, second, Some(right), right.count()).add(change, worth);
                Some((first.judged.1, second.judged.1))
            }
            Basis::Kept => {
                let rejected = first.recorded_rejected.zip(second.recorded_rejected);
                if rejected.is_some() {
                    Counts::of(first, second, None, sitting.pool.size()).add(change, worth);
                }
                rejected
            }
        };
        let Some((of_first, of_second)) = rejected else { return };
        if first.who == second.who {
            change.add([0.0, 1.0, 0.0, 1.0], of_first);
        } else {
            change.add([0.0, 1.0, 0.0, 0.0], of_first);
            change.add([0.0, 0.0, 0.0, 1.0], of_second);
        }
    }

    /// Kinds of items of which one each is taken for seen, so that nothing is certain.
    #[must_use]
    pub fn seen_too(&self) -> Vec<Terms> {
        let rejected = [[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]];
        match self.criterion {
            Criterion::RecallOfOthers | Criterion::Recall | Criterion::CriticalAndImportant => {
                vec![[1.0, 1.0, 0.0, 1.0], [0.0, 1.0, 1.0, 1.0]]
            }
            Criterion::Precision => vec![[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0], rejected[0], rejected[1]],
            Criterion::F1 => vec![[2.0, 2.0, 0.0, 1.0], [0.0, 1.0, 2.0, 2.0], rejected[0], rejected[1]],
            Criterion::Score => {
                // Two reviews in which one of them found the least that has a weight.
                let weights = self.weights.severity.into_iter().filter(|weight| *weight > 0.0);
                let least = weights.reduce(f64::min).unwrap_or(1.0);
                vec![[least, 1.0, 0.0, 1.0], [0.0, 1.0, least, 1.0]]
            }
        }
    }
}

/// Findings by which of the two found them.
struct Counts {
    both: usize,
    only_first: usize,
    only_second: usize,
    neither: usize,
}

impl Counts {
    /// Of those in a part of the pool, of so many.
    fn of(first: &Turn, second: &Turn, part: Option<&super::statistics::marks::Marks>, size: usize) -> Self {
        let (of_first, of_second, both) = match part {
            None => (first.found.count(), second.found.count(), first.found.shared(&second.found)),
            Some(part) => {
                (first.found.shared(part), second.found.shared(part), first.found.and(&second.found).shared(part))
            }
        };
        Self {
            both,
            only_first: of_first - both,
            only_second: of_second - both,
            neither: size + both - of_first - of_second,
        }
    }

    /// What a finding is worth above the line if found, and below it if not and if found.
    fn add(&self, change: &mut Change, [hit, missed_below, found_below]: [f64; 3]) {
        change.add([hit, found_below, hit, found_below], self.both);
        change.add([hit, found_below, 0.0, missed_below], self.only_first);
        change.add([0.0, missed_below, hit, found_below], self.only_second);
        change.add([0.0, missed_below, 0.0, missed_below], self.neither);
    }
}

/// Each against what all others of the panel found, the other of the two included.
fn add_of_others(change: &mut Change, sitting: &Sitting, first: &Turn, second: &Turn) {
    let pool = &sitting.pool;
    let (alone_first, alone_second) = (first.found.shared(&pool.by_one), second.found.shared(&pool.by_one));
    if first.who == second.who {
        change.add([1.0, 1.0, 1.0, 1.0], first.found.count() - alone_first);
        change.add([0.0, 1.0, 0.0, 1.0], pool.known - first.found.count());
        return;
    }
    let both = first.found.shared(&second.found);
    let (only_first, only_second) = (first.found.count() - both, second.found.count() - both);
    change.add([1.0, 1.0, 1.0, 1.0], both);
    change.add([1.0, 1.0, 0.0, 1.0], only_first - alone_first);
    change.add([0.0, 0.0, 0.0, 1.0], alone_first);
    change.add([0.0, 1.0, 1.0, 1.0], only_second - alone_second);
    change.add([0.0, 1.0, 0.0, 0.0], alone_second);
    change.add([0.0, 1.0, 0.0, 1.0], pool.known - both - only_first - only_second);
}
