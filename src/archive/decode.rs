//! A located JSON tree into a [`Run`], with every problem of shape collected.

use super::form::Form;
use super::treatment::Treatment;
use super::{FORMAT, check};
use crate::input::problem::shortened;
use crate::input::{Node, Problem, Reader, Unknown, Value, json};
use crate::model::diagnostic::Places;
use crate::model::{Diagnostic, Level, ProblemKind, Run};

/// Reads one run from the bytes of the file named `file`, whose stem is `stem`.
///
/// The run is `None` when any of the diagnostics is an error.
#[must_use]
pub fn decode(bytes: &[u8], file: &str, stem: &str) -> (Option<Run>, Vec<Diagnostic>) {
    decode_treated(bytes, file, stem, Treatment::default())
}

/// The same, with what is done for the sake of publication.
#[must_use]
pub fn decode_treated(
    bytes: &[u8],
    file: &str,
    stem: &str,
    treatment: Treatment<'_>,
) -> (Option<Run>, Vec<Diagnostic>) {
    let mut replaced = Vec::new();
    match json::parse(bytes, &mut replaced) {
        Err(problem) => (None, diagnostics(vec![*problem], file, &String::from_utf8_lossy(bytes))),
        Ok((text, root)) => {
            let (run, problems) = run_of(&root, replaced, stem);
            treatment.apply(run, diagnostics(problems, file, text), file, (text, &root))
        }
    }
}

fn diagnostics(problems: Vec<Problem>, file: &str, text: &str) -> Vec<Diagnostic> {
    if problems.is_empty() {
        return Vec::new();
    }
    let places = Places::in_text(text);
    problems.into_iter().map(|problem| problem.into_diagnostic(file, &places)).collect()
}

/// What is wrong with a tree that stands in no file yet.
pub fn problems_in(root: &Node<'_>, file: &str, stem: &str) -> Vec<Diagnostic> {
    let (_, problems) = run_of(root, Vec::new(), stem);
    let without_place = |diagnostic| Diagnostic { place: None, ..diagnostic };
    diagnostics(problems, file, "").into_iter().map(without_place).collect()
}

fn run_of(root: &Node<'_>, replaced: Vec<Problem>, stem: &str) -> (Option<Run>, Vec<Problem>) {
    let mut reader = Reader::new(Unknown::Warning);
    reader.adopt(replaced);
    if !is_our_format(&mut reader, root) {
        return (None, reader.into_problems());
    }
    let run = Run::read(&mut reader, root);
    if let Some(run) = &run {
        check::check_run(&mut reader, root, run, stem);
    }
    let usable = !reader.has_errors();
    (run.filter(|_| usable), reader.into_problems())
}

/// Judged first: in another format no other message would mean anything.
fn is_our_format(reader: &mut Reader, root: &Node<'_>) -> bool {
    let Some(node) = root.at("/format") else {
        // A missing `format` is reported with the other missing keys, unless nothing here looks like a run.
        let looks_like_a_run = matches!(&root.value, Value::Object(entries)
            if entries.iter().any(|entry| matches!(entry.key.as_ref(), "id" | "reviewers" | "findings")));
        if !looks_like_a_run {
            reader.error(root, ProblemKind::NotARun, "is not a review run").hint =
                Some(format!("a run starts with \"format\": \"{FORMAT}\""));
        }
        return looks_like_a_run;
    };
    let Value::String(format) = &node.value else {
        let message = format!("expected a string, found {}", node.kind());
        reader.at(root, "/format", Level::Error, ProblemKind::WrongType, message);
        return false;
    };
    if format == FORMAT {
        return true;
    }
    let newer = format
        .strip_prefix("pilcrow-review/")
        .and_then(|major| major.parse::<u32>().ok())
        .is_some_and(|major| major > 1);
    let message = format!("unknown format `{}`", shortened(format));
    let problem = reader.at(root, "/format", Level::Error, ProblemKind::UnknownFormat, message);
    problem.hint = Some(if newer {
        format!("this program reads {FORMAT}; install a newer pilcrow to read this file")
    } else {
        format!("expected \"{FORMAT}\"")
    });
    false
}
