//! The marks behind a finding's title: where, who, tags, an earlier round, in any order; and the words after them.
//!
//! Marks end where a sentence begins. A place that the sentence begins with stays in it, so that none loses its first
//! words, and is a place of the finding all the same.

use super::credits::{credits_from_names, credits_of_earlier_round};
use super::panel::Panel;
use super::piece::{Kind, Piece};
use super::place::{lines_from_words, locations_from_code, more_lines};
use super::rounds::{earlier_finding, unnamed_round};
use super::tags::tags_from_list;
use crate::model::Slug;
use crate::model::finding::{Continues, Credit, Location};

/// What stands behind a title.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    pub locations: Vec<Location>,
    pub credits: Vec<Credit>,
    pub tags: Vec<Slug>,
    pub continues: Option<Continues>,
    /// The round that the finding is said to come from, unchanged and therefore without another id.
    pub unchanged_from: Option<u32>,
    /// The words that are no marks, and those of a mark that say more than its field.
    pub rest: String,
    /// Whether any of it was put down in words that are no marks.
    pub has_words: bool,
}

/// Longer words behind a title are sentences, whose brackets are not taken for marks.
const LONGEST_REMARK: usize = 120;

impl Marks {
    /// Reads what stands behind a title.
    pub fn read(text: &str, panel: Panel<'_>) -> Self {
        let mut marks = Self::default();
        let mut remarks: Vec<&str> = Vec::new();
        let mut at = 0;
        // Where the sentence would begin if the next piece is none.
        let mut sentence = 0;
        // `a.go:1` **vs** `b.go:2` says more than two places do.
        let mut is_phrase = false;
        // A remark on a place, which a sentence may go on from.
        let mut on_places: Vec<&str> = Vec::new();
        while let Some(piece) = Piece::next(text, at) {
            let taken = marks.take(&piece, panel);
            if matches!(taken, Taken::Mark) && std::mem::take(&mut is_phrase) {
                on_places = vec![words_from(text.get(..at).unwrap_or_default(), sentence)];
            }
            let is_on_place = sentence < at && !words_from(text.get(..at).unwrap_or_default(), sentence).is_empty();
            match taken {
                Taken::Mark => {
                    remarks.append(&mut on_places);
                    sentence = piece.end;
                }
                // So does `a.go` **line** 3.
                Taken::Place => is_phrase |= says_line(text.get(at..piece.end).unwrap_or_default()),
                Taken::Remark if is_on_place => on_places.push(piece.text),
                Taken::Remark => {
                    remarks.push(piece.text);
                    sentence = piece.end;
                }
                Taken::Nothing if piece.is_joint() => is_phrase |= !matches!(piece.text, "and" | "also" | "&"),
                Taken::Nothing => break,
            }
            at = piece.end;
        }
        // Behind a place a full stop or a colon, or nothing more, says that no sentence began with it.
        let behind = text.get(at..).unwrap_or_default();
        if behind.trim_start().is_empty() || behind.starts_with(['.', ':', ';', '~']) {
            if is_phrase {
                on_places = vec![words_from(text.get(..at).unwrap_or_default(), sentence)];
            }
            remarks.append(&mut on_places);
            sentence = at;
        }
        let sentence = words_from(text, sentence);
        let words = words_from(text, at);
        let mut closing: Vec<&str> = Vec::new();
        let shorter =
            if words.len() > LONGEST_REMARK { words } else { marks.without_marks_at_end(words, panel, &mut closing) };
        // What ends in marks is a list of them, and no sentence.
        let words = if shorter.len() < words.len() {
            remarks.append(&mut on_places);
            shorter
        } else {
            sentence
        };
        // A sentence stays one of its own.
        let joint = if behind.starts_with('.') { ". " } else { " " };
        let remarks = remarks.join(" ");
        let both = [remarks.as_str(), words].into_iter().filter(|words| !words.is_empty());
        marks.rest = both.collect::<Vec<_>>().join(joint);
        for remark in closing.into_iter().rev() {
            marks.rest.push_str(if marks.rest.is_empty() { "" } else { " " });
            marks.rest.push_str(remark);
        }
        marks.has_words |= !marks.rest.is_empty();
        marks
    }

