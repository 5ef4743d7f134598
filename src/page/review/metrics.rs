//! The metrics table: what the run recorded, and beside it what its findings say where the two differ.

use crate::model::run::Metrics;
use crate::page::parts::{Badge, RunContext};
use crate::text::markdown::Markdown;
use crate::text::{Html, format};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The table, with a column for each agent.
#[derive(Debug, Serialize)]
pub struct MetricsTable {
    agents: Vec<AgentHead>,
    rows: Vec<MetricRow>,
    /// Whether any recorded figure differs from its derived one.
    differs: bool,
    /// By agent the notes that are not in the table.
    listed: Vec<ListedNotes>,
}

#[derive(Debug, Serialize)]
struct ListedNotes {
    agent: AgentHead,
    /// Label and line.
    notes: Vec<(String, Html)>,
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

/// Labels of notes that few agents have make a table of mostly nothing. One of more cells than this has no rows for them where
/// it would have more than [`CELLS_A_NOTE`] a note; they are listed by agent below it.
const FEW_CELLS: usize = 1_000;
const CELLS_A_NOTE: usize = 8;

/// The table, or nothing when the run recorded nothing.
pub fn table(context: &RunContext<'_>, markdown: &Markdown<'_>) -> Option<MetricsTable> {
    let metrics = &context.run.metrics;
    let notes: Vec<Notes<'_>> = metrics.iter().map(notes_of).collect();
    let mut rows: Vec<MetricRow> = Vec::new();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for (at, (field, label)) in Metrics::FIELDS.iter().enumerate() {
        if metrics.iter().any(|agent| agent.figures[at].is_some()) {
            let cell = |(agent, metrics): (usize, &Metrics)| MetricCell {
                // A note under the same label says more than the bare number.
                words: note(markdown, &notes[agent], label).or_else(|| figure_words(metrics.figures[at], field)),
                derived: derived(context, agent, field),
            };
            rows.push(MetricRow { label: (*label).to_owned(), cells: metrics.iter().enumerate().map(cell).collect() });
            used.insert(label);
        }
    }
    let labels: Vec<&str> = note_labels(metrics).into_iter().filter(|label| !used.contains(label)).collect();
    let is_sparse = is_sparse(labels.len(), &notes);
    if !is_sparse {
        for label in &labels {
            let cell = |notes: &Notes<'_>| MetricCell { words: note(markdown, notes, label), derived: None };
            rows.push(MetricRow { label: (*label).to_owned(), cells: notes.iter().map(cell).collect() });
        }
    }
    let differs = rows.iter().flat_map(|row| &row.cells).any(|cell| cell.derived.is_some());
    let head = |metrics: &Metrics| AgentHead {
        badge: context.run.reviewer(&metrics.agent).map(|reviewer| context.badge(reviewer)),
        slug: metrics.agent.to_string(),
    };
    let listed = |(metrics, notes): (&Metrics, &Notes<'_>)| {
        let of_agent = metrics.notes.iter().map(|(label, _)| label.as_str()).filter(|label| !used.contains(label));
        let notes: Vec<(String, Html)> =
            of_agent.filter_map(|label| Some((label.to_owned(), note(markdown, notes, label)?))).collect();
        (!notes.is_empty()).then(|| ListedNotes { agent: head(metrics), notes })
    };
    let listed = if is_sparse { metrics.iter().zip(&notes).filter_map(listed).collect() } else { Vec::new() };
    (!rows.is_empty() || !listed.is_empty()).then(|| MetricsTable {
        agents: metrics.iter().map(head).collect(),
        rows,
        differs,
        listed,
    })
}

/// The notes of an agent by label.
type Notes<'r> = BTreeMap<&'r str, &'r str>;

fn notes_of(metrics: &Metrics) -> Notes<'_> {
    // Of two with one label the first counts, as for every key.
    metrics.notes.iter().rev().map(|(label, line)| (label.as_str(), line.as_str())).collect()
}

fn is_sparse(labels: usize, notes: &[Notes<'_>]) -> bool {
    let (cells, filled) = (labels * notes.len(), notes.iter().map(Notes::len).sum::<usize>());
    cells > FEW_CELLS && cells > CELLS_A_NOTE * filled
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

fn note(markdown: &Markdown<'_>, notes: &Notes<'_>, label: &str) -> Option<Html> {
    notes.get(label).map(|line| markdown.line(line))
}

/// Every label once, in the order of the run.
fn note_labels(metrics: &[Metrics]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let labels = metrics.iter().flat_map(|agent| &agent.notes).map(|(label, _)| label.as_str());
    labels.filter(|label| seen.insert(*label)).collect()
}
