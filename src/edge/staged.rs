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
    /// Whether the folder outlives this value: it is the site now, or the only copy of it.
    is_kept: bool,
}

/// Why a site could not be put in place. Each message says where the old site and the new one are.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The folder holds something that this program did not write.
    #[error("`{}` was not written by pilcrow, so it is left alone", .0.display())]
    Foreign(PathBuf),
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
            Self::NotAFolder(_) => Some("choose another folder with --output".to_owned()),
            Self::Stranded { target, new, .. } => {
                Some(format!("move it by hand: mv \"{}\" \"{}\"", new.display(), target.display()))
            }
            Self::NotSwapped { target, source, .. } if source.kind() == io::ErrorKind::ResourceBusy => {
                Some(format!("a mount point cannot be replaced; build into `{}`", target.join("site").display()))
            }
            Self::Inaccessible { .. } | Self::NotSwapped { .. } => None,
        }
    }
}

/// A site that is in place.
#[derive(Debug)]
pub struct Published {
    /// What is left of the old site, if it could not be removed.
    pub leftover: Option<Leftover>,
}

/// The old site, which could not be removed after the new one had taken its place.
#[derive(Debug, thiserror::Error)]
#[error("the new site is in place, but the old one is left in `{}`", path.display())]
pub struct Leftover {
    /// Where it is now.
    pub path: PathBuf,
    /// Why it could not be removed.
    #[source]
    pub source: io::Error,
}

impl Leftover {
    /// How to remove it.
    #[must_use]
    pub fn hint(&self) -> String {
        format!("remove it by hand: rm -r \"{}\"", self.path.display())
    }
}

fn what_is_there(target: &Path, is_there: bool) -> String {
    if is_there {
        format!("the old one in `{}` is unchanged", target.display())
    } else {
        "nothing was changed".to_owned()
    }
}

fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, StageError> {
    result.map_err(|source| StageError::Inaccessible { path: path.to_owned(), source })
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
        let staging = new_folder_beside(&target)?;
        let folder = Self { target, staging, folders: Mutex::default(), is_kept: false };
        for (name, text) in [(MARKER, MARKER_TEXT), (".nojekyll", "")] {
            let path = folder.staging.join(name);
            at(&path, std::fs::write(&path, text))?;
        }
        Ok(folder)
    }

    /// Puts the new site where the old one was, in one step where the system can, and removes the old one. Once the new
    /// site is in place this succeeds, whatever becomes of the old one.
    ///
    /// # Errors
    /// When the new site could not be put in place; the message says where both are then.
    pub fn publish(self) -> Result<Published, StageError> {
        self.publish_with(&Disk)
    }

    fn publish_with(mut self, moves: &dyn Moves) -> Result<Published, StageError> {
        // Looked at again: the build may have taken minutes.
        may_be_replaced(&self.target)?;
        let old = if self.target.exists() {
            Some(self.swap(moves)?)
        } else {
            moves.rename(&self.staging, &self.target).map_err(|source| self.not_swapped(source))?;
            None
        };
        self.is_kept = true;
        let leftover = old.and_then(|path| moves.remove(&path).err().map(|source| Leftover { path, source }));
        Ok(Published { leftover })
    }

    /// Puts the new site in place and gives the path of the old one. Where the system cannot swap folders in one step it
    /// takes two, with a way back.
    fn swap(&mut self, moves: &dyn Moves) -> Result<PathBuf, StageError> {
        if moves.swap(&self.staging, &self.target).is_ok() {
            return Ok(self.staging.clone());
        }
        let aside = with_ending(&self.staging, "-old");
        moves.rename(&self.target, &aside).map_err(|source| self.not_swapped(source))?;
        let Err(source) = moves.rename(&self.staging, &self.target) else { return Ok(aside) };
        if moves.rename(&aside, &self.target).is_ok() {
            return Err(self.not_swapped(source));
        }
        self.is_kept = true;
        Err(StageError::Stranded { target: self.target.clone(), new: self.staging.clone(), old: aside, source })
    }

    fn not_swapped(&self, source: io::Error) -> StageError {
        StageError::NotSwapped { target: self.target.clone(), is_there: self.target.exists(), source }
    }
}

/// A new, hidden folder. A build that was killed, in a container for one where every build has the same process id, may
/// have left one of the same name.
fn new_folder_beside(target: &Path) -> Result<PathBuf, StageError> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let first = target.with_file_name(format!(".{name}.building-{}", std::process::id()));
    let mut folder = first.clone();
    for number in 2.. {
        match std::fs::create_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                folder = with_ending(&first, &format!("-{number}"));
            }
            made => return at(&folder, made).map(|()| folder),
        }
    }
    unreachable!("some number is free")
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(ending);
    path.into()
}

/// The moves that put a site in place: a trait, so that a test can let each of them fail.
trait Moves {
    /// Swaps two folders in one step, where the system can.
    fn swap(&self, one: &Path, other: &Path) -> io::Result<()>;
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn remove(&self, folder: &Path) -> io::Result<()>;
}

