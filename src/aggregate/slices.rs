//! Parts of the archive that have a leaderboard of their own: by kind of report, by repository, by period.

use super::field::{Field, Sitting};
use crate::model::{Corpus, Slug};
use chrono::{Datelike, Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Which runs: all, but for what is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slice {
    /// Only runs of this kind, folded to lower case.
    pub kind: Option<Slug>,
    /// Only runs of this repository, folded to lower case.
    pub repository: Option<String>,
    /// Only runs of this time.
    pub period: Period,
}

/// The part of the archive that a slice covers, by date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// The whole archive.
    #[default]
    All,
    /// The 90 days that end with the newest run.
    Last,
    /// A calendar year.
    Year(i32),
}

const LAST_DAYS: u64 = 90;

/// Past this many tables kind and repository are not chosen together, and then only as many repositories and as many kinds
/// as fit, those with most runs first, and the newest years: each table leads to the others.
const MOST_SLICES: usize = 200;

/// The most years that are then tables.
const MOST_YEARS: usize = 50;

impl Slice {
    /// The slices that are one choice wider.
    #[must_use]
    pub fn wider(&self) -> Vec<Self> {
        let without_kind = self.kind.is_some().then(|| Self { kind: None, ..self.clone() });
        let without_repository = self.repository.is_some().then(|| Self { repository: None, ..self.clone() });
        let at_all_times = (self.period != Period::All).then(|| Self { period: Period::All, ..self.clone() });
        [without_kind, without_repository, at_all_times].into_iter().flatten().collect()
    }
}

/// All slices that have a run and are not the same runs as a wider one, with their sittings; the whole archive first.
#[must_use]
pub fn slices<'f>(corpus: &Corpus, field: &'f Field<'_>) -> BTreeMap<Slice, Vec<&'f Sitting>> {
    let mut all = every_slice(corpus, field);
    // The runs of a slice are among those of a wider one, so that as many are the same.
    let sizes: BTreeMap<Slice, usize> = all.iter().map(|(slice, sittings)| (slice.clone(), sittings.len())).collect();
    all.retain(|slice, sittings| !slice.wider().iter().any(|wider| sizes.get(wider) == Some(&sittings.len())));
    all.entry(Slice::default()).or_default();
    if all.len() > MOST_SLICES {
        all.retain(|slice, _| slice.kind.is_none() || slice.repository.is_none());
    }
    if all.len() > MOST_SLICES {
        keep_newest_years(&mut all);
        keep_largest(&mut all, MOST_SLICES, |slice| slice.repository.clone());
        keep_largest(&mut all, MOST_SLICES, |slice| slice.kind.as_ref().map(Slug::folded));
    }
    all
}

fn keep_newest_years(all: &mut BTreeMap<Slice, Vec<&Sitting>>) {
    let year = |slice: &Slice| match slice.period {
        Period::Year(year) => Some(year),
        Period::All | Period::Last => None,
    };
    let years: BTreeSet<i32> = all.keys().filter_map(year).collect();
    if let Some(first) = years.iter().nth_back(MOST_YEARS - 1) {
        all.retain(|slice, _| year(slice).is_none_or(|year| year >= *first));
    }
}

fn every_slice<'f>(corpus: &Corpus, field: &'f Field<'_>) -> BTreeMap<Slice, Vec<&'f Sitting>> {
    let newest = field.sittings.iter().map(|sitting| sitting.day).max();
    let before_last = newest.and_then(|newest| newest.checked_sub_days(Days::new(LAST_DAYS)));
    let mut all: BTreeMap<Slice, Vec<&Sitting>> = BTreeMap::new();
    for sitting in &field.sittings {
        let run = &corpus.runs[sitting.run];
        let repository = run.repository.as_ref().map(|name| Some(name.to_lowercase()));
        for kind in [None, Some(run.kind.folded())] {
            for repository in std::iter::once(None).chain(repository.clone()) {
                for period in periods(sitting.day, before_last) {
                    let slice = Slice { kind: kind.clone(), repository: repository.clone(), period };
                    all.entry(slice).or_default().push(sitting);
                }
            }
        }
    }
    all
}

fn periods(day: NaiveDate, before_last: Option<NaiveDate>) -> impl Iterator<Item = Period> {
    let last = before_last.is_none_or(|before| day > before).then_some(Period::Last);
    [Period::All, Period::Year(day.year())].into_iter().chain(last)
}

/// Drops the parts that a choice has least runs for, so that no more than `room` tables are of that choice.
fn keep_largest<K: Ord + Clone>(
    all: &mut BTreeMap<Slice, Vec<&Sitting>>,
    room: usize,
    choice: impl Fn(&Slice) -> Option<K>,
) {
    let mut runs: BTreeMap<K, (usize, usize)> = BTreeMap::new();
    for (slice, sittings) in all.iter() {
        if let Some(chosen) = choice(slice) {
            let (most, tables) = runs.entry(chosen).or_default();
            *most = (*most).max(sittings.len());
            *tables += 1;
        }
    }
    let mut order: Vec<(K, (usize, usize))> = runs.into_iter().collect();
    order.sort_by_key(|(_, (most, _))| std::cmp::Reverse(*most));
    let mut room = room;
    let kept: BTreeSet<K> = order
        .into_iter()
        .map_while(|(chosen, (_, tables))| {
            room = room.checked_sub(tables)?;
            Some(chosen)
        })
        .collect();
    all.retain(|slice, _| choice(slice).is_none_or(|chosen| kept.contains(&chosen)));
}
