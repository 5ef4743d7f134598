//! Two agents on the same findings: by how much their recalls differ, and whether that can be chance.

use super::between::Between;
use super::distribution::{Z, at_most, beyond, beyond_normal, quantile, real};
use super::interval::Interval;

/// The valid findings of one subject, over the runs that had both agents in the panel, by which of the two found them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SharedFindings {
    /// Found by the first and not by the second.
    pub only_first: usize,
    /// Found by the second and not by the first.
    pub only_second: usize,
    /// Found by both.
    pub both: usize,
    /// Found by neither of the two.
    pub neither: usize,
}

impl SharedFindings {
    /// All findings of the subject; `n_k` in the formulas.
    #[must_use]
    pub fn pool(&self) -> usize {
        self.only_first + self.only_second + self.both + self.neither
    }

    fn gain(&self) -> f64 {
        real(self.only_first) - real(self.only_second)
    }
}

/// The recall of the first agent minus that of the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// From −1 to 1.
    pub value: f64,
    /// Findings over all subjects that only the first found.
    pub only_first: usize,
    /// Findings over all subjects that only the second found.
    pub only_second: usize,
    /// All findings; at least 1.
    pub pool: usize,
    /// Subjects with any finding.
    pub clusters: usize,
    /// At 95 %, holds `value`, within −1 to 1; `None` with one subject, whose findings say nothing about others.
    pub interval: Option<Interval>,
    /// The two-sided p-value that belongs to the interval: below 0.05 where that leaves out 0. Unlike [`mcnemar`] it does
    /// not take findings of one subject as independent.
    pub p: Option<f64>,
}

/// By how much two recalls differ over a shared pool, with the cluster-robust 95 % interval; `None` of an empty pool.
///
/// The difference D is a ratio estimator, `Σ d_k / Σ n_k` with `d_k` = only first − only second, of variance
/// `Σ (d_k − D·n_k)² / (1 − n_k/N) / N²`, with as many degrees of freedom of Student's t as that estimate is worth, as for
/// [`proportion`](super::interval::proportion).
///
/// That variance is small by chance with few subjects. The interval is never narrower than that of independent findings, by
/// the adjusted Wald interval of Bonett & Price (2012, Journal of Educational and Behavioral
/// Statistics 37(4)), which adds one finding to each of the two kinds that only one agent found and so is never 0, here
/// around the difference itself. Where all findings are alike, as where both agents found the same, they say nothing of
/// how subjects differ, and any two of a subject are taken to correlate by 0.2.
#[must_use]
pub fn difference(subjects: &[SharedFindings]) -> Option<Difference> {
    let sum = |count: fn(&SharedFindings) -> usize| subjects.iter().map(count).sum::<usize>();
    let (only_first, only_second, pool) = (sum(|s| s.only_first), sum(|s| s.only_second), sum(SharedFindings::pool));
    if pool == 0 {
        return None;
    }
    let clusters = subjects.iter().filter(|subject| subject.pool() > 0).count();
    let value = (real(only_first) - real(only_second)) / real(pool);
    let independent = independent(only_first, only_second, pool);
    let are_alike = [only_first, only_second, pool - only_first - only_second].contains(&pool);
    let between = if are_alike {
        Between::assumed((independent * real(pool)).powi(2), subjects.iter().map(SharedFindings::pool))
    } else {
        let residual = |subject: &SharedFindings| (subject.gain() - value * real(subject.pool()), subject.pool());
        Between::from_residuals(&subjects.iter().map(residual).collect::<Vec<_>>())
    };
    let spread = between.map(|Between { variance, freedom }| Spread {
        freedom,
        between: variance.sqrt() / real(pool),
        least: independent,
    });
    let interval = spread.as_ref().map(|spread| {
        let half = spread.half();
        Interval { low: (value - half).max(-1.0), high: (value + half).min(1.0) }
    });
    Some(Difference { value, only_first, only_second, pool, clusters, interval, p: spread.map(|s| s.p(value)) })
}

/// Two standard errors of one difference, of which the one that claims less is taken.
struct Spread {
    freedom: f64,
    between: f64,
    least: f64,
}

impl Spread {
    fn half(&self) -> f64 {
        (quantile(self.freedom) * self.between).max(Z * self.least)
    }

    fn p(&self, value: f64) -> f64 {
        let between = if self.between > 0.0 { beyond(value / self.between, self.freedom) } else { 0.0 };
        between.max(beyond_normal(value / self.least))
    }
}

/// The standard error of Bonett & Price (2012); never 0.
fn independent(only_first: usize, only_second: usize, pool: usize) -> f64 {
    let all = real(pool) + 2.0;
    let (first, second) = ((real(only_first) + 1.0) / all, (real(only_second) + 1.0) / all);
    ((first + second - (first - second).powi(2)) / all).sqrt()
}

