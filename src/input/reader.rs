//! Typed reading of a located tree. Every problem is collected; reading goes on.

use super::node::{Entry, Node, Value};
use crate::model::Worded;
use crate::model::diagnostic::{Diagnostic, Level, Place};
use std::collections::HashSet;
use std::fmt::Write;

/// Beyond this many problems a file is hopeless, and the rest is only counted.
const MOST_PROBLEMS: usize = 1000;

/// What an unknown key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// In a run: later versions may know more.
    Warning,
    /// In the configuration: surely a mistake.
    Error,
}

/// Something wrong in a document, not yet tied to its file.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Whether the document cannot be used.
    pub is_error: bool,
    /// JSON pointer of the value.
    pub pointer: String,
    /// Byte offset in the text.
    pub offset: usize,
    /// Bytes to mark.
    pub length: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Problem {
    /// An error at a place.
    #[must_use]
    pub fn error(offset: usize, length: usize, message: impl Into<String>) -> Self {
        Self { is_error: true, pointer: String::new(), offset, length, message: message.into(), hint: None }
    }

    /// Ties the problem to its file and counts lines and columns.
    #[must_use]
    pub fn into_diagnostic(self, file: &str, text: &str) -> Diagnostic {
        Diagnostic {
            level: if self.is_error { Level::Error } else { Level::Warning },
            file: file.to_owned(),
            pointer: self.pointer,
            place: Some(Place::in_text(text, self.offset, self.length)),
            message: self.message,
            hint: self.hint,
        }
    }
}

/// Walks a tree and collects what is wrong.
#[derive(Debug)]
pub struct Reader {
    unknown: Unknown,
    pointer: String,
    problems: Vec<Problem>,
    more: usize,
}

impl Reader {
    /// A reader at the root.
    #[must_use]
    pub fn new(unknown: Unknown) -> Self {
        Self { unknown, pointer: String::new(), problems: Vec::new(), more: 0 }
    }

    /// What was found wrong, in the order of reading.
    #[must_use]
    pub fn into_problems(mut self) -> Vec<Problem> {
        if self.more > 0 {
            self.problems.push(Problem::error(0, 0, format!("and {} more problems in this file", self.more)));
        }
        self.problems
    }

