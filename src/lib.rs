//! Pilcrow turns a folder of stored review runs into a static site.
//!
//! The data flows one way, top to bottom, and so do the imports:
//!
//! ```text
//! reviews/*.json ──► archive::scan        read, decode, check: a Digest per run stays in memory, texts while there is room
//!                         │
//!                         ▼
//!                    aggregate::Analysis  everything asked of the archive as a whole, counted once; knows no page
//!                         │
//!                         ▼
//!                    page::plan           one inventory: every path of the site, what makes it, what that depends on
//!                         │
//!                         ▼
//!                    page::* in parallel  one file per kind of page: a typed view and how it is filled
//!                         │
//!                         ▼
//!                    search · export      documents into the index; rows into CSV, JSON and Parquet
//!                         │
//!                         ▼
//!                    output::Sink         a folder that is swapped in whole, or memory (tests)
//! ```
//!
//! `serve` stops at the plan and makes a file when a browser asks for it (`site::preview`).
//!
//! `build`, `check` and `export` share the scan, the analysis and the plan and differ in what they do with them; nothing but the
//! plan knows which files a site has. Runs are kept from the scan to their pages up to 96 MB of JSON; those beyond are read a
//! second time, so that memory grows with the digests and not with the texts. A finding's code and texts are made once for the
//! two pages that show them. `pilcrow import` goes the other way: foreign files ──► `import` ──► `archive::encode` ──►
//! reviews/*.json.
//!
//! # Rooms, top floor first
//!
//! | room | what it is for |
//! |---|---|
//! | [`cli`] | arguments in, exit status out; one file per command |
//! | [`edge`] | the only code that touches the disk, the terminal and other processes |
//! | [`site`] | the stages in order: scan, analyse, plan, make, verify links |
//! | [`page`] | the plan, and one file per kind of page; `route` makes every address |
//! | [`export`] | the archive as tables: the site's CSV and JSON, Parquet, the leaderboard's figures |
//! | [`import`] | reviews in other formats into runs |
//! | [`archive`] | the format: located JSON into a checked `Run` and back, and the scan over all of them |
//! | [`aggregate`] | questions asked of the whole archive, answered in one `Analysis`: rounds in `matching`, teams in `panel`, models in `versions`, with the numbers of `statistics` |
//! | [`config`] | `pilcrow.toml` |
//! | [`publish`] | what must not be public: credentials, people and private hosts in texts, and the marks in their place |
//! | [`input`] | JSON and TOML as trees that know where each value stands, and typed reading that collects every problem |
//! | [`output`] | templates, fingerprinted assets, link check, sink |
//! | [`card`] | what a link shows as a picture, into PNG |
//! | [`chart`] | figures into SVG |
//! | [`likeness`] | how alike two findings are: where they stand, what they name, quote and say |
//! | [`search`] | documents into the files of the search: terms, postings, facets; knows no run |
//! | [`text`] | Markdown, references, code, numbers in words; makes `Html`, the only markup that templates do not escape |
//! | [`model`] | a run and what it consists of, without serde |
//!
//! An import points to a lower floor of this table, never up, so that there is no circle (test
//! `imports_point_to_a_lower_floor`; unit tests may look up).
//!
//! # Invariants
//!
//! Each says what holds it; where a test does, the test has that name.
//!
//! 1. `std::fs`, `std::net`, the clock and printing appear in `edge` and `cli` only. Held by clippy (`.clippy.toml`), by chrono's
//!    feature `clock` being off, and by the test `only_the_edge_touches_the_machine`.
//! 2. The JSON of a run is known to `archive` alone: its module `wire` is private, and `model` has no serde (test
//!    `the_model_has_no_serde`). The tests `the_schema_knows_every_field_and_no_other` and `the_reader_and_the_schema_agree` hold
//!    the reader and the published schema together. Published data has views of its own, in `export`, and a version in `format`.
//! 3. A file is planned once, or it is a diagnostic. [`page::plan::Planner::claim`] inserts the path as it claims it, and nothing
//!    else adds to the plan (test `a_file_enters_the_plan_by_its_claim`), so that writing never finds out about a clash.
//! 4. A page imports what pages share (`parts`, `shell`, `route`, what the plan hands it), never a sibling (test
//!    `no_page_imports_a_sibling`), and types of `aggregate`, never its functions (test `no_page_calls_an_aggregate`).
//! 5. [`text::Html`] is made by `text` and the template engine only: its fields are private, its constructors visible in `text`
//!    alone but for the one that the engine calls (test `only_text_and_the_engine_vouch_for_markup`). Templates loop and print
//!    and say `safe` nowhere (test `no_template_says_safe`).
//! 6. `page::route` makes every address of the site. Links are relative, so that a site works below any path and from `file://`
//!    (test `every_link_is_relative`); the address of the site is needed by the canonical address of a page, by its
//!    picture in previews, by the 404 page, and
//!    by what is read away from the site: feeds, the site map and `llms.txt`. Every build verifies that each link of a page, with
//!    its fragment, leads somewhere (`output::links`); of feeds and Markdown twins tests hold it
//!    (`feeds_fit_the_schema_and_lead_into_the_site`, `a_twin_holds_what_its_run_says_and_leads_into_the_site`).
//! 7. Same input, same bytes: no clock, no hash-map order, no absolute path, whatever the number of threads (tests
//!    `an_archive_gives_the_same_bytes_on_one_thread_and_on_many`, `room_for_runs_changes_no_byte`).
//! 8. Everything from a run is untrusted. `Html` is a type, and what is not of that type is escaped; raw HTML in Markdown is
//!    text, schemes of links are allow-listed, ids are slugs by type, and no page has inline script or style, which its content
//!    security policy forbids (test `hostile_text_stays_text`). Signs that no page can show as they are have a badge or a picture, by
//!    `text::signs` alone (tests `a_sign_that_turns_the_direction_is_on_no_page_but_in_its_badge`,
//!    `no_control_character_reaches_a_page`), and ids of the page's own begin with `~`, which is in no id of a run (test
//!    `no_run_takes_an_id_of_a_page`). In a Markdown twin a text is read and written again, by `text::rewritten` alone, so that it
//!    stays in its place (tests `whatever_a_text_holds_it_stays_in_its_place_and_says_the_same`,
//!    `hostile_text_stays_text_in_its_place`). No link out of the archive or of a team's folder is followed (tests
//!    `no_link_leads_out_of_the_archive`, `what_takes_the_place_of_a_file_is_looked_at_again`).
//! 9. Problems are values ([`model::Diagnostic`]), collected, and shown at the edge; clippy forbids printing elsewhere. What
//!    is shown has every sign of it seen (`model::visible`), so that no name steers a terminal or the log of a workflow (tests
//!    `no_message_steers_the_terminal_or_the_log`, `no_format_holds_a_sign_that_steers_what_shows_it`). A run
//!    that is not valid is left out, and the rest is built (tests `a_bad_file_is_left_out_and_the_rest_is_built`,
//!    `names_that_meet_the_sites_own_files_are_kept_apart`).
//! 10. The old site stays until the new one is whole (tests `a_failed_build_leaves_the_old_site_whole`,
//!     `a_failed_swap_leaves_the_old_site_and_nothing_else`, `a_build_that_is_killed_leaves_a_whole_site`,
//!     `a_full_disk_leaves_the_site`), and an archive of which nothing can be read makes none (test
//!     `an_archive_that_cannot_be_read_leaves_the_site`). One build of a site runs at a time and clears up behind one that was
//!     killed (tests `builds_at_once_all_make_the_site`, `what_a_killed_build_left_is_told_and_removed`). A folder that this program did not make is never replaced (test
//!     `a_folder_that_pilcrow_did_not_write_is_never_replaced`), and in one that it made only what it wrote and what has not
//!     changed since goes (tests `what_pilcrow_did_not_write_stays_and_is_named`, `a_changed_page_is_not_lost`).
//! 11. What a file is made from is written down where it is planned ([`page::needs::Needs`]), never reached through something
//!     global: a file made alone, from what it is said to need, is the one of the whole site, and reads nothing else (tests
//!     `each_file_alone_is_the_same_as_in_the_whole_site`, `no_file_reads_what_it_is_not_said_to_need`).
//! 12. No code of a grammar runs in the process that builds: [`edge::helpers`] ask others, what comes back is checked, and a
//!     block that ends one of them stays plain (test `code_that_ends_its_parser_stays_plain_and_the_rest_is_built`). What is
//!     refused is counted in steps, never in seconds (`text::highlight::steps`).
//! 13. What a run must not publish is taken out where runs are read, in `archive::Treatment`, so that nothing after it can know it
//!     (tests `nothing_that_is_published_holds_a_redacted_secret`, `of_a_withdrawn_run_its_addresses_stay_and_nothing_else`), and
//!     no message shows it (test `no_output_of_a_check_holds_a_secret_or_a_piece_of_it`). Texts are found by walking the tree
//!     of a run, not by a list of fields (test `a_secret_is_found_and_redacted_in_every_field`).
//! 14. What is served while people write is what a build writes, but for the script of the server (test
//!     `every_file_is_what_a_build_writes_but_for_the_script_that_loads_it_again`), to this machine alone (tests
//!     `it_listens_on_loopback_alone`, `only_names_of_this_machine_are_answered`). Nothing on the disk is served by its name
//!     (test `no_spelling_of_a_path_leads_out_of_the_site`).
//! 15. An address stays. `data/addresses.json` lists those of a site, and [`site::against`] holds the next one to the list (tests
//!     `a_renamed_run_is_told_and_one_alias_cures_it`, `the_list_has_every_page_and_what_it_offers`). One that can be computed
//!     never leads to another finding in silence (tests `a_round_that_two_runs_state_leads_to_neither_by_itself`,
//!     `an_address_that_would_lead_to_another_finding_is_told`).
//!
//! Not yet: there is no incremental build and no build in shards. They are to rest on invariant 11, and an incremental build is
//! then to equal a clean one byte for byte.
//!
//! # Reading order
//!
//! [`site::build`], then [`archive`], [`aggregate::Analysis`], [`mod@page::plan`], [`page::inventory`],
//! [`page::inputs`], [`page::home`], [`page::review`], [`text::html`], [`text::markdown`], [`output::engine`],
//! [`output::sink`]. For the figures [`aggregate::field`], [`aggregate::figures`], [`aggregate::leaderboard`].
#![allow(rustdoc::private_intra_doc_links, reason = "the map is for those who work on the rooms")]

