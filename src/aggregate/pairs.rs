//! Every two agents, over the runs that had both on the panel and no others.

use super::field::{By, Field, Sitting, Turn};
use super::statistics::paired::{Difference, SharedFindings, difference, holm, mcnemar};
use std::collections::BTreeMap;

/// Below this many shared subjects nothing is said about who is better.
pub const FEWEST_SUBJECTS: usize = 5;

/// Below this a corrected p-value is taken for a difference.
pub const LEVEL: f64 = 0.05;

/// Two agents, or two versions, that shared at least one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The numbers of the two in the field, the smaller first.
    pub of: [usize; 2],
    /// Runs that both were on.
    pub reviews: usize,
    /// Subjects of those runs.
    pub subjects: usize,
    /// Valid findings of those runs by which of the two found them.
    pub shared: SharedFindings,
    /// The recall of the first minus that of the second; `None` where those runs have no valid finding.
    pub difference: Option<Difference>,
    /// The exact `McNemar` test on what only one of the two found.
    pub p: f64,
    /// The same after Holm's correction over all pairs.
    pub corrected: f64,
    /// The p-value of the difference, which does not take findings of one subject as independent, after the same
    /// correction; `None` with one subject.
    pub clustered: Option<f64>,
}

/// What can be said of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Fewer than [`FEWEST_SUBJECTS`] shared subjects with something to find.
    NotEnough,
    /// They cannot be told apart.
    Alike,
    /// The first, or the second of the two, finds more.
    Better(usize),
}

impl Pair {
    /// What can be said: one is better where both corrected p-values say so. `McNemar`'s alone takes findings of one subject
    /// for independent and calls two equal agents different far more often than one time in twenty, as
    /// `benches/coverage.rs` shows.
    #[must_use]
    pub fn reading(&self) -> Reading {
        let Some((difference, clustered)) =
            self.difference.zip(self.clustered).filter(|(difference, _)| difference.clusters >= FEWEST_SUBJECTS)
        else {
            return Reading::NotEnough;
        };
        if self.corrected.max(clustered) >= LEVEL {
            return Reading::Alike;
        }
        Reading::Better(usize::from(difference.value < 0.0))
    }

    /// The same pair seen from one of the two.
    #[must_use]
    pub fn seen_from(&self, agent: usize) -> Self {
        if self.of[0] == agent { self.clone() } else { self.turned() }
    }

    /// The same pair seen from the second.
    #[must_use]
    pub fn turned(&self) -> Self {
        let shared =
            SharedFindings { only_first: self.shared.only_second, only_second: self.shared.only_first, ..self.shared };
        let difference = self.difference.map(|old| Difference {
            value: -old.value,
            only_first: old.only_second,
            only_second: old.only_first,
            interval: old
                .interval
                .map(|interval| super::statistics::interval::Interval { low: -interval.high, high: -interval.low }),
            ..old
        });
        Self { of: [self.of[1], self.of[0]], shared, difference, ..self.clone() }
    }
}

/// Up to so many pairs all are shown. Of more, those that say nothing are left out: what is there of every two agents grows
/// with the square of their number.
const FEW_PAIRS: usize = 500;

/// No more pairs than this are shown: every two of a hundred agents.
const MOST_SHOWN: usize = 4950;

/// Which pairs are shown and have a page: all if they are few, else those that shared at least [`FEWEST_SUBJECTS`], and of
/// too many the ones that shared most.
#[must_use]
pub fn shown(pairs: &[Pair]) -> Vec<bool> {
    if pairs.len() <= FEW_PAIRS {
        return vec![true; pairs.len()];
    }
    let mut often: Vec<usize> = (0..pairs.len()).filter(|at| pairs[*at].subjects >= FEWEST_SUBJECTS).collect();
    often.sort_by_key(|at| (std::cmp::Reverse((pairs[*at].subjects, pairs[*at].reviews)), *at));
    let mut shown = vec![false; pairs.len()];
    for at in often.into_iter().take(MOST_SHOWN) {
        shown[at] = true;
    }
    shown
}

/// All pairs that shared a run, by their numbers.
#[must_use]
pub fn pairs(field: &Field<'_>, sittings: &[&Sitting], by: By) -> Vec<Pair> {
    debug_assert!(sittings.len() <= field.sittings.len(), "sittings of this field");
    let mut all: BTreeMap<[usize; 2], Meetings> = BTreeMap::new();
    for sitting in sittings {
        for (at, first) in sitting.turns.iter().enumerate() {
            for second in &sitting.turns[at + 1..] {
                let (first, second) =
                    if first.taker(by) <= second.taker(by) { (first, second) } else { (second, first) };
                all.entry([first.taker(by), second.taker(by)]).or_default().add(sitting, first, second);
            }
        }
    }
    let mut pairs: Vec<Pair> = all.into_iter().map(|(of, met)| met.pair(of)).collect();
    correct(&mut pairs);
    pairs
}

/// Holm's correction of both p-values, over all pairs that have one.
fn correct(pairs: &mut [Pair]) {
    let corrected = holm(&pairs.iter().map(|pair| pair.p).collect::<Vec<f64>>());
    for (pair, corrected) in pairs.iter_mut().zip(corrected) {
        pair.corrected = corrected;
    }
    let mut clustered: Vec<&mut f64> = pairs.iter_mut().filter_map(|pair| pair.clustered.as_mut()).collect();
    let corrected = holm(&clustered.iter().map(|p| **p).collect::<Vec<f64>>());
    for (p, corrected) in clustered.iter_mut().zip(corrected) {
        **p = corrected;
    }
}

#[derive(Default)]
struct Meetings {
    reviews: usize,
    subjects: BTreeMap<usize, SharedFindings>,
}

impl Meetings {
    fn add(&mut self, sitting: &Sitting, first: &Turn, second: &Turn) {
        let both = first.found.shared(&second.found);
        let (only_first, only_second) = (first.found.count() - both, second.found.count() - both);
        let subject = self.subjects.entry(sitting.subject).or_default();
        subject.only_first += only_first;
        subject.only_second += only_second;
        subject.both += both;
        subject.neither += sitting.pool.size() - both - only_first - only_second;
        self.reviews += 1;
    }

    fn sum(&self) -> SharedFindings {
        self.subjects.values().fold(SharedFindings::default(), |sum, subject| SharedFindings {
            only_first: sum.only_first + subject.only_first,
            only_second: sum.only_second + subject.only_second,
            both: sum.both + subject.both,
            neither: sum.neither + subject.neither,
        })
    }

    /// The pair, its p-values not corrected yet.
    fn pair(&self, of: [usize; 2]) -> Pair {
        let subjects: Vec<SharedFindings> = self.subjects.values().copied().collect();
        let shared = self.sum();
        let difference = difference(&subjects);
        let p = mcnemar(shared.only_first, shared.only_second);
        Pair {
            of,
            reviews: self.reviews,
            subjects: subjects.len(),
            shared,
            difference,
            p,
            corrected: p,
            clustered: difference.and_then(|difference| difference.p),
        }
    }
}
