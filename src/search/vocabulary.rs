//! All terms without their postings, by length: for queries that do not say how a term begins.

use super::files::{FrontCoded, json};
use super::index::Term;

/// What a file holds at most, roughly its characters.
const MOST: usize = 60_000;

/// Terms by length in UTF-16 units, in the order of scripts among those of one length, cut into files.
pub(super) fn cut<'t>(terms: &[Term<'t>]) -> Vec<Vec<(usize, &'t str)>> {
    let mut all: Vec<(usize, &str)> = terms.iter().map(|term| (units(term.text), term.text)).collect();
    // Stable: the order among those of one length stays.
    all.sort_by_key(|(length, _)| *length);
    let mut parts = Vec::new();
    let (mut part, mut cost) = (Vec::new(), 0);
    for (length, term) in all {
        if cost > MOST {
            parts.push(std::mem::take(&mut part));
            cost = 0;
        }
        // Of a term about half is shared with the one before.
        cost += 1 + length.div_ceil(2);
        part.push((length, term));
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

fn units(term: &str) -> usize {
    if term.is_ascii() { term.len() } else { term.encode_utf16().count() }
}

/// A file: for each length its terms.
pub(super) fn payload(part: &[(usize, &str)]) -> String {
    let coded = |same: &[(usize, &str)]| {
        let mut coded = FrontCoded::default();
        for (_, term) in same {
            coded.push_of_known_length(term);
        }
        (same[0].0, same.len(), coded.out)
    };
    json(&part.chunk_by(|a, b| a.0 == b.0).map(coded).collect::<Vec<_>>())
}
