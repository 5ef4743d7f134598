//! The panel to run, what panels cover on changes that they were not chosen by, and what all of them missed, against an
//! independent implementation (`tests/fixtures/panels/make.py`).

use crate::support::oracle::{Oracle, count};
use pilcrow::internals::aggregate::{Choice, Marks, PanelCounts, Shared, choice, missed, missed_interval};
use serde_json::Value;

static EXPECTED: Oracle = Oracle::new("panels/expected.json");

fn counts(list: &Value) -> Vec<usize> {
    list.as_array().unwrap().iter().map(count).collect()
}

#[track_caller]
fn close(computed: f64, expected: &Value) {
    let expected = expected.as_f64().unwrap();
    assert!((computed - expected).abs() <= 1e-9, "{computed} is not {expected}");
}

/// A run as change, panel and finders of each finding.
fn run(of: &Value) -> Shared {
    let findings: Vec<Vec<usize>> = of[2].as_array().unwrap().iter().map(counts).collect();
    let found = |agent: usize| (agent, Marks::from_flags(findings.iter().map(|finders| finders.contains(&agent))));
    Shared { subject: count(&of[0]), pool: findings.len(), found: counts(&of[1]).into_iter().map(found).collect() }
}

#[test]
fn the_best_panel_of_each_size_and_the_one_to_run() {
    for case in EXPECTED.cases("choices") {
        let runs: Vec<Shared> = case["runs"].as_array().unwrap().iter().map(run).collect();
        let (candidates, choice) = choice(&runs, 6);
        let expected = case["candidates"].as_array().unwrap();
        assert_eq!(candidates.len(), expected.len());
        for (candidate, expected) in candidates.iter().zip(expected) {
            assert_eq!(
                (&candidate.members, candidate.changes),
                (&counts(&expected["members"]), count(&expected["changes"]))
            );
            let coverage = candidate.coverage;
            assert_eq!([coverage.hits, coverage.out_of], [count(&expected["hits"]), count(&expected["out_of"])]);
            let held = counts(&expected["held"]);
            let checked = candidate.out_of_sample.map(|held| vec![held.hits, held.out_of, held.clusters]);
            assert_eq!(checked, (held[2] >= 5).then_some(held), "{:?}", candidate.members);
            let Some(runner_up) = &candidate.runner_up else {
                assert!(expected["less"].is_null(), "{expected}");
                continue;
            };
            assert_eq!(runner_up.members, counts(&expected["second"]));
            close(runner_up.less, &expected["less"]["value"]);
            close(runner_up.interval.low, &expected["less"]["low"]);
            close(runner_up.interval.high, &expected["less"]["high"]);
        }
        let named = count(&case["named"]);
        assert_eq!(choice, if case["is_sure"] == true { Choice::Run(named) } else { Choice::SoFar(named) });
    }
}

/// 399 samples are as sure of an end as they are many: to about a tenth of the interval's width.
#[test]
fn what_was_missed_has_the_interval_of_many_more_samples() {
    for case in EXPECTED.cases("missed") {
        let changes: Vec<Vec<PanelCounts>> = case["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(counts)
            .map(|of| vec![PanelCounts { size: of[0], found: of[1] + of[2], by_one: of[1], by_two: of[2] }])
            .collect();
        let sum = |of: fn(&PanelCounts) -> usize| changes.iter().flatten().map(of).sum::<usize>();
        let all = PanelCounts {
            size: changes[0][0].size,
            found: sum(|of| of.found),
            by_one: sum(|of| of.by_one),
            by_two: sum(|of| of.by_two),
        };
        close(missed(&[all]).unwrap().value, &case["value"]);
        let interval = missed_interval(&changes).unwrap();
        let (low, high) = (case["low"].as_f64().unwrap(), case["high"].as_f64().unwrap());
        let near = |computed: f64, expected: f64| (computed - expected).abs() < 0.12 * (high - low);
        assert!(near(interval.low, low) && near(interval.high, high), "{interval:?}, not {low} to {high}");
    }
}
