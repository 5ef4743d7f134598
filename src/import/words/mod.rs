//! Plain text, values and code as Markdown that shows them as they are, and the first sentence of a plain text.
//!
//! For the texts of tools, which mean no Markdown. What agents and bots write is Markdown already: see `comment`.

pub mod sentence;

use crate::import::markdown::inline::{inline_code, is_web_address, one_line};
use crate::import::markdown::{fence, list, outline, with_unix_breaks};
use serde_json::Value;

/// Lines from this length on were broken to fit a screen, not to end there.
pub const WRAPPED: usize = 60;

/// What a link of SARIF's plain text points to: the number of a location, as Markdown that names it.
pub type Link<'a> = &'a dyn Fn(&str) -> Option<String>;

/// For texts without places.
pub fn no_link(_: &str) -> Option<String> {
    None
}

/// Plain text of many lines as Markdown: marks are escaped, paragraphs and short lines stay.
///
/// Backticks in pairs are kept: tools mean code by them in plain text as well.
pub fn plain(text: &str, link: Link<'_>) -> String {
    let text = with_unix_breaks(text);
    let mut out = String::new();
    let mut lines = text.trim_matches('\n').lines().peekable();
    while let Some(line) = lines.next() {
        let words = line.trim();
        if !words.is_empty() {
            let indent = line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
            // No-break blanks keep the text's own indentation and open no block of code.
            out.push_str(&"\u{a0}".repeat(indent));
            let inline = escaped_inline(words, link);
            out.push_str(&if indent == 0 { without_block_mark(inline) } else { inline });
        }
        if let Some(next) = lines.peek() {
            let ends = words.chars().count() < WRAPPED || next.starts_with([' ', '\t', '-', '*', '•']);
            out.push_str(if !words.is_empty() && !next.trim().is_empty() && ends { "\\\n" } else { "\n" });
        }
    }
    out
}

/// Plain text as one line of Markdown.
pub fn line(text: &str) -> String {
    linked_line(text, &no_link)
}

/// Plain text with links to places as one line of Markdown.
pub fn linked_line(text: &str, link: Link<'_>) -> String {
    without_block_mark(escaped_inline(&one_line(text), link))
}

/// A line that opens no heading, list, quote or rule.
fn without_block_mark(line: String) -> String {
    if line.starts_with(['#', '>', '+', '-', '=']) {
        return format!("\\{line}");
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line.split_at_checked(digits) {
        Some((number, rest)) if digits > 0 && rest.starts_with(['.', ')']) => format!("{number}\\{rest}"),
        _ => line,
    }
}

fn escaped_inline(text: &str, link: Link<'_>) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (markdown, taken) = match c {
            '`' => code_or_escaped_marks(rest),
            '[' => escaped_link(rest, link).unwrap_or_else(|| ("\\[".to_owned(), 1)),
            'h' if !before.is_alphanumeric() => autolink(rest).unwrap_or_else(|| ("h".to_owned(), 1)),
            c => escaped_char(c, before, rest),
        };
        out.push_str(&markdown);
        let (done, left) = rest.split_at_checked(taken).unwrap_or((rest, ""));
        before = done.chars().next_back().unwrap_or(' ');
        rest = left;
    }
    out
}

fn escaped_char(c: char, before: char, rest: &str) -> (String, usize) {
    let next = rest.chars().nth(1).unwrap_or(' ');
    let is_mark = match c {
        '*' | '<' | '|' | '~' | ']' => true,
        '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
        '&' => next.is_ascii_alphanumeric() || next == '#',
        '!' => next == '[',
        '\\' => next.is_ascii_punctuation(),
        _ => false,
    };
    match (c, is_mark) {
        // SARIF escapes brackets in plain text as Markdown does.
        ('\\', true) if matches!(next, '[' | ']') => (format!("\\{next}"), 2),
        (_, true) => (format!("\\{c}"), c.len_utf8()),
        (c, false) if c.is_control() => (" ".to_owned(), c.len_utf8()),
        (c, false) => (c.to_string(), c.len_utf8()),
    }
}

