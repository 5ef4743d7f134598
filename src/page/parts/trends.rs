//! Figures over time: charts beside each other, and their numbers in a table.

use super::board::range;
use crate::aggregate::figures::Figures;
use crate::chart::Axis;
use crate::chart::interval::PlottedEstimate;
use crate::chart::trend::{Trend, trend};
use crate::page::inputs::{AgentLink, Inputs};
use crate::text::{Html, format};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Charts with one time axis.
#[derive(Debug, Serialize)]
pub struct TrendsPart {
    caption: String,
    charts: Vec<Chart>,
    /// What the rows of the table are.
    heading: &'static str,
    bins: Vec<String>,
    rows: Vec<NumbersRow>,
}

#[derive(Debug, Serialize)]
struct Chart {
    label: Label,
    drawing: Html,
}

/// What a chart and its row of numbers are of.
#[derive(Clone, Debug, Serialize)]
struct Label {
    agent: Option<AgentLink>,
    /// Where it is no agent.
    words: &'static str,
}

#[derive(Debug, Serialize)]
struct NumbersRow {
    label: Label,
    cells: Vec<Option<String>>,
}

/// A figure that can be drawn over time.
struct Figure {
    name: &'static str,
    of: fn(&Figures) -> Option<PlottedEstimate>,
    words: fn(f64) -> String,
    most: f64,
}

/// Every figure that has one value a bin.
const FIGURES: [Figure; 8] = [
    Figure { name: "Recall, %", of: |of| of.recall.as_ref().map(range), words: format::decimal, most: 100.0 },
    Figure { name: "Precision, %", of: |of| of.precision.as_ref().map(range), words: format::decimal, most: 100.0 },
    Figure { name: "Found alone, %", of: |of| of.solo_share.as_ref().map(range), words: format::decimal, most: 100.0 },
    Figure { name: "Acted on, %", of: |of| of.acted_on.as_ref().map(range), words: format::decimal, most: 100.0 },
    Figure {
        name: "Median duration",
        of: |of| {
            let duration = of.duration?;
            // In minutes, so that the axis has round ones.
            let ends = duration.interval.map(|ends| (ends.low / 60.0, ends.high / 60.0));
            Some(PlottedEstimate { value: duration.value / 60.0, ends })
        },
        words: |minutes| format::duration_clock(minutes * 60.0),
        most: f64::INFINITY,
    },
    Figure {
        name: "Found per 10 min",
        of: |of| unsure(of.per_ten_minutes),
        words: format::decimal,
        most: f64::INFINITY,
    },
    Figure {
        name: "Cost of a finding",
        of: |of| unsure(of.cost_per_finding),
        words: format::dollars,
        most: f64::INFINITY,
    },
    Figure { name: "Score a review", of: |of| unsure(of.score), words: format::decimal, most: f64::INFINITY },
];

/// A figure without an interval.
fn unsure(value: Option<f64>) -> Option<PlottedEstimate> {
    value.map(|value| PlottedEstimate { value, ends: None })
}

/// The recall of each agent; `None` where the archive is one bin long.
#[must_use]
pub fn recall(inputs: &Inputs<'_>, from: &str) -> Option<TrendsPart> {
    let agents = inputs.whole().order();
    let lines: Vec<Line<'_>> = agents
        .into_iter()
        .map(|agent| Line {
            agent,
            figure: &FIGURES[0],
            id: format!("recall-{agent}"),
            name: inputs.name(agent).to_owned(),
            label: Label { agent: Some(inputs.agent_link(agent, from)), words: "" },
        })
        .collect();
    let step = inputs.timeline().step.word();
    let caption = format!(
        "Recall in % by {step}; the band is the 95 % interval, a dashed line a change of model. A {step} without a review of the \
         agent is left open."
    );
    drawn(inputs, &lines, "Agent", caption)
}

/// Every figure of one agent; `None` where the archive is one bin long.
#[must_use]
pub fn of_agent(inputs: &Inputs<'_>, agent: usize) -> Option<TrendsPart> {
    let lines: Vec<Line<'_>> = FIGURES
        .iter()
        .enumerate()
        .map(|(at, figure)| Line {
            agent,
            figure,
            id: format!("figure-{at}"),
            name: format!("{} of {}", figure.name, inputs.name(agent)),
            label: Label { agent: None, words: figure.name },
        })
        .collect();
    let step = inputs.timeline().step.word();
    let caption = format!(
        "By {step}; the band is the 95 % interval where there is one, a dashed line a change of model. A {step} in which nothing was \
         recorded is left open."
    );
    drawn(inputs, &lines, "Figure", caption)
}

