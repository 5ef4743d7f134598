//! Twice as much of anything costs about twice as much: time, memory, files and bytes, of the site and of messages.
//!
//! Each shape is built at n, 2n and 4n by the program itself, on one thread. What is counted is the processor time and the most
//! memory of that process, as the system tells them, over those of the shape at 1: no clock is read, and a busy machine makes
//! no difference but in the last digit, for which there is an allowance and three more tries. Files and bytes are exact.

use crate::support::skipped;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

/// How much more twice as much may cost. What is square in n is four times as much.
const GROWTH: f64 = 2.6;

/// How much more time four times as much may take: as far from four times as from the sixteen times of what is square in n. A busy
/// machine with cold caches takes more for more.
const TIME_GROWTH: f64 = 8.0;

/// What the system counts processor time in, a hundredth of a second, is too coarse to tell so many apart.
const TICKS: f64 = 15.0;
/// Kilobytes of memory that a process may have more or less of.
const KILOBYTES: f64 = 25_000.0;
const FILES: f64 = 4.0;
const BYTES: f64 = 20_000.0;

/// A process that has used a minute is ended: it costs far too much.
const MOST_TICKS: f64 = 6_000.0;

/// The files of an archive of a size.
type Archive = fn(usize) -> Vec<String>;

/// What a build took and what it gave.
#[derive(Clone, Copy, Debug)]
struct Cost {
    ticks: f64,
    kilobytes: f64,
    files: f64,
    bytes: f64,
}

impl Cost {
    /// The lesser of two measurements of one build, of which any may have been disturbed.
    fn least(self, other: Self) -> Self {
        Self { ticks: self.ticks.min(other.ticks), kilobytes: self.kilobytes.min(other.kilobytes), ..self }
    }
}

fn check(small: usize, archive: Archive) {
    if !Path::new("/proc/self/stat").exists() {
        return skipped("this system has no /proc, which tells what a process used");
    }
    let sizes = [small, 2 * small, 4 * small];
    let mut base = cost(&archive(1));
    let mut costs = sizes.map(|size| cost(&archive(size)));
    for _ in 0..3 {
        if too_much(base, costs).is_none() {
            break;
        }
        base = base.least(cost(&archive(1)));
        costs = std::array::from_fn(|at| costs[at].least(cost(&archive(sizes[at]))));
    }
    let why = too_much(base, costs);
    assert!(why.is_none(), "{}: at {sizes:?} {costs:#?}, at 1 {base:?}", why.unwrap_or_default());
}

/// What grows faster than in proportion, if anything does.
fn too_much(base: Cost, costs: [Cost; 3]) -> Option<&'static str> {
    let [one, two, four] = costs;
    let grows = |of: fn(&Cost) -> f64, less: &Cost, more: &Cost, growth: f64, allowance: f64| {
        of(more) - of(&base) > growth * (of(less) - of(&base)).max(0.0) + allowance
    };
    let twice = |of: fn(&Cost) -> f64, allowance| {
        grows(of, &one, &two, GROWTH, allowance) || grows(of, &two, &four, GROWTH, allowance)
    };
    let all = [
        ("time", grows(|cost| cost.ticks, &one, &four, TIME_GROWTH, TICKS) || four.ticks > MOST_TICKS),
        ("memory", grows(|cost| cost.kilobytes, &one, &four, GROWTH * GROWTH, KILOBYTES)),
        ("number of files", twice(|cost| cost.files, FILES)),
        ("bytes of site and messages", twice(|cost| cost.bytes, BYTES)),
    ];
    all.into_iter().find(|(_, grows)| *grows).map(|(what, _)| what)
}

/// Builds the site of an archive in a process of its own, with every message in full.
fn cost(archive: &[String]) -> Cost {
    let folder = tempfile::tempdir().unwrap();
    let reviews = folder.path().join("reviews");
    fs::create_dir(&reviews).unwrap();
    for (at, text) in archive.iter().enumerate() {
        fs::write(reviews.join(format!("r{at}.json")), text).unwrap();
    }
    // An archive without a valid run has no site.
    fs::write(reviews.join("good.json"), run("good").to_string()).unwrap();
    let messages = folder.path().join("messages");
    let mut command = Command::new(env!("CARGO_BIN_EXE_pilcrow"));
    command.args(["build", "reviews", "-o", "site", "--verbose"]).current_dir(folder.path());
    command.env("RAYON_NUM_THREADS", "1");
    command.stdout(File::create(&messages).unwrap()).stderr(File::options().append(true).open(&messages).unwrap());
    let (ticks, kilobytes) = used(command.spawn().unwrap());
    let (files, bytes) = size(&folder.path().join("site"));
    Cost { ticks, kilobytes, files, bytes: bytes + number(fs::metadata(messages).unwrap().len()) }
}

