//! The pieces that Markdown is written from: words that stay words, code, links.

use crate::text::signs;

/// Plain text in one line, in which nothing is markup wherever in a line it stands.
#[must_use]
pub fn plain_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let place = Place { starts_a_line: true, is_heading: true, ..Place::default() };
    push_words(&mut out, &text.split_whitespace().collect::<Vec<_>>().join(" "), place);
    out
}

/// Where words are written.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct Place {
    /// Whether they begin a line, where a sign can begin a block.
    pub starts_a_line: bool,
    /// Whether nothing but digits stands between there and them.
    pub follows_number: bool,
    /// Whether they are in a cell of a table, which a bar would end.
    pub is_cell: bool,
    /// Whether they are in a heading, whose last `#` would be no part of it.
    pub is_heading: bool,
}

/// Appends words. They hold no line break: it would have to be followed by what the line is in.
pub fn push_words(out: &mut String, text: &str, place: Place) {
    let shown = signs::plain(text);
    let is_start = place.starts_a_line && !place.follows_number;
    let text = &*shown;
    let mut before = out.chars().next_back();
    let mut digits = 0;
    for (at, sign) in text.char_indices() {
        let rest = &text[at + sign.len_utf8()..];
        let is_first = is_start && at == 0;
        // A number and a full stop begin a list.
        digits = if sign.is_ascii_digit() && digits == at { digits + 1 } else { digits };
        let follows_number = digits == at && (digits > 0 || place.follows_number);
        let is_markup = match sign {
            '#' | '+' | '-' | '=' | '>' | ':' | '|' if is_first => true,
            '.' | ')' => place.starts_a_line && follows_number,
            '#' => place.is_heading && rest.trim_start_matches('#').trim_start().is_empty(),
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            '_' => !stands_inside_a_word(before, rest),
            '&' => begins_an_entity(rest),
            _ => false,
        };
        match sign {
            // Blanks would be no part of the text, or make code of it.
            ' ' | '\t' | '\n' if is_first => out.push_str("&#32;"),
            '\n' => out.push(' '),
            '|' if place.is_cell => out.push_str("&#124;"),
            sign => out.extend(is_markup.then_some('\\').into_iter().chain([sign])),
        }
        before = Some(sign);
    }
}

/// There an underscore opens and closes nothing.
fn stands_inside_a_word(before: Option<char>, rest: &str) -> bool {
    before.is_some_and(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric)
}

fn begins_an_entity(rest: &str) -> bool {
    rest.starts_with(|sign: char| sign.is_ascii_alphanumeric() || sign == '#')
}

/// Code in a line of words. Markdown has no code that is nothing.
#[must_use]
pub fn code_words(code: &str) -> String {
    let code = signs::plain(code).replace(['\n', '\r'], " ");
    if code.is_empty() {
        return code;
    }
    let fence = "`".repeat(longest_run(&code) + 1);
    // One blank on either side is taken off again, unless there are only blanks.
    let is_blank = code.bytes().all(|byte| byte == b' ');
    let pad = if !is_blank && (code.starts_with(['`', ' ']) || code.ends_with(['`', ' '])) { " " } else { "" };
    [&*fence, pad, &code, pad, &*fence].concat()
}

/// Code as a block, each line after `prefix`, and without a line break at its end. Nothing in it ends it.
#[must_use]
pub fn code_block(language: &str, code: &str, prefix: &str) -> String {
    let code = signs::plain(code).replace("\r\n", "\n").replace('\r', "\n");
    let fence = "`".repeat((longest_run(&code) + 1).max(3));
    let is_name = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '+' | '#' | '-' | '_' | '.');
    let mut out = fence.clone();
    out.push_str(if language.chars().all(is_name) { language } else { "" });
    for line in code.strip_suffix('\n').unwrap_or(&code).split('\n') {
        out.push('\n');
        out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        out.push_str(line);
    }
    out.push('\n');
    out.push_str(prefix);
    out.push_str(&fence);
    out
}

fn longest_run(code: &str) -> usize {
    code.split(|sign| sign != '`').map(str::len).max().unwrap_or(0)
}

/// Words, which are Markdown, as a link.
#[must_use]
pub fn link(words: &str, address: &str) -> String {
    let mut out = String::with_capacity(words.len() + address.len() + 6);
    out.push('[');
    out.push_str(words);
    push_destination(&mut out, address);
    out
}

/// Appends the end of a link: where it leads. Simple readers of Markdown know no brackets around that, so that it has none
/// where it needs none.
pub fn push_destination(out: &mut String, address: &str) {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/:#?=%~.-_+,@$;".contains(&byte);
    if !address.is_empty() && address.bytes().all(is_plain) {
        for piece in ["](", address, ")"] {
            out.push_str(piece);
        }
        return;
    }
    out.push_str("](<");
    for (at, sign) in address.char_indices() {
        match sign {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '|' => out.push_str("%7C"),
            '\n' | '\r' => out.push_str("%0A"),
            '&' if begins_an_entity(&address[at + 1..]) && address[at..].contains(';') => out.push_str("&amp;"),
            sign => out.push(sign),
        }
    }
    out.push_str(">)");
}
