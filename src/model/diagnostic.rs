//! A problem as a value: what is wrong, where, and what to do about it.

use super::{ProblemKind, visible, visible_lines};

/// How serious a diagnostic is, the most serious first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The file cannot be used and is left out.
    Error,
    /// The file is used, but something in it is probably wrong.
    Warning,
    /// Nothing is wrong; shown by `check --audit` and imports.
    Note,
}

impl Level {
    /// `error`, `warning` or `notice`: GitHub's workflow commands know no other words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "notice",
        }
    }
}

/// One problem of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether the file is used all the same.
    pub level: Level,
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// The file's path as the user would type it.
    pub file: String,
    /// The value it is about, as a JSON pointer (RFC 6901); empty for the whole file.
    pub pointer: String,
    /// Line and column; `None` for problems that have none, such as an unreadable file.
    pub place: Option<Place>,
    /// What is wrong: lower case, no final full stop, names in backticks.
    pub message: String,
    /// How to fix it, where the program can tell.
    pub hint: Option<String>,
    /// What must not be public there; `None` for every other problem.
    pub find: Option<Find>,
}

/// Something that must not be public, as it may be spoken of: nothing in here shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    /// The word that `ignore` knows it by, such as `github-token`.
    pub kind: &'static str,
    /// The same for people, without an article.
    pub label: &'static str,
    /// By which `allow` knows it.
    pub fingerprint: String,
    /// How all such secrets begin, and how many characters this one has.
    pub mask: String,
}

/// A place in a text, with enough of its line to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line's text around the place, cut to at most 160 characters.
    pub excerpt: String,
    /// Where in `excerpt` the place is: byte offset and length.
    pub mark: (usize, usize),
}

impl Diagnostic {
    /// A problem of a file as a whole.
    #[must_use]
    pub fn new(level: Level, kind: ProblemKind, file: &str, message: impl Into<String>) -> Self {
        let (file, message) = (file.to_owned(), message.into());
        Self { level, kind, file, pointer: String::new(), place: None, message, hint: None, find: None }
    }

    /// A problem of a file that is imported: by default that it cannot be.
    #[must_use]
    pub fn of_file(level: Level, file: &str, message: impl Into<String>) -> Self {
        Self::new(level, ProblemKind::NotImported, file, message)
    }

    /// The same of another kind.
    #[must_use]
    pub fn of_kind(self, kind: ProblemKind) -> Self {
        Self { kind, ..self }
    }

    /// The same with a hint.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with every text of it as `hidden` gives it. What is marked in its line is so only while the line stays.
    #[must_use]
    pub fn hidden(self, hidden: impl Fn(&str) -> String) -> Self {
        Self {
            file: hidden(&self.file),
            pointer: hidden(&self.pointer),
            message: hidden(&self.message),
            hint: self.hint.as_deref().map(&hidden),
            place: self.place.map(|place| {
                let excerpt = hidden(&place.excerpt);
                let mark = if excerpt == place.excerpt { place.mark } else { (0, 0) };
                Place { excerpt, mark, ..place }
            }),
            ..self
        }
    }

    /// The same as people are shown it, with every sign seen. What a machine goes by, such as the path of the file, is
    /// in the problem itself.
    #[must_use]
    pub fn visible(&self) -> Self {
        let message = match self.kind {
            // A team's own template, quoted by the engine in lines of its own.
            ProblemKind::InvalidTemplate => visible_lines(&self.message),
            _ => visible(&self.message).into_owned(),
        };
        Self {
            level: self.level,
            kind: self.kind,
            file: visible(&self.file).into_owned(),
            pointer: visible(&self.pointer).into_owned(),
            place: self.place.as_ref().map(Place::visible),
            message,
            hint: self.hint.as_deref().map(|hint| visible(hint).into_owned()),
            find: self.find.clone(),
        }
    }
}

impl Place {
    /// The place of `text[offset..offset + length]`.
    #[must_use]
    pub fn in_text(text: &str, offset: usize, length: usize) -> Self {
        Places::in_text(text).place(offset, length)
    }

    /// The same as people are shown it: what is marked in the line stays marked.
    fn visible(&self) -> Self {
        let (before, rest) = self.excerpt.split_at(self.mark.0);
        let (marked, after) = rest.split_at(self.mark.1);
        let [before, marked, after] = [before, marked, after].map(visible);
        let mark = (before.len(), marked.len());
        Self { line: self.line, column: self.column, excerpt: [before, marked, after].concat(), mark }
    }
}

/// The places of one text. A file may have a thousand problems in one line of a megabyte: the text is counted once, and not
/// up to each of them.
#[derive(Debug)]
pub struct Places<'t> {
    text: &'t str,
    /// Where each line starts.
    lines: Vec<usize>,
    /// How many characters there are before each stretch of [`STRETCH`] bytes.
    characters: Vec<usize>,
}

/// Bytes that are counted again for each place.
const STRETCH: usize = 1024;

