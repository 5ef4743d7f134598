//! What the table of rounds says in one cell: a mark, and words that say the same.

use super::told::{Piece, Told};
use crate::aggregate::course::{Cell, Gone, Raised, Row};
use crate::aggregate::records::FindingAt;
use crate::model::{Action, FindingDigest, Severity};
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A cell that says something.
#[derive(Debug, Serialize)]
pub struct CellPart {
    /// The number of the round, shown where the table is a list.
    round: u32,
    /// The anchor, in a cell of a finding.
    id: Option<String>,
    /// The severity, and whether a line starts here, is in doubt, or nothing happened.
    class: String,
    /// Names of icons, that of the severity first.
    icons: Vec<&'static str>,
    said: Vec<Piece>,
    /// For those who do not see the icon.
    severity: Option<&'static str>,
}

/// The cell of a round, by its position. `explained` are the findings whose match the page gives the evidence of.
pub fn cell(told: &Told<'_>, row: &Row, round: usize, cell: &Cell, explained: &BTreeSet<FindingAt>) -> CellPart {
    let number = told.number_at(round).unwrap_or_default();
    match cell {
        Cell::Gone(gone) => CellPart {
            round: number,
            id: None,
            class: String::new(),
            icons: vec![icon(*gone)],
            said: ended(told, *gone),
            severity: None,
        },
        Cell::Raised(raised) => {
            // How it ended after the last round, which has no round after it to say so.
            let end = row.end.filter(|_| round + 1 == told.runs().len());
            let severity = told.severity(raised.at).word();
            let (event, mut said) = raised_words(told, raised, explained.contains(&raised.at));
            let mut icons: Vec<&'static str> = std::iter::once(severity).chain(event).collect();
            if let Some(end) = end {
                icons.push(icon(end));
                said.push(Piece::plain(", then "));
                said.extend(ended(told, end));
            }
            CellPart {
                round: number,
                id: Some(told.anchor(raised.at)),
                class: class(severity, raised, icons.len() == 1, end.is_none()),
                icons,
                said,
                severity: Some(severity),
            }
        }
    }
}

fn class(severity: &str, raised: &Raised, is_quiet: bool, goes_on: bool) -> String {
    let mut class = severity.to_owned();
    if goes_on {
        class.push_str(" on");
    }
    if (raised.before.is_some() || raised.is_further) && is_quiet {
        class.push_str(" same");
    }
    if raised.leads_to_doubt {
        class.push_str(" doubt");
    }
    class
}

/// Icon and words of what is remarkable about a finding.
fn raised_words(told: &Told<'_>, raised: &Raised, is_explained: bool) -> (Vec<&'static str>, Vec<Piece>) {
    let mut said = vec![Piece::link(told.finding(raised.at).id.as_str(), told.in_review(raised.at))];
    let mut icons = Vec::new();
    if raised.is_further {
        said.push(Piece::plain(" as well"));
        return (icons, said);
    }
    let Some((before, _)) = raised.before else {
        if told.runs().len() > 1 {
            said.extend([Piece::plain(" "), Piece::strong("new")]);
        }
        if let Some((fixed, is_stated)) = raised.brought_in {
            icons.push("brought");
            said.push(Piece::plain(if is_stated { ", by the fix of " } else { ", perhaps by the fix of " }));
            said.push(told.id_here(fixed));
        }
        return (icons, said);
    };
    said.push(Piece::plain(" "));
    let changed = changed(told, before, raised.at);
    if raised.is_doubtful {
        icons.push("perhaps");
        said.extend([Piece::strong("perhaps"), Piece::plain(" ")]);
        said.push(if is_explained {
            Piece::link("the same", format!("#{}", why_anchor(told, raised.at)))
        } else {
            Piece::plain("the same")
        });
    }
    if raised.was.is_some() {
        icons.push("back");
        said.push(if raised.is_doubtful { Piece::plain(", back") } else { Piece::strong("back") });
    }
    let is_told = raised.is_doubtful || raised.was.is_some();
    match changed {
        Some((icon, word, from)) => {
            icons.push(icon);
            said.push(if is_told { Piece::plain(format!(", {word}")) } else { Piece::strong(word) });
            said.push(Piece::plain(format!(" from {from}")));
        }
        None if !is_told => said.push(Piece::plain("still there")),
        None => {}
    }
    if raised.was.is_none() && told.finding(before).action.is_some_and(Action::acted_on) {
        said.push(Piece::plain(", though said to be settled"));
    }
    (icons, said)
}

/// Icon and word of a changed severity, and the severity before.
fn changed(told: &Told<'_>, before: FindingAt, now: FindingAt) -> Option<(&'static str, &'static str, &'static str)> {
    let (was, is): (Severity, Severity) = (told.severity(before), told.severity(now));
    match is.cmp(&was) {
        Ordering::Equal => None,
        Ordering::Less => Some(("worse", "up", was.word())),
        Ordering::Greater => Some(("better", "down", was.word())),
    }
}

/// The anchor of the evidence for what a finding is read as.
pub fn why_anchor(told: &Told<'_>, at: FindingAt) -> String {
    format!("~why{}", told.anchor(at))
}

fn icon(gone: Gone) -> &'static str {
    match gone {
        Gone::Fixed(_) => "done",
        Gone::Declined(_) | Gone::Rejected(_) => "declined",
        Gone::Merged(_) => "merged",
        Gone::Left(_) | Gone::NotRaised(_) => "silent",
    }
}

/// How a finding ended, with the commit or the start of the reason where its run has one.
fn ended(told: &Told<'_>, gone: Gone) -> Vec<Piece> {
    match gone {
        Gone::Fixed(at) => {
            let finding = told.finding(at);
            let mut said = vec![Piece::strong(action_word(finding, "fixed"))];
            if let Some(commit) = finding.commit.as_deref() {
                said.extend([Piece::plain(" in "), told.commit(commit)]);
            }
            said
        }
        Gone::Declined(at) => with_reason("declined", told.finding(at)),
        Gone::Left(at) => with_reason(&action_word(told.finding(at), "left"), told.finding(at)),
        Gone::Rejected(at) => {
            let mut said = with_reason("rejected", told.finding(at));
            said.insert(1, Piece::plain(" as false"));
            said
        }
        Gone::Merged(into) => vec![Piece::strong("merged"), Piece::plain(" into "), told.id_here(into)],
        Gone::NotRaised(_) => vec![Piece::strong("not raised"), Piece::plain(", no word why")],
    }
}

/// What was done, in one word or two: `fixed`, `test written`.
fn action_word(finding: &FindingDigest, without: &str) -> String {
    finding.action.map_or_else(|| without.to_owned(), |action| action.words().to_lowercase())
}

fn with_reason(word: &str, finding: &FindingDigest) -> Vec<Piece> {
    let reason = finding.reason.as_deref().map(|reason| Piece::plain(format!(": {reason}")));
    std::iter::once(Piece::strong(word)).chain(reason).collect()
}