/// The exact two-sided p-value of `McNemar`'s test: the chance that findings which only one of two equal agents found
/// divide at least as unevenly. 1 where they divide evenly or there are none; 0 where it is below 1e-300.
///
/// Twice the binomial tail of the smaller count at 1/2 (`McNemar` 1947, Psychometrika 12, in its exact form: the sign
/// test). It takes the findings as independent. Where any two findings of a subject correlate by 0.2 it calls equal agents
/// different at 5 % in about one of five archives (`benches/coverage.rs`); [`Difference::p`] does so in one of twenty.
#[must_use]
pub fn mcnemar(only_first: usize, only_second: usize) -> f64 {
    if only_first == only_second {
        return 1.0;
    }
    (2.0 * at_most(only_first.min(only_second), only_first + only_second)).min(1.0)
}

/// p-values corrected for being many, in the order they came: the chance of any false claim among all stays below the
/// level that they are compared with (Holm 1979, Scandinavian Journal of Statistics 6).
///
/// The i-th smallest of m is multiplied by m − i + 1, never below the one before it and never above 1.
#[must_use]
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let mut corrected = vec![1.0; p.len()];
    let mut before = 0.0_f64;
    for (rank, at) in order.into_iter().enumerate() {
        before = before.max(p[at] * real(p.len() - rank)).min(1.0);
        corrected[at] = before;
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::{SharedFindings, difference, holm, mcnemar};

    fn shared(only_first: usize, only_second: usize, both: usize, neither: usize) -> SharedFindings {
        SharedFindings { only_first, only_second, both, neither }
    }

    #[test]
    fn an_empty_pool_has_no_difference() {
        assert_eq!(difference(&[]), None);
        assert_eq!(difference(&[SharedFindings::default(), SharedFindings::default()]), None);
    }

    #[test]
    fn one_subject_has_a_difference_and_no_interval() {
        let one = difference(&[shared(3, 1, 4, 2), SharedFindings::default()]).unwrap();
        assert_eq!((one.value, one.pool, one.clusters, one.interval, one.p), (0.2, 10, 1, None, None));
    }

    #[test]
    fn agents_that_found_the_same_are_not_certainly_equal() {
        let same = difference(&[shared(0, 0, 5, 5), shared(0, 0, 5, 5)]).unwrap();
        let interval = same.interval.unwrap();
        assert_eq!((same.value, same.p), (0.0, Some(1.0)));
        assert!(interval.low < -0.1 && interval.high > 0.1, "{interval:?}");
    }

    #[test]
    fn the_first_found_all_and_the_second_nothing() {
        let most = difference(&[shared(5, 0, 0, 0), shared(5, 0, 0, 0)]).unwrap();
        let interval = most.interval.unwrap();
        assert!(most.value >= 1.0 && interval.high <= 1.0 && interval.low < 0.8, "{interval:?}");
        assert!(most.p.unwrap() > 0.0);
    }

    #[test]
    fn changing_places_changes_the_sign() {
        let one = difference(&[shared(4, 1, 3, 2), shared(2, 2, 1, 7), shared(6, 0, 2, 1)]).unwrap();
        let other = difference(&[shared(1, 4, 3, 2), shared(2, 2, 1, 7), shared(0, 6, 2, 1)]).unwrap();
        let (a, b) = (one.interval.unwrap(), other.interval.unwrap());
        assert!((one.value + other.value).abs() < 1e-15 && (a.low + b.high).abs() < 1e-15);
        assert_eq!(one.p, other.p);
    }

    #[test]
    fn subjects_that_disagree_make_less_sure() {
        let going_apart = [shared(8, 0, 0, 2), shared(0, 4, 4, 2), shared(8, 0, 0, 2), shared(0, 4, 4, 2)];
        let alike = [shared(4, 2, 2, 2); 4];
        let (apart, alike) = (difference(&going_apart).unwrap(), difference(&alike).unwrap());
        let width = |of: &super::Difference| of.interval.unwrap().high - of.interval.unwrap().low;
        assert!((apart.value - alike.value).abs() < 1e-15 && width(&apart) > 2.0 * width(&alike));
    }

    #[test]
    fn mcnemar_of_small_counts_by_hand() {
        for (first, second, expected) in
            [(0, 0, 1.0), (7, 7, 1.0), (1, 0, 1.0), (0, 5, 2.0 / 32.0), (6, 1, 16.0 / 128.0)]
        {
            assert!((mcnemar(first, second) - expected).abs() < 1e-15, "{first} and {second}");
            assert!((mcnemar(second, first) - expected).abs() < 1e-15, "{second} and {first}");
        }
    }

    #[test]
    fn mcnemar_of_giant_counts_does_not_overflow() {
        assert!((mcnemar(1_000_000, 1_000_000) - 1.0).abs() < f64::EPSILON);
        let near = mcnemar(1_000_000, 999_999);
        assert!(near > 0.99 && near <= 1.0, "{near}");
        assert!(mcnemar(0, 1_000_000) < 1e-299);
    }

    #[test]
    fn holm_keeps_the_order_and_never_passes_one() {
        assert_eq!(holm(&[]), Vec::<f64>::new());
        let corrected = holm(&[0.04, 0.01, 0.03, 0.5]);
        for (corrected, expected) in corrected.iter().zip([0.09, 0.04, 0.09, 0.5]) {
            assert!((corrected - expected).abs() < 1e-15, "{corrected} is not {expected}");
        }
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
    }
}
