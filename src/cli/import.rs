//! `pilcrow import`

use super::args::{ImportArguments, ImportFormat};
use super::{Outcome, check};
use crate::archive::{ArchiveFiles, Draft};
use crate::edge::disk::{self, ArchiveFolder};
use crate::edge::terminal;
use crate::import::difference::difference;
use crate::import::{Import, Imported, Options, Source, deep_review, github, sarif};
use crate::model::{Date, Diagnostic, Level, Slug};
use crate::text::format;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Makes runs of foreign files and puts them into the archive.
pub fn run(arguments: &ImportArguments) -> Outcome {
    let options = match options(arguments) {
        Ok(options) => options,
        Err(words) => {
            terminal::say(&format!("pilcrow: {words}"));
            return Outcome::Usage;
        }
    };
    let archive = Archive::at(&arguments.output);
    let files = &arguments.files;
    let placed = match arguments.format {
        // Each report is a run of its own: none waits for another, and no text stays longer than its run needs it.
        ImportFormat::DeepReview if are_apart(files) => {
            // One by one, since one long report at the end of a share would keep the others waiting.
            let each = files.par_iter().with_max_len(1).map(|file| place(&archive, arguments, report(file, &options)));
            each.reduce(Placed::default, Placed::and)
        }
        format => place(&archive, arguments, read(format, files, &options)),
    };
    say_what_came_of_it(arguments, &placed)
}

/// Whether no two files can make a run of one id, which is their stem where that is a slug.
fn are_apart(files: &[PathBuf]) -> bool {
    let mut taken = BTreeSet::new();
    let slugs = files.iter().map(|file| file.file_stem().and_then(|stem| stem.to_str()?.parse::<Slug>().ok()));
    slugs.into_iter().all(|slug| slug.is_some_and(|slug| taken.insert(slug.key())))
}

/// What came of runs, in the order of the files.
#[derive(Default)]
struct Placed {
    rows: Vec<Row>,
    /// What had no field of its own, said of each run that has any.
    kept: Vec<String>,
    files: usize,
    is_any_unwritten: bool,
    /// Of reading, and then of writing.
    diagnostics: [Vec<Diagnostic>; 2],
}

impl Placed {
    fn and(mut self, next: Self) -> Self {
        self.rows.extend(next.rows);
        self.kept.extend(next.kept);
        self.files += next.files;
        self.is_any_unwritten |= next.is_any_unwritten;
        for (all, more) in self.diagnostics.iter_mut().zip(next.diagnostics) {
            all.extend(more);
        }
        self
    }
}

/// Puts runs into the archive and lets them go.
fn place(archive: &Archive, arguments: &ImportArguments, import: Import) -> Placed {
    let repeated = repeated(&import.runs);
    let each = import.runs.into_par_iter().zip(repeated).map(|(imported, repeated)| {
        let (state, problems) = archive.put(arguments, &imported, repeated);
        Placed {
            rows: vec![row(&imported, &state)],
            kept: said_of_kept(&imported).into_iter().collect(),
            files: imported.files.len(),
            is_any_unwritten: matches!(state, State::NotWritten),
            diagnostics: [Vec::new(), problems],
        }
    });
    let read = Placed { diagnostics: [import.diagnostics, Vec::new()], ..Placed::default() };
    read.and(each.reduce(Placed::default, Placed::and))
}

/// Of each run, whether one before it has its id.
fn repeated(runs: &[Imported]) -> Vec<bool> {
    let mut taken = BTreeSet::new();
    runs.iter().map(|imported| !taken.insert(imported.run.id.key())).collect()
}

fn say_what_came_of_it(arguments: &ImportArguments, placed: &Placed) -> Outcome {
    let diagnostics = placed.diagnostics.concat();
    check::say_all(&diagnostics);
    terminal::print(&table(&placed.rows));
    let (runs, files) = (format::counted(placed.rows.len(), "run"), format::counted(placed.files, "file"));
    terminal::say(&format!("{runs} from {files}"));
    if !arguments.quiet {
        placed.kept.iter().for_each(|kept| terminal::say(kept));
    }
    if placed.is_any_unwritten { Outcome::NotWritten } else { check::outcome(&diagnostics, false) }
}

fn options(arguments: &ImportArguments) -> Result<Options, String> {
    let repository = arguments.repository.as_deref();
    if let Some(repository) = repository.filter(|repository| !crate::model::id::is_repository(repository)) {
        return Err(format!("--repository `{repository}` is not `owner/name`"));
    }
    let date = arguments.date.as_deref().map(|text| {
        Date::parse(text).ok_or_else(|| format!("--date `{text}` is not YYYY-MM-DD, YYYY-MM-DDTHH:MM or RFC 3339"))
    });
    if let Some(revision) = arguments.revision.as_deref().filter(|sha| !crate::model::forge::is_sha(sha)) {
        return Err(format!("--revision `{revision}` is not a commit's SHA of 7 to 64 digits"));
    }
    if let Some(host) =
        arguments.host.as_deref().filter(|host| !host.starts_with("https://") && !host.starts_with("http://"))
    {
        return Err(format!("--host `{host}` is not an address such as https://github.com"));
    }
    Ok(Options {
        repository: arguments.repository.clone(),
        host: arguments.host.as_deref().map(|host| host.trim_end_matches('/').to_owned()),
        revision: arguments.revision.clone(),
        pull_request: arguments.pull_request,
        date: date.transpose()?,
        merge: arguments.merge,
    })
}