/// The processor time of a process and of those that it started and waited for, and the most memory that it had itself. One
/// that has ended and was not waited for can still be asked for the first, and for the second until then.
fn used(mut process: Child) -> (f64, f64) {
    let about = Path::new("/proc").join(process.id().to_string());
    let mut kilobytes: f64 = 0.0;
    loop {
        let stat = fs::read_to_string(about.join("stat")).unwrap();
        // The name of the program is in brackets and may hold anything.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks: f64 = fields[11..15].iter().map(|field| field.parse::<f64>().unwrap()).sum();
        if fields[0] == "Z" {
            process.wait().unwrap();
            return (ticks, kilobytes);
        }
        kilobytes = most_memory(&about).map_or(kilobytes, |most| most.max(kilobytes));
        if ticks > MOST_TICKS {
            process.kill().unwrap();
        }
        thread::sleep(Duration::from_millis(1));
    }
}

fn most_memory(about: &Path) -> Option<f64> {
    let status = fs::read_to_string(about.join("status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// How many files there are below a folder, and their bytes.
fn size(folder: &Path) -> (f64, f64) {
    let mut sum = (0.0, 0.0);
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.unwrap();
        let (files, bytes) = if entry.file_type().unwrap().is_dir() {
            size(&entry.path())
        } else {
            (1.0, number(entry.metadata().unwrap().len()))
        };
        sum = (sum.0 + files, sum.1 + bytes);
    }
    sum
}

fn number(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes).unwrap())
}

fn run(id: &str) -> Value {
    json!({
        "format": "pilcrow-review/1", "id": id, "date": "2026-03-22T14:24",
        "reviewers": [{ "agent": "a0" }, { "agent": "a1" }]
    })
}

fn text(value: &Value) -> String {
    value.to_string()
}

/// One value with the keys of another.
fn with(mut value: Value, more: Value) -> Value {
    let Value::Object(more) = more else { panic!("{more}") };
    value.as_object_mut().unwrap().extend(more);
    value
}

/// An archive of one run with these keys.
fn one(more: Value) -> Vec<String> {
    vec![text(&with(run("r0"), more))]
}

/// An archive of one run with more JSON, as it is written.
fn one_with_json(more: &str) -> Vec<String> {
    let run = text(&run("r0"));
    vec![format!("{},{more}}}", run.strip_suffix('}').unwrap())]
}

fn finding(at: usize, more: Value) -> Value {
    with(json!({ "id": format!("F{at}"), "severity": "important", "title": format!("finding {at} goes wrong") }), more)
}

/// One finding with these keys.
fn of_finding(more: Value) -> Vec<String> {
    one(json!({ "findings": [finding(0, more)] }))
}

fn body(text: &str) -> Vec<String> {
    of_finding(json!({ "body": text }))
}

fn repeated(n: usize, text: impl Fn(usize) -> String) -> String {
    (0..n).map(text).collect::<Vec<_>>().concat()
}

fn each(n: usize, item: impl Fn(usize) -> Value) -> Value {
    (0..n).map(item).collect()
}

fn object(n: usize, key: &str) -> Value {
    Value::Object((0..n).map(|at| (format!("{key}{at}"), "x".into())).collect())
}

/// An archive of so many runs, each with keys of its own.
fn runs(n: usize, more: impl Fn(usize) -> Value) -> Vec<String> {
    (0..n).map(|at| text(&with(run(&format!("r{at}")), more(at)))).collect()
}

fn panel(n: usize) -> Value {
    each(n, |at| json!({ "agent": format!("a{at}") }))
}

macro_rules! shapes {
    ($($name:ident from $small:literal: $archive:expr;)+) => {$(
        #[test]
        fn $name() {
            check($small, $archive);
        }
    )+};
}

