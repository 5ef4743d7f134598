//! Values of settings whose name says that they are secret: `password = "…"`, `api_key: …`, `--token …`, `?access_token=…`.

use super::behind::Behind;
use super::find::{Hit, line_before, regex, window, window_before};
use super::forms::{Candidate, FORMS, LONGEST, Trust};
use super::kind::{Kind, PASSWORD, SECRET_VALUE};
use super::names::{self, Name};
use super::placeholder::is_placeholder;
use super::strength::{
    classes, entropy, has_digit, is_pattern, is_query, is_spiced, is_strong_password, looks_like_password, looks_random,
};
use super::wordy::{is_plainly_wordy, is_wordy};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// No name is farther from its value.
const REACH: usize = 700;

/// The value of the setting whose name has this part at this place.
pub fn value(text: &str, found: Range<usize>, part: &Name) -> Option<Hit> {
    if !names::makes_a_name(part, text, &found) {
        return None;
    }
    let bytes = text.as_bytes();
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let own_start = found.start - bytes[..found.start].iter().rev().take(40).take_while(|byte| is_part(byte)).count();
    let rest = window(text, found.end, REACH);
    let behind = Behind::name(rest);
    let end_of_name = found.end + (rest.len() - behind.all.len());
    if names::names_something_else(&text[own_start..end_of_name], &text[found.end..end_of_name]) {
        return None;
    }
    let forward = FORMS.iter().filter(|form| form.may_be(&behind)).find_map(|form| {
        let candidate = form.candidate(text, rest, found.end)?;
        accepted(text, own_start..found.end, candidate, part)
    });
    forward.or_else(|| stated_before(text, own_start, found.end, part))
}

fn accepted(text: &str, name: Range<usize>, found: Candidate<'_>, part: &Name) -> Option<Hit> {
    let Candidate { rest, range, is_quoted, trust } = found;
    let full = &text[name.start..name.end + rest.len()];
    let is_verb = match trust {
        Trust::Assignment => false,
        Trust::Argument => full.eq_ignore_ascii_case("pass"),
        // `a single-pass scan`, `pass the "value"`
        Trust::Beside | Trust::Sentence => is_verb(text, name.start, full),
    };
    let is_called = !is_quoted && text[range.end..].starts_with(['(', '[']);
    if is_verb || is_called {
        return None;
    }
    let range = if is_quoted { range } else { whole(text, name.start, range) };
    let is_set = is_set_by_command(text, name.start) || is_line_of_settings(text, name.start, &range);
    let is_data = is_quoted || is_set || is_environment(full, &text[name.end + rest.len()..]);
    let secret = trimmed(&text[range.clone()], is_quoted);
    let kind = kind_of(secret, full, part.is_chosen, is_data)?;
    let is_sure = match trust {
        Trust::Assignment => true,
        Trust::Argument => {
            is_first_argument(text, name.start, &text[name.end + rest.len()..])
                || (part.is_chosen && is_strong_password(secret))
        }
        Trust::Beside => part.is_chosen || looks_random(secret) || is_strong_password(secret),
        Trust::Sentence => {
            is_set
                || (secret.len() >= 24 && looks_random(secret) && has_digit(secret))
                || (part.is_chosen && is_strong_password(secret))
        }
    };
    is_sure.then(|| Hit::new(range.start..range.start + secret.len(), kind, text))
}

/// `pass` in a sentence, where nothing says that it is an option.
fn is_verb(text: &str, name: usize, full: &str) -> bool {
    let is_first = line_before(text, name).trim_matches([' ', '\t', '+', '-']).is_empty() && full.len() > 4;
    full.to_lowercase().ends_with("pass") && !full.starts_with('-') && !is_first && !is_set_by_command(text, name)
}

/// Whether a name is what is called, or the first thing in brackets: elsewhere a list of names looks the same.
fn is_first_argument(text: &str, name: usize, behind: &str) -> bool {
    let before = window_before(text, name, 40).trim_end_matches(['"', '\'', '`', '\\', '@', ':', ' ']);
    behind.trim_start().starts_with('(') || before.ends_with(['(', '[', '{']) || before.ends_with("env.")
}

