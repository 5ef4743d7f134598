//! Why findings of two rounds are read as one, perhaps one, or one that came of the other's fix: what speaks for it, fact by fact.

use super::cell::why_anchor;
use super::told::{Piece, Told};
use crate::aggregate::course::{Raised, Row};
use crate::aggregate::matching::{Answer, Match};
use crate::aggregate::records::FindingAt;
use crate::text::{Html, format};
use serde::Serialize;
use std::collections::BTreeSet;

/// Not more answers are listed that are in doubt, came back or blame a fix.
const MOST: usize = 40;
/// Nor more of the same that were close.
const MOST_CLOSE: usize = 6;
/// Nor more that were near but not taken.
const MOST_REFUSED: usize = 4;
/// An answer less likely than this was close.
const CLOSE_BELOW: f64 = 0.75;
/// So many lines apart, two findings are still near each other.
const NEAR: u32 = 12;

/// The table of evidence, and the later findings that it has a row of.
pub struct Evidence {
    pub part: Option<EvidencePart>,
    pub listed: BTreeSet<FindingAt>,
}

#[derive(Debug, Serialize)]
pub struct EvidencePart {
    note: String,
    rows: Vec<EvidenceRow>,
}

/// Two findings, and what they have in common.
#[derive(Debug, Serialize)]
struct EvidenceRow {
    /// The anchor of the first row about a finding.
    id: Option<String>,
    title: Html,
    href: String,
    severity: &'static str,
    from_round: u32,
    from: Piece,
    /// Whether they are not one.
    is_refused: bool,
    to_round: u32,
    to: Piece,
    /// File, lines, names, code.
    facts: [Fact; 4],
    answer: &'static str,
    /// `72% likely`
    because: String,
}

/// What two findings have in common, or have not: an icon, and words around a noun that the column's head has already.
#[derive(Debug, Serialize)]
struct Fact {
    icon: &'static str,
    before: &'static str,
    words: String,
    noun: &'static str,
    after: &'static str,
    small: String,
}

/// The evidence of a change's answers.
pub fn evidence(told: &Told<'_>) -> Evidence {
    let chosen = Chosen::new(told);
    let mut listed = BTreeSet::new();
    let mut rows = Vec::with_capacity(chosen.pairs.len());
    for (pair, raised) in &chosen.pairs {
        let is_first = listed.insert(pair.to);
        rows.push(evidence_row(told, pair, raised.as_ref().copied(), is_first));
    }
    let part = (!rows.is_empty()).then(|| EvidencePart { note: note(told, chosen.unlisted), rows });
    Evidence { part, listed }
}

/// What is listed: each pair, with the cell that it is the evidence of.
struct Chosen<'t> {
    pairs: Vec<(&'t Match, Option<&'t Raised>)>,
    unlisted: usize,
}

impl<'t> Chosen<'t> {
    fn new(told: &Told<'t>) -> Self {
        let mut pairs: Vec<(&Match, Option<&Raised>)> = Vec::new();
        let mut close: Vec<(&Match, Option<&Raised>)> = Vec::new();
        let mut refused: Vec<&Match> = Vec::new();
        for row in &told.course.rows {
            for (_, raised) in row.raised() {
                let before = told.inputs.matches(raised.at.run).before(raised.at);
                refused.extend(before.iter().filter(|pair| pair.answer == Answer::New));
                let Some(pair) = pair_of(raised, before) else { continue };
                let is_close = !pair.is_stated && pair.through.is_none() && pair.score < CLOSE_BELOW;
                if raised.is_doubtful || raised.was.is_some() || pair.answer == Answer::Regression {
                    pairs.push((pair, Some(raised)));
                } else if is_close {
                    close.push((pair, Some(raised)));
                }
            }
        }
        let unlisted = pairs.len().saturating_sub(MOST);
        pairs.truncate(MOST);
        close.sort_by(|a, b| a.0.score.total_cmp(&b.0.score));
        refused.sort_by(|a, b| b.score.total_cmp(&a.score));
        let unlisted = unlisted + close.len().saturating_sub(MOST_CLOSE);
        pairs.extend(close.into_iter().take(MOST_CLOSE));
        pairs.extend(refused.into_iter().take(MOST_REFUSED).map(|pair| (pair, None)));
        Self { pairs, unlisted }
    }
}

/// The answer that a cell rests on: about it and the finding before it, or the one whose fix brought it in. A row of findings that
/// are perhaps the same may go on from another one; then the likeliest answer.
fn pair_of<'t>(raised: &Raised, before: &'t [Match]) -> Option<&'t Match> {
    let from = raised.before.map(|(before, _)| before).or(raised.brought_in.map(|(fixed, _)| fixed))?;
    let exact = before.iter().find(|pair| pair.from == from && pair.answer != Answer::New);
    let likeliest = || {
        let one = before.iter().filter(|pair| matches!(pair.answer, Answer::Same | Answer::Perhaps));
        one.filter(|_| raised.is_doubtful).max_by(|a, b| a.score.total_cmp(&b.score))
    };
    exact.or_else(likeliest)
}

