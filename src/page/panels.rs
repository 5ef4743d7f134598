//! What agents are worth together: which panel to run and why, what more coverage takes, what is lost without one, the best
//! panels, overlap, and what everybody missed.

mod frontier;
mod lost;
mod missed;

use super::content::Content;
use super::inputs::{AgentLink, Inputs};
use super::needs::{Needs, Part};
use super::parts::board::{percent_range, unrecorded_words};
use super::parts::overlap::{self, OverlapPart};
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::{Route, relative};
use super::shell::{About, Crumb, Shell};
use crate::aggregate::pairs::FEWEST_SUBJECTS;
use crate::aggregate::panel::advice::Advice;
use crate::aggregate::panel::choice::{Choice, FEWEST_TO_SAVE, MAY_LOSE, RunnerUp};
use crate::aggregate::panel::frontier::Price;
use crate::aggregate::panel::panel_analysis::PanelAnalysis;
use crate::aggregate::panel::panels::{Gain, Panel};
use crate::aggregate::slices::Slice;
use crate::chart::Axis;
use crate::chart::interval::{head_of_ticks, interval};
use crate::text::{Html, format};
use frontier::{FrontierPart, frontier_part};
use lost::{LostPart, lost_part};
use missed::{MissedPart, missed_part};
use serde::Serialize;

/// The most additions that are listed for a panel.
const MOST_GAINS: usize = 3;
const WIDTH: f64 = 96.0;

const TEMPLATE: &str = "panels.html";
const FRONTIER_TEMPLATE: &str = "panels-by.html";

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
    needs: |planned, _, needs| needs_panels(planned, needs),
};

/// The chart of panels by what the page about panels does not show.
pub static FRONTIERS: Kind = Kind {
    name: "chart of panels",
    template: Some(FRONTIER_TEMPLATE),
    maker: Maker::Site {
        plan: |planner: &mut Planner<'_>| {
            // They come and go with what runs record: no old address may stand where one might be.
            planner.reserve("panels");
            for price in frontier::prices(&planner.analysis.panels).into_iter().skip(1) {
                planner.claim(&FRONTIERS, Route::PanelsBy(price).path(), Subject::Price(price));
            }
        },
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            let page = frontier_page(inputs, &file.path, file.subject.price());
            Ok(Content::Page(inputs.render(FRONTIER_TEMPLATE, &page)?))
        },
    },
    needs: |planned, _, needs| needs_panels(planned, needs),
};

fn needs_panels(planned: &Planned<'_>, needs: &mut Needs) {
    needs.parts([Part::Panels, Part::Board(Slice::default()), Part::Agents]);
    needs.assets.insert(planned.assets.panels_style.clone());
}

/// What `panels.html` shows.
#[derive(Debug, Serialize)]
pub struct PanelsPage {
    shell: Shell,
    /// Of the stylesheet that only pages of panels load.
    panels_style: String,
    lead: String,
    frontier: Option<FrontierPart>,
    lost: Option<LostPart>,
    axis: Html,
    has: RecordedColumns,
    /// What nothing is recorded of, in words.
    absent: Option<String>,
    best: Vec<PanelRow>,
    all: Vec<PanelRow>,
    /// How many panels the list leaves out.
    more: Option<String>,
    /// The largest size that was considered, where some panel was larger.
    limit: Option<String>,
    how: HowPart,
    overlap: Option<OverlapPart>,
    missed: Option<MissedPart>,
    methodology: String,
}

/// What `panels-by.html` shows.
#[derive(Debug, Serialize)]
pub struct FrontierPage {
    shell: Shell,
    /// Of the stylesheet that only pages of panels load.
    panels_style: String,
    crumbs: Vec<Crumb>,
    title: String,
    frontier: Option<FrontierPart>,
    methodology: String,
}

/// How the panel to run is chosen, or why there is none.
#[derive(Debug, Serialize)]
struct HowPart {
    /// What is so of this archive.
    here: String,
    fewest: String,
    /// In points.
    may_lose: String,
    fewest_to_save: String,
}

/// Which optional columns the tables have: those that at least one panel has a value for.
#[derive(Debug, Serialize)]
struct RecordedColumns {
    false_alarms: bool,
    time: bool,
    cost: bool,
}

