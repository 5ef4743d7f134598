//! Every text of a document, whatever the format calls it: what is in the tree is looked at, so that no field is forgotten.

use super::Rules;
use super::assigned;
use super::find::{self, Hit};
use super::kind::{Group, Kind};
use super::mark::{fingerprint, mark, mark_in_address, mask, replaced};
use crate::input::{Node, Value};
use aho_corasick::AhoCorasick;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

/// What was found in one text of a document.
#[derive(Debug)]
pub struct Found {
    /// The text's value, or the value whose key it is, as a JSON pointer.
    pub pointer: String,
    /// Where the text stands in the document: byte offset and length, quotation marks included.
    pub place: (usize, usize),
    /// The text.
    pub text: String,
    /// In their order.
    pub leaks: Vec<Leak>,
    hits: Vec<Hit>,
}

/// One find, without the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// Where it begins in the text.
    pub offset: usize,
    /// What it is.
    pub kind: Kind,
    /// How all such secrets begin, and how many characters this one has.
    pub mask: String,
    /// By which it can be allowed.
    pub fingerprint: String,
}

impl Found {
    /// The line of the text with masks in the place of all that was found in it, cut to what a message shows, and where in
    /// it the mask of this leak is.
    #[must_use]
    pub fn masked_line(&self, nth: usize) -> (String, (usize, usize)) {
        const BEFORE: usize = 60;
        const SHOWN: usize = 160;
        let hit = &self.hits[nth].range;
        let line_start = self.text[..hit.start].rfind('\n').map_or(0, |end| end + 1);
        let line_end = self.text[hit.end..].find('\n').map_or(self.text.len(), |end| hit.end + end);
        let around = |from: usize, to: usize| {
            // A hit of several lines may begin before this one.
            let from = self
                .hits
                .iter()
                .filter(|other| other.range.contains(&from))
                .map(|other| other.range.end)
                .next()
                .unwrap_or(from);
            let inside: Vec<Hit> =
                self.hits.iter().filter(|other| other.range.start >= from && other.range.end <= to).cloned().collect();
            let moved = inside
                .into_iter()
                .map(|other| Hit { range: other.range.start - from..other.range.end - from, ..other });
            let end = self
                .hits
                .iter()
                .find(|other| other.range.start < to && other.range.end > to)
                .map_or(to, |other| other.range.start);
            replaced(self.text.get(from..end.max(from)).unwrap_or_default(), &moved.collect::<Vec<_>>(), |hit| {
                mask(hit).replace('\n', " ")
            })
        };
        let (before, after) = (around(line_start, hit.start), around(hit.end, line_end));
        let before = &before[before.ceil_char_boundary(before.len().saturating_sub(BEFORE))..];
        let mask = &self.leaks[nth].mask;
        let room = SHOWN.saturating_sub(before.len() + mask.len());
        let after = &after[..after.floor_char_boundary(room.min(after.len()))];
        (format!("{before}{mask}{after}").replace(['\t', '\r', '\n'], " "), (before.len(), mask.len()))
    }

    /// The secrets themselves, for whoever must keep them out of other messages.
    #[must_use]
    pub fn secrets(&self) -> Vec<&str> {
        self.hits.iter().flat_map(|hit| [hit.secret.as_str(), &self.text[hit.range.clone()]]).collect()
    }
}

/// Everything in a document that counts, text by text.
#[must_use]
pub fn found(root: &Node<'_>, rules: &Rules) -> Vec<Found> {
    numbered(root, rules).into_values().collect()
}

/// The same, by the number of the text in the order of the document.
fn numbered(root: &Node<'_>, rules: &Rules) -> BTreeMap<usize, Found> {
    let mut hits_of: BTreeMap<usize, Vec<Hit>> = BTreeMap::new();
    // Most texts are keys, and those are the same few.
    let mut clean: HashSet<&str> = HashSet::new();
    visit(root, &mut |nth, text, _, _, label| {
        if label.is_none() && clean.contains(text) {
            return;
        }
        let mut hits = find::in_text(text);
        if label.is_none() && hits.is_empty() {
            clean.insert(text);
        }
        hits.extend(label.and_then(|label| labelled(label, text)));
        hits.retain(|hit| rules.counts(&hit.kind, &hit.secret));
        if !hits.is_empty() {
            hits_of.insert(nth, hits);
        }
    });
    if hits_of.is_empty() {
        return BTreeMap::new();
    }
    let known = Known::new(hits_of.values().flatten());
    let mut all = BTreeMap::new();
    visit(root, &mut |nth, text, pointer, place, _| {
        let mut hits = hits_of.remove(&nth).unwrap_or_default();
        hits.extend(known.in_text(text));
        let hits = find::apart(hits);
        if !hits.is_empty() {
            let leaks = hits.iter().map(leak).collect();
            all.insert(nth, Found { leaks, pointer: pointer.to_owned(), place, text: text.to_owned(), hits });
        }
    });
    all
}

