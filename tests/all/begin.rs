//! From nothing to an archive: `init`, `new`, a run that is checked before it is a file, and what to type next.

use crate::folder::Folder;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

#[test]
fn an_archive_to_begin_with_is_valid_and_makes_a_site() {
    let folder = Folder::new(&[]);
    folder.expect(&["init"], 0, &["Made pilcrow.toml", "Made REVIEWING.md", "Next: pilcrow build"]);
    folder.expect(&["check", "--deny-warnings"], 0, &["1 valid run, 2 findings; 0 errors, 0 warnings"]);
    folder.expect(&["build"], 0, &["1 run, 2 findings"]);
    let ignored = std::fs::read_to_string(folder.path(".gitignore")).unwrap();
    assert!(ignored.contains("/site/"));
    assert!(folder.path(".github/workflows/reviews.yml").exists());
}

#[test]
fn the_sample_archive_can_be_had() {
    let folder = Folder::new(&[]);
    folder.expect(&["init", "a b/c", "--demo"], 0, &["Made reviews/, ", "Next: cd"]);
    let theirs: BTreeMap<_, _> = folder.files("a b/c/reviews");
    let ours = pilcrow::internals::files_below(&crate::support::root().join("reviews")).unwrap();
    assert_eq!(theirs, ours);
    folder.expect(&["check", "a b/c/reviews", "--deny-warnings"], 0, &["0 errors, 0 warnings"]);
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let folder = Folder::new(&[
        ("pilcrow.toml", "title = 'Mine'\n"),
        ("REVIEWING.md", "mine"),
        (".gitignore", "mine"),
        (".github/workflows/reviews.yml", "mine"),
        (".claude/skills/pilcrow-review/SKILL.md", "mine"),
        ("reviews/notes.txt", "mine"),
    ]);
    let before = folder.files("");
    let left = ["pilcrow.toml", "REVIEWING.md", ".gitignore", "reviews.yml", "SKILL.md", "reviews/"];
    let said = folder.expect(&["init", "--demo", "--skill", "claude"], 0, &left);
    assert_eq!(said.matches(" alone: it is there already").count(), left.len(), "{said}");
    assert!(!said.contains("Made "), "{said}");
    assert_eq!(folder.files(""), before);
}

/// Through a link that leads nowhere a file would appear somewhere else.
#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let folder = Folder::new(&[("elsewhere/a", "")]);
    std::os::unix::fs::symlink(folder.path("elsewhere/target"), folder.path("pilcrow.toml")).unwrap();
    folder.expect(&["init"], 0, &["Left pilcrow.toml alone"]);
    assert!(!folder.path("elsewhere/target").exists());
}

#[test]
fn each_coding_agent_has_the_instructions_where_it_looks() {
    let folder = Folder::new(&[]);
    folder.expect(&["init", "--skill", "claude", "--skill", "codex", "--skill", "gemini"], 0, &[]);
    let instructions = std::fs::read_to_string(folder.path("REVIEWING.md")).unwrap();
    for place in [".claude", ".agents", ".gemini"] {
        let skill = std::fs::read_to_string(folder.path(&format!("{place}/skills/pilcrow-review/SKILL.md"))).unwrap();
        let (head, body) = skill.strip_prefix("---\n").and_then(|rest| rest.split_once("---\n\n")).unwrap();
        assert!(head.contains("name: pilcrow-review\n") && head.contains("description: "), "{head}");
        assert_eq!(body, instructions);
    }
}

/// The run that the instructions show is one.
#[test]
fn the_instructions_show_a_run_that_is_valid() {
    let folder = Folder::new(&[]);
    folder.expect(&["init"], 0, &[]);
    let text = std::fs::read_to_string(folder.path("REVIEWING.md")).unwrap();
    let run = text.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(
        checked_by_input(&folder, run.as_bytes()),
        (Some(0), "1 valid run, 1 finding; 0 errors, 0 warnings".into())
    );
}

