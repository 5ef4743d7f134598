//! Which files draw the most findings. What several rounds of a change say of one file counts once there.

use super::matching::Matches;
use super::records::FindingAt;
use crate::model::Corpus;
use std::collections::{BTreeMap, BTreeSet};

/// One file and its valid findings.
#[derive(Debug, PartialEq, Eq)]
pub struct Hotspot<'c> {
    /// `owner/name`.
    pub repository: &'c str,
    /// Path inside the repository.
    pub path: &'c str,
    /// Findings by severity, in the order of [`crate::model::Severity::ALL`]; one of several rounds as the newest review has it.
    pub counts: [usize; 4],
    /// Runs that have a finding here, newest first, as positions in the corpus.
    pub runs: Vec<usize>,
}

impl Hotspot<'_> {
    /// Findings of all severities.
    #[must_use]
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}

/// As many files are kept as any page could show.
const MOST: usize = 50;

/// The files with the most valid findings at their main location; ties by the worse severity, then by name.
#[must_use]
pub fn hotspots<'c>(corpus: &'c Corpus, matches: &Matches) -> Vec<Hotspot<'c>> {
    let mut counted: BTreeSet<(&str, &str, usize)> = BTreeSet::new();
    let mut files: BTreeMap<(&str, &str), Hotspot<'c>> = BTreeMap::new();
    for (at, run) in corpus.runs.iter().enumerate() {
        let Some(repository) = run.repository.as_deref() else { continue };
        for (position, finding) in run.findings.iter().enumerate().filter(|(_, finding)| finding.is_valid()) {
            let Some(path) = finding.path.as_deref() else { continue };
            let spot = files.entry((repository, path)).or_insert_with(|| Hotspot {
                repository,
                path,
                counts: [0; 4],
                runs: Vec::new(),
            });
            let problem = matches.number(FindingAt { run: at, finding: position });
            if counted.insert((repository, path, problem)) {
                spot.counts[finding.severity.position()] += 1;
            }
            if spot.runs.last() != Some(&at) {
                spot.runs.push(at);
            }
        }
    }
    let mut spots: Vec<_> = files.into_values().collect();
    spots.sort_by(|a, b| b.total().cmp(&a.total()).then(b.counts.cmp(&a.counts)));
    spots.truncate(MOST);
    spots
}
