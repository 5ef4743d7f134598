//! The published data: rows against runs that were counted by hand, and files that readers of their formats read.

use crate::support::{MemoryArchive, Site, build, root, run, try_build};
use pilcrow::internals::export::TableRow;
use pilcrow::{
    Config, FindingPages, FindingRow, FoundRow, GapRow, PriorDecisionRow, ReviewRow, ReviewerRow, Tables, Theme,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const ROUND_1: &str = include_str!("../fixtures/20260101-100000-pr-1.json");
const ROUND_2: &str = include_str!("../fixtures/20260108-100000-pr-1.json");

fn small() -> MemoryArchive {
    MemoryArchive::of(&[("20260101-100000-pr-1.json", ROUND_1), ("20260108-100000-pr-1.json", ROUND_2)])
}

fn tables(archive: &MemoryArchive) -> Tables {
    pilcrow::tables(archive, &Config::default(), &Theme::default()).unwrap().value
}

/// A file of the site in column form, each row as an object.
fn objects(site: &Site, path: &str) -> Vec<BTreeMap<String, Value>> {
    let document: Value = serde_json::from_str(site.text(path)).unwrap();
    let columns: Vec<String> = serde_json::from_value(document["columns"].clone()).unwrap();
    let rows: Vec<Vec<Value>> = serde_json::from_value(document["rows"].clone()).unwrap();
    assert!(rows.iter().all(|row| row.len() == columns.len()));
    rows.into_iter().map(|row| columns.iter().cloned().zip(row).collect()).collect()
}

#[track_caller]
fn expect(row: &BTreeMap<String, Value>, cells: &Value) {
    for (column, value) in cells.as_object().unwrap() {
        assert_eq!(&row[column], value, "{column}");
    }
}

#[test]
fn a_finding_is_a_row_newest_run_first() {
    let rows = objects(&try_build(&small(), &Config::default()).unwrap(), "data/findings.json");
    let ids: Vec<_> =
        rows.iter().map(|row| (row["review"].as_str().unwrap(), row["finding"].as_str().unwrap())).collect();
    let [old, new] = ["20260101-100000-pr-1", "20260108-100000-pr-1"];
    assert_eq!(ids, [(new, "S1"), (old, "I1"), (old, "S1"), (old, "D1")]);
    expect(
        &rows[1],
        &json!({
            "date": "2026-01-01T10:00", "kind": "deep-review", "repository": "lantern-works/ferry", "pull_request": 1,
            "subject": "lantern-works/ferry#1", "severity": "important", "valid": true, "assessment": "confirmed",
            "action": "fixed", "path": "pkg/lock.go", "start_line": 12, "end_line": 14,
            "found_by": ["claude", "codex"], "rated": ["suggestion", null], "tags": ["regression", "in-scope"],
            "rule": "leak", "confidence": 0.8, "title": "lock_socket leaks the <handle>",
            "url": "reviews/20260101-100000-pr-1/I1.html"
        }),
    );
    expect(&rows[2], &json!({"valid": false, "assessment": "false-positive", "found_by": ["codex"]}));
    let absent = json!({"assessment": null, "action": null, "path": null, "start_line": null, "end_line": null,
        "found_by": [], "rated": [], "tags": [], "rule": null, "confidence": null, "valid": true});
    expect(&rows[3], &absent);
}

#[test]
fn a_review_is_a_row_with_counts_of_its_findings() {
    let rows = objects(&try_build(&small(), &Config::default()).unwrap(), "data/reviews.json");
    expect(
        &rows[1],
        &json!({
            "review": "20260101-100000-pr-1", "title": "Lock the socket file", "author": "@mira-holt", "branch": "lock",
            "round": null, "decision": "merge-with-fixes", "wall_clock_seconds": 754, "panel": ["claude", "codex"],
            "failed": ["gemini"], "findings": 3, "valid": 2, "critical": 0, "important": 1, "suggestion": 0, "concern": 1,
            "url": "reviews/20260101-100000-pr-1.html"
        }),
    );
    expect(&rows[0], &json!({"round": 2, "wall_clock_seconds": null, "author": null, "findings": 1, "valid": 1}));
}

#[test]
fn what_was_not_recorded_of_an_agent_stays_absent() {
    let tables = tables(&small());
    let of = |agent: &str| tables.reviewers[1..].iter().find(|row| row.agent.as_str() == agent).unwrap();
    let recorded = |agent: &str| of(agent).figures.iter().flatten().copied().collect::<Vec<f64>>();
    assert_eq!(recorded("claude"), [683.0, 1.0, 2.0]);
    assert_eq!(recorded("codex"), [331.0, 1.0, 1.0, 0.25]);
    assert_eq!(recorded("gemini"), [0.0; 0]);
    let gemini = of("gemini");
    assert!(
        gemini.status == pilcrow::internals::model::Status::Failed
            && gemini.model.is_none()
            && gemini.reason.as_deref() == Some("quota")
    );
    let found: Vec<_> = tables.found.iter().map(|row| (row.finding.as_str(), row.agent.as_str(), row.pass)).collect();
    assert_eq!(
        found,
        [("S1", "claude", None), ("I1", "claude", None), ("I1", "codex", Some(2)), ("S1", "codex", None)]
    );
    assert_eq!(tables.found[1].reference.as_deref(), Some("S2"));
}

#[test]
fn a_subject_is_the_pull_request_else_the_branch_else_the_run() {
    let subject = |about: &str| {
        let archive = MemoryArchive::of(&[("r.json", &run("r", about))]);
        tables(&archive).reviews[0].subject.clone()
    };
    assert_eq!(subject(r#""subject": {"repository": "Own/Name", "pull_request": 7, "branch": "b"}"#), "own/name#7");
    assert_eq!(subject(r#""kind": "k", "subject": {"repository": "Own/Name", "branch": "B"}"#), "own/name@B");
    assert_eq!(subject(r#""subject": {"branch": "b", "pull_request": 7}"#), "r");
}

#[test]
fn every_finding_leads_to_a_place_of_the_site() {
    let config = Config { finding_pages: FindingPages::Important, ..Config::default() };
    let site = try_build(&small(), &config).unwrap();
    for row in objects(&site, "data/findings.json") {
        let url = row["url"].as_str().unwrap();
        let (page, anchor) = url.split_once('#').unwrap_or((url, ""));
        assert_eq!(anchor.is_empty(), row["severity"] == "important", "{url}");
        let html = site.text(page);
        assert!(anchor.is_empty() || html.contains(&format!("id=\"{anchor}\"")), "{url}");
    }
}

/// Cells of a CSV file, the header first, as a spreadsheet's importer reads them.
fn csv_cells(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// What a cell is once nobody can run it: the same text without the sign in front.
fn unguarded(cell: &str) -> &str {
    assert!(!cell.starts_with(['=', '+', '-', '@']), "a spreadsheet runs {cell:?}");
    cell.strip_prefix('\'').unwrap_or(cell)
}

#[test]
fn hostile_text_is_the_same_text_in_every_format() {
    let titles = ["=cmd|' /C calc'!A0", "a \"b\", c", "'+1'", "@x\u{2028}y", "-1;2", "nul \u{0} inside", "日本語"];
    let findings: Vec<Value> = (0..)
        .zip(titles)
        .map(|(at, title)| {
            json!({"id": format!("S{at}"), "severity": "suggestion", "title": title, "rule": {"id": title},
            "locations": [{"path": "=1+1"}]})
        })
        .collect();
    let text = run("r", &format!("\"findings\": {}", Value::Array(findings)));
    let site = build(&[("r.json", &text)]);
    let rows = objects(&site, "data/findings.json");
    let cells = csv_cells(site.text("data/findings.csv"));
    let at = |name: &str| cells[0].iter().position(|column| column == name).unwrap();
    for ((row, line), title) in rows.iter().zip(&cells[1..]).zip(titles) {
        assert_eq!((row["rule"].as_str().unwrap(), unguarded(&line[at("rule")])), (title, title));
        assert_eq!(row["title"].as_str().unwrap(), unguarded(&line[at("title")]));
        assert_eq!(unguarded(&line[at("path")]), "=1+1");
    }
    assert_eq!((rows.len(), cells.len()), (titles.len(), titles.len() + 1));
    assert!(site.text("data/findings.csv").ends_with("\r\n"));
}

#[test]
fn an_empty_archive_has_columns_and_no_row() {
    let site = build(&[]);
    assert_eq!(objects(&site, "data/findings.json").len() + objects(&site, "data/reviews.json").len(), 0);
    assert_eq!(csv_cells(site.text("data/findings.csv")).len(), 1);
    for (name, content) in Tables::default().parquet_files().unwrap() {
        assert!(content.starts_with(b"PAR1") && content.ends_with(b"PAR1"), "{name}");
    }
}

#[test]
fn same_rows_same_bytes() {
    assert_eq!(tables(&small()).parquet_files().unwrap(), tables(&small()).parquet_files().unwrap());
}

#[test]
fn the_documentation_names_every_column() {
    let section = std::fs::read_to_string(root().join("docs/data.md")).unwrap();
    let parts: Vec<&str> = section.split("\n\n`").collect();
    let names = |table: &str, columns: Vec<&str>| {
        let part = parts.iter().find(|part| part.starts_with(&format!("{table}`:"))).unwrap();
        for column in columns {
            assert!(part.contains(&format!("`{column}`")), "{table}: {column}");
        }
    };
    names("findings", FindingRow::COLUMNS.iter().map(|column| column.name).collect());
    names("reviews", ReviewRow::COLUMNS.iter().map(|column| column.name).collect());
    names("reviewers", ReviewerRow::COLUMNS.iter().map(|column| column.name).collect());
    names("gaps", GapRow::COLUMNS.iter().map(|column| column.name).collect());
    names("prior_decisions", PriorDecisionRow::COLUMNS.iter().map(|column| column.name).collect());
    names("found", FoundRow::COLUMNS.iter().map(|column| column.name).collect());
}

/// A credit with a role is shown where the finding stands, and counts nowhere.
#[test]
fn a_credit_with_a_role_changes_no_figure() {
    let site = |more: &str| {
        let finding = |id: &str, found_by: &str| {
            format!(r#"{{"id": "{id}", "severity": "important", "title": "t", "found_by": [{found_by}]}}"#)
        };
        let findings =
            [finding("I1", &format!(r#"{{"agent": "claude"}}{more}"#)), finding("I2", r#"{"agent": "codex"}"#)];
        let run = crate::support::run("r", &format!(r#""findings": [{}]"#, findings.join(", ")));
        crate::support::build(&[("r.json", &run)])
    };
    let plain = site("");
    let others = r#", {"agent": "gemini-3", "role": "earlier-round"}, {"agent": "orchestrator", "role": "consolidator"}, {"agent": "codex", "role": "earlier-round"}"#;
    let credited = site(others);
    let page = credited.main("reviews/r/I1.html");
    for words in ["gemini-3", "(earlier round)", "orchestrator", "(consolidator)"] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(plain.files.keys().collect::<Vec<_>>(), credited.files.keys().collect::<Vec<_>>());
    let differing: Vec<&String> =
        plain.files.iter().filter(|(path, bytes)| credited.files[*path] != **bytes).map(|(path, _)| path).collect();
    assert!(differing.iter().all(|path| path.starts_with("reviews/r")), "{differing:?}");
    assert!(!differing.is_empty());
}

#[test]
fn gaps_and_earlier_decisions_are_rows_and_what_is_not_recorded_is_absent() {
    let more = r#""gaps": [{"kind": "testing", "body": "Two `boats`", "action": "test-written", "commit": "5e0c9b2"},
            {"kind": "documentation", "body": "b"}],
        "prior_decisions": [{"finding": "Names *for* gates", "ref": "S4", "round": 1, "decision": "declined", "reason": "r"},
            {"finding": "f"}]"#;
    let tables = tables(&MemoryArchive::of(&[("r.json", &run("r", more))]));
    let cells =
        |row: &GapRow| GapRow::COLUMNS.iter().map(|column| format!("{:?}", (column.cell)(row))).collect::<Vec<_>>();
    let text = |text: &str| format!("Text({text:?})");
    assert_eq!(
        tables.gaps.iter().map(cells).collect::<Vec<_>>(),
        [
            [text("r"), text("testing"), text("test-written"), "Absent".into(), text("5e0c9b2"), text("Two boats")],
            [text("r"), text("documentation"), "Absent".into(), "Absent".into(), "Absent".into(), text("b")],
        ]
    );
    let [decided, bare] = tables.prior_decisions.as_slice() else { panic!("{:?}", tables.prior_decisions) };
    assert_eq!(
        (decided.finding.as_str(), decided.round, decided.reference.as_deref()),
        ("Names for gates", Some(1), Some("S4"))
    );
    assert_eq!((decided.decision.as_deref(), decided.reason.as_deref()), (Some("declined"), Some("r")));
    assert_eq!((bare.round, &bare.reference, &bare.decision, &bare.reason), (None, &None, &None, &None));
}
