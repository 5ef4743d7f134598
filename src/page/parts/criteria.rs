//! Two agents by every criterion: a difference, its interval and what both say come from the same correction.

use super::board;
use super::ranking::{comparatives, criterion_label};
use super::versions_words::{WANTED, how_many_more};
use crate::aggregate::contest::{Contest, Duel};
use crate::aggregate::criterion::{Basis, Criterion};
use crate::aggregate::leaderboard::Leaderboard;
use crate::aggregate::pairs::{Pair, Reading};
use crate::chart::Axis;
use crate::chart::interval::{PlottedEstimate, head_of_ticks, interval};
use crate::page::inputs::{AgentLink, Inputs};
use crate::text::{Html, format};
use serde::Serialize;

const WIDTH: f64 = 184.0;

/// The criteria beside each other.
#[derive(Debug, Serialize)]
pub struct CriteriaPart {
    head: Html,
    rows: Vec<CriterionRow>,
}

#[derive(Debug, Serialize)]
struct CriterionRow {
    criterion: &'static str,
    value: String,
    /// `None`: not enough data.
    ends: Option<String>,
    drawn: Option<Html>,
    changes: String,
    /// The smallest difference that would be seen; `None`: not enough data.
    detectable: Option<String>,
    reading: String,
}

/// One agent against each of its rivals by the criterion that ranks.
#[derive(Debug, Serialize)]
pub struct RivalsPart {
    head: Html,
    rows: Vec<RivalRow>,
    /// How many pairs are not shown, and why.
    left_out: Option<String>,
}

#[derive(Debug, Serialize)]
struct RivalRow {
    rival: AgentLink,
    reviews: String,
    changes: String,
    /// With its interval, if there is one, and drawn; `None`: nothing to compare.
    difference: Option<(String, Option<String>, Html)>,
    reading: String,
    href: String,
}

/// An agent against those that it met and that have a page beside it, the highest-ranked first; `None` without any.
#[must_use]
pub fn rivals_part(inputs: &Inputs<'_>, leaderboard: &Leaderboard, agent: usize, from: &str) -> Option<RivalsPart> {
    let (pairs, left_out) = board::pairs_of(inputs, leaderboard, agent);
    if pairs.is_empty() && left_out == 0 {
        return None;
    }
    let contest = leaderboard.contest(Criterion::default());
    let duel = |rival: usize| contest.duel(agent, rival);
    let ends = pairs.iter().filter_map(|pair| duel(pair.of[1])?.interval).flat_map(|ends| [ends.low, ends.high]);
    let axis = Axis::around_zero(ends.map(|end| end * 100.0), 100.0);
    let row = |pair: &Pair| {
        let duel = duel(pair.of[1]);
        RivalRow {
            rival: inputs.agent_link(pair.of[1], from),
            reviews: format::count(pair.reviews),
            changes: format::count(pair.subjects),
            difference: duel.map(|duel| {
                let ends = duel.interval.map(|ends| format::points_range(ends.low, ends.high));
                (format::points(duel.value), ends, drawn(&axis, &duel))
            }),
            reading: duel.map_or_else(|| "nothing to compare".to_owned(), |duel| reading_words(inputs, contest, &duel)),
            href: inputs.versus(pair.of).from(from),
        }
    };
    Some(RivalsPart {
        head: head_of_ticks(&axis, WIDTH, |value| format::points(value / 100.0).replace(".0", "")),
        rows: pairs.iter().map(row).collect(),
        left_out: (left_out > 0).then(|| board::left_out_words(left_out)),
    })
}

/// What a criterion is called.
#[must_use]
pub fn criterion_words(criterion: Criterion, basis: Basis) -> &'static str {
    match (criterion, basis) {
        (Criterion::Precision, Basis::Kept) => "Kept by the consolidator",
        (Criterion::Score, _) => "Weighted score a review",
        (criterion, _) => criterion_label(criterion),
    }
}

/// The two by every criterion that they can be compared by, the first less the second; `None` where there is none.
#[must_use]
pub fn criteria_part(
    inputs: &Inputs<'_>,
    leaderboard: &Leaderboard,
    [first, second]: [usize; 2],
) -> Option<CriteriaPart> {
    let duel = |criterion: Criterion| Some((criterion, leaderboard.contest(criterion).duel(first, second)?));
    let both: Vec<(Criterion, Duel)> = Criterion::RANKING.into_iter().filter_map(duel).collect();
    if both.is_empty() {
        return None;
    }
    let shares = || both.iter().filter(|(criterion, _)| criterion.is_share());
    let ends = shares().filter_map(|(_, duel)| duel.interval).flat_map(|ends| [ends.low, ends.high]);
    let values = shares().map(|(_, duel)| duel.value);
    let axis = Axis::around_zero(ends.chain(values).map(|end| end * 100.0), 100.0);
    let row = |(criterion, duel): &(Criterion, Duel)| {
        let words = |value: f64| if criterion.is_share() { format::points(value) } else { signed(value) };
        CriterionRow {
            criterion: criterion_words(*criterion, leaderboard.basis()),
            value: words(duel.value),
            ends: duel.interval.map(|ends| format!("{} to {}", words(ends.low), words(ends.high))),
            drawn: criterion.is_share().then(|| drawn(&axis, duel)),
            changes: format::count(duel.changes),
            detectable: duel.detectable().map(|least| words(least).trim_start_matches('+').to_owned()),
            reading: reading_words(inputs, leaderboard.contest(*criterion), duel),
        }
    };
    Some(CriteriaPart {
        head: head_of_ticks(&axis, WIDTH, |value| format::points(value / 100.0).replace(".0", "")),
        rows: both.iter().map(row).collect(),
    })
}

fn drawn(axis: &Axis, duel: &Duel) -> Html {
    drawn_difference(axis, WIDTH, duel)
}

/// The difference of two shares, in points, with its interval.
#[must_use]
pub fn drawn_difference(axis: &Axis, width: f64, duel: &Duel) -> Html {
    let ends = duel.interval.map(|ends| (ends.low * 100.0, ends.high * 100.0));
    interval(axis, width, None, PlottedEstimate { value: duel.value * 100.0, ends })
}

/// Points of the weighted score, which are no shares.
fn signed(value: f64) -> String {
    let words = format::decimal(value.abs());
    match words.as_str() {
        "0.0" => words,
        _ if value < 0.0 => format!("−{words}"),
        _ => format!("+{words}"),
    }
}

/// What can be said of two of a contest.
#[must_use]
pub fn reading_words(inputs: &Inputs<'_>, contest: &Contest, duel: &Duel) -> String {
    let which = match duel.reading() {
        Reading::NotEnough => return "not enough data".to_owned(),
        Reading::Alike => return "cannot be told apart".to_owned(),
        Reading::Better(which) => inputs.name(duel.of[which]),
    };
    let words = match contest.criterion {
        // Its row is headed by what these are.
        Criterion::CriticalAndImportant => "finds more of these",
        criterion => comparatives(criterion, contest.basis)[0],
    };
    format!("{which} {words}")
}

/// How many more changes it takes to tell the two apart, where they cannot be.
#[must_use]
pub fn more_words(duel: &Duel) -> Option<String> {
    if duel.reading() != Reading::Alike {
        return None;
    }
    Some(how_many_more(duel.needed(WANTED)?, duel.changes, duel.detectable()?))
}
