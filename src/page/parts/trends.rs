//! Figures over time: charts beside each other, and their numbers in a table.

use super::board::percent_range;
use super::versions_words::short_model;
use crate::aggregate::calendar::BinLength;
use crate::aggregate::criterion::Basis;
use crate::aggregate::figures::Figures;
use crate::aggregate::statistics::groups::Grouping;
use crate::chart::Axis;
use crate::chart::interval::PlottedEstimate;
use crate::chart::trend::{Trend, trend};
use crate::model::Slug;
use crate::page::inputs::{AgentLink, Inputs};
use crate::page::route::Route;
use crate::text::{Html, format};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Charts over the same bins of time, and the table of their numbers.
#[derive(Debug, Serialize)]
pub struct TrendsPart {
    caption: String,
    charts: Vec<TrendChart>,
    /// The head of the table's first column.
    heading: &'static str,
    /// Each with the address of its reviews, if it has any.
    bins: Vec<(String, Option<String>)>,
    rows: Vec<TrendRow>,
}

#[derive(Debug, Serialize)]
struct TrendChart {
    label: TrendLabel,
    drawing: Html,
}

/// The label of a chart and of its row in the table: an agent or a figure.
#[derive(Clone, Debug, Serialize)]
struct TrendLabel {
    agent: Option<AgentLink>,
    /// The figure's name, where it is not an agent.
    words: &'static str,
}

#[derive(Debug, Serialize)]
struct TrendRow {
    label: TrendLabel,
    cells: Vec<Option<String>>,
}

/// A figure that can be drawn over time, with the largest value that its axis may have.
struct TrendFigure {
    name: &'static str,
    of: fn(&Figures) -> Option<PlottedEstimate>,
    words: fn(f64) -> String,
    most: f64,
}

const RECALL: TrendFigure = TrendFigure {
    name: "Recall (%)",
    of: |of| of.recall.as_ref().map(percent_range),
    words: format::decimal,
    most: 100.0,
};

/// Precision by what says of the whole archive which findings are right, as in the table of figures.
fn precision(basis: Basis) -> TrendFigure {
    let (name, of): (_, fn(&Figures) -> Option<PlottedEstimate>) = match basis {
        Basis::Judged => ("Precision (%)", |of| of.precision_by(Basis::Judged).as_ref().map(percent_range)),
        Basis::Kept => ("Kept by the consolidator (%)", |of| of.precision_by(Basis::Kept).as_ref().map(percent_range)),
    };
    TrendFigure { name, of, words: format::decimal, most: 100.0 }
}

/// Every other figure that has one value per bin.
const OTHERS: [TrendFigure; 7] = [
    TrendFigure {
        name: "Solo (%)",
        of: |of| of.solo_share.as_ref().map(percent_range),
        words: format::decimal,
        most: 100.0,
    },
    TrendFigure {
        name: "Acted on (%)",
        of: |of| of.acted_on.as_ref().map(percent_range),
        words: format::decimal,
        most: 100.0,
    },
    TrendFigure {
        name: "Median time",
        of: |of| {
            let duration = of.duration_by_change?;
            // In minutes, so that the axis has round ones.
            let ends = duration.interval.map(|ends| (ends.low / 60.0, ends.high / 60.0));
            Some(PlottedEstimate { value: duration.value / 60.0, ends })
        },
        words: |minutes| format::duration_clock(minutes * 60.0),
        most: f64::INFINITY,
    },
    TrendFigure {
        name: "Found per 10 min",
        of: |of| without_interval(of.per_ten_minutes),
        words: format::decimal,
        most: f64::INFINITY,
    },
    TrendFigure {
        name: "Cost per finding",
        of: |of| without_interval(of.cost_per_finding),
        words: format::dollars,
        most: f64::INFINITY,
    },
    TrendFigure {
        name: "Weighted score per review",
        of: |of| without_interval(of.score),
        words: format::signed,
        most: f64::INFINITY,
    },
    TrendFigure {
        name: "Agreement with people (%)",
        of: |of| of.agreement.as_ref().map(percent_range),
        words: format::decimal,
        most: 100.0,
    },
];

/// The point of a figure that has no interval.
fn without_interval(value: Option<f64>) -> Option<PlottedEstimate> {
    value.map(|value| PlottedEstimate { value, ends: None })
}

