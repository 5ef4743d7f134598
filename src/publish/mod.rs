//! What must not be public: finds credentials, people and hosts in the texts of a run, and puts marks in their place.
//!
//! Knows texts and trees of texts, and neither the format of a run nor where it comes from. Nothing in here looks anything up
//! or asks a service whether a credential is alive.

mod assigned;
mod behind;
mod commands;
mod context;
mod decoded;
mod find;
mod forms;
mod hosts;
mod kind;
mod mail;
mod mark;
mod names;
mod nobody;
mod people;
mod placeholder;
mod private_keys;
mod report;
mod services;
mod shape;
mod statements;
mod strength;
mod table;
mod tree;
mod web;
mod wordy;

pub use kind::{Group, Kind};
pub use mark::hidden_words;
pub use report::{problems, summary, unredactable, without_secrets};
pub use tree::{found, redacted};

use crate::model::Slug;
use std::collections::BTreeSet;

/// What a team chose about the publication of its archive.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Runs that are taken back.
    pub withdrawn: Vec<Slug>,
    /// Fingerprints of what may be public.
    pub allow: BTreeSet<String>,
    /// Words of kinds, and of groups of them, that are not looked for.
    pub ignore: BTreeSet<String>,
    /// Whether a check tells what is found.
    pub report: bool,
    /// Whether marks take the place of what is found.
    pub redact: bool,
}

impl Rules {
    /// Whether a run is taken back.
    #[must_use]
    pub fn is_withdrawn(&self, id: &str) -> bool {
        self.withdrawn.iter().any(|withdrawn| withdrawn.as_str().eq_ignore_ascii_case(id))
    }

    /// Whether a find counts.
    fn counts(&self, kind: &Kind, secret: &str) -> bool {
        let is_ignored = || self.ignore.contains(kind.word) || self.ignore.contains(kind.group.word());
        !is_ignored() && (self.allow.is_empty() || !self.allow.contains(&mark::fingerprint(kind, secret)))
    }
}

/// The words that `ignore` may hold: every kind, and every group of kinds, each once.
#[must_use]
pub fn ignorable() -> Vec<&'static str> {
    let groups = Group::ALL.iter().map(|group| group.word());
    groups.chain(kind::all().map(|kind| kind.word)).collect::<BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::ignorable;

    #[test]
    fn every_kind_is_in_the_documentation() {
        let page = include_str!("../../docs/publishing.md");
        let missing: Vec<&str> = ignorable().into_iter().filter(|word| !page.contains(&format!("`{word}`"))).collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert!(ignorable().len() > 100);
    }
}
