//! The arguments of the command line. What can be checked without the disk is checked here, so that clap says what is wrong.

mod import;

pub use import::{ImportArguments, ImportFormat};

use crate::edge::helpers;
use crate::model::{BaseAddress, Change, Slug};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// Build a static site from a folder of stored AI review runs.
#[derive(Debug, Parser)]
#[command(name = "pilcrow", version, arg_required_else_help = true, after_help = STATUS)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make an archive to begin with
    #[command(after_help = "Example: pilcrow init my-reviews --demo --skill claude")]
    Init(InitArguments),
    /// Make a run to fill in
    #[command(after_help = "Example: pilcrow new 20260322-142409-pr-242 --from-pr owner/name#242")]
    New(NewArguments),
    /// Build the site of an archive
    #[command(after_help = "Example: pilcrow build reviews --output site --base-url https://team.github.io/reviews/")]
    Build(BuildArguments),
    /// Show the site in a browser while you write, from memory
    #[command(after_help = "Example: pilcrow serve reviews --open")]
    Serve(ServeArguments),
    /// Report every problem in an archive, without writing anything
    #[command(after_help = "Example: pilcrow check reviews --deny-warnings --format github")]
    Check(CheckArguments),
    /// Convert reviews in other formats and add them to an archive
    #[command(
        after_help = "Example: pilcrow import sarif ruff.sarif bandit.sarif --merge --repository owner/name --output reviews"
    )]
    Import(ImportArguments),
    /// Write the data of an archive as Parquet files
    #[command(after_help = "Example: pilcrow export reviews --parquet data")]
    Export(ExportArguments),
    /// Print runs as Markdown, for the pull requests that they are about
    #[command(
        after_help = "Example: pilcrow summary 20260322-142409-pr-242 --base-url https://team.github.io/reviews/"
    )]
    Summary(SummaryArguments),
    /// Print the JSON Schema of a review run
    #[command(after_help = "Example: pilcrow schema > review.schema.json")]
    Schema,
    /// Print a script that completes commands in a shell
    #[command(after_help = "Example: pilcrow completions bash > ~/.local/share/bash-completion/completions/pilcrow")]
    Completions {
        /// Shell to print it for
        shell: Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example: pilcrow man > pilcrow.1")]
    Man,
    /// Parse code that a build sends; a build starts this itself
    #[command(name = helpers::COMMAND, hide = true)]
    ParseCode,
}

const STATUS: &str = "\
Exit status:
  0  success
  1  invalid files in the archive or among the imported ones (with --deny-warnings: or warnings)
  2  invalid arguments or configuration
  3  output could not be written";

#[derive(Debug, Args)]
pub struct InitArguments {
    /// Folder of the archive, its configuration and its workflow
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
    /// Bring the sample archive, which is made up
    #[arg(long)]
    pub demo: bool,
    /// Also put the instructions for writing runs where this coding agent looks for them
    #[arg(long, value_enum, value_name = "AGENT")]
    pub skill: Vec<Skill>,
}

/// A coding agent that reads instructions from a place of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Skill {
    /// Claude Code: .claude/skills
    Claude,
    /// Codex: .agents/skills
    Codex,
    /// Gemini CLI: .gemini/skills
    Gemini,
}

