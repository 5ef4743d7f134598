//! How a secret is spoken of: a fingerprint to allow it, a mask for messages, a mark for pages.

use super::find::{self, Hit};
use super::kind::{Group, Kind};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fmt::Write;

/// Characters of a fingerprint. Names, addresses and hosts can be guessed: theirs is short, so that it proves little, and
/// long enough to tell those of one archive apart.
fn length(kind: &Kind) -> usize {
    if kind.group == Group::Credential { 16 } else { 8 }
}

/// What a secret is known by in a configuration: of its kind and its text, so that it is the same everywhere.
pub fn fingerprint(kind: &Kind, secret: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(kind.word.as_bytes());
    hash.update([0]);
    hash.update(secret.as_bytes());
    let mut out = String::with_capacity(64);
    for byte in hash.finalize() {
        let _ = write!(out, "{byte:02x}");
    }
    out.truncate(length(kind));
    out
}

/// What messages show of it: how all of its shape begin, and how long it is.
pub fn mask(hit: &Hit) -> String {
    format!("{}\u{2026}({})", hit.beginning, hit.secret.chars().count())
}

/// What stands in its place on pages and in the data.
pub fn mark(hit: &Hit) -> String {
    format!("[redacted: {} {}]", hit.kind.label, &fingerprint(&hit.kind, &hit.secret)[..4])
}

/// The same where only an address can stand.
pub fn mark_in_address(hit: &Hit) -> String {
    format!("redacted-{}", &fingerprint(&hit.kind, &hit.secret)[..4])
}

/// Text with something in the place of each hit. Where a hit has several lines, each of them has it, so that lines keep
/// their numbers and the marks of a patch or a quotation that they begin with.
pub fn replaced(text: &str, hits: &[Hit], with: impl Fn(&Hit) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for hit in hits {
        out.push_str(&text[at..hit.range.start]);
        let mark = with(hit);
        for (nth, line) in text[hit.range.clone()].split('\n').enumerate() {
            if nth > 0 {
                let margin = line.len() - line.trim_start_matches([' ', '\t', '>', '|', '#']).len();
                let sign = usize::from(margin == 0 && line.starts_with(['+', '-']));
                out.push('\n');
                out.push_str(&line[..margin + sign]);
            }
            out.push_str(&mark);
        }
        at = hit.range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// A message, a name or a path with masks in the place of what it holds.
#[must_use]
pub fn hidden_words(text: &str) -> String {
    let mut hits = find::in_text(text);
    hits.retain(|hit| hit.kind.group == Group::Credential);
    if hits.is_empty() { text.to_owned() } else { replaced(text, &hits, mask) }
}

/// Pieces of secrets that are long enough to be of use. Made once: a file may hold hundreds of secrets, and as many problems.
pub struct Pieces {
    long: HashSet<Box<[u8]>>,
    short: Vec<String>,
}

impl Pieces {
    const LENGTH: usize = 8;

    /// Of these secrets.
    pub fn of<'s>(secrets: impl Iterator<Item = &'s str>) -> Self {
        let mut pieces = Self { long: HashSet::new(), short: Vec::new() };
        for secret in secrets {
            if secret.len() >= Self::LENGTH {
                pieces.long.extend(secret.as_bytes().windows(Self::LENGTH).map(Box::from));
            } else if !secret.is_empty() {
                pieces.short.push(secret.to_owned());
            }
        }
        pieces
    }

    /// Text with a mark in the place of every piece.
    pub fn out_of(&self, text: &str) -> String {
        let mut hidden = vec![false; text.len()];
        for (at, piece) in text.as_bytes().windows(Self::LENGTH).enumerate() {
            if self.long.contains(piece) {
                hidden[at..at + Self::LENGTH].fill(true);
            }
        }
        for secret in &self.short {
            for at in memchr::memmem::find_iter(text.as_bytes(), secret) {
                hidden[at..at + secret.len()].fill(true);
            }
        }
        let mut out = String::with_capacity(text.len());
        for (at, sign) in text.char_indices() {
            match hidden[at] {
                false => out.push(sign),
                true if at == 0 || !hidden[at - 1] => out.push('\u{2026}'),
                true => {}
            }
        }
        out
    }
}
