//! What every page may know beside its own run: the configuration, the digests, the aggregates, the assets.

use super::route::Route;
use crate::aggregate::roster::Roster;
use crate::aggregate::rounds::Rounds;
use crate::config::{Config, FindingPages};
use crate::export::Addresses;
use crate::model::{Corpus, Finding, Run, Severity, Slug};
use crate::output::assets::Assets;
use crate::text::highlight::Highlighter;
use std::collections::BTreeMap;

/// Everything that pages share. Nothing in it depends on the order in which pages are made.
pub struct Surroundings<'a> {
    /// What the team chose.
    pub config: &'a Config,
    /// All digests.
    pub corpus: &'a Corpus,
    /// Agents, their names and colours.
    pub roster: Roster,
    /// Rounds of each subject.
    pub rounds: Rounds,
    /// Addresses of stylesheet, script and icon.
    pub assets: &'a Assets,
    /// Colours code.
    pub highlighter: Highlighter,
    positions: BTreeMap<&'a Slug, usize>,
}

impl<'a> Surroundings<'a> {
    /// Asks the aggregates what pages need of them.
    #[must_use]
    pub fn new(config: &'a Config, corpus: &'a Corpus, assets: &'a Assets) -> Self {
        Self {
            config,
            corpus,
            roster: Roster::of(corpus, &config.agents),
            rounds: Rounds::of(corpus),
            assets,
            highlighter: Highlighter::default(),
            positions: corpus.runs.iter().enumerate().map(|(at, run)| (&run.id, at)).collect(),
        }
    }

    /// Where a run stands in the corpus.
    #[must_use]
    pub fn position(&self, run: &Slug) -> Option<usize> {
        self.positions.get(run).copied()
    }

    /// Whether findings of this severity have a page of their own.
    #[must_use]
    pub fn has_page(&self, severity: Severity) -> bool {
        match self.config.finding_pages {
            FindingPages::All => true,
            FindingPages::Important => severity <= Severity::Important,
            FindingPages::None => false,
        }
    }
}

impl Addresses for Surroundings<'_> {
    fn review(&self, run: &Run) -> String {
        Route::Review(&run.id).path()
    }

    fn finding(&self, run: &Run, finding: &Finding) -> String {
        if self.has_page(finding.severity) {
            return Route::Finding(&run.id, &finding.id).path();
        }
        Route::Review(&run.id).anchor_from(&Route::Home.path(), finding.id.as_str())
    }
}
