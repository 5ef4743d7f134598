//! What reports say about agents, gathered while the reports are in memory, for the agents' own pages.

use super::parts::{RunContext, day_words};
use super::route::Route;
use crate::aggregate::Analysis;
use crate::text::Html;
use crate::text::markdown::{Anchors, Scope, plain_line};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What one report's retro says about the agent.
#[derive(Clone, Debug, Serialize)]
pub struct RetroQuote {
    /// Position of the run in the corpus.
    #[serde(skip)]
    at: usize,
    href: String,
    title: String,
    day: String,
    machine: String,
    body: Html,
}

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
        texts.sort_by_key(|quote| quote.at);
        texts
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<usize, Vec<RetroQuote>>> {
        // A panic elsewhere cannot leave them half written.
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a run's retro says about an agent, as the agent's page shows it; `None` where it says nothing.
fn retro_quote(context: &RunContext<'_>, agent: usize) -> Option<RetroQuote> {
    let inputs = &context.inputs;
    let slug = inputs.field().agents[agent];
    let bodies = context.run.retro.iter().flat_map(|retro| &retro.agents).filter(|(of, _)| of == slug);
    let body = bodies.map(|(_, body)| body.as_str()).collect::<Vec<_>>().join("\n\n");
    let from = Route::Agent(&inputs.member(agent).address).path();
    let references = context.references(&from);
    let mut anchors = Anchors::default();
    let prefix = format!("{}-retro", context.run.id);
    let scope = Scope { heading: 4, prefix: &prefix, anchors: &mut anchors, language: None };
    let digest = context.digest();
    (!body.trim().is_empty()).then(|| RetroQuote {
        at: context.at,
        href: Route::Review(&context.run.id).from(&from),
        title: plain_line(context.run.title_line()),
        day: day_words(digest.date.day(), inputs.newest_year()),
        machine: digest.date.machine(),
        body: context.markdown(&references).blocks(&body, scope),
    })
}
