//! What pages about agents know beside their surroundings: the field, and the leaderboards of all slices.

use super::route::Route;
use super::surroundings::Surroundings;
use crate::aggregate::calendar::{Step, bins_of, model_changes};
use crate::aggregate::field::{By, Field, Sitting, Version};
use crate::aggregate::figures::{Figures, figures};
use crate::aggregate::leaderboard::Leaderboard;
use crate::aggregate::panels::{Panel, panels};
use crate::aggregate::slices::{Period, Slice, slices};
use crate::config::Weights;
use crate::model::{FindingDigest, Slug};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Everything that agents are compared by.
pub struct Comparison<'a> {
    /// What all pages share.
    pub around: &'a Surroundings<'a>,
    /// Agents, versions and what they did.
    pub field: &'a Field<'a>,
    /// The leaderboard of each slice that has a page, the whole archive first.
    pub boards: BTreeMap<Slice, Board<'a>>,
    /// Every panel that shared runs, and of how many members at most.
    pub panels: (Vec<Panel>, usize),
    /// The whole archive over time.
    pub timeline: Timeline<'a>,
}

/// Figures by bin of the calendar.
pub struct Timeline<'a> {
    /// How long a bin is.
    pub step: Step,
    /// First day of each bin, oldest first, and the figures of all agents in it.
    pub bins: Vec<(NaiveDate, Vec<Figures>)>,
    /// By agent each time that it ran with another model than before, and which.
    pub changes: Vec<Vec<(NaiveDate, &'a str)>>,
}

impl<'a> Timeline<'a> {
    fn of(field: &'a Field<'a>, weights: &Weights) -> Self {
        let all = field.all();
        let (step, bins) = bins_of(all.iter().map(|sitting| (sitting.day, *sitting)));
        let bins = bins.into_par_iter();
        Self {
            step,
            bins: bins.map(|(start, sittings)| (start, figures(field, &sittings, By::Agent, weights))).collect(),
            changes: (0..field.agents.len()).map(|agent| model_changes(field, &all, agent)).collect(),
        }
    }
}

/// The leaderboard of some runs.
pub struct Board<'a> {
    /// Those runs.
    pub sittings: Vec<&'a Sitting>,
    /// Their figures.
    pub leaderboard: Leaderboard,
}

impl<'a> Comparison<'a> {
    /// Counts everything.
    #[must_use]
    pub fn new(around: &'a Surroundings<'a>, field: &'a Field<'a>) -> Self {
        let weights = &around.config.weights;
        let boards = slices(around.corpus, field)
            .into_par_iter()
            .map(|(slice, sittings)| {
                let leaderboard = Leaderboard::of(field, &sittings, weights);
                (slice, Board { sittings, leaderboard })
            })
            .collect();
        Self { around, field, boards, panels: panels(&field.all()), timeline: Timeline::of(field, weights) }
    }

    /// The leaderboard of the whole archive.
    ///
    /// # Panics
    /// Never: every archive, be it empty, has that slice.
    #[must_use]
    pub fn whole(&self) -> &Board<'a> {
        self.boards.get(&Slice::default()).expect("the whole archive is always a slice")
    }

    /// The address of an agent's page.
    #[must_use]
    pub fn href(&self, agent: usize, from: &str) -> String {
        Route::Agent(self.address(agent)).from(from)
    }

    /// What an agent's page is called.
    #[must_use]
    pub fn address(&self, agent: usize) -> &str {
        self.around.roster.address(self.field.agents[agent])
    }

    /// The page of two agents, which is the same whoever is named first.
    #[must_use]
    pub fn versus(&self, of: [usize; 2]) -> Route<'_> {
        Route::Versus(self.address(of[0].min(of[1])), self.address(of[0].max(of[1])))
    }

    /// An agent's name for people.
    #[must_use]
    pub fn name(&self, agent: usize) -> &str {
        self.around.roster.name(self.field.agents[agent])
    }

    /// An agent's colour.
    #[must_use]
    pub fn colour(&self, agent: usize) -> usize {
        self.around.roster.colour(self.field.agents[agent])
    }

    /// An agent's name in its colour, leading to its page.
    #[must_use]
    pub fn link(&self, agent: usize, from: &str) -> String {
        let mut out = format!("<a class=\"agent a{}\" href=\"{}\">", self.colour(agent), self.href(agent, from));
        crate::text::push_text(&mut out, self.name(agent));
        out.push_str("</a>");
        out
    }

    /// A version in words: its model, or the agent's name, and its effort.
    #[must_use]
    pub fn version_words(&self, version: &Version<'_>) -> String {
        let model = version.model.unwrap_or_else(|| self.name(version.agent));
        match version.effort {
            Some(effort) => format!("{model} · {effort}"),
            None => model.to_owned(),
        }
    }

    /// The numbers of an agent's versions, newest first.
    pub fn versions(&self, agent: usize) -> impl Iterator<Item = usize> {
        let of = |version: &Version<'_>| version.agent;
        let start = self.field.versions.partition_point(|version| of(version) < agent);
        let end = self.field.versions.partition_point(|version| of(version) <= agent);
        start..end
    }

    /// A finding of the archive by its place, for links.
    #[must_use]
    pub fn finding(&self, sitting: &Sitting, at: usize) -> Found<'a> {
        let run = &self.around.corpus.runs[sitting.run];
        Found { run: &run.id, at: sitting.run, finding: &run.findings[at] }
    }

    /// The address of a finding: its own page, else its anchor.
    #[must_use]
    pub fn finding_href(&self, found: &Found<'_>, from: &str) -> String {
        let Found { run, finding, .. } = found;
        if self.around.has_page(finding.severity) {
            Route::Finding(run, &finding.id).from(from)
        } else {
            Route::Review(run).anchor_from(from, finding.id.as_str())
        }
    }
}

/// A finding and its run.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    /// Id of the run.
    pub run: &'a Slug,
    /// Position of the run in the corpus.
    pub at: usize,
    /// The finding.
    pub finding: &'a FindingDigest,
}

/// The page of a slice.
#[must_use]
pub fn slice_route<'s>(slice: &'s Slice, period: &'s str) -> Route<'s> {
    let period = (slice.period != Period::All).then_some(period);
    Route::Agents(slice.kind.as_ref().map(Slug::as_str), slice.repository.as_deref(), period)
}

/// A period as part of an address.
#[must_use]
pub fn period_name(period: Period) -> String {
    match period {
        Period::All => "all".to_owned(),
        Period::Last => "last-90-days".to_owned(),
        Period::Year(year) => year.to_string(),
    }
}

/// A period in words.
#[must_use]
pub fn period_words(period: Period) -> String {
    match period {
        Period::All => "all time".to_owned(),
        Period::Last => "last 90 days".to_owned(),
        Period::Year(year) => year.to_string(),
    }
}
