//! What came of findings: the closing table, and the words in which it and the findings themselves say so.

use super::gaps::Gaps;
use super::piece::length_to_closing;
use crate::import::markdown::inline::leading_link;
use crate::import::markdown::outline::Part;
use crate::import::markdown::table;
use crate::model::Severity;
use crate::model::finding::{Action, Finding, Resolution};
use crate::model::forge::is_sha;

/// Notes on what was done from tables `| # | Finding | Action | Reason |` into the findings that they name, and what they
/// say of gaps. The section itself is kept, since its words say more.
pub fn read_resolutions(part: &Part<'_>, findings: &mut [Finding], gaps: &mut Gaps) {
    let mut columns = None;
    let commit = commit_of_table(part);
    for line in part.lines.iter().filter(|line| !line.is_code) {
        let Some(cells) = table::cells(line.text) else {
            columns = None;
            continue;
        };
        if let Some(found) = Columns::of(&cells) {
            columns = Some(found);
        } else if let Some(columns) = columns.as_ref().filter(|_| !table::is_delimiter(line.text)) {
            let Some(mut resolution) = columns.resolution(&cells) else { continue };
            if resolution.action.changed_something() {
                resolution.commit = resolution.commit.or_else(|| commit.clone());
            }
            let before = cells.get(..columns.action).unwrap_or_default();
            let named: Vec<usize> = before
                .iter()
                .map(|cell| named_findings(cell, findings))
                .find(|named| !named.is_empty())
                .unwrap_or_default();
            for at in &named {
                if let Some(finding) = findings.get_mut(*at) {
                    finding.resolution.get_or_insert_with(|| resolution.clone());
                }
            }
            if named.is_empty() {
                for cell in before {
                    gaps.settle(cell, &resolution);
                }
            }
        }
    }
}

/// The one commit that a row `Commit` begins with, where it names no second one beside it.
fn commit_of_table(part: &Part<'_>) -> Option<String> {
    let rows = part.lines.iter().filter(|line| !line.is_code).filter_map(|line| table::cells(line.text));
    let mut values = rows.filter_map(|cells| match cells.as_slice() {
        [label, value] if is_label_of_commit(label) => Some(value.clone()),
        _ => None,
    });
    let value = values.next()?;
    // What stands in brackets says how it came to be: amended, or the fixups that went into it.
    let outside: String = value.split(['(', ')']).step_by(2).collect();
    let mut shas = outside.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| is_named_commit(word));
    let first = shas.next().filter(|sha| sha_at_start(&value) == Some(sha))?;
    shas.all(|sha| sha == first).then(|| first.to_owned())
}

fn is_label_of_commit(label: &str) -> bool {
    let label = label.trim_matches(['*', ':', ' ']).to_lowercase();
    ["commit", "commits", "fix commit", "fixed in"].contains(&label.as_str())
}

fn sha_at_start(text: &str) -> Option<&str> {
    let text = leading_link(text).map_or(text, |(words, _)| words);
    text.trim_start_matches(['`', '*', ' ']).split(|c: char| !c.is_ascii_alphanumeric()).next()
}

/// A word of letters alone is no commit, nor is a number.
fn is_named_commit(word: &str) -> bool {
    is_sha(word) && word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().any(|b| b.is_ascii_alphabetic())
        || is_sha(word) && word.len() == 40
}

/// The first commit that a text has in backticks.
pub fn named_commit(text: &str) -> Option<String> {
    text.split('`').skip(1).step_by(2).find(|code| is_sha(code)).map(str::to_owned)
}

/// The columns of a table of resolutions.
struct Columns {
    action: usize,
    reason: Option<usize>,
}

impl Columns {
    fn of(cells: &[String]) -> Option<Self> {
        let at = |names: &[&str]| cells.iter().position(|cell| names.contains(&cell.trim_matches('*')));
        let action = at(&["Action", "Resolution", "Status", "Outcome", "Disposition", "Decision"])?;
        Some(Self { action, reason: at(&["Reason", "Rationale", "Notes", "Note", "Details", "Detail", "Comment"]) })
    }

