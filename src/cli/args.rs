//! What the command line may say.

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
