//! What a file says and its run does not: counted, so that nothing goes without a word.

use crate::text::format::counted;
use std::collections::BTreeSet;

/// What is left out, since it would be long and is about nothing that was found.
#[derive(Clone, Debug, Default)]
pub struct LeftOut {
    /// Rules that no result broke and that say more of themselves than is kept.
    pub rules: usize,
    /// Files of which it is not kept how they are stored.
    pub files: usize,
    /// The fields that say so.
    pub fields: BTreeSet<&'static str>,
}

impl LeftOut {
    /// What the two leave out between them.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.rules += other.rules;
        self.files += other.files;
        self.fields.extend(&other.fields);
        self
    }

    /// What to say of it.
    pub fn words(&self) -> Option<String> {
        let rules = (self.rules > 0).then(|| format!("help for {} without findings", counted(self.rules, "rule")));
        let fields: Vec<&str> = self.fields.iter().copied().collect();
        let files = (self.files > 0).then(|| format!("{} for {}", fields.join(", "), counted(self.files, "file")));
        let all: Vec<String> = rules.into_iter().chain(files).collect();
        (!all.is_empty()).then(|| format!("omitted: {}", all.join("; ")))
    }
}
