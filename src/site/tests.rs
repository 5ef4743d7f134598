//! What the plan promises: each file can be made alone, from what it is said to need and nothing else, and is then the same
//! as in a build of the whole site. A build that makes only what has changed rests on this.

use super::*;
use crate::archive::{ArchiveListing, ReadError, decode, scan};
use crate::edge::disk::files_below;
use crate::output::links::offered_ids;
use crate::page::content::Content;
use crate::page::finding::finding_page;
use crate::page::inputs::Seen;
use crate::page::needs::{Needs, Texts};
use crate::page::plan::File;
use crate::page::review::review_page;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

#[derive(Default)]
pub struct Memory(pub Mutex<BTreeMap<String, Vec<u8>>>);

impl Sink for Memory {
    fn put(&self, path: &str, content: &[u8]) -> Result<(), SinkError> {
        self.0.lock().unwrap().insert(path.to_owned(), content.to_vec());
        Ok(())
    }
}

impl Progress for Memory {
    fn stage(&self, _: &str, _: usize) {}
    fn step(&self) {}
}

pub struct Archive(pub BTreeMap<String, Vec<u8>>);

impl ArchiveFiles for Archive {
    fn list(&self) -> ArchiveListing {
        let entries = self.0.keys().map(|path| ArchiveEntry { path: path.clone(), shown: path.clone() }).collect();
        ArchiveListing { entries, diagnostics: Vec::new() }
    }

    fn read(&self, entry: &ArchiveEntry) -> Result<Vec<u8>, ReadError> {
        Ok(self.0[&entry.path].clone())
    }
}

/// The sample archive, and a run whose texts depend on the page that they stand on.
fn archive() -> Archive {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = files_below(&root.join("reviews")).unwrap();
    files.insert("odd.json".to_owned(), odd().into_bytes());
    Archive(files)
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
            "resolution": {"action": "fixed", "reason": text, "commit": "0a1b2c3"}, "aliases": [format!("old-{id}")],
            "continues": {"run": "20260210-094500-pr-97", "finding": "I1"}
        })
    };
    let mut findings = [
        finding("I1", text),
        finding("I2", text),
        finding("I3", "plain"),
        finding("I4", "# A heading alone"),
        finding("I5", "A note[^n].\n\n[^n]: Here."),
        finding("I6", "> # quoted\n\n1. ## in a list"),
    ];
    let judged = [
        (
            2,
            serde_json::json!({"assessment": "duplicate", "duplicate_of": {"finding": "I1"}, "assessment_reason": text}),
        ),
        (
            3,
            serde_json::json!({"assessment": "duplicate", "duplicate_of": {"run": "20260210-094500-pr-97", "finding": "I1"}}),
        ),
        (4, serde_json::json!({"assessment": "wont-fix", "assessed_by": "@a", "assessment_reason": text})),
    ];
    for (at, judgement) in judged {
        findings[at].as_object_mut().unwrap().extend(judgement.as_object().unwrap().clone());
    }
    serde_json::json!({
        "format": "pilcrow-review/1", "id": "odd", "date": "2026-03-22T14:24",
        "reviewers": [{"agent": "claude", "name": "Claude"}, {"agent": "codex"}],
        "subject": {"repository": "me/thing", "revision": "0a1b2c3d", "pull_request": 7},
        "findings": findings, "aliases": ["old/odd.html"],
        "originals": [{"agent": "claude", "body": text}],
        "retro": {"agents": [{"agent": "claude", "body": text}]},
    })
    .to_string()
}

/// With every kind of file that a team may choose to have.
pub fn everything() -> Config {
    Config::parse("base_url = 'https://team.example/reviews/'\nrobots = 'index'\ntwins = true").unwrap()
}

/// One build, to make single files of.
struct Workshop<'w> {
    archive: &'w Archive,
    shared: &'w Shared<'w>,
    planned: Planned<'w>,
}

