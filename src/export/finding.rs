//! One row a finding.

use super::table::{CellKind, Column, TableRow};
use super::{Addresses, FindingInRounds};
use crate::aggregate::standing::Standing;
use crate::model::finding::Credit;
use crate::model::{
    Action, Assessment, Date, Finding, PullRequest, Repository, Reviewer, Run, Severity, Slug, SubjectKey,
};
use crate::text::markdown::{plain_line, plain_text};

/// A finding of a run.
#[derive(Clone, Debug)]
pub struct FindingRow {
    /// The id of the review that it belongs to.
    pub review: Slug,
    /// Its id, unique in the review.
    pub finding: Slug,
    /// When the review took place, as stated.
    pub date: Date,
    /// The kind of the review.
    pub kind: Slug,
    /// `owner/name`, as stated.
    pub repository: Option<Repository>,
    /// Number of the pull request.
    pub pull_request: Option<PullRequest>,
    /// What the review shares with other rounds of the same change, see [`SubjectKey`].
    pub subject: String,
    /// As consolidated from all who reported it.
    pub severity: Severity,
    /// Whether it counts: not assessed as a false positive, a duplicate or withdrawn.
    pub valid: bool,
    /// `None`: not judged.
    pub assessment: Option<Assessment>,
    /// What was done about it; `None`: the run does not say.
    pub action: Option<Action>,
    /// Path of the main location.
    pub path: Option<String>,
    /// First line of the main location, from 1.
    pub start_line: Option<u32>,
    /// Last line of the main location.
    pub end_line: Option<u32>,
    /// Reviewers of the panel that found it, each once. Those that failed are left out, as their credits count nowhere.
    pub found_by: Vec<Slug>,
    /// How each of `found_by` rated it itself, in the same order.
    pub rated: Vec<Option<Severity>>,
    /// Free labels.
    pub tags: Vec<Slug>,
    /// Id of the tool's rule behind it.
    pub rule: Option<String>,
    /// From 0 to 1, as the report states it.
    pub confidence: Option<f64>,
    /// Plain text.
    pub title: String,
    /// Its page, or its place on the page of the review, from the site's root.
    pub url: String,
    /// The person who judged, as stated; `None`: whoever made the report.
    pub assessed_by: Option<String>,
    /// When it was judged, as stated.
    pub assessed_on: Option<Date>,
    /// Why it was judged so, plain text.
    pub assessment_reason: Option<String>,
    /// Of a duplicate the finding that it duplicates, as `review/finding`.
    pub duplicate_of: Option<String>,
    /// The first finding of the problem that it is of, as `review/finding`: the same for all findings of one problem.
    pub problem: String,
    /// The number of the round that has that finding, as stated, else counted.
    pub since_round: u32,
    /// What it is in its round.
    pub standing: Standing,
    /// Whether it stands for its problem: true for one finding of each, a valid one, if the newest round has any.
    pub last_raised: bool,
}

impl TableRow for FindingRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "review", kind: CellKind::Text, cell: |row| (&row.review).into() },
        Column { name: "finding", kind: CellKind::Text, cell: |row| (&row.finding).into() },
        Column { name: "date", kind: CellKind::Date, cell: |row| row.date.into() },
        Column { name: "kind", kind: CellKind::Text, cell: |row| (&row.kind).into() },
        Column { name: "repository", kind: CellKind::Text, cell: |row| row.repository.as_deref().into() },
        Column { name: "pull_request", kind: CellKind::Integer, cell: |row| row.pull_request.into() },
        Column { name: "subject", kind: CellKind::Text, cell: |row| (&row.subject).into() },
        Column { name: "severity", kind: CellKind::Text, cell: |row| row.severity.into() },
        Column { name: "valid", kind: CellKind::Flag, cell: |row| row.valid.into() },
        Column { name: "assessment", kind: CellKind::Text, cell: |row| row.assessment.into() },
        Column { name: "action", kind: CellKind::Text, cell: |row| row.action.into() },
        Column { name: "path", kind: CellKind::Text, cell: |row| row.path.as_ref().into() },
        Column { name: "start_line", kind: CellKind::Integer, cell: |row| row.start_line.into() },
        Column { name: "end_line", kind: CellKind::Integer, cell: |row| row.end_line.into() },
        Column { name: "found_by", kind: CellKind::List, cell: |row| (&row.found_by).into() },
        Column { name: "rated", kind: CellKind::List, cell: |row| (&row.rated).into() },
        Column { name: "tags", kind: CellKind::List, cell: |row| (&row.tags).into() },
        Column { name: "rule", kind: CellKind::Text, cell: |row| row.rule.as_ref().into() },
        Column { name: "confidence", kind: CellKind::Number, cell: |row| row.confidence.into() },
        Column { name: "title", kind: CellKind::Text, cell: |row| (&row.title).into() },
        Column { name: "url", kind: CellKind::Text, cell: |row| (&row.url).into() },
        Column { name: "assessed_by", kind: CellKind::Text, cell: |row| row.assessed_by.as_ref().into() },
        Column { name: "assessed_on", kind: CellKind::Date, cell: |row| row.assessed_on.into() },
        Column { name: "assessment_reason", kind: CellKind::Text, cell: |row| row.assessment_reason.as_ref().into() },
        Column { name: "duplicate_of", kind: CellKind::Text, cell: |row| row.duplicate_of.as_ref().into() },
        Column { name: "problem", kind: CellKind::Text, cell: |row| (&row.problem).into() },
        Column { name: "since_round", kind: CellKind::Integer, cell: |row| row.since_round.into() },
        Column { name: "standing", kind: CellKind::Text, cell: |row| row.standing.word().into() },
        Column { name: "last_raised", kind: CellKind::Flag, cell: |row| row.last_raised.into() },
    ];
}

