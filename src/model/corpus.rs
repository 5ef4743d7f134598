//! What stays in memory of an archive: a digest a run, without the texts.

use super::address::BaseAddress;
use super::date::Date;
use super::duplicates::Duplicates;
use super::finding::{Action, Lineage, Severity};
use super::forge::PullRequest;
use super::id::{Repository, Slug};
use super::identity::Joined;
use super::judgement::{Assessment, DuplicateOf, is_valid};
use super::recommendation::RecommendationDigest;
use super::run::{Metrics, Reviewer, Run};
use super::sketch::Sketch;
use std::collections::BTreeSet;
use std::fmt;

/// All runs of an archive, newest first; runs of the same instant by id.
#[derive(Debug, Default)]
pub struct Corpus {
    /// One a run, in that order.
    pub runs: Vec<Digest>,
    /// Runs that were taken back, and are in nothing else.
    pub withdrawn: Vec<Withdrawn>,
    /// Findings that are assessed as duplicates, whose finders are credited with what they duplicate.
    pub duplicates: Duplicates,
}

/// What is kept of a run that was taken back: what its addresses were made of.
#[derive(Clone, Debug)]
pub struct Withdrawn {
    /// Its id.
    pub id: Slug,
    /// Of each finding its id, its severity, and whether its patch was a file.
    pub findings: Vec<(Slug, Severity, bool)>,
    /// Older names of findings, with the severity of each.
    pub finding_aliases: Vec<(Slug, Severity)>,
    /// Whether it had raw reports.
    pub has_originals: bool,
    /// Paths below the site's root that led to its page once.
    pub aliases: Vec<String>,
    /// Repository and pull request that it was about.
    pub change: Option<(Repository, PullRequest)>,
    /// The forge that the repository is on, where it is not github.com.
    pub host: Option<BaseAddress>,
    /// As the run stated it.
    pub round: Option<u32>,
    /// What no address is made of but what addresses of other things rest on; `None` where nothing but the id is known.
    pub known: Option<WithdrawnContent>,
}

/// What a run that was taken back was about.
#[derive(Clone, Debug)]
pub struct WithdrawnContent {
    /// The agents of its panel.
    pub agents: Vec<Slug>,
    /// Its subject.
    pub subject: SubjectKey,
    /// The repository that it names.
    pub repository: Option<Repository>,
    /// The files that its findings stood on.
    pub files: BTreeSet<String>,
}

impl Withdrawn {
    /// The addresses of a run that is there still.
    #[must_use]
    pub fn from_run(run: &Run) -> Self {
        let of_finding =
            |finding: &super::Finding| (finding.id.clone(), finding.severity, finding.patch_file().is_some());
        let of_alias = |finding: &super::Finding| {
            let severity = finding.severity;
            finding.aliases.clone().into_iter().map(move |alias| (alias, severity))
        };
        Self {
            id: run.id.clone(),
            findings: run.findings.iter().map(of_finding).collect(),
            finding_aliases: run.findings.iter().flat_map(of_alias).collect(),
            has_originals: !run.originals.is_empty(),
            aliases: run.aliases.clone(),
            change: run.subject.repository.clone().zip(run.subject.pull_request),
            host: run.subject.host.clone(),
            round: run.round,
            known: Some(WithdrawnContent {
                agents: run.reviewers.iter().map(|reviewer| reviewer.agent.clone()).collect(),
                subject: SubjectKey::from_run(run),
                repository: run.subject.repository.clone(),
                files: run.findings.iter().filter_map(|one| Some(one.locations.first()?.path.clone())).collect(),
            }),
        }
    }

    /// Of a run whose file is gone, nothing but its id is known.
    #[must_use]
    pub fn gone(id: &Slug) -> Self {
        Self {
            id: id.clone(),
            findings: Vec::new(),
            finding_aliases: Vec::new(),
            has_originals: false,
            aliases: Vec::new(),
            change: None,
            host: None,
            round: None,
            known: None,
        }
    }
}

