//! What an agent finds beside agents that did not change, over time: harder changes move both, so that what is between them
//! is its own doing.

use super::anchors::{Era, Setups, anchors};
use super::version_change::{Drift, VersionChange, eras, gains};
use crate::aggregate::calendar::{bins_of, model_changes};
use crate::aggregate::field::{By, Field};
use crate::aggregate::pairs::FEWEST_SUBJECTS;
use crate::aggregate::statistics::gap::{Gap, by_change, gap};
use crate::aggregate::statistics::interval::FEWEST_CHANGES;
use chrono::NaiveDate;
use rayon::prelude::*;

/// An agent beside its anchors, by bin of the calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct AnchoredCourse {
    /// Agents that did not change in all that time, or at least between its two newest models; never empty.
    pub anchors: Vec<usize>,
    /// In the bins of the [`Timeline`](crate::aggregate::timeline::Timeline); `None`: too few changes that all of them reviewed.
    pub bins: Vec<Option<BesideBin>>,
    /// Its mean gap from one change of its model, or of something unsaid, to the next; none where there are too many to see.
    pub levels: Vec<Level>,
}

/// One bin, over the changes that the agent and all anchors reviewed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BesideBin {
    /// Its recall less that of the anchors on average.
    pub gap: Gap,
    /// Its own recall.
    pub own: f64,
    /// That of the anchors on average.
    pub anchors: f64,
}

/// A stretch of time in which its model stayed, and nothing seems to have changed unsaid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// The first day that is in it.
    pub from: NaiveDate,
    /// The first day that is not.
    pub until: NaiveDate,
    /// The mean gap.
    pub value: f64,
}

/// More stretches than this are no steps that can be seen.
const MOST_LEVELS: usize = 6;

/// Of each agent, by its number; `None` without anchors. `models` and `drifts` are what is known of its versions.
pub(super) fn anchored_courses(
    setups: &Setups,
    field: &Field<'_>,
    models: &[Vec<VersionChange>],
    drifts: &[Option<Drift>],
) -> Vec<Option<AnchoredCourse>> {
    let (step, bins) = bins_of(field.sittings.iter().map(|sitting| (sitting.day, ())));
    let starts: Vec<NaiveDate> = bins.into_iter().map(|(start, _)| start).collect();
    let by_model = eras(field, By::Model);
    let course = |(agent, era): (usize, &Era<'_>)| {
        let (newer, older) = era.halves();
        let mut anchors = anchors(setups, agent, &[&newer, &older]);
        if anchors.is_empty() {
            anchors = of_newest_models(setups, field, models, &by_model, agent)?;
        }
        let beside = setups.beside(era, &anchors);
        let mut in_bins = vec![Era::default(); starts.len()];
        for run in &beside.runs {
            if let Ok(bin) = starts.binary_search(&step.start(run.1.day)) {
                in_bins[bin].runs.push(*run);
            }
        }
        Some(AnchoredCourse {
            bins: in_bins.iter().map(|era| bin(setups, era, &anchors)).collect(),
            levels: levels(setups, &beside, &anchors, cuts(field, drifts, agent)),
            anchors: anchors.iter().map(|setup| setups.agent(*setup)).collect(),
        })
    };
    eras(field, By::Agent).par_iter().enumerate().map(course).collect()
}

/// What did not change between the newest model that can be compared and the one that it is compared with first.
fn of_newest_models(
    setups: &Setups,
    field: &Field<'_>,
    models: &[Vec<VersionChange>],
    eras: &[Era<'_>],
    agent: usize,
) -> Option<Vec<usize>> {
    let (later, change) = field.models_of(agent).find_map(|model| Some((model, models.get(model)?.first()?)))?;
    let anchors = anchors(setups, agent, &[&eras[later], &eras[change.against]]);
    (!anchors.is_empty()).then_some(anchors)
}

fn gap_of(setups: &Setups, era: &Era<'_>, anchors: &[usize], fewest: usize) -> Option<Gap> {
    let gains = era.runs.iter().map(|(at, sitting, turn)| gains(setups, *at, sitting, turn, anchors));
    gap(&by_change(gains)).filter(|gap| gap.changes >= fewest)
}

fn bin(setups: &Setups, era: &Era<'_>, anchors: &[usize]) -> Option<BesideBin> {
    let gap_of = |anchors: &[usize]| gap_of(setups, era, anchors, FEWEST_CHANGES);
    let (gap, own) = (gap_of(anchors)?, gap_of(&[])?.value);
    Some(BesideBin { gap, own, anchors: (own - gap.value).clamp(0.0, 1.0) })
}

/// The days on which something changed, oldest first.
fn cuts(field: &Field<'_>, drifts: &[Option<Drift>], agent: usize) -> Vec<NaiveDate> {
    let models = model_changes(field, &field.all(), agent).into_iter().map(|(day, _)| day);
    let unsaid = field.versions_of(agent).filter_map(|version| drifts[version].as_ref()).map(|drift| drift.day);
    let mut cuts: Vec<NaiveDate> = models.chain(unsaid).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

fn levels(setups: &Setups, beside: &Era<'_>, anchors: &[usize], cuts: Vec<NaiveDate>) -> Vec<Level> {
    let days = || beside.runs.iter().map(|(_, sitting, _)| sitting.day);
    let Some((first, last)) = days().min().zip(days().max().and_then(|last| last.succ_opt())) else {
        return Vec::new();
    };
    let within = cuts.into_iter().filter(|day| first < *day && *day < last);
    let ends: Vec<NaiveDate> = std::iter::once(first).chain(within).chain([last]).collect();
    if ends.len() > MOST_LEVELS + 1 {
        return Vec::new();
    }
    let level = |ends: &[NaiveDate]| {
        let (from, until) = (ends[0], ends[1]);
        let (_, earlier) = beside.cut(until);
        let (stretch, _) = earlier.cut(from);
        let value = gap_of(setups, &stretch, anchors, FEWEST_SUBJECTS)?.value;
        Some(Level { from, until, value })
    };
    ends.windows(2).filter_map(level).collect()
}
