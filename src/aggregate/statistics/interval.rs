//! How sure a figure is: the 95 % interval of a proportion over subjects, and of a median. Plain numbers in and out.
//!
//! Findings of one subject are not independent: its rounds review the same code. A subject is therefore a cluster, and
//! what an interval rests on is the number of subjects as much as the number of findings.

use super::between::{ASSUMED_CORRELATION, Between};
use super::distribution::{Z, at_most, quantile, real};

/// What one subject says about a proportion: `hits` of `out_of`, such as findings that an agent found, of all valid ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// At most `out_of`; `x_k` in the formulas.
    pub hits: usize,
    /// `n_k` in the formulas; a subject with 0 says nothing and is not counted.
    pub out_of: usize,
}

/// A 95 % confidence interval, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end, in the unit of what it is of, as `high` is.
    pub low: f64,
    /// Upper end, never below `low`.
    pub high: f64,
}

/// A proportion, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// `hits / out_of`, from 0 to 1.
    pub value: f64,
    /// Over all subjects.
    pub hits: usize,
    /// Over all subjects; at least 1.
    pub out_of: usize,
    /// Subjects with anything to count. With 1 the interval speaks of that subject alone.
    pub clusters: usize,
    /// Holds `value`, within 0 to 1.
    pub interval: Interval,
}

/// A proportion over subjects with its 95 % interval; `None` where there is nothing to count.
///
/// The Wilson score interval (Wilson 1927) for an effective number of findings, `n_eff = N / deff · (z/t)²` (Korn &
/// Graubard 1998, Survey Methodology 24(2)). deff is the variance of the ratio estimator between subjects,
/// `Σ (x_k − p·n_k)² / (1 − n_k/N) / N²` (Cochran 1977, Sampling Techniques, ch. 6; Bell & `McCaffrey` 2002), over
/// `p(1−p) / N`, and t has as many degrees of freedom as that estimate is worth: both in `aggregate/between.rs`. Wilson's
/// interval with an effective sample size holds its level in clustered samples where Wald's does not: Dean & Pagano (2015,
/// Journal of Survey Statistics and Methodology 3(4)).
///
/// - `n_eff` is held to at most N: few subjects seem to agree by luck, and no interval is narrower than that of independent
///   findings.
/// - p = 0 or 1 says nothing about deff: any two findings of a subject are taken to correlate by 0.2 then.
/// - One subject alone has no t and no deff. It gets the plain Wilson interval, which is about its own findings and can be
///   narrower than that of two subjects: see [`Estimate::clusters`].
///
/// `benches/coverage.rs` shows how often it holds the truth.
///
/// # Panics
///
/// Where a cluster has more hits than it is out of.
#[must_use]
pub fn proportion(clusters: &[Cluster]) -> Option<Estimate> {
    assert!(clusters.iter().all(|cluster| cluster.hits <= cluster.out_of), "more hits than there is to hit");
    let counted: Vec<Cluster> = clusters.iter().copied().filter(|cluster| cluster.out_of > 0).collect();
    let hits: usize = counted.iter().map(|cluster| cluster.hits).sum();
    let out_of: usize = counted.iter().map(|cluster| cluster.out_of).sum();
    if out_of == 0 {
        return None;
    }
    let value = real(hits) / real(out_of);
    let interval = score(value, squared_quantile(&counted, hits, out_of) / real(out_of));
    Some(Estimate { value, hits, out_of, clusters: counted.len(), interval })
}

/// t² · deff: the square of the quantile that Wilson's interval takes for N findings.
fn squared_quantile(clusters: &[Cluster], hits: usize, out_of: usize) -> f64 {
    let share = real(hits) / real(out_of);
    let residuals: Vec<(f64, usize)> =
        clusters.iter().map(|of| (real(of.hits) - share * real(of.out_of), of.out_of)).collect();
    // Of the number of hits; where that is 0, only how many times it is that of independent findings counts.
    let independent = real(out_of) * share * (1.0 - share);
    let (between, independent) = if hits == 0 || hits == out_of {
        (Between::assumed(1.0, clusters.iter().map(|of| of.out_of)), 1.0)
    } else {
        (Between::from_residuals(&residuals), independent)
    };
    let Some(Between { variance, freedom }) = between else { return Z * Z };
    (quantile(freedom).powi(2) * variance / independent).max(Z * Z)
}

