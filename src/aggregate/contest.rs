//! Agents ranked by a criterion: every two over the runs that had both, and who is better than whom beyond chance.

use super::criterion::{Basis, Criterion, Weighing};
use super::field::{By, Field, Sitting, Turn};
use super::figures::{Figures, figures};
use super::pairs::{FEWEST_SUBJECTS, LEVEL, Reading};
use super::statistics::contrast::{Change, Contrast, Spread, contrast};
use super::statistics::distribution::real;
use super::statistics::enough::{detectable, needed};
use super::statistics::interval::{Estimate, Interval};
use super::statistics::paired::holm;
use crate::config::Weights;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// All agents, models or versions by one criterion, over some runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Contest {
    /// By what.
    pub criterion: Criterion,
    /// What says which findings are right, where the criterion asks.
    pub basis: Basis,
    /// By number in the field; `None`: nothing to count.
    pub values: Vec<Option<Measured>>,
    /// The mean over changes of the share of each change, each as much as any other; `None`: nothing to count, or no share of
    /// findings.
    pub means: Vec<Option<f64>>,
    /// Every two that shared a run in which there is something to compare, in the order of their numbers.
    pub duels: Vec<Duel>,
    /// By number in the field; `None`: not enough data.
    pub ranks: Vec<Option<Rank>>,
}

/// The places that an agent may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// 1 and the number of rivals that are better.
    pub best: usize,
    /// The number of ranked agents less those that are worse.
    pub worst: usize,
}

/// What one of them has by the criterion, over all its runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// A share from 0 to 1, or points a review.
    pub value: f64,
    /// At 95 %; `None`: too few changes.
    pub interval: Option<Interval>,
    /// Changes with anything to count.
    pub changes: usize,
}

/// Two of them over the runs that had both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duel {
    /// Their numbers in the field, the smaller first.
    pub of: [usize; 2],
    /// Runs that both were on.
    pub reviews: usize,
    /// Changes of those with anything to count.
    pub changes: usize,
    /// The first less the second.
    pub value: f64,
    /// At the level at which Holm's procedure tested these two, so that it leaves out 0 where one of them is better, and
    /// nowhere else; `None`: not enough data.
    pub interval: Option<Interval>,
    /// At 95 %, as if these were the only two; `None`: not enough data.
    pub alone: Option<Interval>,
    /// What `alone` rests on; `None`: not enough data.
    pub spread: Option<Spread>,
    /// The two-sided p-value that belongs to `alone`.
    pub p: Option<f64>,
    /// The same after Holm's correction, which belongs to `interval`.
    pub corrected: Option<f64>,
}

impl Duel {
    /// The same two seen from one of them.
    #[must_use]
    pub fn seen_from(&self, at: usize) -> Self {
        let turned = |ends: Interval| Interval { low: -ends.high, high: -ends.low };
        if self.of[0] == at {
            return *self;
        }
        Self {
            of: [self.of[1], self.of[0]],
            value: -self.value,
            interval: self.interval.map(turned),
            alone: self.alone.map(turned),
            ..*self
        }
    }

    /// The smallest difference that is told from none in eight of ten archives like this one, were these the only two;
    /// `None`: not enough data.
    #[must_use]
    pub fn detectable(&self) -> Option<f64> {
        self.spread.map(|spread| detectable(spread.half(1.0 - LEVEL), spread.error()))
    }

    /// How many shared changes in all that takes of a difference of so much; `None`: not enough data, or beyond counting.
    #[must_use]
    pub fn needed(&self, difference: f64) -> Option<usize> {
        self.spread.and_then(|spread| needed(self.changes, spread.error(), difference))
    }

    /// What can be said of the two by the criterion.
    #[must_use]
    pub fn reading(&self) -> Reading {
        match self.corrected {
            None => Reading::NotEnough,
            Some(corrected) if corrected >= LEVEL => Reading::Alike,
            Some(_) => Reading::Better(usize::from(self.value < 0.0)),
        }
    }
}

impl Contest {
    /// Compares over these sittings, be they all of the field or some.
    #[must_use]
    pub fn over(field: &Field<'_>, sittings: &[&Sitting], by: By, criterion: Criterion, weights: &Weights) -> Self {
        Players::new(field, sittings, by, &figures(field, sittings, by, weights)).contest(criterion, weights)
    }

