//! `data/leaderboard.json`: it keeps what it had, and what it gained is what the pages say.

use crate::support::{build_runs, shared};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A run of pull request `number`: reviewers as `a:model`, findings by who found each, `-` before one that did not stand.
fn run(number: usize, reviewers: &[&str], findings: &[&str]) -> Value {
    let reviewer = |words: &&str| {
        let (agent, model) = words.split_once(':').unwrap_or((words, ""));
        if model.is_empty() { json!({"agent": agent}) } else { json!({"agent": agent, "model": model}) }
    };
    let finding = |(at, words): (usize, &&str)| {
        let assessment = if words.starts_with('-') { "false-positive" } else { "confirmed" };
        let finders: Vec<Value> =
            words.trim_start_matches('-').split_whitespace().map(|agent| json!({"agent": agent})).collect();
        json!({"id": format!("I{at}"), "severity": "important", "title": format!("finding {at} of {number}"),
               "assessment": assessment, "found_by": finders})
    };
    let date = format!("2026-{:02}-{:02}", 1 + number / 28, 1 + number % 28);
    json!({"format": "pilcrow-review/1", "id": format!("run-{number}"), "date": date,
           "subject": {"repository": "o/n", "pull_request": number + 1},
           "reviewers": reviewers.iter().map(reviewer).collect::<Vec<_>>(),
           "findings": findings.iter().enumerate().map(finding).collect::<Vec<_>>()})
}

fn board(runs: &[Value]) -> Value {
    serde_json::from_str(build_runs(runs).text("data/leaderboard.json")).unwrap()
}

/// Two versions of a, an agent b that never changed, and c, which adds nothing.
fn archive() -> Vec<Value> {
    (0..40)
        .map(|number| {
            let a = if number < 20 { "a:one" } else { "a:two" };
            let by_a = ["", "a", "a b"][if number < 20 { number % 2 } else { 1 + number % 2 }];
            run(number, &[a, "b:same", "c:same"], &["a b", "b", "b c", "a", "", "-c", by_a])
        })
        .collect()
}

