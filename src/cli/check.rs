//! `pilcrow check`, and how problems are told.

use super::Outcome;
use super::args::{CheckArguments, Format};
use super::settings::{Settings, is_archive};
use crate::aggregate::Analysis;
use crate::edge::disk::ArchiveFolder;
use crate::edge::terminal;
use crate::model::{Checked, Diagnostic, Level};
use crate::site;
use crate::text::format;

/// Says everything that is wrong with the archive.
pub fn run(arguments: &CheckArguments) -> Outcome {
    if !is_archive(&arguments.archive) {
        return Outcome::Usage;
    }
    let Some(settings) = Settings::read(&arguments.config, &arguments.archive) else { return Outcome::Usage };
    let Some(theme) = settings.theme() else { return Outcome::Usage };
    let audit = arguments.audit;
    let mut checked =
        site::check(&ArchiveFolder::new(&arguments.archive), &settings.config, &theme, |analysis| Found {
            runs: analysis.totals.reviews,
            findings: analysis.totals.all_findings,
            notes: if audit { audit_notes(analysis) } else { Vec::new() },
        });
    checked.diagnostics.append(&mut checked.value.notes);
    match arguments.format {
        Format::Text => {
            say_all(&checked.diagnostics);
            terminal::say(&closing_words(&checked));
        }
        Format::Json => terminal::print(&json(&checked.diagnostics)),
        Format::Github => terminal::print(&checked.diagnostics.iter().map(annotation).collect::<String>()),
    }
    outcome(&checked.diagnostics, arguments.deny_warnings)
}

/// Says each problem on standard error.
pub fn say_all(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        terminal::say(terminal::rendered(diagnostic).trim_end());
    }
}

/// What the problems mean for the exit status.
pub fn outcome(diagnostics: &[Diagnostic], deny_warnings: bool) -> Outcome {
    let counts = |diagnostic: &Diagnostic| match diagnostic.level {
        Level::Error => true,
        Level::Warning => deny_warnings,
        Level::Note => false,
    };
    if diagnostics.iter().any(counts) { Outcome::Findings } else { Outcome::Fine }
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

/// Recorded figures that differ from what the findings say.
fn audit_notes(analysis: &Analysis<'_>) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for (run, differences) in analysis.corpus.runs.iter().zip(&analysis.differences).rev() {
        for difference in differences {
            let message = format!(
                "{} recorded {} = {}, the findings give {}",
                run.metrics[difference.metrics].agent,
                difference.field,
                format::figure(difference.recorded),
                difference.derived
            );
            notes.push(Diagnostic {
                pointer: difference.pointer(),
                ..Diagnostic::of_file(Level::Note, &run.shown, message)
            });
        }
    }
    notes
}

fn json(diagnostics: &[Diagnostic]) -> String {
    let values: Vec<serde_json::Value> = diagnostics
        .iter()
        .map(|diagnostic| {
            let place = diagnostic.place.as_ref();
            serde_json::json!({
                "level": diagnostic.level.word(),
                "file": diagnostic.file,
                "pointer": diagnostic.pointer,
                "line": place.map(|place| place.line),
                "column": place.map(|place| place.column),
                "message": diagnostic.message,
                "hint": diagnostic.hint,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::Array(values))
}

/// `::error file=…,line=…,col=…::message`, its special characters encoded as GitHub reads them.
fn annotation(diagnostic: &Diagnostic) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let place = diagnostic.place.as_ref().map(|place| format!(",line={},col={}", place.line, place.column));
    let pointer = if diagnostic.pointer.is_empty() { String::new() } else { format!("{}: ", diagnostic.pointer) };
    let hint = diagnostic.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    format!(
        "::{} file={}{}::{}\n",
        diagnostic.level.word(),
        property(&diagnostic.file),
        place.unwrap_or_default(),
        data(&format!("{pointer}{}{hint}", diagnostic.message))
    )
}
