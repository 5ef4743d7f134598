//! The story of a change in a few sentences.

use super::told::{Piece, Told};
use crate::aggregate::course::{Gone, Raised, Row};
use crate::model::Severity;
use crate::text::format;

/// Not more regressions are told one by one, nor findings that came back; the tables below have them all.
const MOST: usize = 2;

/// How long it went on, what is open, what fixes brought in, and what came back.
pub fn story(told: &Told<'_>) -> Vec<Piece> {
    let mut pieces = vec![Piece::strong(length(told)), Piece::plain(format!(" {}", open(told)))];
    brought_in(told, &mut pieces);
    came_back(told, &mut pieces);
    let silent = told.course.rows.iter().filter(|row| matches!(row.end, Some(Gone::NotRaised(_)))).count();
    if silent > 0 {
        let was = if silent == 1 { "was" } else { "were" };
        let words = format::counted(silent, "finding");
        pieces.push(Piece::plain(format!(" {words} {was} not raised again, and nobody says why.")));
    }
    pieces
}

/// `5 rounds over 9 days.`
fn length(told: &Told<'_>) -> String {
    let runs = told.runs();
    let days = runs.iter().map(|run| told.digest(*run).date.day());
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { return String::new() };
    if runs.len() == 1 {
        return format!("One round, on {}.", first.format("%-d %B %Y"));
    }
    let days = usize::try_from((last - first).num_days()).unwrap_or_default();
    let rounds = format::counted(runs.len(), "round");
    match days {
        0 => format!("{rounds} on {}.", first.format("%-d %B %Y")),
        days => format!("{rounds} over {}.", format::counted(days, "day")),
    }
}

fn open(told: &Told<'_>) -> String {
    let all = told.course.rows.len();
    let open: Vec<&Row> = told.course.open().collect();
    let are = if open.len() == 1 { "is" } else { "are" };
    match (all, open.len()) {
        (0, _) => {
            return if told.runs().len() == 1 { "It raised nothing." } else { "None raised anything." }.to_owned();
        }
        (1, 0) => return "The one finding is settled.".to_owned(),
        (all, 0) => return format!("All {} findings are settled.", format::count(all)),
        (1, _) => return format!("The one finding is open{}.", since(told, &open)),
        _ => {}
    }
    let counts = match open.len() {
        count if count == all => format!("All {} findings", format::count(all)),
        count => format!("{} of {} findings", format::count(count), format::count(all)),
    };
    format!("{counts} {are} open{}{}.", since(told, &open), grown(told, &open))
}

/// `, 2 of them since round 1`: those that are open for longest, unless they are new.
fn since(told: &Told<'_>, open: &[&Row]) -> String {
    let Some(first) = open.iter().map(|row| row.since()).min() else { return String::new() };
    if first + 1 == told.runs().len() {
        return String::new();
    }
    let count = open.iter().filter(|row| row.since() == first).count();
    let of_them = match count {
        _ if open.len() == 1 => String::new(),
        count if count == open.len() => "all of them ".to_owned(),
        count => format!("{} of them ", format::count(count)),
    };
    let comma = if of_them.is_empty() { "" } else { "," };
    format!("{comma} {of_them}since round {}", told.number_at(first).unwrap_or_default())
}

/// `; one of them grew from suggestion to critical`
fn grown(told: &Told<'_>, open: &[&Row]) -> String {
    let grown: Vec<(Severity, Severity)> = open
        .iter()
        .filter_map(|row| {
            let first = told.severity(row.raised().next()?.1.at);
            let last = told.severity(row.last());
            (last < first).then_some((first, last))
        })
        .collect();
    match grown.as_slice() {
        [] => String::new(),
        [(first, last)] => {
            let which = if open.len() == 1 { "it" } else { "one of them" };
            format!("; {which} grew from {} to {}", first.word(), last.word())
        }
        many => format!("; {} of them grew graver", format::count(many.len())),
    }
}

/// What its report blames on a fix one by one; what only seems so as a number.
fn brought_in(told: &Told<'_>, pieces: &mut Vec<Piece>) {
    let raised = told.course.rows.iter().filter_map(|row| row.raised().next());
    let all: Vec<_> = raised.filter_map(|(_, raised)| Some((raised.at, raised.brought_in?))).collect();
    let stated = || all.iter().filter(|(_, (_, is_stated))| *is_stated);
    for (new, (fixed, _)) in stated().take(MOST) {
        pieces.extend([Piece::plain(" The fix of "), told.id_and_round(*fixed), Piece::plain(" brought in ")]);
        pieces.extend([told.id_and_round(*new), Piece::plain(".")]);
    }
    let (told_of, stated) = (stated().count().min(MOST), stated().count());
    let further = stated - told_of;
    if further > 0 {
        pieces.extend(counted_fixes(
            further,
            if further == 1 { " more was brought in by a fix." } else { " more were brought in by fixes." },
        ));
    }
    let perhaps = all.len() - stated;
    if perhaps > 0 {
        pieces.extend(counted_fixes(
            perhaps,
            if perhaps == 1 { " was perhaps brought in by a fix." } else { " were perhaps brought in by fixes." },
        ));
    }
}

/// A number that leads to the table of fixes, and what it counts.
fn counted_fixes(count: usize, words: &str) -> [Piece; 3] {
    [Piece::plain(" "), Piece::link(format::count(count), "#fixes".to_owned()), Piece::plain(words)]
}

fn came_back(told: &Told<'_>, pieces: &mut Vec<Piece>) {
    let raised = told.course.rows.iter().flat_map(Row::raised).filter(|(_, raised)| !raised.is_further);
    let all: Vec<(&Raised, Gone)> = raised.filter_map(|(_, raised)| Some((raised, raised.was?))).collect();
    let sure: Vec<&(&Raised, Gone)> = all.iter().filter(|(raised, _)| !raised.is_doubtful).collect();
    for (raised, was) in sure.iter().take(MOST) {
        let Some((before, round)) = raised.before else { continue };
        let gone = told.number_at(round + 1).unwrap_or_default();
        pieces.extend([Piece::plain(" "), told.id_and_round(before)]);
        pieces.push(Piece::plain(format!(", {} in round {gone}, was back as ", gone_words(*was))));
        pieces.extend([told.id_and_round(raised.at), Piece::plain(".")]);
    }
    let were = |count: usize| if count == 1 { "was" } else { "were" };
    let (more, perhaps) = (sure.len().saturating_sub(MOST), all.len() - sure.len());
    if more > 0 {
        pieces.push(Piece::plain(format!(" {} more {} back.", format::count(more), were(more))));
    }
    if perhaps > 0 {
        pieces.push(Piece::plain(format!(" {} {} perhaps back.", format::count(perhaps), were(perhaps))));
    }
}

/// How a finding had ended before it came back.
pub fn gone_words(gone: Gone) -> &'static str {
    match gone {
        Gone::Fixed(_) => "fixed",
        Gone::Declined(_) => "declined",
        Gone::Rejected(_) => "rejected",
        Gone::Left(_) => "left",
        Gone::Merged(_) => "merged into another",
        Gone::NotRaised(_) => "not raised",
    }
}