/// A span between backticks as it stands; marks that close nowhere, escaped.
fn code_or_escaped_marks(rest: &str) -> (String, usize) {
    let marks = leading_backticks(rest);
    let span = if marks < 3 { code_span(rest, marks) } else { None };
    span.map_or_else(|| ("\\`".repeat(marks), marks), |span| (span.to_owned(), span.len()))
}

fn code_span(rest: &str, marks: usize) -> Option<&str> {
    let inner = rest.get(marks..)?;
    let mut from = 0;
    loop {
        let at = from + inner.get(from..)?.find('`')?;
        let length = leading_backticks(inner.get(at..)?);
        if length == marks {
            let is_code = !inner.get(..at)?.trim().is_empty();
            return rest.get(..marks + at + marks).filter(|_| is_code);
        }
        from = at + length;
    }
}

fn leading_backticks(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'`').count()
}

/// `[words](3)` points to a location, `[words](https://…)` to an address; anything else in brackets is no link.
fn escaped_link(rest: &str, link: Link<'_>) -> Option<(String, usize)> {
    let close = rest.find("](")?;
    let words = rest.get(1..close)?;
    let target = rest.get(close + 2..)?;
    let end = target.find(')')?;
    let target = target.get(..end)?;
    if words.is_empty() || words.contains('[') {
        return None;
    }
    let taken = close + 2 + end + 1;
    let words = escaped_inline(words, &no_link);
    if is_web_address(target) {
        return Some((format!("[{words}](<{target}>)"), taken));
    }
    if target.starts_with("sarif:") {
        return Some((words, taken));
    }
    let place = target.parse::<u64>().ok().and_then(|_| link(target))?;
    Some((format!("{words} ({place})"), taken))
}

/// Markdown in which links to locations by their number name the place, as they do in plain text. Code stays.
pub fn with_places(markdown: &str, link: Link<'_>) -> String {
    let lines = outline::lines(markdown).into_iter();
    let lines = lines.map(|line| if line.is_code { line.text.to_owned() } else { with_places_inline(line.text, link) });
    lines.collect::<Vec<_>>().join("\n")
}

fn with_places_inline(text: &str, link: Link<'_>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['`', '[', '\\']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let (markdown, taken) = match from.chars().next() {
            Some('`') => {
                let marks = leading_backticks(from);
                let length = code_span(from, marks).map_or(marks, str::len);
                (from.get(..length).unwrap_or(from).to_owned(), length)
            }
            Some('[') => place_of_link(from, link).unwrap_or_else(|| ("[".to_owned(), 1)),
            _ => {
                let pair: String = from.chars().take(2).collect();
                let length = pair.len();
                (pair, length)
            }
        };
        out.push_str(&markdown);
        rest = from.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// `[words](3)` as the words and the place of location 3; a link to anything else stays.
fn place_of_link(from: &str, link: Link<'_>) -> Option<(String, usize)> {
    let close = from.find("](")?;
    let words = from.get(1..close).filter(|words| !words.is_empty() && !words.contains('['))?;
    let target = from.get(close + 2..)?;
    let target = target.get(..target.find(')')?)?;
    let taken = close + 2 + target.len() + 1;
    if target.starts_with("sarif:") {
        return Some((words.to_owned(), taken));
    }
    let place = target.parse::<u64>().ok().and_then(|_| link(target))?;
    Some((format!("{words} ({place})"), taken))
}

fn autolink(rest: &str) -> Option<(String, usize)> {
    if !rest.starts_with("http") {
        return None;
    }
    let end = rest.find(|c: char| c.is_whitespace() || c.is_control() || "<>\"`\\|[]".contains(c));
    let whole = rest.get(..end.unwrap_or(rest.len()))?;
    let mut url = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*']);
    while url.ends_with(')') && url.matches(')').count() > url.matches('(').count() {
        url = url.strip_suffix(')')?.trim_end_matches(['.', ',']);
    }
    is_web_address(url).then(|| (format!("<{url}>"), url.len()))
}

/// Text as a block of code, without the empty lines at its end.
pub fn fenced(language: &str, text: &str) -> String {
    fence::fenced(language, &format!("{}\n", with_unix_breaks(text).trim_end_matches('\n')))
}

