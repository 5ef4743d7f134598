//! SARIF files become runs: real ones of five tools, small ones for each rule, and broken ones.

#![allow(clippy::float_cmp, reason = "a test means exactly the number that it names")]

use crate::support::any_bytes::assert_all_accepted;
use pilcrow::internals::archive::encode;
use pilcrow::internals::import::{Imported, Options, Source, read_sarif};
use pilcrow::internals::model::{Action, Date, Finding, Run};
use pilcrow::{Level, Severity};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

const FIXTURES: [(&str, &str); 5] = [
    ("ruff", include_str!("../fixtures/sarif/ruff.sarif")),
    ("bandit", include_str!("../fixtures/sarif/bandit.sarif")),
    ("semgrep", include_str!("../fixtures/sarif/semgrep.sarif")),
    ("eslint", include_str!("../fixtures/sarif/eslint.sarif")),
    ("clippy", include_str!("../fixtures/sarif/clippy.sarif")),
];

fn source(stem: &str, bytes: impl Into<Vec<u8>>) -> Source {
    Source { stem: stem.to_owned(), shown: format!("{stem}.sarif"), bytes: bytes.into(), modified: None }
}

fn dated() -> Options {
    Options { date: Date::parse("2026-03-22"), repository: "me/sample".parse().ok(), ..Options::default() }
}

fn fixtures() -> Vec<Source> {
    FIXTURES.iter().map(|(stem, text)| source(stem, *text)).collect()
}

/// A file with one run of one tool.
fn log(run: &Value) -> Source {
    let mut whole = json!({"tool": {"driver": {"name": "Tool"}}});
    whole.as_object_mut().unwrap().extend(run.as_object().unwrap().clone());
    source("log", json!({"version": "2.1.0", "runs": [whole]}).to_string())
}

#[track_caller]
fn run_of(run: &Value) -> Run {
    let mut import = read_sarif(&[log(run)], &dated());
    assert_all_accepted(&import);
    import.runs.remove(0).run
}

#[track_caller]
fn finding(result: &Value) -> Finding {
    run_of(&json!({"results": [result]})).findings.remove(0)
}