impl Corpus {
    /// Puts the runs in order, and credits the finders of duplicates.
    #[must_use]
    pub fn new(mut runs: Vec<Digest>) -> Self {
        runs.sort_by(|a, b| b.date.order().cmp(&a.date.order()).then_with(|| b.id.cmp(&a.id)));
        let duplicates = Duplicates::from_runs(&runs);
        duplicates.credit(&mut runs);
        Self { runs, withdrawn: Vec::new(), duplicates }
    }

    /// Lets go of what findings and recommendations are compared by.
    pub fn forget_tokens(&mut self) {
        for run in &mut self.runs {
            run.findings.iter_mut().for_each(|finding| finding.sketch.forget_tokens());
            run.recommendations.iter_mut().for_each(|one| one.sketch.forget_tokens());
        }
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
    /// Its id in the archive.
    pub id: Slug,
    /// Its file in the archive, with `/` between folders.
    pub file: String,
    /// The file as a reader of messages would type it.
    pub shown: String,
    /// Kind of report, such as `deep-review`.
    pub kind: Slug,
    /// A line of Markdown.
    pub title: String,
    /// When the run took place.
    pub date: Date,
    /// `owner/name`.
    pub repository: Option<Repository>,
    /// The forge that the repository is on, where it is not github.com.
    pub host: Option<BaseAddress>,
    /// The pull request.
    pub pull_request: Option<PullRequest>,
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
    /// Figures of agents that the run recorded itself.
    pub metrics: Vec<Metrics>,
    /// The agents that its retro has a text about.
    pub retro: Vec<Slug>,
    /// What it recommends, less what says that there is nothing; none until the scan has taken them from the texts.
    pub recommendations: Box<[RecommendationDigest]>,
    /// The agents whose raw reports it holds.
    pub originals: Vec<Slug>,
    /// Paths below the site's root that led to its page once.
    pub aliases: Vec<String>,
    /// Agents and models that the run states otherwise than they are counted here.
    pub joined: Joined,
}

/// What other pages need to know of a finding.
#[derive(Clone, Debug)]
pub struct FindingDigest {
    /// Its id in the run.
    pub id: Slug,
    /// As consolidated, not as an agent rated it.
    pub severity: Severity,
    /// Whether nobody stated the severity; statistics by severity leave it out.
    pub is_unrated: bool,
    /// A line of Markdown.
    pub title: String,
    /// The path of its main location.
    pub path: Option<String>,
    /// The agents of the panel that found it, each once; those included that found a duplicate of it in the same run.
    pub found_by: Vec<Slug>,
    /// How each of them rated it itself, in the same order; `None`: not recorded.
    pub rated: Vec<Option<Severity>>,
    /// Further agents of the panel that found a duplicate of it in another run of the same change, and how they rated that.
    pub credited: Vec<(Slug, Option<Severity>)>,
    /// `None`: not judged.
    pub assessment: Option<Assessment>,
    /// Whether a person judged it; else whoever made the report did, or nobody.
    pub is_judged_by_person: bool,
    /// Of a duplicate, what it duplicates.
    pub duplicate_of: Option<DuplicateOf>,
    /// What was done about it; `None`: the run does not say.
    pub action: Option<Action>,
    /// The commit that did it, unless what is stated is too long for the name of one.
    pub commit: Option<Box<str>>,
    /// The first words of why, plain; none until the scan has taken them from the texts.
    pub reason: Option<Box<str>>,
    /// Whether it is one of an earlier round, as far as the run says.
    pub lineage: Lineage,
    /// Whether it holds a patch that is a file of the site.
    pub has_patch: bool,
    /// What it says, to be compared with others; empty until the scan has taken it from the texts.
    pub sketch: Sketch,
    /// Older names of it.
    pub aliases: Box<[Slug]>,
}

impl FindingDigest {
    /// Whether it counts, see [`is_valid`].
    #[must_use]
    pub fn is_valid(&self) -> bool {
        is_valid(self.assessment)
    }

