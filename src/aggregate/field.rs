//! The archive as what figures are counted from: who sat on which panel, and which findings of the run each found.
//!
//! Agents, versions and subjects become numbers here, once, and the findings of a run become bits, so that every question
//! asked afterwards, over whichever runs, is one of counting.

mod turn;

pub use turn::Turn;

use super::statistics::marks::Marks;
use crate::model::run::Status;
use crate::model::{Action, Assessment, Corpus, Digest, FindingDigest, Reviewer, Severity, Slug, SubjectKey};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::ops::Range;
use turn::{Judging, recorded, turn};

/// Everything that figures are counted from.
#[derive(Debug, Default)]
pub struct Field<'c> {
    /// All agents by their slug.
    pub agents: Vec<&'c Slug>,
    /// All models: by agent, then newest first, by the middle of their runs: neither an early trial nor one late run turns
    /// round which of two came later.
    pub models: Vec<Model<'c>>,
    /// All versions, likewise.
    pub versions: Vec<Version<'c>>,
    /// One a run that has a reviewer, in the order of the corpus: newest first.
    pub sittings: Vec<Sitting>,
}

/// An agent with one model, whatever the effort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Model<'c> {
    /// Position in [`Field::agents`].
    pub agent: usize,
    /// As the runs state it.
    pub model: Option<&'c str>,
}

/// An agent with one model and one effort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version<'c> {
    /// Position in [`Field::agents`].
    pub agent: usize,
    /// As the runs state it.
    pub model: Option<&'c str>,
    /// As the runs state it.
    pub effort: Option<&'c str>,
}

/// A run with its panel.
#[derive(Debug)]
pub struct Sitting {
    /// Position in the corpus.
    pub run: usize,
    /// Number of its subject; runs with the same one are not independent.
    pub subject: usize,
    /// The calendar day where the run was made.
    pub day: NaiveDate,
    /// The run's valid findings, those that no agent found included.
    pub pool: Pool,
    /// The panel: what each completed reviewer did.
    pub turns: Vec<Turn>,
    /// Each reviewer of which nothing came back.
    pub lost: Vec<Lost>,
}

/// A reviewer that ran, and that nothing came back of.
#[derive(Debug)]
pub struct Lost {
    /// All its numbers.
    pub who: Who,
    /// Whether it wrote something that could not be read; else it failed.
    pub is_unparsed: bool,
    /// US dollars that it cost all the same, as recorded.
    pub cost: Option<f64>,
}

/// The valid findings of a run, in its order; each is a bit in the [`Marks`].
#[derive(Debug, Default)]
pub struct Pool {
    /// Positions in the run's findings.
    pub findings: Vec<usize>,
    /// By severity, in the order of [`Severity::ALL`], without those that nobody rated.
    pub by_severity: [Marks; 4],
    /// Those whose severity nobody stated.
    pub unrated: Marks,
    /// Those with any resolution.
    pub resolved: Marks,
    /// Those that led to a change.
    pub acted_on: Marks,
    /// Those that exactly one member of the panel found.
    pub by_one: Marks,
    /// Those that exactly two members found.
    pub by_two: Marks,
    /// How many of them any member found.
    pub known: usize,
    /// Those rated critical or important.
    pub grave: Marks,
    /// Those that somebody judged right, a person or whoever made the report.
    pub judged_right: Marks,
}

impl Pool {
    #[must_use]
    pub fn size(&self) -> usize {
        self.findings.len()
    }
}

/// The numbers of a reviewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who {
    /// Position in [`Field::agents`].
    pub agent: usize,
    /// Position in [`Field::models`].
    pub model: usize,
    /// Position in [`Field::versions`].
    pub version: usize,
}

impl Who {
    /// The number of whom figures are asked for.
    #[must_use]
    pub fn number(self, by: By) -> usize {
        match by {
            By::Agent => self.agent,
            By::Model => self.model,
            By::Version => self.version,
        }
    }
}