fn read(format: ImportFormat, files: &[PathBuf], options: &Options) -> Import {
    match format {
        ImportFormat::DeepReview => {
            let each: Vec<Import> = files.par_iter().map(|file| report(file, options)).collect();
            each.into_iter().fold(Import::default(), |mut all, one| {
                all.runs.extend(one.runs);
                all.diagnostics.extend(one.diagnostics);
                all
            })
        }
        ImportFormat::Sarif => together(files, |sources| sarif::read(sources, options)),
        ImportFormat::Github => together(files, |sources| github::read(sources, options)),
    }
}

fn report(file: &Path, options: &Options) -> Import {
    match source(file) {
        Ok(source) => deep_review::read(&[source], options),
        Err(problem) => Import { diagnostics: vec![*problem], ..Import::default() },
    }
}

/// Files that may make up one run between them.
fn together(files: &[PathBuf], read: impl FnOnce(&[Source]) -> Import) -> Import {
    let mut sources = Vec::new();
    let mut unread = Vec::new();
    for one in files.par_iter().map(|file| source(file)).collect::<Vec<_>>() {
        match one {
            Ok(source) => sources.push(source),
            Err(problem) => unread.push(*problem),
        }
    }
    let mut import = read(&sources);
    import.diagnostics.splice(..0, unread);
    import
}

fn source(file: &Path) -> Result<Source, Box<Diagnostic>> {
    let shown = file.display().to_string();
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    match disk::bytes_of(file) {
        Ok(bytes) => Ok(Source { stem, shown, bytes }),
        Err(error) => Err(Box::new(Diagnostic::of_file(Level::Error, &shown, format!("cannot be read: {error}")))),
    }
}

/// The runs that are there already, by id.
struct Archive {
    folder: PathBuf,
    paths: BTreeMap<String, PathBuf>,
}

/// What stands where a run goes.
#[derive(Default)]
enum There {
    #[default]
    Nothing,
    TheSame,
    /// Another file, and how it differs.
    Another(String),
}

impl Archive {
    fn at(folder: &Path) -> Self {
        let entries = if folder.is_dir() { ArchiveFolder::new(folder).list().entries } else { Vec::new() };
        let path = |path: &str| folder.join(path);
        let paths = entries.iter().map(|entry| (entry.stem().to_lowercase(), path(&entry.path))).collect();
        Self { folder: folder.to_owned(), paths }
    }

    /// Puts a run where it goes: over the one of its id, wherever in the archive that stands, else beside the others.
    fn put(&self, arguments: &ImportArguments, imported: &Imported, is_repeated: bool) -> (State, Vec<Diagnostic>) {
        let run = &imported.run;
        let files = imported.files.join(", ");
        let problem = |message: String, hint: &str| Diagnostic::of_file(Level::Error, &files, message).with_hint(hint);
        if is_repeated {
            let message = format!("another file of this import made the run `{}` already", run.id);
            return (State::Refused, vec![problem(message, "rename one of the two")]);
        }
        // What is written must be what the archive's own reader takes.
        let draft = Draft::of(run);
        let problems = draft.problems(&format!("{files} (as {}.json)", run.id));
        if problems.iter().any(|problem| problem.level == Level::Error) {
            return (State::Refused, problems);
        }
        let known = self.paths.get(&run.id.key());
        let path = known.cloned().unwrap_or_else(|| self.folder.join(format!("{}.json", run.id)));
        match known.map(|path| There::at(path, imported)).unwrap_or_default() {
            There::TheSame => return (State::Unchanged, problems),
            There::Another(difference) if !arguments.force => {
                let message = format!("{} is there and differs: {difference}", path.display());
                return (State::Differs, vec![problem(message, "--force replaces it")]);
            }
            _ if arguments.dry_run => return (State::WouldBeWritten, problems),
            _ => {}
        }
        match disk::replace(&path, &draft.bytes()) {
            Ok(()) => (State::Written, problems),
            Err(error) => {
                let message = format!("{} cannot be written: {error}", path.display());
                (State::NotWritten, vec![problem(message, "nothing of the run was changed")])
            }
        }
    }
}

impl There {
    fn at(path: &Path, imported: &Imported) -> Self {
        let Ok(old) = disk::bytes_of(path) else { return Self::Nothing };
        match difference(&old, &imported.run, imported.run.id.as_str()) {
            None => Self::TheSame,
            Some(difference) => Self::Another(difference),
        }
    }
}

/// What became of a run.
enum State {
    Written,
    WouldBeWritten,
    Unchanged,
    Differs,
    Refused,
    NotWritten,
}

type Row = [String; 6];

fn row(imported: &Imported, state: &State) -> Row {
    let run = &imported.run;
    let counts = imported.counts_in_letters();
    let state = match state {
        State::Written => "written",
        State::WouldBeWritten => "would be written",
        State::Unchanged => "unchanged",
        State::Differs => "differs",
        State::Refused | State::NotWritten => "not written",
    };
    let file = imported.files.first().map_or("", |file| file.rsplit('/').next().unwrap_or(file));
    [
        file.to_owned(),
        if counts.is_empty() { "none".to_owned() } else { counts },
        run.reviewers.len().to_string(),
        run.sections.len().to_string(),
        imported.kept.len().to_string(),
        state.to_owned(),
    ]
}

fn table(rows: &[Row]) -> String {
    let head = ["file", "findings", "agents", "sections", "kept as text", ""].map(str::to_owned);
    let all: Vec<&Row> = std::iter::once(&head).chain(rows).collect();
    let width =
        |at: usize| all.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let mut out = String::new();
    for row in all {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    out
}

/// What of a run had no field of its own.
fn said_of_kept(imported: &Imported) -> Option<String> {
    (!imported.kept.is_empty()).then(|| format!("{}: kept as text: {}", imported.run.id, imported.kept.join(", ")))
}
