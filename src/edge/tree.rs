//! A folder as a tree of files, out of which no link leads. Where a link ends decides, not how it gets there: the absolute
//! path of a file in the folder may well go through links outside.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// A folder, itself perhaps named by a link.
#[derive(Debug)]
pub struct Tree {
    /// Its path without links.
    real: PathBuf,
    /// The folder that was there when it was opened, whatever takes its place.
    #[cfg(unix)]
    handle: File,
}

/// Something below the folder.
#[derive(Debug)]
pub struct Entry {
    /// Its path in the folder.
    pub below: PathBuf,
    /// What is there.
    pub found: Found,
}

/// What is at a path.
#[derive(Debug)]
pub enum Found {
    /// A file, or a link to one in the folder.
    File,
    /// A folder. What is in it comes next.
    Folder,
    /// A pipe, a socket, a device.
    Special,
    /// What was not asked for.
    Skipped,
    /// A link out of the folder.
    LinkOutside {
        /// Whether it leads to a folder.
        to_folder: bool,
    },
    /// A link to a folder that it is in.
    LinkInCircle,
    /// A link to a folder that another link led to already.
    LinkAgain,
    /// A link that leads nowhere.
    DanglingLink(io::Error),
    /// What the system does not let be read.
    Unreadable(io::Error),
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// It is a link out of the folder, or has become one.
    #[error("a link leads out of the folder")]
    Outside,
    /// It was there when the folder was listed.
    #[error("it is gone")]
    Gone,
    /// It was written to in the meantime.
    #[error("it was written to at the same time")]
    Written,
    /// The system's reason.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Tree {
    /// Opens a folder.
    ///
    /// # Errors
    /// When it is not there, is not a folder, or cannot be read.
    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    pub fn open(root: &Path) -> io::Result<Self> {
        let real = root.canonicalize()?;
        // Fails as soon as any listing would.
        std::fs::read_dir(&real)?;
        Ok(Self {
            #[cfg(unix)]
            handle: File::open(&real)?,
            real,
        })
    }

    /// Everything below the folder, in the order of names, each folder before what is in it. What is not `wanted`, by its
    /// path in the folder and whether it is one itself, is not looked at any further.
    pub fn entries(&self, wanted: &dyn Fn(&Path, bool) -> bool) -> Vec<Entry> {
        let mut walk =
            Walk { tree: self, wanted, above: vec![self.real.clone()], linked: BTreeSet::new(), found: Vec::new() };
        walk.folder(Path::new(""));
        walk.found
    }

    /// The content of a file.
    ///
    /// # Errors
    /// See [`TreeError`]. Nothing is read of what is outside, even if links changed since the folder was listed.
    pub fn read(&self, below: &Path) -> Result<Vec<u8>, TreeError> {
        let gone = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => TreeError::Gone,
            _ => error.into(),
        };
        let mut file = self.file(below).map_err(|error| match error {
            TreeError::Io(error) => gone(error),
            other => other,
        })?;
        let before = file.metadata()?;
        if !before.is_file() {
            return Err(io::Error::other("is not a regular file").into());
        }
        let mut content = Vec::with_capacity(usize::try_from(before.len()).unwrap_or_default());
        file.read_to_end(&mut content)?;
        let after = file.metadata()?;
        let is_same = (before.len(), before.modified().ok()) == (after.len(), after.modified().ok());
        if is_same && content.len() as u64 == after.len() { Ok(content) } else { Err(TreeError::Written) }
    }

    /// A path below the folder without the links in it; nothing if it leads outside.
    fn without_links(&self, below: &Path) -> io::Result<Option<PathBuf>> {
        let real = self.real.join(below).canonicalize()?;
        Ok(real.strip_prefix(&self.real).ok().map(Path::to_owned))
    }

    /// Opens a file by a path without links, or by the one that its links lead to. In between nobody can put a link in
    /// its place: the system is told to follow none.
    #[cfg(unix)]
    fn file(&self, below: &Path) -> Result<File, TreeError> {
        use rustix::io::Errno;
        match beneath(&self.handle, below) {
            Err(Errno::LOOP | Errno::NOTDIR | Errno::MLINK) => {
                let real = self.without_links(below)?.ok_or(TreeError::Outside)?;
                beneath(&self.handle, &real).map_err(|error| TreeError::Io(error.into()))
            }
            opened => opened.map_err(|error| TreeError::Io(error.into())),
        }
    }

    /// The same where a folder cannot be held: looked at before, so that nothing outside is opened, and after, since a link
    /// may have been put in its place.
    #[cfg(not(unix))]
    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    fn file(&self, below: &Path) -> Result<File, TreeError> {
        let real = self.without_links(below)?.ok_or(TreeError::Outside)?;
        let path = self.real.join(&real);
        if !path.is_file() {
            return Err(io::Error::other("is not a regular file").into());
        }
        let file = File::open(&path)?;
        if self.without_links(&real)? == Some(real) { Ok(file) } else { Err(TreeError::Outside) }
    }
}

