//! Writing: a site grows in a folder beside the old one and takes its place in one step, or not at all.

use super::manifest::{MARKER, Manifest, Seal, Sealer, seal};
use super::old_site::OldSite;
use super::stage_error::{StageError, at};
use crate::output::{Sink, SinkError};
use std::collections::HashSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Tells GitHub Pages to publish the folder as it is.
const NO_JEKYLL: &str = ".nojekyll";

/// A list of files that is being written.
const DRAFT: &str = ".pilcrow-draft";

/// A site in the making, beside the folder that it will replace. Dropped before [`StagedFolder::publish`], it is gone.
#[derive(Debug)]
pub struct StagedFolder {
    target: PathBuf,
    staging: PathBuf,
    folders: Mutex<HashSet<PathBuf>>,
    written: Mutex<Manifest>,
    /// Whether the folder outlives this value: it is the site now, or the only copy of it.
    is_kept: bool,
}

/// A site that is in place.
#[derive(Debug)]
pub struct Published {
    /// What is left of the old site, if it could not be removed.
    pub leftover: Option<Leftover>,
    /// What the folder holds that this program did not write, and that stayed as it was.
    pub kept: Vec<String>,
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

#[expect(clippy::disallowed_methods, reason = "this is the edge")]
impl StagedFolder {
    /// Opens a folder beside `target`, which must hold none of `protected`, each named by what it is.
    ///
    /// # Errors
    /// When `target` may not be replaced, or nothing can be written beside it.
    pub fn open(target: &Path, protected: &[(&'static str, PathBuf)]) -> Result<Self, StageError> {
        let target = real_path(target)?;
        let is_in_it = |path: &Path| path.canonicalize().is_ok_and(|path| path.starts_with(&target));
        if let Some((what, _)) = protected.iter().find(|(_, path)| is_in_it(path)) {
            return Err(StageError::Holds { target, what });
        }
        // What files hold is looked at when they are to go; to learn of all else only then would waste a build.
        OldSite::look(&target, false)?;
        let parent = target.parent().unwrap_or(Path::new("/")).to_owned();
        at(&parent, std::fs::create_dir_all(&parent))?;
        let staging = new_folder_beside(&target)?;
        let folder = Self { target, staging, folders: Mutex::default(), written: Mutex::default(), is_kept: false };
        // In place from the start: whoever finds the folder of a killed build can tell what it is.
        folder.write_list(&Manifest::default(), &folder.staging)?;
        let no_jekyll = folder.staging.join(NO_JEKYLL);
        at(&no_jekyll, std::fs::write(&no_jekyll, ""))?;
        folder.note(NO_JEKYLL, seal(b""));
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
        let new = std::mem::take(&mut *self.written.lock().unwrap_or_else(PoisonError::into_inner));
        self.write_list(&new, &self.staging)?;
        // Looked at again: the build may have taken minutes.
        let old = OldSite::look(&self.target, true)?;
        if !old.foreign.is_empty() {
            self.update(&old, &new)?;
            return Ok(Published { leftover: None, kept: old.foreign.into_iter().collect() });
        }
        let aside = if self.target.exists() {
            Some(self.swap(moves)?)
        } else {
            moves.rename(&self.staging, &self.target).map_err(|source| self.not_swapped(source))?;
            None
        };
        self.is_kept = true;
        let leftover = aside.and_then(|path| {
            let source = moves.remove(&path, &old.files).err()?;
            Some(Leftover { path, source })
        });
        Ok(Published { leftover, kept: Vec::new() })
    }

    /// Moves the new site into the old one's folder file by file, around what is not ours. The list names the files of both
    /// until all is done, so that an update that is interrupted can be made again.
    fn update(&self, old: &OldSite, new: &Manifest) -> Result<(), StageError> {
        old.makes_way_for(new, &self.target)?;
        self.write_list(&old.files.with(new), &self.target)?;
        for path in old.files.paths().filter(|path| !new.contains(path)) {
            let file = self.target.join(path);
            at(&file, gone(std::fs::remove_file(&file)))?;
        }
        for folder in old.files.folders() {
            // One that is not empty holds files that stay.
            let _ = std::fs::remove_dir(self.target.join(folder));
        }
        for folder in new.folders() {
            let folder = self.target.join(folder);
            at(&folder, std::fs::create_dir_all(&folder))?;
        }
        for path in new.paths() {
            let file = self.target.join(path);
            at(&file, std::fs::rename(self.staging.join(path), &file))?;
        }
        self.write_list(new, &self.target)
    }

    /// Writes a list of files into a folder, in one step.
    fn write_list(&self, files: &Manifest, folder: &Path) -> Result<(), StageError> {
        let (draft, list) = (self.staging.join(DRAFT), folder.join(MARKER));
        at(&draft, std::fs::write(&draft, files.to_text()))?;
        at(&list, std::fs::rename(&draft, &list))
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
    /// Removes a folder with these files and their list; whatever else is in it stays, and is then an error.
    fn remove(&self, folder: &Path, files: &Manifest) -> io::Result<()>;
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

    fn remove(&self, folder: &Path, files: &Manifest) -> io::Result<()> {
        for path in files.paths().chain([MARKER]) {
            gone(std::fs::remove_file(folder.join(path)))?;
        }
        for inner in files.folders() {
            gone(std::fs::remove_dir(folder.join(inner)))?;
        }
        std::fs::remove_dir(folder)
    }
}

/// Nothing is wrong with removing what is not there.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    removed.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
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
        let known = self.folders.lock().unwrap_or_else(PoisonError::into_inner).contains(folder);
        if !known {
            std::fs::create_dir_all(folder)?;
            self.folders.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        }
        Ok(file)
    }

    fn note(&self, path: &str, seal: Seal) {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), seal);
    }