fn at(uri: &str, region: &Value) -> Value {
    json!({"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}})
}

#[test]
fn files_of_real_tools_become_runs() {
    let import = read_sarif(&fixtures(), &dated());
    assert_all_accepted(&import);
    assert_eq!(import.diagnostics, []);
    for Imported { run, kept, .. } in &import.runs {
        insta::assert_snapshot!(run.id.as_str(), format!("{}\n{}", encode(run), kept.join("\n")));
    }
}

#[test]
fn tools_of_one_commit_make_a_panel() {
    let import = read_sarif(&fixtures(), &Options { merge: true, ..dated() });
    assert_all_accepted(&import);
    let [Imported { run, files, .. }] = import.runs.as_slice() else { panic!("{:?}", import.diagnostics) };
    let agents: Vec<&str> = run.reviewers.iter().map(|one| one.agent.as_str()).collect();
    assert_eq!(agents, ["bandit", "clippy", "eslint", "ruff", "semgrep-oss"]);
    assert_eq!((run.id.as_str(), files.len()), ("bandit-clippy-eslint-ruff-semgrep", 5));
    let apart = read_sarif(&fixtures(), &dated());
    let shared: Vec<&Finding> = run.findings.iter().filter(|one| one.found_by.len() > 1).collect();
    let [shared] = shared.as_slice() else { panic!("{shared:?}") };
    assert_eq!(shared.title, "subprocess call with shell=True identified, security issue");
    let finders: Vec<&str> = shared.found_by.iter().map(|credit| credit.agent.as_str()).collect();
    assert_eq!(finders, ["bandit", "ruff"]);
    assert_eq!(shared.body.as_deref().map(|body| body.contains("Rule `S602`")), Some(true));
    assert_eq!(run.findings.len() + 1, apart.runs.iter().map(|one| one.run.findings.len()).sum::<usize>());
}

#[test]
fn levels_and_scores_weigh() {
    for (result, severity, id) in [
        (json!({"level": "error"}), Severity::Important, "I1"),
        (json!({"level": "warning"}), Severity::Suggestion, "S1"),
        (json!({"level": "note"}), Severity::Suggestion, "S1"),
        (json!({"level": "none"}), Severity::Suggestion, "S1"),
        (json!({}), Severity::Suggestion, "S1"),
        (json!({"kind": "review"}), Severity::Suggestion, "S1"),
        (json!({"level": "note", "properties": {"security-severity": "9.8"}}), Severity::Critical, "C1"),
        (json!({"properties": {"security-severity": 7.0}}), Severity::Important, "I1"),
        (json!({"properties": {"security-severity": "4.5"}}), Severity::Suggestion, "S1"),
        (json!({"level": "error", "properties": {"security-severity": "3.9"}}), Severity::Suggestion, "S1"),
        (json!({"level": "error", "properties": {"security-severity": "high"}}), Severity::Important, "I1"),
    ] {
        let finding = finding(&result);
        assert_eq!((finding.severity, finding.id.as_str()), (severity, id), "{result}");
    }
    let rules = json!([{"id": "R", "defaultConfiguration": {"level": "error"}}, {"id": "Q"}]);
    let run = run_of(&json!({
        "tool": {"driver": {"name": "T", "rules": rules}},
        "invocations": [{"ruleConfigurationOverrides": [
            {"descriptor": {"id": "Q"}, "configuration": {"level": "note"}}
        ]}],
        "results": [{"ruleId": "R/case"}, {"ruleId": "Q"}, {"ruleIndex": 0}]
    }));
    let ids: Vec<&str> = run.findings.iter().map(|finding| finding.id.as_str()).collect();
    assert_eq!(ids, ["I1", "S1", "I2"]);
    let tags: Vec<_> =
        run.findings.iter().flat_map(|finding| &finding.tags).map(pilcrow::internals::model::Slug::as_str).collect();
    assert_eq!(tags, ["note"], "a note is told from a warning");
}

#[test]
fn what_is_no_finding_stands_in_a_section() {
    let run = run_of(&json!({"results": [
        {"kind": "pass", "ruleId": "R", "message": {"text": "Holds *here*."}, "locations": [at("a.c", &json!({"startLine": 2}))]},
        {"kind": "open", "message": {"text": "May be."}}
    ]}));
    assert_eq!(run.findings.len(), 1);
    assert_eq!(run.findings[0].tags[0].as_str(), "open");
    assert_eq!(
        run.sections,
        [("Results that are no findings".to_owned(), "- pass `R`: Holds \\*here\\*.\n  - `a.c:2`".to_owned())]
    );
}

#[test]
fn messages_take_their_words_from_the_rule() {
    let run = run_of(&json!({
        "tool": {"driver": {"name": "T", "rules": [
            {"id": "R", "messageStrings": {"m": {"text": "Give {0} a {{name}}, not {1} or {2}."}}}
        ]}},
        "results": [
            {"ruleId": "R", "message": {"id": "m", "arguments": ["`x`", "*y*"]}},
            {"message": {"text": "See [there](7). Then {0}."}, "relatedLocations": [
                {"id": 7, "message": {"text": "the cause"}, "physicalLocation": {"artifactLocation": {"uri": "b.c"}, "region": {"startLine": 9}}}
            ]},
            {"message": {"text": "Short", "markdown": "Short, and **long**"}}
        ]
    }));
    let [first, second, third] = run.findings.as_slice() else { panic!() };
    assert_eq!(first.title, "Give `x` a {name}, not \\*y\\* or {2}");
    assert_eq!(second.title, "See there (`b.c:9`)");
    assert_eq!(second.body.as_deref(), Some("Then {0}.\n\n**Related locations**\n\n- `b.c:9`: the cause"));
    assert_eq!((third.title.as_str(), third.body.as_deref()), ("Short", Some("Short, and **long**")));
}

#[test]
fn a_rule_s_text_stands_once() {
    let rules = json!([
        {"id": "A", "helpUri": "https://a.example/A", "fullDescription": {"text": "All of A."}, "help": {"markdown": "# Head\n\nHelp *A*"}},
        {"id": "B", "helpUri": "javascript:alert(1)", "shortDescription": {"text": "Says B."}},
        {"id": "C", "shortDescription": {"text": "Never seen."}}
    ]);
    let run = run_of(&json!({
        "tool": {"driver": {"name": "T", "rules": rules}},
        "results": [{"ruleId": "A", "message": {"text": "one"}}, {"ruleId": "A", "message": {"text": "two"}},
                    {"ruleId": "B", "message": {"text": "three. Four."}}]
    }));
    assert_eq!(run.findings[0].rule.as_ref().unwrap().url.as_deref(), Some("https://a.example/A"));
    assert_eq!((&run.findings[0].body, &run.findings[1].body), (&None, &None));
    assert_eq!(run.findings[2].rule.as_ref().unwrap().url, None);
    let body = run.findings[2].body.as_deref().unwrap();
    assert!(body.contains("Says B.") && body.contains("- `helpUri`: javascript:alert(1)"), "{body}");
    assert_eq!(
        run.sections,
        [
            ("Rules".to_owned(), "# `A`\n\nAll of A.\n\n## Head\n\nHelp *A*".to_owned()),
            ("Rules without a finding".to_owned(), "- `C`: Never seen".to_owned())
        ]
    );
}

#[test]
fn places_become_locations_and_excerpts() {
    let context = json!({"startLine": 4, "endLine": 6, "snippet": {"text": "a\nb\nc\n"}});
    let found = finding(&json!({"locations": [
        {"physicalLocation": {
            "artifactLocation": {"uri": "src/a%20b.c"}, "contextRegion": context,
            "region": {"startLine": 5, "startColumn": 2, "endColumn": 3, "snippet": {"text": "b"}}
        }},
        at("../out.c", &json!({"startLine": 1}))
    ]}));
    assert_eq!((found.locations.len(), found.locations[0].path.as_str()), (1, "src/a b.c"));
    assert_eq!((found.locations[0].start_line, found.locations[0].end_line), (Some(5), None));
    let [excerpt] = found.excerpts.as_slice() else { panic!() };
    assert_eq!((excerpt.start_line, excerpt.code.as_str()), (Some(4), "a\nb\nc"));
    assert_eq!(excerpt.highlight_lines, [5]);
    let body = found.body.unwrap();
    assert!(body.contains("**Outside the repository**\n\n- `../out.c:1`"), "{body}");
    assert!(body.contains("- Columns: `src/a b.c:5:2-3`"), "{body}");
    let import = read_sarif(&[log(&json!({"results": [{"locations": [at("/etc/x", &json!({}))]}]}))], &dated());
    assert_eq!(import.diagnostics[0].level, Level::Warning);
    assert!(import.runs[0].kept[0].starts_with("locations outside the repository (S1"), "{:?}", import.runs[0].kept);
}

#[test]
fn states_suppressions_and_prints_are_kept() {
    let fixed = finding(&json!({"baselineState": "absent"}));
    assert_eq!(fixed.resolution.unwrap().action, Action::Fixed);
    let new = finding(&json!({
        "baselineState": "new", "rank": 25.0, "guid": "g-1",
        "partialFingerprints": {"p/v1": "abc"}, "fingerprints": {"f": "def", "p/v1": "x"}
    }));
    assert_eq!((new.tags[0].as_str(), new.confidence), ("new", Some(0.25)));
    assert_eq!(new.found_by[0].reference.as_deref(), Some("g-1"));
    let prints: Vec<(&str, &str)> = new.fingerprints.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(prints, [("p/v1", "abc"), ("f", "def"), ("fingerprints/p/v1", "x")]);
    let declined = finding(&json!({"suppressions": [{"kind": "external", "justification": "Known *and* fine"}]}));
    let resolution = declined.resolution.unwrap();
    assert_eq!((resolution.action, resolution.reason.as_deref()), (Action::Declined, Some("Known \\*and\\* fine")));
    assert_eq!(declined.body, None);
    let open = finding(&json!({"suppressions": [{"kind": "external", "status": "rejected", "justification": "No."}]}));
    assert!(open.resolution.is_none());
    assert_eq!(open.body.as_deref(), Some("**Suppressions**\n\n- rejected (external): No."));
}

#[test]
fn flows_stacks_and_properties_stay_as_text() {
    let step = |line: u32, text: &str| json!({"location": {"message": {"text": text}, "physicalLocation": {"artifactLocation": {"uri": "a.c"}, "region": {"startLine": line}}}});
    let found = finding(&json!({
        "message": {"text": "Tainted"},
        "codeFlows": [{"threadFlows": [{"locations": [step(1, "read"), step(2, "written")]}]}],
        "stacks": [{"frames": [step(3, "f")]}],
        "properties": {"tags": ["security", "Two Words"], "deep": {"a": [1]}},
        "workItemUris": ["https://a.example/1"], "hostedViewerUri": "https://a.example/2"
    }));
    assert_eq!(found.tags.iter().map(pilcrow::internals::model::Slug::as_str).collect::<Vec<_>>(), ["security"]);
    assert_eq!(
        found.body.unwrap(),
        "**Code flow**\n\n1. `a.c:1`: read\n2. `a.c:2`: written\n\n**Stack**\n\n1. `a.c:3`: f\n\n**Properties**\n\n\
         - `hostedViewerUri`: <https://a.example/2>\n- `workItemUris`: <https://a.example/1>\n\
         - `deep`: `{\"a\":[1]}`\n- Tags: Two Words"
    );
}

#[test]
fn the_tool_the_subject_and_the_date_are_the_file_s() {
    let import = read_sarif(
        &[log(&json!({
            "tool": {"driver": {"name": "My Tool", "version": "1", "semanticVersion": "1.2.3", "informationUri": "https://t.example"}},
            "automationDetails": {"id": "nightly/"},
            "versionControlProvenance": [{"repositoryUri": "git@git.example.org:a/b.git", "revisionId": "abc1234", "branch": "main"}],
            "invocations": [{
                "executionSuccessful": false, "startTimeUtc": "2026-01-02T03:04:05Z", "endTimeUtc": "2026-01-02T03:04:47Z",
                "toolExecutionNotifications": [{"level": "error", "message": {"text": "Ran out of *memory*"}}]
            }]
        }))],
        &dated(),
    );
    assert_all_accepted(&import);
    let run = &import.runs[0].run;
    let tool = &run.reviewers[0];
    assert_eq!((tool.agent.as_str(), tool.model.as_deref()), ("my-tool", Some("My Tool 1.2.3")));
    assert_eq!((tool.is_lost(), tool.reason.as_deref()), (true, Some("Ran out of \\*memory\\*")));
    assert_eq!(run.date.machine(), "2026-01-02T03:04:47Z");
    assert_eq!(run.wall_clock_seconds, Some(42.0));
    let subject = &run.subject;
    assert_eq!(subject.host.as_deref(), Some("https://git.example.org"));
    assert_eq!(subject.repository.as_deref(), Some("a/b"));
    assert_eq!((subject.revision.as_deref(), subject.branch.as_deref()), (Some("abc1234"), Some("main")));
    assert_eq!(run.facts[0], ("Tool".to_owned(), "[My Tool](<https://t.example>)".to_owned()));
    assert_eq!(run.facts[1], ("Automation".to_owned(), "nightly/".to_owned()));
    assert_eq!(run.sections[0].1, "- error: Ran out of \\*memory\\*");
}

#[test]
fn each_run_of_a_file_is_a_run_of_its_own() {
    let tool = |name: &str| json!({"tool": {"driver": {"name": name}}});
    let text = json!({"version": "2.1.0", "runs": [tool("A"), tool("B")]}).to_string();
    let import = read_sarif(&[source("x", text.clone()), source("x", text)], &dated());
    assert_all_accepted(&import);
    let ids: Vec<&str> = import.runs.iter().map(|one| one.run.id.as_str()).collect();
    assert_eq!(ids, ["x", "x-2", "x-3", "x-4"]);
}

#[test]
fn what_two_tools_found_is_one_finding_when_merged() {
    let file = |stem: &str, tool: &str, revision: &str, results: Value| {
        let run = json!({
            "tool": {"driver": {"name": tool}}, "results": results,
            "versionControlProvenance": [{"repositoryUri": "https://github.com/a/b", "revisionId": revision}]
        });
        source(stem, json!({"version": "2.1.0", "runs": [run]}).to_string())
    };
    let one = |text: &str, line: u32, print: &str, level: &str| {
        json!({"message": {"text": text}, "level": level, "ruleId": text, "locations": [at("a.c", &json!({"startLine": line}))],
               "partialFingerprints": {"own/v1": print, "primaryLocationLineHash": "same"}})
    };
    let mut files = vec![
        file("one", "One", "abcdef1234", json!([one("Bad call.", 1, "p", "warning"), one("Two", 2, "q", "note")])),
        file(
            "two",
            "Two",
            "abcdef1",
            json!([one("bad `call`", 1, "r", "error"), one("Other", 3, "q", "note"), one("New", 2, "s", "note")]),
        ),
    ];
    let merged = Options { merge: true, ..dated() };
    let import = read_sarif(&files, &merged);
    assert_all_accepted(&import);
    assert_eq!(import.diagnostics, []);
    let [Imported { run, files: named, .. }] = import.runs.as_slice() else { panic!() };
    assert_eq!(named, &["one.sarif", "two.sarif"]);
    let told: Vec<(&str, &str, usize)> =
        run.findings.iter().map(|one| (one.id.as_str(), one.title.as_str(), one.found_by.len())).collect();
    assert_eq!(told, [("I1", "Bad call", 2), ("S1", "Two", 2), ("S2", "New", 1)]);
    assert_eq!(run.findings[0].found_by[0].severity, Some(Severity::Suggestion));
    assert_eq!(run.findings[0].found_by[1].severity, Some(Severity::Important));
    assert_eq!(run.findings[1].body.as_deref(), Some("**Two**\n\nOther\n\nRule `Other`"));
    let bytes = encode(run);
    files.reverse();
    assert_eq!(encode(&read_sarif(&files, &merged).runs[0].run), bytes, "whatever the order of the files");

    files.push(file("three", "Three", "fedcba9", json!([])));
    let import = read_sarif(&files, &merged);
    assert!(import.runs.is_empty(), "another commit is not left out, it is refused");
    let [error] = import.diagnostics.as_slice() else { panic!("{:?}", import.diagnostics) };
    assert_eq!((error.level, error.file.as_str()), (Level::Error, "three.sarif"));
    assert_eq!(error.message, "covers revision fedcba9, but one.sarif covers abcdef1234; nothing was merged");
}

#[test]
fn links_of_markdown_name_their_place() {
    let found = finding(&json!({
        "message": {"text": "Read here", "markdown": "**Read** [here](1), see [docs](https://a.example)"},
        "relatedLocations": [{"id": 1, "physicalLocation": {"artifactLocation": {"uri": "b.c"}, "region": {"startLine": 9}}}]
    }));
    let body = found.body.unwrap();
    assert!(body.starts_with("**Read** here (`b.c:9`), see [docs](https://a.example)"), "{body}");
}

#[test]
fn titles_that_repeat_are_told_apart_by_their_rule() {
    let one = |text: &str, rule: &str, line: u32| json!({"message": {"text": text}, "ruleId": rule, "locations": [at("a.lock", &json!({"startLine": line}))]});
    let run = run_of(&json!({"results": [
        one("Package: rope", "CVE-2026-1", 1),
        one("Package: rope", "CVE-2026-2", 1),
        one("Unused line", "W1", 3),
        one("Unused line", "W1", 4),
        one("Package: sail", "CVE-2026-3", 9)
    ]}));
    let titles: Vec<&str> = run.findings.iter().map(|finding| finding.title.as_str()).collect();
    assert_eq!(
        titles,
        ["Package: rope (`CVE-2026-1`)", "Package: rope (`CVE-2026-2`)", "Unused line", "Unused line", "Package: sail"]
    );
}

#[test]
fn the_folder_that_was_scanned_is_cut_off_paths() {
    let results = json!({"results": [
        {"locations": [at("file:///srv/scan/a.c", &json!({"startLine": 1}))]},
        {"locations": [at("/github/workspace/b.c", &json!({"startLine": 2}))]}
    ]});
    let options = Options { roots: vec!["/srv/scan".to_owned()], ..dated() };
    let import = read_sarif(&[log(&results)], &options);
    assert_all_accepted(&import);
    let paths: Vec<&str> =
        import.runs[0].run.findings.iter().map(|finding| finding.locations[0].path.as_str()).collect();
    assert_eq!((paths.as_slice(), import.diagnostics.len()), (["a.c", "b.c"].as_slice(), 0));
}

#[test]
fn a_print_that_many_findings_have_joins_none() {
    let one = |line: u32| {
        json!({"message": {"text": format!("Number {line}")}, "fingerprints": {"id": "requires login"},
               "locations": [at("a.c", &json!({"startLine": line}))]})
    };
    let files = [log(&json!({"results": [one(1), one(2)]})), log(&json!({"results": [one(3)]}))];
    let import = read_sarif(&files, &Options { merge: true, ..dated() });
    assert_eq!(import.runs[0].run.findings.len(), 3);
    assert_eq!(import.runs[0].run.reviewers.len(), 1);
}

#[test]
fn a_file_that_gives_no_run_says_why_and_the_others_go_on() {
    let good = log(&json!({}));
    for (bytes, message) in [
        (&b"{\"version\": \"2.1.0\",\n  oops}"[..], "is not JSON: key must be a string"),
        (b"{\"version\":", "is not JSON: EOF while parsing a value"),
        (b"", "the file is empty"),
        (b"[]", "not a SARIF log: `version` is missing"),
        (b"{\"version\": \"1.0.0\"}", "unsupported SARIF version 1.0.0, expected 2.1.0"),
        (b"{\"version\": \"2.1.0\"}", "no entries in `runs`"),
        (b"\xff\xfe", "is not UTF-8: invalid byte at offset 0"),
    ] {
        let import = read_sarif(&[source("bad", bytes), good.clone()], &dated());
        assert_eq!((import.runs.len(), import.diagnostics.len()), (1, 1), "{message}");
        let error = &import.diagnostics[0];
        assert_eq!((error.level, error.message.as_str(), error.hint.is_some()), (Level::Error, message, true));
    }
    let import = read_sarif(&[source("bad", "{\"version\": \"2.1.0\",\n  oops}")], &dated());
    let place = import.diagnostics[0].place.clone().unwrap();
    assert_eq!((place.line, place.column), (2, 3));
    let import = read_sarif(&[good], &Options::default());
    assert!(import.runs.is_empty());
    assert_eq!(import.diagnostics[0].message, "no date: the log does not record when the tool ran");
    assert_eq!(import.diagnostics[0].hint.as_deref(), Some("pass --date YYYY-MM-DD"));
}

#[test]
fn what_a_tool_says_of_files_is_kept_or_told() {
    let import = read_sarif(
        &[log(&json!({
            "artifacts": [
                {"location": {"uri": "a.c"}, "roles": ["analysisTarget", "resultFile"], "hashes": {"sha-256": "0"}, "length": 3},
                {"location": {"uri": "b.c"}, "roles": ["analysisTarget", "added"], "description": {"text": "Made *here*"}},
                {"location": {"uri": "c.c"}, "length": 4, "properties": {"lines": 2}},
                {"location": {"uri": "c.c"}, "roles": ["resultFile"]},
                {"description": {"text": "Nameless"}, "length": -1, "mimeType": null},
            ],
            "results": [{"locations": [at("a.c", &json!({})), at("b.c", &json!({}))]}]
        }))],
        &dated(),
    );
    assert_all_accepted(&import);
    let [(title, body)] = import.runs[0].run.sections.as_slice() else { panic!("{:?}", import.runs[0].run.sections) };
    assert_eq!(title, "Files");
    assert_eq!(
        body,
        "- `b.c` (added): Made \\*here\\*\n- `c.c`\n  - `properties`: `{\"lines\":2}`\n- a file without an address: Nameless"
    );
    let [note] = import.diagnostics.as_slice() else { panic!("{:?}", import.diagnostics) };
    assert_eq!((note.level, &*note.message), (Level::Note, "omitted: hashes, length for 3 files"));
}

#[test]
fn regions_without_lines_keep_their_offsets() {
    let region = json!({"byteOffset": 4, "byteLength": 2});
    let found = finding(&json!({
        "locations": [at("a.bin", &region), at("../b.bin", &json!({"charOffset": 7}))],
        "relatedLocations": [at("c.bin", &region)]
    }));
    assert_eq!((found.locations.len(), found.locations[0].start_line), (1, None));
    let body = found.body.unwrap();
    assert!(body.contains("- Place in `a.bin`: byte 4, 2 long\n- Place in `../b.bin`: character 7"), "{body}");
    assert!(body.contains("- `c.bin` (byte 4, 2 long)"), "{body}");
}

#[test]
fn what_a_run_only_points_to_is_looked_up() {
    let found = run_of(&json!({
        "logicalLocations": [{"fullyQualifiedName": "harbour::moor", "kind": "function"}],
        "threadFlowLocations": [{"location": at("a.c", &json!({"startLine": 4}))}],
        "results": [{
            "locations": [{"logicalLocations": [{"index": 0}]}],
            "codeFlows": [{"threadFlows": [{"locations": [{"index": 0}]}]}]
        }]
    }));
    let body = found.findings[0].body.as_deref().unwrap();
    assert!(body.contains("1. `a.c:4`") && body.contains("- In `harbour::moor`"), "{body}");
}

#[test]
fn help_of_rules_that_nothing_broke_is_counted() {
    let rules = json!([
        {"id": "A", "shortDescription": {"text": "Says A."}, "help": {"text": "Says A"}},
        {"id": "B", "shortDescription": {"text": "Says B."}, "help": {"text": "Much more"}, "helpUri": "https://b.example"},
        {"id": "C", "help": {"markdown": "Only help"}}
    ]);
    let import = read_sarif(&[log(&json!({"tool": {"driver": {"name": "T", "rules": rules}}}))], &dated());
    let [(_, body)] = import.runs[0].run.sections.as_slice() else { panic!("{:?}", import.runs[0].run.sections) };
    assert_eq!(body, "- `A`: Says A\n- [`B`](<https://b.example>): Says B\n- `C`");
    let told: Vec<&str> = import.diagnostics.iter().map(|one| &*one.message).collect();
    assert_eq!(told, ["omitted: help for 2 rules without findings"]);
}

#[test]
fn parts_in_other_files_are_named_as_not_read() {
    let import = read_sarif(
        &[log(&json!({
            "externalPropertyFileReferences": {
                "results": [{"location": {"uri": "more.sarif-external-properties"}, "itemCount": 4}, {"guid": "g"}],
                "conversion": {"location": {"uri": "c`.json"}}
            },
            "properties": {"x": 1}, "results": [{"locations": [at("/etc/x", &json!({}))]}]
        }))],
        &dated(),
    );
    assert_all_accepted(&import);
    let sections = &import.runs[0].run.sections;
    assert_eq!(sections[0].0, "Not read");
    let body = "These parts of the run are in other files, which were not read:\n\n- `conversion`: ``c`.json``\n\
                - `results`: `more.sarif-external-properties`";
    assert_eq!(sections[0].1, body);
    assert_eq!(sections[1], ("Further data".to_owned(), "- `x`: 1".to_owned()));
    let told: Vec<(Level, &str)> = import.diagnostics.iter().map(|one| (one.level, &*one.message)).collect();
    assert_eq!(
        told,
        [
            (Level::Warning, "external properties are not read: `conversion`, `results`"),
            (Level::Warning, "kept 1 location outside the repository as text")
        ]
    );
    let inline = json!({"version": "2.1.0", "runs": [{}], "inlineExternalProperties": [{"results": []}]}).to_string();
    let inline = read_sarif(&[source("inline", inline)], &dated());
    assert!(inline.diagnostics[0].message.contains("`inlineExternalProperties`"), "{:?}", inline.diagnostics);
}

#[test]
fn half_a_character_costs_no_file() {
    let text = r#"{"version": "2.1.0", "runs": [{"results": [{"message": {"text": "cut \ud83d"}}]}]}"#;
    let import = read_sarif(&[source("cut", text)], &dated());
    assert_eq!(import.runs[0].run.findings[0].title, "cut \u{fffd}");
    let [note] = import.diagnostics.as_slice() else { panic!("{:?}", import.diagnostics) };
    assert_eq!((note.level, note.message.as_str()), (Level::Note, "unpaired surrogate, replaced by U+FFFD"));
    assert_eq!(note.place.as_ref().map(|place| place.column), Some(70));
}

/// The file that git makes of `old` and the finding's patch.
#[track_caller]
fn applied(name: &str, old: &str, patch: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), old).unwrap();
    let mut git = Command::new("git");
    git.args(["apply", "-"]).current_dir(folder.path()).stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut git = git.env("GIT_CEILING_DIRECTORIES", folder.path()).spawn().unwrap();
    git.stdin.take().unwrap().write_all(patch.as_bytes()).unwrap();
    let out = git.wait_with_output().unwrap();
    assert!(out.status.success(), "{}\n{patch}", String::from_utf8_lossy(&out.stderr));
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

fn fix(uri: &str, replacements: &Value) -> Value {
    json!({"description": {"text": "Do it"}, "artifactChanges": [{"artifactLocation": {"uri": uri}, "replacements": replacements}]})
}

#[test]
fn fixes_become_patches_that_git_applies() {
    let lines: Vec<String> = (1..=20).map(|number| format!("line {number}")).collect();
    let whole = lines.join("\n") + "\n";
    let unbroken = lines.join("\n");
    let put = |region: Value, text: &str| json!({"deletedRegion": region, "insertedContent": {"text": text}});
    let at_word = |line: u32| json!({"startLine": line, "startColumn": 1, "endColumn": 5});
    let first = put(at_word(1), "LINE");
    let last = put(at_word(20), "LINE");
    let after_last = put(json!({"startLine": 21, "startColumn": 1, "endColumn": 1}), "more\n");
    let deleted = json!({"deletedRegion": {"startLine": 3, "startColumn": 1, "endLine": 5, "endColumn": 1}});
    let inserted = put(json!({"startLine": 10, "startColumn": 1, "endColumn": 1}), "new\nlines\n");
    let joined = put(json!({"startLine": 7, "startColumn": 7, "endLine": 8, "endColumn": 1}), " and ");
    let all = json!([last, first, deleted, inserted]);
    for (name, old, replacements, expected) in [
        ("a.txt", &whole, json!([first]), whole.replacen("line 1\n", "LINE 1\n", 1)),
        ("a b.txt", &whole, json!([last]), whole.replace("line 20", "LINE 20")),
        ("a.txt", &unbroken, json!([last]), unbroken.replace("line 20", "LINE 20")),
        ("a.txt", &whole, json!([after_last]), format!("{whole}more\n")),
        ("a.txt", &whole, json!([deleted]), whole.replace("line 3\nline 4\n", "")),
        ("a.txt", &whole, json!([inserted]), whole.replace("line 10", "new\nlines\nline 10")),
        ("a.txt", &whole, json!([joined]), whole.replace("line 7\nline 8", "line 7 and line 8")),
        (
            "a.txt",
            &whole,
            all,
            whole
                .replacen("line 1\n", "LINE 1\n", 1)
                .replace("line 3\nline 4\n", "")
                .replace("line 10", "new\nlines\nline 10")
                .replace("line 20", "LINE 20"),
        ),
    ] {
        let run = run_of(&json!({
            "artifacts": [{"location": {"uri": name}, "contents": {"text": old}}],
            "results": [{"fixes": [fix(name, &replacements)]}]
        }));
        let patch = run.findings[0].patch.as_deref().unwrap_or_else(|| panic!("{replacements}"));
        assert_eq!(applied(name, old, patch), expected, "{patch}");
        assert_eq!(run.findings[0].fix.as_deref(), Some("Do it"));
    }
}

#[test]
fn a_snippet_with_a_line_after_the_fix_is_enough_and_one_without_is_not() {
    let old = "one\n  two 𝒳 three\nthree\nfour\n";
    let result = |context: Value| {
        let replacement = json!([{"deletedRegion": {"startLine": 2, "startColumn": 10, "endColumn": 15}, "insertedContent": {"text": "3"}}]);
        json!({"columnKind": "utf16CodeUnits", "results": [{
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": "a.txt"}, "region": {"startLine": 2}, "contextRegion": context
            }}],
            "fixes": [fix("a.txt", &replacement)]
        }]})
    };
    let context = json!({"startLine": 2, "endLine": 3, "snippet": {"text": "  two 𝒳 three\nthree\n"}});
    let run = run_of(&result(context));
    let patch = run.findings[0].patch.as_deref().unwrap();
    assert_eq!(applied("a.txt", old, patch), "one\n  two 𝒳 3\nthree\nfour\n");
    let import = read_sarif(&[log(&result(json!({"startLine": 2, "snippet": {"text": "  two 𝒳 three\n"}})))], &dated());
    let found = &import.runs[0].run.findings[0];
    assert_eq!(found.patch, None);
    assert_eq!(found.fix.as_deref(), Some("Do it\n\nPut at `a.txt:2:10-15`:\n\n```txt\n3\n```"));
    assert!(import.runs[0].kept[0].starts_with("fix as code"), "{:?}", import.runs[0].kept);
}

