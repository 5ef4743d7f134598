//! The index of all documents, from the blocks that were made side by side.

use super::block::{Block, Facets};
use super::files::File;
use super::{FIELDS, Frame, facets, files, manifest, shards, vocabulary};
use crate::text::fingerprint;
use rayon::prelude::*;
use std::cmp::Ordering;

/// All blocks, in the order of their documents. How the documents were cut into blocks makes no difference to a byte.
#[derive(Debug)]
pub struct Index {
    pub(super) blocks: Vec<Block>,
    /// The number of each block's first document.
    pub(super) starts: Vec<usize>,
    /// How many documents there are.
    pub documents: usize,
}

/// A term and where it stands: the block and the postings there, in the order of blocks.
pub(super) struct Term<'i> {
    pub text: &'i str,
    pub places: Vec<(usize, usize)>,
}

impl Index {
    /// Puts blocks in a row.
    #[must_use]
    pub fn new(blocks: Vec<Block>) -> Self {
        let mut documents = 0;
        let starts = blocks
            .iter()
            .map(|block| {
                let start = documents;
                documents += block.lengths.len();
                start
            })
            .collect();
        Self { blocks, starts, documents }
    }

    /// Makes all files and hands each over, from several threads.
    ///
    /// # Errors
    /// Those of `put`.
    pub fn write<E: Send>(&self, frame: &Frame, put: &(dyn Fn(&File) -> Result<(), E> + Sync)) -> Result<(), E> {
        let build = self.build_id(frame);
        let terms = self.terms();
        let cuts = shards::cut(self, &terms);
        let bounds = shards::bounds(&terms, &cuts);
        cuts.par_iter().enumerate().try_for_each(|(at, cut)| {
            let payload = shards::payload(self, &terms, cut);
            put(&files::part(&build, 't', at, &payload))
        })?;
        let vocabulary = vocabulary::cut(&terms);
        vocabulary.par_iter().enumerate().try_for_each(|(at, part)| {
            let payload = vocabulary::payload(part);
            put(&files::part(&build, 'v', at, &payload))
        })?;
        let shown: Vec<&str> = self.blocks.iter().flat_map(|block| &block.shown).map(AsRef::as_ref).collect();
        shown.par_chunks(super::PER_BLOCK).enumerate().try_for_each(|(at, results)| {
            let payload = files::list(results, |out, result| out.push_str(result));
            put(&files::part(&build, 'd', at, &payload))
        })?;
        let all: Vec<&Facets> = self.blocks.iter().flat_map(|block| &block.facets).collect();
        for (at, payload) in facets::payloads(&all, frame).iter().enumerate() {
            put(&files::part(&build, 'f', at, payload))?;
        }
        let (payload, pages) = manifest::payload(self, frame, &build, &bounds, &vocabulary);
        for (at, page) in pages.iter().enumerate() {
            put(&files::part(&build, 'p', at, page))?;
        }
        put(&files::manifest(&build, &payload))
    }

    /// A name for all that is indexed: equal for equal documents, and never for others.
    #[must_use]
    pub fn build_id(&self, frame: &Frame) -> String {
        let mut all: Vec<u8> = format!("{} {FIELDS:?} {frame:?}", manifest::FORMAT).into_bytes();
        all.extend(self.blocks.iter().flat_map(|block| &block.fingerprints).flatten());
        fingerprint(&all)
    }

    /// How long each field is over all documents.
    pub(super) fn totals(&self) -> [u64; FIELDS.len()] {
        let mut totals = [0; FIELDS.len()];
        for lengths in self.blocks.iter().flat_map(|block| &block.lengths) {
            for (total, length) in totals.iter_mut().zip(lengths) {
                *total += u64::from(*length);
            }
        }
        totals
    }

    /// All terms in the order of scripts.
    fn terms(&self) -> Vec<Term<'_>> {
        let mut all: Vec<(&str, usize, usize)> = Vec::new();
        for (at, block) in self.blocks.iter().enumerate() {
            all.extend(block.terms.iter().map(|(term, number)| (term.as_ref(), at, *number as usize)));
        }
        all.par_sort_unstable_by(|a, b| script_order(a.0, b.0).then(a.1.cmp(&b.1)));
        let same_term = |a: &(&str, usize, usize), b: &(&str, usize, usize)| a.0 == b.0;
        all.chunk_by(same_term)
            .map(|same| Term { text: same[0].0, places: same.iter().map(|(_, block, at)| (*block, *at)).collect() })
            .collect()
    }

    /// The documents' field lengths in lunr's order, for tests.
    #[must_use]
    pub fn distinct_terms(&self) -> usize {
        self.terms().len()
    }
}

/// By UTF-16 units, as scripts compare texts. Only signs beyond the basic plane make it another than the order of bytes.
pub(super) fn script_order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() || b.is_ascii() {
        // An ASCII sign is below all others in both encodings.
        return a.cmp(b);
    }
    a.encode_utf16().cmp(b.encode_utf16())
}
