//! What has no test and no documentation: the lists of the two assessments, and what the closing table says was done.
//!
//! An assessment lists what is covered as well as what is not. A list is one of gaps where the words before it say so, or
//! most of its items do; of any other an item is a gap where the closing table calls it one.

use crate::import::markdown::line::Line;
use crate::import::markdown::list;
use crate::import::markdown::outline::Part;
use crate::model::finding::Resolution;
use crate::model::run::{Gap, GapKind};
use std::collections::BTreeSet;

/// The gaps of a report while it is read.
#[derive(Debug, Default)]
pub struct Gaps {
    listed: Vec<Listed>,
    /// What the closing table says of those that are in no list.
    unlisted: Vec<Gap>,
}

/// An item of an assessment's list.
#[derive(Debug)]
struct Listed {
    gap: Gap,
    /// Its number in the report.
    number: Option<usize>,
    words: BTreeSet<String>,
    is_gap: bool,
}

/// What says of an item, or in front of a list, that a test is missing.
const UNTESTED: [&str; 15] = [
    "no coverage",
    "no direct test",
    "no end-to-end",
    "no focused",
    "no integration test",
    "no test",
    "no unit",
    "not asserted",
    "not covered",
    "not exercise",
    "not tested",
    "uncovered",
    "unexercised",
    "untested",
    "without coverage",
];

/// What says so in front of a list only.
const LACKING: [&str; 5] = ["gap", "lack", "missing", "unverified", "warrant"];

/// What says that documentation is.
const UNDOCUMENTED: [&str; 11] = [
    "gap",
    "inconsisten",
    "missing",
    "need updating",
    "needs updating",
    "not documented",
    "out of date",
    "outdated",
    "should be updated",
    "stale",
    "undocumented",
];

/// Which gaps an assessment lists, by its heading.
pub fn kind_from_heading(heading: &str) -> Option<GapKind> {
    match heading.to_lowercase().as_str() {
        "testing assessment" => Some(GapKind::Testing),
        "documentation assessment" => Some(GapKind::Documentation),
        _ => None,
    }
}

impl Gaps {
    /// Takes the lists of an assessment.
    pub fn take_assessment(&mut self, parts: &[Part<'_>], kind: GapKind) {
        for list in parts.iter().flat_map(|part| lists(&part.lines)) {
            let is_gaps = list.is_of_gaps(kind);
            self.listed.extend(list.items.into_iter().map(|(number, body)| Listed {
                words: telling_words(&body),
                gap: Gap { kind, body, resolution: None },
                number,
                is_gap: is_gaps,
            }));
        }
    }

    /// Takes what a row of the closing table says of `Testing Gap #2: …`, `Testing Gap 1-4`, `Documentation gaps (3)`.
    pub fn settle(&mut self, cell: &str, resolution: &Resolution) {
        let Some(named) = NamedGaps::of(cell) else { return };
        let settled = self.settle_listed(&named, resolution);
        if !settled && !named.words.is_empty() {
            let gap = Gap { kind: named.kind, body: named.words.to_owned(), resolution: Some(resolution.clone()) };
            self.unlisted.push(gap);
        }
    }

    /// Whether any listed gap was meant.
    fn settle_listed(&mut self, named: &NamedGaps<'_>, resolution: &Resolution) -> bool {
        let of_kind = |one: &Listed| one.gap.kind == named.kind;
        let mut settled = false;
        if named.numbers.is_empty() {
            // All of them, if the row speaks of all.
            for one in self.listed.iter_mut().filter(|one| of_kind(one) && one.is_gap && named.is_plural) {
                one.gap.resolution.get_or_insert_with(|| resolution.clone());
                settled = true;
            }
            return settled;
        }
        if let [number] = named.numbers.as_slice() {
            let best = self.best_match(named, *number);
            return self.settle_one(best, resolution);
        }
        for number in &named.numbers {
            let with_number = |one: &Listed| of_kind(one) && one.number == Some(*number);
            // Where two lists count from one, the number is of the one that is of gaps.
            let of_gaps = self.listed.iter().position(|one| with_number(one) && one.is_gap);
            let at = of_gaps.or_else(|| self.listed.iter().position(with_number));
            settled |= self.settle_one(at, resolution);
        }
        settled
    }

    /// The item that a row means by its number and its words. The numbers of some tables count only what was looked into,
    /// so that words that fit another item better overrule them.
    fn best_match(&self, named: &NamedGaps<'_>, number: usize) -> Option<usize> {
        let words = telling_words(if self.listed.len() <= MOST_COMPARED { named.words } else { "" });
        let score = |one: &Listed| {
            let by_number = if one.number == Some(number) { 0.4 } else { 0.0 };
            let by_kind = if one.is_gap { 0.05 } else { 0.0 };
            share_of_words(&words, &one.words) + by_number + by_kind
        };
        let of_kind = self.listed.iter().enumerate().filter(|(_, one)| one.gap.kind == named.kind);
        let unsettled = of_kind.filter(|(_, one)| one.gap.resolution.is_none());
        let best = unsettled
            .map(|(at, one)| (at, score(one)))
            .max_by(|(a, one), (b, other)| one.total_cmp(other).then(b.cmp(a)));
        best.filter(|(_, score)| *score >= 0.4).map(|(at, _)| at)
    }

    fn settle_one(&mut self, at: Option<usize>, resolution: &Resolution) -> bool {
        let Some(one) = at.and_then(|at| self.listed.get_mut(at)) else { return false };
        one.is_gap = true;
        one.gap.resolution.get_or_insert_with(|| resolution.clone());
        true
    }

    /// The gaps, in the order of the report.
    pub fn into_gaps(self) -> Vec<Gap> {
        let listed = self.listed.into_iter().filter(|one| one.is_gap).map(|one| one.gap);
        listed.chain(self.unlisted).collect()
    }
}

/// Which part of some words others hold, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "a few words")]
fn share_of_words(own: &BTreeSet<String>, others: &BTreeSet<String>) -> f64 {
    if own.is_empty() { 0.0 } else { own.intersection(others).count() as f64 / own.len() as f64 }
}

fn telling_words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3);
    words.map(str::to_lowercase).collect()
}