impl Workshop<'_> {
    fn run(&self, at: usize) -> Run {
        let digest = &self.planned.analysis.corpus.runs[at];
        decode(&self.archive.0[&digest.file], &digest.shown, digest.id.as_str()).0.unwrap()
    }

    /// Makes one file with nothing made before it, and tells what it read.
    fn make(&self, file: &File) -> (BTreeMap<String, Vec<u8>>, Seen) {
        let seen = Seen::default();
        let inputs = Inputs::observed(self.shared, &seen);
        let made = match &file.kind.maker {
            Maker::Site { make, .. } => written(make(&inputs, file, &self.planned).unwrap(), &file.path),
            Maker::Run { make, .. } => {
                let run = self.run(file.subject.run());
                let pages = RunPages::new(inputs, &run, file.subject.run()).unwrap();
                written(make(&pages, file).unwrap(), &file.path)
            }
            Maker::Quotes { make, .. } => {
                let quotes = Quotes::wanted(self.planned.analysis);
                for at in &self.planned.analysis.records[file.subject.number()].quoted {
                    let run = self.run(*at);
                    quotes.gather(&RunPages::new(inputs, &run, *at).unwrap().context);
                }
                written(make(&inputs, file, &quotes).unwrap(), &file.path)
            }
            Maker::Rows { make, .. } => {
                let all = 0..self.planned.analysis.corpus.runs.len();
                let rows: Vec<Published> = all
                    .map(|at| Published::from_run(&self.run(at), &inputs.in_rounds(at), &inputs.addresses()))
                    .collect();
                written(make(&rows), &file.path)
            }
            Maker::Pages { make, .. } => {
                let mut offered: BTreeMap<&str, Vec<String>> = BTreeMap::new();
                for page in self.planned.plan.files.iter().filter(|page| page.has_anchors()) {
                    let Maker::Run { make, .. } = &page.kind.maker else { continue };
                    let run = self.run(page.subject.run());
                    let pages = RunPages::new(inputs, &run, page.subject.run()).unwrap();
                    let made = written(make(&pages, page).unwrap(), &page.path);
                    offered.insert(&page.path, offered_ids(std::str::from_utf8(&made[&*page.path]).unwrap()));
                }
                let ids = |page: &str| offered.get(page).cloned().unwrap_or_default();
                written(make(&self.planned, self.shared, &ids), &file.path)
            }
            Maker::Index { make, .. } => {
                let searched = Searched::new(&inputs);
                let mut block = Block::default();
                for at in 0..self.planned.analysis.corpus.runs.len() {
                    let run = self.run(at);
                    searched.documents(&run, &inputs.in_rounds(at)).for_each(|document| block.add(&document));
                }
                let index = SearchIndex::new(&searched, vec![block.finished()]);
                written(make(&inputs, file, &index).unwrap(), &file.path)
            }
        };
        (made, seen)
    }
}

fn written(content: Content<'_>, path: &str) -> BTreeMap<String, Vec<u8>> {
    let memory = Memory::default();
    content.write(path, &Output::new(&memory, None)).unwrap();
    memory.0.into_inner().unwrap()
}

