//! Which findings of several rounds are one, as `data/matches.json` and a check tell it.

use crate::support::{Site, build};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A finding in words of its own: what is compared is text, place and code.
fn finding(id: &str, severity: &str, words: usize) -> Value {
    let (title, path, line, body) = [
        (
            "Checksum is compared before the last chunk is flushed",
            "src/upload/session.rs",
            212,
            "`Session::finish` reads `digest` while the `BufWriter` still holds the tail, so that a valid upload is rejected.",
        ),
        (
            "Retry after a timeout sends the same chunk twice",
            "src/upload/retry.rs",
            57,
            "`again` does not look at `acknowledged_offset`; the server appends the bytes a second time.",
        ),
        (
            "Token of a resumed upload is logged in full",
            "src/upload/token.rs",
            41,
            "`tracing::debug!` prints `ResumeToken` with its secret part, and logs are kept for ninety days.",
        ),
        (
            "Documentation names a flag that was renamed",
            "docs/resume.md",
            12,
            "The manual says `--keep-partial`, the program knows `--keep` alone.",
        ),
    ][words];
    json!({ "id": id, "severity": severity, "title": title, "body": body,
        "locations": [{ "path": path, "start_line": line }] })
}

/// The same matter as the first finding, as another would put it.
fn checksum_in_other_words(id: &str) -> Value {
    json!({ "id": id, "severity": "critical", "title": "Digest is checked before the buffered chunk is flushed",
        "body": "`finish` compares `digest` too early: the `BufWriter` of `Session` has not flushed the last chunk, and a valid \
            upload fails.",
        "locations": [{ "path": "src/upload/session.rs", "start_line": 219 }] })
}

fn with(mut finding: Value, more: Value) -> Value {
    let Value::Object(more) = more else { panic!("{more}") };
    finding.as_object_mut().unwrap().extend(more);
    finding
}

fn round(number: usize, findings: &[Value]) -> Value {
    json!({ "format": "pilcrow-review/1", "id": format!("r{number:04}"), "round": number,
        "date": format!("20{:02}-03-{:02}T10:00", 10 + number / 28, 1 + number % 28),
        "subject": { "repository": "o/harbour", "pull_request": 431 }, "reviewers": [], "findings": findings })
}