/// What ends a value elsewhere is a sign like others in a setting that has its line to itself, and an `&` is one where no query
/// can be.
fn whole(text: &str, name: usize, found: Range<usize>) -> Range<usize> {
    let line = line_before(text, name);
    let is_alone = matches!(line.trim_matches([' ', '\t', '-', '+', '>', '`']), "" | "export" | "ENV" | "set" | "SET");
    let word = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_joined =
        text[found.end..].strip_prefix('&').is_some_and(|more| !begins_a_pair(more)) && !word.contains(['?', '&']);
    let ends = |sign: char| sign.is_whitespace() || (!is_alone && matches!(sign, ';' | ',' | '"' | '\'' | '`'));
    let rest = window(text, found.start, LONGEST);
    let end = found.start + rest.find(ends).unwrap_or(rest.len());
    let whole = &text[found.start..end];
    let is_code =
        || whole.contains(['(', '{', '[', '<', '"', '\'', '`', '\\']) || is_query(whole) || whole.contains("&&");
    let is_better = (is_alone || is_joined) && end > found.end && is_strong_password(whole) && !is_code();
    if is_better { found.start..end } else { found }
}

/// `state=…` behind an `&`.
fn begins_a_pair(text: &str) -> bool {
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    length > 0 && text[length..].starts_with('=')
}

/// `--name value`, `-name value`, `ENV NAME value`, `config set name value`.
fn is_set_by_command(text: &str, name: usize) -> bool {
    const COMMANDS: [&str; 13] = [
        "env",
        "setx",
        "set",
        "setenv",
        "define",
        "arg",
        "-x",
        "-gx",
        "config",
        "proxy_set_header",
        "add_header",
        "fastcgi_param",
        "export",
    ];
    let before = window_before(text, name, 80);
    let command = before.trim_end().rsplit(|sign: char| sign.is_whitespace() || sign == '#').next().unwrap_or_default();
    text[name..].starts_with('-') || COMMANDS.contains(&command.trim_start_matches('+').to_lowercase().as_str())
}

/// `requirepass value`: a name and a value are all that is in the line.
fn is_line_of_settings(text: &str, name: usize, value: &Range<usize>) -> bool {
    let is_blank = |sign: char| matches!(sign, ' ' | '\t' | '+' | '-');
    let ends =
        || matches!(text[value.end..].trim_start_matches([' ', '\t', ';']).chars().next(), None | Some('\n' | '\r'));
    line_before(text, name).chars().all(is_blank) && !text[name..value.start].contains('\n') && ends()
}

/// `NAME=value`, where no code stands.
fn is_environment(name: &str, rest: &str) -> bool {
    let is_upper = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    name.bytes().all(is_upper) && rest.starts_with('=') && !rest.starts_with("= ")
}

/// A value that stands before the name: `"value": "…", "name": "password"`, `` `…` as the password ``.
fn stated_before(text: &str, name: usize, end: usize, part: &Name) -> Option<Hit> {
    static PAIR: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r#"["']?value["']?[ \t]*[:=][ \t]*["']([^"'\n]{8,200})["'],?\s*["']?(?:name|key|id)["']?[ \t]*[:=][ \t]*["']?$"#,
        )
    });
    static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r#"["'`]([^"'`\s]{8,200})["'`] (?:as|for|is|was) (?:the |its |a |an |my |our |your |their )?(?:[A-Za-z]+ ){0,2}$"#,
        )
    });
    let before = window_before(text, name, 260);
    if !before.ends_with([' ', '"', '\'', '=', ':']) {
        return None;
    }
    let offset = name - before.len();
    let goes_on = text[end..].starts_with(['_', '-']);
    let [pair, sentence] = [&*PAIR, &*SENTENCE].map(|pattern| pattern.captures(before).and_then(|all| all.get(1)));
    let pair = pair.filter(|value| looks_like_password(value.as_str()) || looks_random(value.as_str()));
    let is_known = part.text.len() >= 8;
    let is_good = |value: &str| is_strong_password(value) || (looks_random(value) && (classes(value) > 2 || is_known));
    let sentence = sentence.filter(|value| !goes_on && is_good(value.as_str()));
    let value = pair.or(sentence)?;
    let kind = if part.is_chosen { PASSWORD } else { SECRET_VALUE };
    Some(Hit::new(offset + value.start()..offset + value.end(), kind, text))
}

