//! Markdown twins: what a review and a finding say on their pages they say in Markdown too, and nothing of it works.

use crate::support::{MemoryArchive, Site, root, run, try_build};
use pilcrow::Config;
use pilcrow::internals::files_below;
use pilcrow::internals::text::plain_text;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn built(archive: &MemoryArchive, config: &str) -> Site {
    let config = Config::parse(&format!("twins = true\n{config}")).unwrap_or_else(|problems| panic!("{problems:?}"));
    try_build(archive, &config).unwrap_or_else(|error| panic!("{error}"))
}

fn sample() -> MemoryArchive {
    MemoryArchive(files_below(&root().join("reviews")).unwrap().into_iter().collect())
}

fn twins(site: &Site) -> impl Iterator<Item = (&str, &str)> {
    let is_twin = |path: &&String| path.starts_with("reviews/") && path.ends_with(".md");
    site.files.keys().filter(is_twin).map(|path| (path.as_str(), site.text(path)))
}

/// Where the links of a document lead, as paths of the site, fragments apart.
fn links_into_the_site(path: &str, text: &str) -> Vec<(String, String)> {
    let mut links = Vec::new();
    for event in Parser::new(text) {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
        if dest_url.contains("://") || dest_url.starts_with("mailto:") {
            continue;
        }
        let (address, fragment) = dest_url.split_once('#').unwrap_or((&dest_url, ""));
        let mut folders: Vec<&str> = path.split('/').collect();
        folders.pop();
        for part in address.split('/') {
            if part == ".." {
                folders.pop();
            } else {
                folders.push(part);
            }
        }
        links.push((folders.join("/"), fragment.to_owned()));
    }
    links
}

