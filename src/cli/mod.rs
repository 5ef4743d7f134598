//! The command line: arguments in, exit code out; one file per command.

mod args;
mod build;
mod check;
mod export;
mod import;
mod settings;

use crate::edge::terminal;
use args::{Arguments, Command};
use clap::Parser;
use std::ffi::OsString;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Fine,
    /// The archive has invalid files, or warnings where they were denied.
    Findings,
    /// The command line or the configuration is wrong.
    Usage,
    /// The site could not be written.
    NotWritten,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Fine => 0,
            Outcome::Findings => 1,
            Outcome::Usage => 2,
            Outcome::NotWritten => 3,
        })
    }
}

/// Runs a command.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no mistake; printing them can fail only where nobody reads.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let outcome = match arguments.command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Schema => {
            terminal::print(crate::archive::SCHEMA);
            Outcome::Fine
        }
    };
    outcome.into()
}
