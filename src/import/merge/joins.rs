//! What a team says of single joins, in a file with a line for each: `same claude:I2 codex:I1`, `apart claude:I3 gemini:S1`.

use super::Part;
use super::groups::Member;
use crate::model::{Diagnostic, Level, ProblemKind};
use std::collections::BTreeSet;

/// The lines of such a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joins {
    file: String,
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    number: usize,
    is_same: bool,
    /// `claude:I2`
    names: Vec<String>,
}

/// The same, of findings that are there.
#[derive(Debug, Default)]
pub struct Overruled {
    pub same: Vec<(Member, Member)>,
    apart: BTreeSet<(Member, Member)>,
}

impl Overruled {
    /// Whether two findings are not one, whatever they look like.
    pub fn are_apart(&self, one: Member, other: Member) -> bool {
        self.apart.contains(&(one.min(other), one.max(other)))
    }
}

impl Joins {
    /// Reads a file: empty lines and lines that begin with `#` are nothing.
    ///
    /// # Errors
    /// Each line that says neither `same` nor `apart`, or names less than two findings.
    pub fn parse(text: &str, file: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut joins = Self { file: file.to_owned(), lines: Vec::new() };
        let mut problems = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let mut words = line.split_whitespace();
            let is_same = match words.next() {
                None => continue,
                Some(word) if word.starts_with('#') => continue,
                Some("same") => true,
                Some("apart") => false,
                Some(_) => {
                    problems.push(joins.problem(number, "begins with neither `same` nor `apart`"));
                    continue;
                }
            };
            let names: Vec<String> = words.map(str::to_owned).collect();
            if names.len() < 2 {
                problems.push(joins.problem(number, "names less than two findings"));
            }
            joins.lines.push(Line { number, is_same, names });
        }
        if problems.is_empty() { Ok(joins) } else { Err(problems) }
    }

    fn problem(&self, number: usize, what: &str) -> Diagnostic {
        let message = format!("line {number} {what}");
        Diagnostic::of_file(Level::Error, &self.file, message)
            .of_kind(ProblemKind::InvalidValue)
            .with_hint("write `same claude:I2 codex:I1` or `apart claude:I3 codex:I2`, with ids as `pilcrow import` gives them to each file alone")
    }

    /// The findings that the lines mean.
    ///
    /// # Errors
    /// Each name that is of no finding, or of several.
    pub fn resolved(&self, parts: &[Part], members: &[Member]) -> Result<Overruled, Vec<Diagnostic>> {
        let mut overruled = Overruled::default();
        let mut problems = Vec::new();
        for line in &self.lines {
            let found: Vec<Option<Member>> = line.names.iter().map(|name| member(name, parts, members)).collect();
            let missing = line.names.iter().zip(&found).filter(|(_, found)| found.is_none());
            problems.extend(missing.map(|(name, _)| {
                self.problem(line.number, &format!("names `{name}`, which is no finding of these files"))
            }));
            let found: Vec<Member> = found.into_iter().flatten().collect();
            for (at, one) in found.iter().enumerate() {
                for other in &found[at + 1..] {
                    if line.is_same {
                        overruled.same.push((*one, *other));
                    } else {
                        overruled.apart.insert((*one.min(other), *one.max(other)));
                    }
                }
            }
        }
        if problems.is_empty() { Ok(overruled) } else { Err(problems) }
    }
}

/// `claude:I2`: the finding `I2` of the file that is called `claude`, or whose only reviewer is.
fn member(name: &str, parts: &[Part], members: &[Member]) -> Option<Member> {
    let (whose, id) = name.rsplit_once(':')?;
    let is_meant = |part: &Part| {
        let reviewers = &part.imported.run.reviewers;
        part.stem == whose || (reviewers.len() == 1 && reviewers[0].agent.as_str() == whose)
    };
    let meant = |member: &&Member| is_meant(&parts[member.part]) && member.finding(parts).id.as_str() == id;
    let mut meant = members.iter().filter(meant);
    // Two files of one agent are told apart by their names.
    meant.next().copied().filter(|_| meant.next().is_none())
}