#[test]
fn a_new_run_is_valid_and_where_it_belongs() {
    let folder = Folder::new(&[]);
    let id = "20260322-142409-pr-242";
    let said = folder.expect(&["new", id, "--from-pr", "https://git.example.com/o/n/pulls/242"], 0, &["pilcrow check"]);
    let path = format!("reviews/2026/{id}.json");
    assert!(said.starts_with(&format!("{path}\n")), "{said}");
    let run: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.path(&path)).unwrap()).unwrap();
    assert_eq!(run["date"], "2026-03-22T14:24");
    let subject = serde_json::json!({"repository": "o/n", "host": "https://git.example.com", "pull_request": 242});
    assert_eq!(run["subject"], subject);
    folder.expect(&["check", "--deny-warnings"], 0, &["1 valid run"]);
    folder.expect(&["new", id], 3, &["is there already, and was left alone", "choose another id"]);
    folder.expect(&["new", "first", "-o", "other"], 0, &["first.json"]);
    folder.expect(&["check", "other", "--deny-warnings"], 0, &["1 valid run"]);
    folder.expect(&["new", "../first"], 2, &["'../first'"]);
    folder.expect(&["new", "x", "--from-pr", "o/n"], 2, &["is neither `owner/name#242` nor"]);
}

/// What `check -` ends with and says last, given this on standard input.
fn checked_by_input(folder: &Folder, input: &[u8]) -> (Option<i32>, String) {
    let mut check = Command::new(env!("CARGO_BIN_EXE_pilcrow"));
    check.args(["check", "-", "--deny-warnings"]).current_dir(folder.path(""));
    let mut check = check.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    check.stdin.take().unwrap().write_all(input).unwrap();
    let output = check.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
    (output.status.code(), said.lines().last().unwrap_or_default().to_owned())
}

#[test]
fn a_run_is_checked_before_it_is_a_file() {
    let folder = Folder::new(&[]);
    for (input, status, words) in [
        (crate::support::run("any-id", ""), 0, "1 valid run, 0 findings; 0 errors, 0 warnings"),
        ("{\"id\": \"x\"}".to_owned(), 1, "0 valid runs, 0 findings; 3 errors, 0 warnings"),
        ("# A report".to_owned(), 1, "0 valid runs, 0 findings; 1 error, 0 warnings"),
        (String::new(), 1, "0 valid runs, 0 findings; 1 error, 0 warnings"),
    ] {
        assert_eq!(checked_by_input(&folder, input.as_bytes()), (Some(status), words.to_owned()), "{input}");
    }
}

#[test]
fn files_are_checked_alone() {
    let folder = Folder::new(&[
        ("reviews/2026/a.json", &crate::support::run("a", "")),
        ("reviews/2026/b.json", "{"),
        ("pilcrow.toml", "tittle = 'x'"),
    ]);
    // The configuration that is meant for the archive counts for a run of it as well.
    folder.expect(&["check", "reviews/2026/a.json"], 2, &["unknown key `tittle`"]);
    folder.remove("pilcrow.toml");
    folder.expect(&["check", "reviews/2026/a.json"], 0, &["1 valid run, 0 findings; 0 errors"]);
    folder.expect(&["check", "reviews/2026/a.json", "reviews/2026/b.json"], 1, &["1 valid run", "1 error"]);
    folder.expect(&["check", "reviews", "reviews/2026/a.json"], 2, &["cannot be checked together"]);
    folder.expect(&["check", "reviews/2026/none.json"], 2, &["is not a folder", "pilcrow init"]);
}

#[test]
fn what_to_type_next_is_told() {
    let folder = Folder::new(&[
        ("report.md", "# Report"),
        ("ruff.sarif", "{}"),
        ("reviews/2026/a.json", &crate::support::run("a", "")),
        ("my reports/one.md", "# Report"),
        ("whole/reviews/a.json", &crate::support::run("a", "")),
    ]);
    std::fs::create_dir(folder.path("empty")).unwrap();
    std::fs::create_dir_all(folder.path("outer/reviews")).unwrap();
    for (arguments, status, words) in [
        (["build", "nowhere"], 2, "pilcrow init"),
        (["build", "report.md"], 2, "pilcrow import deep-review report.md --output reviews"),
        (["build", "ruff.sarif"], 2, "pilcrow import sarif ruff.sarif --output reviews"),
        (["build", "reviews/2026/a.json"], 2, "pilcrow check reviews/2026/a.json"),
        (["build", "empty"], 0, "hint: make a run to fill in: pilcrow new ID --output empty"),
        (["check", "empty"], 0, "hint: make a run to fill in: pilcrow new ID --output empty"),
        (["check", "my reports"], 0, "pilcrow import deep-review 'my reports'/*.md --output 'my reports'"),
        (["check", "outer"], 0, "pilcrow build outer/reviews"),
    ] {
        folder.expect(&arguments, status, &[words]);
    }
}

