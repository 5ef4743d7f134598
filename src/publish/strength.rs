//! What a text must show to be taken for a secret: that a machine drew it, or that somebody chose it as a password.

use super::placeholder::is_placeholder;
use super::wordy::{is_long_word, is_plainly_wordy, is_wordy};

/// How many of upper case, lower case, digits and other signs a text has.
pub fn classes(text: &str) -> usize {
    let has = |is: fn(&char) -> bool| usize::from(text.chars().any(|sign| is(&sign)));
    has(char::is_ascii_uppercase)
        + has(char::is_ascii_lowercase)
        + has(char::is_ascii_digit)
        + has(|c| !c.is_alphanumeric())
}

/// Shannon's entropy of the signs of a text, in bits a sign.
pub fn entropy(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    text.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let all = f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX));
    counts.iter().filter(|count| **count > 0).map(|count| f64::from(*count) / all).map(|p| -p * p.log2()).sum()
}

pub fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a text was drawn by a machine: neither words nor a name of something, and no number.
pub fn looks_random(text: &str) -> bool {
    text.len() >= 16 && entropy(text) >= 3.0 && !is_placeholder(text) && !is_wordy(text) && !is_number(text)
}

/// Whether a text may be a password that somebody uses.
pub fn looks_like_password(text: &str) -> bool {
    let is_long = text.chars().count() >= 8;
    let is_mixed = classes(text) >= 3 || (classes(text) >= 2 && text.chars().count() >= 10 && entropy(text) >= 3.0);
    let is_name = || is_plainly_wordy(text) && !is_spiced(text);
    is_long && is_mixed && !is_placeholder(text) && !is_name() && !is_number(text) && !is_query(text)
}

/// A password that stands where one must be: it need not look like one as much as elsewhere.
pub fn is_password(text: &str) -> bool {
    let has_sign = || text.bytes().any(|byte| byte.is_ascii_punctuation() && !matches!(byte, b'-' | b'_' | b'.'));
    let is_mixed = has_digit(text) || has_sign() || (classes(text) >= 3 && text.len() >= 8);
    let is_likely = text.len() >= 6 && is_mixed && text.bytes().any(|byte| byte.is_ascii_alphabetic());
    !is_placeholder(text) && (looks_like_password(text) || is_likely)
}

/// A password that stands out of a sentence: letters of both cases with a digit and a sign, or a sign that words do not have.
pub fn is_strong_password(text: &str) -> bool {
    let is_good = || (classes(text) >= 4 && !is_wordy(text)) || (classes(text) >= 3 && is_spiced(text));
    looks_like_password(text) && is_good()
}

/// Whether it has letters of both cases and, between them, a sign that people put into passwords and nobody into a name, and
/// is more than long words side by side: those are `User#password`, a reference to a method.
pub fn is_spiced(text: &str) -> bool {
    const SIGNS: [char; 12] = ['!', '#', '$', '%', '^', '&', '*', '+', '=', '?', '~', '@'];
    let has = |is: fn(&u8) -> bool| text.bytes().any(|byte| is(&byte));
    let inside = text.get(1..).unwrap_or_default();
    let mut pieces = text.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|piece| !piece.is_empty());
    // No language has an exclamation mark within a name.
    let is_shout = text
        .as_bytes()
        .windows(3)
        .any(|signs| signs[1] == b'!' && signs[0].is_ascii_alphanumeric() && signs[2].is_ascii_alphanumeric())
        && !text.contains("!important");
    let is_mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && inside.contains(SIGNS);
    is_mixed && !is_query(text) && (is_shout || !pieces.all(is_long_word))
}

/// `a=b&c=d`, and text with `%20` in it.
pub fn is_query(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_encoded = |at: usize| {
        matches!(&bytes[at + 1..], [b'2' | b'3', b, ..] if b.is_ascii_hexdigit())
            || matches!(&bytes[at + 1..], [b'4', b'0', ..] | [b'5', b'B'..=b'F', ..])
    };
    let is_pair = |pair: &str| {
        let (name, _) = pair.split_once('=').unwrap_or_default();
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    (text.contains('&') && text.split('&').all(is_pair)) || memchr::memchr_iter(b'%', bytes).any(is_encoded)
}

/// An expression that values are matched with, or a text that values are put into.
pub fn is_pattern(text: &str) -> bool {
    let is_placed = |at: usize| {
        let rest = &text.as_bytes()[at + 1..];
        matches!(rest.first(), Some(b's' | b'd' | b'v' | b'x' | b'q' | b'r'))
            && rest.get(1).is_none_or(|next| !next.is_ascii_alphanumeric())
    };
    ["(?", "[a-", "[A-", "[0-", "[^", "\\d", "\\w", "\\s", ".*", ".+", "]+", "){"]
        .iter()
        .any(|mark| text.contains(mark))
        || memchr::memchr_iter(b'%', text.as_bytes()).any(is_placed)
}

/// Numbers, dates, versions.
fn is_number(text: &str) -> bool {
    let hex = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    if hex.is_some_and(|hex| hex.len() <= 16 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        return true;
    }
    text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b':' | b'_' | b',' | b'T' | b'Z'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_machine_drew_is_told_from_names() {
        for random in [
            "9f8a7c6d5e4b3a2918f7e6d5c4b3a291",
            "wJk3+fR/8sPq0ZtYb2Lx",
            "tQ7mZc2Lw9XrB4nK",
            "0b3f5c1e-7d2a-4e8b-9c6f-1a2d3e4f5b6c",
        ] {
            assert!(looks_random(random), "{random}");
        }
        for name in ["2026-03-22T14:24:09", "0123456789abcdef0123", "authorization_code", "self.config.api_key"] {
            assert!(!looks_random(name), "{name}");
        }
    }

    #[test]
    fn passwords_are_told_from_references_and_patterns() {
        for password in ["Tundra#zFZvw", "Pebble%RWT9P", "Quartz#PeELD", "Kestrel-VdNRE", "Winter2024!"] {
            assert!(looks_like_password(password), "{password}");
        }
        for other in ["User#password", "Foo%20bar", "Name=%s,Group=%d", "^(?=.*[A-Z]).{8,}$", "Name=x&Group=y"] {
            assert!(!looks_like_password(other), "{other}");
        }
    }
}
