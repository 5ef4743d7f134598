//! Typed reading of a located tree. Every problem is collected; reading goes on.

use super::node::{Entry, Node, Value};
use super::problem::{Problem, did_you_mean, shortened};
use crate::model::Level;
use crate::model::{ProblemKind, Worded};
use crate::text::format;
use std::collections::HashSet;
use std::fmt::Write;

/// A file lists no more problems than this; the rest is counted.
const MOST_PROBLEMS: usize = 1000;

/// At most this many bytes of a value are marked in its line.
const LONGEST_MARK: usize = 120;

/// How serious an unknown key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// In a run: a later version of the format may define it.
    Warning,
    /// In the configuration: a typo, which would otherwise have no effect.
    Error,
}

impl Unknown {
    fn level(self) -> Level {
        match self {
            Self::Warning => Level::Warning,
            Self::Error => Level::Error,
        }
    }
}

/// Reads values of a tree as the types they should have, and collects the problems.
#[derive(Debug)]
pub struct Reader {
    unknown: Unknown,
    pointer: String,
    problems: Vec<Problem>,
    /// How many problems are only counted. The last of them is kept, since its finder may still add a hint to it.
    more: usize,
    last: Option<Problem>,
    worst_of_more: Level,
}

impl Reader {
    /// A reader at the root of a document.
    #[must_use]
    pub fn new(unknown: Unknown) -> Self {
        Self { unknown, pointer: String::new(), problems: Vec::new(), more: 0, last: None, worst_of_more: Level::Note }
    }

    /// The problems in the order in which they were found.
    #[must_use]
    pub fn into_problems(mut self) -> Vec<Problem> {
        if self.more > 0 {
            let words = format::counted(self.more, "more problem");
            let rest = Problem::error(ProblemKind::MoreProblems, 0, 0, format!("{words} in this file"));
            self.problems.push(Problem { level: self.worst_of_more, ..rest });
        }
        self.problems
    }