/// A value on one line.
pub fn value_line(value: &Value) -> String {
    match value {
        Value::String(text) => line(text),
        Value::Object(_) | Value::Array(_) => inline_code(&value.to_string()),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A named value that has no field of its own, as a list item.
pub fn property(name: &str, value: &Value) -> String {
    let value = match value {
        Value::String(text) if is_web_address(text) => format!(" <{text}>"),
        Value::String(text) if text.trim().contains('\n') => format!("\n\n{}", fenced("", text)),
        Value::String(text) => format!(" {}", line(text)),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            let items: Vec<String> = items.iter().filter_map(Value::as_str).map(line).collect();
            format!(" {}", items.join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => format!(" {value}"),
        other => match other.to_string() {
            short if short.len() <= 120 => format!(" {}", inline_code(&short)),
            _ => format!("\n\n{}", fenced("json", &serde_json::to_string_pretty(other).unwrap_or_default())),
        },
    };
    list::item("-", &format!("{}:{value}", inline_code(name)))
}

#[cfg(test)]
mod tests {
    use super::{fenced, line, no_link, plain, property, with_places};
    use serde_json::json;

    #[test]
    fn marks_of_plain_text_are_escaped_and_code_stays() {
        for (text, markdown) in [
            ("`os` imported but unused", "`os` imported but unused"),
            ("``rst`` style", "``rst`` style"),
            ("a ` alone", "a \\` alone"),
            ("2 * 3 < x_y _z_ [a] ~b~ |", "2 \\* 3 \\< x_y \\_z\\_ \\[a\\] \\~b\\~ \\|"),
            ("a & b &amp; c", "a & b \\&amp; c"),
            ("C:\\temp \\* \\[x\\]", "C:\\temp \\\\\\* \\[x\\]"),
            ("see (https://a.example/x_y).", "see (<https://a.example/x_y>)."),
            ("[docs](https://a.example/)", "[docs](<https://a.example/>)"),
            ("[there](1) ![x](2)", "\\[there\\](1) \\!\\[x\\](2)"),
            ("two\nlines", "two lines"),
            ("# x", "\\# x"),
        ] {
            assert_eq!(line(text), markdown, "{text}");
        }
    }

    #[test]
    fn links_of_sarif_name_their_place() {
        let link = |id: &str| (id == "1").then(|| "`a.c:3`".to_owned());
        assert_eq!(plain("from [here](1) to [there](2)", &link), "from here (`a.c:3`) to \\[there\\](2)");
    }

    #[test]
    fn links_in_markdown_name_their_place_as_well() {
        let link = |id: &str| (id == "1").then(|| "`a.c:3`".to_owned());
        for (markdown, expected) in [
            ("**from** [here](1), [there](2)", "**from** here (`a.c:3`), [there](2)"),
            ("[docs](https://a.example) and [it](sarif:/runs/0)", "[docs](https://a.example) and it"),
            ("`[here](1)` \\[here](1)\n```\n[here](1)\n```", "`[here](1)` \\[here](1)\n```\n[here](1)\n```"),
            ("[a [b](1)", "[a b (`a.c:3`)"),
            ("[", "["),
            ("\\", "\\"),
        ] {
            assert_eq!(with_places(markdown, &link), expected, "{markdown}");
        }
    }

    #[test]
    fn lines_open_no_blocks_and_short_ones_stay() {
        assert_eq!(plain("# a\n- b\n1. c\n\n    d", &no_link), "\\# a\\\n\\- b\\\n1\\. c\n\n\u{a0}\u{a0}\u{a0}\u{a0}d");
        let long = "x".repeat(70);
        assert_eq!(plain(&format!("{long}\r\ny"), &no_link), format!("{long}\ny"));
    }

    #[test]
    fn code_is_fenced_by_more_marks_than_it_holds() {
        assert_eq!(fenced("md", "```\nx\n```\n"), "````md\n```\nx\n```\n````");
    }

    #[test]
    fn values_become_list_items() {
        assert_eq!(property("a", &json!(["x", "y"])), "- `a`: x, y");
        assert_eq!(property("a", &json!({"b": 1})), "- `a`: `{\"b\":1}`");
        assert_eq!(property("a", &json!("x\ny")), "- `a`:\n\n  ```\n  x\n  y\n  ```");
    }
}
