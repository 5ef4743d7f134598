//! The command line: arguments in, exit status out; one file per command.

mod args;
mod build;
mod check;
mod error;
mod export;
mod import;
mod report;
mod settings;

use crate::edge::{helpers, terminal};
use args::{Arguments, Command};
use clap::Parser;
use error::{CliError, Severity};
use std::ffi::OsString;
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
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no mistake; printing them can fail only where nobody reads.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let ended = match arguments.command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Schema => {
            terminal::print(crate::archive::SCHEMA);
            Ok(Outcome::Fine)
        }
        Command::ParseCode => {
            helpers::help();
            Ok(Outcome::Fine)
        }
    };
    ExitCode::from(match ended {
        Ok(Outcome::Fine) => 0,
        Ok(Outcome::Problems) => 1,
        Err(error) => {
            check::say_all(error.diagnostics(), true);
            say(Severity::Error, &error, error.hint().as_deref());
            error.status()
        }
    })
}

/// Says what went wrong with the program's own work, on standard error.
fn say(severity: Severity, error: &dyn std::error::Error, hint: Option<&str>) {
    terminal::say(error::rendered(severity, error, hint, terminal::has_colour()).trim_end());
}