struct Disk;

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

    fn remove(&self, folder: &Path) -> io::Result<()> {
        std::fs::remove_dir_all(folder)
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the edge")]
impl Drop for StagedFolder {
    fn drop(&mut self) {
        if !self.is_kept {
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
        return if target.is_symlink() { Err(StageError::NotAFolder(target.to_owned())) } else { Ok(()) };
    }
    if !target.is_dir() || target.parent().is_none() {
        return Err(StageError::NotAFolder(target.to_owned()));
    }
    let mut entries = at(target, std::fs::read_dir(target))?;
    if target.join(MARKER).is_file() || entries.next().is_none() {
        return Ok(());
    }
    Err(StageError::Foreign(target.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    /// The disk, on which some moves fail: `swap`, `rename` by its number, `remove`.
    struct Failing(&'static [&'static str], RefCell<usize>);

    impl Failing {
        fn or(&self, name: &str, does: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
            if self.0.contains(&name) { Err(io::Error::other(format!("no {name}"))) } else { does() }
        }
    }

    impl Moves for Failing {
        fn swap(&self, one: &Path, other: &Path) -> io::Result<()> {
            self.or("swap", || Disk.swap(one, other))
        }
        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            *self.1.borrow_mut() += 1;
            let name = format!("rename {}", self.1.borrow());
            self.or(&name, || Disk.rename(from, to))
        }
        fn remove(&self, folder: &Path) -> io::Result<()> {
            self.or("remove", || Disk.remove(folder))
        }
    }

    fn staged(target: &Path, text: &str) -> StagedFolder {
        let staged = StagedFolder::open(target).expect("open");
        staged.put("index.html", text.as_bytes()).expect("put");
        staged
    }

    /// What is in `site` after a second build on such a disk, what is left beside it, and what was said.
    fn after(fails: &'static [&'static str]) -> (String, Vec<String>, Result<Published, StageError>) {
        let root = tempfile::tempdir().expect("a folder");
        let target = root.path().join("site");
        staged(&target, "old").publish().expect("a first site");
        let published = staged(&target, "new").publish_with(&Failing(fails, RefCell::default()));
        let live = crate::edge::disk::text_file(&target.join("index.html")).expect("read");
        let names = root.path().read_dir().expect("list").map(|entry| entry.expect("entry").file_name());
        let mut beside: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        beside.retain(|name| name != "site");
        beside.sort();
        (live.unwrap_or_default(), beside, published)
    }

    #[test]
    fn a_site_takes_the_place_of_the_old_one() {
        for fails in [&[][..], &["swap"]] {
            let (live, beside, published) = after(fails);
            assert_eq!((live.as_str(), beside.len()), ("new", 0), "{fails:?}");
            assert!(published.expect("published").leftover.is_none());
        }
    }

    #[test]
    fn an_old_site_that_stays_is_no_failure() {
        for fails in [&["remove"][..], &["swap", "remove"]] {
            let (live, beside, published) = after(fails);
            assert_eq!((live.as_str(), beside.len()), ("new", 1), "{fails:?}");
            let leftover = published.expect("published").leftover.expect("left");
            assert_eq!(leftover.path.file_name().and_then(|name| name.to_str()), Some(beside[0].as_str()));
            assert!(leftover.to_string().starts_with("the new site is in place"), "{leftover}");
            assert!(leftover.hint().contains(&beside[0]));
        }
    }

    #[test]
    fn a_failed_swap_leaves_the_old_site_and_nothing_else() {
        for fails in [&["swap", "rename 1"][..], &["swap", "rename 2"]] {
            let (live, beside, published) = after(fails);
            assert_eq!((live.as_str(), beside.len()), ("old", 0), "{fails:?}");
            let error = published.expect_err("failed").to_string();
            assert!(error.contains("the old one in") && error.ends_with("is unchanged"), "{error}");
        }
    }

    #[test]
    fn two_stranded_sites_are_both_named_and_kept() {
        let (live, beside, published) = after(&["swap", "rename 2", "rename 3"]);
        assert_eq!((live.as_str(), beside.len()), ("", 2));
        let error = published.expect_err("failed");
        let StageError::Stranded { new, old, .. } = &error else { panic!("{error}") };
        assert!(new.ends_with(&beside[0]) && old.ends_with(&beside[1]), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains(&beside[0])));
    }

    #[test]
    fn a_first_site_that_cannot_be_moved_in_changes_nothing() {
        let root = tempfile::tempdir().expect("a folder");
        let staged = StagedFolder::open(&root.path().join("site")).expect("open");
        let error = staged.publish_with(&Failing(&["rename 1"], RefCell::default())).expect_err("failed");
        assert_eq!(error.to_string(), "cannot put the new site in place; nothing was changed");
        assert_eq!(root.path().read_dir().expect("list").count(), 0);
    }

    #[test]
    fn a_folder_left_by_a_killed_build_is_in_nobodys_way() {
        let root = tempfile::tempdir().expect("a folder");
        let target = root.path().join("site");
        let killed = StagedFolder::open(&target).expect("open");
        let next = StagedFolder::open(&target).expect("another");
        assert_ne!(killed.staging, next.staging);
    }
}
