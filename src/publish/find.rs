//! All that is found in one text: one pass over it for the beginnings of everything, and a look at each place where one is.

use super::assigned;
use super::decoded::{self, View, of_base64};
use super::kind::{
    self, AUTH_HEADER, AWS_SECRET, COOKIE, DISCORD_BOT, Group, Kind, PASSWORD, PRIVATE_KEY, SECRET_VALUE, URL_PASSWORD,
};
use super::names::{self, Name};
use super::placeholder::is_example;
use super::shape::{Proof, Shape, Start};
use super::strength::{entropy, has_digit, is_password, is_strong_password, looks_random};
use super::{hosts, mail, people, private_keys, table};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::Regex;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

/// Something that must not be public, in a text.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// The secret itself, as it is without escapes and line breaks.
    pub secret: String,
    /// How all secrets of its shape begin, which may be shown.
    pub beginning: &'static str,
}

impl Hit {
    pub fn new(range: Range<usize>, kind: Kind, text: &str) -> Self {
        let found = &text[range.clone()];
        let is_key = kind == PRIVATE_KEY;
        // The same key is the same key with and without quotation marks, and however its lines are cut.
        let secret = if is_key { decoded::base64_alone(found) } else { found.to_owned() };
        Self { range, kind, secret, beginning: "" }
    }

    /// Which of two finds in one place is the better name for it.
    fn rank(&self) -> u8 {
        match self.kind {
            PRIVATE_KEY => 0,
            AUTH_HEADER | COOKIE | URL_PASSWORD => 2,
            PASSWORD => 3,
            SECRET_VALUE | AWS_SECRET => 4,
            kind if kind.group != Group::Credential => 5,
            _ => 1,
        }
    }
}

/// Compiles a pattern of this room's own.
pub fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a test compiles every pattern")
}

/// At most so many bytes of a text from here.
pub fn window(text: &str, from: usize, most: usize) -> &str {
    &text[from..text.floor_char_boundary(from.saturating_add(most).min(text.len()))]
}

/// At most so many bytes of a text up to here.
pub fn window_before(text: &str, to: usize, most: usize) -> &str {
    &text[text.ceil_char_boundary(to.saturating_sub(most))..to]
}

/// What stands before a place in its line, as far as it matters.
pub fn line_before(text: &str, to: usize) -> &str {
    let before = window_before(text, to, 240);
    before.rsplit('\n').next().unwrap_or(before)
}

/// Everything in a text, in order, without overlaps.
pub fn in_text(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    scan(text, &mut hits);
    for view in decoded::views(text) {
        let mut of_view = Vec::new();
        scan(&view.text, &mut of_view);
        hits.extend(of_view.into_iter().map(|hit| Hit { range: view.original(&hit.range), ..hit }));
    }
    apart(hits)
}

/// The best find of each place.
pub fn apart(mut hits: Vec<Hit>) -> Vec<Hit> {
    if hits.len() > 1 {
        hits.sort_by_key(|hit| (hit.rank(), hit.range.start, std::cmp::Reverse(hit.range.end)));
        let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
        for hit in hits {
            let overlaps = |other: &Hit| hit.range.start < other.range.end && other.range.start < hit.range.end;
            if !kept.iter().any(overlaps) {
                kept.push(hit);
            }
        }
        kept.sort_by_key(|hit| hit.range.start);
        hits = kept;
    }
    hits
}

