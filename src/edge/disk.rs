//! Reading: the archive's folder, the configuration, a team's own templates and static files.

use super::manifest::MARKER;
use super::tree::{Entry, Found, Tree, TreeError};
use crate::archive::{ArchiveEntry, ArchiveFiles, ArchiveListing, ReadError};
use crate::model::{Checked, Date, Diagnostic, Level, ProblemKind};
use chrono::{DateTime, SecondsFormat};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use walkdir::WalkDir;

/// The `.json` files below a folder, as an archive. Links are followed as long as they lead to something in the folder.
#[derive(Debug)]
pub struct ArchiveFolder {
    root: PathBuf,
    tree: Tree,
}

impl ArchiveFolder {
    /// The archive below `root`, which may be a link.
    ///
    /// # Errors
    /// The system's reason when it is not there, is not a folder, or cannot be read.
    pub fn open(root: &Path) -> Result<Self, io::Error> {
        Ok(Self { root: root.to_owned(), tree: Tree::open(root)? })
    }
}

impl ArchiveFiles for ArchiveFolder {
    fn list(&self) -> ArchiveListing {
        let mut listing = ArchiveListing::default();
        for entry in self.tree.entries(&|below, is_folder| self.is_part(below, is_folder)) {
            match self.run_at(&entry) {
                Ok(run) => listing.entries.extend(run),
                Err(problem) => listing.diagnostics.push(*problem),
            }
        }
        listing.entries.sort();
        listing
    }

    fn read(&self, entry: &ArchiveEntry) -> Result<Vec<u8>, ReadError> {
        self.tree.read(Path::new(&entry.path)).map_err(|error| match error {
            TreeError::Gone | TreeError::Written => ReadError::changed(error.to_string()),
            TreeError::Outside | TreeError::Io(_) => ReadError::new(error.to_string()),
        })
    }
}

impl ArchiveFolder {
    /// Hidden files and folders are no part of the archive, nor is a site that was built into it.
    fn is_part(&self, below: &Path, is_folder: bool) -> bool {
        let is_site = || is_folder && self.root.join(below).join(MARKER).exists();
        !is_hidden(below) && !is_site()
    }

    /// A file that is named like a run; nothing of what is not meant to be one.
    fn run_at(&self, entry: &Entry) -> Result<Option<ArchiveEntry>, Box<Diagnostic>> {
        let shown = self.root.join(&entry.below).display().to_string();
        let problem = |kind, message: &str, hint: &str| {
            Err(Box::new(Diagnostic::new(Level::Error, kind, &shown, message).with_hint(hint)))
        };
        let is_named_like_a_run = entry.below.extension().is_some_and(|ending| ending == "json");
        match &entry.found {
            Found::Skipped => Ok(None),
            Found::File | Found::Folder | Found::Special | Found::LinkOutside { to_folder: false }
                if !is_named_like_a_run =>
            {
                Ok(None)
            }
            Found::Folder => {
                problem(ProblemKind::NotAFile, "is a folder, but is named like a run", "rename the folder")
            }
            Found::Special => {
                let hint = "remove it; only regular files are read";
                problem(ProblemKind::NotAFile, "is not a regular file", hint)
            }
            Found::File => {
                if let Some(path) = entry.below.to_str() {
                    return Ok(Some(ArchiveEntry { path: path.replace('\\', "/"), shown }));
                }
                let message = "the file name is not valid UTF-8";
                Err(Box::new(Diagnostic::new(Level::Error, ProblemKind::NotUtf8, &shown, message)))
            }
            fault => Err(Box::new(fault_at(&shown, fault, "the archive"))),
        }
    }
}

