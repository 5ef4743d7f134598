//! What a build wrote: a list that stands in the site, so that the next build removes what is on it and nothing else.

use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::hash::Hasher as _;
use std::io;
use std::path::Path;
use twox_hash::XxHash64;
use walkdir::WalkDir;

/// The file with the list, in every folder that this program made.
pub const MARKER: &str = ".pilcrow";

/// A list that is being written.
pub const DRAFT: &str = ".pilcrow-draft";

/// The folder in which the next site grows where there can be none beside this one.
pub const INSIDE: &str = ".pilcrow-building";

const GREETING: &str =
    "This folder was written by pilcrow. Its next build replaces the files below, and leaves all others.\n";

/// Ends the greeting and names the version of the list.
const TITLE: &str = "pilcrow-files/1\n";

/// A content, as far as a list remembers it. Two contents share one by chance only: this is no guard against somebody who
/// wants them to, who could as well change the list.
pub type Seal = u64;

/// The files of a site by their path below it, with `/` between folders. A file may have been written with either of two
/// contents where an update was interrupted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest(BTreeMap<String, Vec<Seal>>);

/// The seal of a content that comes in parts.
#[derive(Default)]
pub struct Sealer(XxHash64);

impl Sealer {
    pub fn update(&mut self, part: &[u8]) {
        self.0.write(part);
    }

    pub fn finish(self) -> Seal {
        self.0.finish()
    }
}

/// The seal of a content.
pub fn seal(content: &[u8]) -> Seal {
    let mut sealer = Sealer::default();
    sealer.update(content);
    sealer.finish()
}

/// How a folder differs from its list.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Files, links and whole folders that are not on the list.
    pub foreign: BTreeSet<String>,
    /// What is on the list and holds something else now.
    pub changed: BTreeSet<String>,
}

impl Manifest {
    /// The list of a folder; `None` where it has none that can be read, as a folder of an earlier version.
    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    pub fn of_folder(folder: &Path) -> io::Result<Option<Self>> {
        match std::fs::read(folder.join(MARKER)) {
            Ok(bytes) => Ok(std::str::from_utf8(&bytes).ok().and_then(Self::parse)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes this the list of a folder, in one step.
    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    pub fn write_into(&self, folder: &Path) -> io::Result<()> {
        let draft = folder.join(DRAFT);
        std::fs::write(&draft, self.to_text())?;
        std::fs::rename(draft, folder.join(MARKER))
    }

    /// Adds a file.
    pub fn insert(&mut self, path: String, seal: Seal) {
        let seals = self.0.entry(path).or_default();
        if !seals.contains(&seal) {
            seals.push(seal);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn contains(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// What is on either list.
    pub fn with(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (path, seals) in &other.0 {
            for seal in seals {
                both.insert(path.clone(), *seal);
            }
        }
        both
    }

    /// Every folder that a file is in, innermost first.
    pub fn folders(&self) -> Vec<&str> {
        let mut folders: BTreeSet<&str> = BTreeSet::new();
        for path in self.paths() {
            folders.extend(path.match_indices('/').map(|(at, _)| &path[..at]));
        }
        // A folder comes after all that it is the beginning of.
        folders.into_iter().rev().collect()
    }

    /// The list as it stands in the site.
    pub fn to_text(&self) -> String {
        let mut text = format!("{GREETING}{TITLE}");
        for (path, seals) in &self.0 {
            for seal in seals {
                let _ = writeln!(text, "{seal:016x} {}", escaped(path));
            }
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let mut manifest = Self::default();
        for line in text.strip_prefix(GREETING)?.strip_prefix(TITLE)?.lines() {
            let (seal, path) = line.split_once(' ')?;
            let path = unescaped(path);
            // Somebody may have changed the list: it names nothing outside the folder.
            if path.split('/').any(|part| matches!(part, "" | "." | "..")) || path.contains('\\') && cfg!(windows) {
                return None;
            }
            manifest.insert(path, Seal::from_str_radix(seal, 16).ok()?);
        }
        Some(manifest)
    }

    /// Compares a folder with this list. What files hold is read only `with_contents`.
    pub fn survey(&self, folder: &Path, with_contents: bool) -> io::Result<Survey> {
        let own: BTreeSet<&str> = self.folders().into_iter().collect();
        let mut survey = Survey::default();
        let mut files: Vec<(String, &[Seal])> = Vec::new();
        let mut entries = WalkDir::new(folder).min_depth(1).into_iter();
        while let Some(entry) = entries.next() {
            let entry = entry?;
            let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let path = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            let kind = entry.file_type();
            if kind.is_dir() && own.contains(path.as_str()) || path == MARKER {
                continue;
            }
            if kind.is_dir() && path == INSIDE {
                entries.skip_current_dir();
                continue;
            }
            match self.0.get(&path) {
                Some(seals) if kind.is_file() => files.push((path, seals)),
                Some(_) => _ = survey.changed.insert(path),
                None => _ = survey.foreign.insert(path),
            }
            if kind.is_dir() {
                entries.skip_current_dir();
            }
        }
        if with_contents {
            survey.changed.extend(changed(folder, files)?);
        }
        Ok(survey)
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the edge")]
fn changed(folder: &Path, files: Vec<(String, &[Seal])>) -> io::Result<Vec<String>> {
    let differs = |(path, seals): (String, &[Seal])| -> io::Result<Option<String>> {
        let content = std::fs::read(folder.join(&path))?;
        Ok((!seals.contains(&seal(&content))).then_some(path))
    };
    Ok(files.into_par_iter().map(differs).collect::<io::Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// Paths hold any sign, and a list has one a line.
fn escaped(path: &str) -> String {
    path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut signs = path.chars();
    while let Some(sign) = signs.next() {
        if sign != '\\' {
            out.push(sign);
            continue;
        }
        match signs.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            other => out.extend(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_comes_back() {
        let mut manifest = Manifest::default();
        for (path, content) in [("a b.html", "x"), ("a/ü\n\\n.html", "y"), (".nojekyll", ""), ("a/b/c", "z")] {
            manifest.insert(path.to_owned(), seal(content.as_bytes()));
        }
        manifest.insert("a/b/c".to_owned(), seal(b"other"));
        assert_eq!(Manifest::parse(&manifest.to_text()), Some(manifest.clone()));
        assert_eq!(manifest.folders(), ["a/b", "a"]);
    }

    /// Of XXH64 with the seed 0: another hash would take every old site for a changed one.
    #[test]
    fn seals_stay_the_same_from_version_to_version() {
        assert_eq!(seal(b""), 0xef46_db37_51d8_e999);
        let mut sealer = Sealer::default();
        for part in ["a", "", "bc"] {
            sealer.update(part.as_bytes());
        }
        assert_eq!(sealer.finish(), seal(b"abc"));
    }

    #[test]
    fn no_list_names_what_is_outside() {
        for path in ["../a", "a/../../b", "/etc/passwd", "a//b", "./a", ""] {
            let text = format!("{GREETING}{TITLE}0000000000000000 {path}\n");
            assert_eq!(Manifest::parse(&text), None, "{path}");
        }
        assert_eq!(Manifest::parse(""), None);
        assert_eq!(Manifest::parse(GREETING), None);
    }
}
