//! What a run says beside its findings: one row a gap, and one a decision of an earlier round.

use super::table::{CellKind, Column, TableRow};
use crate::model::run::{Gap, GapKind, PriorDecision};
use crate::model::{Action, Run, Slug};
use crate::text::markdown::plain_text;

/// Something that no test holds or no document says.
#[derive(Clone, Debug)]
pub struct GapRow {
    /// The id of the review that it belongs to.
    pub review: Slug,
    /// What is missing.
    pub kind: GapKind,
    /// What came of it; absent: the run does not say.
    pub action: Option<Action>,
    /// Why, plain text.
    pub reason: Option<String>,
    /// The commit that did it, as stated.
    pub commit: Option<String>,
    /// What is not covered, plain text.
    pub body: String,
}

impl TableRow for GapRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "review", kind: CellKind::Text, cell: |row| (&row.review).into() },
        Column { name: "kind", kind: CellKind::Text, cell: |row| row.kind.into() },
        Column { name: "action", kind: CellKind::Text, cell: |row| row.action.into() },
        Column { name: "reason", kind: CellKind::Text, cell: |row| row.reason.as_ref().into() },
        Column { name: "commit", kind: CellKind::Text, cell: |row| row.commit.as_ref().into() },
        Column { name: "body", kind: CellKind::Text, cell: |row| (&row.body).into() },
    ];
}

impl GapRow {
    /// The rows of a run, in its order.
    #[must_use]
    pub fn all_of(run: &Run) -> Vec<Self> {
        let row = |gap: &Gap| Self {
            review: run.id.clone(),
            kind: gap.kind,
            action: gap.resolution.as_ref().map(|done| done.action),
            reason: gap.resolution.as_ref().and_then(|done| done.reason.as_deref()).map(plain),
            commit: gap.resolution.as_ref().and_then(|done| done.commit.clone()),
            body: plain(&gap.body),
        };
        run.gaps.iter().map(row).collect()
    }
}

/// What an earlier round decided, and a run abides by.
#[derive(Clone, Debug)]
pub struct PriorDecisionRow {
    /// The id of the review that says so.
    pub review: Slug,
    /// The round of the same subject that decided.
    pub round: Option<u32>,
    /// The finding's id in that round.
    pub reference: Option<String>,
    /// As the run words it.
    pub decision: Option<String>,
    /// Plain text.
    pub reason: Option<String>,
    /// What it was about, plain text.
    pub finding: String,
}

impl TableRow for PriorDecisionRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "review", kind: CellKind::Text, cell: |row| (&row.review).into() },
        Column { name: "round", kind: CellKind::Integer, cell: |row| row.round.into() },
        Column { name: "ref", kind: CellKind::Text, cell: |row| row.reference.as_ref().into() },
        Column { name: "decision", kind: CellKind::Text, cell: |row| row.decision.as_ref().into() },
        Column { name: "reason", kind: CellKind::Text, cell: |row| row.reason.as_ref().into() },
        Column { name: "finding", kind: CellKind::Text, cell: |row| (&row.finding).into() },
    ];
}

impl PriorDecisionRow {
    /// The rows of a run, in its order.
    #[must_use]
    pub fn all_of(run: &Run) -> Vec<Self> {
        let row = |one: &PriorDecision| Self {
            review: run.id.clone(),
            round: one.round,
            reference: one.reference.as_ref().map(ToString::to_string),
            decision: one.decision.clone(),
            reason: one.reason.as_deref().map(plain),
            finding: plain(&one.finding),
        };
        run.prior_decisions.iter().map(row).collect()
    }
}

fn plain(markdown: &str) -> String {
    plain_text(markdown).trim_end().to_owned()
}
