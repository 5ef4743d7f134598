//! Every agent of the archive: its colour and its name, the same on every page.

use crate::model::{Corpus, Slug};
use std::collections::BTreeMap;

/// How many colours there are; past them colours are used again and the name tells agents apart.
pub const COLOURS: usize = 8;

/// All agents by their slug.
#[derive(Debug, Default)]
pub struct Roster {
    members: BTreeMap<Slug, Member>,
}

/// One agent.
#[derive(Clone, Debug)]
pub struct Member {
    /// For people: as configured, else as its newest run names it.
    pub name: String,
    /// 1 to [`COLOURS`].
    pub colour: usize,
    /// What its page is called: the agent, with a number where an earlier agent differs from it in case alone.
    pub address: String,
}

impl Roster {
    /// Colours are given out by first appearance in the archive; `configured` names and colours come first.
    #[must_use]
    pub fn of(corpus: &Corpus, configured: &BTreeMap<String, (Option<String>, Option<usize>)>) -> Self {
        let mut members: BTreeMap<Slug, Member> = BTreeMap::new();
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for reviewer in corpus.runs.iter().rev().flat_map(|run| &run.reviewers) {
            let next = members.len() % COLOURS + 1;
            let member = members.entry(reviewer.agent.clone()).or_insert_with(|| {
                let twins = taken.entry(reviewer.agent.key()).or_insert(0_usize);
                *twins += 1;
                let address =
                    if *twins == 1 { reviewer.agent.to_string() } else { format!("{}~{twins}", reviewer.agent) };
                Member { name: String::new(), colour: next, address }
            });
            reviewer.display_name().clone_into(&mut member.name);
        }
        for (agent, member) in &mut members {
            let Some((name, colour)) = configured.get(agent.as_str()) else { continue };
            member.name = name.clone().unwrap_or_else(|| std::mem::take(&mut member.name));
            member.colour = colour.unwrap_or(member.colour);
        }
        Self { members }
    }

    /// An agent; `None` for one that no run has as a reviewer.
    #[must_use]
    pub fn member(&self, agent: &Slug) -> Option<&Member> {
        self.members.get(agent)
    }

    /// How many agents there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether no run has a reviewer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }
}
