//! Search: lunr's index of the archive, cut into files of which a reader's browser loads those that a query needs.
//!
//! A document's score in lunr 2.3.9 is the product of the query's and the document's vector over the length of the
//! query's alone, so an index that holds no more than the terms of a query answers it as the whole one would, with the
//! same scores. What is stored of a term is where it stands, how often, and how long that field is: the script computes
//! the weights with lunr's own formula, so that no rounding of ours can come between.
//!
//! The room sees documents, not runs, and makes files, whose place somebody else decides.

mod block;
mod document;
mod facets;
mod files;
mod frame;
pub mod index;
mod manifest;
mod shards;
mod stemmer;
mod stop_words;
mod symbols;
pub mod tokens;
mod vocabulary;
mod write;

pub use block::Block;
pub use document::{Document, DocumentSummary, Facets};
pub use files::IndexFile;
pub use frame::Frame;
pub use index::Index;
pub use stemmer::stem;

/// The searched parts of a document and what a match in each counts, in lunr's order of fields. The names are what
/// readers type before a colon.
pub const FIELDS: [(&str, u32); 7] =
    [("title", 6), ("body", 1), ("path", 3), ("tag", 2), ("repo", 1), ("agent", 1), ("severity", 1)];

/// How many documents' results stand in one file.
const PER_BLOCK: usize = 6;
