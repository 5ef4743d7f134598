//! Reviews from GitHub become runs: what stands where, patches that git takes, and no bytes that do harm.

use crate::support::any_bytes::assert_all_accepted;
use pilcrow::internals::archive::encode;
use pilcrow::internals::import::{Import, Imported, Options, Source, read_github};
use pilcrow::internals::model::{Action, Date, Finding, PullRequest, Run};
use pilcrow::{Level, Severity};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::process::Command;

const ALL: [&str; 7] = ["reviews", "comments", "conversation", "pull", "commits", "files", "threads"];
/// A file of the reviewed commit.
const BERTH: &str = include_str!("../fixtures/github/berth.rs.txt");

fn fixture(name: &str) -> Source {
    let path = format!("{}/tests/fixtures/github/{name}.json", env!("CARGO_MANIFEST_DIR"));
    source(name, std::fs::read(path).unwrap())
}

fn source(name: &str, bytes: impl Into<Vec<u8>>) -> Source {
    Source { stem: name.to_owned(), shown: format!("{name}.json"), bytes: bytes.into(), modified: None }
}

fn import(names: &[&str]) -> Import {
    let sources: Vec<Source> = names.iter().map(|name| fixture(name)).collect();
    let import = read_github(&sources, &Options::default());
    assert_all_accepted(&import);
    import
}

#[track_caller]
fn only(import: Import) -> Imported {
    assert_eq!(import.diagnostics, []);
    let [imported] = <[Imported; 1]>::try_from(import.runs).unwrap();
    imported
}

#[track_caller]
fn finding<'r>(run: &'r Run, comment: &str) -> &'r Finding {
    run.findings.iter().find(|finding| finding.fingerprints[0].1 == comment).unwrap()
}

fn lines(finding: &Finding) -> (Option<u32>, Option<u32>) {
    (finding.locations[0].start_line, finding.locations[0].end_line)
}

#[test]
fn the_whole_run_is_as_it_was() {
    let imported = only(import(&ALL));
    insta::assert_snapshot!("import_github", format!("{}\n{}", encode(&imported.run), imported.kept.join("\n")));
}

#[test]
fn the_order_of_the_files_and_what_stands_in_them_twice_change_nothing() {
    let imported = only(import(&ALL));
    assert_eq!(imported.files, ALL.map(|name| format!("{name}.json")));
    let mut names = ALL.to_vec();
    names.reverse();
    names.extend(["comments", "reviews", "commits"]);
    let again = only(import(&names));
    assert_eq!(encode(&again.run), encode(&imported.run));
    assert_eq!(again.kept, imported.kept);
    assert_eq!(again.files.len(), 10);
}

#[test]
fn pages_of_answers_may_stand_in_one_array_or_one_after_another() {
    let text = String::from_utf8(fixture("comments").bytes).unwrap();
    let pages: Vec<Value> =
        serde_json::Deserializer::from_str(&text).into_iter::<Value>().map(Result::unwrap).collect();
    assert_eq!(pages.len(), 2);
    let slurped = source("comments", Value::Array(pages).to_string());
    let expected = encode(&only(import(&["comments"])).run);
    assert_eq!(encode(&only(read_github(&[slurped], &Options::default())).run), expected);
}

