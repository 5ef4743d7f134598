//! How much the archive holds.

use super::matching::Matches;
use super::records::FindingAt;
use super::standing::is_first_valid;
use crate::model::{Corpus, Severity, SubjectKey};
use std::collections::BTreeSet;

/// Counts over all runs.
#[derive(Debug, PartialEq, Eq)]
pub struct Totals {
    pub reviews: usize,
    /// Subjects.
    pub changes: usize,
    pub repositories: usize,
    /// All findings, those assessed as false positives included.
    pub all_findings: usize,
    /// Valid findings.
    pub findings: usize,
    /// The same, with what several rounds of a change say counted once.
    pub problems: usize,
    /// Valid findings that are critical.
    pub critical: usize,
    /// Valid findings with any resolution, and those of them that led to a change.
    pub resolved: (usize, usize),
}

#[must_use]
pub fn totals(corpus: &Corpus, matches: &Matches) -> Totals {
    let subjects: BTreeSet<SubjectKey> = corpus.runs.iter().map(crate::model::Digest::subject).collect();
    let repositories: BTreeSet<String> =
        corpus.runs.iter().filter_map(|run| run.repository.as_ref().map(|name| name.to_lowercase())).collect();
    let valid = || corpus.runs.iter().flat_map(|run| &run.findings).filter(|finding| finding.is_valid());
    Totals {
        reviews: corpus.runs.len(),
        changes: subjects.len(),
        repositories: repositories.len(),
        all_findings: corpus.finding_count(),
        findings: valid().count(),
        problems: places(corpus).filter(|at| is_first_valid(corpus, matches, *at)).count(),
        critical: valid().filter(|finding| finding.rated_severity() == Some(Severity::Critical)).count(),
        resolved: (
            valid().filter(|finding| finding.action.is_some()).count(),
            valid().filter(|finding| finding.action.is_some_and(crate::model::finding::Action::acted_on)).count(),
        ),
    }
}

fn places(corpus: &Corpus) -> impl Iterator<Item = FindingAt> + '_ {
    let of_run = |(run, of): (usize, &crate::model::Digest)| {
        (0..of.findings.len()).map(move |finding| FindingAt { run, finding })
    };
    corpus.runs.iter().enumerate().flat_map(of_run)
}
