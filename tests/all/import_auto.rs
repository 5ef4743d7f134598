//! `pilcrow import auto`, and the options for what agents write, as they are typed.

use crate::folder::Folder;
use std::fs::File;
use std::time::{Duration, UNIX_EPOCH};

const CODEX: &str = include_str!("../fixtures/import/codex.json");
const CLAUDE: &str = include_str!("../fixtures/import/claude.json");
const CODERABBIT: &str = include_str!("../fixtures/import/coderabbit.jsonl");
const RUFF: &str = include_str!("../fixtures/sarif/ruff.sarif");
const REPORT: &str = include_str!("../fixtures/import/20260504-091500-pr-7.md");

fn run_in(folder: &Folder, path: &str) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(folder.path(path)).unwrap()).unwrap()
}

#[test]
fn each_file_is_imported_as_what_it_is_and_told() {
    let folder =
        Folder::new(&[("a.txt", CODEX), ("b.txt", CLAUDE), ("ruff.sarif", RUFF), ("20260504-091500-pr-7.md", REPORT)]);
    let files = ["import", "auto", "a.txt", "b.txt", "ruff.sarif", "20260504-091500-pr-7.md", "--date", "2026-05-05"];
    let told = ["a.txt: codex", "b.txt: claude", "ruff.sarif: sarif", "pr-7.md: deep-review", "4 runs from 4 files"];
    folder.expect(&files, 0, &told);
    folder.expect(&files, 0, &["unchanged"]);
    folder.expect(&["build"], 0, &["4 runs"]);
}

#[test]
fn what_is_not_clear_is_refused_and_the_rest_is_imported() {
    let folder = Folder::new(&[("empty.json", "[]"), ("words.md", "# Notes"), ("a.json", CODEX)]);
    let both = "{\"findings\":[{\"title\":\"t\",\"code_location\":{}}]}\n[{\"file\":\"a\",\"summary\":\"s\"}]";
    folder.write("both.json", both);
    folder.write("nothing.json", "\n");
    folder.write("cut.json", "{\"findings\": [");
    let told = [
        "empty.json: not recognised as any format",
        "pilcrow import codex FILE",
        "both.json: could be codex or claude",
        "nothing.json: the file is empty",
        "cut.json: is not JSON",
        "is it truncated?",
    ];
    let files = ["both.json", "a.json", "nothing.json", "cut.json", "--date", "2026-05-05", "--verbose"];
    let files = [&["import", "auto", "empty.json", "words.md"], &files[..]].concat();
    folder.expect(&files, 1, &told);
    assert!(folder.path("reviews/a.json").exists() && !folder.path("reviews/empty.json").exists());
    let run = folder.path("reviews/a.json");
    folder.expect(
        &["import", "auto", run.to_str().unwrap(), "-o", "other"],
        1,
        &["is a review run already and needs no import"],
    );
}

#[test]
fn a_first_import_needs_no_option() {
    let folder = Folder::new(&[("codex.json", CODEX)]);
    let changed = UNIX_EPOCH + Duration::from_secs(1_777_777_777);
    File::options().write(true).open(folder.path("codex.json")).unwrap().set_modified(changed).unwrap();
    folder.expect(
        &["import", "codex", "codex.json"],
        0,
        &["dated 2026-05-03 03:09 UTC, when the file was last changed"],
    );
    assert_eq!(run_in(&folder, "reviews/codex.json")["date"], "2026-05-03T03:09:37Z");
    folder.expect(&["check", "reviews", "--deny-warnings"], 0, &["1 valid run"]);
}

#[test]
fn options_say_who_reviewed_and_where() {
    let folder = Folder::new(&[]);
    let inside = folder.path("checkout/src/a.rs");
    let text = serde_json::json!([{"file": inside, "line": 4, "summary": "Knot", "failure_scenario": "f"}]).to_string();
    folder.write("c.json", &text);
    std::fs::create_dir_all(folder.path("checkout")).unwrap();
    let options = ["--agent", "reviewer", "--model", "Model 5", "--severity", "important", "--root", "checkout"];
    folder.expect(&[&["import", "claude", "c.json"], &options[..]].concat(), 0, &["1I"]);
    let run = run_in(&folder, "reviews/c.json");
    assert_eq!((&run["reviewers"][0]["agent"], &run["reviewers"][0]["model"]), (&"reviewer".into(), &"Model 5".into()));
    let finding = &run["findings"][0];
    assert_eq!((&finding["locations"][0]["path"], &finding["severity"]), (&"src/a.rs".into(), &"important".into()));
    assert_eq!(finding["found_by"][0].get("severity"), None, "nobody rated it");
    folder.expect(
        &["import", "claude", "c.json", "--severity", "dire"],
        2,
        &["expected critical, important, suggestion or concern"],
    );
    folder.expect(&["import", "claude", "c.json", "--agent", "a b"], 2, &["--agent"]);
}

#[test]
fn a_newcomer_is_told_what_to_type() {
    let folder = Folder::new(&[("out.json", CODEX), ("there/codex.json", CODEX), ("words.json", "[1]")]);
    folder.expect(
        &["build", "out.json"],
        2,
        &["it is the output of a review; bring it into an archive: pilcrow import codex out.json --output reviews"],
    );
    folder.expect(&["build", "words.json"], 2, &["pass the folder that it is in"]);
    folder.write("lines/review.jsonl", CODERABBIT);
    folder.expect(&["check", "lines"], 0, &["pilcrow import coderabbit lines/review.jsonl --output reviews"]);
    folder.expect(&["check", "there"], 1, &["pilcrow import codex there/codex.json --output reviews"]);
}
