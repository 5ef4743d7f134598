//! Findings over time: how many of each severity, by bin of the calendar, as a chart and as its numbers.

use crate::aggregate::timeline::FindingsOverTime;
use crate::chart::columns::{Columns, columns};
use crate::text::{Html, format};
use serde::Serialize;

/// The chart and its table.
#[derive(Debug, Serialize)]
pub struct ColumnsPart {
    chart: Html,
    step: &'static str,
    rows: Vec<BinRow>,
    /// How many findings are left out since nobody rated them.
    unrated: Option<String>,
}

#[derive(Debug, Serialize)]
struct BinRow {
    label: String,
    counts: [String; 4],
    total: String,
}

/// Valid findings of all runs; `None` where the archive is one bin long.
#[must_use]
pub fn findings_over_time(over_time: &FindingsOverTime) -> Option<ColumnsPart> {
    let FindingsOverTime { step, bins, unrated } = over_time;
    if bins.len() < 2 {
        return None;
    }
    let counts: Vec<[usize; 4]> = bins.iter().map(|(_, counts)| *counts).collect();
    let labels: Vec<String> = bins.iter().map(|(start, _)| step.label(*start)).collect();
    let total = |counts: &[usize; 4]| counts.iter().sum::<usize>();
    let (first, last) = (counts.first().map_or(0, total), counts.last().map_or(0, total));
    let description = format!(
        "Stacked by severity, critical at the bottom; {} in {}, {} in {}.",
        format::counted(first, "finding"),
        labels.first().map_or("", String::as_str),
        format::count(last),
        labels.last().map_or("", String::as_str)
    );
    let chart = columns(&Columns {
        id: "over-time",
        title: &format!("Findings by {}", step.word()),
        description: &description,
        labels: &labels,
        counts: &counts,
    });
    let rows = labels.into_iter().zip(&counts).map(|(label, counts)| BinRow {
        label,
        counts: counts.map(format::count),
        total: format::count(total(counts)),
    });
    let unrated = (*unrated > 0).then(|| format::counted(*unrated, "finding"));
    Some(ColumnsPart { chart, step: step.word(), rows: rows.collect(), unrated })
}