    /// Whether a person said that it is right, or that it is not; `None` where no person said either.
    #[must_use]
    pub fn person_says_right(&self) -> Option<bool> {
        self.assessment.filter(|_| self.is_judged_by_person)?.judges_right()
    }

    /// Every agent that is credited with it, each once, and how it rated it itself.
    pub fn finders(&self) -> impl Iterator<Item = (&Slug, Option<Severity>)> {
        let own = self.found_by.iter().zip(self.rated.iter().copied());
        own.chain(self.credited.iter().map(|(agent, severity)| (agent, *severity)))
    }

    /// Whether an agent is credited with it.
    #[must_use]
    pub fn is_found_by(&self, agent: &Slug) -> bool {
        self.finders().any(|(finder, _)| finder == agent)
    }

    /// Its severity, where somebody stated one.
    #[must_use]
    pub fn rated_severity(&self) -> Option<Severity> {
        (!self.is_unrated).then_some(self.severity)
    }
}

/// One subject: the runs that share it are rounds of one change and not independent of each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SubjectKey {
    /// Repository (folded to lower case; empty where the runs name none) and pull request.
    PullRequest(String, PullRequest),
    /// Repository and branch; for rounds within one kind of report.
    Branch(String, String, Option<Slug>),
    /// A run of its own.
    Run(Slug),
}

/// Branches that changes go into.
const TRUNKS: [&str; 4] = ["main", "master", "trunk", "develop"];

impl SubjectKey {
    /// Whether it is a change that may have several rounds, and not a run of its own.
    #[must_use]
    pub fn is_change(&self) -> bool {
        !matches!(self, Self::Run(_))
    }

    /// What a run is not independent of, see [`Digest::cluster`].
    #[must_use]
    pub fn cluster_of(run: &Run) -> Self {
        let subject = &run.subject;
        Self::new(subject.repository.as_deref(), subject.pull_request, subject.branch.as_deref(), None, &run.id)
    }

    /// Which subject a run belongs to, see [`Digest::subject`].
    #[must_use]
    pub fn from_run(run: &Run) -> Self {
        let subject = &run.subject;
        let (repository, branch) = (subject.repository.as_deref(), subject.branch.as_deref());
        Self::with_rounds(repository, subject.pull_request, branch, &run.kind, &run.id)
    }

    fn with_rounds(
        repository: Option<&str>,
        number: Option<PullRequest>,
        branch: Option<&str>,
        kind: &Slug,
        run: &Slug,
    ) -> Self {
        // Where no repository is named, those of one archive are taken to be one; of a trunk the name says nothing then.
        let is_named = repository.is_some() || branch.is_none_or(|branch| !TRUNKS.contains(&branch));
        let repository = repository.or(Some("").filter(|_| is_named));
        Self::new(repository, number, branch, Some(kind), run)
    }

    fn new(
        repository: Option<&str>,
        number: Option<PullRequest>,
        branch: Option<&str>,
        kind: Option<&Slug>,
        run: &Slug,
    ) -> Self {
        match (repository, number, branch) {
            (Some(repository), Some(number), _) => Self::PullRequest(repository.to_lowercase(), number),
            (Some(repository), None, Some(branch)) => {
                Self::Branch(repository.to_lowercase(), branch.to_owned(), kind.cloned())
            }
            _ => Self::Run(run.clone()),
        }
    }
}

/// `owner/name#12`, `owner/name@branch`, `kind:owner/name@branch`, or the run's id. No two subjects have one text: a repository holds a `/`,
/// a slug neither that nor `:`, `@` and `#`.
impl fmt::Display for SubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PullRequest(repository, number) => write!(f, "{repository}#{number}"),
            Self::Branch(repository, branch, None) => write!(f, "{repository}@{branch}"),
            Self::Branch(repository, branch, Some(kind)) => write!(f, "{kind}:{repository}@{branch}"),
            Self::Run(run) => write!(f, "{run}"),
        }
    }
}

