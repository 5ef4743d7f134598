//! Which panel to run on the next change, with what speaks for it and against it.

use super::choice::{Candidate, Choice, LARGEST, choice};
use super::panels::{Panel, largest_size, panel_of};
use super::shared::Shared;
use crate::aggregate::field::Sitting;
use crate::aggregate::statistics::interval::{Cluster, Estimate, proportion};
use crate::aggregate::statistics::marks::Marks;
use crate::model::Severity;
use std::collections::BTreeMap;

/// What to run, and what else could be.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// The best panel of each size, smallest first.
    pub candidates: Vec<Candidate>,
    /// What each of them takes, and what those do that may be as good.
    pub prices: Vec<Prices>,
    /// Which of them, or why none.
    pub choice: Choice,
    /// What would be lost without each member of the panel to run, or of the one that covers most so far, most first.
    pub lost: Vec<Lost>,
    /// What is not known of larger panels than the largest candidate, where there were any.
    pub larger: Option<Larger>,
}

/// Why nothing is said of larger panels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Larger {
    /// There are too many of them.
    NotLookedAt,
    /// None has reviewed changes enough.
    TooFewChanges,
}

/// What the panel of one size takes that covers most, and those that may do as well.
#[derive(Clone, Debug, PartialEq)]
pub struct Prices {
    /// Of the candidate.
    pub best: Panel,
    /// Of its exchanges, in their order.
    pub exchanges: Vec<Panel>,
}

/// What only one member of a panel found, over the runs that had all of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Lost {
    /// Number of the agent.
    pub agent: usize,
    /// The share of all that is known there; `None` where nothing is.
    pub share: Option<Estimate>,
    /// The same of each severity, in the order of [`Severity::ALL`].
    pub by_severity: [Option<Estimate>; 4],
}

impl Advice {
    /// Says it of these runs; those that one agent reviewed alone say nothing.
    #[must_use]
    pub fn new(sittings: &[&Sitting]) -> Self {
        // What one agent alone found is all that is known there.
        let sittings = &met(sittings);
        let looked_at = largest_size(sittings).min(LARGEST);
        let (candidates, choice) = choice(&shared(sittings), looked_at);
        let lost = match choice {
            Choice::Run(at) | Choice::SoFar(at) => lost(sittings, &candidates[at].members),
            _ => Vec::new(),
        };
        let prices = |of: &Candidate| Prices {
            best: panel_of(sittings, &of.members),
            exchanges: of.exchanges.iter().map(|other| panel_of(sittings, &other.members)).collect(),
        };
        let largest = candidates.last().map_or(0, |of| of.members.len());
        let has_larger = sittings.iter().any(|sitting| sitting.turns.len() > largest);
        let why = if largest < looked_at { Larger::TooFewChanges } else { Larger::NotLookedAt };
        Self {
            larger: has_larger.then_some(why),
            prices: candidates.iter().map(prices).collect(),
            candidates,
            choice,
            lost,
        }
    }

    /// The agents to run, ascending.
    #[must_use]
    pub fn named(&self) -> Option<&Candidate> {
        match self.choice {
            Choice::Run(at) => self.candidates.get(at),
            _ => None,
        }
    }

    /// The agents to run, or those that cover most so far, and what they take.
    #[must_use]
    pub fn best(&self) -> Option<(&Candidate, &Prices)> {
        match self.choice {
            Choice::Run(at) | Choice::SoFar(at) => Some((self.candidates.get(at)?, self.prices.get(at)?)),
            _ => None,
        }
    }
}

/// Those that had several agents on the panel.
pub(super) fn met<'s>(sittings: &[&'s Sitting]) -> Vec<&'s Sitting> {
    sittings.iter().copied().filter(|sitting| sitting.turns.len() > 1).collect()
}

/// What each agent found in these runs.
#[must_use]
pub fn shared(sittings: &[&Sitting]) -> Vec<Shared> {
    let of = |sitting: &&Sitting| {
        let mut found: Vec<(usize, Marks)> =
            sitting.turns.iter().map(|turn| (turn.agent, turn.found.clone())).collect();
        found.sort_by_key(|(agent, _)| *agent);
        Shared { subject: sitting.subject, pool: sitting.pool.size(), found }
    };
    sittings.iter().map(of).collect()
}

/// What would be lost without each of these agents, most first, of equals by name.
#[must_use]
pub fn lost(sittings: &[&Sitting], members: &[usize]) -> Vec<Lost> {
    let together: Vec<(&Sitting, Vec<&Marks>)> =
        sittings.iter().filter_map(|sitting| Some((*sitting, found_by(sitting, members)?))).collect();
    let of = |place: usize| {
        let alone = |sitting: &Sitting, found: &[&Marks]| {
            let nothing = Marks::none(sitting.pool.size());
            let others = found.iter().enumerate().filter(|(at, _)| *at != place);
            found[place].without(&others.fold(nothing, |sum, (_, marks)| sum.or(marks)))
        };
        let share = |within: &dyn Fn(&Sitting, &Marks) -> Cluster| {
            let mut changes: BTreeMap<usize, Cluster> = BTreeMap::new();
            for (sitting, found) in &together {
                let run = within(sitting, &alone(sitting, found));
                let change = changes.entry(sitting.subject).or_insert(Cluster { hits: 0, out_of: 0 });
                change.hits += run.hits;
                change.out_of += run.out_of;
            }
            proportion(&changes.into_values().collect::<Vec<_>>())
        };
        let of_severity = |severity: Severity| {
            let rated = |sitting: &Sitting, alone: &Marks| {
                let rated = &sitting.pool.by_severity[severity.position()];
                Cluster { hits: alone.shared(rated), out_of: rated.count() }
            };
            share(&rated)
        };
        Lost {
            agent: members[place],
            share: share(&|sitting, alone| Cluster { hits: alone.count(), out_of: sitting.pool.size() }),
            by_severity: Severity::ALL.map(of_severity),
        }
    };
    let mut lost: Vec<Lost> = (0..members.len()).map(of).collect();
    let value = |lost: &Lost| lost.share.map_or(0.0, |share| share.value);
    lost.sort_by(|a, b| value(b).total_cmp(&value(a)).then(a.agent.cmp(&b.agent)));
    lost
}

/// What each member found, in their order, where all of them were on the panel.
fn found_by<'f>(sitting: &'f Sitting, members: &[usize]) -> Option<Vec<&'f Marks>> {
    let of = |agent: &usize| Some(&sitting.turns.iter().find(|turn| turn.agent == *agent)?.found);
    members.iter().map(of).collect()
}
