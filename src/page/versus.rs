//! Two agents beside each other, over only those runs that had both on the panel.

use super::content::Content;
use super::inputs::{AgentLink, Inputs};
use super::needs::{Needs, Part};
use super::parts::criteria::{self, CriteriaPart};
use super::parts::listed::{self, FindingList};
use super::parts::versions;
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::Route;
use super::shell::{About, Crumb, Shell};
use crate::aggregate::contest::Duel;
use crate::aggregate::criterion::Criterion;
use crate::aggregate::pairs::{FEWEST_SUBJECTS, Pair, Reading};
use crate::aggregate::slices::Slice;
use crate::text::format;
use serde::Serialize;

const TEMPLATE: &str = "versus.html";

/// The page of two agents that met.
pub static KIND: Kind = Kind {
    name: "pair of agents",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: plan_pairs,
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            let pair = &inputs.whole().pairs[file.subject.number()];
            Ok(Content::Page(inputs.render(TEMPLATE, &versus_page(inputs, &file.path, pair))?))
        },
    },
    needs: pair_needs,
};

fn plan_pairs(planner: &mut Planner<'_>) {
    let analysis = planner.analysis;
    let address = |agent: usize| {
        let slug = analysis.field.agents[agent];
        analysis.roster.member(slug).map_or(slug.as_str(), |member| member.address.as_str())
    };
    let pairs = analysis.whole().pairs.iter().enumerate();
    for (number, pair) in pairs.filter(|(_, pair)| analysis.shown_pairs.contains(&pair.of)) {
        let [first, second] = pair.of.map(address);
        planner.claim(&KIND, Route::Versus(first, second).path(), Subject::Pair(number));
    }
}

fn pair_needs(planned: &Planned<'_>, subject: Subject, needs: &mut Needs) {
    let [first, second] = planned.analysis.whole().pairs[subject.number()].of;
    for (first, second) in [(first, second), (second, first)] {
        listed::needs(&planned.analysis.found_by_first_only(first, second), MOST_FINDINGS, needs);
    }
    needs.parts([Part::Board(Slice::default()), Part::Agents, Part::Field, Part::Pair(first, second)]);
    needs.assets.insert(planned.assets.versions_style.clone());
}

/// The most findings that either list shows.
const MOST_FINDINGS: usize = 50;

/// What `versus.html` shows.
#[derive(Debug, Serialize)]
pub struct VersusPage {
    shell: Shell,
    /// The style sheet of what compares two.
    versions_style: String,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    /// How many more changes it takes, where the two cannot be told apart.
    more: Option<String>,
    first: Side,
    second: Side,
    /// `None` where there is nothing to compare.
    criteria: Option<CriteriaPart>,
    /// Who found what, as words and counts.
    shared: [(String, String); 4],
    methodology: String,
}

#[derive(Debug, Serialize)]
struct Side {
    name: String,
    link: AgentLink,
    /// Findings of this agent that the other missed.
    only: FindingList,
}

/// Fills the page of a pair.
#[must_use]
pub fn versus_page(inputs: &Inputs<'_>, path: &str, pair: &Pair) -> VersusPage {
    let [first, second] = pair.of;
    let title = format!("{} and {}", inputs.name(first), inputs.name(second));
    let leaderboard = inputs.whole();
    let duel = leaderboard.contest(Criterion::default()).duel(first, second);
    let lead = lead(inputs, pair, duel.as_ref());
    VersusPage {
        shell: Shell::new(inputs, &About { path, title: &title, description: &lead, is_article: true, current: "" })
            .in_agents(false),
        versions_style: versions::style(inputs, path),
        crumbs: vec![Crumb::to("Agents", Route::Agents(None, None, None).from(path)), Crumb::here(title.clone())],
        more: duel.as_ref().and_then(criteria::more_words),
        first: side(inputs, first, second, path),
        second: side(inputs, second, first, path),
        criteria: criteria::criteria_part(inputs, leaderboard, pair.of),
        shared: shared(inputs, pair),
        methodology: Route::Methodology.anchor_from(path, "certainty"),
        title,
        lead,
    }
}

/// What can be said of the two, over what, by how much and how surely.
fn lead(inputs: &Inputs<'_>, pair: &Pair, duel: Option<&Duel>) -> String {
    let [first, second] = pair.of.map(|agent| inputs.name(agent));
    let over = format!(
        "Over {} of {} that had both on the panel",
        format::counted(pair.reviews, "review"),
        format::counted(pair.subjects, "change")
    );
    let Some(duel) = duel else {
        return format!("{over}, there is no finding to compare {first} and {second} by.");
    };
    let ends = duel.interval.map_or_else(String::new, |ends| {
        format!(" ({}, corrected for all pairs)", format::points_range(ends.low, ends.high))
    });
    let difference = format!(
        " Of what others found, the difference, {first} minus {second}, is {} percentage points{ends}.",
        format::points(duel.value)
    );
    match duel.reading() {
        Reading::NotEnough => format!(
            "{over}: not enough data to compare {first} and {second}, which takes at least {FEWEST_SUBJECTS} \
             changes.{difference}"
        ),
        Reading::Alike => format!("{over}, {first} and {second} cannot be told apart.{difference}"),
        Reading::Better(which) => format!("{over}, {} finds more.{difference}", [first, second][which]),
    }
}

/// Valid findings by which of the two found them.
fn shared(inputs: &Inputs<'_>, pair: &Pair) -> [(String, String); 4] {
    let [first, second] = pair.of.map(|agent| inputs.name(agent));
    let counts = &pair.shared;
    [
        (format::count(counts.only_first), format!("only {first}")),
        (format::count(counts.both), "both".to_owned()),
        (format::count(counts.only_second), format!("only {second}")),
        (format::count(counts.neither), "neither".to_owned()),
    ]
}

fn side(inputs: &Inputs<'_>, agent: usize, other: usize, from: &str) -> Side {
    Side {
        name: inputs.name(agent).to_owned(),
        link: inputs.agent_link(agent, from),
        only: listed::finding_list(inputs, &inputs.found_by_first_only(agent, other), MOST_FINDINGS, from),
    }
}