/// The kind of a value under a label of its own, such as a row of facts.
pub fn labelled(label: &str, value: &str) -> Option<Kind> {
    let value = value.trim_matches(|sign: char| matches!(sign, '`' | '"' | '\'' | ' '));
    // Most values are prose.
    if value.len() > LONGEST || value.contains(char::is_whitespace) {
        return None;
    }
    let name = names::in_label(label)?;
    kind_of(value, label, name.is_chosen, true)
}

fn trimmed(value: &str, is_quoted: bool) -> &str {
    let is_word = !has_digit(value);
    let is_end = |sign: char| matches!(sign, '.' | ':' | '*' | '?' | '_' | ',' | ';') || (sign == '!' && is_word);
    if is_quoted { value.trim_end() } else { value.trim_end_matches(is_end) }
}

fn kind_of(value: &str, name: &str, is_chosen: bool, is_quoted: bool) -> Option<Kind> {
    let has_blank = value.contains(char::is_whitespace);
    // What stands between two texts of a program.
    let is_between = value.starts_with([')', ']', ',', ';', '}']) || value.contains("!(");
    let is_call = !is_quoted && is_code(value);
    if value.len() > LONGEST
        || is_place(value)
        || is_call
        || has_blank
        || is_between
        || is_placeholder(value)
        || is_query(value)
    {
        return None;
    }
    if is_chosen && looks_like_password(value) && (is_quoted || is_no_name(value)) {
        return Some(PASSWORD);
    }
    if is_wordy(value) {
        return None;
    }
    let has_digit = has_digit(value);
    let has_letter = value.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_vague = names::is_vague(&name.to_lowercase());
    let drawn = looks_random(value)
        && (has_digit || entropy(value) >= 3.7)
        && has_letter
        && value.is_ascii()
        && !is_pattern(value);
    let is_short_draw = !is_vague
        && (is_quoted || is_strong_password(value))
        && value.len() >= 10
        && has_digit
        && looks_like_password(value);
    ((drawn && (!is_vague || value.len() >= 20)) || is_short_draw).then_some(SECRET_VALUE)
}

/// What no name in code is, even without quotation marks around it.
fn is_no_name(value: &str) -> bool {
    has_digit(value) || is_spiced(value) || value.contains('-') || !is_wordy(value)
}

/// A file or an address.
fn is_place(value: &str) -> bool {
    let is_file = || {
        let last = value.rsplit('/').next().unwrap_or_default();
        let ending = last.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default();
        value.contains('/') && (2..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let begins = || ["/", "./", "../", "~/"].iter().any(|start| value.starts_with(start));
    value.contains("://") || (begins() && !is_long_base64(value)) || is_file()
}

/// What begins with a stroke by chance.
fn is_long_base64(value: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    value.len() >= 32
        && value.bytes().all(is_base64)
        && classes(value) == 4
        && entropy(value) >= 4.2
        && !is_wordy(value)
}

/// `config.token1`, `Token::new`, `user?.password`: a value that is read from elsewhere.
fn is_code(value: &str) -> bool {
    let is_name = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && part.len() < 20
    };
    let is_dotted = value.contains('.') && value.split(['.', '=', '+', '?', ':']).all(is_name);
    (is_dotted && is_plainly_wordy(value))
        || ["::", "?.", "->", "&.", "=>", "$_"].iter().any(|mark| value.contains(mark))
}
