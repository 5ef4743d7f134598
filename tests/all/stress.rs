//! Archives that there is next to nothing to say of, or too much: no page and no data says "NaN" or "inf", and nobody has a rank
//! or is named from nothing.

use crate::support::{Site, build_runs};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A run of pull request `number`; findings as who found each, `-` before one that did not stand, `?` before one that nobody
/// judged.
fn run(number: usize, panel: &str, findings: &[&str]) -> Value {
    let slugs = |words: &str| words.split_whitespace().map(|agent| json!({"agent": agent})).collect::<Vec<_>>();
    let finding = |(at, words): (usize, &&str)| {
        let severity = ["critical", "important", "suggestion", "concern"][at % 4];
        let mut finding = json!({"id": format!("I{at}"), "severity": severity, "title": format!("finding {at} of {number}"),
                                 "found_by": slugs(words.trim_start_matches(['-', '?']))});
        if !words.starts_with('?') {
            finding["assessment"] = json!(if words.starts_with('-') { "false-positive" } else { "confirmed" });
        }
        finding
    };
    let findings: Vec<Value> = findings.iter().enumerate().map(finding).collect();
    json!({"format": "pilcrow-review/1", "id": format!("run-{number}"), "date": format!("2026-{:02}-{:02}", 1 + number / 28 % 12, 1 + number % 28),
           "subject": {"repository": "o/n", "pull_request": number + 1}, "reviewers": slugs(panel), "findings": findings})
}

fn runs(count: usize, of: impl Fn(usize) -> Value) -> Vec<Value> {
    (0..count).map(of).collect()
}

/// With `metrics` of each reviewer.
fn measured(mut run: Value, metrics: &Value) -> Value {
    let each = |reviewer: &Value| {
        let mut of = metrics.clone();
        of["agent"] = reviewer["agent"].clone();
        of
    };
    run["metrics"] = run["reviewers"].as_array().unwrap().iter().map(each).collect();
    run
}

/// What is told of agents is made of numbers.
fn assert_sound(site: &Site, name: &str) {
    let is_of_agents = |path: &str| {
        ["index.html", "panels.html", "methodology.html"].contains(&path)
            || ["agents/", "panels/", "data/leaderboard"].iter().any(|start| path.starts_with(start))
    };
    let paths: Vec<&String> = site.files.keys().filter(|path| is_of_agents(path)).collect();
    assert!(paths.len() > 1, "{name}");
    for path in paths {
        let text = site.text(path);
        for word in text.split(|letter: char| !letter.is_ascii_alphanumeric()) {
            let word = word.to_ascii_lowercase();
            assert!(!["nan", "inf", "infinity", "undefined"].contains(&word.as_str()), "{name}, {path}: {word}");
        }
    }
}

fn board(site: &Site) -> Value {
    serde_json::from_str(site.text("data/leaderboard.json")).unwrap()
}

/// Who has a rank by which criterion.
fn ranked(board: &Value) -> Vec<String> {
    let agents = board["agents"].as_array().unwrap().iter();
    agents
        .flat_map(|agent| {
            let criteria = agent["criteria"].as_object().unwrap().iter();
            criteria
                .filter(|(_, standing)| !standing["rank"].is_null())
                .map(|(word, _)| format!("{} by {word}", agent["agent"]))
        })
        .collect()
}

/// Archives of which nobody can be ranked, and no panel named.
fn of_nothing() -> Vec<(&'static str, Vec<Value>)> {
    let failed = |number: usize| {
        let mut run = run(number, "a b", &["a", "b"]);
        for reviewer in run["reviewers"].as_array_mut().unwrap() {
            reviewer["status"] = json!("failed");
        }
        run
    };
    let rounds = |number: usize| {
        let mut run = run(number, "a b c", &["a", "a b", "b", "c a"]);
        run["subject"]["pull_request"] = json!(7);
        run
    };
    vec![
        ("one run", runs(1, |number| run(number, "a b", &["a b", "a", "-b"]))),
        ("one agent", runs(30, |number| run(number, "a", &["a", "-a", ""]))),
        ("all failed", runs(20, failed)),
        ("empty pools", runs(30, |number| run(number, "a b c", &[]))),
        ("all judged false", runs(30, |number| run(number, "a b c", &["-a", "-b", "-a b c"]))),
        ("one change only", runs(40, rounds)),
        (
            "two agents who never met",
            runs(30, |number| run(number, ["a", "b"][number % 2], &[["a", "b"][number % 2], ""])),
        ),
        ("four changes", runs(4, |number| run(number, "a b", &["a", "b", "a b"]))),
        ("nobody on the panel found any", runs(30, |number| run(number, "a b", &["", ""]))),
    ]
}

