//! Waits for changes on the disk, and for the end.

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// Changes that follow each other in less than this belong together: an editor writes a file in several steps.
const QUIET: Duration = Duration::from_millis(60);

/// Changes that never pause are looked at all the same.
const LONGEST: Duration = Duration::from_secs(1);

/// Watches files and folders.
pub struct Watcher {
    notify: RecommendedWatcher,
    messages: Receiver<Message>,
    sender: Sender<Message>,
    /// As they were asked for.
    places: Vec<Place>,
    /// What the system watches, and whether with everything below.
    watched: BTreeSet<(PathBuf, bool)>,
}

/// What is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Absolute.
    path: PathBuf,
    is_folder: bool,
}

/// What happened.
#[derive(Debug, PartialEq, Eq)]
pub enum Happened {
    /// Files of the watched places were touched; whether they hold something else now is not known.
    Changed(BTreeSet<PathBuf>),
    /// The program is to end.
    Ended,
}

enum Message {
    Event(notify::Result<Event>),
    End,
}

/// Tells a watcher that the program is to end.
#[derive(Clone)]
pub struct End(Sender<Message>);

impl End {
    /// Tells it.
    pub fn tell(&self) {
        // Whoever listened has ended by itself.
        _ = self.0.send(Message::End);
    }
}

impl Place {
    /// A folder with everything in it.
    #[must_use]
    pub fn folder(path: &Path) -> Self {
        Self { path: absolute(path), is_folder: true }
    }

    /// A file, which need not be there yet.
    #[must_use]
    pub fn file(path: &Path) -> Self {
        Self { path: absolute(path), is_folder: false }
    }

    /// Whether a path is that of the place or in it.
    fn holds(&self, path: &Path) -> bool {
        path == self.path || self.is_folder && path.starts_with(&self.path)
    }
}

/// The path from the root, without links in its folder: some systems tell of changes by that one.
fn absolute(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.canonicalize().unwrap_or_else(|_| path.to_owned()),
    }
}

impl Watcher {
    /// Watches nothing yet.
    ///
    /// # Errors
    /// When the system cannot watch files.
    pub fn new() -> notify::Result<Self> {
        let (sender, messages) = channel();
        let events = sender.clone();
        let notify = notify::recommended_watcher(move |event| _ = events.send(Message::Event(event)))?;
        Ok(Self { notify, messages, sender, places: Vec::new(), watched: BTreeSet::new() })
    }

    /// Who can say that the program is to end.
    #[must_use]
    pub fn end(&self) -> End {
        End(self.sender.clone())
    }

    /// Watches these places from now on. The folder of each is watched too, so that one that is removed and made again is
    /// found; `changed` are the paths of the last change, which may be the reason that the system has lost one.
    ///
    /// # Errors
    /// When a place that is there cannot be watched.
    pub fn watch(&mut self, places: Vec<Place>, changed: &BTreeSet<PathBuf>) -> notify::Result<()> {
        let parents = places.iter().filter_map(|place| Some((place.path.parent()?.to_owned(), false)));
        let folders = places.iter().filter(|place| place.is_folder).map(|place| (place.path.clone(), true));
        let wanted: BTreeSet<(PathBuf, bool)> = folders.chain(parents).collect();
        let is_lost = |(path, _): &(PathBuf, bool)| changed.contains(path);
        let old: Vec<_> = self.watched.iter().filter(|old| !wanted.contains(old) || is_lost(old)).cloned().collect();
        for place in old {
            // What is gone is not watched any more.
            _ = self.notify.unwatch(&place.0);
            self.watched.remove(&place);
        }
        self.places = places;
        for (path, is_whole) in wanted {
            let is_watched = self.watched.contains(&(path.clone(), is_whole));
            if is_watched || !path.is_dir() {
                continue;
            }
            let mode = if is_whole { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            self.notify.watch(&path, mode)?;
            self.watched.insert((path, is_whole));
        }
        Ok(())
    }

    /// Waits until something happens, and then until nothing more does.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    pub fn next(&self) -> Happened {
        let mut changed = BTreeSet::new();
        while changed.is_empty() {
            match self.messages.recv() {
                Ok(Message::Event(event)) => changed.extend(self.paths(event)),
                Ok(Message::End) | Err(_) => return Happened::Ended,
            }
        }
        let start = Instant::now();
        loop {
            let patience = QUIET.min(LONGEST.saturating_sub(start.elapsed()));
            match self.messages.recv_timeout(patience) {
                Ok(Message::Event(event)) => changed.extend(self.paths(event)),
                Err(RecvTimeoutError::Timeout) => return Happened::Changed(changed),
                Ok(Message::End) | Err(RecvTimeoutError::Disconnected) => return Happened::Ended,
            }
        }
    }

    /// The paths of an event that has to do with the watched places.
    fn paths(&self, event: notify::Result<Event>) -> Vec<PathBuf> {
        let event = match event {
            // Events were lost, and any place may have changed.
            Ok(event) if event.need_rescan() => return self.places.iter().map(|place| place.path.clone()).collect(),
            Ok(event) => event,
            Err(error) => return error.paths,
        };
        // Reading is no change.
        let is_read = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
        let is_ours = |path: &PathBuf| self.places.iter().any(|place| place.holds(path));
        if is_read { Vec::new() } else { event.paths.into_iter().filter(is_ours).collect() }
    }
}
