//! Everything that is asked of the archive as a whole, counted once, before any page is made.
//!
//! Pure: digests and configuration in, numbers and places out. Words, addresses and HTML are the pages'. A page reads
//! this value and calls nothing else of `aggregate`.

use super::ability::{Ability, abilities, answers};
use super::audit::{Difference, differences};
use super::course::{Course, courses};
use super::field::{By, Field, Sitting};
use super::files::Files;
use super::hotspots::{Hotspot, hotspots};
use super::joined::JoinedOverall;
use super::leaderboard::Leaderboard;
use super::ledger::Ledger;
use super::matching::Matches;
use super::newest::NewestOfAll;
use super::pairs::shown;
use super::panel::panel_analysis::PanelAnalysis;
use super::records::{AgentRecord, FindingAt, found_by_first_only, records};
use super::roster::Roster;
use super::rounds::Rounds;
use super::slices::{Slice, slices};
use super::standing::{InRounds, in_rounds};
use super::statistics::groups::Groups;
use super::timeline::{FindingsOverTime, Timeline};
use super::totals::{Totals, totals};
use super::versions::setups::{Setup, setups};
use super::versions::version_changes::VersionChanges;
use crate::config::{Config, Weights};
use crate::model::Corpus;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the archive as a whole. Runs, agents and findings are named by position and number.
pub struct Analysis<'c> {
    /// The digests that all of this was counted from.
    pub corpus: &'c Corpus,
    /// Agents, their names and colours.
    pub roster: Roster,
    /// Agents and models that are counted as others.
    pub joined: JoinedOverall,
    /// Which runs reviewed one change in turn.
    pub rounds: Rounds,
    /// Which findings of theirs are the same.
    pub matches: Matches,
    /// What the rounds of each change say in turn, by the number of the subject.
    pub courses: Vec<Course>,
    /// What reviews recommend, each thing once.
    pub ledger: Ledger,
    /// What was raised on each file.
    pub files: Files<'c>,
    /// The reviews by month, repository, kind and author.
    pub groups: Groups,
    /// The newest reviews and critical findings of the archive, of each repository and of each agent.
    pub newest: NewestOfAll,
    /// How much the archive holds.
    pub totals: Totals,
    /// The files with the most valid findings, most first.
    pub hotspots: Vec<Hotspot<'c>>,
    /// Valid findings over time.
    pub findings_over_time: FindingsOverTime,
    /// All repositories that runs name, in the order of their names.
    pub repositories: Vec<&'c str>,
    /// All kinds of report, in the order of their names.
    pub kinds: Vec<&'c str>,
    /// Agents, versions and what they did.
    pub field: Field<'c>,
    /// What each version was run with beside its model and effort.
    pub setups: Vec<Setup<'c>>,
    /// The leaderboard of each slice that has a page, the whole archive first.
    pub boards: BTreeMap<Slice, Leaderboard>,
    /// The pairs of agents that are shown and have a page, by their numbers; see [`shown`].
    pub shown_pairs: BTreeSet<[usize; 2]>,
    /// How versions differ from earlier ones of their agents.
    pub version_changes: VersionChanges,
    /// What each agent would find of the same findings as its rivals, by its number in the field; `None`: not enough data.
    pub abilities: Vec<Option<Ability>>,
    /// What agents are worth together.
    pub panels: PanelAnalysis,
    /// Figures of all agents over time.
    pub timeline: Timeline<'c>,
    /// What each agent has to show, by its number in the field.
    pub records: Vec<AgentRecord>,
    /// By run the recorded figures that its findings do not bear out.
    pub differences: Vec<Vec<Difference>>,
}

/// What needs the tokens of findings and recommendations, and nothing of the configuration.
pub struct Compared {
    rounds: Rounds,
    matches: Matches,
    ledger: Ledger,
}

impl Compared {
    /// Compares the rounds of each change, and what reviews recommend.
    #[must_use]
    pub fn new(corpus: &Corpus) -> Self {
        let rounds = Rounds::from_corpus(corpus);
        Self { matches: Matches::new(corpus, &rounds), ledger: Ledger::new(corpus, &rounds), rounds }
    }
}

