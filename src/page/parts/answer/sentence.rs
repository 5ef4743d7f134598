//! Sentences in pieces, for a template to print: plain words, agents in their colours, figures.

use super::ends_words;
use crate::aggregate::panel::choice::RunnerUp;
use crate::aggregate::statistics::interval::Estimate;
use crate::page::inputs::{AgentLink, Inputs};
use crate::text::format;
use crate::text::markdown::start_of;
use serde::Serialize;

/// A piece of a sentence.
#[derive(Debug, Default, Serialize)]
pub struct Piece {
    /// Empty of an agent.
    words: String,
    agent: Option<AgentLink>,
    /// The figure that the sentence is about.
    is_figure: bool,
    /// How sure a figure is.
    is_interval: bool,
}

/// Letters of the name of an agent; its page has all of it.
const LONGEST_NAME: usize = 40;

/// A sentence in the making.
pub struct Sentence<'s> {
    inputs: &'s Inputs<'s>,
    from: &'s str,
    pieces: Vec<Piece>,
}

impl<'s> Sentence<'s> {
    pub fn new(inputs: &'s Inputs<'s>, from: &'s str) -> Self {
        Self { inputs, from, pieces: Vec::new() }
    }

    pub fn words(mut self, words: &str) -> Self {
        if !words.is_empty() {
            self.pieces.push(Piece { words: words.to_owned(), ..Piece::default() });
        }
        self
    }

    /// Agents in their colours, with a word before the last.
    pub fn agents(mut self, agents: &[usize], last: &str) -> Self {
        for (at, agent) in agents.iter().enumerate() {
            match at {
                0 => {}
                at if at + 1 == agents.len() => self = self.words(&format!(" {last} ")),
                _ => self = self.words(", "),
            }
            let link = self.inputs.agent_link(*agent, self.from);
            let agent = AgentLink { name: start_of(&link.name, LONGEST_NAME), ..link };
            self.pieces.push(Piece { agent: Some(agent), ..Piece::default() });
        }
        self
    }

    /// A choice of agents: `A or B`, but `A, B and C`, as is said after "any one of".
    pub fn one_of(self, agents: &[usize]) -> Self {
        self.agents(agents, if agents.len() > 2 { "and" } else { "or" })
    }

    /// What the sentence is about.
    pub fn figure(mut self, words: &str) -> Self {
        self.pieces.push(Piece { words: words.to_owned(), is_figure: true, ..Piece::default() });
        self
    }

    /// A share with its interval.
    pub fn share(mut self, of: &Estimate) -> Self {
        let words = format!("{}%", format::share(of.value));
        self.pieces.push(Piece { words, is_figure: true, ..Piece::default() });
        self.words(" ").ends(of)
    }

    /// The interval of a share.
    pub fn ends(mut self, of: &Estimate) -> Self {
        let words = ends_words(of).unwrap_or_else(|| "(too few changes for an interval)".to_owned());
        self.pieces.push(Piece { words, is_interval: true, ..Piece::default() });
        self
    }

    /// By how much the second of two panels covers less, in points.
    pub fn gap(mut self, of: &RunnerUp) -> Self {
        // Seen from the first, as its sign says who covers more.
        let range = format::points_range(of.interval.low, of.interval.high);
        let words = format!("({}, {range})", format::points(of.less));
        self.pieces.push(Piece { words, is_interval: true, ..Piece::default() });
        self
    }

    pub fn pieces(self) -> Vec<Piece> {
        self.pieces
    }
}