#[test]
fn nothing_ranks_nobody_and_names_no_panel() {
    for (name, runs) in of_nothing() {
        let site = build_runs(&runs);
        assert_sound(&site, name);
        let board = board(&site);
        let ranked = ranked(&board);
        match name {
            // What nobody found, nobody of them found less of.
            "nobody on the panel found any" => assert!(!ranked.iter().any(|of| of.contains("others")), "{ranked:?}"),
            _ => assert!(ranked.is_empty(), "{name}: {ranked:?}"),
        }
        let is_named = !board["answer"].is_null();
        assert_eq!(is_named, name == "nobody on the panel found any", "{name}: {}", board["answer"]);
        assert!(board["agents"].as_array().unwrap().iter().all(|agent| agent["ability"].is_null()), "{name}");
    }
}

#[test]
fn without_a_judgement_there_is_recall_and_no_precision() {
    let unjudged = runs(30, |number| run(number, "a b c", &["?a b", "?b", "?a c", "?a", "?"]));
    let site = build_runs(&unjudged);
    assert_sound(&site, "no judged finding");
    let board = board(&site);
    let ranked = ranked(&board);
    assert!(ranked.iter().any(|of| of.contains("recall-of-others")), "{ranked:?}");
    assert!(
        !ranked.iter().any(|of| of.contains("precision") || of.contains("f1") || of.contains("score")),
        "{ranked:?}"
    );
    assert!(!board["answer"].is_null());
    let panels = board["panels"].as_array().unwrap();
    assert!(panels.iter().all(|panel| panel["false_alarms_per_review"].is_null()), "{panels:?}");
    assert!(
        !site.main("panels.html").contains("id=frontier"),
        "nothing is recorded that coverage could be held against"
    );
}

#[test]
fn one_judgement_gives_nobody_a_precision_of_a_hundred() {
    let mut few = runs(30, |number| run(number, "a b c", &["?a b", "?b", "?a c", "?a", "?"]));
    few[0]["findings"][0]["assessment"] = json!("confirmed");
    let site = build_runs(&few);
    assert_sound(&site, "one judgement");
    let board = board(&site);
    assert_eq!(board["precision_basis"], "kept");
    assert!(!ranked(&board).iter().any(|of| of.contains("precision") || of.contains("f1")), "{:?}", ranked(&board));
}

#[test]
fn huge_and_tiny_amounts_stay_numbers() {
    for (name, metrics) in [
        (
            "huge",
            json!({"duration_seconds": 1e15, "cost_usd": 1e15, "false_positives": 1_000_000_000_u64, "dropped": 1_000_000_000_u64}),
        ),
        ("tiny", json!({"duration_seconds": 1e-12, "cost_usd": 1e-12, "false_positives": 0, "dropped": 0})),
        ("nought", json!({"duration_seconds": 0, "cost_usd": 0, "false_positives": 0, "dropped": 0})),
    ] {
        let all = runs(25, |number| measured(run(number, "a b c", &["a b", "b", "a c", "a", "c"]), &metrics));
        let site = build_runs(&all);
        assert_sound(&site, name);
        assert!(!board(&site)["answer"].is_null(), "{name}");
        assert!(site.main("panels.html").contains("id=frontier"), "{name}");
    }
}