    /// Nobody by nothing.
    #[must_use]
    pub fn empty(criterion: Criterion) -> Self {
        Self {
            criterion,
            basis: Basis::Kept,
            values: Vec::new(),
            means: Vec::new(),
            duels: Vec::new(),
            ranks: Vec::new(),
        }
    }

    /// Two of them, seen from the first; `None` of two that shared nothing to compare.
    #[must_use]
    pub fn duel(&self, first: usize, second: usize) -> Option<Duel> {
        let of = [first.min(second), first.max(second)];
        let at = self.duels.binary_search_by(|duel| duel.of.cmp(&of)).ok()?;
        Some(self.duels[at].seen_from(first))
    }

    /// Those that were on a panel, in the order of the table: by rank, then by value, then by number; those that cannot be
    /// ranked last.
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        self.order_of((0..self.values.len()).filter(|at| self.values[*at].is_some()).collect())
    }

    /// These in the same order; those without a value come after all others.
    #[must_use]
    pub fn order_of(&self, mut order: Vec<usize>) -> Vec<usize> {
        let rank = |at: usize| self.rank(at).map_or((usize::MAX, usize::MAX), |rank| (rank.best, rank.worst));
        let value = |at: usize| self.value(at).map_or(f64::NEG_INFINITY, |measured| measured.value);
        order.sort_by(|a, b| {
            rank(*a).cmp(&rank(*b)).then_with(|| value(*b).total_cmp(&value(*a))).then_with(|| a.cmp(b))
        });
        order
    }

    /// What one of them has; `None`: nothing to count.
    #[must_use]
    pub fn value(&self, at: usize) -> Option<Measured> {
        self.values.get(at).copied().flatten()
    }

    /// The places that one of them may have; `None`: not enough data.
    #[must_use]
    pub fn rank(&self, at: usize) -> Option<Rank> {
        self.ranks.get(at).copied().flatten()
    }
}

/// All agents, models or versions with their turns: what contests by several criteria share.
pub struct Players<'p> {
    turns: Vec<Turns<'p>>,
    /// Every two that shared a run, in the order of their numbers.
    met: Vec<[usize; 2]>,
    figures: &'p [Figures],
    basis: Basis,
}

impl<'p> Players<'p> {
    /// Those of these sittings; `figures` are theirs over the same.
    #[must_use]
    pub fn new(field: &Field<'_>, sittings: &[&'p Sitting], by: By, figures: &'p [Figures]) -> Self {
        Self { turns: turns(field, sittings, by), met: met(sittings, by), figures, basis: basis(sittings) }
    }

    /// Everybody measured and every two compared.
    #[must_use]
    pub fn contest(&self, criterion: Criterion, weights: &Weights) -> Contest {
        let weighing = Weighing { criterion, basis: self.basis, weights };
        let duels = duels(&weighing, &self.turns, &self.met);
        let ranks = ranks(self.turns.len(), &duels);
        let means = self.turns.iter().map(|turns| mean_of_changes(&weighing, turns)).collect();
        Contest { criterion, basis: self.basis, values: self.measured(criterion, weights), means, ranks, duels }
    }

    /// Everybody measured, by number.
    #[must_use]
    pub fn measured(&self, criterion: Criterion, weights: &Weights) -> Vec<Option<Measured>> {
        let weighing = Weighing { criterion, basis: self.basis, weights };
        self.figures.iter().zip(&self.turns).map(|(figures, turns)| measured(&weighing, figures, turns)).collect()
    }
}

/// Judgements where at least [`FEWEST_SUBJECTS`] changes hold one, else what the consolidator kept.
fn basis(sittings: &[&Sitting]) -> Basis {
    let is_judged = |sitting: &&&Sitting| {
        sitting.pool.judged_right.count() > 0 || sitting.turns.iter().any(|turn| turn.judged != (0, 0))
    };
    let mut judged: Vec<usize> = sittings.iter().filter(is_judged).map(|sitting| sitting.subject).collect();
    judged.sort_unstable();
    judged.dedup();
    if judged.len() >= FEWEST_SUBJECTS { Basis::Judged } else { Basis::Kept }
}

/// The turns of one agent with their sittings, and where those are among all.
type Turns<'s> = Vec<(usize, &'s Sitting, &'s Turn)>;

