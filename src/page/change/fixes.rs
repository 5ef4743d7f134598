//! What the fixes of a change brought in, round by round.

use super::story::gone_words;
use super::told::{Piece, Told};
use crate::aggregate::course::{Cell, Gone, Outcome, Raised};
use crate::aggregate::records::FindingAt;
use crate::text::{Html, format};
use serde::Serialize;
use std::collections::BTreeSet;

/// Not more rounds are listed, the newest.
const MOST_ROUNDS: usize = 50;
/// Not more findings are listed a round.
const MOST_FINDINGS: usize = 12;

/// A row for each round before which something was settled.
#[derive(Debug, Serialize)]
pub struct FixesPart {
    note: String,
    rows: Vec<FixesRow>,
}

#[derive(Debug, Serialize)]
struct FixesRow {
    round: u32,
    /// `4 fixed, 1 declined`
    settled: String,
    /// Class and link of what was fixed.
    fixed: Vec<(&'static str, Piece)>,
    /// `, and 3 more in 2 commits`
    tail: String,
    events: Vec<FixEvent>,
    /// How many events are not listed.
    unlisted: usize,
}

/// Something that is there since the fixes of the round before.
#[derive(Debug, Serialize)]
struct FixEvent {
    strong: String,
    href: String,
    title: Html,
    /// `, perhaps by the fix of I2`
    tail: String,
}

/// What one round found settled, and what it raised that comes of it.
#[derive(Default)]
struct OfRound<'c> {
    fixed: Vec<FindingAt>,
    raised: Vec<&'c Raised>,
}

/// `None` where nothing was fixed between rounds.
pub fn fixes(told: &Told<'_>) -> Option<FixesPart> {
    let mut rounds: Vec<OfRound<'_>> = told.runs().iter().map(|_| OfRound::default()).collect();
    for (round, cell) in told.course.rows.iter().flat_map(|row| &row.cells) {
        match cell {
            Cell::Gone(Gone::Fixed(at)) => rounds[*round].fixed.push(*at),
            Cell::Raised(raised) if raised.brought_in.is_some() || matches!(raised.was, Some(Gone::Fixed(_))) => {
                rounds[*round].raised.push(raised);
            }
            _ => {}
        }
    }
    let has_something = |of: &&(usize, &OfRound<'_>)| !of.1.fixed.is_empty() || !of.1.raised.is_empty();
    let all: Vec<(usize, &OfRound<'_>)> = rounds.iter().enumerate().collect();
    let told_of: Vec<&(usize, &OfRound<'_>)> = all.iter().filter(has_something).collect();
    if told_of.is_empty() {
        return None;
    }
    let skipped = told_of.len().saturating_sub(MOST_ROUNDS);
    let rows = told_of[skipped..].iter().map(|(round, of)| fixes_row(told, *round, of)).collect();
    Some(FixesPart { note: note(&rounds, skipped), rows })
}

fn note(rounds: &[OfRound<'_>], skipped: usize) -> String {
    let fixed: usize = rounds.iter().map(|of| of.fixed.len()).sum();
    let raised = || rounds.iter().flat_map(|of| &of.raised).filter(|raised| !raised.is_further);
    let stated = raised().filter(|raised| raised.brought_in.is_some_and(|(_, is_stated)| is_stated)).count();
    let perhaps = raised().filter(|raised| raised.brought_in.is_some_and(|(_, is_stated)| !is_stated)).count();
    let back = raised().filter(|raised| raised.was.is_some()).count();
    let counts = [(stated, "brought in"), (perhaps, "perhaps brought in"), (back, "fixed once and back")];
    let words: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{} {words}", format::count(*count)))
        .collect();
    let since = match words.as_slice() {
        [] => "Nothing is known to have come of it".to_owned(),
        words => format!("Of later findings {}", words.join(", ")),
    };
    let were = if fixed == 1 { "was" } else { "were" };
    let older = if skipped == 0 {
        String::new()
    } else {
        format!(" Of older rounds {} are not listed.", format::count(skipped))
    };
    format!("{} {were} fixed between rounds. {since}.{older}", format::counted(fixed, "finding"))
}

fn fixes_row(told: &Told<'_>, round: usize, of: &OfRound<'_>) -> FixesRow {
    let listed = of.fixed.iter().take(MOST_FINDINGS);
    FixesRow {
        round: told.number_at(round).unwrap_or_default(),
        settled: settled_words(&told.course.outcomes[round]),
        fixed: listed.map(|at| (told.severity(*at).word(), told.id_here(*at))).collect(),
        tail: tail(told, &of.fixed),
        events: of.raised.iter().take(MOST_FINDINGS).map(|raised| event(told, raised)).collect(),
        unlisted: of.raised.len().saturating_sub(MOST_FINDINGS),
    }
}

fn settled_words(outcome: &Outcome) -> String {
    let counts = [
        (outcome.fixed, "fixed"),
        (outcome.declined, "declined"),
        (outcome.merged, "merged"),
        (outcome.not_raised, "not raised"),
    ];
    let words: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", format::count(*count)))
        .collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}

fn tail(told: &Told<'_>, fixed: &[FindingAt]) -> String {
    let more = fixed.len().saturating_sub(MOST_FINDINGS);
    let more = if more == 0 { String::new() } else { format!(" and {} more", format::count(more)) };
    let commits: BTreeSet<&str> = fixed.iter().filter_map(|at| told.finding(*at).commit.as_deref()).collect();
    match commits.len() {
        0 => more,
        count => format!("{more} in {}", format::counted(count, "commit")),
    }
}

fn event(told: &Told<'_>, raised: &Raised) -> FixEvent {
    let id = &told.finding(raised.at).id;
    let (strong, tail) = match (raised.brought_in, raised.before) {
        (Some((fixed, is_stated)), _) => {
            let perhaps = if is_stated { "" } else { "perhaps " };
            let of = format!("{} of round {}", told.finding(fixed).id, told.number(fixed.run));
            (format!("{perhaps}brought in {id}"), format!(", by the fix of {of}"))
        }
        (None, Some((before, round))) => {
            let was = raised.was.map_or("gone", gone_words);
            let gone = told.number_at(round + 1).unwrap_or_default();
            let perhaps = if raised.is_doubtful { "perhaps " } else { "" };
            (
                format!("{perhaps}{id} back"),
                format!(", {} of round {}, {was} in round {gone}", told.finding(before).id, told.number(before.run)),
            )
        }
        (None, None) => (id.to_string(), String::new()),
    };
    FixEvent { strong, href: format!("#{}", told.anchor(raised.at)), title: told.title(raised.at), tail }
}