/// The Wilson score interval (Wilson 1927, JASA 22) with `ratio` = squared quantile / sample size.
fn score(share: f64, ratio: f64) -> Interval {
    let middle = (share + ratio / 2.0) / (1.0 + ratio);
    let half = (share * (1.0 - share) * ratio + ratio * ratio / 4.0).sqrt() / (1.0 + ratio);
    // Rounding may carry an end past the share by a last digit.
    Interval { low: (middle - half).clamp(0.0, share), high: (middle + half).clamp(share, 1.0) }
}

/// Fewer changes than this say nothing of how changes differ: a figure of them has no interval but the words "too few".
pub const FEWEST_CHANGES: usize = 3;

impl Estimate {
    /// The interval, where there are changes enough for one.
    #[must_use]
    pub fn interval_of_enough(&self) -> Option<Interval> {
        (self.clusters >= FEWEST_CHANGES).then_some(self.interval)
    }
}

/// A mean of one share for each change, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// From 0 to 1.
    pub value: f64,
    /// How many changes; at least 1.
    pub changes: usize,
    /// At 95 %, within 0 to 1; `None` below [`FEWEST_CHANGES`].
    pub interval: Option<Interval>,
}

/// The mean of a share for each change, each as much as any other; `None` where there is nothing to count.
///
/// A pooled share takes a change by its size. Where large changes have smaller shares, as they do wherever a reviewer reads
/// only so far, it falls below what a reader meets on the next change; this does not.
///
/// Wilson's interval, as in [`proportion`], for the variance of the shares between changes and the t of one less than the
/// changes, or for that of independent findings and z where that is wider. Shares that are all 0 or all 1 say nothing of how
/// changes differ: any two findings of one are taken to correlate by 0.2 then.
#[must_use]
pub fn mean_share(changes: &[Cluster]) -> Option<Mean> {
    let counted: Vec<Cluster> = changes.iter().copied().filter(|of| of.out_of > 0).collect();
    let changes = counted.len();
    if changes == 0 {
        return None;
    }
    let mean = |of: &dyn Fn(&Cluster) -> f64| counted.iter().map(of).sum::<f64>() / real(changes);
    let share = |of: &Cluster| real(of.hits) / real(of.out_of);
    // Rounding may leave a last digit more than 1 of nothing but ones.
    let value = mean(&share).clamp(0.0, 1.0);
    let interval = (changes >= FEWEST_CHANGES).then(|| {
        let square = quantile(real(changes - 1)).powi(2);
        let coin = value * (1.0 - value);
        let ratio = if counted.iter().all(|of| of.hits == 0) || counted.iter().all(|of| of.hits == of.out_of) {
            square * mean(&|of| (1.0 + ASSUMED_CORRELATION * real(of.out_of - 1)) / real(of.out_of))
        } else {
            let between = mean(&|of| (share(of) - value).powi(2)) * real(changes) / real(changes - 1);
            (square * between / coin).max(Z * Z * mean(&|of| 1.0 / real(of.out_of)))
        };
        score(value, ratio / real(changes))
    });
    Some(Mean { value, changes, interval })
}

/// A median with its quartiles, in the unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Median {
    /// The middle value; the mean of the two middle ones of an even number.
    pub value: f64,
    /// A quarter of the values lies below.
    pub lower_quartile: f64,
    /// A quarter of the values lies above.
    pub upper_quartile: f64,
    /// How many values; at least 1.
    pub count: usize,
    /// Of the median, at 95 %; `None` below 6 values, where not even the whole range reaches 95 %.
    pub interval: Option<Interval>,
}

