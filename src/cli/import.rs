//! `pilcrow import`

mod merge;
mod read;

use super::args::{ImportArguments, ImportFormat};
use super::{CliError, Outcome, check, twins};
use crate::archive::{ArchiveFiles, Draft};
use crate::edge::disk::{self, ArchiveFolder};
use crate::edge::terminal;
use crate::import::by_hand;
use crate::import::difference::difference;
use crate::import::format::Format;
use crate::import::{Import, Imported};
use crate::model::{Diagnostic, Level, ProblemKind, Slug, visible};
use crate::text::format;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Converts files to runs and writes these to the archive.
pub fn run(arguments: &ImportArguments) -> Result<Outcome, CliError> {
    let archive = Archive::at(&arguments.output);
    let placed = match &arguments.id {
        Some(id) if arguments.format == ImportFormat::Merge => {
            place(&archive, arguments, merge::one_run(arguments, id))
        }
        Some(_) => return Err(CliError::IdWithoutMerge),
        None => each_on_its_own(&archive, arguments),
    };
    say_what_came_of_it(arguments, &placed)
}

fn each_on_its_own(archive: &Archive, arguments: &ImportArguments) -> Placed {
    let (files, options) = (&arguments.files, read::options(arguments));
    match arguments.format.named() {
        // Each report is a run of its own: none waits for another, and no text stays longer than its run needs it.
        Some(Format::DeepReview) if are_apart(files) => {
            // One by one, since one long report at the end of a share would keep the others waiting.
            let each =
                files.par_iter().with_max_len(1).map(|file| place(archive, arguments, read::report(file, &options)));
            each.reduce(Placed::default, Placed::and)
        }
        Some(format) => place(archive, arguments, read::files_of(format, files, &options)),
        None => place(archive, arguments, read::files_of_any_format(files, &options)),
    }
}

/// Whether no two files can give a run the same id, which is the file's stem if that is a slug.
fn are_apart(files: &[PathBuf]) -> bool {
    let mut taken = BTreeSet::new();
    let slugs = files.iter().map(|file| file.file_stem().and_then(|stem| stem.to_str()?.parse::<Slug>().ok()));
    slugs.into_iter().all(|slug| slug.is_some_and(|slug| taken.insert(slug.key())))
}

/// What became of the runs, in the order of the files.
#[derive(Default)]
struct Placed {
    rows: Vec<Row>,
    /// For each run with texts that have no field of their own, a line that lists them.
    kept: Vec<String>,
    files: usize,
    unwritten: usize,
    /// Problems of reading, and of writing.
    diagnostics: [Vec<Diagnostic>; 2],
}

impl Placed {
    fn and(mut self, next: Self) -> Self {
        self.rows.extend(next.rows);
        self.kept.extend(next.kept);
        self.files += next.files;
        self.unwritten += next.unwritten;
        for (all, more) in self.diagnostics.iter_mut().zip(next.diagnostics) {
            all.extend(more);
        }
        self
    }
}

/// Writes runs to the archive and frees them.
fn place(archive: &Archive, arguments: &ImportArguments, import: Import) -> Placed {
    let repeated = repeated(&import.runs);
    let each = import.runs.into_par_iter().zip(repeated).map(|(imported, repeated)| {
        let mut imported = imported;
        let old = archive.at_place_of(&imported);
        let by_hand = old.as_ref().map(|old| by_hand::take_over(old, &mut imported.run)).unwrap_or_default();
        let (state, problems) = archive.put(arguments, &imported, repeated, old);
        let by_hand = if state.replaces() { said_of_by_hand(&imported, &by_hand) } else { None };
        Placed {
            rows: vec![row(&imported, &state)],
            kept: said_of_kept(&imported).into_iter().chain(by_hand).collect(),
            files: imported.files.len(),
            unwritten: usize::from(matches!(state, State::NotWritten)),
            diagnostics: [Vec::new(), problems],
        }
    });
    let read = Placed { diagnostics: [import.diagnostics, Vec::new()], ..Placed::default() };
    read.and(each.reduce(Placed::default, Placed::and))
}

/// For each run, whether an earlier one has its id.
fn repeated(runs: &[Imported]) -> Vec<bool> {
    let mut taken = BTreeSet::new();
    runs.iter().map(|imported| !taken.insert(imported.run.id.key())).collect()
}

fn say_what_came_of_it(arguments: &ImportArguments, placed: &Placed) -> Result<Outcome, CliError> {
    let diagnostics = placed.diagnostics.concat();
    check::say_all(&diagnostics, arguments.verbose);
    let printed = terminal::print_lines(&table(&placed.rows));
    let (runs, files) = (format::counted(placed.rows.len(), "run"), format::counted(placed.files, "file"));
    terminal::say(&format!("{runs} from {files}"));
    if !arguments.quiet {
        placed.kept.iter().for_each(|kept| terminal::say(kept));
        for line in twins::proposal(&arguments.output) {
            terminal::say(&line);
        }
    }
    match placed.unwritten {
        // The runs are what was asked for, so that a reader of the table who goes away misses nothing.
        0 if printed.as_ref().is_err_and(|error| error.kind() != ErrorKind::BrokenPipe) => {
            printed.map_err(CliError::UnwritableOutput).map(|()| Outcome::Fine)
        }
        0 => Ok(check::outcome(&diagnostics, false)),
        failed => Err(CliError::UnwritableRuns { failed, runs: placed.rows.len() }),
    }
}

