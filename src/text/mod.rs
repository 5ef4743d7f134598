//! Text into HTML: Markdown, references inside it, code, and numbers in words. Knows no model and no page;
//! everything that comes in is untrusted and is escaped here.

pub mod code;
pub mod format;
pub mod highlight;
pub mod markdown;
pub mod references;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};
use sha2::{Digest, Sha256};

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
    let _ = escape_html(&mut *out, text);
}

/// Appends text for the body of an element.
pub fn push_text(out: &mut String, text: &str) {
    let _ = escape_html_body_text(&mut *out, text);
}

/// Ten hexadecimal digits that stand for a content.
#[must_use]
pub fn fingerprint(content: &[u8]) -> String {
    let digits = Sha256::digest(content);
    let first = digits.iter().take(5).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{first:010x}")
}