#[test]
fn the_head_of_the_run_says_what_was_reviewed_and_by_whom() {
    let run = only(import(&ALL)).run;
    assert_eq!((run.id.as_str(), run.kind.as_str()), ("20260322-142409-pr-7", "github-review"));
    assert_eq!(run.date.machine(), "2026-03-23T09:00:00Z");
    assert_eq!(run.title_line(), "Moor with more than one line");
    let subject = &run.subject;
    assert_eq!(subject.repository.as_deref(), Some("lantern-works/ferry"));
    assert_eq!((subject.host.as_deref(), subject.pull_request), (Some("https://github.com"), PullRequest::new(7)));
    assert_eq!((subject.branch.as_deref(), subject.base.as_deref()), (Some("moor"), Some("main")));
    assert_eq!(subject.revision.as_deref(), Some("0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"));
    assert_eq!(subject.author.as_deref(), Some("@noor"));
    let commits: Vec<_> = subject.commits.iter().map(|commit| commit.subject.as_deref().unwrap()).collect();
    assert_eq!(commits, ["Berths", "Keep lines in order", "Several lines for a ship"]);
    let names: Vec<_> = run.reviewers.iter().map(|r| (r.agent.as_str(), r.display_name())).collect();
    assert_eq!(
        names,
        [
            ("gemini-code-assist", "Gemini Code Assist"),
            ("codex", "Codex"),
            ("coderabbitai", "CodeRabbit"),
            ("copilot", "Copilot"),
            ("claude", "Claude"),
        ]
    );
    assert_eq!(run.facts.len(), 4);
    assert_eq!(
        run.facts[2],
        ("CodeRabbit".to_owned(), "requested changes, 2026-03-22 14:30 UTC, at `0a1b2c3d4e`".to_owned())
    );
}

#[test]
fn what_is_not_in_the_files_comes_from_the_comments_or_the_caller() {
    let run = only(import(&["comments"])).run;
    assert_eq!(run.title_line(), "Pull request #7 of lantern-works/ferry");
    assert_eq!(run.subject.revision.as_deref(), Some("0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"));
    assert_eq!((run.id.as_str(), run.date.machine().as_str()), ("20260322-142408-pr-7", "2026-03-22T17:00:00Z"));
    assert!(run.verdict.is_none() && run.summary.is_none() && run.originals.is_empty());

    let bare = json!([{"state": "COMMENTED", "user": {"login": "claude[bot]"}, "body": "Fine."}]).to_string();
    let options = Options {
        repository: "a/b".parse().ok(),
        host: "https://git.example.com/".parse().ok(),
        revision: Some("abcdef0".to_owned()),
        pull_request: PullRequest::new(3),
        date: Date::parse("2026-01-02"),
        ..Options::default()
    };
    let import = read_github(&[source("bare", bare)], &options);
    assert_all_accepted(&import);
    let run = only(import).run;
    assert_eq!((run.id.as_str(), run.subject.repository.as_deref()), ("20260102-pr-3", Some("a/b")));
    assert_eq!(
        (run.subject.host.as_deref(), run.subject.revision.as_deref()),
        (Some("https://git.example.com"), Some("abcdef0"))
    );
    assert_eq!((run.summary.as_deref(), run.originals.len()), (Some("Fine."), 1));
}

#[test]
fn marks_become_severities_and_tags_and_leave_the_title() {
    let run = only(import(&ALL)).run;
    let found: Vec<_> = run
        .findings
        .iter()
        .map(|f| {
            let tags: Vec<_> = f.tags.iter().map(ToString::to_string).collect();
            (f.id.as_str(), f.found_by[0].agent.as_str(), f.found_by[0].severity, f.title.as_str(), tags.join(" "))
        })
        .collect();
    let (critical, important, suggestion) =
        (Some(Severity::Critical), Some(Severity::Important), Some(Severity::Suggestion));
    let expected = [
        (
            "C1",
            "claude",
            critical,
            "A ship may touch the ground: `fits` takes `>` where the rules ask for a metre more",
            "",
        ),
        (
            "I1",
            "gemini-code-assist",
            important,
            "The loop goes one past the end, and `remove` shifts the lines that follow",
            "high",
        ),
        ("I2", "codex", important, "Keep lines in the order in which they were made fast", "p1"),
        ("S1", "gemini-code-assist", suggestion, "Say in the comment what the tide does", "medium outdated"),
        ("S2", "coderabbitai", suggestion, "Depth is shown with every digit", "potential-issue minor"),
        ("S3", "coderabbitai", suggestion, "Keep the old name as an alias", "refactor-suggestion trivial"),
        ("S4", "copilot", None, "There is no test for this module", ""),
    ];
    assert_eq!(found, expected.map(|(id, agent, own, title, tags)| (id, agent, own, title, tags.to_owned())));
}

