//! By how much more of what is known one reviewer found than others, over changes, and how that moved between two times.
//! Plain numbers in and out.

use super::between::Between;
use super::distribution::{Z, beyond, beyond_normal, quantile, real};
use super::interval::Interval;
use std::collections::BTreeMap;

/// What one change says of a gap: the valid findings that both sides could have found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gains {
    /// Number of the change; rounds of it are added up first.
    pub subject: usize,
    /// Over its findings: 1 where the reviewer found it, less the share of the others that did. Without others, those that
    /// it found.
    pub sum: f64,
    /// Of the squares of the same.
    pub squares: f64,
    /// How many findings; one without findings says nothing.
    pub findings: usize,
}

/// A mean gain a finding, and how well it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// From −1 to 1.
    pub value: f64,
    /// Of the value; the larger of that between changes and that of independent findings. Never 0.
    pub error: f64,
    /// Degrees of freedom of Student's t.
    pub freedom: f64,
    /// At 95 %, holds the value.
    pub interval: Interval,
    /// Changes with any finding; at least 2.
    pub changes: usize,
    /// All findings.
    pub findings: usize,
}

/// How a gap moved, or a share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    /// The later gap less the earlier one.
    pub value: f64,
    /// Of the value.
    pub error: f64,
    /// Degrees of freedom of Student's t.
    pub freedom: f64,
    /// At 95 %, holds the value.
    pub interval: Interval,
    /// Two-sided, belongs to the interval.
    pub p: f64,
}

/// Which way something moved, as far as chance leaves that open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tendency {
    More,
    Less,
    /// 0 is in the interval.
    Unclear,
}

impl Moved {
    /// What its interval says.
    #[must_use]
    pub fn tendency(&self) -> Tendency {
        match self.interval {
            Interval { low, .. } if low > 0.0 => Tendency::More,
            Interval { high, .. } if high < 0.0 => Tendency::Less,
            _ => Tendency::Unclear,
        }
    }
}

/// One number for each change, in the order of their numbers.
#[must_use]
pub fn by_change(all: impl IntoIterator<Item = Gains>) -> Vec<Gains> {
    let mut changes: BTreeMap<usize, Gains> = BTreeMap::new();
    for one in all {
        let change = changes.entry(one.subject).or_insert(Gains { subject: one.subject, ..Gains::default() });
        change.sum += one.sum;
        change.squares += one.squares;
        change.findings += one.findings;
    }
    changes.into_values().collect()
}

/// The mean gain over changes, each of which stands in the list once; `None` below two changes with findings.
///
/// A ratio estimator, `Σ sum / Σ findings`, with the variance and the degrees of freedom of
/// [`difference`](super::paired::difference), which it is with one other. The error is never below that of independent
/// findings, with one more found by either side alone (Bonett & Price 2012).
#[must_use]
pub fn gap(changes: &[Gains]) -> Option<Gap> {
    let part = Part::new(changes)?;
    let half = (quantile(part.freedom) * part.between.sqrt()).max(Z * part.independent.sqrt());
    Some(Gap {
        value: part.value,
        error: part.between.max(part.independent).sqrt(),
        interval: Interval { low: (part.value - half).max(-1.0), high: (part.value + half).min(1.0) },
        freedom: part.freedom,
        changes: part.residuals.len(),
        findings: part.findings,
    })
}

/// The gap of later changes less that of earlier ones; `None` where either has fewer than two changes with findings.
///
/// The variances of the two add up, less twice the covariance of what the same change says of both, where its rounds lie in
/// both times. The degrees of freedom are those of Satterthwaite (1946): `(V₁+V₂)² / (V₁²/ν₁ + V₂²/ν₂)`. Numbers without
/// bounds in, so that the interval may pass from −2 to 2, no further.
#[must_use]
pub fn moved(later: &[Gains], earlier: &[Gains]) -> Option<Moved> {
    moved_by(later, earlier).map(|(moved, _)| moved)
}

/// The same, with half the width of its interval before that is cut.
pub(in crate::aggregate) fn moved_by(later: &[Gains], earlier: &[Gains]) -> Option<(Moved, f64)> {
    let (later, earlier) = (Part::new(later)?, Part::new(earlier)?);
    let value = later.value - earlier.value;
    let between = (later.between + earlier.between - 2.0 * later.covariance(&earlier)).max(0.0);
    let independent = later.independent + earlier.independent;
    let squares = later.between.powi(2) / later.freedom + earlier.between.powi(2) / earlier.freedom;
    let freedom = if squares > 0.0 { (later.between + earlier.between).powi(2) / squares } else { 1.0 };
    let freedom = freedom.max(later.freedom.min(earlier.freedom)).max(1.0);
    let half = (quantile(freedom) * between.sqrt()).max(Z * independent.sqrt());
    let clustered = if between > 0.0 { beyond(value / between.sqrt(), freedom) } else { 0.0 };
    let moved = Moved {
        value,
        error: between.max(independent).sqrt(),
        freedom,
        interval: Interval { low: (value - half).max(-2.0), high: (value + half).min(2.0) },
        p: clustered.max(beyond_normal(value / independent.sqrt())),
    };
    Some((moved, half))
}

