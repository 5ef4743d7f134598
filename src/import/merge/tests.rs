//! Made-up reviews of one commit.

use super::whole::SECTION;
use super::{Joins, Part, merge};
use crate::archive::{Draft, decode};
use crate::import::Imported;
use crate::model::{Level, Run, Severity};
use serde_json::{Value, json};

fn run(agent: &str, revision: &str, findings: &[Value]) -> Part {
    let document = json!({"format": "pilcrow-review/1", "id": agent, "date": "2026-05-01",
        "subject": {"repository": "o/n", "pull_request": 7, "revision": revision},
        "reviewers": [{"agent": agent, "name": agent.to_uppercase()}], "summary": format!("{agent} says."),
        "verdict": {"decision": "rework", "label": "Rework"}, "findings": findings});
    let (run, problems) = decode(document.to_string().as_bytes(), "r.json", agent);
    let run = run.unwrap_or_else(|| panic!("{problems:?}"));
    Part { stem: agent.to_owned(), imported: Imported { run, files: vec![format!("{agent}.json")], kept: Vec::new() } }
}

fn finding(agent: &str, id: &str, severity: &str, title: &str, line: u32, body: &str) -> Value {
    json!({"id": id, "severity": severity, "title": title, "body": body, "found_by": [{"agent": agent, "severity": severity}],
           "locations": [{"path": "src/pipe.rs", "start_line": line}]})
}

fn two() -> Vec<Part> {
    let claude = [
        finding(
            "claude",
            "I1",
            "important",
            "`close` is called twice",
            40,
            "`Pipe::close` runs again in `drop`, and `raw_fd` may be somebody else's by then.",
        ),
        finding(
            "claude",
            "S1",
            "suggestion",
            "Missing test for empty input",
            41,
            "Nothing reads an empty file with `read_all`.",
        ),
    ];
    let codex = [
        finding(
            "codex",
            "C1",
            "critical",
            "Double close of `raw_fd`",
            43,
            "`drop` calls `Pipe::close` although `raw_fd` was closed already, so a descriptor of somebody else is closed twice.",
        ),
        finding("codex", "S1", "suggestion", "The log line has a typo", 44, "`recieved` should be `received`."),
    ];
    vec![run("claude", "0123456789", &claude), run("codex", "0123456", &codex)]
}

fn merged(joins: &str) -> Run {
    let joins = Joins::parse(joins, "joins.txt").expect("joins");
    let imported = merge(two(), "all".parse().expect("a slug"), &joins).expect("one commit").imported;
    let problems = Draft::from_run(&imported.run).problems("all.json");
    assert!(problems.iter().all(|problem| problem.level != Level::Error), "{problems:?}");
    imported.run
}

fn credits(run: &Run) -> Vec<String> {
    let of = |finding: &crate::model::Finding| {
        let each = finding.found_by.iter().map(|credit| {
            let severity = credit.severity.map_or("?", Severity::word);
            format!("{}:{} {severity}", credit.agent, credit.reference.as_deref().unwrap_or("?"))
        });
        format!("{} = {}", finding.id, each.collect::<Vec<_>>().join(", "))
    };
    run.findings.iter().map(of).collect()
}

#[test]
fn the_same_problem_is_one_finding_with_several_finders() {
    let run = merged("");
    assert_eq!(
        credits(&run),
        ["C1 = codex:C1 critical, claude:I1 important", "S1 = claude:S1 suggestion", "S2 = codex:S1 suggestion"]
    );
    let body = run.findings[0].body.as_deref().expect("a body");
    assert!(body.contains("somebody else's by then") && body.contains("descriptor of somebody else"), "{body}");
    assert!(body.contains("**CLAUDE**\n\n`close` is called twice"), "{body}");
    assert_eq!(run.findings[0].locations.len(), 2);
    let (_, section) = run.sections.iter().find(|(title, _)| title == SECTION).expect("the evidence");
    assert!(section.starts_with("- C1: `claude:I1` and `codex:C1`: same file, 3 lines apart, "), "{section}");
    assert_eq!(run.subject.revision.as_deref(), Some("0123456789"));
    assert_eq!(run.reviewers.len(), 2);
}

#[test]
fn the_order_of_the_files_decides_nothing_but_order() {
    let mut turned = two();
    turned.reverse();
    let turned = merge(turned, "all".parse().expect("a slug"), &Joins::default()).expect("one commit").imported.run;
    let sorted = |run: &Run| {
        let mut groups: Vec<Vec<String>> = Vec::new();
        for finding in &run.findings {
            let mut names: Vec<String> =
                finding.found_by.iter().map(|credit| format!("{} {:?}", credit.agent, credit.reference)).collect();
            names.sort();
            groups.push(names);
        }
        groups.sort();
        groups
    };
    assert_eq!(sorted(&turned), sorted(&merged("")));
}

#[test]
fn a_file_of_joins_overrules_what_was_found() {
    let apart = merged("# seen by hand\napart claude:I1 codex:C1\n");
    assert_eq!(apart.findings.len(), 4);
    let same = merged("same claude:S1 codex:S1");
    assert_eq!(same.findings.len(), 2);
    let (_, section) = same.sections.iter().find(|(title, _)| title == SECTION).expect("the evidence");
    assert!(section.contains("`claude:S1` and `codex:S1`: so said in the file of joins"), "{section}");
}

#[test]
fn a_join_that_cannot_be_is_an_error() {
    let problems = Joins::parse("joined a b\nsame a\n", "joins.txt").expect_err("two");
    let words: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(words, ["line 1 begins with neither `same` nor `apart`", "line 2 names less than two findings"]);
    let joins = Joins::parse("same claude:I9 codex:C1", "joins.txt").expect("joins");
    let problems = merge(two(), "all".parse().expect("a slug"), &joins).expect_err("unknown");
    assert_eq!(problems[0].message, "line 1 names `claude:I9`, which is no finding of these files");
}

#[test]
fn another_commit_is_refused() {
    let parts = vec![run("claude", "0123456789", &[]), run("codex", "abcdef0123", &[])];
    let problems = merge(parts, "all".parse().expect("a slug"), &Joins::default()).expect_err("two commits");
    assert_eq!(problems[0].message, "is about commit `abcdef0123`, but `claude.json` about `0123456789`");
}

#[test]
fn verdicts_that_differ_are_facts() {
    let mut parts = two();
    parts[1].imported.run.verdict = None;
    let one = merge(parts, "all".parse().expect("a slug"), &Joins::default()).expect("one commit").imported.run;
    assert!(one.verdict.is_some());
    let mut parts = two();
    if let Some(verdict) = &mut parts[1].imported.run.verdict {
        verdict.decision = "merge-as-is".parse().ok();
        verdict.label = Some("Merge".to_owned());
    }
    let differ = merge(parts, "all".parse().expect("a slug"), &Joins::default()).expect("one commit").imported.run;
    assert!(differ.verdict.is_none());
    assert!(differ.facts.contains(&("Verdict of CODEX".to_owned(), "Merge".to_owned())));
}