    fn take(&mut self, piece: &Piece<'_>, panel: Panel<'_>) -> Taken {
        match piece.kind {
            Kind::Code(code) if code.starts_with('(') => self.take_brackets(code, panel),
            Kind::Code(code) if code.starts_with('[') => self.take_names(code, panel),
            Kind::Code(code) => self.take_code(code),
            Kind::Named(names) => self.take_names(names, panel),
            Kind::Link(words, address) => self.take_link(words, address),
            Kind::Brackets(inner) => self.take_brackets(inner, panel),
            Kind::Lines(lines) => self.take_lines(lines),
            Kind::Commit | Kind::Bold => Taken::Remark,
            Kind::Word => Taken::Nothing,
        }
    }

    fn take_code(&mut self, code: &str) -> Taken {
        let more = self.locations.last().and_then(|last| more_lines(code, &last.path));
        match more.or_else(|| locations_from_code(code)) {
            Some(places) => {
                self.locations.extend(places);
                Taken::Place
            }
            None => Taken::Nothing,
        }
    }

    /// `:12-15` and `lines 12-15` behind a place of which only the path is known.
    fn take_lines(&mut self, lines: &str) -> Taken {
        let Some(last) = self.locations.last().filter(|last| last.start_line.is_none()) else { return Taken::Nothing };
        match more_lines(lines, &last.path) {
            Some(places) => {
                self.locations.pop();
                self.locations.extend(places);
                Taken::Place
            }
            None => Taken::Nothing,
        }
    }

    fn take_link(&mut self, words: &str, address: &str) -> Taken {
        let is_source = !address.contains("://") || address.contains("/blob/");
        match locations_from_code(words.trim_matches('`')).filter(|_| is_source) {
            Some(places) => {
                self.locations.extend(places);
                Taken::Mark
            }
            None => Taken::Nothing,
        }
    }

    fn take_names(&mut self, names: &str, panel: Panel<'_>) -> Taken {
        match credits_from_names(names.trim_matches(['[', ']']), panel) {
            Some(found) => {
                self.credits.extend(found.list);
                self.add_tags(found.tags);
                if found.has_words { Taken::Remark } else { Taken::Mark }
            }
            None => Taken::Nothing,
        }
    }

    /// `(important, regression — round 1 S4 unaddressed)`, `(pass 3: [Claude])`, `(as S5)`
    fn take_brackets(&mut self, inner: &str, panel: Panel<'_>) -> Taken {
        let inner = inner.trim_matches(['(', ')', '*', '_', '`', ' ']);
        if let Some(tags) = tags_from_list(inner) {
            self.add_tags(tags);
            return Taken::Mark;
        }
        if let Taken::Place = self.take_lines(lines_from_words(inner).unwrap_or(inner)) {
            return Taken::Place;
        }
        if let Some(credits) = credits_of_pass(inner, panel) {
            self.credits.extend(credits);
            return Taken::Mark;
        }
        if let Some(reference) = inner.strip_prefix("as ")
            && let Some(last) = self.credits.last_mut().filter(|last| last.reference.is_none())
            && reference.parse::<Slug>().is_ok()
        {
            last.reference = Some(reference.to_owned());
            return Taken::Mark;
        }
        let Some(continues) = earlier_finding(inner) else {
            self.unchanged_from = self.unchanged_from.or(unnamed_round(inner));
            let pieces = inner.split([';', '—', '–']).map(str::trim);
            if self.unchanged_from.is_some() {
                pieces.filter_map(tags_from_list).for_each(|tags| self.add_tags(tags));
            }
            return Taken::Remark;
        };
        // What is said of the round stays in words; what stands beside it may be tags.
        let pieces = inner.split([';', '—', '–']).map(str::trim);
        for tags in pieces.clone().filter_map(tags_from_list) {
            self.add_tags(tags);
        }
        if let Some((_, names)) = inner.split_once("found by ") {
            let names = names.split([';', '—', '–']).next().unwrap_or_default();
            self.credits.extend(credits_of_earlier_round(names, panel));
        }
        self.continues = self.continues.take().or(Some(continues));
        Taken::Remark
    }

