//! The search page. A script shows the results; without one the page links to the lists of reviews.

use super::content::Content;
use super::inputs::Inputs;
use super::needs::{Choice, Needs, Part, Texts};
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::{Route, relative};
use super::searched::SearchIndex;
use super::shell::{About, Shell};
use crate::aggregate::statistics::groups::Grouping;
use crate::text::format;
use serde::Serialize;

const TEMPLATE: &str = "search.html";

/// The search page.
pub static PAGE: Kind = Kind {
    name: "search page",
    template: Some(TEMPLATE),
    maker: Maker::Index {
        plan: |planner: &mut Planner<'_>| _ = planner.claim(&PAGE, Route::Search.path(), Subject::Only),
        make: make_page,
    },
    needs: |planned, _, needs| {
        index_needs(planned, needs);
        needs.part(Part::Totals);
    },
};

/// The folder of the index, whose files are known once every run was read.
pub static INDEX: Kind = Kind {
    name: "search index",
    template: None,
    maker: Maker::Index {
        plan: |planner: &mut Planner<'_>| {
            let folder = Route::SearchIndex("").path();
            planner.reserve(folder.trim_end_matches('/'));
            planner.claim(&INDEX, folder, Subject::Only);
        },
        make: make_index,
    },
    needs: |planned, _, needs| index_needs(planned, needs),
};

fn index_needs(planned: &Planned<'_>, needs: &mut Needs) {
    needs.texts = Texts::All;
    needs.parts([Part::Agents, Part::Field, Part::Facets]);
    let runs = 0..planned.analysis.corpus.runs.len();
    needs.parts(runs.flat_map(|run| [Part::Rounds(run), Part::Digest(run)]));
    needs.choices([Choice::FindingPages]);
    needs.assets.extend(planned.assets.search.iter().cloned());
}

fn make_page<'m>(inputs: &Inputs<'m>, file: &File, index: &'m SearchIndex) -> Made<'m> {
    Ok(Content::Page(inputs.render(TEMPLATE, &search_page(inputs, &file.path, index.build.clone()))?))
}

#[expect(clippy::unnecessary_wraps, reason = "what makes a file may fail; this cannot")]
fn make_index<'m>(_: &Inputs<'m>, _: &File, index: &'m SearchIndex) -> Made<'m> {
    Ok(Content::Folder(Box::new(|put| {
        index.index.write(&index.frame, &|file| put(&file.path, file.content.as_bytes()))
    })))
}

/// What `search.html` shows.
#[derive(Debug, Serialize)]
pub struct SearchPage {
    shell: Shell,
    /// The id of the index that the page was built with; a script that loads another knows that the page is stale.
    build: String,
    /// Addresses of the scripts.
    lunr: String,
    engine: String,
    search: String,
    /// Lists to browse where no script runs.
    lists: Vec<BrowseLink>,
    /// `1,234 findings`
    findings: String,
    /// `131 reviews`
    reviews: String,
}

#[derive(Debug, Serialize)]
struct BrowseLink {
    href: String,
    words: &'static str,
}

/// Fills the search page.
#[must_use]
pub fn search_page(inputs: &Inputs<'_>, path: &str, build: String) -> SearchPage {
    let about = About {
        path,
        title: "Search",
        description: "Search all findings and reviews.",
        is_article: false,
        current: "",
    };
    let by = |grouping, words| BrowseLink { href: Route::Grouping(grouping).from(path), words };
    let [lunr, engine, search] = inputs.assets().search.each_ref().map(|script| relative(path, script));
    SearchPage {
        shell: Shell::new(inputs, &about).in_search(),
        build,
        lunr,
        engine,
        search,
        lists: vec![
            BrowseLink { href: Route::Reviews(1).from(path), words: "All reviews" },
            by(Grouping::Month, "By month"),
            by(Grouping::Repository, "By repository"),
            by(Grouping::Kind, "By kind"),
            by(Grouping::Author, "By author"),
        ],
        findings: format::counted(inputs.totals().all_findings, "finding"),
        reviews: format::counted(inputs.totals().reviews, "review"),
    }
}
