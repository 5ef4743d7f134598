//! What stays in memory of an archive: a digest a run, without the texts.

use super::date::Date;
use super::finding::{Action, Assessment, Continues, Severity};
use super::id::Slug;
use super::run::{Metrics, Reviewer, Run};
use std::fmt;

/// All runs of an archive, newest first; runs of the same instant by id.
#[derive(Debug, Default)]
pub struct Corpus {
    /// The digests.
    pub runs: Vec<Digest>,
}

impl Corpus {
    /// Puts the runs in order.
    #[must_use]
    pub fn new(mut runs: Vec<Digest>) -> Self {
        runs.sort_by(|a, b| b.date.order().cmp(&a.date.order()).then_with(|| b.id.cmp(&a.id)));
        Self { runs }
    }

    /// How many findings all runs hold.
    #[must_use]
    pub fn finding_count(&self) -> usize {
        self.runs.iter().map(|run| run.findings.len()).sum()
    }
}

/// What other pages need to know of a run.
#[derive(Clone, Debug)]
pub struct Digest {
    /// The run.
    pub id: Slug,
    /// Its file in the archive, with `/` between folders.
    pub file: String,
    /// The file as a reader of messages would type it.
    pub shown: String,
    /// Its kind.
    pub kind: Slug,
    /// A line of Markdown.
    pub title: String,
    /// When.
    pub date: Date,
    /// `owner/name`.
    pub repository: Option<String>,
    /// Number of the pull request.
    pub pull_request: Option<u64>,
    /// The branch under review.
    pub branch: Option<String>,
    /// `@handle` or a name.
    pub author: Option<String>,
    /// As the run states it.
    pub round: Option<u32>,
    /// The panel, failed reviewers included.
    pub reviewers: Vec<Reviewer>,
    /// The verdict's decision and label.
    pub verdict: Option<(Option<Slug>, Option<String>)>,
    /// Seconds that the run took.
    pub wall_clock_seconds: Option<f64>,
    /// Its findings in the report's order.
    pub findings: Vec<FindingDigest>,
    /// What the run recorded.
    pub metrics: Vec<Metrics>,
    /// Old addresses.
    pub aliases: Vec<String>,
}

/// What other pages need to know of a finding.
#[derive(Clone, Debug)]
pub struct FindingDigest {
    /// Its id in the run.
    pub id: Slug,
    /// How bad.
    pub severity: Severity,
    /// The path of its main location.
    pub path: Option<String>,
    /// The agents that found it, each once.
    pub found_by: Vec<Slug>,
    /// `None`: not judged.
    pub assessment: Option<Assessment>,
    /// What came of it.
    pub action: Option<Action>,
    /// The same finding in an earlier round.
    pub continues: Option<Continues>,
}

impl FindingDigest {
    /// Whether it counts: not assessed as a false positive.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.assessment != Some(Assessment::FalsePositive)
    }
}

/// One subject: the runs that share it are rounds of one change and not independent of each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SubjectKey {
    /// Repository (folded to lower case) and pull request.
    PullRequest(String, u64),
    /// Repository and branch, within one kind of report.
    Branch(String, String, Slug),
    /// A run of its own.
    Run(Slug),
}

impl SubjectKey {
    /// The subject of a run.
    #[must_use]
    pub fn of(run: &Run) -> Self {
        let subject = &run.subject;
        Self::new(subject.repository.as_deref(), subject.pull_request, subject.branch.as_deref(), &run.kind, &run.id)
    }

    fn new(repository: Option<&str>, number: Option<u64>, branch: Option<&str>, kind: &Slug, run: &Slug) -> Self {
        match (repository, number, branch) {
            (Some(repository), Some(number), _) => Self::PullRequest(repository.to_lowercase(), number),
            (Some(repository), None, Some(branch)) => {
                Self::Branch(repository.to_lowercase(), branch.to_owned(), kind.clone())
            }
            _ => Self::Run(run.clone()),
        }
    }
}

/// `owner/name#12`, `kind:owner/name@branch`, or the run's id. No two subjects have one text: a repository holds a `/`,
/// a slug neither that nor `:`, `@` and `#`.
impl fmt::Display for SubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PullRequest(repository, number) => write!(f, "{repository}#{number}"),
            Self::Branch(repository, branch, kind) => write!(f, "{kind}:{repository}@{branch}"),
            Self::Run(run) => write!(f, "{run}"),
        }
    }
}

impl Digest {
    /// Boils a run down.
    #[must_use]
    pub fn of(run: &Run, file: &str, shown: &str) -> Self {
        Self {
            id: run.id.clone(),
            file: file.to_owned(),
            shown: shown.to_owned(),
            kind: run.kind.clone(),
            title: run.title_line().to_owned(),
            date: run.date,
            repository: run.subject.repository.clone(),
            pull_request: run.subject.pull_request,
            branch: run.subject.branch.clone(),
            author: run.subject.author.clone(),
            round: run.round,
            reviewers: run.reviewers.clone(),
            verdict: run.verdict.as_ref().map(|verdict| (verdict.decision.clone(), verdict.label.clone())),
            wall_clock_seconds: run.wall_clock_seconds,
            findings: run.findings.iter().map(finding_digest).collect(),
            metrics: run.metrics.clone(),
            aliases: run.aliases.clone(),
        }
    }

    /// Which subject the run belongs to.
    #[must_use]
    pub fn subject(&self) -> SubjectKey {
        let repository = self.repository.as_deref();
        SubjectKey::new(repository, self.pull_request, self.branch.as_deref(), &self.kind, &self.id)
    }

    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

fn finding_digest(finding: &super::Finding) -> FindingDigest {
    let mut found_by: Vec<Slug> = Vec::with_capacity(finding.found_by.len());
    for credit in &finding.found_by {
        if !found_by.contains(&credit.agent) {
            found_by.push(credit.agent.clone());
        }
    }
    FindingDigest {
        id: finding.id.clone(),
        severity: finding.severity,
        path: finding.locations.first().map(|location| location.path.clone()),
        found_by,
        assessment: finding.assessment,
        action: finding.resolution.as_ref().map(|resolution| resolution.action),
        continues: finding.continues.clone(),
    }
}
