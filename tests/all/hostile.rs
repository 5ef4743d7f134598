//! What a run may not do to a page: show a text in another order than it has, put a control character on it, take an id of the
//! page's own, pass a page off as a patch.

use crate::support::{Site, build, run};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const DIRECTIONS: [char; 9] =
    ['\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'];
const MARKS: [char; 3] = ['\u{200e}', '\u{200f}', '\u{61c}'];

/// A run with these words in every text that it has.
fn run_of(words: &str) -> String {
    let finding = json!({
        "id": "I1", "severity": "important", "title": format!("Title {words}"), "tags": ["gap"],
        "found_by": [{"agent": "claude", "ref": format!("A{words}")}],
        "locations": [{"path": path_of(words), "start_line": 2}, {"path": format!("b/{}", path_of(words))}],
        "excerpts": [
            {"path": path_of(words), "start_line": 1, "language": "rust", "code": format!("// {words}\nlet x = \"{words}\"; {words}\n"), "highlight_lines": [2]},
            {"code": format!("plain {words}"), "language": format!("odd{words}")},
        ],
        "body": format!("Body {words} `code {words}`, [{words}](https://a.example/{words}).\n\n## Head {words}\n\n```rust\n// {words}\n```\n\n```diff\n+{words}\n```\n\n| {words} |\n|---|\n| {words} |\n\n<b {words}>"),
        "repro": {"language": format!("sh{words}"), "script": format!("run {words}"), "output": format!("out {words}")},
        "fix": format!("Fix {words}"), "patch": format!("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-{words}\n+{words}\n"),
        "resolution": {"action": "fixed", "reason": format!("reason {words}"), "commit": format!("commit {words}")},
        "rule": {"id": format!("rule {words}")}, "fingerprints": {format!("name {words}"): format!("print {words}")},
    });
    json!({
        "format": "pilcrow-review/1", "id": "r", "date": "2026-03-22", "title": format!("Run {words}"),
        "subject": {
            "repository": "own/name", "pull_request": 7, "title": format!("Change {words}"), "branch": format!("branch {words}"),
            "base": format!("base {words}"), "author": format!("Author {words}"), "revision": format!("revision {words}"),
            "commits": [{"sha": format!("sha {words}"), "subject": format!("subject {words}")}],
        },
        "reviewers": [
            {"agent": "claude", "name": format!("Claude {words}"), "model": format!("Model {words}"), "effort": format!("effort {words}")},
            {"agent": "codex", "status": "failed", "reason": format!("reason {words}")},
        ],
        "facts": [{"label": format!("label {words}"), "value": format!("value {words}")}],
        "verdict": {"label": format!("verdict {words}"), "summary": format!("summary {words}")},
        "summary": format!("Summary {words}"), "findings": [finding],
        "strengths": [{"body": format!("strength {words}"), "found_by": [{"agent": "claude"}]}],
        "sections": [{"title": format!("Section {words}"), "body": format!("body {words}")}],
        "metrics": [{"agent": "claude", "tool_calls": 3, "notes": {format!("note {words}"): format!("value {words}")}}],
        "retro": {"agents": [{"agent": "claude", "body": format!("retro {words}")}], "summary": format!("retro {words}")},
        "recommendations": [{"scope": "skill", "body": format!("do {words}")}],
        "originals": [{"agent": "claude", "body": format!("# Original {words}\n\n{words}")}],
    })
    .to_string()
}

/// Control characters are refused in a path.
fn path_of(words: &str) -> String {
    format!("src/{}x.rs", words.chars().filter(|sign| !sign.is_control()).collect::<String>())
}

fn pages(site: &Site) -> impl Iterator<Item = (&str, &str)> {
    let is_page = |path: &str| path.as_bytes().ends_with(b".html");
    site.files.keys().filter(move |path| is_page(path)).map(|path| (path.as_str(), site.text(path)))
}

/// A page without the badges of signs, which hold the sign itself.
fn without_badges(html: &str) -> String {
    let mut pieces = html.split("<bdi class=sign ");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (badge, rest) = piece.split_once("</bdi>").unwrap();
        let (_, sign) = badge.split_once('>').unwrap();
        assert_eq!(sign.chars().count(), 1, "{badge}");
        out.push_str(rest);
    }
    out
}

