//! What stands where a site is to go, and whether it may take its place.

use super::manifest::{INSIDE, MARKER, Manifest, Survey};
use super::stage_error::{StageError, at};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// How the marker of versions without a list begins.
const OLD_MARKER: &str = "This folder was written by pilcrow. Its next build replaces it as a whole.";

/// What is in a site's place.
#[derive(Default)]
pub struct OldSite {
    /// What this program wrote.
    pub files: Manifest,
    /// What it did not.
    pub foreign: BTreeSet<String>,
}

impl OldSite {
    /// Looks at the folder, and into its files only `with_contents`.
    ///
    /// # Errors
    /// When a site may not take its place.
    pub fn look(target: &Path, with_contents: bool) -> Result<Self, StageError> {
        if !target.exists() {
            // A link that leads nowhere is something that somebody made.
            let is_link = target.is_symlink();
            return if is_link { Err(StageError::NotAFolder(target.to_owned())) } else { Ok(Self::default()) };
        }
        if !target.is_dir() || target.parent().is_none() {
            return Err(StageError::NotAFolder(target.to_owned()));
        }
        let Some(files) = at(target, Manifest::of_folder(target))? else { return Self::without_a_list(target) };
        let Survey { foreign, changed } = at(target, files.survey(target, with_contents))?;
        if changed.is_empty() {
            return Ok(Self { files, foreign });
        }
        Err(StageError::Changed { target: target.to_owned(), files: changed.into_iter().collect() })
    }

    /// A folder that is empty, a new checkout of a branch for a site or a new disk holds nothing that a site would replace.
    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    fn without_a_list(target: &Path) -> Result<Self, StageError> {
        let marker = std::fs::read(target.join(MARKER)).unwrap_or_default();
        if marker.starts_with(OLD_MARKER.as_bytes()) {
            return Err(StageError::Unlisted(target.to_owned()));
        }
        let entries = at(target, std::fs::read_dir(target).and_then(Iterator::collect::<io::Result<Vec<_>>>))?;
        let names = entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let foreign: BTreeSet<String> = names.filter(|name| name != INSIDE).collect();
        if foreign.iter().all(|name| name.starts_with(".git") || name == "CNAME" || name == "lost+found") {
            return Ok(Self { files: Manifest::default(), foreign });
        }
        Err(StageError::Foreign(target.to_owned()))
    }

    /// Refuses a site with files where foreign ones are.
    pub fn makes_way_for(&self, new: &Manifest, target: &Path) -> Result<(), StageError> {
        let folders: BTreeSet<&str> = new.folders().into_iter().collect();
        let is_in_the_way = |path: &&String| {
            let above = path.match_indices('/').any(|(at, _)| new.contains(&path[..at]));
            above || new.contains(path) || folders.contains(path.as_str())
        };
        let files: Vec<String> = self.foreign.iter().filter(is_in_the_way).cloned().collect();
        if files.is_empty() { Ok(()) } else { Err(StageError::InTheWay { target: target.to_owned(), files }) }
    }
}