/// Whose figures are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Agents, all their versions together.
    Agent,
    /// Models of agents, all efforts together.
    Model,
    /// Versions of agents.
    Version,
}

impl<'c> Field<'c> {
    /// Numbers agents, versions and subjects, and marks who found what.
    #[must_use]
    pub fn from_corpus(corpus: &'c Corpus) -> Self {
        let numbers = Numbers::from_corpus(corpus);
        let mut subjects: BTreeMap<SubjectKey, usize> = BTreeMap::new();
        let mut sittings = Vec::with_capacity(corpus.runs.len());
        for (at, run) in corpus.runs.iter().enumerate().filter(|(_, run)| !run.reviewers.is_empty()) {
            let next = subjects.len();
            let subject = *subjects.entry(run.cluster()).or_insert(next);
            sittings.push(sitting(run, at, subject, &numbers));
        }
        Self { agents: numbers.agents, models: numbers.models, versions: numbers.versions, sittings }
    }

    /// How many agents or versions there are.
    #[must_use]
    pub fn len(&self, by: By) -> usize {
        match by {
            By::Agent => self.agents.len(),
            By::Model => self.models.len(),
            By::Version => self.versions.len(),
        }
    }

    /// The whole archive, as one of the choices of sittings that figures are counted over.
    #[must_use]
    pub fn all(&self) -> Vec<&Sitting> {
        self.sittings.iter().collect()
    }

    /// The numbers of an agent's models, newest first.
    #[must_use]
    pub fn models_of(&self, agent: usize) -> Range<usize> {
        let start = self.models.partition_point(|model| model.agent < agent);
        let end = self.models.partition_point(|model| model.agent <= agent);
        start..end
    }

    /// The numbers of an agent's versions, newest first.
    #[must_use]
    pub fn versions_of(&self, agent: usize) -> Range<usize> {
        let start = self.versions.partition_point(|version| version.agent < agent);
        let end = self.versions.partition_point(|version| version.agent <= agent);
        start..end
    }
}

/// Agents, models and versions by number.
struct Numbers<'c> {
    agents: Vec<&'c Slug>,
    models: Vec<Model<'c>>,
    versions: Vec<Version<'c>>,
    /// The numbers of each version.
    places: BTreeMap<Version<'c>, Who>,
}

impl<'c> Numbers<'c> {
    fn from_corpus(corpus: &'c Corpus) -> Self {
        let reviewers =
            || corpus.runs.iter().enumerate().flat_map(|(at, run)| run.reviewers.iter().map(move |of| (at, of)));
        let mut agents: Vec<&Slug> = reviewers().map(|(_, reviewer)| &reviewer.agent).collect();
        agents.sort_unstable();
        agents.dedup();
        let uses = || reviewers().map(|(at, reviewer)| (at, version(&agents, reviewer)));
        let versions = newest_first(uses(), |version| version.agent);
        let models = newest_first(uses().map(|(at, version)| (at, version.of_any_effort())), |model| model.agent);
        let place_of = |model: Model<'c>| models.iter().position(|known| *known == model).unwrap_or_default();
        let places = versions
            .iter()
            .enumerate()
            .map(|(at, version)| {
                (*version, Who { agent: version.agent, model: place_of(version.of_any_effort()), version: at })
            })
            .collect();
        Self { agents, models, versions, places }
    }

    fn of_reviewer(&self, reviewer: &Reviewer) -> Who {
        let version = version(&self.agents, reviewer);
        // Every reviewer of the corpus was numbered.
        let unknown = Who { agent: version.agent, model: 0, version: 0 };
        self.places.get(&version).copied().unwrap_or(unknown)
    }
}

impl<'c> Version<'c> {
    /// Its model.
    #[must_use]
    pub fn of_any_effort(&self) -> Model<'c> {
        Model { agent: self.agent, model: self.model }
    }
}

