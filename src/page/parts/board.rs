//! What several pages say of agents: why there is no figure, ranks in words, and the table of pairs.

use super::criteria::{drawn_difference, reading_words};
use crate::aggregate::contest::Rank;
use crate::aggregate::contest::{Contest, Duel};
use crate::aggregate::criterion::Criterion;
use crate::aggregate::figures::Figures;
use crate::aggregate::leaderboard::Leaderboard;
use crate::aggregate::pairs::{FEWEST_SUBJECTS, Pair};
use crate::aggregate::statistics::interval::{Estimate, Interval};
use crate::chart::Axis;
use crate::chart::interval::{PlottedEstimate, head_of_ticks};
use crate::page::inputs::{AgentLink, Inputs};
use crate::text::{Html, format};
use serde::Serialize;

/// Joins the words for what is not there; `None` where nothing is missing.
#[must_use]
pub fn unrecorded_words(of: &[(bool, &str)]) -> Option<String> {
    let words: Vec<&str> = of.iter().filter(|(is_there, _)| !is_there).map(|(_, words)| *words).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// Why there is no recall.
#[must_use]
pub fn without_recall(of: &Figures) -> &'static str {
    if of.reviews > 0 && of.pool == 0 { "nothing to find" } else { NOT_RECORDED }
}

/// Why an agent or a version has no precision.
#[must_use]
pub fn without_precision(of: &Figures) -> &'static str {
    // What was rejected is known, and it is as little as what was found: neither right nor wrong.
    if of.rejected.is_some() { "nothing to judge" } else { NOT_RECORDED }
}

/// Why there is no share of what was found.
#[must_use]
pub fn without_found(of: &Figures) -> &'static str {
    if of.reviews > 0 && of.found == 0 { "found nothing" } else { NOT_RECORDED }
}

/// Why there is no cost of a finding: with a cost, nothing was found for it.
#[must_use]
pub fn without_cost(of: &Figures) -> &'static str {
    if of.cost.is_some() { "found none" } else { NOT_RECORDED }
}

/// Shown where the runs do not record what a figure needs; never a zero.
pub const NOT_RECORDED: &str = "not recorded";

/// A share or a difference of shares with its interval, in words and drawn.
#[derive(Debug, Serialize)]
pub struct ShareCell {
    /// In per cent, or in percentage points for a difference.
    pub value: String,
    /// Both ends of the interval.
    pub ends: String,
    /// Drawn on the axis of its column.
    pub drawn: Html,
}

const DIFFERENCE_WIDTH: f64 = 170.0;

/// A share in per cent with its interval, for a chart; without one where there are too few changes for it.
#[must_use]
pub fn percent_range(estimate: &Estimate) -> PlottedEstimate {
    let ends = estimate.interval_of_enough().map(|Interval { low, high }| (low * 100.0, high * 100.0));
    PlottedEstimate { value: estimate.value * 100.0, ends }
}

/// `1–2`, or `3`.
#[must_use]
pub fn rank_words(rank: Rank) -> String {
    if rank.best == rank.worst { rank.best.to_string() } else { format!("{}–{}", rank.best, rank.worst) }
}

/// A table of pairs of agents.
#[derive(Debug, Serialize)]
pub struct PairsPart {
    head: Html,
    rows: Vec<PairRow>,
    /// How many pairs are not shown, and why.
    left_out: Option<String>,
}

#[derive(Debug, Serialize)]
struct PairRow {
    first: AgentLink,
    second: AgentLink,
    reviews: String,
    only_first: String,
    both: String,
    only_second: String,
    /// By the criterion that ranks; `None`: nothing that others found.
    difference: Option<ShareCell>,
    p: Option<String>,
    reading: String,
    href: String,
}

