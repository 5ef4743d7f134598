//! The reviews in groups: by calendar month, by repository, by kind of report, by author of the change.

use crate::model::{Corpus, Date, Digest, Severity};
use std::collections::BTreeMap;

/// Ways to group the reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grouping {
    /// By calendar month.
    Month,
    Repository,
    Kind,
    /// By author of the change.
    Author,
}

impl Grouping {
    /// All of them, in the order of the site.
    pub const ALL: [Self; 4] = [Self::Month, Self::Repository, Self::Kind, Self::Author];

    /// What the reviews of a group share, as a run writes it.
    fn label(self, run: &Digest) -> Option<String> {
        match self {
            Self::Month => Some(run.date.month()),
            Self::Repository => run.repository.as_ref().map(ToString::to_string),
            Self::Kind => Some(run.kind.to_string()),
            Self::Author => run.author.clone().filter(|author| !author.trim().is_empty()),
        }
    }
}

/// The reviews that share a month, a repository, a kind or an author.
#[derive(Clone, Debug)]
pub struct Group {
    /// The label folded to lower case, for the address.
    pub key: String,
    /// As the newest run writes it.
    pub label: String,
    /// Its reviews as positions in the corpus, newest first; at least one.
    pub runs: Vec<usize>,
    /// Their findings by severity, in the order of [`Severity::ALL`].
    pub findings: [usize; 4],
    /// How many of them are valid.
    pub valid: usize,
    /// When the newest of them took place.
    pub newest: Date,
}

/// Every group of every grouping: months newest first, all others largest first.
#[derive(Debug, Default)]
pub struct Groups(BTreeMap<Grouping, Vec<Group>>);

impl Groups {
    #[must_use]
    pub fn new(corpus: &Corpus) -> Self {
        Self(Grouping::ALL.into_iter().map(|grouping| (grouping, groups_by(grouping, &corpus.runs))).collect())
    }

    /// The groups of one grouping.
    #[must_use]
    pub fn by(&self, grouping: Grouping) -> &[Group] {
        self.0.get(&grouping).map_or(&[], Vec::as_slice)
    }
}

fn groups_by(grouping: Grouping, runs: &[Digest]) -> Vec<Group> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (at, run) in runs.iter().enumerate() {
        let Some(label) = grouping.label(run) else { continue };
        let key = label.to_lowercase();
        let empty =
            || Group { key: key.clone(), label, runs: Vec::new(), findings: [0; 4], valid: 0, newest: run.date };
        let group = groups.entry(key.clone()).or_insert_with(empty);
        group.runs.push(at);
        group.valid += run.findings.iter().filter(|finding| finding.is_valid()).count();
        for (sum, severity) in group.findings.iter_mut().zip(Severity::ALL) {
            *sum += run.count(severity);
        }
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    match grouping {
        Grouping::Month => groups.reverse(),
        _ => groups.sort_by(|a, b| b.runs.len().cmp(&a.runs.len()).then_with(|| a.key.cmp(&b.key))),
    }
    groups
}
