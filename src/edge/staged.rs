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
mod tests;
