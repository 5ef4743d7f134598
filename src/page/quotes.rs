//! What reports say about agents, gathered while the reports are in memory, for the agents' own pages.

use super::agent::{RetroQuote, retro_quote};
use super::parts::RunContext;
use crate::aggregate::Analysis;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Quotes by the number of the agent; filled from several threads while the runs' pages are made.
#[derive(Default)]
pub struct Quotes {
    /// By run: the agents whose pages quote it.
    wanted: BTreeMap<usize, BTreeSet<usize>>,
    texts: Mutex<BTreeMap<usize, Vec<RetroQuote>>>,
}

impl Quotes {
    /// Notes which runs the agents' pages quote; nothing is gathered yet.
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

    /// Keeps the quotes that are wanted from a run.
    pub fn gather(&self, context: &RunContext<'_>) {
        for agent in self.wanted.get(&context.at).into_iter().flatten() {
            if let Some(retro) = retro_quote(context, *agent) {
                self.lock().entry(*agent).or_default().push(retro);
            }
        }
    }

    /// The quotes about an agent, newest report first.
    #[must_use]
    pub fn of_agent(&self, agent: usize) -> Vec<RetroQuote> {
        let mut texts = self.lock().get(&agent).cloned().unwrap_or_default();
        texts.sort_by_key(RetroQuote::run);
        texts
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<usize, Vec<RetroQuote>>> {
        // A panic elsewhere cannot leave them half written.
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