/// The recall of each agent; `None` where the archive is one bin long.
#[must_use]
pub fn recall_trends(inputs: &Inputs<'_>, from: &str) -> Option<TrendsPart> {
    let agents = inputs.whole().order();
    let lines: Vec<AgentTrend<'_>> = agents
        .iter()
        .map(|&agent| AgentTrend {
            agent,
            figure: &RECALL,
            id: format!("recall-{agent}"),
            name: inputs.name(agent).to_owned(),
            label: TrendLabel { agent: Some(inputs.agent_link(agent, from)), words: "" },
        })
        .collect();
    let step = inputs.timeline().step.word();
    let caption = format!(
        "Recall (%) by {step}. The band is the 95% confidence interval, which takes three changes; a dashed line marks a \
         change of model. A {step} without a review by the agent is left blank."
    );
    trends_part(inputs, &lines, "Agent", caption, (None, from))
}

/// The reviews of a bin of the calendar: all of a month, which has a page, and of any other bin the agent’s, as the
/// search has them. [`reviews_of_bin_words`] says which.
#[must_use]
pub fn reviews_of_bin(inputs: &Inputs<'_>, step: BinLength, start: NaiveDate, agent: usize, from: &str) -> String {
    reviews_in_bin(step, start, Some(inputs.field().agents[agent]), from)
}

/// Where a bin leads, in words.
#[must_use]
pub fn reviews_of_bin_words(step: BinLength) -> String {
    match step.word() {
        month if step == BinLength::Month => format!("Each {month} leads to all reviews of that {month}."),
        step => format!("Each {step} leads to the agent’s reviews and findings of that {step}."),
    }
}

/// The page of the month where a bin is one; of any other bin what the search has of these days.
fn reviews_in_bin(step: BinLength, start: NaiveDate, agent: Option<&Slug>, from: &str) -> String {
    if step == BinLength::Month {
        return Route::Group(Grouping::Month, &start.format("%Y-%m").to_string(), 1).from(from);
    }
    let last = step.next(start).and_then(|next| next.pred_opt()).unwrap_or(start);
    let agent = agent.map(|agent| format!("agent={agent}&")).unwrap_or_default();
    format!("{}?{agent}since={start}&until={last}&sort=new", Route::Search.from(from))
}

/// Every figure of one agent, but for its recall where that has a chart of its own; `None` where the archive is one bin long.
#[must_use]
pub fn agent_trends(inputs: &Inputs<'_>, agent: usize, with_recall: bool, from: &str) -> Option<TrendsPart> {
    let precision = precision(inputs.whole().basis());
    let lines: Vec<AgentTrend<'_>> = [&RECALL, &precision]
        .into_iter()
        .chain(&OTHERS)
        .enumerate()
        .skip(usize::from(!with_recall))
        .map(|(at, figure)| AgentTrend {
            agent,
            figure,
            id: format!("figure-{at}"),
            name: format!("{} of {}", figure.name, inputs.name(agent)),
            label: TrendLabel { agent: None, words: figure.name },
        })
        .collect();
    let step = inputs.timeline().step.word();
    let caption = format!(
        "By {step}. The band is the 95% confidence interval, where there is one; a dashed line marks a change of \
         model. A {step} in which nothing was recorded is left blank. {leads}",
        leads = reviews_of_bin_words(inputs.timeline().step)
    );
    trends_part(inputs, &lines, "Figure", caption, (Some(agent), from))
}

/// One figure of one agent.
struct AgentTrend<'l> {
    agent: usize,
    figure: &'l TrendFigure,
    id: String,
    name: String,
    label: TrendLabel,
}

impl AgentTrend<'_> {
    fn points(&self, inputs: &Inputs<'_>) -> Vec<Option<PlottedEstimate>> {
        inputs.timeline().bins.iter().map(|(_, figures)| (self.figure.of)(&figures[self.agent])).collect()
    }
}

