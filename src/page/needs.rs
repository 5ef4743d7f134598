//! What a file of the site is made from, by name. A build that makes only what has changed compares these.

use crate::aggregate::newest::Scope;
use crate::aggregate::slices::Slice;
use crate::aggregate::statistics::groups::Grouping;
use crate::model::{Digest, Slug};
use std::collections::BTreeSet;

/// A part of the analysis, as small as a page depends on it. Runs are positions in the corpus, agents numbers in the field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// How much the archive holds.
    Totals,
    /// The day of the newest run, which tells whether a date needs its year.
    Newest,
    /// The newest reviews and critical findings of a scope.
    NewestOf(Scope),
    /// Whether any run has a reviewer, and so whether there are pages about agents.
    HasAgents,
    /// Name, colour and address of one agent.
    Agent(Slug),
    /// Those of all agents.
    Agents,
    /// Which agents and versions there are, by their numbers.
    Field,
    /// Which repositories and kinds of report there are.
    Facets,
    /// What lists say of a run: its digest.
    Digest(usize),
    /// The rounds of a run's subject, and which of their findings are the same.
    Rounds(usize),
    /// Whether any file has a page.
    HasFiles,
    /// Which files have a page, and what their folders hold.
    Files,
    /// Which files that findings of a run stand on have a page.
    FilesOf(usize),
    /// Which problems a file has, and how they stand.
    File(usize),
    /// Whether any run recommends anything.
    HasRecommendations,
    /// All proposals, and on which pages they are.
    Ledger,
    /// The proposals of one page.
    LedgerPage(usize),
    /// The proposals that the recommendations of a run are.
    Proposals(usize),
    /// What findings of a run are duplicates of, and which findings of any run are duplicates of them.
    Duplicates(usize),
    /// The recorded figures of a run that its findings do not bear out.
    Differences(usize),
    /// All groups of a grouping.
    Groups(Grouping),
    /// One of them.
    Group(Grouping, usize),
    /// The files with the most findings.
    Hotspots,
    /// Findings over time.
    FindingsOverTime,
    /// Which slices of the archive have a leaderboard.
    Boards,
    /// One leaderboard.
    Board(Slice),
    /// Which pages the site has.
    Pages,
    /// Which pairs of agents have a page.
    ShownPairs,
    /// Agents and models that are counted as others.
    Joined,
    /// What versions were run with.
    Setups,
    /// How versions of an agent, by its number, differ from earlier ones, where one seems to have changed unsaid, and what the
    /// agent found beside agents that did not change.
    VersionChanges(usize),
    /// What agents would find of the same findings.
    Abilities,
    /// Figures of all agents over time.
    Timeline,
    /// What agents are worth together.
    Panels,
    /// What an agent has to show.
    Record(usize),
    /// What the first of two agents found and the second did not, and the other way round.
    Pair(usize, usize),
}

/// A choice of the configuration that a page reads itself. Those that the analysis or the plan read show in their parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    /// `title`
    Title,
    /// `description`
    Description,
    /// `base_url`
    BaseUrl,
    /// `language`
    Language,
    /// `robots`
    Robots,
    /// `finding_pages`
    FindingPages,
    /// `cards`
    Cards,
    /// `twins`
    Twins,
    /// `weights`
    Weights,
    /// `forges`
    Forges,
}

/// Which runs a file needs with their texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Texts {
    /// None.
    #[default]
    None,
    /// These, as positions in the corpus.
    Runs(BTreeSet<usize>),
    /// Every run of the archive.
    All,
}

/// Everything that one file of the site is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The runs whose texts it holds.
    pub texts: Texts,
    /// Parts of the analysis.
    pub parts: BTreeSet<Part>,
    /// Choices of the configuration.
    pub choices: BTreeSet<Choice>,
    /// Names of all templates that can have a say in it.
    pub templates: BTreeSet<String>,
    /// Static files by their place: their content, or their fingerprinted addresses.
    pub assets: BTreeSet<String>,
}

impl Needs {
    /// Adds a part of the analysis.
    pub fn part(&mut self, part: Part) {
        self.parts.insert(part);
    }

    /// Adds several parts.
    pub fn parts(&mut self, parts: impl IntoIterator<Item = Part>) {
        self.parts.extend(parts);
    }

    /// Adds choices of the configuration.
    pub fn choices(&mut self, choices: impl IntoIterator<Item = Choice>) {
        self.choices.extend(choices);
    }

    /// Adds everything that another file needs.
    pub fn add(&mut self, other: Self) {
        match other.texts {
            Texts::None => {}
            Texts::Runs(runs) => runs.into_iter().for_each(|run| self.text(run)),
            Texts::All => self.texts = Texts::All,
        }
        self.parts.extend(other.parts);
        self.choices.extend(other.choices);
        self.templates.extend(other.templates);
        self.assets.extend(other.assets);
    }

    /// Adds the texts of a run.
    pub fn text(&mut self, run: usize) {
        match &mut self.texts {
            Texts::All => {}
            Texts::Runs(runs) => _ = runs.insert(run),
            Texts::None => self.texts = Texts::Runs([run].into()),
        }
    }
}

/// The agents of a run's panel, as parts.
pub fn panel(run: &Digest) -> impl Iterator<Item = Part> + '_ {
    run.reviewers.iter().map(|reviewer| Part::Agent(reviewer.agent.clone()))
}