/// Every free text of a run that its review's page shows, as words.
fn texts(value: &Value, found: &mut Vec<String>) {
    const FREE: [&str; 9] = ["title", "body", "fix", "summary", "code", "script", "output", "patch", "reason"];
    match value {
        Value::Object(map) => {
            for (key, inner) in map.iter().filter(|(key, _)| *key != "originals") {
                match inner {
                    Value::String(text) if FREE.contains(&key.as_str()) => found.push(text.clone()),
                    inner => texts(inner, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        _ => {}
    }
}

fn words(text: &str) -> BTreeSet<String> {
    let is_part = |sign: char| sign.is_alphanumeric();
    text.split(|sign| !is_part(sign)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[test]
fn a_twin_stands_beside_each_page_and_is_linked() {
    let site = built(&sample(), "");
    let pages: Vec<&String> =
        site.files.keys().filter(|path| path.starts_with("reviews/") && path.ends_with(".html")).collect();
    let mut seen = 0;
    for page in pages.into_iter().filter(|page| *page != "reviews/index.html" && !page.ends_with("/originals.html")) {
        if site.text(page).contains("http-equiv=refresh") {
            continue;
        }
        let twin = page.replace(".html", ".md");
        assert!(site.files.contains_key(&twin), "{twin}");
        let name = twin.rsplit('/').next().unwrap();
        let link = format!("<link rel=alternate type=\"text/markdown\" title=\"Markdown\" href=\"{name}\">");
        assert!(site.text(page).contains(&link), "{page}");
        seen += 1;
    }
    assert_eq!(seen, twins(&site).count());
    assert!(seen > 100, "{seen}");
    let without = try_build(&sample(), &Config::default()).unwrap();
    assert!(!without.files.keys().any(|path| path.ends_with(".md") || path == "llms.txt"));
    assert!(!without.text("reviews/20260322-142409-pr-142.html").contains("text/markdown"));
}

#[test]
fn a_twin_holds_what_its_run_says_and_leads_into_the_site() {
    let archive = sample();
    let site = built(&archive, "");
    for run in archive.0.values().map(|bytes| serde_json::from_slice::<Value>(bytes).unwrap()) {
        let path = format!("reviews/{}.md", run["id"].as_str().unwrap());
        let twin = words(site.text(&path));
        let mut said = Vec::new();
        texts(&run, &mut said);
        for text in said {
            // Code is no Markdown, and read as such it loses none of its words.
            let missing: Vec<String> = words(&plain_text(&text)).difference(&twin).cloned().collect();
            assert!(missing.is_empty(), "{path}: {missing:?} of {text:?}");
        }
    }
    let mut links = 0;
    for (path, text) in twins(&site).chain([("llms.txt", site.text("llms.txt"))]) {
        for (target, fragment) in links_into_the_site(path, text) {
            let page = site.text(&target);
            assert!(
                fragment.is_empty() || page.contains(&format!(" id=\"{fragment}\"")),
                "{path}: {target}#{fragment}"
            );
            links += 1;
        }
    }
    assert!(links > 300, "{links}");
}

#[test]
fn a_finding_reads_like_this() {
    let about = json!({
        "id": "r", "format": "pilcrow-review/1", "date": "2026-03-22T14:24", "title": "Pipes # and <b>",
        "subject": {"repository": "own/name", "pull_request": 7, "revision": "0a1b2c3d"},
        "reviewers": [{"agent": "claude", "name": "Claude", "model": "Opus"}, {"agent": "codex"}],
        "findings": [{
            "id": "I1", "severity": "important", "title": "`close` is called twice", "tags": ["error-path"],
            "found_by": [{"agent": "claude"}, {"agent": "codex", "ref": "S3", "severity": "suggestion"}],
            "locations": [{"path": "src/pipe.rs", "start_line": 3, "end_line": 4}],
            "excerpts": [{"path": "src/pipe.rs", "start_line": 3, "language": "rust", "code": "a();\n```\nb();\n", "highlight_lines": [4]}],
            "body": "# Why\n\nThe second <call> fails.\n\n```\nopen", "repro": {"language": "bash", "script": "make", "output": "````"},
            "fix": "Call it once.", "patch": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", "confidence": 0.8,
            "resolution": {"action": "fixed", "reason": "- done", "commit": "0a1b2c3d"},
        }],
    });
    let site = built(&MemoryArchive::of(&[("r.json", &about.to_string())]), "");
    assert_eq!(site.built.diagnostics.len(), 0, "{:?}", site.built.diagnostics);
    insta::assert_snapshot!("twin_of_a_finding", site.text("reviews/r/I1.md"));
    insta::assert_snapshot!("twin_of_a_review", site.text("reviews/r.md"));
    insta::assert_snapshot!("guide_for_agents", site.text("llms.txt"));
}

#[test]
fn a_guide_has_whole_addresses_where_they_are_known() {
    let archive = MemoryArchive::of(&[]);
    assert!(built(&archive, "").text("llms.txt").contains("](data/findings.json)"));
    let known = built(&archive, "base_url = 'https://team.example/reviews'");
    assert!(known.text("llms.txt").contains("](https://team.example/reviews/data/findings.json)"));
}

#[test]
fn a_guide_names_the_files_with_most_findings() {
    let on =
        |id: &str, path: &str| json!({"id": id, "severity": "important", "title": id, "locations": [{"path": path}]});
    let mut about: Value = serde_json::from_str(&run("r", "")).unwrap();
    about["subject"] = json!({"repository": "owner/name", "pull_request": 7});
    about["findings"] = json!([on("I1", "src/[a].rs"), on("I2", "src/[a].rs"), on("I3", "src/b.rs")]);
    let archive = MemoryArchive::of(&[("r.json", &about.to_string())]);
    let guide = built(&archive, "");
    let guide = guide.text("llms.txt");
    let (_, files) = guide.split_once("\n## Files\n\n").expect(guide);
    let lines: Vec<&str> = files.lines().take_while(|line| !line.is_empty()).collect();
    assert_eq!(
        lines[0],
        "- [All files](files/index.html): every file with two findings and more, by repository and folder"
    );
    assert!(
        lines[1].ends_with("](files/owner/name/src/~5ba~5d.rs.html): owner/name, 2 important, and what became of each")
    );
    assert_eq!(lines.len(), 2, "a file with one finding has no page: {files}");
}

#[test]
fn twins_of_a_withdrawn_review_say_that_it_was() {
    let about = r#""findings": [{"id": "I1", "severity": "important", "title": "secret words"}]"#;
    let text = run("r", about);
    let archive = MemoryArchive::of(&[("r.json", &text)]);
    let site = built(&archive, "[publish]\nwithdrawn = ['r']");
    let told: Vec<(&str, &str)> = twins(&site).collect();
    let withdrawn = "This review was withdrawn.\n";
    assert_eq!(told, [("reviews/r.md", withdrawn), ("reviews/r/I1.md", withdrawn)]);
    assert!(!site.text("llms.txt").contains("secret"));
}

#[test]
fn only_findings_with_a_page_have_a_twin() {
    let about = r#""findings": [{"id": "I1", "severity": "important", "title": "one"}, {"id": "S1", "severity": "suggestion", "title": "two"}]"#;
    let text = run("r", about);
    let site = built(&MemoryArchive::of(&[("r.json", &text)]), "finding_pages = 'important'");
    let paths: Vec<&str> = twins(&site).map(|(path, _)| path).collect();
    assert_eq!(paths, ["reviews/r.md", "reviews/r/I1.md"]);
    assert!(site.text("reviews/r.md").contains("[S1](r.html#S1)"));
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<script>alert(1)</script>",
        "<!--",
        "-->",
        "```\n",
        "````\n",
        "~~~\n",
        "\n\n",
        "\n",
        "\r",
        "# h\n",
        "> ",
        "- ",
        "1. ",
        "| a |\n|---|\n",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/x.png)",
        "[a]: javascript:x\n",
        "[a]",
        "[^n]: ",
        "[^n]",
        "</details>",
        "`",
        "\u{202e}",
        "\0",
        "---\n",
        "===\n",
        "a b",
        "&lt;b&gt;",
        "&#10;",
        "\\",
        "    ",
        "\t",
        "* ",
        "**",
    ]);
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    /// Hostile text in every place of a run: what the twin says itself is still a heading of its own, no HTML is left, and
    /// every link is harmless.
    #[test]
    fn hostile_text_stays_text_in_its_place(text in hostile(), other in hostile()) {
        let t = |words: &str| format!("{words} {text}{other}");
        let about = json!({
            "id": "r", "format": "pilcrow-review/1", "date": "2026-03-22", "title": t("T"),
            "subject": {"repository": "own/name", "pull_request": 7, "title": t("S"), "branch": t("b"), "author": t("A"), "commits": [{"sha": "0a1b2c3", "subject": t("c")}]},
            "reviewers": [{"agent": "claude", "name": t("N"), "effort": t("e")}, {"agent": "codex", "status": "failed", "reason": t("r")}],
            "facts": [{"label": t("l"), "value": t("v")}], "verdict": {"label": t("V"), "summary": t("s")}, "summary": t(""),
            "findings": [{
                "id": "I1", "severity": "important", "title": t("F"), "found_by": [{"agent": "claude", "ref": t("R")}],
                "excerpts": [{"language": t("rust"), "code": t("")}], "body": t(""), "fix": t(""), "patch": t(""),
                "repro": {"language": t("sh"), "script": t(""), "output": t("")}, "resolution": {"action": "fixed", "reason": t(""), "commit": t("k")},
                "rule": {"id": t("rule")},
            }, {"id": "S1", "severity": "suggestion", "title": "last"}],
            "strengths": [{"body": t("")}], "sections": [{"title": t("X"), "body": t("")}, {"title": "Last section", "body": "end"}],
            "retro": {"agents": [{"agent": "claude", "body": t("")}], "summary": t("")}, "recommendations": [{"scope": "skill", "body": t("")}],
            "metrics": [{"agent": "claude", "tool_calls": 3, "notes": {"n": t("")}}],
        });
        let site = built(&MemoryArchive::of(&[("r.json", &about.to_string())]), "");
        prop_assert_eq!(site.built.runs, 1, "{:?}", site.built.diagnostics);
        for (path, expected) in [
            ("reviews/r.md", &["Critical Issues", "Important Issues", "S1: last", "Design Observations", "Last section", "Agent Performance Retro", "Skill improvements"][..]),
            ("reviews/r/I1.md", &[][..]),
        ] {
            let twin = site.text(path);
            prop_assert!(!twin.contains(['\0', '\r', '\u{202e}']), "{}", twin);
            let outline = outline(twin);
            let own: Vec<&str> = expected.iter().copied().filter(|title| outline.iter().any(|(level, words)| *level <= 3 && words == title)).collect();
            prop_assert_eq!(&own[..], expected, "{}: {:?}\n{}", path, outline, twin);
            // The document's own heading, and no other of its rank: no text of the run passes for it.
            prop_assert_eq!(outline.iter().filter(|(level, _)| *level == 1).count(), 1, "{}: {}", path, twin);
        }
    }
}

/// Level and words of each heading. Nothing else of the document does anything.
#[track_caller]
fn outline(markdown: &str) -> Vec<(u8, String)> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    let (mut outline, mut is_open, mut depth) = (Vec::new(), false, 0);
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::Start(Tag::Image { .. }) => {
                panic!("{event:?} in {markdown}")
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_web = dest_url.starts_with("https://") || dest_url.starts_with("mailto:");
                let is_ours = ["r.", "r/", "../r.", "I1.", "S1."].iter().any(|start| dest_url.starts_with(start));
                assert!(is_web || is_ours, "{dest_url} in {markdown}");
            }
            Event::Start(Tag::BlockQuote(_) | Tag::Item) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::Item) => depth -= 1,
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                outline.push((level as u8, String::new()));
                is_open = true;
            }
            Event::End(TagEnd::Heading(_)) => is_open = false,
            Event::Text(text) | Event::Code(text) if is_open => outline.last_mut().unwrap().1.push_str(&text),
            _ => {}
        }
    }
    outline
}
