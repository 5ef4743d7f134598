//! What each agent has to show: what it alone found, what it got wrong, and which reports say something of it.

use super::field::{Field, Sitting, Turn};
use super::statistics::marks::Marks;
use crate::model::{Corpus, Severity, Slug};
use std::collections::BTreeMap;

/// Texts of retros that an agent's page quotes.
const MOST_QUOTES: usize = 8;

/// A finding by its place: run and finding, as positions in the corpus and in the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FindingAt {
    /// Position of the run in the corpus.
    pub run: usize,
    /// Position of the finding in the run.
    pub finding: usize,
}

/// What one agent has to show. Lists of findings begin with the worst, and of equal severity with the newest.
#[derive(Clone, Debug, Default)]
pub struct AgentRecord {
    /// Valid findings that nobody else on the panel found.
    pub alone: Vec<FindingAt>,
    /// Its findings that were assessed as false positives.
    pub wrong: Vec<FindingAt>,
    /// The runs whose retros are quoted of it, newest first.
    pub quoted: Vec<usize>,
}

/// The record of each agent, by its number in the field.
#[must_use]
pub fn records(corpus: &Corpus, field: &Field<'_>) -> Vec<AgentRecord> {
    let mut records = vec![AgentRecord::default(); field.agents.len()];
    for sitting in &field.sittings {
        for turn in &sitting.turns {
            let record = &mut records[turn.agent];
            record.alone.extend(in_pool(sitting, &turn.found.and(&sitting.pool.by_one)));
            record.wrong.extend(turn.wrong.iter().map(|finding| FindingAt { run: sitting.run, finding: *finding }));
        }
    }
    let mut quoted = quoted(corpus);
    for (record, agent) in records.iter_mut().zip(&field.agents) {
        worst_first(corpus, &mut record.alone);
        worst_first(corpus, &mut record.wrong);
        record.quoted = quoted.remove(agent).unwrap_or_default();
    }
    records
}

/// What the first of two agents found and the second did not, over the runs that had both on the panel.
#[must_use]
pub fn found_by_first_only(corpus: &Corpus, field: &Field<'_>, first: usize, second: usize) -> Vec<FindingAt> {
    let mut found: Vec<FindingAt> = Vec::new();
    for sitting in &field.sittings {
        let turn = |agent: usize| -> Option<&Turn> { sitting.turns.iter().find(|turn| turn.agent == agent) };
        if let (Some(own), Some(others)) = (turn(first), turn(second)) {
            found.extend(in_pool(sitting, &own.found.without(&others.found)));
        }
    }
    worst_first(corpus, &mut found);
    found
}

fn in_pool<'s>(sitting: &'s Sitting, marked: &Marks) -> impl Iterator<Item = FindingAt> + use<'s> {
    let positions: Vec<usize> = marked.positions().collect();
    positions.into_iter().map(|at| FindingAt { run: sitting.run, finding: sitting.pool.findings[at] })
}

fn worst_first(corpus: &Corpus, found: &mut [FindingAt]) {
    let severity = |at: &FindingAt| -> Severity { corpus.runs[at.run].findings[at.finding].severity };
    found.sort_by_key(|at| (severity(at), at.run));
}

/// By agent the runs whose retros are quoted of it.
fn quoted(corpus: &Corpus) -> BTreeMap<&Slug, Vec<usize>> {
    let mut quoted: BTreeMap<&Slug, Vec<usize>> = BTreeMap::new();
    for (at, run) in corpus.runs.iter().enumerate() {
        for agent in &run.retro {
            let runs = quoted.entry(agent).or_default();
            if runs.len() < MOST_QUOTES && runs.last() != Some(&at) {
                runs.push(at);
            }
        }
    }
    quoted
}
