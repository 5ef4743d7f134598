//! Every error and warning of the reader, with place and hint; the schema and the reader say the same.

use crate::support::{MemoryArchive, run};
use pilcrow::internals::archive::{decode, scan};
use pilcrow::{Diagnostic, Level, SCHEMA};
use proptest::prelude::*;
use serde_json::{Value, json};

fn told(text: &str) -> Vec<String> {
    let (_, diagnostics) = decode(text.as_bytes(), "r.json", "r");
    diagnostics.iter().map(words).collect()
}

fn words(diagnostic: &Diagnostic) -> String {
    let hint = diagnostic.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    format!("{} {}: {}{hint}", diagnostic.level.word(), diagnostic.pointer, diagnostic.message)
}

#[track_caller]
fn check(more: &str, expected: &[&str]) {
    assert_eq!(told(&run("r", more)), expected, "{more}");
}

/// "Trojan Source": what is read is not what is run.
#[test]
fn signs_that_turn_the_direction_are_told() {
    let finding = |more: &str| format!(r#""findings": [{{"id": "I1", "severity": "critical", "title": "t"{more}}}]"#);
    let told = |pointer: &str, sign: &str| {
        format!(
            "warning {pointer}: contains {sign}, which can show a text in another order than it has (remove the sign if it does not belong there; pages show it as a badge)"
        )
    };
    check(
        &finding(r#", "excerpts": [{"code": "a\u202eb\u2066c"}]"#),
        &[&told("/findings/0/excerpts/0/code", "U+202E RIGHT-TO-LEFT OVERRIDE")],
    );
    check(
        &finding(r#", "locations": [{"path": "src/a\u200fb.rs"}], "body": "x\u2069y""#),
        &[
            &told("/findings/0/locations/0/path", "U+200F RIGHT-TO-LEFT MARK"),
            &told("/findings/0/body", "U+2069 POP DIRECTIONAL ISOLATE"),
        ],
    );
    check("\"title\": \"a\u{202a}b\"", &[&told("/title", "U+202A LEFT-TO-RIGHT EMBEDDING")]);
    // Prose in Hebrew and Arabic needs marks.
    check("\"title\": \"שלום C++\u{200f}!\"", &[]);
}

#[test]
fn a_small_run_is_fine() {
    check("", &[]);
}

#[test]
fn places_are_lines_and_columns() {
    let text = run("r", "\n  \"summary\": \"ä\", \"round\":\n    \"x\"");
    let (_, diagnostics) = decode(text.as_bytes(), "r.json", "r");
    let place = diagnostics[0].place.as_ref().unwrap();
    assert_eq!((place.line, place.column, place.excerpt.as_str()), (3, 5, "    \"x\"}"));
    assert_eq!(&place.excerpt[place.mark.0..place.mark.0 + place.mark.1], "\"x\"");
}

#[test]
fn shape_is_checked_with_place_and_hint() {
    check(r#""titel": "x""#, &["warning : unknown key `titel` (did you mean `title`?)"]);
    check(r#""round": 0"#, &["error /round: expected an integer of at least 1, found 0"]);
    check(
        r#""summary": null"#,
        &["error /summary: expected a string, found null (omit the key if nothing was recorded)"],
    );
    check(
        r#""findings": [{"id": "I1", "severity": "importent", "title": "t"}]"#,
        &["error /findings/0/severity: unknown value `importent` (did you mean `important`?)"],
    );
    check(
        r#""findings": [{"id": "I1"}]"#,
        &["error /findings/0: missing key `severity`", "error /findings/0: missing key `title`"],
    );
    check(
        r#""findings": [{"id": "I 1", "severity": "important", "title": "t", "confidence": 1.5}]"#,
        &[
            "error /findings/0/id: `I 1` contains a character other than letters, digits, `.`, `_` and `-`",
            "error /findings/0/confidence: expected a number between 0 and 1, found 1.5",
        ],
    );
    check(r#""subject": {"repository": "x"}"#, &["error /subject/repository: `x` is not `owner/name`"]);
    check(
        r#""subject": {"host": "javascript:alert(1)"}"#,
        &["error /subject/host: `javascript:alert(1)` is not an http or https address"],
    );
    check(
        r#""aliases": ["../up.html", "ok.html"]"#,
        &["error /aliases/0: `../up.html` is not a path below the site's root made of letters, digits and `._-~+,`"],
    );
    check(
        r#""wall_clock_seconds": -1"#,
        &["error /wall_clock_seconds: expected a number between 0 and 1000000000000000, found -1"],
    );
    check(
        r#""metrics": [{"agent": "codex", "cost_usd": null, "tool_calls": "x"}]"#,
        &["error /metrics/0/tool_calls: expected a number, found a string"],
    );
    check(r#""id": "r""#, &["error : duplicate key `id` (remove one of the two)"]);
}

#[test]
fn rules_between_fields_are_checked() {
    let finding = |more: &str| format!(r#""findings": [{{"id": "I1", "severity": "critical", "title": "t"{more}}}]"#);
    check(
        &finding(r#", "found_by": [{"agent": "claud"}]"#),
        &["error /findings/0/found_by/0/agent: agent `claud` is not among the reviewers (did you mean `claude`?)"],
    );
    check(
        &finding(
            r#", "found_by": [{"agent": "claude-opus-4.6", "role": "earlier-round"}, {"agent": "x", "role": "consolidator"}]"#,
        ),
        &[],
    );
    check(
        r#""metrics": [{"agent": "gemini"}]"#,
        &["error /metrics/0/agent: agent `gemini` is not among the reviewers (the reviewers are: claude, codex)"],
    );
    check(
        &finding(r#", "locations": [{"path": "a", "start_line": 5, "end_line": 3}]"#),
        &["error /findings/0/locations/0/end_line: end_line 3 is before start_line 5 (swap them)"],
    );
    check(
        &finding(r#", "locations": [{"path": "../../etc/passwd"}]"#),
        &["error /findings/0/locations/0/path: `../../etc/passwd` is not a path inside the repository"],
    );
    check(
        r#""findings": [{"id": "I1", "severity": "critical", "title": "t"}, {"id": "I1", "severity": "critical", "title": "t"}]"#,
        &["error /findings/1/id: duplicate id `I1` (give each finding of the run its own id)"],
    );
    check(
        r#""findings": [{"id": "I1", "severity": "critical", "title": "t"}, {"id": "i1", "severity": "critical", "title": "t"}]"#,
        &[
            "error /findings/1/id: id `i1` differs from `I1` only in case (their pages would be the same file on a case-insensitive disk)",
        ],
    );
    let verdict = r#", "verdict": {"decision": "merge-as-is"}"#;
    check(
        &(finding("") + verdict),
        &[
            "warning /verdict/decision: verdict is merge-as-is, but critical finding `I1` is unresolved (check the verdict and the severity of the findings)",
        ],
    );
    check(&(finding(r#", "resolution": {"action": "fixed"}"#) + verdict), &[]);
    check(&(finding(r#", "assessment": "false-positive""#) + verdict), &[]);
}

#[test]
fn the_format_and_the_stem_are_checked() {
    let text = run("r", "").replace("review/1", "review/2");
    assert_eq!(
        told(&text),
        [
            "error /format: unknown format `pilcrow-review/2` (this program reads pilcrow-review/1; install a newer pilcrow to read this file)"
        ]
    );
    assert_eq!(
        told(&run("other", "")),
        [
            "error /id: id `other` does not match the file name `r.json` (rename the file to other.json, or set \"id\" to \"r\")"
        ]
    );
    assert_eq!(told("[]"), ["error : is not a review run (a run starts with \"format\": \"pilcrow-review/1\")"]);
    assert_eq!(told("{\"a\": 1}").len(), 1);
    assert!(told("{\"id\": \"r\"}").iter().any(|line| line.contains("missing key `format`")));
}

#[test]
fn all_problems_of_all_files_come_in_one_run() {
    let archive = MemoryArchive::of(&[
        ("a/r.json", &run("r", r#""round": "x", "kind": 1"#)),
        ("b.json", "{"),
        ("c/good.json", &run("good", r#""aliases": ["old.html"]"#)),
        ("d/good.json", &run("good", "")),
        ("e/other.json", &run("other", r#""aliases": ["old.html"]"#)),
    ]);
    let checked = scan(&archive, None, &|| {});
    let told: Vec<String> = checked.diagnostics.iter().map(|d| format!("{}: {}", d.file, d.message)).collect();
    assert_eq!(
        told,
        [
            "a/r.json: expected a string, found a number",
            "a/r.json: expected an integer, found a string",
            "b.json: is not valid JSON: EOF while parsing an object",
            "d/good.json: duplicate run id `good`, already used by `c/good.json`",
            "e/other.json: alias `old.html` is already used by `c/good.json`",
        ]
    );
    assert_eq!(checked.value.runs.len(), 2);
    assert_eq!((checked.count(Level::Error), checked.count(Level::Warning)), (4, 1));
}

/// Past what is honest no sum overflows, and no line below the first has a number that wraps.
#[test]
fn numbers_that_no_archive_holds_are_refused() {
    for (members, pointer, expected) in [
        (
            r#""metrics": [{"agent": "claude", "cost_usd": 1e308}]"#,
            "/metrics/0/cost_usd",
            "a number between 0 and 1000000000000000",
        ),
        (r#""wall_clock_seconds": 1e16"#, "/wall_clock_seconds", "a number between 0 and 1000000000000000"),
        (
            r#""findings": [{"id": "a", "severity": "concern", "title": "t", "excerpts": [{"start_line": 4294967294, "code": "a\nb\nc"}]}]"#,
            "/findings/0/excerpts/0/start_line",
            "an integer from 1 to 1000000000",
        ),
        (
            r#""findings": [{"id": "a", "severity": "concern", "title": "t", "locations": [{"path": "a", "start_line": 1000000001}]}]"#,
            "/findings/0/locations/0/start_line",
            "an integer from 1 to 1000000000",
        ),
    ] {
        let (read, diagnostics) = decode(run("r", members).as_bytes(), "r.json", "r");
        assert!(read.is_none(), "{members}");
        let told: Vec<_> = diagnostics
            .iter()
            .map(|one| (one.pointer.as_str(), one.kind.word(), one.message.contains(expected)))
            .collect();
        assert_eq!(told, [(pointer, "out-of-range", true)], "{diagnostics:?}");
    }
    let largest = r#""metrics": [{"agent": "claude", "cost_usd": 1e15}], "findings": [{"id": "a", "severity": "concern", "title": "t",
        "excerpts": [{"start_line": 1000000000, "code": "a\nb\nc"}]}]"#;
    assert!(decode(run("r", largest).as_bytes(), "r.json", "r").0.is_some());
}

#[test]
fn a_thousand_and_one_warnings_are_no_error() {
    let keys = |count: usize| (0..count).map(|at| format!("\"x{at}\": 1")).collect::<Vec<_>>().join(", ");
    let text = run("r", &keys(1500));
    let (read, diagnostics) = decode(text.as_bytes(), "r.json", "r");
    assert!(read.is_some());
    assert_eq!(diagnostics.len(), 1001);
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.level == Level::Warning));
    assert_eq!(diagnostics[1000].message, "500 more problems in this file");
    assert_eq!(diagnostics[1000].kind.word(), "more-problems");
    // An error among the rest still makes the file useless.
    let text = run("other", &keys(1500));
    let (read, diagnostics) = decode(text.as_bytes(), "r.json", "r");
    assert!(read.is_none());
    assert_eq!((diagnostics[1000].level, diagnostics.len()), (Level::Error, 1001));
}

/// A run with every field of the format.
pub fn full() -> Value {
    json!({
        "format": "pilcrow-review/1", "id": "r", "kind": "deep-review", "title": "t", "date": "2026-03-22",
        "subject": {"repository": "o/n", "host": "https://h.example", "pull_request": 1, "title": "t", "branch": "b",
            "base": "m", "revision": "0123456", "author": "@a", "commits": [{"sha": "0123456", "subject": "s"}]},
        "round": 1,
        "reviewers": [{"agent": "claude", "name": "C", "model": "M", "effort": "high", "tool": "T 1",
            "instructions": "i", "status": "failed", "reason": "r"}],
        "facts": [{"label": "l", "value": "v"}],
        "verdict": {"decision": "rework", "label": "R", "summary": "s"},
        "wall_clock_seconds": 1.5, "summary": "s",
        "findings": [{"id": "I1", "severity": "important", "title": "t", "tags": ["gap"],
            "found_by": [{"agent": "claude", "role": "earlier-round", "severity": "critical", "ref": "C1", "pass": 1}],
            "locations": [{"path": "a", "start_line": 1, "end_line": 2}],
            "excerpts": [{"path": "a", "start_line": 1, "language": "go", "highlight_lines": [1], "code": "x"}],
            "body": "b", "repro": {"language": "sh", "script": "s", "output": "o"}, "fix": "f", "patch": "p",
            "assessment": "duplicate", "assessed_by": "@a", "assessed_on": "2026-03-23", "assessment_reason": "r",
            "duplicate_of": {"run": "q", "finding": "I1"}, "resolution": {"action": "fixed", "reason": "r", "commit": "0123456"},
            "confidence": 0.5, "rule": {"id": "r", "url": "https://x.example/"}, "fingerprints": {"a": "b"},
            "continues": {"run": "q", "round": 1, "finding": "I1"}, "aliases": ["old"]}],
        "strengths": [{"body": "b", "found_by": [{"agent": "claude"}]}],
        "prior_decisions": [{"finding": "f", "ref": "I1", "round": 1, "decision": "declined", "reason": "r"}],
        "gaps": [{"kind": "testing", "body": "b", "action": "fixed", "reason": "r", "commit": "0123456"}],
        "sections": [{"title": "t", "body": "b"}],
        "metrics": [{"agent": "claude", "duration_seconds": 1, "critical": 1, "important": 1, "suggestion": 1,
            "design_observations": 1, "false_positives": 1, "unique_insights": 1, "downgraded": 1, "dropped": 1,
            "files_reviewed": 1, "coverage_misses": 1, "tool_calls": 1, "input_tokens": 1, "output_tokens": 1,
            "cost_usd": null, "notes": {"a": "b"}}],
        "retro": {"agents": [{"agent": "claude", "body": "b"}], "summary": "s"},
        "recommendations": [{"scope": "skill", "body": "b", "action": "fixed", "reason": "r", "commit": "0123456"}],
        "originals": [{"agent": "claude", "pass": 1, "body": "b"}],
        "aliases": ["old.html"]
    })
}

/// Every pointer of a document, root first.
pub fn pointers(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| pointers(inner, &format!("{at}/{key}"), out)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(nth, inner)| pointers(inner, &format!("{at}/{nth}"), out));
        }
        _ => {}
    }
}

fn reader_accepts(document: &Value) -> bool {
    let (run, _) = decode(document.to_string().as_bytes(), "r.json", "r");
    run.is_some()
}

/// Whether only rules between fields, which a schema cannot state, may have failed.
fn only_rules(document: &Value) -> bool {
    let (_, diagnostics) = decode(document.to_string().as_bytes(), "r.json", "r");
    let rules =
        ["not among the reviewers", "does not match the file name", "is before", "without start_line", "duplicate"];
    diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.level == Level::Error)
        .all(|diagnostic| rules.iter().any(|rule| diagnostic.message.contains(rule)))
}

#[test]
fn the_schema_knows_every_field_and_no_other() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let full = full();
    assert!(validator.is_valid(&full), "{:?}", validator.iter_errors(&full).map(|e| e.to_string()).collect::<Vec<_>>());
    assert!(told(&full.to_string()).is_empty(), "{:?}", told(&full.to_string()));

    // Every property of the schema stands in the full document: there are as many keys as properties.
    let mut properties = 0;
    count_properties(&schema, &schema, &mut properties);
    let mut all = Vec::new();
    pointers(&full, "", &mut all);
    let keys = all
        .iter()
        .filter(|pointer| pointer.rsplit('/').next().is_some_and(|step| step.parse::<u32>().is_err()))
        .count();
    // The root has no key; two objects have free keys; strengths repeat one property of a credit of five.
    assert_eq!(keys - 1 - 2, properties - 4, "the full document and the schema differ");
}

fn count_properties(root: &Value, schema: &Value, count: &mut usize) {
    let schema = match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        for inner in properties.values() {
            *count += 1;
            count_properties(root, inner, count);
        }
    }
    if let Some(items) = schema.get("items") {
        count_properties(root, items, count);
    }
}

/// Something else in the place of a value.
fn other_values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!(true)),
        Just(json!(0)),
        Just(json!(1)),
        Just(json!(-1)),
        Just(json!(1.5)),
        Just(json!(1e300)),
        Just(json!(1_000_000_000_u64)),
        Just(json!(1_000_000_001_u64)),
        Just(json!(1e15)),
        Just(json!(1_000_000_000_000_001_u64)),
        Just(json!(4_294_967_295_u64)),
        Just(json!(4_294_967_296_u64)),
        Just(json!("")),
        Just(json!("x")),
        Just(json!("a b")),
        Just(json!("a..b")),
        Just(json!("../x")),
        Just(json!("a/b")),
        Just(json!("/abs")),
        Just(json!("C:\\x")),
        Just(json!("critical")),
        Just(json!("fixed")),
        Just(json!("https://x.example/")),
        Just(json!("javascript:x")),
        Just(json!("2026-03-22T10:00:00Z")),
        Just(json!([])),
        Just(json!({})),
        Just(json!(["x"])),
        Just(json!({"x": 1})),
        Just(json!("x".repeat(200))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn the_reader_and_the_schema_agree(place in any::<prop::sample::Index>(), other in other_values(), drop in any::<bool>()) {
        thread_local! {
            static VALIDATOR: jsonschema::Validator =
                jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap();
        }
        let mut document = full();
        let mut all = Vec::new();
        pointers(&document, "", &mut all);
        all.remove(0);
        let pointer = place.get(&all).clone();
        if drop {
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            match document.pointer_mut(parent).unwrap() {
                Value::Object(map) => { map.remove(key); }
                Value::Array(items) => { items.clear(); }
                _ => unreachable!("a parent holds something"),
            }
        } else {
            *document.pointer_mut(&pointer).unwrap() = other;
        }
        let valid = VALIDATOR.with(|validator| validator.is_valid(&document));
        let accepted = reader_accepts(&document) || only_rules(&document);
        prop_assert_eq!(valid, accepted, "at {}: {}\n{:?}", pointer, document.pointer(&pointer).unwrap_or(&Value::Null), told(&document.to_string()));
    }

    #[test]
    fn any_bytes_give_a_run_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (run, diagnostics) = decode(&bytes, "r.json", "r");
        let has_error = diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error);
        prop_assert_eq!(run.is_none(), has_error, "{:?}", diagnostics);
    }
}

#[test]
fn a_run_of_too_many_is_an_error() {
    let with = |reviewers: usize, findings: usize| {
        let reviewers: Vec<Value> = (0..reviewers).map(|at| json!({ "agent": format!("a{at}") })).collect();
        let finding = |at| json!({ "id": format!("F{at}"), "severity": "concern", "title": "t" });
        let findings: Vec<Value> = (0..findings).map(finding).collect();
        let run = json!({
            "format": "pilcrow-review/1", "id": "r", "date": "2026-03-22", "reviewers": reviewers, "findings": findings
        });
        told(&run.to_string())
    };
    assert_eq!(with(100, 25_000), Vec::<String>::new());
    assert_eq!(
        with(101, 25_001),
        [
            "error /reviewers: has 101 items, and the format allows at most 100",
            "error /findings: has 25,001 items, and the format allows at most 25,000"
        ]
    );
}

#[test]
fn a_hint_names_a_dozen_reviewers_and_counts_the_others() {
    let hint = |count: usize| {
        let reviewers: Vec<Value> = (0..count).map(|at| json!({ "agent": format!("agent-{at:02}") })).collect();
        let findings =
            json!([{ "id": "F", "severity": "concern", "title": "t", "found_by": [{ "agent": "somebody-else" }] }]);
        let run = json!({
            "format": "pilcrow-review/1", "id": "r", "date": "2026-03-22", "reviewers": reviewers, "findings": findings
        });
        told(&run.to_string()).join("\n")
    };
    assert!(hint(12).ends_with("agent-10, agent-11)"), "{}", hint(12));
    assert!(hint(100).ends_with("agent-10, agent-11 and 88 more)"), "{}", hint(100));
}

/// What was done about a gap needs the action that it was: otherwise the words would be lost.
#[test]
fn a_reason_for_what_was_done_about_a_gap_needs_the_action() {
    let run = |gap: Value| {
        json!({"format": "pilcrow-review/1", "id": "r", "date": "2026-03-22", "reviewers": [], "findings": [], "gaps": [gap]}).to_string()
    };
    assert_eq!(told(&run(json!({"kind": "testing", "body": "b"}))), Vec::<String>::new());
    assert_eq!(
        told(&run(json!({"kind": "testing", "body": "b", "action": "skipped", "reason": "r"}))),
        Vec::<String>::new()
    );
    for more in [json!({"reason": "r"}), json!({"commit": "0a1b2c3"})] {
        let mut gap = json!({"kind": "testing", "body": "b"});
        gap.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let told = told(&run(gap)).join("\n");
        assert!(told.starts_with("error /gaps/0") && told.contains("action"), "{told}");
    }
}
