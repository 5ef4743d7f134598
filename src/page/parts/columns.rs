//! Findings over time: how many of each severity, by bin of the calendar, as a chart and as its numbers.

use crate::aggregate::calendar::BinLength;
use crate::aggregate::timeline::FindingsOverTime;
use crate::chart::columns::{Columns, Size, columns};
use crate::text::{Html, format};
use chrono::NaiveDate;
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
    let part = columns_part("over-time", "Findings", (*step, bins), Size::Wide)?;
    Some(ColumnsPart { unrated: (*unrated > 0).then(|| format::counted(*unrated, "finding")), ..part })
}

/// Counts by severity over bins of the calendar; `None` where there is one bin. `what` is the word for several of what is counted,
/// `id` the drawing's in the page.
#[must_use]
pub fn columns_part(
    id: &str,
    what: &str,
    (step, bins): (BinLength, &[(NaiveDate, [usize; 4])]),
    size: Size,
) -> Option<ColumnsPart> {
    if bins.len() < 2 {
        return None;
    }
    let counts: Vec<[usize; 4]> = bins.iter().map(|(_, counts)| *counts).collect();
    let labels: Vec<String> = bins.iter().map(|(start, _)| step.label(*start)).collect();
    let total = |counts: &[usize; 4]| counts.iter().sum::<usize>();
    let (first, last) = (counts.first().map_or(0, total), counts.last().map_or(0, total));
    let noun = what.to_lowercase();
    let noun = noun.trim_end_matches('s');
    let description = format!(
        "Stacked by severity, critical at the bottom; {} in {}, {} in {}.",
        format::counted(first, noun),
        labels.first().map_or("", String::as_str),
        format::count(last),
        labels.last().map_or("", String::as_str)
    );
    let chart = columns(&Columns {
        id,
        title: &format!("{what} by {}", step.word()),
        description: &description,
        labels: &labels,
        counts: &counts,
        size,
    });
    let rows = labels.into_iter().zip(&counts).map(|(label, counts)| BinRow {
        label,
        counts: counts.map(format::count),
        total: format::count(total(counts)),
    });
    Some(ColumnsPart { chart, step: step.word(), rows: rows.collect(), unrated: None })
}
