//! Where something is so many that not all of it is shown, the page says how many are left out, and nothing is lost of what
//! people can have.

use crate::support::{Site, build_sound};
use serde_json::{Value, json};

fn run(id: &str, agents: usize, more: Value) -> Value {
    let reviewers: Vec<Value> = (0..agents).map(|at| json!({ "agent": format!("a{at:02}") })).collect();
    let mut run = json!({
        "format": "pilcrow-review/1", "id": id, "date": "2026-03-22T14:24", "reviewers": reviewers,
        "findings": [{ "id": "I1", "severity": "important", "title": "t", "found_by": [{ "agent": "a00" }] }]
    });
    let Value::Object(more) = more else { panic!("{more}") };
    run.as_object_mut().unwrap().extend(more);
    run
}

fn pages_of_pairs(site: &Site) -> usize {
    site.files.keys().filter(|path| path.starts_with("agents/") && path.contains("-vs-")).count()
}

#[test]
fn every_pair_of_thirty_agents_has_a_page() {
    let site = build_sound(&[run("r0", 30, json!({}))]);
    assert_eq!(pages_of_pairs(&site), 30 * 29 / 2);
    assert!(!site.text("agents/index.html").contains("not shown"));
    assert!(site.main("agents/pairs.html").contains("a28-vs-a29.html"));
}

#[test]
fn of_very_many_pairs_those_that_met_once_are_counted_and_not_shown() {
    let site = build_sound(&[run("r0", 33, json!({}))]);
    assert_eq!(pages_of_pairs(&site), 0);
    for page in ["agents/index.html", "agents/pairs.html"] {
        assert!(site.main(page).contains("528 pairs are not shown"), "{page}: {}", site.main(page));
    }
    assert!(site.main("agents/a07.html").contains("32 pairs are not shown"));
    let data: Value = serde_json::from_str(site.text("data/leaderboard.json")).unwrap();
    let pairs = data["pairs"].as_array().unwrap();
    assert_eq!(pairs.len(), 528, "the data has all");
    assert!(pairs.iter().all(|pair| pair["url"].is_null()));
}

#[test]
fn of_very_many_pairs_those_that_met_often_are_all_shown() {
    let mut runs: Vec<Value> = (0..5).map(|at| run(&format!("r{at}"), 33, json!({}))).collect();
    runs.push(run("s", 0, json!({ "reviewers": [{ "agent": "a00" }, { "agent": "late" }] })));
    let site = build_sound(&runs);
    assert_eq!(pages_of_pairs(&site), 528);
    assert!(site.main("agents/pairs.html").contains("1 pair is not shown"));
    assert!(site.main("agents/late.html").contains("1 pair is not shown"));
    assert!(!site.main("agents/a01.html").contains("not shown"));
}

#[test]
fn a_matrix_of_fifty_agents_says_how_many_more_there_are() {
    assert!(!build_sound(&[run("r0", 50, json!({}))]).main("agents/index.html").contains("the matrix has"));
    let site = build_sound(&[run("r0", 53, json!({}))]);
    assert!(site.main("agents/index.html").contains("3 agents are not shown: the matrix has the 50"));
}

#[test]
fn a_review_lists_its_nearest_rounds_and_counts_the_others() {
    let subject = json!({ "repository": "o/n", "pull_request": 7 });
    let rounds = |count: usize| -> Vec<Value> {
        (1..=count).map(|at| run(&format!("r{at:02}"), 1, json!({ "subject": subject, "round": at }))).collect()
    };
    let listed = |site: &Site, page: &str| site.main(page).matches(">round ").count();
    let fifty = build_sound(&rounds(50));
    let sixty = build_sound(&rounds(60));
    for page in ["reviews/r01.html", "reviews/r30.html", "reviews/r50.html"] {
        assert!(!fifty.main(page).contains("not listed"), "{page}");
        assert!(sixty.main(page).contains("10 rounds further from this one are not listed"), "{page}");
        assert_eq!(listed(&sixty, page), listed(&fifty, page), "{page}");
    }
    assert!(sixty.main("reviews/r30.html").contains("30 of 60"));
    assert!(
        sixty.main("reviews/r30.html").contains("round 54, ") && !sixty.main("reviews/r30.html").contains("round 55, ")
    );
}

