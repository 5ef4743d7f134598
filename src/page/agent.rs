//! One agent: its figures and those of its versions, over time, against its rivals, what only it found, its false
//! positives, and what the reports say about it.

mod agreement;

use super::content::Content;
use super::inputs::Inputs;
use super::needs::{Choice, Needs, Part};
use super::parts::board::{self, PairsPart};
use super::parts::listed::{self, FindingList};
use super::parts::{self, offers, trends};
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::quotes::Quotes;
use super::quotes::RetroQuote;
use super::route::Route;
use super::shell::{About, Crumb, Preview, Shell};
use crate::aggregate::criterion::Criterion;
use crate::aggregate::figures::Figures;
use crate::aggregate::interval::Estimate;
use crate::aggregate::newest::Scope;
use crate::aggregate::setups::Setup;
use crate::aggregate::slices::Slice;
use crate::aggregate::version_change::VersionChange;
use crate::model::Severity;
use crate::text::format;
use agreement::{AgreementPart, agreement_part};
use serde::Serialize;
use std::collections::BTreeSet;

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
        parts::run_needs(planned, *run, needs);
    }
    listed::needs(&record.alone, MOST_FINDINGS, needs);
    listed::needs(&record.wrong, MOST_FINDINGS, needs);
    needs.parts([Part::Board(Slice::default()), Part::VersionChanges(agent), Part::Timeline, Part::Record(agent)]);
    needs.parts([Part::Agents, Part::Field, Part::Newest, Part::Setups, Part::ShownPairs]);
    offers::needs(Scope::Agent(agent), needs);
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
    crumbs: Vec<Crumb>,
    name: String,
    colour: usize,
    mark: &'static str,
    lead: String,
    totals: Vec<(String, String)>,
    columns: Vec<String>,
    rows: Vec<FigureRow>,
    trends: Option<trends::TrendsPart>,
    agreement: Option<AgreementPart>,
    rivals: Option<PairsPart>,
    solo: FindingList,
    wrong: FindingList,
    /// Whether any run says which of its findings were rejected. Otherwise an empty list of false positives means nothing.
    is_judged: bool,
    retros: Vec<RetroQuote>,
    methodology: String,
    offers: offers::OffersPart,
}

#[derive(Debug, Serialize)]
struct FigureRow {
    label: String,
    cells: Vec<FigureCell>,
}

#[derive(Debug, Serialize)]
struct FigureCell {
    value: Option<String>,
    /// In small type: the interval or what the value is out of; without a value, the reason.
    small: String,
}

/// Fills the page of an agent; `retros` are the quotes gathered from the reports that its record names.
#[must_use]
pub fn agent_page(inputs: &Inputs<'_>, path: &str, agent: usize, retros: Vec<RetroQuote>) -> AgentPage {
    let name = inputs.name(agent).to_owned();
    let leaderboard = inputs.whole();
    let figures = &leaderboard.agents[agent];
    let versions: Vec<usize> = inputs.field().versions_of(agent).take(MOST_VERSIONS).collect();
    let lead = lead(inputs, agent);
    let (pairs, left_out) = board::pairs_of(inputs, leaderboard, agent);
    let record = inputs.record(agent);
    let offers = offers::offers(inputs, Scope::Agent(agent), path);
    AgentPage {
        shell: Shell::new(inputs, &About { path, title: &name, description: &lead, is_article: true, current: "" })
            .previewed(inputs, preview(figures))
            .in_agents(false)
            .with_alternates(offers.alternates()),
        crumbs: vec![Crumb::to("Agents", Route::Agents(None, None, None).from(path)), Crumb::here(name.clone())],
        colour: inputs.swatch(agent).colour,
        mark: inputs.swatch(agent).mark,
        totals: totals(inputs, agent),
        columns: columns(inputs, &versions),
        rows: rows(inputs, figures, &versions),
        trends: trends::agent_trends(inputs, agent),
        agreement: agreement_part(inputs, agent),
        rivals: (!pairs.is_empty() || left_out > 0).then(|| board::pairs_part(inputs, &pairs, left_out, path)),
        solo: listed::finding_list(inputs, &record.alone, MOST_FINDINGS, path),
        wrong: listed::finding_list(inputs, &record.wrong, MOST_FINDINGS, path),
        is_judged: figures.rejected.is_some(),
        retros,
        methodology: Route::Methodology.from(path),
        offers,
        name,
        lead,
    }
}