/// Each once: by agent, then by the median place of its runs in the corpus, which begins with the newest; of equal ones the
/// one that was used last.
fn newest_first<T: Ord + Copy>(uses: impl Iterator<Item = (usize, T)>, agent: impl Fn(&T) -> usize) -> Vec<T> {
    let mut runs: BTreeMap<T, Vec<usize>> = BTreeMap::new();
    for (at, one) in uses {
        runs.entry(one).or_default().push(at);
    }
    let twice_the_median = |runs: &[usize]| runs[(runs.len() - 1) / 2] + runs[runs.len() / 2];
    let mut all: Vec<(T, usize, usize)> =
        runs.into_iter().map(|(one, runs)| (one, twice_the_median(&runs), runs[0])).collect();
    all.sort_by_key(|(one, median, newest)| (agent(one), *median, *newest));
    all.into_iter().map(|(one, ..)| one).collect()
}

fn version<'r>(agents: &[&Slug], reviewer: &'r Reviewer) -> Version<'r> {
    let agent = agents.binary_search(&&reviewer.agent).unwrap_or_default();
    Version { agent, model: reviewer.model.as_deref(), effort: reviewer.effort.as_deref() }
}

fn sitting(run: &Digest, at: usize, subject: usize, numbers: &Numbers<'_>) -> Sitting {
    let mut pool = pool(run);
    let (failed, completed): (Vec<&Reviewer>, Vec<&Reviewer>) =
        run.reviewers.iter().partition(|reviewer| reviewer.is_lost());
    let judging = judging(run, &pool);
    let turns: Vec<Turn> = completed
        .into_iter()
        .map(|reviewer| turn(run, &pool, reviewer, numbers.of_reviewer(reviewer), judging))
        .collect();
    count_finders(&mut pool, &turns);
    let lost = |reviewer: &&Reviewer| Lost {
        who: numbers.of_reviewer(reviewer),
        is_unparsed: reviewer.status == Status::Unparsed,
        cost: recorded(run, &reviewer.agent, "cost_usd"),
    };
    Sitting { run: at, subject, day: run.date.day(), pool, turns, lost: failed.iter().map(lost).collect() }
}

/// How far the findings of a run are judged.
fn judging(run: &Digest, pool: &Pool) -> Judging {
    let is_judged = |finding: &FindingDigest| finding.assessment.and_then(Assessment::judges_right).is_some();
    match pool.judged_right.count() == pool.size() {
        _ if !run.findings.iter().any(is_judged) => Judging::None,
        true => Judging::All,
        false => Judging::Some,
    }
}

fn pool(run: &Digest) -> Pool {
    let valid = |(at, finding): (usize, &FindingDigest)| finding.is_valid().then_some(at);
    let findings: Vec<usize> = run.findings.iter().enumerate().filter_map(valid).collect();
    let marks =
        |holds: &dyn Fn(&FindingDigest) -> bool| Marks::from_flags(findings.iter().map(|at| holds(&run.findings[*at])));
    Pool {
        by_severity: Severity::ALL.map(|severity| marks(&|finding| finding.rated_severity() == Some(severity))),
        unrated: marks(&|finding| finding.is_unrated),
        resolved: marks(&|finding| finding.action.is_some()),
        acted_on: marks(&|finding| finding.action.is_some_and(Action::acted_on)),
        by_one: Marks::default(),
        by_two: Marks::default(),
        known: 0,
        grave: marks(&|finding| finding.rated_severity().is_some_and(|severity| severity <= Severity::Important)),
        judged_right: marks(&|finding| finding.assessment.and_then(Assessment::judges_right) == Some(true)),
        findings,
    }
}

/// Only members of the panel count as finders: a failed reviewer is not in the run.
fn count_finders(pool: &mut Pool, turns: &[Turn]) {
    let finders = |at: usize| turns.iter().filter(|turn| turn.found.holds(at)).count();
    pool.by_one = Marks::from_flags((0..pool.size()).map(|at| finders(at) == 1));
    pool.by_two = Marks::from_flags((0..pool.size()).map(|at| finders(at) == 2));
    pool.known = (0..pool.size()).filter(|at| finders(*at) > 0).count();
}