/// A problem with something in a folder; `folder` says which in words.
fn fault_at(shown: &str, found: &Found, folder: &str) -> Diagnostic {
    let (kind, message, hint) = match found {
        Found::LinkOutside { .. } => (
            ProblemKind::BadLink,
            format!("is a link that leads out of {folder}"),
            format!("put a copy in {folder}, or remove the link"),
        ),
        Found::LinkInCircle => {
            (ProblemKind::BadLink, "is a link to a folder that contains it".to_owned(), "remove the link".to_owned())
        }
        Found::LinkAgain => (
            ProblemKind::BadLink,
            "is a link to a folder that another link leads to".to_owned(),
            "remove one of the links".to_owned(),
        ),
        Found::DanglingLink(reason) => (
            ProblemKind::BadLink,
            format!("is a dangling link: {reason}"),
            "remove the link, or restore its target".to_owned(),
        ),
        Found::Unreadable(reason) => {
            let message = format!("cannot be read: {reason}");
            return Diagnostic::new(Level::Error, ProblemKind::UnreadableFile, shown, message);
        }
        Found::File | Found::Folder | Found::Special | Found::Skipped => (
            ProblemKind::NotAFile,
            "is not a regular file".to_owned(),
            "remove it; only regular files are read".to_owned(),
        ),
    };
    Diagnostic::new(Level::Error, kind, shown, message).with_hint(hint)
}

fn is_hidden(below: &Path) -> bool {
    below.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// What hosts and servers look for under a name that begins with a dot: RFC 8615, GitHub Pages, Apache, Codeberg Pages.
const HIDDEN_IN_SITES: [&str; 4] = [".well-known", ".nojekyll", ".htaccess", ".domains"];

/// The files of a team in a folder of the configuration, by path with `/` between folders. What is left out is told:
/// hidden files, of which a folder that is published gives up those alone that a site needs, and the copies that editors
/// keep; links out of the folder; whatever is no file.
///
/// # Errors
/// When the folder or one of its files cannot be read.
pub fn team_files(folder: &Path, key: &str) -> Result<Checked<BTreeMap<String, Vec<u8>>>, io::Error> {
    let tree = Tree::open(folder)?;
    let is_published = key == "static";
    let wanted = |below: &Path, _: bool| {
        let name = below.file_name().unwrap_or_default().to_string_lossy();
        let is_needed = is_published && HIDDEN_IN_SITES.contains(&name.as_ref());
        is_needed || !(name.starts_with(['.', '#']) || name.ends_with('~'))
    };
    let (mut files, mut diagnostics) = (BTreeMap::new(), Vec::new());
    for Entry { below, found } in tree.entries(&wanted) {
        let shown = folder.join(&below).display().to_string();
        match found {
            Found::Folder => {}
            Found::File => {
                let content =
                    tree.read(&below).map_err(|error| io::Error::other(format!("{}: {error}", below.display())))?;
                files.insert(below.to_string_lossy().replace('\\', "/"), content);
            }
            Found::Unreadable(error) => return Err(error),
            Found::Skipped => diagnostics.push(left_out(&shown, is_published)),
            fault => diagnostics.push(fault_at(&shown, &fault, &format!("the folder of `{key}`"))),
        }
    }
    Ok(Checked { value: files, diagnostics })
}

fn left_out(shown: &str, is_published: bool) -> Diagnostic {
    let message = "is hidden or a copy that an editor keeps, and is left out";
    let note = Diagnostic::new(Level::Note, ProblemKind::LeftOut, shown, message);
    if !is_published {
        return note;
    }
    let names = HIDDEN_IN_SITES.map(|name| format!("`{name}`")).join(", ");
    note.with_hint(format!("of hidden files only {names} are published"))
}

/// The text of a file; `None` if it does not exist.
///
/// # Errors
/// If it exists but cannot be read, or is not UTF-8.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn text_file(path: &Path) -> Result<Option<String>, io::Error> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a file that nobody named is something else than a file: a link out of the folder that it is in, whose target may
/// be anybody's, or a pipe.
#[must_use]
pub fn leads_away(path: &Path) -> bool {
    let folder = path.parent().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let (Ok(real), Some(Ok(folder))) = (path.canonicalize(), folder.map(Path::canonicalize)) else { return false };
    !real.starts_with(folder) || !(real.is_file() || real.is_dir())
}

/// The bytes of a file.
///
/// # Errors
/// The system's reason why they cannot be read.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, io::Error> {
    std::fs::read(path)
}

