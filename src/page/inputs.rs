//! What a page is given: the analysis and the configuration, part by part, so that what it reads can be held against what
//! the plan says that it needs.

mod agents;

use super::needs::{Choice, Part};
use super::route::{Route, SiteAddresses, relative};
use crate::aggregate::Analysis;
use crate::aggregate::audit::Difference;
use crate::aggregate::course::{Course, Row};
use crate::aggregate::files::{FileHistory, Files, ProblemAt};
use crate::aggregate::hotspots::Hotspot;
use crate::aggregate::ledger::{Ledger, LedgerPage};
use crate::aggregate::matching::Matches;
use crate::aggregate::newest::{Newest, Scope};
use crate::aggregate::records::FindingAt;
use crate::aggregate::statistics::groups::{Group, Grouping};
use crate::aggregate::timeline::FindingsOverTime;
use crate::aggregate::totals::Totals;
use crate::config::{Config, Weights};
use crate::export::FindingInRounds;
use crate::model::duplicates::{Duplicates, FindingPlace, Lead};
use crate::model::forge::Forge;
use crate::model::{Digest, Severity};
use crate::output::assets::Assets;
use crate::output::engine::{Engine, TemplateError};
use crate::text::Html;
use crate::text::highlight::Highlighter;
use chrono::Datelike;
use serde::Serialize;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// What all pages of a build are made from.
pub struct Shared<'a> {
    /// Everything that is asked of the archive as a whole.
    pub analysis: &'a Analysis<'a>,
    /// What the team chose.
    pub config: &'a Config,
    /// The static files.
    pub assets: &'a Assets,
    /// Fills templates.
    pub engine: &'a Engine,
    /// Colours code, each block once a build.
    pub highlighter: Highlighter,
    /// By the number of a file that has a page, the path of that: thousands of findings stand on some files.
    pages_of_files: Vec<OnceLock<String>>,
}

impl<'a> Shared<'a> {
    /// Puts together what pages are made from.
    #[must_use]
    pub fn new(
        analysis: &'a Analysis<'a>,
        config: &'a Config,
        assets: &'a Assets,
        engine: &'a Engine,
        highlighter: Highlighter,
    ) -> Self {
        let pages_of_files = vec![OnceLock::new(); analysis.files.with_page.len()];
        Self { analysis, config, assets, engine, highlighter, pages_of_files }
    }

    /// The path of the page of a file, if it has one.
    fn page_of_file(&self, repository: &str, path: &str) -> Option<&str> {
        let number = self.analysis.files.number(repository, path)?;
        Some(self.pages_of_files[number].get_or_init(|| Route::File(repository, path).path()))
    }
}

/// What a page has read of its inputs.
#[derive(Debug, Default)]
pub struct Seen {
    parts: RefCell<BTreeSet<Part>>,
    choices: RefCell<BTreeSet<Choice>>,
}

impl Seen {
    /// The parts and choices that were read.
    #[must_use]
    pub fn into_names(self) -> (BTreeSet<Part>, BTreeSet<Choice>) {
        (self.parts.into_inner(), self.choices.into_inner())
    }
}

/// What one page is given. Every part of the analysis and every choice of the configuration is asked for by name.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    shared: &'a Shared<'a>,
    seen: Option<&'a Seen>,
}

/// An agent as a page names it.
#[derive(Clone, Debug, Serialize)]
pub struct AgentLink {
    /// For people.
    pub name: String,
    /// 1 to 8.
    pub colour: usize,
    /// What tells it from an earlier agent of that colour: a class with a blank before it, or nothing.
    pub mark: &'static str,
    /// Its page.
    pub href: String,
}

impl<'a> Inputs<'a> {
    /// Everything, and nobody looks who reads what.
    #[must_use]
    pub fn new(shared: &'a Shared<'a>) -> Self {
        Self { shared, seen: None }
    }