/// The median of the values that are finite; `None` where there are none. The order of the values does not matter.
///
/// Quartiles interpolate between the values beside position 1 + (n−1)·q (Hyndman & Fan 1996, definition 7; the default
/// of R and `NumPy`). The interval runs from the l-th smallest to the l-th largest value with the largest l for which at
/// most 2.5 % of samples have fewer than l values below the median, whatever their distribution (Thompson 1936; Conover
/// 1999, § 3.2). It takes the values as independent.
#[must_use]
pub fn median(values: &[f64]) -> Option<Median> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let count = sorted.len();
    if count == 0 {
        return None;
    }
    let rank = outer_rank(count);
    Some(Median {
        value: quarter(&sorted, 2),
        lower_quartile: quarter(&sorted, 1),
        upper_quartile: quarter(&sorted, 3),
        count,
        interval: (rank > 0).then(|| Interval { low: sorted[rank - 1], high: sorted[count - rank] }),
    })
}

/// The largest l at which at most 2.5 % of samples have fewer than l values below the median; 0 where there is none.
fn outer_rank(count: usize) -> usize {
    let (mut holds, mut most) = (0, count / 2);
    while holds < most {
        let rank = (holds + most).div_ceil(2);
        if at_most(rank - 1, count) <= 0.025 {
            holds = rank;
        } else {
            most = rank - 1;
        }
    }
    holds
}

/// The value with so many quarters of the sorted values below it.
fn quarter(sorted: &[f64], quarters: usize) -> f64 {
    let position = (sorted.len() - 1) * quarters;
    let (at, rest) = (position / 4, real(position % 4) / 4.0);
    let next = sorted[(at + 1).min(sorted.len() - 1)];
    sorted[at] + (next - sorted[at]) * rest
}

#[cfg(test)]
mod tests {
    use super::{Cluster, Interval, mean_share, median, proportion};

    fn clusters(clusters: &[(usize, usize)]) -> Vec<Cluster> {
        clusters.iter().map(|&(hits, out_of)| Cluster { hits, out_of }).collect()
    }

    fn interval(subjects: &[(usize, usize)]) -> Interval {
        proportion(&clusters(subjects)).unwrap().interval
    }

    /// Of findings that are independent, as those of one subject are taken to be.
    fn wilson(hits: usize, out_of: usize) -> Interval {
        interval(&[(hits, out_of)])
    }

    fn width(interval: Interval) -> f64 {
        interval.high - interval.low
    }

    #[test]
    fn nothing_to_count_is_no_figure() {
        assert_eq!(proportion(&[]), None);
        assert_eq!(proportion(&clusters(&[(0, 0), (0, 0)])), None);
    }

    #[test]
    fn a_subject_without_findings_is_no_subject() {
        let with = proportion(&clusters(&[(1, 4), (0, 0), (3, 4)])).unwrap();
        assert_eq!(with, proportion(&clusters(&[(1, 4), (3, 4)])).unwrap());
        assert_eq!((with.clusters, with.hits, with.out_of), (2, 4, 8));
    }

    #[test]
    fn none_and_all_are_never_certain() {
        let none = interval(&[(0, 5), (0, 5), (0, 5)]);
        assert!(none.low <= 0.0 && none.high > 0.3, "{none:?}");
        let many = interval(&[(0, 8); 200]);
        assert!(many.high > wilson(0, 1600).high && many.high < 0.01, "{many:?}");
        let all = interval(&[(5, 5), (5, 5), (5, 5)]);
        assert!(all.high >= 1.0 && all.low < 0.7, "{all:?}");
    }

    #[test]
    fn subjects_that_differ_widen_it_and_subjects_that_agree_do_not_narrow_it() {
        let differing = interval(&[(10, 10), (0, 10), (10, 10), (0, 10), (10, 10), (0, 10)]);
        let agreeing = interval(&[(5, 10), (5, 10), (5, 10), (5, 10), (5, 10), (5, 10)]);
        assert!(width(differing) > 2.0 * width(wilson(30, 60)));
        let independent = wilson(30, 60);
        assert!((agreeing.low - independent.low).abs() < 1e-12 && (agreeing.high - independent.high).abs() < 1e-12);
    }

