//! Writing: a site grows in a folder beside the old one and takes its place in one step, or not at all.

use super::manifest::{MARKER, Manifest, Seal, Sealer, seal};
use super::moves::{Disk, Failed, Journal, Moves};
use super::old_site::OldSite;
use super::signals::Held;
use super::stage_error::{StageError, at};
use super::workplace::{Found, Workplace, is_refusal};
use crate::output::{Sink, SinkError};
use std::collections::HashSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Tells GitHub Pages to publish the folder as it is.
const NO_JEKYLL: &str = ".nojekyll";

/// A site in the making, in a workplace of its own. Dropped before [`StagedFolder::publish`], it is gone.
#[derive(Debug)]
pub struct StagedFolder {
    target: PathBuf,
    staging: PathBuf,
    folders: Mutex<HashSet<PathBuf>>,
    written: Mutex<Manifest>,
    held: Held,
    /// What an earlier build, which was killed, had left, and what became of it.
    pub found: Found,
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
    /// Opens a folder for a site that will be put at `target`, which must hold none of `protected`, each named by what it
    /// is. Where another build of this site runs, it calls `waits` and waits for it.
    ///
    /// # Errors
    /// When `target` may not be replaced, or nothing can be written beside it nor into it.
    pub fn open(
        target: &Path,
        protected: &[(&'static str, PathBuf)],
        held: Held,
        waits: &dyn Fn(),
    ) -> Result<Self, StageError> {
        let target = real_path(target)?;
        let is_in_it = |path: &Path| path.canonicalize().is_ok_and(|path| path.starts_with(&target));
        if let Some((what, _)) = protected.iter().find(|(_, path)| is_in_it(path)) {
            return Err(StageError::Holds { target, what });
        }
        // What files hold is looked at when they are to go; to learn of all else only then would waste a build.
        OldSite::look(&target, false)?;
        let parent = target.parent().unwrap_or(Path::new("/")).to_owned();
        at(&parent, std::fs::create_dir_all(&parent))?;
        let workplace = Workplace::take(&target, waits)?;
        let (found, staging) = (workplace.found, workplace.new_site());
        *held.alone() = Some(workplace);
        let (folders, written) = (Mutex::default(), Mutex::default());
        // From here on the workplace goes if anything fails.
        let mut folder = Self { target, staging: PathBuf::new(), folders, written, held, found };
        folder.staging = staging?;
        // In place from the start: whoever finds the folder of a killed build can tell what it is.
        at(&folder.staging, Manifest::default().write_into(&folder.staging))?;
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

    fn publish_with(self, moves: &dyn Moves) -> Result<Published, StageError> {
        let held = self.held.clone();
        // A signal waits until the new site is in place.
        let mut workplace = held.alone();
        let at_work = workplace.as_ref().ok_or(StageError::Ended)?;
        let published = self.put_in_place(at_work, moves);
        match (&published, workplace.take()) {
            (Ok(Published { leftover: None, .. }), Some(mut workplace)) => workplace.remove(),
            (Err(StageError::Stranded { .. }) | Ok(_), Some(mut workplace)) => workplace.leave(),
            // On a failure it is removed with the new site.
            (_, back) => *workplace = back,
        }
        drop(workplace);
        published
    }

    fn put_in_place(&self, workplace: &Workplace, moves: &dyn Moves) -> Result<Published, StageError> {
        let new = std::mem::take(&mut *self.written.lock().unwrap_or_else(PoisonError::into_inner));
        // Looked at again: the build may have taken minutes.
        let old = OldSite::look(&self.target, true)?;
        let has_way_in = !old.foreign.is_empty() || workplace.is_inside();
        let placed = if has_way_in {
            self.update(&self.staging, workplace, &old, &new, moves).map(|()| None)
        } else {
            at(&self.staging, new.write_into(&self.staging))?;
            self.replace(workplace, &old, moves)
        };
        let leftover = match placed {
            Err(StageError::NotSwapped { source, .. }) if is_refusal(&source) && !workplace.is_inside() => {
                self.update_from_inside(&old, &new, moves)?;
                None
            }
            placed => placed?,
        };
        Ok(Published { leftover, kept: old.foreign.into_iter().collect() })
    }

    /// Puts the new site in the old one's place as a whole, and removes the old one.
    fn replace(&self, workplace: &Workplace, old: &OldSite, moves: &dyn Moves) -> Result<Option<Leftover>, StageError> {
        if !self.target.exists() {
            moves.rename(&self.staging, &self.target).map_err(|source| self.not_swapped(source))?;
            return Ok(None);
        }
        let path = self.swap(workplace, moves)?;
        let removed = moves.remove(&path, &old.files);
        Ok(removed.err().map(|source| Leftover { path, source }))
    }

    /// Moves the new site into the old one's folder file by file, around what is not ours. If a file cannot be moved, all go
    /// back. The list names the files of both until all is done, so that an update that is killed can be made again.
    fn update(
        &self,
        staging: &Path,
        workplace: &Workplace,
        old: &OldSite,
        new: &Manifest,
        moves: &dyn Moves,
    ) -> Result<(), StageError> {
        old.makes_way_for(new, &self.target)?;
        // Both lists are written before anything moves: there may be no room later. Where they are, an empty list says that
        // there never was a site.
        let aside = workplace.new_site()?;
        at(&aside, Manifest::default().write_into(&aside))?;
        let (list_of_both, list_of_new) = (aside.join("both"), aside.join("new"));
        at(&list_of_both, std::fs::write(&list_of_both, old.files.with(new).to_text()))?;
        at(&list_of_new, std::fs::write(&list_of_new, new.to_text()))?;
        let mut journal = Journal::new(moves, aside);
        let list = self.target.join(MARKER);
        let done = journal.replace(list_of_both, list.clone());
        let done = done.and_then(|()| self.move_all(staging, old, new, &mut journal));
        let done = done.and_then(|()| journal.replace(list_of_new, list));
        let Err((path, source)) = done else { return Ok(()) };
        if journal.undo() {
            return Err(StageError::NotSwapped {
                target: self.target.clone(),
                is_there: !old.files.is_empty(),
                source,
            });
        }
        Err(StageError::Mixed { target: self.target.clone(), path, source })
    }

    fn move_all(&self, staging: &Path, old: &OldSite, new: &Manifest, journal: &mut Journal<'_>) -> Result<(), Failed> {
        for path in old.files.paths().filter(|path| !new.contains(path)) {
            journal.put_aside(self.target.join(path))?;
        }
        let mut folders = new.folders();
        for folder in old.files.folders() {
            if !folders.contains(&folder) {
                journal.remove_empty(self.target.join(folder));
            }
        }
        // Outermost first.
        folders.reverse();
        for folder in folders {
            journal.make(self.target.join(folder))?;
        }
        new.paths().try_for_each(|path| journal.replace(staging.join(path), self.target.join(path)))
    }

    /// The same where nothing can be moved into the folder from beside it: from a copy in it.
    fn update_from_inside(&self, old: &OldSite, new: &Manifest, moves: &dyn Moves) -> Result<(), StageError> {
        let mut inside = Workplace::take_inside(&self.target, &|| ())?;
        let copied = inside.new_site().and_then(|copy| {
            at(&copy, Manifest::default().write_into(&copy))?;
            for path in new.paths() {
                let (from, to) = (self.staging.join(path), copy.join(path));
                at(&to, to.parent().map_or(Ok(()), std::fs::create_dir_all))?;
                at(&to, std::fs::copy(&from, &to).map(drop))?;
            }
            self.update(&copy, &inside, old, new, moves)
        });
        inside.remove();
        copied
    }

    /// Puts the new site in place and gives the path of the old one. Where the system cannot swap folders in one step it
    /// takes two, with a way back.
    fn swap(&self, workplace: &Workplace, moves: &dyn Moves) -> Result<PathBuf, StageError> {
        if moves.swap(&self.staging, &self.target).is_ok() {
            return Ok(self.staging.clone());
        }
        let aside = workplace.old_site();
        moves.rename(&self.target, &aside).map_err(|source| self.not_swapped(source))?;
        let Err(source) = moves.rename(&self.staging, &self.target) else { return Ok(aside) };
        if moves.rename(&aside, &self.target).is_ok() {
            return Err(self.not_swapped(source));
        }
        Err(StageError::Stranded { target: self.target.clone(), new: self.staging.clone(), old: aside, source })
    }

    fn not_swapped(&self, source: io::Error) -> StageError {
        StageError::NotSwapped { target: self.target.clone(), is_there: self.target.exists(), source }
    }
}

impl Drop for StagedFolder {
    fn drop(&mut self) {
        // Nothing more can be done about a folder that does not go.
        if let Some(mut workplace) = self.held.alone().take() {
            workplace.remove();
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

    fn write(&self, path: &str, content: &[u8]) -> io::Result<()> {
        let _held = self.held.writing().map_err(io::Error::other)?;
        std::fs::write(self.place(path)?, content)
    }

    fn write_parts(&self, path: &str, parts: &mut dyn Iterator<Item = &str>) -> io::Result<()> {
        let mut sealer = Sealer::default();
        let file = {
            let _held = self.held.writing().map_err(io::Error::other)?;
            std::fs::File::create(self.place(path)?)?
        };
        let mut file = io::BufWriter::with_capacity(1 << 20, file);
        for part in parts {
            sealer.update(part.as_bytes());
            file.write_all(part.as_bytes())?;
        }
        self.note(path, sealer.finish());
        file.flush()
    }
}

impl Sink for StagedFolder {
    fn put(&self, path: &str, content: &[u8]) -> Result<(), SinkError> {
        self.note(path, seal(content));
        self.write(path, content).map_err(|error| SinkError { path: path.to_owned(), reason: error.to_string() })
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
    use std::collections::BTreeMap;
    use tempfile::TempDir;

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

    fn opened(target: &Path) -> StagedFolder {
        StagedFolder::open(target, &[], Held::default(), &|| ()).expect("open")
    }

    fn staged(target: &Path, text: &str) -> StagedFolder {
        let staged = opened(target);
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
        (live.unwrap_or_default(), in_workplace(&target), published)
    }

    /// The sites that are left in the workplace, without its lock; nothing where it is gone.
    fn in_workplace(target: &Path) -> Vec<String> {
        let names = target.with_file_name(".site.building").read_dir().into_iter().flatten();
        let names = names.map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.filter(|name| name != ".pilcrow-lock").collect();
        names.sort();
        names
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
        let staged = opened(&root.path().join("site"));
        let error = staged.publish_with(&Failing(&["rename 1"], RefCell::default())).expect_err("failed");
        assert_eq!(error.to_string(), "cannot put the new site in place; nothing was changed");
        assert_eq!(root.path().read_dir().expect("list").count(), 0);
    }

    /// As a build that is killed: nothing is removed, and the system takes the lock back.
    fn killed(staged: &StagedFolder) -> PathBuf {
        drop(staged.held.alone().take());
        staged.staging.clone()
    }

    #[test]
    fn what_a_killed_build_left_is_removed_by_the_next() {
        let root = tempfile::tempdir().expect("a folder");
        let target = root.path().join("site");
        let left = killed(&staged(&target, "new"));
        assert!(left.join("index.html").exists());
        let next = staged(&target, "newest");
        assert_eq!((next.found, in_workplace(&target)), (Found::Remains, vec!["new".to_owned()]));
        next.publish().expect("published");
        assert_eq!(root.path().read_dir().expect("list").count(), 1);
    }

    #[test]
    fn an_old_site_that_a_killed_build_moved_away_comes_back() {
        let root = tempfile::tempdir().expect("a folder");
        let target = root.path().join("site");
        staged(&target, "old").publish().expect("a first site");
        let left = killed(&staged(&target, "new"));
        Disk.rename(&target, &left.with_file_name("old")).expect("moved");
        let next = opened(&target);
        assert_eq!(next.found, Found::OldSite);
        drop(next);
        let live = crate::edge::disk::text_file(&target.join("index.html")).expect("read");
        assert_eq!((live.as_deref(), root.path().read_dir().expect("list").count()), (Some("old"), 1));
    }

    #[test]
    fn what_somebody_put_into_an_old_site_is_never_removed() {
        let root = tempfile::tempdir().expect("a folder");
        let target = root.path().join("site");
        staged(&target, "old").publish().expect("a first site");
        let interrupted = staged(&target, "new");
        let new = std::mem::take(&mut *interrupted.written.lock().expect("unlocked"));
        new.write_into(&interrupted.staging).expect("a list");
        let left = killed(&interrupted);
        Disk.swap(&left, &target).expect("swapped");
        Disk.rename(tempfile::tempdir().expect("a folder").keep().as_path(), &left.join("mine")).expect("moved");
        for text in ["newer", "newest"] {
            staged(&target, text).publish().expect("published");
            assert_eq!(in_workplace(&target), ["new"]);
            assert!(left.join("mine").is_dir() && !left.join("index.html").exists());
        }
    }

    #[test]
    fn two_builds_of_one_site_follow_each_other() {
        let root = tempfile::tempdir().expect("a folder");
        let target = root.path().join("site");
        let first = staged(&target, "first");
        let (waits, waited) = std::sync::mpsc::channel();
        let second = std::thread::spawn({
            let target = target.clone();
            move || {
                let second = StagedFolder::open(&target, &[], Held::default(), &|| waits.send(()).expect("sent"));
                let second = second.expect("open");
                second.put("index.html", b"second").expect("put");
                second.publish().expect("published");
            }
        });
        waited.recv().expect("the second waits");
        first.publish().expect("published");
        second.join().expect("ended");
        let live = crate::edge::disk::text_file(&target.join("index.html")).expect("read");
        assert_eq!((live.as_deref(), root.path().read_dir().expect("list").count()), (Some("second"), 1));
    }

    #[test]
    fn nothing_is_written_once_the_workplace_is_gone() {
        let root = tempfile::tempdir().expect("a folder");
        let staged = staged(&root.path().join("site"), "new");
        let mut workplace = staged.held.alone().take().expect("a workplace");
        workplace.remove();
        let error = staged.put("late/index.html", b"late").expect_err("refused").to_string();
        assert!(error.contains("the build was ended"), "{error}");
        assert!(matches!(staged.publish(), Err(StageError::Ended)));
        assert_eq!(root.path().read_dir().expect("list").count(), 0);
    }

    #[test]
    fn a_folder_with_the_name_of_a_workplace_is_left_alone() {
        let root = tempfile::tempdir().expect("a folder");
        let target = root.path().join("site");
        let theirs = root.path().join(".site.building");
        staged(&theirs, "theirs").publish().expect("a folder with files");
        let error = StagedFolder::open(&target, &[], Held::default(), &|| ()).expect_err("refused");
        assert!(matches!(&error, StageError::Foreign(folder) if *folder == theirs.canonicalize().expect("there")));
        assert!(theirs.join("index.html").exists() && !target.exists());
    }

    /// A site with one more page than the first, in a folder that holds something else as well.
    fn updated(fails: &'static [&'static str]) -> (BTreeMap<String, Vec<u8>>, Result<Published, StageError>, TempDir) {
        let root = tempfile::tempdir().expect("a folder");
        let target = root.path().join("site");
        let first = staged(&target, "old");
        for path in ["gone/a.html", "gone/b/c.html", "turn"] {
            first.put(path, b"old").expect("put");
        }
        first.publish().expect("a first site");
        // A folder will do: nothing here may write a file but what is tested.
        Disk.rename(tempfile::tempdir().expect("another").keep().as_path(), &target.join("CNAME")).expect("moved");
        let second = staged(&target, "new");
        for path in ["come/a.html", "come/b/c.html", "turn/into/folder.html"] {
            second.put(path, b"new").expect("put");
        }
        let published = second.publish_with(&Failing(fails, RefCell::default()));
        let files = crate::edge::disk::files_below(&target).expect("read");
        assert!(target.join("CNAME").is_dir());
        assert_eq!(root.path().read_dir().expect("list").count(), 1, "{fails:?}");
        (files, published, root)
    }

    #[test]
    fn an_update_that_fails_anywhere_is_taken_back() {
        const RENAMES: [&str; 12] = [
            "rename 1",
            "rename 2",
            "rename 3",
            "rename 4",
            "rename 5",
            "rename 6",
            "rename 7",
            "rename 8",
            "rename 9",
            "rename 10",
            "rename 11",
            "rename 12",
        ];
        let (new, published, _root) = updated(&[]);
        assert_eq!(published.expect("published").kept, ["CNAME"]);
        assert_eq!(
            new.keys().collect::<Vec<_>>(),
            [".nojekyll", ".pilcrow", "come/a.html", "come/b/c.html", "index.html", "turn/into/folder.html"]
        );
        let mut failed = 0;
        for rename in &RENAMES {
            for swaps in [&[][..], &["swap"]] {
                let fails: &'static [&'static str] = [swaps, &[*rename]].concat().leak();
                let (files, published, root) = updated(fails);
                let Err(error) = published else {
                    assert_eq!(files, new, "{fails:?}");
                    continue;
                };
                failed += 1;
                assert!(error.to_string().ends_with("is unchanged"), "{error}");
                assert_eq!(files["turn"], b"old");
                let old = OldSite::look(&root.path().join("site"), true).expect("an old site");
                let paths = [".nojekyll", "gone/a.html", "gone/b/c.html", "index.html", "turn"];
                assert_eq!(old.files.paths().collect::<Vec<_>>(), paths, "{fails:?}");
                assert_eq!(files.len(), paths.len() + 1, "{fails:?}");
            }
        }
        assert!(failed > 12, "{failed}");
    }

    #[test]
    fn an_interrupted_update_can_be_made_again() {
        let root = tempfile::tempdir().expect("a folder");
        let target = root.path().join("site");
        staged(&target, "old").publish().expect("a first site");
        // A folder will do: nothing here may write a file but what is tested.
        Disk.rename(tempfile::tempdir().expect("another").keep().as_path(), &target.join("CNAME")).expect("moved");
        let interrupted = staged(&target, "new");
        let new = std::mem::take(&mut *interrupted.written.lock().expect("unlocked"));
        let old = OldSite::look(&target, true).expect("an old site");
        old.files.with(&new).write_into(&target).expect("a list");
        Disk.rename(&interrupted.staging.join("index.html"), &target.join("index.html")).expect("one file moved");
        killed(&interrupted);
        let published = staged(&target, "newest").publish().expect("published");
        assert_eq!(published.kept, ["CNAME"]);
        assert_eq!(OldSite::look(&target, true).expect("a site").foreign.len(), 1);
    }
}