/// The table of these pairs, all drawn on one axis, and a sentence on those that are not shown at all.
#[must_use]
pub fn pairs_part(
    inputs: &Inputs<'_>,
    leaderboard: &Leaderboard,
    pairs: &[Pair],
    left_out: usize,
    from: &str,
) -> PairsPart {
    let contest = leaderboard.contest(Criterion::default());
    let duels: Vec<Option<Duel>> = pairs.iter().map(|pair| contest.duel(pair.of[0], pair.of[1])).collect();
    let ends = duels.iter().filter_map(|duel| duel.as_ref()?.interval).flat_map(|ends| [ends.low, ends.high]);
    let axis = Axis::around_zero(ends.map(|end| end * 100.0), 100.0);
    PairsPart {
        head: head_of_ticks(&axis, DIFFERENCE_WIDTH, |value| format::points(value / 100.0).replace(".0", "")),
        rows: pairs
            .iter()
            .zip(&duels)
            .map(|(pair, duel)| pair_row(inputs, contest, pair, duel.as_ref(), (&axis, from)))
            .collect(),
        left_out: (left_out > 0).then(|| left_out_words(left_out)),
    }
}

fn pair_row(
    inputs: &Inputs<'_>,
    contest: &Contest,
    pair: &Pair,
    duel: Option<&Duel>,
    (axis, from): (&Axis, &str),
) -> PairRow {
    let [first, second] = pair.of;
    let difference = |duel: &Duel| ShareCell {
        value: format::points(duel.value),
        ends: duel.interval.map_or_else(|| "too few".to_owned(), |ends| format::points_range(ends.low, ends.high)),
        drawn: drawn_difference(axis, DIFFERENCE_WIDTH, duel),
    };
    PairRow {
        first: inputs.agent_link(first, from),
        second: inputs.agent_link(second, from),
        reviews: format::count(pair.reviews),
        only_first: format::count(pair.shared.only_first),
        both: format::count(pair.shared.both),
        only_second: format::count(pair.shared.only_second),
        difference: duel.map(difference),
        p: duel.and_then(|duel| duel.corrected).map(format::p_value),
        reading: duel.map_or_else(|| "nothing to compare".to_owned(), |duel| reading_words(inputs, contest, duel)),
        href: inputs.versus(pair.of).from(from),
    }
}

/// How many pairs are not shown, and why.
#[must_use]
pub fn left_out_words(pairs: usize) -> String {
    format!(
        "{} not shown: the archive has so many pairs that only those that shared at least {FEWEST_SUBJECTS} changes are.",
        if pairs == 1 { "1 pair is".to_owned() } else { format!("{} pairs are", format::count(pairs)) }
    )
}

/// The pairs that are shown, those of the highest-ranked agents first, and how many are not.
#[must_use]
pub fn pairs_by_rank(inputs: &Inputs<'_>, leaderboard: &Leaderboard) -> (Vec<Pair>, usize) {
    let places = leaderboard.places();
    let shown = leaderboard.pairs.iter().filter(|pair| inputs.shows_pair(pair.of));
    let mut shown: Vec<Pair> = shown
        .map(|pair| pair.seen_from(if places[pair.of[0]] < places[pair.of[1]] { pair.of[0] } else { pair.of[1] }))
        .collect();
    shown.sort_by_key(|pair| pair.of.map(|agent| places[agent]));
    let left_out = leaderboard.pairs.len() - shown.len();
    (shown, left_out)
}

/// The pairs of one agent that are shown, those with the highest-ranked rivals first, and how many are not.
#[must_use]
pub fn pairs_of(inputs: &Inputs<'_>, leaderboard: &Leaderboard, agent: usize) -> (Vec<Pair>, usize) {
    let places = leaderboard.places();
    let shown = leaderboard.pairs_of(agent).filter(|pair| inputs.shows_pair(pair.of));
    let mut shown: Vec<Pair> = shown.map(|pair| pair.seen_from(agent)).collect();
    shown.sort_by_key(|pair| places[pair.of[1]]);
    let left_out = leaderboard.pairs_of(agent).count() - shown.len();
    (shown, left_out)
}
