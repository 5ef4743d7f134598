//! How versions and models differ from earlier ones of their agents.

use super::slugs;
use crate::aggregate::Analysis;
use crate::aggregate::statistics::gap::Moved;
use crate::aggregate::versions::version_change::{Drift, VersionChange};
use serde::Serialize;

/// How one differs from an earlier one. In recall, less that of the anchors where there are any; later less earlier.
#[derive(Serialize)]
pub(super) struct ChangeData<'d> {
    against: Against<'d>,
    /// Agents that did not change between the two.
    anchors: Vec<&'d str>,
    value: f64,
    low: f64,
    high: f64,
    /// Changes that either reviewed, with the anchors where there are any.
    changes: usize,
    anchored: bool,
    /// The plain difference, which harder changes move too.
    unanchored: Difference,
    /// The smallest difference that would be seen in eight of ten archives like this one.
    detectable: f64,
}

#[derive(Serialize)]
struct Against<'d> {
    model: Option<&'d str>,
    effort: Option<&'d str>,
}

#[derive(Serialize)]
struct Difference {
    value: f64,
    low: f64,
    high: f64,
}

/// Where a version seems to have changed with no label that says so.
#[derive(Serialize)]
pub(super) struct DriftData<'d> {
    day: String,
    anchors: Vec<&'d str>,
    /// By how much more it found since then than before, beside its anchors.
    value: f64,
    /// How often chance alone makes it as clear.
    p: f64,
    changes: usize,
}

/// Of a version, by its number.
pub(super) fn of_version<'d>(analysis: &'d Analysis<'_>, version: usize) -> Vec<ChangeData<'d>> {
    let against = |at: usize| {
        let of = &analysis.field.versions[at];
        Against { model: of.model, effort: of.effort }
    };
    analysis.version_changes.versions[version].iter().map(|of| change(analysis, of, against(of.against))).collect()
}

/// Of a model, all efforts together, by its number.
pub(super) fn of_model<'d>(analysis: &'d Analysis<'_>, model: usize) -> Vec<ChangeData<'d>> {
    let against = |at: usize| Against { model: analysis.field.models[at].model, effort: None };
    analysis.version_changes.models[model].iter().map(|of| change(analysis, of, against(of.against))).collect()
}

fn change<'d>(analysis: &'d Analysis<'_>, of: &VersionChange, against: Against<'d>) -> ChangeData<'d> {
    let Moved { value, interval, .. } = of.moved;
    let plain = of.plain.interval;
    ChangeData {
        against,
        anchors: slugs(analysis, &of.anchors),
        value,
        low: interval.low,
        high: interval.high,
        changes: of.changes,
        anchored: of.is_anchored(),
        unanchored: Difference { value: of.plain.value, low: plain.low, high: plain.high },
        detectable: of.detectable,
    }
}

/// Of a version, by its number.
pub(super) fn drift<'d>(analysis: &'d Analysis<'_>, version: usize) -> Option<DriftData<'d>> {
    let Drift { day, anchors, changes, point, .. } = analysis.version_changes.drifts[version].as_ref()?;
    Some(DriftData {
        day: day.to_string(),
        anchors: slugs(analysis, anchors),
        value: point.size,
        p: point.p,
        changes: *changes,
    })
}
