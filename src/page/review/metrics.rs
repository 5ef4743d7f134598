//! The metrics table: what the run recorded, and beside it what its findings say where the two differ.

use crate::model::run::Metrics;
use crate::page::parts::{Badge, RunContext};
use crate::text::markdown::Markdown;
use crate::text::{Html, format};
use serde::Serialize;

/// The table, with a column for each agent.
#[derive(Debug, Serialize)]
pub struct MetricsTable {
    agents: Vec<AgentHead>,
    rows: Vec<MetricRow>,
    /// Whether any recorded figure differs from its derived one.
    differs: bool,
}

/// The head of a column: a badge, or the agent's slug where the run does not list it.
#[derive(Debug, Serialize)]
struct AgentHead {
    badge: Option<Badge>,
    slug: String,
}

#[derive(Debug, Serialize)]
struct MetricRow {
    label: String,
    cells: Vec<MetricCell>,
}

#[derive(Debug, Serialize)]
struct MetricCell {
    /// `None`: not recorded.
    words: Option<Html>,
    /// The number counted from the findings, where it differs.
    derived: Option<String>,
}

/// The table, or nothing when the run recorded nothing.
pub fn table(context: &RunContext<'_>, markdown: &Markdown<'_>) -> Option<MetricsTable> {
    let metrics = &context.run.metrics;
    let mut rows: Vec<MetricRow> = Vec::new();
    let mut used: Vec<&str> = Vec::new();
    for (at, (field, label)) in Metrics::FIELDS.iter().enumerate() {
        if metrics.iter().any(|agent| agent.figures[at].is_some()) {
            let cell = |(agent, metrics): (usize, &Metrics)| MetricCell {
                // A note under the same label says more than the bare number.
                words: note(markdown, metrics, label).or_else(|| figure_words(metrics.figures[at], field)),
                derived: derived(context, agent, field),
            };
            rows.push(MetricRow { label: (*label).to_owned(), cells: metrics.iter().enumerate().map(cell).collect() });
            used.push(label);
        }
    }
    for label in note_labels(metrics).into_iter().filter(|label| !used.contains(label)) {
        let cell = |agent| MetricCell { words: note(markdown, agent, label), derived: None };
        rows.push(MetricRow { label: label.to_owned(), cells: metrics.iter().map(cell).collect() });
    }
    let differs = rows.iter().flat_map(|row| &row.cells).any(|cell| cell.derived.is_some());
    let head = |metrics: &Metrics| AgentHead {
        badge: context.run.reviewer(&metrics.agent).map(|reviewer| context.badge(reviewer)),
        slug: metrics.agent.to_string(),
    };
    (!rows.is_empty()).then(|| MetricsTable { agents: metrics.iter().map(head).collect(), rows, differs })
}

fn figure_words(recorded: Option<f64>, field: &str) -> Option<Html> {
    let words = match field {
        "duration_seconds" => format::duration_clock(recorded?),
        "cost_usd" => format::dollars(recorded?),
        _ => format::figure(recorded?),
    };
    Some(Html::text(&words))
}

fn derived(context: &RunContext<'_>, agent: usize, field: &str) -> Option<String> {
    let differences = context.inputs.differences(context.at).iter();
    let mut own = differences.filter(|difference| difference.metrics == agent && difference.field == field);
    own.next().map(|difference| format::count(difference.derived))
}

fn note(markdown: &Markdown<'_>, agent: &Metrics, label: &str) -> Option<Html> {
    agent.notes.iter().find(|(known, _)| known == label).map(|(_, line)| markdown.line(line))
}

fn note_labels(metrics: &[Metrics]) -> Vec<&str> {
    let mut labels: Vec<&str> = Vec::new();
    for (label, _) in metrics.iter().flat_map(|agent| &agent.notes) {
        if !labels.contains(&label.as_str()) {
            labels.push(label);
        }
    }
    labels
}
