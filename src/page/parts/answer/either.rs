//! Agents of whom any one will do beside the same others.

use crate::aggregate::panel::choice::{Candidate, RunnerUp};
use crate::page::parts::versions_words::more_changes;
use crate::text::format;

/// One of several agents, all others the same: which of them it is cannot be told to matter.
pub(super) struct Either<'c> {
    pub(super) common: Vec<usize>,
    /// The one that covers most first; at least two.
    pub(super) agents: Vec<usize>,
    /// The panels with each but the first of them, in their order.
    pub(super) others: &'c [RunnerUp],
}

/// Whom a panel can be run with in the place of one of its agents.
pub(super) fn either(candidate: &Candidate) -> Option<Either<'_>> {
    let others = &candidate.exchanges;
    let common: Vec<usize> = candidate
        .members
        .iter()
        .copied()
        .filter(|agent| others.first().is_some_and(|of| of.members.contains(agent)))
        .collect();
    let only = |of: &[usize]| of.iter().copied().find(|agent| !common.contains(agent));
    let others_only: Vec<usize> = others.iter().filter_map(|other| only(&other.members)).collect();
    let agents = [vec![only(&candidate.members)?], others_only].concat();
    (agents.len() == others.len() + 1 && agents.len() > 1).then_some(Either { common, agents, others })
}

/// What is told apart that covers so much more or less.
const APART: f64 = 0.03;

impl Either<'_> {
    /// The first of the others, where there is no second.
    pub(super) fn only_other(&self) -> Option<&RunnerUp> {
        self.others.first().filter(|_| self.others.len() == 1)
    }

    /// What stands before their names, if there are more than two.
    pub(super) fn any(&self) -> &'static str {
        if self.agents.len() > 2 { "any one of " } else { "" }
    }

    /// How many more changes it takes to tell them all from the first.
    pub(super) fn more(&self) -> Option<String> {
        let more = |other: &RunnerUp| Some(other.needed(APART)?.saturating_sub(other.changes));
        let most = self.others.iter().map(more).collect::<Option<Vec<usize>>>()?.into_iter().max()?;
        let points = format::whole(APART * 100.0);
        (most > 0).then(|| {
            let verb = if most == 1 { "is" } else { "are" };
            format!("About {} {verb} needed to tell them apart by {points} points. ", more_changes(most))
        })
    }
}
