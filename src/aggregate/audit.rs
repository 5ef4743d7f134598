//! Recorded against derived: where a run's own metrics differ from what its findings say.

use crate::model::run::Metrics;
use crate::model::{Assessment, Digest, FindingDigest, Severity, Slug};

/// What the findings of a run say about one recorded figure of an agent; `None` where they say nothing about it.
///
/// Counted are valid findings with the agent in `found_by`, by the consolidated severity; `unique_insights` are those
/// that it alone found; `false_positives` are known only where the run's findings were judged. A duplicate in the same run
/// credits its finder, one in another run does not: the run could not know of it.
fn derived(findings: &[FindingDigest], agent: &Slug, field: &str) -> Option<usize> {
    let of = |severity| count(findings, agent, |finding| finding.is_valid() && finding.severity == severity);
    match field {
        "critical" => Some(of(Severity::Critical)),
        "important" => Some(of(Severity::Important)),
        "suggestion" => Some(of(Severity::Suggestion)),
        "design_observations" => Some(of(Severity::Concern)),
        "unique_insights" => Some(count(findings, agent, |finding| finding.is_valid() && finding.found_by.len() == 1)),
        "false_positives" if findings.iter().any(is_judged) => {
            Some(count(findings, agent, |finding| finding.assessment == Some(Assessment::FalsePositive)))
        }
        _ => None,
    }
}

fn is_judged(finding: &FindingDigest) -> bool {
    finding.assessment.and_then(Assessment::judges_right).is_some()
}

fn count(findings: &[FindingDigest], agent: &Slug, counts: impl Fn(&FindingDigest) -> bool) -> usize {
    findings.iter().filter(|finding| finding.found_by.contains(agent) && counts(finding)).count()
}

/// A recorded figure that the findings do not bear out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Whose figure: position in the run's metrics.
    pub metrics: usize,
    /// Its name in the format.
    pub field: &'static str,
    pub recorded: f64,
    /// What its findings say.
    pub derived: usize,
}

impl Difference {
    /// Where in the run the figure stands, as a JSON pointer.
    #[must_use]
    pub fn pointer(&self) -> String {
        format!("/metrics/{}/{}", self.metrics, self.field)
    }
}

/// Every recorded figure of a run that differs from what its findings say. Figures of failed reviewers are not judged.
#[must_use]
pub fn differences(run: &Digest) -> Vec<Difference> {
    let completed = |agent: &Slug| run.reviewers.iter().any(|reviewer| reviewer.agent == *agent && !reviewer.is_lost());
    let mut out = Vec::new();
    for (at, metrics) in run.metrics.iter().enumerate().filter(|(_, metrics)| completed(&metrics.agent)) {
        for ((field, _), recorded) in Metrics::FIELDS.iter().zip(metrics.figures) {
            let (Some(recorded), Some(derived)) = (recorded, derived(&run.findings, &metrics.agent, field)) else {
                continue;
            };
            if differs(recorded, derived) {
                out.push(Difference { metrics: at, field, recorded, derived });
            }
        }
    }
    out
}

/// Whether a recorded figure is not the number that was counted.
fn differs(recorded: f64, derived: usize) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "counts of findings")]
    let derived = derived as f64;
    (recorded - derived).abs() > 1e-9
}