// What one run may have many of.
shapes! {
    reviewers from 25: |n| {
        let found = |at| finding(at, json!({ "found_by": [{ "agent": format!("a{at}") }] }));
        one(json!({ "reviewers": panel(n), "findings": each(n, found) }))
    };
    findings from 300: |n| one(json!({ "findings": each(n, |at| finding(at, json!({ "body": format!("word{at} is off") }))) }));
    tags from 1000: |n| of_finding(json!({ "tags": each(n, |at| format!("tag{at}").into()) }));
    finders from 1000: |n| of_finding(json!({ "found_by": each(n, |_| json!({ "agent": "a0" })) }));
    unknown_finders from 250: |n| of_finding(json!({ "found_by": each(n, |at| json!({ "agent": format!("b{at}") })) }));
    unknown_finders_beside_many_reviewers from 20: |n| {
        let finders = each(10 * n, |at| json!({ "agent": format!("zzzzzz{at}") }));
        one(json!({ "reviewers": panel(n), "findings": [finding(0, json!({ "found_by": finders }))] }))
    };
    locations from 1000: |n| {
        let location = |at| json!({ "path": format!("src/f{at}.rs"), "start_line": at + 1 });
        of_finding(json!({ "locations": each(n, location) }))
    };
    excerpts from 400: |n| {
        of_finding(json!({ "excerpts": each(n, |at| json!({ "path": format!("src/f{at}.rs"), "code": format!("a({at})") })) }))
    };
    excerpts_of_locations from 200: |n| {
        let path = |at: usize| format!("src/f{at}.rs");
        let excerpts = each(n, |at| json!({ "path": path(at), "start_line": 1, "code": "a" }));
        of_finding(json!({ "locations": each(n, |at| json!({ "path": path(at), "start_line": 1 })), "excerpts": excerpts }))
    };
    highlighted_lines from 20_000: |n| {
        of_finding(json!({ "excerpts": [{ "code": "a\n".repeat(50), "highlight_lines": each(n, |at| (at + 1).into()) }] }))
    };
    lines_of_an_excerpt from 10_000: |n| {
        let lines = each(n, |at| (at + 1).into());
        let code = "let a = b(c);\n".repeat(n);
        of_finding(json!({ "excerpts": [{ "code": code, "language": "rust", "highlight_lines": lines }] }))
    };
    hunks_of_a_patch from 800: |n| {
        let hunk = |at: usize| format!("@@ -{0},1 +{0},1 @@\n-a\n+b\n", 10 * at + 1);
        of_finding(json!({ "patch": format!("--- a/x\n+++ b/x\n{}", repeated(n, hunk)) }))
    };
    fingerprints from 800: |n| of_finding(json!({ "fingerprints": object(n, "print") }));
    anchors_of_a_finding from 1000: |n| of_finding(json!({ "aliases": each(n, |at| format!("old-{at}").into()) }));
    words_of_a_title from 10_000: |n| of_finding(json!({ "title": "word ".repeat(n) }));
    words_of_the_title from 10_000: |n| one(json!({ "title": "word ".repeat(n) }));
    facts from 1000: |n| one(json!({ "facts": each(n, |at| json!({ "label": format!("l{at}"), "value": "v" })) }));
    sections from 500: |n| one(json!({ "sections": each(n, |at| json!({ "title": format!("Part {at}"), "body": "x" })) }));
    sections_of_one_title from 500: |n| one(json!({ "sections": each(n, |_| json!({ "title": "Part", "body": "x" })) }));
    strengths from 500: |n| {
        one(json!({ "strengths": each(n, |_| json!({ "body": "x", "found_by": [{ "agent": "a0" }] })) }))
    };
    retrospects from 500: |n| one(json!({ "retro": { "agents": each(n, |_| json!({ "agent": "a0", "body": "x" })) } }));
    recommendations from 4000: |n| {
        one(json!({ "recommendations": each(n, |at| json!({ "scope": format!("s{at}"), "body": "x" })) }))
    };
    originals from 400: |n| {
        one(json!({ "originals": each(n, |at| json!({ "agent": "a0", "pass": at + 1, "body": "# Report" })) }))
    };
    originals_beside_findings from 400: |n| {
        let found = |at| finding(at, json!({ "found_by": [{ "agent": "a0", "ref": format!("S{at}") }] }));
        let original = |at| json!({ "agent": "a0", "pass": at + 1, "body": format!("S{at}") });
        one(json!({ "findings": each(n, found), "originals": each(n, original) }))
    };
    originals_of_as_many_agents from 400: |n| {
        let original = |at| json!({ "agent": format!("x{at}"), "body": "S1" });
        one(json!({ "findings": each(n, |at| finding(at, json!({}))), "originals": each(n, original) }))
    };
    paths_that_code_names from 2000: |n| {
        let locations = each(n, |at| json!({ "path": format!("src/{at}/mod.rs") }));
        of_finding(json!({ "locations": locations, "body": repeated(n, |at| format!("`{at}/mod.rs:1` `x/mod.rs` ")) }))
    };
    old_addresses from 100: |n| one(json!({ "aliases": each(n, |at| format!("old/a{at}.html").into()) }));
    notes from 800: |n| one(json!({ "metrics": [{ "agent": "a0", "notes": object(n, "note ") }] }));
    notes_of_each_agent from 25: |n| {
        // Each label is one agent's alone.
        let notes = |at| json!({ "agent": format!("a{at}"), "notes": object(20, &format!("note {at}-")) });
        one(json!({ "reviewers": panel(n), "metrics": each(n, notes) }))
    };
    commits from 3000: |n| {
        let sha = |at: usize| format!("{at:040x}");
        let commits = each(n, |at| json!({ "sha": sha(at), "subject": "x" }));
        let named = (0..n).map(sha).collect::<Vec<_>>().join(" ");
        one(json!({ "subject": { "repository": "o/n", "commits": commits }, "summary": named }))
    };
}