fn turns<'s>(field: &Field<'_>, sittings: &[&'s Sitting], by: By) -> Vec<Turns<'s>> {
    let mut turns: Vec<Turns<'s>> = vec![Vec::new(); field.len(by)];
    for (at, sitting) in sittings.iter().enumerate() {
        for turn in &sitting.turns {
            turns[turn.taker(by)].push((at, sitting, turn));
        }
    }
    // Rounds of a change stand together, so that its runs are added up one after the other.
    for turns in &mut turns {
        turns.sort_by_key(|(at, sitting, _)| (sitting.subject, *at));
    }
    turns
}

fn met(sittings: &[&Sitting], by: By) -> Vec<[usize; 2]> {
    let mut met = BTreeSet::new();
    for sitting in sittings {
        for (at, first) in sitting.turns.iter().enumerate() {
            let others = sitting.turns[at + 1..].iter().map(|second| [first.taker(by), second.taker(by)]);
            met.extend(others.map(|[one, other]| [one.min(other), one.max(other)]));
        }
    }
    met.into_iter().collect()
}

/// What these runs say of two, by change; all of their findings, and the number of the runs.
fn changes<'s>(weighing: &Weighing<'_>, met: impl Iterator<Item = (&'s Sitting, &'s Turn, &'s Turn)>) -> Met {
    let mut all = Met::default();
    let mut last = None;
    for (sitting, first, second) in met {
        if last.replace(sitting.subject) != Some(sitting.subject) {
            all.changes.push(Change::default());
        }
        if let Some(change) = all.changes.last_mut() {
            weighing.add(change, sitting, first, second);
        }
        all.pool += sitting.pool.size();
        all.reviews += 1;
    }
    all
}

#[derive(Default)]
struct Met {
    changes: Vec<Change>,
    pool: usize,
    reviews: usize,
}

/// `None` of an empty pool: where nothing was there to find, nobody is better or worse.
fn measured(weighing: &Weighing<'_>, figures: &Figures, turns: &Turns<'_>) -> Option<Measured> {
    let of_share = |estimate: Option<Estimate>| {
        let estimate = estimate?;
        let (value, changes) = (estimate.value, estimate.clusters);
        Some(Measured { value, interval: estimate.interval_of_enough(), changes })
    };
    if figures.pool == 0 {
        return None;
    }
    match (weighing.criterion, weighing.basis) {
        (Criterion::RecallOfOthers, _) => of_share(figures.recall_of_others),
        (Criterion::Recall, _) => of_share(figures.recall),
        (Criterion::CriticalAndImportant, _) => of_share(figures.grave_recall),
        (Criterion::Precision, Basis::Judged) => of_share(figures.judged_precision),
        (Criterion::Precision, Basis::Kept) => of_share(figures.kept),
        (Criterion::F1 | Criterion::Score, _) => {
            let met = changes(weighing, turns.iter().map(|(_, sitting, turn)| (*sitting, *turn, *turn)));
            let changes: Vec<Change> = met.changes.into_iter().map(Change::alone).collect();
            let seen_too: Vec<_> =
                weighing.seen_too().into_iter().map(|[hits, out_of, _, other]| [hits, out_of, 0.0, other]).collect();
            let Contrast { value, changes, spread } = weighing.widened(contrast(&changes, &seen_too)?, true);
            let interval = spread.map(|spread| within(weighing.criterion, 0.0, spread.interval(value, 0.95)));
            Some(Measured { value, interval, changes })
        }
    }
}

/// Shares that fall with the size of a change make the share of all findings differ from this.
fn mean_of_changes(weighing: &Weighing<'_>, turns: &Turns<'_>) -> Option<f64> {
    if matches!(weighing.criterion, Criterion::F1 | Criterion::Score) {
        return None;
    }
    let met = changes(weighing, turns.iter().map(|(_, sitting, turn)| (*sitting, *turn, *turn)));
    let shares: Vec<f64> = met.changes.iter().filter_map(Change::share).collect();
    (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / real(shares.len()))
}

/// What a share or a difference of two can be at all.
fn within(criterion: Criterion, least: f64, Interval { low, high }: Interval) -> Interval {
    if criterion.is_share() { Interval { low: low.max(least), high: high.min(1.0) } } else { Interval { low, high } }
}

fn duels(weighing: &Weighing<'_>, turns: &[Turns<'_>], met: &[[usize; 2]]) -> Vec<Duel> {
    let seen_too = weighing.seen_too();
    let duel = |of: [usize; 2]| {
        let met = changes(weighing, shared(&turns[of[0]], &turns[of[1]]));
        let contrast = contrast(&met.changes, &seen_too).filter(|_| met.pool > 0)?;
        Some((of, met.reviews, weighing.widened(contrast, false)))
    };
    let met: Vec<([usize; 2], usize, Contrast)> = met.par_iter().copied().filter_map(duel).collect();
    corrected(weighing.criterion, &met)
}

