//! What a page is given of agents.

use super::{AgentLink, Inputs};
use crate::aggregate::Analysis;
use crate::aggregate::ability::Ability;
use crate::aggregate::field::{Field, Version};
use crate::aggregate::joined::JoinedOverall;
use crate::aggregate::leaderboard::Leaderboard;
use crate::aggregate::panel::panel_analysis::PanelAnalysis;
use crate::aggregate::records::{AgentRecord, FindingAt};
use crate::aggregate::roster::Member;
use crate::aggregate::slices::Slice;
use crate::aggregate::timeline::Timeline;
use crate::aggregate::versions::anchored_course::AnchoredCourse;
use crate::aggregate::versions::setups::Setup;
use crate::aggregate::versions::version_change::{Drift, VersionChange};
use crate::chart::Swatch;
use crate::model::{FindingDigest, Slug};
use crate::page::needs::Part;
use crate::page::route::Route;

/// Agents, by their slug.
impl<'a> Inputs<'a> {
    /// Whether there is any.
    #[must_use]
    pub fn has_agents(&self) -> bool {
        !self.read(|| Part::HasAgents).roster.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn agent_count(&self) -> usize {
        self.read(|| Part::Agents).roster.len()
    }

    /// Agents and models that are counted as others.
    #[must_use]
    pub fn joined(&self) -> &'a JoinedOverall {
        &self.read(|| Part::Joined).joined
    }

    /// Name, colour and address of an agent that is on a panel.
    #[must_use]
    pub fn agent(&self, agent: &Slug) -> Option<&'a Member> {
        self.read(|| Part::Agent(agent.clone())).roster.member(agent)
    }

    /// An agent's name for people.
    #[must_use]
    pub fn agent_name<'s>(&self, agent: &'s Slug) -> &'s str
    where
        'a: 's,
    {
        self.agent(agent).map_or(agent.as_str(), |member| member.name.as_str())
    }

    /// An agent's colour and mark; the first colour for one that is on no panel.
    #[must_use]
    pub fn agent_swatch(&self, agent: &Slug) -> Swatch {
        self.agent(agent).map_or(Swatch::new(1, 0), |member| Swatch::new(member.colour, member.repeat))
    }
}

/// Agents compared, by their number in the field.
impl<'a> Inputs<'a> {
    /// Which agents and versions there are.
    #[must_use]
    pub fn field(&self) -> &'a Field<'a> {
        &self.read(|| Part::Field).field
    }

