//! What agents are worth together: who also saw it, the best panels, what the next agent adds, and what all missed.

use super::comparison::Comparison;
use super::parts::overlap::{self, OverlapPart};
use super::route::Route;
use super::shell::{About, Shell};
use crate::aggregate::missed::{Missed, PanelCounts, missed};
use crate::aggregate::pairs::FEWEST_SUBJECTS;
use crate::aggregate::panels::{Panel, best, by_panel_size, gains};
use crate::chart::Axis;
use crate::chart::interval::{head, interval};
use crate::text::format;
use serde::Serialize;

/// Agents that may be added to a panel, and panels of one size that are listed.
const MOST_GAINS: usize = 3;
const MOST_PANELS: usize = 5;
const LARGEST_LISTED: usize = 4;
const WIDTH: f64 = 132.0;

/// What `panels.html` shows.
#[derive(Debug, Serialize)]
pub struct PanelsPage {
    shell: Shell,
    lead: String,
    axis_html: String,
    has: Recorded,
    best: Vec<PanelRow>,
    all: Vec<PanelRow>,
    /// How many panels are not listed.
    more: Option<String>,
    /// The most members that were looked at, where panels were larger.
    limit: Option<String>,
    overlap: Option<OverlapPart>,
    missed: Vec<MissedRow>,
    methodology: String,
}

/// What any panel has.
#[derive(Debug, Serialize)]
struct Recorded {
    time: bool,
    cost: bool,
    /// What none has, in words.
    absent: Option<String>,
}

impl Recorded {
    fn of(panels: &[Panel]) -> Self {
        let time = panels.iter().any(|panel| panel.duration.is_some());
        let cost = panels.iter().any(|panel| panel.cost.is_some());
        Self { time, cost, absent: super::parts::board::absent(&[(time, "time"), (cost, "cost")]) }
    }
}

#[derive(Debug, Serialize)]
struct PanelRow {
    size: String,
    members_html: Vec<String>,
    reviews: String,
    coverage: String,
    ends: String,
    drawn_html: String,
    duration: Option<String>,
    cost: Option<String>,
    /// The next agents.
    gains: Vec<GainPart>,
}

/// What an agent adds.
#[derive(Debug, Serialize)]
struct GainPart {
    agent_html: String,
    /// In points.
    share: String,
    ends: String,
}

#[derive(Debug, Serialize)]
struct MissedRow {
    size: String,
    reviews: String,
    found: String,
    by_one: String,
    by_two: String,
    missed: Option<String>,
    ends: Option<String>,
    share: Option<String>,
}

/// Fills the page.
#[must_use]
pub fn panels_page(comparison: &Comparison<'_>) -> PanelsPage {
    let path = Route::Panels.path();
    let (panels, size) = &comparison.panels;
    let best = best(panels);
    let ends = panels.iter().filter_map(|panel| panel.coverage).flat_map(|of| [of.interval.low, of.interval.high]);
    let axis = Axis::over(ends.map(|end| end * 100.0), 4, (0.0, 100.0));
    let largest = comparison.field.sittings.iter().map(|sitting| sitting.turns.len()).max().unwrap_or(0);
    let listed = listed(panels);
    let lead = "Which agents to run together. A panel counts over the reviews that had all of its members, and covers what \
                at least one of them found.";
    PanelsPage {
        shell: Shell::new(
            comparison.around,
            &About { path: &path, title: "Panels", description: lead, is_article: false, current: "" },
        )
        .in_panels(),
        lead: lead.to_owned(),
        axis_html: head(&axis, WIDTH, format::figure),
        best: best.iter().map(|panel| row(comparison, panel, &axis, true, &path)).collect(),
        has: Recorded::of(panels),
        more: (panels.len() > listed.len()).then(|| format::count(panels.len() - listed.len())),
        all: listed.iter().map(|panel| row(comparison, panel, &axis, false, &path)).collect(),
        limit: (largest > *size).then(|| format::count(*size)),
        overlap: overlap::overlap(comparison, &comparison.whole().leaderboard, &path),
        missed: missed_rows(comparison),
        methodology: Route::Methodology.from(&path),
    }
}

