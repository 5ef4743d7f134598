//! `pilcrow check`, and how problems are shown.

use super::args::{CheckArguments, Format};
use super::report::{self, Shown};
use super::settings::{Settings, archive_or_runs};
use super::{CliError, Outcome, advice};
use crate::aggregate::Analysis;
use crate::aggregate::twins::Twins;
use crate::edge::terminal;
use crate::model::{Checked, Diagnostic, Level, ProblemKind};
use crate::publish::hidden_words;
use crate::site;
use crate::text::format;
use std::path::Path;

/// Reports every problem in the archive.
pub fn run(arguments: &CheckArguments) -> Result<Outcome, CliError> {
    let (archive, place) = archive_or_runs(&arguments.archive)?;
    let mut settings = Settings::read(&arguments.config, &place)?;
    settings.config.publish.report = arguments.publish;
    let Checked { value: theme, diagnostics: left_out } = settings.theme()?;
    let mut checked = site::check(&*archive, &settings.config, &theme, |analysis| Found {
        runs: analysis.totals.reviews,
        findings: analysis.totals.all_findings,
        notes: notes(analysis, arguments),
    });
    checked.diagnostics.extend(left_out);
    checked.diagnostics.append(&mut checked.value.notes);
    let checked = Checked { diagnostics: without_secrets(checked.diagnostics, arguments.publish), ..checked };
    match arguments.format {
        Format::Text => {
            say_all(&checked.diagnostics, arguments.verbose);
            terminal::say(&closing_words(&checked));
            if let [folder] = arguments.archive.as_slice() {
                say_what_to_do(folder, checked.value.runs, &checked.diagnostics);
            }
        }
        Format::Json => terminal::print(&report::json(&checked.diagnostics)).map_err(CliError::UnwritableOutput)?,
        Format::Github => terminal::print(&report::github(&checked.diagnostics)).map_err(CliError::UnwritableOutput)?,
    }
    Ok(outcome(&checked.diagnostics, arguments.deny_warnings))
}

/// What to type next, where a folder gave no run.
pub fn say_what_to_do(folder: &Path, runs: usize, diagnostics: &[Diagnostic]) {
    let words = match (runs, diagnostics) {
        (0, []) => Some(advice::without_runs(folder)),
        (0, _) => advice::without_valid_runs(folder),
        _ => None,
    };
    if let Some(words) = words {
        terminal::say(&format!("hint: {words}"));
    }
}

/// Problems without the credentials that their messages and lines may quote, if that is asked for.
pub fn without_secrets(diagnostics: Vec<Diagnostic>, is_wanted: bool) -> Vec<Diagnostic> {
    if !is_wanted {
        return diagnostics;
    }
    diagnostics.into_iter().map(|problem| problem.hidden(hidden_words)).collect()
}

/// Shows problems on standard error: all of them, or one of each sort.
pub fn say_all(diagnostics: &[Diagnostic], is_verbose: bool) {
    if is_verbose {
        return diagnostics.iter().for_each(terminal::say_problem);
    }
    for shown in report::abridged(diagnostics) {
        match shown {
            Shown::Whole(diagnostic) => terminal::say_problem(diagnostic),
            Shown::More(lines) => lines.iter().for_each(|line| terminal::say(&format!("  {line}"))),
            Shown::Table(lines) => say_table(&lines),
        }
    }
}

/// What is wrong, and with `--quiet` nothing of what is only worth knowing.
pub fn say_worth(diagnostics: &[Diagnostic], is_quiet: bool, is_verbose: bool) {
    let is_said = |diagnostic: &&Diagnostic| !is_quiet || diagnostic.level != Level::Note;
    let said: Vec<Diagnostic> = diagnostics.iter().filter(is_said).cloned().collect();
    say_all(&said, is_verbose);
}

fn say_table(lines: &[String]) {
    terminal::say("");
    for line in lines {
        terminal::say(line);
    }
    terminal::say("--verbose shows all of them");
    terminal::say("");
}

/// Whether problems count for the exit status.
pub fn outcome(diagnostics: &[Diagnostic], deny_warnings: bool) -> Outcome {
    let counts = |diagnostic: &Diagnostic| match diagnostic.level {
        Level::Error => true,
        Level::Warning => deny_warnings,
        Level::Note => false,
    };
    if diagnostics.iter().any(counts) { Outcome::Problems } else { Outcome::Fine }
}

/// What a check counts beside the problems.
struct Found {
    runs: usize,
    findings: usize,
    notes: Vec<Diagnostic>,
}

fn closing_words(checked: &Checked<Found>) -> String {
    format!(
        "{}, {}; {}, {}",
        format::counted(checked.value.runs, "valid run"),
        format::counted(checked.value.findings, "finding"),
        format::counted(checked.count(Level::Error), "error"),
        format::counted(checked.count(Level::Warning), "warning")
    )
}

fn notes(analysis: &Analysis<'_>, arguments: &CheckArguments) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    if arguments.audit {
        notes.extend(audit_notes(analysis));
    }
    if arguments.matches {
        notes.extend(super::matches::notes(analysis));
    }
    notes
}

/// A note for each recorded metric that disagrees with the findings, and for what may be one agent or model.
fn audit_notes(analysis: &Analysis<'_>) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for (run, differences) in analysis.corpus.runs.iter().zip(&analysis.differences).rev() {
        for difference in differences {
            let message = format!(
                "`{}` recorded `{}` = {}, but the findings give {}",
                run.metrics[difference.metrics].agent,
                difference.field,
                format::figure(difference.recorded),
                difference.derived
            );
            notes.push(Diagnostic {
                pointer: difference.pointer(),
                ..Diagnostic::new(Level::Note, ProblemKind::MetricMismatch, &run.shown, message)
            });
        }
    }
    notes.extend(super::twins::notes(&Twins::of(analysis.corpus)));
    notes
}
