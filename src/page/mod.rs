//! The pages: for each kind a typed view, filled from what the plan hands it, for one template. Numbers are already in
//! words; templates loop and print. A page imports `route`, `shell`, `parts` and what it is made from, never a sibling.
//!
//! A new kind of page is one file here, one template, and one entry in [`inventory::KINDS`].

pub mod addresses;
pub mod agent;
pub mod agents;
pub mod assets;
pub mod badges;
pub mod card;
pub mod change;
pub mod content;
pub mod data;
pub mod feeds;
pub mod files;
pub mod finding;
pub mod home;
pub mod inputs;
pub mod inventory;
pub mod leads;
pub mod ledger;
pub mod llms;
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
pub mod sitemap;
pub mod summary;
pub mod twins;
pub mod versus;
pub mod withdrawn;

pub use inputs::{Inputs, Shared};
pub use inventory::plan;
pub use plan::Plan;