/// The existing runs, by id.
struct Archive {
    folder: PathBuf,
    paths: BTreeMap<String, PathBuf>,
}

/// What is in the place of a run.
#[derive(Default)]
enum There {
    #[default]
    Nothing,
    TheSame,
    /// A different run, and how it differs.
    Another(String),
}

impl Archive {
    fn at(folder: &Path) -> Self {
        let entries = ArchiveFolder::open(folder).map(|archive| archive.list().entries).unwrap_or_default();
        let path = |path: &str| folder.join(path);
        let paths = entries.iter().map(|entry| (entry.stem().to_lowercase(), path(&entry.path))).collect();
        Self { folder: folder.to_owned(), paths }
    }

    /// What is in the file with a run's id, in whichever folder that is.
    fn at_place_of(&self, imported: &Imported) -> Option<Vec<u8>> {
        disk::bytes_of(self.paths.get(&imported.run.id.key())?).ok()
    }

    /// Writes a run: over the one with its id, in whichever folder that is, else to the archive's root.
    fn put(
        &self,
        arguments: &ImportArguments,
        imported: &Imported,
        is_repeated: bool,
        old: Option<Vec<u8>>,
    ) -> (State, Vec<Diagnostic>) {
        let run = &imported.run;
        let files = imported.files.join(", ");
        let problem = |kind, message: String| Diagnostic::new(Level::Error, kind, &files, message);
        if is_repeated {
            let message = format!("run `{}` was already imported from another of these files", run.id);
            let problem = problem(ProblemKind::ImportedTwice, message).with_hint("rename one of the files");
            return (State::Refused, vec![problem]);
        }
        // What is written must be what the archive's own reader takes.
        let draft = Draft::from_run(run);
        let problems = draft.problems(&format!("{files} (as {}.json)", run.id));
        if problems.iter().any(|problem| problem.level == Level::Error) {
            return (State::Refused, problems);
        }
        let known = self.paths.get(&run.id.key());
        let path = known.cloned().unwrap_or_else(|| self.folder.join(format!("{}.json", run.id)));
        match old.map(|old| There::of(&old, imported)).unwrap_or_default() {
            There::TheSame => return (State::Unchanged, problems),
            There::Another(difference) if !arguments.force => {
                let message = format!("`{}` already exists and differs: {difference}", path.display());
                let problem = problem(ProblemKind::RunExists, message).with_hint("overwrite it with --force");
                return (State::Differs, vec![problem]);
            }
            _ if arguments.dry_run => return (State::WouldBeWritten, problems),
            _ => {}
        }
        match disk::replace(&path, &draft.bytes()) {
            Ok(()) => (State::Written, problems),
            Err(error) => {
                let message = format!("cannot write `{}`: {error}; nothing was changed", path.display());
                (State::NotWritten, vec![problem(ProblemKind::NotWritten, message)])
            }
        }
    }
}

impl There {
    fn of(old: &[u8], imported: &Imported) -> Self {
        match difference(old, &imported.run, imported.run.id.as_str()) {
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

impl State {
    /// Whether what was there goes, or would.
    fn replaces(&self) -> bool {
        matches!(self, Self::Written | Self::WouldBeWritten)
    }
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
        // Visible here already, so that the columns stand below each other.
        visible(file).into_owned(),
        if counts.is_empty() { "none".to_owned() } else { counts },
        run.reviewers.len().to_string(),
        run.sections.len().to_string(),
        imported.kept.len().to_string(),
        state.to_owned(),
    ]
}

fn table(rows: &[Row]) -> Vec<String> {
    let head = ["file", "findings", "agents", "sections", "kept as text", ""].map(str::to_owned);
    let all: Vec<&Row> = std::iter::once(&head).chain(rows).collect();
    let width =
        |at: usize| all.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |row: &Row| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    all.into_iter().map(line).collect()
}

/// A line that lists the texts without a field of their own.
fn said_of_kept(imported: &Imported) -> Option<String> {
    (!imported.kept.is_empty()).then(|| format!("{}: kept as text: {}", imported.run.id, imported.kept.join(", ")))
}

/// A line that lists what was taken over from the file that was there.
fn said_of_by_hand(imported: &Imported, taken: &[String]) -> Option<String> {
    (!taken.is_empty()).then(|| format!("{}: kept from the existing file: {}", imported.run.id, taken.join(", ")))
}
