//! Whether a new version is better: what it is measured against, and what is said of tiny archives.

use crate::support::corpus::corpus;
use pilcrow::internals::aggregate::{By, Drift, Field, VersionChange, drifts, version_changes};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::cell::Cell;

/// A run of pull request `number` on the day of that number. Reviewers in words such as `a:model:effort:tool:instructions`,
/// as much of it as is stated; findings by who found each, as `a b`.
fn run(number: usize, reviewers: &[&str], findings: &[&str]) -> Value {
    let reviewer = |words: &&str| {
        let keys = ["agent", "model", "effort", "tool", "instructions"];
        let stated = keys.into_iter().zip(words.split(':')).filter(|(_, word)| !word.is_empty());
        Value::Object(stated.map(|(key, word)| (key.to_owned(), json!(word))).collect())
    };
    let slugs = |words: &str| words.split_whitespace().map(|agent| json!({"agent": agent})).collect::<Vec<_>>();
    let finding = |(at, found_by): (usize, &&str)| {
        json!({"id": format!("I{at}"), "severity": "important", "title": format!("finding {at} of {number}"),
               "assessment": "confirmed", "found_by": slugs(found_by)})
    };
    let findings: Vec<Value> = findings.iter().enumerate().map(finding).collect();
    let date = format!("2026-{:02}-{:02}", 1 + number / 28, 1 + number % 28);
    json!({"format": "pilcrow-review/1", "id": format!("run-{number}"), "date": date,
           "subject": {"repository": "o/n", "pull_request": number + 1},
           "reviewers": reviewers.iter().map(reviewer).collect::<Vec<_>>(), "findings": findings})
}

fn changes(runs: &[Value], by: By) -> Vec<Vec<VersionChange>> {
    let corpus = corpus(runs);
    version_changes(&corpus, &Field::from_corpus(&corpus), by)
}

/// Both find less on later changes, by as much.
fn harder(anchor_before: &str, anchor_after: &str) -> Vec<Value> {
    let mut runs = Vec::new();
    for number in 0..10 {
        runs.push(run(number, &["a:one", anchor_before], &["a b", "a b", "a", "b", ["", "a b"][number % 2]]));
    }
    for number in 10..20 {
        runs.push(run(number, &["a:two", anchor_after], &["a b", "a", "b", "", ["", "a b"][number % 2]]));
    }
    runs
}

#[test]
fn harder_changes_are_not_the_versions_doing() {
    let all = changes(&harder("b:same:::", "b:same:::"), By::Version);
    let change = &all[0][0];
    assert_eq!((change.against, change.anchors.as_slice(), change.changes), (1, &[1][..], 20));
    assert!(change.is_anchored() && change.moved.value.abs() < 1e-12 && change.moved.p > 0.9, "{change:?}");
    assert!((change.earlier.recall - 35.0 / 50.0).abs() < 1e-12 && (change.later.recall - 25.0 / 50.0).abs() < 1e-12);
    assert!(all[1..].iter().all(Vec::is_empty), "the oldest has nothing to be compared with, and b has one version");
}

#[test]
fn what_changed_is_no_anchor_and_what_is_not_stated_did_not_change() {
    for (before, after, is_anchor) in [
        ("b:same::cli 1", "b:same::cli 1", true),
        ("b:same::cli 1", "b:same::cli 2", false),
        ("b:same:::i1", "b:same:::i2", false),
        ("b:same", "b:other", false),
        ("b:same:low", "b:same:high", false),
        ("b:same", "b:same:high", true),
        ("b:same", "b:same::cli 1:i1", true),
        ("b", "b", true),
    ] {
        let change = &changes(&harder(before, after), By::Version)[0][0];
        assert_eq!(change.is_anchored(), is_anchor, "{before} and {after}");
        let expected = if is_anchor { 0.0 } else { -0.2 };
        assert!((change.moved.value - expected).abs() < 1e-12, "{before} and {after}: {change:?}");
    }
}

#[test]
fn every_earlier_version_with_five_changes_is_compared_with() {
    let mut runs = Vec::new();
    let versions = ["a:one", "a:two", "a:three"];
    for (number, version) in [[0; 6].as_slice(), &[1; 2], &[2; 6]].concat().into_iter().enumerate() {
        runs.push(run(number, &[versions[version], "b:same"], &["a b", "b", ["a", "b"][number % 2]]));
    }
    let all = changes(&runs, By::Version);
    let against: Vec<Vec<usize>> = all.iter().map(|of| of.iter().map(|change| change.against).collect()).collect();
    assert_eq!(against, [vec![2], vec![], vec![], vec![]], "a stub of two changes hides nothing");
}

