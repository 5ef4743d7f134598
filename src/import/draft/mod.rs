//! A finding and a run in the making, as the readers of one agent's output need them: what has no field is kept as text
//! while it is read, and the run says in the end what that was.
//!
//! Nothing here knows a format.

pub mod dates;
pub mod figures;
pub mod place;
pub mod report;

use crate::import::markdown::inline::one_line;
use crate::import::{slug_of, words};
use crate::model::finding::{Credit, Finding, UNRATED};
use crate::model::{Severity, Slug};
use serde_json::Value;

/// Longer words are no tag.
const LONGEST_TAG: usize = 40;

/// The title of a finding that has none.
const UNTITLED: &str = "Finding without a title";

/// A finding, and what of it is kept as text only.
#[derive(Clone, Debug)]
pub struct Draft {
    pub finding: Finding,
    /// Short words for it, such as `properties`.
    pub kept: Vec<String>,
    /// How many of its places are outside the repository.
    pub outside: usize,
    /// What the file says that nobody knows, such as `severity "urgent"`.
    pub unknown: Vec<String>,
    blocks: Vec<String>,
    labels: Vec<String>,
}

/// What an agent says of a severity, against a table of words.
pub struct Grade<'w> {
    /// The word, where there is one.
    pub word: Option<&'w str>,
    /// What it means, where that is known.
    pub severity: Option<Severity>,
}

impl<'w> Grade<'w> {
    /// The severity of a word in a table; upper case and lower case are one.
    pub fn in_table(word: Option<&'w str>, table: &[(&str, Severity)]) -> Self {
        let known = |word: &str| table.iter().find(|(known, _)| known.eq_ignore_ascii_case(word.trim()));
        Self { word, severity: word.and_then(known).map(|(_, severity)| *severity) }
    }
}

impl Draft {
    /// A finding with a severity, which no agent is credited with yet. The title is a line of Markdown.
    pub fn new(severity: Severity, title: &str) -> Self {
        let title = Some(one_line(title)).filter(|title| !title.is_empty()).unwrap_or_else(|| UNTITLED.to_owned());
        // Numbered once it is known which findings there are.
        let finding = Finding::new("x".parse().expect("a letter is a slug"), severity, title);
        let (kept, unknown, blocks, labels) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { finding, kept, outside: 0, unknown, blocks, labels }
    }

    /// The same as graded by an agent: an unknown word is kept, and without a known one the finding is `unrated`.
    pub fn graded(grade: &Grade<'_>, title: &str) -> Self {
        let mut draft = Self::new(grade.severity.unwrap_or(Severity::Suggestion), title);
        match (grade.word, grade.severity) {
            (Some(word), Some(severity)) if !word.trim().eq_ignore_ascii_case(severity.word()) => {
                draft.tag(word);
            }
            (Some(word), None) => {
                draft.label("Severity", &words::line(word));
                draft.unknown.push(format!("severity \"{}\"", one_line(word)));
            }
            _ => {}
        }
        if grade.severity.is_none() {
            draft.tag(UNRATED);
        }
        draft
    }

    /// Credits an agent with the finding. What it said of the severity itself is `None` where it did not.
    pub fn credit(&mut self, agent: &Slug, severity: Option<Severity>) {
        self.finding.found_by.push(Credit { severity, ..Credit::of_reviewer(agent.clone()) });
    }

    /// Adds a tag; `false` where the words are none.
    pub fn tag(&mut self, words: &str) -> bool {
        let words = words.trim();
        let tag = slug_of(&words.to_lowercase()).filter(|_| words.chars().count() <= LONGEST_TAG);
        let Some(tag) = tag else { return false };
        if !self.finding.tags.contains(&tag) {
            self.finding.tags.push(tag);
        }
        true
    }

    /// Adds paragraphs to the body.
    pub fn say(&mut self, markdown: impl Into<String>) {
        let markdown = markdown.into();
        let text = markdown.trim_matches('\n').trim_end();
        if !text.trim().is_empty() {
            self.blocks.push(text.to_owned());
        }
    }

    /// Adds what has no field to the body, as a line of Markdown behind a label.
    pub fn label(&mut self, label: &str, line: &str) {
        self.labels.push(format!("- {label}: {line}"));
        self.kept.push(label.to_lowercase());
    }

    /// Adds fields that nobody knows to the body, under their names.
    pub fn keep(&mut self, fields: Vec<(&str, &Value)>, prefix: &str) {
        for (name, value) in fields {
            self.labels.push(words::property(&format!("{prefix}{name}"), value));
            self.kept.push("properties".to_owned());
        }
    }

    /// Takes a confidence between 0 and 1; any other is kept.
    pub fn confidence(&mut self, value: Option<&Value>) {
        let Some(value) = value else { return };
        let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
        match number.filter(|number| (0.0..=1.0).contains(number)) {
            // Plus zero: a -0.0 would come back from the archive as 0.
            Some(number) => self.finding.confidence = Some(number + 0.0),
            None => self.label("Confidence", &words::value_line(value)),
        }
    }

    /// Takes in what another draft says of the same finding: its places, and its words where they are others.
    pub fn add_same(&mut self, other: Self) {
        for location in other.finding.locations {
            if !self.finding.locations.contains(&location) {
                self.finding.locations.push(location);
            }
        }
        for tag in other.finding.tags {
            if !self.finding.tags.contains(&tag) {
                self.finding.tags.push(tag);
            }
        }
        let title = Some(other.finding.title).filter(|title| *title != self.finding.title);
        for block in title.into_iter().chain(other.blocks) {
            if !self.blocks.contains(&block) {
                self.blocks.push(block);
            }
        }
        for label in other.labels {
            if !self.labels.contains(&label) {
                self.labels.push(label);
            }
        }
        self.finding.severity = self.finding.severity.min(other.finding.severity);
        self.kept.extend(other.kept);
        self.unknown.extend(other.unknown);
        self.outside += other.outside;
    }

    /// The finding with its body, and what was kept.
    pub fn finished(mut self) -> (Finding, Vec<String>) {
        if !self.labels.is_empty() {
            self.blocks.push(self.labels.join("\n"));
        }
        self.finding.body = (!self.blocks.is_empty()).then(|| self.blocks.join("\n\n"));
        self.kept.sort_unstable();
        self.kept.dedup();
        (self.finding, self.kept)
    }
}
