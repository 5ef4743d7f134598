//! What the search finds in a run: each finding, and the review as a whole.

use super::inputs::Inputs;
use super::parts::{self, location_words};
use super::route::SiteAddresses;
use crate::aggregate::standing::Standing;
use crate::chart::Swatch;
use crate::export::{Addresses, FindingInRounds};
use crate::model::finding::{Action, Finding};
use crate::model::run::PriorDecision;
use crate::model::{Assessment, Run, Slug};
use crate::search::{Block, Document, DocumentSummary, Facets, Frame, Index};
use crate::text::markdown::{plain_line, plain_start, plain_text, start_of};
use crate::text::signs;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// How many characters of a text a result shows.
const START: usize = 200;
/// How many paths of a finding are indexed.
const MOST_PATHS: usize = 50;

/// The index of a whole archive, and what its pages need to know of it.
pub struct SearchIndex {
    /// All documents.
    pub index: Index,
    /// What documents name by number.
    pub frame: Frame,
    /// A hash of everything indexed; a page with another one is stale.
    pub build: String,
}

impl SearchIndex {
    /// Joins the blocks of all runs, in order.
    #[must_use]
    pub fn new(searched: &Searched<'_>, blocks: Vec<Block>) -> Self {
        let (index, frame) = (Index::new(blocks), searched.frame());
        let build = index.build_id(&frame);
        Self { index, frame, build }
    }
}

/// Numbers for everything that documents name: agents, repositories, kinds, statuses, each in the order of their names.
pub struct Searched<'a> {
    addresses: SiteAddresses,
    scripts: &'a [String],
    /// See [`Frame::agents`].
    agents: Vec<(&'a Slug, &'a str, Swatch)>,
    repositories: &'a [&'a str],
    kinds: &'a [&'a str],
}

impl<'a> Searched<'a> {
    /// Numbers them.
    #[must_use]
    pub fn new(inputs: &Inputs<'a>) -> Self {
        let agents = inputs.field().agents.iter().enumerate();
        Self {
            addresses: inputs.addresses(),
            scripts: &inputs.assets().search,
            agents: agents.map(|(at, slug)| (*slug, inputs.name(at), inputs.swatch(at))).collect(),
            repositories: inputs.repositories(),
            kinds: inputs.kinds(),
        }
    }

    /// The names behind the numbers.
    #[must_use]
    pub fn frame(&self) -> Frame {
        let agent = |(slug, name, swatch): &(&Slug, &str, Swatch)| {
            (slug.to_string(), shown((*name).to_owned()), format!("{}{}", swatch.colour, swatch.mark))
        };
        Frame {
            scripts: self.scripts.to_vec(),
            agents: self.agents.iter().map(agent).collect(),
            repositories: self.repositories.iter().map(|name| (*name).to_owned()).collect(),
            kinds: self.kinds.iter().map(|kind| ((*kind).to_owned(), parts::kind_words(kind))).collect(),
            statuses: State::all().map(|state| (state.word().to_owned(), state.words().to_owned())).collect(),
            standings: Standing::ALL.map(|one| (one.word().to_owned(), standing_name(one).to_owned())).to_vec(),
        }
    }

