//! The title of a comment: its first heading, bold line or sentence.

use crate::import::markdown::fence::Fence;
use crate::import::markdown::inline::one_line;
use crate::import::markdown::{list, outline};

/// Longer titles are cut, and the text stays whole.
const LONGEST: usize = 160;

/// The title of a text and what is left of it. `None` where the text starts with a list, a quote, a table or code.
pub fn split_title(text: &str) -> (Option<String>, String) {
    let text = text.trim_start_matches('\n');
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some((_, heading)) = outline::heading(line).filter(|(_, words)| !words.is_empty()) {
        return (title_from_words(heading), rest.trim_matches('\n').to_owned());
    }
    if starts_a_block(line) || line.trim().is_empty() {
        return (None, text.to_owned());
    }
    let length = paragraph_length(text);
    let (paragraph, below) = (text.get(..length).unwrap_or(text), text.get(length..).unwrap_or_default());
    let end = end_of_bold(paragraph).or_else(|| end_of_sentence(paragraph));
    let (first, more) = match end {
        Some(end) => (paragraph.get(..end).unwrap_or(paragraph), paragraph.get(end..).unwrap_or_default()),
        None => (paragraph, ""),
    };
    let inner = first.trim().strip_prefix("**").and_then(|inner| inner.strip_suffix("**"));
    let words = one_line(inner.filter(|inner| !inner.contains("**")).unwrap_or(first));
    if words.chars().count() > LONGEST {
        return (Some(cut_at_blank(&words)), text.to_owned());
    }
    let left = more.trim_start_matches([':', '—', '–', ' ', '\n']);
    (title_from_words(&words), format!("{left}{below}").trim_matches('\n').to_owned())
}

fn title_from_words(words: &str) -> Option<String> {
    let words = one_line(words);
    let words = words.strip_suffix(':').unwrap_or(&words).trim();
    let plain = words.strip_suffix('.').filter(|plain| !plain.ends_with('.')).unwrap_or(words);
    let inner =
        plain.strip_prefix("**").and_then(|inner| inner.strip_suffix("**")).filter(|inner| !inner.contains("**"));
    let plain = inner.unwrap_or(plain).trim();
    match plain.chars().count() {
        0 => None,
        count if count > LONGEST => Some(cut_at_blank(plain)),
        _ => Some(plain.to_owned()),
    }
}

/// Whether a line begins something other than a paragraph.
fn starts_a_block(line: &str) -> bool {
    let text = line.trim_start();
    let is_marked = text.starts_with(['>', '|', '#']) || text.starts_with("---");
    is_marked || list::mark_length(text).is_some() || line.starts_with("    ") || Fence::opening(line).is_some()
}

/// The length of the paragraph that a text begins with.
fn paragraph_length(text: &str) -> usize {
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() || (length > 0 && starts_a_block(line)) {
            break;
        }
        length += line.len();
    }
    length
}

/// The end of bold words that stand at the start like a title: alone, ended by a mark, or followed by one.
fn end_of_bold(paragraph: &str) -> Option<usize> {
    let inner = paragraph.strip_prefix("**")?;
    let length = inner.find("**").filter(|length| *length > 0)?;
    let end = length.checked_add(4)?;
    let behind = paragraph.get(end..)?;
    let ended = inner.get(..length)?.ends_with(['.', ':', '!', '?']);
    let parted = behind.trim_start_matches(' ').starts_with(['\n', ':', '—', '–']) || behind.trim().is_empty();
    (ended || parted).then_some(end)
}

/// The end of the first sentence: a final mark outside code, emphasis and brackets, with something other than a small
/// letter behind it.
fn end_of_sentence(paragraph: &str) -> Option<usize> {
    const SHORT: [&str; 6] = ["e.g.", "i.e.", "cf.", "vs.", "etc.", "approx."];
    let mut open = Open::default();
    let mut chars = paragraph.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        open.see(c, chars.peek().map(|(_, next)| *next));
        if !matches!(c, '.' | '!' | '?') || !open.is_closed() {
            continue;
        }
        let end = at + c.len_utf8();
        let behind = paragraph.get(end..)?;
        let next = behind.trim_start().chars().next();
        let before = paragraph.get(..end)?;
        let short = SHORT.iter().any(|short| before.to_ascii_lowercase().ends_with(short));
        if behind.starts_with(char::is_whitespace) && !short && next.is_none_or(|next| !next.is_lowercase()) {
            return Some(end);
        }
    }
    None
}

/// Words cut at a blank outside code, emphasis and brackets.
fn cut_at_blank(words: &str) -> String {
    let mut open = Open::default();
    let mut end = 0;
    let mut chars = words.char_indices().take(LONGEST - 1).peekable();
    while let Some((at, c)) = chars.next() {
        open.see(c, chars.peek().map(|(_, next)| *next));
        if c == ' ' && open.is_closed() {
            end = at;
        }
    }
    match words.get(..end).filter(|words| !words.is_empty()) {
        Some(words) => format!("{words} …"),
        None => words.chars().filter(|c| !matches!(c, '`' | '*' | '_' | '[')).take(LONGEST - 1).chain(['…']).collect(),
    }
}

/// What is open where a reader of inline Markdown stands.
#[derive(Default)]
struct Open {
    code: bool,
    stars: bool,
    brackets: usize,
    last: Option<char>,
}

impl Open {
    fn see(&mut self, c: char, next: Option<char>) {
        let repeated = self.last == Some(c);
        self.last = Some(c);
        match c {
            '`' if !repeated => self.code = !self.code,
            _ if self.code => {}
            '*' if !repeated => self.stars = !self.stars && next.is_some_and(|next| !next.is_whitespace()),
            '[' | '(' => self.brackets += 1,
            ']' | ')' => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
    }

    fn is_closed(&self) -> bool {
        !self.code && !self.stars && self.brackets == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_a_heading_a_bold_line_or_a_sentence() {
        for (text, title, left) in [
            ("### Moor first\n\nThen load.", "Moor first", "Then load."),
            ("**Moor first.**\n\nThen load.", "Moor first", "Then load."),
            ("**Moor first**: the rope is long.\nVery.", "Moor first", "the rope is long.\nVery."),
            ("**Moor first.** The rope.", "Moor first", "The rope."),
            ("**Ropes** are long. Really.", "**Ropes** are long", "Really."),
            ("The rope\nis long. It drags.\n\n- a", "The rope is long", "It drags.\n\n- a"),
            ("Use `a. B` first. Then c.", "Use `a. B` first", "Then c."),
            ("See e.g. Dover (or 2. Calais). Or not", "See e.g. Dover (or 2. Calais)", "Or not"),
            ("Version 1.2 is not v. small", "Version 1.2 is not v. small", ""),
            ("Is it? Yes.", "Is it?", "Yes."),
            ("One sentence:\n```\ncode\n```", "One sentence", "```\ncode\n```"),
        ] {
            assert_eq!(split_title(text), (Some(title.to_owned()), left.to_owned()), "{text}");
        }
        for text in ["- a list", "> a quote", "```\ncode\n```", "| a | b |", "1. one", "", "#"] {
            assert_eq!(split_title(text), (None, text.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_long_title_is_cut_and_the_text_stays_whole() {
        let text = format!("The {} `code {}` ends. More.", "long ".repeat(25), "x".repeat(60));
        let (title, left) = split_title(&text);
        assert_eq!(title, Some(format!("The {}…", "long ".repeat(25))));
        assert_eq!(left, text);
        let (title, _) = split_title(&"ü".repeat(500));
        assert_eq!(title.map(|title| title.chars().count()), Some(160));
    }
}
