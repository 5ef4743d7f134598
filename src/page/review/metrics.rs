//! The metrics table: what the run recorded, and beside it what its findings say where the two differ.

use crate::aggregate::audit;
use crate::model::run::Metrics;
use crate::page::parts::{self, RunContext};
use crate::text::format;
use crate::text::markdown::Markdown;
use serde::Serialize;

/// The table, a column an agent.
#[derive(Debug, Serialize)]
pub struct MetricsTable {
    agents_html: Vec<String>,
    rows: Vec<Row>,
    /// Whether any figure differs.
    differs: bool,
}

#[derive(Debug, Serialize)]
struct Row {
    label: String,
    cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
struct Cell {
    /// `None`: not recorded.
    words_html: Option<String>,
    /// What the findings say, where it is something else.
    derived: Option<String>,
}

/// The table, or nothing when the run recorded nothing.
pub fn table(context: &RunContext<'_>, markdown: &Markdown<'_>) -> Option<MetricsTable> {
    let metrics = &context.run.metrics;
    let mut rows: Vec<Row> = Vec::new();
    let mut used: Vec<&str> = Vec::new();
    for (at, (field, label)) in Metrics::FIELDS.iter().enumerate() {
        if metrics.iter().any(|agent| agent.figures[at].is_some()) {
            let cells = metrics.iter().map(|agent| figure_cell(context, markdown, agent, at, field, label)).collect();
            rows.push(Row { label: (*label).to_owned(), cells });
            used.push(label);
        }
    }
    for label in note_labels(metrics).into_iter().filter(|label| !used.contains(label)) {
        let cells =
            metrics.iter().map(|agent| Cell { words_html: note(markdown, agent, label), derived: None }).collect();
        rows.push(Row { label: label.to_owned(), cells });
    }
    let differs = rows.iter().flat_map(|row| &row.cells).any(|cell| cell.derived.is_some());
    let name = |agent: &Metrics| match context.run.reviewer(&agent.agent) {
        Some(reviewer) => parts::badge(context.around, reviewer, context.short_name(reviewer)),
        None => parts::text(agent.agent.as_str()),
    };
    (!rows.is_empty()).then(|| MetricsTable { agents_html: metrics.iter().map(name).collect(), rows, differs })
}

fn figure_cell(
    context: &RunContext<'_>,
    markdown: &Markdown<'_>,
    agent: &Metrics,
    at: usize,
    field: &str,
    label: &str,
) -> Cell {
    let recorded = agent.figures[at];
    let words = recorded.map(|number| match field {
        "duration_seconds" => format::duration_clock(number),
        "cost_usd" => format::dollars(number),
        _ => format::figure(number),
    });
    let failed = context.run.reviewer(&agent.agent).is_none_or(|reviewer| reviewer.failed);
    let derived = recorded.filter(|_| !failed).and_then(|recorded| {
        let derived = audit::derived(&context.digest().findings, &agent.agent, field)?;
        audit::differs(recorded, derived).then(|| format::count(derived))
    });
    // A note under the same label says more than the bare number.
    Cell { words_html: note(markdown, agent, label).or(words), derived }
}

fn note(markdown: &Markdown<'_>, agent: &Metrics, label: &str) -> Option<String> {
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
