//! One row a review.

use super::Addresses;
use super::table::{CellKind, Column, TableRow};
use crate::model::{Date, PullRequest, Repository, Run, Severity, Slug, SubjectKey};
use crate::text::markdown::plain_line;

/// A review run, with counts of its findings.
#[derive(Clone, Debug)]
pub struct ReviewRow {
    /// Its id, which the other tables call `review`.
    pub review: Slug,
    /// When the review took place, as the run writes it.
    pub date: Date,
    /// Kind of report, such as `deep-review`.
    pub kind: Slug,
    /// `owner/name`, as stated.
    pub repository: Option<Repository>,
    /// Number of the pull request.
    pub pull_request: Option<PullRequest>,
    /// The branch under review.
    pub branch: Option<String>,
    /// What it shares with other rounds of the same change, see [`SubjectKey`].
    pub subject: String,
    /// Which review of its subject this is, from 1, as stated.
    pub round: Option<u32>,
    /// Plain text.
    pub title: String,
    /// `@handle` or a name.
    pub author: Option<String>,
    /// The verdict's decision.
    pub decision: Option<Slug>,
    /// Seconds that the whole run took.
    pub wall_clock_seconds: Option<f64>,
    /// Reviewers that completed.
    pub panel: Vec<Slug>,
    /// Reviewers that failed.
    pub failed: Vec<Slug>,
    /// Findings, those assessed as false positives included.
    pub findings: u64,
    /// Valid findings: the pool.
    pub valid: u64,
    /// Valid findings by severity, in the order of [`Severity::ALL`], without those that nobody rated.
    pub by_severity: [u64; 4],
    /// Valid findings that nobody rated.
    pub unrated: u64,
    /// The page, from the site's root.
    pub url: String,
}

impl TableRow for ReviewRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "review", kind: CellKind::Text, cell: |row| (&row.review).into() },
        Column { name: "date", kind: CellKind::Date, cell: |row| row.date.into() },
        Column { name: "kind", kind: CellKind::Text, cell: |row| (&row.kind).into() },
        Column { name: "repository", kind: CellKind::Text, cell: |row| row.repository.as_deref().into() },
        Column { name: "pull_request", kind: CellKind::Integer, cell: |row| row.pull_request.into() },
        Column { name: "branch", kind: CellKind::Text, cell: |row| row.branch.as_ref().into() },
        Column { name: "subject", kind: CellKind::Text, cell: |row| (&row.subject).into() },
        Column { name: "round", kind: CellKind::Integer, cell: |row| row.round.into() },
        Column { name: "title", kind: CellKind::Text, cell: |row| (&row.title).into() },
        Column { name: "author", kind: CellKind::Text, cell: |row| row.author.as_ref().into() },
        Column { name: "decision", kind: CellKind::Text, cell: |row| row.decision.as_ref().into() },
        Column { name: "wall_clock_seconds", kind: CellKind::Number, cell: |row| row.wall_clock_seconds.into() },
        Column { name: "panel", kind: CellKind::List, cell: |row| (&row.panel).into() },
        Column { name: "failed", kind: CellKind::List, cell: |row| (&row.failed).into() },
        Column { name: "findings", kind: CellKind::Integer, cell: |row| row.findings.into() },
        Column { name: "valid", kind: CellKind::Integer, cell: |row| row.valid.into() },
        Column {
            name: "critical",
            kind: CellKind::Integer,
            cell: |row| row.by_severity[Severity::Critical.position()].into(),
        },
        Column {
            name: "important",
            kind: CellKind::Integer,
            cell: |row| row.by_severity[Severity::Important.position()].into(),
        },
        Column {
            name: "suggestion",
            kind: CellKind::Integer,
            cell: |row| row.by_severity[Severity::Suggestion.position()].into(),
        },
        Column {
            name: "concern",
            kind: CellKind::Integer,
            cell: |row| row.by_severity[Severity::Concern.position()].into(),
        },
        Column { name: "unrated", kind: CellKind::Integer, cell: |row| row.unrated.into() },
        Column { name: "url", kind: CellKind::Text, cell: |row| (&row.url).into() },
    ];
}

impl ReviewRow {
    /// The row of a run.
    #[must_use]
    pub fn from_run(run: &Run, addresses: &dyn Addresses) -> Self {
        let valid = || run.findings.iter().filter(|finding| finding.is_valid());
        let rated = || valid().filter(|finding| !finding.is_unrated());
        let reviewers = |failed: bool| {
            let those = run.reviewers.iter().filter(|reviewer| reviewer.is_lost() == failed);
            those.map(|reviewer| reviewer.agent.clone()).collect()
        };
        Self {
            review: run.id.clone(),
            date: run.date,
            kind: run.kind.clone(),
            repository: run.subject.repository.clone(),
            pull_request: run.subject.pull_request,
            branch: run.subject.branch.clone(),
            subject: SubjectKey::cluster_of(run).to_string(),
            round: run.round,
            title: plain_line(run.title_line()),
            author: run.subject.author.clone(),
            decision: run.verdict.as_ref().and_then(|verdict| verdict.decision.clone()),
            wall_clock_seconds: run.wall_clock_seconds,
            panel: reviewers(false),
            failed: reviewers(true),
            findings: run.findings.len() as u64,
            valid: valid().count() as u64,
            by_severity: Severity::ALL
                .map(|severity| rated().filter(|finding| finding.severity == severity).count() as u64),
            unrated: valid().filter(|finding| finding.is_unrated()).count() as u64,
            url: addresses.review(run),
        }
    }
}
