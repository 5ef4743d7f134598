//! One row a finding × agent.

use super::finding::{credits, has_failed};
use super::table::{CellKind, Column, TableRow};
use crate::model::{Run, Severity, Slug, Status};

/// That an agent found a finding.
#[derive(Clone, Debug)]
pub struct FoundRow {
    /// The id of the review that it belongs to.
    pub review: Slug,
    /// The finding's id in the review.
    pub finding: Slug,
    /// Who found it.
    pub agent: Slug,
    /// Of the agent in this review; where it failed its credits count nowhere.
    pub status: Status,
    /// How the agent rated it itself.
    pub rated: Option<Severity>,
    /// The finding's id in the agent's own report.
    pub reference: Option<String>,
    /// In which of the agent's passes, from 1.
    pub pass: Option<u32>,
}

impl TableRow for FoundRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "review", kind: CellKind::Text, cell: |row| (&row.review).into() },
        Column { name: "finding", kind: CellKind::Text, cell: |row| (&row.finding).into() },
        Column { name: "agent", kind: CellKind::Text, cell: |row| (&row.agent).into() },
        Column { name: "status", kind: CellKind::Text, cell: |row| row.status.into() },
        Column { name: "rated", kind: CellKind::Text, cell: |row| row.rated.into() },
        Column { name: "ref", kind: CellKind::Text, cell: |row| row.reference.as_ref().into() },
        Column { name: "pass", kind: CellKind::Integer, cell: |row| row.pass.into() },
    ];
}

impl FoundRow {
    /// The rows of a run, in the order of its report.
    #[must_use]
    pub fn all_of(run: &Run) -> Vec<Self> {
        let mut rows = Vec::new();
        for finding in &run.findings {
            rows.extend(credits(finding).into_iter().map(|credit| Self {
                review: run.id.clone(),
                finding: finding.id.clone(),
                status: if has_failed(run, &credit) { Status::Failed } else { Status::Completed },
                agent: credit.agent,
                rated: credit.severity,
                reference: credit.reference,
                pass: credit.pass,
            }));
        }
        rows
    }
}
