//! Writing: a site grows in a folder beside the old one and takes its place in one step, or not at all.

use crate::output::{Sink, SinkError};
use std::collections::HashSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// In every folder that this program made, and may therefore delete.
pub const MARKER: &str = ".pilcrow";

const MARKER_TEXT: &str = "This folder was written by pilcrow. Its next build replaces it as a whole.\n";

/// A site in the making, beside the folder that it will replace. Dropped before [`StagedFolder::publish`], it is gone.
#[derive(Debug)]
pub struct StagedFolder {
    target: PathBuf,
    staging: PathBuf,
    folders: Mutex<HashSet<PathBuf>>,
    published: bool,
}

/// Why a site could not be put in place.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The folder holds something that this program did not write.
    #[error(
        "{0} was not written by pilcrow, so it is left alone; choose another folder with -o, or delete it yourself"
    )]
    Foreign(PathBuf),
    /// The target is no folder.
    #[error("{0} is not a folder; choose another one with -o")]
    NoFolder(PathBuf),
    /// The disk said no.
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, StageError> {
    result.map_err(|source| StageError::Io { path: path.to_owned(), source })
}

#[expect(clippy::disallowed_methods, reason = "this is the edge")]
impl StagedFolder {
    /// Opens a folder beside `target`.
    ///
    /// # Errors
    /// When `target` may not be replaced, or nothing can be written beside it.
    pub fn open(target: &Path) -> Result<Self, StageError> {
        let target = real_path(target)?;
        may_be_replaced(&target)?;
        let parent = target.parent().unwrap_or(Path::new("/")).to_owned();
        at(&parent, std::fs::create_dir_all(&parent))?;
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let staging = parent.join(format!(".{name}.building-{}", std::process::id()));
        at(&staging, std::fs::create_dir(&staging))?;
        let folder = Self { target, staging, folders: Mutex::default(), published: false };
        for (name, text) in [(MARKER, MARKER_TEXT), (".nojekyll", "")] {
            let path = folder.staging.join(name);
            at(&path, std::fs::write(&path, text))?;
        }
        Ok(folder)
    }

    /// Puts the new site where the old one was, in one step where the system can, and removes the old one.
    ///
    /// # Errors
    /// When the disk says no; the old site is then where it was.
    pub fn publish(mut self) -> Result<PathBuf, StageError> {
        // Looked at again: the build may have taken minutes.
        may_be_replaced(&self.target)?;
        if self.target.exists() {
            at(&self.target, exchange(&self.staging, &self.target))?;
            at(&self.staging, std::fs::remove_dir_all(&self.staging))?;
        } else {
            at(&self.target, std::fs::rename(&self.staging, &self.target))?;
        }
        self.published = true;
        Ok(self.target.clone())
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the edge")]
impl Drop for StagedFolder {
    fn drop(&mut self) {
        if !self.published {
            // Nothing more can be done about a folder that does not go.
            let _ = std::fs::remove_dir_all(&self.staging);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the edge")]
impl StagedFolder {
    /// Where a file of the site goes; its folder is there then.
    fn place(&self, path: &str) -> io::Result<PathBuf> {
        let file = self.staging.join(path);
        let folder = file.parent().unwrap_or(&self.staging);
        let known = self.folders.lock().unwrap_or_else(std::sync::PoisonError::into_inner).contains(folder);
        if !known {
            std::fs::create_dir_all(folder)?;
            self.folders.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(folder.to_owned());
        }
        Ok(file)
    }

    fn write_parts(&self, path: &str, parts: &mut dyn Iterator<Item = &str>) -> io::Result<()> {
        let mut file = io::BufWriter::with_capacity(1 << 20, std::fs::File::create(self.place(path)?)?);
        for part in parts {
            file.write_all(part.as_bytes())?;
        }
        file.flush()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the edge")]
impl Sink for StagedFolder {
    fn put(&self, path: &str, content: &[u8]) -> Result<(), SinkError> {
        let written = self.place(path).and_then(|file| std::fs::write(file, content));
        written.map_err(|error| SinkError { path: path.to_owned(), reason: error.to_string() })
    }

    fn put_parts(&self, path: &str, parts: &mut dyn Iterator<Item = &str>) -> Result<(), SinkError> {
        let written = self.write_parts(path, parts);
        written.map_err(|error| SinkError { path: path.to_owned(), reason: error.to_string() })
    }
}

/// The path without links, so that a link to a site stays a link.
fn real_path(target: &Path) -> Result<PathBuf, StageError> {
    if target.exists() {
        return at(target, target.canonicalize());
    }
    at(target, std::path::absolute(target))
}

#[expect(clippy::disallowed_methods, reason = "this is the edge")]
fn may_be_replaced(target: &Path) -> Result<(), StageError> {
    if !target.exists() {
        // A link that leads nowhere is something that somebody made.
        return if target.is_symlink() { Err(StageError::NoFolder(target.to_owned())) } else { Ok(()) };
    }
    if !target.is_dir() || target.parent().is_none() {
        return Err(StageError::NoFolder(target.to_owned()));
    }
    let mut entries = at(target, std::fs::read_dir(target))?;
    if target.join(MARKER).is_file() || entries.next().is_none() {
        return Ok(());
    }
    Err(StageError::Foreign(target.to_owned()))
}

/// Swaps two folders; where the system cannot do it in one step, in two, with a way back.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    let aside = new.with_extension("old");
    std::fs::rename(old, &aside)?;
    if let Err(error) = std::fs::rename(new, old) {
        std::fs::rename(&aside, old)?;
        return Err(error);
    }
    std::fs::rename(&aside, new)
}
