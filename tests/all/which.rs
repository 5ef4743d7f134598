//! Which panel to run, what speaks for it and against it, and what all of them missed: from whole archives.

use crate::support::corpus::{corpus, corpus_of};
use crate::support::shared;
use pilcrow::internals::aggregate::{
    Advice, Choice, Field, Interval, Lost, MissedOf, Price, frontier, missed_by_severity, panels,
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A run of pull request `number`; findings as `c a b` for a critical one that a and b found, `i` for an important one and
/// `-` for one that did not stand.
fn run(number: usize, panel: &str, findings: &[&str]) -> Value {
    let slugs = |words: &str| words.split_whitespace().map(|agent| json!({"agent": agent})).collect::<Vec<_>>();
    let finding = |(at, words): (usize, &&str)| {
        let (kind, by) = words.split_at(1);
        let severity = if kind == "c" { "critical" } else { "important" };
        let assessment = if kind == "-" { "false-positive" } else { "confirmed" };
        json!({"id": format!("I{at}"), "severity": severity, "title": format!("finding {at} of {number}"),
               "assessment": assessment, "found_by": slugs(by)})
    };
    let findings: Vec<Value> = findings.iter().enumerate().map(finding).collect();
    json!({"format": "pilcrow-review/1", "id": format!("run-{number}"), "date": format!("2026-01-{:02}", 1 + number % 28),
           "subject": {"repository": "o/n", "pull_request": number + 1}, "reviewers": slugs(panel), "findings": findings})
}

fn advice(runs: &[Value]) -> Advice {
    let corpus = corpus(runs);
    let field = Field::from_corpus(&corpus);
    Advice::new(&field.all())
}

#[test]
fn an_agent_that_adds_nothing_is_left_out_once_that_is_known() {
    let findings = ["c a", "i a b", "i b", "i a c", "i b c", "i a", "i b", "i a b"];
    let runs = |changes: usize| -> Vec<Value> { (0..changes).map(|number| run(number, "a b c", &findings)).collect() };
    assert_eq!(advice(&runs(4)).choice, Choice::TooFewChanges);
    assert_eq!(advice(&runs(8)).named().unwrap().members, [0, 1, 2]);
    let sure = advice(&runs(30));
    let named = sure.named().unwrap();
    assert_eq!((named.members.as_slice(), named.changes), (&[0, 1][..], 30));
    assert!((named.coverage.value - 1.0).abs() < 1e-12 && named.out_of_sample.unwrap().out_of == 240);
    let runner_up = named.runner_up.as_ref().unwrap();
    assert!((runner_up.less - 0.25).abs() < 1e-12 && !runner_up.is_tied(), "a and c: {runner_up:?}");
}

#[test]
fn what_is_lost_without_one_is_told_by_severity() {
    let runs: Vec<Value> = (0..10).map(|number| run(number, "a b", &["c a", "i a b", "i b", "i b"])).collect();
    let lost = advice(&runs).lost;
    let told = |of: &Lost| [of.share, of.by_severity[0], of.by_severity[1]].map(|of| of.map(|of| (of.hits, of.out_of)));
    assert_eq!((lost[0].agent, lost[1].agent), (1, 0));
    assert_eq!(told(&lost[0]), [Some((20, 40)), Some((0, 10)), Some((20, 30))]);
    assert_eq!(told(&lost[1]), [Some((10, 40)), Some((10, 10)), Some((0, 30))]);
    assert!(lost.iter().all(|of| of.by_severity[2..].iter().all(Option::is_none)), "nobody rated any so");
}

#[test]
fn false_alarms_of_a_panel_count_each_finding_once_and_what_is_unknown_is_not_nought() {
    let mut runs: Vec<Value> = (0..6).map(|number| run(number, "a b", &["i a", "- a b", "- b"])).collect();
    let of = |runs: &[Value]| -> Vec<Option<f64>> {
        let corpus = corpus(runs);
        let field = Field::from_corpus(&corpus);
        panels(&field.all()).0.iter().map(|panel| panel.false_alarms).collect()
    };
    assert_eq!(of(&runs), [Some(1.0), Some(2.0), Some(2.0)], "a, a with b, b");
    for run in &mut runs {
        for finding in run["findings"].as_array_mut().unwrap() {
            finding.as_object_mut().unwrap().remove("assessment");
        }
    }
    assert_eq!(of(&runs), [None; 3]);
}

#[test]
fn one_judgement_says_nothing_of_the_false_alarms_of_who_was_not_judged() {
    let mut runs: Vec<Value> = (0..6).map(|number| run(number, "a b", &["i a", "i b", "i b"])).collect();
    for run in &mut runs {
        run["findings"][1].as_object_mut().unwrap().remove("assessment");
    }
    let corpus = corpus(&runs);
    let field = Field::from_corpus(&corpus);
    let of: Vec<Option<f64>> = panels(&field.all()).0.iter().map(|panel| panel.false_alarms).collect();
    assert_eq!(of, [Some(0.0), None, None], "a, a with b, b");
}

#[test]
fn the_frontier_leaves_out_what_another_panel_beats() {
    let runs: Vec<Value> = (0..6).map(|number| run(number, "a b", &["i a", "i a", "i b", "- b", "- b"])).collect();
    let corpus = corpus(&runs);
    let field = Field::from_corpus(&corpus);
    let (panels, _) = panels(&field.all());
    let members = |places: Vec<usize>| places.into_iter().map(|at| panels[at].members.clone()).collect::<Vec<_>>();
    assert_eq!(members(frontier(&panels, Price::FalseAlarms, 5)), [vec![0], vec![0, 1]]);
    assert_eq!(members(frontier(&panels, Price::FalseAlarms, 7)), Vec::<Vec<usize>>::new());
    assert_eq!(members(frontier(&panels, Price::Cost, 5)), Vec::<Vec<usize>>::new(), "none is recorded");
}

fn missed(runs: &[Value]) -> Vec<MissedOf> {
    let corpus = corpus(runs);
    missed_by_severity(&Field::from_corpus(&corpus).all())
}

#[test]
fn what_was_missed_is_told_by_severity_beside_what_is_known_of_it() {
    let findings = ["c a", "c a b", "c", "i a", "i b", "i a", "i a b"];
    let all = missed(&(0..8).map(|number| run(number, "a b", &findings)).collect::<Vec<_>>());
    let told: Vec<(usize, usize, usize)> = all.iter().map(|of| (of.changes, of.found, of.known_by_nobody)).collect();
    assert_eq!(told, [(8, 48, 8), (8, 16, 8), (8, 32, 0)], "all, critical, important");
    // Two agents, f1 = 8 and f2 = 8: 1/2 · 8 · 7 / (2 · 9).
    assert!((all[1].value - 28.0 / 18.0).abs() < 1e-12);
    let Interval { low, high } = all[1].interval.unwrap();
    assert!(low <= all[1].value && all[1].value < high);
    assert!(missed(&[run(1, "a", &["c a"])]).is_empty(), "one agent cannot recapture");
    assert_eq!(missed(&[run(1, "a b", &["c a"])])[0].interval, None, "of one change");
}

/// The figures of a real benchmark: one names a panel of it, and what that is said to cover it does.
#[test]
fn a_real_benchmark_has_an_answer() {
    let Some(folder) = shared("data/martian") else { return };
    let files = std::fs::read_dir(folder.join("reviews")).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap())
    });
    let corpus = corpus_of(files.collect());
    let field = Field::from_corpus(&corpus);
    let advice = Advice::new(&field.all());
    let named = advice.named().unwrap();
    let (panels, _) = panels(&field.all());
    let panel = panels.iter().find(|panel| panel.members == named.members).unwrap();
    assert!((panel.coverage.unwrap().value - named.coverage.value).abs() < 1e-12);
    assert!(advice.candidates.iter().all(|of| of.out_of_sample.unwrap().value <= of.coverage.value + 1e-12));
    assert!(panel.false_alarms.is_some_and(|rate| rate > 0.0));
}