impl<'t> Places<'t> {
    /// Counts the lines and characters of a text.
    #[must_use]
    pub fn in_text(text: &'t str) -> Self {
        let mut before = 0;
        let characters = text.as_bytes().chunks(STRETCH).map(|stretch| {
            let count = before;
            before += starts(stretch);
            count
        });
        let characters = characters.collect();
        let lines = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { text, lines, characters }
    }

    /// The place of `text[offset..offset + length]`.
    #[must_use]
    pub fn place(&self, offset: usize, length: usize) -> Place {
        const BEFORE: usize = 60;
        const SHOWN: usize = 160;
        let text = self.text;
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = self.lines.partition_point(|start| *start <= offset);
        let line_start = self.lines[line - 1];
        let column = self.characters_before(offset) - self.characters_before(line_start) + 1;
        let from = if offset - line_start > BEFORE { text.ceil_char_boundary(offset - BEFORE) } else { line_start };
        let end = text.floor_char_boundary(from + SHOWN).max(offset);
        let to = text[offset..end].find(['\n', '\r']).map_or(end, |at| offset + at);
        let mark_end = text.floor_char_boundary((offset + length).min(to)).max(offset);
        Place { line, column, excerpt: text[from..to].replace('\t', " "), mark: (offset - from, mark_end - offset) }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let stretch = offset / STRETCH;
        let counted = self.characters.get(stretch).copied();
        let rest = &self.text.as_bytes()[stretch * STRETCH..offset];
        // At the end of a text that fills its last stretch there is none to begin.
        counted.unwrap_or_else(|| self.text.chars().count()) + starts(rest)
    }
}

/// How many characters start in these bytes of a text.
fn starts(bytes: &[u8]) -> usize {
    let continues = |byte: &&u8| **byte & 0xC0 == 0x80;
    bytes.len() - bytes.iter().filter(continues).count()
}

/// A value, and the problems found while making it.
#[derive(Debug)]
pub struct Checked<T> {
    /// Made of whatever was valid.
    pub value: T,
    /// In the order of the files.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// How many diagnostics are of this level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_and_keep_the_line_short() {
        let text = format!("{{\n  \"ä\": {}oops\n}}", "x".repeat(500));
        let offset = text.find("oops").expect("there");
        let place = Place::in_text(&text, offset, 4);
        assert_eq!((place.line, place.column), (2, 508));
        assert!(place.excerpt.len() <= 160);
        assert_eq!(&place.excerpt[place.mark.0..place.mark.0 + place.mark.1], "oops");
    }

    #[test]
    fn the_mark_stays_on_what_it_marks_when_signs_become_visible() {
        let place = Place::in_text("\"\x1b\x1b\": \u{202e}oops\x07, \x1b", 9, 5);
        let shown = Place::visible(&place);
        assert_eq!(&shown.excerpt[shown.mark.0..shown.mark.0 + shown.mark.1], "oops\\u{7}");
        assert_eq!((shown.line, shown.column), (place.line, place.column));
        assert!(shown.excerpt.ends_with(", \\u{1b}"), "{}", shown.excerpt);
    }

    #[test]
    fn a_problem_is_shown_on_one_line() {
        let problem =
            Diagnostic::new(Level::Error, ProblemKind::UnknownKey, "a\n::error::b", "unknown key `\x1b[2J\n`")
                .with_hint("did you\rmean `x`?");
        let shown = problem.visible();
        assert_eq!((shown.file.as_str(), shown.message.as_str()), ("a\\n::error::b", "unknown key `\\u{1b}[2J\\n`"));
        assert_eq!(shown.hint.as_deref(), Some("did you\\rmean `x`?"));
        let template = Diagnostic::new(Level::Error, ProblemKind::InvalidTemplate, "t", "bad:\n\x1b{%");
        assert_eq!(template.visible().message, "bad:\n\\u{1b}{%");
    }

    #[test]
    fn places_are_those_that_counting_from_the_start_gives() {
        let text = "ä\n".repeat(700) + &"€x".repeat(900) + "\r\n" + &"y".repeat(1023);
        let places = super::Places::in_text(&text);
        for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            let place = places.place(offset, 3);
            let before = &text[..offset];
            let line = before.rsplit('\n').next().unwrap_or_default();
            assert_eq!((place.line, place.column), (before.matches('\n').count() + 1, line.chars().count() + 1));
            assert!(place.excerpt.len() <= 160 && !place.excerpt.contains('\n'), "{offset}: {place:?}");
            assert!(line.ends_with(&place.excerpt[..place.mark.0]), "{offset}: {place:?}");
        }
        let full = "z".repeat(2048);
        assert_eq!(Place::in_text(&full, 2048, 1).column, 2049);
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        let place = Place::in_text("ab", 99, 5);
        assert_eq!((place.line, place.column, place.mark), (1, 3, (2, 0)));
    }
}