#[test]
fn places_are_lines_of_the_new_file() {
    let run = only(import(&ALL)).run;
    assert_eq!(lines(finding(&run, "9001")), (Some(23), Some(25)));
    assert_eq!(lines(finding(&run, "9002")), (Some(18), None));
    assert_eq!(lines(finding(&run, "9004")), (Some(3), None), "outdated");
    assert_eq!(lines(finding(&run, "9006")), (None, None), "on the old file");
    assert_eq!(lines(finding(&run, "9009")), (None, None), "on the file as a whole");
    let excerpt = &finding(&run, "9001").excerpts[0];
    assert_eq!((excerpt.start_line, excerpt.highlight_lines.as_slice()), (Some(20), [23, 24, 25].as_slice()));
    assert_eq!(excerpt.code, BERTH.lines().skip(19).take(6).collect::<Vec<_>>().join("\n"));
    let removed = finding(&run, "9006");
    assert_eq!(removed.excerpts[0].code, "use crate::berth;\npub fn tie() {}\npub fn untie() {}");
    assert!(removed.body.as_ref().unwrap().contains("On the removed lines 11–12"));
    assert!(finding(&run, "9004").body.as_ref().unwrap().contains("its lines are those of `9988776655`"));
}

#[test]
fn lines_that_moved_since_the_hunk_was_taken_move_in_excerpt_and_patch() {
    let mut pages: Value = serde_json::from_slice(&fixture("enterprise").bytes).unwrap();
    let comment = &mut pages[1][0];
    comment["line"] = json!(104);
    comment["body"] = json!("Typo.\n```suggestion\nwick\n```");
    comment["diff_hunk"] = json!("@@ -3,2 +3,3 @@\n a\n+wik");
    let run = only(read_github(&[source("moved", pages.to_string())], &Options::default())).run;
    let found = &run.findings[0];
    assert_eq!(lines(found), (Some(104), None));
    assert_eq!(
        (found.excerpts[0].start_line, found.excerpts[0].highlight_lines.as_slice()),
        (Some(103), [104].as_slice())
    );
    assert!(found.patch.as_ref().unwrap().contains("@@ -103,2 +103,2 @@\n a\n-wik\n+wick\n"));
}

#[test]
fn threads_say_what_came_of_a_finding() {
    let run = only(import(&ALL)).run;
    let resolution = |comment| finding(&run, comment).resolution.as_ref();
    let fixed = resolution("9002").unwrap();
    assert_eq!((fixed.action, fixed.reason.as_deref()), (Action::Fixed, Some("Fixed in 1122334455, thank you.")));
    assert_eq!(fixed.commit.as_deref(), Some("1122334455667788990011223344556677889900"));
    let skipped = resolution("9003").unwrap();
    assert_eq!((skipped.action, skipped.commit.as_deref()), (Action::Skipped, None));
    assert_eq!(skipped.reason.as_deref(), Some("Left for the release after this one."), "a person's, not the bot's");
    let outdated = resolution("9004").unwrap();
    assert_eq!((outdated.action, outdated.reason.as_deref()), (Action::Fixed, None), "matched by its address");
    assert!(resolution("9001").is_none(), "an open thread");
    assert!(resolution("9010").is_none(), "no thread");
    assert!(only(import(&["comments"])).run.findings.iter().all(|finding| finding.resolution.is_none()));
}

