//! The course of a change: its rounds across, what they say of each problem down.

use super::matching::{Answer, Matches};
use super::records::FindingAt;
use super::rounds::Rounds;
use crate::model::{Action, Corpus, FindingDigest};
use std::collections::BTreeMap;

/// What the rounds of one subject say, problem by problem.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// Its runs as positions in the corpus, first round first.
    pub runs: Vec<usize>,
    /// Open problems first, then settled ones; each group by severity, gravest first, then by the round that raised it first.
    pub rows: Vec<Row>,
    /// What each round brought, first round first.
    pub outcomes: Vec<Outcome>,
    /// By finding its row and its place in the row's cells.
    place_of: BTreeMap<FindingAt, (usize, usize)>,
}

/// One problem through the rounds, with what is perhaps the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// By round, from 0, what happened; rounds of which there is nothing to say are left out.
    pub cells: Vec<(usize, Cell)>,
    /// How it ended; `None`: it is open.
    pub end: Option<Gone>,
}

/// What a round says of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// It has a finding about it.
    Raised(Raised),
    /// It has none, and the round before had.
    Gone(Gone),
}

/// A finding about a problem, and how it stands to what earlier rounds said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised {
    /// The finding.
    pub at: FindingAt,
    /// Whether the round has another finding about it, which stands before this one.
    pub is_further: bool,
    /// The newest finding about it of an earlier round, if any, and that round.
    pub before: Option<(FindingAt, usize)>,
    /// How it had ended since; `None`: the round before had it as well, or there is none before.
    pub was: Option<Gone>,
    /// Whether only perhaps the same as before.
    pub is_doubtful: bool,
    /// Whether the line to the next finding about it is in doubt.
    pub leads_to_doubt: bool,
    /// The finding whose fix brought this one in, and whether its run says so.
    pub brought_in: Option<(FindingAt, bool)>,
}

/// Why a problem is raised no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gone {
    /// The resolution of this finding says that the code, a test or the documentation was changed.
    Fixed(FindingAt),
    /// The resolution of this finding says that it was declined.
    Declined(FindingAt),
    /// This finding was judged not to count.
    Rejected(FindingAt),
    /// The resolution of this finding says that it was left.
    Left(FindingAt),
    /// It and another became this finding.
    Merged(FindingAt),
    /// Nobody says why. Never counted as fixed.
    NotRaised(FindingAt),
}

impl Row {
    /// The findings about the problem, first round first, each with its round.
    pub fn raised(&self) -> impl DoubleEndedIterator<Item = (usize, &Raised)> {
        self.cells.iter().filter_map(|(round, cell)| match cell {
            Cell::Raised(raised) => Some((*round, raised)),
            Cell::Gone(_) => None,
        })
    }

    /// The newest finding about it.
    ///
    /// # Panics
    /// Never: a problem has a finding.
    #[must_use]
    pub fn last(&self) -> FindingAt {
        self.raised().next_back().expect("a problem has a finding").1.at
    }

    /// The round that raised it first.
    #[must_use]
    pub fn since(&self) -> usize {
        self.cells.first().map_or(0, |(round, _)| *round)
    }
}

impl Course {
    /// The row of a finding.
    #[must_use]
    pub fn row(&self, finding: FindingAt) -> Option<&Row> {
        self.place_of.get(&finding).map(|(row, _)| &self.rows[*row])
    }

    /// How a finding stands to what earlier rounds said.
    #[must_use]
    pub fn raised(&self, finding: FindingAt) -> Option<&Raised> {
        let (row, cell) = self.place_of.get(&finding)?;
        match &self.rows[*row].cells[*cell].1 {
            Cell::Raised(raised) => Some(raised),
            Cell::Gone(_) => None,
        }
    }

    /// The rows that are open.
    pub fn open(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.end.is_none())
    }
}

/// The course of every subject, by its number.
#[must_use]
pub fn courses(corpus: &Corpus, rounds: &Rounds, matches: &Matches) -> Vec<Course> {
    rounds.subjects().map(|runs| course(corpus, rounds, matches, runs)).collect()
}

