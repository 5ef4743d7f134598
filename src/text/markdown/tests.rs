use super::*;
use crate::text::highlight::Highlighter;
use crate::text::references::References;
use proptest::prelude::*;

fn references() -> References {
    References {
        findings: vec![("I1".to_owned(), "#I1".to_owned()), ("S1".to_owned(), "#S1".to_owned())],
        numbered: 2,
        first_suggestion: 1,
        credits: [("claude".to_owned(), Html::text("Claude"))].into(),
        paths: vec!["src/lib.rs".to_owned()],
        source: Some(Box::new(|path, _| format!("https://src.example/{path}"))),
        ..References::default()
    }
}

fn blocks(source: &str) -> String {
    let references = references();
    let highlighter = Highlighter::default();
    let mut anchors = Anchors::default();
    let scope = Scope { heading: 3, prefix: "x", anchors: &mut anchors, language: None };
    Markdown { references: &references, highlighter: &highlighter }.blocks(source, scope).as_str().to_owned()
}

fn line(source: &str) -> String {
    let references = references();
    Markdown { references: &references, highlighter: &Highlighter::default() }.line(source).as_str().to_owned()
}

#[test]
fn raw_html_is_text_and_images_are_links() {
    assert_eq!(blocks("a <b>c</b>").trim(), "<p>a &lt;b&gt;c&lt;/b&gt;</p>");
    assert_eq!(
        blocks("<script>alert(1)</script>\n").trim(),
        "<p class=raw>&lt;script&gt;alert(1)&lt;/script&gt;\n</p>"
    );
    assert_eq!(blocks("![a cat](https://x.example/c.png)").trim(), "<p><a href=https://x.example/c.png>a cat</a></p>");
    assert_eq!(blocks("[![cat](c.png)](https://x.example/)").trim(), "<p><a href=\"https://x.example/\">cat</a></p>");
    assert_eq!(blocks("[x](javascript:alert%281%29) [y](data:text/html,z)").trim(), "<p>x y</p>");
}

#[test]
fn identifiers_keep_their_underscores() {
    for text in ["RDD_LOG_LEVEL", "__init__", "_LOG_", "a_b_c", "stop_instance_forcibly_now", "_private_name_"] {
        assert_eq!(blocks(text).trim(), format!("<p>{text}</p>"));
    }
    assert_eq!(blocks("_really_ __two words__").trim(), "<p><em>really</em> <strong>two words</strong></p>");
}

#[test]
fn credits_and_references_are_resolved_outside_code() {
    assert_eq!(blocks("good [Claude]").trim(), "<p>good <span class=credit>Claude</span></p>");
    assert!(blocks("- one [Claude]\n- two [Bob]").contains("Claude</span></li><li>two [Bob]</li>"));
    assert_eq!(blocks("see I1").trim(), "<p>see <a href=#I1>I1</a></p>");
    assert_eq!(blocks("[see I1](https://x.example)").trim(), "<p><a href=https://x.example>see I1</a></p>");
    assert!(blocks("`lib.rs:3`").contains("<a href=https://src.example/src/lib.rs><code>lib.rs:3</code></a>"));
    assert!(!blocks("```\nsee I1\n```").contains("href"));
}

#[test]
fn headings_follow_each_other_and_have_anchors() {
    let html = blocks("# A\n\n#### B\n\n## C\n\n# A");
    let levels: Vec<&str> = html.match_indices("<h").map(|(at, _)| &html[at..at + 3]).collect();
    assert_eq!(levels, ["<h3", "<h4", "<h4", "<h3"]);
    assert!(html.contains("id=\"x-a\"") && html.contains("id=\"x-a-2\"") && html.contains("href=\"#x-b\""), "{html}");
}

#[test]
fn ten_thousand_equal_headings_take_no_time() {
    assert_eq!(blocks(&"# A\n\n".repeat(10_000)).matches("<h3").count(), 10_000);
}

#[test]
fn footnotes_and_tables_work() {
    let html = blocks("a[^n] b[^gone]\n\n[^n]: the note\n\n| a | |\n|--:|---|\n| 1 | 2 |");
    assert!(html.contains("<sup><a href=\"#x-note-1\""), "{html}");
    assert!(html.contains("id=\"x-note-1\"") && html.contains("[^gone]"), "{html}");
    assert!(html.contains("<th scope=col class=num>a</th><td></td>"), "{html}");
    assert!(!html.contains("style="), "{html}");
}

#[test]
fn a_line_opens_no_block() {
    for (source, html) in [
        ("# not a heading", "# not a heading"),
        ("1. not a list", "1. not a list"),
        ("- `code` and *stress*", "- <code>code</code> and <em>stress</em>"),
        ("**bold** first", "<strong>bold</strong> first"),
        ("`a` first", "<code>a</code> first"),
        ("two\n\nlines", "two lines"),
        ("> x", "&gt; x"),
        ("", ""),
    ] {
        assert_eq!(line(source), html, "{source}");
    }
    assert_eq!(plain_line("`a` **b** [c](https://x.example)"), "a b c");
}

