//! One run as its pages see it: the run, its place in the archive, and what its texts may point to.

use super::{Badge, Link, badge};
use crate::aggregate::records::FindingAt;
use crate::model::finding::Location;
use crate::model::forge::Forge;
use crate::model::identity::Joined;
use crate::model::{Digest, Reviewer, Run, Severity};
use crate::output::engine::TemplateError;
use crate::page::inputs::Inputs;
use crate::page::needs::{Choice, Needs, Part, panel};
use crate::page::plan::Planned;
use crate::page::route::{Route, change_anchor};
use crate::text::Html;
use crate::text::markdown::{Anchors, Markdown};
use crate::text::references::{PullRequestLink, References, SourceLink};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// A run with what its pages need from the archive around it.
pub struct RunContext<'a> {
    /// What its pages are made from.
    pub inputs: Inputs<'a>,
    /// The run with its texts.
    pub run: &'a Run,
    /// Its position in the corpus.
    pub at: usize,
    /// The forge that hosts its repository, where the run names one.
    pub forge: Option<Forge>,
    /// Badges by every name of a reviewer, folded to lower case.
    credits: BTreeMap<String, Html>,
}

impl<'a> RunContext<'a> {
    /// For the run at this position of the corpus.
    ///
    /// # Errors
    /// When the badge of a reviewer cannot be rendered.
    pub fn new(inputs: Inputs<'a>, run: &'a Run, at: usize) -> Result<Self, TemplateError> {
        let subject = &run.subject;
        let forge = subject.repository.as_deref().map(|name| inputs.forge(subject.host.as_deref(), name));
        Ok(Self { inputs, run, at, forge, credits: credits(&inputs, run, &inputs.digest(at).joined)? })
    }

    /// The run's digest.
    #[must_use]
    pub fn digest(&self) -> &'a Digest {
        self.inputs.digest(self.at)
    }

    /// Findings by severity, in the order of [`Severity::ALL`].
    #[must_use]
    pub fn counts(&self) -> [usize; 4] {
        Severity::ALL.map(|severity| self.digest().count(severity))
    }

    /// A finding on the page of the run's change; `None` where the change has no page.
    #[must_use]
    pub fn change_anchor(&self, at: FindingAt, from: &str) -> Option<String> {
        let subject = self.digest().subject();
        let run = self.inputs.digest(at.run);
        subject.is_change().then(|| {
            let anchor = change_anchor(&run.id, &run.findings[at.finding].id);
            Route::Change(&subject).anchor_from(from, &anchor)
        })
    }

    /// Reads the run's texts, with references as [`RunContext::references`] gives them.
    #[must_use]
    pub fn markdown<'m>(&'m self, references: &'m References) -> Markdown<'m> {
        Markdown { references, highlighter: self.inputs.highlighter() }
    }

    /// The address of lines of a file at the reviewed revision, else at the head of the pull request.
    #[must_use]
    pub fn source(&self, path: &str, lines: Option<(u32, u32)>) -> Option<String> {
        Some(self.forge.as_ref()?.source(&self.linked_revision()?, path, lines))
    }

    /// What source is shown at. Where the run does not say what was reviewed, the pull request's head is what comes
    /// nearest; a commit chosen from its list could be the first as well as the last.
    fn linked_revision(&self) -> Option<String> {
        let head = || self.forge.as_ref()?.head_of_pull_request(self.run.subject.pull_request?);
        self.run.revision().map(str::to_owned).or_else(head)
    }

    /// A location, leading to its lines where somebody knows the repository and the revision.
    #[must_use]
    pub fn location(&self, location: &Location) -> Link {
        let lines = location.start_line.map(|start| (start, location.end_line.unwrap_or(start)));
        self.lines_of(&location.path, lines)
    }

    /// Lines of a file, likewise.
    #[must_use]
    pub fn lines_of(&self, path: &str, lines: Option<(u32, u32)>) -> Link {
        Link { words: Html::code(&location_words(path, lines)), href: self.source(path, lines) }
    }

    /// A commit, leading to its page where the repository is known.
    #[must_use]
    pub fn commit(&self, sha: &str, words: &str) -> Link {
        Link { words: Html::code(words), href: self.forge.as_ref().and_then(|forge| forge.commit(sha)) }
    }

    /// What the run's texts may point to, as seen from the page at `from`.
    #[must_use]
    pub fn references(&self, from: &str) -> References {
        let run = self.run;
        let review = Route::Review(&run.id);
        let mut findings = Vec::with_capacity(run.findings.len());
        let mut anchors = BTreeMap::new();
        for severity in Severity::ALL {
            for finding in run.findings.iter().filter(|finding| finding.severity == severity) {
                let address = review.anchor_from(from, finding.id.as_str());
                for alias in &finding.aliases {
                    anchors.insert(alias.to_string(), address.clone());
                }
                findings.push((finding.id.to_string(), address));
            }
        }
        let counts = self.counts();
        References {
            findings,
            numbered: counts[0] + counts[1] + counts[2],
            first_suggestion: counts[0] + counts[1],
            round: run.round,
            of_rounds: self.named(from),
            anchors,
            credits: self.credits.clone(),
            paths: self.paths(),
            source: self.source_link(),
            commits: self.commits(),
            index: OnceLock::new(),
            pull_request: self
                .forge
                .clone()
                .map(|forge| -> PullRequestLink { Box::new(move |number| forge.pull_request(number)) }),
        }
    }

    /// The findings of other rounds that the texts name, by the number of the round and by id.
    fn named(&self, from: &str) -> BTreeMap<u32, BTreeMap<String, String>> {
        let mut of_rounds: BTreeMap<u32, BTreeMap<String, String>> = BTreeMap::new();
        for at in self.inputs.named(self.at) {
            let digest = self.inputs.digest(at.run);
            let id = digest.findings[at.finding].id.as_str();
            let address = Route::Review(&digest.id).anchor_from(from, id);
            of_rounds.entry(digest.round.unwrap_or_default()).or_default().insert(id.to_owned(), address);
        }
        of_rounds
    }

    fn source_link(&self) -> Option<SourceLink> {
        let forge = self.forge.clone()?;
        let revision = self.linked_revision()?;
        Some(Box::new(move |path, lines| forge.source(&revision, path, lines)))
    }

    /// A reviewer as a badge with the name that the site knows it by.
    #[must_use]
    pub fn badge(&self, reviewer: &Reviewer) -> Badge {
        badge(&self.inputs, reviewer, self.inputs.agent_name(&reviewer.agent))
    }

    /// The distinct paths of all locations and excerpts.
    fn paths(&self) -> Vec<String> {
        let of_locations =
            self.run.findings.iter().flat_map(|finding| &finding.locations).map(|location| &location.path);
        let of_excerpts =
            self.run.findings.iter().flat_map(|finding| &finding.excerpts).filter_map(|e| e.path.as_ref());
        let paths: BTreeSet<&String> = of_locations.chain(of_excerpts).collect();
        paths.into_iter().cloned().collect()
    }

    fn commits(&self) -> Vec<(String, String)> {
        let Some(forge) = &self.forge else { return Vec::new() };
        let revision = self.run.subject.revision.iter();
        let named = self.run.subject.commits.iter().map(|commit| &commit.sha).chain(revision);
        named.filter_map(|sha| Some((sha.clone(), forge.commit(sha)?))).collect()
    }

    /// The anchors of the review's page, with those that the ids of its findings take.
    #[must_use]
    pub fn anchors(&self) -> Anchors {
        let mut anchors = Anchors::default();
        for finding in &self.run.findings {
            anchors.take(finding.id.as_str());
        }
        anchors
    }
}

