//! `pilcrow export`

use super::args::ExportArguments;
use super::settings::{Settings, archive};
use super::{CliError, Outcome, check};
use crate::edge::disk;
use crate::edge::terminal;
use crate::export::{Tables, parquet};
use crate::site::{self, Failed};
use crate::text::format;
use std::io::ErrorKind;
use std::path::Path;

/// Writes the tables of the archive: all of them are encoded, and every file in their way is looked at, before the first
/// is written.
pub fn run(arguments: &ExportArguments) -> Result<Outcome, CliError> {
    let archive = archive(&arguments.archive)?;
    let mut settings = Settings::read(&arguments.config, &arguments.archive)?;
    settings.config.publish.redact = arguments.redact;
    // What is left out of a site is nobody's business here.
    let theme = settings.theme()?.value;
    let checked = site::tables(&archive, &settings.config, &theme).map_err(|Failed { diagnostics, error }| {
        let diagnostics = check::without_secrets(diagnostics, arguments.redact);
        CliError::Tables { diagnostics, source: error }
    })?;
    let diagnostics = check::without_secrets(checked.diagnostics, arguments.redact);
    check::say_worth(&diagnostics, arguments.quiet, arguments.verbose);
    let files = checked.value.parquet_files()?;
    let paths = files.each_ref().map(|(name, _)| arguments.parquet.join(name));
    if !arguments.force {
        paths.iter().try_for_each(|path| may_be_replaced(path))?;
    }
    for (replaced, (path, (_, content))) in paths.iter().zip(&files).enumerate() {
        let unwritable = |source| CliError::UnwritableTable { path: path.clone(), replaced, source };
        disk::replace(path, content).map_err(unwritable)?;
    }
    if !arguments.quiet {
        let bytes = files.iter().map(|(_, content)| content.len() as u64).sum();
        terminal::say(&closing_words(&checked.value, bytes, &arguments.parquet));
    }
    Ok(check::outcome(&diagnostics, arguments.deny_warnings))
}

/// Whether there is no file, or one that this program made.
fn may_be_replaced(path: &Path) -> Result<(), CliError> {
    match disk::bytes_of(path) {
        Ok(old) if parquet::is_ours(&old) => Ok(()),
        Ok(_) => Err(CliError::ForeignTable(path.to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(source) => Err(CliError::UnreadableTable { path: path.to_owned(), source }),
    }
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
