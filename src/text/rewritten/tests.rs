use super::*;
use crate::text::highlight::Highlighter;
use crate::text::markdown::events::parse;
use crate::text::references::References;
use crate::text::signs;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

fn references() -> References {
    References { source: Some(Box::new(|path, _| format!("https://src.example/{path}"))), ..References::default() }
}

fn rewritten(source: &str) -> String {
    let references = references();
    Markdown { references: &references, highlighter: &Highlighter::default() }.rewritten(source, 3)
}

fn line(source: &str) -> String {
    let references = references();
    Markdown { references: &references, highlighter: &Highlighter::default() }.rewritten_line(source)
}

#[test]
fn what_does_nothing_is_left_as_it_is() {
    for text in [
        "One paragraph with snake_case, `code`, *emphasis*, **weight** and ~~deletion~~.\nIts second line.",
        "- a\n- b\n  - c\n  - d\n- e",
        "1. a\n2. b",
        "7. a\n\n   more\n\n8. b",
        "- [x] done\n- [ ] open",
        "- [x] done\n\n  more\n\n- [ ] open",
        "> quoted\n>\n> - a\n> - b",
        "```rust\nfn main() {}\n\n    // a\n```",
        "| a | b |\n|---|---:|\n| c | `d` |",
        "[a](https://a.example/b?c#d), [a](<https://a.example/b(c)?d=e&f=g>) and <https://a.example/>",
        "### Head\n\nText\n\n#### Below\n\nText",
        "A line\\\nbroken",
    ] {
        assert_eq!(rewritten(text), text);
    }
}

#[test]
fn what_would_do_something_is_text() {
    for (source, expected) in [
        ("a <b>c</b> <!-- d -->", "a \\<b>c\\</b> \\<!-- d -->"),
        ("<script>\nalert(1)\n</script>", "\\<script>\nalert(1)\n\\</script>"),
        ("# Head", "### Head"),
        ("# A\n### B\n# C", "### A\n\n#### B\n\n### C"),
        ("```\nopen", "```\nopen\n```"),
        ("````\n```\n````", "````\n```\n````"),
        ("~~~ js\n```\n~~~", "````js\n```\n````"),
        ("```rust <b>\nx\n```", "```rust\nx\n```"),
        ("[a](javascript:alert%281%29) [b](data:x)", "a b"),
        ("![a](https://a.example/b.png)", "[a](https://a.example/b.png)"),
        ("[a]\n\n[a]: https://a.example", "[a](https://a.example)"),
        ("[a](docs/x.md)", "[a](https://src.example/docs/x.md)"),
        ("[a](<https://a.example/b c>)", "[a](<https://a.example/b c>)"),
        ("a[^1]\n\n[^1]: Note", "a\\[^1\\]\n\n\\[^1\\]: Note"),
        ("\\# a\n\\- b\n1\\. c\n\\> d\n\\=\\=\\=", "\\# a\n\\- b\n1\\. c\n\\> d\n\\==="),
        ("a\n\n---\n\nb", "a\n\n___\n\nb"),
        ("- a\n\n* b", "- a\n\n* b"),
        ("__init__ and _LOG_", "\\_\\_init\\_\\_ and \\_LOG\\_"),
        ("a \\| b\n\\|---|", "a | b\n\\|---|"),
        ("| a \\| b | `c \\| d` |\n|---|---|", "| a &#124; b | c &#124; d |\n|---|---|"),
        ("&amp;lt; &lt;b&gt; a & b", "\\&lt; \\<b> a & b"),
        ("a\rb\r\n```\r\nc\r```", "a\nb\n\n```\nc\n```"),
        ("a \u{202e}b\u{1b}", "a \\[U+202E\\]b␛"),
        ("- ~~[](javascript:x)~~", "- "),
        ("&#32;&#32;&#32;&#32;a\\\n&#32;b", "&#32;   a\\\n&#32;b"),
        ("\\![a](https://a.example) now!", "\\![a](https://a.example) now!"),
    ] {
        assert_eq!(rewritten(source), expected, "{source:?}");
    }
}

#[test]
fn a_line_is_one() {
    assert_eq!(line("# a\n\n`b` *c*\n- d"), "# a `b` *c* - d");
    assert_eq!(line("C# and F #"), "C# and F \\#");
    assert_eq!(line("<b> [x](javascript:y)\n"), "\\<b> x");
    assert_eq!(line("‖ a"), "‖ a");
}

#[test]
fn pieces_are_what_they_were() {
    for text in [
        "*a*", "# a", "1. a", "- a", "`a`", "<a>", "&lt;", "a\n\n# b", "[a](b)", "__a__", "~~a~~", "a #", "\\", "| a |",
    ] {
        let events = parse(&plain_words(text)).into_iter().map(|(event, _)| event.into_static()).collect::<Vec<_>>();
        let [Event::Start(Tag::Paragraph), Event::Text(words), Event::End(TagEnd::Paragraph)] = &events[..] else {
            panic!("{text:?} became {events:?}")
        };
        assert_eq!(**words, text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    for code in ["a", "`", "``a`", " a", "a\nb", "` `", " ", "\u{a0}"] {
        let written = code_words(code);
        let events: Vec<_> = parse(&written).into_iter().map(|(event, _)| event).collect();
        let [_, Event::Code(read), _] = &events[..] else { panic!("{code:?} became {events:?}") };
        assert_eq!(**read, code.replace('\n', " "));
    }
    assert_eq!(code_block("c++ <b>", "a\r\nb\rc", "> "), "```\n> a\n> b\n> c\n> ```");
}

#[test]
fn depth_costs_no_more_than_its_words() {
    for source in
        [">".repeat(20_000) + "a\nb\nc\n", "- ".repeat(5_000) + "a", "1. ".repeat(5_000) + "\nb\n".repeat(50).as_str()]
    {
        assert!(rewritten(&source).len() < source.len() * 20 + 1_000);
    }
}

/// What a text says: its words without blanks and without the marks that are lost where emphasis could not be told from them.
fn words(source: &str) -> String {
    let mut out = String::new();
    for (event, _) in parse(source) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => out.push_str(&text),
            Event::FootnoteReference(name) => out.extend(["[^", &*name, "]"]),
            Event::Start(Tag::FootnoteDefinition(name)) => out.extend(["[^", &*name, "]:"]),
            _ => {}
        }
    }
    signs::plain(&out)
        .chars()
        .filter(|sign| !sign.is_whitespace() && !matches!(sign, '*' | '_' | '~' | '\u{b}' | '\u{c}'))
        .collect()
}

