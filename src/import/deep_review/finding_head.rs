//! The line that a finding begins with: number, title, where, who, tags, in any order and with any of them missing.

use super::panel::{Panel, credits_from_names};
use super::place::locations_from_code;
use crate::import::markdown::inline::leading_link;
use crate::import::slug_of;
use crate::model::Slug;
use crate::model::finding::{Credit, Location};

/// What the line says that a finding begins with.
#[derive(Clone, Debug, Default)]
pub struct FindingHead {
    /// The `I` of `I2.`
    pub letter: Option<char>,
    /// The `2` of `I2.` or of `2.`
    pub number: Option<usize>,
    /// One line of Markdown, without a final dot.
    pub title: String,
    pub credits: Vec<Credit>,
    pub tags: Vec<Slug>,
    pub locations: Vec<Location>,
    /// All that stands behind the title, where some of it is none of the above.
    pub rest: String,
    /// Whether the line is struck out.
    pub is_struck: bool,
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
        head.title = head.take_place_from_title(title);
        head.take_what_follows(after, panel);
        (!head.title.is_empty()).then_some(head)
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

    /// `[CRITICAL] path.go:58 — Title`, the oldest way: the place is taken out.
    fn take_place_from_title(&mut self, title: &str) -> String {
        let mut title = title.trim();
        if let Some((mark, rest)) = title.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            let words = mark.to_lowercase();
            if !["critical", "important", "suggestion"].contains(&words.as_str()) {
                self.tags.extend(slug_of(&words));
            }
            title = rest.trim();
        }
        if let Some((places, rest)) = title.split_once(" — ") {
            let found: Option<Vec<Vec<Location>>> = places.split(" + ").map(locations_from_code).collect();
            if let Some(found) = found.filter(|found| found.iter().flatten().any(|place| place.start_line.is_some())) {
                self.locations = found.concat();
                title = rest;
            }
        }
        title.trim().trim_end_matches('.').to_owned()
    }

    /// What stands behind the title. If there is anything in it that has no field, all of it is kept.
    fn take_what_follows(&mut self, after: &str, panel: Panel<'_>) {
        let mut rest = after;
        let mut unplaced = false;
        while let Some(c) = rest.chars().next() {
            let piece = match c {
                '`' => code_span_length(rest),
                '[' => link_or_brackets_length(rest),
                '(' => length_to_closing(rest, '(', ')'),
                '*' if rest.starts_with("*(") => length_to_closing(&rest[1..], '(', ')').map(|length| length + 1),
                _ => None,
            };
            let Some(length) = piece.filter(|length| *length <= rest.len()) else {
                unplaced |= c.is_alphanumeric() && !is_joint(rest);
                rest = skip_word(rest);
                continue;
            };
            unplaced |= !self.take_piece(&rest[..length], panel);
            rest = &rest[length..];
        }
        if unplaced {
            let dash = [' ', '—', '–', '-', ':', ',', '~'];
            after.trim_start_matches(dash).trim_end().trim_end_matches("~~").clone_into(&mut self.rest);
        }
    }

    fn take_piece(&mut self, piece: &str, panel: Panel<'_>) -> bool {
        let code = piece.trim_matches('`');
        if piece.starts_with('`') {
            if code.starts_with('(') {
                return self.take_tags(code);
            }
            return locations_from_code(code).map(|places| self.locations.extend(places)).is_some();
        }
        if piece.starts_with('[') {
            if let Some((words, address)) = leading_link(piece) {
                let places = locations_from_code(words.trim_matches('`'));
                let is_source = !address.contains("://") || address.contains("/blob/");
                return places.filter(|_| is_source).map(|places| self.locations.extend(places)).is_some();
            }
            return match credits_from_names(piece.trim_matches(['[', ']']), panel) {
                Some(credits) => {
                    self.credits.extend(credits);
                    true
                }
                None => false,
            };
        }
        self.take_tags(piece.trim_matches('*'))
    }

    /// `(important, regression)`
    fn take_tags(&mut self, piece: &str) -> bool {
        let inner = piece.trim_matches(['(', ')']);
        let plain = |tag: &str| {
            let tag = tag.trim();
            let fits = !tag.is_empty() && tag.split_whitespace().count() <= 3;
            let letters = tag.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'));
            if fits && letters { slug_of(&tag.to_lowercase()) } else { None }
        };
        let tags: Option<Vec<Slug>> = inner.split(',').map(plain).collect();
        let Some(tags) = tags else { return false };
        for tag in tags {
            if !self.tags.contains(&tag) {
                self.tags.push(tag);
            }
        }
        true
    }
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

