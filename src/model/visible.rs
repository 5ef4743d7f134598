//! Texts as people are shown them on a terminal, in a log and in a report: the one place that takes the power out of signs
//! that steer what shows them. An id, a path or a quoted line may hold any of them.

use std::borrow::Cow;
use std::fmt::Write;

/// One line of text in which every sign is seen: line breaks, controls and what turns the direction of a text are written as
/// `\n`, `\t`, `\u{1b}`. A text that has been made visible stays as it is.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for sign in text.chars() {
        match sign {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            sign if is_hidden(sign) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(sign));
            }
            sign => out.push(sign),
        }
    }
    Cow::Owned(out)
}

/// A text whose line breaks are its own, and in which every other sign is seen.
#[must_use]
pub fn visible_lines(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

/// A sign that steers what shows it, or cannot be seen.
#[must_use]
pub fn is_hidden(sign: char) -> bool {
    is_unseen(sign) || matches!(sign, '\u{180e}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Controls, signs that turn the direction of a text, and those that take no room: none of them is allowed in an address,
/// which must be what it looks like.
#[must_use]
pub fn is_unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_is_seen() {
        for (text, shown) in [
            ("plain ünïcode 漢字 🎉", "plain ünïcode 漢字 🎉"),
            ("a\n::error::x", "a\\n::error::x"),
            ("\x1b[31mred\x1b[0m", "\\u{1b}[31mred\\u{1b}[0m"),
            ("\x1b]8;;https://evil.example\x07x", "\\u{1b}]8;;https://evil.example\\u{7}x"),
            ("a\rb\tc\x08\0\x7f", "a\\rb\\tc\\u{8}\\u{0}\\u{7f}"),
            ("\u{9b}31m\u{85}", "\\u{9b}31m\\u{85}"),
            ("\u{202e}gpj.\u{2066}", "\\u{202e}gpj.\\u{2066}"),
            ("\u{2028}\u{feff}\u{e0041}\u{fff9}", "\\u{2028}\\u{feff}\\u{e0041}\\u{fff9}"),
        ] {
            assert_eq!(visible(text), shown);
            assert_eq!(visible(shown), shown, "visible text stays as it is");
        }
        assert_eq!(visible_lines("a\n\x1bb\r\nc"), "a\n\\u{1b}b\nc");
    }
}
