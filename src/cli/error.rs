//! Why a command could not do its work: a value with the exit status it means, printed in one place.

use super::advice;
use crate::edge::old_addresses::OldSiteError;
use crate::edge::stage_error::StageError;
use crate::export::parquet::EncodeError;
use crate::model::{Diagnostic, visible};
use crate::site::BuildError;
use std::fmt::Write;
use std::io;
use std::path::PathBuf;

/// Why a command could not do its work. A message states the fact; the chain of sources says why, [`CliError::hint`] what
/// to do about it.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error("the archive `{}` is not a folder", .0.display())]
    NoArchive(PathBuf),
    #[error("files and folders cannot be checked together")]
    FilesAndFolders,
    #[error("only `import merge` takes an `--id`: other runs are called like their files")]
    IdWithoutMerge,
    #[error("cannot read standard input")]
    UnreadableInput(#[source] io::Error),
    #[error("cannot read the archive `{}`; nothing was changed", path.display())]
    UnreadableArchive { path: PathBuf, source: io::Error },
    #[error("the configuration `{}` does not exist", .0.display())]
    NoConfig(PathBuf),
    #[error("cannot read the configuration `{}`", path.display())]
    UnreadableConfig { path: PathBuf, source: io::Error },
    #[error("the configuration `{}` is a link out of its folder or no regular file, and was not read", .0.display())]
    LinkedConfig(PathBuf),
    #[error("invalid configuration `{}`", path.display())]
    InvalidConfig { path: PathBuf, diagnostics: Vec<Diagnostic> },
    #[error("cannot read `{}`, the folder of `{key}` in the configuration", path.display())]
    UnreadableTheme { key: &'static str, path: PathBuf, source: io::Error },
    #[error("cannot read the addresses of the old site `{}`; nothing was changed", path.display())]
    OldSite { path: PathBuf, source: OldSiteError },
    #[error(transparent)]
    Stage(#[from] StageError),
    #[error("cannot build the site; nothing was changed")]
    Build { diagnostics: Vec<Diagnostic>, source: BuildError },
    #[error("cannot start another process to parse code in; nothing was changed")]
    NoHelper(#[source] io::Error),
    #[error("cannot watch the files for changes")]
    Unwatched(#[source] notify::Error),
    #[error("cannot listen on port {port} of this machine")]
    NoPort { port: u16, source: io::Error },
    #[error("cannot plan the site")]
    NoPreview,
    #[error("cannot open a browser")]
    NoBrowser(#[source] io::Error),
    #[error("cannot read the archive; nothing was changed")]
    Tables { diagnostics: Vec<Diagnostic>, source: BuildError },
    #[error("cannot make the tables; nothing was changed")]
    Encode(#[from] EncodeError),
    #[error("`{}` was not written by pilcrow and is left alone; nothing was changed", .0.display())]
    ForeignTable(PathBuf),
    #[error("cannot read `{}`, which is to be replaced; nothing was changed", path.display())]
    UnreadableTable { path: PathBuf, source: io::Error },
    #[error("cannot write `{}`; {replaced} of the 4 files were written before it", path.display())]
    UnwritableTable { path: PathBuf, replaced: usize, source: io::Error },
    #[error("{failed} of {runs} runs could not be written")]
    UnwritableRuns { failed: usize, runs: usize },
    #[error("no valid run of `{}` is called `{run}`", archive.display())]
    NoRun { run: String, archive: PathBuf },
    #[error("cannot write `{}`", path.display())]
    UnwritableFile { path: PathBuf, source: io::Error },
    #[error("`{}` is there already, and was left alone", .0.display())]
    FileExists(PathBuf),
    #[error("cannot write to standard output")]
    UnwritableOutput(#[source] io::Error),
}

impl CliError {
    /// The exit status: 2 for invalid arguments or configuration, 3 for output that could not be written.
    pub fn status(&self) -> u8 {
        match self {
            Self::NoArchive(_)
            | Self::FilesAndFolders
            | Self::IdWithoutMerge
            | Self::NoRun { .. }
            | Self::UnreadableInput(_)
            | Self::UnreadableArchive { .. }
            | Self::LinkedConfig(_)
            | Self::NoConfig(_)
            | Self::UnreadableConfig { .. }
            | Self::InvalidConfig { .. }
            | Self::OldSite { .. }
            | Self::UnreadableTheme { .. } => 2,
            Self::Stage(_)
            | Self::Build { .. }
            | Self::NoHelper(_)
            | Self::Unwatched(_)
            | Self::NoPort { .. }
            | Self::NoPreview
            | Self::NoBrowser(_)
            | Self::Tables { .. }
            | Self::Encode(_)
            | Self::ForeignTable(_)
            | Self::UnreadableTable { .. }
            | Self::UnwritableTable { .. }
            | Self::UnwritableRuns { .. }
            | Self::UnwritableFile { .. }
            | Self::FileExists(_)
            | Self::UnwritableOutput(_) => 3,
        }
    }

    /// Whether there is nobody to tell it to: whoever read standard output went away, as `head` does.
    pub fn is_quiet(&self) -> bool {
        matches!(self, Self::UnwritableOutput(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// How to fix it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoArchive(path) => Some(advice::without_folder(path)),
            Self::FilesAndFolders => Some("pass one folder, or files alone".to_owned()),
            Self::IdWithoutMerge => Some("leave `--id` out, or write `pilcrow import merge`".to_owned()),
            Self::LinkedConfig(_) => Some("name the file itself with --config, or put a copy there".to_owned()),
            Self::Stage(error) => error.hint(),
            Self::OldSite { .. } => {
                Some("pass the folder of a site that pilcrow built, or the file data/addresses.json of one".to_owned())
            }
            Self::Build { source: BuildError::Lost(_), .. } => Some(
                "an alias keeps old links working, see docs/addresses.md; a build without --against gives the addresses up"
                    .to_owned(),
            ),
            Self::NoRun { .. } => {
                Some("name it by its id or its file, and the folder of the archive with --archive".to_owned())
            }
            Self::FileExists(_) => Some("choose another id, or remove the file".to_owned()),
            Self::NoPort { .. } => {
                Some("choose another with --port, or let the system choose with --port 0".to_owned())
            }
            Self::ForeignTable(_) => Some("choose another folder, or replace it with --force".to_owned()),
            Self::UnreadableTheme { .. } => {
                Some("the path is relative to the folder of the configuration file".to_owned())
            }
            _ => None,
        }
    }

    /// The problems that the message sums up, or that came before the failure and are often its cause.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Self::InvalidConfig { diagnostics, .. }
            | Self::Build { diagnostics, .. }
            | Self::Tables { diagnostics, .. } => diagnostics,
            _ => &[],
        }
    }
}

/// How serious a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Error,
    Warning,
}

/// A failure in the style of clap and cargo: the message, its causes, how to fix it. Colours are the only signs in it that
/// are not seen.
pub fn rendered(severity: Severity, error: &dyn std::error::Error, hint: Option<&str>, colour: bool) -> String {
    let painted = |code: &str, word: &str| {
        if colour { format!("\x1b[{code}m{word}\x1b[0m") } else { word.to_owned() }
    };
    let label = match severity {
        Severity::Error => painted("1;31", "error:"),
        Severity::Warning => painted("1;33", "warning:"),
    };
    let mut out = format!("{label} {}\n", visible(&error.to_string()));
    let mut cause = error.source();
    while let Some(error) = cause {
        // A cause of several lines stays one block.
        let words: Vec<String> = error.to_string().split('\n').map(|line| visible(line).into_owned()).collect();
        let _ = writeln!(out, "  caused by: {}", words.join("\n    "));
        cause = error.source();
    }
    if let Some(hint) = hint {
        let _ = writeln!(out, "{} {}", painted("1;36", "hint:"), visible(hint));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_states_fact_cause_and_remedy() {
        let error = CliError::from(StageError::NotSwapped {
            target: PathBuf::from("gone/site"),
            is_there: false,
            source: io::ErrorKind::ResourceBusy.into(),
        });
        let hint = error.hint();
        assert_eq!(
            rendered(Severity::Error, &error, hint.as_deref(), false),
            "error: cannot put the new site in place; nothing was changed\n  caused by: resource busy\nhint: a mount point cannot \
             be replaced; build into `gone/site/site`\n"
        );
        assert_eq!(error.status(), 3);
    }

    #[test]
    fn paths_cannot_steer_a_terminal() {
        let error = CliError::from(StageError::Foreign(PathBuf::from("a\n::error::x\x1b[2J")));
        let words = rendered(Severity::Error, &error, Some("rm \x07"), false);
        let line = "error: `a\\n::error::x\\u{1b}[2J` was not written by pilcrow and is left alone\nhint: rm \\u{7}\n";
        assert_eq!(words, line);
    }

    #[test]
    fn colours_surround_labels_alone() {
        let error = CliError::NoArchive(PathBuf::from("x"));
        let words = rendered(Severity::Warning, &error, Some("h"), true);
        assert_eq!(words, "\x1b[1;33mwarning:\x1b[0m the archive `x` is not a folder\n\x1b[1;36mhint:\x1b[0m h\n");
        assert_eq!(error.status(), 2);
    }
}
