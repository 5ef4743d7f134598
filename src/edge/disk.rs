//! Reading: the archive's folder, the configuration, a team's own templates and static files.

use super::manifest::MARKER;
use crate::archive::{ArchiveEntry, ArchiveFiles, ArchiveListing, ReadError};
use crate::model::{Diagnostic, Level, ProblemKind};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The `.json` files below a folder, as an archive.
#[derive(Debug)]
pub struct ArchiveFolder {
    root: PathBuf,
}

impl ArchiveFolder {
    /// The archive below `root`.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    fn shown(&self, path: &str) -> String {
        self.root.join(path).display().to_string()
    }
}

impl ArchiveFiles for ArchiveFolder {
    fn list(&self) -> ArchiveListing {
        let mut listing = ArchiveListing::default();
        let walk = WalkDir::new(&self.root).follow_links(true).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(is_part_of_the_archive) {
            match entry {
                Ok(entry) => self.note(&entry, &mut listing),
                Err(error) => listing.diagnostics.push(self.not_listed(&error)),
            }
        }
        listing.entries.sort();
        listing
    }

    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    fn read(&self, entry: &ArchiveEntry) -> Result<Vec<u8>, ReadError> {
        std::fs::read(self.root.join(&entry.path)).map_err(|error| ReadError { reason: error.to_string() })
    }
}

impl ArchiveFolder {
    fn note(&self, entry: &DirEntry, listing: &mut ArchiveListing) {
        let is_run = entry.path().extension().is_some_and(|ending| ending == "json");
        if !is_run || entry.depth() == 0 {
            return;
        }
        let Ok(below) = entry.path().strip_prefix(&self.root) else { return };
        let Some(path) = below.to_str().map(|path| path.replace('\\', "/")) else {
            let shown = entry.path().display().to_string();
            let message = "the file name is not valid UTF-8";
            listing.diagnostics.push(Diagnostic::new(Level::Error, ProblemKind::NotUtf8, &shown, message));
            return;
        };
        let shown = self.shown(&path);
        let problem = |message: &str, hint: &str| {
            Diagnostic::new(Level::Error, ProblemKind::NotAFile, &shown, message).with_hint(hint)
        };
        if entry.file_type().is_dir() {
            let hint = "rename the folder";
            listing.diagnostics.push(problem("is a folder, but is named like a run", hint));
        } else if entry.file_type().is_file() {
            listing.entries.push(ArchiveEntry { path, shown });
        } else {
            listing.diagnostics.push(problem("is not a regular file", "remove it; only regular files are read"));
        }
    }

    fn not_listed(&self, error: &walkdir::Error) -> Diagnostic {
        let path = error.path().unwrap_or(&self.root).display().to_string();
        if error.loop_ancestor().is_some() {
            return Diagnostic::new(
                Level::Error,
                ProblemKind::BadLink,
                &path,
                "is a link to a folder that contains it",
            )
            .with_hint("remove the link");
        }
        let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
        let is_link = error.path().is_some_and(Path::is_symlink);
        if is_link {
            return Diagnostic::new(Level::Error, ProblemKind::BadLink, &path, format!("is a dangling link: {reason}"))
                .with_hint("remove the link, or restore its target");
        }
        Diagnostic::new(Level::Error, ProblemKind::UnreadableFile, &path, format!("cannot be read: {reason}"))
    }
}

/// Hidden files and folders are no part of the archive, nor is a site that was built into it.
fn is_part_of_the_archive(entry: &DirEntry) -> bool {
    let hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    let built = entry.depth() > 0 && entry.file_type().is_dir() && entry.path().join(MARKER).exists();
    !hidden && !built
}

/// The text of a file; `None` if it does not exist.
///
/// # Errors
/// If it exists but cannot be read, or is not UTF-8.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn text_file(path: &Path) -> Result<Option<String>, std::io::Error> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The bytes of a file.
///
/// # Errors
/// The system's reason why they cannot be read.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, std::io::Error> {
    std::fs::read(path)
}

/// Replaces a file as a whole: on failure the old one is unchanged.
///
/// # Errors
/// The system's reason why it cannot be written.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn replace(path: &Path, content: &[u8]) -> Result<(), std::io::Error> {
    // Hidden, so that no reader of the archive takes it for a run.
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}", std::process::id()));
    // Of many files only the first has no folder yet.
    let in_folder = || match std::fs::write(&beside, content) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            std::fs::write(&beside, content)
        }
        written => written,
    };
    let written = in_folder().and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // The reason matters more than the rest of a file.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// A folder, from the current one where it is in it: as a user would type it.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn as_typed(folder: &Path) -> PathBuf {
    let current = std::env::current_dir().and_then(|current| current.canonicalize());
    let below = current.ok().and_then(|current| Some(folder.strip_prefix(current).ok()?.to_owned()));
    below.unwrap_or_else(|| folder.to_owned())
}

/// Every file below a folder, by its path with `/` between folders.
///
/// # Errors
/// When the folder or one of its files cannot be read.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn files_below(root: &Path) -> Result<BTreeMap<String, Vec<u8>>, std::io::Error> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(root).follow_links(true).sort_by_file_name() {
        let entry = entry.map_err(std::io::Error::from)?;
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
        if entry.file_type().is_file() {
            let path = below.to_string_lossy().replace('\\', "/");
            files.insert(path, std::fs::read(entry.path())?);
        }
    }
    Ok(files)
}
