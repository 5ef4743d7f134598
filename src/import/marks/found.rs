//! What is found of marks, added up.

use super::word::{bare_words, severity_from_grade, severity_from_kind};
use crate::import::slug_of;
use crate::model::{Severity, Slug};

/// What the marks of a comment say.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Marks {
    grade: Option<Severity>,
    kind: Option<Severity>,
    /// The words of all of them.
    pub tags: Vec<Slug>,
}

impl Marks {
    /// What the first grade says, else what the kind of comment does.
    pub fn severity(&self) -> Option<Severity> {
        self.grade.or(self.kind)
    }

    /// Takes words in as a mark; `false` where they are none.
    pub(super) fn take_words(&mut self, words: &str) -> bool {
        let words = bare_words(words);
        let security = words.strip_prefix("security ");
        let word = security.unwrap_or(&words);
        let (grade, kind) = (severity_from_grade(word), severity_from_kind(word));
        if grade.is_none() && kind.is_none() {
            return false;
        }
        self.grade = self.grade.or(grade);
        self.kind = self.kind.or(kind);
        if security.is_some() {
            self.add_tag("security");
        }
        self.add_tag(word);
        true
    }

    /// Takes in a sign that is a grade without a word.
    pub(super) fn take_grade(&mut self, severity: Severity, word: &str) {
        self.grade = self.grade.or(Some(severity));
        self.add_tag(word);
    }

    pub(super) fn add_tag(&mut self, words: &str) {
        let tag = slug_of(&words.to_lowercase());
        self.tags.extend(tag.filter(|tag| !self.tags.contains(tag)));
    }
}
