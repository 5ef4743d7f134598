//! Findings over time: how many of each severity, by bin of the calendar, as a chart and as its numbers.

use crate::aggregate::calendar::bins_of;
use crate::chart::columns::{Columns, columns};
use crate::model::{Corpus, Severity};
use crate::text::format;
use serde::Serialize;

/// The chart and its table.
#[derive(Debug, Serialize)]
pub struct ColumnsPart {
    svg_html: String,
    step: &'static str,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    label: String,
    counts: [String; 4],
    total: String,
}

/// Valid findings of all runs; `None` where the archive is one bin long.
#[must_use]
pub fn findings_over_time(corpus: &Corpus) -> Option<ColumnsPart> {
    let (step, bins) = bins_of(corpus.runs.iter().map(|run| (run.date.day(), run)));
    if bins.len() < 2 {
        return None;
    }
    let counts: Vec<[usize; 4]> = bins
        .iter()
        .map(|(_, runs)| {
            let valid = || runs.iter().flat_map(|run| &run.findings).filter(|finding| finding.is_valid());
            Severity::ALL.map(|severity| valid().filter(|finding| finding.severity == severity).count())
        })
        .collect();
    let labels: Vec<String> = bins.iter().map(|(start, _)| step.label(*start)).collect();
    let total = |counts: &[usize; 4]| counts.iter().sum::<usize>();
    let (first, last) = (counts.first().map_or(0, total), counts.last().map_or(0, total));
    let description = format!(
        "Stacked by severity, critical at the foot; {} in {}, {} in {}.",
        format::counted(first, "finding"),
        labels.first().map_or("", String::as_str),
        format::count(last),
        labels.last().map_or("", String::as_str)
    );
    let svg_html = columns(&Columns {
        id: "over-time",
        title: &format!("Findings by {}", step.word()),
        description: &description,
        labels: &labels,
        counts: &counts,
    });
    let rows = labels.into_iter().zip(&counts).map(|(label, counts)| Row {
        label,
        counts: counts.map(format::count),
        total: format::count(total(counts)),
    });
    Some(ColumnsPart { svg_html, step: step.word(), rows: rows.collect() })
}
