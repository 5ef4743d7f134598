//! Text for the Markdown of a forge, where it stays text: it opens no block, makes no markup, calls nobody, and names no
//! issue, so that none is linked, told or closed.

use super::signs;
use crate::model::visible;

/// Separates what the forge would take together, and is not seen.
const APART: &str = "&#8203;";

/// One line of plain text as Markdown.
#[must_use]
pub fn inert_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = visible(&signs::plain(&words)).into_owned();
    let mut out = String::with_capacity(shown.len() + 16);
    let mut before = "";
    let mut rest = shown.as_str();
    while let Some(sign) = rest.chars().next() {
        let at = shown.len() - rest.len();
        rest = &rest[sign.len_utf8()..];
        push(&mut out, sign, before, rest);
        before = &shown[..at + sign.len_utf8()];
    }
    out
}

fn push(out: &mut String, sign: char, before: &str, rest: &str) {
    match sign {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        // People and teams; issues and pull requests.
        '@' | '#' => {
            out.push('\\');
            out.push(sign);
            out.push_str(APART);
        }
        // `GH-12` is an issue as well.
        '-' if ends_with(before, "gh") => {
            out.push_str("\\-");
            out.push_str(APART);
        }
        // The address of an issue closes it behind the word "closes", and is told there.
        ':' if rest.starts_with("//") => {
            out.push_str("\\:");
            out.push_str(APART);
        }
        '.' if ends_with(before, "www") => {
            out.push_str("\\.");
            out.push_str(APART);
        }
        // The others never begin anything.
        _ if sign.is_ascii_punctuation() && !matches!(sign, ',' | ';' | '?' | '\'' | '"' | '%' | '/') => {
            out.push('\\');
            out.push(sign);
        }
        _ => out.push(sign),
    }
}

fn ends_with(text: &str, word: &str) -> bool {
    text.len().checked_sub(word.len()).and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    #[test]
    fn nothing_in_a_line_works() {
        for text in [
            "@everyone and @org/team, closes #12, Fixes GH-7 and gh-8",
            "closes owner/name#12, resolves https://github.com/o/n/issues/1",
            "www.example.com, mail@example.com",
            "a | b | c, `code`, *a* _b_ ~~c~~ **d**",
            "[a](https://evil.example) ![b](c) <img src=x onerror=alert(1)> <!-- -->",
            "# heading",
            "- list",
            "1. list",
            "> quote",
            "```\nfence",
            "~~~ fence",
            "a\n\n## b\r\nc\td\u{2028}e",
            "\\",
            "a &lt; b &amp; c; $x^2$ :tada: [^1] [x]",
            "    indented",
            "| - | - |",
            "---",
            "===",
        ] {
            let line = inert_line(text);
            assert!(!line.contains(['\n', '\r']), "{line}");
            let mut shown = String::new();
            for event in Parser::new_ext(&line, Options::all()) {
                match event {
                    Event::Text(text) => shown.push_str(&text),
                    Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                    other => panic!("{text:?} became {line:?} with {other:?}"),
                }
            }
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(shown.replace('\u{200b}', ""), words);
            for working in ["@e", "@o", "@example", "#1", "GH-7", "gh-8", "://", "www.e"] {
                assert!(!shown.contains(working), "{working} works in {shown}");
            }
        }
    }

    #[test]
    fn signs_that_turn_the_text_around_are_seen() {
        assert_eq!(inert_line("a\u{202e}b\u{1b}c"), "a\\[U\\+202E\\]b␛c");
    }
}
