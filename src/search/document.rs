//! What can be found: its searched texts, what a result shows of it, and what results can be narrowed by.

use super::FIELDS;
use super::files::json;
use sha2::{Digest, Sha256};

/// Something that can be found.
#[derive(Debug)]
pub struct Document<'d> {
    /// Its searched texts, in the order of [`FIELDS`].
    pub texts: [String; FIELDS.len()],
    /// What a result shows.
    pub shown: DocumentSummary<'d>,
    /// What results can be narrowed by.
    pub facets: Facets,
}

/// What a result shows, all of it plain text.
#[derive(Debug)]
pub struct DocumentSummary<'d> {
    /// The finding's id; empty of a review.
    pub id: &'d str,
    /// Without marks of Markdown.
    pub title: String,
    /// How the text begins.
    pub start: String,
    /// Below the site's root.
    pub address: String,
    /// `owner/name#12`, or empty.
    pub subject: String,
    /// `src/a.rs:12–20`, or empty.
    pub place: String,
    /// What came of it and how it stands to earlier rounds, in words, or empty.
    pub status: String,
}

/// What results can be narrowed by. Numbers are places in the lists of [`super::Frame`].
#[derive(Clone, Debug)]
pub struct Facets {
    /// 0 to 3 of a finding, worst first; 4: a review.
    pub severity: u8,
    /// In ascending order, each once.
    pub agents: Vec<u32>,
    /// Of the repositories; `None` where the run names none.
    pub repository: Option<u32>,
    /// Of the kinds.
    pub kind: u32,
    /// Since 1970-01-01.
    pub day: i32,
    /// Of the statuses; `None` where nothing is recorded.
    pub status: Option<u32>,
    /// Of the standings; `None` where no earlier round is there.
    pub standing: Option<u32>,
    /// `2026-03-22`
    pub date: String,
}

impl Document<'_> {
    /// Its result, as JSON.
    pub(super) fn result(&self) -> String {
        let Self { shown, facets, .. } = self;
        let DocumentSummary { id, title, start, address, subject, place, status } = shown;
        let Facets { severity, agents, date, .. } = facets;
        json(&(severity, id, title, start, address, subject, place, agents, date, status))
    }

    /// Of everything that the document says, its result among it.
    pub(super) fn fingerprint(&self, result: &str) -> [u8; 16] {
        let mut hash = Sha256::new();
        for text in self.texts.iter().map(String::as_str).chain([result]) {
            hash.update(text.len().to_le_bytes());
            hash.update(text);
        }
        let Facets { kind, repository, status, standing, .. } = &self.facets;
        hash.update(json(&(kind, repository, status, standing)));
        let digest = hash.finalize();
        let mut short = [0; 16];
        short.copy_from_slice(&digest[..16]);
        short
    }
}
