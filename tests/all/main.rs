//! The integration tests: one program, since each one more would link twenty grammars.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::unwrap_used,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test may touch the disk, and may panic"
)]

mod support;

mod addresses;
mod against;
mod anchored;
mod any_text;
mod architecture;
mod begin;
mod better;
mod board;
mod board_data;
mod cards;
mod change_page;
mod chosen;
mod cli;
mod code;
mod comparable;
mod doubling;
mod export;
mod faults;
mod feeds;
mod figures;
mod file_page;
mod folder;
mod hostile;
mod identity;
mod import_agents;
mod import_any_bytes;
mod import_auto;
mod import_deep_review;
mod import_github;
mod import_merge;
mod import_sarif;
mod invariants;
mod judgements;
mod kept;
mod many;
mod panels_page;
mod publish;
mod reader;
mod readme;
mod recommendations;
mod rounds;
mod search;
mod serve;
mod site;
mod statistics;
mod stress;
mod theming;
mod twins;
mod versions;
mod which;
