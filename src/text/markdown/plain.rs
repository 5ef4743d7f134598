//! Markdown without its marks, for titles, previews and the index.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Kept in front of a line so that nothing in it can open a block; punctuation, so that emphasis may follow it.
pub const LINE_START: char = '‖';

/// The text of a line without its marks.
#[must_use]
pub fn plain_line(source: &str) -> String {
    // Every page asks for titles, and most hold nothing that the parser would look at twice.
    if !has_marks(source) {
        return in_one_line(source);
    }
    parsed_line(source)
}

/// Whether anything in a line may be other than what it looks like.
fn has_marks(line: &str) -> bool {
    line.bytes().any(|byte| matches!(byte, b'\\' | b'`' | b'*' | b'_' | b'~' | b'[' | b'<' | b'&' | b'\0'))
}

fn parsed_line(source: &str) -> String {
    in_one_line(&plain_text(&one_line(source))).replacen(LINE_START, "", 1)
}

/// The text of Markdown without its marks, blocks separated by a blank, cut after about `most` characters.
#[must_use]
pub fn plain_start(source: &str, most: usize) -> String {
    // Marks and addresses can take more room than the words between them, but not the whole of a long text.
    start_of(&plain_text(&source[..source.floor_char_boundary(most * 8)]), most)
}

/// The same of a text that has no marks any more.
#[must_use]
pub fn start_of(plain: &str, most: usize) -> String {
    let text = in_one_line(&plain[..plain.floor_char_boundary(most * 8)]);
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most).collect();
    let end = cut.rfind(' ').filter(|at| *at > most / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches(['.', ',', ';', ':', ' ']))
}

fn in_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The whole text of Markdown without its marks, for reading by a machine: its words are apart, and that is all.
#[must_use]
pub fn plain_text(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for event in Parser::new_ext(source, options()) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) if !out.ends_with(' ') => match event {
                Event::End(
                    TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image,
                ) => {}
                _ => out.push(' '),
            },
            _ => {}
        }
    }
    out
}

/// Whether Markdown begins with anything but a paragraph: a list, a table, a heading, a quote, code, a line or block of
/// raw HTML. No words can be put in front of those without changing what they are.
#[must_use]
pub fn starts_a_block(markdown: &str) -> bool {
    let text = markdown.trim_start();
    match Parser::new_ext(text, options()).into_offset_iter().next() {
        // A paragraph further on follows definitions of links, which count only at the start of a line.
        Some((Event::Start(Tag::Paragraph), place)) => place.start > 0,
        first => first.is_some(),
    }
}

pub fn one_line(source: &str) -> String {
    let mut line = String::with_capacity(source.len() + 3);
    line.push(LINE_START);
    for word in source.split_whitespace() {
        if line.len() > LINE_START.len_utf8() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES
}

#[cfg(test)]
mod tests {
    use super::{parsed_line, plain_line};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

        #[test]
        fn a_line_that_is_not_parsed_reads_as_if_it_were(any in any::<String>(), signs in "[ -~\t\n]{0,60}") {
            for line in [any, signs] {
                prop_assert_eq!(plain_line(&line), parsed_line(&line));
            }
        }

        #[test]
        fn nor_does_one_that_begins_like_a_block(mark in "( {0,5})([#>+=|:-]{1,6}|[0-9]{1,3}[.)])", words in "[ a-z0-9#>+=|:.()!\"'-]{0,30}") {
            let line = format!("{mark} {words}");
            prop_assert_eq!(plain_line(&line), parsed_line(&line));
        }
    }
}
