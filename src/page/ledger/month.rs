//! What was first proposed in a month: the lasting place of each.

use super::counted_words;
use super::row::{self, ProposalRow, proposal_row};
use crate::aggregate::ledger::{Ledger, LedgerPage};
use crate::page::content::Content;
use crate::page::inputs::Inputs;
use crate::page::needs::{Needs, Part};
use crate::page::parts::month_words;
use crate::page::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use crate::page::route::{Route, relative};
use crate::page::shell::{About, Crumb, Shell};
use serde::Serialize;
use std::collections::BTreeSet;

const TEMPLATE: &str = "recommendations-of.html";

/// The page of a month, or of a part of it.
pub static MONTH: Kind = Kind {
    name: "recommendations of a month",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: |planner: &mut Planner<'_>| {
            for (at, page) in planner.analysis.ledger.pages.iter().enumerate() {
                planner.claim(&MONTH, route(page).path(), Subject::Part(at));
            }
        },
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            let view = month_page(inputs, &file.path, file.subject.number());
            Ok(Content::Page(inputs.render(TEMPLATE, &view)?))
        },
    },
    needs: |planned: &Planned<'_>, subject: Subject, needs: &mut Needs| {
        let at = subject.number();
        for number in &planned.analysis.ledger.pages[at].proposals {
            row::needs(planned.analysis, *number, needs);
        }
        needs.part(Part::LedgerPage(at));
        needs.assets.insert(planned.assets.rounds_style.clone());
    },
};

/// What `recommendations-of.html` shows.
#[derive(Debug, Serialize)]
pub struct MonthPage {
    shell: Shell,
    /// Of the stylesheet that only pages of rounds load.
    rounds_style: String,
    crumbs: Vec<Crumb>,
    /// `April 2026`
    month: String,
    lead: String,
    /// What most reviews propose is first.
    rows: Vec<ProposalRow>,
    /// Earlier and later part, where there are several.
    ways: Vec<(&'static str, String)>,
}

fn route(page: &LedgerPage) -> Route<'_> {
    Route::RecommendationsOf(&page.month, page.part)
}

/// Fills the page at this position.
#[must_use]
pub fn month_page(inputs: &Inputs<'_>, path: &str, at: usize) -> MonthPage {
    let (ledger, page) = inputs.ledger_page(at);
    let reviews: BTreeSet<usize> = page.proposals.iter().map(|number| ledger.proposals[*number].first().run).collect();
    let month = month_words(&page.month);
    let part = if page.part > 1 { format!(", part {}", page.part) } else { String::new() };
    let month = format!("{month}{part}");
    let lead = format!("{}.", counted_words(page.proposals.len(), "new recommendation", reviews.len()));
    let title = format!("Recommendations of {month}");
    let about = About { path, title: &title, description: &lead, is_article: false, current: "" };
    let order = ledger.most_often_first(page.proposals.iter().copied());
    MonthPage {
        shell: Shell::new(inputs, &about).in_recommendations("true"),
        rounds_style: relative(path, &inputs.assets().rounds_style),
        crumbs: vec![Crumb::to("Recommendations", Route::Recommendations.from(path)), Crumb::here(month.clone())],
        month,
        lead,
        rows: order.into_iter().map(|number| proposal_row(inputs, path, ledger, number)).collect(),
        ways: ways(ledger, at, path),
    }
}

fn ways(ledger: &Ledger, at: usize, path: &str) -> Vec<(&'static str, String)> {
    let of_month = |other: usize| ledger.pages.get(other).filter(|page| page.month == ledger.pages[at].month);
    let way = |words, other| Some((words, route(of_month(other)?).from(path)));
    let earlier = at.checked_sub(1).and_then(|before| way("Earlier in the month", before));
    earlier.into_iter().chain(way("Later in the month", at + 1)).collect()
}