#[test]
fn a_sign_that_turns_the_direction_is_on_no_page_but_in_its_badge() {
    let words: String = DIRECTIONS.iter().flat_map(|sign| ['a', *sign, 'b']).collect();
    let site = build(&[("r.json", &run_of(&words))]);
    assert_eq!(site.built.runs, 1, "{:?}", site.built.diagnostics);
    for (path, html) in pages(&site) {
        assert!(!without_badges(html).contains(DIRECTIONS), "{path}: {html}");
    }
    let review = site.main("reviews/r.html");
    assert!(review.contains("<h1><span class=eyebrow>"), "{review}");
    let badge = "<bdi class=sign data-sign=U+202E title=\"U+202E RIGHT-TO-LEFT OVERRIDE\">\u{202e}</bdi>";
    assert!(review.matches(badge).count() > 30, "{review}");
    let head = site.text("reviews/r.html").split_once("</head>").unwrap().0;
    assert!(head.matches("Run a[U+202A]ba[U+202B]b").count() >= 2 && head.contains("<title>"), "{head}");
    for (path, bytes) in site.files.iter().filter(|(path, _)| path.starts_with("search-index/")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(DIRECTIONS), "{path}: {text}");
    }
}

#[test]
fn a_mark_that_prose_may_need_has_a_badge_in_code_and_in_paths() {
    let words: String = MARKS.iter().flat_map(|sign| ['a', *sign, 'b']).collect();
    let site = build(&[("r.json", &run_of(&words))]);
    let review = site.main("reviews/r.html");
    assert!(review.contains(&format!("Title {words}")), "{review}");
    let badge = "<bdi class=sign data-sign=U+200E title=\"U+200E LEFT-TO-RIGHT MARK\">\u{200e}</bdi>";
    let in_code = |piece: &&str| piece.split("</code>").next().is_some_and(|code| code.contains(badge));
    assert!(review.split("<code").skip(1).filter(in_code).count() > 1, "{review}");
    let in_path = |piece: &&str| piece.split("</figcaption>").next().is_some_and(|path| path.contains(badge));
    assert!(review.split("<figcaption>").skip(1).any(|piece| in_path(&piece)), "{review}");
    for code in review.split("<code").skip(1).map(|piece| piece.split_once("</code>").unwrap().0) {
        assert!(!without_badges(code).contains(MARKS), "{code}");
    }
    for path in review.split("<figcaption>").skip(1).map(|piece| piece.split_once("</figcaption>").unwrap().0) {
        assert!(!path.contains(".rs") || !without_badges(path).contains(MARKS), "{path}");
    }
}

#[test]
fn no_control_character_reaches_a_page() {
    let is_odd = |sign: char| {
        (sign.is_control() && !matches!(sign, '\t' | '\n' | '\r'))
            || matches!(sign, '\u{fffe}' | '\u{ffff}' | '\u{fdd0}')
    };
    let words: String =
        (0..0xa0).chain([0xfffe, 0xffff, 0xfdd0]).filter_map(char::from_u32).filter(|sign| is_odd(*sign)).collect();
    let site = build(&[("r.json", &run_of(&words))]);
    assert_eq!(site.built.runs, 1, "{:?}", site.built.diagnostics);
    for (path, html) in pages(&site) {
        assert!(!html.contains(is_odd), "{path}: {html:?}");
    }
    assert!(site.main("reviews/r.html").contains("␁␂␃"));
    for (path, bytes) in site.files.iter().filter(|(path, _)| path.starts_with("search-index/")) {
        assert!(!String::from_utf8_lossy(bytes).contains(|sign: char| is_odd(sign) && sign != '\u{7f}'), "{path}");
    }
}

/// By id how often a page has it, where that is more than once.
fn repeated_ids(html: &str) -> BTreeMap<&str, usize> {
    let mut ids = BTreeMap::new();
    for piece in html.split(" id=").skip(1) {
        let id = piece.strip_prefix('"').map_or_else(|| piece.split([' ', '>']).next(), |rest| rest.split('"').next());
        *ids.entry(id.unwrap()).or_default() += 1;
    }
    ids.retain(|_, count| *count > 1);
    ids
}

const OWN: [&str; 16] = [
    "query",
    "filter",
    "palette",
    "found",
    "keys",
    "main",
    "keys-title",
    "palette-query",
    "palette-list",
    "agents",
    "files",
    "newest",
    "over-time",
    "leaderboard",
    "overlap",
    "head-to-head",
];

