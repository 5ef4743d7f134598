//! The manifest: what a script must know before it can ask for any other file.

use super::files::{FORMAT, json};
use super::index::Index;
use super::{FIELDS, Frame, PER_BLOCK, facets};
use serde::Serialize;
use std::ops::Range;

/// Bounds longer than this, in bytes, go into pages of their own.
const MOST_BOUNDS: usize = 30_000;
/// What such a page holds about.
const PAGE: usize = 10_000;

#[derive(Serialize)]
struct Manifest<'i> {
    format: u32,
    build: &'i str,
    scripts: &'i [String],
    documents: usize,
    findings: usize,
    fields: [(&'static str, u32); FIELDS.len()],
    totals: [u64; FIELDS.len()],
    shards: usize,
    /// Of each shard, else `pages`.
    #[serde(skip_serializing_if = "Option::is_none")]
    bounds: Option<&'i [String]>,
    /// Of the first shard of each page of bounds, and which shard that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<Vec<(&'i str, usize)>>,
    /// How long the terms are that each file of the vocabulary begins with.
    vocabulary: Vec<usize>,
    per_block: usize,
    facet_files: usize,
    per_facet_file: usize,
    agents: &'i [(String, String, String)],
}

/// The manifest, and the pages of bounds where it has any.
pub(super) fn payload(
    index: &Index,
    frame: &Frame,
    build: &str,
    bounds: &[String],
    vocabulary: &[Vec<(usize, &str)>],
) -> (String, Vec<String>) {
    let pages = in_pages(bounds);
    let manifest = Manifest {
        format: FORMAT,
        build,
        scripts: &frame.scripts,
        documents: index.documents,
        findings: index.blocks.iter().flat_map(|block| &block.facets).filter(|facets| facets.severity < 4).count(),
        fields: FIELDS,
        totals: index.totals(),
        shards: bounds.len(),
        bounds: pages.is_empty().then_some(bounds),
        pages: (!pages.is_empty())
            .then(|| pages.iter().map(|page| (bounds[page.start].as_str(), page.start)).collect()),
        vocabulary: vocabulary.iter().map(|part| part[0].0).collect(),
        per_block: PER_BLOCK,
        facet_files: index.documents.div_ceil(facets::PER_FILE),
        per_facet_file: facets::PER_FILE,
        agents: &frame.agents,
    };
    (json(&manifest), pages.into_iter().map(|page| json(&&bounds[page])).collect())
}

/// Which bounds stand on pages of their own, page by page; none where all of them have room in the manifest.
fn in_pages(bounds: &[String]) -> Vec<Range<usize>> {
    let size = |bound: &String| bound.len() + 3;
    if bounds.iter().map(size).sum::<usize>() <= MOST_BOUNDS {
        return Vec::new();
    }
    let (mut starts, mut room) = (vec![0], PAGE);
    for (at, bound) in bounds.iter().enumerate() {
        // Shards of one term stay on one page, so that its first is found there.
        let goes_on = at > 0 && bounds[at - 1] == *bound;
        if room < size(bound) && !goes_on {
            starts.push(at);
            room = PAGE;
        }
        room = room.saturating_sub(size(bound));
    }
    let ends = starts.iter().skip(1).copied().chain([bounds.len()]);
    starts.iter().copied().zip(ends).map(|(from, to)| from..to).collect()
}

#[cfg(test)]
mod tests {
    use super::{PAGE, in_pages};

    #[test]
    fn many_bounds_go_into_pages() {
        assert!(in_pages(&[String::new(), "b".to_owned()]).is_empty());
        let mut many: Vec<String> = (10_000..20_000).map(|number: u32| number.to_string()).collect();
        many.splice(5_000..5_000, std::iter::repeat_n("14999".to_owned(), 3_000));
        let pages = in_pages(&many);
        assert_eq!(pages.iter().cloned().flatten().collect::<Vec<_>>(), (0..many.len()).collect::<Vec<_>>());
        for page in pages {
            assert!(page.start == 0 || many[page.start - 1] != many[page.start]);
            // Eight characters a bound; those of one term stay together.
            assert!(page.len() * 8 <= PAGE || many[page.clone()].contains(&"14999".to_owned()), "{page:?}");
        }
    }
}
