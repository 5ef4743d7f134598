//! Addresses of mail of people.

use super::find::{Hit, regex, window, window_before};
use super::kind::EMAIL;
use super::people;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static DOMAIN: LazyLock<Regex> = LazyLock::new(|| {
    // Letters of Europe's alphabets beside those of ASCII.
    const LETTER: &str = r"A-Za-z\u{c0}-\u{24f}\u{370}-\u{52f}";
    regex(&format!(r"^(?:[{LETTER}0-9](?:[{LETTER}0-9\-]{{0,61}}[{LETTER}0-9])?\.)+([{LETTER}]{{2,24}})"))
});

/// `jo at host dot io`, `jo [at] host [dot] io`.
static SPELLED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)([A-Za-z0-9][A-Za-z0-9._+\-]{1,40})\s?(?:\s(?:at|\(at\)|\[at\]|\{at\}|<at>)\s|\(at\)|\[at\]|\{at\}|<at>)\s?((?:[A-Za-z0-9\-]{2,40}(?:\.|\s?(?:\sdot\s|\(dot\)|\[dot\]|\{dot\}|<dot>)\s?)){1,4})([A-Za-z]{2,12})",
    )
});

/// What is in an address that is spelled out, beside its words.
pub const SPELLINGS: [&str; 7] = [" dot ", "(dot)", "[dot]", "{dot}", "(at)", "[at]", "{at}"];

/// Who answers to everybody, and to nobody.
const ROLES: [&str; 34] = [
    "git",
    "hg",
    "svn",
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "user",
    "username",
    "name",
    "you",
    "your",
    "me",
    "someone",
    "somebody",
    "foo",
    "bar",
    "test",
    "example",
    "security",
    "support",
    "info",
    "abuse",
    "postmaster",
    "webmaster",
    "hostmaster",
    "mailer-daemon",
    "first.last",
    "firstname.lastname",
    "email",
    "this",
    "users",
    "actions",
];

/// Names that stand for no domain, and companies' domains of bots.
const NO_DOMAINS: [&str; 22] = [
    "example.com",
    "example.org",
    "example.net",
    "example.edu",
    "users.noreply.github.com",
    "noreply.github.com",
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "ssh.dev.azure.com",
    "domain.com",
    "email.com",
    "mail.com",
    "yourdomain.com",
    "your-domain.com",
    "company.com",
    "yourcompany.com",
    "acme.com",
    "test.com",
    "foo.com",
    "bar.com",
    "anthropic.com",
];

/// Endings that files, hosts for tests and names in code have.
const NO_ENDINGS: [&str; 60] = [
    "example",
    "test",
    "invalid",
    "localhost",
    "local",
    "internal",
    "png",
    "jpg",
    "jpeg",
    "svg",
    "gif",
    "webp",
    "ico",
    "js",
    "mjs",
    "cjs",
    "ts",
    "tsx",
    "jsx",
    "css",
    "scss",
    "html",
    "htm",
    "json",
    "yaml",
    "yml",
    "toml",
    "xml",
    "txt",
    "md",
    "py",
    "rs",
    "go",
    "rb",
    "java",
    "kt",
    "swift",
    "sh",
    "bash",
    "lock",
    "log",
    "zip",
    "tar",
    "gz",
    "exe",
    "dll",
    "so",
    "conf",
    "cfg",
    "ini",
    "service",
    "socket",
    "timer",
    "mount",
    "target",
    "slice",
    "lan",
    "corp",
    "home",
    "git",
];

/// What stands before an `@`: letters beyond ASCII belong to it if they have upper and lower case, as those of names have.
fn local_part(text: &str, at: usize) -> Range<usize> {
    const MOST: usize = 64;
    let is_part = |sign: &char| {
        sign.is_ascii_alphanumeric()
            || matches!(sign, '.' | '_' | '%' | '+' | '-')
            || (!sign.is_ascii() && (sign.is_lowercase() || sign.is_uppercase()))
    };
    let length: usize = text[..at].chars().rev().take(MOST).take_while(is_part).map(char::len_utf8).sum();
    at - length..at
}

/// An address that is spelled out, around one of [`SPELLINGS`].
pub fn spelled(text: &str, start: usize) -> Option<Hit> {
    let before = window_before(text, start, 100);
    let offset = start - before.len();
    let found = SPELLED
        .captures_iter(window(text, offset, 220))
        .find(|all| all.get(0).is_some_and(|whole| (whole.start()..whole.end()).contains(&(start - offset))))?;
    let (whole, name, domain) = (found.get(0)?, found.get(1)?, found.get(2)?);
    let is_word = |word: &str| {
        [
            "look", "looks", "looking", "is", "are", "or", "and", "be", "it", "points", "ends", "starts", "used",
            "only", "the",
        ]
        .contains(&word)
    };
    let has_dot = domain.as_str().contains(['(', '[', '{', '<'])
        || domain.as_str().to_lowercase().contains(" dot ")
        || whole.as_str().contains(['[', '(', '{']);
    let host = format!("{}{}", domain.as_str().to_lowercase(), found.get(3)?.as_str().to_lowercase());
    let is_nobody = ROLES.contains(&name.as_str().to_lowercase().as_str())
        || host.contains("example")
        || is_word(&name.as_str().to_lowercase());
    (has_dot && !is_nobody).then(|| Hit::new(offset + whole.start()..offset + whole.end(), EMAIL, text))
}

/// The address around an `@`.
pub fn address(text: &str, at: usize) -> Option<Hit> {
    let local = local_part(text, at);
    if let Some(hit) = people::at_a_machine(text, local.clone()) {
        return Some(hit);
    }
    let domain = DOMAIN.captures(&text[at + 1..])?;
    let whole = domain.get(0)?;
    let (name, host) = (text[local].trim_start_matches(['.', '-', '%', '+']), whole.as_str().to_lowercase());
    let start = at - name.len();
    let before = &text[..start];
    let word = window_before(text, start, 200)
        .rsplit(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '`' | '<' | '('))
        .next()
        .unwrap_or_default();
    // A user in an address of a server is no mail; but `mailto:` is.
    let is_user_part = word.contains("://")
        || (before.ends_with(':') && !before.to_lowercase().ends_with("mailto:") && word.contains('/'));
    let after = &text[at + 1 + whole.end()..];
    let is_path = after.starts_with([':', '/'])
        && after[1..].starts_with(|next: char| next.is_ascii_alphanumeric() || matches!(next, '/' | '~'));
    let goes_on = after.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '_' | '(' | '@'));
    let lower = name.to_lowercase();
    let ending = host.rsplit('.').next().unwrap_or_default();
    let is_placeholder = ["noreply", "no-reply", "example", "your", "xxx", "redacted", "placeholder", "[bot]", "bot+"]
        .iter()
        .any(|word| lower.contains(word))
        || host.contains("example")
        || host.contains("noreply")
        || host.starts_with("your")
        || host.ends_with("localhost.localdomain");
    let is_nobody = ROLES.contains(&lower.as_str())
        || NO_DOMAINS.contains(&host.as_str())
        || NO_ENDINGS.contains(&ending)
        || is_placeholder;
    let is_address = lower.chars().count() > 1 && lower.chars().any(char::is_alphabetic);
    (is_address && !is_nobody && !is_user_part && !is_path && !goes_on)
        .then(|| Hit::new(start..at + 1 + whole.end(), EMAIL, text))
}
