//! Every agent of the archive: its colour and its name, the same on every page, and no other agent's.

use crate::model::run::with_model;
use crate::model::{Corpus, Slug};
use std::collections::{BTreeMap, BTreeSet};

/// How many colours there are; past them colours are used again and the name tells agents apart.
pub const COLOURS: usize = 8;

/// What a team chose for an agent in its configuration: name and colour.
type Chosen = (Option<String>, Option<usize>);

/// All agents by their slug.
#[derive(Debug, Default)]
pub struct Roster {
    members: BTreeMap<Slug, Member>,
}

/// One agent.
#[derive(Clone, Debug)]
pub struct Member {
    /// For people: as configured, else as its newest run names it, with more words where another agent is called the same.
    pub name: String,
    /// Whether another agent is called the same, in a run or by choice, so that only `name` tells them apart.
    pub shares_name: bool,
    /// 1 to [`COLOURS`]. No two of the first eight agents have the same one, unless a team chose so.
    pub colour: usize,
    /// How many earlier agents have the same colour: what a second mark tells apart.
    pub repeat: usize,
    /// What its page is called: the agent, with a number where an earlier agent differs from it in case alone.
    pub address: String,
}

/// What runs say of an agent.
#[derive(Default)]
struct Seen {
    /// In the newest run.
    name: String,
    /// All that it ran on.
    models: BTreeSet<String>,
}

impl Roster {
    /// Colours are given out by first appearance in the archive; `configured` names and colours come first.
    #[must_use]
    pub fn from_corpus(corpus: &Corpus, configured: &BTreeMap<String, Chosen>) -> Self {
        let mut seen: BTreeMap<&Slug, Seen> = BTreeMap::new();
        let mut agents: Vec<&Slug> = Vec::new();
        let mut callers: BTreeMap<String, BTreeSet<&Slug>> = BTreeMap::new();
        for reviewer in corpus.runs.iter().rev().flat_map(|run| &run.reviewers) {
            let agent = seen.entry(&reviewer.agent).or_insert_with(|| {
                agents.push(&reviewer.agent);
                Seen::default()
            });
            if agent.name != reviewer.display_name() {
                reviewer.display_name().clone_into(&mut agent.name);
                callers.entry(folded(&agent.name)).or_default().insert(&reviewer.agent);
            }
            if let Some(model) = reviewer.model.as_ref().filter(|model| !agent.models.contains(*model)) {
                agent.models.insert(model.clone());
            }
        }
        let shared: BTreeSet<&Slug> = callers.into_values().filter(|agents| agents.len() > 1).flatten().collect();
        let chosen = |agent: &Slug| configured.get(agent.as_str());
        let called = agents.iter().map(|agent| Called {
            name: chosen(agent).and_then(|(name, _)| name.as_ref()).unwrap_or(&seen[agent].name),
            model: seen[agent].models.first().filter(|_| seen[agent].models.len() == 1).map(String::as_str),
        });
        let called: Vec<Called<'_>> = called.collect();
        let addresses = addresses(&agents);
        let unique = unique_names(&called, &addresses);
        let colours = colours(&agents.iter().map(|agent| chosen(agent)?.1).collect::<Vec<_>>());
        let repeats = repeats(&colours);
        let member = |at: usize| {
            let shares_name = shared.contains(agents[at]) || unique[at] != called[at].name;
            let (name, address) = (unique[at].clone(), addresses[at].clone());
            Member { name, shares_name, colour: colours[at], repeat: repeats[at], address }
        };
        Self { members: (0..agents.len()).map(|at| (agents[at].clone(), member(at))).collect() }
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

/// What the pages of agents are called. Agents that differ in case alone are numbered: `a`, `A~2`.
fn addresses(agents: &[&Slug]) -> Vec<String> {
    let mut twins: BTreeMap<String, usize> = BTreeMap::new();
    let address = |agent: &&Slug| {
        let twins = twins.entry(agent.key()).or_default();
        *twins += 1;
        if *twins == 1 { agent.to_string() } else { format!("{agent}~{twins}") }
    };
    agents.iter().map(address).collect()
}

/// What an agent is called, be others called the same, and its model if it has ever run on one only.
struct Called<'a> {
    name: &'a str,
    model: Option<&'a str>,
}

impl Called<'_> {
    /// A name that tells it from others that are called the same: with its model, which would be wrong of an agent that had
    /// several; else the one whose address that is stays as it is, as `Codex` of `codex`, and any other has its address.
    fn longer(&self, address: &str) -> String {
        match self.model {
            Some(model) => with_model(self.name, model),
            None if folded(self.name).replace(' ', "-") == folded(address) => self.name.to_owned(),
            None => with_address(self.name, address),
        }
    }
}

fn with_address(name: &str, address: &str) -> String {
    format!("{name} ({address})")
}

