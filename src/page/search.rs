//! The page to search on. What it shows of an index comes by script; without one it leads to the lists.

use super::route::{Grouping, Route, relative};
use super::shell::{About, Shell};
use super::surroundings::Surroundings;
use crate::text::format;
use serde::Serialize;

/// What `search.html` shows.
#[derive(Debug, Serialize)]
pub struct SearchPage {
    shell: Shell,
    /// Of the index; a script that finds another has an old page.
    build: String,
    /// Addresses of the scripts.
    lunr: String,
    engine: String,
    search: String,
    /// Where to browse instead.
    lists: Vec<List>,
    /// `1,234 findings`
    findings: String,
    /// `131 reviews`
    reviews: String,
}

#[derive(Debug, Serialize)]
struct List {
    href: String,
    words: &'static str,
}

/// Fills the page.
#[must_use]
pub fn search_page(around: &Surroundings<'_>, build: String) -> SearchPage {
    let path = Route::Search.path();
    let about = About {
        path: &path,
        title: "Search",
        description: "Search all findings and reviews.",
        is_article: false,
        current: "",
    };
    let by = |grouping, words| List { href: Route::Grouping(grouping).from(&path), words };
    let [lunr, engine, search] = around.assets.search.each_ref().map(|script| relative(&path, script));
    SearchPage {
        shell: Shell::new(around, &about).in_search(),
        build,
        lunr,
        engine,
        search,
        lists: vec![
            List { href: Route::Reviews(1).from(&path), words: "All reviews" },
            by(Grouping::Month, "By month"),
            by(Grouping::Repository, "By repository"),
            by(Grouping::Kind, "By kind"),
            by(Grouping::Author, "By author"),
        ],
        findings: format::counted(around.corpus.finding_count(), "finding"),
        reviews: format::counted(around.corpus.runs.len(), "review"),
    }
}