fn leak(hit: &Hit) -> Leak {
    Leak { offset: hit.range.start, kind: hit.kind, mask: mask(hit), fingerprint: fingerprint(&hit.kind, &hit.secret) }
}

/// A value whose label says that it is secret.
fn labelled(label: &str, text: &str) -> Option<Hit> {
    let kind = assigned::labelled(label, text)?;
    let bare = text.trim_matches(|sign: char| matches!(sign, '`' | '"' | '\'' | ' '));
    let start = text.find(bare)?;
    Some(Hit::new(start..start + bare.len(), kind, text))
}

/// Credentials that were found by what is around them are the same credentials where nothing is.
struct Known {
    secrets: AhoCorasick,
    kinds: Vec<(Kind, &'static str)>,
}

impl Known {
    fn new<'h>(hits: impl Iterator<Item = &'h Hit>) -> Self {
        const SHORTEST: usize = 8;
        let mut known: BTreeMap<&str, (Kind, &'static str)> = BTreeMap::new();
        for hit in hits {
            if hit.kind.group == Group::Credential && hit.secret.len() >= SHORTEST {
                known.entry(&hit.secret).or_insert((hit.kind, hit.beginning));
            }
        }
        let (secrets, kinds): (Vec<&str>, Vec<_>) = known.into_iter().unzip();
        let secrets = AhoCorasick::builder().match_kind(aho_corasick::MatchKind::LeftmostLongest).build(secrets);
        Self { secrets: secrets.expect("the secrets of a run fit"), kinds }
    }

    fn in_text<'k>(&'k self, text: &'k str) -> impl Iterator<Item = Hit> + 'k {
        self.secrets.find_iter(text).map(|found| {
            let (kind, beginning) = self.kinds[found.pattern().as_usize()];
            let secret = text[found.range()].to_owned();
            Hit { range: found.range(), kind, secret, beginning }
        })
    }
}

/// Puts marks in the place of everything in a document that counts, and tells what it was.
pub fn redacted(root: &mut Node<'_>, rules: &Rules) -> Vec<Found> {
    let found = numbered(root, rules);
    if !found.is_empty() {
        replace(root, "", &mut 0, &found);
    }
    found.into_values().collect()
}

/// Goes through the texts in the order of [`visit`].
fn replace(node: &mut Node<'_>, key: &str, nth: &mut usize, found: &BTreeMap<usize, Found>) {
    match &mut node.value {
        Value::String(text) => {
            let with = if matches!(key, "url" | "host") { mark_in_address } else { mark };
            if let Some(found) = found.get(nth) {
                *text = Cow::Owned(replaced(&found.text, &found.hits, with));
            }
            *nth += 1;
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, key, nth, found)),
        Value::Object(entries) => {
            for entry in entries {
                if let Some(found) = found.get(nth) {
                    entry.key = Cow::Owned(replaced(&found.text, &found.hits, mark));
                }
                *nth += 1;
                replace(&mut entry.node, &entry.key, nth, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(..) => {}
    }
}

/// What is called with every text: its number, the text, its pointer, its place, and the label that it stands under, which is
/// its key or the label beside it. Keys are texts too.
type Look<'l, 'n> = &'l mut dyn FnMut(usize, &'n str, &str, (usize, usize), Option<&'n str>);

fn visit<'n>(root: &'n Node<'_>, look: Look<'_, 'n>) {
    visit_below(root, &mut String::new(), None, &mut 0, look);
}

fn visit_below<'n>(
    node: &'n Node<'_>,
    pointer: &mut String,
    label: Option<&'n str>,
    nth: &mut usize,
    look: Look<'_, 'n>,
) {
    let depth = pointer.len();
    match &node.value {
        Value::String(text) => {
            look(*nth, text, pointer, (node.offset, node.length), label);
            *nth += 1;
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let _ = write!(pointer, "/{at}");
                visit_below(item, pointer, None, nth, look);
                pointer.truncate(depth);
            }
        }
        Value::Object(entries) => {
            let beside = entries.iter().find(|entry| entry.key == "label").and_then(|entry| match &entry.node.value {
                Value::String(label) => Some(label.as_ref()),
                _ => None,
            });
            for entry in entries {
                let _ = write!(pointer, "/{}", entry.key.replace('~', "~0").replace('/', "~1"));
                look(*nth, &entry.key, pointer, entry.place, None);
                *nth += 1;
                let label = if entry.key == "value" { beside } else { Some(entry.key.as_ref()) };
                visit_below(&entry.node, pointer, label, nth, look);
                pointer.truncate(depth);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(..) => {}
    }
}
