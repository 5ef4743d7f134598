//! The line that a finding begins with: number, title, where, who, tags, in any order and with any of them missing.

use crate::import::markdown::inline::leading_link;
use crate::import::slug_of;
use crate::model::finding::{Credit, Location};
use crate::model::id::stays_inside;
use crate::model::{Reviewer, Slug};

/// What such a line says.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// `I` of `I2.`
    pub letter: Option<char>,
    /// `2` of `I2.` or of `2.`
    pub number: Option<usize>,
    /// One line of Markdown.
    pub title: String,
    /// Who found it.
    pub credits: Vec<Credit>,
    /// Free labels.
    pub tags: Vec<Slug>,
    /// Where.
    pub locations: Vec<Location>,
    /// All that stands behind the title, when some of it is none of the above.
    pub rest: String,
    /// Whether the line is struck out.
    pub is_struck: bool,
}

/// Who may be credited.
pub type Panel<'p> = &'p [Reviewer];

impl Head {
    /// Reads `I2. **Title** — `path:3` [Claude] (important, gap)` and its like; `None` where the line has no title in
    /// bold. A `heading` needs neither bold nor a number.
    #[must_use]
    pub fn read(line: &str, panel: Panel<'_>, is_heading: bool) -> Option<Self> {
        let mut head = Self { is_struck: line.trim_start().starts_with("~~"), ..Self::default() };
        let mut rest = head.number(line.trim_start_matches("~~"));
        let struck = rest.trim_start_matches("~~");
        head.is_struck |= struck.len() < rest.len();
        rest = struck;
        let (title, after) = match rest.strip_prefix("**").and_then(split_bold) {
            Some(parts) => parts,
            None if is_heading => split_plain(rest),
            None => return None,
        };
        head.title = head.place_in_title(title);
        head.behind(after, panel);
        (!head.title.is_empty()).then_some(head)
    }

    /// `I2. `, `2. `, `2) `: taken off the line.
    fn number<'l>(&mut self, line: &'l str) -> &'l str {
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
    fn place_in_title(&mut self, title: &str) -> String {
        let mut title = title.trim();
        if let Some((mark, rest)) = title.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            let words = mark.to_lowercase();
            if !["critical", "important", "suggestion"].contains(&words.as_str()) {
                self.tags.extend(slug_of(&words));
            }
            title = rest.trim();
        }
        if let Some((places, rest)) = title.split_once(" — ") {
            let found: Option<Vec<Vec<Location>>> = places.split(" + ").map(locations_in).collect();
            if let Some(found) = found.filter(|found| found.iter().flatten().any(|place| place.start_line.is_some())) {
                self.locations = found.concat();
                title = rest;
            }
        }
        title.trim().trim_end_matches('.').to_owned()
    }

    /// What stands behind the title. If there is anything in it that has no field, all of it is kept.
    fn behind(&mut self, after: &str, panel: Panel<'_>) {
        let mut rest = after;
        let mut unplaced = false;
        while let Some(c) = rest.chars().next() {
            let piece = match c {
                '`' => code_span(rest),
                '[' => bracketed(rest),
                '(' => closing(rest, '(', ')'),
                '*' if rest.starts_with("*(") => closing(&rest[1..], '(', ')').map(|length| length + 1),
                _ => None,
            };
            let Some(length) = piece.filter(|length| *length <= rest.len()) else {
                unplaced |= c.is_alphanumeric() && !is_joint(rest);
                rest = skip_word(rest);
                continue;
            };
            unplaced |= !self.piece(&rest[..length], panel);
            rest = &rest[length..];
        }
        if unplaced {
            let dash = [' ', '—', '–', '-', ':', ',', '~'];
            after.trim_start_matches(dash).trim_end().trim_end_matches("~~").clone_into(&mut self.rest);
        }
    }

    fn piece(&mut self, piece: &str, panel: Panel<'_>) -> bool {
        let code = piece.trim_matches('`');
        if piece.starts_with('`') {
            if code.starts_with('(') {
                return self.tags(code);
            }
            return locations_in(code).map(|places| self.locations.extend(places)).is_some();
        }
        if piece.starts_with('[') {
            if let Some((words, address)) = leading_link(piece) {
                let places = locations_in(words.trim_matches('`'));
                let is_source = !address.contains("://") || address.contains("/blob/");
                return places.filter(|_| is_source).map(|places| self.locations.extend(places)).is_some();
            }
            return match credits(piece.trim_matches(['[', ']']), panel) {
                Some(credits) => {
                    self.credits.extend(credits);
                    true
                }
                None => false,
            };
        }
        self.tags(piece.trim_matches('*'))
    }

    /// `(important, regression)`
    fn tags(&mut self, piece: &str) -> bool {
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

fn code_span(text: &str) -> Option<usize> {
    text.get(1..)?.find('`').map(|at| at + 2)
}

/// `[words]` or `[words](address)`
fn bracketed(text: &str) -> Option<usize> {
    let length = closing(text, '[', ']')?;
    match text.get(length..).filter(|rest| rest.starts_with('(')) {
        Some(rest) => rest.find(')').map(|at| length + at + 1),
        None => Some(length),
    }
}

fn closing(text: &str, open: char, close: char) -> Option<usize> {
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

/// `Claude Opus 4.6, Codex GPT 5.4 pass 2`: all of them members of the panel, or none.
#[must_use]
pub fn credits(names: &str, panel: Panel<'_>) -> Option<Vec<Credit>> {
    names.split([',', '+', '/']).map(|name| credit(name, panel)).collect()
}

fn credit(name: &str, panel: Panel<'_>) -> Option<Credit> {
    let name = name.trim().trim_matches(['*', '`']).to_lowercase();
    let (plain, pass) = match name.split_once("pass ") {
        Some((plain, pass)) => {
            let pass = pass.trim_end_matches(')').parse().ok().filter(|pass| *pass > 0)?;
            (plain.trim_end_matches([' ', '(', '—', '-']), Some(pass))
        }
        None => (name.as_str(), None),
    };
    let reviewer = member(plain, panel)?;
    Some(Credit { agent: reviewer.agent.clone(), severity: None, reference: None, pass })
}

/// The member of the panel with this name, model or identity, in lower case.
#[must_use]
pub fn member<'p>(name: &str, panel: Panel<'p>) -> Option<&'p Reviewer> {
    let is = |other: Option<&str>| other.is_some_and(|other| other.eq_ignore_ascii_case(name));
    panel.iter().find(|one| is(Some(one.agent.as_str())) || is(one.name.as_deref()) || is(one.model.as_deref()))
}