    /// Whether the document is unusable.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let of_more = (self.more > 0).then_some(self.worst_of_more);
        self.problems.iter().map(|problem| problem.level).chain(of_more).any(|level| level == Level::Error)
    }

    /// Adds an error about a node.
    pub fn error(&mut self, node: &Node<'_>, kind: ProblemKind, message: impl Into<String>) -> &mut Problem {
        let place = (node.offset, node.length.min(LONGEST_MARK));
        self.error_at(kind, place, message.into())
    }

    /// Whether problems are only counted by now, so that no hint is worth the work.
    #[must_use]
    pub fn only_counts(&self) -> bool {
        self.problems.len() >= MOST_PROBLEMS
    }

    /// Adds a problem about a value whose pointer is known.
    pub fn about(
        &mut self,
        (node, pointer): (&Node<'_>, String),
        level: Level,
        kind: ProblemKind,
        message: impl Into<String>,
    ) -> &mut Problem {
        let problem = Problem::error(kind, node.offset, node.length.min(LONGEST_MARK), message);
        self.note(Problem { level, pointer, ..problem })
    }

    /// Adds a problem about the value at a pointer, or about `root` if there is no such value.
    pub fn at(
        &mut self,
        root: &Node<'_>,
        pointer: &str,
        level: Level,
        kind: ProblemKind,
        message: impl Into<String>,
    ) -> &mut Problem {
        self.about((root.at(pointer).unwrap_or(root), pointer.to_owned()), level, kind, message)
    }

    /// Adds the problems of the parser.
    pub fn adopt(&mut self, problems: Vec<Problem>) {
        for problem in problems {
            self.note(problem);
        }
    }

    fn error_at(&mut self, kind: ProblemKind, (offset, length): (usize, usize), message: String) -> &mut Problem {
        let problem = Problem::error(kind, offset, length, message);
        self.note(Problem { pointer: self.pointer.clone(), ..problem })
    }

    fn note(&mut self, problem: Problem) -> &mut Problem {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
            let last = self.problems.len() - 1;
            return &mut self.problems[last];
        }
        self.more += 1;
        self.worst_of_more = self.worst_of_more.min(problem.level);
        self.last.insert(problem)
    }

    fn wrong(&mut self, node: &Node<'_>, expected: &str) {
        let found = node.kind();
        let problem = self.error(node, ProblemKind::WrongType, format!("expected {expected}, found {found}"));
        if found == "null" {
            problem.hint = Some("omit the key if nothing was recorded".to_owned());
        }
    }

    /// An object's fields; a problem for any other value, and for duplicate keys.
    pub fn fields<'r, 'n>(&'r mut self, node: &'n Node<'n>) -> Option<Fields<'r, 'n>> {
        let Value::Object(entries) = &node.value else {
            self.wrong(node, "an object");
            return None;
        };
        for entry in repeated(entries) {
            let message = format!("duplicate key `{}`", shortened(&entry.key));
            self.error_at(ProblemKind::DuplicateKey, entry.place, message).hint =
                Some("remove one of the two".to_owned());
        }
        Some(Fields { reader: self, owner: node, entries, asked: Vec::with_capacity(16) })
    }

    /// Reads each item of an array, and leaves out those that are wrong.
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

    /// The same of an array that may not be longer than `most`; an error for one that is, which is not read.
    pub fn list_of_at_most<'n, T>(
        &mut self,
        node: &'n Node<'n>,
        most: usize,
        read: impl FnMut(&mut Self, &'n Node<'n>) -> Option<T>,
    ) -> Option<Vec<T>> {
        if let Value::Array(items) = &node.value
            && items.len() > most
        {
            let (most, found) = (format::count(most), format::count(items.len()));
            let message = format!("has {found} items, and the format allows at most {most}");
            self.error(node, ProblemKind::TooMany, message);
            return None;
        }
        self.list(node, read)
    }

    /// Reads each value of an object that may have any keys.
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

    pub fn text(&mut self, node: &Node<'_>) -> Option<String> {
        if let Value::String(text) = &node.value {
            return Some(text.to_string());
        }
        self.wrong(node, "a string");
        None
    }

    /// A string that parses as something else; an error reads as the rest of a sentence that starts with the string.
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
                self.error(node, ProblemKind::InvalidValue, format!("`{}` {why}", shortened(text)));
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
            let hint = (!self.only_counts()).then(|| {
                let known = known();
                did_you_mean(text, known.iter().copied())
                    .unwrap_or_else(|| format!("expected one of: {}", known.join(", ")))
            });
            self.error(node, ProblemKind::UnknownValue, format!("unknown value `{}`", shortened(text))).hint = hint;
        }
        value
    }

    /// `true` or `false`.
    pub fn flag(&mut self, node: &Node<'_>) -> Option<bool> {
        if let Value::Bool(flag) = node.value {
            return Some(flag);
        }
        self.wrong(node, "true or false");
        None
    }

    /// An integer from `low` to `high`.
    pub fn integer(&mut self, node: &Node<'_>, low: u64, high: u64) -> Option<u64> {
        let Value::Number(written, _) = &node.value else {
            self.wrong(node, "an integer");
            return None;
        };
        match written.parse::<u64>() {
            Ok(number) if (low..=high).contains(&number) => Some(number),
            _ => {
                let bounds = if high >= u64::from(u32::MAX) {
                    format!("of at least {low}")
                } else {
                    format!("from {low} to {high}")
                };
                let message = format!("expected an integer {bounds}, found {}", shortened(written));
                self.error(node, ProblemKind::OutOfRange, message);
                None
            }
        }
    }

    /// A number from `low` to `high`.
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
        let message = format!("expected a number {bounds}, found {}", shortened(written));
        self.error(node, ProblemKind::OutOfRange, message);
        None
    }
}

/// The entries whose key an earlier entry has.
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

/// The fields of an object. The keys that are asked for are those of the format; any others are unknown.
#[derive(Debug)]
pub struct Fields<'r, 'n> {
    reader: &'r mut Reader,
    owner: &'n Node<'n>,
    entries: &'n [Entry<'n>],
    asked: Vec<&'static str>,
}

impl<'n> Fields<'_, 'n> {
    /// Reads a key; a problem if it is missing.
    pub fn required<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Reader, &'n Node<'n>) -> Option<T>,
    ) -> Option<T> {
        if !self.entries.iter().any(|entry| entry.key == key) {
            let place = (self.owner.offset, 1);
            self.reader.error_at(ProblemKind::MissingKey, place, format!("missing key `{key}`"));
        }
        self.optional(key, read)
    }

    /// Reads a key; `None` if it is absent or its value is wrong.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Reader, &'n Node<'n>) -> Option<T>,
    ) -> Option<T> {
        self.asked.push(key);
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        self.reader.below(key, |reader| read(reader, &entry.node))
    }

    /// Adds a problem for each key that was not asked for.
    pub fn finish(self) {
        for entry in self.entries {
            if self.asked.contains(&entry.key.as_ref()) {
                continue;
            }
            let hint = (!self.reader.only_counts()).then(|| self.hint(&entry.key));
            let message = format!("unknown key `{}`", shortened(&entry.key));
            let problem = Problem::error(ProblemKind::UnknownKey, entry.place.0, entry.place.1, message);
            let (level, pointer) = (self.reader.unknown.level(), self.reader.pointer.clone());
            self.reader.note(Problem { level, pointer, hint, ..problem });
        }
    }

    fn hint(&self, unknown: &str) -> String {
        let known = self.asked.iter().copied();
        did_you_mean(unknown, known).unwrap_or_else(|| format!("known keys: {}", self.asked.join(", ")))
    }
}
