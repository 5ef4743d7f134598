//! The moves that put a site in place, and the way back from them.

use super::manifest::Manifest;
use super::workplace::remove_listed;
use std::io;
use std::path::{Path, PathBuf};

/// What a file system does: a trait, so that a test can let each move fail.
pub trait Moves {
    /// Swaps two files or folders in one step, where the system can.
    fn swap(&self, one: &Path, other: &Path) -> io::Result<()>;
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a folder with these files and their list; whatever else is in it stays, and is then an error.
    fn remove(&self, folder: &Path, files: &Manifest) -> io::Result<()>;
}

/// The disk.
pub struct Disk;

#[expect(clippy::disallowed_methods, reason = "this is the edge")]
impl Moves for Disk {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    fn swap(&self, one: &Path, other: &Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    fn swap(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, folder: &Path, files: &Manifest) -> io::Result<()> {
        remove_listed(folder, files)
    }
}

/// Moves one after the other that are all made or, if one fails, all taken back. None of them takes room on the disk once
/// its folders are made, and a site of many files is replaced on a full one as well.
pub struct Journal<'m> {
    moves: &'m dyn Moves,
    /// Where what is replaced is kept as long as it may have to come back.
    aside: PathBuf,
    steps: Vec<Step>,
}

/// What was done, to be undone.
enum Step {
    Swapped(PathBuf, PathBuf),
    Moved { from: PathBuf, to: PathBuf },
    Made(PathBuf),
    Removed(PathBuf),
}

/// A move that failed, and where.
pub type Failed = (PathBuf, io::Error);

impl<'m> Journal<'m> {
    pub fn new(moves: &'m dyn Moves, aside: PathBuf) -> Self {
        Self { moves, aside, steps: Vec::new() }
    }

    /// Makes a folder, if it is not there.
    pub fn make(&mut self, folder: PathBuf) -> Result<(), Failed> {
        match std::fs::create_dir(&folder) {
            Ok(()) => self.steps.push(Step::Made(folder)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(error) => return Err((folder, error)),
        }
        Ok(())
    }

    /// Removes a folder, if there is nothing in it.
    pub fn remove_empty(&mut self, folder: PathBuf) {
        if std::fs::remove_dir(&folder).is_ok() {
            self.steps.push(Step::Removed(folder));
        }
    }

    /// Moves a file to a place where nothing is.
    fn relocate(&mut self, from: PathBuf, to: PathBuf) -> Result<(), Failed> {
        match self.moves.rename(&from, &to) {
            Ok(()) => self.steps.push(Step::Moved { from, to }),
            Err(error) => return Err((to, error)),
        }
        Ok(())
    }

    /// Moves a file out of its place, if it is there.
    pub fn put_aside(&mut self, file: PathBuf) -> Result<(), Failed> {
        if !file.exists() && !file.is_symlink() {
            return Ok(());
        }
        let aside = self.aside.join(self.steps.len().to_string());
        self.relocate(file, aside)
    }

    /// Puts a file in the place of another, or where none was.
    pub fn replace(&mut self, from: PathBuf, to: PathBuf) -> Result<(), Failed> {
        if to.exists() && self.moves.swap(&from, &to).is_ok() {
            self.steps.push(Step::Swapped(from, to));
            return Ok(());
        }
        self.put_aside(to.clone())?;
        self.relocate(from, to)
    }

    /// Takes everything back, the last first. Tells whether all of it is as it was.
    pub fn undo(self) -> bool {
        let is_undone = |step| match step {
            Step::Swapped(one, other) => self.moves.swap(&one, &other).is_ok(),
            Step::Moved { from, to } => self.moves.rename(&to, &from).is_ok(),
            Step::Made(folder) => std::fs::remove_dir(folder).is_ok(),
            Step::Removed(folder) => std::fs::create_dir(folder).is_ok(),
        };
        // Each of them is tried, whatever became of those before.
        self.steps.into_iter().rev().map(is_undone).filter(|is_undone| !is_undone).count() == 0
    }
}
