//! Values of settings whose name says that they are secret: `password = "…"`, `api_key: …`, `--token …`, `?access_token=…`.

use super::find::{Hit, regex};
use super::kind::{Kind, PASSWORD, SECRET_VALUE};
use super::placeholder::{entropy, is_placeholder, is_wordy, looks_like_password, looks_random};
use regex::Regex;
use std::sync::LazyLock;

/// Parts of names of secret settings. The flag says whether people choose such values themselves.
pub const NAMES: [(&str, bool); 39] = [
    ("passw", true),
    ("passphrase", true),
    ("pwd", true),
    ("pass", true),
    ("kennwort", true),
    ("contrase", true),
    ("secret", false),
    ("token", false),
    ("api_key", false),
    ("api-key", false),
    ("api key", false),
    ("apikey", false),
    ("access_key", false),
    ("access-key", false),
    ("accesskey", false),
    ("account_key", false),
    ("accountkey", false),
    ("auth_key", false),
    ("authkey", false),
    ("auth-key", false),
    ("private_key", false),
    ("privatekey", false),
    ("signing_key", false),
    ("signingkey", false),
    ("encryption_key", false),
    ("encryptionkey", false),
    ("master_key", false),
    ("masterkey", false),
    ("license_key", false),
    ("licensekey", false),
    ("app_key", false),
    ("appkey", false),
    ("integration_key", false),
    ("routing_key", false),
    ("_key", false),
    ("-key", false),
    ("credential", false),
    ("_auth", false),
    ("presharedkey", false),
];

/// The rest of a name, and whatever stands between it and its value.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"^([A-Za-z0-9_.\-]{0,40})(?:\\?["'`*\])]){0,4}[ \t]{0,4}(?:\?[ \t]?)?(?::[ \t]*&?(?:'static )?[A-Za-z][A-Za-z<>\[\]?]{1,20}[ \t]*=|=>|:=|===?|!==?|=|:|\||->|,[ \t]?["']?value["']?[ \t]*[:=]|\n[ \t]*["']?value["']?[ \t]*:|[ \t]value[ \t]*=|>|[,(]|(?:is|was):?[ \t])[ \t]{0,4}(?:\r?\n[ \t]+)?(?:[brfu@$]{0,2}(\\?["'`]{1,3})([^"'`\n\\]{6,300})|([^\s"'`,;<>(){}\[\]|&\\]{6,300}))"#,
    )
});

/// `--token value`, and `setx TOKEN value`.
static OPTION: LazyLock<Regex> =
    LazyLock::new(|| regex(r#"^([A-Za-z0-9_\-]{0,40})[ \t]+["']?([^\s"'`,;<>(){}\[\]|&\\]{8,300})"#));

/// What follows a secret setting's name and says that its value is something else.
const OTHER_ENDS: [&str; 26] = [
    "id", "name", "type", "url", "uri", "file", "path", "len", "length", "size", "count", "limit", "ttl", "expiry",
    "header", "field", "env", "ref", "hash", "sha256", "endpoint", "prefix", "regex", "pattern", "arn", "ring",
];

/// The value of the setting whose name has one of [`NAMES`] at this place.
pub fn value(text: &str, start: usize, end: usize, is_chosen: bool) -> Option<Hit> {
    let bytes = text.as_bytes();
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let before = bytes[..start].iter().rev().take(40).take_while(|byte| is_part(byte)).count();
    let own_start = start - before;
    let is_option = text[..own_start + before.min(2)].ends_with("--");
    let captures = TAIL.captures(&text[end..]);
    let found = captures.as_ref().and_then(|captures| {
        let quoted = captures.get(3);
        let value = quoted.or_else(|| captures.get(4))?;
        Some((captures.get(1)?.as_str(), value, quoted.is_some()))
    });
    let option = || {
        let captures = OPTION.captures(&text[end..])?;
        let value = captures.get(2)?;
        // Behind a blank alone only what can be nothing else.
        let is_sure = is_option || (value.len() >= 24 && looks_random(value.as_str()) && has_digit(value.as_str()));
        is_sure.then_some((captures.get(1)?.as_str(), value, false))
    };
    let (rest, value, is_quoted) = found.or_else(option)?;
    let name = &text[own_start..end + rest.len()];
    if names_something_else(name, rest) {
        return None;
    }
    let secret = trimmed(value.as_str(), is_quoted);
    let kind = kind_of(secret, name, is_chosen, is_quoted)?;
    let from = end + value.start();
    Some(Hit::new(from..from + secret.len(), kind, text))
}

/// The kind of a value under a label of its own, such as a row of facts.
pub fn labelled(label: &str, value: &str) -> Option<Kind> {
    let lower = label.to_lowercase();
    let (_, is_chosen) = NAMES.iter().find(|(name, _)| lower.contains(name))?;
    let value = value.trim_matches(|sign: char| matches!(sign, '`' | '"' | '\'' | ' '));
    kind_of(value, label, *is_chosen, true)
}

fn names_something_else(name: &str, rest: &str) -> bool {
    let rest = rest.trim_start_matches(['_', '-', '.', 's', 'S']).to_lowercase();
    let last = rest.rsplit(['_', '-', '.']).next().unwrap_or_default();
    let lower = name.to_lowercase();
    let is_other = |end: &str| !rest.is_empty() && last.ends_with(end);
    OTHER_ENDS.iter().any(|end| is_other(end))
        || [
            "public",
            "publish",
            "cache_key",
            "cachekey",
            "primary_key",
            "foreign_key",
            "sort_key",
            "partition_key",
            "tokeniz",
            "passed",
            "passing",
            "bypass",
            "compass",
            "pass_through",
            "passes",
        ]
        .iter()
        .any(|word| lower.contains(word))
}

fn trimmed(value: &str, is_quoted: bool) -> &str {
    if is_quoted { value.trim_end() } else { value.trim_end_matches(['.', ':', '*', '!', '?', '_']) }
}

fn kind_of(value: &str, name: &str, is_chosen: bool, is_quoted: bool) -> Option<Kind> {
    let is_place =
        value.contains("://") || value.starts_with('/') || value.starts_with("./") || value.starts_with("~/");
    let has_blank = value.contains(char::is_whitespace);
    let is_call = !is_quoted && (value.contains("::") || is_dotted_name(value));
    if is_place || is_call || (has_blank && !is_chosen) || is_placeholder(value) || is_wordy(value) {
        return None;
    }
    let has_digit = has_digit(value);
    let has_letter = value.bytes().any(|byte| byte.is_ascii_alphabetic());
    let lower = name.to_lowercase();
    let is_vague = lower.ends_with("key")
        && !NAMES.iter().any(|(known, _)| !known.starts_with(['_', '-']) && lower.contains(known));
    let drawn = looks_random(value) && (has_digit || entropy(value) >= 3.7) && has_letter;
    if is_chosen && !has_blank && looks_like_password(value) && (is_quoted || has_digit) {
        return Some(PASSWORD);
    }
    let is_short_draw =
        !is_vague && is_quoted && !has_blank && value.len() >= 10 && has_digit && looks_like_password(value);
    ((drawn && (!is_vague || value.len() >= 20)) || is_short_draw).then_some(SECRET_VALUE)
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// `config.token1`: a value that is read from elsewhere.
fn is_dotted_name(value: &str) -> bool {
    let is_name = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && part.len() < 20
    };
    value.contains('.') && value.split('.').all(is_name)
}
