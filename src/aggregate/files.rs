//! What was raised on each file of a repository, over all changes.

use super::calendar::{BinLength, bins_of};
use super::course::{Course, Gone, Row};
use super::records::FindingAt;
use super::rounds::Rounds;
use crate::model::{Corpus, Severity};
use chrono::NaiveDate;
use foldhash::fast::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A file with fewer findings has no page. Counted in findings and not in problems, for a later round may show that two of
/// these are one, and a page that is there stays.
pub const FEWEST_FINDINGS: usize = 2;

/// Where a problem stands: the number of its subject, and its row in the course of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProblemAt {
    /// The number of the subject.
    pub subject: usize,
    /// The row in its course.
    pub row: usize,
}

/// How a problem stands after the last round of its change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Raised in the last of several rounds.
    Open,
    /// Raised in the only round, and nothing was recorded since.
    NoLaterRound,
    /// Settled, or not raised any more.
    Ended(Gone),
}

/// A file, and all problems that had their main place on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileHistory<'c> {
    /// `owner/name`, as the newest run spells it.
    pub repository: &'c str,
    /// The same in lower case, by which files are in order.
    pub key: String,
    /// Path inside the repository.
    pub path: &'c str,
    /// Each once, over all its rounds: what was raised last is first.
    pub problems: Vec<ProblemAt>,
    /// How many findings these are.
    pub findings: usize,
    /// How many changes they are of.
    pub changes: usize,
    /// Problems by severity as it was last, in the order of [`Severity::ALL`].
    pub counts: [usize; 4],
    /// Those of them that are open.
    pub open: [usize; 4],
    /// How long a bin of the next is.
    pub step: BinLength,
    /// First day of each bin of the calendar, oldest first, and the problems that were first raised in it, by severity as it
    /// was last.
    pub bins: Vec<(NaiveDate, [usize; 4])>,
    /// The newest run that raised one of them.
    pub newest_run: usize,
}

/// All files on which anything was raised, in the order of their repositories and paths.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Files<'c> {
    /// Those with a page of their own.
    pub with_page: Vec<FileHistory<'c>>,
    /// By repository, as the newest run spells it, how many more there are with one finding each.
    pub others: BTreeMap<&'c str, usize>,
    /// By path the places among [`Self::with_page`]: repositories that have a file of one path are few.
    by_path: HashMap<&'c str, Vec<usize>, RandomState>,
}

impl Standing {
    /// How a problem of a change stands.
    #[must_use]
    pub fn new(course: &Course, row: &Row) -> Self {
        match row.end {
            Some(gone) => Self::Ended(gone),
            None if course.runs.len() > 1 => Self::Open,
            None => Self::NoLaterRound,
        }
    }
}

impl FileHistory<'_> {
    /// The problems.
    pub fn rows<'r>(&self, courses: &'r [Course]) -> impl Iterator<Item = (&'r Course, &'r Row)> {
        self.problems.iter().map(|at| (&courses[at.subject], &courses[at.subject].rows[at.row]))
    }
}

impl<'c> Files<'c> {
    /// Goes through all problems once. Runs that name no repository are left out: their paths may be those of any.
    #[must_use]
    pub fn new(corpus: &'c Corpus, rounds: &Rounds, courses: &[Course]) -> Self {
        let mut problems_of: BTreeMap<(String, &'c str), BTreeSet<ProblemAt>> = BTreeMap::new();
        for (subject, course) in courses.iter().enumerate() {
            for (row, problem) in course.rows.iter().enumerate() {
                for (_, raised) in problem.raised() {
                    let run = &corpus.runs[raised.at.run];
                    let path = run.findings[raised.at.finding].path.as_deref();
                    let (Some(repository), Some(path)) = (&run.repository, path) else { continue };
                    let problems = problems_of.entry((repository.to_lowercase(), path)).or_default();
                    problems.insert(ProblemAt { subject, row });
                }
            }
        }
        let mut spellings: BTreeMap<String, &'c str> = BTreeMap::new();
        for repository in corpus.runs.iter().filter_map(|run| run.repository.as_deref()) {
            spellings.entry(repository.to_lowercase()).or_insert(repository);
        }
        let mut files = Self::default();
        for ((repository, path), problems) in problems_of {
            let Some(repository) = spellings.get(&repository) else { continue };
            let history = history(corpus, rounds, courses, (repository, path), problems);
            if history.findings >= FEWEST_FINDINGS {
                files.with_page.push(history);
            } else {
                *files.others.entry(repository).or_default() += 1;
            }
        }
        for (number, file) in files.with_page.iter().enumerate() {
            files.by_path.entry(file.path).or_default().push(number);
        }
        files
    }

    /// The number of a file that has a page.
    #[must_use]
    pub fn number(&self, repository: &str, path: &str) -> Option<usize> {
        let key = repository.to_lowercase();
        self.by_path.get(path)?.iter().copied().find(|number| self.with_page[*number].key == key)
    }
}

fn history<'c>(
    corpus: &Corpus,
    rounds: &Rounds,
    courses: &[Course],
    (repository, path): (&'c str, &'c str),
    problems: BTreeSet<ProblemAt>,
) -> FileHistory<'c> {
    let row = |at: &ProblemAt| &courses[at.subject].rows[at.row];
    let severity = |at: FindingAt| corpus.runs[at.run].findings[at.finding].severity;
    let mut problems: Vec<ProblemAt> = problems.into_iter().collect();
    // Runs are in the order of their dates, the newest first.
    problems.sort_by_key(|at| {
        let last = row(at).last();
        (last.run, severity(last), last.finding)
    });
    let by_severity = |chosen: &dyn Fn(&ProblemAt) -> bool| {
        let mut counts = [0; Severity::ALL.len()];
        for at in problems.iter().filter(|at| chosen(at)) {
            counts[severity(row(at).last()).position()] += 1;
        }
        counts
    };
    let first_day = |at: &ProblemAt| {
        let runs = row(at).raised().map(|(_, raised)| corpus.runs[raised.at.run].date.day());
        runs.min().unwrap_or_default()
    };
    let (step, bins) = bins_of(problems.iter().map(|at| (first_day(at), severity(row(at).last()))));
    let counted = |of: Vec<Severity>| Severity::ALL.map(|severity| of.iter().filter(|one| **one == severity).count());
    let subjects: BTreeSet<usize> = problems.iter().map(|at| rounds.subject(row(at).last().run)).collect();
    FileHistory {
        repository,
        key: repository.to_lowercase(),
        path,
        findings: problems.iter().map(|at| row(at).raised().count()).sum(),
        changes: subjects.len(),
        counts: by_severity(&|_| true),
        open: by_severity(&|at| Standing::new(&courses[at.subject], row(at)) == Standing::Open),
        step,
        bins: bins.into_iter().map(|(start, of)| (start, counted(of))).collect(),
        newest_run: problems.first().map_or(0, |at| row(at).last().run),
        problems,
    }
}
