//! The arguments of `import`.

use crate::import::format;
use crate::model::forge::is_sha;
use crate::model::{BaseAddress, Date, PullRequest, Repository, Severity, Slug};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct ImportArguments {
    /// Format of the files
    #[arg(value_enum)]
    pub format: ImportFormat,
    /// Files to import
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Archive to add the runs to
    #[arg(short, long, default_value = "reviews")]
    pub output: PathBuf,
    /// Overwrite existing runs that differ
    #[arg(long)]
    pub force: bool,
    /// Report what would be written, without writing anything
    #[arg(long)]
    pub dry_run: bool,
    /// Reviewed repository, for files that do not name it
    #[arg(long, value_name = "OWNER/NAME")]
    pub repository: Option<Repository>,
    /// Address of the forge, if it is not <https://github.com>
    #[arg(long, value_name = "URL")]
    pub host: Option<BaseAddress>,
    /// Reviewed commit, for files that do not name it
    #[arg(long, value_name = "SHA", value_parser = revision)]
    pub revision: Option<String>,
    /// Reviewed pull request, for files that do not name it
    #[arg(long, value_name = "NUMBER")]
    pub pull_request: Option<PullRequest>,
    /// Date of the review, for files that do not state it
    #[arg(long, value_parser = date)]
    pub date: Option<Date>,
    /// Merge several SARIF files about one commit into one run
    #[arg(long)]
    pub merge: bool,
    /// Id of the run that `merge` makes
    #[arg(long, value_name = "ID", required_if_eq("format", "merge"))]
    pub id: Option<Slug>,
    /// What `merge` shall join or keep apart, a line each: `same claude:I2 codex:I1`, `apart claude:I3 codex:I2`
    #[arg(long, value_name = "FILE", requires = "id")]
    pub joins: Option<PathBuf>,
    /// Agent that reviewed, for files that do not name it [default: that of the format]
    #[arg(long, value_name = "SLUG")]
    pub agent: Option<Slug>,
    /// Model that reviewed, for files that do not name it
    #[arg(long, value_name = "TEXT", value_parser = model)]
    pub model: Option<String>,
    /// Severity of findings that Claude did not rate [default: suggestion]
    #[arg(long, value_name = "WORD", value_parser = severity)]
    pub severity: Option<Severity>,
    /// Folder that was reviewed, if files name absolute paths
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Do not list what was kept as text
    #[arg(short, long)]
    pub quiet: bool,
    /// Show every problem in full, however many there are
    #[arg(short, long)]
    pub verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImportFormat {
    /// Whichever of the following each file is in
    Auto,
    /// The same, of one commit: all files become one run, in which agents share what they both found
    Merge,
    /// Consolidated review reports in Markdown
    DeepReview,
    /// SARIF 2.1.0 of any tool
    Sarif,
    /// Reviews and comments of a pull request, as returned by GitHub's API
    Github,
    /// JSON that Codex writes when it reviews
    Codex,
    /// JSON that Claude Code writes when it reviews
    Claude,
    /// Output of `coderabbit review --agent`
    Coderabbit,
    /// Output of `roborev export reviews`
    Roborev,
    /// Reviewdog's diagnostic format, one object
    Rdjson,
    /// Reviewdog's diagnostic format, a diagnostic per line
    Rdjsonl,
    /// GitLab's Code Quality reports
    Gitlab,
}

impl ImportFormat {
    /// The format; `None` where it is to be told by what is in a file.
    pub fn named(self) -> Option<format::Format> {
        Some(match self {
            Self::Auto | Self::Merge => return None,
            Self::DeepReview => format::Format::DeepReview,
            Self::Sarif => format::Format::Sarif,
            Self::Github => format::Format::Github,
            Self::Codex => format::Format::Codex,
            Self::Claude => format::Format::Claude,
            Self::Coderabbit => format::Format::Coderabbit,
            Self::Roborev => format::Format::Roborev,
            Self::Rdjson => format::Format::Rdjson,
            Self::Rdjsonl => format::Format::Rdjsonl,
            Self::Gitlab => format::Format::Gitlab,
        })
    }
}

fn model(text: &str) -> Result<String, &'static str> {
    let is_line = !text.trim().is_empty() && !text.chars().any(char::is_control);
    if is_line { Ok(text.trim().to_owned()) } else { Err("expected a line of text") }
}

fn severity(text: &str) -> Result<Severity, &'static str> {
    let known = Severity::ALL.into_iter().find(|severity| severity.word().eq_ignore_ascii_case(text));
    known.ok_or("expected critical, important, suggestion or concern")
}

fn revision(text: &str) -> Result<String, &'static str> {
    if is_sha(text) { Ok(text.to_owned()) } else { Err("expected a commit SHA of 7 to 64 hex digits") }
}

fn date(text: &str) -> Result<Date, &'static str> {
    Date::parse(text).ok_or("expected YYYY-MM-DD, YYYY-MM-DDTHH:MM or RFC 3339")
}
