//! What of a run can be found by searching: each finding, and the review as a whole.

use super::parts::{self, RunContext, location_words};
use super::surroundings::Surroundings;
use crate::export::Addresses;
use crate::model::finding::{Action, Assessment, Finding};
use crate::model::{Run, Slug};
use crate::search::{Document, Facets, Frame, Shown};
use crate::text::markdown::{plain_line, plain_start, plain_text, start_of};
use std::collections::{BTreeMap, BTreeSet};

/// How many characters of a text a result shows.
const START: usize = 200;
/// How many of a finding's files are searched by their name.
const MOST_PATHS: usize = 50;

/// Numbers for everything that documents name: agents, repositories, kinds, statuses.
pub struct Searched<'a> {
    around: &'a Surroundings<'a>,
    agents: BTreeMap<&'a Slug, u32>,
    repositories: BTreeMap<&'a str, u32>,
    kinds: BTreeMap<&'a str, u32>,
}

impl<'a> Searched<'a> {
    /// Numbers them in the order of their names.
    #[must_use]
    pub fn new(around: &'a Surroundings<'a>) -> Self {
        let runs = &around.corpus.runs;
        Self {
            around,
            agents: numbered(runs.iter().flat_map(|run| &run.reviewers).map(|reviewer| &reviewer.agent)),
            repositories: numbered(runs.iter().filter_map(|run| run.repository.as_deref())),
            kinds: numbered(runs.iter().map(|run| run.kind.as_str())),
        }
    }

    /// The names behind the numbers.
    #[must_use]
    pub fn frame(&self) -> Frame {
        let around = self.around;
        let member =
            |agent: &Slug| (agent.to_string(), around.roster.name(agent).to_owned(), around.roster.colour(agent));
        Frame {
            scripts: around.assets.search.to_vec(),
            agents: self.agents.keys().map(|agent| member(agent)).collect(),
            repositories: self.repositories.keys().map(|name| (*name).to_owned()).collect(),
            kinds: self.kinds.keys().map(|kind| ((*kind).to_owned(), parts::slug_words(kind))).collect(),
            statuses: Action::ALL.map(|action| (action.word().to_owned(), action.words().to_owned())).to_vec(),
        }
    }

    /// The documents of a run: its findings in order, then the review itself.
    pub fn documents<'r>(&'r self, context: &'r RunContext<'r>) -> impl Iterator<Item = Document<'r>> {
        let run = context.run;
        run.findings.iter().map(|finding| self.finding(context, finding)).chain([self.review(context)])
    }

    fn finding<'r>(&self, context: &RunContext<'_>, finding: &'r Finding) -> Document<'r> {
        let run = context.run;
        let agents: BTreeSet<&Slug> = finding.found_by.iter().map(|credit| &credit.agent).collect();
        let paths: BTreeSet<&str> = finding.locations.iter().take(MOST_PATHS).map(|at| at.path.as_str()).collect();
        let place = finding.locations.first().map(|location| {
            let lines = location.start_line.map(|start| (start, location.end_line.unwrap_or(start)));
            location_words(&location.path, lines)
        });
        let mut body = finding.body.as_deref().map(plain_text).unwrap_or_default();
        let start = start_of(&body, START);
        if let Some(fix) = finding.fix.as_deref() {
            body.push('\n');
            body.push_str(&plain_text(fix));
        }
        let action = finding.resolution.as_ref().map(|resolution| resolution.action);
        let title = plain_line(&finding.title);
        Document {
            texts: [
                title.clone(),
                body,
                joined(paths),
                joined(finding.tags.iter().map(AsRef::as_ref)),
                run.subject.repository.as_deref().unwrap_or_default().to_owned(),
                self.names(&agents),
                finding.severity.word().to_owned(),
            ],
            shown: Shown {
                id: finding.id.as_str(),
                title,
                start,
                address: self.around.finding(run, finding),
                subject: subject(run),
                place: place.unwrap_or_default(),
                status: match finding.assessment {
                    Some(Assessment::FalsePositive) => "False positive",
                    _ => action.map_or("", Action::words),
                },
            },
            facets: Facets {
                severity: finding.severity as u8,
                status: action.map(|action| action as u32),
                ..self.facets(run, &agents)
            },
        }
    }

    fn review<'r>(&self, context: &RunContext<'r>) -> Document<'r> {
        let run = context.run;
        let completed = run.reviewers.iter().filter(|reviewer| !reviewer.failed);
        let agents: BTreeSet<&Slug> = completed.map(|reviewer| &reviewer.agent).collect();
        let verdict = run.verdict.iter().flat_map(|verdict| [verdict.label.as_deref(), verdict.summary.as_deref()]);
        let sections = run.sections.iter().flat_map(|(title, body)| [title.as_str(), body.as_str()]);
        let strengths = run.strengths.iter().map(|strength| strength.body.as_str());
        let body = run.summary.as_deref().into_iter().chain(verdict.flatten()).chain(sections).chain(strengths);
        let title = plain_line(run.title_line());
        let start = run.summary.as_deref().or(run.verdict.as_ref().and_then(|verdict| verdict.summary.as_deref()));
        Document {
            texts: [
                title.clone(),
                joined(body.map(plain_text)),
                String::new(),
                String::new(),
                run.subject.repository.as_deref().unwrap_or_default().to_owned(),
                self.names(&agents),
                String::new(),
            ],
            shown: Shown {
                id: "",
                title,
                start: start.map(|start| plain_start(start, START)).unwrap_or_default(),
                address: self.around.review(run),
                subject: subject(run),
                place: String::new(),
                status: "",
            },
            facets: Facets { severity: 4, status: None, ..self.facets(run, &agents) },
        }
    }

    /// Slug and name of each agent, so that either is found.
    fn names(&self, agents: &BTreeSet<&Slug>) -> String {
        let both = |agent: &&Slug| {
            let name = self.around.roster.name(agent);
            if name.eq_ignore_ascii_case(agent.as_str()) { name.to_owned() } else { format!("{agent} {name}") }
        };
        joined(agents.iter().map(both))
    }

    fn facets(&self, run: &Run, agents: &BTreeSet<&Slug>) -> Facets {
        let day = run.date.day();
        Facets {
            severity: 0,
            agents: agents.iter().filter_map(|agent| self.agents.get(*agent).copied()).collect(),
            repository: run.subject.repository.as_deref().and_then(|name| self.repositories.get(name).copied()),
            kind: self.kinds.get(run.kind.as_str()).copied().unwrap_or(0),
            day: day.to_epoch_days(),
            status: None,
            date: day.to_string(),
        }
    }
}

fn numbered<T: Ord>(names: impl Iterator<Item = T>) -> BTreeMap<T, u32> {
    let names: BTreeSet<T> = names.collect();
    names.into_iter().zip(0..).collect()
}

fn joined(texts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut out = String::new();
    for text in texts {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(text.as_ref());
    }
    out
}

fn subject(run: &Run) -> String {
    let subject = &run.subject;
    let repository = subject.repository.as_deref().unwrap_or_default();
    match (subject.pull_request, subject.branch.as_deref()) {
        (Some(number), _) => format!("{repository}#{number}"),
        (None, Some(branch)) if !repository.is_empty() => format!("{repository}@{branch}"),
        _ => repository.to_owned(),
    }
}