mod aggregate;
mod archive;
mod card;
mod chart;
mod cli;
mod config;
mod edge;
mod export;
mod import;
mod input;
mod likeness;
mod model;
mod output;
mod page;
mod publish;
mod search;
mod site;
mod text;

// The face: what a program needs that makes a site from within. Whatever is in no signature below is nobody's to call.
pub use aggregate::standing::Standing;
pub use archive::{ArchiveEntry, ArchiveFiles, ArchiveListing, ReadError, SCHEMA};
pub use cli::run_command;
pub use config::{Config, FindingPages, Weights};
pub use edge::disk::ArchiveFolder;
pub use export::parquet::EncodeError;
pub use export::{FindingRow, FoundRow, GapRow, PriorDecisionRow, ReviewRow, ReviewerRow, Tables};
pub use input::Problem;
pub use model::diagnostic::{Find, Place};
pub use model::forge::ForgeKind;
pub use model::{BaseAddress, Checked, Diagnostic, Level, ProblemKind, Severity};
pub use output::engine::TemplateError;
pub use output::links::BrokenLink;
pub use output::theme::ThemeFile;
pub use output::{Sink, SinkError, Theme};
pub use publish::Rules as PublishRules;
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
        pub use crate::aggregate::ability::{Ability, Answers, abilities, answers};
        pub use crate::aggregate::calendar::model_changes;
        pub use crate::aggregate::contest::{Contest, Duel, Measured, Rank};
        pub use crate::aggregate::criterion::{Basis, Criterion};
        pub use crate::aggregate::field::{By, Field};
        pub use crate::aggregate::figures::{Figures, f_measure};
        pub use crate::aggregate::leaderboard::Leaderboard;
        pub use crate::aggregate::ledger::{Ledger, Proposal, RecommendationAt};
        pub use crate::aggregate::matching::{Answer, Match, Matches, compare, features};
        pub use crate::aggregate::pairs::{FEWEST_SUBJECTS, Reading};
        pub use crate::aggregate::panel::advice::{Advice, Lost, lost, shared};
        pub use crate::aggregate::panel::choice::{Candidate, Choice, choice};
        pub use crate::aggregate::panel::frontier::{Frontier, Price, frontier};
        pub use crate::aggregate::panel::missed_severity::{MissedOf, missed_by_severity, missed_interval};
        pub use crate::aggregate::panel::panels::{best, gains, panels};
        pub use crate::aggregate::panel::shared::Shared;
        pub use crate::aggregate::records::FindingAt;
        pub use crate::aggregate::rounds::Rounds;
        pub use crate::aggregate::slices::slices;
        pub use crate::aggregate::statistics::contrast::{Change, Contrast, Spread, contrast};
        pub use crate::aggregate::statistics::drift::{Point, change_point};
        pub use crate::aggregate::statistics::enough::{detectable, needed};
        pub use crate::aggregate::statistics::gap::{Gains, Gap, Moved, by_change, gap, moved};
        pub use crate::aggregate::statistics::interval::{Cluster, Interval, mean_share, median, proportion};
        pub use crate::aggregate::statistics::marks::Marks;
        pub use crate::aggregate::statistics::missed::{PanelCounts, missed};
        pub use crate::aggregate::statistics::paired::{Difference, SharedFindings, difference, holm, mcnemar};
        pub use crate::aggregate::versions::version_change::{Drift, VersionChange, drifts, version_changes};
    }
    pub mod archive {
        pub use crate::archive::{Draft, KeptRuns, Treatment, decode, decode_treated, encode, read_run, scan};
    }
    pub mod card {
        pub use crate::card::{ReviewCard, severity_card};
    }
    pub mod export {
        pub use crate::export::TableRow;
        pub use crate::export::addresses::AddressList;
    }
    pub mod import {
        pub use crate::import::deep_review::read as read_deep_review;
        pub use crate::import::format::{Detected, Format, detect};
        pub use crate::import::github::read as read_github;
        pub use crate::import::sarif::read as read_sarif;
        pub use crate::import::{Import, Imported, Options, Source};

        pub mod merge {
            pub use crate::import::merge::{Joins, Merged, Part, answer, features, merge};
            pub use crate::likeness::{Rarity, Weighed, sketch};
        }
    }
    pub mod model {
        pub use crate::model::finding::{Action, Finding};
        pub use crate::model::run::Metrics;
        pub use crate::model::{Corpus, Date, Digest, PullRequest, Run, Sketch, Slug, Status};
    }
    pub mod output {
        pub use crate::output::assets::Assets;
        pub use crate::output::{Engine, Output};
    }
    pub mod page {
        pub use crate::page::inventory::plan;
        pub use crate::page::parts::RunContext;
        pub use crate::page::review::review_page;
        pub use crate::page::searched::Searched;
        pub use crate::page::{Inputs, Shared};
    }
    pub mod search {
        pub use crate::search::tokens::{terms, trimmed, words};
        pub use crate::search::{Block, Document, DocumentSummary, FIELDS, Facets, Frame, Index, IndexFile, stem};
    }
    pub mod text {
        pub use crate::text::highlight::{CodeBlock, CodeParser, Highlighter, Parsing};
        pub use crate::text::markdown::{Anchors, Markdown, Scope, plain_line, plain_text};
        pub use crate::text::references::References;
    }
    pub use crate::edge::disk::files_below;
    pub use crate::edge::helpers::Helpers;
    pub use crate::site::{Means, build_with};
}
