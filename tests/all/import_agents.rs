//! What agents and linters write becomes runs: what has a field stands there, and the rest is kept.

#![allow(clippy::float_cmp, reason = "a test means exactly the number that it names")]

use crate::support::any_bytes::assert_all_accepted;
use crate::support::root;
use pilcrow::internals::archive::encode;
use pilcrow::internals::import::{Detected, Format, Import, Imported, Options, Source, detect};
use pilcrow::internals::model::{Date, Finding, PullRequest, Run, Slug, Status};
use pilcrow::{Level, Severity};
use serde_json::{Value, json};

/// Fixtures, after the shapes that the programs publish, and what they are.
const FIXTURES: [(&str, Format); 10] = [
    ("codex.json", Format::Codex),
    ("codex-adversarial.json", Format::Codex),
    ("codex-events.jsonl", Format::Codex),
    ("claude.json", Format::Claude),
    ("claude-answer.json", Format::Claude),
    ("coderabbit.jsonl", Format::Coderabbit),
    ("roborev.json", Format::Roborev),
    ("rdjson.json", Format::Rdjson),
    ("rdjson.jsonl", Format::Rdjsonl),
    ("gitlab.json", Format::Gitlab),
];

fn fixture(name: &str) -> String {
    std::fs::read_to_string(root().join("tests/fixtures/import").join(name)).unwrap()
}

fn source(name: &str, bytes: impl Into<Vec<u8>>) -> Source {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    Source { stem, shown: name.to_owned(), bytes: bytes.into(), modified: None }
}

fn dated() -> Options {
    Options { date: Date::parse("2026-05-05"), ..Options::default() }
}

#[track_caller]
fn import_with(format: Format, name: &str, text: &str, options: &Options) -> Import {
    let import = format.read(&[source(name, text)], options);
    assert_all_accepted(&import);
    import
}

#[track_caller]
fn only(import: Import) -> Imported {
    let [imported] = <[Imported; 1]>::try_from(import.runs).unwrap_or_else(|_| panic!("{:?}", import.diagnostics));
    imported
}

#[track_caller]
fn imported(format: Format, text: &str) -> Imported {
    only(import_with(format, "x.json", text, &dated()))
}

#[track_caller]
fn run_of(name: &str) -> Run {
    let (_, format) = FIXTURES.into_iter().find(|(known, _)| *known == name).unwrap();
    only(import_with(format, name, &fixture(name), &dated())).run
}

fn tags(finding: &Finding) -> Vec<&str> {
    finding.tags.iter().map(Slug::as_str).collect()
}

/// Its places with their lines.
fn place(finding: &Finding) -> String {
    let places = finding.locations.iter().map(|at| match (at.start_line, at.end_line) {
        (None, _) => at.path.clone(),
        (Some(first), None) => format!("{}:{first}", at.path),
        (Some(first), Some(last)) => format!("{}:{first}-{last}", at.path),
    });
    places.collect::<Vec<_>>().join(" ")
}

/// Id, own severity and tags of each finding.
fn grades(run: &Run) -> Vec<(String, Option<Severity>, String)> {
    let grade = |finding: &Finding| (finding.id.to_string(), finding.found_by[0].severity, tags(finding).join(" "));
    run.findings.iter().map(grade).collect()
}

#[track_caller]
fn assert_grades(run: &Run, expected: &[(&str, Option<Severity>, &str)]) {
    let expected: Vec<_> =
        expected.iter().map(|(id, own, tags)| ((*id).to_owned(), *own, (*tags).to_owned())).collect();
    assert_eq!(grades(run), expected);
}

const CRITICAL: Option<Severity> = Some(Severity::Critical);
const IMPORTANT: Option<Severity> = Some(Severity::Important);
const SUGGESTION: Option<Severity> = Some(Severity::Suggestion);