/// Calls with a workshop in which a site of the archive is planned.
fn in_workshop<T>(archive: &Archive, work: impl FnOnce(&Workshop<'_>) -> T) -> T {
    let (config, theme) = (everything(), Theme::default());
    let (engine, assets) = (Engine::new(&theme).unwrap(), Assets::new(&theme));
    let corpus = scan(archive, None, &|| {}).value;
    let analysis = Analysis::new(&corpus, &config);
    let plan = plan(&analysis, &config, &assets).value;
    let shared = Shared::new(&analysis, &config, &assets, &engine, Highlighter::default());
    let slices: Vec<&Slice> = analysis.boards.keys().collect();
    let planned = Planned { plan: &plan, analysis: &analysis, slices: &slices, assets: &assets };
    work(&Workshop { archive, shared: &shared, planned })
}

/// Calls with every file, what it is made of alone, what it read, and what the plan says that it needs; and with the files
/// of the whole site.
fn each_file(mut check: impl FnMut(&File, BTreeMap<String, Vec<u8>>, Seen, Needs, &mut BTreeMap<String, Vec<u8>>)) {
    let (archive, whole) = (archive(), Memory::default());
    build(&archive, &everything(), &Theme::default(), &whole, &Memory::default()).unwrap();
    let mut whole = whole.0.into_inner().unwrap();
    in_workshop(&archive, |workshop| {
        for file in &workshop.planned.plan.files {
            let (made, seen) = workshop.make(file);
            check(file, made, seen, workshop.planned.needs(file, workshop.shared), &mut whole);
        }
    });
    assert_eq!(whole.keys().collect::<Vec<_>>(), Vec::<&String>::new(), "files that nobody planned");
}

#[test]
fn each_file_alone_is_the_same_as_in_the_whole_site() {
    each_file(|file, made, _, _, whole| {
        for (path, content) in made {
            assert_eq!(whole.remove(&path).as_ref(), Some(&content), "{path}, a {}", file.kind.name);
        }
    });
}

/// Else the test above would hold whatever one page of a run leaves to the next, since nothing is.
#[test]
fn what_the_review_made_of_a_finding_is_taken_over_by_its_page() {
    let mut taken = 0;
    in_workshop(&archive(), |workshop| {
        for at in 0..workshop.planned.analysis.corpus.runs.len() {
            let run = workshop.run(at);
            let pages = RunPages::new(Inputs::new(workshop.shared), &run, at).unwrap();
            let parts: Vec<_> = review_page(&pages.context, "reviews/x.html").into_findings().collect();
            let page = |at| serde_json::to_value(finding_page(&pages, "reviews/x/y.html", at)).unwrap();
            // What was made of another finding shows through.
            for ((at, finding), mut part) in run.findings.iter().enumerate().zip(parts.into_iter().skip(1)) {
                part.id = finding.id.to_string();
                pages.keep(std::iter::once(part));
                taken += usize::from(page(at) != page(at));
            }
        }
    });
    assert!(taken > 50, "{taken}");
}

#[test]
fn no_file_reads_what_it_is_not_said_to_need() {
    let mut over: BTreeMap<&str, usize> = BTreeMap::new();
    each_file(|file, made, seen, needs, whole| {
        whole.retain(|path, _| !made.contains_key(path));
        let (parts, choices) = seen.into_names();
        let unsaid: Vec<_> = parts.difference(&needs.parts).collect();
        assert!(unsaid.is_empty(), "{}, a {}: {unsaid:?}", file.path, file.kind.name);
        let unsaid: Vec<_> = choices.difference(&needs.choices).collect();
        assert!(unsaid.is_empty(), "{}, a {}: {unsaid:?}", file.path, file.kind.name);
        *over.entry(file.kind.name).or_default() += needs.parts.difference(&parts).count();
        match file.kind.maker {
            Maker::Run { .. } => assert_eq!(needs.texts, Texts::Runs([file.subject.run()].into()), "{}", file.path),
            Maker::Rows { .. } | Maker::Index { .. } | Maker::Pages { .. } => {
                assert_eq!(needs.texts, Texts::All, "{}", file.path);
            }
            Maker::Site { .. } => assert_eq!(needs.texts, Texts::None, "{}", file.path),
            Maker::Quotes { .. } => {}
        }
        // What is made from pages has their templates.
        let has_templates = file.kind.template.is_some() || matches!(file.kind.maker, Maker::Pages { .. });
        assert_eq!(needs.templates.is_empty(), !has_templates, "{}", file.path);
    });
    // What is said and not read would only be made once too often; most of it is read by some file of the kind.
    assert!(over.values().sum::<usize>() < 200, "{over:?}");
}

#[test]
fn a_page_of_a_run_does_not_depend_on_other_subjects() {
    in_workshop(&archive(), |workshop| {
        let file = workshop.planned.plan.file("reviews/20260108-111500-pr-71/S1.html").unwrap();
        let parts = workshop.planned.needs(file, workshop.shared).parts;
        assert!(parts.len() < 10, "{parts:?}");
    });
}
