//! What reports say of agents, gathered while the reports are in memory, for the agents' own pages.

use super::agent::{Retro, retro};
use super::parts::RunContext;
use crate::aggregate::Analysis;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Texts by the number of the agent.
#[derive(Default)]
pub struct Quotes {
    /// By run which agents' texts are wanted.
    wanted: BTreeMap<usize, BTreeSet<usize>>,
    texts: Mutex<BTreeMap<usize, Vec<Retro>>>,
}

impl Quotes {
    /// None yet of those that the agents' pages quote.
    #[must_use]
    pub fn wanted(analysis: &Analysis<'_>) -> Self {
        let mut wanted: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (agent, record) in analysis.records.iter().enumerate() {
            for run in &record.quoted {
                wanted.entry(*run).or_default().insert(agent);
            }
        }
        Self { wanted, texts: Mutex::default() }
    }

    /// Takes what is wanted of a run.
    pub fn gather(&self, context: &RunContext<'_>) {
        for agent in self.wanted.get(&context.at).into_iter().flatten() {
            if let Some(retro) = retro(context, *agent) {
                self.lock().entry(*agent).or_default().push(retro);
            }
        }
    }

    /// What was gathered of an agent, newest report first.
    #[must_use]
    pub fn of_agent(&self, agent: usize) -> Vec<Retro> {
        let mut texts = self.lock().get(&agent).cloned().unwrap_or_default();
        texts.sort_by_key(Retro::run);
        texts
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<usize, Vec<Retro>>> {
        // A panic elsewhere cannot leave them half written.
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