#[test]
fn neither_a_late_run_nor_an_early_trial_turns_versions_round() {
    for (models, what) in [
        ([[0; 20].as_slice(), &[1; 20], &[0]].concat(), "the earlier once more"),
        ([[1].as_slice(), &[0; 20], &[1; 20]].concat(), "the later once before"),
    ] {
        // The earlier finds half of what is known, the later all.
        let of = |(number, model): (usize, &usize)| {
            run(number, &[["a:zero", "a:one"][*model], "b:x"], &["a b", ["b", "a b"][*model]])
        };
        let runs: Vec<Value> = models.iter().enumerate().map(of).collect();
        let all = changes(&runs, By::Version);
        let counts: Vec<usize> = all.iter().map(Vec::len).collect();
        assert_eq!(counts, [1, 0, 0], "{what}");
        assert!((all[0][0].moved.value - 0.5).abs() < 1e-12, "{what}: {:?}", all[0][0].moved);
    }
}

#[test]
fn efforts_are_taken_together_or_apart() {
    let mut runs = Vec::new();
    for number in 0..16 {
        let version = ["a:one:low", "a:one:high", "a:two:low", "a:two:high"][number / 8 * 2 + number % 2];
        runs.push(run(number, &[version, "b:same"], &["a b", "b", "a"]));
    }
    let apart = changes(&runs, By::Version);
    assert!(apart.iter().all(Vec::is_empty), "four changes each");
    let together = changes(&runs, By::Model);
    assert_eq!((together[0].len(), together[0][0].against, together[0][0].changes), (1, 1, 16));
}

#[test]
fn several_anchors_are_averaged_where_they_share_the_changes() {
    let mut runs = Vec::new();
    for number in 0..20 {
        let version = ["a:one", "a:two"][number / 10];
        let rare = if number % 4 == 0 { "d" } else { "e" };
        runs.push(run(number, &[version, "b", "c", rare], &["a b c", "a b", "c", ["a", "b"][number % 2]]));
    }
    assert_eq!(changes(&runs, By::Version)[0][0].anchors, [1, 2], "d and e would cost most of the changes");
}

fn drift_of(runs: &[Value]) -> Vec<Option<Drift>> {
    let corpus = corpus(runs);
    drifts(&corpus, &Field::from_corpus(&corpus))
}

#[test]
fn a_change_without_a_label_is_asked_about_with_its_day() {
    let findings = |number: usize| {
        if number < 16 {
            ["a b", "a", "a b", ["a", "b"][number % 2]]
        } else {
            ["b", "b", "a b", ["b", "a"][number % 2]]
        }
    };
    let runs: Vec<Value> = (0..32).map(|number| run(number, &["a:one", "b:same"], &findings(number))).collect();
    let drifts = drift_of(&runs);
    let drift = drifts[0].as_ref().unwrap();
    assert_eq!((drift.day.to_string().as_str(), drift.changes, drift.anchors.as_slice()), ("2026-01-17", 32, &[1][..]));
    assert!((drift.point.size + 0.75).abs() < 1e-12 && drift.point.p < 0.01, "{drift:?}");
    let own = |number: usize| findings(number).map(|by| if by.contains('a') { "a" } else { "" });
    let alone: Vec<Value> = (0..32).map(|number| run(number, &["a:one"], &own(number))).collect();
    assert_eq!(drift_of(&alone), [None], "with nothing to hold it against");
}

/// What a and b found of the changes until the sixteenth, and since then.
fn stepped(number: usize) -> [&'static str; 4] {
    if number < 16 { ["a b", "a", "a b", ["a", "b"][number % 2]] } else { ["b", "b", "a b", ["b", "a"][number % 2]] }
}

#[test]
fn a_change_that_was_recorded_is_not_asked_about() {
    for (before, after) in [("a:one::cli 1", "a:one::cli 2"), ("a:one:::i1", "a:one:::i2"), ("a:one", "a:two")] {
        let of = |number: usize| run(number, &[if number < 16 { before } else { after }, "b:same"], &stepped(number));
        let runs: Vec<Value> = (0..32).map(of).collect();
        assert!(drift_of(&runs).iter().all(Option::is_none), "{before} and {after}");
    }
    let of = |number: usize| {
        let own = ["a:one::cli 1", "a:one::cli 2"][usize::from(number >= 32)];
        run(number, &[own, "b:same"], &stepped(number))
    };
    let drifts = drift_of(&(0..40).map(of).collect::<Vec<_>>());
    let drift = drifts[0].as_ref().unwrap();
    assert_eq!((drift.day.to_string().as_str(), drift.changes), ("2026-01-17", 32), "what came without one still is");
}

#[test]
fn what_leaves_open_which_tool_it_had_is_no_anchor() {
    let tools = |older: [&str; 2], newer: [&str; 2]| -> Vec<Value> {
        let of = |number: usize| {
            let tool = [older, newer][number / 10][number % 2];
            run(number, &[["a:one", "a:two"][number / 10], &format!("b:same::{tool}")], &["a b", "a", "b"])
        };
        (0..20).map(of).collect()
    };
    let is_anchored = |runs: &[Value]| changes(runs, By::Version)[0][0].is_anchored();
    assert!(is_anchored(&tools(["cli 1", ""], ["", "cli 1"])), "all who say it say the same");
    assert!(!is_anchored(&tools(["cli 1", ""], ["cli 2", ""])), "five of either time say nothing");
    let unnamed = |name: &str| {
        let of = |number: usize| {
            let other = [["b:x", "b"], [name, "b"]][number / 10][number % 2];
            run(number, &[["a:one", "a:two"][number / 10], other], &["a b", "a", "b"])
        };
        (0..20).map(of).collect::<Vec<Value>>()
    };
    assert!(is_anchored(&unnamed("b:x")) && !is_anchored(&unnamed("b:y")), "the same of the model itself");
}

