//! Names that an archive may have and that could meet in the site: none does, and none takes the site down.

use super::tests::{Archive, Memory};
use super::*;
use crate::model::{Level, ProblemKind};
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

fn built(archive: &Archive, theme: &Theme) -> (Vec<Diagnostic>, BTreeMap<String, Vec<u8>>) {
    let (config, memory) = (Config::default(), Memory::default());
    let built = build(archive, &config, theme, &memory, &Memory::default()).expect("a site");
    let checked = check(archive, &config, theme, |_| ());
    assert_eq!(built.diagnostics, checked.diagnostics, "what a build tells, a check tells");
    (built.diagnostics, memory.0.into_inner().unwrap())
}

fn archive(runs: &[serde_json::Value]) -> Archive {
    let file = |run: &serde_json::Value| {
        let mut run = run.clone();
        run["format"] = json!("pilcrow-review/1");
        run["date"] = json!("2026-03-22");
        for key in ["reviewers", "findings"] {
            run[key] = run.get(key).cloned().unwrap_or_else(|| json!([]));
        }
        (format!("{}.json", run["id"].as_str().unwrap()), run.to_string().into_bytes())
    };
    Archive(runs.iter().map(file).collect())
}

fn finding(id: &str) -> serde_json::Value {
    let patch = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
    json!({"id": id, "severity": "important", "title": "t", "patch": patch})
}

/// A file of a team at this path of the site.
fn with_file(path: &str) -> Theme {
    Theme::default().with_files([(path.to_owned(), b"own".to_vec())].into(), "own")
}

fn kinds(diagnostics: &[Diagnostic]) -> Vec<(Level, ProblemKind)> {
    diagnostics.iter().map(|diagnostic| (diagnostic.level, diagnostic.kind)).collect()
}

#[test]
fn an_alias_takes_the_place_of_nothing() {
    for alias in ["robots.txt", "reviews/r/I1.patch", "Reviews/R.html", "data/findings.csv", "search-index/x"] {
        let run = json!({"id": "r", "findings": [finding("I1")], "aliases": [alias]});
        let (diagnostics, site) = built(&archive(&[run]), &Theme::default());
        let places: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.file.as_str()).collect();
        assert_eq!(kinds(&diagnostics), [(Level::Warning, ProblemKind::AliasTaken)], "{alias}");
        assert_eq!(places, ["r.json"], "{alias}");
        assert!(site["robots.txt"].starts_with(b"User-agent") && site["reviews/r/I1.patch"].starts_with(b"--- a/x"));
    }
}

#[test]
fn a_check_knows_the_teams_files() {
    let run = json!({"id": "r", "aliases": ["old.html"]});
    let (diagnostics, site) = built(&archive(&[run]), &with_file("old.html"));
    assert_eq!(kinds(&diagnostics), [(Level::Warning, ProblemKind::AliasTaken)]);
    assert_eq!(site["old.html"], b"own");
}

#[test]
fn a_teams_file_takes_the_place_of_no_page() {
    for path in ["reviews/r.html", "Index.html", "reviews/r.html/x", "reviews"] {
        let (diagnostics, site) = built(&archive(&[json!({"id": "r"})]), &with_file(path));
        assert_eq!(kinds(&diagnostics), [(Level::Error, ProblemKind::PathTaken)], "{path}");
        assert_eq!(diagnostics[0].file, format!("own/{path}"));
        assert!(site["reviews/r.html"].len() > 1_000 && site.get(path).is_none_or(|page| page != b"own"));
    }
}

#[test]
fn addresses_are_of_any_length() {
    let long = "/".repeat(6_000);
    let run = json!({"id": "r", "subject": {"author": long, "repository": format!("{}/x", "o".repeat(253))}});
    let (diagnostics, site) = built(&archive(&[run]), &Theme::default());
    assert_eq!(kinds(&diagnostics), []);
    assert!(site.keys().all(|path| path.len() < 600 && path.split('/').all(|part| part.len() < 200)));
}

const IDS: [&str; 18] = [
    "a",
    "a.html",
    "a.html_",
    "A.HTML",
    "a_",
    "index",
    "index_",
    "index.html",
    "originals",
    "originals.html",
    "pairs",
    "all",
    "all.html",
    "in",
    "vs",
    "a-vs",
    "vs-a",
    "x.patch",
];
const AUTHORS: [&str; 12] =
    ["a", "a.html", "a.html/b", "index", "index.html/b", "index/b", "a/", "/a", "a//b", "~", "é", "a~p2"];
const REPOSITORIES: [&str; 8] =
    ["o/n", "o/n.html", "index.html/foo", "o/all.html", "kinds/all", "O/N", "o.html/n", "repositories/o"];

/// Those that differ in more than case: no run may have both of `x` and `X`.
fn distinct(ids: Vec<&'static str>) -> Vec<&'static str> {
    let mut seen = BTreeSet::new();
    ids.into_iter().filter(|id| seen.insert(id.to_ascii_lowercase())).collect()
}

fn any_run() -> impl Strategy<Value = serde_json::Value> {
    let ids = || proptest::sample::select(IDS.as_slice());
    let many = |most| proptest::sample::subsequence(IDS.as_slice(), 0..most).prop_map(distinct);
    let texts = (proptest::sample::select(AUTHORS.as_slice()), proptest::sample::select(REPOSITORIES.as_slice()));
    (ids(), ids(), many(6), many(5), texts).prop_map(|(id, kind, findings, agents, (author, repository))| {
        json!({
            "id": id, "kind": kind, "subject": {"author": author, "repository": repository},
            "findings": findings.into_iter().map(finding).collect::<Vec<_>>(),
            "reviewers": agents.iter().map(|agent| json!({"agent": agent})).collect::<Vec<_>>(),
            "originals": agents.first().map(|agent| json!({"agent": agent, "body": "x"})).into_iter().collect::<Vec<_>>(),
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn odd_names_never_meet(runs in proptest::collection::vec(any_run(), 1..9)) {
        let (diagnostics, _) = built(&archive(&runs), &Theme::default());
        // Two runs of one id are told of, and all else is well.
        let other: Vec<_> =
            diagnostics.iter().filter(|diagnostic| diagnostic.kind != ProblemKind::DuplicateRun).collect();
        prop_assert!(other.is_empty(), "{:?}", other);
    }
}
