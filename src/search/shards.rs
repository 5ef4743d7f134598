//! Term shards: terms in a row with their postings, cut so that one is about 10 kB once a server has packed it: of larger
//! ones a query needs fewer, but most of what they hold is not its own.

use super::FIELDS;
use super::files::{FrontCoded, json};
use super::index::{Index, Term};
use super::symbols::push_number;
use std::ops::Range;

/// What a shard costs at most, roughly its characters. See `benches/search.rs` for what comes of it.
const MOST: usize = 24_000;
/// What a posting costs: document, length, frequency.
const POSTING: usize = 4;
/// Marks a term that has several shards; the bits below say which fields follow.
const SPLIT: usize = 1 << FIELDS.len();

/// What stands in one shard: some terms, or some of one term's postings.
#[derive(Debug, PartialEq)]
pub(super) enum Cut {
    /// Whole terms.
    Terms(Range<usize>),
    /// Postings of one term, in the order of fields and documents.
    Part(usize, Range<usize>),
}

/// Where each shard begins and ends.
pub(super) fn cut(index: &Index, terms: &[Term<'_>]) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let (mut start, mut cost) = (0, 0);
    for (at, term) in terms.iter().enumerate() {
        let postings = count(index, term);
        let own = term.text.len() + 6 + postings * POSTING;
        if cost + own > MOST && start < at {
            cuts.push(Cut::Terms(start..at));
            (start, cost) = (at, 0);
        }
        if own > MOST {
            let step = MOST / POSTING;
            cuts.extend((0..postings).step_by(step).map(|from| Cut::Part(at, from..(from + step).min(postings))));
            (start, cost) = (at + 1, 0);
        } else {
            cost += own;
        }
    }
    if start < terms.len() {
        cuts.push(Cut::Terms(start..terms.len()));
    }
    cuts
}

fn count(index: &Index, term: &Term<'_>) -> usize {
    term.places.iter().map(|(block, at)| index.blocks[*block].postings[*at].count as usize).sum()
}

/// A lower bound of each shard's terms: as short as sets it apart from the shard before, and the term itself where that
/// has several shards.
pub(super) fn bounds(terms: &[Term<'_>], cuts: &[Cut]) -> Vec<String> {
    let mut before = "";
    let mut bounds = Vec::with_capacity(cuts.len());
    for cut in cuts {
        match cut {
            Cut::Terms(range) => {
                bounds.push(apart(before, terms[range.start].text).to_owned());
                before = terms[range.end - 1].text;
            }
            Cut::Part(at, _) => {
                bounds.push(terms[*at].text.to_owned());
                before = terms[*at].text;
            }
        }
    }
    bounds
}

/// The shortest start of `term` that is above `before`.
fn apart<'t>(before: &str, term: &'t str) -> &'t str {
    let shared = term.chars().zip(before.chars()).take_while(|(a, b)| a == b).count();
    let end = term.char_indices().nth(shared + 1).map_or(term.len(), |(at, _)| at);
    &term[..end]
}

/// A shard's columns: terms, heads, documents, lengths, frequencies.
pub(super) fn payload(index: &Index, terms: &[Term<'_>], cut: &Cut) -> String {
    let mut columns = Columns::default();
    match cut {
        Cut::Terms(range) => range.clone().for_each(|at| columns.push(index, &terms[at], None)),
        Cut::Part(at, part) => columns.push(index, &terms[*at], Some(part)),
    }
    json(&[&columns.terms.out, &columns.heads, &columns.documents, &columns.lengths, &columns.counts])
}

#[derive(Default)]
struct Columns<'t> {
    terms: FrontCoded<'t>,
    heads: String,
    documents: String,
    lengths: String,
    counts: String,
}

/// Document, length of the field, and how often.
type Place = (usize, u32, u32);

impl<'t> Columns<'t> {
    fn push(&mut self, index: &Index, term: &Term<'t>, part: Option<&Range<usize>>) {
        self.terms.push(term.text);
        let (block, at) = term.places[0];
        push_number(&mut self.heads, index.blocks[block].postings[at].first.1 as usize);
        let mut fields = by_field(index, term);
        let total: usize = fields.iter().map(Vec::len).sum();
        if let Some(part) = part {
            keep(&mut fields, part);
        }
        let mask: usize = fields.iter().enumerate().map(|(at, places)| usize::from(!places.is_empty()) << at).sum();
        if part.is_some() {
            push_number(&mut self.heads, mask | SPLIT);
            push_number(&mut self.heads, total);
        } else {
            push_number(&mut self.heads, mask);
        }
        for places in fields.iter().filter(|places| !places.is_empty()) {
            push_number(&mut self.heads, places.len());
            let mut next = 0;
            for (document, length, times) in places {
                push_number(&mut self.documents, document - next);
                push_number(&mut self.lengths, *length as usize);
                push_number(&mut self.counts, *times as usize - 1);
                next = document + 1;
            }
        }
    }
}

fn by_field(index: &Index, term: &Term<'_>) -> [Vec<Place>; FIELDS.len()] {
    let mut fields: [Vec<Place>; FIELDS.len()] = Default::default();
    for (block, at) in &term.places {
        let (start, block) = (index.starts[*block], &index.blocks[*block]);
        for posting in block.postings[*at].iter() {
            let length = block.lengths[posting.document as usize][posting.field];
            fields[posting.field].push((start + posting.document as usize, length, posting.times));
        }
    }
    fields
}

/// Keeps the postings of a range that runs over all fields.
fn keep(fields: &mut [Vec<Place>], part: &Range<usize>) {
    let mut before = 0;
    for places in fields {
        let count = places.len();
        let (from, to) = (part.start.saturating_sub(before), part.end.saturating_sub(before));
        *places = places[from.min(count)..to.min(count)].to_vec();
        before += count;
    }
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn a_bound_is_as_short_as_it_may() {
        for (before, term, bound) in
            [("", "abc", "a"), ("abc", "abd", "abd"), ("abc", "abcde", "abcd"), ("ab", "b", "b")]
        {
            assert_eq!(apart(before, term), bound);
        }
    }
}
