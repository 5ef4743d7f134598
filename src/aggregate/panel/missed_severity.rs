//! How many problems of each severity no agent of a panel found, as far as the finds of several tell: Chao's figure with an
//! interval over changes, and beside it what people know of that no agent found.
//!
//! The figure assumes that agents find independently and that each problem is one finding. Agents that miss the same things
//! make it too small; two findings that are one problem and were not merged make it too large, for each counts as found by
//! one agent alone. It is therefore a figure, not a bound.

use crate::aggregate::field::Sitting;
use crate::aggregate::pairs::FEWEST_SUBJECTS;
use crate::aggregate::statistics::chance::Chance;
use crate::aggregate::statistics::distribution::real;
use crate::aggregate::statistics::interval::Interval;
use crate::aggregate::statistics::marks::Marks;
use crate::aggregate::statistics::missed::{PanelCounts, missed};
use crate::model::Severity;
use std::collections::BTreeMap;

/// How many samples of changes are drawn.
const SAMPLES: usize = 399;

/// The ends are so many samples from either side: the tenth of 399 leaves out 2.5 %, so that both together leave out 5 %.
const LEFT_OUT: usize = 10;

/// What panels of at least two agents missed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MissedOf {
    /// `None`: of all severities, those that nobody rated included.
    pub severity: Option<Severity>,
    /// Changes that such panels reviewed.
    pub changes: usize,
    /// Valid findings that at least one of the panel found.
    pub found: usize,
    /// Valid findings that are known, and that nobody on the panel found.
    pub known_by_nobody: usize,
    /// Estimated problems that nobody on the panel found, those that are known included.
    pub value: f64,
    /// At 95 %, over changes; `None` below five changes, and where so few samples say that anything was missed that the
    /// upper end is 0 too.
    pub interval: Option<Interval>,
}

/// All severities together, then each in the order of [`Severity::ALL`]; those of which nothing was found are left out.
#[must_use]
pub fn missed_by_severity(sittings: &[&Sitting]) -> Vec<MissedOf> {
    let severities = std::iter::once(None).chain(Severity::ALL.map(Some));
    severities.filter_map(|severity| missed_of(sittings, severity)).collect()
}

fn missed_of(sittings: &[&Sitting], severity: Option<Severity>) -> Option<MissedOf> {
    let mut changes: BTreeMap<usize, Vec<PanelCounts>> = BTreeMap::new();
    let mut known_by_nobody = 0;
    for sitting in sittings.iter().filter(|sitting| sitting.turns.len() > 1) {
        let pool = &sitting.pool;
        let of_severity = severity.map(|severity| &pool.by_severity[severity.position()]);
        let count = |marks: &Marks| of_severity.map_or_else(|| marks.count(), |rated| marks.shared(rated));
        let found = sitting.turns.iter().fold(Marks::none(pool.size()), |found, turn| found.or(&turn.found));
        let known = of_severity.map_or_else(|| pool.size(), Marks::count);
        known_by_nobody += known - count(&found);
        changes.entry(sitting.subject).or_default().push(PanelCounts {
            size: sitting.turns.len(),
            found: count(&found),
            by_one: count(&pool.by_one),
            by_two: count(&pool.by_two),
        });
    }
    let changes: Vec<Vec<PanelCounts>> = changes.into_values().collect();
    let missed = missed(&by_size(changes.iter().flatten()))?;
    let counts = changes.len();
    // Samples of few changes may all lie on one side.
    let holding = |of: Interval| Interval { low: of.low.min(missed.value), high: of.high.max(missed.value) };
    let interval = missed_interval(&changes).map(holding);
    Some(MissedOf { severity, changes: counts, found: missed.found, known_by_nobody, value: missed.value, interval })
}

/// Adds up panels of one size: the estimate is of sums, and not itself one.
fn by_size<'p>(panels: impl Iterator<Item = &'p PanelCounts>) -> Vec<PanelCounts> {
    let mut sizes: BTreeMap<usize, PanelCounts> = BTreeMap::new();
    for panel in panels {
        let none = PanelCounts { size: panel.size, found: 0, by_one: 0, by_two: 0 };
        add(sizes.entry(panel.size).or_insert(none), panel);
    }
    sizes.into_values().collect()
}

fn add(sum: &mut PanelCounts, panel: &PanelCounts) {
    sum.found += panel.found;
    sum.by_one += panel.by_one;
    sum.by_two += panel.by_two;
}

