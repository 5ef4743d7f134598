//! What a site would lose of an older one: addresses and anchors that it had, and what would bring each of them back.

use crate::export::addresses::{AddressList, Entry};
use crate::model::{Slug, WithdrawnContent};
use crate::output::Output;
use crate::page::Shared;
use crate::page::addresses::{is_lasting, lead};
use crate::page::plan::{Planned, Subject};
use crate::page::route::Route;
use crate::page::route::computed::{Below, may_have_been_a_page};
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// An address that the old site had, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lost {
    /// Those that come back with another one are last.
    cure: Cure,
    /// Below the site's root, with its anchor.
    address: String,
}

/// What would bring an address back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cure {
    /// It would lead to another finding than it did, then and now, and the alias that names both.
    Elsewhere { then: String, now: String, alias: String },
    /// An alias of the run that it is now.
    RunAlias(String),
    /// An alias of the finding that it is now.
    FindingAlias(String),
    /// An anchor of a finding or of a heading; only findings have aliases.
    Anchor(String),
    /// `also` of the agent that it is now.
    Also(String),
    /// A choice of the configuration.
    TurnedOff,
    /// There is no alias for a report, a patch or a file of data.
    NoAlias,
    /// The address that it comes back with.
    With(String),
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address, cure } = self;
        match cure {
            Cure::Elsewhere { then, now, alias } => write!(
                f,
                "{address} leads to {now}, and led to {then}: state the rounds as before, or add `\"aliases\": [\"{alias}\"]` to \
                 the run that it led to"
            ),
            Cure::RunAlias(alias) => write!(f, "{address}: add `\"aliases\": [\"{alias}\"]` to the run that it is now"),
            Cure::FindingAlias(alias) => {
                write!(f, "{address}: add `\"aliases\": [\"{alias}\"]` to the finding that it is now")
            }
            Cure::Anchor(alias) => write!(
                f,
                "{address}: if it was a finding, add `\"aliases\": [\"{alias}\"]` to the one that it is now; put a heading back"
            ),
            Cure::Also(agent) => {
                write!(f, "{address}: add `also = [\"{agent}\"]` to the agent that it is now, in pilcrow.toml")
            }
            Cure::TurnedOff => write!(f, "{address}: set `finding_addresses = true` in pilcrow.toml"),
            Cure::NoAlias => write!(f, "{address}: put back what it was made from, for no alias leads there"),
            Cure::With(other) => write!(f, "{address}: comes back with {other}"),
        }
    }
}

/// Everything that a site would lose, in the order in which to deal with it.
pub fn lost(old: &AddressList, planned: &Planned<'_>, shared: &Shared<'_>, output: &Output<'_>) -> Vec<Lost> {
    let comparison = Comparison::new(old, planned, shared, output);
    let mut lost: Vec<Lost> = Vec::new();
    for (path, entry) in old.0.iter().filter(|(path, _)| is_lasting(path)) {
        comparison.compare(path, entry, &mut lost);
    }
    lost.sort();
    // One alias brings many back: it is told once, and then what comes back with it.
    let mut told: HashSet<String> = HashSet::new();
    for one in &mut lost {
        if let Cure::RunAlias(alias) = &one.cure
            && !told.insert(alias.clone())
        {
            one.cure = Cure::With(alias.clone());
        }
    }
    lost.sort();
    lost
}

struct Comparison<'c> {
    old: &'c AddressList,
    planned: &'c Planned<'c>,
    shared: &'c Shared<'c>,
    output: &'c Output<'c>,
    /// The pages of withdrawn runs.
    withdrawn: HashSet<String>,
    /// The folders of the rounds whose findings have addresses by them.
    rounds: HashSet<&'c str>,
    /// The places of findings on the pages of reviews, as far as the old site led there.
    places: HashSet<&'c str>,
}

