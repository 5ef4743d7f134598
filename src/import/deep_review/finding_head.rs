//! The line that a finding begins with: number, title, and the marks behind it, with any of them missing.

use super::marks_behind_title::Marks;
use super::panel::Panel;
use super::place::locations_from_code;
use super::tags::tags_from_list;
use crate::import::slug_of;
use crate::model::finding::Location;
use crate::model::{Severity, Slug};

/// What the line says that a finding begins with.
#[derive(Clone, Debug, Default)]
pub struct FindingHead {
    /// The `I` of `I2.`
    pub letter: Option<char>,
    /// The `2` of `I2.` or of `2.`
    pub number: Option<usize>,
    /// One line of Markdown, without a final dot.
    pub title: String,
    /// What stands behind the title, and the tags and places in it.
    pub marks: Marks,
    /// Whether the line is struck out.
    pub is_struck: bool,
    /// The severity that the title says it came from and the one it came to: `[DOWNGRADED from CRITICAL to SUGGESTION]`.
    pub moved: Option<(Option<Severity>, Option<Severity>)>,
}

impl FindingHead {
    /// Reads `I2. **Title** — `path:3` [Claude] (important, gap)` and its like; `None` where the line has no title in
    /// bold. A `heading` needs neither bold nor a number.
    pub fn read(line: &str, panel: Panel<'_>, is_heading: bool) -> Option<Self> {
        let mut head = Self { is_struck: line.trim_start().starts_with("~~"), ..Self::default() };
        let mut rest = head.take_number(line.trim_start_matches("~~"));
        let struck = rest.trim_start_matches("~~");
        head.is_struck |= struck.len() < rest.len();
        rest = struck;
        let (title, after) = match rest.strip_prefix("**").and_then(split_bold) {
            Some(parts) => parts,
            None if is_heading => split_plain(rest),
            None => return None,
        };
        head.take_title_and_marks(title, after, panel);
        (!head.title.is_empty()).then_some(head)
    }

    /// A head from its parts: the title, and what stands behind it.
    pub fn from_title(title: &str, after: &str, panel: Panel<'_>) -> Self {
        let mut head = Self::default();
        head.take_title_and_marks(title, after, panel);
        head
    }

    fn take_title_and_marks(&mut self, title: &str, after: &str, panel: Panel<'_>) {
        let title = match self.number {
            None => self.take_letter_and_number(title),
            Some(_) => title,
        };
        let mut tags = Vec::new();
        let title = self.without_bracket_before(title, &mut tags);
        let (title, closing) = without_bracket_behind(title.trim_end_matches('.'));
        tags.extend(closing);
        let (title, places) = without_place_before(title);
        title.trim().trim_end_matches('.').clone_into(&mut self.title);
        let marks = Marks::read(after, panel);
        let later = marks.tags.into_iter().filter(|tag| !tags.contains(tag)).collect::<Vec<_>>();
        self.marks = Marks { tags: [tags, later].concat(), locations: [places, marks.locations].concat(), ..marks };
    }

    /// `I2. `, `2. `, `2) `: taken off the line.
    fn take_number<'l>(&mut self, line: &'l str) -> &'l str {
        let letter = line.chars().next().filter(char::is_ascii_uppercase);
        let digits = &line[letter.map_or(0, char::len_utf8)..];
        let count = digits.bytes().take_while(u8::is_ascii_digit).count();
        let Some(rest) = digits[count..].strip_prefix(['.', ')', ':']).filter(|_| (1..=4).contains(&count)) else {
            return line;
        };
        self.letter = letter;
        self.number = digits[..count].parse().ok();
        rest.trim_start()
    }

    /// The same inside of the bold, where a letter says that it is no number of something else.
    fn take_letter_and_number<'t>(&mut self, title: &'t str) -> &'t str {
        let mut trial = Self::default();
        let rest = trial.take_number(title.trim_start());
        if trial.letter.is_none() || rest.is_empty() {
            return title;
        }
        (self.letter, self.number) = (trial.letter, trial.number);
        rest
    }

    /// `[CRITICAL] …` in front of a title: a tag, which is left out of a finding that has this severity anyway.
    fn without_bracket_before<'t>(&mut self, title: &'t str, tags: &mut Vec<Slug>) -> &'t str {
        let title = title.trim();
        let Some((mark, rest)) = title.strip_prefix('[').and_then(|rest| rest.split_once(']')) else { return title };
        let words = mark.to_lowercase();
        self.moved = move_from_words(&words);
        tags.extend(slug_of(&words));
        rest.trim()
    }
}

/// `downgraded from critical to suggestion`, in lower case.
fn move_from_words(words: &str) -> Option<(Option<Severity>, Option<Severity>)> {
    let mut words = words.split_whitespace();
    if !matches!(words.next(), Some("downgraded" | "upgraded" | "promoted" | "demoted" | "raised" | "lowered")) {
        return None;
    }
    let (mut from, mut to) = (None, None);
    while let Some(word) = words.next() {
        let severity = |word: &str| Severity::ALL.into_iter().find(|known| known.word() == word);
        match word {
            "from" => from = words.next().and_then(severity),
            "to" => to = words.next().and_then(severity),
            _ => {}
        }
    }
    Some((from, to))
}

/// `Title (in-scope)` as the title and its tags.
fn without_bracket_behind(title: &str) -> (&str, Vec<Slug>) {
    let title = title.trim_end();
    let parts = title.strip_suffix(')').and_then(|inside| inside.rsplit_once(" ("));
    match parts.and_then(|(before, list)| Some((before, tags_from_list(list)?))) {
        Some((before, tags)) if !before.trim().is_empty() => (before.trim_end().trim_end_matches('.'), tags),
        _ => (title, Vec::new()),
    }
}