    fn add_tags(&mut self, tags: Vec<Slug>) {
        for tag in tags {
            if !self.tags.contains(&tag) {
                self.tags.push(tag);
            }
        }
    }

    /// `PR title and body [Claude] (round 2 I1 unaddressed)` without what closes it; of that the words of rounds, the last
    /// first.
    fn without_marks_at_end<'t>(&mut self, words: &'t str, panel: Panel<'_>, closing: &mut Vec<&'t str>) -> &'t str {
        let mut words = words;
        while let Some(start) = words.rfind(['[', '(']).filter(|_| words.ends_with([']', ')', '*', '`'])) {
            let start = words.get(..start).map_or(start, |before| before.trim_end_matches(['*', '`', '_']).len());
            let Some(piece) = Piece::next(words, start).filter(|piece| piece.end == words.len()) else { break };
            let is_mark = match piece.kind {
                Kind::Brackets(inner) => {
                    let inner = inner.trim_matches(['(', ')', '*', '_']);
                    tags_from_list(inner).is_some() || earlier_finding(inner).is_some()
                }
                Kind::Named(_) | Kind::Code(_) => true,
                _ => false,
            };
            match if is_mark { self.take(&piece, panel) } else { Taken::Nothing } {
                Taken::Mark => {}
                Taken::Remark => closing.push(piece.text),
                Taken::Place | Taken::Nothing => break,
            }
            words = words.get(..start).unwrap_or_default().trim_end_matches([' ', '—', '–', '-', ',']);
        }
        words
    }
}

/// Whether a place is put in words, code apart.
fn says_line(place: &str) -> bool {
    place.split('`').step_by(2).any(|words| words.contains("line"))
}

/// The words from a position on, without what joins them to the marks before.
fn words_from(text: &str, at: usize) -> &str {
    let words = text.get(at..).unwrap_or_default();
    let words = words.trim_start_matches([' ', '—', '–', '-', ':', '.', ',', ';', '~']).trim_end();
    words.trim_end_matches("~~").trim_end()
}

/// `pass 3: [Claude], [Codex]`
fn credits_of_pass(inner: &str, panel: Panel<'_>) -> Option<Vec<Credit>> {
    let (pass, names) = inner.strip_prefix("pass ")?.split_once(':')?;
    let pass = pass.trim().parse().ok().filter(|pass| *pass > 0)?;
    let names = names.replace("] [", ", ").replace(['[', ']', '`'], "");
    let credits = credits_from_names(&names, panel)?.list;
    Some(credits.into_iter().map(|credit| Credit { pass: Some(pass), ..credit }).collect())
}

/// What a piece turned out to be.
enum Taken {
    Mark,
    /// A place, which may yet be the beginning of a sentence.
    Place,
    /// Words in brackets that no field holds.
    Remark,
    Nothing,
}

#[cfg(test)]
mod tests {
    use super::super::reviewers::reviewers_from_list;
    use super::*;

    fn told(text: &str) -> String {
        let panel = reviewers_from_list("Claude Opus 4.7, Codex GPT 5.4, Gemini 3.1 Pro");
        let marks = Marks::read(text, &panel);
        let lines = |l: &Location| match (l.start_line, l.end_line) {
            (Some(start), Some(end)) => format!(":{start}-{end}"),
            (Some(start), None) => format!(":{start}"),
            _ => String::new(),
        };
        let places: Vec<String> = marks.locations.iter().map(|l| format!("{}{}", l.path, lines(l))).collect();
        let credits: Vec<String> = marks.credits.iter().map(|c| c.agent.to_string()).collect();
        let tags: Vec<&str> = marks.tags.iter().map(Slug::as_str).collect();
        let round = marks.continues.map_or(String::new(), |c| format!("{}{}", c.round.unwrap_or(0), c.finding));
        format!("{} | {} | {} | {round} | {}", places.join(" "), credits.join(" "), tags.join(" "), marks.rest)
    }

