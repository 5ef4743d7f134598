//! Texts as they are without percent signs, entities, escapes of Markdown and line breaks, and where each sign of them stands.

use std::ops::Range;

/// A text that was decoded, with the place of each byte in the original.
pub struct View {
    pub text: String,
    /// Where each byte of `text` comes from; one more at the end.
    places: Vec<usize>,
}

/// The ways to read a text in which a secret may hide. None for most texts.
pub fn views(text: &str) -> Vec<View> {
    let bytes = text.as_bytes();
    let follows =
        |sign: u8, is: &dyn Fn(&[u8]) -> bool| memchr::memchr_iter(sign, bytes).any(|at| is(&bytes[at + 1..]));
    let is_percent = |rest: &[u8]| matches!(rest, [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
    let is_entity = |rest: &[u8]| entity(rest).is_some();
    let is_escape = |rest: &[u8]| matches!(rest, [b'_' | b'-' | b'=' | b'~' | b'.' | b'/' | b'@' | b'"', ..]);
    let mut views = Vec::new();
    if follows(b'%', &is_percent) {
        views.push(View::made(text, percent));
    }
    if follows(b'&', &is_entity) {
        views.push(View::made(text, |rest| entity(&rest.as_bytes()[1..]).filter(|_| rest.starts_with('&'))));
    }
    let has_invisible =
        || !text.is_ascii() && HIDDEN.iter().any(|sign| memchr::memmem::find(bytes, sign.as_bytes()).is_some());
    if follows(b'\\', &is_escape) || has_invisible() {
        views.push(View::made(text, unescaped));
    }
    views
}

/// Signs and marks without a width.
const HIDDEN: [&str; 6] = ["\u{ad}", "\u{200b}", "\u{200c}", "\u{200d}", "\u{2060}", "\u{feff}"];

impl View {
    /// What `step` makes of the beginning of the rest: a sign or nothing, and how many bytes after the first it takes.
    fn made(text: &str, step: impl Fn(&str) -> Option<(Option<char>, usize)>) -> Self {
        let mut view = Self { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len() + 1) };
        let mut at = 0;
        while let Some(sign) = text[at..].chars().next() {
            let (decoded, length) = match step(&text[at..]) {
                Some((decoded, more)) => (decoded, more + 1),
                None => (Some(sign), sign.len_utf8()),
            };
            if let Some(decoded) = decoded {
                view.text.push(decoded);
                view.places.resize(view.text.len(), at);
            }
            at += length;
        }
        view.places.push(text.len());
        view
    }

    /// The text without line breaks and what stands at their sides, and without the marks between texts that a program
    /// puts together.
    pub fn joined(text: &str) -> Self {
        Self::made(text, |rest| glue(rest).map(|length| (None, length - 1)))
    }

    /// The range in the original.
    pub fn original(&self, range: &Range<usize>) -> Range<usize> {
        let last = range.end.saturating_sub(1).max(range.start);
        // Up to the end of the last sign, not to the beginning of the next, between which something may be left out.
        let after = self.places.get(last + 1).copied().unwrap_or_default();
        let end = if after - self.places[last] > 6 { self.places[last] + 1 } else { after };
        self.places[range.start]..end.max(self.places[range.start])
    }
}

/// How many bytes between two pieces of one word begin here.
fn glue(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let blanks = |from: usize| from + bytes[from..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match bytes {
        [b'\\', b'\n', ..] => Some(blanks(2)),
        [b'\n' | b'\r', ..] => {
            let mut at = blanks(bytes.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count().min(2));
            if matches!(bytes.get(at), Some(b'+' | b'-' | b'>' | b'|' | b'#' | b'"' | b'\'')) {
                at = blanks(at + 1);
            }
            Some(at)
        }
        [b'"' | b'\'' | b'`', ..] => {
            let is_between = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'+' | b'.' | b'&' | b'\\');
            let at = 1 + bytes[1..].iter().take(80).take_while(is_between).count();
            (bytes.get(at) == bytes.first()).then_some(at + 1)
        }
        _ if rest.starts_with("<wbr>") => Some(5),
        _ if rest.starts_with("<br>") => Some(4),
        [b'*', b'*', ..] => Some(2),
        _ => None,
    }
}

fn percent(rest: &str) -> Option<(Option<char>, usize)> {
    let hex = rest.strip_prefix('%')?.get(..2)?;
    let byte = u8::from_str_radix(hex, 16).ok().filter(u8::is_ascii)?;
    Some((Some(char::from(byte)), 2))
}

/// The sign of an entity, and its length without the `&`.
fn entity(rest: &[u8]) -> Option<(Option<char>, usize)> {
    let end = rest.iter().take(8).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(&rest[..end]).ok()?;
    let sign = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "commat" => '@',
        "period" => '.',
        "colon" => ':',
        "sol" => '/',
        "lowbar" => '_',
        "equals" => '=',
        "hyphen" => '-',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(char::is_ascii)?
        }
    };
    Some((Some(sign), end + 1))
}

/// Without the backslash before a sign that Markdown or a string would read otherwise, and without invisible signs.
fn unescaped(rest: &str) -> Option<(Option<char>, usize)> {
    if let Some(hidden) = HIDDEN.iter().find(|sign| rest.starts_with(**sign)) {
        return Some((None, hidden.len() - 1));
    }
    let next = rest.strip_prefix('\\')?.chars().next()?;
    matches!(next, '_' | '-' | '=' | '~' | '.' | '/' | '@' | '"').then_some((Some(next), 1))
}

/// The base64 of a text in which lines are quoted, indented or written as `\n`.
pub fn base64_alone(text: &str) -> String {
    let plain = text.replace("\\n", "").replace("\\r", "");
    let lines = plain.lines().map(|line| line.trim_start().trim_start_matches(['>', '|', '-']));
    // The mark of an added line is a sign of base64 as well: only where every line has it, it is a mark.
    let are_added = plain.lines().skip(1).count() > 0 && plain.lines().skip(1).all(|line| line.starts_with('+'));
    let bare = lines.map(|line| if are_added { line.strip_prefix('+').unwrap_or(line) } else { line });
    bare.flat_map(str::chars).filter(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '+' | '/' | '=')).collect()
}

/// The name and password that a text in base64 holds, if it does.
pub fn of_base64(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(six)) & 0xFF_FFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xFF).ok()?);
        }
    }
    String::from_utf8(out).ok().filter(|text| !text.contains(char::is_control))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_to_the_original() {
        for (text, decoded) in [("a%5Fb%20c", "a_b c"), ("x&#95;y &amp; z", "x_y & z"), ("gh\\_p\u{200b}q", "gh_pq")] {
            let [view] = &views(text)[..] else { panic!("{text}") };
            assert_eq!(view.text, decoded);
            let whole = view.original(&(0..decoded.len()));
            assert_eq!(&text[whole], text);
        }
        let view = View::joined("ab\n  + cd\" + \"ef");
        assert_eq!(view.text, "abcdef");
        assert_eq!(view.original(&(0..6)), 0..16);
    }

    #[test]
    fn base64_is_read() {
        assert_eq!(of_base64("bWFyYTpUcjBtYm9uZSE=").as_deref(), Some("mara:Tr0mbone!"));
        assert_eq!(of_base64("not base64"), None);
    }
}
