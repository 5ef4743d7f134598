//! What is kept to save work changes no byte: runs from their first reading, and parts of findings from another page.

use crate::support::{MemoryArchive, MemorySite, NoProgress, root, run};
use pilcrow::archive::{self, ArchiveFiles, Entry, KeptRuns, Listing, ReadError};
use pilcrow::config::Config;
use pilcrow::model::Corpus;
use pilcrow::output::Theme;
use pilcrow::output::assets::Assets;
use pilcrow::page::parts::{FindingPart, RunContext};
use pilcrow::page::route::Route;
use pilcrow::page::{Surroundings, finding, review};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The sample archive, and a run whose texts depend on the page that they stand on.
fn samples() -> MemoryArchive {
    let mut files: BTreeMap<String, Vec<u8>> =
        pilcrow::edge::disk::files_below(&root().join("reviews")).unwrap().into_iter().collect();
    files.insert("odd.json".to_owned(), odd().into_bytes());
    MemoryArchive(files)
}

/// Headings, footnotes, links of all kinds and code in every text of a finding.
fn odd() -> String {
    let text = "# Head\n\nSee I2, finding 1, `src/a.rs:3` and <https://a.example>.[^1]\n\n## Head\n\n- [x] `I1`\n\n\
                ```rust\nfn main() {}\n```\n\n| a | b |\n|---|---|\n| [c](#head) | #7 |\n\n[^1]: A note with [a link](https://b.example).";
    let finding = |id: &str, text: &str| {
        serde_json::json!({
            "id": id, "severity": "important", "title": "One `x`, see I2", "found_by": [{"agent": "claude"}],
            "locations": [{"path": "src/a.rs", "start_line": 3}, {"path": "src/b.rs"}],
            "excerpts": [{"path": "src/a.rs", "start_line": 2, "code": format!("{id}\nfn b() {{}}"), "highlight_lines": [3]}],
            "body": text, "fix": text, "patch": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
            "repro": {"language": "bash", "script": format!("echo {id}"), "output": text},
            "resolution": {"action": "fixed", "reason": text, "commit": "0a1b2c3"}, "aliases": [format!("old-{id}")]
        })
    };
    let findings = [
        finding("I1", text),
        finding("I2", text),
        finding("I3", "plain"),
        finding("I4", "# A heading alone"),
        finding("I5", "A note[^n].\n\n[^n]: Here."),
        finding("I6", "> # quoted\n\n1. ## in a list"),
    ];
    let subject = r#"{"repository": "me/thing", "revision": "0a1b2c3d", "pull_request": 7}"#;
    run("odd", &format!(r#""subject": {subject}, "findings": {}"#, serde_json::Value::from(findings.to_vec())))
}

/// Counts how often its files are read.
struct Counted(MemoryArchive, AtomicUsize);

impl ArchiveFiles for Counted {
    fn list(&self) -> Listing {
        self.0.list()
    }

    fn read(&self, entry: &Entry) -> Result<Vec<u8>, ReadError> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.read(entry)
    }
}

fn built(files: &Counted, room: usize) -> (BTreeMap<String, Vec<u8>>, usize) {
    files.1.store(0, Ordering::Relaxed);
    let (sink, kept) = (MemorySite::default(), KeptRuns::with_room(room));
    let theme = Theme::default();
    let built = pilcrow::site::build_keeping(files, &Config::default(), &theme, &sink, &NoProgress, &kept);
    built.unwrap_or_else(|error| panic!("{error}"));
    (sink.0.into_inner().unwrap(), files.1.load(Ordering::Relaxed))
}

#[test]
fn room_for_runs_changes_no_byte() {
    let files = Counted(samples(), AtomicUsize::new(0));
    let count = files.0.0.len();
    let whole: usize = files.0.0.values().map(Vec::len).sum();
    let (site, reads) = built(&files, whole);
    assert_eq!(reads, count);
    let (without, reads) = built(&files, 0);
    assert_eq!(reads, 2 * count);
    assert_eq!(different(&site, &without), [""; 0]);
    let (with_some, reads) = built(&files, whole / 2);
    assert!(count < reads && reads < 2 * count, "{reads}");
    assert_eq!(different(&site, &with_some), [""; 0]);
}

fn different<'s>(one: &'s BTreeMap<String, Vec<u8>>, other: &'s BTreeMap<String, Vec<u8>>) -> Vec<&'s str> {
    let all = one.keys().chain(other.keys());
    all.filter(|path| one.get(*path) != other.get(*path)).map(String::as_str).collect()
}

#[test]
fn a_run_that_is_gone_or_changed_since_the_scan_stops_the_build() {
    let entry = Entry { path: "a.json".to_owned(), shown: "a.json".to_owned() };
    let kept = KeptRuns::with_room(0);
    let gone = archive::read_run(&MemoryArchive::default(), &entry, &kept).unwrap_err();
    assert_eq!(gone.to_string(), "cannot be read: gone");
    let changed = archive::read_run(&MemoryArchive::of(&[("a.json", "{}")]), &entry, &kept).unwrap_err();
    assert!(changed.to_string().contains("it changed during the build: is not a review run"), "{changed}");
}

/// Calls with the pieces that the pages of each sample run are made of.
fn for_each_run(check: &mut dyn FnMut(&RunContext<'_>)) {
    let files = samples();
    let (config, kept) = (Config::default(), KeptRuns::default());
    let corpus: Corpus = archive::scan(&files, Some(&kept), &|| {}).value;
    let assets = Assets::new(&Theme::default());
    let around = Surroundings::new(&config, &corpus, &assets);
    for (at, digest) in corpus.runs.iter().enumerate() {
        let entry = Entry { path: digest.file.clone(), shown: digest.shown.clone() };
        let run = archive::read_run(&files, &entry, &kept).unwrap();
        check(&RunContext::new(&around, &run, at));
    }
}

/// A finding's page, as its template is given it.
fn page(context: &RunContext<'_>, at: usize, made: Option<FindingPart>) -> serde_json::Value {
    let found = &context.run.findings[at];
    let references = context.references(&Route::Finding(&context.run.id, &found.id).path());
    serde_json::to_value(finding::finding_page(context, &references, found, made)).unwrap()
}

#[test]
fn a_finding_page_of_parts_made_before_is_the_one_made_anew() {
    let mut pages = 0;
    for_each_run(&mut |context| {
        let review = review::review_page(context);
        let mut made: BTreeMap<String, FindingPart> =
            review.into_findings().map(|part| (part.id.clone(), part)).collect();
        for (at, found) in context.run.findings.iter().enumerate() {
            let part = made.remove(found.id.as_str());
            assert!(part.is_some());
            let (anew, reused) = (page(context, at, None), page(context, at, part));
            assert_eq!(reused, anew, "{} {}", context.run.id, found.id);
            pages += 1;
        }
    });
    assert!(pages > 100, "{pages}");
}

/// Else the test above would hold whatever is taken over, since nothing is.
#[test]
fn parts_made_before_are_taken_over() {
    let mut taken = 0;
    for_each_run(&mut |context| {
        let parts: Vec<FindingPart> = review::review_page(context).into_findings().collect();
        for (at, part) in parts.into_iter().enumerate().skip(1) {
            // What was made of another finding shows through.
            taken += usize::from(page(context, at - 1, Some(part)) != page(context, at - 1, None));
        }
    });
    assert!(taken > 50, "{taken}");
}
