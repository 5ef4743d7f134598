//! Files into runs: what the command line says of them, and which reader takes them.

use super::super::args::ImportArguments;
use crate::edge::{disk, terminal};
use crate::import::format::{Format, detect};
use crate::import::merge::Part;
use crate::import::{Import, Options, Source};
use crate::model::{Diagnostic, Level, ProblemKind};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// What the arguments say that a file may not.
pub fn options(arguments: &ImportArguments) -> Options {
    Options {
        repository: arguments.repository.clone(),
        host: arguments.host.clone().map(|host| host.without_slash()),
        revision: arguments.revision.clone(),
        pull_request: arguments.pull_request,
        date: arguments.date,
        merge: arguments.merge,
        agent: arguments.agent.clone(),
        model: arguments.model.clone(),
        severity: arguments.severity,
        roots: arguments.root.as_deref().map(disk::spellings_of).unwrap_or_default(),
    }
}

/// Reads files of one format.
pub fn files_of(format: Format, files: &[PathBuf], options: &Options) -> Import {
    if format == Format::DeepReview {
        let each: Vec<Import> = files.par_iter().map(|file| report(file, options)).collect();
        return each.into_iter().fold(Import::default(), and);
    }
    let (sources, unread) = sources(files);
    let mut import = format.read(&sources, options);
    import.diagnostics.splice(..0, unread);
    import
}

/// Reads one report.
pub fn report(file: &Path, options: &Options) -> Import {
    match source(file) {
        Ok(source) => Format::DeepReview.read(&[source], options),
        Err(problem) => Import { diagnostics: vec![*problem], ..Import::default() },
    }
}

/// Reads files whose formats are told by what is in them, and says which they are.
pub fn files_of_any_format(files: &[PathBuf], options: &Options) -> Import {
    let (groups, unread) = by_format(files);
    let all = groups.into_iter().map(|(format, sources)| format.read(&sources, options));
    all.fold(Import { diagnostics: unread, ..Import::default() }, and)
}

/// The runs of such files, each with the name of its file, and what is wrong with them. Answers of GitHub, which are several
/// files of one review, are read together and called by the first of them.
pub fn parts(files: &[PathBuf], options: &Options) -> (Vec<Part>, Vec<Diagnostic>) {
    let (groups, mut diagnostics) = by_format(files);
    let mut parts = Vec::new();
    for (format, sources) in groups {
        let at_once = if format == Format::Github { sources.len() } else { 1 };
        for sources in sources.chunks(at_once) {
            let import = format.read(sources, options);
            diagnostics.extend(import.diagnostics);
            let stem = &sources[0].stem;
            parts.extend(import.runs.into_iter().map(|imported| Part { stem: stem.clone(), imported }));
        }
    }
    (parts, diagnostics)
}

/// Files by format, which is told by what is in them, and a problem for each that is in none. Formats and files stand in
/// the order in which they were named.
fn by_format(files: &[PathBuf]) -> (Vec<(Format, Vec<Source>)>, Vec<Diagnostic>) {
    let (sources, mut problems) = sources(files);
    let mut groups: Vec<(Format, Vec<Source>)> = Vec::new();
    for source in sources {
        match detect(&source.bytes).format_of(&source) {
            Ok(format) => {
                terminal::say(&format!("{}: {}", source.shown, format.word()));
                match groups.iter_mut().find(|(known, _)| *known == format) {
                    Some((_, sources)) => sources.push(source),
                    None => groups.push((format, vec![source])),
                }
            }
            Err(problem) => problems.push(*problem),
        }
    }
    (groups, problems)
}

fn and(mut all: Import, one: Import) -> Import {
    all.runs.extend(one.runs);
    all.diagnostics.extend(one.diagnostics);
    all
}

/// What can be read of some files, and a problem for each of the others.
fn sources(files: &[PathBuf]) -> (Vec<Source>, Vec<Diagnostic>) {
    let mut sources = Vec::new();
    let mut unread = Vec::new();
    for one in files.par_iter().map(|file| source(file)).collect::<Vec<_>>() {
        match one {
            Ok(source) => sources.push(source),
            Err(problem) => unread.push(*problem),
        }
    }
    (sources, unread)
}

pub fn source(file: &Path) -> Result<Source, Box<Diagnostic>> {
    let shown = file.display().to_string();
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    match disk::bytes_of(file) {
        Ok(bytes) => Ok(Source { stem, shown, bytes, modified: disk::last_change_of(file) }),
        Err(error) => {
            let message = format!("cannot be read: {error}");
            Err(Box::new(Diagnostic::new(Level::Error, ProblemKind::UnreadableFile, &shown, message)))
        }
    }
}
