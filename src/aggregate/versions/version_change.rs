//! Whether a version finds more than an earlier one of its agent: measured against agents that did not change between the
//! two, so that harder changes or another panel are not taken for the version's doing.

use super::anchors::{Era, Setups, anchors};
use crate::aggregate::field::{By, Field, Sitting, Turn, Version};
use crate::aggregate::pairs::{FEWEST_SUBJECTS, LEVEL};
use crate::aggregate::statistics::distribution::real;
use crate::aggregate::statistics::drift::{FEWEST_EITHER_SIDE, Point, change_point};
use crate::aggregate::statistics::enough::{detectable, needed};
use crate::aggregate::statistics::gap::{Gains, Moved, by_change, moved_by};
use crate::aggregate::statistics::marks::Marks;
use crate::model::Corpus;
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How a version differs from an earlier one of the same agent.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionChange {
    /// The earlier one: the number of a version, or of a model where efforts are taken together.
    pub against: usize,
    /// Agents that did not change between the two and sat on every panel that is counted, the one with most changes first.
    /// None: the plain difference of two recalls, which harder changes alone can move.
    pub anchors: Vec<usize>,
    /// Recall less that of the anchors on average, later less earlier; `plain` without anchors.
    pub moved: Moved,
    /// Recall, later less earlier, over all that either reviewed: what harder changes or another panel move too.
    pub plain: Moved,
    /// The smallest difference that is seen in eight of ten archives like this one.
    pub detectable: f64,
    /// What was reviewed by the later one.
    pub later: Reviewed,
    /// What was reviewed by the earlier one.
    pub earlier: Reviewed,
    /// Changes that either reviewed, each once.
    pub changes: usize,
}

impl VersionChange {
    /// Whether anything tells harder changes from a worse version.
    #[must_use]
    pub fn is_anchored(&self) -> bool {
        !self.anchors.is_empty()
    }

    /// How many changes in all, shared out as now, it takes to see a difference of so much in eight of ten archives; `None`
    /// where that is beyond counting.
    #[must_use]
    pub fn needed(&self, difference: f64) -> Option<usize> {
        needed(self.changes, self.moved.error, difference)
    }

    /// By how much more the anchors found later than earlier, on average, on the same changes; 0 without any.
    #[must_use]
    pub fn anchors_moved(&self) -> f64 {
        if self.is_anchored() { self.later.recall - self.earlier.recall - self.moved.value } else { 0.0 }
    }
}

/// What a figure was counted over: what a page warns with where two eras differ.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reviewed {
    /// Changes with a finding.
    pub changes: usize,
    /// Runs, those without findings included.
    pub reviews: usize,
    /// Valid findings.
    pub pool: usize,
    /// Those by severity, in the order of [`crate::model::Severity::ALL`], without those that nobody rated.
    pub by_severity: [usize; 4],
    /// Completed reviewers a run, on average.
    pub panel: f64,
    /// The version's recall.
    pub recall: f64,
}

/// A time at which an agent seems to have changed with no label that says so: neither model nor effort, nor its tool or its
/// instructions.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    /// The day of the first change after it.
    pub day: NaiveDate,
    /// The agents that it was measured against.
    pub anchors: Vec<usize>,
    /// Changes that were looked at.
    pub changes: usize,
    /// How clear it is, and by how much the agent finds more since then.
    pub point: Point,
    /// How much more it found than the anchors until then.
    pub before: f64,
    /// And since then.
    pub after: f64,
    /// The time since then against the time before as if they were two versions, beside the same anchors. Its interval is too
    /// narrow: the day was picked by looking.
    pub change: Option<VersionChange>,
}

/// Of each version, or each model, how it differs from every earlier one of its agent, the next one first, where both have
/// reviewed [`FEWEST_SUBJECTS`] changes with findings.
#[must_use]
pub fn version_changes(corpus: &Corpus, field: &Field<'_>, by: By) -> Vec<Vec<VersionChange>> {
    changes_by(&Setups::new(corpus, field), field, by)
}

