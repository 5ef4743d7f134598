//! The overview: what is proposed again and again, what was taken up, and the way to the rest.

use super::counted_words;
use super::row::{self, ProposalRow, proposal_row};
use crate::aggregate::ledger::{Ledger, Standing};
use crate::page::content::Content;
use crate::page::inputs::Inputs;
use crate::page::needs::{Needs, Part};
use crate::page::parts::month_words;
use crate::page::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use crate::page::route::{RECOMMENDATIONS, Route, relative};
use crate::page::shell::{About, Shell};
use crate::text::format;
use serde::Serialize;
use std::collections::BTreeSet;

const TEMPLATE: &str = "recommendations.html";

/// The overview.
pub static INDEX: Kind = Kind {
    name: "list of recommendations",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: |planner: &mut Planner<'_>| {
            planner.reserve(RECOMMENDATIONS);
            if !planner.analysis.ledger.proposals.is_empty() {
                planner.claim(&INDEX, Route::Recommendations.path(), Subject::Only);
            }
        },
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            Ok(Content::Page(inputs.render(TEMPLATE, &recommendations_page(inputs, &file.path))?))
        },
    },
    needs: |planned: &Planned<'_>, _: Subject, needs: &mut Needs| {
        let ledger = &planned.analysis.ledger;
        for (standing, most) in SHOWN {
            for number in ledger.standing(standing).into_iter().take(most) {
                row::needs(planned.analysis, number, needs);
            }
        }
        needs.part(Part::Ledger);
        needs.assets.insert(planned.assets.rounds_style.clone());
    },
};

/// How many of each are shown here; all of them are on the pages of their months.
const SHOWN: [(Standing, usize); 3] = [(Standing::Again, 100), (Standing::Once, 20), (Standing::Settled, 100)];

/// What `recommendations.html` shows.
#[derive(Debug, Serialize)]
pub struct RecommendationsPage {
    shell: Shell,
    /// Of the stylesheet that only pages of rounds load.
    rounds_style: String,
    lead: String,
    again: Listed,
    once: Listed,
    settled: Listed,
    /// Words, address and count of each month, newest first.
    months: Vec<(String, String, String)>,
}

/// The first of some proposals.
#[derive(Debug, Serialize)]
struct Listed {
    count: String,
    rows: Vec<ProposalRow>,
    /// How many more there are.
    more: Option<String>,
}

/// Fills the overview.
#[must_use]
pub fn recommendations_page(inputs: &Inputs<'_>, path: &str) -> RecommendationsPage {
    let ledger = inputs.ledger();
    let reviews: BTreeSet<usize> = ledger.proposals.iter().flat_map(|one| &one.times).map(|at| at.run).collect();
    let lead = format!("{}.", counted_words(ledger.proposals.len(), "recommendation", reviews.len()));
    let [again, once, settled] = SHOWN.map(|(standing, most)| listed(inputs, path, ledger, standing, most));
    let about = About { path, title: "Recommendations", description: &lead, is_article: false, current: "" };
    RecommendationsPage {
        shell: Shell::new(inputs, &about).in_recommendations("page"),
        rounds_style: relative(path, &inputs.assets().rounds_style),
        again,
        once,
        settled,
        months: months(ledger, path),
        lead,
    }
}

fn listed(inputs: &Inputs<'_>, path: &str, ledger: &Ledger, standing: Standing, most: usize) -> Listed {
    let all = ledger.standing(standing);
    Listed {
        count: format::count(all.len()),
        more: (all.len() > most).then(|| format::count(all.len() - most)),
        rows: all.into_iter().take(most).map(|number| proposal_row(inputs, path, ledger, number)).collect(),
    }
}

fn months(ledger: &Ledger, path: &str) -> Vec<(String, String, String)> {
    let of_months = ledger.pages.chunk_by(|one, next| one.month == next.month);
    let month = |pages: &[crate::aggregate::ledger::LedgerPage]| {
        let count = pages.iter().map(|page| page.proposals.len()).sum();
        let month = &pages[0].month;
        (month_words(month), Route::RecommendationsOf(month, 1).from(path), format::count(count))
    };
    let mut months: Vec<_> = of_months.map(month).collect();
    months.reverse();
    months
}
