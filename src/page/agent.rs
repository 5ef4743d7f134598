//! One agent: its figures and those of its versions, over time, against its rivals, what it alone found, what it got
//! wrong, and what the reports say of it.

use super::comparison::{Comparison, Found};
use super::parts::board::{self, PairsPart};
use super::parts::listed::{self, Listed};
use super::parts::{RunContext, day_words, text, trends};
use super::route::Route;
use super::shell::{About, Crumb, Shell};
use crate::aggregate::figures::Figures;
use crate::aggregate::interval::{Estimate, unpaired};
use crate::aggregate::pairs::{FEWEST_SUBJECTS, Pair};
use crate::model::{Digest, Severity, Slug};
use crate::text::format;
use crate::text::markdown::{Anchors, Markdown, Scope, plain_line};
use chrono::Datelike;
use serde::Serialize;

/// Findings in a list, and texts of retros.
const MOST_FINDINGS: usize = 30;
const MOST_RETROS: usize = 8;
/// Versions with a column of their own.
const MOST_VERSIONS: usize = 6;

/// What `agent.html` shows.
#[derive(Debug, Serialize)]
pub struct AgentPage {
    shell: Shell,
    crumbs: Vec<Crumb>,
    name: String,
    colour: usize,
    lead: String,
    totals: Vec<(String, String)>,
    columns: Vec<String>,
    rows: Vec<FigureRow>,
    trends: Option<trends::TrendsPart>,
    rivals: Option<PairsPart>,
    solo: Listed,
    wrong: Listed,
    /// Whether any run says what was wrong.
    is_judged: bool,
    retros: Vec<Retro>,
    methodology: String,
}

#[derive(Debug, Serialize)]
struct FigureRow {
    label_html: String,
    cells: Vec<FigureCell>,
}

#[derive(Debug, Serialize)]
struct FigureCell {
    value: Option<String>,
    /// Interval or sample, smaller; without a value, why there is none.
    small: String,
}

/// What a report says of an agent.
#[derive(Clone, Debug, Serialize)]
pub struct Retro {
    /// Position of the run in the corpus.
    #[serde(skip)]
    at: usize,
    href: String,
    title: String,
    day: String,
    machine: String,
    body_html: String,
}

/// The runs whose retros an agent's page quotes, newest first, as positions in the corpus.
#[must_use]
pub fn quoted(comparison: &Comparison<'_>, agent: usize) -> Vec<usize> {
    let slug = comparison.field.agents[agent];
    let runs = comparison.around.corpus.runs.iter().enumerate();
    runs.filter(|(_, run)| run.retro.contains(slug)).map(|(at, _)| at).take(MOST_RETROS).collect()
}

/// What a run's retro says of an agent, for the agent's page.
#[must_use]
pub fn retro(context: &RunContext<'_>, agent: &Slug) -> Option<Retro> {
    let bodies = context.run.retro.iter().flat_map(|retro| &retro.agents).filter(|(of, _)| of == agent);
    let body = bodies.map(|(_, body)| body.as_str()).collect::<Vec<_>>().join("\n\n");
    let from = Route::Agent(context.around.roster.address(agent)).path();
    let references = context.references(&from);
    let markdown = Markdown { references: &references, highlighter: &context.around.highlighter };
    let mut anchors = Anchors::default();
    let prefix = format!("{}-retro", context.run.id);
    let scope = Scope { heading: 4, prefix: &prefix, anchors: &mut anchors, language: None };
    let digest = context.digest();
    (!body.trim().is_empty()).then(|| Retro {
        at: context.at,
        href: Route::Review(&context.run.id).from(&from),
        title: plain_line(context.run.title_line()),
        day: day_words(digest.date.day(), newest_year(&context.around.corpus.runs)),
        machine: digest.date.machine(),
        body_html: markdown.blocks(&body, scope),
    })
}

fn newest_year(runs: &[Digest]) -> i32 {
    runs.first().map_or(0, |run| run.date.day().year())
}

/// Fills the page of an agent; `retros` are those that [`quoted`] asked for.
#[must_use]
pub fn agent_page(comparison: &Comparison<'_>, agent: usize, mut retros: Vec<Retro>) -> AgentPage {
    let path = Route::Agent(comparison.address(agent)).path();
    let name = comparison.name(agent).to_owned();
    let leaderboard = &comparison.whole().leaderboard;
    let figures = &leaderboard.agents[agent];
    let versions: Vec<usize> = comparison.versions(agent).take(MOST_VERSIONS).collect();
    let lead = lead(comparison, agent);
    let pairs: Vec<Pair> = leaderboard.order().iter().filter_map(|other| leaderboard.pair(agent, *other)).collect();
    retros.sort_by_key(|retro| retro.at);
    AgentPage {
        shell: Shell::new(
            comparison.around,
            &About { path: &path, title: &name, description: &lead, is_article: true, current: "" },
        )
        .in_agents(false),
        crumbs: vec![Crumb::to("Agents", Route::Agents(None, None, None).from(&path)), Crumb::here(name.clone())],
        colour: comparison.colour(agent),
        totals: totals(comparison, agent),
        columns: columns(comparison, &versions),
        rows: rows(comparison, figures, &versions),
        trends: trends::of_agent(comparison, agent),
        rivals: (!pairs.is_empty()).then(|| board::pairs(comparison, &pairs, &path)),
        solo: solo(comparison, agent, &path),
        wrong: wrong(comparison, agent, &path),
        is_judged: figures.rejected.is_some(),
        retros,
        methodology: Route::Methodology.from(&path),
        name,
        lead,
    }
}

