//! All runs of an archive: read, checked one by one and against each other, and boiled down to digests.

use super::decode_treated;
use super::judgements::problems_across_runs;
use super::treatment::Treatment;
use crate::likeness::{Sketcher, recommendations};
use crate::model::{Checked, Corpus, Diagnostic, Digest, Finding, Level, ProblemKind, Run, Slug, Withdrawn};
use crate::text::markdown::plain_start;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;
use twox_hash::XxHash64;

/// The files of an archive, wherever they are kept.
pub trait ArchiveFiles: Sync {
    /// Every `.json` file in the order of its path, and what could not be listed.
    fn list(&self) -> ArchiveListing;

    /// The bytes of a file.
    ///
    /// # Errors
    /// Whatever kept the file from being read, in words.
    fn read(&self, entry: &ArchiveEntry) -> Result<Vec<u8>, ReadError>;
}

/// The files of an archive, and the problems of listing them.
#[derive(Debug, Default)]
pub struct ArchiveListing {
    /// In the order of their paths, on which the order of diagnostics rests.
    pub entries: Vec<ArchiveEntry>,
    /// What could not be listed.
    pub diagnostics: Vec<Diagnostic>,
}

/// One file of an archive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArchiveEntry {
    /// Path below the archive, with `/` between folders.
    pub path: String,
    /// The path as a reader of messages would type it.
    pub shown: String,
}

impl ArchiveEntry {
    /// The file's name without `.json`.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.strip_suffix(".json").unwrap_or(name)
    }
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot be read: {reason}")]
pub struct ReadError {
    /// The system's reason.
    pub reason: String,
    /// Whether the file is not any more what it was when the archive was listed: gone, or written to. Such an archive says
    /// nothing certain, and no site is made of it; a file that is unreadable and stays so is left out.
    pub has_changed: bool,
}

impl ReadError {
    /// A file that cannot be read, whoever tries again.
    #[must_use]
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), has_changed: false }
    }

    /// A file that is not any more what it was when the archive was listed.
    #[must_use]
    pub fn changed(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), has_changed: true }
    }
}

/// Runs that stay in memory from the first reading to the making of their pages. An archive that is larger than the
/// room for them is read twice from there on, so that memory does not grow with it.
#[derive(Debug)]
pub struct KeptRuns {
    runs: Mutex<Kept>,
    room: usize,
}

#[derive(Debug, Default)]
struct Kept {
    by_path: HashMap<String, Run>,
    bytes: usize,
    /// Of the files for whose runs there was no room: what they held when the site was planned.
    seals: HashMap<String, u64>,
}

/// Bytes of JSON whose runs are kept by a build; in memory they take about as much again.
const ROOM: usize = 96 << 20;

impl Default for KeptRuns {
    fn default() -> Self {
        Self::with_room(ROOM)
    }
}

impl KeptRuns {
    /// Room for the runs of so many bytes of JSON.
    #[must_use]
    pub fn with_room(room: usize) -> Self {
        Self { runs: Mutex::default(), room }
    }

    fn keep(&self, path: &str, run: Run, bytes: &[u8]) {
        let mut kept = self.lock();
        if kept.bytes + bytes.len() <= self.room {
            kept.bytes += bytes.len();
            kept.by_path.insert(path.to_owned(), run);
            return;
        }
        drop(kept);
        let seal = seal(bytes);
        self.lock().seals.insert(path.to_owned(), seal);
    }

    /// Whether a file holds what it held before, as far as that is known.
    fn is_as_before(&self, path: &str, bytes: &[u8]) -> bool {
        let before = self.lock().seals.get(path).copied();
        before.is_none_or(|before| before == seal(bytes))
    }

