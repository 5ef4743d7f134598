//! What several agents said of one commit, as one run: the same problem found by several is one finding with several finders,
//! each with its own severity and reference.
//!
//! Two findings are joined when the text of both is about the same matter in the same place, see [`answer`]; rather two than a
//! wrong one. Findings of one file are never joined with each other. Each join is told with its evidence in the section
//! [`SECTION`], and [`Joins`] overrule it.

mod answer;
mod finding;
mod groups;
mod joins;
mod whole;

pub use answer::{answer, features};
pub use joins::Joins;

use super::Imported;
use crate::likeness::{Rarity, sketch};
use crate::model::{Date, Diagnostic, Level, ProblemKind, Run, Sketch, Slug};
use groups::Member;

/// A run of one file, and what it is called in joins: the file's stem.
pub struct Part {
    /// The file's name without its ending.
    pub stem: String,
    /// What was read from it.
    pub imported: Imported,
}

impl Part {
    /// A run that is in a file of its own.
    #[must_use]
    pub fn new(stem: String, run: Run) -> Self {
        let files = vec![stem.clone()];
        Self { stem, imported: Imported { run, files, kept: Vec::new() } }
    }

    /// The run.
    #[must_use]
    pub fn run(&self) -> &Run {
        &self.imported.run
    }
}

/// What several files make together.
#[derive(Debug)]
pub struct Merged {
    /// The run.
    pub imported: Imported,
    /// Findings that became one, each as `claude:I2`; those that nothing was joined with are alone.
    pub groups: Vec<Vec<String>>,
}

/// Makes one run of several.
///
/// # Errors
/// When they are about different commits, pull requests or repositories, or a join names a finding that is not there.
pub fn merge(parts: Vec<Part>, id: Slug, joins: &Joins) -> Result<Merged, Vec<Diagnostic>> {
    let Some(date) = parts.iter().map(|part| part.imported.run.date).max_by_key(Date::order) else {
        return Err(Vec::new());
    };
    let problems = differences(&parts);
    if !problems.is_empty() {
        return Err(problems);
    }
    let members = members(&parts);
    let overruled = joins.resolved(&parts, &members)?;
    let sketches: Vec<Sketch> = members.iter().map(|member| sketch(member.finding(&parts))).collect();
    let rarity = Rarity::of(sketches.iter());
    let groups = groups::groups(&members, &sketches, &rarity, &overruled);
    let by_name =
        |group: &groups::Group| group.members.iter().map(|member| whole::reference(&parts, *member)).collect();
    let named = groups.iter().map(by_name).collect();
    Ok(Merged { imported: whole::put_together(parts, id, date, &groups), groups: named })
}

fn members(parts: &[Part]) -> Vec<Member> {
    let of_part = |(part, one): (usize, &Part)| {
        let count = one.imported.run.findings.len();
        (0..count).map(move |finding| Member { part, finding }).collect::<Vec<_>>()
    };
    parts.iter().enumerate().flat_map(of_part).collect()
}

/// An error for each part that is about something else than the first that says what it is about.
fn differences(parts: &[Part]) -> Vec<Diagnostic> {
    let commit = |part: &Part| part.imported.run.revision().map(str::to_lowercase);
    let change = |part: &Part| part.imported.run.subject.pull_request.map(|number| format!("#{number}"));
    let repository = |part: &Part| part.imported.run.subject.repository.as_deref().map(str::to_lowercase);
    let is_same_commit = |one: &str, other: &str| one.starts_with(other) || other.starts_with(one);
    let equal = |one: &str, other: &str| one == other;
    let mut problems = differing(parts, "commit", commit, is_same_commit);
    problems.extend(differing(parts, "pull request", change, equal));
    problems.extend(differing(parts, "repository", repository, equal));
    problems
}

fn differing(
    parts: &[Part],
    what: &str,
    of: impl Fn(&Part) -> Option<String>,
    is_same: impl Fn(&str, &str) -> bool,
) -> Vec<Diagnostic> {
    let mut stated = parts.iter().filter_map(|part| Some((part, of(part)?)));
    let Some((first, expected)) = stated.next() else { return Vec::new() };
    let others = stated.filter(|(_, other)| !is_same(&expected, other));
    let file = |part: &Part| part.imported.files.first().cloned().unwrap_or_default();
    others
        .map(|(part, other)| {
            let message = format!("is about {what} `{other}`, but `{}` about `{expected}`", file(first));
            Diagnostic::of_file(Level::Error, &file(part), message)
                .of_kind(ProblemKind::NotImported)
                .with_hint("merge what was said of one commit only, and import this one separately")
        })
        .collect()
}

#[cfg(test)]
mod tests;