fn note(told: &Told<'_>, unlisted: usize) -> String {
    let raised = || told.course.rows.iter().flat_map(Row::raised).filter(|(_, raised)| raised.before.is_some());
    let (all, doubtful) = (raised().count(), raised().filter(|(_, raised)| raised.is_doubtful).count());
    let are = if doubtful == 1 { "is" } else { "are" };
    let doubt = match (all, doubtful) {
        (0, _) => String::new(),
        (_, 0) => format!(" None of {} is in doubt.", matches_words(all)),
        (all, doubtful) => format!(" {} of {} {are} in doubt.", format::count(doubtful), matches_words(all)),
    };
    let more = match unlisted {
        0 => String::new(),
        count => format!(" {} more are not listed.", format::count(count)),
    };
    format!(
        "Numbers change from round to round, so findings are matched by what they say and where.{doubt} Listed is what is \
         in doubt, came back or is blamed on a fix, and what else was close.{more}"
    )
}

fn matches_words(count: usize) -> String {
    if count == 1 { "1 match".to_owned() } else { format!("{} matches", format::count(count)) }
}

fn evidence_row(told: &Told<'_>, pair: &Match, raised: Option<&Raised>, is_first: bool) -> EvidenceRow {
    let id = |at: FindingAt| Piece::link(told.finding(at).id.as_str(), told.in_review(at));
    EvidenceRow {
        id: is_first.then(|| why_anchor(told, pair.to)),
        title: told.title(pair.to),
        href: format!("#{}", told.anchor(pair.to)),
        severity: told.severity(pair.to).word(),
        from_round: told.number(pair.from.run),
        from: id(pair.from),
        is_refused: pair.answer == Answer::New,
        to_round: told.number(pair.to.run),
        to: id(pair.to),
        facts: [file(told, pair), lines(pair), names(pair), code(pair)],
        answer: answer_words(pair, raised),
        because: because(told, pair),
    }
}

fn answer_words(pair: &Match, raised: Option<&Raised>) -> &'static str {
    let is_back = raised.is_some_and(|raised| raised.was.is_some());
    match (pair.answer, is_back) {
        (Answer::Same, true) => "the same, back",
        (Answer::Same, false) => "the same",
        (Answer::Perhaps, true) => "perhaps the same, back",
        (Answer::Perhaps, false) => "perhaps the same",
        (Answer::Regression, _) if pair.is_stated => "by its fix",
        (Answer::Regression, _) => "perhaps by its fix",
        (Answer::New, _) => "not the same",
    }
}

fn because(told: &Told<'_>, pair: &Match) -> String {
    if pair.is_stated {
        return "its report says so".to_owned();
    }
    if let Some(through) = pair.through {
        return format!("both are {} of round {}", told.finding(through).id, told.number(through.run));
    }
    match pair.answer {
        Answer::Regression => "it was fixed, and this is near it".to_owned(),
        _ => format!("{}% likely one", format::whole(pair.score * 100.0)),
    }
}

/// Words around a noun.
fn fact(icon: &'static str, words: impl Into<String>, noun: &'static str, after: &'static str) -> Fact {
    Fact { icon, before: "", words: words.into(), noun, after, small: String::new() }
}

/// A noun, and words.
fn noun_first(icon: &'static str, before: &'static str, words: impl Into<String>) -> Fact {
    Fact { icon, before, words: words.into(), noun: "", after: "", small: String::new() }
}

fn file(told: &Told<'_>, pair: &Match) -> Fact {
    let evidence = &pair.evidence;
    let [old, new] = [pair.from, pair.to].map(|at| told.finding(at).path.as_deref());
    if evidence.likeness.is_one_file {
        return fact("done", "same", " file", "");
    }
    let (Some(old), Some(new)) = (old, new) else { return noun_first("silent", "file ", "not told") };
    let names = [old, new].map(|path| path.rsplit('/').next().unwrap_or(path));
    let small =
        if names[0] == names[1] { format!("{old}, then {new}") } else { format!("{}, then {}", names[0], names[1]) };
    let words = if evidence.is_renamed {
        noun_first("done", "file ", "renamed")
    } else {
        fact("declined", "another", " file", "")
    };
    Fact { small, ..words }
}

fn lines(pair: &Match) -> Fact {
    match pair.evidence.distance {
        None => noun_first("silent", "lines ", "not told"),
        Some(0) => noun_first("done", "lines ", "overlap"),
        Some(apart) => {
            let icon = if apart <= NEAR { "done" } else { "declined" };
            let words = format::count(usize::try_from(apart).unwrap_or(usize::MAX));
            fact(icon, words, if apart == 1 { " line" } else { " lines" }, " apart")
        }
    }
}

fn names(pair: &Match) -> Fact {
    let shared = pair.evidence.likeness.shared_names;
    match shared {
        0 if pair.evidence.likeness.both_name => fact("declined", "none", " of the names", " in common"),
        0 => noun_first("silent", "names: ", "nothing to compare"),
        shared => {
            let rare = pair.evidence.likeness.rare_names;
            let small = if rare == 0 { String::new() } else { format!("{} of them rare", format::count(rare)) };
            Fact {
                small,
                ..fact("done", format::count(shared), if shared == 1 { " name" } else { " names" }, " in common")
            }
        }
    }
}

fn code(pair: &Match) -> Fact {
    let shared = pair.evidence.likeness.shared_lines;
    match shared {
        0 if pair.evidence.likeness.both_show => fact("declined", "none", " of the code", " in common"),
        0 => noun_first("silent", "code: ", "nothing to compare"),
        shared => {
            let noun = if shared == 1 { " line of code" } else { " lines of code" };
            fact("done", format::count(shared), noun, " in common")
        }
    }
}
