//! One agent: its figures and those of its versions, over time, against its rivals, what only it found, its false
//! positives, and what the reports say about it.

mod agreement;
mod figures_table;
mod over_time;

use super::content::Content;
use super::inputs::Inputs;
use super::needs::{Choice, Needs, Part};
use super::parts::board;
use super::parts::criteria::{RivalsPart, rivals_part};
use super::parts::listed::{self, FindingList};
use super::parts::{self, offers, versions};
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::quotes::Quotes;
use super::quotes::RetroQuote;
use super::route::Route;
use super::shell::{About, Crumb, Preview, Shell};
use crate::aggregate::criterion::{Basis, Criterion};
use crate::aggregate::figures::Figures;
use crate::aggregate::newest::Scope;
use crate::aggregate::slices::Slice;
use crate::aggregate::statistics::interval::Estimate;
use crate::text::format;
use agreement::{AgreementPart, agreement_part};
use figures_table::{FigureRow, columns, recorded_rows};
use over_time::{OverTimePart, over_time_part};
use serde::Serialize;

const TEMPLATE: &str = "agent.html";

/// The page of an agent.
pub static KIND: Kind = Kind {
    name: "agent",
    template: Some(TEMPLATE),
    maker: Maker::Quotes {
        plan: plan_agents,
        make: |inputs: &Inputs<'_>, file: &File, quotes: &Quotes| -> Made<'_> {
            let agent = file.subject.number();
            Ok(Content::Page(inputs.render(TEMPLATE, &agent_page(inputs, &file.path, agent, quotes.of_agent(agent)))?))
        },
    },
    needs: agent_needs,
};

fn plan_agents(planner: &mut Planner<'_>) {
    let analysis = planner.analysis;
    for (number, slug) in analysis.field.agents.iter().enumerate() {
        let address = analysis.roster.member(slug).map_or(slug.as_str(), |member| member.address.as_str());
        planner.claim(&KIND, Route::Agent(address).path(), Subject::Agent(number));
    }
}

fn agent_needs(planned: &Planned<'_>, subject: Subject, needs: &mut Needs) {
    let agent = subject.number();
    let record = &planned.analysis.records[agent];
    for run in &record.quoted {
        parts::text_needs(planned, *run, needs);
    }
    listed::needs(&record.alone, MOST_FINDINGS, needs);
    listed::needs(&record.wrong, MOST_FINDINGS, needs);
    needs.parts([Part::Board(Slice::default()), Part::VersionChanges(agent), Part::Timeline, Part::Record(agent)]);
    needs.parts([Part::Agents, Part::Field, Part::Newest, Part::Setups, Part::ShownPairs]);
    offers::needs(Scope::Agent(agent), needs);
    versions::needs(planned, [agent], needs);
    needs.choices([Choice::Weights]);
}

/// The most findings that one of its lists shows.
const MOST_FINDINGS: usize = 30;
/// The most versions that get a column of their own, newest first.
const MOST_VERSIONS: usize = 6;

/// What `agent.html` shows.
#[derive(Debug, Serialize)]
pub struct AgentPage {
    shell: Shell,
    /// The style sheet of what compares versions.
    versions_style: String,
    crumbs: Vec<Crumb>,
    name: String,
    colour: usize,
    mark: &'static str,
    lead: String,
    totals: Vec<(String, String)>,
    columns: Vec<String>,
    rows: Vec<FigureRow>,
    /// The names of figures that nothing is recorded for.
    unrecorded: Option<String>,
    over_time: Option<OverTimePart>,
    versions: Option<versions::VersionsPart>,
    agreement: Option<AgreementPart>,
    rivals: Option<RivalsPart>,
    /// Agents that were never on a panel with it, which is not the same as finding nothing together.
    never_met: Option<String>,
    solo: FindingList,
    wrong: FindingList,
    /// Whether any run says which of its findings were rejected. Otherwise an empty list of false positives means nothing.
    is_judged: bool,
    /// How many of its rejected findings are known only as a count.
    only_counted: Option<String>,
    retros: Vec<RetroQuote>,
    methodology: String,
    offers: offers::OffersPart,
}

/// Fills the page of an agent; `retros` are the quotes gathered from the reports that its record names.
#[must_use]
pub fn agent_page(inputs: &Inputs<'_>, path: &str, agent: usize, retros: Vec<RetroQuote>) -> AgentPage {
    let name = inputs.name(agent).to_owned();
    let leaderboard = inputs.whole();
    let figures = &leaderboard.agents[agent];
    let versions: Vec<usize> = inputs.field().versions_of(agent).take(MOST_VERSIONS).collect();
    let lead = lead(inputs, agent);
    let (rows, unrecorded) = recorded_rows(inputs, agent, &versions);
    let record = inputs.record(agent);
    let offers = offers::offers(inputs, Scope::Agent(agent), path);
    AgentPage {
        shell: Shell::new(inputs, &About { path, title: &name, description: &lead, is_article: true, current: "" })
            .previewed(inputs, preview(figures, leaderboard.basis()))
            .in_agents(false)
            .with_alternates(offers.alternates()),
        versions_style: versions::style(inputs, path),
        crumbs: vec![Crumb::to("Agents", Route::Agents(None, None, None).from(path)), Crumb::here(name.clone())],
        colour: inputs.swatch(agent).colour,
        mark: inputs.swatch(agent).mark,
        totals: totals(inputs, agent),
        columns: columns(inputs, &versions),
        rows,
        unrecorded,
        over_time: over_time_part(inputs, agent, path),
        versions: versions::of_agent(inputs, agent, path),
        agreement: agreement_part(inputs, agent),
        rivals: rivals_part(inputs, leaderboard, agent, path),
        solo: listed::finding_list(inputs, &record.alone, MOST_FINDINGS, path),
        wrong: listed::finding_list(inputs, &record.wrong, MOST_FINDINGS, path),
        is_judged: figures.rejected.is_some(),
        only_counted: only_counted(figures, record.wrong.len()),
        never_met: never_met(inputs, agent),
        retros,
        methodology: Route::Methodology.from(path),
        offers,
        name,
        lead,
    }
}

