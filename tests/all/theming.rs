//! `docs/THEMING.md` tells the truth: its example builds, and its lists are whole.

use crate::support::{root, sources, texts_below};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{create_dir_all, read_to_string, write};
use std::path::Path;
use std::process::Command;

const RUN: &str = include_str!("../fixtures/20260101-100000-pr-1.json");

fn page() -> String {
    read_to_string(root().join("docs/THEMING.md")).unwrap()
}

/// The text between a heading and the next of its kind.
fn section(heading: &str) -> String {
    let page = page();
    let (_, after) = page.split_once(&format!("\n## {heading}\n")).unwrap();
    after.split("\n## ").next().unwrap().to_owned()
}

/// The rows of the tables of a text, cell by cell, without their headings.
fn rows(text: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    let mut rows = Vec::new();
    let mut is_body = false;
    for line in text.lines() {
        is_body &= line.starts_with('|');
        if is_body {
            rows.push(cells(line));
        }
        is_body |= line.starts_with("|--");
    }
    rows
}

/// What is set in backticks.
fn names(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The files that a section shows: a name in backticks and a colon, then the text between fences.
fn files(text: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for piece in text.split("\n```\n") {
        let Some((before, content)) = piece.split_once("\n\n```") else { continue };
        let name = before.lines().last().and_then(|line| line.strip_prefix('`')?.strip_suffix("`:"));
        let (_, content) = content.split_once('\n').unwrap();
        files.insert(name.expect("each block is a file").to_owned(), format!("{content}\n"));
    }
    files
}

/// Runs `pilcrow build` in a folder, and gives the exit status and what it says.
fn build(folder: &Path) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_pilcrow")).arg("build").current_dir(folder).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// A folder with a small archive and the files of the example.
fn example() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut files = files(&section("An example"));
    let names: Vec<&String> = files.keys().collect();
    let expected = ["my-static/brand.css", "my-templates/badge.html", "my-templates/base.html", "pilcrow.toml"];
    assert_eq!(names, expected);
    files.insert("reviews/20260101-100000-pr-1.json".to_owned(), RUN.to_owned());
    for (name, text) in files {
        let path = folder.path().join(name);
        create_dir_all(path.parent().unwrap()).unwrap();
        write(path, text).unwrap();
    }
    folder
}

#[test]
fn the_example_gives_what_it_promises() {
    let folder = example();
    let (status, said) = build(folder.path());
    assert_eq!(status, Some(0), "{said}");
    let site = folder.path().join("site");
    let read = |path: &str| read_to_string(site.join(path)).unwrap();
    for (path, to_root) in [
        ("index.html", ""),
        ("agents/index.html", "../"),
        ("agents/claude.html", "../"),
        ("reviews/20260101-100000-pr-1/I1.html", "../../"),
    ] {
        let html = read(path);
        for words in [
            &format!("<link rel=stylesheet href=\"{to_root}brand.css\">\n</head>"),
            &format!("<li><a href=\"{to_root}data/findings.csv\">Data</a></li></ul></nav>"),
            "<p class=bar>Platform team · <a href=\"https://handbook.example/\">Handbook</a></p>\n<header class=top>",
            "<footer class=foot>Built with Pilcrow from the reviews of the platform team</footer>",
        ] {
            assert_eq!(html.matches(words).count(), 1, "{path}: {words}\n{html}");
        }
    }
    assert!(read("reviews/20260101-100000-pr-1.html").contains("<span class=\"a1\">@Claude"));
    assert!(read("brand.css").contains("--link:"));
}

#[test]
fn a_block_of_a_built_in_page_can_be_replaced() {
    let folder = example();
    let own = "{% extends \"pilcrow/review.html\" %}{% block main %}<p>ours</p>{{ super() }}{% endblock %}";
    write(folder.path().join("my-templates/review.html"), own).unwrap();
    assert_eq!(build(folder.path()).0, Some(0));
    let html = read_to_string(folder.path().join("site/reviews/20260101-100000-pr-1.html")).unwrap();
    assert!(html.contains("<p>ours</p>") && html.contains("id=\"I1\""), "{html}");
    assert!(html.contains("from the reviews of the platform team"), "its own base.html is under it too");
}

