//! Agents that did not change between two times, as far as runs state it: what another agent's change is measured against.

use crate::aggregate::field::{Field, Model, Sitting, Turn};
use crate::aggregate::pairs::FEWEST_SUBJECTS;
use crate::aggregate::statistics::distribution::real;
use crate::aggregate::statistics::marks::Marks;
use crate::model::Corpus;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A further anchor joins while this share of the changes of either time remains that had the first one.
const KEPT: f64 = 0.9;

/// The runs of one reviewer: position in the field, and its turn. Newest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Era<'f> {
    pub runs: Vec<(usize, &'f Sitting, &'f Turn)>,
}

impl Era<'_> {
    /// The changes that have a finding.
    pub fn changes(&self) -> BTreeSet<usize> {
        self.runs
            .iter()
            .filter(|(_, sitting, _)| sitting.pool.size() > 0)
            .map(|(_, sitting, _)| sitting.subject)
            .collect()
    }

    /// The newer half of the runs and the older one.
    pub fn halves(&self) -> (Self, Self) {
        let (newer, older) = self.runs.split_at(self.runs.len() / 2);
        (Self { runs: newer.to_vec() }, Self { runs: older.to_vec() })
    }

    /// The runs from a day on, and those before it.
    pub fn cut(&self, day: NaiveDate) -> (Self, Self) {
        let (later, earlier) = self.runs.iter().copied().partition(|(_, sitting, _)| sitting.day >= day);
        (Self { runs: later }, Self { runs: earlier })
    }

    /// The runs from that at a position in the field on, and those before it.
    pub fn cut_at(&self, first: usize) -> (Self, Self) {
        let (later, earlier) = self.runs.iter().copied().partition(|(at, ..)| *at <= first);
        (Self { runs: later }, Self { runs: earlier })
    }

    fn only(&self, holds: impl Fn(usize) -> bool) -> Self {
        Self { runs: self.runs.iter().filter(|(at, ..)| holds(*at)).copied().collect() }
    }
}

/// Everything that agents were run with, by number: model, effort, tool and instructions.
pub(super) struct Setups {
    /// Of each setup its agent.
    agents: Vec<usize>,
    /// Of each setup whether nothing is left open: of what its runs do not state, other runs state nothing either. A run that
    /// does not say which of two tools it had may have had either.
    is_known: Vec<bool>,
    /// By sitting and turn the setup.
    of_turns: Vec<Vec<usize>>,
}

/// What all who state it state alike.
fn only<'c>(known: &BTreeSet<&'c str>) -> Option<&'c str> {
    known.first().copied().filter(|_| known.len() == 1)
}

/// A model with its effort, its tool and its instructions, as far as they are stated.
type Key<'c> = (usize, [Option<&'c str>; 3]);

