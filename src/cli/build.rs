//! `pilcrow build`

use super::args::BuildArguments;
use super::error::Severity;
use super::settings::{Settings, archive};
use super::{CliError, Outcome, check};
use crate::edge::helpers::Helpers;
use crate::edge::staged::StagedFolder;
use crate::edge::terminal::{self, Stopwatch, TerminalProgress};
use crate::site::{self, Built, Failed, Means};
use crate::text::format;
use crate::text::highlight::{CodeParser, Highlighter};
use std::sync::Arc;

/// Builds the site beside the old one and puts it in its place.
pub fn run(arguments: &BuildArguments) -> Result<Outcome, CliError> {
    let stopwatch = Stopwatch::start();
    let archive = archive(&arguments.archive)?;
    let mut settings = Settings::read(&arguments.config, &arguments.archive)?;
    if let Some(url) = &arguments.base_url {
        settings.config.base_url = Some(url.clone().with_slash());
    }
    let theme = settings.theme()?;
    let staged = StagedFolder::open(&arguments.output, &settings.protected(&arguments.archive))?;
    let progress = TerminalProgress::new(arguments.quiet);
    let helpers = Arc::new(Helpers::of_this_program());
    let highlighter = Highlighter::new(Arc::clone(&helpers) as Arc<dyn CodeParser>);
    let means = Means { highlighter, ..Means::default() };
    let built = site::build_with(&archive, &settings.config, &theme, &staged, &progress, means);
    progress.finish();
    let built = built.map_err(|Failed { diagnostics, error }| CliError::Build { diagnostics, source: error })?;
    if let Some(error) = helpers.failure() {
        return Err(CliError::NoHelper(error));
    }
    check::say_all(&built.diagnostics, arguments.verbose);
    let published = staged.publish()?;
    if let Some(leftover) = published.leftover {
        super::say(Severity::Warning, &leftover, Some(&leftover.hint()));
    }
    if !arguments.quiet {
        if let Some(words) = kept_words(&published.kept) {
            terminal::say(&words);
        }
        terminal::say(&closing_words(&built, &arguments.output.join("index.html").display().to_string(), &stopwatch));
    }
    Ok(check::outcome(&built.diagnostics, arguments.deny_warnings))
}

/// What is in the site's folder and not the site's.
fn kept_words(kept: &[String]) -> Option<String> {
    const NAMED: usize = 5;
    let named = kept.iter().take(NAMED).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    match kept.len() {
        0 => None,
        1..=NAMED => Some(format!("Kept what pilcrow did not write: {named}")),
        all => Some(format!("Kept what pilcrow did not write: {named} and {} more", format::count(all - NAMED))),
    }
}

fn closing_words(built: &Built, index: &str, stopwatch: &Stopwatch) -> String {
    format!(
        "{}, {}, {}, {} in {:.2} s: {index}",
        format::counted(built.runs, "run"),
        format::counted(built.findings, "finding"),
        format::counted(built.pages, "page"),
        format::bytes(built.bytes),
        stopwatch.seconds()
    )
}
