//! An archive and a site in memory, and what holds of every import.

pub mod any_bytes;
pub mod any_text;
pub mod corpus;
pub mod html;
pub mod oracle;

use pilcrow::internals::archive::{KeptRuns, read_run};
use pilcrow::internals::files_below;
use pilcrow::internals::model::Run;
use pilcrow::{
    ArchiveEntry, ArchiveFiles, ArchiveListing, Built, Config, Failed, Progress, ReadError, Sink, SinkError, Theme,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
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
    fn list(&self) -> ArchiveListing {
        let entries = self.0.keys().map(|path| ArchiveEntry { path: path.clone(), shown: path.clone() }).collect();
        ArchiveListing { entries, diagnostics: Vec::new() }
    }

    fn read(&self, entry: &ArchiveEntry) -> Result<Vec<u8>, ReadError> {
        self.0.get(&entry.path).cloned().ok_or_else(|| ReadError::changed("gone"))
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

    /// `<main>`, what is in it and `</main>`.
    pub fn main(&self, path: &str) -> &str {
        let html = self.text(path);
        let start = html.find("<main").unwrap();
        let end = html.find("</main>").unwrap() + "</main>".len();
        &html[start..end]
    }
}

pub fn try_build(archive: &MemoryArchive, config: &Config) -> Result<Site, Failed> {
    let sink = MemorySite::default();
    let built = pilcrow::build(archive, config, &Theme::default(), &sink, &NoProgress)?;
    Ok(Site { built, files: sink.0.into_inner().unwrap() })
}

pub fn build(files: &[(&str, &str)]) -> Site {
    try_build(&MemoryArchive::of(files), &Config::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// Of runs as values, each in the file of its id.
pub fn build_runs(runs: &[Value]) -> Site {
    let named: Vec<(String, String)> =
        runs.iter().map(|run| (format!("{}.json", run["id"].as_str().unwrap()), run.to_string())).collect();
    build(&named.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// The same of runs that nothing is to be said of.
pub fn build_sound(runs: &[Value]) -> Site {
    let site = build_runs(runs);
    assert!(site.built.diagnostics.is_empty(), "{:?}", site.built.diagnostics);
    site
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file or folder of those beside the project, which not everybody has. Nothing, and said so, where it is not there.
#[track_caller]
pub fn shared(path: &str) -> Option<PathBuf> {
    let found = root().join("../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    skipped(&format!("../shared/{path} is not there"));
    None
}

/// What a program of somebody else says. Nothing, and said so, where it is not installed.
#[track_caller]
pub fn output_of(command: &mut Command) -> Option<Output> {
    match command.output() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            skipped(&format!("{} is not installed", command.get_program().display()));
            None
        }
        output => Some(output.unwrap()),
    }
}

/// Says why a test does not look at what it is there for. Where `PILCROW_TEST_ALL` asks for every test, it fails instead.
#[track_caller]
pub fn skipped(why: &str) {
    assert!(std::env::var_os("PILCROW_TEST_ALL").is_none(), "{why}, and PILCROW_TEST_ALL is set");
    // Not `eprintln!`, which the test runner keeps to itself when the test passes.
    std::io::stderr().write_all(format!("skipped: {why}\n").as_bytes()).unwrap();
}

/// The smallest run, with more keys put in before its end.
pub fn run(id: &str, more: &str) -> String {
    let comma = if more.is_empty() { "" } else { ", " };
    format!(
        r#"{{"format": "pilcrow-review/1", "id": "{id}", "date": "2026-03-22T14:24", "reviewers": [{{"agent": "claude", "name": "Claude"}}, {{"agent": "codex"}}]{comma}{more}}}"#
    )
}

/// The runs of the sample archive, by file.
pub fn sample_runs() -> Vec<Run> {
    let files: BTreeMap<String, Vec<u8>> = files_below(&root().join("reviews")).unwrap().into_iter().collect();
    let archive = MemoryArchive(files.into_iter().filter(|(path, _)| path.as_bytes().ends_with(b".json")).collect());
    let read = |entry: &ArchiveEntry| read_run(&archive, entry, &KeptRuns::default()).ok();
    archive.list().entries.iter().filter_map(read).collect()
}

/// A source file of this project.
pub struct SourceFile {
    /// Below the folder that was read, with `/` between folders.
    pub path: String,
    pub whole: String,
    /// Without comments and without the unit tests at its end.
    pub text: String,
}

/// All Rust sources below a folder of the project.
pub fn sources(folder: &str) -> impl Iterator<Item = SourceFile> {
    let sources = texts_below(folder).into_iter().filter(|(path, _)| path.ends_with(".rs"));
    sources.map(|(path, whole)| {
        let code = whole.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        let text = code.lines().filter(is_code).flat_map(|line| [line, "\n"]).collect();
        SourceFile { path, whole, text }
    })
}

/// All text files below a folder of the project, by their path in it.
pub fn texts_below(folder: &str) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let mut open = vec![root().join(folder)];
    while let Some(at) = open.pop() {
        for path in std::fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let name = path.strip_prefix(root().join(folder)).unwrap().to_str().unwrap().replace('\\', "/");
                texts.insert(name, text);
            }
        }
    }
    texts
}
