//! Why a site could not be put in place, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

/// Why a site could not be put in place. Each message says where the old site and the new one are.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The folder holds something that this program did not write.
    #[error("`{}` was not written by pilcrow and is left alone", .0.display())]
    Foreign(PathBuf),
    /// The folder was made by a version that kept no list of what it wrote.
    #[error("`{}` was written by an earlier pilcrow, which kept no list of its files", .0.display())]
    Unlisted(PathBuf),
    /// The folder holds what a build is made from, or the user.
    #[error("`{}` holds {what}, and a site would take its place", target.display())]
    Holds {
        /// The folder.
        target: PathBuf,
        /// What is in it.
        what: &'static str,
    },
    /// Files of the old site hold something else than was written.
    #[error("{} not as pilcrow wrote it; nothing was changed", named(target, files))]
    Changed {
        /// The folder.
        target: PathBuf,
        /// The files, below it.
        files: Vec<String>,
    },
    /// Files that this program did not write stand where the site has files.
    #[error("{} in the way of the site and not written by pilcrow; nothing was changed", named(target, files))]
    InTheWay {
        /// The folder.
        target: PathBuf,
        /// The files, below it.
        files: Vec<String>,
    },
    /// The folder in which a site grows is there, on a system without locks.
    #[error("`{}` is there, and whether another build holds it cannot be told; nothing was changed", folder.display())]
    Occupied {
        /// The folder.
        folder: PathBuf,
        /// Why it cannot be told.
        source: io::Error,
    },
    /// A file could not be moved in between others, and some of those that had been could not be moved back.
    #[error("the site in `{}` is neither the old nor the new one: `{}` could not be moved", target.display(), path.display())]
    Mixed {
        /// Where the site is.
        target: PathBuf,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The process was told to end.
    #[error("the build was ended; nothing was changed")]
    Ended,
    /// The target is a file, a dangling link or the root of the disk.
    #[error("`{}` is not a folder that a site can replace", .0.display())]
    NotAFolder(PathBuf),
    /// The folder, or the one around it, cannot be read or written to.
    #[error("cannot access `{}`; nothing was changed", path.display())]
    Inaccessible {
        /// The folder or file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The new site was built, but could not take its place.
    #[error("cannot put the new site in place; {}", what_is_there(target, *is_there))]
    NotSwapped {
        /// Where the site should be.
        target: PathBuf,
        /// Whether an old site is there.
        is_there: bool,
        /// The system's reason.
        source: io::Error,
    },
    /// The old site was moved out of the way, and neither the new nor the old one could be moved in.
    #[error(
        "there is no site at `{}` now: the new one is in `{}`, the old one in `{}`",
        target.display(), new.display(), old.display()
    )]
    Stranded {
        /// Where the site should be.
        target: PathBuf,
        /// The new site, whole.
        new: PathBuf,
        /// The old site, whole.
        old: PathBuf,
        /// Why the new one could not be moved in.
        source: io::Error,
    },
}

impl StageError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Foreign(_) => Some("choose another folder with --output, or delete this one yourself".to_owned()),
            Self::Unlisted(target) => {
                Some(format!("delete it this once, later builds replace it: rm -r \"{}\"", target.display()))
            }
            Self::NotAFolder(_) | Self::Holds { .. } => Some("choose another folder with --output".to_owned()),
            Self::Changed { .. } => {
                Some("delete it here, or move it to another folder if you want to keep it".to_owned())
            }
            Self::InTheWay { .. } => Some("move it away, or choose another folder with --output".to_owned()),
            Self::Stranded { target, new, .. } => {
                Some(format!("move it by hand: mv \"{}\" \"{}\"", new.display(), target.display()))
            }
            Self::NotSwapped { target, source, .. } if source.kind() == io::ErrorKind::ResourceBusy => {
                Some(format!("a mount point cannot be replaced; build into `{}`", target.join("site").display()))
            }
            Self::Occupied { folder, .. } => {
                Some(format!("if no other build is running, delete it: rm -r \"{}\"", folder.display()))
            }
            Self::Mixed { .. } => Some("remove the cause and build again".to_owned()),
            Self::Ended | Self::Inaccessible { .. } | Self::NotSwapped { .. } => None,
        }
    }
}

/// The first of some files, and how many more there are, with the verb.
fn named(target: &Path, files: &[String]) -> String {
    let first = files.first().map_or_else(String::new, |file| target.join(file).display().to_string());
    match files.len() {
        0 | 1 => format!("`{first}` is"),
        more => format!("`{first}`, as {} more files, is", more - 1),
    }
}

fn what_is_there(target: &Path, is_there: bool) -> String {
    if is_there {
        format!("the old one in `{}` is unchanged", target.display())
    } else {
        "nothing was changed".to_owned()
    }
}

/// The result, with the path that it is about.
pub fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, StageError> {
    result.map_err(|source| StageError::Inaccessible { path: path.to_owned(), source })
}
