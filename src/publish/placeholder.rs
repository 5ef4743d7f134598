//! What only looks like a secret: examples of manuals, placeholders, names of things.

use super::strength::{classes, entropy, has_digit, is_pattern};
use std::collections::BTreeSet;

/// Words that no random text of a token holds, and examples do.
const EXAMPLE: [&str; 18] = [
    "&lt;",
    "&#x3c;",
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

/// What stands beside such words without making a secret of them.
const FILLERS: [&str; 14] =
    ["super", "very", "my", "secure", "strong", "admin", "user", "root", "prod", "dev", "123", "default", "key", "the"];

/// Values that manuals print, which are public and open nothing.
const KNOWN: [&str; 14] = [
    "test test test test test test test test test test test junk",
    "abandon abandon abandon abandon",
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
        || ["${", "{{", "$(", "%(", "#{", "{0}", "env.", "environ", "getenv"].iter().any(|mark| lower.contains(mark))
        || is_pattern(value);
    names_another || is_example(value) || is_made_up(&lower)
}

/// A password may begin with a sign that a reference begins with: then it has more of them.
fn is_strong(value: &str) -> bool {
    let others = value.chars().skip(1).any(|sign| !sign.is_alphanumeric() && !matches!(sign, '_' | '.' | ':' | '/'));
    classes(value) >= 4 && value.len() >= 8 && others && !value.contains(['{', '}', '(', ')', '<', '>'])
}

/// Words of made-up values, and nothing beside them that somebody would have to guess.
fn is_made_up(lower: &str) -> bool {
    if !MADE_UP.iter().any(|word| lower.contains(word)) {
        return false;
    }
    let rest = MADE_UP.iter().chain(&FILLERS).fold(lower.to_owned(), |rest, word| rest.replace(word, ""));
    let has_letters = rest.bytes().filter(u8::is_ascii_alphabetic).count() >= 3;
    let is_more = rest.len() >= 7 && has_letters && has_digit(&rest) && classes(&rest) >= 3;
    // Among many random letters four make a word by chance.
    let is_long = rest.len() >= 24 && has_digit(&rest) && entropy(&rest) >= 3.6;
    !is_more && !is_long
}