/// `path.go:58 — Title`, the oldest way: the place is taken out.
fn without_place_before(title: &str) -> (&str, Vec<Location>) {
    if let Some((places, rest)) = title.split_once(" — ") {
        let found: Option<Vec<Vec<Location>>> = places.split(" + ").map(locations_from_code).collect();
        if let Some(found) = found.filter(|found| found.iter().flatten().any(|place| place.start_line.is_some())) {
            return (rest, found.concat());
        }
    }
    (title, Vec::new())
}

/// Cuts at the closing `**` that stands outside code.
fn split_bold(text: &str) -> Option<(&str, &str)> {
    let mut in_code = false;
    let bytes = text.as_bytes();
    for at in 0..bytes.len() {
        in_code ^= bytes[at] == b'`';
        if !in_code && bytes[at] == b'*' && bytes.get(at + 1) == Some(&b'*') && at > 0 {
            return Some((&text[..at], &text[at + 2..]));
        }
    }
    None
}

/// A heading's title ends where its place, its agents or its tags begin.
fn split_plain(text: &str) -> (&str, &str) {
    let marks = [" — `", " [", " `[", " `("];
    let begins_marks = |at: &usize| {
        let rest = &text[*at..];
        let list = || rest.trim_start_matches([' ', '*']).strip_prefix('(')?.split(')').next();
        marks.iter().any(|mark| rest.starts_with(mark))
            || (rest.starts_with(" (") || rest.starts_with(" *(")) && list().and_then(tags_from_list).is_some()
    };
    let end = text.match_indices(' ').map(|(at, _)| at).find(begins_marks);
    text.split_at(end.unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::super::reviewers::reviewers_from_list;
    use super::*;

    fn told(line: &str, is_heading: bool) -> String {
        let panel = reviewers_from_list("Claude Opus 4.6, Codex GPT 5.4");
        let head = FindingHead::read(line, &panel, is_heading).unwrap();
        let marks = &head.marks;
        let places: Vec<String> =
            marks.locations.iter().map(|l| format!("{}:{:?}-{:?}", l.path, l.start_line, l.end_line)).collect();
        let credits: Vec<String> = marks.credits.iter().map(|c| format!("{}{:?}", c.agent, c.pass)).collect();
        let tags: Vec<&str> = marks.tags.iter().map(Slug::as_str).collect();
        format!(
            "{}{:?} {} | {} | {} | {} | {}",
            head.letter.unwrap_or('-'),
            head.number,
            head.title,
            places.join(" "),
            credits.join(" "),
            tags.join(" "),
            marks.rest
        )
        .replace("None", "·")
        .replace("Some(", "(")
    }

    #[test]
    fn heads_in_all_their_spellings() {
        for (line, expected) in [
            (
                "I2. **A `x**y` title.** — `a/b.go:3-9,12`, `c.go` [Claude Opus 4.6, Codex pass 2] (important, logic error)",
                "I(2) A `x**y` title | a/b.go:(3)-(9) a/b.go:(12)-· c.go:·-· | claude· codex(2) | important logic-error | ",
            ),
            ("3. **T** *(suggestion, gap)* [Codex]", "-(3) T |  | codex· | suggestion gap | "),
            ("**[CRITICAL] a.go:58 — Leaks** [Claude]", "-· Leaks | a.go:(58)-· | claude· | critical | "),
            ("4. **T** — commit `ae6bc38` [Claude] (gap)", "-(4) T |  | claude· | gap | commit `ae6bc38`"),
            (
                "1. **T** — [pkg/a.go:5](/Users/x/pkg/a.go#L5) and `b.go:1`",
                "-(1) T | pkg/a.go:(5)-· b.go:(1)-· |  |  | ",
            ),
            ("~~2. **T** -- FIXED: now `x`.~~", "-(2) T |  |  |  | FIXED: now `x`."),
            ("**T** — `(in-scope)` [Nobody]", "-· T |  |  | in-scope | [Nobody]"),
            ("**T (in-scope, pre-existing)** [Codex]. More", "-· T |  | codex· | in-scope pre-existing | More"),
            ("**D1. T of (future).** [Claude] More", "D(1) T of |  | claude· | future | More"),
            ("**T (I1)** [Codex]", "-· T (I1) |  | codex· |  | "),
        ] {
            assert_eq!(told(line, false), expected, "{line}");
        }
        assert!(FindingHead::read("2. no bold", &[], false).is_none());
    }

    #[test]
    fn headings_end_where_their_marks_begin() {
        for (line, expected) in [
            ("3. Startup is fail-open (important)", "-(3) Startup is fail-open |  |  | important | "),
            ("S2. T (of x) — `a.go:1` (gap)", "S(2) T (of x) | a.go:(1)-· |  | gap | "),
            ("T `[Claude]` *(regression)*", "-· T |  | claude· | regression | "),
        ] {
            assert_eq!(told(line, true), expected, "{line}");
        }
    }

    #[test]
    fn a_title_says_that_its_severity_changed() {
        let moved = |line| FindingHead::read(line, &[], false).unwrap().moved;
        assert_eq!(moved("**[DOWNGRADED from CRITICAL] T**"), Some((Some(Severity::Critical), None)));
        assert_eq!(
            moved("**[Downgraded from critical to suggestion] T**"),
            Some((Some(Severity::Critical), Some(Severity::Suggestion)))
        );
        assert_eq!(moved("**[IMPORTANT] T**"), None);
    }
}