#[test]
fn what_people_say_is_kept_where_it_was_said() {
    let imported = only(import(&ALL));
    let run = &imported.run;
    let body = finding(run, "9003").body.as_deref().unwrap();
    assert!(
        body.contains("> **@noor:** Left for the release after this one.\n\n> **CodeRabbit:** Understood, `noor`.")
    );
    assert!(body.contains("**📝 Committable suggestion**") && !body.contains("<details>"));
    assert!(!body.contains("fingerprinting") && !body.contains("```"));
    let note = "finding S2: 4 HTML comments omitted, hidden on GitHub as well";
    assert!(imported.kept.iter().any(|kept| kept == note), "{:?}", imported.kept);
    let counted = finding(run, "9002").body.as_deref().unwrap();
    assert!(
        counted.ends_with("👍 1 · 👎 1 · [On GitHub](https://github.com/lantern-works/ferry/pull/7#discussion_r9002)")
    );

    let titles: Vec<_> = run.sections.iter().map(|(title, _)| title.as_str()).collect();
    let walkthrough = "Comment by CodeRabbit, 2026-03-22 14:20 UTC";
    assert_eq!(titles, [walkthrough, "Comments by people", "Answers without their thread"]);
    let people = &run.sections[1].1;
    let order =
        ["@gemini-code-assist review", "**@mira** on `src/berth.rs:7`", "> A set would drop", "**@mira** approved"];
    let places: Vec<_> = order.iter().map(|words| people.find(words).unwrap()).collect();
    assert!(places.is_sorted(), "{people}");
    assert!(run.sections[2].1.contains("**@ilya** on `docs/tide.md:1`"));
}

#[test]
fn the_verdict_is_the_last_word_of_each_bot() {
    let run = only(import(&ALL)).run;
    let verdict = run.verdict.unwrap();
    assert_eq!(verdict.decision.unwrap().as_str(), "changes-requested", "a person's approval is not a bot's");
    assert_eq!(verdict.label.as_deref(), Some("Changes requested"));
    assert_eq!(verdict.summary.as_deref(), Some("changes requested by CodeRabbit"));
    let originals: Vec<_> = run.originals.iter().map(|o| (o.agent.as_str(), o.pass)).collect();
    assert_eq!(originals, [("gemini-code-assist", None), ("coderabbitai", Some(1)), ("coderabbitai", Some(2))]);
    assert_eq!(run.summary, None);

    let decision = |states: &[&str]| {
        let mut reviews: Value = serde_json::from_slice(&fixture("reviews").bytes).unwrap();
        let template = reviews[2].clone();
        let list = states.iter().zip(10..).map(|(state, minute)| {
            let mut review = template.clone();
            review["id"] = json!(minute);
            review["state"] = json!(state);
            review["submitted_at"] = json!(format!("2026-03-22T14:{minute}:00Z"));
            review
        });
        reviews = Value::Array(list.collect());
        let run = only(read_github(&[source("r", reviews.to_string())], &Options::default())).run;
        run.verdict.and_then(|verdict| verdict.decision).map(|decision| decision.to_string())
    };
    assert_eq!(decision(&["CHANGES_REQUESTED", "COMMENTED", "APPROVED"]).as_deref(), Some("approved"));
    assert_eq!(decision(&["APPROVED", "CHANGES_REQUESTED"]).as_deref(), Some("changes-requested"));
    assert_eq!(decision(&["CHANGES_REQUESTED", "DISMISSED"]), None);
    assert_eq!(decision(&["COMMENTED"]), None);
}

#[test]
fn an_enterprise_server_is_a_host_of_its_own() {
    let imported = only(import(&["enterprise"]));
    let run = &imported.run;
    assert_eq!(
        (run.id.as_str(), run.subject.host.as_deref()),
        ("20260201-080000-pr-12", Some("https://git.example.com"))
    );
    assert_eq!(run.reviewers.len(), 1, "two logins of one agent");
    assert_eq!(run.verdict.as_ref().unwrap().decision.as_ref().unwrap().as_str(), "approved");
    assert_eq!(run.summary.as_deref(), Some("Reads well."));
    assert_eq!(run.findings[0].title, "`wick` is spelt `wik` here");
    assert_eq!(imported.files, ["enterprise.json"]);
}