#[test]
fn no_run_takes_an_id_of_a_page() {
    let findings: Vec<Value> = OWN
        .iter()
        .map(|id| json!({"id": id, "severity": "important", "title": id, "found_by": [{"agent": id}]}))
        .collect();
    let one = |id: &str| {
        json!({
            "format": "pilcrow-review/1", "id": id, "date": "2026-03-22", "subject": {"repository": "own/name"},
            "reviewers": OWN.iter().map(|agent| json!({"agent": agent})).collect::<Vec<_>>(),
            "findings": findings,
            "sections": OWN.iter().map(|title| json!({"title": title, "body": format!("# {title}")})).collect::<Vec<_>>(),
            "originals": OWN.iter().map(|agent| json!({"agent": agent, "body": format!("# {agent}")})).collect::<Vec<_>>(),
        })
        .to_string()
    };
    let site = build(&[("r1.json", &one("r1")), ("r2.json", &one("r2"))]);
    assert_eq!(site.built.runs, 2, "{:?}", site.built.diagnostics);
    for (path, html) in pages(&site) {
        assert_eq!(repeated_ids(html), BTreeMap::new(), "{path}");
    }
    // What people link to is where it was.
    assert!(site.main("reviews/r1.html").contains("<article class=\"finding important\" id=\"query\">"));
    for (page, id) in [("agents/index.html", "leaderboard"), ("index.html", "newest")] {
        assert!(
            site.main(page).contains(&format!("<section id={id}>"))
                || site.main(page).contains(&format!("<section id=\"{id}\">")),
            "{page}: {id}"
        );
    }
    // The script knows its own by a sign that is in no slug.
    for (page, id) in [("search.html", "~query"), ("search.html", "~found"), ("reviews/index.html", "~filter")] {
        assert!(
            site.main(page).contains(&format!("id={id}")) || site.main(page).contains(&format!("id=\"{id}\"")),
            "{page}: {id}"
        );
    }
}

#[test]
fn what_is_no_patch_is_shown_and_no_file() {
    let finding = |id: &str, patch: &str| json!({"id": id, "severity": "important", "title": "t", "patch": patch});
    let good = [
        ("git", "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"),
        ("plain", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"),
        ("svn", "Index: x\n===\n--- x\n+++ x\n@@ -1 +1 @@\n-a\n+b\n"),
        (
            "mail",
            "From 0a1b2c3d4e5f Mon Sep 17 00:00:00 2001\nFrom: A <a@b.example>\nSubject: x\n\ndiff --git a/x b/x\n",
        ),
        ("hunk", "@@ -1 +1 @@\n-a\n+b\n"),
        ("note", "No line after the change is known.\n\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"),
    ];
    let bad = [
        ("page", "<!doctype html><script>alert(1)</script>\n--- a/x\n+++ b/x\n"),
        ("blank", "\n \t<svg onload=alert(1)>\n--- a/x\n"),
        ("words", "Rename it."),
        ("pdf", "%PDF-1.7\n--- a/x\n"),
        ("xml", "\u{feff}<?xml version=\"1.0\"?>\n--- a/x\n"),
        ("empty", ""),
    ];
    let findings: Vec<Value> = good.iter().chain(&bad).map(|(id, patch)| finding(id, patch)).collect();
    let site = build(&[("r.json", &run("r", &format!("\"findings\": {}", Value::from(findings))))]);
    assert_eq!(site.built.runs, 1, "{:?}", site.built.diagnostics);
    for (id, patch) in good {
        assert_eq!(site.text(&format!("reviews/r/{id}.patch")), patch);
    }
    for (id, patch) in bad {
        assert!(!site.files.contains_key(&format!("reviews/r/{id}.patch")), "{id}");
        let page = site.main(&format!("reviews/r/{id}.html"));
        assert!(!page.contains("Download patch") && page.contains("<figcaption>Patch</figcaption>"), "{id}: {page}");
        assert!(!patch.contains("alert") || page.contains("alert(1)"), "{id}: {page}");
    }
}

#[test]
fn a_script_without_a_language_has_a_name_all_the_same() {
    for language in ["", "  "] {
        let finding =
            json!({"id": "I1", "severity": "important", "title": "t", "repro": {"language": language, "script": "x"}});
        let site = build(&[("r.json", &run("r", &format!("\"findings\": [{finding}]")))]);
        assert!(site.main("reviews/r.html").contains("<figcaption>Script</figcaption>"), "{language:?}");
    }
}
