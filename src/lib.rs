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
#![allow(rustdoc::private_intra_doc_links, reason = "the map is for those who work on the rooms")]

mod aggregate;
mod archive;
mod chart;
mod cli;
mod config;
mod edge;
mod export;
mod import;
mod input;
mod model;
mod output;
mod page;
mod search;
mod site;
mod text;

// The face: what a program needs that makes a site from within. Whatever is in no signature below is nobody's to call.
pub use archive::{ArchiveEntry, ArchiveFiles, ArchiveListing, ReadError, SCHEMA};
pub use cli::run_command;
pub use config::{Config, FindingPages, Weights};
pub use edge::disk::ArchiveFolder;
pub use export::parquet::EncodeError;
pub use export::{FindingRow, FoundRow, ReviewRow, ReviewerRow, Tables};
pub use input::Problem;
pub use model::diagnostic::Place;
pub use model::forge::ForgeKind;
pub use model::{BaseAddress, Checked, Diagnostic, Level, ProblemKind, Severity};
pub use output::engine::TemplateError;
pub use output::links::BrokenLink;
pub use output::theme::ThemeFile;
pub use output::{Sink, SinkError, Theme};
pub use site::{BuildError, Built, Failed, Progress, build, tables};

/// Reads and checks an archive, plans its site, and writes nothing. What is wrong with the archive is all that there is to
/// tell: a run with an error is left out, and no error keeps a site from being made of the rest.
#[must_use]
pub fn check(files: &dyn ArchiveFiles, config: &Config, theme: &Theme) -> Vec<Diagnostic> {
    site::check(files, config, theme, |_| ()).diagnostics
}

/// What this repository's own tests, benchmarks and fuzz targets reach for, item by item: a whole room here would hide its
/// dead code. No part of the face: it changes without notice.
#[doc(hidden)]
pub mod internals {
    pub mod aggregate {
        pub use crate::aggregate::Analysis;
        pub use crate::aggregate::calendar::model_changes;
        pub use crate::aggregate::field::{By, Field};
        pub use crate::aggregate::figures::{Figures, f_measure};
        pub use crate::aggregate::interval::{Cluster, Interval, median, proportion};
        pub use crate::aggregate::leaderboard::{Leaderboard, Rank};
        pub use crate::aggregate::missed::{PanelCounts, missed};
        pub use crate::aggregate::paired::{Difference, SharedFindings, difference, holm, mcnemar};
        pub use crate::aggregate::pairs::Reading;
        pub use crate::aggregate::panels::{best, by_panel_size, gains, panels};
        pub use crate::aggregate::rating::{Game, ratings};
        pub use crate::aggregate::slices::slices;
    }
    pub mod archive {
        pub use crate::archive::{Draft, KeptRuns, decode, encode, read_run, scan};
    }
    pub mod export {
        pub use crate::export::TableRow;
    }
    pub mod import {
        pub use crate::import::deep_review::read as read_deep_review;
        pub use crate::import::github::read as read_github;
        pub use crate::import::sarif::read as read_sarif;
        pub use crate::import::{Import, Imported, Options, Source};
    }
    pub mod model {
        pub use crate::model::finding::{Action, Finding};
        pub use crate::model::run::Metrics;
        pub use crate::model::{Corpus, Date, Digest, PullRequest, Run, Slug, Status};
    }
    pub mod output {
        pub use crate::output::assets::Assets;
        pub use crate::output::{Engine, Output};
    }
    pub mod page {
        pub use crate::page::parts::RunContext;
        pub use crate::page::review::review_page;
        pub use crate::page::searched::Searched;
        pub use crate::page::{Inputs, Shared, plan};
    }
    pub mod search {
        pub use crate::search::tokens::{terms, trimmed, words};
        pub use crate::search::{Block, Document, DocumentSummary, FIELDS, Facets, Frame, Index, IndexFile, stem};
    }
    pub mod text {
        pub use crate::text::highlight::Highlighter;
        pub use crate::text::markdown::{Anchors, Markdown, Scope, plain_line, plain_text};
        pub use crate::text::references::References;
    }
    pub use crate::edge::disk::files_below;
    pub use crate::site::build_keeping;
}
