//! The rounds of a change as tables: a column a round, a row a problem, and few enough columns to be read.

use super::cell::{CellPart, cell};
use super::head::{HeadPart, head};
use super::told::Told;
use crate::aggregate::course::{Gone, Row};
use crate::aggregate::records::FindingAt;
use crate::page::parts::Link;
use crate::text::{Html, format};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A table has as many rounds at most.
const MOST_ROUNDS: usize = 8;

/// Some rounds, and the problems of which these say something.
#[derive(Debug, Serialize)]
pub struct TablePart {
    /// `Rounds 9 to 16`
    title: String,
    heads: Vec<HeadPart>,
    /// How many columns there are with that of the problems.
    columns: usize,
    groups: Vec<GroupPart>,
}

/// The rows that are open, or settled.
#[derive(Debug, Serialize)]
pub struct GroupPart {
    title: &'static str,
    count: String,
    words: String,
    rows: Vec<RowPart>,
    folded: Option<FoldedPart>,
}

/// Rows that are folded away, and what stands above them.
#[derive(Debug, Serialize)]
struct FoldedPart {
    words: String,
    rows: Vec<RowPart>,
}

/// One problem.
#[derive(Debug, Serialize)]
pub struct RowPart {
    title: Html,
    href: String,
    place: Option<Link>,
    /// For each round what it says: mostly one thing, nothing, or several findings about the problem.
    cells: Vec<Vec<CellPart>>,
}

/// More rejected findings than these are folded away in the list of one round, where nothing else is said of them.
const MOST_REJECTED: usize = 5;
const SETTLED: &str = "Settled";

/// The one round of a change: a list says all that a table of one column would.
#[derive(Debug, Serialize)]
pub struct SingleRound {
    head: HeadPart,
    groups: Vec<GroupPart>,
}

/// All rounds, the newest first where they take several tables. A row is in those tables that have a cell for it, so that
/// the page grows with the findings and not with their number times that of the rounds.
pub fn tables(told: &Told<'_>, explained: &BTreeSet<FindingAt>) -> Vec<TablePart> {
    let stretches = stretches(told.runs().len());
    let mut rows_of: Vec<BTreeMap<usize, Vec<Vec<CellPart>>>> = stretches.iter().map(|_| BTreeMap::new()).collect();
    for (number, row) in told.course.rows.iter().enumerate() {
        for (round, of_round) in &row.cells {
            let stretch = stretches.partition_point(|stretch| stretch.end <= *round);
            let rounds = &stretches[stretch];
            let cells = rows_of[stretch].entry(number).or_insert_with(|| rounds.clone().map(|_| Vec::new()).collect());
            cells[round - rounds.start].push(cell(told, row, *round, of_round, explained));
        }
    }
    let tables = stretches.iter().zip(rows_of).map(|(rounds, rows)| TablePart {
        title: stretch_words(told, rounds),
        heads: rounds.clone().map(|round| head(told, round)).collect(),
        columns: rounds.len() + 1,
        groups: groups(told, rows),
    });
    tables.rev().collect()
}

/// The one round.
pub fn single(told: &Told<'_>, explained: &BTreeSet<FindingAt>) -> SingleRound {
    let cells = told.course.rows.iter().map(|row| {
        vec![row.cells.iter().map(|(round, of_round)| cell(told, row, *round, of_round, explained)).collect()]
    });
    let mut groups = groups(told, cells.enumerate().collect());
    groups.iter_mut().filter(|group| group.title == SETTLED).for_each(|group| fold_rejected(told, group));
    SingleRound { head: head(told, 0), groups }
}

/// Folds away the rejected ones among all settled rows, if there are many.
fn fold_rejected(told: &Told<'_>, settled: &mut GroupPart) {
    let ends = told.course.rows.iter().filter_map(|row| row.end);
    let is_rejected: Vec<bool> = ends.map(|end| matches!(end, Gone::Rejected(_))).collect();
    let count = is_rejected.iter().filter(|is_rejected| **is_rejected).count();
    if count <= MOST_REJECTED {
        return;
    }
    let mut folded = Vec::with_capacity(count);
    for (row, is_rejected) in std::mem::take(&mut settled.rows).into_iter().zip(is_rejected) {
        if is_rejected { &mut folded } else { &mut settled.rows }.push(row);
    }
    let words = format!("Show the {} that were rejected", format::count(count));
    settled.folded = Some(FoldedPart { words, rows: folded });
}