#[test]
fn every_pull_request_is_a_run() {
    let import = import(&["enterprise", "comments", "commits", "files", "pull", "threads"]);
    assert_eq!(import.diagnostics, []);
    let runs: Vec<_> = import.runs.iter().map(|imported| (imported.run.id.as_str(), imported.files.len())).collect();
    assert_eq!(runs, [("20260201-080000-pr-12", 1), ("20260322-142408-pr-7", 5)]);
    assert_eq!(import.runs[0].run.subject.commits.len(), 0);
    assert_eq!(import.runs[1].run.subject.commits.len(), 3);

    let other = String::from_utf8(fixture("enterprise").bytes).unwrap().replace("isle/lamp", "isle/bell");
    let import = read_github(&[fixture("enterprise"), source("other", other)], &Options::default());
    assert_all_accepted(&import);
    assert_eq!(import.runs[1].run.id.as_str(), "20260201-080000-pr-12-2");
}

/// Applies a patch to the reviewed file and gives what becomes of it.
#[track_caller]
fn applied(patch: &str, flags: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("src")).unwrap();
    std::fs::write(folder.path().join("src/berth.rs"), BERTH).unwrap();
    std::fs::write(folder.path().join("a.patch"), patch).unwrap();
    for arguments in [&["init", "--quiet"] as &[&str], &["apply", "--check"], &["apply"]] {
        let mut git = Command::new("git");
        git.args(arguments).current_dir(folder.path()).env("GIT_CONFIG_GLOBAL", "/dev/null");
        if arguments[0] == "apply" {
            git.args(flags).arg("a.patch");
        }
        let output = git.output().unwrap();
        assert!(output.status.success(), "{}\n{patch}", String::from_utf8_lossy(&output.stderr));
    }
    std::fs::read_to_string(folder.path().join("src/berth.rs")).unwrap()
}

#[test]
fn git_takes_the_patches() {
    let replaced = [
        (
            "9001",
            BERTH.replace(
                "        for at in 0..=self.lines.len() {\n            self.lines.remove(at);\n        }\n",
                "        self.lines.clear();\n",
            ),
        ),
        ("9003", BERTH.replace("{} ({})\"", "{} ({:.1} m)\"")),
        ("9010", BERTH.replace("> draught\n", "> draught + 1.0\n")),
    ];
    // With the changed files every line after a suggestion is known.
    let with_files = only(import(&ALL)).run;
    // Without them, those of other hunks are: only the last suggestion of the file ends where nothing is known.
    let without = only(import(&["comments"])).run;
    for (comment, expected) in &replaced {
        assert_ne!(expected, BERTH);
        assert_eq!(applied(finding(&with_files, comment).patch.as_ref().unwrap(), &[]), *expected);
        let patch = finding(&without, comment).patch.as_ref().unwrap();
        let flags: &[&str] = if *comment == "9003" { &["--unidiff-zero"] } else { &[] };
        assert_eq!(applied(patch, flags), *expected);
    }
    let last = finding(&without, "9003");
    assert!(last.patch.as_ref().unwrap().starts_with("No line after the change is known"));
    assert!(last.fix.as_ref().unwrap().contains("needs `git apply --unidiff-zero`"));
    let second = "```suggestion\n        self.name.clone()\n```";
    assert_eq!(finding(&with_files, "9003").fix.as_deref(), Some(second));
}

#[test]
fn a_suggestion_whose_lines_are_not_known_stays_text() {
    let mut pages: Value = serde_json::from_slice(&fixture("enterprise").bytes).unwrap();
    pages[1][0]["body"] = json!("Typo.\n```suggestion\nwick\n```");
    pages[1][0]["diff_hunk"] = json!("");
    let imported = only(read_github(&[source("r", pages.to_string())], &Options::default()));
    let found = &imported.run.findings[0];
    assert_eq!((found.patch.as_deref(), found.fix.as_deref()), (None, Some("```suggestion\nwick\n```")));
    assert_eq!(imported.kept, ["finding S1: 1 suggestion as text in the fix"]);
}