    fn resolution(&self, cells: &[String]) -> Option<Resolution> {
        let words = cells.get(self.action)?;
        let mut resolution = resolution_from_words(words).or_else(|| change_in_words(words))?;
        let reason = self.reason.and_then(|at| cells.get(at)).filter(|reason| !says_nothing(reason));
        resolution.commit = resolution.commit.or_else(|| reason.and_then(|reason| commit_behind_fixed(reason)));
        resolution.reason = match (resolution.reason, reason) {
            (Some(own), Some(reason)) => Some(format!("{own}. {reason}")),
            (own, reason) => own.or(reason.cloned()),
        };
        Some(resolution)
    }
}

fn says_nothing(cell: &str) -> bool {
    matches!(cell.trim(), "" | "—" | "–" | "-" | "n/a" | "N/A")
}

/// Words for what was done, in lower case; those that say no more than the action goes by need not be kept.
const ACTIONS: [(&str, Action, Kept); 64] = [
    ("fixed", Action::Fixed, Kept::Rest),
    ("addressed", Action::Fixed, Kept::Rest),
    ("skipped", Action::Skipped, Kept::Rest),
    ("declined", Action::Declined, Kept::Rest),
    ("tests written", Action::TestWritten, Kept::Rest),
    ("test written", Action::TestWritten, Kept::Rest),
    ("tests added", Action::TestWritten, Kept::Rest),
    ("test added", Action::TestWritten, Kept::Rest),
    ("commented", Action::Commented, Kept::Rest),
    ("comment added", Action::Commented, Kept::Rest),
    ("comments added", Action::Commented, Kept::Rest),
    ("documented", Action::Documented, Kept::Rest),
    ("documentation updated", Action::Documented, Kept::Rest),
    ("documentation added", Action::Documented, Kept::Rest),
    ("docs updated", Action::Documented, Kept::Rest),
    ("doc updated", Action::Documented, Kept::Rest),
    ("not fixed", Action::Skipped, Kept::All),
    ("not addressed", Action::Skipped, Kept::All),
    ("deferred", Action::Skipped, Kept::All),
    ("postponed", Action::Skipped, Kept::All),
    ("tracked", Action::Skipped, Kept::All),
    ("filed", Action::Skipped, Kept::All),
    ("follow-up", Action::Skipped, Kept::All),
    ("out of scope", Action::Skipped, Kept::All),
    ("acknowledged", Action::Skipped, Kept::All),
    ("no action", Action::Skipped, Kept::All),
    ("no change", Action::Skipped, Kept::All),
    ("left as is", Action::Skipped, Kept::All),
    ("n/a", Action::Skipped, Kept::All),
    ("not applicable", Action::Skipped, Kept::All),
    ("no longer applies", Action::Skipped, Kept::All),
    ("moot", Action::Skipped, Kept::All),
    ("obsolete", Action::Skipped, Kept::All),
    ("superseded", Action::Skipped, Kept::All),
    ("separate pr", Action::Skipped, Kept::All),
    ("noted", Action::Skipped, Kept::All),
    ("left as-is", Action::Skipped, Kept::All),
    ("rejected", Action::Declined, Kept::All),
    ("dismissed", Action::Declined, Kept::All),
    ("won't fix", Action::Declined, Kept::All),
    ("wontfix", Action::Declined, Kept::All),
    ("will not fix", Action::Declined, Kept::All),
    ("disagreed", Action::Declined, Kept::All),
    ("false positive", Action::Declined, Kept::All),
    ("by design", Action::Declined, Kept::All),
    ("regression test", Action::TestWritten, Kept::All),
    ("unit test", Action::TestWritten, Kept::All),
    ("tests extended", Action::TestWritten, Kept::All),
    ("test extended", Action::TestWritten, Kept::All),
    ("comment updated", Action::Commented, Kept::All),
    ("docstring", Action::Documented, Kept::All),
    ("documentation", Action::Documented, Kept::All),
    ("readme", Action::Documented, Kept::All),
    ("already fixed", Action::Fixed, Kept::All),
    ("already addressed", Action::Fixed, Kept::All),
    ("partially fixed", Action::Fixed, Kept::All),
    ("partially addressed", Action::Fixed, Kept::All),
    ("auto-resolved", Action::Fixed, Kept::All),
    ("resolved", Action::Fixed, Kept::All),
    ("tests cleaned up", Action::Fixed, Kept::All),
    ("test cleaned up", Action::Fixed, Kept::All),
    ("implemented", Action::Fixed, Kept::All),
    ("applied", Action::Fixed, Kept::All),
    ("removed", Action::Fixed, Kept::All),
];

