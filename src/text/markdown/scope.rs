//! What a text needs to know of its surroundings: what words may point to, where on a page it stands, and which ids that has.

use crate::text::highlight::Highlighter;
use crate::text::references::References;
use std::collections::{BTreeMap, BTreeSet};

/// What Markdown needs to know of its surroundings.
pub struct Markdown<'a> {
    /// What words may point to.
    pub references: &'a References,
    /// Colours code blocks.
    pub highlighter: &'a Highlighter,
}

/// Where on a page a text stands.
pub struct Scope<'s> {
    /// Level of its outermost heading, 2 to 6.
    pub heading: u8,
    /// Put before the ids made here, so that two texts of a page do not clash.
    pub prefix: &'s str,
    /// All ids of the page.
    pub anchors: &'s mut Anchors,
    /// Language of blocks that name none, and of diffs.
    pub language: Option<&'s str>,
}

/// The ids of a page, each given out once.
#[derive(Debug, Default)]
pub struct Anchors {
    taken: BTreeSet<String>,
    /// The last number that was added to each id, so that ten thousand equal headings cost no more than others.
    numbers: BTreeMap<String, usize>,
}

impl Anchors {
    /// Takes an id if it is free.
    pub fn take(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned())
    }

    /// Makes an id from words, and takes it; a number is added where it is taken already.
    pub fn from_words(&mut self, prefix: &str, words: &str) -> String {
        let slug = slug_of(words);
        let base = match (prefix, slug.as_str()) {
            ("", "") => "section".to_owned(),
            ("", slug) => slug.to_owned(),
            (prefix, "") => prefix.to_owned(),
            (prefix, slug) => format!("{prefix}-{slug}"),
        };
        if self.take(&base) {
            return base;
        }
        let mut number = self.numbers.get(&base).copied().unwrap_or(1) + 1;
        while !self.take(&format!("{base}-{number}")) {
            number += 1;
        }
        let id = format!("{base}-{number}");
        self.numbers.insert(base, number);
        id
    }
}

/// Words as an anchor: lower case, runs of anything else as one hyphen, at most 60 characters.
fn slug_of(words: &str) -> String {
    let mut slug = String::new();
    for c in words.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
        if slug.chars().count() >= 60 {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}