impl<'c> Comparison<'c> {
    fn new(old: &'c AddressList, planned: &'c Planned<'c>, shared: &'c Shared<'c>, output: &'c Output<'c>) -> Self {
        let corpus = planned.analysis.corpus;
        let rounds = planned.plan.files.iter().filter_map(|file| round_of(&file.path)).map(|(round, _)| round);
        let leads = old.0.values().filter_map(|entry| match entry {
            Entry::LeadsTo(place) => Some(place.as_str()),
            Entry::Page(_) => None,
        });
        Self {
            old,
            planned,
            shared,
            output,
            withdrawn: corpus.withdrawn.iter().map(|run| Route::Review(&run.id).path()).collect(),
            rounds: rounds.collect(),
            places: leads.filter(|place| place.contains('#')).collect(),
        }
    }

    fn compare(&self, path: &str, entry: &Entry, lost: &mut Vec<Lost>) {
        let Some(file) = self.planned.plan.file(path) else {
            if !self.was_withdrawn(path, entry) {
                lost.push(Lost { address: path.to_owned(), cure: self.cure(path, entry) });
            }
            return;
        };
        if file.subject == Subject::Withdrawn {
            return;
        }
        let now = lead(self.planned, self.shared, file);
        match entry {
            Entry::Page(anchors) => {
                // What leads on to a page keeps the anchor.
                let page = now.as_deref().unwrap_or(path);
                for anchor in anchors.iter().filter(|anchor| self.output.has_id(page, anchor) == Some(false)) {
                    lost.push(Lost { address: format!("{path}#{anchor}"), cure: self.cure_of_anchor(path, anchor) });
                }
            }
            Entry::LeadsTo(then) => {
                let now = now.filter(|_| matches!(file.subject, Subject::Address(..)));
                if let (Some(now), Some((round, _))) = (now.filter(|now| !self.is_same(then, now)), round_of(path)) {
                    let cure = Cure::Elsewhere { then: then.clone(), now, alias: format!("{round}/") };
                    lost.push(Lost { address: path.to_owned(), cure });
                }
            }
        }
    }

    /// Whether a finding that was at one place is at another now. If nothing is left at the first that is told of it, and
    /// once it is brought back it is compared.
    fn is_same(&self, then: &str, now: &str) -> bool {
        let (page, fragment) = then.split_once('#').map_or((then, None), |(page, fragment)| (page, Some(fragment)));
        let Some(file) = self.planned.plan.file(page) else {
            return !self.was_withdrawn(page, &Entry::Page(Vec::new()));
        };
        let led = lead(self.planned, self.shared, file).map(|to| match fragment {
            Some(fragment) if !to.contains('#') => format!("{to}#{fragment}"),
            _ => to,
        });
        // Whether findings have pages is a choice that may have changed.
        as_page(led.as_deref().unwrap_or(then)) == as_page(now)
    }

    /// Whether an address went with a run that was taken back.
    fn was_withdrawn(&self, path: &str, entry: &Entry) -> bool {
        let place = match entry {
            Entry::LeadsTo(target) => target,
            Entry::Page(_) => path,
        };
        if self.withdrawn.contains(&review_of(place)) {
            return true;
        }
        let corpus = self.planned.analysis.corpus;
        // Of a run whose file is gone nothing is known: it may have been about anything.
        let any = |had: &dyn Fn(&WithdrawnContent) -> bool| {
            corpus.withdrawn.iter().any(|run| run.known.as_ref().is_none_or(had))
        };
        if place.starts_with("changes/") {
            return any(&|run| run.subject.is_change() && Route::Change(&run.subject).path() == *place);
        }
        if path.starts_with("agents/") && path != "agents/index.html" {
            return any(&|run| run.agents.iter().any(|agent| Route::Agent(agent.as_str()).path() == path));
        }
        if path == Route::Files.path() {
            return any(&|run| run.repository.is_some() && !run.files.is_empty());
        }
        if path.starts_with("files/") {
            return any(&|run| self.had_part_in_file(run, path));
        }
        let is_about_agents = [
            Route::Agents(None, None, None).path(),
            Route::Panels.path(),
            Route::Methodology.path(),
            Route::LeaderboardData.path(),
        ];
        let has_agents = !self.planned.analysis.field.agents.is_empty();
        !has_agents && !corpus.withdrawn.is_empty() && is_about_agents.iter().any(|about| about == path)
    }