fn course(corpus: &Corpus, rounds: &Rounds, matches: &Matches, runs: &[usize]) -> Course {
    let mut rows: Vec<Vec<FindingAt>> = Vec::new();
    // By the number of a problem the row that it is in; by row the last round of the problems in it.
    let mut row_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut ends: Vec<usize> = Vec::new();
    for run in runs {
        for finding in 0..corpus.runs[*run].findings.len() {
            let at = FindingAt { run: *run, finding };
            let row = row_of.get(&matches.number(at)).copied();
            let row = row.or_else(|| doubtful_row(rounds, matches, &ends, &row_of, at)).unwrap_or(rows.len());
            if row == rows.len() {
                rows.push(Vec::new());
                ends.push(0);
            }
            row_of.insert(matches.number(at), row);
            ends[row] = last_round(rounds, matches, at);
            rows[row].push(at);
        }
    }
    let mut rows: Vec<Row> = rows.iter().map(|findings| row(corpus, rounds, matches, runs.len(), findings)).collect();
    let severity = |row: &Row| digest(corpus, row.last()).severity;
    rows.sort_by_key(|row| (row.end.is_some(), severity(row), row.since()));
    let outcomes = outcomes(runs.len(), &rows);
    let mut place_of = BTreeMap::new();
    for (row, of_row) in rows.iter().enumerate() {
        for (cell, (_, said)) in of_row.cells.iter().enumerate() {
            if let Cell::Raised(raised) = said {
                place_of.insert(raised.at, (row, cell));
            }
        }
    }
    Course { runs: runs.to_vec(), rows, outcomes, place_of }
}

/// The round of a problem's last finding.
fn last_round(rounds: &Rounds, matches: &Matches, at: FindingAt) -> usize {
    matches.problem(at).findings.last().map_or(0, |last| rounds.position(last.run))
}

/// The row of what a problem's first finding is perhaps the same as: the likeliest of those whose problems have all ended before,
/// so that no two problems take turns in a row.
fn doubtful_row(
    rounds: &Rounds,
    matches: &Matches,
    ends: &[usize],
    row_of: &BTreeMap<usize, usize>,
    at: FindingAt,
) -> Option<usize> {
    let perhaps = matches.before(at).iter().filter(|pair| pair.answer == Answer::Perhaps);
    let rows = perhaps.filter_map(|pair| {
        let row = *row_of.get(&matches.number(pair.from))?;
        (ends[row] < rounds.position(at.run)).then_some((pair.score, row))
    });
    rows.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, row)| row)
}

fn digest(corpus: &Corpus, at: FindingAt) -> &FindingDigest {
    &corpus.runs[at.run].findings[at.finding]
}

fn row(corpus: &Corpus, rounds: &Rounds, matches: &Matches, count: usize, findings: &[FindingAt]) -> Row {
    let mut cells: Vec<(usize, Cell)> = Vec::new();
    let mut before: Option<(&[FindingAt], usize)> = None;
    for of_round in findings.chunk_by(|one, next| one.run == next.run) {
        let round = rounds.position(of_round[0].run);
        let mut was = None;
        if let Some((last, there)) = before.filter(|(_, there)| there + 1 < round) {
            let gone = all_gone(corpus, matches, last);
            cells.push((there + 1, Cell::Gone(gone)));
            was = Some(gone);
        }
        let last = before.and_then(|(last, there)| Some((*last.last()?, there)));
        let is_doubtful = last.is_some_and(|(last, _)| matches.number(last) != matches.number(of_round[0]));
        if is_doubtful {
            lead_to_doubt(&mut cells);
        }
        for (place, at) in of_round.iter().enumerate() {
            let brought_in = brought_in(matches, *at).filter(|_| last.is_none());
            let (is_further, leads_to_doubt) = (place > 0, false);
            let raised = Raised { at: *at, is_further, before: last, was, is_doubtful, leads_to_doubt, brought_in };
            cells.push((round, Cell::Raised(raised)));
        }
        before = Some((of_round, round));
    }
    let end = before.and_then(|(last, round)| {
        if round + 1 < count {
            let gone = all_gone(corpus, matches, last);
            cells.push((round + 1, Cell::Gone(gone)));
            return Some(gone);
        }
        all_settled(corpus, last)
    });
    // Most problems have one finding, and there are as many rows as problems.
    cells.shrink_to_fit();
    Row { cells, end }
}