/// In longer lists only numbers are looked at: each row would be compared with each item.
const MOST_COMPARED: usize = 200;

/// What a cell of the closing table calls a gap by.
struct NamedGaps<'t> {
    kind: GapKind,
    numbers: Vec<usize>,
    is_plural: bool,
    /// What stands behind the colon, else the whole cell.
    words: &'t str,
}

impl<'t> NamedGaps<'t> {
    fn of(cell: &'t str) -> Option<Self> {
        let cell = cell.trim().trim_matches('*').trim();
        let (head, words) = cell.split_once(':').unwrap_or((cell, ""));
        let lower = head.to_lowercase();
        let kinds = [
            ("testing", GapKind::Testing),
            ("test gap", GapKind::Testing),
            ("documentation", GapKind::Documentation),
            ("doc gap", GapKind::Documentation),
            ("docs gap", GapKind::Documentation),
        ];
        let (_, kind) = kinds.into_iter().find(|(start, _)| lower.starts_with(start))?;
        let is_named_so = lower.contains("gap") || !words.is_empty();
        // What stands in brackets counts them and does not name one.
        let numbered = lower.split('(').next().unwrap_or_default();
        let words = words.trim();
        Some(Self {
            kind,
            numbers: numbers(numbered),
            is_plural: numbered.contains("gaps"),
            words: if words.is_empty() { cell } else { words },
        })
        .filter(|_| is_named_so)
    }
}

/// `#1-8`, `1–6`, `2, 4` as the numbers that they are; at most a hundred.
fn numbers(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let text = text.replace('–', "-");
    for range in
        text.split(|c: char| !c.is_ascii_digit() && c != '-').filter(|range| !range.trim_matches('-').is_empty())
    {
        let (first, last) = range.trim_matches('-').split_once('-').unwrap_or((range, range));
        if let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) {
            out.extend((first..=last).take(100));
        }
    }
    out
}

/// A list with what stands before it.
struct List {
    lead: String,
    /// Number and Markdown of each item.
    items: Vec<(Option<usize>, String)>,
}

impl List {
    fn is_of_gaps(&self, kind: GapKind) -> bool {
        let says = |text: &str, signs: &[&str]| {
            let text = text.to_lowercase();
            signs.iter().any(|sign| text.contains(sign))
        };
        match kind {
            GapKind::Testing => {
                let saying = self.items.iter().filter(|(_, item)| says(item, &UNTESTED)).count();
                says(&self.lead, &UNTESTED) || says(&self.lead, &LACKING) || saying * 2 > self.items.len()
            }
            GapKind::Documentation => says(&self.lead, &UNDOCUMENTED) && !says(&self.lead, &["no gap"]),
        }
    }
}

