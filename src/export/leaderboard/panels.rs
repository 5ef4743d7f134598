//! What agents are worth together, and which of them to run.

use super::figures::{Share, ends, share};
use super::slugs;
use crate::aggregate::Analysis;
use crate::aggregate::panel::missed_severity::MissedOf;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct PanelData<'d> {
    agents: Vec<&'d str>,
    reviews: usize,
    subjects: usize,
    coverage: Option<Share>,
    /// Of the panel that covers most of its size, on changes that it was not chosen by.
    coverage_out_of_sample: Option<Share>,
    false_alarms_per_review: Option<f64>,
    /// Of the slowest member, over changes.
    duration_median_seconds: Option<f64>,
    cost_usd_per_review: Option<f64>,
}

/// The agents to run.
#[derive(Serialize)]
pub(super) struct AnswerData<'d> {
    agents: Vec<&'d str>,
}

/// What panels of several agents missed.
#[derive(Serialize)]
pub(super) struct MissedData {
    /// `null`: of all severities.
    severity: Option<&'static str>,
    changes: usize,
    found: usize,
    known_by_nobody: usize,
    value: f64,
    low: Option<f64>,
    high: Option<f64>,
}

/// Every panel that pages show.
pub(super) fn panels<'d>(analysis: &'d Analysis<'_>) -> Vec<PanelData<'d>> {
    let of = &analysis.panels;
    let data = |at: usize| {
        let panel = &of.all[at];
        PanelData {
            agents: slugs(analysis, &panel.members),
            reviews: panel.reviews,
            subjects: panel.subjects,
            coverage: panel.coverage.map(share),
            coverage_out_of_sample: of.out_of_sample.get(&at).copied().map(share),
            false_alarms_per_review: panel.false_alarms,
            duration_median_seconds: panel.duration.map(|duration| duration.value),
            cost_usd_per_review: panel.cost,
        }
    };
    of.shown().into_iter().map(data).collect()
}

/// The panel that the pages name.
pub(super) fn answer<'d>(analysis: &'d Analysis<'_>) -> Option<AnswerData<'d>> {
    let named = analysis.whole().advice.named()?;
    Some(AnswerData { agents: slugs(analysis, &named.members) })
}

/// All severities together, then each.
pub(super) fn missed(analysis: &Analysis<'_>) -> Vec<MissedData> {
    let data = |of: &MissedOf| {
        let (low, high) = ends(of.interval);
        MissedData {
            severity: of.severity.map(crate::model::Severity::word),
            changes: of.changes,
            found: of.found,
            known_by_nobody: of.known_by_nobody,
            value: of.value,
            low,
            high,
        }
    };
    analysis.panels.missed_by_severity.iter().map(data).collect()
}
