//! The statistics against independent implementations (`tests/fixtures/statistics/make.py`), and what must always hold.

use crate::support::oracle::{Oracle, count};
use pilcrow::internals::aggregate::{
    Cluster, Interval, PanelCounts, SharedFindings, difference, holm, mcnemar, median, missed, proportion,
};
use proptest::prelude::*;
use serde_json::Value;

static EXPECTED: Oracle = Oracle::new("statistics/expected.json");

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

/// Lists of counts.
fn rows<const N: usize>(value: &Value) -> Vec<[usize; N]> {
    let row = |row: &Value| std::array::from_fn(|at| count(&row[at]));
    value.as_array().unwrap().iter().map(row).collect()
}

/// Equal to 1e-9 of the larger of 1 and the expected number.
#[track_caller]
fn close(computed: f64, expected: &Value, case: &Value) {
    let expected = expected.as_f64().unwrap();
    assert!((computed - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{computed} is not {expected} in {case}");
}

#[track_caller]
fn close_interval(computed: Interval, case: &Value) {
    close(computed.low, &case["low"], case);
    close(computed.high, &case["high"], case);
}

/// The interval of independent findings, as those of one subject are taken to be.
fn wilson(hits: usize, out_of: usize) -> Interval {
    proportion(&[Cluster { hits, out_of }]).unwrap().interval
}

#[test]
fn wilson_is_that_of_statsmodels() {
    for case in EXPECTED.cases("wilson") {
        close_interval(wilson(count(&case["hits"]), count(&case["out_of"])), case);
    }
}

#[test]
fn clustered_proportions_have_the_variance_of_statsmodels_and_the_quantile_of_scipy() {
    for case in EXPECTED.cases("clustered") {
        let clusters: Vec<Cluster> =
            rows(&case["clusters"]).into_iter().map(|[hits, out_of]| Cluster { hits, out_of }).collect();
        close_interval(proportion(&clusters).unwrap().interval, case);
    }
}

#[test]
fn medians_are_those_of_numpy_and_their_intervals_those_of_scipy() {
    for case in EXPECTED.cases("median") {
        let median = median(&numbers(&case["values"])).unwrap();
        for (at, computed) in [median.lower_quartile, median.value, median.upper_quartile].into_iter().enumerate() {
            close(computed, &case["quartiles"][at], case);
        }
        let interval = median.interval.map(|interval| vec![interval.low, interval.high]);
        assert_eq!(interval, case["interval"].as_array().map(|_| numbers(&case["interval"])), "{case}");
    }
}

/// To 1e-9 of the number itself, small as it may be.
#[test]
fn mcnemar_is_that_of_statsmodels() {
    for case in EXPECTED.cases("mcnemar") {
        let (computed, expected) =
            (mcnemar(count(&case["first"]), count(&case["second"])), case["p"].as_f64().unwrap());
        assert!((computed - expected).abs() <= 1e-9 * expected, "{computed} in {case}");
    }
}

#[test]
fn holm_is_that_of_statsmodels() {
    for case in EXPECTED.cases("holm") {
        for (at, computed) in holm(&numbers(&case["p"])).into_iter().enumerate() {
            close(computed, &case["corrected"][at], case);
        }
    }
}

#[test]
fn differences_have_the_variance_of_statsmodels_and_the_quantile_of_scipy() {
    for case in EXPECTED.cases("difference") {
        let subjects: Vec<SharedFindings> = rows(&case["subjects"])
            .into_iter()
            .map(|[only_first, only_second, both, neither]| SharedFindings { only_first, only_second, both, neither })
            .collect();
        let difference = difference(&subjects).unwrap();
        close(difference.value, &case["value"], case);
        close(difference.p.unwrap(), &case["p"], case);
        close_interval(difference.interval.unwrap(), case);
    }
}

fn clusters() -> impl Strategy<Value = Vec<Cluster>> {
    let cluster = (0..30_usize).prop_flat_map(|out_of| {
        prop_oneof![3 => (0..=out_of).boxed(), 1 => Just(0).boxed(), 1 => Just(out_of).boxed()]
            .prop_map(move |hits| Cluster { hits, out_of })
    });
    proptest::collection::vec(cluster, 0..12)
}

fn subjects() -> impl Strategy<Value = Vec<SharedFindings>> {
    let kind = || prop_oneof![Just(0_usize), 0..9_usize];
    let subject = (kind(), kind(), kind(), kind())
        .prop_map(|(only_first, only_second, both, neither)| SharedFindings { only_first, only_second, both, neither });
    proptest::collection::vec(subject, 0..12)
}

fn twice<T: Clone>(list: &[T]) -> Vec<T> {
    [list, list].concat()
}

/// What rounding may add.
const ROUNDING: f64 = 1e-9;

fn width(interval: Interval) -> f64 {
    interval.high - interval.low
}

proptest! {
    #[test]
    fn an_interval_holds_its_share_and_is_one(clusters in clusters()) {
        let Some(estimate) = proportion(&clusters) else {
            prop_assert!(clusters.iter().all(|cluster| cluster.out_of == 0));
            return Ok(());
        };
        let Interval { low, high } = estimate.interval;
        prop_assert!(0.0 <= low && low <= estimate.value && estimate.value <= high && high <= 1.0);
        prop_assert!(low < high, "nothing is certain");
        let independent = wilson(estimate.hits, estimate.out_of);
        prop_assert!(width(estimate.interval) >= width(independent) - ROUNDING, "no finding counts for more than one");
    }

    /// From two subjects on: one subject alone has no variance between subjects, and its interval is another.
    #[test]
    fn more_of_the_same_never_widens(clusters in clusters()) {
        if proportion(&clusters).is_none_or(|estimate| estimate.clusters < 2) {
            return Ok(());
        }
        let width_of = |clusters: &[Cluster]| width(proportion(clusters).unwrap().interval);
        let larger: Vec<Cluster> =
            clusters.iter().map(|cluster| Cluster { hits: 2 * cluster.hits, out_of: 2 * cluster.out_of }).collect();
        prop_assert!(width_of(&twice(&clusters)) <= width_of(&clusters) + ROUNDING);
        prop_assert!(width_of(&larger) <= width_of(&clusters) + ROUNDING);
    }

    #[test]
    fn the_order_of_subjects_does_not_matter(clusters in clusters()) {
        let reversed: Vec<Cluster> = clusters.iter().rev().copied().collect();
        match (proportion(&clusters), proportion(&reversed)) {
            (Some(one), Some(other)) => prop_assert!((one.interval.low - other.interval.low).abs() < ROUNDING),
            (one, other) => prop_assert_eq!(one, other),
        }
    }

    #[test]
    fn misses_mirror_hits(clusters in clusters()) {
        let misses: Vec<Cluster> =
            clusters.iter().map(|cluster| Cluster { hits: cluster.out_of - cluster.hits, ..*cluster }).collect();
        if let (Some(hits), Some(misses)) = (proportion(&clusters), proportion(&misses)) {
            prop_assert!((hits.interval.low - (1.0 - misses.interval.high)).abs() < ROUNDING);
        }
    }

    #[test]
    fn a_median_lies_between_its_quartiles_and_ends(values in proptest::collection::vec(-1e6..1e6_f64, 1..80)) {
        let median = median(&values).unwrap();
        prop_assert!(median.lower_quartile <= median.value && median.value <= median.upper_quartile);
        prop_assert_eq!(median.interval.is_some(), values.len() >= 6);
        if let Some(Interval { low, high }) = median.interval {
            prop_assert!(low <= median.value && median.value <= high);
        }
    }

    #[test]
    fn a_difference_lies_in_its_interval(subjects in subjects()) {
        let Some(difference) = difference(&subjects) else { return Ok(()) };
        let (Some(interval), Some(p)) = (difference.interval, difference.p) else {
            prop_assert_eq!(difference.clusters, 1);
            return Ok(());
        };
        prop_assert!(-1.0 <= interval.low && interval.low <= difference.value);
        prop_assert!(difference.value <= interval.high && interval.high <= 1.0);
        prop_assert!(interval.low < interval.high, "nothing is certain");
        prop_assert!((0.0..=1.0).contains(&p));
        let without_zero = interval.low > 0.0 || interval.high < 0.0;
        prop_assert!(without_zero == (p < 0.05) || (p - 0.05).abs() < ROUNDING, "p and interval say the same");
    }

    #[test]
    fn a_difference_of_more_of_the_same_is_surer(subjects in subjects()) {
        let (one, two) = (difference(&subjects), difference(&twice(&subjects)));
        if let (Some(one), Some(two)) = (one.and_then(|one| one.interval), two.and_then(|two| two.interval)) {
            prop_assert!(width(two) <= width(one) + ROUNDING);
        }
    }

    #[test]
    fn mcnemar_is_a_probability_and_knows_no_order(first in 0..5000_usize, second in 0..5000_usize) {
        let p = mcnemar(first, second);
        prop_assert!((0.0..=1.0).contains(&p));
        prop_assert_eq!(p.to_bits(), mcnemar(second, first).to_bits());
        prop_assert!(mcnemar(first + 1, second.min(first)) <= mcnemar(first, second.min(first)) + ROUNDING);
    }

    #[test]
    fn holm_raises_and_keeps_the_order(p in proptest::collection::vec(0.0..=1.0_f64, 0..30)) {
        let corrected = holm(&p);
        prop_assert_eq!(corrected.len(), p.len());
        for (one, &p_one) in p.iter().enumerate() {
            prop_assert!(p_one <= corrected[one] && corrected[one] <= 1.0);
            for (other, &p_other) in p.iter().enumerate() {
                prop_assert!(p_one > p_other || corrected[one] <= corrected[other]);
            }
        }
    }

    #[test]
    fn nothing_is_missed_below_zero(size in 0..9_usize, one in 0..40_usize, two in 0..40_usize, more in 0..40_usize) {
        let panel = PanelCounts { size, found: one + two + more, by_one: one, by_two: two };
        let Some(estimate) = missed(&[panel]) else {
            prop_assert!(size < 2 || panel.found == 0);
            return Ok(());
        };
        prop_assert!(estimate.value >= 0.0 && estimate.variance >= 0.0);
        if let Some(Interval { low, high }) = estimate.interval {
            prop_assert!(0.0 < low && low <= estimate.value && estimate.value <= high && high.is_finite());
        }
    }
}
