//! Who also saw it: of the findings of one agent the share that each other one found.

use crate::aggregate::leaderboard::Leaderboard;
use crate::page::inputs::{AgentLink, Inputs};
use crate::text::format;
use serde::Serialize;

/// A matrix of agents.
#[derive(Debug, Serialize)]
pub struct OverlapPart {
    names: Vec<String>,
    rows: Vec<AgentRow>,
}

#[derive(Debug, Serialize)]
struct AgentRow {
    agent: AgentLink,
    cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
struct Cell {
    /// The agent itself.
    is_self: bool,
    /// In per cent, without decimals; `None`: no shared finding to ask about.
    share: Option<String>,
    /// How dark.
    heat: usize,
    /// Both, as a share of what either found.
    jaccard: Option<String>,
}

/// The matrix of all agents of a leaderboard that shared a run with another; `None` below two.
#[must_use]
pub fn overlap(inputs: &Inputs<'_>, leaderboard: &Leaderboard, from: &str) -> Option<OverlapPart> {
    let met = |agent: &usize| leaderboard.pairs.iter().any(|pair| pair.of.contains(agent));
    let agents: Vec<usize> = leaderboard.order().into_iter().filter(met).collect();
    let row = |first: &usize| AgentRow {
        agent: inputs.agent_link(*first, from),
        cells: agents.iter().map(|second| cell(leaderboard, *first, *second)).collect(),
    };
    (agents.len() > 1).then(|| OverlapPart {
        names: agents.iter().map(|agent| inputs.name(*agent).to_owned()).collect(),
        rows: agents.iter().map(row).collect(),
    })
}

fn cell(leaderboard: &Leaderboard, first: usize, second: usize) -> Cell {
    let empty = Cell { is_self: first == second, share: None, heat: 0, jaccard: None };
    let Some(pair) = leaderboard.pair(first, second).filter(|_| first != second) else { return empty };
    let both = pair.shared.both;
    let (of_first, either) = (both + pair.shared.only_first, both + pair.shared.only_first + pair.shared.only_second);
    let share = |of: usize| (of > 0).then(|| format::whole_percent(both, of));
    // Four shades, each a quarter.
    let heat = if of_first == 0 { 0 } else { (both * 4).div_ceil(of_first) };
    Cell { share: share(of_first), heat, jaccard: share(either), ..empty }
}
