//! `pilcrow build`

use super::args::BuildArguments;
use super::error::Severity;
use super::settings::{Settings, archive};
use super::{CliError, Outcome, check, limits};
use crate::config::Config;
use crate::edge::helpers::Helpers;
use crate::edge::old_addresses;
use crate::edge::signals::{self, Held};
use crate::edge::staged::StagedFolder;
use crate::edge::terminal::{self, Stopwatch, TerminalProgress};
use crate::edge::workplace::Found;
use crate::model::Checked;
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
    settings.config.publish.redact = arguments.redact;
    let Checked { value: theme, diagnostics: left_out } = settings.theme()?;
    let against = match &arguments.against {
        Some(old) => Some(old_addresses::read(old).map_err(|source| CliError::OldSite { path: old.clone(), source })?),
        None => None,
    };
    let staged = staged(arguments, &settings)?;
    let progress = TerminalProgress::new(arguments.quiet);
    let helpers = Arc::new(Helpers::of_this_program());
    let highlighter = Highlighter::new(Arc::clone(&helpers) as Arc<dyn CodeParser>);
    let means = Means { highlighter, against, ..Means::default() };
    let built = site::build_with(&archive, &settings.config, &theme, &staged, &progress, means);
    progress.finish();
    let built = match built {
        Ok(built) => {
            let diagnostics = check::without_secrets([built.diagnostics, left_out].concat(), arguments.redact);
            Built { diagnostics, ..built }
        }
        Err(Failed { diagnostics, error }) => {
            let diagnostics = check::without_secrets([diagnostics, left_out].concat(), arguments.redact);
            return Err(CliError::Build { diagnostics, source: error });
        }
    };
    if let Some(error) = helpers.failure() {
        return Err(CliError::NoHelper(error));
    }
    check::say_worth(&built.diagnostics, arguments.quiet, arguments.verbose);
    let published = staged.publish()?;
    if let Some(leftover) = published.leftover {
        super::say(Severity::Warning, &leftover, Some(&leftover.hint()));
    }
    for words in limits::near(&built.written) {
        terminal::say(&format!("warning: {words}"));
    }
    if !arguments.quiet {
        if let Some(words) = kept_words(&published.kept) {
            terminal::say(&words);
        }
        terminal::say(&closing_words(&built, &arguments.output.join("index.html").display().to_string(), &stopwatch));
        check::say_what_to_do(&arguments.archive, built.runs, &built.diagnostics);
        if let Some(words) = missing_words(&settings.config).filter(|_| built.runs > 0) {
            terminal::say(&format!("hint: {words}"));
        }
    }
    Ok(check::outcome(&built.diagnostics, arguments.deny_warnings))
}

/// The folder in which the site grows, which a signal removes.
fn staged(arguments: &BuildArguments, settings: &Settings) -> Result<StagedFolder, CliError> {
    let say = |words: &str| {
        if !arguments.quiet {
            terminal::say(words);
        }
    };
    let held = Held::default();
    signals::end_cleanly(&held);
    let waits = || say(&format!("Waiting for another build of `{}` to end", arguments.output.display()));
    let staged = StagedFolder::open(&arguments.output, &settings.protected(&arguments.archive), held, &waits)?;
    match staged.found {
        Found::Nothing => {}
        Found::Remains => say("Removed what a build that was killed had left"),
        Found::OldSite => say("Put the old site back, which a build that was killed had moved away"),
    }
    Ok(staged)
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

/// What a site lacks that does not know where it will stand.
fn missing_words(config: &Config) -> Option<String> {
    let cards = if config.cards { "no cards were made (`cards = true`), " } else { "" };
    config.base_url.is_none().then(|| {
        format!(
            "without `base_url` {cards}there are no feeds and no site map, previews of links have no picture, pages no canonical \
             address, and 404.html works at the root alone; set it in pilcrow.toml or with --base-url"
        )
    })
}

fn closing_words(built: &Built, index: &str, stopwatch: &Stopwatch) -> String {
    format!(
        "{}, {}, {}, {} in {:.2} s: {index}",
        format::counted(built.runs, "run"),
        format::counted(built.findings, "finding"),
        format::counted(built.written.pages, "page"),
        format::bytes(built.written.bytes),
        stopwatch.seconds()
    )
}