#[test]
fn a_path_that_leaves_the_repository_is_only_told() {
    let mut pages: Value = serde_json::from_slice(&fixture("enterprise").bytes).unwrap();
    pages[1][0]["path"] = json!("../../etc/passwd");
    let import = read_github(&[source("r", pages.to_string())], &Options::default());
    assert_all_accepted(&import);
    let run = only(import).run;
    assert!(run.findings[0].locations.is_empty());
    assert!(run.findings[0].body.as_ref().unwrap().contains("On `../../etc/passwd`."));
}

#[test]
fn a_bad_file_has_one_error_and_the_others_go_on() {
    let told = |text: &str| {
        let import = read_github(&[source("bad", text), fixture("enterprise")], &Options::default());
        assert_eq!(import.runs.len(), 1, "{text}");
        let [diagnostic] = <[_; 1]>::try_from(import.diagnostics).unwrap();
        assert_eq!((diagnostic.level, diagnostic.file.as_str()), (Level::Error, "bad.json"));
        assert!(diagnostic.hint.is_some(), "{text}");
        diagnostic
    };
    let broken = told("[\n  {\"id\": 1,, }]");
    assert!(broken.message.starts_with("is not JSON: "), "{}", broken.message);
    let place = broken.place.unwrap();
    assert_eq!((place.line, place.column, place.excerpt.as_str()), (2, 12, "  {\"id\": 1,, }]"));
    assert!(told("[{\"id\"").hint.unwrap().contains("truncated"));
    for (text, message) in [
        ("", "the file is empty"),
        (" \n", "the file is empty"),
        ("{\"a\": 1}", "no reviews or comments of a GitHub pull request found"),
        ("[1, null]", "no reviews or comments of a GitHub pull request found"),
        ("{\"message\": \"Not Found\", \"status\": \"404\"}", "GitHub API error: Not Found"),
        ("{\"data\": null, \"errors\": [{\"message\": \"Bad\\nfield\"}]}", "GitHub API error: Bad field"),
    ] {
        assert_eq!(told(text).message, message);
    }
    let utf16 = read_github(&[source("bad", b"\xff\xfe[\0".as_slice())], &Options::default());
    assert!(utf16.diagnostics[0].message.contains("is not UTF-8") && utf16.runs.is_empty());
}

#[test]
fn a_file_that_gives_nothing_says_why() {
    let told = |names: &[&str]| {
        let sources: Vec<_> = names.iter().map(|name| fixture(name)).collect();
        let import = read_github(&sources, &Options::default());
        import
            .diagnostics
            .into_iter()
            .map(|diagnostic| format!("{}: {}", diagnostic.file, diagnostic.message))
            .collect::<Vec<_>>()
    };
    let about = "describes a pull request, but none of the files has its reviews or comments";
    assert_eq!(told(&["pull", "enterprise"]), [format!("pull.json: {about}")]);
    assert_eq!(told(&["commits", "enterprise"]), [format!("commits.json: {about}")]);
    assert_eq!(
        told(&["threads", "enterprise"]),
        ["threads.json: lists review threads, but none of the files has their comments"]
    );
    let empty = read_github(&[source("empty", "[]")], &Options::default());
    assert_eq!(empty.diagnostics[0].message, "no reviews or comments: the list is empty");
    let beside = read_github(&[source("empty", "[][]"), fixture("enterprise")], &Options::default());
    assert_eq!(beside.diagnostics, []);
    let undated = json!([{"state": "COMMENTED", "user": null, "body": "x"}]).to_string();
    let undated = read_github(&[source("undated", undated)], &Options::default());
    assert_eq!(undated.diagnostics[0].message, "no review date found");

    let mixed = format!("[{{\"a\": 1}}]{}", String::from_utf8(fixture("enterprise").bytes).unwrap());
    let import = read_github(&[source("mixed", mixed)], &Options::default());
    assert_eq!(import.runs.len(), 1);
    assert_eq!(import.diagnostics[0].level, Level::Warning);
    assert_eq!(import.diagnostics[0].message, "1 of 3 objects are not part of a review");
}