fn preview(figures: &Figures) -> Preview {
    let found = format!("{} of {} findings", format::count(figures.found), format::count(figures.pool));
    let recall = figures.recall.map(|recall| format!(", {}%", format::share(recall.value)));
    let precision = figures.precision.map(|precision| ("Precision", format!("{}%", format::share(precision.value))));
    let facts = std::iter::once(("Found", format!("{found}{}", recall.unwrap_or_default()))).chain(precision);
    Preview { facts: facts.collect(), ..Preview::default() }
}

fn lead(inputs: &Inputs<'_>, agent: usize) -> String {
    let leaderboard = inputs.whole();
    let figures = &leaderboard.agents[agent];
    let failures = match figures.failures {
        0 => String::new(),
        failures => format!(" It failed in {} more.", format::count(failures)),
    };
    let rank = match leaderboard.rank(agent) {
        Some(rank) => {
            let ranked = leaderboard.contest(Criterion::default()).ranks.iter().flatten().count();
            format!(" Rank {} of {}.", board::rank_words(rank), format::count(ranked))
        }
        None => " Not enough data for a rank.".to_owned(),
    };
    format!(
        "On the panel of {} of {}.{failures}{rank}",
        format::counted(figures.reviews, "review"),
        format::counted(figures.subjects, "change")
    )
}