/// The runs that both were on.
fn shared<'s>(
    first: &'s Turns<'s>,
    second: &'s Turns<'s>,
) -> impl Iterator<Item = (&'s Sitting, &'s Turn, &'s Turn)> + use<'s> {
    let key = |(at, sitting, _): &(usize, &Sitting, &Turn)| (sitting.subject, *at);
    let mut next = 0;
    first.iter().filter_map(move |one| {
        while next < second.len() && key(&second[next]) < key(one) {
            next += 1;
        }
        let other = second.get(next).filter(|other| key(other) == key(one))?;
        Some((one.1, one.2, other.2))
    })
}

/// Holm's correction over all pairs that share enough changes, and for each the interval of the level at which it was tested.
///
/// Of m pairs the i-th smallest p is compared with 0.05 / (m − i + 1), and from the first that is not below on none counts
/// (Holm 1979). A pair that counts has the interval of its own level, 1 − 0.05 / (m − i + 1); all others have that of the
/// first which did not count (Serlin 1993, Journal of Experimental Education 61(4): "a case for Holm on the range"). So
/// what is read and what is shown cannot contradict each other.
fn corrected(criterion: Criterion, met: &[([usize; 2], usize, Contrast)]) -> Vec<Duel> {
    let p_of = |contrast: &Contrast| {
        let spread = contrast.spread.filter(|_| contrast.changes >= FEWEST_SUBJECTS)?;
        Some(spread.p(contrast.value))
    };
    let mut tested: Vec<(usize, f64)> =
        met.iter().enumerate().filter_map(|(at, (_, _, contrast))| Some((at, p_of(contrast)?))).collect();
    tested.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let holm = holm(&tested.iter().map(|(_, p)| *p).collect::<Vec<f64>>());
    let counting = holm.iter().take_while(|corrected| **corrected < LEVEL).count();
    let mut duels: Vec<Duel> = met
        .iter()
        .map(|(of, reviews, Contrast { value, changes, spread })| {
            let alone = spread.map(|spread| within(criterion, -1.0, spread.interval(*value, 1.0 - LEVEL)));
            let (of, reviews, changes, value, spread) = (*of, *reviews, *changes, *value, *spread);
            Duel { of, reviews, changes, value, interval: None, alone, spread, p: None, corrected: None }
        })
        .collect();
    for (place, ((at, p), corrected)) in tested.iter().zip(holm).enumerate() {
        let duel = &mut duels[*at];
        let level = 1.0 - LEVEL / real(tested.len() - place.min(counting));
        duel.interval = met[*at].2.spread.map(|spread| {
            let Interval { low, high } = within(criterion, -1.0, spread.interval(duel.value, level));
            // Where p is at the very level, rounding may leave 0 out.
            if place < counting { Interval { low, high } } else { Interval { low: low.min(0.0), high: high.max(0.0) } }
        });
        (duel.p, duel.corrected) = (Some(*p), Some(corrected));
    }
    duels
}

/// 1 and the number of rivals that are better, to the number of ranked ones less those that are worse. Ranked is of whom, with
/// at least one rival, it can be said whether they can be told apart.
fn ranks(count: usize, duels: &[Duel]) -> Vec<Option<Rank>> {
    let (mut better, mut worse, mut is_ranked) = (vec![0; count], vec![0; count], vec![false; count]);
    for duel in duels {
        let reading = duel.reading();
        if reading == Reading::NotEnough {
            continue;
        }
        for at in duel.of {
            is_ranked[at] = true;
        }
        if let Reading::Better(winner) = reading {
            better[duel.of[1 - winner]] += 1;
            worse[duel.of[winner]] += 1;
        }
    }
    let ranked = is_ranked.iter().filter(|is_ranked| **is_ranked).count();
    let rank = |at: usize| Rank { best: 1 + better[at], worst: ranked - worse[at] };
    (0..count).map(|at| is_ranked[at].then(|| rank(at))).collect()
}