fn site(runs: &[Value]) -> Site {
    let named: Vec<(String, String)> =
        runs.iter().map(|run| (format!("{}.json", run["id"].as_str().unwrap()), run.to_string())).collect();
    let site = build(&named.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
    assert!(site.built.diagnostics.is_empty(), "{:?}", site.built.diagnostics);
    site
}

fn matches(site: &Site) -> Vec<Value> {
    let data: Value = serde_json::from_str(site.text("data/matches.json")).unwrap();
    assert_eq!(data["format"], "pilcrow-matches/1");
    data["matches"].as_array().unwrap().clone()
}

/// `r0001:I1 same r0002:C1`
fn answers(site: &Site) -> BTreeSet<String> {
    let name = |of: &Value| format!("{}:{}", of["run"].as_str().unwrap(), of["finding"].as_str().unwrap());
    let words =
        |one: &Value| format!("{} {} {}", name(&one["from"]), one["answer"].as_str().unwrap(), name(&one["to"]));
    matches(site).iter().map(words).collect()
}

fn set(answers: &[&str]) -> BTreeSet<String> {
    answers.iter().map(|answer| (*answer).to_owned()).collect()
}

#[test]
fn a_finding_is_found_again_whatever_its_number_and_severity() {
    let first =
        round(1, &[finding("I1", "important", 0), finding("S1", "suggestion", 1), finding("S2", "suggestion", 2)]);
    for (id, severity) in [("I1", "important"), ("C1", "critical"), ("S9", "suggestion"), ("D1", "concern")] {
        let again = with(checksum_in_other_words(id), json!({ "severity": severity }));
        let site = site(&[first.clone(), round(2, &[finding("S1", "suggestion", 3), again])]);
        assert_eq!(answers(&site), set(&[&format!("r0001:I1 same r0002:{id}")]));
    }
}

#[test]
fn an_answer_tells_its_evidence() {
    let site = site(&[
        round(1, &[finding("I1", "important", 0), finding("S1", "suggestion", 1)]),
        round(2, &[checksum_in_other_words("C1")]),
    ]);
    let all = matches(&site);
    let one = &all[0];
    let evidence: Vec<&str> = one["evidence"].as_array().unwrap().iter().map(|words| words.as_str().unwrap()).collect();
    assert_eq!(&evidence[..2], ["same file", "7 lines apart"]);
    assert!(evidence[2].contains("names in common"), "{evidence:?}");
    let score = one["score"].as_f64().unwrap();
    assert!(score > 0.5 && score < 1.0, "{score}");
    assert_eq!(one["stated"], false);
}

#[test]
fn what_a_run_states_outweighs_the_likeness() {
    let first = round(1, &[finding("I1", "important", 0), finding("I2", "important", 1)]);
    let new = with(checksum_in_other_words("C1"), json!({ "continues": null }));
    assert_eq!(answers(&site(&[first.clone(), round(2, &[new])])), set(&[]));
    let other = with(checksum_in_other_words("C1"), json!({ "continues": { "round": 1, "finding": "I2" } }));
    let site = site(&[first, round(2, &[other])]);
    assert_eq!(answers(&site), set(&["r0001:I2 same r0002:C1"]));
    assert_eq!(matches(&site)[0]["stated"], true);
    assert_eq!(matches(&site)[0]["score"], 1.0);
}

#[test]
fn a_finding_returns_after_a_round_without_it_and_is_the_same_as_each_before() {
    let silent = round(3, &[finding("S1", "suggestion", 3)]);
    let runs = [
        round(1, &[finding("I1", "important", 0)]),
        round(2, &[finding("I2", "important", 0)]),
        silent,
        round(4, &[checksum_in_other_words("C1")]),
    ];
    let expected = ["r0001:I1 same r0002:I2", "r0001:I1 same r0004:C1", "r0002:I2 same r0004:C1"];
    assert_eq!(answers(&site(&runs)), set(&expected));
}

#[test]
fn two_findings_that_become_one_are_both_the_same_as_it() {
    let stated = with(finding("I1", "important", 0), json!({ "continues": { "finding": "I1" } }));
    let again = finding("I1", "important", 0);
    let runs = [round(1, &[again.clone(), with(again, json!({ "id": "I2" }))]), round(2, &[stated])];
    assert!(answers(&site(&runs)).contains("r0001:I1 same r0002:I1"));
}

#[test]
fn no_newer_run_changes_an_answer() {
    let mut runs = Vec::new();
    for number in 1..=8 {
        let findings: Vec<Value> = (0..4)
            .filter(|words| (number + words) % 3 != 0)
            .map(|words| finding(&format!("I{words}"), "important", words))
            .chain((number % 2 == 0).then(|| checksum_in_other_words("C1")))
            .collect();
        runs.push(round(number, &findings));
    }
    let whole = matches(&site(&runs));
    for count in 1..runs.len() {
        let before = matches(&site(&runs[..count]));
        assert!(before.iter().all(|one| whole.contains(one)), "after {count} rounds");
    }
    assert!(whole.len() > 20, "{}", whole.len());
}

#[test]
fn a_change_of_very_many_rounds_has_answers_in_proportion() {
    let of_rounds = |count: usize| -> usize {
        let runs: Vec<Value> = (1..=count).map(|number| round(number, &[finding("I1", "important", 0)])).collect();
        matches(&site(&runs)).len()
    };
    // Each round is compared with 24 before it.
    assert_eq!(of_rounds(60), 24 * 60 - 24 * 25 / 2);
    assert_eq!(of_rounds(120) - of_rounds(60), 24 * 60);
}

#[test]
fn findings_of_different_changes_are_not_rounds_of_one() {
    let mut other = round(2, &[finding("I1", "important", 0)]);
    other["subject"]["pull_request"] = json!(432);
    assert_eq!(answers(&site(&[round(1, &[finding("I1", "important", 0)]), other])), set(&[]));
}

#[test]
fn what_another_change_had_on_the_same_file_was_seen_before() {
    let of_change = |id: &str, number: u32, month: u32, finding: Value| {
        json!({ "format": "pilcrow-review/1", "id": id, "date": format!("2026-{month:02}-03T10:00"),
            "subject": { "repository": "o/harbour", "pull_request": number }, "reviewers": [], "findings": [finding] })
    };
    let site = site(&[
        of_change("spring", 418, 5, with(finding("I2", "important", 0), json!({}))),
        of_change("summer", 431, 7, checksum_in_other_words("C1")),
        of_change("autumn", 440, 9, finding("I1", "important", 1)),
    ]);
    let seen = "<span>seen before as <a href=../spring.html#I2>I2</a> of harbour#418, 3 May</span>";
    assert!(site.main("reviews/summer/C1.html").contains(seen), "{}", site.main("reviews/summer/C1.html"));
    assert!(site.main("reviews/summer.html").contains(&seen.replace("../", "")));
    for other in ["reviews/spring.html", "reviews/autumn.html"] {
        assert!(!site.main(other).contains("seen before"), "{other}");
    }
}
