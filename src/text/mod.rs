//! Text into HTML: Markdown, references inside it, code, and numbers in words. Knows no model and no page;
//! everything that comes in is untrusted and is escaped here.

pub mod code;
pub mod earlier;
pub mod fence;
pub mod format;
pub mod highlight;
pub mod html;
pub mod inert;
pub mod markdown;
pub mod proposed;
pub mod references;
pub mod rewritten;
pub mod signs;

pub use html::Html;

use pulldown_cmark_escape::{IoWriter, escape_html, escape_html_body_text};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Text for an attribute value in double quotes.
#[must_use]
pub fn escape_attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_attribute(&mut out, text);
    out
}

/// Appends text for an attribute value in double quotes.
pub fn push_attribute(out: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = escape_html(&mut *out, &signs::plain(text));
}

/// Writes what a template prints, which may stand in an attribute as well as between tags.
///
/// # Errors
/// What the writer says.
pub fn write_escaped(text: &str, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    escape_html(IoWriter(out), &signs::plain(text))
}

/// Appends an attribute's value after its `=`: in quotes, unless it is of letters, digits and marks that need none. Pages
/// hold hundreds of addresses and anchors.
pub fn push_value(out: &mut String, value: &str) {
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'#' | b'/' | b'.' | b':' | b'-' | b'_' | b'~');
    // A slash at the end would read like the end of an empty element.
    if !value.is_empty() && value.bytes().all(plain) && !value.ends_with('/') {
        out.push_str(value);
        return;
    }
    out.push('"');
    push_attribute(out, value);
    out.push('"');
}

/// Appends text for the body of an element.
pub fn push_text(out: &mut String, text: &str) {
    signs::push_prose(out, text, push_escaped);
}

/// Appends code for the body of an element: nothing in it is left without a shape.
pub fn push_code(out: &mut String, code: &str) {
    signs::push_code(out, code, push_escaped);
}

/// Appends text for an element that takes no other, as in a drawing.
pub fn push_bare_text(out: &mut String, text: &str) {
    push_escaped(out, &signs::plain(text));
}

fn push_escaped(out: &mut String, text: &str) {
    let _ = escape_html_body_text(&mut *out, text);
}

/// Ten hexadecimal digits that stand for a content.
#[must_use]
pub fn fingerprint(content: &[u8]) -> String {
    let digits = Sha256::digest(content);
    let first = digits.iter().take(5).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{first:010x}")
}

/// A UUID that stands for a content: version 8 of RFC 9562, whose bits are whatever one likes.
#[must_use]
pub fn uuid(content: &[u8]) -> String {
    let mut digits: Vec<u8> = Sha256::digest(content).iter().take(16).copied().collect();
    digits[6] = digits[6] & 0x0f | 0x80;
    digits[8] = digits[8] & 0x3f | 0x80;
    let mut out = String::with_capacity(36);
    for (at, byte) in digits.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{push_value, uuid};

    #[test]
    fn a_content_has_one_uuid() {
        let one = uuid(b"a");
        assert_eq!(one, uuid(b"a"));
        assert_ne!(one, uuid(b"b"));
        let groups: Vec<&str> = one.split('-').collect();
        assert_eq!(groups.iter().map(|group| group.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert!(groups[2].starts_with('8') && groups[3].starts_with(['8', '9', 'a', 'b']), "{one}");
    }

    #[test]
    fn values_without_quotes_hold_nothing_that_could_end_them() {
        let value = |text: &str| {
            let mut out = String::new();
            push_value(&mut out, text);
            out
        };
        assert_eq!(value("https://a.example/b-c_d.rs#L1"), "https://a.example/b-c_d.rs#L1");
        for odd in ["", "a b", "a\nb", "a/", "a>b", "a\"b", "a'b", "a=b", "a`b", "a&b", "é", "a?b"] {
            assert!(value(odd).starts_with('"') && value(odd).ends_with('"'), "{odd:?}");
        }
        assert_eq!(value("\" onclick=\"x"), "\"&quot; onclick=&quot;x\"");
    }
}
