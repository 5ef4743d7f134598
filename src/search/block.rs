//! What the words of documents in a row add up to: their postings, in memory, as bytes.

use super::FIELDS;
use super::document::{Document, Facets};
use super::tokens::{terms, words};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::ops::Range;

/// Documents in a row, indexed.
#[derive(Debug, Default)]
pub struct Block {
    pub(super) terms: HashMap<Box<str>, u32, RandomState>,
    pub(super) postings: Vec<Postings>,
    /// How many terms each field of each document has.
    pub(super) lengths: Vec<[u32; FIELDS.len()]>,
    /// Each document's result, as JSON.
    pub(super) shown: Vec<Box<str>>,
    pub(super) facets: Vec<Facets>,
    /// Of everything that each document says.
    pub(super) fingerprints: Vec<[u8; 16]>,
    /// Where the terms of each word that came by stand in `of_words`. It is asked once a word, so its hash is a fast one.
    known: HashMap<Box<str>, Range<usize>, RandomState>,
    of_words: Vec<u32>,
    /// The last document that each term was met in, counted from 1.
    met: Vec<u32>,
}

/// Where one term stands in the documents of a block.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// A document's number in the block, and which of the document's distinct terms this one was, from 0.
    pub first: (u32, u32),
    /// How many follow.
    pub count: u32,
    last: u32,
    /// Per posting the step from the document before, the field, and how often.
    bytes: Vec<u8>,
}

/// One occurrence of a term: the document's number in its block, the field, and how often it stands there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Posting {
    pub document: u32,
    pub field: usize,
    pub times: u32,
}

impl Block {
    /// Numbers the document after those that the block has, and notes its terms.
    ///
    /// # Panics
    /// Where a block would hold 4,294,967,296 documents or terms.
    pub fn add(&mut self, document: &Document<'_>) {
        let number = u32::try_from(self.lengths.len()).expect("a block has few documents");
        let mut lengths = [0; FIELDS.len()];
        // In the order of the fields and of the words in them, which is lunr's.
        let mut found: Vec<(u32, usize)> = Vec::new();
        for (field, text) in document.texts.iter().enumerate() {
            for word in words(text) {
                let terms = self.terms_of(word);
                lengths[field] += u32::try_from(terms.len()).unwrap_or(u32::MAX);
                found.extend(self.of_words[terms].iter().map(|term| (*term, field)));
            }
        }
        self.post(number, found);
        self.lengths.push(lengths);
        let shown = document.result();
        self.fingerprints.push(document.fingerprint(&shown));
        self.shown.push(shown.into_boxed_str());
        self.facets.push(document.facets.clone());
    }

    /// Lets go of what only adding needs.
    #[must_use]
    pub fn finished(mut self) -> Self {
        self.known = HashMap::default();
        self.of_words = Vec::new();
        self.met = Vec::new();
        self
    }

    fn terms_of(&mut self, word: &str) -> Range<usize> {
        if let Some(known) = self.known.get(word) {
            return known.clone();
        }
        let start = self.of_words.len();
        for term in terms(word) {
            let number = self.number(term);
            self.of_words.push(number);
        }
        let place = start..self.of_words.len();
        self.known.insert(word.into(), place.clone());
        place
    }

    fn number(&mut self, term: String) -> u32 {
        let next = u32::try_from(self.postings.len()).expect("fewer terms than bytes in memory");
        *self.terms.entry(term.into_boxed_str()).or_insert_with(|| {
            self.postings.push(Postings::default());
            self.met.push(0);
            next
        })
    }

    fn post(&mut self, document: u32, found: Vec<(u32, usize)>) {
        let mut distinct = 0;
        for (term, _) in &found {
            let at = *term as usize;
            if self.met[at] != document + 1 {
                self.met[at] = document + 1;
                self.postings[at].meet(document, distinct);
                distinct += 1;
            }
        }
        let mut sorted = found;
        sorted.sort_unstable();
        for same in sorted.chunk_by(|a, b| a == b) {
            let (term, field) = same[0];
            let times = u32::try_from(same.len()).expect("a document has few terms");
            self.postings[term as usize].push(Posting { document, field, times });
        }
    }
}

impl Postings {
    /// The term is in a document, which had `distinct` others before it. Comes before the document's postings.
    fn meet(&mut self, document: u32, distinct: u32) {
        if self.count == 0 {
            self.first = (document, distinct);
        }
    }

    fn push(&mut self, posting: Posting) {
        push_varint(&mut self.bytes, posting.document - self.last);
        let field = u32::try_from(posting.field).expect("seven fields");
        push_varint(&mut self.bytes, field | (posting.times << 3));
        self.last = posting.document;
        self.count += 1;
    }

    /// In the order of documents, and of fields in each.
    pub fn iter(&self) -> impl Iterator<Item = Posting> {
        let mut rest = self.bytes.as_slice();
        let mut document = 0;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            document += take_varint(&mut rest);
            let packed = take_varint(&mut rest);
            Some(Posting { document, field: (packed & 7) as usize, times: packed >> 3 })
        })
    }
}

fn push_varint(bytes: &mut Vec<u8>, number: u32) {
    let mut rest = number;
    loop {
        let [low, ..] = (rest & 0x7f).to_le_bytes();
        rest >>= 7;
        if rest == 0 {
            return bytes.push(low);
        }
        bytes.push(low | 0x80);
    }
}

fn take_varint(bytes: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0, 0);
    while let Some((byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            break;
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::{Posting, Postings};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn postings_come_back(steps in prop::collection::vec((0..70_000_u32, 0..7_usize, 1..2000_u32), 1..50)) {
            let mut postings = Postings::default();
            let mut document = 0;
            let all: Vec<Posting> = steps
                .into_iter()
                .map(|(step, field, times)| {
                    document += step;
                    Posting { document, field, times }
                })
                .collect();
            postings.meet(all[0].document, 3);
            for posting in &all {
                postings.push(*posting);
            }
            postings.meet(all[0].document + 1, 4);
            prop_assert_eq!(postings.iter().collect::<Vec<_>>(), all.clone());
            prop_assert_eq!(postings.first, (all[0].document, 3));
        }
    }
}