#[derive(Debug, Args)]
pub struct NewArguments {
    /// Id of the run, which is the name of its file; a date that it begins with is that of the run
    pub id: Slug,
    /// Reviewed pull request: owner/name#242, or its address
    #[arg(long, value_name = "CHANGE")]
    pub from_pr: Option<Change>,
    /// Archive to add the run to
    #[arg(short = 'o', long = "output", default_value = "reviews", value_name = "ARCHIVE")]
    pub archive: PathBuf,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct BuildArguments {
    /// Folder of review runs
    #[arg(default_value = "reviews")]
    pub archive: PathBuf,
    /// Folder to write; an existing site in it is replaced as a whole
    #[arg(short, long, default_value = "site")]
    pub output: PathBuf,
    #[command(flatten)]
    pub config: ConfigArguments,
    /// Address the site will be served from, such as <https://team.github.io/reviews/>
    #[arg(long, value_name = "URL")]
    pub base_url: Option<BaseAddress>,
    /// Older site, or its saved data/addresses.json: fail if an address that it had would be lost
    #[arg(long, value_name = "OLD")]
    pub against: Option<PathBuf>,
    /// Put marks in the place of everything that `check --publish` finds
    #[arg(long)]
    pub redact: bool,
    /// Exit with status 1 if there are warnings
    #[arg(long)]
    pub deny_warnings: bool,
    /// Print problems only
    #[arg(short, long)]
    pub quiet: bool,
    /// Show every problem in full, however many there are
    #[arg(short, long)]
    pub verbose: bool,
}

#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Folder of review runs
    #[arg(default_value = "reviews")]
    pub archive: PathBuf,
    /// Port on this machine; if it is taken, the next free one is used, and 0 lets the system choose
    #[arg(long, value_name = "N", default_value_t = 4040)]
    pub port: u16,
    /// Open the site in a browser
    #[arg(long)]
    pub open: bool,
    #[command(flatten)]
    pub config: ConfigArguments,
    /// Address the site will have once it is published; it is served below the same path
    #[arg(long, value_name = "URL")]
    pub base_url: Option<BaseAddress>,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct CheckArguments {
    /// Folder of review runs, or files of runs; `-` is standard input
    #[arg(default_value = "reviews", value_name = "ARCHIVE")]
    pub archive: Vec<PathBuf>,
    #[command(flatten)]
    pub config: ConfigArguments,
    /// Also list recorded metrics that disagree with the findings
    #[arg(long)]
    pub audit: bool,
    /// Also list findings of two rounds that are hardly the same, or hardly not
    #[arg(long)]
    pub matches: bool,
    /// Also look for what should not be public: credentials, home folders, e-mail addresses, private hosts
    #[arg(long)]
    pub publish: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Exit with status 1 if there are warnings
    #[arg(long)]
    pub deny_warnings: bool,
    /// Show every problem in full, however many there are; JSON always holds all of them
    #[arg(short, long)]
    pub verbose: bool,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct ExportArguments {
    /// Folder of review runs
    #[arg(default_value = "reviews")]
    pub archive: PathBuf,
    /// Folder to write the tables to, as Parquet files
    #[arg(long, value_name = "DIR")]
    pub parquet: PathBuf,
    /// Overwrite files of these names that pilcrow did not write
    #[arg(long)]
    pub force: bool,
    /// Put marks in the place of everything that `check --publish` finds
    #[arg(long)]
    pub redact: bool,
    #[command(flatten)]
    pub config: ConfigArguments,
    /// Exit with status 1 if there are warnings
    #[arg(long)]
    pub deny_warnings: bool,
    /// Print problems only
    #[arg(short, long)]
    pub quiet: bool,
    /// Show every problem in full, however many there are
    #[arg(short, long)]
    pub verbose: bool,
}

#[derive(Debug, Args)]
pub struct SummaryArguments {
    /// Runs, by their ids or their files
    #[arg(required = true, value_name = "RUN")]
    pub runs: Vec<String>,
    /// Folder of review runs
    #[arg(long, default_value = "reviews", value_name = "DIR")]
    pub archive: PathBuf,
    #[command(flatten)]
    pub config: ConfigArguments,
    /// Address that the site is served from; without one, here or in the configuration, there are no links
    #[arg(long, value_name = "URL")]
    pub base_url: Option<BaseAddress>,
    /// Findings of each run to list at most
    #[arg(long, default_value_t = 30, value_name = "NUMBER")]
    pub max: usize,
}

#[derive(Debug, Args)]
pub struct ConfigArguments {
    /// Configuration file [default: pilcrow.toml next to the archive, or in the current folder]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Human-readable
    Text,
    /// A JSON array of all problems
    Json,
    /// GitHub annotations, as many as GitHub shows: 10 of each level
    Github,
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::{CommandFactory, Parser};

    #[test]
    fn arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_example_parses() {
        let mut examples = 0;
        for command in Arguments::command().get_subcommands().filter(|command| !command.is_hide_set()) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let words = help.strip_prefix("Example: ").expect("an example").split(" > ").next().unwrap_or_default();
            Arguments::try_parse_from(words.split(' ')).expect(words);
            examples += 1;
        }
        assert_eq!(examples, 11);
    }

    #[test]
    fn wrong_values_are_named_with_what_is_expected() {
        for (arguments, words) in [
            ("build --base-url ftp://x", "'ftp://x' for '--base-url <URL>': is not an http or https address"),
            ("import sarif x --repository x", "'--repository <OWNER/NAME>': is not `owner/name`"),
            ("import sarif x --host git.example.com", "'--host <URL>': is not an http or https address"),
            ("import sarif x --host https://github.com@evil.example", "has a user name or password before its host"),
            ("import sarif x --host https://git.example.com/?x", "has a query or a fragment"),
            ("import sarif x --pull-request 0", "is not a whole number from 1"),
            ("import sarif x --revision main", "expected a commit SHA"),
            ("import sarif x --date soon", "'soon' for '--date <DATE>': expected YYYY-MM-DD"),
        ] {
            let error = Arguments::try_parse_from(format!("pilcrow {arguments}").split(' ')).expect_err(arguments);
            assert!(error.to_string().contains(words), "{error}");
        }
    }
}
