//! The command line: arguments in, exit status out; one file per command.

mod advice;
mod args;
mod build;
mod check;
mod error;
mod export;
mod import;
mod init;
mod limits;
mod manual;
mod matches;
mod new;
mod report;
mod serve;
mod settings;
mod summary;
mod twins;

use crate::edge::{helpers, terminal};
use crate::model::visible;
use args::{Arguments, Command};
use clap::Parser;
use clap::error::ContextValue;
use error::{CliError, Severity};
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

/// How a command that did its work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Fine,
    /// The archive has invalid files, or warnings where they were denied.
    Problems,
}

/// Runs a command. The exit status is 0 when all is well, 1 when something is wrong with the archive, 2 when the command
/// line or the configuration is, and 3 when something could not be written.
#[must_use]
pub fn run_command(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let ended = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => run(&arguments.command),
        Err(unparsed) if unparsed.use_stderr() => {
            // Nobody may be listening any more.
            let _ = with_visible_arguments(unparsed).print();
            return ExitCode::from(2);
        }
        Err(help) => {
            help.print().and_then(|()| io::stdout().flush()).map_err(CliError::UnwritableOutput).map(|()| Outcome::Fine)
        }
    };
    ExitCode::from(match ended {
        Ok(Outcome::Fine) => 0,
        Ok(Outcome::Problems) => 1,
        Err(error) => {
            check::say_all(error.diagnostics(), true);
            if !error.is_quiet() {
                say(Severity::Error, &error, error.hint().as_deref());
            }
            error.status()
        }
    })
}

fn run(command: &Command) -> Result<Outcome, CliError> {
    match command {
        Command::Init(arguments) => init::run(arguments),
        Command::New(arguments) => new::run(arguments),
        Command::Build(arguments) => build::run(arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Import(arguments) => import::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Summary(arguments) => summary::run(arguments),
        Command::Schema => {
            terminal::print(crate::archive::SCHEMA).map_err(CliError::UnwritableOutput)?;
            Ok(Outcome::Fine)
        }
        Command::Completions { shell } => manual::print_completions(*shell),
        Command::Man => manual::print_page(),
        Command::ParseCode => {
            helpers::help();
            Ok(Outcome::Fine)
        }
    }
}

/// An error of the command line that quotes arguments, every sign of them seen. Clap puts its words together when it prints.
fn with_visible_arguments(mut error: clap::Error) -> clap::Error {
    let shown = |text: &String| terminal::powerless(&visible(text)).into_owned();
    let shown_value = |value: &ContextValue| match value {
        ContextValue::String(text) => Some(ContextValue::String(shown(text))),
        ContextValue::Strings(texts) => Some(ContextValue::Strings(texts.iter().map(shown).collect())),
        // Suggestions, which quote the argument again. Without their colours.
        ContextValue::StyledStrs(texts) => {
            Some(ContextValue::StyledStrs(texts.iter().map(|text| shown(&text.to_string()).into()).collect()))
        }
        _ => None,
    };
    let is_odd = |(_, value): (_, &ContextValue)| match value {
        ContextValue::String(text) => shown(text) != *text,
        ContextValue::Strings(texts) => texts.iter().any(|text| shown(text) != *text),
        _ => false,
    };
    if error.context().any(is_odd) {
        let values: Vec<_> = error.context().filter_map(|(kind, value)| Some((kind, shown_value(value)?))).collect();
        for (kind, value) in values {
            error.insert(kind, value);
        }
    }
    error
}

/// Says what went wrong with the program's own work, on standard error.
fn say(severity: Severity, error: &dyn std::error::Error, hint: Option<&str>) {
    terminal::say_painted(error::rendered(severity, error, hint, terminal::has_colour()).trim_end());
}