fn lead(comparison: &Comparison<'_>, agent: usize) -> String {
    let leaderboard = &comparison.whole().leaderboard;
    let figures = &leaderboard.agents[agent];
    let failures = match figures.failures {
        0 => String::new(),
        failures => format!(" It failed in {} more.", format::count(failures)),
    };
    let rank = match leaderboard.ranks[agent] {
        Some(rank) => {
            let ranked = leaderboard.ranks.iter().flatten().count();
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

fn totals(comparison: &Comparison<'_>, agent: usize) -> Vec<(String, String)> {
    let figures = &comparison.whole().leaderboard.agents[agent];
    let share = |estimate: Option<Estimate>, words: &str| {
        estimate.map(|estimate| {
            let ends = format::share_range(estimate.interval.low, estimate.interval.high);
            (format!("{}\u{a0}%", format::share(estimate.value)), format!("{words}, {ends}"))
        })
    };
    let found = format!("of {} findings found", format::count(figures.pool));
    [
        Some((format::count(figures.found), found)),
        share(figures.recall, "recall"),
        share(figures.precision, "precision"),
        figures.duration.map(|duration| (format::duration_clock(duration.value), "median time".to_owned())),
        figures.cost_per_finding.map(|cost| (format::dollars(cost), "a finding".to_owned())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn columns(comparison: &Comparison<'_>, versions: &[usize]) -> Vec<String> {
    let words = |version: &usize| comparison.version_words(&comparison.field.versions[*version]);
    // A single version is the agent itself.
    let versions = if versions.len() > 1 { versions } else { &[] };
    std::iter::once("All".to_owned()).chain(versions.iter().map(words)).collect()
}

/// A row of the table of figures: its label and how a cell of it is filled.
type Filler = (&'static str, fn(&Figures, f64) -> Option<FigureCell>);

fn cell(value: String, small: String) -> FigureCell {
    FigureCell { value: Some(value), small }
}

fn without(words: &str) -> FigureCell {
    FigureCell { value: None, small: words.to_owned() }
}

fn share_cell(estimate: Option<Estimate>) -> Option<FigureCell> {
    let of = estimate?;
    Some(cell(format::share(of.value), format::share_range(of.interval.low, of.interval.high)))
}

fn plain(value: String) -> FigureCell {
    cell(value, String::new())
}

const ROWS: [Filler; 17] = [
    ("Reviews", |of, _| Some(plain(format::count(of.reviews)))),
    ("Changes", |of, _| Some(plain(format::count(of.subjects)))),
    ("Failed", |of, _| Some(plain(format::count(of.failures)))),
    ("Found", |of, _| Some(cell(format::count(of.found), format!("of {}", format::count(of.pool))))),
    ("Rejected", |of, _| of.rejected.map(|rejected| plain(format::count(rejected)))),
    ("Recall, %", |of, _| share_cell(of.recall)),
    ("Precision, %", |of, _| share_cell(of.precision)),
    ("F1, %", |of, _| of.f.map(|(f1, _)| plain(format::share(f1)))),
    ("Fβ, %", |of, beta| {
        let small = format!("β {}", format::figure(beta));
        of.f.map(|(_, f)| cell(format::share(f), small))
    }),
    ("Found alone, % of found", |of, _| share_cell(of.solo_share)),
    ("Acted on, % of resolved", |of, _| share_cell(of.acted_on)),
    ("Median time", |of, _| {
        let of = of.duration.as_ref()?;
        let quartiles =
            format!("{}–{}", format::duration_clock(of.lower_quartile), format::duration_clock(of.upper_quartile));
        Some(cell(format::duration_clock(of.value), quartiles))
    }),
    ("Found per 10 min", |of, _| of.per_ten_minutes.map(|found| plain(format::decimal(found)))),
    ("Cost", |of, _| of.cost.map(|cost| plain(format::dollars(cost)))),
    ("Cost of a finding", |of, _| of.cost_per_finding.map(|cost| plain(format::dollars(cost)))),
    ("Cost of a critical or important one", |of, _| of.cost_per_grave.map(|cost| plain(format::dollars(cost)))),
    ("Weighted score a review", |of, _| of.score.map(|score| plain(format::decimal(score)))),
];

fn rows(comparison: &Comparison<'_>, agent: &Figures, versions: &[usize]) -> Vec<FigureRow> {
    let leaderboard = &comparison.whole().leaderboard;
    let beta = comparison.around.config.weights.beta;
    let of_versions = if versions.len() > 1 { versions } else { &[] };
    let all: Vec<&Figures> =
        std::iter::once(agent).chain(of_versions.iter().map(|version| &leaderboard.versions[*version])).collect();
    let is_f1_twice = (beta - 1.0).abs() < 1e-12;
    let mut rows: Vec<FigureRow> = ROWS
        .iter()
        .filter(|(label, _)| !(is_f1_twice && label.starts_with("Fβ")))
        .map(|(label, fill)| FigureRow {
            label_html: text(label),
            cells: all
                .iter()
                .map(|figures| fill(figures, beta).unwrap_or_else(|| without(words_without(label, figures))))
                .collect(),
        })
        .collect();
    rows.insert(4, by_severity(&all, Severity::Important));
    rows.insert(4, by_severity(&all, Severity::Critical));
    rows.extend(ratings(&all));
    if of_versions.len() > 1 {
        let recall = rows.iter().position(|row| row.label_html.starts_with("Recall")).map_or(0, |at| at + 1);
        rows.insert(recall, against_before(&all));
    }
    rows
}

/// Why there is no figure of this row.
fn words_without(label: &str, of: &Figures) -> &'static str {
    match label {
        "Recall, %" => board::without_recall(of),
        "Precision, %" | "F1, %" | "Fβ, %" => board::without_precision(of),
        "Found alone, % of found" | "Acted on, % of resolved" => board::without_found(of),
        "Cost of a finding" | "Cost of a critical or important one" => board::without_cost(of),
        _ => board::NOT_RECORDED,
    }
}

fn by_severity(all: &[&Figures], severity: Severity) -> FigureRow {
    let fill = |figures: &&Figures| {
        let (found, pool) = figures.by_severity[severity.position()];
        cell(format::count(found), format!("of {}", format::count(pool)))
    };
    let label_html = format!("… {}", severity.word());
    FigureRow { label_html, cells: all.iter().map(fill).collect() }
}

/// How it rated its findings itself, where that is recorded.
fn ratings(all: &[&Figures]) -> Vec<FigureRow> {
    let row = |at: usize, label: &str| {
        let fill = |figures: &&Figures| {
            let total: usize = figures.rated.iter().sum();
            let count = figures.rated[at];
            if total == 0 {
                return without(board::without_found(figures));
            }
            let share = format::percent(count, total).trim_end_matches(['\u{a0}', '%']).to_owned();
            cell(share, format!("{} of {}", format::count(count), format::count(total)))
        };
        FigureRow { label_html: text(label), cells: all.iter().map(fill).collect() }
    };
    vec![
        row(0, "Rated worse than the panel, %"),
        row(1, "Rated like the panel, %"),
        row(2, "Rated milder than the panel, %"),
    ]
}

/// Each version's recall less that of the version before it. They reviewed other changes, so that this is no paired
/// comparison.
fn against_before(all: &[&Figures]) -> FigureRow {
    let fill = |at: usize| {
        // The first column is all versions together, and the oldest has none before it.
        let (newer, older) = (all[at], all.get(at + 1)?);
        let enough = newer.subjects >= FEWEST_SUBJECTS && older.subjects >= FEWEST_SUBJECTS;
        let (value, ends) = unpaired(newer.recall.as_ref()?, older.recall.as_ref()?);
        enough.then(|| cell(format::points(value), format::points_range(ends.low, ends.high)))
    };
    FigureRow {
        label_html: "Recall against the version before, points".to_owned(),
        cells: (0..all.len())
            .map(|at| match at {
                0 => without(""),
                at if at + 1 == all.len() => without("not compared"),
                at => fill(at).unwrap_or_else(|| without("not enough data")),
            })
            .collect(),
    }
}

/// What it alone found, worst first, then newest.
fn solo(comparison: &Comparison<'_>, agent: usize, from: &str) -> Listed {
    let mut found: Vec<Found<'_>> = Vec::new();
    for sitting in &comparison.field.sittings {
        for turn in sitting.turns.iter().filter(|turn| turn.agent == agent) {
            let alone = turn.found.and(&sitting.pool.by_one);
            found.extend(alone.positions().map(|at| comparison.finding(sitting, sitting.pool.findings[at])));
        }
    }
    listed::listed(comparison, found, MOST_FINDINGS, from)
}

/// Its findings that were assessed as false positives, worst first, then newest.
fn wrong(comparison: &Comparison<'_>, agent: usize, from: &str) -> Listed {
    let mut found: Vec<Found<'_>> = Vec::new();
    for sitting in &comparison.field.sittings {
        for turn in sitting.turns.iter().filter(|turn| turn.agent == agent) {
            found.extend(turn.wrong.iter().map(|at| comparison.finding(sitting, *at)));
        }
    }
    listed::listed(comparison, found, MOST_FINDINGS, from)
}
