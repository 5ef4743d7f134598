//! The anchored change, drift and what it takes to see them against independent implementations
//! (`tests/fixtures/anchored/make.py`).

use crate::support::oracle::{Oracle, count};
use pilcrow::internals::aggregate::{Gains, change_point, detectable, moved, needed};
use serde_json::Value;

static EXPECTED: Oracle = Oracle::new("anchored/expected.json");

fn number(case: &Value, key: &str) -> f64 {
    case[key].as_f64().unwrap()
}

/// Changes with the gain of each of their findings.
fn changes(list: &Value) -> Vec<Gains> {
    let change = |change: &Value| {
        let gains: Vec<f64> = change[1].as_array().unwrap().iter().map(|gain| gain.as_f64().unwrap()).collect();
        Gains {
            subject: usize::try_from(change[0].as_u64().unwrap()).unwrap(),
            sum: gains.iter().sum(),
            squares: gains.iter().map(|gain| gain * gain).sum(),
            findings: gains.len(),
        }
    };
    list.as_array().unwrap().iter().map(change).collect()
}

#[track_caller]
fn close(computed: f64, expected: f64) {
    assert!((computed - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{computed} is not {expected}");
}

#[test]
fn the_anchored_change_has_the_variance_of_statsmodels_and_the_quantile_of_scipy() {
    for case in EXPECTED.cases("moved") {
        let moved = moved(&changes(&case["later"]), &changes(&case["earlier"])).unwrap();
        close(moved.value, number(case, "value"));
        close(moved.freedom, number(case, "freedom"));
        close(moved.error, number(case, "error"));
        close(moved.p, number(case, "p"));
        close(moved.interval.low, number(case, "low"));
        close(moved.interval.high, number(case, "high"));
        close(detectable(moved.interval.high - moved.value, moved.error), number(case, "detectable"));
    }
}

#[test]
fn changes_needed_are_those_of_the_normal_quantiles_of_scipy() {
    for case in EXPECTED.cases("needed") {
        let computed = needed(count(&case["changes"]), number(case, "error"), number(case, "difference"));
        assert_eq!(computed, Some(count(&case["needed"])), "{case}");
    }
}

/// The point and its size exactly; its likelihood within what other random orders may make of it.
#[test]
fn change_points_are_those_of_numpy_and_as_likely_as_scipy_draws_them() {
    for case in EXPECTED.cases("points") {
        let point = change_point(&changes(&case["series"]), 1.0).unwrap();
        assert_eq!(point.at, count(&case["at"]));
        close(point.size, number(case, "size"));
        let expected = number(case, "p");
        let error = (expected * (1.0 - expected) * (1.0 / 2000.0 + 1.0 / 5000.0)).sqrt();
        assert!((point.p - expected).abs() < 4.0 * error + 0.001, "{} is not {expected}", point.p);
    }
}