/// The lists that begin at the margin. What is indented, or goes on without a blank line, belongs to its item.
fn lists(lines: &[Line<'_>]) -> Vec<List> {
    let mut out: Vec<List> = Vec::new();
    let mut lead = String::new();
    let mut in_list = false;
    let mut after_blank = true;
    for line in lines {
        let is_blank = !line.is_code && line.text.trim().is_empty();
        let mark = list::mark_length(line.text).filter(|_| !line.is_code);
        let goes_on = in_list && (line.text.starts_with([' ', '\t']) || !after_blank);
        if let Some(mark) = mark {
            if !in_list {
                out.push(List { lead: std::mem::take(&mut lead), items: Vec::new() });
                in_list = true;
            }
            let digits = line.text.bytes().take_while(u8::is_ascii_digit).count();
            let item = (line.text[..digits].parse().ok(), line.text[mark..].to_owned());
            out.extend_item(item);
        } else if is_blank {
            out.push_line(in_list, "");
        } else if goes_on {
            out.push_line(true, line.text);
        } else {
            if in_list || after_blank {
                lead.clear();
            }
            in_list = false;
            lead.push_str(line.text);
            lead.push('\n');
        }
        after_blank = is_blank;
    }
    for (_, item) in out.iter_mut().flat_map(|list| &mut list.items) {
        item.truncate(item.trim_end().len());
    }
    out
}

trait Lists {
    fn extend_item(&mut self, item: (Option<usize>, String));
    fn push_line(&mut self, in_list: bool, text: &str);
}

impl Lists for Vec<List> {
    fn extend_item(&mut self, item: (Option<usize>, String)) {
        if let Some(list) = self.last_mut() {
            list.items.push(item);
        }
    }

    /// Adds a line to the last item, by as much less indented as a mark is long.
    fn push_line(&mut self, in_list: bool, text: &str) {
        if let Some((_, item)) = self.last_mut().filter(|_| in_list).and_then(|list| list.items.last_mut()) {
            let indented = text.len() - text.trim_start_matches(' ').len();
            item.push('\n');
            item.push_str(text.get(indented.min(3)..).unwrap_or(text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::markdown::outline::parts;
    use crate::model::finding::Action;

    fn told(text: &str, kind: GapKind, rows: &[(&str, Action)]) -> Vec<String> {
        let mut gaps = Gaps::default();
        gaps.take_assessment(&parts(text), kind);
        for (cell, action) in rows {
            gaps.settle(cell, &Resolution { action: *action, reason: None, commit: None });
        }
        let action = |gap: &Gap| gap.resolution.as_ref().map_or("", |done| done.action.word());
        gaps.into_gaps().iter().map(|gap| format!("{} | {} | {}", gap.kind.word(), gap.body, action(gap))).collect()
    }

    #[test]
    fn lists_are_of_gaps_where_something_says_so() {
        let covered = "It is covered:\n\n1. One.\n2. Two.\n\nUntested, by risk:\n\n1. **Three**\n   goes on.\n2. Four.\n\nA word more.";
        assert_eq!(told(covered, GapKind::Testing, &[]), ["testing | **Three**\ngoes on. | ", "testing | Four. | "]);
        let items = "Fine.\n\n- No test of one.\n- Two is untested.\n- Three.";
        assert_eq!(told(items, GapKind::Testing, &[]).len(), 3);
        assert!(told("Good:\n- One.", GapKind::Documentation, &[]).is_empty());
        assert!(told("No gaps:\n- One.", GapKind::Documentation, &[]).is_empty());
        assert_eq!(told("Two gaps:\n- One.\n- Two.", GapKind::Documentation, &[]).len(), 2);
    }

    #[test]
    fn the_closing_table_says_what_was_done() {
        let list = "Gaps:\n\n1. One.\n2. Two.\n3. Three.";
        assert_eq!(
            told(
                list,
                GapKind::Testing,
                &[("Testing Gap #2: two", Action::TestWritten), ("Testing gaps (3 items)", Action::Skipped)]
            ),
            ["testing | One. | skipped", "testing | Two. | test-written", "testing | Three. | skipped"]
        );
        assert_eq!(
            told(list, GapKind::Testing, &[("Testing Gap 1–2", Action::Skipped)]),
            ["testing | One. | skipped", "testing | Two. | skipped", "testing | Three. | "]
        );
        let bullets = "Untested:\n\n- The first path.\n- Waiting for ever with `--timeout=0`.";
        assert_eq!(
            told(bullets, GapKind::Testing, &[("Testing Gap #1: `--timeout=0` (waiting for ever)", Action::Skipped)]),
            ["testing | The first path. | ", "testing | Waiting for ever with `--timeout=0`. | skipped"]
        );
        assert_eq!(
            told(
                "Fine.",
                GapKind::Testing,
                &[("Doc Gap: `a.md` is old", Action::Documented), ("Important #1: x", Action::Fixed)]
            ),
            ["documentation | `a.md` is old | documented"]
        );
    }
}