/// `pkg/a.go:37-40`, `a.go:72,90`, `a.go`: the lines of one file, or nothing where it is no path.
#[must_use]
pub fn locations_in(text: &str) -> Option<Vec<Location>> {
    let text = text.trim().trim_matches('`');
    let (path, lines) = match text.split_once([':', '#']) {
        Some((path, lines)) => (path, Some(lines)),
        None => (text, None),
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_path = !path.contains(char::is_whitespace)
        && stays_inside(path)
        && !path.contains(['(', ')', '*', '<', '>', '=', ',', '"'])
        && (path.contains('/') || name.trim_start_matches('.').contains('.') || lines.is_some())
        && !name.starts_with("..");
    if !is_path {
        return None;
    }
    let place = |(start, end): (Option<u32>, Option<u32>)| Location {
        path: path.to_owned(),
        start_line: start,
        end_line: end.filter(|end| Some(*end) != start),
    };
    match lines {
        // `Process.Kill` is no file, and `example.com/x` none either.
        None => (path.contains('/') || has_file_ending(name)).then(|| vec![place((None, None))]),
        Some(lines) => lines.split(',').map(|range| line_range(range).map(place)).collect(),
    }
}

fn has_file_ending(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty()
            && (1..=6).contains(&ending.len())
            && ending.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

/// `37-40`, `L37–L40`, `37`
fn line_range(range: &str) -> Option<(Option<u32>, Option<u32>)> {
    let number = |text: &str| text.trim().trim_start_matches('L').parse::<u32>().ok().filter(|line| *line > 0);
    let (start, end) = range.split_once(['-', '–']).unwrap_or((range, range));
    let (start, end) = (number(start)?, number(end)?);
    (start <= end).then_some((Some(start), Some(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel() -> Vec<Reviewer> {
        let reviewer = |name: &str, model: &str| Reviewer {
            agent: name.to_lowercase().parse().unwrap(),
            name: Some(name.to_owned()),
            model: Some(model.to_owned()),
            effort: None,
            failed: false,
            reason: None,
        };
        vec![reviewer("Claude", "Claude Opus 4.6"), reviewer("Codex", "Codex GPT 5.4")]
    }

    fn told(line: &str) -> String {
        let head = Head::read(line, &panel(), false).unwrap();
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
        assert!(Head::read("2. no bold", &panel(), false).is_none());
        assert_eq!(
            Head::read("3. Startup is fail-open (important)", &panel(), true).unwrap().title,
            "Startup is fail-open"
        );
    }

    #[test]
    fn what_is_no_place_stays_text() {
        for text in
            ["Process.Kill()", "x", "fmt.Println", "../up.go", "/etc/x.go", "a b.go", "host:port", "a.go:0", "a.go:9-3"]
        {
            assert!(locations_in(text).is_none(), "{text}");
        }
    }
}
