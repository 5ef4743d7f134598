//! Staging, swapping and sweeping, each with what can go wrong.

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