    /// The documents of a run: its findings in order, then the review itself. `in_rounds` has one entry a finding.
    pub fn documents<'r>(
        &'r self,
        run: &'r Run,
        in_rounds: &'r [FindingInRounds],
    ) -> impl Iterator<Item = Document<'r>> {
        let findings = run.findings.iter().zip(in_rounds).map(|(finding, rounds)| self.finding(run, finding, rounds));
        findings.chain([self.review(run)])
    }

    fn finding<'r>(&self, run: &Run, finding: &'r Finding, in_rounds: &FindingInRounds) -> Document<'r> {
        let agents: BTreeSet<&Slug> =
            finding.found_by.iter().filter(|credit| credit.role.is_none()).map(|credit| &credit.agent).collect();
        let paths: BTreeSet<&str> = finding.locations.iter().take(MOST_PATHS).map(|at| at.path.as_str()).collect();
        let place = finding.locations.first().map(|location| {
            let lines = location.start_line.map(|start| (start, location.end_line.unwrap_or(start)));
            location_words(&location.path, lines)
        });
        let mut body = finding.body.as_deref().map(plain_text).unwrap_or_default();
        body = shown(body);
        let start = start_of(&body, START);
        if let Some(fix) = finding.fix.as_deref() {
            body.push('\n');
            body.push_str(&shown(plain_text(fix)));
        }
        let state = State::of_finding(finding);
        let standing = in_rounds.has_earlier.then_some(in_rounds.standing);
        let since = standing.map(|standing| standing_words(standing, in_rounds.since));
        let status: Vec<&str> = state.map(State::words).into_iter().chain(since.as_deref()).collect();
        let title = shown(plain_line(&finding.title));
        Document {
            texts: [
                title.clone(),
                body,
                shown(joined(paths)),
                joined(finding.tags.iter().map(AsRef::as_ref)),
                run.subject.repository.as_deref().unwrap_or_default().to_owned(),
                self.names(&agents),
                finding.severity.word().to_owned(),
            ],
            shown: DocumentSummary {
                id: finding.id.as_str(),
                title,
                start,
                address: self.addresses.finding(run, finding),
                subject: subject(run),
                place: place.map(shown).unwrap_or_default(),
                status: status.join(" · "),
            },
            facets: Facets {
                severity: finding.severity as u8,
                status: state.and_then(|state| place_of(State::all().position(|other| other == state))),
                standing: standing.and_then(|one| place_of(Standing::ALL.iter().position(|other| *other == one))),
                ..self.facets(run, &agents)
            },
        }
    }

    fn review<'r>(&self, run: &'r Run) -> Document<'r> {
        let completed = run.reviewers.iter().filter(|reviewer| !reviewer.is_lost());
        let agents: BTreeSet<&Slug> = completed.map(|reviewer| &reviewer.agent).collect();
        let verdict = run.verdict.iter().flat_map(|verdict| [verdict.label.as_deref(), verdict.summary.as_deref()]);
        let sections = run.sections.iter().flat_map(|(title, body)| [title.as_str(), body.as_str()]);
        let strengths = run.strengths.iter().map(|strength| strength.body.as_str());
        let gaps = run.gaps.iter().map(|gap| gap.body.as_str());
        let further: Vec<&str> = gaps.chain(run.prior_decisions.iter().flat_map(PriorDecision::texts)).collect();
        let is_said = run.has_in_sections(further.iter().copied());
        let further = if is_said { Vec::new() } else { further };
        let body =
            run.summary.as_deref().into_iter().chain(verdict.flatten()).chain(sections).chain(strengths).chain(further);
        let title = shown(plain_line(run.title_line()));
        let start = run.summary.as_deref().or(run.verdict.as_ref().and_then(|verdict| verdict.summary.as_deref()));
        Document {
            texts: [
                title.clone(),
                shown(joined(body.map(plain_text))),
                String::new(),
                String::new(),
                run.subject.repository.as_deref().unwrap_or_default().to_owned(),
                self.names(&agents),
                String::new(),
            ],
            shown: DocumentSummary {
                id: "",
                title,
                start: start.map(|start| shown(plain_start(start, START))).unwrap_or_default(),
                address: self.addresses.review(run),
                subject: subject(run),
                place: String::new(),
                status: String::new(),
            },
            facets: Facets { severity: 4, ..self.facets(run, &agents) },
        }
    }

    /// Slug and name of each agent, so that either is found.
    fn names(&self, agents: &BTreeSet<&Slug>) -> String {
        let both = |agent: &&Slug| {
            let name = self.agent(agent).map_or(agent.as_str(), |at| self.agents[at].1);
            if name.eq_ignore_ascii_case(agent.as_str()) { name.to_owned() } else { format!("{agent} {name}") }
        };
        shown(joined(agents.iter().map(both)))
    }

    fn agent(&self, agent: &Slug) -> Option<usize> {
        self.agents.binary_search_by_key(&agent, |(slug, _, _)| slug).ok()
    }

    fn facets(&self, run: &Run, agents: &BTreeSet<&Slug>) -> Facets {
        let day = run.date.day();
        Facets {
            severity: 0,
            agents: agents.iter().filter_map(|agent| place_of(self.agent(agent))).collect(),
            repository: place_of(
                run.subject.repository.as_deref().and_then(|name| self.repositories.binary_search(&name).ok()),
            ),
            kind: place_of(self.kinds.binary_search(&run.kind.as_str()).ok()).unwrap_or(0),
            day: day.to_epoch_days(),
            status: None,
            standing: None,
            date: day.to_string(),
        }
    }
}

/// What a finding is marked with in results, and what they can be narrowed by.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Done(Action),
    Judged(Assessment),
}

impl State {
    /// Every state. Those that were there first keep their numbers.
    fn all() -> impl Iterator<Item = Self> {
        Action::ALL.map(Self::Done).into_iter().chain(Assessment::ALL.map(Self::Judged))
    }

    /// What came of a finding says more than that it was confirmed, and less than any other assessment.
    fn of_finding(finding: &Finding) -> Option<Self> {
        let done = finding.resolution.as_ref().map(|resolution| Self::Done(resolution.action));
        match finding.judgement.assessment {
            Some(Assessment::Confirmed) => done.or(Some(Self::Judged(Assessment::Confirmed))),
            Some(assessment) => Some(Self::Judged(assessment)),
            None => done,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Done(action) => action.word(),
            Self::Judged(assessment) => assessment.word(),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Done(action) => action.words(),
            Self::Judged(assessment) => assessment.words(),
        }
    }
}

/// What results can be narrowed to.
fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::New => "New in a later round",
        Standing::Again => "Still there",
        Standing::Back => "Back",
        Standing::Perhaps => "Perhaps there before",
        Standing::Regression => "Perhaps brought in by a fix",
    }
}

/// What a result says of a finding of a later round.
fn standing_words(standing: Standing, since: u32) -> String {
    match standing {
        Standing::New => "new".to_owned(),
        Standing::Again => format!("since round {since}"),
        Standing::Back => format!("back, first in round {since}"),
        Standing::Perhaps => "perhaps there before".to_owned(),
        Standing::Regression => "new, perhaps by a fix".to_owned(),
    }
}

/// A text as a result shows it: the scripts put it on the page as it is.
fn shown(text: String) -> String {
    match signs::plain(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(shown) => shown,
    }
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
        (None, Some(branch)) if !repository.is_empty() => format!("{repository}@{}", shown(branch.to_owned())),
        _ => repository.to_owned(),
    }
}

fn place_of(position: Option<usize>) -> Option<u32> {
    position.and_then(|at| u32::try_from(at).ok())
}
