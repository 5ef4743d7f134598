//! Where files go: counted, checked for links, and handed on.

use super::links::{BrokenLink, LinkCheck};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Takes the files of a site; from several threads at once.
pub trait Sink: Sync {
    /// Writes one file; `path` is relative, with `/` between folders.
    ///
    /// # Errors
    /// Whatever kept the file from being written.
    fn put(&self, path: &str, content: &[u8]) -> Result<(), SinkError>;

    /// Writes one file whose content comes in parts. A sink that can write them as they come need not hold all of them.
    ///
    /// # Errors
    /// Whatever kept the file from being written.
    fn put_parts(&self, path: &str, parts: &mut dyn Iterator<Item = &str>) -> Result<(), SinkError> {
        self.put(path, parts.collect::<String>().as_bytes())
    }
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct SinkError {
    /// Path below the site's root.
    pub path: String,
    /// The system's reason.
    pub reason: String,
}

/// What was written, added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are pages.
    pub pages: usize,
    /// All files.
    pub files: usize,
    /// Of all files.
    pub bytes: u64,
    /// The largest file, of several the first by its path, and its bytes.
    pub largest: (u64, String),
}

/// A site in the making.
pub struct Output<'s> {
    sink: &'s dyn Sink,
    links: LinkCheck,
    pages: AtomicUsize,
    files: AtomicUsize,
    bytes: AtomicU64,
    largest: Mutex<(u64, String)>,
}

impl<'s> Output<'s> {
    /// Starts with nothing written. Links that begin with `base` are links into the site.
    #[must_use]
    pub fn new(sink: &'s dyn Sink, base: Option<&str>) -> Self {
        Self {
            sink,
            links: LinkCheck::new(base),
            pages: AtomicUsize::default(),
            files: AtomicUsize::default(),
            bytes: AtomicU64::default(),
            largest: Mutex::default(),
        }
    }

    /// Writes a page and notes its links.
    ///
    /// # Errors
    /// As [`Output::file`].
    pub fn page(&self, path: &str, html: &str) -> Result<(), SinkError> {
        self.links.add(path, html);
        self.pages.fetch_add(1, Ordering::Relaxed);
        self.file(path, html.as_bytes())
    }

    /// Writes a file.
    ///
    /// # Errors
    /// When the sink refuses it.
    pub fn file(&self, path: &str, content: &[u8]) -> Result<(), SinkError> {
        self.count(path, content.len() as u64);
        self.sink.put(path, content)
    }

    fn count(&self, path: &str, bytes: u64) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        // Nothing can panic while it is locked.
        let mut largest = self.largest.lock().unwrap_or_else(PoisonError::into_inner);
        if bytes > largest.0 || (bytes == largest.0 && *path < *largest.1) {
            *largest = (bytes, path.to_owned());
        }
    }

    /// Writes a file that would be large in one piece.
    ///
    /// # Errors
    /// As [`Output::file`].
    pub fn parts<'p>(&self, path: &str, parts: impl Iterator<Item = &'p str>) -> Result<(), SinkError> {
        let mut bytes = 0;
        let written = self.sink.put_parts(path, &mut parts.inspect(|part| bytes += part.len() as u64));
        self.count(path, bytes);
        written
    }

    /// What was written so far.
    #[must_use]
    pub fn written(&self) -> Written {
        Written {
            pages: self.pages.load(Ordering::Relaxed),
            files: self.files.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            largest: self.largest.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    /// The ids of a page that it links to itself, in their order.
    #[must_use]
    pub fn offered_ids(&self, page: &str) -> Vec<String> {
        self.links.offered(page)
    }

    /// Whether a page has an id; `None` of what is no page.
    #[must_use]
    pub fn has_id(&self, page: &str, id: &str) -> Option<bool> {
        self.links.has_id(page, id)
    }

    /// Checks every link of every page; `exists` knows the files of the site.
    ///
    /// # Errors
    /// The links that lead nowhere.
    pub fn check_links(self, exists: impl Fn(&str) -> bool + Sync) -> Result<(), Vec<BrokenLink>> {
        let broken = self.links.broken(exists);
        if broken.is_empty() { Ok(()) } else { Err(broken) }
    }
}
