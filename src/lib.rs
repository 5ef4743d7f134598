//! Pilcrow turns a folder of stored review runs into a static site.
//!
//! The data flows one way, top to bottom, and so do the imports:
//!
//! ```text
//! reviews/*.json ──► archive::scan     read, decode, check: a Digest per run stays in memory, and texts while there is room
//!                       │
//!                       ▼
//!                  aggregate           rounds, totals, audit; the field, figures, pairs, panels, leaderboards: pure functions
//!                       ▼
//!                  page::plan          which pages the site has; nothing is rendered yet
//!                       ▼
//!                  page::*             per run, in parallel: its texts, Markdown, colour, typed view
//!                       ▼
//!                  search              the files of the index, from the blocks of documents that the pages' pass made
//!                       ▼
//!                  output              Tera, link check, sink: a folder that is swapped in whole, or memory (tests)
//! ```
//!
//! Runs are kept from the scan to their pages up to 96 MB of JSON; those beyond are read a second time, so that memory
//! grows with the digests and not with the texts. A finding's code and texts are made once for the two pages that show
//! them. `pilcrow import` goes the other way: foreign files ──► `import` ──► `archive::encode` ──► reviews/*.json.
//!
//! # Rooms, top floor first
//!
//! | room | what it is for |
//! |---|---|
//! | [`cli`] | arguments in, exit code out; one file per command |
//! | [`edge`] | the only code that touches disk, clock and terminal |
//! | [`site`] | the stages in order |
//! | [`page`] | one file per kind of page: a typed view and how it is filled; `route` makes every address |
//! | [`archive`] | the format: located JSON into a checked `Run`, and the scan over all of them |
//! | [`import`] | reviews in other formats into runs |
//! | [`export`] | runs as rows of tables: CSV and JSON of the site, Parquet |
//! | [`config`] | `pilcrow.toml` |
//! | [`aggregate`] | questions asked of the whole archive |
//! | [`input`] | documents as trees that know where each value stands, and typed reading that collects every problem |
//! | [`output`] | templates, fingerprinted assets, link check, sink |
//! | [`text`] | Markdown, references, code, numbers in words; knows no model |
//! | [`chart`] | data into SVG |
//! | [`search`] | documents into the files of the search: terms, postings, facets; knows no run |
//! | [`model`] | the truth, without serde |
//!
//! An import points to a lower floor, never up and never in a circle.
//!
//! # Invariants
//!
//! 1. `std::fs`, the clock and printing appear in `edge` and `cli` only; clippy holds it (`.clippy.toml`).
//! 2. The JSON of a run is known to `archive` alone, which reads and writes it; a test holds the reader and the
//!    published schema together.
//! 3. A page imports no sibling but for `parts`, `shell`, `route` and what pages share (`surroundings`, `comparison`), and
//!    the two words that `originals` shares with `review`.
//! 4. One typed view for a template, numbers already in words. Templates loop and print.
//! 5. `page::route` makes every address; all links are relative, so the site works below any path and from `file://`.
//! 6. Same input, same bytes: no clock, no hash-map order, no absolute path. A test builds twice and compares.
//! 7. Everything from a run is untrusted: Tera escapes it, raw HTML in Markdown is text, schemes are allow-listed, ids
//!    are slugs. Templates say `safe` of fields that end in `_html` only, which a test reads for.
//! 8. Problems are values ([`model::Diagnostic`]), collected, never printed where they arise.
//! 9. The old site stays until the new one is whole. A folder that this program did not make is never deleted.
//! 10. What a page depends on is written down where it is planned, never reached through something global.
//!
//! # Reading order
//!
//! [`site::build`], then [`archive`], [`mod@page::plan`], [`page::review`], [`text::markdown`], [`output::sink`]; for the
//! figures [`aggregate::field`], [`aggregate::figures`], [`aggregate::leaderboard`], [`page::comparison`].

pub mod aggregate;
pub mod archive;
pub mod chart;
pub mod cli;
pub mod config;
pub mod edge;
pub mod export;
pub mod import;
pub mod input;
pub mod model;
pub mod output;
pub mod page;
pub mod search;
pub mod site;
pub mod text;
