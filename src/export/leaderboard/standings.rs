//! What agents, models and versions have by each criterion, where agents stand by it, and how two of them differ.

use super::figures::ends;
use crate::aggregate::contest::Rank;
use crate::aggregate::contest::{Duel, Measured};
use crate::aggregate::criterion::{Basis, Criterion};
use crate::aggregate::leaderboard::Leaderboard;
use crate::aggregate::pairs::Reading;
use serde::Serialize;
use std::collections::BTreeMap;

/// By the word of the criterion.
pub(super) type ByCriterion<T> = BTreeMap<&'static str, T>;

#[derive(Serialize)]
pub(super) struct RankData {
    best: usize,
    worst: usize,
}

#[derive(Serialize)]
pub(super) struct Standing {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    changes: usize,
    /// Each change as much as any other.
    mean_per_change: Option<f64>,
    rank: Option<RankData>,
}

/// Of a model or a version, which nobody ranks.
#[derive(Serialize)]
pub(super) struct Amount {
    value: f64,
    low: Option<f64>,
    high: Option<f64>,
    changes: usize,
}

#[derive(Serialize)]
pub(super) struct DuelData<'d> {
    reviews: usize,
    changes: usize,
    value: f64,
    /// At the level at which Holm's procedure tested the two.
    low: Option<f64>,
    high: Option<f64>,
    /// A smaller difference is likely not to be seen.
    detectable: Option<f64>,
    p: Option<f64>,
    p_holm: Option<f64>,
    /// `null` where the two cannot be told apart or have not enough data.
    better: Option<&'d str>,
    enough_data: bool,
}

pub(super) fn rank(of: Rank) -> RankData {
    RankData { best: of.best, worst: of.worst }
}

/// What says which findings are right.
pub(super) fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::Judged => "judged",
        Basis::Kept => "kept",
    }
}

/// Of an agent.
pub(super) fn standings(board: &Leaderboard, agent: usize) -> ByCriterion<Standing> {
    let standing = |criterion: Criterion| {
        let contest = board.contest(criterion);
        let measured = contest.value(agent);
        let (low, high) = ends(measured.and_then(|of| of.interval));
        let changes = measured.map_or(0, |of| of.changes);
        let standing = Standing {
            value: measured.map(|of| of.value),
            low,
            high,
            changes,
            mean_per_change: contest.means.get(agent).copied().flatten(),
            rank: contest.rank(agent).map(rank),
        };
        (criterion.word(), standing)
    };
    Criterion::RANKING.map(standing).into()
}

/// Of a model or a version, given what all have by a criterion.
pub(super) fn values<'b>(of: impl Fn(Criterion) -> &'b [Option<Measured>], at: usize) -> ByCriterion<Option<Amount>> {
    let value = |measured: Measured| {
        let (low, high) = ends(measured.interval);
        Amount { value: measured.value, low, high, changes: measured.changes }
    };
    Criterion::RANKING.map(|criterion| (criterion.word(), of(criterion).get(at).copied().flatten().map(value))).into()
}

/// Of two agents.
pub(super) fn duels<'d>(
    board: &Leaderboard,
    [first, second]: [usize; 2],
    slug: impl Fn(usize) -> &'d str,
) -> ByCriterion<Option<DuelData<'d>>> {
    let data = |duel: Duel| {
        let (low, high) = ends(duel.interval);
        let reading = duel.reading();
        let better = match reading {
            Reading::Better(which) => Some(slug(duel.of[which])),
            Reading::NotEnough | Reading::Alike => None,
        };
        DuelData {
            reviews: duel.reviews,
            changes: duel.changes,
            value: duel.value,
            low,
            high,
            detectable: duel.detectable(),
            p: duel.p,
            p_holm: duel.corrected,
            better,
            enough_data: reading != Reading::NotEnough,
        }
    };
    Criterion::RANKING
        .map(|criterion| (criterion.word(), board.contest(criterion).duel(first, second).map(data)))
        .into()
}
