//! Runs that stand alone: files that were named one by one, and a run on standard input.

use super::disk;
use crate::archive::{ArchiveEntry, ArchiveFiles, ArchiveListing, ReadError};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::PathBuf;

/// Runs, by the path that each has as an entry of an archive.
#[derive(Debug, Default)]
pub struct LooseRuns {
    files: BTreeMap<String, PathBuf>,
    /// What came in on standard input.
    typed: Option<Vec<u8>>,
}

/// How standard input is named among files.
pub const STANDARD_INPUT: &str = "-";

impl LooseRuns {
    /// Of these files; `-` stands for standard input, which is read now.
    ///
    /// # Errors
    /// When standard input cannot be read.
    pub fn read(paths: &[PathBuf]) -> Result<Self, io::Error> {
        let mut all = Self::default();
        for path in paths {
            if path.as_os_str() == STANDARD_INPUT {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes)?;
                all.typed = Some(bytes);
            } else {
                all.files.insert(path.to_string_lossy().replace('\\', "/"), path.clone());
            }
        }
        Ok(all)
    }
}

impl ArchiveFiles for LooseRuns {
    fn list(&self) -> ArchiveListing {
        let mut listing = ArchiveListing::default();
        let of_file = |(path, shown): (&String, &PathBuf)| ArchiveEntry {
            path: path.clone(),
            shown: shown.display().to_string(),
        };
        listing.entries.extend(self.files.iter().map(of_file));
        // It has no name that could be another than the run's id.
        let of_input =
            |bytes: &Vec<u8>| ArchiveEntry { path: format!("{}.json", id_in(bytes)), shown: STANDARD_INPUT.to_owned() };
        listing.entries.extend(self.typed.iter().map(of_input));
        listing.entries.sort();
        listing
    }

    fn read(&self, entry: &ArchiveEntry) -> Result<Vec<u8>, ReadError> {
        match (self.files.get(&entry.path), &self.typed) {
            (Some(path), _) if entry.shown != STANDARD_INPUT => {
                disk::bytes_of(path).map_err(|error| ReadError::new(error.to_string()))
            }
            (_, Some(bytes)) => Ok(bytes.clone()),
            _ => Err(ReadError::changed("is gone".to_owned())),
        }
    }
}

/// The id that a run says it has, as far as it says one.
fn id_in(bytes: &[u8]) -> String {
    let run: Option<serde_json::Value> = serde_json::from_slice(bytes).ok();
    run.and_then(|run| Some(run.get("id")?.as_str()?.to_owned())).unwrap_or_else(|| "run".to_owned())
}