#[test]
fn a_panel_of_twenty_four_is_looked_at_as_far_as_there_is_time() {
    let agents: Vec<String> = (0..24).map(|at| format!("agent-{at:02}")).collect();
    let panel = agents.join(" ");
    let all = runs(6, |number| {
        let findings: Vec<String> =
            (0..24).map(|at| format!("{} {}", agents[at], agents[(at * 7 + number) % 24])).collect();
        run(number, &panel, &findings.iter().map(String::as_str).collect::<Vec<_>>())
    });
    let site = build_runs(&all);
    assert_sound(&site, "a large panel");
    let panels = board(&site)["panels"].as_array().unwrap().len();
    assert!((2..200).contains(&panels), "{panels}");
    let main = site.main("panels.html");
    assert!(main.contains("members were not considered"), "more than there is time for");
}

fn any_run() -> impl Strategy<Value = Value> {
    let word = proptest::sample::select(vec!["a", "b", "c", "a b", "b c", "a b c", "", "-a", "-b c", "?a", "?b", "?"]);
    let panel = proptest::sample::select(vec!["a", "b", "a b", "b c", "a b c"]);
    (0..30_usize, panel, proptest::collection::vec(word, 0..6), any::<bool>()).prop_map(
        |(number, panel, findings, is_measured)| {
            // Who was not there found nothing.
            let is_there =
                |words: &&str| words.split(['-', '?', ' ']).all(|agent| agent.is_empty() || panel.contains(agent));
            let findings: Vec<&str> = findings.into_iter().filter(is_there).collect();
            let run = run(number, panel, &findings);
            let metrics = json!({"duration_seconds": 60 + number, "cost_usd": 0.5, "false_positives": number % 3});
            if is_measured { measured(run, &metrics) } else { run }
        },
    )
}

/// Removes, of every object of a run, keys that are not needed, as chance has it.
fn removed(value: &mut Value, chance: &mut u64) {
    const OPTIONAL: [&str; 7] =
        ["metrics", "assessment", "found_by", "duration_seconds", "cost_usd", "false_positives", "pull_request"];
    match value {
        Value::Object(keys) => {
            for key in OPTIONAL {
                *chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                if *chance >> 62 == 0 {
                    keys.remove(key);
                }
            }
            keys.values_mut().for_each(|value| removed(value, chance));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| removed(value, chance)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn what_is_absent_stays_absent(mut all in proptest::collection::vec(any_run(), 1..12), mut chance in any::<u64>()) {
        for (at, run) in all.iter_mut().enumerate() {
            run["id"] = json!(format!("run-{at}"));
            removed(run, &mut chance);
        }
        let site = build_runs(&all);
        assert_sound(&site, "what is left");
        let board = board(&site);
        let measures = |key: &str| all.iter().any(|run| {
            run["metrics"].as_array().is_some_and(|metrics| metrics.iter().any(|of| !of[key].is_null()))
        });
        let judged = all.iter().any(|run| {
            run["findings"].as_array().unwrap().iter().any(|finding| !finding["assessment"].is_null())
        });
        for agent in board["agents"].as_array().unwrap() {
            prop_assert!(measures("duration_seconds") || agent["duration_by_change"].is_null());
            prop_assert!(measures("cost_usd") || (agent["cost_usd"].is_null() && agent["cost_usd_per_acted_on"].is_null()));
            prop_assert!(judged || agent["judged_precision"].is_null());
            prop_assert!(measures("false_positives") || agent["kept"].is_null());
            prop_assert!(judged || measures("false_positives") || agent["criteria"]["score"]["value"].is_null());
            for standing in agent["criteria"].as_object().unwrap().values() {
                prop_assert!(standing["rank"].is_null() || !standing["value"].is_null(), "a rank from nothing: {}", agent);
            }
        }
        for panel in board["panels"].as_array().unwrap() {
            prop_assert!(measures("duration_seconds") || panel["duration_median_seconds"].is_null());
            prop_assert!(measures("cost_usd") || panel["cost_usd_per_review"].is_null());
            prop_assert!(judged || measures("false_positives") || panel["false_alarms_per_review"].is_null());
        }
    }
}