/// When a file was last changed, in UTC; `None` where the system does not say.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn last_change_of(path: &Path) -> Option<Date> {
    let changed = std::fs::metadata(path).and_then(|found| found.modified()).ok()?;
    let seconds = changed.duration_since(UNIX_EPOCH).ok()?.as_secs();
    let instant = DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)?;
    Date::parse(&instant.to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// A folder as it was typed, from the root on, and without links: other programs may write any of them.
#[must_use]
pub fn spellings_of(folder: &Path) -> Vec<String> {
    let whole = [std::path::absolute(folder), folder.canonicalize()].into_iter().filter_map(Result::ok);
    let mut spellings: Vec<String> = Vec::new();
    for spelling in std::iter::once(folder.to_owned()).chain(whole) {
        let spelling = spelling.display().to_string();
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}

/// Replaces a file as a whole: on failure the old one is unchanged.
///
/// # Errors
/// The system's reason why it cannot be written.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn replace(path: &Path, content: &[u8]) -> Result<(), io::Error> {
    // Hidden, so that no reader of the archive takes it for a run.
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}", std::process::id()));
    // Of many files only the first has no folder yet.
    let in_folder = || match std::fs::write(&beside, content) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            std::fs::write(&beside, content)
        }
        written => written,
    };
    let written = in_folder().and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // The reason matters more than the rest of a file.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// Makes a file that is not there yet, with the folders above it. `false`: something is there already, and is left alone.
///
/// # Errors
/// The system's reason why it cannot be made.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn create(path: &Path, content: &[u8]) -> Result<bool, io::Error> {
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    // Nothing is written through a link either.
    match std::fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => io::Write::write_all(&mut file, content).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A folder, or a link to one.
    Folder,
    /// Anything else that is there.
    File,
    /// Nothing that can be seen.
    Nothing,
}

/// What is at a path.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn thing_at(path: &Path) -> Thing {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => Thing::Folder,
        Ok(_) => Thing::File,
        Err(_) => Thing::Nothing,
    }
}

/// The first file in a folder, by name, whose name has this ending.
#[must_use]
pub fn first_with_ending(folder: &Path, ending: &str) -> Option<PathBuf> {
    all_with_ending(folder, ending).next()
}

/// The files of a folder with an ending, in the order of their names; not those of folders in it.
pub fn all_with_ending(folder: &Path, ending: &str) -> impl Iterator<Item = PathBuf> {
    let entries = WalkDir::new(folder).max_depth(1).sort_by_file_name().into_iter().filter_map(Result::ok);
    let paths = entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    paths.filter(move |path| path.extension().is_some_and(|own| own == ending))
}

/// Whether a folder has anything in it.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn holds_anything(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

/// A folder, from the current one where it is in it: as a user would type it.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn as_typed(folder: &Path) -> PathBuf {
    let current = std::env::current_dir().and_then(|current| current.canonicalize());
    let below = current.ok().and_then(|current| Some(folder.strip_prefix(current).ok()?.to_owned()));
    below.unwrap_or_else(|| folder.to_owned())
}

/// Every file below a folder, by its path with `/` between folders. Links are not followed.
///
/// # Errors
/// When the folder or one of its files cannot be read.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn files_below(root: &Path) -> Result<BTreeMap<String, Vec<u8>>, io::Error> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(root).sort_by_file_name() {
        let entry = entry.map_err(io::Error::from)?;
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
        if entry.file_type().is_file() {
            let path = below.to_string_lossy().replace('\\', "/");
            files.insert(path, std::fs::read(entry.path())?);
        }
    }
    Ok(files)
}