#[test]
fn codex_priorities_weigh_and_its_words_are_the_verdict() {
    let run = run_of("codex.json");
    assert_grades(&run, &[("I1", IMPORTANT, "p1"), ("S1", SUGGESTION, "p3"), ("S2", None, "unrated")]);
    let [first, second, third] = run.findings.as_slice() else { panic!() };
    assert_eq!(first.title, "Cast off only when every line is loose");
    assert_eq!((place(first).as_str(), first.confidence), ("src/berth.rs:41-44", Some(0.86)));
    assert!(first.fix.as_deref().unwrap().contains("while berth.lines()"), "the suggested change");
    assert!(!first.body.as_deref().unwrap().contains("```"));
    assert!(second.locations.is_empty() && second.body.as_deref().unwrap().ends_with("`tide.md:3`"));
    assert_eq!((second.confidence, third.confidence), (Some(0.4), None));
    let body = third.body.as_deref().unwrap();
    for kept in ["Priority: 7", "Confidence: 85", "`reviewed_by`: second pass"] {
        assert!(body.contains(kept), "{body}");
    }
    let verdict = run.verdict.unwrap();
    assert_eq!(verdict.decision.unwrap().as_str(), "merge-with-fixes");
    assert_eq!(verdict.label.as_deref(), Some("patch is incorrect"));
    assert_eq!(run.summary.as_deref(), Some("Casting off is unsafe with more than one line."));
    assert_eq!(run.reviewers[0].agent.as_str(), "codex");

    let approved = imported(Format::Codex, r#"{"findings": [], "overall_correctness": "patch is correct"}"#).run;
    assert_eq!((approved.findings.len(), approved.verdict.unwrap().decision.unwrap().as_str()), (0, "merge-as-is"));
    let unsure = imported(Format::Codex, r#"{"findings": [], "overall_correctness": "hard to *say*"}"#).run;
    let verdict = unsure.verdict.unwrap();
    assert_eq!((verdict.decision, verdict.label.as_deref()), (None, Some("hard to \\*say\\*")));
}

#[test]
fn every_priority_of_codex_has_its_severity() {
    for (priority, title, id, own) in [
        (json!(0), "t", "C1", CRITICAL),
        (json!(1), "t", "I1", IMPORTANT),
        (json!("P2"), "t", "S1", SUGGESTION),
        (json!("3"), "t", "S1", SUGGESTION),
        (json!(null), "[P0] t", "C1", CRITICAL),
        (json!(2), "[P0] t", "S1", SUGGESTION),
        (json!(null), "t", "S1", None),
        (json!(-1), "t", "S1", None),
        (json!({}), "t", "S1", None),
    ] {
        let review = json!({"findings": [{"title": title, "priority": priority}]});
        let finding = imported(Format::Codex, &review.to_string()).run.findings.remove(0);
        assert_eq!((finding.id.as_str(), finding.found_by[0].severity), (id, own), "{review}");
        assert_eq!(finding.title, "t");
        assert_eq!(tags(&finding).contains(&"unrated"), own.is_none(), "{review}");
    }
}

#[test]
fn an_adversarial_review_keeps_its_advice() {
    let run = run_of("codex-adversarial.json");
    assert_grades(&run, &[("I1", IMPORTANT, "high"), ("S1", None, "unrated")]);
    assert_eq!(place(&run.findings[0]), "src/radio.rs:88-97");
    assert_eq!(run.findings[0].fix.as_deref(), Some("Take the lock after the answer is there."));
    assert!(run.findings[1].body.as_deref().unwrap().contains("Severity: dire"));
    assert_eq!(run.verdict.unwrap().decision.unwrap().as_str(), "merge-with-fixes");
    assert_eq!(run.sections[0].1, "- Add a test with a silent ship.\n- Measure the lock.");
}

#[test]
fn events_of_codex_hold_a_review_in_markdown() {
    let run = run_of("codex-events.jsonl");
    assert_grades(&run, &[("C1", CRITICAL, "p0")]);
    assert_eq!(run.sections[0].1, "I looked at the berth and the radio.\n\nNothing else stood out.");
    let metrics = &run.metrics[0];
    assert_eq!((metrics.figure("input_tokens"), metrics.figure("output_tokens")), (Some(24000.0), Some(900.0)));
    let failed = imported(
        Format::Codex,
        "{\"type\":\"thread.started\",\"thread_id\":\"t\"}\n{\"type\":\"turn.failed\",\"error\":{\"message\":\"usage *limit*\"}}",
    );
    let reviewer = &failed.run.reviewers[0];
    assert_eq!((reviewer.status, reviewer.reason.as_deref()), (Status::Failed, Some("usage \\*limit\\*")));
}

#[test]
fn findings_of_claude_are_not_rated() {
    let run = run_of("claude.json");
    let expected = [
        ("S1", None, "correctness confirmed unrated"),
        ("S2", None, "efficiency plausible unrated"),
        ("S3", None, "unrated"),
    ];
    assert_grades(&run, &expected);
    let [first, second, third] = run.findings.as_slice() else { panic!() };
    assert_eq!(first.title, "`cast_off` starts the engine while a line is still fast");
    let body = first.body.as_deref().unwrap();
    assert!(body.starts_with("The loop checks the first line alone.\n\n**Failure scenario:** Two lines"), "{body}");
    assert_eq!((second.title.as_str(), place(second).as_str()), ("Stale tide", "ferry/src/tide.rs:9"));
    assert!(second.body.as_deref().unwrap().contains("Outcome: skipped"));
    assert!(third.body.as_deref().unwrap().contains("Verdict: MAYBE"));
    assert!(run.findings.iter().all(|finding| finding.judgement.assessment.is_none() && finding.resolution.is_none()));

    let options = Options { severity: Some(Severity::Important), agent: "opus".parse().ok(), ..dated() };
    let run = only(import_with(Format::Claude, "c.json", &fixture("claude.json"), &options)).run;
    assert_eq!(run.findings[0].id.as_str(), "I1");
    assert_eq!((run.findings[0].found_by[0].severity, run.reviewers[0].agent.as_str()), (None, "opus"));
    assert_eq!(tags(&run.findings[0]), ["correctness", "confirmed", "unrated"]);
}

#[test]
fn the_answer_around_a_review_says_what_it_took() {
    let run = run_of("claude-answer.json");
    assert_eq!(run.reviewers[0].model.as_deref(), Some("claude-opus-4-6"), "not the helper's");
    let metrics = &run.metrics[0];
    let figures = ["duration_seconds", "cost_usd", "input_tokens", "output_tokens"].map(|name| metrics.figure(name));
    assert_eq!(figures, [Some(184.25), Some(0.4821), Some(50000.0), Some(2100.0)]);
    assert!(metrics.notes.iter().any(|(label, line)| label == "Session" && line == "4f6c-quay"), "{:?}", metrics.notes);
    assert_eq!(run.sections[0].1, "Three places looked wrong; one held up.");

    let stream = "{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"s\",\"model\":\"m 1\",\"cwd\":\"/home/me/x\"}\n\
        {\"type\":\"assistant\",\"session_id\":\"s\",\"message\":{\"content\":[{\"type\":\"tool_use\",\"name\":\"ReportFindings\",\
        \"input\":{\"level\":\"high\",\"findings\":[{\"file\":\"/home/me/x/a.rs\",\"line\":1,\"summary\":\"s\",\"failure_scenario\":\"f\"}]}}]}}\n\
        {\"type\":\"result\",\"subtype\":\"success\",\"session_id\":\"s\",\"result\":\"Done.\"}";
    let run = imported(Format::Claude, stream).run;
    assert_eq!((place(&run.findings[0]).as_str(), run.reviewers[0].model.as_deref()), ("a.rs:1", Some("m 1")));
    assert_eq!(run.facts, [("Level".to_owned(), "high".to_owned())]);
    let again = stream.replace("Done.", &json!([{"file": "b.rs", "summary": "x"}]).to_string().replace('"', "\\\""));
    assert_eq!(imported(Format::Claude, &again).run.findings.len(), 2, "what stands in the answer is read as well");
    let structured = r#"{"type":"result","session_id":"s","duration_ms":-1,"result":"[{\"file\":\"a.rs\",\"summary\":\"s\"}]",
        "structured_output":[{"file":"a.rs","summary":"s"}]}"#;
    let run = imported(Format::Claude, structured).run;
    assert_eq!(run.findings.len(), 1, "the same in two places is one review");
    assert_eq!(run.metrics[0].figure("duration_seconds"), None);
    assert!(run.metrics[0].notes.iter().any(|(label, line)| label == "duration_ms" && line == "-1"));
    let answer = fixture("claude-answer.json");
    let twice = format!("{answer}{}", answer.replace("4f6c-quay", "5a7d-pier"));
    let metrics = imported(Format::Claude, &twice).run.metrics.remove(0);
    assert_eq!(metrics.figure("duration_seconds"), Some(368.5), "two answers add up");
    assert!(metrics.notes.iter().any(|(label, line)| label == "Session" && line == "4f6c-quay, 5a7d-pier"));
    let failed = r#"{"type":"result","subtype":"error_max_turns","is_error":true,"session_id":"s"}"#;
    assert_eq!(imported(Format::Claude, failed).run.reviewers[0].status, Status::Failed);
}

#[test]
fn options_name_what_a_file_does_not() {
    let options = Options {
        repository: "lantern-works/ferry".parse().ok(),
        pull_request: PullRequest::new(7),
        revision: Some("0a1b2c3d".to_owned()),
        model: Some("Model 5".to_owned()),
        ..dated()
    };
    let run = only(import_with(Format::Claude, "c.json", &fixture("claude.json"), &options)).run;
    assert_eq!(run.title_line(), "Pull request #7 of lantern-works/ferry");
    assert_eq!((run.id.as_str(), run.subject.revision.as_deref()), ("c", Some("0a1b2c3d")));
    assert_eq!(run.reviewers[0].model.as_deref(), Some("Model 5"));
    assert_eq!(place(&run.findings[1]), "src/tide.rs:9", "below the folder of the repository's name");
    let answer = only(import_with(Format::Claude, "c.json", &fixture("claude-answer.json"), &options));
    assert_eq!(answer.run.reviewers[0].model.as_deref(), Some("claude-opus-4-6"), "the file says which");
    assert!(answer.kept.iter().any(|kept| kept.contains("Model 5")), "{:?}", answer.kept);
}

#[test]
fn coderabbit_says_where_in_words_and_its_diffs_are_patches() {
    let run = run_of("coderabbit.jsonl");
    let expected = [
        ("C1", CRITICAL, ""),
        ("I1", IMPORTANT, "major potential-issue"),
        ("S1", SUGGESTION, "trivial"),
        ("S2", SUGGESTION, "info"),
        ("S3", None, "unrated"),
    ];
    assert_grades(&run, &expected);
    let [first, second, third, ..] = run.findings.as_slice() else { panic!() };
    assert_eq!(place(first), "src/sign.rs:7-9", "without the folder that it was reviewed in");
    assert!(first.patch.as_deref().unwrap().starts_with("diff --git a/src/sign.rs"));
    let fix = first.fix.as_deref().unwrap();
    assert!(
        fix.starts_with("Verify each finding first.") && fix.contains("```\nlet key = Secret::new(key);\n```"),
        "{fix}"
    );
    assert_eq!(second.title, "Check every line before casting off");
    assert_eq!(second.body.as_deref(), Some("Only the first is looked at."));
    assert_eq!((third.title.as_str(), place(third).as_str()), ("Name the zone", "docs/tide.md:3"));
    assert_eq!((run.subject.branch.as_deref(), run.subject.base.as_deref()), (Some("two-lines"), Some("main")));
    assert!(!encode(&run).contains("/home/mira"));
    let marked = r#"{"type":"finding","fileName":"a.rs","comment":"_🔴 Critical_\n\n**Knot.**"}"#;
    assert_grades(&imported(Format::Coderabbit, marked).run, &[("C1", CRITICAL, "")]);
}

#[test]
fn a_review_by_coderabbit_that_failed_is_a_reviewer_that_failed() {
    let context = r#"{"type":"review_context","reviewType":"all"}"#;
    let finding = r#"{"type":"finding","severity":"minor","fileName":"a.rs","comment":"Knot."}"#;
    let error = r#"{"type":"error","errorType":"rate_limit","message":"Too many reviews","recoverable":true}"#;
    for (lines, status, reason) in [
        (vec![context, finding, error], Status::Failed, Some("Too many reviews")),
        (vec![context, finding], Status::Failed, Some("The output ends before the review was complete")),
        (vec![finding], Status::Completed, None),
        (vec![context, r#"{"type":"complete","status":"review_completed","findings":0}"#], Status::Completed, None),
    ] {
        let run = imported(Format::Coderabbit, &lines.join("\n")).run;
        assert_eq!((run.reviewers[0].status, run.reviewers[0].reason.as_deref()), (status, reason), "{lines:?}");
        assert_eq!(run.findings.len(), usize::from(lines.contains(&finding)));
    }
    let miscounted = [finding, r#"{"type":"complete","status":"review_completed","findings":3}"#].join("\n");
    let import = import_with(Format::Coderabbit, "x", &miscounted, &dated());
    assert!(import.diagnostics[0].message.contains("counts 3 findings, and the file holds 1"));
}

#[test]
fn reviews_of_one_commit_by_roborev_are_one_panel() {
    let run = run_of("roborev.json");
    let agents: Vec<_> = run.reviewers.iter().map(|one| (one.agent.as_str(), one.tool.as_deref())).collect();
    assert_eq!(agents, [("codex", Some("roborev 0.31.0")), ("claude-code", Some("roborev 0.31.0"))]);
    let expected =
        [("I1", IMPORTANT, "high"), ("S1", SUGGESTION, "medium"), ("S2", SUGGESTION, "low"), ("I2", IMPORTANT, "high")];
    assert_grades(&run, &expected);
    let places: Vec<String> = run.findings.iter().map(place).collect();
    assert_eq!(places, ["src/berth.rs:41-44", "src/tide.rs:9", "docs/tide.md", "src/radio.rs:88"]);
    assert_eq!(run.findings[1].fix.as_deref(), Some("Read it when casting off."));
    assert_eq!(run.originals.len(), 2, "what cannot be read as a finding is in the reports");
    assert_eq!((run.date.machine().as_str(), run.id.as_str()), ("2026-05-04T09:20:00Z", "roborev"));
    assert_eq!(run.subject.repository.as_deref(), Some("lantern-works/ferry"));
    assert_eq!(run.verdict.unwrap().decision.unwrap().as_str(), "merge-with-fixes");
    let costs: Vec<_> = run.metrics.iter().map(|metrics| metrics.figure("cost_usd")).collect();
    assert_eq!(costs, [Some(0.21), None], "what is not recorded is not zero");
    assert!(run.facts.iter().any(|(label, line)| label == "Subagent security" && line.contains("$0.05")));
}

#[test]
fn reviews_of_other_commits_by_roborev_are_other_runs() {
    let mut export: Value = serde_json::from_str(&fixture("roborev.json")).unwrap();
    export["reviews"][1]["commit_sha"] = json!("ffff000");
    let import = import_with(Format::Roborev, "r.json", &export.to_string(), &Options::default());
    let runs: Vec<_> = import.runs.iter().map(|one| (one.run.id.as_str(), one.run.reviewers.len())).collect();
    assert_eq!(runs, [("r", 1), ("r-2", 1)]);
    export["reviews"][1] = export["reviews"][0].clone();
    export["reviews"][1]["verdict"] = json!("pass");
    let run = only(import_with(Format::Roborev, "r.json", &export.to_string(), &Options::default())).run;
    let passes: Vec<_> = run.findings.iter().map(|finding| finding.found_by[0].pass).collect();
    assert_eq!((run.reviewers.len(), passes), (1, vec![Some(1), Some(2)]), "a second look by one agent is a pass");
    assert_eq!(run.metrics[0].figure("cost_usd"), Some(0.42));

    let subject = |repo: &str| {
        let export = json!({"reviews": [{"agent": "a", "repo": repo, "document": {"findings": [
            {"problem": "t", "severity": "low", "location": "/home/me/ferry/a.rs:3"}
        ]}}]});
        let options = Options { host: "https://git.example.org".parse().ok(), ..dated() };
        let run = only(import_with(Format::Roborev, "r.json", &export.to_string(), &options)).run;
        let (host, repository) = (run.subject.host.as_deref(), run.subject.repository.as_deref());
        (host.map(str::to_owned), repository.map(str::to_owned), place(&run.findings[0]))
    };
    let told = |host: &str, repository: &str, place: &str| {
        (Some(host.to_owned()), Some(repository.to_owned()).filter(|name| !name.is_empty()), place.to_owned())
    };
    assert_eq!(
        subject("https://me:secret@github.com/works/ferry.git"),
        told("https://github.com", "works/ferry", "a.rs:3")
    );
    assert_eq!(subject("git@github.com:works/ferry"), told("https://github.com", "works/ferry", "a.rs:3"));
    assert_eq!(subject("works/ferry"), told("https://git.example.org", "works/ferry", "a.rs:3"));
    assert_eq!(subject("/home/me/ferry"), told("https://git.example.org", "", ""));

    export["reviews"] = json!([{"review_id": "a", "agent": "codex", "content": null}]);
    let import = import_with(Format::Roborev, "r.json", &export.to_string(), &dated());
    assert!(import.runs.is_empty(), "an export without content does not say that nothing was found");
}

#[test]
fn reports_in_markdown_are_read_in_the_forms_that_agents_use() {
    let finding = |content: &str| {
        let export = json!({"reviews": [{"review_id": "a", "agent": "codex", "content": content}]});
        imported(Format::Roborev, &export.to_string()).run.findings
    };
    for (content, id, title, at) in [
        (
            "### 1. High\n\n**Location:** a.rs:3\n\n**Problem:** Knot. Loose.\n\n**Fix:** Tie it.",
            "I1",
            "Knot",
            "a.rs:3",
        ),
        ("- **Severity**: critical\n- **Location**: `a.rs:3-4`\n- **Problem**: Knot", "C1", "Knot", "a.rs:3-4"),
        ("1. [Medium] `a.rs:3` — Knot", "S1", "Knot", "a.rs:3"),
        ("- **High:** Knot in `src/a.rs:3`.", "I1", "Knot in `src/a.rs:3`", "src/a.rs:3"),
        ("## High\n\n- a.rs:3: Knot\n", "I1", "Knot", "a.rs:3"),
        ("### [Low] Knot\n\nIt is loose.", "S1", "Knot", ""),
    ] {
        let found = finding(content);
        assert_eq!(found.len(), 1, "{content}");
        let found = &found[0];
        assert_eq!((found.id.as_str(), found.title.as_str(), place(found).as_str()), (id, title, at), "{content}");
    }
    for content in ["No issues found.", "- High water at noon", "```\n- **High**: code\n```", "## Low tide\n\n- words"]
    {
        assert_eq!(finding(content).len(), 0, "{content}");
    }
}

#[test]
fn diagnostics_have_rules_ranges_and_fixes() {
    let run = run_of("rdjson.json");
    let agents: Vec<&str> = run.reviewers.iter().map(|one| one.agent.as_str()).collect();
    assert_eq!(agents, ["shiplint", "licences"]);
    let expected =
        [("I1", IMPORTANT, ""), ("S1", SUGGESTION, "info"), ("S2", None, "unrated"), ("S3", None, "unrated")];
    assert_grades(&run, &expected);
    let first = &run.findings[0];
    assert_eq!(place(first), "src/berth.rs:41 src/quay.rs:7", "an end before the first column is on the line before");
    let rule = first.rule.as_ref().unwrap();
    assert_eq!(
        (rule.id.as_str(), rule.url.as_deref()),
        ("loose-lines", Some("https://shiplint.example/rules/loose-lines"))
    );
    let fix = first.fix.as_deref().unwrap();
    assert_eq!(fix, "Put at `src/berth.rs:41:5-41:9`:\n\n```rs\nloose\n```\n\nDelete `src/berth.rs:43-44`.");
    let body = first.body.as_deref().unwrap();
    for kept in
        ["Columns: `41:5-42:1`", "Related location: `src/quay.rs`: made fast here", "src/berth.rs:41:5: loose-lines"]
    {
        assert!(body.contains(kept), "{body}");
    }
    assert_eq!(place(&run.findings[1]), "src/berth.rs:50-52", "an end line without a column belongs to the range");
    assert!(run.findings[3].body.as_deref().unwrap().contains("`outside.rs:3`"));
    let lines = run_of("rdjson.jsonl");
    let agents: Vec<&str> = lines.reviewers.iter().map(|one| one.agent.as_str()).collect();
    assert_eq!((agents.as_slice(), lines.findings.len()), (["reviewdog", "licences"].as_slice(), 3));
}

#[test]
fn equal_fingerprints_of_gitlab_are_one_finding() {
    let run = run_of("gitlab.json");
    assert_grades(
        &run,
        &[("C1", CRITICAL, "blocker bug-risk style"), ("S1", SUGGESTION, "minor"), ("S2", None, "unrated")],
    );
    let first = &run.findings[0];
    assert_eq!(place(first), "src/berth.rs:41-44 src/quay.rs:7");
    assert_eq!(first.fingerprints, [("fingerprint".to_owned(), "7815696ecbf1c96e".to_owned())]);
    assert_eq!(first.rule.as_ref().unwrap().id, "loose-lines");
    assert!(first.body.as_deref().unwrap().contains("A line that stays fast *tears*."));
    assert_eq!(place(&run.findings[1]), "docs/tide.md:3 docs/moon.md:1");
    assert_eq!(place(&run.findings[2]), "README.md:2", "a line may be written as a text");
}

/// Every text of a file must be in its run, but for those that name a folder of somebody's machine, and those that say how the
/// program went on.
#[test]
fn no_text_of_a_file_is_dropped() {
    fn texts(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
            Value::Object(fields) => fields.values().for_each(|value| texts(value, found)),
            _ => {}
        }
    }
    const SAID_OTHERWISE: [&str; 34] = [
        // Types of events, states, and the export's own bookkeeping.
        "result",
        "success",
        "thread.started",
        "turn.started",
        "item.completed",
        "turn.completed",
        "item_0",
        "item_1",
        "agent_message",
        "reasoning",
        "Reading the diff.",
        "finding",
        "review_context",
        "status",
        "heartbeat",
        "complete",
        "review_completed",
        "connecting",
        "connecting_to_review_service",
        "analyzing",
        "reviewing",
        "issue",
        "done",
        "content",
        "completed_at",
        "harbour",
        "abc",
        "roborev",
        "9d1e",
        "1f0b",
        "2026-05-05T08:00:00Z",
        "2026-05-04T10:00:00Z",
        "2026-05-04T09:00:00Z",
        "2026-05-04T09:10:00Z",
    ];
    let bare =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase() };
    for (name, format) in FIXTURES {
        let run = only(import_with(format, name, &fixture(name), &dated())).run;
        let whole = bare(&serde_json::from_str::<Value>(&encode(&run)).unwrap().to_string().replace("\\n", " "));
        let mut all = Vec::new();
        for value in serde_json::Deserializer::from_str(&fixture(name)).into_iter::<Value>() {
            texts(&value.unwrap(), &mut all);
        }
        let mut missing: Vec<String> = Vec::new();
        for text in all {
            // A document in a text is read, and the words of each line stand in some place.
            let inner = if text.contains("```json") { String::new() } else { text.clone() };
            let pieces = inner.split(['\n', '|', '_', '.', ':', ']', '/']).map(bare).filter(|piece| !piece.is_empty());
            let known = SAID_OTHERWISE.contains(&text.as_str()) || text.starts_with('/');
            let is_kept = |piece: String| {
                whole.contains(&piece) || ["info", "error", "warning", "internal", "2", "3"].contains(&piece.as_str())
            };
            if !known && !pieces.into_iter().all(is_kept) {
                missing.push(text);
            }
        }
        assert_eq!(missing, [""; 0], "{name}");
    }
}

#[test]
fn what_is_kept_as_text_is_told() {
    let kept = |name: &str| {
        let (_, format) = FIXTURES.into_iter().find(|(known, _)| *known == name).unwrap();
        only(import_with(format, name, &fixture(name), &dated())).kept.join("; ")
    };
    for (name, words) in [
        (
            "codex.json",
            &["fact \"Confidence\"", "priority (S2)", "properties (S2)", "locations outside the repository (S1)"][..],
        ),
        ("codex-adversarial.json", &["section \"Next steps\"", "severity (S1)"]),
        ("claude.json", &["outcome (S2)", "verdict (S3)", "confidence (S3)"]),
        ("claude-answer.json", &["section \"Around the findings\""]),
        ("coderabbit.jsonl", &["fact \"Review type\"", "section \"Further data\"", "properties (S1)"]),
        ("roborev.json", &["fact \"Subagent security\"", "reported by (I1)"]),
        ("rdjson.json", &["columns (I1)", "fix as code because surrounding lines are unknown (I1)"]),
        ("gitlab.json", &["properties (C1)", "severity (S2)"]),
    ] {
        let kept = kept(name);
        assert!(words.iter().all(|words| kept.contains(words)), "{name}: {kept}");
    }
}

#[test]
fn words_that_nobody_knows_are_noted_and_fail_no_file() {
    for (name, words) in [
        ("codex.json", "unknown priority \"7\""),
        ("codex-adversarial.json", "unknown severity \"dire\""),
        ("claude.json", "unknown verdict \"MAYBE\""),
        ("coderabbit.jsonl", "unknown severity \"blocking\""),
        ("rdjson.json", "unknown severity \"FATAL\""),
        ("gitlab.json", "unknown severity \"dreadful\""),
    ] {
        let (_, format) = FIXTURES.into_iter().find(|(known, _)| *known == name).unwrap();
        let import = import_with(format, name, &fixture(name), &dated());
        let told = import.diagnostics.iter().find(|one| one.message.contains(words));
        assert_eq!(told.map(|one| one.level), Some(Level::Note), "{name}: {:?}", import.diagnostics);
    }
}

#[test]
fn no_absolute_path_is_in_a_run() {
    let absolute = ["/home/me/secret/a.rs", "C:\\\\Users\\\\me\\\\a.rs", "~/secret/a.rs", "file:///srv/secret/a.rs"];
    for path in absolute {
        for (format, text) in [
            (
                Format::Codex,
                format!(r#"{{"findings":[{{"title":"t","code_location":{{"absolute_file_path":"{path}"}}}}]}}"#),
            ),
            (Format::Claude, format!(r#"[{{"file":"{path}","line":3,"summary":"t","failure_scenario":"f"}}]"#)),
            (Format::Coderabbit, format!(r#"{{"type":"finding","fileName":"{path}","comment":"t"}}"#)),
            (Format::Rdjson, format!(r#"{{"diagnostics":[{{"message":"t","location":{{"path":"{path}"}}}}]}}"#)),
            (Format::Gitlab, format!(r#"[{{"description":"t","fingerprint":"f","location":{{"path":"{path}"}}}}]"#)),
            (
                Format::Roborev,
                format!(
                    r#"{{"reviews":[{{"agent":"a","document":{{"findings":[{{"problem":"t","location":"{path}:3"}}]}}}}]}}"#
                ),
            ),
        ] {
            let import = import_with(format, "x", &text, &dated());
            assert_eq!(import.diagnostics[0].level, Level::Warning, "{text}");
            assert!(import.diagnostics[0].hint.as_deref().unwrap().contains("--root"));
            let run = only(import).run;
            let whole = encode(&run);
            assert!(run.findings[0].locations.is_empty(), "{whole}");
            assert!(!["secret", "Users", "home"].iter().any(|folder| whole.contains(folder)), "{whole}");
            assert!(run.findings[0].body.as_deref().unwrap().contains("a.rs"), "{whole}");
        }
    }
}

#[test]
fn byte_order_marks_and_carriage_returns_change_nothing() {
    for (name, format) in FIXTURES {
        let plain = only(import_with(format, name, &fixture(name), &dated())).run;
        let windows = format!("\u{feff}{}", fixture(name).replace('\n', "\r\n"));
        let marked = only(import_with(format, name, &windows, &dated())).run;
        assert_eq!(encode(&marked), encode(&plain), "{name}");
    }
}

#[test]
fn an_empty_list_of_findings_is_a_review() {
    for (format, text) in [
        (Format::Codex, r#"{"findings": []}"#),
        (Format::Claude, "[]"),
        (Format::Claude, r#"{"type":"result","session_id":"s","result":"```json\n[]\n```"}"#),
        (Format::Coderabbit, r#"{"type":"complete","status":"review_completed","findings":0}"#),
        (Format::Rdjson, r#"{"diagnostics": []}"#),
        (Format::Gitlab, "[]"),
    ] {
        let imported = imported(format, text);
        assert_eq!((imported.run.findings.len(), imported.run.reviewers.len()), (0, 1), "{text}");
        assert_eq!(imported.run.reviewers[0].status, Status::Completed, "{text}");
    }
}

#[test]
fn files_that_are_something_else_say_so() {
    for format in Format::ALL.into_iter().filter(|format| *format != Format::DeepReview) {
        for text in ["", "words", "{\"a\": 1}", "{\"findings\": [", "5", "\u{0}"] {
            let import = format.read(&[source("x.json", text), source("y.json", text)], &dated());
            let errors = import.diagnostics.iter().filter(|one| one.level == Level::Error).count();
            assert_eq!((import.runs.len(), errors), (0, 2), "{format:?} {text}: {:?}", import.diagnostics);
            assert!(import.diagnostics.iter().all(|one| one.hint.is_some()), "{format:?} {text}");
        }
    }
}

#[test]
fn no_format_takes_the_files_of_another() {
    for (name, own) in FIXTURES {
        let is_other =
            |format: &Format| *format != own && !(name.starts_with("rdjson") && format.word().starts_with("rdjson"));
        for format in Format::ALL.into_iter().filter(is_other) {
            let import = format.read(&[source(name, fixture(name))], &dated());
            let errors = import.diagnostics.iter().filter(|one| one.level == Level::Error).count();
            assert_eq!((import.runs.len(), errors), (0, 1), "{name} as {}: {:?}", format.word(), import.diagnostics);
        }
    }
}

#[test]
fn a_cut_stream_gives_what_is_whole() {
    let mut cut = fixture("coderabbit.jsonl");
    cut.truncate(cut.find("{\"type\":\"finding\",\"severity\":\"trivial\"").unwrap() + 60);
    let import = import_with(Format::Coderabbit, "cut.jsonl", &cut, &dated());
    let run = only(import).run;
    assert_eq!((run.findings.len(), run.reviewers[0].status), (2, Status::Failed));
    assert!(run.sections.iter().any(|(_, body)| body.contains("\"trivial\"")), "the rest is kept");
}

#[test]
fn several_documents_and_prose_are_all_read() {
    let text = "First look:\n\n```json\n{\"findings\":[{\"title\":\"One\"}],\"overall_explanation\":\"a\"}\n```\n\nSecond:\n\
        {\"findings\":[{\"title\":\"Two\"}],\"overall_explanation\":\"b\"}\n{\"other\": \"document\"}\n";
    let run = imported(Format::Codex, text).run;
    let titles: Vec<&str> = run.findings.iter().map(|finding| finding.title.as_str()).collect();
    assert_eq!((titles.as_slice(), run.summary.as_deref()), (["One", "Two"].as_slice(), Some("a\n\nb")));
    assert_eq!(run.sections[0].1, "First look:\n\nSecond:");
    assert!(run.sections[1].1.contains("\"other\": \"document\""));
}

#[test]
fn a_review_without_a_date_has_that_of_its_file() {
    let undated = Options::default();
    for (name, format) in FIXTURES.into_iter().filter(|(_, format)| *format != Format::Roborev) {
        let text = fixture(name);
        let import = import_with(format, name, &text, &undated);
        let error = import.diagnostics.iter().find(|one| one.level == Level::Error).expect(name);
        assert!(import.runs.is_empty() && error.hint.as_deref().unwrap().contains("--date"), "{name}");

        let changed = Source { modified: Date::parse("2026-05-06T07:08:09Z"), ..source(name, text.as_str()) };
        let import = format.read(std::slice::from_ref(&changed), &undated);
        assert!(
            import
                .diagnostics
                .iter()
                .any(|one| one.message == "dated 2026-05-06 07:08 UTC, when the file was last changed")
        );
        assert_eq!(only(import).run.date.machine(), "2026-05-06T07:08:09Z");
        assert_eq!(only(format.read(&[changed], &dated())).run.date.machine(), "2026-05-05", "the option comes first");
    }
}

#[test]
fn a_format_is_told_by_what_is_in_a_file() {
    for (name, format) in FIXTURES {
        assert_eq!(detect(fixture(name).as_bytes()), Detected::Format(format), "{name}");
        let windows = format!("\u{feff}{}", fixture(name).replace('\n', "\r\n"));
        assert_eq!(detect(windows.as_bytes()), Detected::Format(format), "{name}");
    }
    let others = [("tests/fixtures/sarif", Format::Sarif), ("tests/fixtures/github", Format::Github)];
    for (folder, format) in others {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending != "txt") {
                assert_eq!(detect(&std::fs::read(&path).unwrap()), Detected::Format(format), "{}", path.display());
            }
        }
    }
    assert_eq!(detect(fixture("20260504-091500-pr-7.md").as_bytes()), Detected::Format(Format::DeepReview));
    let run = std::fs::read(root().join("tests/fixtures/20260101-100000-pr-1.json")).unwrap();
    assert_eq!(detect(&run), Detected::Run);
    for text in ["[]", "{}", "", "# Notes\n\nwords", "{\"findings\": []}", "words", "[{\"a\": 1}]"] {
        assert_eq!(detect(text.as_bytes()), Detected::Unclear(Vec::new()), "{text}");
    }
    let both = "{\"findings\":[{\"title\":\"t\",\"code_location\":{}}]}\n[{\"file\":\"a\",\"summary\":\"s\",\"failure_scenario\":\"f\"}]";
    assert_eq!(detect(both.as_bytes()), Detected::Unclear(vec![Format::Codex, Format::Claude]));
    let titled = format!("# Code review\n\nTwo things.\n\n```json\n{}\n```\n", fixture("codex.json"));
    assert_eq!(detect(titled.as_bytes()), Detected::Format(Format::Codex), "a heading alone makes no report");
    let banner = format!("shiplint 1.2\n{}", fixture("rdjson.jsonl"));
    assert_eq!(detect(banner.as_bytes()), Detected::Format(Format::Rdjsonl));
    let report =
        format!("# Deep Review: ferry\n\n```json\n{}\n```\n", json!({"message": "x", "location": {"path": "y"}}));
    assert_eq!(detect(report.as_bytes()), Detected::Format(Format::DeepReview), "an example in a report");
    let wrapped = "{\"type\":\"result\",\"session_id\":\"s\",\"result\":\"[]\"}";
    assert_eq!(detect(wrapped.as_bytes()), Detected::Format(Format::Claude), "the answer says whose it is");
}
