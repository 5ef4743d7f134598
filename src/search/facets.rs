//! What results can be narrowed by, as columns over all documents: few values, many times in a row.

use super::Frame;
use super::document::Facets;
use super::files::json;
use super::symbols::push_number;
use std::collections::BTreeMap;

/// How many documents one file speaks of.
pub(super) const PER_FILE: usize = 1 << 17;

/// The dictionaries, then the columns of so many documents a file.
pub(super) fn payloads(all: &[&Facets], frame: &Frame) -> Vec<String> {
    let panels: BTreeMap<&[u32], usize> = all.iter().map(|facets| (facets.agents.as_slice(), 0)).collect();
    let panels: BTreeMap<&[u32], usize> = panels.into_keys().enumerate().map(|(at, agents)| (agents, at)).collect();
    let newest = all.iter().map(|facets| facets.day).max().unwrap_or(0);
    let mut payloads = vec![dictionaries(frame, &panels, newest)];
    payloads.extend(all.chunks(PER_FILE).map(|part| columns(part, &panels, newest)));
    payloads
}

fn dictionaries(frame: &Frame, panels: &BTreeMap<&[u32], usize>, newest: i32) -> String {
    let panels: Vec<_> = panels.keys().collect();
    json(&(&frame.repositories, &frame.kinds, panels, &frame.statuses, newest, &frame.standings))
}

fn columns(part: &[&Facets], panels: &BTreeMap<&[u32], usize>, newest: i32) -> String {
    let or_none = |value: Option<u32>| value.map_or(0, |value| value as usize + 1);
    // Not from document to document: of two runs the earlier may have the later day, where clocks stand otherwise.
    let age = |facets: &&Facets| usize::try_from(newest - facets.day).expect("none is newer than the newest");
    let all = [
        runs(part.iter().map(|facets| usize::from(facets.severity))),
        runs(part.iter().map(|facets| panels[facets.agents.as_slice()])),
        runs(part.iter().map(|facets| or_none(facets.repository))),
        runs(part.iter().map(|facets| facets.kind as usize)),
        runs(part.iter().map(age)),
        runs(part.iter().map(|facets| or_none(facets.status))),
        runs(part.iter().map(|facets| or_none(facets.standing))),
    ];
    json(&all)
}

/// Each value with how often it comes in a row, less one.
fn runs(values: impl Iterator<Item = usize>) -> String {
    let values: Vec<usize> = values.collect();
    let mut out = String::new();
    for same in values.chunk_by(|a, b| a == b) {
        push_number(&mut out, same[0]);
        push_number(&mut out, same.len() - 1);
    }
    out
}
