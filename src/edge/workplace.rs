//! The folder in which a site grows: one for each site, held by one build at a time, and cleared by the next if that build
//! was killed.
//!
//! A build holds a lock on a file in it. The system gives the lock back when the process ends, however it ends, so that a
//! build that runs can be told from one that was killed on any machine and in any container, which a process id cannot.

use super::manifest::{DRAFT, INSIDE, MARKER, Manifest};
use super::stage_error::{StageError, at};
use same_file::Handle;
use std::cell::Cell;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The file that is locked. It also says that the folder is ours.
const LOCK: &str = ".pilcrow-lock";

/// How the names of folders with sites begin: of the one that grows, and of the old one.
const NEW: &str = "new";
const OLD: &str = "old";

/// The workplace of a build that runs.
#[derive(Debug)]
pub struct Workplace {
    folder: PathBuf,
    /// Nothing where the system knows no locks.
    lock: Option<File>,
    /// What a build that was killed had left here.
    pub found: Found,
}

/// What was in a workplace.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing, as it should be.
    #[default]
    Nothing,
    /// The beginnings of a site, or an old one that was to be removed.
    Remains,
    /// The old site, which is back in its place.
    OldSite,
}

impl Workplace {
    /// Takes the workplace of a site: beside its folder, or in it where nothing can be made or moved beside it. Waits for
    /// another build of this site to end, which it tells once.
    ///
    /// # Errors
    /// When neither place can be written to, or the place is taken by something that is not ours.
    pub fn take(target: &Path, waits: &dyn Fn()) -> Result<Self, StageError> {
        let beside = beside(target);
        if !is_mount_point(target) {
            match Self::take_at(&beside, target, waits) {
                Err(StageError::Inaccessible { source, .. }) if target.is_dir() && is_refusal(&source) => {}
                taken => return taken,
            }
        }
        Self::take_at(&target.join(INSIDE), target, waits)
    }

    /// Takes the workplace in the site's folder.
    ///
    /// # Errors
    /// As [`Workplace::take`].
    pub fn take_inside(target: &Path, waits: &dyn Fn()) -> Result<Self, StageError> {
        Self::take_at(&target.join(INSIDE), target, waits)
    }

    fn take_at(folder: &Path, target: &Path, waits: &dyn Fn()) -> Result<Self, StageError> {
        let file = folder.join(LOCK);
        let told = Cell::new(false);
        let waits = || {
            if !told.replace(true) {
                waits();
            }
        };
        loop {
            let is_new = made(folder)?;
            if !is_new && !is_ours(folder) {
                return Err(StageError::Foreign(folder.to_owned()));
            }
            let lock = match File::options().create(true).truncate(false).write(true).open(&file) {
                // The build that had it has ended, and taken it away.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                opened => at(&file, opened)?,
            };
            let lock = match locked(lock, &waits) {
                Ok(lock) => Some(lock),
                // Without locks, whoever made the folder has it.
                Err(_) if is_new => None,
                Err(source) => return Err(StageError::Occupied { folder: folder.to_owned(), source }),
            };
            // Whoever waited may hold the lock of a file that is not there any more.
            if lock.as_ref().is_none_or(|lock| is_at(lock, &file)) {
                let mut workplace = Self { folder: folder.to_owned(), lock, found: Found::Nothing };
                workplace.found = workplace.clear(target)?;
                return Ok(workplace);
            }
        }
    }

    /// A new folder for the site that grows.
    pub fn new_site(&self) -> Result<PathBuf, StageError> {
        let folder = self.free(NEW);
        #[expect(clippy::disallowed_methods, reason = "this is the edge")]
        at(&folder, std::fs::create_dir_all(&folder)).map(|()| folder)
    }

    /// Where the old site can be moved.
    pub fn old_site(&self) -> PathBuf {
        self.free(OLD)
    }

    /// Whether it is in the site's folder, into which files can only be moved one by one.
    pub fn is_inside(&self) -> bool {
        self.folder.file_name().is_some_and(|name| name == INSIDE)
    }

    /// A name that nothing has: what cannot be removed is in nobody's way.
    fn free(&self, name: &str) -> PathBuf {
        let numbered = (2..).map(|number| self.folder.join(format!("{name}-{number}")));
        let mut all = std::iter::once(self.folder.join(name)).chain(numbered);
        all.find(|path| !path.exists() && !path.is_symlink()).unwrap_or_else(|| self.folder.join(name))
    }

    /// Removes what a build that was killed has left. If it was killed after it had moved the old site away and before the
    /// new one was in place, the old one comes back.
    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    fn clear(&self, target: &Path) -> Result<Found, StageError> {
        let mut found = Found::Nothing;
        let entries =
            at(&self.folder, std::fs::read_dir(&self.folder).and_then(Iterator::collect::<io::Result<Vec<_>>>))?;
        let mut sites: Vec<PathBuf> =
            entries.iter().map(std::fs::DirEntry::path).filter(|path| is_site(path)).collect();
        sites.sort();
        for site in sites.into_iter().rev() {
            let is_old = site.file_name().is_some_and(|name| name.to_string_lossy().starts_with(OLD));
            if is_old && !target.exists() {
                at(&site, std::fs::rename(&site, target))?;
                found = Found::OldSite;
                continue;
            }
            // One that does not go is in nobody's way.
            let is_gone = remove_site(&site).is_ok();
            if is_gone && found == Found::Nothing {
                found = Found::Remains;
            }
        }
        Ok(found)
    }