/// One figure of one agent.
struct Line<'l> {
    agent: usize,
    figure: &'l Figure,
    id: String,
    name: String,
    label: Label,
}

impl Line<'_> {
    fn points(&self, inputs: &Inputs<'_>) -> Vec<Option<PlottedEstimate>> {
        inputs.timeline().bins.iter().map(|(_, figures)| (self.figure.of)(&figures[self.agent])).collect()
    }
}

fn drawn(inputs: &Inputs<'_>, lines: &[Line<'_>], heading: &'static str, caption: String) -> Option<TrendsPart> {
    let timeline = inputs.timeline();
    let labels: Vec<String> = timeline.bins.iter().map(|(start, _)| timeline.step.label(*start)).collect();
    if labels.len() < 2 {
        return None;
    }
    let recorded: Vec<(&Line<'_>, Vec<Option<PlottedEstimate>>)> = lines
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
    let charts = recorded.iter().map(|(line, points)| {
        let axis = shared.clone().unwrap_or_else(|| axis(points.iter(), line.figure));
        Chart { label: line.label.clone(), drawing: chart(inputs, line, points, &axis, &labels) }
    });
    let rows = recorded.iter().map(|(line, points)| NumbersRow {
        label: line.label.clone(),
        cells: points.iter().map(|point| point.map(|range| (line.figure.words)(range.value))).collect(),
    });
    Some(TrendsPart { caption, charts: charts.collect(), heading, rows: rows.collect(), bins: labels })
}

fn axis<'p>(points: impl Iterator<Item = &'p Option<PlottedEstimate>>, figure: &Figure) -> Axis {
    let values = points.flatten().flat_map(|range| {
        let (low, high) = range.ends.unwrap_or((range.value, range.value));
        [low, high, range.value]
    });
    Axis::over(values.chain([0.0]), 3, (f64::NEG_INFINITY, figure.most))
}

fn chart(
    inputs: &Inputs<'_>,
    line: &Line<'_>,
    points: &[Option<PlottedEstimate>],
    axis: &Axis,
    labels: &[String],
) -> Html {
    let timeline = inputs.timeline();
    let changes = changes(inputs, line.agent);
    let middle = (labels.len() - 1) / 2;
    trend(&Trend {
        id: &line.id,
        colour: inputs.member(line.agent).colour,
        title: &format!("{} by {}", line.name, timeline.step.word()),
        description: &description(line, points, labels, &changes),
        axis,
        tick: &|value| format::tick(value, line.figure.words),
        points,
        labels: [&labels[0], &labels[middle], &labels[labels.len() - 1]],
        changes: &changes,
    })
}

/// The bins in which the agent came to run with another model, each once, and with which ones.
fn changes(inputs: &Inputs<'_>, agent: usize) -> Vec<(usize, String)> {
    let timeline = inputs.timeline();
    let mut by_bin: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (day, model) in &timeline.changes[agent] {
        let start = timeline.step.start(*day);
        let bin = timeline.bins.partition_point(|(other, _)| *other < start);
        let models = by_bin.entry(bin).or_default();
        let model = short_model(model, inputs.name(agent));
        if !models.contains(&model) {
            models.push(model);
        }
    }
    by_bin.into_iter().map(|(bin, models)| (bin, models.join(", "))).collect()
}

/// The model without the agent's name before it, which the chart has already.
fn short_model(model: &str, name: &str) -> String {
    let rest = model.strip_prefix(name).map(str::trim).filter(|rest| !rest.is_empty());
    rest.unwrap_or(model).to_owned()
}

fn description(
    line: &Line<'_>,
    points: &[Option<PlottedEstimate>],
    labels: &[String],
    changes: &[(usize, String)],
) -> String {
    let told = |at: usize| points[at].map(|range| format!("{} in {}", (line.figure.words)(range.value), labels[at]));
    let first = points.iter().position(Option::is_some);
    let last = points.iter().rposition(Option::is_some).filter(|last| Some(*last) != first);
    let ends: Vec<String> = first.into_iter().chain(last).filter_map(told).collect();
    let mut words = format!("{}.", ends.join(", "));
    for (bin, model) in changes {
        let label = labels.get(*bin).map_or("", String::as_str);
        // Writing to a String cannot fail.
        let _ = write!(words, " Model changed to {model} in {label}.");
    }
    words
}
