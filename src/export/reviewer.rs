//! One row a review × agent.

use super::table::{CellKind, Column, TableRow};
use crate::model::run::Metrics;
use crate::model::{Run, Slug, Status};
use crate::text::markdown::plain_line;

/// A reviewer of a run, failed ones included, with what the run recorded about it.
#[derive(Clone, Debug)]
pub struct ReviewerRow {
    /// The id of the review that it belongs to.
    pub review: Slug,
    /// The slug that all of its runs know it by.
    pub agent: Slug,
    /// Display name.
    pub name: Option<String>,
    /// The model that ran.
    pub model: Option<String>,
    /// The effort it was run with.
    pub effort: Option<String>,
    /// The program that ran it, with its version.
    pub tool: Option<String>,
    /// The version or the hash of its prompt and skill.
    pub instructions: Option<String>,
    /// One that failed is not in the panel.
    pub status: Status,
    /// Why it failed, plain text.
    pub reason: Option<String>,
    /// What the run recorded, in the order of [`Metrics::FIELDS`].
    pub figures: [Option<f64>; Metrics::FIELDS.len()],
}

impl TableRow for ReviewerRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "review", kind: CellKind::Text, cell: |row| (&row.review).into() },
        Column { name: "agent", kind: CellKind::Text, cell: |row| (&row.agent).into() },
        Column { name: "name", kind: CellKind::Text, cell: |row| row.name.as_ref().into() },
        Column { name: "model", kind: CellKind::Text, cell: |row| row.model.as_ref().into() },
        Column { name: "effort", kind: CellKind::Text, cell: |row| row.effort.as_ref().into() },
        Column { name: "tool", kind: CellKind::Text, cell: |row| row.tool.as_ref().into() },
        Column { name: "instructions", kind: CellKind::Text, cell: |row| row.instructions.as_ref().into() },
        Column { name: "status", kind: CellKind::Text, cell: |row| row.status.into() },
        Column { name: "reason", kind: CellKind::Text, cell: |row| row.reason.as_ref().into() },
        Column { name: "duration_seconds", kind: CellKind::Number, cell: |row| row.figures[0].into() },
        Column { name: "critical", kind: CellKind::Number, cell: |row| row.figures[1].into() },
        Column { name: "important", kind: CellKind::Number, cell: |row| row.figures[2].into() },
        Column { name: "suggestion", kind: CellKind::Number, cell: |row| row.figures[3].into() },
        Column { name: "design_observations", kind: CellKind::Number, cell: |row| row.figures[4].into() },
        Column { name: "false_positives", kind: CellKind::Number, cell: |row| row.figures[5].into() },
        Column { name: "unique_insights", kind: CellKind::Number, cell: |row| row.figures[6].into() },
        Column { name: "downgraded", kind: CellKind::Number, cell: |row| row.figures[7].into() },
        Column { name: "dropped", kind: CellKind::Number, cell: |row| row.figures[8].into() },
        Column { name: "files_reviewed", kind: CellKind::Number, cell: |row| row.figures[9].into() },
        Column { name: "coverage_misses", kind: CellKind::Number, cell: |row| row.figures[10].into() },
        Column { name: "tool_calls", kind: CellKind::Number, cell: |row| row.figures[11].into() },
        Column { name: "input_tokens", kind: CellKind::Number, cell: |row| row.figures[12].into() },
        Column { name: "output_tokens", kind: CellKind::Number, cell: |row| row.figures[13].into() },
        Column { name: "cost_usd", kind: CellKind::Number, cell: |row| row.figures[14].into() },
    ];
}

impl ReviewerRow {
    /// The rows of a run, in the order of its panel.
    #[must_use]
    pub fn all_of(run: &Run) -> Vec<Self> {
        let recorded = |agent: &Slug| run.metrics.iter().find(|metrics| metrics.agent == *agent);
        run.reviewers
            .iter()
            .map(|reviewer| Self {
                review: run.id.clone(),
                agent: reviewer.agent.clone(),
                name: reviewer.name.clone(),
                model: reviewer.model.clone(),
                effort: reviewer.effort.clone(),
                tool: reviewer.tool.clone(),
                instructions: reviewer.instructions.clone(),
                status: reviewer.status,
                reason: reviewer.reason.as_deref().map(plain_line),
                figures: recorded(&reviewer.agent).map(|metrics| metrics.figures).unwrap_or_default(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::table::Cell;

    #[test]
    fn every_recorded_figure_stands_in_the_column_of_its_name() {
        let slug: Slug = "a".parse().expect("a slug");
        for (at, (field, _)) in Metrics::FIELDS.iter().enumerate() {
            let mut figures = [None; Metrics::FIELDS.len()];
            figures[at] = Some(7.0);
            let (review, agent) = (slug.clone(), slug.clone());
            let row = ReviewerRow {
                review,
                agent,
                name: None,
                model: None,
                effort: None,
                tool: None,
                instructions: None,
                status: Status::Completed,
                reason: None,
                figures,
            };
            let held = ReviewerRow::COLUMNS.iter().filter(|column| (column.cell)(&row) == Cell::Number(7.0));
            assert_eq!(held.map(|column| column.name).collect::<Vec<_>>(), [*field]);
        }
    }
}
