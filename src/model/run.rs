//! One review run.

use super::address::BaseAddress;
use super::date::Date;
use super::finding::{Credit, Finding, Resolution};
use super::forge::PullRequest;
use super::id::{Repository, Slug, stays_inside};
use super::word::worded;

/// A review run, whole.
#[derive(Clone, Debug)]
pub struct Run {
    /// Unique in the archive, the file's stem.
    pub id: Slug,
    /// `deep-review` unless the run says otherwise.
    pub kind: Slug,
    /// One line of Markdown; where absent see [`Run::title_line`].
    pub title: Option<String>,
    /// When it took place.
    pub date: Date,
    /// What was reviewed.
    pub subject: Subject,
    /// Which review of this subject this is, from 1.
    pub round: Option<u32>,
    /// The panel, failed reviewers included.
    pub reviewers: Vec<Reviewer>,
    /// Further rows of the head: label and value, each a line of Markdown.
    pub facts: Vec<(String, String)>,
    /// What the report advises to do with the change.
    pub verdict: Option<Verdict>,
    /// Seconds that the whole run took.
    pub wall_clock_seconds: Option<f64>,
    /// Markdown.
    pub summary: Option<String>,
    /// In the report's order.
    pub findings: Vec<Finding>,
    /// What is good about the change.
    pub strengths: Vec<Strength>,
    /// What earlier rounds decided, and this one abides by.
    pub prior_decisions: Vec<PriorDecision>,
    /// What has no test or no documentation, in the report's order.
    pub gaps: Vec<Gap>,
    /// Further sections in the report's order: title and Markdown.
    pub sections: Vec<(String, String)>,
    /// What the run recorded about each agent.
    pub metrics: Vec<Metrics>,
    /// What the run says about its agents.
    pub retro: Option<Retro>,
    /// What should change, as the run proposes it.
    pub recommendations: Vec<Recommendation>,
    /// The raw reports.
    pub originals: Vec<Original>,
    /// Old addresses of the page, relative to the site's root.
    pub aliases: Vec<String>,
}

/// Each text is looked for in all sections, which takes time for each: no report has so many gaps.
const MOST_LOOKED_FOR: usize = 200;

impl Run {
    /// Whether the sections hold all of these texts, whatever the line breaks in them. Of more than [`MOST_LOOKED_FOR`] texts
    /// it is not asked: the answer is no.
    #[must_use]
    pub fn has_in_sections<'t>(&self, texts: impl Iterator<Item = &'t str>) -> bool {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let texts: Vec<String> = texts.take(MOST_LOOKED_FOR + 1).map(words).collect();
        if texts.is_empty() || texts.len() > MOST_LOOKED_FOR {
            return texts.is_empty();
        }
        let sections: Vec<String> = self.sections.iter().map(|(_, body)| words(body)).collect();
        texts.iter().all(|text| sections.iter().any(|section| section.contains(text)))
    }

    /// The title of the page as a line of Markdown: the run's own, else the subject's, else the id.
    #[must_use]
    pub fn title_line(&self) -> &str {
        self.title.as_deref().or(self.subject.title.as_deref()).unwrap_or(self.id.as_str())
    }

    /// The revision that line numbers refer to: the subject's own, else its only commit. Of several commits none is
    /// taken, since some reports list the newest first and some the oldest. `None` as well for one that would climb to
    /// another repository in an address.
    #[must_use]
    pub fn revision(&self) -> Option<&str> {
        let only = || match self.subject.commits.as_slice() {
            [commit] => Some(commit.sha.as_str()),
            _ => None,
        };
        self.subject.revision.as_deref().or_else(only).filter(|revision| stays_inside(revision))
    }

    /// The reviewer with this agent.
    #[must_use]
    pub fn reviewer(&self, agent: &Slug) -> Option<&Reviewer> {
        self.reviewers.iter().find(|reviewer| reviewer.agent == *agent)
    }
}

/// What was reviewed.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// `owner/name`.
    pub repository: Option<Repository>,
    /// The forge; `https://github.com` where absent.
    pub host: Option<BaseAddress>,
    /// The pull request.
    pub pull_request: Option<PullRequest>,
    /// One line of Markdown.
    pub title: Option<String>,
    /// The branch under review.
    pub branch: Option<String>,
    /// The branch it goes to.
    pub base: Option<String>,
    /// A full or short SHA.
    pub revision: Option<String>,
    /// `@handle` or a name.
    pub author: Option<String>,
    /// In the report's order, which says nothing: some list the oldest first and some the newest.
    pub commits: Vec<Commit>,
}

/// A commit under review.
#[derive(Clone, Debug)]
pub struct Commit {
    /// A full or short SHA.
    pub sha: String,
    /// Its first line, a line of Markdown.
    pub subject: Option<String>,
}

/// A member of the panel.
#[derive(Clone, Debug)]
pub struct Reviewer {
    /// The slug that all of its runs know it by.
    pub agent: Slug,
    /// For people; the agent where absent.
    pub name: Option<String>,
    /// The model that ran.
    pub model: Option<String>,
    /// The effort it was run with.
    pub effort: Option<String>,
    /// The program that ran it, with its version: `codex-cli 0.118.0`.
    pub tool: Option<String>,
    /// The version or the hash of its prompt and skill.
    pub instructions: Option<String>,
    /// What became of it.
    pub status: Status,
    /// Why it did not complete, a line of Markdown.
    pub reason: Option<String>,
}