#[test]
fn a_finding_lists_so_many_later_ones_and_counts_the_others() {
    let later = (0..70).map(|at| {
        let finding = json!({ "id": "I1", "severity": "important", "title": "t", "continues": { "run": "first", "finding": "I1" } });
        run(&format!("r{at}"), 1, json!({ "findings": [finding] }))
    });
    let site = build_sound(&std::iter::once(run("first", 1, json!({}))).chain(later).collect::<Vec<_>>());
    assert!(site.main("reviews/first/I1.html").contains("and 58 more"));
}

#[test]
fn notes_that_one_agent_has_are_listed_where_a_table_would_be_mostly_empty() {
    let metrics = |agents: usize, each: usize| -> Vec<Value> {
        let notes = |agent: usize| -> Value {
            (0..each)
                .map(|at| (format!("Label {agent}-{at}"), format!("said {agent}-{at}.").into()))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let of = |agent| json!({ "agent": format!("a{agent:02}"), "tool_calls": 3, "notes": notes(agent) });
        (0..agents).map(of).collect()
    };
    for (agents, each, is_table) in [(4, 5, true), (30, 10, false)] {
        let retro = json!({ "metrics": metrics(agents, each), "retro": { "summary": "x" } });
        let site = build_sound(&[run("r0", agents, retro)]);
        let page = site.main("reviews/r0.html");
        assert_eq!(page.contains("<th scope=row>Label 1-1</th>"), is_table, "{page}");
        assert_eq!(page.contains("Label 1-1: said 1-1."), !is_table);
        assert!(page.contains("<th scope=row>Tool calls</th>"));
        let notes = (0..agents).flat_map(|agent| (0..each).map(move |at| format!("said {agent}-{at}.")));
        assert_eq!(notes.filter(|note| page.matches(note.as_str()).count() == 1).count(), agents * each);
    }
}

#[test]
fn leaderboards_of_their_own_have_the_newest_years_and_the_largest_kinds() {
    let of_year = |at: usize| {
        run(&format!("r{at}"), 1, json!({ "date": format!("{}-01-01", 1700 + at), "kind": format!("k{at}") }))
    };
    let mut runs: Vec<Value> = (0..300).map(of_year).collect();
    runs.extend(
        (0..3).map(|at| run(&format!("s{at}"), 1, json!({ "date": format!("170{at}-05-01"), "kind": "often" }))),
    );
    let site = build_sound(&runs);
    let boards: Vec<&String> = site.files.keys().filter(|path| path.starts_with("agents/in/")).collect();
    assert!(boards.len() <= 260, "{}", boards.len());
    let has = |board: &str| boards.iter().any(|path| path.as_str() == format!("agents/in/{board}.html"));
    assert_eq!(["1999", "1950", "1949"].map(has), [true, true, false], "{boards:?}");
    assert!(has("kinds/often/all") && boards.iter().filter(|path| path.contains("/kinds/")).count() <= 200);
}

#[test]
fn short_rows_of_a_wide_table_end_with_their_last_cell() {
    let table = |columns: usize| {
        let body = format!("|{}\n|{}\n|one||three|\n", "h|".repeat(columns), "-|".repeat(columns));
        let finding = json!({ "id": "I1", "severity": "important", "title": "t", "body": body });
        build_sound(&[run("r0", 1, json!({ "findings": [finding] }))])
    };
    let cells = |site: &Site| site.main("reviews/r0/I1.html").matches("<td>").count();
    assert_eq!([cells(&table(32)), cells(&table(33))], [32, 3]);
    assert!(table(33).main("reviews/r0/I1.html").contains("<tr><td>one</td><td></td><td>three</td></tr>"));
}