/// Tables of nearly equal width, first rounds first.
fn stretches(rounds: usize) -> Vec<Range<usize>> {
    let tables = rounds.div_ceil(MOST_ROUNDS);
    let wide = rounds.div_ceil(tables.max(1));
    // The newest is the whole one: what is left over is the oldest.
    let first = rounds - wide * (tables.saturating_sub(1));
    let mut stretches = Vec::with_capacity(tables);
    let mut start = 0;
    while start < rounds {
        let end = if start == 0 { first } else { start + wide };
        stretches.push(start..end);
        start = end;
    }
    stretches
}

fn stretch_words(told: &Told<'_>, rounds: &Range<usize>) -> String {
    let numbers = [rounds.start, rounds.end - 1].map(|round| told.number_at(round).unwrap_or_default());
    match numbers {
        [first, last] if first == last => format!("Round {first}"),
        [first, last] => format!("Rounds {first} to {last}"),
    }
}

fn groups(told: &Told<'_>, rows: BTreeMap<usize, Vec<Vec<CellPart>>>) -> Vec<GroupPart> {
    let all = &told.course.rows;
    let (settled, open): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(row, _)| all[*row].end.is_some());
    let part = |title: &'static str, of_all: usize, tail: String, rows: Vec<(usize, Vec<Vec<CellPart>>)>| {
        let count = rows.len();
        let part = if count < of_all { format!("of {}, ", format::count(of_all)) } else { String::new() };
        let rows = rows.into_iter().map(|(row, cells)| row_part(told, &all[row], cells)).collect();
        let words = format!("{part}{tail}");
        (count > 0).then(|| GroupPart { title, count: format::count(count), words, rows, folded: None })
    };
    let open_in_all = told.course.open().count();
    let newest = told.number_at(told.runs().len() - 1).unwrap_or_default();
    let order = if open.len() > 1 { ", gravest first" } else { "" };
    let ends = end_words(settled.iter().filter_map(|(row, _)| all[*row].end));
    let groups = [
        part("Open", open_in_all, format!("after round {newest}{order}"), open),
        part(SETTLED, all.len() - open_in_all, ends, settled),
    ];
    groups.into_iter().flatten().collect()
}

fn row_part(told: &Told<'_>, row: &Row, cells: Vec<Vec<CellPart>>) -> RowPart {
    let last = row.last();
    RowPart { title: told.title(last), href: told.in_review(last), place: told.place(last), cells }
}

/// `9 fixed, 2 declined, 1 merged into another, 1 no longer raised`
fn end_words(ends: impl Iterator<Item = Gone>) -> String {
    let mut counts = [0_usize; 6];
    for end in ends {
        counts[match end {
            Gone::Fixed(_) => 0,
            Gone::Declined(_) => 1,
            Gone::Rejected(_) => 2,
            Gone::Left(_) => 3,
            Gone::Merged(_) => 4,
            Gone::NotRaised(_) => 5,
        }] += 1;
    }
    let words = ["fixed", "declined", "rejected as false", "left", "merged into another", "no longer raised"];
    let counted: Vec<String> = counts
        .iter()
        .zip(words)
        .filter(|(count, _)| **count > 0)
        .map(|(count, words)| format!("{} {words}", format::count(*count)))
        .collect();
    counted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::stretches;

    #[test]
    fn rounds_are_spread_over_tables() {
        for rounds in [1, 2, 8] {
            assert_eq!(stretches(rounds), std::slice::from_ref(&(0..rounds)));
        }
        assert_eq!(stretches(9), [0..4, 4..9]);
        assert_eq!(stretches(17), [0..5, 5..11, 11..17]);
        let many = stretches(1000);
        assert_eq!((many.len(), many[0].start, many[124].end), (125, 0, 1000));
        assert!(many.iter().all(|stretch| stretch.len() == 8));
    }
}