#[test]
fn mistakes_in_a_theme_fail_the_build_and_name_their_place() {
    let badge = |content: &str| format!("{{% component badge(badge) -%}}{content}{{%- endcomponent badge %}}");
    for (own, words) in [
        (badge("{{ badge.wrods }}"), ["`wrods`", "colour, failed, mark, words"]),
        (badge("{{ <unknown badge={badge} /> }}"), ["`unknown`", "own.html:1"]),
        (badge("{{ badge.words | unknown }}"), ["`unknown`", "own.html:1"]),
        (badge("<a href=\"gone.html\">{{ badge.words }}</a>"), ["gone.html", "leads nowhere"]),
        (badge("x").replace("(badge)", "(reviewer)"), ["`badge`", "`reviewer`"]),
        (badge("x").replace("(badge)", "(badge, size: integer)"), ["`size`", "badge"]),
    ] {
        let folder = example();
        std::fs::remove_file(folder.path().join("my-templates/badge.html")).unwrap();
        write(folder.path().join("my-templates/own.html"), own).unwrap();
        let (status, said) = build(folder.path());
        assert_ne!(status, Some(0), "{said}");
        assert!(words.iter().all(|word| said.contains(word)), "{words:?}: {said}");
        assert!(!folder.path().join("site").exists());
    }
}

/// The names of the fields of a struct, in their order.
fn fields(body: &str) -> Vec<String> {
    let name = |line: &str| {
        let (name, _) = line.strip_prefix("    ")?.trim_start_matches("pub ").split_once(": ")?;
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_').then(|| name.to_owned())
    };
    body.lines().filter_map(name).collect()
}

/// The body of the first struct after some words in the sources of the pages.
fn body_after(words: &str) -> Option<String> {
    sources("src/page").find_map(|source| {
        let (_, after) = source.whole.split_once(words)?;
        let (_, body) = after.split_once(" {\n")?;
        Some(body.split("\n}").next()?.to_owned())
    })
}

#[test]
fn the_list_of_templates_is_whole() {
    let pages: BTreeSet<String> = texts_below("templates").into_keys().filter(|name| !name.contains('/')).collect();
    let mut listed = BTreeSet::from(["base.html".to_owned()]);
    for row in rows(&section("Templates")) {
        let template = names(&row[0]).remove(0);
        let body = body_after(&format!("/// What `{template}` shows")).unwrap_or_else(|| panic!("{template}"));
        let given: Vec<String> = fields(&body).into_iter().filter(|field| field != "shell").collect();
        assert_eq!(names(&row[2]), given, "{template}");
        listed.insert(template);
    }
    assert_eq!(listed, pages);
}

#[test]
fn the_views_hold_what_is_listed() {
    let components = section("Components");
    let (_, views) = components.split_once("What the views hold").unwrap();
    let structs = ["Shell", "Badge", "AgentLink", "Link", "Crumb", "FindingPart", "ReviewRow"];
    let rows = rows(views);
    assert_eq!(rows.len(), structs.len());
    for (row, name) in rows.iter().zip(structs) {
        assert_eq!(names(&row[1]), fields(&body_after(&format!("pub struct {name}")).unwrap()), "{name}");
    }
}

#[test]
fn the_list_of_components_is_whole() {
    let components = section("Components");
    let (table, _) = components.split_once("What the views hold").unwrap();
    let listed: Vec<String> = rows(table).iter().map(|row| names(&row[0]).remove(0)).collect();
    let templates = texts_below("templates");
    let defined = templates.values().flat_map(|text| text.split("{% component ").skip(1));
    let mut defined: Vec<&str> = defined.map(|text| &text[..=text.find(')').unwrap()]).collect();
    defined.sort_unstable();
    assert_eq!(listed, defined);
}

#[test]
fn the_list_of_blocks_is_whole() {
    let listed: Vec<String> = rows(&section("Blocks")).iter().map(|row| names(&row[0]).remove(0)).collect();
    let base = read_to_string(root().join("templates/base.html")).unwrap();
    let blocks = base.split(" block ").skip(1);
    assert_eq!(listed, blocks.map(|text| text.split(' ').next().unwrap()).collect::<Vec<_>>());
}

#[test]
fn the_list_of_css_variables_is_whole() {
    let listed: Vec<String> = rows(&section("CSS variables")).iter().flat_map(|row| names(&row[1])).collect();
    let css = read_to_string(root().join("static/css/pilcrow.css")).unwrap();
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut defined = BTreeSet::new();
    for (at, _) in css.match_indices("--") {
        let end = css[at..].find(|c| !is_of_name(c)).unwrap() + at;
        if css[end..].starts_with(':') && !css[..at].ends_with(is_of_name) {
            defined.insert(css[at..end].to_owned());
        }
    }
    assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), defined);
    assert_eq!(listed.len(), defined.len(), "each is listed once");
}
