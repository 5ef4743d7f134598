//! The formats: what they are called, who reads them, and which of them a file is in.
//!
//! A file is told by what is in it, never by its name. One that fits several formats, or none, is refused: a run that was
//! read wrongly would look like one that was read right.

use super::json::documents::documents;
use super::json::{self, look};
use super::markdown::with_unix_breaks;
use super::{
    Import, Options, Source, claude, coderabbit, codex, deep_review, envelope, github, gitlab, rdjson, roborev, sarif,
};
use crate::model::{Diagnostic, Level};
use serde_json::Value;

/// A format of reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Consolidated reports in Markdown.
    DeepReview,
    /// SARIF of any tool.
    Sarif,
    /// Answers of GitHub's API.
    Github,
    /// Reviews by Codex.
    Codex,
    /// Reviews by Claude Code.
    Claude,
    /// Events of CodeRabbit's program.
    Coderabbit,
    /// Exports of roborev.
    Roborev,
    /// Reviewdog's format in one object.
    Rdjson,
    /// The same, a diagnostic a line.
    Rdjsonl,
    /// GitLab's Code Quality reports.
    Gitlab,
}

impl Format {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 10] = [
        Self::DeepReview,
        Self::Sarif,
        Self::Github,
        Self::Codex,
        Self::Claude,
        Self::Coderabbit,
        Self::Roborev,
        Self::Rdjson,
        Self::Rdjsonl,
        Self::Gitlab,
    ];

    /// The word that the command line has for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::DeepReview => "deep-review",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Codex => "codex",
            Self::Claude => "claude",
            Self::Coderabbit => "coderabbit",
            Self::Roborev => "roborev",
            Self::Rdjson => "rdjson",
            Self::Rdjsonl => "rdjsonl",
            Self::Gitlab => "gitlab",
        }
    }

    /// Makes runs of files of this format.
    #[must_use]
    pub fn read(self, sources: &[Source], options: &Options) -> Import {
        match self {
            Self::DeepReview => deep_review::read(sources, options),
            Self::Sarif => sarif::read(sources, options),
            Self::Github => github::read(sources, options),
            Self::Codex => codex::read(sources, options),
            Self::Claude => claude::read(sources, options),
            Self::Coderabbit => coderabbit::read(sources, options),
            Self::Roborev => roborev::read(sources, options),
            Self::Rdjson | Self::Rdjsonl => rdjson::read(sources, options),
            Self::Gitlab => gitlab::read(sources, options),
        }
    }
}

/// What a file is, going by what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detected {
    /// A file of this format.
    Format(Format),
    /// A run of this program's own format.
    Run,
    /// It fits each of these formats; none if it fits none.
    Unclear(Vec<Format>),
}

/// Which format a file is in.
#[must_use]
pub fn detect(bytes: &[u8]) -> Detected {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let found = documents(text);
    if found.values.iter().any(is_run) {
        return Detected::Run;
    }
    // What stands between the lines of a report may be an example.
    let is_report = !found.prose.is_empty() && deep_review::fits(&with_unix_breaks(text));
    let mut fitting: Vec<Format> = if is_report {
        vec![Format::DeepReview]
    } else {
        Format::ALL.into_iter().filter(|format| fits_bare(*format, &found.values)).collect()
    };
    let opened = envelope::opened(found);
    fitting.extend(codex::fits(&opened.documents).then_some(Format::Codex));
    fitting.extend(claude::fits(&opened.documents).then_some(Format::Claude));
    // The program around an empty list says whose it is.
    match (fitting.as_slice(), opened.work.agent) {
        ([format], _) => Detected::Format(*format),
        ([], Some("codex")) => Detected::Format(Format::Codex),
        ([], Some("claude")) => Detected::Format(Format::Claude),
        _ => Detected::Unclear(fitting),
    }
}

fn is_run(value: &Value) -> bool {
    look::text(value, "format").is_some_and(|format| format.starts_with("pilcrow-review/"))
}

fn fits_bare(format: Format, values: &[Value]) -> bool {
    match format {
        Format::Sarif => sarif::fits(values),
        Format::Github => github::fits(values),
        Format::Coderabbit => coderabbit::fits(values),
        Format::Roborev => roborev::fits(values),
        Format::Rdjson => rdjson::fits_whole(values),
        Format::Rdjsonl => rdjson::fits_lines(values),
        Format::Gitlab => gitlab::fits(values),
        // These may be wrapped, or in Markdown.
        Format::DeepReview | Format::Codex | Format::Claude => false,
    }
}

impl Detected {
    /// The format of a file.
    ///
    /// # Errors
    /// When it is a run already, or it is not clear what it is.
    pub fn format_of(self, source: &Source) -> Result<Format, Box<Diagnostic>> {
        let error = |message: String, hint: String| {
            Box::new(Diagnostic::of_file(Level::Error, &source.shown, message).with_hint(hint))
        };
        match self {
            Self::Format(format) => Ok(format),
            Self::Run => Err(error(
                "is a review run already and needs no import".to_owned(),
                "put it into the folder of the archive; `pilcrow check` tells whether it is valid".to_owned(),
            )),
            Self::Unclear(formats) if formats.is_empty() => Err(Box::new(unrecognised(source)?)),
            Self::Unclear(formats) => {
                let words: Vec<&str> = formats.iter().map(|format| format.word()).collect();
                let first = words.first().copied().unwrap_or_default();
                let message = format!("could be {}", words.join(" or "));
                Err(error(message, format!("name the format, as in `pilcrow import {first} FILE`")))
            }
        }
    }
}

/// Why a file is in no format: it is empty or broken, or something else.
fn unrecognised(source: &Source) -> Result<Diagnostic, Box<Diagnostic>> {
    const NAME_IT: &str = "name the format, as in `pilcrow import codex FILE`; `pilcrow import --help` lists them";
    let text = source.text()?;
    let is_json = text.trim_start().starts_with(['{', '[']);
    let error = |message: &str| Diagnostic::of_file(Level::Error, &source.shown, message).with_hint(NAME_IT);
    Ok(match (text.trim().is_empty(), is_json && documents(text).values.is_empty()) {
        (true, _) => error("the file is empty"),
        (_, true) => json::without_documents(source, text, NAME_IT),
        _ => error("not recognised as any format"),
    })
}
