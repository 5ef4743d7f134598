//! Two agents beside each other, over only those runs that had both on the panel.

use super::content::Content;
use super::inputs::{AgentLink, Inputs};
use super::needs::{Needs, Part};
use super::parts::board::{self, PairsPart};
use super::parts::listed::{self, FindingList};
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::Route;
use super::shell::{About, Crumb, Shell};
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
}

/// The most findings that either list shows.
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
    /// The p-values in a sentence.
    tests: String,
    neither: String,
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
    let lead = lead(inputs, pair);
    VersusPage {
        shell: Shell::new(inputs, &About { path, title: &title, description: &lead, is_article: true, current: "" })
            .in_agents(false),
        crumbs: vec![Crumb::to("Agents", Route::Agents(None, None, None).from(path)), Crumb::here(title.clone())],
        first: side(inputs, first, second, path),
        second: side(inputs, second, first, path),
        pairs: board::pairs_part(inputs, std::slice::from_ref(pair), 0, path),
        tests: tests(pair),
        neither: format::counted(pair.shared.neither, "finding"),
        methodology: Route::Methodology.from(path),
        title,
        lead,
    }
}

fn lead(inputs: &Inputs<'_>, pair: &Pair) -> String {
    let [first, second] = pair.of.map(|agent| inputs.name(agent));
    let over = format!(
        "Over {} of {} that had both on the panel",
        format::counted(pair.reviews, "review"),
        format::counted(pair.subjects, "change")
    );
    let difference = pair.difference.map_or_else(String::new, |difference| {
        let ends = difference.interval.map_or_else(String::new, |ends| {
            format!(" (95% confidence interval {})", format::points_range(ends.low, ends.high))
        });
        format!(
            " The difference in recall, {first} minus {second}, is {} percentage points{ends}.",
            format::points(difference.value)
        )
    });
    match pair.reading() {
        Reading::NotEnough => format!(
            "{over}: not enough data to compare {first} and {second}, which takes at least {FEWEST_SUBJECTS} \
             changes.{difference}"
        ),
        Reading::Alike => format!("{over}, {first} and {second} cannot be told apart.{difference}"),
        Reading::Better(which) => format!("{over}, {} finds more.{difference}", [first, second][which]),
    }
}

fn tests(pair: &Pair) -> String {
    let clustered = pair.clustered.map_or_else(String::new, |p| {
        format!(
            " The test that treats changes, not findings, as independent gives a p-value of {} after the same \
             correction; both must be below 0.05 before one agent is said to find more.",
            format::p_value(p)
        )
    });
    format!(
        "Exact McNemar test on what only one of the two found: p-value {}, and {} after Holm’s correction over all \
         pairs in the archive.{clustered}",
        format::p_value(pair.p),
        format::p_value(pair.corrected)
    )
}

fn side(inputs: &Inputs<'_>, agent: usize, other: usize, from: &str) -> Side {
    Side {
        name: inputs.name(agent).to_owned(),
        link: inputs.agent_link(agent, from),
        only: listed::finding_list(inputs, &inputs.found_by_first_only(agent, other), MOST_FINDINGS, from),
    }
}