impl Setups {
    /// Numbers them. A run that does not state what all other runs of its model state alike is taken to be like them.
    pub fn new(corpus: &Corpus, field: &Field<'_>) -> Self {
        let mut stated: BTreeMap<usize, [BTreeSet<&str>; 3]> = BTreeMap::new();
        let mut of_turns: Vec<Vec<Key<'_>>> = Vec::with_capacity(field.sittings.len());
        for sitting in &field.sittings {
            let key = |turn: &Turn| {
                let reviewer = corpus.runs[sitting.run].reviewer(field.agents[turn.agent]);
                let tool = reviewer.and_then(|reviewer| reviewer.tool.as_deref());
                let instructions = reviewer.and_then(|reviewer| reviewer.instructions.as_deref());
                (turn.who.model, [field.versions[turn.who.version].effort, tool, instructions])
            };
            let keys: Vec<Key<'_>> = sitting.turns.iter().map(key).collect();
            for (model, states) in &keys {
                for (known, states) in stated.entry(*model).or_default().iter_mut().zip(states) {
                    known.extend(states);
                }
            }
            of_turns.push(keys);
        }
        for keys in &mut of_turns {
            for (model, states) in keys {
                for (known, states) in stated[model].iter().zip(states) {
                    *states = states.or_else(|| only(known));
                }
            }
        }
        let distinct: BTreeSet<Key<'_>> = of_turns.iter().flatten().copied().collect();
        let distinct: Vec<Key<'_>> = distinct.into_iter().collect();
        let is_known = |(model, states): &Key<'_>| {
            let mut parts = states.iter().zip(&stated[model]);
            parts.all(|(state, known)| state.is_some() || known.is_empty()) && is_known_model(field, *model)
        };
        let number = |key: &Key<'_>| distinct.partition_point(|known| known < key);
        Self {
            agents: distinct.iter().map(|(model, _)| field.models[*model].agent).collect(),
            is_known: distinct.iter().map(is_known).collect(),
            of_turns: of_turns.iter().map(|keys| keys.iter().map(number).collect()).collect(),
        }
    }

    /// The agent of a setup.
    pub fn agent(&self, setup: usize) -> usize {
        self.agents[setup]
    }

    /// The runs of a reviewer by what it was run with; those that leave that open are left out.
    pub fn apart<'f>(&self, era: &Era<'f>) -> Vec<Era<'f>> {
        let mut eras: BTreeMap<usize, Era<'f>> = BTreeMap::new();
        for (at, sitting, turn) in &era.runs {
            let own = self.of_turns[*at].iter().find(|setup| self.agent(**setup) == turn.agent);
            if let Some(setup) = own.filter(|setup| self.is_known[**setup]) {
                eras.entry(*setup).or_default().runs.push((*at, sitting, turn));
            }
        }
        eras.into_values().collect()
    }

    /// What a setup found in a sitting that had it on the panel.
    pub fn found<'f>(&self, at: usize, sitting: &'f Sitting, setup: usize) -> Option<&'f Marks> {
        let turn = self.of_turns[at].iter().position(|known| *known == setup)?;
        Some(&sitting.turns[turn].found)
    }

    /// The runs that had all of these on the panel.
    pub fn beside<'f>(&self, era: &Era<'f>, anchors: &[usize]) -> Era<'f> {
        era.only(|at| anchors.iter().all(|anchor| self.of_turns[at].contains(anchor)))
    }
}

/// Whether a model is stated, or its agent has not stated several elsewhere.
fn is_known_model(field: &Field<'_>, model: usize) -> bool {
    let Model { agent, model } = field.models[model];
    model.is_some() || field.models_of(agent).len() <= 2
}

/// Setups of other agents, with nothing left open, that sat beside the agent on at least [`FEWEST_SUBJECTS`] changes with findings in either time:
/// the one that shares most of them, and whichever others share nearly all of those. One of each agent at most.
pub(super) fn anchors(setups: &Setups, agent: usize, eras: &[&Era<'_>; 2]) -> Vec<usize> {
    let mut shared: BTreeMap<usize, [BTreeSet<usize>; 2]> = BTreeMap::new();
    for (which, era) in eras.iter().enumerate() {
        for (at, sitting, _) in era.runs.iter().filter(|(_, sitting, _)| sitting.pool.size() > 0) {
            let is_able = |setup: &&usize| setups.agent(**setup) != agent && setups.is_known[**setup];
            for setup in setups.of_turns[*at].iter().filter(is_able) {
                shared.entry(*setup).or_default()[which].insert(sitting.subject);
            }
        }
    }
    let fewest = |[a, b]: &[BTreeSet<usize>; 2]| a.len().min(b.len());
    let mut able: Vec<(usize, usize)> = shared.iter().map(|(setup, changes)| (fewest(changes), *setup)).collect();
    able.retain(|(changes, _)| *changes >= FEWEST_SUBJECTS);
    able.sort_by_key(|(changes, setup)| (usize::MAX - changes, setups.agent(*setup), *setup));
    let mut chosen: Vec<usize> = Vec::new();
    for (_, setup) in able {
        if chosen.iter().any(|known| setups.agent(*known) == setups.agent(setup)) {
            continue;
        }
        let with: Vec<usize> = chosen.iter().copied().chain([setup]).collect();
        let is_kept = |which: usize| {
            let first = chosen.first().map_or(0, |first| shared[first][which].len());
            let kept = setups.beside(eras[which], &with).changes().len();
            kept >= FEWEST_SUBJECTS && real(kept) >= KEPT * real(first)
        };
        if is_kept(0) && is_kept(1) {
            chosen = with;
        }
    }
    chosen
}
