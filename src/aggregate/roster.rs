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
    /// What its page is called: the agent, with a number where an earlier agent differs from it in case alone.
    pub address: String,
}

/// What runs say of an agent: the newest that does.
#[derive(Default)]
struct Seen {
    name: String,
    model: Option<String>,
}

impl Roster {
    /// Colours are given out by first appearance in the archive; `configured` names and colours come first.
    #[must_use]
    pub fn of(corpus: &Corpus, configured: &BTreeMap<String, Chosen>) -> Self {
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
            if reviewer.model.is_some() {
                agent.model.clone_from(&reviewer.model);
            }
        }
        let shared: BTreeSet<&Slug> = callers.into_values().filter(|agents| agents.len() > 1).flatten().collect();
        let chosen = |agent: &Slug| configured.get(agent.as_str());
        let called = agents.iter().map(|agent| Called {
            name: chosen(agent).and_then(|(name, _)| name.as_ref()).unwrap_or(&seen[agent].name),
            model: seen[agent].model.as_deref(),
        });
        let called: Vec<Called<'_>> = called.collect();
        let addresses = addresses(&agents);
        let unique = unique_names(&called, &addresses);
        let colours = colours(&agents.iter().map(|agent| chosen(agent)?.1).collect::<Vec<_>>());
        let member = |at: usize| {
            let shares_name = shared.contains(agents[at]) || unique[at] != called[at].name;
            Member { name: unique[at].clone(), shares_name, colour: colours[at], address: addresses[at].clone() }
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

/// What an agent is called, be others called the same, and its newest model.
struct Called<'a> {
    name: &'a str,
    model: Option<&'a str>,
}

/// A name for each agent that no other has, be it in other case: the one that it is called, or where others are called the
/// same one with its newest model, if that tells all of them apart, else with its address.
fn unique_names(called: &[Called<'_>], addresses: &[String]) -> Vec<String> {
    let mut names: Vec<String> = called.iter().map(|called| called.name.to_owned()).collect();
    for alike in clashes(&names) {
        let with_models = alike.iter().map(|at| Some(with_model(called[*at].name, called[*at].model?)));
        if let Some(words) = with_models.collect::<Option<Vec<String>>>().filter(|words| clashes(words).is_empty()) {
            alike.iter().zip(words).for_each(|(at, words)| names[*at] = words);
        }
    }
    // Ends: once lengthened by their addresses two names never meet again.
    loop {
        let clashes = clashes(&names);
        if clashes.is_empty() {
            return names;
        }
        for at in clashes.into_iter().flatten() {
            names[at] = format!("{} ({})", names[at], addresses[at]);
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
    fn a_shared_name_gets_the_model_where_all_have_another() {
        let called = [("Gemini", Some("2.5-pro")), ("gemini", Some("gemini-3")), ("Codex", None)];
        assert_eq!(named(&called, &["a", "b", "c"]), ["Gemini 2.5-pro", "gemini-3", "Codex"]);
    }

    #[test]
    fn a_shared_name_gets_the_agent_where_models_do_not_tell() {
        let same = [("Gemini", Some("2.5")), ("Gemini", Some("2.5"))];
        assert_eq!(named(&same, &["gemini", "gemini-cli"]), ["Gemini (gemini)", "Gemini (gemini-cli)"]);
        let unknown = [("Gemini", Some("2.5")), ("Gemini", None)];
        assert_eq!(named(&unknown, &["gemini", "GEMINI~2"]), ["Gemini (gemini)", "Gemini (GEMINI~2)"]);
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
}