/// A name that two agents of the panel go by is nobody's: who is credited with it cannot be told.
fn credits(inputs: &Inputs<'_>, run: &Run, joined: &Joined) -> Result<BTreeMap<String, Html>, TemplateError> {
    let mut owners: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let mut badges = Vec::with_capacity(run.reviewers.len());
    for (at, reviewer) in run.reviewers.iter().enumerate() {
        let name = inputs.agent_name(&reviewer.agent);
        badges.push(inputs.component("badge", &badge(inputs, reviewer, name))?);
        let model = reviewer.model.as_deref();
        let both = model.map(|model| format!("{} {model}", reviewer.display_name()));
        let names = [Some(reviewer.agent.as_str()), Some(reviewer.display_name()), model, both.as_deref(), Some(name)];
        for name in names.into_iter().flatten() {
            owners.entry(name.trim().to_lowercase()).or_default().insert(at);
        }
        let other_words = joined.spellings.iter().filter(|(agent, _)| *agent == reviewer.agent);
        for (_, words) in other_words {
            owners.entry(words.trim().to_lowercase()).or_default().insert(at);
        }
    }
    let of_one = owners.into_iter().filter(|(_, owners)| owners.len() == 1);
    Ok(of_one.filter_map(|(name, owners)| Some((name, badges[*owners.first()?].clone()))).collect())
}

/// What every file of a run depends on.
pub fn needs(planned: &Planned<'_>, run: usize, needs: &mut Needs) {
    needs.text(run);
    needs.part(Part::Digest(run));
    needs.parts(panel(&planned.analysis.corpus.runs[run]));
    needs.choices([Choice::Forges]);
}

/// What a page depends on that shows texts of a run: on the run, and on those that they may point to.
pub fn text_needs(planned: &Planned<'_>, run: usize, all: &mut Needs) {
    let analysis = planned.analysis;
    needs(planned, run, all);
    all.part(Part::Rounds(run));
    all.parts(analysis.rounds.named(analysis.corpus, run).into_keys().map(Part::Digest));
}

/// `path:47–56`
#[must_use]
pub fn location_words(path: &str, lines: Option<(u32, u32)>) -> String {
    match lines {
        None => path.to_owned(),
        Some((start, end)) if start == end => format!("{path}:{start}"),
        Some((start, end)) => format!("{path}:{start}–{end}"),
    }
}
