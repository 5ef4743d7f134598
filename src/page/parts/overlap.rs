//! Overlap: the share of one agent's findings that each other agent found too.

use crate::aggregate::leaderboard::Leaderboard;
use crate::page::inputs::{AgentLink, Inputs};
use crate::text::format;
use serde::Serialize;

/// The overlap matrix.
#[derive(Debug, Serialize)]
pub struct OverlapPart {
    names: Vec<String>,
    rows: Vec<OverlapRow>,
    /// How many agents are not shown, and why.
    left_out: Option<String>,
}

/// The most agents of a matrix, those that rank highest: it grows with the square of their number.
const MOST_AGENTS: usize = 50;

fn left_out_words(agents: usize) -> String {
    let verb = if agents == 1 { "is" } else { "are" };
    format!(
        "{} {verb} not shown: the matrix has the {MOST_AGENTS} that come first in the leaderboard.",
        format::counted(agents, "agent")
    )
}

#[derive(Debug, Serialize)]
struct OverlapRow {
    agent: AgentLink,
    cells: Vec<OverlapCell>,
}

#[derive(Debug, Serialize)]
struct OverlapCell {
    /// Whether row and column are the same agent.
    is_self: bool,
    /// In per cent, without decimals.
    share: Option<String>,
    /// Why there is no share: the two were never on a panel together, or the first found nothing when they were.
    without_share: &'static str,
    /// The shade, from 0 to 4.
    heat: usize,
    /// What both found as a share of what either found, in per cent.
    jaccard: Option<String>,
}

/// The matrix of all agents of a leaderboard that shared a run with another; `None` below two.
#[must_use]
pub fn overlap_part(inputs: &Inputs<'_>, leaderboard: &Leaderboard, from: &str) -> Option<OverlapPart> {
    let met = |agent: &usize| leaderboard.pairs_of(*agent).next().is_some();
    let mut agents: Vec<usize> = leaderboard.order().iter().copied().filter(met).collect();
    let left_out = agents.len().saturating_sub(MOST_AGENTS);
    agents.truncate(MOST_AGENTS);
    let row = |first: &usize| OverlapRow {
        agent: inputs.agent_link(*first, from),
        cells: agents.iter().map(|second| cell(leaderboard, *first, *second)).collect(),
    };
    (agents.len() > 1).then(|| OverlapPart {
        names: agents.iter().map(|agent| inputs.name(*agent).to_owned()).collect(),
        rows: agents.iter().map(row).collect(),
        left_out: (left_out > 0).then(|| left_out_words(left_out)),
    })
}

fn cell(leaderboard: &Leaderboard, first: usize, second: usize) -> OverlapCell {
    let empty =
        OverlapCell { is_self: first == second, share: None, without_share: "never met", heat: 0, jaccard: None };
    let Some(pair) = leaderboard.pair(first, second).filter(|_| first != second) else { return empty };
    let both = pair.shared.both;
    let (of_first, either) = (both + pair.shared.only_first, both + pair.shared.only_first + pair.shared.only_second);
    let share = |of: usize| (of > 0).then(|| format::whole_percent(both, of));
    // Four shades, each a quarter.
    let heat = if of_first == 0 { 0 } else { (both * 4).div_ceil(of_first) };
    OverlapCell { share: share(of_first), without_share: "found nothing", heat, jaccard: share(either), ..empty }
}