fn preview(figures: &Figures, basis: Basis) -> Preview {
    let found = format!("{} of {} findings", format::count(figures.found), format::count(figures.pool));
    let recall = figures.recall.map(|recall| format!(", {}%", format::share(recall.value)));
    let precision = figures.precision_by(basis).map(|precision| {
        let words = if basis == Basis::Judged { "Precision" } else { "Kept by the consolidator" };
        (words, format!("{}%", format::share(precision.value)))
    });
    let facts = std::iter::once(("Found", format!("{found}{}", recall.unwrap_or_default()))).chain(precision);
    Preview { facts: facts.collect(), ..Preview::default() }
}

fn lead(inputs: &Inputs<'_>, agent: usize) -> String {
    let leaderboard = inputs.whole();
    let figures = &leaderboard.agents[agent];
    let rank = match leaderboard.rank(agent) {
        Some(rank) => {
            let ranked = leaderboard.contest(Criterion::default()).ranks.iter().flatten().count();
            format!(" Rank {} of {} by recall of others.", board::rank_words(rank), format::count(ranked))
        }
        None => " Not enough data for a rank.".to_owned(),
    };
    let newest = versions::in_a_sentence(inputs, agent).map(|words| format!(" {words}")).unwrap_or_default();
    let asked = inputs.field().versions_of(agent).find_map(|version| inputs.drift(version));
    let asked = asked.map(|drift| format!(" Something may have changed about {}.", drift.day.format("%-d %B %Y")));
    format!(
        "On the panel of {} of {}{}.{rank}{newest}{}",
        format::counted(figures.reviews, "review"),
        format::counted(figures.subjects, "change"),
        lost(figures),
        asked.unwrap_or_default()
    )
}

/// Output that is lost: runs that failed, and those that raised nothing.
fn lost(figures: &Figures) -> String {
    let failed = lost_runs(figures.failures, figures.reviews, "failed");
    let failed = failed + &lost_runs(figures.unparsed, figures.reviews, "could not be read");
    match figures.empty {
        0 => failed,
        1 if figures.reviews == 1 => format!("; raised nothing in it{failed}"),
        empty => format!("; in {} of the reviews it raised nothing{failed}", format::count(empty)),
    }
}

fn lost_runs(runs: usize, reviews: usize, became: &str) -> String {
    let more = if reviews == 0 { "" } else { "more " };
    match runs {
        0 => String::new(),
        1 => format!("; 1 {more}run {became}"),
        many => format!("; {} {more}runs {became}", format::count(many)),
    }
}

/// Of what was rejected only some is listed as findings; the rest was recorded as a number.
fn only_counted(figures: &Figures, listed: usize) -> Option<String> {
    let counted = figures.rejected?.checked_sub(listed).filter(|counted| *counted > 0)?;
    let (more, are) = if listed > 0 { (" more", "are") } else { ("", "are") };
    let (findings, are) = if counted == 1 { ("finding", "is") } else { ("findings", are) };
    Some(format!(
        "{}{more} rejected {findings} {are} known only as a count: the runs record how many, not which.",
        format::count(counted)
    ))
}

/// The most agents that are named as never met.
const MOST_NEVER_MET: usize = 12;

fn never_met(inputs: &Inputs<'_>, agent: usize) -> Option<String> {
    let leaderboard = inputs.whole();
    let has_met = |other: usize| leaderboard.pairs_of(agent).any(|pair| pair.of.contains(&other));
    let others: Vec<&str> = leaderboard
        .order()
        .iter()
        .filter(|other| **other != agent && !has_met(**other))
        .map(|other| inputs.name(*other))
        .collect();
    let named = others.iter().take(MOST_NEVER_MET).copied().collect::<Vec<_>>().join(", ");
    let more = match others.len().saturating_sub(MOST_NEVER_MET) {
        0 => String::new(),
        more => format!(" and {} more", format::count(more)),
    };
    (!others.is_empty()).then(|| format!("Never met on a panel: {named}{more}."))
}

fn totals(inputs: &Inputs<'_>, agent: usize) -> Vec<(String, String)> {
    let (figures, basis) = (&inputs.whole().agents[agent], inputs.whole().basis());
    let share = |estimate: Option<Estimate>, words: &str| {
        estimate.map(|estimate| {
            let ends = estimate.interval_of_enough().map_or_else(
                || "too few changes for an interval".to_owned(),
                |ends| format::share_range(ends.low, ends.high),
            );
            (format!("{}%", format::share(estimate.value)), format!("{words}, {ends}"))
        })
    };
    let found = format!("of {} findings found", format::count(figures.pool));
    [
        Some((format::count(figures.found), found)),
        share(figures.recall_of_others, "recall of others"),
        share(
            figures.precision_by(basis),
            if basis == Basis::Judged { "precision" } else { "kept by the consolidator" },
        ),
        figures.duration_by_change.map(|duration| (format::duration_clock(duration.value), "median time".to_owned())),
        figures.cost_per_acted_on.map(|cost| (format::dollars(cost), "per acted-on finding".to_owned())),
    ]
    .into_iter()
    .flatten()
    .collect()
}