/// Opens a file folder by folder and follows no link. Not to wait for the other end of a pipe costs files nothing.
#[cfg(unix)]
fn beneath(folder: &File, below: &Path) -> Result<File, rustix::io::Errno> {
    use rustix::fs::{Mode, OFlags, openat};
    use std::os::fd::{AsFd as _, OwnedFd};
    use std::path::Component;
    let mut at: Option<OwnedFd> = None;
    let mut names = below.components().peekable();
    while let Some(name) = names.next() {
        let Component::Normal(name) = name else { return Err(rustix::io::Errno::INVAL) };
        let kind = if names.peek().is_some() { OFlags::DIRECTORY } else { OFlags::NONBLOCK };
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | kind;
        let folder = at.as_ref().map_or_else(|| folder.as_fd(), OwnedFd::as_fd);
        at = Some(openat(folder, name, flags, Mode::empty())?);
    }
    at.map(File::from).ok_or(rustix::io::Errno::ISDIR)
}

/// A tree that is being listed.
struct Walk<'w> {
    tree: &'w Tree,
    wanted: &'w dyn Fn(&Path, bool) -> bool,
    /// The folders around the place where it is, without links.
    above: Vec<PathBuf>,
    /// Folders that links led to: of links that cross, each would else be followed by way of every other.
    linked: BTreeSet<PathBuf>,
    found: Vec<Entry>,
}

impl Walk<'_> {
    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    fn folder(&mut self, below: &Path) {
        let here = self.above.last().unwrap_or(&self.tree.real);
        let entries = std::fs::read_dir(here).and_then(|entries| {
            entries.map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?)))).collect()
        });
        let mut entries: Vec<(OsString, std::fs::FileType)> = match entries {
            Ok(entries) => entries,
            Err(error) => return self.note(below.to_owned(), Found::Unreadable(error)),
        };
        entries.sort_by(|one, other| one.0.cmp(&other.0));
        for (name, kind) in entries {
            let real = self.above.last().unwrap_or(&self.tree.real).join(&name);
            self.entry(below.join(name), real, kind);
        }
    }

    fn entry(&mut self, below: PathBuf, real: PathBuf, kind: std::fs::FileType) {
        if !(self.wanted)(&below, false) {
            self.note(below, Found::Skipped);
        } else if kind.is_symlink() {
            self.link(below, &real);
        } else {
            self.thing(below, real, kind);
        }
    }

    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    fn link(&mut self, below: PathBuf, link: &Path) {
        let real = match link.canonicalize() {
            Ok(real) => real,
            Err(error) => return self.note(below, Found::DanglingLink(error)),
        };
        if !real.starts_with(&self.tree.real) {
            return self.note(below, Found::LinkOutside { to_folder: real.is_dir() });
        }
        let kind = match std::fs::metadata(&real) {
            Ok(target) => target.file_type(),
            Err(error) => return self.note(below, Found::Unreadable(error)),
        };
        if kind.is_dir() {
            if self.above.contains(&real) {
                return self.note(below, Found::LinkInCircle);
            }
            if !self.linked.insert(real.clone()) {
                return self.note(below, Found::LinkAgain);
            }
        }
        self.thing(below, real, kind);
    }

    fn thing(&mut self, below: PathBuf, real: PathBuf, kind: std::fs::FileType) {
        if kind.is_file() {
            self.note(below, Found::File);
        } else if !kind.is_dir() {
            self.note(below, Found::Special);
        } else if (self.wanted)(&below, true) {
            self.note(below.clone(), Found::Folder);
            self.above.push(real);
            self.folder(&below);
            self.above.pop();
        } else {
            self.note(below, Found::Skipped);
        }
    }

    fn note(&mut self, below: PathBuf, found: Found) {
        self.found.push(Entry { below, found });
    }
}
