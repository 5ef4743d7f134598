//! The pages: for each kind a typed view, filled from what the plan hands it, for one template. Numbers are already in
//! words; templates loop and print. A page imports `route`, `shell`, `parts` and what it is made from, never a sibling.
//!
//! A new kind of page is one file here, one template, and one entry in [`KINDS`].

pub mod agent;
pub mod agents;
pub mod assets;
pub mod content;
pub mod data;
pub mod finding;
pub mod home;
pub mod inputs;
pub mod methodology;
pub mod needs;
pub mod not_found;
pub mod originals;
pub mod own_templates;
pub mod panels;
pub mod parts;
pub mod patch;
pub mod plan;
pub mod quotes;
pub mod redirect;
pub mod review;
pub mod reviews;
pub mod route;
pub mod run_pages;
pub mod search;
pub mod searched;
pub mod shell;
pub mod versus;

pub use inputs::{Inputs, Shared};
pub use plan::{Kind, Plan, plan};

/// Every kind of page and file that plans its own files, in the order in which they claim their paths: first those of the
/// site, then those of each run. The planner itself adds a team's own static files, and redirects from old addresses.
pub static KINDS: [&Kind; 21] = [
    &assets::ASSET,
    &home::KIND,
    &not_found::KIND,
    &reviews::GROUPINGS,
    &reviews::LISTS,
    &agents::BOARDS,
    &agent::KIND,
    &versus::KIND,
    &agents::PAIRS,
    &panels::KIND,
    &methodology::KIND,
    &data::LEADERBOARD,
    &data::FINDINGS_CSV,
    &data::FINDINGS_JSON,
    &data::REVIEWS_JSON,
    &search::PAGE,
    &search::INDEX,
    &review::KIND,
    &originals::KIND,
    &finding::KIND,
    &patch::KIND,
];