// What a text may have many of.
shapes! {
    paragraphs from 200: |n| body(&("some words are said here. ".repeat(10) + "\n\n").repeat(n));
    words_of_a_paragraph from 10_000: |n| body(&"word ".repeat(n));
    quotes_in_quotes from 2000: |n| body(&(">".repeat(n) + " a"));
    lists_in_lists from 150: |n| body(&repeated(n, |at| " ".repeat(2 * at) + "- a\n"));
    emphasis_that_never_ends from 4000: |n| body(&"*a ".repeat(n));
    emphasis_of_two_kinds from 4000: |n| body(&"**a* _b".repeat(n));
    links from 4000: |n| body(&"[a](b) ".repeat(n));
    brackets_that_never_close from 6000: |n| body(&"[".repeat(n));
    brackets_in_brackets from 4000: |n| body(&("[a".repeat(n) + &"]".repeat(n)));
    backticks_of_all_lengths from 200: |n| body(&repeated(n, |at| "`".repeat(at % 100 + 1) + " "));
    columns_of_a_table from 100: |n| body(&format!("|{}\n|{}\n|{}\n", "a|".repeat(n), "-|".repeat(n), "b|".repeat(n)));
    short_rows_of_a_wide_table from 100: |n| {
        body(&format!("|{}\n|{}\n{}", "a|".repeat(n), "-|".repeat(n), "|b|\n".repeat(n)))
    };
    footnotes from 400: |n| {
        body(&(repeated(n, |at| format!("a[^{at}]\n\n")) + &repeated(n, |at| format!("[^{at}]: x\n\n"))))
    };
    references from 4000: |n| body(&"F0 finding 1 `src/a.rs:1` #12 ".repeat(n));
    defined_links from 1000: |n| {
        body(&(repeated(n, |at| format!("[l{at}]: http://a.example/\n")) + &repeated(n, |at| format!("[l{at}] "))))
    };
    markup_that_never_ends from 3000: |n| body(&"<a <!-- <? <![CDATA[ ".repeat(n));
    entities from 4000: |n| body(&"&amp; &#x41; &nothing; ".repeat(n));
}

