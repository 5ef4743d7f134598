//! The parts of the archive that have a leaderboard, in words and addresses, and the criteria that the whole is ranked by.

use crate::aggregate::criterion::Criterion;
use crate::aggregate::slices::{Period, Slice};
use crate::model::Slug;
use crate::page::inputs::Inputs;
use crate::page::parts::ranking::criterion_label;
use crate::page::parts::{kind_words, slug_words};
use crate::page::route::Route;
use serde::Serialize;
use std::collections::BTreeSet;

/// One dimension of a slice (period, kind, repository) with the values it can take.
#[derive(Debug, Serialize)]
pub struct SliceChoice {
    label: &'static str,
    options: Vec<SliceLink>,
}

#[derive(Debug, Serialize)]
pub struct SliceLink {
    label: String,
    href: String,
    current: bool,
}

/// Links to the leaderboards of the whole archive by each criterion.
pub(super) fn criteria(from: &str, current: Criterion) -> SliceChoice {
    let link = |criterion: Criterion| SliceLink {
        label: criterion_label(criterion).to_owned(),
        href: Route::AgentsBy(criterion).from(from),
        current: criterion == current,
    };
    SliceChoice { label: "Rank by", options: Criterion::RANKING.map(link).into() }
}

/// The page of a slice.
pub(super) fn slice_route<'s>(slice: &'s Slice, period: &'s str) -> Route<'s> {
    let period = (slice.period != Period::All).then_some(period);
    Route::Agents(slice.kind.as_ref().map(Slug::as_str), slice.repository.as_deref(), period)
}

/// A period as part of an address.
pub(super) fn period_name(period: Period) -> String {
    match period {
        Period::All => "all".to_owned(),
        Period::Last => "last-90-days".to_owned(),
        Period::Year(year) => year.to_string(),
    }
}

/// A period in words.
pub(super) fn period_words(period: Period) -> String {
    match period {
        Period::All => "all time".to_owned(),
        Period::Last => "last 90 days".to_owned(),
        Period::Year(year) => year.to_string(),
    }
}

/// The slice in words; empty for the whole archive.
pub(super) fn slice_words(slice: &Slice) -> String {
    let period = (slice.period != Period::All).then(|| period_words(slice.period));
    let parts = [slice.kind.as_ref().map(|kind| kind_words(kind.as_str())), slice.repository.clone(), period];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// For each dimension, links to the slices that differ from this one in that dimension only. Where such a slice has no
/// page, the link goes to the slice with the other dimensions unrestricted.
pub(super) fn choices(inputs: &Inputs<'_>, slice: &Slice, path: &str) -> Vec<SliceChoice> {
    let slices: BTreeSet<&Slice> = inputs.slices().collect();
    let option = |label: String, to: Slice, alone: Slice| {
        let current = to == *slice;
        let to = if slices.contains(&to) { to } else { alone };
        slices.contains(&to).then(|| {
            let name = period_name(to.period);
            SliceLink { label, href: slice_route(&to, &name).from(path), current }
        })
    };
    let of_kind = |kind: Option<Slug>| {
        let label = kind.as_ref().map_or_else(|| "All".to_owned(), |kind| kind_words(kind.as_str()));
        option(label, Slice { kind: kind.clone(), ..slice.clone() }, Slice { kind, ..Slice::default() })
    };
    let of_repository = |repository: Option<String>| {
        let label = repository.clone().unwrap_or_else(|| "All".to_owned());
        let alone = Slice { repository: repository.clone(), ..Slice::default() };
        option(label, Slice { repository, ..slice.clone() }, alone)
    };
    let of_period = |period: Period| {
        let label = slug_words(&period_words(period));
        option(label, Slice { period, ..slice.clone() }, Slice { period, ..Slice::default() })
    };
    let distinct =
        |of: &dyn Fn(&Slice) -> bool| slices.iter().copied().filter(|slice| of(slice)).cloned().collect::<Vec<_>>();
    let kinds = distinct(&|s| s.repository.is_none() && s.period == Period::All);
    let repositories = distinct(&|s| s.kind.is_none() && s.period == Period::All);
    let mut periods = distinct(&|s| s.kind.is_none() && s.repository.is_none());
    // The newest year first.
    periods.sort_by_key(|slice| match slice.period {
        Period::All => (0, 0),
        Period::Last => (1, 0),
        Period::Year(year) => (2, -year),
    });
    let choice = |label, options: Vec<SliceLink>| (options.len() > 1).then_some(SliceChoice { label, options });
    [
        choice("Period", periods.into_iter().filter_map(|slice| of_period(slice.period)).collect()),
        choice("Kind", kinds.into_iter().filter_map(|slice| of_kind(slice.kind)).collect()),
        choice("Repository", repositories.into_iter().filter_map(|slice| of_repository(slice.repository)).collect()),
    ]
    .into_iter()
    .flatten()
    .collect()
}