impl<'c> Analysis<'c> {
    /// Compares and counts the whole archive.
    #[must_use]
    pub fn new(corpus: &'c Corpus, config: &Config) -> Self {
        Self::of_compared(corpus, Compared::new(corpus), config)
    }

    /// Counts the whole archive, what is independent of each other on all cores, once it was compared: the corpus may have let go
    /// of its tokens by then.
    #[must_use]
    pub fn of_compared(corpus: &'c Corpus, compared: Compared, config: &Config) -> Self {
        let Compared { rounds, matches, ledger } = compared;
        let field = Field::from_corpus(corpus);
        let weights = &config.weights;
        let (boards, (version_changes, abilities)) = rayon::join(
            || boards(corpus, &field, weights),
            || {
                let abilities = || abilities(field.len(By::Agent), &answers(&field.all(), By::Agent));
                rayon::join(|| VersionChanges::new(corpus, &field), abilities)
            },
        );
        let panels = boards
            .get(&Slice::default())
            .map_or_else(PanelAnalysis::default, |whole| PanelAnalysis::new(&field, &whole.advice));
        let courses = courses(corpus, &rounds, &matches);
        let groups = Groups::new(corpus);
        Self {
            corpus,
            newest: NewestOfAll::new(corpus, &groups, &field),
            files: Files::new(corpus, &rounds, &courses),
            courses,
            ledger,
            roster: Roster::from_corpus(corpus, &config.agents),
            joined: JoinedOverall::new(corpus, &config.identities),
            groups,
            totals: totals(corpus, &matches),
            hotspots: hotspots(corpus, &matches),
            findings_over_time: FindingsOverTime::new(corpus, &matches),
            repositories: distinct(corpus.runs.iter().filter_map(|run| run.repository.as_deref())),
            kinds: distinct(corpus.runs.iter().map(|run| run.kind.as_str())),
            shown_pairs: shown_pairs(&boards),
            version_changes,
            abilities,
            panels,
            timeline: Timeline::new(&field, weights),
            records: records(corpus, &field),
            setups: setups(corpus, &field),
            differences: corpus.runs.par_iter().map(differences).collect(),
            field,
            boards,
            rounds,
            matches,
        }
    }

    /// The leaderboard of the whole archive.
    ///
    /// # Panics
    /// Never: every archive, be it empty, has that slice.
    #[must_use]
    pub fn whole(&self) -> &Leaderboard {
        self.boards.get(&Slice::default()).expect("the whole archive is always a slice")
    }

    /// What the findings of a run are among the rounds of its change, in their order.
    #[must_use]
    pub fn in_rounds(&self, run: usize) -> Vec<InRounds> {
        in_rounds(self.corpus, &self.rounds, &self.matches, &self.courses[self.rounds.subject(run)], run)
    }

    /// What the first of two agents found and the second did not, over the runs that had both on the panel: worst first,
    /// of equal severity newest first.
    #[must_use]
    pub fn found_by_first_only(&self, first: usize, second: usize) -> Vec<FindingAt> {
        found_by_first_only(self.corpus, &self.field, first, second)
    }
}

fn distinct<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    texts.collect::<BTreeSet<&str>>().into_iter().collect()
}

fn boards(corpus: &Corpus, field: &Field<'_>, weights: &Weights) -> BTreeMap<Slice, Leaderboard> {
    let board = |(slice, sittings): (Slice, Vec<&Sitting>)| (slice, Leaderboard::over(field, &sittings, weights));
    slices(corpus, field).into_par_iter().map(board).collect()
}

fn shown_pairs(boards: &BTreeMap<Slice, Leaderboard>) -> BTreeSet<[usize; 2]> {
    let pairs = boards.get(&Slice::default()).map_or(&[][..], |whole| &whole.pairs);
    pairs.iter().zip(shown(pairs)).filter(|(_, is_shown)| *is_shown).map(|(pair, _)| pair.of).collect()
}