    fn take(&self, path: &str) -> Option<Run> {
        self.lock().by_path.remove(path)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        // A panic elsewhere cannot leave them half written.
        self.runs.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Stands for what a file holds.
pub(super) fn seal(bytes: &[u8]) -> u64 {
    XxHash64::oneshot(0, bytes)
}

/// One run with its texts: as it was kept, or read again.
///
/// # Errors
/// When the file can no longer be read, or does not hold what it held any more: the site is planned for what was there.
pub fn read_run(files: &dyn ArchiveFiles, entry: &ArchiveEntry, kept: &KeptRuns) -> Result<Run, ReadError> {
    read_run_treated(files, entry, kept, Treatment::default())
}

/// The same, treated as when it was first read.
///
/// # Errors
/// As [`read_run`].
pub fn read_run_treated(
    files: &dyn ArchiveFiles,
    entry: &ArchiveEntry,
    kept: &KeptRuns,
    treatment: Treatment<'_>,
) -> Result<Run, ReadError> {
    if let Some(run) = kept.take(&entry.path) {
        return Ok(run);
    }
    let bytes = files.read(entry)?;
    let (run, diagnostics) = decode_treated(&bytes, &entry.shown, entry.stem(), treatment);
    match run {
        Some(mut run) if kept.is_as_before(&entry.path, &bytes) => {
            run.join(treatment.identities);
            Ok(run)
        }
        Some(_) => Err(ReadError::changed("it changed during the build")),
        None => {
            let first = diagnostics.first().map_or_else(String::new, |first| format!(": {}", first.message));
            Err(ReadError::changed(format!("it changed during the build{first}")))
        }
    }
}

/// Reads the whole archive. Whoever wants the texts too gives the place where they are kept. `tick` is called after
/// each file.
pub fn scan(files: &dyn ArchiveFiles, kept: Option<&KeptRuns>, tick: &(dyn Fn() + Sync)) -> Checked<Corpus> {
    scan_treated(files, kept, Treatment::default(), tick)
}

/// The same, with what is done for the sake of publication: of a withdrawn run nothing is left but its addresses.
pub fn scan_treated(
    files: &dyn ArchiveFiles,
    kept: Option<&KeptRuns>,
    treatment: Treatment<'_>,
    tick: &(dyn Fn() + Sync),
) -> Checked<Corpus> {
    let ArchiveListing { entries, mut diagnostics } = files.list();
    let read: Vec<(Option<Scanned>, Vec<Diagnostic>)> = entries
        .par_iter()
        .map_init(Sketcher::default, |sketcher, entry| {
            let result = scanned(files, entry, kept, treatment, sketcher);
            tick();
            result
        })
        .collect();
    let mut runs = Vec::with_capacity(read.len());
    let mut withdrawn = Vec::new();
    for (run, problems) in read {
        diagnostics.extend(problems);
        match run {
            Some(Scanned::Run(digest)) => runs.push(*digest),
            Some(Scanned::Withdrawn(run)) => withdrawn.push(*run),
            None => {}
        }
    }
    let runs = without_duplicates(runs, &mut diagnostics);
    diagnostics.extend(runs.iter().flat_map(joined_on_one_panel));
    let withdrawn = all_withdrawn(&treatment.rules.withdrawn, withdrawn, &runs, &mut diagnostics);
    let corpus = Corpus { withdrawn, ..Corpus::new(runs) };
    diagnostics.extend(problems_across_runs(&corpus));
    Checked { value: corpus, diagnostics }
}

/// What stays in memory of a file.
enum Scanned {
    Run(Box<Digest>),
    Withdrawn(Box<Withdrawn>),
}

fn scanned(
    files: &dyn ArchiveFiles,
    entry: &ArchiveEntry,
    kept: Option<&KeptRuns>,
    treatment: Treatment<'_>,
    sketcher: &mut Sketcher,
) -> (Option<Scanned>, Vec<Diagnostic>) {
    let bytes = match files.read(entry) {
        Ok(bytes) => bytes,
        Err(error) => {
            let kind = if error.has_changed { ProblemKind::ChangedFile } else { ProblemKind::UnreadableFile };
            return (None, vec![Diagnostic::new(Level::Error, kind, &entry.shown, error.to_string())]);
        }
    };
    let is_withdrawn = treatment.rules.is_withdrawn(entry.stem());
    // What is not published need not be redacted, and may hold what cannot be.
    let treatment = if is_withdrawn { Treatment::default() } else { treatment };
    let (run, diagnostics) = decode_treated(&bytes, &entry.shown, entry.stem(), treatment);
    let Some(mut run) = run else { return (None, diagnostics) };
    if is_withdrawn {
        return (Some(Scanned::Withdrawn(Box::new(Withdrawn::from_run(&run)))), Vec::new());
    }
    let mut digest = digest_of(&run, entry, sketcher);
    digest.join(treatment.identities);
    if let Some(kept) = kept {
        run.join(treatment.identities);
        kept.keep(&entry.path, run, &bytes);
    }
    (Some(Scanned::Run(Box::new(digest))), diagnostics)
}

/// What stays in memory of a run, with what its findings and recommendations are compared by.
pub(super) fn digest_of(run: &Run, entry: &ArchiveEntry, sketcher: &mut Sketcher) -> Digest {
    let mut digest = Digest::from_run(run, &entry.path, &entry.shown);
    for (digest, finding) in digest.findings.iter_mut().zip(&run.findings) {
        digest.sketch = sketcher.finding(finding);
        digest.reason = reason_start(finding);
    }
    digest.recommendations = recommendations(run, sketcher);
    digest
}

/// The first words of why something was done about a finding, or not done.
fn reason_start(finding: &Finding) -> Option<Box<str>> {
    const MOST: usize = 60;
    let reason = finding.resolution.as_ref()?.reason.as_deref()?;
    Some(plain_start(reason, MOST)).filter(|words| !words.is_empty()).map(Box::from)
}

/// Every run that the configuration takes back, once, in its order: those whose files are gone have their page alone.
/// `runs` are those that stay.
pub(super) fn all_withdrawn(
    ids: &[Slug],
    found: Vec<Withdrawn>,
    runs: &[Digest],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Withdrawn> {
    let mut by_id: BTreeMap<String, Withdrawn> = BTreeMap::new();
    for run in found {
        by_id.entry(run.id.key()).or_insert(run);
    }
    let mut all = Vec::with_capacity(ids.len());
    let mut seen = BTreeSet::new();
    for id in ids.iter().filter(|id| seen.insert(id.key())) {
        all.push(by_id.remove(&id.key()).unwrap_or_else(|| {
            diagnostics.push(unknown_withdrawn(id, runs));
            Withdrawn::gone(id)
        }));
    }
    all
}

/// A problem for each agent that several reviewers of a run are.
pub(super) fn joined_on_one_panel(run: &Digest) -> impl Iterator<Item = Diagnostic> + '_ {
    run.joined.together.iter().map(|agent| {
        let joined = run.joined.agents.iter().filter(|(_, kept)| *kept == agent).map(|(stated, _)| format!("`{stated}`"));
        let message = format!(
            "{} on this panel is `{agent}` as well by `also`: counted as one reviewer",
            joined.collect::<Vec<_>>().join(" and ")
        );
        let hint = "what they found is put together, and what they cost added up; take one of them out of `also` if they differ";
        let problem = Diagnostic::new(Level::Warning, ProblemKind::JoinedOnOnePanel, &run.shown, message).with_hint(hint);
        Diagnostic { pointer: "/reviewers".to_owned(), ..problem }
    })
}

/// That the file of a withdrawn run is gone is the normal course of things; that its id is mistyped leaves it published. Both
/// look alike but where a run that stays has almost this id.
fn unknown_withdrawn(id: &Slug, runs: &[Digest]) -> Diagnostic {
    let message = format!("the withdrawn run `{id}` is not in the archive");
    let problem = |level| Diagnostic::new(level, ProblemKind::UnknownWithdrawn, "pilcrow.toml", message);
    match runs.iter().find(|run| is_mistyped(id.as_str(), run.id.as_str())) {
        Some(run) => problem(Level::Warning).with_hint(format!("did you mean `{}`? It is published", run.id)),
        None => problem(Level::Note)
            .with_hint("if its file was deleted, the page of the review is all that stays; if not, check the id"),
    }
}

/// Whether one id is another with a slip in it. Ids of a series differ in their numbers and are no slips.
fn is_mistyped(typed: &str, id: &str) -> bool {
    const SHORTEST: usize = 6;
    let [typed, id] = [typed, id].map(str::to_ascii_lowercase);
    let numbers = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    id.len() >= SHORTEST && numbers(&typed) == numbers(&id) && strsim::damerau_levenshtein(&typed, &id) <= 2
}

/// Keeps the first of several runs with one id, and of several claims to one old address; says so.
pub(super) fn without_duplicates(runs: Vec<Digest>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Digest> {
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let mut aliases: BTreeMap<String, String> = BTreeMap::new();
    let mut kept = Vec::with_capacity(runs.len());
    for mut run in runs {
        if let Some(first) = ids.get(&run.id.key()) {
            let message = format!("duplicate run id `{}`, already used by `{first}`", run.id);
            let problem = Diagnostic::new(Level::Error, ProblemKind::DuplicateRun, &run.shown, message);
            diagnostics.push(problem.with_hint("rename one of the files and change its id"));
            continue;
        }
        ids.insert(run.id.key(), run.shown.clone());
        let file = run.shown.clone();
        run.aliases.retain(|alias| match aliases.insert(alias.to_lowercase(), file.clone()) {
            None => true,
            Some(first) => {
                let message = format!("alias `{alias}` is already used by `{first}`");
                let problem = Diagnostic::new(Level::Warning, ProblemKind::AliasTaken, &file, message);
                diagnostics.push(problem.with_hint("remove it from one of the files"));
                aliases.insert(alias.to_lowercase(), first);
                false
            }
        });
        kept.push(run);
    }
    kept
}
