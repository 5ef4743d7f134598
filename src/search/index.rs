//! The index of all documents, from the blocks that were made side by side.

use super::block::Block;
use super::files::{FORMAT, json};
use super::{FIELDS, Frame};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
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

    /// A name for all that is indexed: equal for equal documents, and never for others. Sixteen hexadecimal digits.
    #[must_use]
    pub fn build_id(&self, frame: &Frame) -> String {
        let Frame { scripts, agents, repositories, kinds, statuses, standings } = frame;
        let mut hash =
            Sha256::new_with_prefix(json(&(FORMAT, FIELDS, scripts, agents, repositories, kinds, statuses, standings)));
        for fingerprint in self.blocks.iter().flat_map(|block| &block.fingerprints) {
            hash.update(fingerprint);
        }
        let first = hash.finalize().iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        format!("{first:016x}")
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
    pub(super) fn terms(&self) -> Vec<Term<'_>> {
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
}

/// By UTF-16 units, as scripts compare texts. Only signs beyond the basic plane make it another than the order of bytes.
pub(super) fn script_order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() || b.is_ascii() {
        // An ASCII sign is below all others in both encodings.
        return a.cmp(b);
    }
    a.encode_utf16().cmp(b.encode_utf16())
}