#[test]
fn a_line_keeps_the_mark_that_is_put_in_front_of_lines() {
    assert_eq!(line("‖ and ‖"), "‖ and ‖");
    assert_eq!(line("`a`‖ **‖b**"), "<code>a</code>‖ <strong>‖b</strong>");
    assert_eq!([plain_line("‖ and ‖"), plain_line("‖"), plain_line("")], ["‖ and ‖", "‖", ""]);
}

#[test]
fn a_text_starts_a_block_where_markdown_says_so() {
    let paragraphs = [
        "#242 broke it",
        "#tag",
        "+1 for it",
        "-x",
        "*stress* first",
        "**bold**",
        "1.5 seconds",
        "1234567890. is no item, its number is too long",
        "|a| is a size",
        "<b>bold</b> words",
        "<https://x.example> has it",
        "[a link](https://x.example)",
        "`code`",
        "``` a ``` b",
    ];
    let blocks = [
        "# heading",
        "heading\n---",
        "- item",
        "* item",
        "+ item",
        "-",
        "1. item",
        "7) item",
        "> quote",
        "```\ncode\n```",
        "~~~\ncode",
        "***",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "<div>\nraw\n</div>",
        "<!-- raw -->",
        "[^1]: note",
        "[a]: https://x.example\n\nsee [a]",
    ];
    for text in paragraphs {
        assert!(!starts_a_block(text), "{text}");
    }
    for text in blocks {
        assert!(starts_a_block(text), "{text}");
        assert!(starts_a_block(&format!("\n  {text}")), "{text}");
    }
    assert!(!starts_a_block("") && !starts_a_block(" \n"));
}

#[test]
fn a_start_is_cut_between_words() {
    assert_eq!(plain_start("One *two* three\n\nfour `five` six", 20), "One two three four…");
    assert_eq!(plain_start("One *two* three. Four five", 16), "One two three…");
    assert_eq!(plain_start("short", 20), "short");
}

/// Every tag that is opened is closed, in order.
fn is_balanced(html: &str) -> bool {
    let void = ["br", "hr"];
    let mut open: Vec<&str> = Vec::new();
    for part in html.split('<').skip(1) {
        let Some((tag, _)) = part.split_once('>') else { return false };
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        if void.contains(&name) {
            continue;
        }
        if tag.starts_with('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else {
            open.push(name);
        }
    }
    open.is_empty()
}

fn is_harmless(html: &str) -> bool {
    let tags = html.split('<').skip(1).filter_map(|part| part.split_once('>').map(|(tag, _)| tag.to_lowercase()));
    tags.into_iter().all(|tag| {
        let script = ["script", "style", "iframe", "img", "svg", "object", "form", "input", "meta", "link", "base"];
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        let scheme = tag.contains("href=\"javascript") || tag.contains("href=\"data") || tag.contains("href=\"//");
        // What stands inside quotes is a value, whatever it says.
        let names: String = tag.split('"').step_by(2).collect();
        !script.contains(&name) && !names.contains(" on") && !names.contains("style=") && !scheme
    })
}

/// Pieces that meet in unexpected ways.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<script>alert(1)</script>"),
        Just("<img src=x onerror=alert(1)>"),
        Just("](javascript:alert(1))"),
        Just("["),
        Just("!["),
        Just("](https://x.example/\"onclick=\"x)"),
        Just("`"),
        Just("```\n"),
        Just("```html\n"),
        Just("\n\n"),
        Just("\n"),
        Just("- "),
        Just("1. "),
        Just("> "),
        Just("| a | b |\n|---|:-:|\n"),
        Just("|"),
        Just("**"),
        Just("_"),
        Just("__"),
        Just("~~"),
        Just("[^a]"),
        Just("[^a]: "),
        Just("# "),
        Just("<!--"),
        Just("-->"),
        Just("</p>"),
        Just("<a href='x'>"),
        Just("&lt;"),
        Just("&#60;"),
        Just("\\"),
        Just("I1"),
        Just("finding 1"),
        Just("[Claude]"),
        Just("`lib.rs:3`"),
        Just("- [x] "),
        Just("<https://x.example>"),
        Just("\u{2028}"),
        Just("\0"),
        Just("é😀"),
        Just("    "),
        Just("[a]: javascript:x\n"),
        Just("[a]"),
        Just("</script>"),
        Just("\"'>"),
        Just(" onclick=x "),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn html_of_hostile_markdown_is_balanced_and_harmless(source in hostile()) {
        for html in [blocks(&source), line(&source)] {
            prop_assert!(is_balanced(&html), "{source:?}\n{html}");
            prop_assert!(is_harmless(&html), "{source:?}\n{html}");
        }
    }

    #[test]
    fn html_of_any_text_is_balanced_and_harmless(source in any::<String>()) {
        for html in [blocks(&source), line(&source)] {
            prop_assert!(is_balanced(&html), "{source:?}\n{html}");
            prop_assert!(is_harmless(&html), "{source:?}\n{html}");
        }
    }

    #[test]
    fn no_language_breaks_on_any_code(language in "go|rust|python|yaml|html|bash|json|cpp|csharp|sql", code in "[ -~\n\t]{0,300}") {
        let html = blocks(&format!("~~~~~~~~~~{language}\n{code}\n~~~~~~~~~~"));
        prop_assert!(is_balanced(&html), "{html}");
    }
}