fn keys(of: &Value) -> BTreeSet<&str> {
    of.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn every_key_of_format_1_is_there() {
    let board = board(&archive());
    assert_eq!(board["format"], "pilcrow-leaderboard/2");
    let has = |of: &Value, expected: &str| {
        let expected: BTreeSet<&str> = expected.split_whitespace().collect();
        let keys = keys(of);
        assert!(expected.is_subset(&keys), "{:?} are missing", expected.difference(&keys));
    };
    has(&board, "format reviews subjects problems agents models versions pairs");
    let figures = "reviews subjects failures found rejected pool solo precision recall f1 f_beta solo_share acted_on \
                   by_severity unrated rated_higher rated_equal rated_lower duration_median_seconds duration \
                   found_per_10_minutes cost_usd cost_usd_per_finding cost_usd_per_critical_or_important \
                   score_per_review agreement";
    has(&board["agents"][0], &format!("agent name url rank rating {figures}"));
    has(&board["models"][0], &format!("agent model {figures}"));
    has(&board["versions"][0], &format!("agent model effort tools instructions {figures}"));
    has(
        &board["pairs"][0],
        "first second url reviews subjects only_first only_second both neither recall_difference mcnemar_p \
         mcnemar_p_holm clustered_p_holm better enough_data",
    );
    assert!(board["agents"].as_array().unwrap().iter().all(|agent| agent["rating"].is_null()));
}

#[test]
fn recall_of_others_is_a_share_like_recall() {
    let board = board(&archive());
    let agents = board["agents"].as_array().unwrap();
    let of = |slug: &str| agents.iter().find(|agent| agent["agent"] == slug).unwrap();
    for agent in agents {
        assert_eq!(keys(&agent["recall_of_others"]), keys(&agent["recall"]));
    }
    // Of b's three a run a found one, and one more in each fourth run; of c's one nothing.
    assert_eq!(
        (&of("a")["recall_of_others"]["hits"], &of("a")["recall_of_others"]["out_of"]),
        (&json!(50), &json!(130))
    );
    assert_eq!((&of("c")["recall_of_others"]["hits"], &of("c")["recall"]["out_of"]), (&json!(40), &json!(240)));
    let best = agents.iter().map(|agent| agent["rank"]["best"].as_u64().unwrap()).collect::<Vec<_>>();
    assert!(best.is_sorted(), "agents are in the order of their ranks: {best:?}");
    for agent in agents {
        assert_eq!(agent["rank"], agent["criteria"]["recall-of-others"]["rank"]);
        assert_eq!(agent["recall_of_others"]["value"], agent["criteria"]["recall-of-others"]["value"]);
    }
}

#[test]
fn versions_say_how_they_differ_and_from_which() {
    let board = board(&archive());
    let changes = |of: &str| -> Vec<Value> {
        let all = board["versions"].as_array().unwrap().iter();
        all.filter(|version| version["agent"] == of)
            .map(|version| json!([version["model"], version["change"]]))
            .collect()
    };
    let a = changes("a");
    let change = &a[0][1][0];
    assert_eq!((&a[0][0], a[0][1].as_array().unwrap().len()), (&json!("two"), 1));
    assert_eq!(change["against"], json!({"model": "one", "effort": null}));
    assert_eq!(
        (&change["anchored"], &change["anchors"], &change["changes"]),
        (&json!(true), &json!(["b", "c"]), &json!(40))
    );
    let number = |key: &str| change[key].as_f64().unwrap();
    assert!(number("low") <= number("value") && number("value") <= number("high"), "{change}");
    assert_eq!(a[1], json!(["one", []]), "the first has none before it");
    assert_eq!(changes("b"), [json!(["same", []])]);

    let alone: Vec<Value> = (0..12).map(|number| run(number, &[["a:one", "a:two"][number / 6]], &["a", ""])).collect();
    let board = self::board(&alone);
    let change = &board["versions"][0]["change"][0];
    assert_eq!((&change["anchored"], &change["anchors"]), (&json!(false), &json!([])));
    assert_eq!(change["value"], change["unanchored"]["value"]);
}

#[test]
fn the_answer_is_among_the_panels() {
    let board = board(&archive());
    assert_eq!(board["answer"], json!({"agents": ["a", "b"]}), "c adds nothing");
    let panels = board["panels"].as_array().unwrap();
    let named = panels.iter().find(|panel| panel["agents"] == board["answer"]["agents"]).unwrap();
    // Four of the six findings of each run, and one more in three of four runs.
    assert_eq!((&named["coverage"]["hits"], &named["coverage"]["out_of"]), (&json!(190), &json!(240)));
    let out = named["coverage_out_of_sample"]["value"].as_f64().unwrap();
    assert!((out - 190.0 / 240.0).abs() < 1e-12, "the best of its size in every tenth: {out}");
    assert_eq!(named["false_alarms_per_review"], json!(0.0));
    let all = panels.iter().find(|panel| panel["agents"] == json!(["a", "b", "c"])).unwrap();
    assert_eq!(all["false_alarms_per_review"], json!(1.0));

    let few = self::board(&archive()[..4]);
    assert_eq!((&few["answer"], &few["agents"][0]["rank"]), (&Value::Null, &Value::Null));
}

#[test]
fn a_real_benchmark_has_an_answer_and_its_counts() {
    let Some(folder) = shared("data/martian/reviews") else { return };
    let runs: Vec<Value> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| serde_json::from_slice(&std::fs::read(entry.unwrap().path()).unwrap()).unwrap())
        .collect();
    let board = board(&runs);
    let named = &board["answer"]["agents"];
    assert!(named.as_array().is_some_and(|agents| agents.len() > 1), "{named}");
    for panel in board["panels"].as_array().unwrap() {
        let agents: BTreeSet<&str> = panel["agents"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let covered = |run: &Value| {
            let valid =
                run["findings"].as_array().unwrap().iter().filter(|finding| finding["assessment"] != "false-positive");
            let found = |finding: &&Value| {
                finding["found_by"]
                    .as_array()
                    .is_some_and(|by| by.iter().any(|credit| agents.contains(credit["agent"].as_str().unwrap())))
            };
            let valid: Vec<&Value> = valid.collect();
            (valid.iter().copied().filter(found).count(), valid.len())
        };
        let (hits, all) = runs.iter().map(covered).fold((0, 0), |sum, run| (sum.0 + run.0, sum.1 + run.1));
        assert_eq!(
            (&panel["coverage"]["hits"], &panel["coverage"]["out_of"]),
            (&json!(hits), &json!(all)),
            "{agents:?}"
        );
    }
}