fn totals(inputs: &Inputs<'_>, agent: usize) -> Vec<(String, String)> {
    let figures = &inputs.whole().agents[agent];
    let share = |estimate: Option<Estimate>, words: &str| {
        estimate.map(|estimate| {
            let ends = format::share_range(estimate.interval.low, estimate.interval.high);
            (format!("{}%", format::share(estimate.value)), format!("{words}, {ends}"))
        })
    };
    let found = format!("of {} findings found", format::count(figures.pool));
    [
        Some((format::count(figures.found), found)),
        share(figures.recall, "recall"),
        share(figures.precision, "precision"),
        figures.duration_by_change.map(|duration| (format::duration_clock(duration.value), "median time".to_owned())),
        figures.cost_per_finding.map(|cost| (format::dollars(cost), "per finding".to_owned())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn columns(inputs: &Inputs<'_>, versions: &[usize]) -> Vec<String> {
    let words = |version: &usize| inputs.version_words(&inputs.field().versions[*version]);
    // A single version is the agent itself.
    let versions = if versions.len() > 1 { versions } else { &[] };
    std::iter::once("All".to_owned()).chain(versions.iter().map(words)).collect()
}

/// One row of the table of figures: how its cells are filled (the second argument is β), and the words for a cell
/// without a figure.
struct FigureKind {
    label: &'static str,
    cell: fn(&Figures, f64) -> Option<FigureCell>,
    without: fn(&Figures) -> &'static str,
}

fn cell_with(value: String, small: String) -> FigureCell {
    FigureCell { value: Some(value), small }
}

fn cell_without_value(words: &str) -> FigureCell {
    FigureCell { value: None, small: words.to_owned() }
}

fn share_cell(estimate: Option<Estimate>) -> Option<FigureCell> {
    let of = estimate?;
    Some(cell_with(format::share(of.value), format::share_range(of.interval.low, of.interval.high)))
}

fn cell_without_interval(value: String) -> FigureCell {
    cell_with(value, String::new())
}

fn not_recorded(_: &Figures) -> &'static str {
    board::NOT_RECORDED
}

const COUNTS: [FigureKind; 4] = [
    FigureKind {
        label: "Reviews",
        cell: |of, _| Some(cell_without_interval(format::count(of.reviews))),
        without: not_recorded,
    },
    FigureKind {
        label: "Changes",
        cell: |of, _| Some(cell_without_interval(format::count(of.subjects))),
        without: not_recorded,
    },
    FigureKind {
        label: "Failed",
        cell: |of, _| Some(cell_without_interval(format::count(of.failures))),
        without: not_recorded,
    },
    FigureKind {
        label: "Found",
        cell: |of, _| Some(cell_with(format::count(of.found), format!("of {}", format::count(of.pool)))),
        without: not_recorded,
    },
];

const REJECTED: FigureKind = FigureKind {
    label: "Rejected",
    cell: |of, _| of.rejected.map(|rejected| cell_without_interval(format::count(rejected))),
    without: not_recorded,
};

const RECALL: FigureKind =
    FigureKind { label: "Recall (%)", cell: |of, _| share_cell(of.recall), without: board::without_recall };

const PRECISION: FigureKind =
    FigureKind { label: "Precision (%)", cell: |of, _| share_cell(of.precision), without: board::without_precision };

const F1: FigureKind = FigureKind {
    label: "F1 (%)",
    cell: |of, _| of.f.map(|(f1, _)| cell_without_interval(format::share(f1))),
    without: board::without_precision,
};

const AGREEMENT: FigureKind = FigureKind {
    label: "Agreement with people (%)",
    cell: |of, _| {
        let agreement = of.agreement?;
        let small = agreement::ends(&agreement).unwrap_or_else(|| "too few".to_owned());
        Some(cell_with(format::share(agreement.value), small))
    },
    without: not_recorded,
};

const F_BETA: FigureKind = FigureKind {
    label: "Fβ (%)",
    cell: |of, beta| of.f.map(|(_, f)| cell_with(format::share(f), format!("β {}", format::figure(beta)))),
    without: board::without_precision,
};

const SHARES: [FigureKind; 2] = [
    FigureKind { label: "Solo (% of found)", cell: |of, _| share_cell(of.solo_share), without: board::without_found },
    FigureKind {
        label: "Acted on (% of resolved)",
        cell: |of, _| share_cell(of.acted_on),
        without: board::without_found,
    },
];

const TIME_AND_COST: [FigureKind; 6] = [
    FigureKind {
        label: "Median time",
        cell: |of, _| {
            let of = of.duration_by_change.as_ref()?;
            let quartiles =
                format!("{}–{}", format::duration_clock(of.lower_quartile), format::duration_clock(of.upper_quartile));
            Some(cell_with(format::duration_clock(of.value), quartiles))
        },
        without: not_recorded,
    },
    FigureKind {
        label: "Found per 10 min",
        cell: |of, _| of.per_ten_minutes.map(|found| cell_without_interval(format::decimal(found))),
        without: not_recorded,
    },
    FigureKind {
        label: "Cost",
        cell: |of, _| of.cost.map(|cost| cell_without_interval(format::dollars(cost))),
        without: not_recorded,
    },
    FigureKind {
        label: "Cost per finding",
        cell: |of, _| of.cost_per_finding.map(|cost| cell_without_interval(format::dollars(cost))),
        without: board::without_cost,
    },
    FigureKind {
        label: "Cost per critical or important finding",
        cell: |of, _| of.cost_per_grave.map(|cost| cell_without_interval(format::dollars(cost))),
        without: board::without_cost,
    },
    FigureKind {
        label: "Weighted score per review",
        cell: |of, _| of.score.map(|score| cell_without_interval(format::decimal(score))),
        without: not_recorded,
    },
];

fn rows(inputs: &Inputs<'_>, agent: &Figures, versions: &[usize]) -> Vec<FigureRow> {
    let leaderboard = inputs.whole();
    let beta = inputs.weights().beta;
    let of_versions = if versions.len() > 1 { versions } else { &[] };
    let all: Vec<&Figures> =
        std::iter::once(agent).chain(of_versions.iter().map(|version| &leaderboard.versions[*version])).collect();
    let filled = |kind: &FigureKind| FigureRow {
        label: kind.label.to_owned(),
        cells: all
            .iter()
            .map(|figures| (kind.cell)(figures, beta).unwrap_or_else(|| cell_without_value((kind.without)(figures))))
            .collect(),
    };
    let is_f1_twice = (beta - 1.0).abs() < 1e-12;
    let mut rows: Vec<FigureRow> = COUNTS.iter().map(filled).collect();
    rows.extend([Severity::Critical, Severity::Important].map(|severity| by_severity(&all, severity)));
    rows.extend(unrated(&all));
    rows.extend([REJECTED, RECALL].iter().map(filled));
    rows.extend((of_versions.len() > 1).then(|| against_before(inputs, of_versions)));
    rows.extend([PRECISION, F1].iter().map(filled));
    rows.extend(all.iter().any(|figures| figures.agreement.is_some()).then(|| filled(&AGREEMENT)));
    rows.extend((!is_f1_twice).then(|| filled(&F_BETA)));
    rows.extend(SHARES.iter().chain(&TIME_AND_COST).map(filled));
    rows.extend(ratings(&all));
    rows.extend(setups(inputs, versions));
    rows
}

/// What the versions were run with, where runs state it: the newest first, and how many more.
fn setups(inputs: &Inputs<'_>, versions: &[usize]) -> Vec<FigureRow> {
    let setups = inputs.setups();
    let row = |label: &str, of: for<'s, 't> fn(&'s Setup<'t>) -> &'s [&'t str]| {
        let stated = |version: &usize| -> Vec<&str> { of(&setups[*version]).to_vec() };
        let all = distinct(versions.iter().flat_map(stated));
        let columns = (versions.len() > 1).then(|| versions.iter().map(stated)).into_iter().flatten();
        let cells = std::iter::once(all.clone()).chain(columns).map(|stated: Vec<&str>| stated_cell(&stated)).collect();
        (!all.is_empty()).then(|| FigureRow { label: label.to_owned(), cells })
    };
    [row("Tool", |setup| &setup.tools), row("Instructions", |setup| &setup.instructions)]
        .into_iter()
        .flatten()
        .collect()
}

fn distinct<'t>(all: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut seen = BTreeSet::new();
    all.filter(|text| seen.insert(*text)).collect()
}

