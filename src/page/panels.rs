//! What agents are worth together: the best panels, what the next agent adds, overlap, and what the whole panel missed.

use super::content::Content;
use super::inputs::{AgentLink, Inputs};
use super::needs::Part;
use super::parts::board::{percent_range, unrecorded_words};
use super::parts::overlap::{self, OverlapPart};
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::Route;
use super::shell::{About, Shell};
use crate::aggregate::panel_analysis::MissedBySize;
use crate::aggregate::panels::{Gain, Panel};
use crate::aggregate::slices::Slice;
use crate::chart::Axis;
use crate::chart::interval::{head, interval};
use crate::text::{Html, format};
use serde::Serialize;

/// The most additions that are listed for a panel.
const MOST_GAINS: usize = 3;
const WIDTH: f64 = 132.0;

const TEMPLATE: &str = "panels.html";

/// The page about panels.
pub static KIND: Kind = Kind {
    name: "page of panels",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: |planner: &mut Planner<'_>| {
            if planner.has_agents() {
                planner.claim(&KIND, Route::Panels.path(), Subject::Only);
            }
        },
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            Ok(Content::Page(inputs.render(TEMPLATE, &panels_page(inputs, &file.path))?))
        },
    },
    needs: |_, _, needs| {
        needs.parts([Part::Panels, Part::Board(Slice::default()), Part::Agents, Part::Field]);
    },
};

/// What `panels.html` shows.
#[derive(Debug, Serialize)]
pub struct PanelsPage {
    shell: Shell,
    lead: String,
    axis: Html,
    has: RecordedColumns,
    best: Vec<PanelRow>,
    all: Vec<PanelRow>,
    /// How many panels the list leaves out.
    more: Option<String>,
    /// The largest size that was considered, where some panel was larger.
    limit: Option<String>,
    overlap: Option<OverlapPart>,
    missed: Vec<MissedRow>,
    methodology: String,
}

/// Which optional columns the tables have: those that at least one panel has a value for.
#[derive(Debug, Serialize)]
struct RecordedColumns {
    time: bool,
    cost: bool,
    /// The columns that no panel has a value for, in words.
    absent: Option<String>,
}

impl RecordedColumns {
    fn of(panels: &[Panel]) -> Self {
        let time = panels.iter().any(|panel| panel.duration.is_some());
        let cost = panels.iter().any(|panel| panel.cost.is_some());
        Self { time, cost, absent: unrecorded_words(&[(time, "time"), (cost, "cost")]) }
    }
}

#[derive(Debug, Serialize)]
struct PanelRow {
    size: String,
    members: Vec<AgentLink>,
    reviews: String,
    coverage: String,
    ends: String,
    drawn: Html,
    duration: Option<String>,
    cost: Option<String>,
    /// The agents that would add most, best first.
    gains: Vec<GainPart>,
}

/// What one more agent would add to a panel's coverage.
#[derive(Debug, Serialize)]
struct GainPart {
    agent: AgentLink,
    /// In percentage points.
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

/// Fills the page about panels.
#[must_use]
pub fn panels_page(inputs: &Inputs<'_>, path: &str) -> PanelsPage {
    let panels = inputs.panels();
    let all = &panels.all;
    let ends = all.iter().filter_map(|panel| panel.coverage).flat_map(|of| [of.interval.low, of.interval.high]);
    let axis = Axis::over(ends.map(|end| end * 100.0), 4, (0.0, 100.0));
    let best = panels.best.iter().map(|(at, gains)| panel_row(inputs, &all[*at], gains, &axis, path));
    let listed = panels.listed.iter().map(|at| panel_row(inputs, &all[*at], &[], &axis, path));
    let lead = "Which agents to run together. A panel is measured over the reviews that had all of its members, and \
                covers the findings that at least one of them found.";
    PanelsPage {
        shell: Shell::new(inputs, &About { path, title: "Panels", description: lead, is_article: false, current: "" })
            .in_panels(),
        lead: lead.to_owned(),
        axis: head(&axis, WIDTH, format::figure),
        best: best.collect(),
        has: RecordedColumns::of(all),
        more: (all.len() > panels.listed.len()).then(|| format::count(all.len() - panels.listed.len())),
        all: listed.collect(),
        limit: panels.limit.map(format::count),
        overlap: overlap::overlap_part(inputs, inputs.whole(), path),
        missed: panels.missed.iter().map(missed_row).collect(),
        methodology: Route::Methodology.from(path),
    }
}

fn panel_row(inputs: &Inputs<'_>, panel: &Panel, gains: &[Gain], axis: &Axis, from: &str) -> PanelRow {
    let coverage = panel.coverage.as_ref();
    PanelRow {
        size: format::count(panel.members.len()),
        members: panel.members.iter().map(|agent| inputs.agent_link(*agent, from)).collect(),
        reviews: format::count(panel.reviews),
        coverage: coverage.map(|of| format::share(of.value)).unwrap_or_default(),
        ends: coverage.map(|of| format::share_range(of.interval.low, of.interval.high)).unwrap_or_default(),
        drawn: coverage.map(|of| interval(axis, WIDTH, None, percent_range(of))).unwrap_or_default(),
        duration: panel.duration.map(|duration| format::duration_clock(duration.value)),
        cost: panel.cost.map(format::dollars),
        gains: gains
            .iter()
            .take(MOST_GAINS)
            .map(|gain| GainPart {
                agent: inputs.agent_link(gain.agent, from),
                share: format::points(gain.share.value),
                ends: format::share_range(gain.share.interval.low, gain.share.interval.high),
            })
            .collect(),
    }
}

fn missed_row(of: &MissedBySize) -> MissedRow {
    let missed = of.missed.as_ref();
    MissedRow {
        size: of.size.map_or_else(|| "all".to_owned(), format::count),
        reviews: format::count(of.reviews),
        found: format::count(of.found),
        by_one: format::count(of.by_one),
        by_two: format::count(of.by_two),
        missed: missed.map(|missed| format::whole(missed.value)),
        ends: missed
            .and_then(|missed| missed.interval)
            .map(|ends| format!("{}–{}", format::whole(ends.low), format::whole(ends.high))),
        share: missed.filter(|missed| missed.total() > 0.0).map(|missed| format::share(missed.value / missed.total())),
    }
}
