//! What only looks like a secret: examples of manuals, placeholders, names of things.

use std::collections::BTreeSet;

/// Words that no random text of a token holds, and examples do.
const EXAMPLE: [&str; 16] = [
    "example",
    "xxxx",
    "****",
    "....",
    "\u{2026}",
    "your",
    "redacted",
    "placeholder",
    "changeme",
    "change_me",
    "change-me",
    "<",
    ">",
    "${",
    "{{",
    "insert",
];

/// Words that are in made-up values of settings.
const MADE_UP: [&str; 28] = [
    "hunter2",
    "password",
    "passwd",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "pa$$word",
    "secret",
    "s3cr3t",
    "token",
    "dummy",
    "fake",
    "sample",
    "test",
    "mock",
    "foobar",
    "replace",
    "todo",
    "none",
    "null",
    "undefined",
    "not-set",
    "deadbeef",
    "mypass",
    "changeit",
    "letmein",
    "abc123",
    "enter-",
];

/// Values that manuals print, which are public and open nothing.
const KNOWN: [&str; 12] = [
    "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    "TJVA95OrM7E2cBab30RMHrHDcEfxjoYZgeFONFh7HgQ",
    "4eC39HqLyjWDarjtT1zdp7dc",
    "BQokikJOvBiI2HlWgH4olfQ2",
    "16C7e42F292c6912E7710c838347Ae178B4a",
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq",
    "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw",
    "MIIEogIBAAKCAQEA6NF8iallvQVp22WDkTkyrtvp9eWW6A8YVr+kz4TjGYe7gHzI",
    "dXNlcjpwYXNz",
    "QWxhZGRpbjpvcGVuIHNlc2FtZQ",
    "YWxhZGRpbjpvcGVuc2VzYW1l",
    "dGhlIHNhbXBsZSBub25jZQ",
];

/// Whether a text of the shape of a token is one that only shows the shape.
pub fn is_example(text: &str) -> bool {
    let lower = text.to_lowercase();
    let body = text.rsplit(['_', '-', '.', '=']).find(|part| part.len() > 7).unwrap_or(text);
    EXAMPLE.iter().any(|word| lower.contains(word))
        || KNOWN.iter().any(|known| text.contains(known))
        || is_monotonous(text)
        || is_monotonous(body)
}

/// A few signs again and again, or the alphabet.
fn is_monotonous(text: &str) -> bool {
    let bytes: Vec<u8> = text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).collect();
    let different: BTreeSet<u8> = bytes.iter().copied().collect();
    let steps = bytes.windows(2).filter(|pair| is_step(pair[0], pair[1])).count();
    different.len() < 4.min(bytes.len()) || (bytes.len() > 7 && steps * 5 >= (bytes.len() - 1) * 4)
}

fn is_step(one: u8, next: u8) -> bool {
    next == one + 1 || next == one || matches!((one, next), (b'9' | b'z', b'0' | b'a') | (b'f', b'0'))
}

/// Whether the value of a setting stands for one that is put in later, or is named elsewhere.
pub fn is_placeholder(value: &str) -> bool {
    let lower = value.to_lowercase();
    let names_another = value.starts_with(['$', '%', '<', '{', '[', '(', '*', '#', '@', '&', '!'])
        && !value.starts_with("$2")
        && !is_strong(value)
        || ["${", "{{", "$(", "%(", "#{", "{0}", "%s", "env.", "environ", "getenv"]
            .iter()
            .any(|mark| lower.contains(mark));
    names_another || is_example(value) || MADE_UP.iter().any(|word| lower.contains(word))
}

fn is_strong(value: &str) -> bool {
    classes(value) >= 4 && value.len() >= 10 && !value.contains(['{', '}', '(', ')', '<', '>'])
}

/// How many of upper case, lower case, digits and other signs a text has.
fn classes(text: &str) -> usize {
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

/// Whether a text was drawn by a machine: neither words nor a name of something, and no number.
pub fn looks_random(text: &str) -> bool {
    text.len() >= 16 && entropy(text) >= 3.0 && !is_placeholder(text) && !is_wordy(text) && !is_number(text)
}

/// Whether a text may be a password that somebody uses.
pub fn looks_like_password(text: &str) -> bool {
    let is_long = text.chars().count() >= 8;
    let is_mixed = classes(text) >= 3 || (classes(text) >= 2 && text.chars().count() >= 10 && entropy(text) >= 3.0);
    is_long && is_mixed && !is_placeholder(text) && !is_wordy(text) && !is_number(text)
}

/// Numbers, dates, versions.
fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b':' | b'_' | b',' | b'T' | b'Z'))
}

/// Words, with marks between them or in camel case, each with a small number behind it at most: `build-token-v2`,
/// `refreshTokenStore`, `self.config.apiKey`.
pub fn is_wordy(text: &str) -> bool {
    let parts = text.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let words: Vec<&str> = parts.flat_map(humps).collect();
    let letters = |word: &&str| word.trim_end_matches(|sign: char| sign.is_ascii_digit()).len();
    let all: usize = words.iter().map(|word| word.len()).sum();
    // What a machine drew has many short pieces, each of which might be a word.
    let in_long: usize = words.iter().filter(|word| letters(word) > 2).map(|word| word.len()).sum();
    all > 0 && in_long * 10 >= all * 6 && words.into_iter().all(is_word)
}

/// The words of a name in camel case.
fn humps(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut start = 0;
    let ends = (1..=bytes.len()).filter(move |at| {
        *at == bytes.len() || (bytes[*at].is_ascii_uppercase() && !bytes[*at - 1].is_ascii_uppercase())
    });
    ends.map(move |end| {
        let word = &text[start..end];
        start = end;
        word
    })
}

fn is_word(text: &str) -> bool {
    let letters = text.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let digits = text.len() - letters.len();
    let is_cased = letters.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
        || letters.bytes().all(|byte| byte.is_ascii_uppercase());
    if letters.is_empty() {
        return digits <= 4;
    }
    letters.bytes().all(|byte| byte.is_ascii_alphabetic()) && is_cased && digits <= 3 && is_pronounceable(letters)
}

/// Words have vowels, and not many consonants in a row.
fn is_pronounceable(letters: &str) -> bool {
    let mut row = 0;
    let longest = letters.bytes().fold(0, |longest: u32, byte| {
        let is_vowel = matches!(byte.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
        row = if is_vowel { 0 } else { row + 1 };
        longest.max(row)
    });
    let is_short = letters.len() <= 5;
    letters.len() <= 3 || longest <= if is_short { 4 } else { 5 } && letters.len() <= 24
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
    fn what_a_machine_drew_is_told_from_names() {
        for random in [
            "9f8a7c6d5e4b3a2918f7e6d5c4b3a291",
            "wJk3+fR/8sPq0ZtYb2Lx",
            "tQ7mZc2Lw9XrB4nK",
            "0b3f5c1e-7d2a-4e8b-9c6f-1a2d3e4f5b6c",
        ] {
            assert!(looks_random(random), "{random}");
        }
        for name in [
            "refreshTokenStore",
            "self.config.api_key",
            "build-token-v2",
            "REFRESH_TOKEN_NAME",
            "2026-03-22T14:24:09",
            "0123456789abcdef0123",
            "authorization_code",
        ] {
            assert!(!looks_random(name), "{name}");
        }
    }

    #[test]
    fn base64_is_read() {
        assert_eq!(of_base64("bWFyYTpUcjBtYm9uZSE=").as_deref(), Some("mara:Tr0mbone!"));
        assert_eq!(of_base64("not base64"), None);
    }
}