fn lead_to_doubt(cells: &mut [(usize, Cell)]) {
    let raised = cells.iter_mut().rev().filter_map(|(round, cell)| match cell {
        Cell::Raised(raised) => Some((*round, raised)),
        Cell::Gone(_) => None,
    });
    let mut newest = None;
    for (round, raised) in raised {
        if *newest.get_or_insert(round) != round {
            return;
        }
        raised.leads_to_doubt = true;
    }
}

/// Those of one round's findings about a problem that say how it ended: the valid ones, if any.
fn telling<'f>(corpus: &Corpus, findings: &'f [FindingAt]) -> impl Iterator<Item = FindingAt> + use<'f> {
    let has_valid = findings.iter().any(|at| digest(corpus, *at).is_valid());
    let valid: Vec<bool> = findings.iter().map(|at| digest(corpus, *at).is_valid() == has_valid).collect();
    findings.iter().zip(valid).filter(|(_, tells)| *tells).map(|(at, _)| *at)
}

/// Why the findings of one round about a problem have none in the next: what one of them says goes before what none says.
fn all_gone(corpus: &Corpus, matches: &Matches, findings: &[FindingAt]) -> Gone {
    let each = telling(corpus, findings).map(|at| gone(corpus, matches, at));
    each.min().expect("a round that raises a problem has a finding about it")
}

/// How the findings of the last round about a problem were settled; while one of them is not, it is open.
fn all_settled(corpus: &Corpus, findings: &[FindingAt]) -> Option<Gone> {
    let each: Option<Vec<Gone>> = telling(corpus, findings).map(|at| settled(corpus, at)).collect();
    each?.into_iter().min()
}

fn brought_in(matches: &Matches, at: FindingAt) -> Option<(FindingAt, bool)> {
    let regression = matches.before(at).iter().find(|pair| pair.answer == Answer::Regression)?;
    Some((regression.from, regression.is_stated))
}

/// Why a finding is not raised in the round after its own.
fn gone(corpus: &Corpus, matches: &Matches, at: FindingAt) -> Gone {
    if let Some(into) = matches.merged(at) {
        return Gone::Merged(into);
    }
    settled(corpus, at).unwrap_or(match digest(corpus, at).action {
        Some(_) => Gone::Left(at),
        None => Gone::NotRaised(at),
    })
}

/// How a finding was settled, as far as its own run says so.
fn settled(corpus: &Corpus, at: FindingAt) -> Option<Gone> {
    let finding = digest(corpus, at);
    if !finding.is_valid() {
        return Some(Gone::Rejected(at));
    }
    match finding.action {
        Some(Action::Declined) => Some(Gone::Declined(at)),
        Some(action) if action.acted_on() => Some(Gone::Fixed(at)),
        _ => None,
    }
}

/// What a round brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Problems that no earlier round has, nor perhaps has.
    pub new: usize,
    /// That the round before has as well, or perhaps has.
    pub again: usize,
    /// That an earlier round has, and the one before has not.
    pub back: usize,
    /// Of the round before that are not raised, and were fixed.
    pub fixed: usize,
    /// And were declined, or judged not to count.
    pub declined: usize,
    /// And went into another.
    pub merged: usize,
    /// And nobody says why, or they were left.
    pub not_raised: usize,
}

fn outcomes(rounds: usize, rows: &[Row]) -> Vec<Outcome> {
    let mut outcomes = vec![Outcome::default(); rounds];
    let once = |cell: &&(usize, Cell)| !matches!(cell.1, Cell::Raised(Raised { is_further: true, .. }));
    for (round, cell) in rows.iter().flat_map(|row| &row.cells).filter(once) {
        let outcome = &mut outcomes[*round];
        let count = match cell {
            Cell::Raised(Raised { was: Some(_), .. }) => &mut outcome.back,
            Cell::Raised(Raised { before: Some(_), .. }) => &mut outcome.again,
            Cell::Raised(_) => &mut outcome.new,
            Cell::Gone(Gone::Fixed(_)) => &mut outcome.fixed,
            Cell::Gone(Gone::Declined(_) | Gone::Rejected(_)) => &mut outcome.declined,
            Cell::Gone(Gone::Merged(_)) => &mut outcome.merged,
            Cell::Gone(Gone::NotRaised(_) | Gone::Left(_)) => &mut outcome.not_raised,
        };
        *count += 1;
    }
    outcomes
}

#[cfg(test)]
mod tests;