    /// Whether something makes the document unusable.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.is_error)
    }

    /// Notes an error at a node.
    pub fn error(&mut self, node: &Node<'_>, message: impl Into<String>) -> &mut Problem {
        let place = (node.offset, node.length.min(120));
        self.note(true, place, message.into())
    }

    /// Notes a problem at a pointer below the root.
    pub fn at(&mut self, root: &Node<'_>, pointer: &str, is_error: bool, message: impl Into<String>) -> &mut Problem {
        let node = root.at(pointer).unwrap_or(root);
        let place = (node.offset, node.length.min(120));
        let problem = self.note(is_error, place, message.into());
        pointer.clone_into(&mut problem.pointer);
        problem
    }

    /// Takes over what the parser replaced.
    pub fn adopt(&mut self, problems: Vec<Problem>) {
        self.problems.extend(problems);
    }

    fn note(&mut self, is_error: bool, place: (usize, usize), message: String) -> &mut Problem {
        let problem =
            Problem { is_error, pointer: self.pointer.clone(), offset: place.0, length: place.1, message, hint: None };
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        } else {
            self.more += 1;
            // The last slot is reused, so that the caller may still add a hint.
            let last = self.problems.len() - 1;
            if is_error && !self.problems[last].is_error {
                self.problems[last] = problem;
            }
        }
        let last = self.problems.len() - 1;
        &mut self.problems[last]
    }

    fn wrong(&mut self, node: &Node<'_>, expected: &str) {
        let found = node.kind();
        let problem = self.error(node, format!("expected {expected}, found {found}"));
        if found == "null" {
            problem.hint = Some("leave the key out when nothing was recorded".to_owned());
        }
    }

    /// Opens an object; `None`, and a problem, for anything else.
    pub fn fields<'r, 'n>(&'r mut self, node: &'n Node<'n>) -> Option<Fields<'r, 'n>> {
        let Value::Object(entries) = &node.value else {
            self.wrong(node, "an object");
            return None;
        };
        for entry in repeated(entries) {
            self.note(true, entry.place, format!("the key `{}` stands here twice", entry.key)).hint =
                Some("keep one of them".to_owned());
        }
        Some(Fields { reader: self, owner: node, entries, asked: Vec::with_capacity(16) })
    }

    /// Reads each item of an array.
    pub fn list<'n, T>(
        &mut self,
        node: &'n Node<'n>,
        mut read: impl FnMut(&mut Self, &'n Node<'n>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Value::Array(items) = &node.value else {
            self.wrong(node, "an array");
            return None;
        };
        let mut out = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let depth = self.pointer.len();
            let _ = write!(self.pointer, "/{at}");
            out.extend(read(self, item));
            self.pointer.truncate(depth);
        }
        Some(out)
    }

    /// Reads each value of an object whose keys are free.
    pub fn map<'n, T>(
        &mut self,
        node: &'n Node<'n>,
        mut read: impl FnMut(&mut Self, &'n Node<'n>) -> Option<T>,
    ) -> Option<Vec<(String, T)>> {
        let Value::Object(entries) = &node.value else {
            self.wrong(node, "an object");
            return None;
        };
        let mut out = Vec::with_capacity(entries.len());
        for entry in entries {
            let value = self.below(&entry.key, |reader| read(reader, &entry.node));
            out.extend(value.map(|value| (entry.key.to_string(), value)));
        }
        Some(out)
    }

    fn below<T>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let depth = self.pointer.len();
        self.pointer.push('/');
        if key.contains(['~', '/']) {
            self.pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        } else {
            self.pointer.push_str(key);
        }
        let value = read(self);
        self.pointer.truncate(depth);
        value
    }

    /// A string.
    pub fn text(&mut self, node: &Node<'_>) -> Option<String> {
        if let Value::String(text) = &node.value {
            return Some(text.to_string());
        }
        self.wrong(node, "a string");
        None
    }

    /// A string that something else can be made from.
    pub fn parsed<T, E: std::fmt::Display>(
        &mut self,
        node: &Node<'_>,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let Value::String(text) = &node.value else {
            self.wrong(node, "a string");
            return None;
        };
        match parse(text) {
            Ok(value) => Some(value),
            Err(why) => {
                self.error(node, format!("`{}` {why}", shortened(text)));
                None
            }
        }
    }

    /// One of the words that are written for the values of a type.
    pub fn word<T: Worded>(&mut self, node: &Node<'_>) -> Option<T> {
        self.one_of(node, T::from_word, || T::VALUES.iter().map(|value| value.written()).collect())
    }

    /// One of some words.
    pub fn choice<T: Copy>(&mut self, node: &Node<'_>, words: &[(&str, T)]) -> Option<T> {
        let value = |text: &str| words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        self.one_of(node, value, || words.iter().map(|(word, _)| *word).collect())
    }

    fn one_of<'w, T>(
        &mut self,
        node: &Node<'_>,
        value: impl FnOnce(&str) -> Option<T>,
        known: impl FnOnce() -> Vec<&'w str>,
    ) -> Option<T> {
        let Value::String(text) = &node.value else {
            self.wrong(node, "a string");
            return None;
        };
        let value = value(text);
        if value.is_none() {
            let known = known();
            let hint =
                did_you_mean(text, known.iter().copied()).unwrap_or_else(|| format!("one of: {}", known.join(", ")));
            self.error(node, format!("`{}` is not a value that is known here", shortened(text))).hint = Some(hint);
        }
        value
    }

    /// A whole number within bounds.
    pub fn integer(&mut self, node: &Node<'_>, low: u64, high: u64) -> Option<u64> {
        let Value::Number(written, _) = &node.value else {
            self.wrong(node, "a whole number");
            return None;
        };
        match written.parse::<u64>() {
            Ok(number) if (low..=high).contains(&number) => Some(number),
            _ => {
                let bounds = if high >= u64::from(u32::MAX) {
                    format!("from {low} on")
                } else {
                    format!("from {low} to {high}")
                };
                self.error(node, format!("expected a whole number {bounds}, found {}", shortened(written)));
                None
            }
        }
    }

    /// A number within bounds.
    pub fn number(&mut self, node: &Node<'_>, low: f64, high: f64) -> Option<f64> {
        let Value::Number(written, number) = &node.value else {
            self.wrong(node, "a number");
            return None;
        };
        if (low..=high).contains(number) {
            // Plus zero, so that a -0.0 is read as it is written: as 0.
            return Some(number + 0.0);
        }
        let bounds = if high >= f64::MAX { format!("of at least {low}") } else { format!("between {low} and {high}") };
        self.error(node, format!("expected a number {bounds}, found {}", shortened(written)));
        None
    }
}

