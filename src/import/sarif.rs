//! SARIF 2.1.0 files of any tool: a run for each `runs[]` entry, or one for all of them.
//!
//! | in the file | severity |
//! |---|---|
//! | `security-severity` of the result or its rule, from 9.0 | critical |
//! | … from 7.0 | important |
//! | … from 4.0 | suggestion |
//! | … below 4.0 | suggestion |
//! | else level `error` | important |
//! | level `warning` | suggestion |
//! | level `note`, which is kept as a tag, or `none` | suggestion |
//!
//! The level is the result's own, else `none` where its kind is not `fail`, else what an invocation or the rule
//! configures, else `warning`. Results of the kinds `pass`, `informational` and `notApplicable` are no findings: they
//! stand in a section of their own.
//!
//! What the file says twice is told once: the text of a rule stands in the finding that is alone in breaking it, else
//! in the section on rules.

mod about;
mod assemble;
mod files;
mod fix;
mod known;
mod left_out;
mod merge;
mod message;
mod place;
mod reading;
mod region;
mod result;
mod rule;
mod section;
mod state;
mod tool_run;

use super::json::{self, look};
use super::{FreeIds, Import, Options, Source};
use crate::import::markdown::inline::one_line;
use crate::input::problem::shortened;
use crate::model::{Diagnostic, Level, ProblemKind};
use crate::text::format::counted;
use assemble::imported_run;
use left_out::LeftOut;
use serde_json::Value;
use std::collections::BTreeSet;
use tool_run::{ToolRun, read_tool_run};

/// Names that a message holds at most.
const MOST_NAMES: usize = 8;

/// The hint for a log without results.
const STOPPED: &str = "did the tool exit before it wrote its results?";

/// Makes runs of SARIF files.
#[must_use]
pub fn read(sources: &[Source], options: &Options) -> Import {
    let mut import = Import::default();
    let mut tool_runs = Vec::new();
    for source in sources {
        match tool_runs_in(source, options, &mut import.diagnostics) {
            Ok(found) => tool_runs.extend(found),
            Err(diagnostic) => import.diagnostics.push(*diagnostic),
        }
    }
    if options.merge {
        let stem = merged_stem(&tool_runs);
        let merged = merge::merge_tool_runs(tool_runs, &mut import.diagnostics);
        tool_runs = merged.map(|tool_run| ToolRun { stem, ..tool_run }).into_iter().collect();
    }
    let mut ids = FreeIds::default();
    for tool_run in tool_runs {
        match (tool_run.date.or(options.date), ids.next(&tool_run.stem, "sarif")) {
            (Some(date), Some(id)) => import.runs.extend(imported_run(tool_run, id, date)),
            _ => push_missing_date(&tool_run.files, &mut import.diagnostics),
        }
    }
    import
}

/// Whether documents can be nothing but SARIF logs.
#[must_use]
pub fn fits(documents: &[Value]) -> bool {
    let is_log = |log: &Value| {
        let is_named = look::text(log, "$schema").is_some_and(|schema| schema.contains("sarif"));
        let is_version = look::text(log, "version").is_some_and(|version| version.starts_with("2."));
        log.get("runs").is_some_and(Value::is_array) && (is_named || is_version)
    };
    !documents.is_empty() && documents.iter().all(is_log)
}

/// One error a file, unless it has one already.
fn push_missing_date(files: &[String], diagnostics: &mut Vec<Diagnostic>) {
    for file in files {
        if !diagnostics.iter().any(|known| known.file == *file && known.level == Level::Error) {
            let message = "no date: the log does not record when the tool ran";
            diagnostics.push(Diagnostic::of_file(Level::Error, file, message).with_hint("pass --date YYYY-MM-DD"));
        }
    }
}