/// How much of the words becomes the reason.
#[derive(Clone, Copy, PartialEq)]
enum Kept {
    /// What stands behind them.
    Rest,
    /// They say more than the action does.
    All,
}

/// `Fixed (with a test)`, `Auto-resolved by I2`, `Tests written` as an action and a reason; `None` for other words.
pub fn resolution_from_words(words: &str) -> Option<Resolution> {
    let words = words.trim().trim_matches('*').trim();
    let lower = words.to_lowercase().replace('’', "'");
    let begins = |start: &str| {
        lower.strip_prefix(start).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
    };
    let (start, action, kept) = ACTIONS.into_iter().find(|(start, ..)| begins(start))?;
    let rest = match kept {
        Kept::All => words,
        Kept::Rest => {
            words.get(start.len()..)?.trim().trim_matches('*').trim_start_matches([':', '—', '–', '-', ',', ' ', '.'])
        }
    };
    let is_in_brackets = length_to_closing(rest, '(', ')') == Some(rest.len()) && rest.starts_with('(');
    let reason = if is_in_brackets { &rest[1..rest.len() - 1] } else { rest };
    let commit = if action.changed_something() { commit_behind_fixed(words) } else { None };
    Some(Resolution { action, reason: (!reason.is_empty()).then(|| reason.to_owned()), commit })
}

/// `Reworded the comment`: what such a table calls done with a verb of its own is a change, and the words are kept.
fn change_in_words(words: &str) -> Option<Resolution> {
    const OTHERS: [&str; 12] = [
        "accepted",
        "agreed",
        "confirmed",
        "considered",
        "discussed",
        "disputed",
        "investigated",
        "kept",
        "noted",
        "reproduced",
        "reviewed",
        "verified",
    ];
    let words = words.trim().trim_matches('*').trim();
    let first = words.split(|c: char| !c.is_alphabetic()).next()?;
    let lower = first.to_lowercase();
    let is_done = first.starts_with(char::is_uppercase) && lower.len() > 4 && lower.ends_with("ed");
    let resolution = Resolution { action: Action::Fixed, reason: Some(words.to_owned()), commit: None };
    (is_done && !OTHERS.contains(&lower.as_str())).then_some(resolution)
}

/// ``Fixed in `0123456` ``, ``in commit `0123456` ``
fn commit_behind_fixed(words: &str) -> Option<String> {
    let lower = words.to_lowercase();
    let at = ["fixed in ", "addressed in ", "in commit ", "resolved in ", "landed in ", "by commit "]
        .iter()
        .find_map(|start| lower.find(start).map(|at| at + start.len()))
        .or_else(|| lower.starts_with("in `").then_some(3))?;
    let code = words.get(at..)?.trim_start_matches("commit ").strip_prefix('`')?.split('`').next()?;
    is_sha(code).then(|| code.to_owned())
}

impl Action {
    /// Whether there is a commit that did it.
    fn changed_something(self) -> bool {
        self.acted_on() || self == Self::Commented
    }
}