impl Digest {
    /// Keeps what questions about the whole archive need of a run, and none of its texts.
    #[must_use]
    pub fn from_run(run: &Run, file: &str, shown: &str) -> Self {
        Self {
            id: run.id.clone(),
            file: file.to_owned(),
            shown: shown.to_owned(),
            kind: run.kind.clone(),
            title: run.title_line().to_owned(),
            date: run.date,
            repository: run.subject.repository.clone(),
            host: run.subject.host.clone(),
            pull_request: run.subject.pull_request,
            branch: run.subject.branch.clone(),
            author: run.subject.author.clone(),
            round: run.round,
            reviewers: run.reviewers.clone(),
            verdict: run.verdict.as_ref().map(|verdict| (verdict.decision.clone(), verdict.label.clone())),
            wall_clock_seconds: run.wall_clock_seconds,
            findings: run.findings.iter().map(|finding| finding_digest(finding, run)).collect(),
            metrics: run.metrics.clone(),
            retro: run.retro.iter().flat_map(|retro| &retro.agents).map(|(agent, _)| agent.clone()).collect(),
            recommendations: Box::default(),
            originals: run.originals.iter().map(|original| original.agent.clone()).collect(),
            aliases: run.aliases.clone(),
            joined: Joined::default(),
        }
    }

    /// The reviewer with this agent.
    #[must_use]
    pub fn reviewer(&self, agent: &Slug) -> Option<&Reviewer> {
        self.reviewers.iter().find(|reviewer| reviewer.agent == *agent)
    }

    /// Whether an agent is on the panel and did not fail.
    #[must_use]
    pub fn completed(&self, agent: &Slug) -> bool {
        self.reviewer(agent).is_some_and(|reviewer| !reviewer.is_lost())
    }

    /// Which subject the run belongs to.
    #[must_use]
    pub fn subject(&self) -> SubjectKey {
        let (repository, branch) = (self.repository.as_deref(), self.branch.as_deref());
        SubjectKey::with_rounds(repository, self.pull_request, branch, &self.kind, &self.id)
    }

    /// Which runs are not independent of this one: those of its pull request, else of its branch, whatever kind of report
    /// they are, else none.
    #[must_use]
    pub fn cluster(&self) -> SubjectKey {
        SubjectKey::new(self.repository.as_deref(), self.pull_request, self.branch.as_deref(), None, &self.id)
    }

    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

fn commit(finding: &super::Finding) -> Option<Box<str>> {
    const LONGEST: usize = 64;
    let stated = finding.resolution.as_ref()?.commit.as_deref()?;
    Some(stated).filter(|commit| commit.len() <= LONGEST).map(Box::from)
}

fn finding_digest(finding: &super::Finding, run: &Run) -> FindingDigest {
    let mut digest = FindingDigest {
        id: finding.id.clone(),
        severity: finding.severity,
        is_unrated: finding.is_unrated(),
        title: finding.title.clone(),
        path: finding.locations.first().map(|location| location.path.clone()),
        found_by: Vec::with_capacity(finding.found_by.len()),
        rated: Vec::with_capacity(finding.found_by.len()),
        credited: Vec::new(),
        assessment: finding.judgement.assessment,
        is_judged_by_person: finding.judgement.person(&run.reviewers).is_some(),
        duplicate_of: finding.judgement.target().cloned(),
        action: finding.resolution.as_ref().map(|resolution| resolution.action),
        commit: commit(finding),
        reason: None,
        lineage: finding.lineage.clone(),
        has_patch: finding.patch_file().is_some(),
        sketch: Sketch::default(),
        aliases: finding.aliases.clone().into(),
    };
    // The figures of the whole archive come from here: whoever was not on the panel is in none of them.
    for credit in finding.found_by.iter().filter(|credit| credit.role.is_none()) {
        digest.credit(credit.agent.clone(), credit.severity);
    }
    digest
}