fn stated_cell(stated: &[&str]) -> FigureCell {
    match stated {
        [] => cell_without_value(board::NOT_RECORDED),
        [only] => cell_without_interval((*only).to_owned()),
        [newest, before @ ..] => cell_with((*newest).to_owned(), format!("and {} before", format::count(before.len()))),
    }
}

fn by_severity(all: &[&Figures], severity: Severity) -> FigureRow {
    let fill = |figures: &&Figures| {
        let (found, pool) = figures.by_severity[severity.position()];
        cell_with(format::count(found), format!("of {}", format::count(pool)))
    };
    FigureRow { label: format!("… {}", severity.word()), cells: all.iter().map(fill).collect() }
}

/// Findings that nobody rated, which no figure by severity counts; where there are any.
fn unrated(all: &[&Figures]) -> Option<FigureRow> {
    let fill = |figures: &&Figures| {
        let (found, pool) = figures.unrated;
        cell_with(format::count(found), format!("of {}", format::count(pool)))
    };
    let is_any = all.iter().any(|figures| figures.unrated.1 > 0);
    is_any.then(|| FigureRow { label: "… rated by nobody".to_owned(), cells: all.iter().map(fill).collect() })
}

/// How often its own severity was higher than the consolidated one, the same, or lower, where its own is recorded.
fn ratings(all: &[&Figures]) -> Vec<FigureRow> {
    let row = |at: usize, label: &str| {
        let fill = |figures: &&Figures| {
            let total: usize = figures.rated.iter().sum();
            let count = figures.rated[at];
            if total == 0 {
                return cell_without_value(board::without_found(figures));
            }
            cell_with(
                format::whole_percent(count, total),
                format!("{} of {}", format::count(count), format::count(total)),
            )
        };
        FigureRow { label: label.to_owned(), cells: all.iter().map(fill).collect() }
    };
    vec![row(0, "Severity rated higher (%)"), row(1, "Severity rated the same (%)"), row(2, "Severity rated lower (%)")]
}

/// Each version's recall minus that of the last one before it with enough changes. The first column, all versions together, stays empty.
fn against_before(inputs: &Inputs<'_>, versions: &[usize]) -> FigureRow {
    let of_version = |(at, version): (usize, &usize)| match inputs.version_changes(*version).first() {
        _ if at + 1 == versions.len() => cell_without_value("not compared"),
        Some(VersionChange { moved, .. }) => {
            cell_with(format::points(moved.value), format::points_range(moved.interval.low, moved.interval.high))
        }
        None => cell_without_value("not enough data"),
    };
    FigureRow {
        label: "Recall vs. an earlier version (points)".to_owned(),
        cells: std::iter::once(cell_without_value("")).chain(versions.iter().enumerate().map(of_version)).collect(),
    }
}