    /// Removes it with all that is in it but sites with somebody's files; those stay.
    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    pub fn remove(&mut self) {
        for entry in std::fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if is_site(&entry.path()) {
                let _ = remove_site(&entry.path());
            }
        }
        self.leave();
    }

    /// Removes it if there is nothing in it any more. The lock is given back last, when the file is gone: whoever waits
    /// for it sees that.
    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    pub fn leave(&mut self) {
        let is_last = std::fs::read_dir(&self.folder).is_ok_and(|entries| entries.count() <= 1);
        if is_last {
            let _ = std::fs::remove_file(self.folder.join(LOCK));
        }
        self.lock = None;
        if is_last {
            let _ = std::fs::remove_dir(&self.folder);
        }
    }
}

/// Makes a folder, and tells whether it was not there.
fn made(folder: &Path) -> Result<bool, StageError> {
    match std::fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        made => at(folder, made).map(|()| true),
    }
}

/// Locks a file, and says so if that takes waiting.
fn locked(file: File, waits: &dyn Fn()) -> io::Result<File> {
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            waits();
            file.lock()?;
        }
        Err(TryLockError::Error(error)) => return Err(error),
    }
    Ok(file)
}

/// Where a workplace is beside the folder of a site.
fn beside(target: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".building");
    target.with_file_name(name)
}

/// Whether the system refuses to write there, for reasons that hold there alone.
pub fn is_refusal(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, InvalidFilename, PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    matches!(error.kind(), CrossesDevices | InvalidFilename | PermissionDenied | ReadOnlyFilesystem | ResourceBusy)
}

#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
fn is_mount_point(target: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let device = |path: &Path| std::fs::metadata(path).map(|folder| folder.dev()).ok();
    target.exists() && target.parent().is_some_and(|parent| device(parent) != device(target))
}

#[cfg(not(unix))]
fn is_mount_point(_: &Path) -> bool {
    false
}

/// Whether a folder, no link to one, is a workplace or may become one: nothing is in it that no build makes. One that is
/// gone in the meantime will be made.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
fn is_ours(folder: &Path) -> bool {
    if folder.is_symlink() {
        return false;
    }
    match std::fs::read_dir(folder) {
        Ok(entries) => entries.flatten().all(|entry| entry.file_name() == LOCK || is_named_like_a_site(&entry.path())),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

fn is_at(lock: &File, path: &Path) -> bool {
    let held = lock.try_clone().and_then(Handle::from_file);
    matches!((held, Handle::from_path(path)), (Ok(held), Ok(there)) if held == there)
}

/// Whether a folder in a workplace is a site, whole or not.
fn is_site(path: &Path) -> bool {
    is_named_like_a_site(path) && !path.is_symlink() && path.is_dir()
}

fn is_named_like_a_site(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    [NEW, OLD]
        .iter()
        .filter_map(|start| name.strip_prefix(start))
        .any(|rest| rest.is_empty() || rest.strip_prefix('-').is_some_and(|number| number.parse::<usize>().is_ok()))
}

/// Removes a site: one that is whole by its list, so that what somebody else put into it stays, and is then an error.
fn remove_site(site: &Path) -> io::Result<()> {
    match Manifest::of_folder(site)? {
        Some(files) if files.is_empty() => remove_unfinished(site),
        Some(files) => remove_listed(site, &files),
        // It was to get one, and the disk was full.
        None => gone(std::fs::remove_file(site.join(DRAFT))).and_then(|()| gone(std::fs::remove_dir(site))),
    }
}

/// Removes a site that was never whole. Its list says so, and goes last: whoever is interrupted here can begin again.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
fn remove_unfinished(site: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(site)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            std::fs::remove_dir_all(entry.path())?;
        } else if entry.file_name() != MARKER {
            std::fs::remove_file(entry.path())?;
        }
    }
    remove_list_and_folder(site)
}

/// Removes a folder with these files and their list; whatever else is in it stays, and is then an error.
pub fn remove_listed(folder: &Path, files: &Manifest) -> io::Result<()> {
    for path in files.paths() {
        gone(std::fs::remove_file(folder.join(path)))?;
    }
    for inner in files.folders() {
        gone(std::fs::remove_dir(folder.join(inner)))?;
    }
    remove_list_and_folder(folder)
}

/// The list tells whose a folder is, so that it stays as long as anything else does.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
fn remove_list_and_folder(folder: &Path) -> io::Result<()> {
    let is_other = |entry: io::Result<std::fs::DirEntry>| entry.is_ok_and(|entry| entry.file_name() != MARKER);
    if std::fs::read_dir(folder)?.any(is_other) {
        return Err(io::ErrorKind::DirectoryNotEmpty.into());
    }
    gone(std::fs::remove_file(folder.join(MARKER)))?;
    std::fs::remove_dir(folder)
}

/// Nothing is wrong with removing what is not there.
pub fn gone(removed: io::Result<()>) -> io::Result<()> {
    removed.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}
