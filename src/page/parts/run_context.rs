//! One run as its pages see it: the run, its place in the archive, and what its texts may point to.

use super::badge;
use crate::model::finding::Location;
use crate::model::forge::Forge;
use crate::model::{Digest, Reviewer, Run, Severity};
use crate::page::route::Route;
use crate::page::surroundings::Surroundings;
use crate::text::markdown::Anchors;
use crate::text::references::{References, push_link};
use std::collections::BTreeMap;

/// A run and where it stands.
pub struct RunContext<'a> {
    /// What all pages share.
    pub around: &'a Surroundings<'a>,
    /// The run with its texts.
    pub run: &'a Run,
    /// Its position in the corpus.
    pub at: usize,
    /// Where its repository is kept.
    pub forge: Option<Forge>,
}

impl<'a> RunContext<'a> {
    /// Puts a run in its place.
    #[must_use]
    pub fn new(around: &'a Surroundings<'a>, run: &'a Run, at: usize) -> Self {
        let subject = &run.subject;
        let forge = subject.repository.as_deref().map(|name| around.config.forge(subject.host.as_deref(), name));
        Self { around, run, at, forge }
    }

    /// The run's digest.
    #[must_use]
    pub fn digest(&self) -> &'a Digest {
        &self.around.corpus.runs[self.at]
    }

    /// Findings by severity, in the order of [`Severity::ALL`].
    #[must_use]
    pub fn counts(&self) -> [usize; 4] {
        Severity::ALL.map(|severity| self.digest().count(severity))
    }

    /// The address of lines of a file at the reviewed revision.
    #[must_use]
    pub fn source(&self, path: &str, lines: Option<(u32, u32)>) -> Option<String> {
        Some(self.forge.as_ref()?.source(self.run.revision()?, path, lines))
    }

    /// A location as a link, or as text where nobody knows the repository or the revision.
    #[must_use]
    pub fn location(&self, location: &Location) -> String {
        let lines = location.start_line.map(|start| (start, location.end_line.unwrap_or(start)));
        self.lines_of(&location.path, lines)
    }

    /// Lines of a file as a link, or as text.
    #[must_use]
    pub fn lines_of(&self, path: &str, lines: Option<(u32, u32)>) -> String {
        let words = location_words(path, lines);
        match self.source(path, lines) {
            Some(address) => {
                let mut out = String::new();
                push_link(&mut out, &address, &words);
                out
            }
            None => super::text(&words),
        }
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
            anchors,
            credits: self.credits(),
            paths: self.paths(),
            source: self.source_link(),
            commits: self.commits(),
            pull_request: self.forge.clone().map(|forge| {
                let link: crate::text::references::PullRequestLink = Box::new(move |number| forge.pull_request(number));
                link
            }),
        }
    }

    fn source_link(&self) -> Option<crate::text::references::SourceLink> {
        let forge = self.forge.clone()?;
        let revision = self.run.revision()?.to_owned();
        Some(Box::new(move |path, lines| forge.source(&revision, path, lines)))
    }

    fn credits(&self) -> BTreeMap<String, String> {
        let mut credits = BTreeMap::new();
        for reviewer in &self.run.reviewers {
            let badge = badge(self.around, reviewer, self.short_name(reviewer));
            let model = reviewer.model.as_deref();
            let both = model.map(|model| format!("{} {model}", reviewer.display_name()));
            let names = [Some(reviewer.agent.as_str()), Some(reviewer.display_name()), model, both.as_deref()];
            for name in names.into_iter().flatten() {
                credits.entry(name.trim().to_lowercase()).or_insert_with(|| badge.clone());
            }
        }
        credits
    }

    /// A reviewer's name as the site knows it.
    #[must_use]
    pub fn short_name<'r>(&'r self, reviewer: &'r Reviewer) -> &'r str {
        self.around.roster.name(&reviewer.agent)
    }

    /// The distinct paths of all locations and excerpts.
    fn paths(&self) -> Vec<String> {
        let of_locations =
            self.run.findings.iter().flat_map(|finding| &finding.locations).map(|location| &location.path);
        let of_excerpts =
            self.run.findings.iter().flat_map(|finding| &finding.excerpts).filter_map(|e| e.path.as_ref());
        let paths: std::collections::BTreeSet<&String> = of_locations.chain(of_excerpts).collect();
        paths.into_iter().cloned().collect()
    }

    fn commits(&self) -> Vec<(String, String)> {
        let Some(forge) = &self.forge else { return Vec::new() };
        let revision = self.run.subject.revision.iter();
        let named = self.run.subject.commits.iter().map(|commit| &commit.sha).chain(revision);
        named.filter_map(|sha| Some((sha.clone(), forge.commit(sha)?))).collect()
    }

    /// The ids of the review's page that are given: those of the findings, and their older anchors.
    #[must_use]
    pub fn anchors(&self) -> Anchors {
        let mut anchors = Anchors::default();
        for finding in &self.run.findings {
            anchors.take(finding.id.as_str());
        }
        anchors
    }
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