/// Which findings `Important I2: …`, `Suggestion #3: …`, `S3` or `I1 + S2: …` means.
fn named_findings(cell: &str, findings: &[Finding]) -> Vec<usize> {
    let head = cell.split([':', '—']).next().unwrap_or_default();
    let mut severity = None;
    let mut out = Vec::new();
    for word in head.split([' ', ',', '+', '/', '&']).map(|word| word.trim_matches(['*', '`', '(', ')'])) {
        if let Some(named) = severity_from_word(word) {
            severity = Some(named);
        } else if let Some(at) = finding_named(word, severity, findings) {
            out.push(at);
        } else if !matches!(word, "" | "and" | "finding" | "findings" | "observation") {
            break;
        }
    }
    out
}

fn severity_from_word(word: &str) -> Option<Severity> {
    let word = word.to_lowercase();
    let singular = word.strip_suffix('s').unwrap_or(&word);
    let named = Severity::ALL.into_iter().find(|severity| severity.word() == singular);
    named.or_else(|| (singular == "design").then_some(Severity::Concern))
}

fn finding_named(word: &str, severity: Option<Severity>, findings: &[Finding]) -> Option<usize> {
    let by_id = findings.iter().position(|finding| finding.id.as_str() == word);
    let by_number = |severity: Severity| {
        let number: usize = word.trim_start_matches('#').parse().ok()?;
        let id = format!("{}{number}", severity.letter());
        let of = findings.iter().enumerate().filter(|(_, finding)| finding.severity == severity);
        let nth = || of.map(|(at, _)| at).nth(number.checked_sub(1)?);
        // A report that numbers its findings itself may leave numbers out.
        findings.iter().position(|finding| finding.id.as_str() == id).or_else(nth)
    };
    by_id.or_else(|| severity.and_then(by_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_in_all_its_spellings() {
        for (words, expected) in [
            ("Fixed", Some((Action::Fixed, None, None))),
            ("**Fixed** (with a test)", Some((Action::Fixed, Some("with a test"), None))),
            ("Fixed in `0a1b2c3`", Some((Action::Fixed, Some("in `0a1b2c3`"), Some("0a1b2c3")))),
            ("Documentation updated", Some((Action::Documented, None, None))),
            ("Tests written", Some((Action::TestWritten, None, None))),
            ("Auto-resolved by I2", Some((Action::Fixed, Some("Auto-resolved by I2"), None))),
            ("Fixed (`f()` is gone (at last))", Some((Action::Fixed, Some("`f()` is gone (at last)"), None))),
            ("Commented (expanded)", Some((Action::Commented, Some("expanded"), None))),
            ("Skipped — by design", Some((Action::Skipped, Some("by design"), None))),
            ("Deferred to #12", Some((Action::Skipped, Some("Deferred to #12"), None))),
            ("Won’t fix", Some((Action::Declined, Some("Won’t fix"), None))),
            ("Fixed-size buffers", None),
            ("N/A (flag removed)", Some((Action::Skipped, Some("N/A (flag removed)"), None))),
            ("", None),
        ] {
            let told = resolution_from_words(words);
            let told = told.as_ref().map(|r| (r.action, r.reason.as_deref(), r.commit.as_deref()));
            assert_eq!(told, expected, "{words}");
        }
    }

    #[test]
    fn a_table_names_one_commit_or_none() {
        for (value, commit) in [
            ("`a29eda1 Add it` (amended)", Some("a29eda1")),
            ("c9cd181 — app: add it", Some("c9cd181")),
            ("[`94a5a34`](https://x.example/c) Address it", Some("94a5a34")),
            ("`587bfe2 Add it` (squashed into `aaf6c213`)", Some("587bfe2")),
            ("`2f88f63 a` + `6076ef8 b`", None),
            ("5 fixups (`93359f7`, `4db3f20`)", None),
            ("Amended (HEAD `77aad762`); some landed on `3229c74b`", None),
            ("deadbeef", None),
        ] {
            let text = format!("| **Commit** | {value} |");
            let part = Part { level: 2, title: "Resolution", lines: crate::import::markdown::outline::lines(&text) };
            assert_eq!(commit_of_table(&part).as_deref(), commit, "{value}");
        }
    }
}