const HOSTILE: &str =
    r"@everyone closes #1 | x | <img src=x onerror=alert(1)> [a](https://evil.example/issues/1) ``` \n\n# b";

#[test]
fn a_summary_goes_into_a_pull_request_and_does_nothing_there() {
    let hostile = HOSTILE.replace('"', "\\\"");
    let first = format!(
        r#""subject": {{"repository": "o/n", "pull_request": 7, "title": "{hostile}"}},
        "verdict": {{"label": "{hostile}"}},
        "findings": [{{"id": "I1", "severity": "important", "title": "{hostile}", "found_by": [{{"agent": "claude"}}]}},
                     {{"id": "I2", "severity": "important", "title": "Second", "resolution": {{"action": "fixed"}}}},
                     {{"id": "I3", "severity": "important", "title": "Third"}}]"#
    );
    let second = r#""subject": {"repository": "o/n", "pull_request": 7},
        "findings": [{"id": "C1", "severity": "critical", "title": "Worse", "continues": {"finding": "I1"}},
                     {"id": "S1", "severity": "suggestion", "title": "New", "assessment": "wont-fix"}]"#;
    let folder = Folder::new(&[
        ("reviews/1-first.json", &crate::support::run("1-first", &first)),
        ("reviews/2-second.json", &crate::support::run("2-second", second).replace("03-22T", "03-23T")),
    ]);
    let output = folder.pilcrow(&["summary", "1-first", "--base-url", "https://t.example/r"]);
    let markdown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(markdown.lines().count(), 11, "{markdown}");
    for working in ["@everyone", "#1", "<img", "](https://evil", " | x | ", "\n# b", "```"] {
        assert!(!markdown.contains(working), "{working} in:\n{markdown}");
    }
    assert!(markdown.contains("[¶](<https://t.example/r/reviews/1-first/I1.html>)"), "{markdown}");
    let said = folder.expect(&["summary", "reviews/2-second.json"], 0, &["1 critical, 1 suggestion", "round 2"]);
    assert!(said.contains("Of round 1, still there: I1 (now C1); fixed: I2.\n"), "{said}");
    assert!(said.contains("| **C1** Worse · *since round 1* |"), "{said}");
    assert!(said.ends_with("\nAfter 2 rounds of this change: 2 open, 1 settled, 1 not raised again.\n"), "{said}");
    let linked = folder.expect(&["summary", "2-second", "--base-url", "https://t.example/r"], 0, &[]);
    assert!(
        linked.contains("\n[After 2 rounds](<https://t.example/r/changes/o/n/7.html>) of this change: 2 open"),
        "{linked}"
    );
    assert!(said.contains("| suggestion | **S1** New (won’t fix) · *new* |"), "what people said of it: {said}");
    assert!(!said.contains("]("), "there is no address to link to: {said}");
    folder.expect(&["summary", "2-second", "--max", "1"], 0, &["**C1**", "\n1 more.\n"]);
    folder.expect(&["summary", "third"], 2, &["no valid run of `reviews` is called `third`"]);
}

#[test]
fn shells_and_the_manual_know_every_command() {
    let folder = Folder::new(&[]);
    for command in ["init", "new", "build", "serve", "check", "import", "export", "summary", "schema"] {
        for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
            folder.expect(&["completions", shell], 0, &[command]);
        }
        folder.expect(&["man"], 0, &[&format!("\"pilcrow {command}\"")]);
    }
    assert!(!folder.expect(&["man"], 0, &[]).contains("parse-code"));
}