    /// Whether a finding of a withdrawn run was on the page of a file: since it stood there, or since it was perhaps that of
    /// another round which did. Nothing is known of which were the same, since nobody compares what was withdrawn.
    fn had_part_in_file(&self, withdrawn: &WithdrawnContent, page: &str) -> bool {
        let Some(repository) = &withdrawn.repository else { return false };
        let is_of_page = |file: &str| Route::File(repository, file).path() == page;
        let rounds = self.planned.analysis.corpus.runs.iter().filter(|run| run.subject() == withdrawn.subject);
        let of_rounds = rounds.flat_map(|run| &run.findings).filter_map(|finding| finding.path.as_deref());
        let mut files =
            withdrawn.files.iter().map(String::as_str).chain(of_rounds.filter(|_| !withdrawn.files.is_empty()));
        files.any(is_of_page)
    }

    fn cure(&self, path: &str, entry: &Entry) -> Cure {
        if let Some(below) = path.strip_prefix("reviews/") {
            return self.cure_of_review(path, below);
        }
        if let Some(agent) = path.strip_prefix("agents/").and_then(|page| page.strip_suffix(".html")) {
            return if agent == "index" { Cure::NoAlias } else { Cure::Also(agent.to_owned()) };
        }
        if path.starts_with("files/") {
            return Cure::RunAlias(path.to_owned());
        }
        if let Some((round, finding)) = round_of(path) {
            return match () {
                () if !self.shared.config.finding_addresses => Cure::TurnedOff,
                () if self.rounds.contains(round) => Cure::FindingAlias(finding.to_owned()),
                () => Cure::RunAlias(format!("{round}/")),
            };
        }
        match entry {
            Entry::LeadsTo(_) => Cure::RunAlias(path.strip_suffix("index.html").unwrap_or(path).to_owned()),
            Entry::Page(_) => Cure::NoAlias,
        }
    }

    /// Of the page of a review, or of what stands below it.
    fn cure_of_review(&self, path: &str, below: &str) -> Cure {
        let Some((_, name)) = below.split_once('/') else { return Cure::RunAlias(path.to_owned()) };
        let review = review_of(path);
        if self.planned.plan.file(&review).is_none() {
            return Cure::With(review);
        }
        if let Some(finding) = name.strip_suffix(".patch") {
            // Of a finding that is there still, the patch is gone.
            let is_there = self.output.has_id(&review, finding) == Some(true);
            return if is_there { Cure::NoAlias } else { Cure::FindingAlias(finding.to_owned()) };
        }
        match name.strip_suffix(".html") {
            Some("originals") | None => Cure::NoAlias,
            Some(finding) => Cure::FindingAlias(finding.to_owned()),
        }
    }

    fn cure_of_anchor(&self, path: &str, anchor: &str) -> Cure {
        let place = format!("{path}#{anchor}");
        let was_finding = self.places.contains(&*place) || self.old.0.contains_key(&*as_page(&place));
        let is_imported = anchor.parse().is_ok_and(|name: Slug| !may_have_been_a_page(&name));
        if was_finding || is_imported { Cure::FindingAlias(anchor.to_owned()) } else { Cure::Anchor(anchor.to_owned()) }
    }
}

/// The folder of the round and the name of the finding that an address is made of.
fn round_of(path: &str) -> Option<(&str, &str)> {
    let (round, finding) = path.strip_suffix("/index.html")?.rsplit_once('/')?;
    matches!(Below::of_alias(round), Some(Below::Round(_))).then_some((round, finding))
}

/// The page of the review that something stands below, or is.
fn review_of(path: &str) -> String {
    let page = path.split('#').next().unwrap_or(path);
    let Some(below) = page.strip_prefix("reviews/") else { return page.to_owned() };
    below.split_once('/').map_or_else(|| page.to_owned(), |(review, _)| format!("reviews/{review}.html"))
}

/// The place of a finding on its review's page as the page of that finding: `a.html#I1` as `a/I1.html`.
fn as_page(place: &str) -> Cow<'_, str> {
    match place.split_once(".html#") {
        Some((review, finding)) => Cow::Owned(format!("{review}/{finding}.html")),
        None => Cow::Borrowed(place),
    }
}
