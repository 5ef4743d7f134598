//! Who is worth running: figures, ranks and ratings of all agents over some runs.

use super::field::{By, Field, Sitting, Turn};
use super::figures::{Figures, figures, score};
use super::pairs::{Pair, Reading, pairs};
use super::rating::{Game, Rating, ratings};
use crate::config::Weights;

/// Everything about all agents over some runs.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// Ranks of agents; `None`: not enough data.
    pub ranks: Vec<Option<Rank>>,
    /// Ratings of agents; `None`: no common scale with anyone.
    pub ratings: Vec<Option<Rating>>,
    /// All pairs of agents that shared a run, in the order of their numbers.
    pub pairs: Vec<Pair>,
    /// See [`Leaderboard::order`].
    order: Vec<usize>,
    /// By agent the places of its pairs.
    met: Vec<Vec<usize>>,
}

/// The places that an agent may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// 1 and the number of rivals that are better.
    pub best: usize,
    /// The number of ranked agents less those that are worse.
    pub worst: usize,
}

impl Leaderboard {
    /// Counts over these sittings, be they all of the field or those of one slice.
    #[must_use]
    pub fn over(field: &Field<'_>, sittings: &[&Sitting], weights: &Weights) -> Self {
        let pairs = pairs(field, sittings, By::Agent);
        let agents = field.len(By::Agent);
        let subjects: std::collections::BTreeSet<usize> = sittings.iter().map(|sitting| sitting.subject).collect();
        let (of_agents, ranks) = (figures(field, sittings, By::Agent, weights), ranks(agents, &pairs));
        Self {
            reviews: sittings.len(),
            subjects: subjects.len(),
            order: order(&of_agents, &ranks),
            met: met(agents, &pairs),
            agents: of_agents,
            models: figures(field, sittings, By::Model, weights),
            versions: figures(field, sittings, By::Version, weights),
            ranks,
            ratings: ratings(agents, &games(sittings, weights)),
            pairs,
        }
    }

    /// The agents of these runs in the order of the table: by rank, then by recall, then by name; those that cannot be
    /// ranked last.
    #[must_use]
    pub fn order(&self) -> &[usize] {
        &self.order
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

fn order(agents: &[Figures], ranks: &[Option<Rank>]) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..agents.len()).filter(|at| agents[*at].reviews > 0 || agents[*at].failures > 0).collect();
    let recall = |at: usize| agents[at].recall.map_or(-1.0, |recall| recall.value);
    let rank = |at: usize| ranks[at].map_or((usize::MAX, usize::MAX), |rank| (rank.best, rank.worst));
    order
        .sort_by(|a, b| rank(*a).cmp(&rank(*b)).then_with(|| recall(*b).total_cmp(&recall(*a))).then_with(|| a.cmp(b)));
    order
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

/// 1 and the number of rivals that are better, to the number of ranked agents less those that are worse. Ranked is who
/// shares enough with a rival, at least [`FEWEST_SUBJECTS`](super::pairs::FEWEST_SUBJECTS) subjects and something to find in
/// them, for anything to be said of the two.
fn ranks(agents: usize, pairs: &[Pair]) -> Vec<Option<Rank>> {
    let mut better = vec![0; agents];
    let mut worse = vec![0; agents];
    let mut is_ranked = vec![false; agents];
    for pair in pairs {
        let reading = pair.reading();
        if reading == Reading::NotEnough {
            continue;
        }
        for at in pair.of {
            is_ranked[at] = true;
        }
        if let Reading::Better(winner) = reading {
            better[pair.of[1 - winner]] += 1;
            worse[pair.of[winner]] += 1;
        }
    }
    let ranked = is_ranked.iter().filter(|is_ranked| **is_ranked).count();
    let rank = |at: usize| Rank { best: 1 + better[at], worst: ranked - worse[at] };
    (0..agents).map(|at| is_ranked[at].then(|| rank(at))).collect()
}

/// In each run with something to find every two of the panel play: the higher weighted score wins.
fn games(sittings: &[&Sitting], weights: &Weights) -> Vec<Game> {
    let mut games = Vec::new();
    for sitting in sittings.iter().filter(|sitting| sitting.pool.size() > 0) {
        for (at, first) in sitting.turns.iter().enumerate() {
            for second in &sitting.turns[at + 1..] {
                games.push(game(sitting, first, second, weights));
            }
        }
    }
    games
}

fn game(sitting: &Sitting, first: &Turn, second: &Turn, weights: &Weights) -> Game {
    // Where it is not known of both what was rejected, it counts against neither.
    let rejected = first.rejected.zip(second.rejected).unwrap_or((0, 0));
    let score_of = |turn: &Turn, rejected: usize| {
        let found = [0, 1, 2, 3].map(|at: usize| turn.found.shared(&sitting.pool.by_severity[at]));
        score(found, rejected, weights)
    };
    let order = score_of(first, rejected.0).total_cmp(&score_of(second, rejected.1));
    let score = match order {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    };
    Game { first: first.agent, second: second.agent, score, subject: sitting.subject }
}
