//! The page of a file: each problem once, how it stands, and how the page is bounded.

use super::support::build_sound;
use super::support::html::one_element_a_line;
use serde_json::{Value, json};

const PAGE: &str = "files/o/n/src/a.rs.html";

fn finding(id: &str, severity: &str, title: &str, path: &str) -> Value {
    json!({"id": id, "severity": severity, "title": title, "continues": null, "found_by": [{"agent": "claude"}],
        "locations": [{"path": path, "start_line": 7, "end_line": 9}]})
}

fn with(mut finding: Value, key: &str, value: Value) -> Value {
    finding[key] = value;
    finding
}

fn run(id: &str, number: u32, day: u32, findings: &[Value]) -> Value {
    json!({"format": "pilcrow-review/1", "id": id, "date": format!("2026-03-{day:02}T10:00"), "title": "t",
        "subject": {"repository": "o/n", "pull_request": number},
        "reviewers": [{"agent": "claude", "name": "Claude"}], "findings": findings})
}

#[test]
fn a_problem_is_there_once_with_all_its_rounds() {
    let first = [
        finding("I1", "important", "Retry sends `twice`", "src/a.rs"),
        with(finding("S1", "suggestion", "Zero is taken", "src/a.rs"), "resolution", json!({"action": "fixed"})),
        finding("S2", "suggestion", "Nobody hears of this", "src/a.rs"),
        finding("S3", "suggestion", "Alone on its file", "src/b.rs"),
    ];
    let again = with(
        finding("C1", "critical", "Retry still sends twice", "src/a.rs"),
        "continues",
        json!({"round": 1, "finding": "I1"}),
    );
    let site = build_sound(&[
        run("r1", 7, 1, &first),
        run("r2", 7, 2, &[again]),
        run("other", 9, 5, &[finding("D1", "concern", "Two know each other", "src/a.rs")]),
    ]);
    assert!(!site.files.contains_key("files/o/n/src/b.rs.html"), "one finding makes no page");
    for (page, way) in [
        ("reviews/r1/I1.html", "../../files/o/n/src/a.rs.html"),
        ("reviews/other.html", "../files/o/n/src/a.rs.html"),
        ("changes/o/n/7.html", "../../../files/o/n/src/a.rs.html"),
        ("changes/o/n/9.html", "../../../files/o/n/src/a.rs.html"),
    ] {
        assert!(site.main(page).contains(&format!("<a href={way}>")), "{page} leads to the file");
    }
    assert!(!site.main("reviews/r1/S3.html").contains("/files/"), "and to none that has no page");
    assert_eq!(site.main("reviews/r1.html").matches("more on this file").count(), 3);
    insta::assert_snapshot!(one_element_a_line(site.main(PAGE)));
}

#[test]
fn a_page_grows_to_a_bound_and_keeps_what_is_open() {
    let findings: Vec<Value> =
        (0..40).map(|at| finding(&format!("S{at}"), "suggestion", &format!("Number {at}"), "src/a.rs")).collect();
    let open = with(finding("I1", "important", "Still there", "src/a.rs"), "continues", Value::Null);
    let site = build_sound(&[run("r1", 7, 1, &[]), run("r2", 7, 2, &[open]), run("later", 9, 5, &findings)]);
    let page = site.main(PAGE);
    assert_eq!(page.matches("<th role=rowheader").count(), 9);
    assert!(page.contains("Still there") && page.contains("32 older, none of them open"), "{page}");
}