    /// The same, with what is read written down.
    #[must_use]
    pub fn observed(shared: &'a Shared<'a>, seen: &'a Seen) -> Self {
        Self { shared, seen: Some(seen) }
    }

    fn read(&self, part: impl FnOnce() -> Part) -> &'a Analysis<'a> {
        if let Some(seen) = self.seen {
            seen.parts.borrow_mut().insert(part());
        }
        self.shared.analysis
    }

    fn chosen(&self, choice: Choice) -> &'a Config {
        if let Some(seen) = self.seen {
            seen.choices.borrow_mut().insert(choice);
        }
        self.shared.config
    }

    /// Fills a template.
    ///
    /// # Errors
    /// When the template asks for something that the view does not have.
    pub fn render(&self, template: &str, view: &impl Serialize) -> Result<String, TemplateError> {
        self.shared.engine.render(template, view)
    }

    /// Fills a component of the templates; `name` is also what its one argument is called.
    ///
    /// # Errors
    /// When the component asks for something that it is not given.
    pub fn component(&self, name: &'static str, argument: &impl Serialize) -> Result<Html, TemplateError> {
        self.shared.engine.component(name, argument)
    }

    /// Colours code.
    #[must_use]
    pub fn highlighter(&self) -> &'a Highlighter {
        &self.shared.highlighter
    }

    /// Addresses of the static files.
    #[must_use]
    pub fn assets(&self) -> &'a Assets {
        self.shared.assets
    }
}

/// The configuration.
impl<'a> Inputs<'a> {
    /// Name of the site.
    #[must_use]
    pub fn site_title(&self) -> &'a str {
        &self.chosen(Choice::Title).title
    }

    /// What the archive is.
    #[must_use]
    pub fn site_description(&self) -> &'a str {
        &self.chosen(Choice::Description).description
    }

    /// Where the site stands, ending in a slash.
    #[must_use]
    pub fn base_url(&self) -> Option<&'a str> {
        self.chosen(Choice::BaseUrl).base_url.as_deref()
    }

    /// Language of the pages.
    #[must_use]
    pub fn language(&self) -> &'a str {
        &self.chosen(Choice::Language).language
    }

    /// Whether search engines may list the pages.
    #[must_use]
    pub fn may_be_listed(&self) -> bool {
        self.chosen(Choice::Robots).index
    }

    /// What a finding weighs.
    #[must_use]
    pub fn weights(&self) -> &'a Weights {
        &self.chosen(Choice::Weights).weights
    }

    /// The forge that holds a repository.
    #[must_use]
    pub fn forge(&self, host: Option<&str>, repository: &str) -> Forge {
        self.chosen(Choice::Forges).forge(host, repository)
    }

    /// Whether findings of this severity have a page of their own.
    #[must_use]
    pub fn has_page(&self, severity: Severity) -> bool {
        self.chosen(Choice::FindingPages).finding_pages.include(severity)
    }

    /// Whether each review has a picture of its own. Nothing could lead to it while nobody knows where the site stands.
    #[must_use]
    pub fn has_cards(&self) -> bool {
        self.base_url().is_some() && self.chosen(Choice::Cards).cards
    }

    /// Whether reviews and findings are there as Markdown too.
    #[must_use]
    pub fn has_twins(&self) -> bool {
        self.chosen(Choice::Twins).twins
    }

    /// Addresses for the published data and the search.
    #[must_use]
    pub fn addresses(&self) -> SiteAddresses {
        SiteAddresses { finding_pages: self.chosen(Choice::FindingPages).finding_pages }
    }
}