/// What one time says.
struct Part {
    value: f64,
    /// The variance between changes.
    between: f64,
    freedom: f64,
    /// The variance of independent findings; never 0.
    independent: f64,
    findings: usize,
    /// By change how much its sum is off the mean's, corrected for its leverage.
    residuals: BTreeMap<usize, f64>,
}

impl Part {
    fn new(changes: &[Gains]) -> Option<Self> {
        let counted: Vec<&Gains> = changes.iter().filter(|change| change.findings > 0).collect();
        let findings: usize = counted.iter().map(|change| change.findings).sum();
        let all = real(findings);
        let value = counted.iter().map(|change| change.sum).sum::<f64>() / all;
        let squares: f64 = counted.iter().map(|change| change.squares).sum();
        let residual = |change: &Gains| change.sum - value * real(change.findings);
        let residuals: Vec<(f64, usize)> = counted.iter().map(|change| (residual(change), change.findings)).collect();
        // One finding more that only this side found, and one that only the other found.
        let independent = ((squares + 2.0) / (all + 2.0) - (value * all / (all + 2.0)).powi(2)) / (all + 2.0);
        let is_alike = squares / all - value * value < 1e-12;
        let of_sum = if is_alike {
            Between::assumed(independent * all * all, counted.iter().map(|change| change.findings))
        } else {
            Between::from_residuals(&residuals)
        }?;
        let leverage = |findings: usize| (1.0 - real(findings) / all).sqrt();
        let corrected = |change: &&Gains| (change.subject, residual(change) / leverage(change.findings) / all);
        Some(Self {
            value,
            between: of_sum.variance / (all * all),
            freedom: of_sum.freedom,
            independent,
            findings,
            residuals: counted.iter().map(corrected).collect(),
        })
    }

    fn covariance(&self, other: &Self) -> f64 {
        let both = self.residuals.iter().filter_map(|(subject, one)| Some(one * other.residuals.get(subject)?));
        both.sum()
    }
}

#[cfg(test)]
mod tests {
    use super::{Gains, by_change, gap, moved};
    use crate::aggregate::statistics::paired::{SharedFindings, difference};

    /// Changes of findings that only the reviewer, only the other, and both or neither found.
    fn changes(counts: &[[u32; 3]]) -> Vec<Gains> {
        let change = |(subject, [first, second, alike]): (usize, &[u32; 3])| Gains {
            subject,
            sum: f64::from(*first) - f64::from(*second),
            squares: f64::from(first + second),
            findings: usize::try_from(first + second + alike).unwrap(),
        };
        counts.iter().enumerate().map(change).collect()
    }

    #[test]
    fn with_one_other_it_is_the_difference_of_two() {
        let counts = [[3, 1, 6], [2, 2, 8], [6, 0, 3], [0, 2, 9], [4, 1, 1]];
        let shared: Vec<SharedFindings> = counts
            .iter()
            .map(|[a, b, c]| SharedFindings {
                only_first: *a as usize,
                only_second: *b as usize,
                both: *c as usize,
                neither: 0,
            })
            .collect();
        let (one, other) = (gap(&changes(&counts)).unwrap(), difference(&shared).unwrap());
        assert!((one.value - other.value).abs() < 1e-12);
        let half = other.interval.unwrap().high - other.value;
        assert!((one.interval.high - one.value - half).abs() < 1e-9, "the changes differ more than chance has it");
    }

    #[test]
    fn nothing_comes_of_nothing_or_of_one_change() {
        assert_eq!(gap(&[]), None);
        assert_eq!(gap(&changes(&[[3, 1, 2], [0, 0, 0]])), None);
        assert_eq!(moved(&changes(&[[3, 1, 2], [1, 1, 1]]), &changes(&[[3, 1, 2]])), None);
    }

    #[test]
    fn what_is_all_alike_is_not_certain() {
        let all = changes(&[[4, 0, 0], [4, 0, 0], [4, 0, 0]]);
        let moved = moved(&all, &all).unwrap();
        assert!(moved.value.abs() < 1e-12 && moved.error > 0.0 && moved.interval.low < -0.05 && moved.p > 0.99);
    }

    #[test]
    fn rounds_of_a_change_are_one() {
        let twice = by_change(changes(&[[1, 0, 2]]).into_iter().chain(changes(&[[0, 3, 1]])));
        assert_eq!(twice, [Gains { subject: 0, sum: -2.0, squares: 4.0, findings: 7 }]);
    }

    #[test]
    fn the_same_changes_in_both_times_do_not_count_twice() {
        let later = changes(&[[8, 0, 2], [1, 4, 5], [7, 0, 3], [0, 6, 4], [5, 1, 4], [2, 2, 6]]);
        let earlier = changes(&[[7, 0, 3], [1, 5, 4], [6, 0, 4], [0, 7, 3], [4, 1, 5], [2, 3, 5]]);
        let elsewhere: Vec<Gains> =
            earlier.iter().map(|change| Gains { subject: change.subject + 100, ..*change }).collect();
        let (paired, apart) = (moved(&later, &earlier).unwrap(), moved(&later, &elsewhere).unwrap());
        assert!(paired.error < apart.error, "{} and {}", paired.error, apart.error);
    }
}