/// A heading's title ends where its place or its agents begin.
fn split_plain(text: &str) -> (&str, &str) {
    let marks = [" — `", " [", " (important", " (critical", " (suggestion"];
    let mut blanks = text.match_indices(' ').map(|(at, _)| at);
    let end = blanks.find(|at| marks.iter().any(|mark| text[*at..].starts_with(mark)));
    text.split_at(end.unwrap_or(text.len()))
}

fn code_span_length(text: &str) -> Option<usize> {
    text.get(1..)?.find('`').map(|at| at + 2)
}

/// `[words]` or `[words](address)`
fn link_or_brackets_length(text: &str) -> Option<usize> {
    let length = length_to_closing(text, '[', ']')?;
    match text.get(length..).filter(|rest| rest.starts_with('(')) {
        Some(rest) => rest.find(')').map(|at| length + at + 1),
        None => Some(length),
    }
}

fn length_to_closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at + c.len_utf8());
            }
        }
    }
    None
}

fn is_joint(text: &str) -> bool {
    text.starts_with("and ")
}

/// Past a word, or past one mark.
fn skip_word(text: &str) -> &str {
    let length = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b >= 0x80).count();
    match (length, text.chars().next()) {
        (0, Some(c)) => &text[c.len_utf8()..],
        (length, _) => &text[length..],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Reviewer;

    fn panel() -> Vec<Reviewer> {
        let reviewer = |name: &str, model: &str| Reviewer {
            name: Some(name.to_owned()),
            model: Some(model.to_owned()),
            ..Reviewer::new(name.to_lowercase().parse().unwrap())
        };
        vec![reviewer("Claude", "Claude Opus 4.6"), reviewer("Codex", "Codex GPT 5.4")]
    }

    fn told(line: &str) -> String {
        let head = FindingHead::read(line, &panel(), false).unwrap();
        let places: Vec<String> =
            head.locations.iter().map(|l| format!("{}:{:?}-{:?}", l.path, l.start_line, l.end_line)).collect();
        let credits: Vec<String> = head.credits.iter().map(|c| format!("{}{:?}", c.agent, c.pass)).collect();
        let tags: Vec<&str> = head.tags.iter().map(Slug::as_str).collect();
        format!(
            "{}{:?} {} | {} | {} | {} | {}",
            head.letter.unwrap_or('-'),
            head.number,
            head.title,
            places.join(" "),
            credits.join(" "),
            tags.join(" "),
            head.rest
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
            ("**[CRITICAL] a.go:58 — Leaks** [Claude]", "-· Leaks | a.go:(58)-· | claude· |  | "),
            (
                "4. **T** — commit `ae6bc38` [Claude] (gap)",
                "-(4) T |  | claude· | gap | commit `ae6bc38` [Claude] (gap)",
            ),
            (
                "1. **T** — [pkg/a.go:5](/Users/x/pkg/a.go#L5) and `b.go:1`",
                "-(1) T | pkg/a.go:(5)-· b.go:(1)-· |  |  | ",
            ),
            ("~~2. **T** -- FIXED: now `x`.~~", "-(2) T |  |  |  | FIXED: now `x`."),
            ("**T** — `(in-scope)` [Nobody]", "-· T |  |  | in-scope | `(in-scope)` [Nobody]"),
        ] {
            assert_eq!(told(line), expected, "{line}");
        }
        assert!(FindingHead::read("2. no bold", &panel(), false).is_none());
        assert_eq!(
            FindingHead::read("3. Startup is fail-open (important)", &panel(), true).unwrap().title,
            "Startup is fail-open"
        );
    }
}