/// Runs and their rounds. Runs are positions in the corpus.
impl<'a> Inputs<'a> {
    /// How much the archive holds.
    #[must_use]
    pub fn totals(&self) -> &'a Totals {
        &self.read(|| Part::Totals).totals
    }

    /// The year of the newest run, 0 of an empty archive.
    #[must_use]
    pub fn newest_year(&self) -> i32 {
        self.read(|| Part::Newest).corpus.runs.first().map_or(0, |run| run.date.day().year())
    }

    /// The newest reviews and critical findings of a scope.
    #[must_use]
    pub fn newest(&self, scope: Scope) -> &'a Newest {
        self.read(|| Part::NewestOf(scope)).newest.of(scope)
    }

    /// What is known of a run without its texts.
    #[must_use]
    pub fn digest(&self, run: usize) -> &'a Digest {
        &self.read(|| Part::Digest(run)).corpus.runs[run]
    }

    /// All rounds of the run's subject, itself included, first round first.
    #[must_use]
    pub fn rounds(&self, run: usize) -> &'a [usize] {
        self.read(|| Part::Rounds(run)).rounds.all(run)
    }

    /// The run's number among its rounds.
    #[must_use]
    pub fn round(&self, run: usize) -> u32 {
        self.read(|| Part::Rounds(run)).rounds.number(run)
    }

    /// The run's position among its rounds, from 0.
    #[must_use]
    pub fn position(&self, run: usize) -> usize {
        self.read(|| Part::Rounds(run)).rounds.position(run)
    }

    /// Whether two runs are rounds of one subject.
    #[must_use]
    pub fn are_rounds_of_one(&self, run: usize, other: usize) -> bool {
        self.read(|| Part::Rounds(run)).rounds.are_rounds_of_one(run, other)
    }

    /// What the rounds of the run's change say in turn.
    #[must_use]
    pub fn course(&self, run: usize) -> &'a Course {
        let analysis = self.read(|| Part::Rounds(run));
        &analysis.courses[analysis.rounds.subject(run)]
    }

    /// The findings of other rounds that the texts of the run's findings name, as "round 6 S1". Only of rounds that state their
    /// number: where it is counted, a round that is not in the archive makes it another than the text means.
    #[must_use]
    pub fn named(&self, run: usize) -> Vec<FindingAt> {
        let analysis = self.read(|| Part::Rounds(run));
        self.read(|| Part::Digest(run));
        let mut found = Vec::new();
        for (other, ids) in analysis.rounds.named(analysis.corpus, run) {
            let digest = self.digest(other);
            if digest.round == Some(analysis.rounds.number(other)) {
                let named = digest.findings.iter().enumerate().filter(|(_, finding)| ids.contains(finding.id.as_str()));
                found.extend(named.map(|(finding, _)| FindingAt { run: other, finding }));
            }
        }
        found
    }

    /// What the findings of the run are among the rounds of its change, for the published data and the search.
    #[must_use]
    pub fn in_rounds(&self, run: usize) -> Vec<FindingInRounds> {
        let analysis = self.read(|| Part::Rounds(run));
        if self.seen.is_some() {
            for one in analysis.in_rounds(run) {
                self.read(|| Part::Digest(run));
                self.read(|| Part::Rounds(one.problem.run));
                self.read(|| Part::Digest(one.problem.run));
            }
        }
        FindingInRounds::all_of(analysis, run)
    }

    /// Which findings of other rounds those of the run are, and why.
    #[must_use]
    pub fn matches(&self, run: usize) -> &'a Matches {
        &self.read(|| Part::Rounds(run)).matches
    }

    /// Whether any file has a page.
    #[must_use]
    pub fn has_files(&self) -> bool {
        !self.read(|| Part::HasFiles).files.with_page.is_empty()
    }

    /// The page of a file, if it has one.
    #[must_use]
    pub fn file_href(&self, repository: &str, path: &str, from: &str) -> Option<String> {
        self.read(|| Part::Files);
        Some(relative(from, self.shared.page_of_file(repository, path)?))
    }

    /// The page of a file that a finding of the run stands on, if it has one.
    #[must_use]
    pub fn file_of(&self, run: usize, path: &str, from: &str) -> Option<String> {
        let analysis = self.read(|| Part::FilesOf(run));
        let repository = analysis.corpus.runs[run].repository.as_deref()?;
        Some(relative(from, self.shared.page_of_file(repository, path)?))
    }

    /// What was raised on a file that has a page, by its number.
    #[must_use]
    pub fn file(&self, at: usize) -> &'a FileHistory<'a> {
        &self.read(|| Part::File(at)).files.with_page[at]
    }

    /// A problem of a change, and the course that it is a row of.
    #[must_use]
    pub fn problem(&self, at: ProblemAt) -> (&'a Course, &'a Row) {
        let course = &self.shared.analysis.courses[at.subject];
        self.read(|| Part::Rounds(course.runs[0]));
        (course, &course.rows[at.row])
    }

    /// All files on which something was raised.
    #[must_use]
    pub fn files(&self) -> &'a Files<'a> {
        &self.read(|| Part::Files).files
    }

    /// Whether any run recommends anything.
    #[must_use]
    pub fn has_recommendations(&self) -> bool {
        !self.read(|| Part::HasRecommendations).ledger.proposals.is_empty()
    }

    /// What all runs recommend.
    #[must_use]
    pub fn ledger(&self) -> &'a Ledger {
        &self.read(|| Part::Ledger).ledger
    }

    /// The same for one of its pages, and that page.
    #[must_use]
    pub fn ledger_page(&self, at: usize) -> (&'a Ledger, &'a LedgerPage) {
        let ledger = &self.read(|| Part::LedgerPage(at)).ledger;
        (ledger, &ledger.pages[at])
    }

    /// The same for what a run recommends.
    #[must_use]
    pub fn proposals(&self, run: usize) -> &'a Ledger {
        &self.read(|| Part::Proposals(run)).ledger
    }

    /// Whether the run has any duplicate, or a finding that has one anywhere.
    #[must_use]
    pub fn has_duplicates(&self, run: usize) -> bool {
        self.duplicates(run).are_in(run)
    }

    /// What a finding of the run leads to, where it is a duplicate and says of what.
    #[must_use]
    pub fn lead(&self, run: usize, finding: usize) -> Option<Lead> {
        self.duplicates(run).lead((run, finding))
    }

    /// All duplicates of a finding of the run.
    #[must_use]
    pub fn found_again(&self, run: usize, finding: usize) -> &'a [FindingPlace] {
        self.duplicates(run).found_again((run, finding))
    }

    fn duplicates(&self, run: usize) -> &'a Duplicates {
        &self.read(|| Part::Duplicates(run)).corpus.duplicates
    }

    /// Recorded figures of the run that its findings do not bear out.
    #[must_use]
    pub fn differences(&self, run: usize) -> &'a [Difference] {
        &self.read(|| Part::Differences(run)).differences[run]
    }

    /// All groups of a grouping.
    #[must_use]
    pub fn groups(&self, grouping: Grouping) -> &'a [Group] {
        self.read(|| Part::Groups(grouping)).groups.by(grouping)
    }

    /// One group, by its place.
    #[must_use]
    pub fn group(&self, grouping: Grouping, at: usize) -> &'a Group {
        &self.read(|| Part::Group(grouping, at)).groups.by(grouping)[at]
    }

    /// The files with the most valid findings, most first.
    #[must_use]
    pub fn hotspots(&self) -> &'a [Hotspot<'a>] {
        &self.read(|| Part::Hotspots).hotspots
    }

    /// All repositories that runs name, in the order of their names.
    #[must_use]
    pub fn repositories(&self) -> &'a [&'a str] {
        &self.read(|| Part::Facets).repositories
    }

    /// All kinds of report, in the order of their names.
    #[must_use]
    pub fn kinds(&self) -> &'a [&'a str] {
        &self.read(|| Part::Facets).kinds
    }

    /// Valid findings over time.
    #[must_use]
    pub fn findings_over_time(&self) -> &'a FindingsOverTime {
        &self.read(|| Part::FindingsOverTime).findings_over_time
    }
}
