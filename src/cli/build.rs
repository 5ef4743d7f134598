//! `pilcrow build`

use super::args::BuildArguments;
use super::settings::{Settings, is_archive};
use super::{Outcome, check};
use crate::edge::disk::ArchiveFolder;
use crate::edge::staged::StagedFolder;
use crate::edge::terminal::{self, Stopwatch, TerminalProgress};
use crate::site::{self, Built};
use crate::text::format;

/// Builds the site beside the old one and puts it in its place.
pub fn run(arguments: &BuildArguments) -> Outcome {
    let stopwatch = Stopwatch::start();
    if !is_archive(&arguments.archive) {
        return Outcome::Usage;
    }
    let Some(mut settings) = Settings::read(&arguments.config, &arguments.archive) else { return Outcome::Usage };
    if let Some(Err(why)) = arguments.base_url.as_deref().map(|url| settings.config.set_base_url(url)) {
        terminal::say(&format!("pilcrow: --base-url {why}"));
        return Outcome::Usage;
    }
    let Some(theme) = settings.theme() else { return Outcome::Usage };
    let staged = match StagedFolder::open(&arguments.output) {
        Ok(staged) => staged,
        Err(error) => return not_written(&error),
    };
    let progress = TerminalProgress::new(arguments.quiet);
    let files = ArchiveFolder::new(&arguments.archive);
    let built = site::build(&files, &settings.config, &theme, &staged, &progress);
    progress.finish();
    let built = match built {
        Ok(built) => built,
        Err(failed) => {
            check::say_all(&failed.diagnostics);
            return not_written(&failed.error);
        }
    };
    check::say_all(&built.diagnostics);
    if let Err(error) = staged.publish() {
        return not_written(&error);
    }
    if !arguments.quiet {
        terminal::say(&closing_words(&built, &arguments.output.join("index.html").display().to_string(), &stopwatch));
    }
    check::outcome(&built.diagnostics, arguments.deny_warnings)
}

fn not_written(error: &dyn std::error::Error) -> Outcome {
    terminal::say(&format!("pilcrow: {error}\npilcrow: nothing was changed"));
    Outcome::NotWritten
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
