//! `pilcrow import merge`: what several agents said of one commit, from the command line.

use crate::folder::Folder;
use serde_json::Value;

const CODEX: &str = r#"{"findings": [
    {"title": "[P1] Drain the queue before the gate closes", "priority": 1, "confidence_score": 0.9,
     "body": "`close_gate` sets `is_open` to false before `drain_queue` ran, so boats in `waiting` are lost.",
     "code_location": {"absolute_file_path": "/srv/w/src/gate.rs", "line_range": {"start": 40, "end": 44}}},
    {"title": "[P2] Refuse a toll below zero", "priority": 2, "confidence_score": 0.5,
     "body": "`set_toll` takes any amount.",
     "code_location": {"absolute_file_path": "/srv/w/src/toll.rs", "line_range": {"start": 7, "end": 9}}}],
    "overall_correctness": "patch is incorrect", "overall_explanation": "Boats are lost.", "overall_confidence_score": 0.8}"#;

const CLAUDE: &str = r#"[
    {"file": "src/gate.rs", "line": 42, "summary": "`close_gate` clears `is_open` before `drain_queue`",
     "failure_scenario": "Close with two boats in `waiting`: `drain_queue` sees a closed gate and drops them."},
    {"file": "src/log.rs", "line": 3, "summary": "The line has no date", "failure_scenario": "Nobody can tell when."}]"#;

fn sarif(revision: &str) -> String {
    format!(
        r#"{{"version": "2.1.0", "runs": [{{"tool": {{"driver": {{"name": "Ruff"}}}},
            "versionControlProvenance": [{{"repositoryUri": "https://github.com/o/harbour", "revisionId": "{revision}"}}],
            "results": [{{"ruleId": "F401", "message": {{"text": "unused import"}},
                "locations": [{{"physicalLocation": {{"artifactLocation": {{"uri": "tools/a.py"}}, "region": {{"startLine": 1}}}}}}]}}]}}]}}"#
    )
}

const MERGE: [&str; 14] = [
    "import",
    "merge",
    "codex.json",
    "claude.json",
    "--id",
    "harbour",
    "--repository",
    "o/harbour",
    "--revision",
    "0a1b2c3",
    "--root",
    "/srv/w",
    "--date",
    "2026-05-04",
];

fn outputs() -> Folder {
    Folder::new(&[("codex.json", CODEX), ("claude.json", CLAUDE)])
}

fn run(folder: &Folder) -> Value {
    serde_json::from_slice(&folder.files("reviews")["harbour.json"]).unwrap()
}

#[test]
fn what_two_agents_found_is_one_finding_with_both_their_words() {
    let folder = outputs();
    folder.expect(&MERGE, 0, &["codex.json: codex", "claude.json: claude", "1 run from 2 files"]);
    let run = run(&folder);
    let findings = run["findings"].as_array().unwrap();
    let agents = |finding: &Value| {
        let credits = finding["found_by"].as_array().unwrap();
        credits.iter().map(|credit| credit["agent"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let both: Vec<&Value> = findings.iter().filter(|finding| agents(finding).len() == 2).collect();
    let [both] = both.as_slice() else { panic!("{run:#}") };
    assert_eq!(findings.len(), 3);
    let by = &both["found_by"];
    assert_eq!(by[0], serde_json::json!({"agent": "codex", "severity": "important", "ref": "I1"}));
    assert_eq!(by[1], serde_json::json!({"agent": "claude", "ref": "S1"}), "Claude rates nothing");
    let body = both["body"].as_str().unwrap();
    assert!(body.contains("boats in `waiting` are lost") && body.contains("sees a closed gate"), "{body}");
    let facts = run["facts"].to_string();
    assert!(facts.contains("Confidence (Codex)"), "a figure of one agent is not the run's: {facts}");
    let why = run["sections"].to_string();
    assert!(why.contains("`codex:I1` and `claude:S1`: same file"), "{why}");
    folder.expect(&MERGE, 0, &["unchanged"]);
    folder.expect(&["build", "reviews", "-o", "site"], 0, &[]);
}

#[test]
fn a_file_of_joins_has_the_last_word() {
    let folder = outputs();
    folder.write("joins", "# Looked at on Monday.\napart codex:I1 claude:S1\nsame codex:S1 claude:S2\n");
    folder.expect(&[&MERGE[..], &["--joins", "joins"]].concat(), 0, &["1 run from 2 files"]);
    let run = run(&folder);
    let shared =
        run["findings"].as_array().unwrap().iter().filter(|one| one["found_by"].as_array().unwrap().len() == 2);
    let shared: Vec<&Value> = shared.map(|one| &one["title"]).collect();
    assert_eq!(shared, ["Refuse a toll below zero"]);
    folder.write("joins", "same codex:I9 claude:S1\nboth codex:I1 claude:S1\n");
    let wrong = [&MERGE[..], &["--joins", "joins", "--force"]].concat();
    folder.expect(&wrong, 1, &["line 2 begins with neither `same` nor `apart`", "0 runs from 0 files"]);
    folder.write("joins", "same codex:I9 claude:S1\n");
    folder.expect(&wrong, 1, &["line 1 names `codex:I9`, which is no finding of these files"]);
}

#[test]
fn files_of_different_commits_or_that_cannot_be_read_make_no_run() {
    let folder = outputs();
    folder.write("ruff.sarif", &sarif("99999999"));
    folder.expect(&[&MERGE[..], &["ruff.sarif"]].concat(), 1, &["is about commit `99999999`", "about `0a1b2c3`"]);
    folder.write("words.txt", "All is well.");
    let unread = [&MERGE[..], &["words.txt", "gone.json"]].concat();
    folder.expect(&unread, 1, &["words.txt", "not recognised as any format", "gone.json", "`harbour` was not made"]);
    assert!(!folder.path("reviews").exists());
    folder.write("ruff.sarif", &sarif("0a1b2c3d4e"));
    folder.expect(&[&MERGE[..], &["ruff.sarif"]].concat(), 0, &["1 run from 3 files"]);
    assert_eq!(run(&folder)["reviewers"].as_array().unwrap().len(), 3);
}

#[test]
fn only_a_merge_has_an_id_and_it_needs_one() {
    let folder = outputs();
    folder.expect(&["import", "merge", "codex.json", "claude.json"], 2, &["--id <ID>"]);
    folder.expect(&["import", "auto", "codex.json", "--id", "x"], 2, &["only `import merge` takes an `--id`"]);
    folder.expect(&["import", "merge", "codex.json", "--joins", "j"], 2, &["--id <ID>"]);
}