    #[test]
    fn rare_hits_claim_no_less_than_rarer_ones() {
        let high = |hits: usize| {
            let subjects: Vec<(usize, usize)> = (0..50).map(|at| (usize::from(at < hits), 3)).collect();
            interval(&subjects).high
        };
        // But for a digit that nobody sees.
        assert!((0..50).all(|hits| high(hits) <= high(hits + 1) + 0.001), "{:?}", (0..9).map(high).collect::<Vec<_>>());
    }

    #[test]
    fn a_large_subject_among_small_ones_makes_less_sure() {
        let even = interval(&[(2, 10), (8, 10), (2, 10), (8, 10)]);
        let uneven = interval(&[(4, 18), (14, 18), (0, 2), (2, 2)]);
        assert!(width(uneven) > width(even));
    }

    #[test]
    fn giant_counts_stay_in_order() {
        let giant = interval(&[(1 << 40, 1 << 50), (1 << 41, 1 << 50)]);
        assert!(giant.low > 0.0 && giant.low < giant.high && giant.high < 1.0, "{giant:?}");
        let plain = wilson((1 << 52) - 1, 1 << 52);
        assert!(plain.low < plain.high && plain.high <= 1.0, "{plain:?}");
    }

    #[test]
    #[should_panic(expected = "more hits")]
    fn more_hits_than_findings_is_a_mistake() {
        let _ = proportion(&clusters(&[(2, 1)]));
    }

    #[test]
    fn the_mean_of_changes_takes_each_as_much_as_any_other() {
        assert_eq!(mean_share(&clusters(&[(0, 0)])), None);
        let few = mean_share(&clusters(&[(1, 1), (0, 9), (0, 0)])).unwrap();
        assert_eq!((few.value, few.changes, few.interval), (0.5, 2, None));
        // Half of what small changes have and a tenth of what large ones have.
        let falling = clusters(&[(1, 2), (1, 2), (1, 2), (2, 20), (2, 20), (2, 20)]);
        let (mean, pooled) = (mean_share(&falling).unwrap(), proportion(&falling).unwrap());
        assert!((mean.value - 0.3).abs() < 1e-12 && pooled.value < 0.14);
        let interval = mean.interval.unwrap();
        assert!(interval.low < 0.3 && interval.high > 0.5, "{interval:?}");
    }

    #[test]
    fn a_mean_of_alike_changes_is_never_certain() {
        for changes in [[(0, 5); 4], [(5, 5); 4], [(3, 6); 4]] {
            let mean = mean_share(&clusters(&changes)).unwrap();
            let interval = mean.interval.unwrap();
            assert!(interval.low <= mean.value && mean.value <= interval.high && width(interval) > 0.2, "{interval:?}");
        }
    }

    #[test]
    fn a_share_of_fewer_than_three_changes_has_no_interval_to_show() {
        let shown = |subjects: &[(usize, usize)]| proportion(&clusters(subjects)).unwrap().interval_of_enough();
        assert_eq!(shown(&[(1, 4), (2, 4), (0, 0)]), None);
        assert!(shown(&[(1, 4), (2, 4), (3, 4)]).is_some());
    }

    #[test]
    fn a_median_of_few_has_no_interval() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[f64::NAN, f64::INFINITY]), None);
        let one = median(&[3.0]).unwrap();
        assert_eq!((one.value, one.lower_quartile, one.upper_quartile, one.count), (3.0, 3.0, 3.0, 1));
        assert_eq!(median(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap().interval, None);
    }

    #[test]
    fn six_values_reach_from_the_first_to_the_last() {
        let six = median(&[6.0, 1.0, 5.0, f64::NAN, 2.0, 4.0, 3.0]).unwrap();
        assert_eq!((six.value, six.lower_quartile, six.upper_quartile, six.count), (3.5, 2.25, 4.75, 6));
        assert_eq!(six.interval, Some(Interval { low: 1.0, high: 6.0 }));
    }

    #[test]
    fn the_ranks_are_those_of_the_sign_test() {
        // Of 20 tosses at most 5 are heads in 2.07 % of cases, at most 6 in 5.77 %.
        let values: Vec<f64> = (1..=20_u32).map(f64::from).collect();
        assert_eq!(median(&values).unwrap().interval, Some(Interval { low: 6.0, high: 15.0 }));
    }
}