impl Reviewer {
    /// A reviewer that came to its end, of which nothing but the agent is known.
    #[must_use]
    pub fn new(agent: Slug) -> Self {
        Self {
            agent,
            name: None,
            model: None,
            effort: None,
            tool: None,
            instructions: None,
            status: Status::Completed,
            reason: None,
        }
    }

    /// The short name for people.
    #[must_use]
    pub fn display_name(&self) -> &str {
        self.name.as_deref().unwrap_or(self.agent.as_str())
    }

    /// The word for why nothing of it came back.
    #[must_use]
    pub fn lost_as(&self) -> Option<&'static str> {
        self.is_lost().then(|| self.status.word())
    }

    /// Whether nothing of it came back: such a reviewer counts as absent in every statistic.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.status != Status::Completed
    }
}

/// A name and a model in words: the model alone where it holds the name already.
#[must_use]
pub fn with_model(name: &str, model: &str) -> String {
    if model.to_lowercase().contains(&name.trim().to_lowercase()) {
        model.to_owned()
    } else {
        format!("{name} {model}")
    }
}

/// What became of a reviewer's run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It came to its end.
    Completed,
    /// It gave up.
    Failed,
    /// What it wrote could not be read.
    Unparsed,
}

impl Status {
    /// Of a run that gave up, or came to its end.
    #[must_use]
    pub fn failed_if(gave_up: bool) -> Self {
        if gave_up { Self::Failed } else { Self::Completed }
    }
}

worded!(Status { Completed: "completed", Failed: "failed", Unparsed: "unparsed" });

/// What a report advises to do with the change.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// `merge-as-is`, `merge-with-fixes`, `rework`, or the run's own.
    pub decision: Option<Slug>,
    /// A line of Markdown.
    pub label: Option<String>,
    /// A line of Markdown.
    pub summary: Option<String>,
}

/// Something good about the change.
#[derive(Clone, Debug)]
pub struct Strength {
    /// Markdown.
    pub body: String,
    /// Who said so.
    pub found_by: Vec<Credit>,
}

/// What an earlier round decided about a finding.
#[derive(Clone, Debug)]
pub struct PriorDecision {
    /// What it was about, a line of Markdown.
    pub finding: String,
    /// Its id in that round, where the run names it.
    pub reference: Option<Slug>,
    /// The round of the same subject that decided.
    pub round: Option<u32>,
    /// As the run words it, such as `declined`.
    pub decision: Option<String>,
    /// Markdown.
    pub reason: Option<String>,
}

impl PriorDecision {
    /// What it says in words of its own.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.finding.as_str()).chain(self.reason.as_deref())
    }
}

/// What a run proposes to change: in what reviewers are told, in what they know of the repository, or elsewhere.
#[derive(Clone, Debug)]
pub struct Recommendation {
    /// `repo-context`, `skill`, or the run's own.
    pub scope: Slug,
    /// Markdown, which may hold several as a list.
    pub body: String,
    /// What was done about it; `None`: the run does not say.
    pub resolution: Option<Resolution>,
}

/// Something that no test holds or no document says.
#[derive(Clone, Debug)]
pub struct Gap {
    /// What is missing.
    pub kind: GapKind,
    /// Markdown.
    pub body: String,
    /// What was done about it; `None`: the run does not say.
    pub resolution: Option<Resolution>,
}

/// What a gap lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapKind {
    /// A test.
    Testing,
    /// Documentation.
    Documentation,
}

worded!(GapKind { Testing: "testing", Documentation: "documentation" });

/// The largest figure that a run can record, of seconds, tokens or dollars alike: a sum over an archive of them is a number
/// still, and each is exact to the cent or nearly so.
pub const LARGEST_FIGURE: f64 = 1e15;

/// What the run recorded about one agent. `None` is "not recorded", never zero.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// Whose figures they are; a reviewer of the run.
    pub agent: Slug,
    /// By the field names of the format, in the order of [`Metrics::FIELDS`].
    pub figures: [Option<f64>; Metrics::FIELDS.len()],
    /// Whatever else the report's table holds: label and line.
    pub notes: Vec<(String, String)>,
}

impl Metrics {
    /// The recorded figures: name in the format and label for people.
    pub const FIELDS: [(&'static str, &'static str); 15] = [
        ("duration_seconds", "Duration"),
        ("critical", "Critical"),
        ("important", "Important"),
        ("suggestion", "Suggestion"),
        ("design_observations", "Design observations"),
        ("false_positives", "False positives"),
        ("unique_insights", "Unique insights"),
        ("downgraded", "Downgraded"),
        ("dropped", "Dropped"),
        ("files_reviewed", "Files reviewed"),
        ("coverage_misses", "Coverage misses"),
        ("tool_calls", "Tool calls"),
        ("input_tokens", "Input tokens"),
        ("output_tokens", "Output tokens"),
        ("cost_usd", "Cost"),
    ];

    /// A recorded figure by its name in the format.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<f64> {
        let at = Self::FIELDS.iter().position(|(field, _)| *field == name)?;
        self.figures[at]
    }
}

/// What the run says about its agents.
#[derive(Clone, Debug, Default)]
pub struct Retro {
    /// Agent and Markdown.
    pub agents: Vec<(Slug, String)>,
    /// Markdown.
    pub summary: Option<String>,
}

/// A raw report that the consolidated one was made from.
#[derive(Clone, Debug)]
pub struct Original {
    /// Who wrote it.
    pub agent: Slug,
    /// In which of its passes.
    pub pass: Option<u32>,
    /// Markdown.
    pub body: String,
}
