//! Private keys in blocks, also cut ones, with marks of a patch or a quotation before their lines, and with `\n` written out.

use super::find::Hit;
use super::kind::PRIVATE_KEY;
use super::placeholder::is_example;
use super::strength::entropy;

/// What every head and foot of such a block holds.
pub const NAMES: [&str; 3] = ["PRIVATE KEY", "SSH2 ENCRYPTED PRIVATE KEY", "Private-Lines:"];

/// How keys begin that stand there without a head.
pub const BODIES: [&str; 10] = [
    "b3BlbnNzaC1rZXktdjEA",
    "MIIEpAIBAAKCAQEA",
    "MIIEowIBAAKCAQEA",
    "MIIEogIBAAKCAQEA",
    "MIIEpQIBAAKCAQEA",
    "MIIJKQIBAAKCAgEA",
    "MIIJKAIBAAKCAgEA",
    "BADANBgkqhkiG9w0BAQEFAASC",
    "MC4CAQAwBQYDK2VwBCIEI",
    "MHcCAQEEI",
];

/// No key is longer.
const MOST: usize = 16 << 10;

/// A block has as many signs at least.
const FEWEST: usize = 24;

/// The block whose head or foot holds one of [`NAMES`] here. The head and foot stay: they say what is missing.
pub fn block(text: &str, at: usize) -> Option<Hit> {
    let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = &text[line_start..at];
    if before.contains("-----END") || before.contains("---- END") {
        return cut_at_its_head(text, line_start + before.rfind("----")?.min(before.len()), line_start);
    }
    let is_head = before.contains("BEGIN ") || text[at..].starts_with("Private-Lines:");
    if !is_head {
        return None;
    }
    let after = after_head(text, at)?;
    let end = end_of_body(text, after);
    body(text, after, end)
}

/// The key whose body begins here, without a head.
pub fn headless(text: &str, at: usize) -> Option<Hit> {
    let start = word_start(text, at);
    body(text, start, end_of_body(text, start))
}

fn word_start(text: &str, at: usize) -> usize {
    at - text.as_bytes()[..at].iter().rev().take_while(|byte| is_base64(**byte)).count()
}

fn after_head(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..text.floor_char_boundary(at + 80)];
    let end = rest.find("----").map(|dashes| dashes + rest[dashes..].bytes().take_while(|byte| *byte == b'-').count());
    let end = end.or_else(|| rest.find("Lines:").map(|name| name + "Lines:".len()))?;
    Some(at + end)
}

/// Where what may belong to a key ends.
fn end_of_body(text: &str, start: usize) -> usize {
    let limit = text.floor_char_boundary((start + MOST).min(text.len()));
    let window = &text[start..limit];
    let foot = window.find("-----END").or_else(|| window.find("---- END")).or_else(|| window.find("Private-MAC"));
    let end = foot.unwrap_or(window.len());
    let mut reached = 0;
    for line in window[..end].split_inclusive('\n') {
        if !is_key_line(line) {
            break;
        }
        reached += line.len();
    }
    start + reached
}

/// Whether a line can be one of a key: its longest word is base64, or it is a head of the old form, a blank or a mark.
fn is_key_line(line: &str) -> bool {
    let bare = line
        .trim()
        .trim_matches(|sign: char| matches!(sign, '"' | '\'' | '`' | ',' | '+' | '>' | '|' | ' ' | '\\' | '#' | ';'));
    let is_header = ["Proc-Type:", "DEK-Info:", "Version:", "Comment:", "Hash:"].iter().any(|head| bare.contains(head));
    let plain = bare.replace("\\n", "").replace("\\r", "");
    let is_count = plain.parse::<u32>().is_ok();
    is_header || is_count || plain.split_whitespace().all(|word| word.bytes().all(is_base64_or_mark) || word.len() < 4)
}

fn is_base64_or_mark(byte: u8) -> bool {
    is_base64(byte) || matches!(byte, b'-' | b'>' | b'|' | b'"' | b'\'' | b',' | b':' | b'\\')
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// The body of a key, without blanks and marks at its ends, if it can be one.
fn body(text: &str, start: usize, end: usize) -> Option<Hit> {
    let whole = &text[start..end.max(start)];
    let is_edge = |sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '+' | '/' | '='));
    let mut from = start + (whole.len() - whole.trim_start_matches(is_edge).len());
    // A line break that is written out ends in a letter.
    while text[from..].starts_with(['n', 'r']) && text[..from].ends_with('\\') {
        from += 1 + text[from + 1..].len() - text[from + 1..].trim_start_matches(is_edge).len();
    }
    let mut to = start + whole.trim_end_matches(is_edge).len();
    while to > from && text[..to].ends_with(['n', 'r']) && text[..to - 1].ends_with('\\') {
        to -= 2;
    }
    let body = text.get(from..to)?;
    let plain: String = body.replace("\\n", "").bytes().filter(|byte| is_base64(*byte)).map(char::from).collect();
    let longest = plain.len();
    let is_real = longest >= FEWEST && entropy(&plain) >= 3.2 && !is_example(body.lines().next().unwrap_or(body));
    (is_real && plain.bytes().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()))
        .then(|| Hit::new(from..to, PRIVATE_KEY, text))
}

/// The body before a foot whose head is not in the text.
fn cut_at_its_head(text: &str, foot: usize, line_start: usize) -> Option<Hit> {
    let before = &text[..line_start];
    let window = &before[before.ceil_char_boundary(before.len().saturating_sub(MOST))..];
    if window
        .rfind("BEGIN ")
        .is_some_and(|head| window[head..].contains("PRIVATE KEY") && !window[head..].contains("-----END"))
    {
        return None;
    }
    let mut start = line_start;
    for line in window.rsplit_terminator('\n') {
        let is_long = line.trim().len() >= 16 && !line.trim().contains(' ');
        if !is_long || !is_key_line(line) {
            break;
        }
        start = start.saturating_sub(line.len() + 1);
        if start == 0 {
            break;
        }
    }
    (start < foot).then(|| body(text, start, line_start))?
}
