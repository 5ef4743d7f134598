//! Who is worth running: figures and ranks of all agents over some runs, and which of them to run together.

use super::contest::{Contest, Measured, Players, Rank};
use super::criterion::{Basis, Criterion};
use super::field::{By, Field, Sitting};
use super::figures::{Figures, figures};
use super::pairs::{Pair, pairs};
use super::panel::advice::Advice;
use crate::config::Weights;
use rayon::prelude::*;

/// Everything about all agents over some runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaderboard {
    /// Runs with a panel.
    pub reviews: usize,
    /// Subjects of those runs.
    pub subjects: usize,
    /// By the number of the agent in the field; those that were on no panel of these runs have 0 reviews.
    pub agents: Vec<Figures>,
    /// By the number of the model, whatever the effort.
    pub models: Vec<Figures>,
    /// By the number of the version.
    pub versions: Vec<Figures>,
    /// All pairs of agents that shared a run, in the order of their numbers: what the two found of the pool. Who is better is
    /// for a [`Contest`] to say.
    pub pairs: Vec<Pair>,
    /// Which agents to run together.
    pub advice: Advice,
    /// By criterion, in the order of [`Criterion::RANKING`].
    standings: Vec<Standings>,
    /// See [`Leaderboard::order`].
    order: Vec<usize>,
    /// By agent the places of its pairs.
    met: Vec<Vec<usize>>,
}

/// Who stands where by one criterion.
#[derive(Clone, Debug, PartialEq)]
struct Standings {
    agents: Contest,
    /// Models and versions are measured, and compared by [`version_changes`](super::versions::version_change::version_changes).
    models: Vec<Option<Measured>>,
    versions: Vec<Option<Measured>>,
}

impl Standings {
    fn empty(criterion: Criterion) -> Self {
        Self { agents: Contest::empty(criterion), models: Vec::new(), versions: Vec::new() }
    }
}

impl Default for Leaderboard {
    fn default() -> Self {
        Self {
            reviews: 0,
            subjects: 0,
            agents: Vec::new(),
            models: Vec::new(),
            versions: Vec::new(),
            pairs: Vec::new(),
            advice: Advice::new(&[]),
            standings: Criterion::RANKING.map(Standings::empty).into(),
            order: Vec::new(),
            met: Vec::new(),
        }
    }
}

impl Leaderboard {
    /// Counts over these sittings, be they all of the field or those of one slice.
    #[must_use]
    pub fn over(field: &Field<'_>, sittings: &[&Sitting], weights: &Weights) -> Self {
        let pairs = pairs(field, sittings, By::Agent);
        let subjects: std::collections::BTreeSet<usize> = sittings.iter().map(|sitting| sitting.subject).collect();
        let [agents, models, versions] =
            [By::Agent, By::Model, By::Version].map(|by| figures(field, sittings, by, weights));
        let (standings, advice) = rayon::join(
            || standings(field, sittings, [&agents, &models, &versions], weights),
            || Advice::new(sittings),
        );
        let mut board = Self {
            reviews: sittings.len(),
            subjects: subjects.len(),
            met: met(agents.len(), &pairs),
            agents,
            models,
            versions,
            pairs,
            advice,
            standings,
            order: Vec::new(),
        };
        board.order = board.order_by(Criterion::default());
        board
    }

    /// Everybody by one criterion.
    ///
    /// # Panics
    /// Never: [`Criterion::Recall`], which ranks nobody, is shown the one by which boards are ranked unless another is chosen.
    #[must_use]
    pub fn contest(&self, criterion: Criterion) -> &Contest {
        &self.standing(criterion).agents
    }

    /// By the number of the model what it has by a criterion.
    #[must_use]
    pub fn models_by(&self, criterion: Criterion) -> &[Option<Measured>] {
        &self.standing(criterion).models
    }

    /// By the number of the version what it has by a criterion.
    #[must_use]
    pub fn versions_by(&self, criterion: Criterion) -> &[Option<Measured>] {
        &self.standing(criterion).versions
    }

    fn standing(&self, criterion: Criterion) -> &Standings {
        let of = |one: &&Standings| one.agents.criterion == criterion;
        self.standings.iter().find(of).unwrap_or_else(|| &self.standings[0])
    }

    /// What says of these runs which findings are right.
    #[must_use]
    pub fn basis(&self) -> Basis {
        self.contest(Criterion::Precision).basis
    }

    /// The rank of an agent by the criterion that ranks unless another is chosen; `None`: not enough data.
    #[must_use]
    pub fn rank(&self, agent: usize) -> Option<Rank> {
        self.contest(Criterion::default()).rank(agent)
    }

    /// The agents of these runs in the order of the table: by rank, then by recall of others, then by name; those that cannot
    /// be ranked last.
    #[must_use]
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The same by any criterion.
    #[must_use]
    pub fn order_by(&self, criterion: Criterion) -> Vec<usize> {
        let is_here = |at: &usize| self.agents[*at].reviews > 0 || self.agents[*at].lost() > 0;
        self.contest(criterion).order_of((0..self.agents.len()).filter(is_here).collect())
    }

    /// The place of each agent in that order; of those that are not in these runs, one past the last.
    #[must_use]
    pub fn places(&self) -> Vec<usize> {
        let mut places = vec![self.order.len(); self.agents.len()];
        for (place, agent) in self.order.iter().enumerate() {
            places[*agent] = place;
        }
        places
    }

    /// The pair of two agents, seen from the first.
    #[must_use]
    pub fn pair(&self, first: usize, second: usize) -> Option<Pair> {
        let of = [first.min(second), first.max(second)];
        let at = self.pairs.binary_search_by(|pair| pair.of.cmp(&of)).ok()?;
        Some(self.pairs[at].seen_from(first))
    }

    /// The pairs of an agent, as they are in `pairs`.
    pub fn pairs_of(&self, agent: usize) -> impl Iterator<Item = &Pair> {
        self.met.get(agent).into_iter().flatten().map(|at| &self.pairs[*at])
    }
}

/// Everybody by every criterion.
fn standings(
    field: &Field<'_>,
    sittings: &[&Sitting],
    [agents, models, versions]: [&[Figures]; 3],
    weights: &Weights,
) -> Vec<Standings> {
    let agents = Players::new(field, sittings, By::Agent, agents);
    let models = Players::new(field, sittings, By::Model, models);
    let versions = Players::new(field, sittings, By::Version, versions);
    let standings = |criterion: Criterion| Standings {
        agents: agents.contest(criterion, weights),
        models: models.measured(criterion, weights),
        versions: versions.measured(criterion, weights),
    };
    Criterion::RANKING.into_par_iter().map(standings).collect()
}

fn met(agents: usize, pairs: &[Pair]) -> Vec<Vec<usize>> {
    let mut met = vec![Vec::new(); agents];
    for (at, pair) in pairs.iter().enumerate() {
        for agent in pair.of {
            met[agent].push(at);
        }
    }
    met
}