pub(super) fn changes_by(setups: &Setups, field: &Field<'_>, by: By) -> Vec<Vec<VersionChange>> {
    let eras: Vec<Era<'_>> = eras(field, by);
    if by == By::Agent {
        return vec![Vec::new(); eras.len()];
    }
    let is_enough: Vec<bool> = eras.par_iter().map(|era| era.changes().len() >= FEWEST_SUBJECTS).collect();
    let agent_of = |at: usize| if by == By::Model { field.models[at].agent } else { field.versions[at].agent };
    let of = |later: usize| {
        // They stand together by agent, newest first.
        let older = (later + 1..eras.len()).take_while(|older| agent_of(*older) == agent_of(later));
        let change = |older: usize| version_change(setups, agent_of(later), [&eras[later], &eras[older]], older);
        older.filter(|older| is_enough[later] && is_enough[*older]).filter_map(change).collect()
    };
    (0..eras.len()).into_par_iter().map(of).collect()
}

/// The runs of each version or model.
pub(super) fn eras<'f>(field: &'f Field<'_>, by: By) -> Vec<Era<'f>> {
    let mut eras = vec![Era::default(); field.len(by)];
    for (at, sitting) in field.sittings.iter().enumerate() {
        for turn in &sitting.turns {
            eras[turn.taker(by)].runs.push((at, sitting, turn));
        }
    }
    eras
}

fn version_change(setups: &Setups, agent: usize, eras: [&Era<'_>; 2], against: usize) -> Option<VersionChange> {
    change_beside(setups, &anchors(setups, agent, &eras), eras, against)
}

fn change_beside(setups: &Setups, anchors: &[usize], eras: [&Era<'_>; 2], against: usize) -> Option<VersionChange> {
    let gains = |era: &Era<'_>, anchors: &[usize]| {
        by_change(era.runs.iter().map(|(at, sitting, turn)| gains(setups, *at, sitting, turn, anchors)))
    };
    let plain = moved_by(&gains(eras[0], &[]), &gains(eras[1], &[]))?;
    let [later, earlier] = eras.map(|era| setups.beside(era, anchors));
    let anchored = || moved_by(&gains(&later, anchors), &gains(&earlier, anchors));
    let (moved, half) = if anchors.is_empty() { plain } else { anchored()? };
    let changes: BTreeSet<usize> = later.changes().union(&earlier.changes()).copied().collect();
    Some(VersionChange {
        against,
        anchors: anchors.iter().map(|setup| setups.agent(*setup)).collect(),
        moved,
        plain: plain.0,
        detectable: detectable(half, moved.error),
        later: reviewed(&later),
        earlier: reviewed(&earlier),
        changes: changes.len(),
    })
}

/// What a run says of how much more the reviewer found than the anchors on average; without any, of what it found.
pub(super) fn gains(setups: &Setups, at: usize, sitting: &Sitting, turn: &Turn, anchors: &[usize]) -> Gains {
    let others: Vec<&Marks> = anchors.iter().filter_map(|anchor| setups.found(at, sitting, *anchor)).collect();
    let mut gains = Gains { subject: sitting.subject, findings: sitting.pool.size(), ..Gains::default() };
    for finding in 0..sitting.pool.size() {
        let hit = |marks: &Marks| f64::from(u8::from(marks.holds(finding)));
        let by_others = others.iter().map(|found| hit(found)).sum::<f64>() / real(others.len().max(1));
        let gain = hit(&turn.found) - by_others;
        gains.sum += gain;
        gains.squares += gain * gain;
    }
    gains
}

fn reviewed(era: &Era<'_>) -> Reviewed {
    let mut reviewed = Reviewed { changes: era.changes().len(), reviews: era.runs.len(), ..Reviewed::default() };
    let (mut found, mut panel) = (0, 0);
    for (_, sitting, turn) in &era.runs {
        reviewed.pool += sitting.pool.size();
        for (sum, of) in reviewed.by_severity.iter_mut().zip(&sitting.pool.by_severity) {
            *sum += of.count();
        }
        found += turn.found.count();
        panel += sitting.turns.len();
    }
    reviewed.panel = real(panel) / real(reviewed.reviews.max(1));
    reviewed.recall = real(found) / real(reviewed.pool.max(1));
    reviewed
}

/// Of each version whether something changed while its name stayed: a change point of its gap to the agents that did not
/// change. Runs with another tool or other instructions are looked at apart, and of several such series the clearest point
/// counts, so that a change which was recorded is never asked about. `None` without such agents or without a clear point; with
/// all series together a false one comes up in at most one of twenty archives.
#[must_use]
pub fn drifts(corpus: &Corpus, field: &Field<'_>) -> Vec<Option<Drift>> {
    drifts_beside(&Setups::new(corpus, field), field)
}

pub(super) fn drifts_beside<'f>(setups: &Setups, field: &'f Field<'_>) -> Vec<Option<Drift>> {
    let eras = eras(field, By::Version);
    let of_version = |(era, version): (&Era<'f>, &Version<'_>)| {
        setups.apart(era).into_iter().filter_map(|era| series(setups, version.agent, era)).collect()
    };
    let series: Vec<Vec<Series<'_>>> = eras.par_iter().zip(&field.versions).map(of_version).collect();
    let tested = series.iter().map(Vec::len).sum::<usize>().max(1);
    let level = LEVEL / real(tested);
    let drift = |(version, series): (usize, Vec<Series<'_>>)| {
        let drifts = series.iter().filter_map(|series| drift(setups, version, series, level));
        drifts.min_by(|a, b| a.point.p.total_cmp(&b.point.p).then(b.day.cmp(&a.day)))
    };
    series.into_par_iter().enumerate().map(drift).collect()
}