impl FindingRow {
    /// The rows of a run, in the order of its report; `in_rounds` has one entry a finding, in that order.
    #[must_use]
    pub fn all_of(run: &Run, in_rounds: &[FindingInRounds], addresses: &dyn Addresses) -> Vec<Self> {
        let subject = SubjectKey::cluster_of(run).to_string();
        run.findings
            .iter()
            .zip(in_rounds)
            .map(|(finding, in_rounds)| {
                let (place, judgement) = (finding.locations.first(), &finding.judgement);
                let credits: Vec<_> = credits(finding).into_iter().filter(|credit| !has_failed(run, credit)).collect();
                Self {
                    review: run.id.clone(),
                    finding: finding.id.clone(),
                    date: run.date,
                    kind: run.kind.clone(),
                    repository: run.subject.repository.clone(),
                    pull_request: run.subject.pull_request,
                    subject: subject.clone(),
                    severity: finding.severity,
                    valid: finding.is_valid(),
                    assessment: judgement.assessment,
                    action: finding.resolution.as_ref().map(|resolution| resolution.action),
                    path: place.map(|place| place.path.clone()),
                    start_line: place.and_then(|place| place.start_line),
                    end_line: place.and_then(|place| place.end_line),
                    found_by: credits.iter().map(|credit| credit.agent.clone()).collect(),
                    rated: credits.iter().map(|credit| credit.severity).collect(),
                    tags: finding.tags.clone(),
                    rule: finding.rule.as_ref().map(|rule| rule.id.clone()),
                    confidence: finding.confidence,
                    title: plain_line(&finding.title),
                    url: addresses.finding(run, finding),
                    assessed_by: judgement.by.clone(),
                    assessed_on: judgement.on,
                    assessment_reason: judgement.reason.as_deref().map(plain),
                    // No slug has a `/`.
                    duplicate_of: judgement
                        .target()
                        .map(|target| format!("{}/{}", target.run.as_ref().unwrap_or(&run.id), target.finding)),
                    problem: in_rounds.problem.clone(),
                    since_round: in_rounds.since,
                    standing: in_rounds.standing,
                    last_raised: in_rounds.is_newest,
                }
            })
            .collect()
    }
}

fn plain(markdown: &str) -> String {
    plain_text(markdown).trim_end().to_owned()
}

pub(super) fn has_failed(run: &Run, credit: &Credit) -> bool {
    run.reviewer(&credit.agent).is_some_and(Reviewer::is_lost)
}

/// Each agent of the panel once, in the order of the report: several passes of one agent are one credit, and of what they say of
/// themselves the first that says it counts.
pub(super) fn credits(finding: &Finding) -> Vec<Credit> {
    let mut out: Vec<Credit> = Vec::with_capacity(finding.found_by.len());
    for credit in finding.found_by.iter().filter(|credit| credit.role.is_none()) {
        match out.iter_mut().find(|known| known.agent == credit.agent) {
            None => out.push(credit.clone()),
            Some(known) => {
                known.severity = known.severity.or(credit.severity);
                known.reference = known.reference.take().or_else(|| credit.reference.clone());
                known.pass = known.pass.or(credit.pass);
            }
        }
    }
    out
}
