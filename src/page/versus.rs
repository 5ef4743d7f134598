//! Two agents beside each other, over the runs that had both on the panel and no others.

use super::comparison::{Comparison, Found};
use super::parts::board::{self, PairsPart};
use super::parts::listed::{self, Listed};
use super::route::Route;
use super::shell::{About, Crumb, Shell};
use crate::aggregate::pairs::{FEWEST_SUBJECTS, Pair, Reading};
use crate::text::format;
use serde::Serialize;

/// Findings in a list.
const MOST_FINDINGS: usize = 50;

/// What `versus.html` shows.
#[derive(Debug, Serialize)]
pub struct VersusPage {
    shell: Shell,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    first: Side,
    second: Side,
    pairs: PairsPart,
    /// The tests in words.
    tests: String,
    neither: String,
    methodology: String,
}

#[derive(Debug, Serialize)]
struct Side {
    name: String,
    link_html: String,
    /// What it found and the other did not.
    only: Listed,
}

/// Fills the page of a pair.
#[must_use]
pub fn versus_page(comparison: &Comparison<'_>, pair: &Pair) -> VersusPage {
    let path = comparison.versus(pair.of).path();
    let [first, second] = pair.of;
    let title = format!("{} and {}", comparison.name(first), comparison.name(second));
    let lead = lead(comparison, pair);
    VersusPage {
        shell: Shell::new(
            comparison.around,
            &About { path: &path, title: &title, description: &lead, is_article: true, current: "" },
        )
        .in_agents(false),
        crumbs: vec![Crumb::to("Agents", Route::Agents(None, None, None).from(&path)), Crumb::here(title.clone())],
        first: side(comparison, first, second, &path),
        second: side(comparison, second, first, &path),
        pairs: board::pairs(comparison, std::slice::from_ref(pair), &path),
        tests: tests(pair),
        neither: format::counted(pair.shared.neither, "finding"),
        methodology: Route::Methodology.from(&path),
        title,
        lead,
    }
}

fn lead(comparison: &Comparison<'_>, pair: &Pair) -> String {
    let [first, second] = pair.of.map(|agent| comparison.name(agent));
    let over = format!(
        "Over {} of {} that had both on the panel",
        format::counted(pair.reviews, "review"),
        format::counted(pair.subjects, "change")
    );
    let difference = pair.difference.map_or_else(String::new, |difference| {
        let ends = difference
            .interval
            .map_or_else(String::new, |ends| format!(", 95 % interval {}", format::points_range(ends.low, ends.high)));
        format!(" The recall of {first} less that of {second} is {} points{ends}.", format::points(difference.value))
    });
    match pair.reading() {
        Reading::NotEnough => format!(
            "{over}: not enough data to compare {first} and {second}, which takes {FEWEST_SUBJECTS} changes.{difference}"
        ),
        Reading::Alike => format!("{over}, {first} and {second} cannot be told apart.{difference}"),
        Reading::Better(which) => format!("{over}, {} finds more.{difference}", [first, second][which]),
    }
}

fn tests(pair: &Pair) -> String {
    let clustered = pair.clustered.map_or_else(String::new, |p| {
        format!(
            " The test that takes changes, not findings, as independent gives p {} after the same correction; both must be \
             below 0.05 before one is said to find more.",
            format::p_value(p)
        )
    });
    format!(
        "Exact McNemar test on what only one of the two found: p {}, and {} after Holm's correction over all pairs of the \
         archive.{clustered}",
        format::p_value(pair.p),
        format::p_value(pair.corrected)
    )
}

fn side(comparison: &Comparison<'_>, agent: usize, other: usize, from: &str) -> Side {
    let mut found: Vec<Found<'_>> = Vec::new();
    for sitting in &comparison.field.sittings {
        let turn = |of: usize| sitting.turns.iter().find(|turn| turn.agent == of);
        if let (Some(own), Some(others)) = (turn(agent), turn(other)) {
            let only = own.found.without(&others.found);
            found.extend(only.positions().map(|at| comparison.finding(sitting, sitting.pool.findings[at])));
        }
    }
    Side {
        name: comparison.name(agent).to_owned(),
        link_html: comparison.link(agent, from),
        only: listed::listed(comparison, found, MOST_FINDINGS, from),
    }
}