/// The gap of a version with one tool and one set of instructions to its anchors by change, oldest first.
struct Series<'f> {
    /// All its runs.
    era: Era<'f>,
    /// Setups of others.
    anchors: Vec<usize>,
    changes: Vec<Gains>,
    /// Of each change its first run beside the anchors: the day, and the position in the field.
    first_runs: Vec<(NaiveDate, usize)>,
}

/// `None` where no change point could be told.
fn series<'f>(setups: &Setups, agent: usize, era: Era<'f>) -> Option<Series<'f>> {
    // An anchor is one that was there in the first half as in the second.
    let (newer, older) = era.halves();
    let anchors = anchors(setups, agent, &[&newer, &older]);
    if anchors.is_empty() {
        return None;
    }
    let beside = setups.beside(&era, &anchors);
    // Newest first, so that the last run of a change to be written is its first.
    let first_runs: BTreeMap<usize, (NaiveDate, usize)> =
        beside.runs.iter().map(|(at, sitting, _)| (sitting.subject, (sitting.day, *at))).collect();
    let all = beside.runs.iter().map(|(at, sitting, turn)| gains(setups, *at, sitting, turn, &anchors));
    let mut changes: Vec<Gains> = by_change(all).into_iter().filter(|change| change.findings > 0).collect();
    changes.sort_by_key(|change| std::cmp::Reverse(first_runs[&change.subject].1));
    let first_runs = changes.iter().map(|change| first_runs[&change.subject]).collect();
    (changes.len() >= 2 * FEWEST_EITHER_SIDE).then_some(Series { era, anchors, changes, first_runs })
}

fn drift(setups: &Setups, version: usize, series: &Series<'_>, level: f64) -> Option<Drift> {
    let point = change_point(&series.changes, level)?;
    let (day, first_run) = series.first_runs[point.at];
    let (later, earlier) = series.era.cut_at(first_run);
    let mean = |part: &[Gains]| {
        let findings: usize = part.iter().map(|change| change.findings).sum();
        part.iter().map(|change| change.sum).sum::<f64>() / real(findings.max(1))
    };
    Some(Drift {
        day,
        anchors: series.anchors.iter().map(|setup| setups.agent(*setup)).collect(),
        changes: series.changes.len(),
        before: mean(&series.changes[..point.at]),
        after: mean(&series.changes[point.at..]),
        change: change_beside(setups, &series.anchors, [&later, &earlier], version),
        point,
    })
}
