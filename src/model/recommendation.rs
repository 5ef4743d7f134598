//! What is kept of a recommendation, without its text.

use super::id::Slug;
use super::sketch::Sketch;

/// One thing that a run recommends: a text may list several.
#[derive(Clone, Debug)]
pub struct RecommendationDigest {
    /// Position of its text in the run.
    pub text: usize,
    /// Its number in the run, from 1.
    pub number: usize,
    /// `repo-context`, `skill`, or the run's own.
    pub scope: Slug,
    /// Its first words, plain.
    pub words: Box<str>,
    /// What it says, to be compared with others.
    pub sketch: Sketch,
    /// Whether it is to take something back.
    pub takes_back: bool,
    /// Whether it was taken up, as far as the run says.
    pub said: Option<TakenUp>,
}

/// What became of a recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TakenUp {
    /// It was taken up.
    Yes,
    /// It was declined.
    Declined,
    /// A later review says that it was not yet.
    NotYet,
}