/// Of each size the panels that cover most; small ones are what people choose between.
fn listed(panels: &[Panel]) -> Vec<&Panel> {
    let covers = |panel: &Panel| panel.coverage.map_or(0.0, |coverage| coverage.value);
    let mut all: Vec<&Panel> =
        panels.iter().filter(|panel| panel.coverage.is_some() && panel.members.len() <= LARGEST_LISTED).collect();
    all.sort_by(|a, b| {
        let is_few = |panel: &Panel| panel.subjects < FEWEST_SUBJECTS;
        let order = a.members.len().cmp(&b.members.len()).then(is_few(a).cmp(&is_few(b)));
        order.then_with(|| covers(b).total_cmp(&covers(a)))
    });
    let mut taken = [0_usize; LARGEST_LISTED + 1];
    all.retain(|panel| {
        taken[panel.members.len()] += 1;
        taken[panel.members.len()] <= MOST_PANELS
    });
    all
}

fn row(comparison: &Comparison<'_>, panel: &Panel, axis: &Axis, with_gains: bool, from: &str) -> PanelRow {
    let coverage = panel.coverage.as_ref();
    let gains = if with_gains { gains(&comparison.field.all(), &panel.members) } else { Vec::new() };
    PanelRow {
        size: format::count(panel.members.len()),
        members_html: panel.members.iter().map(|agent| comparison.link(*agent, from)).collect(),
        reviews: format::count(panel.reviews),
        coverage: coverage.map(|of| format::share(of.value)).unwrap_or_default(),
        ends: coverage.map(|of| format::share_range(of.interval.low, of.interval.high)).unwrap_or_default(),
        drawn_html: coverage.map(|of| interval(axis, WIDTH, None, super::parts::board::range(of))).unwrap_or_default(),
        duration: panel.duration.map(|duration| format::duration_clock(duration.value)),
        cost: panel.cost.map(format::dollars),
        gains: gains
            .iter()
            .take(MOST_GAINS)
            .map(|gain| GainPart {
                agent_html: comparison.link(gain.agent, from),
                share: format::points(gain.share.value),
                ends: format::share_range(gain.share.interval.low, gain.share.interval.high),
            })
            .collect(),
    }
}

fn missed_rows(comparison: &Comparison<'_>) -> Vec<MissedRow> {
    let sizes = by_panel_size(&comparison.field.all());
    let mut rows: Vec<MissedRow> =
        sizes.iter().map(|(counts, runs)| missed_row(format::count(counts.size), &[*counts], *runs)).collect();
    if sizes.len() > 1 {
        let all: Vec<PanelCounts> = sizes.iter().map(|(counts, _)| *counts).collect();
        rows.push(missed_row("all".to_owned(), &all, sizes.iter().map(|(_, runs)| runs).sum()));
    }
    rows
}

fn missed_row(size: String, counts: &[PanelCounts], runs: usize) -> MissedRow {
    let sum = |of: fn(&PanelCounts) -> usize| format::count(counts.iter().map(of).sum());
    let estimate = missed(counts);
    MissedRow {
        size,
        reviews: format::count(runs),
        found: sum(|counts| counts.found),
        by_one: sum(|counts| counts.by_one),
        by_two: sum(|counts| counts.by_two),
        missed: estimate.as_ref().map(|missed| format::whole(missed.value)),
        ends: estimate
            .as_ref()
            .and_then(|missed| missed.interval)
            .map(|ends| format!("{}–{}", format::whole(ends.low), format::whole(ends.high))),
        share: estimate.as_ref().filter(|missed| missed.total() > 0.0).map(share_words),
    }
}

fn share_words(missed: &Missed) -> String {
    format::share(missed.value / missed.total())
}