/// Archives of a few runs: some agents fail, some find nothing, some pools are empty.
fn tiny() -> impl Strategy<Value = Vec<Value>> {
    let panel = prop_oneof![Just(""), Just("a"), Just("a b"), Just("b c"), Just("a b c")];
    let finding = prop_oneof![Just("c"), Just("i all"), Just("i first"), Just("- first")];
    let one = (panel, proptest::collection::vec(finding, 0..4), any::<bool>());
    proptest::collection::vec(one, 0..9).prop_map(|runs| {
        let json = |(number, (panel, found, is_failed)): (usize, (&str, Vec<&str>, bool))| {
            let words =
                |words: &str| words.replace("all", panel).replace("first", panel.split(' ').next().unwrap_or(""));
            let found: Vec<String> = found.into_iter().map(words).collect();
            let mut json = run(number, panel, &found.iter().map(String::as_str).collect::<Vec<_>>());
            if is_failed && let Some(first) = json["reviewers"].get_mut(0) {
                first["status"] = json!("failed");
                json["findings"] = json!([]);
            }
            json
        };
        runs.into_iter().enumerate().map(json).collect()
    })
}

proptest! {
    #[test]
    fn tiny_archives_name_nothing_out_of_nothing(runs in tiny()) {
        let corpus = corpus(&runs);
        let field = Field::from_corpus(&corpus);
        let sittings = field.all();
        let advice = Advice::new(&sittings);
        let met = sittings.iter().filter(|sitting| sitting.turns.len() > 1 && sitting.pool.size() > 0).count();
        prop_assert!(advice.named().is_none() || met >= 5, "{met} changes");
        prop_assert!(advice.named().is_none_or(|named| named.out_of_sample.is_some()));
        prop_assert_eq!(advice.best().is_none(), advice.lost.is_empty());
        for candidate in &advice.candidates {
            prop_assert!(candidate.changes >= 5 && (0.0..=1.0).contains(&candidate.coverage.value));
        }
        for missed in missed_by_severity(&sittings) {
            prop_assert!(missed.value.is_finite() && missed.value >= 0.0 && missed.changes > 0);
            if let Some(Interval { low, high }) = missed.interval {
                prop_assert!(missed.changes >= 5 && low <= missed.value && missed.value <= high && high.is_finite());
            }
        }
        let (panels, _) = panels(&sittings);
        prop_assert!(panels.iter().all(|panel| panel.false_alarms.is_none_or(f64::is_finite)));
    }
}