    fn write_parts(&self, path: &str, parts: &mut dyn Iterator<Item = &str>) -> io::Result<()> {
        let mut sealer = Sealer::default();
        let mut file = io::BufWriter::with_capacity(1 << 20, std::fs::File::create(self.place(path)?)?);
        for part in parts {
            sealer.update(part.as_bytes());
            file.write_all(part.as_bytes())?;
        }
        self.note(path, sealer.finish());
        file.flush()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the edge")]
impl Sink for StagedFolder {
    fn put(&self, path: &str, content: &[u8]) -> Result<(), SinkError> {
        self.note(path, seal(content));
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
        fn remove(&self, folder: &Path, files: &Manifest) -> io::Result<()> {
            self.or("remove", || Disk.remove(folder, files))
        }
    }

    fn staged(target: &Path, text: &str) -> StagedFolder {
        let staged = StagedFolder::open(target, &[]).expect("open");
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
        let staged = StagedFolder::open(&root.path().join("site"), &[]).expect("open");
        let error = staged.publish_with(&Failing(&["rename 1"], RefCell::default())).expect_err("failed");
        assert_eq!(error.to_string(), "cannot put the new site in place; nothing was changed");
        assert_eq!(root.path().read_dir().expect("list").count(), 0);
    }

    #[test]
    fn a_folder_left_by_a_killed_build_is_in_nobodys_way() {
        let root = tempfile::tempdir().expect("a folder");
        let target = root.path().join("site");
        let killed = StagedFolder::open(&target, &[]).expect("open");
        let next = StagedFolder::open(&target, &[]).expect("another");
        assert_ne!(killed.staging, next.staging);
    }

    #[test]
    fn an_interrupted_update_can_be_made_again() {
        let root = tempfile::tempdir().expect("a folder");
        let target = root.path().join("site");
        staged(&target, "old").publish().expect("a first site");
        // A folder will do: nothing here may write a file but what is tested.
        Disk.rename(tempfile::tempdir().expect("another").keep().as_path(), &target.join("CNAME")).expect("moved");
        let killed = staged(&target, "new");
        let new = std::mem::take(&mut *killed.written.lock().expect("unlocked"));
        let old = OldSite::look(&target, true).expect("an old site");
        killed.write_list(&old.files.with(&new), &target).expect("a list");
        Disk.rename(&killed.staging.join("index.html"), &target.join("index.html")).expect("one file moved");
        drop(killed);
        let published = staged(&target, "newest").publish().expect("published");
        assert_eq!(published.kept, ["CNAME"]);
        assert_eq!(OldSite::look(&target, true).expect("a site").foreign.len(), 1);
    }
}
