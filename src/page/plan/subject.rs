//! What a file of the plan is about.

use crate::aggregate::criterion::Criterion;
use crate::aggregate::newest::Scope;
use crate::aggregate::panel::frontier::Price;
use crate::aggregate::statistics::groups::Grouping;
use crate::page::route::FeedTopic;

/// What of its kind a file is about. Numbers are positions: of runs in the corpus, of findings in their run, of agents in
/// the field, of lists, slices and pairs in what the plan and the analysis hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// There is one of its kind.
    Only,
    /// A static file.
    Asset(usize),
    /// A grouping.
    Grouping(Grouping),
    /// A page of a list.
    List(usize),
    /// A run.
    Run(usize),
    /// A finding of a run.
    Finding(usize, usize),
    /// An old address of a run: the run, and which of its aliases.
    Alias(usize, usize),
    /// An old address of the raw reports of a run.
    AliasOfOriginals(usize),
    /// An address of a change, whose newest run this is.
    Change(usize),
    /// An address of a finding that is not its page: of a run, a finding of it.
    Address(usize, usize),
    /// What is left of a run that was taken back.
    Withdrawn,
    /// A file on which something was raised, by its place in the analysis.
    FileHistory(usize),
    /// An address that several findings have, by its place in the plan.
    Several(usize),
    /// A leaderboard.
    Slice(usize),
    /// What agents are ranked by.
    Criterion(Criterion),
    /// An agent.
    Agent(usize),
    /// A pair of agents that met.
    Pair(usize),
    /// What is newest of a scope: reviews, or critical findings.
    Feed(Scope, FeedTopic),
    /// A part of something that is too long for one file.
    Part(usize),
    /// Figures of a scope in a few words.
    Badge(Scope),
    /// What panels are weighed against.
    Price(Price),
}

/// What the subject of a file is. A kind asks for what it planned.
impl Subject {
    /// # Panics
    /// Of a file that is about no run.
    #[must_use]
    pub fn run(self) -> usize {
        match self {
            Self::Run(run)
            | Self::Finding(run, _)
            | Self::Alias(run, _)
            | Self::AliasOfOriginals(run)
            | Self::Change(run)
            | Self::Address(run, _) => run,
            _ => panic!("{self:?} is about no run"),
        }
    }

    /// The position of the finding in its run.
    ///
    /// # Panics
    /// Of a file that is about no finding.
    #[must_use]
    pub fn finding(self) -> usize {
        match self {
            Self::Finding(_, finding) | Self::Address(_, finding) => finding,
            _ => panic!("{self:?} is about no finding"),
        }
    }

    /// The number of a static file, list, leaderboard, agent, pair or shared address.
    ///
    /// # Panics
    /// Of a file that has none.
    #[must_use]
    pub fn number(self) -> usize {
        match self {
            Self::Asset(at)
            | Self::List(at)
            | Self::Slice(at)
            | Self::Agent(at)
            | Self::Pair(at)
            | Self::FileHistory(at)
            | Self::Several(at)
            | Self::Part(at) => at,
            _ => panic!("{self:?} has no number"),
        }
    }

    /// The scope and the topic of a feed.
    ///
    /// # Panics
    /// Of a file that is no feed.
    #[must_use]
    pub fn feed(self) -> (Scope, FeedTopic) {
        match self {
            Self::Feed(scope, topic) => (scope, topic),
            _ => panic!("{self:?} is no feed"),
        }
    }

    /// What agents are ranked by.
    ///
    /// # Panics
    /// Of a file that is no leaderboard by a criterion.
    #[must_use]
    pub fn criterion(self) -> Criterion {
        match self {
            Self::Criterion(criterion) => criterion,
            _ => panic!("{self:?} ranks by nothing"),
        }
    }

    /// The scope of a badge.
    ///
    /// # Panics
    /// Of a file that is no badge.
    #[must_use]
    pub fn scope(self) -> Scope {
        match self {
            Self::Badge(scope) => scope,
            _ => panic!("{self:?} is no badge"),
        }
    }

    /// # Panics
    /// Of a file that is about no grouping.
    #[must_use]
    pub fn grouping(self) -> Grouping {
        match self {
            Self::Grouping(grouping) => grouping,
            _ => panic!("{self:?} is about no grouping"),
        }
    }

    /// What panels are weighed against.
    ///
    /// # Panics
    /// Of a file that is no chart of panels.
    #[must_use]
    pub fn price(self) -> Price {
        match self {
            Self::Price(price) => price,
            _ => panic!("{self:?} is no chart of panels"),
        }
    }
}
