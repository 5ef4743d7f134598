//! The manifest: what a script must know before it can ask for any other file.

use super::files::{FORMAT, list, push_decimal, push_text, texts};
use super::index::Index;
use super::{FIELDS, Frame, PER_BLOCK, facets};

/// Bounds longer than this, in bytes, go into pages of their own.
const MOST_BOUNDS: usize = 30_000;
/// What such a page holds about.
const PAGE: usize = 10_000;

/// The manifest, and the pages of bounds where it has any.
pub(super) fn payload(
    index: &Index,
    frame: &Frame,
    build: &str,
    bounds: &[String],
    vocabulary: &[Vec<(usize, &str)>],
) -> (String, Vec<String>) {
    let findings = index.blocks.iter().flat_map(|block| &block.facets).filter(|facets| facets.severity < 4).count();
    let of_fields = list(FIELDS, |out, (name, boost)| {
        out.push('[');
        push_text(out, name);
        push_decimal(out, format_args!(",{boost}]"));
    });
    let totals = list(index.totals(), push_decimal);
    let lengths = list(vocabulary, |out, part| push_decimal(out, part[0].0));
    let agents = list(&frame.agents, |out, (slug, name, colour)| {
        out.push('[');
        push_text(out, slug);
        out.push(',');
        push_text(out, name);
        push_decimal(out, format_args!(",{colour}]"));
    });
    let (bounds_or_pages, pages) = in_pages(bounds);
    let out = format!(
        "{{\"format\":{FORMAT},\"build\":\"{build}\",\"scripts\":{},\"documents\":{},\"findings\":{findings},\
         \"fields\":{of_fields},\"totals\":{totals},\"shards\":{},{bounds_or_pages},\"vocabulary\":{lengths},\
         \"per_block\":{PER_BLOCK},\"facet_files\":{},\"per_facet_file\":{},\"agents\":{agents}}}",
        texts(frame.scripts.iter().map(String::as_str)),
        index.documents,
        bounds.len(),
        index.documents.div_ceil(facets::PER_FILE),
        facets::PER_FILE,
    );
    (out, pages)
}

fn in_pages(bounds: &[String]) -> (String, Vec<String>) {
    let size = |bound: &String| bound.len() + 3;
    let all = |bounds: &[String]| texts(bounds.iter().map(String::as_str));
    if bounds.iter().map(size).sum::<usize>() <= MOST_BOUNDS {
        return (format!("\"bounds\":{}", all(bounds)), Vec::new());
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
    let pages = starts.iter().zip(ends).map(|(from, to)| all(&bounds[*from..to])).collect();
    let heads = list(&starts, |out, at| {
        out.push('[');
        push_text(out, &bounds[*at]);
        push_decimal(out, format_args!(",{at}]"));
    });
    (format!("\"pages\":{heads}"), pages)
}

#[cfg(test)]
mod tests {
    use super::in_pages;

    #[test]
    fn many_bounds_go_into_pages() {
        assert_eq!(in_pages(&[String::new(), "b".to_owned()]), ("\"bounds\":[\"\",\"b\"]".to_owned(), vec![]));
        let mut many: Vec<String> = (10_000..20_000).map(|number: u32| number.to_string()).collect();
        many.splice(5_000..5_000, std::iter::repeat_n("14999".to_owned(), 3_000));
        let (heads, pages) = in_pages(&many);
        let read = |page: &String| serde_json::from_str::<Vec<String>>(page).unwrap();
        assert_eq!(pages.iter().flat_map(read).collect::<Vec<_>>(), many);
        let heads: Vec<(String, usize)> = serde_json::from_str(heads.strip_prefix("\"pages\":").unwrap()).unwrap();
        assert_eq!(heads.len(), pages.len());
        let mut expected = 0;
        for ((bound, at), page) in heads.iter().zip(&pages) {
            assert_eq!((bound, *at), (&many[expected], expected));
            assert!(expected == 0 || many[expected - 1] != many[expected]);
            expected += read(page).len();
        }
    }
}