impl RecordedColumns {
    fn of(panels: &[&Panel]) -> Self {
        let [false_alarms, time, cost] = Price::ALL.map(|price| panels.iter().any(|panel| price.of(panel).is_some()));
        Self { false_alarms, time, cost }
    }

    /// The columns that no panel has a value for, in words.
    fn absent(&self) -> Option<String> {
        unrecorded_words(&[(self.false_alarms, "false alarms"), (self.time, "time"), (self.cost, "cost")])
    }
}

/// What is said of a panel in every table.
#[derive(Debug, Serialize)]
struct PanelFacts {
    reviews: String,
    coverage: String,
    ends: String,
    /// Of the best of its size what that one covers on changes that it was not chosen by.
    out_of_sample: Option<String>,
    false_alarms: Option<String>,
    duration: Option<String>,
    cost: Option<String>,
}

impl PanelFacts {
    fn of(panels: &PanelAnalysis, at: usize) -> Self {
        let panel = &panels.all[at];
        let out_of_sample = panels.out_of_sample.get(&at);
        Self {
            reviews: format::count(panel.reviews),
            coverage: panel.coverage.map(|of| format::share(of.value)).unwrap_or_default(),
            ends: panel.coverage.map_or_else(String::new, |of| {
                of.interval_of_enough()
                    .map_or_else(|| "too few".to_owned(), |ends| format::share_range(ends.low, ends.high))
            }),
            out_of_sample: out_of_sample.map(|of| format::share(of.value)),
            false_alarms: panel.false_alarms.map(format::decimal),
            duration: panel.duration.map(|duration| format::duration_clock(duration.value)),
            cost: panel.cost.map(format::dollars),
        }
    }
}

#[derive(Debug, Serialize)]
struct PanelRow {
    size: String,
    members: Vec<AgentLink>,
    facts: PanelFacts,
    drawn: Html,
    is_named: bool,
    next: Option<NextPart>,
    /// Where there is none to compare with.
    without_next: &'static str,
    /// The agents that would add most, best first.
    gains: Vec<GainPart>,
}

/// The next best panel of the same size.
#[derive(Debug, Serialize)]
struct NextPart {
    members: Vec<AgentLink>,
    /// By how many points it covers less, over the reviews that had both panels.
    less: String,
    ends: String,
    is_tied: bool,
}

/// What one more agent would add to a panel's coverage.
#[derive(Debug, Serialize)]
struct GainPart {
    agent: AgentLink,
    /// In percentage points.
    share: String,
    ends: String,
}

/// Fills the page about panels.
#[must_use]
pub fn panels_page(inputs: &Inputs<'_>, path: &str) -> PanelsPage {
    let panels = inputs.panels();
    let advice = &inputs.whole().advice;
    let all = &panels.all;
    let listed = || panels.listed.iter().chain(panels.best.iter().map(|(at, _)| at));
    let ends = listed().filter_map(|at| all[*at].coverage?.interval_of_enough()).flat_map(|of| [of.low, of.high]);
    let axis = Axis::over(ends.map(|end| end * 100.0), 4, (0.0, 100.0));
    let best = panels.best.iter().map(|(at, gains)| panel_row(inputs, *at, gains, &axis, path));
    let lead = "Which agents to run together. A panel is measured over the reviews that had all of its members, and \
                covers the findings that at least one of them found.";
    let price = frontier::prices(panels).first().copied();
    let has = RecordedColumns::of(&listed().map(|at| &all[*at]).collect::<Vec<_>>());
    PanelsPage {
        shell: Shell::new(inputs, &About { path, title: "Panels", description: lead, is_article: false, current: "" })
            .in_panels(),
        panels_style: relative(path, &inputs.assets().panels_style),
        lead: lead.to_owned(),
        frontier: price.and_then(|price| frontier_part(inputs, price, path)),
        lost: lost_part(inputs, advice, path),
        axis: head_of_ticks(&axis, WIDTH, format::figure),
        best: best.collect(),
        absent: has.absent(),
        has,
        more: (all.len() > panels.listed.len()).then(|| format::count(all.len() - panels.listed.len())),
        all: panels.listed.iter().map(|at| panel_row(inputs, *at, &[], &axis, path)).collect(),
        limit: panels.limit.map(format::count),
        how: how(advice),
        overlap: overlap::overlap_part(inputs, inputs.whole(), path),
        missed: missed_part(&panels.missed_by_severity),
        methodology: Route::Methodology.from(path),
    }
}

