//! What reviews recommend: on their own pages, and over all of them.

use super::support::Site;
use serde_json::{Value, json};

fn run(id: &str, number: u32, day: u32, recommendations: &Value) -> Value {
    json!({"format": "pilcrow-review/1", "id": id, "date": format!("2026-03-{day:02}T10:00"), "title": format!("Pull {number}"),
        "subject": {"repository": "o/n", "pull_request": number},
        "reviewers": [{"agent": "claude", "name": "Claude"}], "findings": [], "recommendations": recommendations})
}

fn site_of(runs: &[Value]) -> Site {
    let texts: Vec<(String, String)> =
        runs.iter().map(|run| (format!("{}.json", run["id"].as_str().unwrap()), run.to_string())).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let site = super::support::build(&files);
    assert_eq!(site.built.diagnostics, []);
    site
}

#[test]
fn what_was_done_about_a_recommendation_is_on_the_page() {
    let done = json!([{"scope": "skill", "body": "Quote the line.", "action": "documented", "commit": "77ab310", "reason": "Twice."},
        {"scope": "skill", "body": "Run the tests."}]);
    let site = site_of(&[run("a", 1, 1, &done)]);
    let page = site.main("reviews/a.html");
    let section = &page[page.find("Skill improvements").unwrap()..];
    let (first, second) = section.split_once("Run the tests.").unwrap();
    for words in ["Quote the line.", "Documented", "77ab310", "Twice."] {
        assert!(first.contains(words), "{words}: {first}");
    }
    assert!(!second.contains("resolved"), "{second}");
}