/// A name for each agent that no other has, be it in other case.
fn unique_names(called: &[Called<'_>], addresses: &[String]) -> Vec<String> {
    let mut names: Vec<String> = called.iter().map(|called| called.name.to_owned()).collect();
    for at in clashes(&names).into_iter().flatten() {
        names[at] = called[at].longer(&addresses[at]);
    }
    // Ends: once lengthened by their addresses two names never meet again.
    loop {
        let clashes = clashes(&names);
        if clashes.is_empty() {
            return names;
        }
        for at in clashes.into_iter().flatten() {
            names[at] = with_address(&names[at], &addresses[at]);
        }
    }
}

/// The positions of names that are the same but for case, in groups of two or more.
fn clashes(names: &[String]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        groups.entry(folded(name)).or_default().push(at);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// A colour for each agent in the order of their first appearance: the chosen one, else its own place's where that is free,
/// else the first free one. Past the first eight agents colours repeat.
fn colours(chosen: &[Option<usize>]) -> Vec<usize> {
    let own_place = |at: usize| at % COLOURS + 1;
    let mut colours = chosen.to_vec();
    let first = COLOURS.min(colours.len());
    let is_free = |colours: &[Option<usize>], colour| !colours[..first].contains(&Some(colour));
    for at in 0..first {
        if colours[at].is_none() && is_free(&colours, own_place(at)) {
            colours[at] = Some(own_place(at));
        }
    }
    for at in 0..first {
        colours[at] = colours[at].or_else(|| (1..=COLOURS).find(|colour| is_free(&colours, *colour)));
    }
    colours.into_iter().enumerate().map(|(at, colour)| colour.unwrap_or_else(|| own_place(at))).collect()
}

/// For each agent how many before it have its colour.
fn repeats(colours: &[usize]) -> Vec<usize> {
    let mut met: BTreeMap<usize, usize> = BTreeMap::new();
    let repeat = |colour: &usize| {
        let met = met.entry(*colour).or_default();
        *met += 1;
        *met - 1
    };
    colours.iter().map(repeat).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(called: &[(&str, Option<&str>)], addresses: &[&str]) -> Vec<String> {
        let addresses: Vec<String> = addresses.iter().map(|address| (*address).to_owned()).collect();
        let called: Vec<Called<'_>> = called.iter().map(|&(name, model)| Called { name, model }).collect();
        unique_names(&called, &addresses)
    }

    #[test]
    fn a_name_of_one_agent_stays() {
        assert_eq!(named(&[("Claude", Some("opus")), ("Codex", None)], &["claude", "codex"]), ["Claude", "Codex"]);
    }

    #[test]
    fn a_shared_name_gets_the_only_model() {
        let called = [("Gemini", Some("2.5-pro")), ("gemini", Some("gemini-3")), ("Codex", None)];
        assert_eq!(named(&called, &["a", "b", "c"]), ["Gemini 2.5-pro", "gemini-3", "Codex"]);
    }

    #[test]
    fn a_shared_name_gets_the_agent_where_models_do_not_tell() {
        let same = [("Gemini", Some("2.5")), ("Gemini", Some("2.5"))];
        assert_eq!(named(&same, &["gemini", "gemini-cli"]), ["Gemini 2.5 (gemini)", "Gemini 2.5 (gemini-cli)"]);
        let several = [("Gemini CLI", None), ("Gemini CLI", None), ("Gemini CLI", Some("3"))];
        assert_eq!(named(&several, &["gemini-cli", "g", "h"]), ["Gemini CLI", "Gemini CLI (g)", "Gemini CLI 3"]);
        let twins = [("Gemini", None), ("Gemini", None)];
        assert_eq!(named(&twins, &["gemini", "GEMINI~2"]), ["Gemini", "Gemini (GEMINI~2)"]);
    }

    #[test]
    fn a_longer_name_does_not_meet_another_either() {
        let called = [("G", None), ("G", None), ("G (a)", None), ("g (A) (c)", None), ("M x", None)];
        let names = named(&called, &["a", "b", "c", "d", "e"]);
        assert!(clashes(&names).is_empty(), "{names:?}");
        let models = [("M", Some("x")), ("M", Some("y")), ("M x", None)];
        let names = named(&models, &["a", "b", "c"]);
        assert_eq!(names, ["M x (a)", "M y", "M x (c)"]);
    }

    #[test]
    fn the_first_eight_have_eight_colours() {
        assert_eq!(colours(&[None; 10]), [1, 2, 3, 4, 5, 6, 7, 8, 1, 2]);
        assert_eq!(colours(&[None, None, Some(1)]), [3, 2, 1]);
        assert_eq!(colours(&[None, Some(5), None, None, None, None, None, Some(1), None]), [2, 5, 3, 4, 8, 6, 7, 1, 1]);
        assert_eq!(colours(&[Some(3), Some(3), None]), [3, 3, 1], "a team may choose so");
        assert_eq!(colours(&[]), [0; 0]);
    }

    #[test]
    fn no_two_agents_of_one_colour_are_the_same_repeat_of_it() {
        let colours = colours(&[None; 30]);
        let repeats = repeats(&colours);
        assert_eq!((&repeats[..9], repeats[17], repeats[29]), (&[0, 0, 0, 0, 0, 0, 0, 0, 1][..], 2, 3));
        let apart: BTreeSet<(usize, usize)> = colours.into_iter().zip(repeats).collect();
        assert_eq!(apart.len(), 30);
    }
}