    #[test]
    fn marks_end_where_a_sentence_begins() {
        for (text, expected) in [
            (" — `a/b.go:3-9` [Claude Opus 4.7] (gap)", "a/b.go:3-9 | claude | gap |  | "),
            (
                " *(future)* [Claude]. `a/b.go:1` and `c.go:2` are one",
                " | claude | future |  | `a/b.go:1` and `c.go:2` are one",
            ),
            (
                " `(future)` [Codex] — `a/b.go:1` returns raw text",
                "a/b.go:1 | codex | future |  | `a/b.go:1` returns raw text",
            ),
            (" [Codex] — `a/b.go:1-2,5`. The change adds", "a/b.go:1-2 a/b.go:5 | codex |  |  | The change adds"),
            (" — `a/b.go:12`, `:313` and `c.go:1`", "a/b.go:12 a/b.go:313 c.go:1 |  |  |  | "),
            (
                " — `a.go:1` vs `b/c.go:2` [Gemini 3.1 Pro, verified]",
                "a.go:1 b/c.go:2 | gemini | verified |  | `a.go:1` vs `b/c.go:2`",
            ),
            (" — `a/b.go`:5-7 [Claude]", "a/b.go:5-7 | claude |  |  | "),
            (" — `a/b.go` lines 5–7 [Claude]", "a/b.go:5-7 | claude |  |  | `a/b.go` lines 5–7"),
            (" — `a/b.go:1`, title and body [Claude]", "a/b.go:1 | claude |  |  | title and body"),
            (
                " — `a/b.go:1`, title and body [Claude] (round 2 I1 unaddressed)",
                "a/b.go:1 | claude |  | 2I1 | title and body (round 2 I1 unaddressed)",
            ),
            (" — commit `ae6bc38` [Claude] (gap)", " | claude | gap |  | commit `ae6bc38`"),
            (" `[Claude Opus 4.7]` (suggestion, gap)", " | claude | suggestion gap |  | "),
            (" [Claude] (as S5)", " | claude |  |  | "),
            (" (pass 3: [Claude, Codex])", " | claude codex |  |  | "),
            (" — `a/b.go:1` (round 2 S3 unaddressed)", "a/b.go:1 |  |  | 2S3 | (round 2 S3 unaddressed)"),
            (
                " (regression — round 1 S4 unaddressed) [Claude]",
                " | claude | regression | 1S4 | (regression — round 1 S4 unaddressed)",
            ),
            (
                " (round 1 I1, found by Codex GPT 5.3; unaddressed)",
                " | codex-gpt-5.3 |  | 1I1 | (round 1 I1, found by Codex GPT 5.3; unaddressed)",
            ),
            (" (created, running) are told apart", " |  |  |  | (created, running) are told apart"),
            (" — `a/b.go:1` (not in it). More", "a/b.go:1 |  |  |  | (not in it). More"),
            (" [Claude]. It [reads](x) more", " | claude |  |  | It [reads](x) more"),
            (
                " [Claude] — `a/b.go` (`:5-7`) and `c.go` (line 9) are one",
                "a/b.go:5-7 c.go:9 | claude |  |  | `a/b.go` (`:5-7`) and `c.go` (line 9) are one",
            ),
            (" — `a/b.go` (`:5-7`), `c.go` (all of it) [Claude]", "a/b.go:5-7 c.go | claude |  |  | (all of it)"),
            ("~~ **INVALID** — `a/b.go` (gap) [Codex]", "a/b.go | codex | gap |  | **INVALID**"),
            (" [Nobody] (gap)", " |  | gap |  | [Nobody]"),
            (" -- FIXED: now `x`.~~", " |  |  |  | FIXED: now `x`."),
            ("", " |  |  |  | "),
            ("[", " |  |  |  | ["),
            ("`", " |  |  |  | `"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
