//! `pilcrow summary`

use super::args::SummaryArguments;
use super::settings::{Settings, archive};
use super::{CliError, Outcome, check};
use crate::edge::terminal;
use crate::site::{self, Failed};

/// Prints runs as Markdown for a pull request, and the problems of the archive on standard error.
pub fn run(arguments: &SummaryArguments) -> Result<Outcome, CliError> {
    let archive = archive(&arguments.archive)?;
    let mut settings = Settings::read(&arguments.config, &arguments.archive)?;
    if let Some(url) = &arguments.base_url {
        settings.config.base_url = Some(url.clone().with_slash());
    }
    let ids: Vec<String> = arguments.runs.iter().map(|run| id_of(run)).collect();
    let summaries = site::summaries(&archive, &settings.config, &ids, arguments.max)
        .map_err(|Failed { diagnostics, error }| CliError::Tables { diagnostics, source: error })?;
    check::say_all(&summaries.diagnostics, false);
    let missing: Vec<&String> =
        summaries.value.iter().zip(&arguments.runs).filter(|(found, _)| found.is_none()).map(|(_, run)| run).collect();
    if let Some(run) = missing.first() {
        return Err(CliError::NoRun { run: (*run).clone(), archive: arguments.archive.clone() });
    }
    let all: Vec<String> = summaries.value.into_iter().flatten().collect();
    terminal::print(&all.join("\n")).map_err(CliError::UnwritableOutput)?;
    Ok(Outcome::Fine)
}

/// The id of a run that is named by it or by its file.
fn id_of(run: &str) -> String {
    let name = run.rsplit(['/', '\\']).next().unwrap_or(run);
    name.strip_suffix(".json").unwrap_or(name).to_owned()
}
