//! An archive and a site in memory, and what holds of every import.

pub mod any_bytes;

use pilcrow::archive::{ArchiveFiles, Entry, Listing, ReadError};
use pilcrow::config::Config;
use pilcrow::output::{Sink, SinkError, Theme};
use pilcrow::site::{self, BuildError, Built, Progress};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Files by their path.
#[derive(Default)]
pub struct MemoryArchive(pub BTreeMap<String, Vec<u8>>);

impl MemoryArchive {
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect())
    }
}

impl ArchiveFiles for MemoryArchive {
    fn list(&self) -> Listing {
        let entries = self.0.keys().map(|path| Entry { path: path.clone(), shown: path.clone() }).collect();
        Listing { entries, diagnostics: Vec::new() }
    }

    fn read(&self, entry: &Entry) -> Result<Vec<u8>, ReadError> {
        self.0.get(&entry.path).cloned().ok_or_else(|| ReadError { reason: "gone".to_owned() })
    }
}

/// The files of a site.
#[derive(Default)]
pub struct MemorySite(pub Mutex<BTreeMap<String, Vec<u8>>>);

impl Sink for MemorySite {
    fn put(&self, path: &str, content: &[u8]) -> Result<(), SinkError> {
        self.0.lock().unwrap().insert(path.to_owned(), content.to_vec());
        Ok(())
    }
}

pub struct NoProgress;

impl Progress for NoProgress {
    fn stage(&self, _: &str, _: usize) {}
    fn step(&self) {}
}

pub struct Site {
    pub built: Built,
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Site {
    pub fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("{path} is not among {:?}", self.files.keys()));
        std::str::from_utf8(bytes).unwrap()
    }

    /// What stands between `<main>` and `</main>`.
    pub fn main(&self, path: &str) -> &str {
        let html = self.text(path);
        let start = html.find("<main").unwrap();
        &html[start..html.find("</main>").unwrap()]
    }
}

pub fn try_build(archive: &MemoryArchive, config: &Config) -> Result<Site, BuildError> {
    let sink = MemorySite::default();
    let built = site::build(archive, config, &Theme::default(), &sink, &NoProgress)?;
    Ok(Site { built, files: sink.0.into_inner().unwrap() })
}

pub fn build(files: &[(&str, &str)]) -> Site {
    try_build(&MemoryArchive::of(files), &Config::default()).unwrap_or_else(|error| panic!("{error}"))
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder beside the project that not everybody has; says so when it is not there.
pub fn shared(path: &str) -> Option<PathBuf> {
    let path = root().join("../shared").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is not there", path.display());
    None
}

/// The smallest run, with more keys put in before its end.
pub fn run(id: &str, more: &str) -> String {
    let comma = if more.is_empty() { "" } else { ", " };
    format!(
        r#"{{"format": "pilcrow-review/1", "id": "{id}", "date": "2026-03-22T14:24", "reviewers": [{{"agent": "claude", "name": "Claude"}}, {{"agent": "codex"}}]{comma}{more}}}"#
    )
}

/// The runs of the sample archive, by file.
pub fn sample_runs() -> Vec<pilcrow::model::Run> {
    let files: BTreeMap<String, Vec<u8>> =
        pilcrow::edge::disk::files_below(&root().join("reviews")).unwrap().into_iter().collect();
    let archive = MemoryArchive(files.into_iter().filter(|(path, _)| path.as_bytes().ends_with(b".json")).collect());
    let read = |entry: &Entry| pilcrow::archive::read_run(&archive, entry, &pilcrow::archive::KeptRuns::default()).ok();
    archive.list().entries.iter().filter_map(read).collect()
}
