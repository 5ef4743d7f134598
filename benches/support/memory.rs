//! An archive in memory, and a site that goes nowhere: what is measured is not the disk.

use pilcrow::{ArchiveEntry, ArchiveFiles, ArchiveListing, Progress, ReadError, Sink, SinkError};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};

/// The files of an archive by their paths.
#[allow(dead_code, reason = "one benchmark reads its archive from a folder")]
pub struct Archive(pub BTreeMap<String, Vec<u8>>);

impl ArchiveFiles for Archive {
    fn list(&self) -> ArchiveListing {
        let entries = self.0.keys().map(|path| ArchiveEntry { path: path.clone(), shown: path.clone() }).collect();
        ArchiveListing { entries, diagnostics: Vec::new() }
    }

    fn read(&self, entry: &ArchiveEntry) -> Result<Vec<u8>, ReadError> {
        Ok(self.0[&entry.path].clone())
    }
}

/// Takes a site and counts its bytes.
#[allow(dead_code, reason = "one benchmark makes no site")]
#[derive(Default)]
pub struct Nowhere(pub AtomicU64);

impl Sink for Nowhere {
    fn put(&self, _: &str, content: &[u8]) -> Result<(), SinkError> {
        self.0.fetch_add(black_box(content).len() as u64, Ordering::Relaxed);
        Ok(())
    }
}

impl Progress for Nowhere {
    fn stage(&self, _: &str, _: usize) {}
    fn step(&self) {}
}