/// What a literal leads to.
#[derive(Clone, Copy, Debug)]
enum Lead {
    Shape(usize),
    Name(&'static Name),
    KeyBlock,
    KeyBody,
    Home,
    Trace,
    Address,
    Spelling,
    Host,
}

struct Finder {
    literals: AhoCorasick,
    leads: Vec<Lead>,
    shapes: Vec<(&'static Shape, OnceLock<Regex>)>,
}

static FINDER: LazyLock<Finder> = LazyLock::new(|| {
    let mut leads: Vec<(&str, Lead)> = Vec::new();
    let shapes: Vec<_> = kind::shapes().map(|shape| (shape, OnceLock::new())).collect();
    for (at, (shape, _)) in shapes.iter().enumerate() {
        leads.extend(shape.literals.iter().map(|literal| (*literal, Lead::Shape(at))));
    }
    leads.extend(names::NAMES.iter().map(|name| (name.text, Lead::Name(name))));
    leads.extend(private_keys::NAMES.map(|name| (name, Lead::KeyBlock)));
    leads.extend(private_keys::BODIES.map(|body| (body, Lead::KeyBody)));
    leads.extend(people::HOMES.map(|folder| (folder, Lead::Home)));
    leads.extend(people::TRACES.map(|trace| (trace, Lead::Trace)));
    leads.push(("@", Lead::Address));
    leads.extend(mail::SPELLINGS.map(|spelling| (spelling, Lead::Spelling)));
    leads.extend(hosts::BEGINNINGS.map(|host| (host, Lead::Host)));
    let literals = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(leads.iter().map(|(literal, _)| literal))
        .expect("a few hundred short literals fit");
    Finder { literals, leads: leads.into_iter().map(|(_, lead)| lead).collect(), shapes }
});

fn scan(text: &str, hits: &mut Vec<Hit>) {
    let finder = &*FINDER;
    for found in finder.literals.find_overlapping_iter(text) {
        let (start, end) = (found.start(), found.end());
        match finder.leads[found.pattern().as_usize()] {
            Lead::Shape(at) => finder.shape(at, text, start..end, hits),
            Lead::Name(name) => {
                hits.extend(assigned::value(text, start..end, name));
                hits.extend(table::column(text, &(start..end)));
            }
            Lead::KeyBlock => hits.extend(private_keys::block(text, start)),
            Lead::KeyBody => hits.extend(private_keys::headless(text, start)),
            Lead::Home => hits.extend(people::home(text, start, end)),
            Lead::Address => hits.extend(mail::address(text, start)),
            Lead::Trace => hits.extend(people::trace(text, start, end)),
            Lead::Spelling => hits.extend(mail::spelled(text, start)),
            Lead::Host => hits.extend(hosts::host(text, start, end)),
        }
    }
    discord_bots(text, hits);
}

impl Finder {
    fn shape(&self, at: usize, text: &str, literal: Range<usize>, hits: &mut Vec<Hit>) {
        let (shape, compiled) = &self.shapes[at];
        let is_exact = || shape.literals.contains(&&text[literal.clone()]);
        if shape.start != Start::AnyCase && !is_exact() {
            return;
        }
        let start = if shape.start == Start::Word { word_start(text, literal.start) } else { literal.start };
        if !begins_anew(text, start) {
            return;
        }
        let regex = compiled.get_or_init(|| regex(&format!("^(?:{})", shape.pattern)));
        if let Some(hit) = matched(shape, regex, text, start) {
            if shape.kind.word == "aws-access-key" {
                hits.extend(aws_secret(text, &hit.range));
            }
            hits.push(hit);
        } else if shape.proof == Proof::Shape && shape.start != Start::Word {
            hits.extend(broken(shape, regex, text, literal));
        }
    }
}

fn matched(shape: &Shape, regex: &Regex, text: &str, start: usize) -> Option<Hit> {
    let captures = regex.captures(&text[start..])?;
    let (whole, group) = (captures.get(0)?, captures.iter().skip(1).flatten().next());
    let found = group.unwrap_or(whole);
    let range = start + found.start()..start + found.end();
    let secret = &text[range.clone()];
    let goes_on = group.is_none() && text[range.end..].starts_with(|next: char| next.is_ascii_alphanumeric());
    if goes_on || !is_proved(shape, secret) || !is_near(shape, text, &range) {
        return None;
    }
    let beginning =
        shape.literals.iter().find(|literal| group.is_none() && literal.len() < 9 && secret.starts_with(**literal));
    Some(Hit { beginning: beginning.copied().unwrap_or_default(), ..Hit::new(range, shape.kind, text) })
}

/// Whether one of the words that a shape needs stands not far before it or after it.
fn is_near(shape: &Shape, text: &str, range: &Range<usize>) -> bool {
    const NEAR: usize = 100;
    let around = || [window_before(text, range.start, NEAR), window(text, range.end, NEAR)].map(str::to_lowercase);
    shape.near.is_empty() || around().iter().any(|side| shape.near.iter().any(|word| side.contains(word)))
}

fn is_proved(shape: &Shape, secret: &str) -> bool {
    let literal =
        shape.literals.iter().find(|literal| secret.starts_with(**literal)).map_or(0, |literal| literal.len());
    match shape.proof {
        Proof::Shape => !is_example(secret) && entropy(secret) > 2.4,
        Proof::Random => {
            looks_random(secret)
                && (secret.len() - literal < 16 || looks_random(&secret[literal..]))
                && has_digit(secret)
        }
        Proof::Drawn => entropy(secret) > 4.2,
        Proof::Password => is_password(secret),
        Proof::Strong => is_strong_password(secret),
        Proof::Basic => {
            !is_example(secret)
                && of_base64(secret)
                    .is_some_and(|pair| pair.split_once(':').is_some_and(|(_, password)| is_password(password)))
        }
    }
}

/// A word does not begin in another one: but behind `%2F` and `\n`, which end in letters.
pub fn begins_anew(text: &str, at: usize) -> bool {
    let (before, bytes) = (&text.as_bytes()[..at], text.as_bytes());
    let is_sign = |byte: &u8| !byte.is_ascii_alphanumeric();
    let first_is_sign = bytes.get(at).is_none_or(is_sign);
    let is_escape = matches!(before, [.., b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
        || matches!(before, [.., b'\\', b'n' | b'r' | b't']);
    first_is_sign || before.last().is_none_or(is_sign) || is_escape
}

fn word_start(text: &str, at: usize) -> usize {
    const MOST: usize = 400;
    let before = &text.as_bytes()[..at];
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'~' | b'.' | b'-' | b'+' | b'/');
    let is_of_address = |byte: &&u8| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'`' | b'=');
    let mut start = if text[at..].starts_with(":AA") {
        at - before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count()
    } else if text[at..].starts_with("@tcp(") {
        text.ceil_char_boundary(at - before.iter().rev().take(MOST).take_while(is_of_address).count())
    } else {
        at - before.iter().rev().take(MOST).take_while(is_part).count()
    };
    // `key=` and `https://host/` are not part of the word, and neither is the mark of a line of a patch.
    if let Some(slash) = text[start..at].rfind("//") {
        start += slash + 2;
    }
    let is_marked = (start == 0 || before[start - 1] == b'\n') && text[start..at].starts_with(['+', '-']);
    start + usize::from(is_marked)
}

/// A token whose line was broken, or whose text was put together from several: it is looked at as if it were whole.
fn broken(shape: &Shape, regex: &Regex, text: &str, literal: Range<usize>) -> Option<Hit> {
    const WINDOW: usize = 600;
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let run = text.as_bytes()[literal.end..].iter().take_while(is_part).count();
    let rest = &text[literal.end + run..text.floor_char_boundary((literal.end + run + WINDOW).min(text.len()))];
    if run < 2 || !rest.starts_with(['\n', '\r', '\\', '"', '\'', '`', '<', '*']) {
        return None;
    }
    let window_end = text.floor_char_boundary((literal.start + WINDOW).min(text.len()));
    let view = View::joined(&text[literal.start..window_end]);
    let hit = matched(shape, regex, &view.text, 0)?;
    let original = view.original(&hit.range);
    Some(Hit { range: original.start + literal.start..original.end + literal.start, ..hit })
}

/// The secret that belongs to an access key has no beginning of its own, but is never far.
fn aws_secret(text: &str, id: &Range<usize>) -> Vec<Hit> {
    const NEAR: usize = 300;
    static SECRET: LazyLock<Regex> = LazyLock::new(|| regex(r"[A-Za-z0-9/+]{40,}"));
    let from = text.ceil_char_boundary(id.start.saturating_sub(NEAR));
    let to = text.floor_char_boundary((id.end + NEAR).min(text.len()));
    let is_secret = |found: &str| {
        let has = |is: fn(&u8) -> bool| found.bytes().any(|byte| is(&byte));
        let is_mixed = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit);
        found.len() == 40 && is_mixed && entropy(found) > 3.8 && !is_example(found)
    };
    let found = SECRET.find_iter(&text[from..to]).filter(|found| is_secret(found.as_str()));
    found.map(|found| Hit::new(from + found.start()..from + found.end(), AWS_SECRET, text)).collect()
}

/// Tokens of Discord's bots have no beginning: they are three words, of which the second has six signs.
fn discord_bots(text: &str, hits: &mut Vec<Hit>) {
    static BOT: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^[MNO][A-Za-z0-9_\-]{22,28}\.[A-Za-z0-9_\-]{6}\.[A-Za-z0-9_\-]{27,45}"));
    let bytes = text.as_bytes();
    for dot in memchr::memchr_iter(b'.', bytes) {
        if bytes.get(dot + 7) != Some(&b'.') {
            continue;
        }
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let start = dot - bytes[..dot].iter().rev().take(40).take_while(is_part).count();
        if let Some(found) = BOT.find(&text[start..]).filter(|found| looks_random(found.as_str())) {
            hits.push(Hit::new(start..start + found.end(), DISCORD_BOT, text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles_and_has_its_literal() {
        for shape in kind::shapes() {
            regex(&format!("^(?:{})", shape.pattern));
            assert!(!shape.literals.is_empty() && shape.literals.iter().all(|literal| !literal.is_empty()));
        }
        assert!(in_text("").is_empty());
    }
}