/// The 95 % interval of what was missed, by drawing changes again (cluster bootstrap, percentiles; Davison & Hinkley 1997,
/// Bootstrap Methods and their Application, ch. 3.8) with a fixed seed. What was missed is a count that chance
/// moves around its mean as well, as Poisson's does, so that each sample is moved as far. The interval does not say how far the
/// assumptions are from the truth: `benches/agents.rs` shows what it holds where they do not.
#[must_use]
pub fn missed_interval(changes: &[Vec<PanelCounts>]) -> Option<Interval> {
    let able: Vec<&Vec<PanelCounts>> =
        changes.iter().filter(|panels| panels.iter().any(|panel| panel.size > 1)).collect();
    if able.len() < FEWEST_SUBJECTS {
        return None;
    }
    // By change what panels of each size found, all sizes of the archive in one order: samples are drawn by the hundred.
    let none = by_size(able.iter().copied().flatten()).into_iter().map(|of| PanelCounts {
        found: 0,
        by_one: 0,
        by_two: 0,
        ..of
    });
    let none: Vec<PanelCounts> = none.collect();
    let dense = |panels: &&Vec<PanelCounts>| {
        let mut sums = none.clone();
        panels.iter().for_each(|panel| add(&mut sums[none.partition_point(|of| of.size < panel.size)], panel));
        sums
    };
    let able: Vec<Vec<PanelCounts>> = able.iter().map(dense).collect();
    let mut chance = Chance(5);
    let sample = |_| {
        let mut sums = none.clone();
        for _ in 0..able.len() {
            sums.iter_mut().zip(&able[chance.below(able.len())]).for_each(|(sum, panel)| add(sum, panel));
        }
        // Nothing found is nothing seen to be missing.
        let mean = missed(&sums).map_or(0.0, |missed| missed.value);
        (mean + mean.sqrt() * chance.normal()).max(0.0)
    };
    let mut samples: Vec<f64> = (0..SAMPLES).map(sample).collect();
    samples.sort_by(f64::total_cmp);
    let interval = Interval { low: samples[LEFT_OUT - 1], high: samples[SAMPLES - LEFT_OUT] };
    (interval.high > 0.0).then_some(interval)
}

impl MissedOf {
    /// What share of all that there is to find the panels found, those missed as estimated; `None` where nothing was found.
    #[must_use]
    pub fn found_share(&self) -> Option<f64> {
        let all = real(self.found) + self.value;
        (all > 0.0).then(|| real(self.found) / all)
    }
}

#[cfg(test)]
mod tests {
    use super::{Interval, missed_interval};
    use crate::aggregate::statistics::missed::{PanelCounts, missed};

    fn panel(size: usize, by_one: usize, by_two: usize) -> PanelCounts {
        PanelCounts { size, found: by_one + by_two + 1, by_one, by_two }
    }

    #[test]
    fn changes_that_are_all_alike_leave_the_doubt_of_a_count() {
        let changes = vec![vec![panel(3, 2, 2)]; 30];
        let value = missed(&[PanelCounts { size: 3, found: 150, by_one: 60, by_two: 60 }]).unwrap().value;
        let Interval { low, high } = missed_interval(&changes).unwrap();
        let off = 1.96 * value.sqrt();
        assert!((value - low - off).abs() < 0.25 * off && (high - value - off).abs() < 0.25 * off, "{low} to {high}");
    }

    #[test]
    fn changes_that_differ_leave_more() {
        let changes: Vec<Vec<PanelCounts>> = (0..30).map(|at| vec![panel(3, at % 5, 4 - at % 5)]).collect();
        let Interval { low, high } = missed_interval(&changes).unwrap();
        let value = missed(&[PanelCounts { size: 3, found: 150, by_one: 60, by_two: 60 }]).unwrap().value;
        assert!(low < 0.8 * value && value < high && high < 3.0 * value, "{low} to {high} around {value}");
        assert_eq!(missed_interval(&changes), missed_interval(&changes));
    }

    #[test]
    fn few_changes_and_nothing_missed_have_no_interval() {
        assert_eq!(missed_interval(&[]), None);
        assert_eq!(missed_interval(&vec![vec![panel(3, 2, 1)]; 4]), None);
        assert_eq!(missed_interval(&vec![vec![panel(1, 2, 0)]; 9]), None, "one agent cannot recapture");
        assert_eq!(missed_interval(&vec![vec![panel(3, 0, 2)]; 9]), None);
    }
}
