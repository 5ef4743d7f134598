//! Several agents' outputs on one commit, as one run.

use super::super::args::ImportArguments;
use super::read;
use crate::import::Import;
use crate::import::merge::{Joins, merge};
use crate::model::{Diagnostic, Level, ProblemKind, Slug};
use std::path::Path;

/// Makes one run of files of whatever format, or none where one of them gives no run: without it an agent would seem not to
/// have reviewed, or to have found nothing.
pub fn one_run(arguments: &ImportArguments, id: &Slug) -> Import {
    let (parts, mut diagnostics) = read::parts(&arguments.files, &read::options(arguments));
    let joins = joins(arguments.joins.as_deref()).unwrap_or_else(|problems| {
        diagnostics.extend(problems);
        Joins::default()
    });
    if diagnostics.iter().any(|problem| problem.level == Level::Error) {
        let message = format!("`{id}` was not made, since not all of what it is made of can be read");
        let problem = Diagnostic::new(Level::Error, ProblemKind::NotImported, &format!("{id}.json"), message);
        diagnostics.push(problem.with_hint("mend the files above, or merge those that can be read"));
        return Import { diagnostics, ..Import::default() };
    }
    let runs = match merge(parts, id.clone(), &joins) {
        Ok(merged) => vec![merged.imported],
        Err(problems) => {
            diagnostics.extend(problems);
            Vec::new()
        }
    };
    Import { runs, diagnostics }
}

fn joins(file: Option<&Path>) -> Result<Joins, Vec<Diagnostic>> {
    let Some(file) = file else { return Ok(Joins::default()) };
    let source = read::source(file).map_err(|problem| vec![*problem])?;
    let text = source.text().map_err(|problem| vec![*problem])?;
    Joins::parse(text, &source.shown)
}