    /// Name, colour and address of an agent.
    ///
    /// # Panics
    /// Never: the field's agents are those of the panels.
    #[must_use]
    pub fn member(&self, agent: usize) -> &'a Member {
        let analysis = self.read(|| Part::Agents);
        analysis.roster.member(analysis.field.agents[agent]).expect("agents of the field are on a panel")
    }

    /// An agent's name for people.
    #[must_use]
    pub fn name(&self, agent: usize) -> &'a str {
        &self.member(agent).name
    }

    /// An agent's colour and mark.
    #[must_use]
    pub fn swatch(&self, agent: usize) -> Swatch {
        let member = self.member(agent);
        Swatch::new(member.colour, member.repeat)
    }

    /// An agent's name in its colour, leading to its page.
    #[must_use]
    pub fn agent_link(&self, agent: usize, from: &str) -> AgentLink {
        let (member, Swatch { colour, mark }) = (self.member(agent), self.swatch(agent));
        AgentLink { name: member.name.clone(), colour, mark, href: Route::Agent(&member.address).from(from) }
    }

    /// The page of two agents, which is the same whoever is named first.
    #[must_use]
    pub fn versus(&self, pair: [usize; 2]) -> Route<'a> {
        let [first, second] = [pair[0].min(pair[1]), pair[0].max(pair[1])];
        Route::Versus(&self.member(first).address, &self.member(second).address)
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

    /// The slices of the archive that have a leaderboard, the whole first.
    pub fn slices(&self) -> impl Iterator<Item = &'a Slice> + use<'a> {
        self.read(|| Part::Boards).boards.keys()
    }

    /// The leaderboard of a slice that has one.
    #[must_use]
    pub fn board(&self, slice: &Slice) -> Option<&'a Leaderboard> {
        self.read(|| Part::Board(slice.clone())).boards.get(slice)
    }

    /// The leaderboard of the whole archive.
    #[must_use]
    pub fn whole(&self) -> &'a Leaderboard {
        self.read(|| Part::Board(Slice::default())).whole()
    }

    /// Whether two agents that met are shown beside each other and have a page.
    #[must_use]
    pub fn shows_pair(&self, pair: [usize; 2]) -> bool {
        let of = [pair[0].min(pair[1]), pair[0].max(pair[1])];
        self.read(|| Part::ShownPairs).shown_pairs.contains(&of)
    }

    /// By version what it was run with, where runs state it.
    #[must_use]
    pub fn setups(&self) -> &'a [Setup<'a>] {
        &self.read(|| Part::Setups).setups
    }

    /// How a version differs from each earlier one of its agent, the next one first.
    #[must_use]
    pub fn version_changes(&self, version: usize) -> &'a [VersionChange] {
        let of = self.field().versions[version].agent;
        &self.read(|| Part::VersionChanges(of)).version_changes.versions[version]
    }

    /// How a model, whatever the effort, differs from each earlier one of its agent, the next one first.
    #[must_use]
    pub fn model_changes(&self, model: usize) -> &'a [VersionChange] {
        let of = self.field().models[model].agent;
        &self.read(|| Part::VersionChanges(of)).version_changes.models[model]
    }

    /// How many changes with findings a model has reviewed, whatever the effort.
    #[must_use]
    pub fn changes_of_model(&self, model: usize) -> usize {
        let of = self.field().models[model].agent;
        self.read(|| Part::VersionChanges(of)).version_changes.changes_of_models[model]
    }

    /// The agent beside agents that did not change, over time.
    #[must_use]
    pub fn anchored_course(&self, agent: usize) -> Option<&'a AnchoredCourse> {
        self.read(|| Part::VersionChanges(agent)).version_changes.courses[agent].as_ref()
    }

    /// Whether and where a version seems to have changed with no label that says so.
    #[must_use]
    pub fn drift(&self, version: usize) -> Option<&'a Drift> {
        let of = self.field().versions[version].agent;
        self.read(|| Part::VersionChanges(of)).version_changes.drifts[version].as_ref()
    }

    /// By agent what it would find of the same findings as its rivals; `None`: not enough data.
    #[must_use]
    pub fn abilities(&self) -> &'a [Option<Ability>] {
        &self.read(|| Part::Abilities).abilities
    }

    /// Everything that the published data says of agents.
    #[must_use]
    pub fn all_of_agents(&self) -> &'a Analysis<'a> {
        let whole = [Part::Board(Slice::default()), Part::Agents, Part::Field, Part::Totals, Part::Setups];
        let changes = (0..self.field().agents.len()).map(Part::VersionChanges);
        for part in whole.into_iter().chain([Part::Abilities, Part::Panels, Part::ShownPairs]).chain(changes) {
            self.read(|| part);
        }
        self.shared.analysis
    }

    /// Figures of all agents over time.
    #[must_use]
    pub fn timeline(&self) -> &'a Timeline<'a> {
        &self.read(|| Part::Timeline).timeline
    }

    /// What agents are worth together.
    #[must_use]
    pub fn panels(&self) -> &'a PanelAnalysis {
        &self.read(|| Part::Panels).panels
    }

    /// What an agent has to show.
    #[must_use]
    pub fn record(&self, agent: usize) -> &'a AgentRecord {
        &self.read(|| Part::Record(agent)).records[agent]
    }

    /// What the first of two agents found and the second did not.
    #[must_use]
    pub fn found_by_first_only(&self, first: usize, second: usize) -> Vec<FindingAt> {
        self.read(|| Part::Pair(first.min(second), first.max(second))).found_by_first_only(first, second)
    }

    /// A finding by its place.
    #[must_use]
    pub fn finding(&self, at: FindingAt) -> &'a FindingDigest {
        &self.digest(at.run).findings[at.finding]
    }

    /// The address of a finding: its own page, else its anchor.
    #[must_use]
    pub fn finding_href(&self, at: FindingAt, from: &str) -> String {
        let (run, finding) = (self.digest(at.run), self.finding(at));
        if self.has_page(finding.severity) {
            Route::Finding(&run.id, &finding.id).from(from)
        } else {
            Route::Review(&run.id).anchor_from(from, finding.id.as_str())
        }
    }
}