/// Something else in the place of one of the document's values.
fn mutate(value: &mut Value, at: &mut usize, other: &Value) {
    if *at == 0 {
        *value = other.clone();
    }
    *at = at.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| mutate(item, at, other)),
        Value::Object(fields) => fields.values_mut().for_each(|field| mutate(field, at, other)),
        _ => {}
    }
}

fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!([])),
        Just(json!({})),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0_u64..30).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        Just(json!(4_294_967_295_u64)),
        Just(json!("2026-12-31T23:59:60Z")),
        Just(json!("file:///tmp/sample/%2e%2e/%ff\\..\\é")),
        Just(json!("# `x [y](1) <b> é\u{0}\n```\n\tz")),
        ".{0,12}".prop_map(Value::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_files_give_valid_runs(which in 0_usize..5, changes in prop::collection::vec((0_usize..700, odd()), 1..8), merge: bool) {
        let mut log: Value = serde_json::from_str(FIXTURES[which].1).unwrap();
        for (mut at, other) in changes {
            mutate(&mut log, &mut at, &other);
        }
        let sources = [source(FIXTURES[which].0, log.to_string()), source("bandit", FIXTURES[1].1)];
        assert_all_accepted(&read_sarif(&sources, &Options { merge, ..dated() }));
    }

    #[test]
    fn odd_fixes_give_valid_runs(regions in prop::collection::vec((0_u32..6, 0_u32..6, 0_u32..9, 0_u32..9, "[a\n]{0,3}"), 1..4), text in "[aé\r\n]{0,12}") {
        let replacements: Vec<Value> = regions.iter().map(|(a, b, c, d, text)| json!({
            "deletedRegion": {"startLine": a, "endLine": b, "startColumn": c, "endColumn": d}, "insertedContent": {"text": text}
        })).collect();
        let run = run_of(&json!({
            "artifacts": [{"location": {"uri": "a"}, "contents": {"text": text}}],
            "results": [{"fixes": [fix("a", &Value::from(replacements))]}]
        }));
        prop_assert_eq!(run.findings.len(), 1);
        if let Some(patch) = &run.findings[0].patch {
            applied("a", &text, patch);
        }
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0_usize..20_000) {
        let whole = FIXTURES[0].1.as_bytes();
        let import = read_sarif(&[source("x", bytes), source("cut", &whole[..cut.min(whole.len())])], &dated());
        assert_all_accepted(&import);
        prop_assert_eq!(import.runs.len() + import.diagnostics.iter().filter(|one| one.level == Level::Error).count(), 2);
    }
}