fn frontier_page(inputs: &Inputs<'_>, path: &str, price: Price) -> FrontierPage {
    let name = frontier::name(price);
    let title = format!("Panels against {}", name.to_lowercase());
    let lead =
        format!("What more coverage takes: panels of agents by what they cover, against {}.", name.to_lowercase());
    FrontierPage {
        shell: Shell::new(inputs, &About { path, title: &title, description: &lead, is_article: false, current: "" })
            .in_panels(),
        panels_style: relative(path, &inputs.assets().panels_style),
        crumbs: vec![Crumb::to("Panels", Route::Panels.from(path)), Crumb::here(name.to_owned())],
        title,
        frontier: frontier_part(inputs, price, path),
        methodology: Route::Methodology.from(path),
    }
}

fn how(advice: &Advice) -> HowPart {
    let here = match &advice.choice {
        Choice::Run(_) => advice.named().map_or_else(String::new, |named| {
            let coverage = format::share(named.coverage.value);
            let checked = named.out_of_sample.map_or_else(String::new, |of| {
                format!(", and {}% on changes that it was not chosen by", format::share(of.value))
            });
            let changes = format::counted(named.changes, "change");
            format!("Here it is a panel of {}: {coverage}% over {changes}{checked}.", named.members.len())
        }),
        Choice::SoFar(at) => {
            let of = &advice.candidates[*at];
            let (changes, coverage) = (format::counted(of.changes, "change"), format::share(of.coverage.value));
            format!(
                "Here too little is known to leave an agent out: of the panels that could be measured one of {} covers most, {coverage}% over {changes}.",
                of.members.len()
            )
        }
        Choice::NobodyMet => "Here no two agents ever reviewed the same change, so that there is none.".to_owned(),
        Choice::NothingKnown => "Here nothing was found where agents met, so that there is none.".to_owned(),
        Choice::TooFewChanges => {
            format!("Here no panel has reviewed {FEWEST_SUBJECTS} changes together, so that there is none.")
        }
    };
    HowPart {
        here,
        fewest: format::count(FEWEST_SUBJECTS),
        may_lose: format::whole(MAY_LOSE * 100.0),
        fewest_to_save: format::count(FEWEST_TO_SAVE),
    }
}

fn panel_row(inputs: &Inputs<'_>, at: usize, gains: &[Gain], axis: &Axis, from: &str) -> PanelRow {
    let panels = inputs.panels();
    let panel = &panels.all[at];
    let advice = &inputs.whole().advice;
    let link = |agent: &usize| inputs.agent_link(*agent, from);
    let of_advice = advice.candidates.iter().find(|candidate| candidate.members == panel.members);
    let next = |runner_up: &RunnerUp| NextPart {
        members: runner_up.members.iter().map(link).collect(),
        less: format::points(-runner_up.less),
        ends: format::points_range(-runner_up.interval.high, -runner_up.interval.low),
        is_tied: runner_up.is_tied(),
    };
    let has_rival = panels.all.iter().filter(|other| other.members.len() == panel.members.len()).nth(1).is_some();
    PanelRow {
        size: format::count(panel.members.len()),
        members: panel.members.iter().map(link).collect(),
        facts: PanelFacts::of(panels, at),
        drawn: panel
            .coverage
            .as_ref()
            .filter(|of| of.interval_of_enough().is_some())
            .map(|of| interval(axis, WIDTH, None, percent_range(of)))
            .unwrap_or_default(),
        is_named: advice.named().is_some_and(|named| named.members == panel.members),
        next: of_advice.and_then(|candidate| candidate.runner_up.as_ref()).map(next),
        without_next: match of_advice {
            _ if !has_rival => "no other panel of this size",
            Some(_) => "too few shared changes",
            // Larger than those that one is chosen from.
            None => "not compared",
        },
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