fn blocks_of_code(source: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut is_open = false;
    for (event, _) in parse(source) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                blocks.push(String::new());
                is_open = true;
            }
            Event::End(TagEnd::CodeBlock) => is_open = false,
            Event::Text(text) if is_open => blocks.last_mut().unwrap().push_str(&text),
            _ => {}
        }
    }
    blocks.iter().map(|block| signs::plain(block).trim_end_matches('\n').to_owned()).collect()
}

/// Holds of every text: it stays in its place, does nothing, and says what it said.
fn assert_faithful(source: &str) {
    let out = rewritten(source);
    let whole = format!("> {}\n\n# Next", out.replace('\n', "\n> "));
    let events: Vec<_> = parse(&whole).into_iter().map(|(event, _)| event.into_static()).collect();
    let quotations = |tag: fn(&Event<'_>) -> bool| events.iter().filter(|event| tag(event)).count();
    // Nothing of it ends the quotation that it is put into.
    assert!(quotations(|event| matches!(event, Event::Start(Tag::BlockQuote(_)))) >= 1, "{source:?}: {out}");
    let end = events.iter().rposition(|event| matches!(event, Event::End(TagEnd::BlockQuote(_)))).unwrap();
    assert!(
        matches!(&events[end + 1..], [Event::Start(Tag::Heading { .. }), Event::Text(next), Event::End(_)] if &**next == "Next"),
        "{source:?}: {out}"
    );
    for (event, _) in parse(&out) {
        match event {
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Start(Tag::HtmlBlock | Tag::Image { .. } | Tag::FootnoteDefinition(_)) => {
                panic!("{source:?}: {event:?} in {out:?}")
            }
            Event::Start(Tag::Heading { level, .. }) => assert!(level as usize >= 3, "{source:?}: {out:?}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_harmless = ["https://", "http://", "mailto:"]
                    .iter()
                    .any(|start| dest_url.to_ascii_lowercase().starts_with(start));
                assert!(is_harmless, "{source:?}: {dest_url} in {out:?}");
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => panic!("{source:?}: {out:?}"),
            _ => {}
        }
    }
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    if !source.contains("![") {
        assert_eq!(words(&out), words(&source), "{source:?} became {out:?}");
    }
    assert_eq!(blocks_of_code(&out), blocks_of_code(&source), "{source:?} became {out:?}");
}

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "```",
        "```\n",
        "~~~\n",
        "~~",
        "[",
        "]",
        "](",
        "](<",
        "](https://a.example)",
        "![",
        "[^a]",
        "[^a]: ",
        "[x]: ",
        "<",
        ">",
        "<b>",
        "</b>",
        "<!--",
        "-->",
        "<script>",
        "&",
        "&amp;",
        "&#32;",
        "&#10;",
        "&lt;",
        "\\",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        "  ",
        "    ",
        "# ",
        "###### ",
        "- ",
        "+ ",
        "* ",
        "1. ",
        "2) ",
        "12",
        ".",
        ")",
        "> ",
        "- [ ] ",
        "| ",
        "|---|\n",
        "|-|-|\n",
        "---\n",
        "===\n",
        "***\n",
        "<https://a.example>",
        "javascript:x",
        "#",
        "\u{202e}",
        "\0",
        "\u{a0}",
        "é",
        "a",
        "b c",
        "_x_",
        "snake_case",
        "!",
        "\\!",
        "a](https://a.example)",
        "\\|",
        "|",
        ":",
        "=",
        "-",
        "+",
    ])
}

/// Drawn alike each time: the rare text that something is still wrong with is to be looked for, not met by chance.
fn many_texts() -> ProptestConfig {
    let rng_seed = std::env::var("PILCROW_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    ProptestConfig {
        cases: 20_000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(rng_seed),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(many_texts())]

    #[test]
    fn whatever_a_text_holds_it_stays_in_its_place_and_says_the_same(pieces in proptest::collection::vec(piece(), 0..14)) {
        assert_faithful(&pieces.concat());
    }

    #[test]
    fn a_line_stays_a_line(pieces in proptest::collection::vec(piece(), 0..10)) {
        let out = line(&pieces.concat());
        prop_assert!(!out.contains(['\n', '\r']), "{out:?}");
        let events: Vec<_> = parse(&format!("# {out}")).into_iter().map(|(event, _)| event.into_static()).collect();
        let blocks = events.iter().filter(|event| matches!(event, Event::Start(Tag::Heading { .. }))).count();
        prop_assert_eq!(blocks, 1, "{:?}", events);
        prop_assert!(matches!(events.last(), Some(Event::End(TagEnd::Heading(_)))), "{:?}", events);
    }
}