// What a file may have many of.
shapes! {
    surrogates from 250: |n| {
        let facts = vec![r#"{"label": "\ud800", "value": "b"}"#; n];
        one_with_json(&format!(r#""facts": [{}]"#, facts.join(",")))
    };
    surrogates_of_one_text from 8000: |n| one_with_json(&format!(r#""title": "{}""#, r"\ud800".repeat(n)));
    unknown_keys from 250: |n| vec![text(&with(run("r0"), object(n, "unknown")))];
    turning_signs_under_unknown_keys from 250: |n| {
        let signs = (0..n).map(|at| (format!("unknown{at}"), "\u{202e}".into())).collect();
        vec![text(&with(run("r0"), Value::Object(signs)))]
    };
    turning_signs from 250: |n| one(json!({ "facts": each(n, |_| json!({ "label": "\u{202e}", "value": "b" })) }));
    duplicate_keys from 500: |n| one_with_json(&vec![r#""title": "x""#; n].join(","));
    values_of_a_wrong_type from 500: |n| one(json!({ "facts": each(n, |_| 1.into()) }));
    words_that_are_unknown from 1500: |n| {
        let reviewer = |at| json!({ "agent": format!("a{at}"), "severity": "sevre" });
        of_finding(json!({ "found_by": each(n, reviewer) }))
    };
    brackets_of_json from 20_000: |n| vec!["[".repeat(n) + &"]".repeat(n)];
    values_deep_in_json from 3000: |n| {
        one_with_json(&format!(r#""x": {}{}1{}"#, "[".repeat(40), "1,".repeat(n), "]".repeat(40)))
    };
    bytes_of_one_line from 200_000: |n| one(json!({ "summary": "word ".repeat(n / 5) }));
    problems_of_one_long_line from 200: |n| {
        one(json!({ "summary": "word ".repeat(40 * n), "facts": each(n, |_| 1.into()) }))
    };
}

// What an archive may have many of.
shapes! {
    small_runs from 50: |n| runs(n, |_| json!({}));
    invalid_runs from 400: |n| vec![text(&json!({ "format": "pilcrow-review/1", "id": "x" })); n];
    runs_of_one_id from 300: |n| vec![text(&run("r0")); n];
    rounds_of_one_change from 60: |n| runs(n, |at| {
        let continues = if at > 0 { json!({ "continues": { "finding": "F0", "round": at } }) } else { json!({}) };
        let subject = json!({ "repository": "o/n", "pull_request": 1 });
        json!({ "subject": subject, "round": at + 1, "findings": [finding(0, continues)] })
    });
    rounds_that_continue_nothing from 60: |n| runs(n, |_| {
        let continues = json!({ "continues": { "finding": "F9" } });
        json!({ "subject": { "repository": "o/n", "pull_request": 1 }, "findings": [finding(0, continues)] })
    });
    rounds_that_continue_the_first from 60: |n| runs(n, |at| {
        let continues = if at > 0 { json!({ "continues": { "finding": "F0", "run": "r0" } }) } else { json!({}) };
        json!({ "findings": [finding(0, continues)] })
    });
    kinds from 120: |n| runs(n, |at| json!({ "kind": format!("k{at}") }));
    authors from 60: |n| runs(n, |at| json!({ "subject": { "author": format!("@p{at}") } }));
    repositories from 40: |n| runs(n, |at| json!({ "subject": { "repository": format!("o/n{at}") } }));
    kinds_in_repositories from 40: |n| runs(n, |at| {
        json!({ "kind": format!("k{}", at % 10), "subject": { "repository": format!("o/n{}", at / 10) } })
    });
    centuries from 50: |n| runs(n, |at| json!({ "date": format!("{:04}-01-01", 1000 + 30 * at) }));
    agents_of_two_runs_each from 80: |n| runs(n, |at| {
        let (first, second) = (format!("x{at}"), format!("x{}", at + 1));
        let findings = [finding(0, json!({ "found_by": [{ "agent": first }] }))];
        json!({ "reviewers": [{ "agent": first }, { "agent": second }], "findings": findings })
    });
    versions_of_an_agent from 60: |n| runs(n, |at| {
        json!({ "reviewers": [{ "agent": "a", "model": format!("m{at}") }, { "agent": "b", "model": format!("m{at}") }] })
    });
    findings_of_many_files from 30: |n| runs(n, |at| {
        let found = |nth| finding(nth, json!({ "locations": [{ "path": format!("s{at}-{nth}.rs") }] }));
        json!({ "findings": each(5, found) })
    });
}
