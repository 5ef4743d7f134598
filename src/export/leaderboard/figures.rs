//! The figures of an agent, a model or a version.

use crate::aggregate::figures::Figures;
use crate::aggregate::statistics::interval::{Estimate, Interval, Median};
use crate::model::Severity;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub(super) struct FigureData {
    reviews: usize,
    subjects: usize,
    failures: usize,
    /// Runs in which what it wrote could not be read, which are no failures.
    unparsed: usize,
    found: usize,
    rejected: Option<usize>,
    pool: usize,
    solo: usize,
    precision: Option<Share>,
    recall: Option<Share>,
    f1: Option<f64>,
    f_beta: Option<f64>,
    solo_share: Option<Share>,
    acted_on: Option<Share>,
    by_severity: BTreeMap<&'static str, FoundOf>,
    /// Of findings that nobody rated, which `by_severity` leaves out.
    unrated: FoundOf,
    rated_higher: usize,
    rated_equal: usize,
    rated_lower: usize,
    duration_median_seconds: Option<f64>,
    duration: Option<Duration>,
    found_per_10_minutes: Option<f64>,
    cost_usd: Option<f64>,
    cost_usd_per_finding: Option<f64>,
    cost_usd_per_critical_or_important: Option<f64>,
    score_per_review: Option<f64>,
    /// Of the findings that people judged right or not, those that they judged right.
    agreement: Option<Share>,
    recall_of_others: Option<Share>,
    critical_and_important_recall: Option<Share>,
    /// Each change as much as any other.
    recall_per_change: Option<MeanData>,
    /// Of its findings that anybody judged, those judged right.
    judged_precision: Option<Share>,
    /// Of what it raised, what whoever consolidated the report kept.
    kept: Option<Share>,
    /// Reviews in which it raised nothing.
    empty: usize,
    /// Over changes, of the median of their rounds.
    duration_by_change: Option<Duration>,
    cost_usd_per_acted_on: Option<f64>,
}

#[derive(Serialize)]
struct FoundOf {
    found: usize,
    pool: usize,
}

#[derive(Serialize)]
pub(super) struct Share {
    value: f64,
    /// `null` with too few changes for an interval.
    low: Option<f64>,
    high: Option<f64>,
    hits: usize,
    out_of: usize,
    subjects: usize,
}

#[derive(Serialize)]
struct MeanData {
    value: f64,
    low: Option<f64>,
    high: Option<f64>,
    changes: usize,
}

#[derive(Serialize)]
struct Duration {
    median: f64,
    lower_quartile: f64,
    upper_quartile: f64,
    low: Option<f64>,
    high: Option<f64>,
    count: usize,
}

pub(super) fn figures(of: &Figures) -> FigureData {
    let by_severity = Severity::ALL
        .iter()
        .zip(of.by_severity)
        .map(|(severity, (found, pool))| (severity.word(), FoundOf { found, pool }))
        .collect();
    FigureData {
        reviews: of.reviews,
        subjects: of.subjects,
        failures: of.failures,
        unparsed: of.unparsed,
        found: of.found,
        rejected: of.rejected,
        pool: of.pool,
        solo: of.solo,
        precision: of.precision.map(share),
        recall: of.recall.map(share),
        f1: of.f.map(|(f1, _)| f1),
        f_beta: of.f.map(|(_, f)| f),
        solo_share: of.solo_share.map(share),
        acted_on: of.acted_on.map(share),
        by_severity,
        unrated: FoundOf { found: of.unrated.0, pool: of.unrated.1 },
        rated_higher: of.rated[0],
        rated_equal: of.rated[1],
        rated_lower: of.rated[2],
        duration_median_seconds: of.duration.map(|duration| duration.value),
        duration: of.duration.map(duration),
        found_per_10_minutes: of.per_ten_minutes,
        cost_usd: of.cost,
        cost_usd_per_finding: of.cost_per_finding,
        cost_usd_per_critical_or_important: of.cost_per_grave,
        score_per_review: of.score,
        agreement: of.agreement.map(share),
        recall_of_others: of.recall_of_others.map(share),
        critical_and_important_recall: of.grave_recall.map(share),
        recall_per_change: of.recall_per_change.map(|mean| {
            let (low, high) = ends(mean.interval);
            MeanData { value: mean.value, low, high, changes: mean.changes }
        }),
        judged_precision: of.judged_precision.map(share),
        kept: of.kept.map(share),
        empty: of.empty,
        duration_by_change: of.duration_by_change.map(duration),
        cost_usd_per_acted_on: of.cost_per_acted_on,
    }
}

pub(super) fn share(of: Estimate) -> Share {
    let (low, high) = ends(of.interval_of_enough());
    Share { value: of.value, low, high, hits: of.hits, out_of: of.out_of, subjects: of.clusters }
}

fn duration(of: Median) -> Duration {
    let ends = ends(of.interval);
    Duration {
        median: of.value,
        lower_quartile: of.lower_quartile,
        upper_quartile: of.upper_quartile,
        low: ends.0,
        high: ends.1,
        count: of.count,
    }
}

pub(super) fn ends(interval: Option<Interval>) -> (Option<f64>, Option<f64>) {
    interval.map(|ends| (ends.low, ends.high)).unzip()
}
