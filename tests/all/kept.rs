//! What is kept to save work changes no byte: runs from their first reading.

use crate::support::{MemoryArchive, MemorySite, NoProgress, root};
use pilcrow::internals::archive::{KeptRuns, read_run};
use pilcrow::internals::{Means, build_with};
use pilcrow::{ArchiveEntry, ArchiveFiles, ArchiveListing, Config, ReadError, Theme};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The sample archive.
fn samples() -> MemoryArchive {
    MemoryArchive(pilcrow::internals::files_below(&root().join("reviews")).unwrap())
}

/// Counts how often its files are read.
struct Counted(MemoryArchive, AtomicUsize);

impl ArchiveFiles for Counted {
    fn list(&self) -> ArchiveListing {
        self.0.list()
    }

    fn read(&self, entry: &ArchiveEntry) -> Result<Vec<u8>, ReadError> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.read(entry)
    }
}

fn built(files: &Counted, room: usize) -> (BTreeMap<String, Vec<u8>>, usize) {
    files.1.store(0, Ordering::Relaxed);
    let sink = MemorySite::default();
    let means = Means { kept: KeptRuns::with_room(room), ..Means::default() };
    let theme = Theme::default();
    let built = build_with(files, &Config::default(), &theme, &sink, &NoProgress, means);
    built.unwrap_or_else(|error| panic!("{error}"));
    (sink.0.into_inner().unwrap(), files.1.load(Ordering::Relaxed))
}

#[test]
fn room_for_runs_changes_no_byte() {
    let files = Counted(samples(), AtomicUsize::new(0));
    let count = files.0.0.len();
    let whole: usize = files.0.0.values().map(Vec::len).sum();
    let (site, reads) = built(&files, whole);
    assert_eq!(reads, count);
    let (without, reads) = built(&files, 0);
    assert_eq!(reads, 2 * count);
    assert_eq!(different(&site, &without), [""; 0]);
    let (with_some, reads) = built(&files, whole / 2);
    assert!(count < reads && reads < 2 * count, "{reads}");
    assert_eq!(different(&site, &with_some), [""; 0]);
}

fn different<'s>(one: &'s BTreeMap<String, Vec<u8>>, other: &'s BTreeMap<String, Vec<u8>>) -> Vec<&'s str> {
    let all = one.keys().chain(other.keys());
    all.filter(|path| one.get(*path) != other.get(*path)).map(String::as_str).collect()
}

#[test]
fn a_run_that_is_gone_or_changed_since_the_scan_stops_the_build() {
    let entry = ArchiveEntry { path: "a.json".to_owned(), shown: "a.json".to_owned() };
    let kept = KeptRuns::with_room(0);
    let gone = read_run(&MemoryArchive::default(), &entry, &kept).unwrap_err();
    assert_eq!(gone.to_string(), "cannot be read: gone");
    let changed = read_run(&MemoryArchive::of(&[("a.json", "{}")]), &entry, &kept).unwrap_err();
    assert!(changed.to_string().contains("it changed during the build: is not a review run"), "{changed}");
}
