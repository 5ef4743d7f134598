//! `pilcrow check`, and how problems are told.

use super::args::{CheckArguments, Format};
use super::settings::{Settings, archive};
use super::{CliError, Outcome};
use crate::aggregate::audit;
use crate::edge::terminal;
use crate::model::{Checked, Corpus, Diagnostic, Level, ProblemKind};
use crate::site;
use crate::text::format;

/// Says everything that is wrong with the archive.
pub fn run(arguments: &CheckArguments) -> Result<Outcome, CliError> {
    let archive = archive(&arguments.archive)?;
    let settings = Settings::read(&arguments.config, &arguments.archive)?;
    let mut checked = site::check(&archive, &settings.config);
    if arguments.audit {
        let notes = audit_notes(&checked.value);
        checked.diagnostics.extend(notes);
    }
    match arguments.format {
        Format::Text => {
            say_all(&checked.diagnostics);
            terminal::say(&closing_words(&checked));
        }
        Format::Json => terminal::print(&json(&checked.diagnostics)),
        Format::Github => terminal::print(&checked.diagnostics.iter().map(annotation).collect::<String>()),
    }
    Ok(outcome(&checked.diagnostics, arguments.deny_warnings))
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
    if diagnostics.iter().any(counts) { Outcome::Problems } else { Outcome::Fine }
}

fn closing_words(checked: &Checked<Corpus>) -> String {
    format!(
        "{}, {}; {}, {}",
        format::counted(checked.value.runs.len(), "valid run"),
        format::counted(checked.value.finding_count(), "finding"),
        format::counted(checked.count(Level::Error), "error"),
        format::counted(checked.count(Level::Warning), "warning")
    )
}

/// Recorded figures that differ from what the findings say.
fn audit_notes(corpus: &Corpus) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for run in corpus.runs.iter().rev() {
        for difference in audit::differences(run) {
            let message = format!(
                "`{}` recorded `{}` = {}, but the findings give {}",
                difference.agent,
                difference.field,
                format::figure(difference.recorded),
                difference.derived
            );
            notes.push(Diagnostic {
                pointer: difference.pointer,
                ..Diagnostic::new(Level::Note, ProblemKind::MetricMismatch, &run.shown, message)
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
                "kind": diagnostic.kind.word(),
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
