//! The files of an index, each kind in the order in which the next needs what it learned.

use super::document::Facets;
use super::files::{self, IndexFile};
use super::{Frame, Index, PER_BLOCK, facets, manifest, shards, vocabulary};
use rayon::prelude::*;

impl Index {
    /// Makes all files and hands each over, from several threads.
    ///
    /// # Errors
    /// Whatever `put` fails with.
    pub fn write<E: Send>(&self, frame: &Frame, put: &(dyn Fn(&IndexFile) -> Result<(), E> + Sync)) -> Result<(), E> {
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
        shown.par_chunks(PER_BLOCK).enumerate().try_for_each(|(at, results)| {
            let payload = format!("[{}]", results.join(","));
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
}