/// The entries whose key stood there before.
fn repeated<'n, 'a>(entries: &'n [Entry<'a>]) -> Vec<&'n Entry<'a>> {
    // Objects of the format have few keys, and comparing those is cheaper than hashing them.
    if entries.len() <= 32 {
        let before = |at: usize| entries[..at].iter();
        let is_repeated = |(at, entry): &(usize, &Entry<'_>)| before(*at).any(|other| other.key == entry.key);
        return entries.iter().enumerate().filter(is_repeated).map(|(_, entry)| entry).collect();
    }
    let mut seen = HashSet::with_capacity(entries.len());
    entries.iter().filter(|entry| !seen.insert(entry.key.as_ref())).collect()
}

/// An open object: each key that is asked for is known, all others are not.
#[derive(Debug)]
pub struct Fields<'r, 'n> {
    reader: &'r mut Reader,
    owner: &'n Node<'n>,
    entries: &'n [Entry<'n>],
    asked: Vec<&'static str>,
}

impl<'n> Fields<'_, 'n> {
    /// Reads a key that must be there.
    pub fn required<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Reader, &'n Node<'n>) -> Option<T>,
    ) -> Option<T> {
        if !self.entries.iter().any(|entry| entry.key == key) {
            let place = (self.owner.offset, 1);
            self.reader.note(true, place, format!("the required key `{key}` is missing"));
        }
        self.optional(key, read)
    }

    /// Reads a key that may be absent; `None` as well when its value is wrong.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Reader, &'n Node<'n>) -> Option<T>,
    ) -> Option<T> {
        self.asked.push(key);
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        self.reader.below(key, |reader| read(reader, &entry.node))
    }

    /// Notes the keys that nobody asked for.
    pub fn finish(self) {
        for entry in self.entries {
            if self.asked.contains(&entry.key.as_ref()) {
                continue;
            }
            let known = self.asked.iter().copied();
            let hint =
                did_you_mean(&entry.key, known).unwrap_or_else(|| format!("known here: {}", self.asked.join(", ")));
            let is_error = self.reader.unknown == Unknown::Error;
            let message = format!("unknown key `{}`", shortened(&entry.key));
            self.reader.note(is_error, entry.place, message).hint = Some(hint);
        }
    }
}

/// The nearest known word, if one is near.
#[must_use]
pub fn did_you_mean<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<String> {
    let word = word.to_lowercase();
    if word.len() > 64 {
        return None;
    }
    known
        .map(|known| (strsim::damerau_levenshtein(&word, known), known))
        .filter(|(distance, known)| *distance <= 1 + known.len() / 4)
        .min()
        .map(|(_, known)| format!("did you mean `{known}`?"))
}

/// Text for a message, cut to a readable length.
#[must_use]
pub fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST - 1).chain(['…']).collect()
}