#[test]
fn the_time_since_then_is_measured_against_the_anchors_that_asked() {
    let of = |number: usize| {
        let panel: &[&str] = if number < 3 { &["a", "b"] } else { &["a", "b", "c"] };
        let found = if number < 9 { "a b" } else { "b" };
        run(number, panel, &[found, found, found, ["a b", "b"][number % 2]])
    };
    let runs: Vec<Value> = (0..60).map(of).collect();
    let drifts = drift_of(&runs);
    let drift = drifts[0].as_ref().unwrap();
    assert_eq!(drift.anchors, [1, 2]);
    let change = drift.change.as_ref().unwrap();
    assert_eq!((&change.anchors, change.earlier.changes, change.later.changes), (&drift.anchors, 6, 51));
}

#[test]
fn what_is_too_short_to_be_asked_about_costs_no_level() {
    let of = |number: usize| {
        let found = if number < 8 { ["a b", "a", "b"] } else { ["a b", "b", "b"] };
        let short: Vec<String> =
            (0..20).map(|one| format!("short-{one}")).filter(|_| number.is_multiple_of(2)).collect();
        let panel: Vec<&str> = ["a", "b"].into_iter().chain(short.iter().map(String::as_str)).collect();
        run(number, &panel, &[found[0], found[1], found[2], ["a", "b"][number % 5 / 3]])
    };
    let runs: Vec<Value> = (0..17).map(of).collect();
    let drift = drift_of(&runs).swap_remove(0).unwrap();
    assert!(drift.point.p > 0.05 / 22.0, "with twenty more it would not be asked: {drift:?}");
}

/// Archives of ten to thirty runs of which the later have another model: some agents fail or are not there, some find nothing,
/// some pools are empty.
fn small() -> impl Strategy<Value = Vec<Value>> {
    let finding = prop_oneof![Just(""), Just("a"), Just("b"), Just("a b"), Just("c")];
    let one = (any::<u8>(), 0..12_u8, proptest::collection::vec(finding, 0..5));
    (proptest::collection::vec(one, 10..=30), 3..20_usize).prop_map(|(runs, since)| {
        let json = |(number, (missing, failed, found)): (usize, (u8, u8, Vec<&str>))| {
            let all = [if number < since { "a:one" } else { "a:two" }, "b:x", "c"];
            // Each is missing from a quarter of the runs.
            let panel: Vec<&str> = (0..3).filter(|at| missing >> (2 * at) & 3 > 0).map(|at| all[at]).collect();
            let is_there = |agent: &&str| panel.iter().any(|words| words.starts_with(agent));
            let found: Vec<String> = found
                .into_iter()
                .map(|by| {
                    by.split(' ').filter(|agent| !agent.is_empty()).filter(is_there).collect::<Vec<_>>().join(" ")
                })
                .collect();
            let mut json = run(number, &panel, &found.iter().map(String::as_str).collect::<Vec<_>>());
            if let Some(first) = json["reviewers"].get_mut(usize::from(failed)) {
                first["status"] = json!("failed");
            }
            json
        };
        runs.into_iter().enumerate().map(json).collect()
    })
}

#[test]
fn small_archives_say_nothing_that_is_no_number() {
    let mut runner = TestRunner::new(Config { cases: 128, failure_persistence: None, ..Config::default() });
    let compared = Cell::new(0);
    let check = |runs: Vec<Value>| {
        let corpus = corpus(&runs);
        let field = Field::from_corpus(&corpus);
        for by in [By::Agent, By::Model, By::Version] {
            for change in version_changes(&corpus, &field, by).into_iter().flatten() {
                let VersionChange { moved, detectable, later, earlier, .. } = change;
                prop_assert!(later.changes >= 2 && earlier.changes >= 2);
                prop_assert!(moved.interval.low <= moved.value && moved.value <= moved.interval.high);
                prop_assert!(moved.interval.low < moved.interval.high && detectable > 0.0 && detectable.is_finite());
                prop_assert!((0.0..=1.0).contains(&moved.p) && moved.freedom >= 1.0);
                compared.set(compared.get() + 1);
            }
        }
        for drift in drifts(&corpus, &field).iter().flatten() {
            prop_assert!(drift.changes >= 12 && drift.point.at >= 6 && drift.changes - drift.point.at >= 6);
            prop_assert!(drift.point.p <= 0.05 && !drift.anchors.is_empty());
        }
        Ok(())
    };
    runner.run(&small(), check).unwrap();
    assert!(compared.get() > 20, "only {} comparisons were looked at", compared.get());
}
