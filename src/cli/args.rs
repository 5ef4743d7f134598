//! What the command line may say.

use crate::model::PullRequest;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turns a folder of stored AI review runs into a static site.
#[derive(Debug, Parser)]
#[command(name = "pilcrow", version, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site of an archive
    #[command(after_help = STATUS)]
    Build(BuildArguments),
    /// Say everything that is wrong with an archive, and write nothing
    #[command(after_help = STATUS)]
    Check(CheckArguments),
    /// Bring reviews in another format into an archive
    #[command(after_help = STATUS)]
    Import(ImportArguments),
    /// Write the data of an archive for other programs
    #[command(after_help = STATUS)]
    Export(ExportArguments),
    /// Print the JSON Schema of a review run
    Schema,
}

const STATUS: &str = "Exit status: 0 fine, 1 invalid files in the archive (or warnings, with --deny-warnings), 2 usage, 3 could not write.";

#[derive(Debug, Args)]
pub struct BuildArguments {
    /// Folder of review runs
    #[arg(default_value = "reviews")]
    pub archive: PathBuf,
    /// Folder to write; it is replaced as a whole
    #[arg(short, long, default_value = "site")]
    pub output: PathBuf,
    #[command(flatten)]
    pub config: ConfigArguments,
    /// Where the site will stand, such as <https://team.github.io/reviews/>
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Count warnings as errors in the exit status
    #[arg(long)]
    pub deny_warnings: bool,
    /// Say nothing but problems
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Folder of review runs
    #[arg(default_value = "reviews")]
    pub archive: PathBuf,
    #[command(flatten)]
    pub config: ConfigArguments,
    /// Also list recorded metrics that differ from what the findings say
    #[arg(long)]
    pub audit: bool,
    /// How to print the problems
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Count warnings as errors in the exit status
    #[arg(long)]
    pub deny_warnings: bool,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct ImportArguments {
    /// What the files are
    #[arg(value_enum)]
    pub format: ImportFormat,
    /// Files to read
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Folder of review runs to write to
    #[arg(short, long, default_value = "reviews")]
    pub output: PathBuf,
    /// Replace runs that are there and differ
    #[arg(long)]
    pub force: bool,
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The reviewed repository, where the file does not name it
    #[arg(long, value_name = "OWNER/NAME")]
    pub repository: Option<String>,
    /// The forge, where it is not <https://github.com>
    #[arg(long, value_name = "URL")]
    pub host: Option<String>,
    /// The reviewed commit, where the file does not name it
    #[arg(long, value_name = "SHA")]
    pub revision: Option<String>,
    /// The reviewed pull request, where the file does not name it
    #[arg(long, value_name = "NUMBER")]
    pub pull_request: Option<PullRequest>,
    /// When the review took place, where the file does not say it
    #[arg(long)]
    pub date: Option<String>,
    /// Make one run of several SARIF files of one commit
    #[arg(long)]
    pub merge: bool,
    /// Do not say what was kept as text
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub struct ExportArguments {
    /// Folder of review runs
    #[arg(default_value = "reviews")]
    pub archive: PathBuf,
    /// Folder to write Parquet files to: reviews, reviewers, findings, found
    #[arg(long, value_name = "DIR")]
    pub parquet: PathBuf,
    /// Replace files of these names that this program did not make
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub config: ConfigArguments,
    /// Count warnings as errors in the exit status
    #[arg(long)]
    pub deny_warnings: bool,
    /// Say nothing but problems
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImportFormat {
    /// Consolidated reports in Markdown
    DeepReview,
    /// SARIF 2.1.0 of any tool
    Sarif,
    /// Reviews and comments of a pull request, as GitHub's API gives them
    Github,
}

#[derive(Debug, Args)]
pub struct ConfigArguments {
    /// Configuration [default: pilcrow.toml beside the archive, else in the current folder]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One JSON array
    Json,
    /// Workflow commands that GitHub shows as annotations
    Github,
}