fn trends_part(
    inputs: &Inputs<'_>,
    lines: &[AgentTrend<'_>],
    heading: &'static str,
    caption: String,
    (only, from): (Option<usize>, &str),
) -> Option<TrendsPart> {
    let timeline = inputs.timeline();
    let labels: Vec<String> = timeline.bins.iter().map(|(start, _)| timeline.step.label(*start)).collect();
    if labels.len() < 2 {
        return None;
    }
    let recorded: Vec<(&AgentTrend<'_>, Vec<Option<PlottedEstimate>>)> = lines
        .iter()
        .map(|line| (line, line.points(inputs)))
        .filter(|(_, points)| points.iter().any(Option::is_some))
        .collect();
    if recorded.is_empty() {
        return None;
    }
    // Agents beside each other are compared by eye, so they share an axis; figures of one agent cannot.
    let same_figure = lines.iter().all(|line| line.figure.name == lines[0].figure.name);
    let shared = same_figure.then(|| axis(recorded.iter().flat_map(|(_, points)| points), lines[0].figure));
    let reviews = |(start, figures): &(NaiveDate, Vec<Figures>)| {
        let agent = only.map(|agent| inputs.field().agents[agent]);
        let has_any =
            only.map_or_else(|| figures.iter().any(|figures| figures.reviews > 0), |agent| figures[agent].reviews > 0);
        has_any.then(|| reviews_in_bin(timeline.step, *start, agent, from))
    };
    let bins = timeline.bins.iter().zip(&labels).map(|(bin, label)| (label.clone(), reviews(bin))).collect();
    let charts = recorded.iter().map(|(line, points)| {
        let axis = shared.clone().unwrap_or_else(|| axis(points.iter(), line.figure));
        TrendChart { label: line.label.clone(), drawing: chart(inputs, line, points, &axis, &labels) }
    });
    let rows = recorded.iter().map(|(line, points)| TrendRow {
        label: line.label.clone(),
        cells: points.iter().map(|point| point.map(|range| (line.figure.words)(range.value))).collect(),
    });
    Some(TrendsPart { caption, charts: charts.collect(), heading, rows: rows.collect(), bins })
}

fn axis<'p>(points: impl Iterator<Item = &'p Option<PlottedEstimate>>, figure: &TrendFigure) -> Axis {
    let values = points.flatten().flat_map(|range| {
        let (low, high) = range.ends.unwrap_or((range.value, range.value));
        [low, high, range.value]
    });
    Axis::over(values.chain([0.0]), 3, (f64::NEG_INFINITY, figure.most))
}

fn chart(
    inputs: &Inputs<'_>,
    line: &AgentTrend<'_>,
    points: &[Option<PlottedEstimate>],
    axis: &Axis,
    labels: &[String],
) -> Html {
    let timeline = inputs.timeline();
    let changes = changes(inputs, line.agent);
    let names: Vec<(usize, String)> =
        changes.iter().map(|(bin, models)| (*bin, short_models(models, inputs.name(line.agent)))).collect();
    let middle = (labels.len() - 1) / 2;
    trend(&Trend {
        id: &line.id,
        swatch: inputs.swatch(line.agent),
        title: &format!("{} by {}", line.name, timeline.step.word()),
        description: &description(line, points, labels, &changes),
        axis,
        tick: &|value| format::tick(value, line.figure.words),
        points,
        labels: [&labels[0], &labels[middle], &labels[labels.len() - 1]],
        changes: &names,
    })
}

/// The bins in which the agent came to run with another model, each once, and with which ones.
fn changes<'m>(inputs: &Inputs<'m>, agent: usize) -> Vec<(usize, Vec<&'m str>)> {
    let timeline = inputs.timeline();
    let mut by_bin: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (day, model) in &timeline.changes[agent] {
        let start = timeline.step.start(*day);
        let bin = timeline.bins.partition_point(|(other, _)| *other < start);
        let models = by_bin.entry(bin).or_default();
        if !models.contains(model) {
            models.push(model);
        }
    }
    by_bin.into_iter().collect()
}

fn short_models(models: &[&str], name: &str) -> String {
    models.iter().map(|model| short_model(model, name)).collect::<Vec<_>>().join(", ")
}

fn description(
    line: &AgentTrend<'_>,
    points: &[Option<PlottedEstimate>],
    labels: &[String],
    changes: &[(usize, Vec<&str>)],
) -> String {
    let told = |at: usize| points[at].map(|range| format!("{} in {}", (line.figure.words)(range.value), labels[at]));
    let first = points.iter().position(Option::is_some);
    let last = points.iter().rposition(Option::is_some).filter(|last| Some(*last) != first);
    let ends: Vec<String> = first.into_iter().chain(last).filter_map(told).collect();
    let mut words = format!("{}.", ends.join(", "));
    for (bin, models) in changes {
        let (label, models) = (labels.get(*bin).map_or("", String::as_str), models.join(", "));
        // Writing to a String cannot fail.
        let _ = write!(words, " Model changed to {models} in {label}.");
    }
    words
}
