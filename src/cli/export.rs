//! `pilcrow export`

use super::args::ExportArguments;
use super::settings::{Settings, is_archive};
use super::{Outcome, check};
use crate::edge::disk::{self, ArchiveFolder};
use crate::edge::terminal;
use crate::export::{Tables, parquet};
use crate::site;
use crate::text::format;
use std::io::ErrorKind;
use std::path::Path;

/// Writes the tables of the archive: all of them are encoded, and every file in their way is looked at, before the first
/// is written.
pub fn run(arguments: &ExportArguments) -> Outcome {
    if !is_archive(&arguments.archive) {
        return Outcome::Usage;
    }
    let Some(settings) = Settings::read(&arguments.config, &arguments.archive) else { return Outcome::Usage };
    let Some(theme) = settings.theme() else { return Outcome::Usage };
    let checked = match site::tables(&ArchiveFolder::new(&arguments.archive), &settings.config, &theme) {
        Ok(checked) => checked,
        Err(failed) => {
            check::say_all(&failed.diagnostics);
            return not_written(&failed.error.to_string());
        }
    };
    check::say_all(&checked.diagnostics);
    let files = match checked.value.parquet_files() {
        Ok(files) => files,
        Err(error) => return not_written(&error.to_string()),
    };
    let paths = files.each_ref().map(|(name, _)| arguments.parquet.join(name));
    if let Some(why) = paths.iter().filter(|_| !arguments.force).find_map(|path| in_the_way(path)) {
        return not_written(&why);
    }
    for (path, (_, content)) in paths.iter().zip(&files) {
        if let Err(error) = disk::replace(path, content) {
            terminal::say(&format!("pilcrow: {} cannot be written: {error}", path.display()));
            return Outcome::NotWritten;
        }
    }
    if !arguments.quiet {
        let bytes = files.iter().map(|(_, content)| content.len() as u64).sum();
        terminal::say(&closing_words(&checked.value, bytes, &arguments.parquet));
    }
    check::outcome(&checked.diagnostics, arguments.deny_warnings)
}

/// Why a file may not be written: another one is there that this program did not make.
fn in_the_way(path: &Path) -> Option<String> {
    match disk::bytes_of(path) {
        Ok(old) if parquet::is_ours(&old) => None,
        Ok(_) => Some(format!("{} was not written by pilcrow; --force replaces it", path.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => Some(format!("{}: {error}", path.display())),
    }
}

fn not_written(why: &str) -> Outcome {
    terminal::say(&format!("pilcrow: {why}\npilcrow: nothing was changed"));
    Outcome::NotWritten
}

fn closing_words(tables: &Tables, bytes: u64, folder: &Path) -> String {
    format!(
        "{}, {}, {} in 4 files: {}",
        format::counted(tables.reviews.len(), "run"),
        format::counted(tables.findings.len(), "finding"),
        format::bytes(bytes),
        folder.display()
    )
}