#[test]
fn half_a_character_costs_no_file() {
    let text = String::from_utf8(fixture("enterprise").bytes).unwrap().replace("Reads well.", "Reads \\udc00well.");
    let import = read_github(&[source("cut", text)], &Options::default());
    assert_eq!(import.runs[0].run.originals[0].body, "Reads \u{fffd}well.");
    let [note] = import.diagnostics.as_slice() else { panic!("{:?}", import.diagnostics) };
    assert_eq!((note.level, note.message.as_str()), (Level::Note, "unpaired surrogate, replaced by U+FFFD"));
}

/// Every pointer of a document.
fn pointers(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| pointers(inner, &format!("{at}/{key}"), out)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(nth, inner)| pointers(inner, &format!("{at}/{nth}"), out));
        }
        _ => {}
    }
}

/// Values that stand where they do no good: numbers at the edges, and texts full of Markdown and diffs.
fn odd() -> impl Strategy<Value = Value> {
    let marks = "[`*_#<>!\\[\\]()|:.\\-+@ \\\\\"\r\na-cPü🟠]{0,60}";
    let words = prop::sample::select(vec![
        "```suggestion\nx\n```",
        "<!--",
        "-->",
        "<details>",
        "<summary>",
        "![high](",
        "<img alt=\"P1\">",
        "**[P0]** ",
        "@@ -1 +1 @@\n+x",
        "@@ -4294967295,9 +4294967295,9 @@\n a\n-b\n\\ No newline",
        "2026-02-30T00:00:00Z",
        "2016-12-31T23:59:60Z",
        "-100-01-01",
        "0000-01-01T00:00:00+23:59",
        "https://github.com/a/b/pull/4294967296",
        "https://é.example/a/b/pull/1",
        "LEFT",
        "APPROVED",
        "../x",
        "a\\b \"c\"",
        "[bot]",
        "\u{0}\u{2028}",
        "9001",
    ]);
    prop_oneof![
        Just(Value::Null),
        Just(json!([])),
        Just(json!({})),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        prop::sample::select(vec![0_u64, 1, 2, 3, 9001, u64::from(u32::MAX), u64::MAX]).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        marks.prop_map(Value::from),
        prop::collection::vec(words, 1..5).prop_map(|words| Value::from(words.concat())),
    ]
}

/// All fixtures, a few of their values exchanged.
fn mutated() -> impl Strategy<Value = Vec<Source>> {
    let documents: Vec<Value> = ALL
        .iter()
        .chain(&["enterprise"])
        .map(|name| {
            let bytes = fixture(name).bytes;
            let pages = serde_json::Deserializer::from_slice(&bytes).into_iter::<Value>();
            Value::Array(pages.map(Result::unwrap).collect())
        })
        .collect();
    let whole = Value::Array(documents);
    let mut all = Vec::new();
    pointers(&whole, "", &mut all);
    let changes = prop::collection::vec((prop::sample::select(all), odd()), 0..12);
    changes.prop_map(move |changes| {
        let mut whole = whole.clone();
        for (pointer, value) in changes {
            if let Some(place) = whole.pointer_mut(&pointer) {
                *place = value;
            }
        }
        let files = whole.as_array().into_iter().flatten();
        files.enumerate().map(|(at, file)| source(&format!("f{at}"), file.to_string())).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_answers_hold_the_runs_are_valid(sources in mutated()) {
        assert_all_accepted(&read_github(&sources, &Options::default()));
    }

    #[test]
    fn whatever_the_bytes_nothing_panics(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        name in prop::sample::select(ALL.to_vec()),
        cut in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
    ) {
        let good = fixture(name).bytes;
        let truncated = good[..cut.index(good.len())].to_vec();
        let mut spoilt = good.clone();
        let place = at.index(good.len());
        let end = (place + bytes.len() / 40).min(good.len());
        spoilt.splice(place..end, bytes.iter().copied().take(5));
        let sources = [source("a", bytes), source("b", truncated), source("c", spoilt), fixture("enterprise")];
        let import = read_github(&sources, &Options::default());
        assert_all_accepted(&import);
        prop_assert!(!import.runs.is_empty());
    }
}