fn tool_runs_in(
    source: &Source,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<ToolRun>, Box<Diagnostic>> {
    let (text, note) = json::mended(source, source.text()?);
    let log = checked_log(source, &text)?;
    let runs = look::list(&log, "runs").iter().filter(|run| run.is_object());
    let mut tool_runs: Vec<ToolRun> = runs.filter_map(|run| read_tool_run(run, source, options)).collect();
    let own = tool_runs.iter().find_map(|tool_run| tool_run.date);
    for tool_run in &mut tool_runs {
        tool_run.date = tool_run.date.or(options.date).or(own);
    }
    diagnostics.extend(note);
    diagnostics.extend(warnings_about(source, &tool_runs, &log));
    Ok(tool_runs)
}

/// The document, once it is known to be SARIF with something in it.
fn checked_log(source: &Source, text: &str) -> Result<Value, Box<Diagnostic>> {
    let error =
        |message: &str, hint: &str| Box::new(Diagnostic::of_file(Level::Error, &source.shown, message).with_hint(hint));
    if text.trim().is_empty() {
        return Err(error("the file is empty", STOPPED));
    }
    let not_json =
        |problem| json::not_json(source, text, &problem, "a SARIF log is a JSON file; is this the right file?");
    let log: Value = serde_json::from_str(text).map_err(|problem| Box::new(not_json(problem)))?;
    match look::text(&log, "version") {
        Some(version) if version == "2.1" || version.starts_with("2.1.") => {}
        Some(version) => {
            let message = format!("unsupported SARIF version {}, expected 2.1.0", one_line(version));
            return Err(error(&message, "configure the tool to write SARIF 2.1.0"));
        }
        None => {
            return Err(error("not a SARIF log: `version` is missing", "a SARIF log contains \"version\": \"2.1.0\""));
        }
    }
    if !look::list(&log, "runs").iter().any(Value::is_object) {
        return Err(error("no entries in `runs`", STOPPED));
    }
    Ok(log)
}

/// What the runs of a file do not hold, or not where a reader would look for it.
fn warnings_about(source: &Source, tool_runs: &[ToolRun], log: &Value) -> Vec<Diagnostic> {
    let runs = look::list(log, "runs").iter();
    let mut elsewhere: BTreeSet<&str> = runs.flat_map(section::external_properties).map(|(name, _)| name).collect();
    if !look::list(log, "inlineExternalProperties").is_empty() {
        elsewhere.insert("inlineExternalProperties");
    }
    let names: Vec<String> =
        elsewhere.into_iter().take(MOST_NAMES).map(|name| format!("`{}`", shortened(name))).collect();
    let elsewhere = (!names.is_empty()).then(|| {
        let message = format!("external properties are not read: {}", names.join(", "));
        Diagnostic::of_file(Level::Warning, &source.shown, message)
            .of_kind(ProblemKind::PartlyImported)
            .with_hint("configure the tool to write everything into `runs`")
    });
    let outside: usize = tool_runs.iter().flat_map(|tool_run| &tool_run.drafts).map(|draft| draft.outside).sum();
    let outside = (outside > 0).then(|| {
        let message = format!("kept {} outside the repository as text", counted(outside, "location"));
        Diagnostic::of_file(Level::Warning, &source.shown, message).of_kind(ProblemKind::PartlyImported).with_hint(
            "run the tool in the repository root, or pass --repository OWNER/NAME if the checkout folder is named NAME",
        )
    });
    let left_out = tool_runs.iter().fold(LeftOut::default(), |all, tool_run| all.and(&tool_run.left_out)).words();
    let left_out = left_out
        .map(|words| Diagnostic::of_file(Level::Note, &source.shown, words).of_kind(ProblemKind::PartlyImported));
    [elsewhere, outside, left_out].into_iter().flatten().collect()
}

/// The stems of all files, once each and in their order, so that the order of the files changes no id.
fn merged_stem(tool_runs: &[ToolRun]) -> String {
    let mut stems: Vec<&str> = Vec::new();
    for tool_run in tool_runs {
        if !stems.contains(&tool_run.stem.as_str()) {
            stems.push(&tool_run.stem);
        }
    }
    stems.sort_unstable();
    stems.join("-")
}
