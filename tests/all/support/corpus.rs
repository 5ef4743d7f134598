//! Corpora of made-up runs.

use super::MemoryArchive;
use pilcrow::internals::archive::scan;
use pilcrow::internals::model::Corpus;
use serde_json::Value;
use std::collections::BTreeMap;

/// The corpus of an archive in which nothing is wrong.
pub fn corpus_of(files: BTreeMap<String, Vec<u8>>) -> Corpus {
    let checked = scan(&MemoryArchive(files), None, &|| {});
    assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
    checked.value
}

/// The same of runs, each in a file that is called like it.
pub fn corpus(runs: &[Value]) -> Corpus {
    let file = |run: &Value| (format!("{}.json", run["id"].as_str().unwrap()), run.to_string().into_bytes());
    corpus_of(runs.iter().map(file).collect())
}
