//! Reviews that exist already, in the formats that people have them in, as runs: consolidated Markdown reports, what agents
//! and linters write, and the comments of a pull request on GitHub.
//!
//! Each reader is a pure function from bytes to runs. What it cannot place it keeps as text, under its own heading and
//! in order, and says so in [`Imported::kept`]: nothing is dropped for want of a field, and what is too much to keep is
//! told in a note. None of them panics, whatever the bytes; `fuzz/` looks for some that make one.
//!
//! | room | what it is for |
//! |---|---|
//! | [`deep_review`], [`sarif`], [`github`], [`codex`], [`claude`], [`coderabbit`], [`roborev`], [`rdjson`], [`gitlab`] | one reader a format; none knows another, the disk or the clock |
//! | [`mod@format`] | which formats there are, and which one a file is in |
//! | `draft` | a finding and a run in the making, for the output of one agent |
//! | `envelope` | what the programs of agents put around what the agent said |
//! | [`merge`](mod@merge) | what several agents said of one commit, as one run |
//! | `markdown` | the lines of a text: headings, fences, lists, tables; and text as Markdown |
//! | `words` | plain text and values as Markdown |
//! | `comment` | a comment as bots write it: hidden parts, suggested changes, its title |
//! | `marks` | letters, words and badges that stand for severities |
//! | `patch` | unified diffs, read and written |
//! | `paths` | which part of a path is inside the repository, and the lines behind it |
//! | `json` | what other programs get wrong in JSON, and what is in it |
//! | [`difference`](mod@difference) | how a run that is imported again differs |
//! | [`by_hand`] | what a person added to it, and the source cannot say |
//!
//! What two readers need goes into a shared room, in words that name no format.

pub mod by_hand;
pub mod claude;
pub mod coderabbit;
pub mod codex;
mod comment;
pub mod deep_review;
pub mod difference;
mod draft;
mod envelope;
pub mod format;
pub mod github;
pub mod gitlab;
mod json;
mod markdown;
mod marks;
pub mod merge;
mod patch;
mod paths;
pub mod rdjson;
pub mod roborev;
pub mod sarif;
mod words;

use crate::model::{BaseAddress, Date, Diagnostic, Level, ProblemKind, PullRequest, Repository, Run, Severity, Slug};
use std::collections::BTreeSet;

/// A foreign file.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's name without its last ending, from which ids are made.
    pub stem: String,
    /// The file as a reader of messages would type it.
    pub shown: String,
    /// The whole content, of whatever encoding.
    pub bytes: Vec<u8>,
    /// When the file was last changed, for formats that hold no date.
    pub modified: Option<Date>,
}

/// What a file may not say itself.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The reviewed repository, `owner/name`.
    pub repository: Option<Repository>,
    /// Address of the forge, where it is not GitHub.
    pub host: Option<BaseAddress>,
    /// The reviewed commit.
    pub revision: Option<String>,
    /// The number of the reviewed pull request.
    pub pull_request: Option<PullRequest>,
    /// When the review took place.
    pub date: Option<Date>,
    /// Make one run of several files of one commit.
    pub merge: bool,
    /// Who reviewed.
    pub agent: Option<Slug>,
    /// The model that reviewed.
    pub model: Option<String>,
    /// How much a finding weighs of which no severity is known.
    pub severity: Option<Severity>,
    /// The folder that was reviewed, in each of its spellings.
    pub roots: Vec<String>,
}

/// A run that was made from foreign files.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Checked by its reader, not yet by the archive.
    pub run: Run,
    /// The files it was made from, as they were typed.
    pub files: Vec<String>,
    /// What had no field of its own and was kept as text: where it stands now and what it is, such as
    /// `section "Reconciliation"`.
    pub kept: Vec<String>,
}

impl Imported {
    /// How many findings there are of each severity, such as `1C 3S`; empty where there are none.
    #[must_use]
    pub fn counts_in_letters(&self) -> String {
        let count = |severity| self.run.findings.iter().filter(|finding| finding.severity == severity).count();
        let counts = Severity::ALL.into_iter().map(|severity| (count(severity), severity.letter()));
        let words = counts.filter(|(count, _)| *count > 0).map(|(count, letter)| format!("{count}{letter}"));
        words.collect::<Vec<_>>().join(" ")
    }
}

/// What came of some files: the runs, and what was wrong with the files that gave none.
#[derive(Debug, Default)]
pub struct Import {
    /// In the order of the files.
    pub runs: Vec<Imported>,
    /// One error for each file that gave no run; warnings and notes about others.
    pub diagnostics: Vec<Diagnostic>,
}

impl Source {
    /// The file as text, without a byte order mark.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub fn text(&self) -> Result<&str, Box<Diagnostic>> {
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
            Err(error) => {
                let message = format!("is not UTF-8: invalid byte at offset {}", error.valid_up_to());
                let problem = Diagnostic::of_file(Level::Error, &self.shown, message).of_kind(ProblemKind::NotUtf8);
                Err(Box::new(problem.with_hint("save the file as UTF-8")))
            }
        }
    }
}

/// Ids of runs that are not taken yet.
#[derive(Debug, Default)]
struct FreeIds(BTreeSet<String>);

impl FreeIds {
    /// The words as an id, with a number where another run has it already; `otherwise` where no id can be made of them.
    fn next(&mut self, words: &str, otherwise: &str) -> Option<Slug> {
        let base = slug_of(words).or_else(|| slug_of(otherwise))?;
        let mut id = base.clone();
        let mut number = 1;
        while !self.0.insert(id.key()) {
            number += 1;
            id = format!("{base}-{number}").parse().ok()?;
        }
        Some(id)
    }
}

/// Words as a slug: letters, digits, `.`, `_` and `-` stay, runs of anything else become one hyphen, at most 100
/// characters; `None` where nothing is left.
#[must_use]
pub fn slug_of(words: &str) -> Option<Slug> {
    let mut out = String::new();
    for c in words.chars().take(400) {
        if c.is_ascii_alphanumeric() || (matches!(c, '_' | '.') && !out.ends_with('.')) {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(100);
    out.trim_matches(['-', '.', '_']).parse().ok()
}
