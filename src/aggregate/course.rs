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
    row_of: BTreeMap<FindingAt, usize>,
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
    /// The newest finding about it before, if any, and the round that it is of.
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
        self.row_of.get(&finding).map(|row| &self.rows[*row])
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
    // By the number of a problem the row that it is in.
    let mut row_of: BTreeMap<usize, usize> = BTreeMap::new();
    for run in runs {
        for finding in 0..corpus.runs[*run].findings.len() {
            let at = FindingAt { run: *run, finding };
            let row = match row_of.get(&matches.number(at)) {
                Some(row) => *row,
                None => doubtful_row(rounds, matches, &rows, &row_of, at).unwrap_or_else(|| {
                    rows.push(Vec::new());
                    rows.len() - 1
                }),
            };
            row_of.insert(matches.number(at), row);
            rows[row].push(at);
        }
    }
    let mut rows: Vec<Row> = rows.iter().map(|findings| row(corpus, rounds, matches, runs.len(), findings)).collect();
    let severity = |row: &Row| digest(corpus, row.last()).severity;
    rows.sort_by_key(|row| (row.end.is_some(), severity(row), row.since()));
    let outcomes = outcomes(runs.len(), &rows);
    let row_of =
        rows.iter().enumerate().flat_map(|(at, row)| row.raised().map(move |(_, raised)| (raised.at, at))).collect();
    Course { runs: runs.to_vec(), rows, outcomes, row_of }
}

/// The row of what a problem's first finding is perhaps the same as: of the likeliest that no later round has raised yet.
fn doubtful_row(
    rounds: &Rounds,
    matches: &Matches,
    rows: &[Vec<FindingAt>],
    row_of: &BTreeMap<usize, usize>,
    at: FindingAt,
) -> Option<usize> {
    let perhaps = matches.before(at).iter().filter(|pair| pair.answer == Answer::Perhaps);
    let rows = perhaps.filter_map(|pair| {
        let row = *row_of.get(&matches.number(pair.from))?;
        let last = rows[row].last()?;
        (rounds.position(last.run) < rounds.position(at.run)).then_some((pair.score, row))
    });
    rows.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, row)| row)
}

fn digest(corpus: &Corpus, at: FindingAt) -> &FindingDigest {
    &corpus.runs[at.run].findings[at.finding]
}

fn row(corpus: &Corpus, rounds: &Rounds, matches: &Matches, count: usize, findings: &[FindingAt]) -> Row {
    let mut cells: Vec<(usize, Cell)> = Vec::new();
    let mut before: Option<(FindingAt, usize)> = None;
    for at in findings {
        let round = rounds.position(at.run);
        let mut was = None;
        if let Some((last, there)) = before.filter(|(_, there)| there + 1 < round) {
            let gone = gone(corpus, matches, last);
            cells.push((there + 1, Cell::Gone(gone)));
            was = Some(gone);
        }
        let is_doubtful = before.is_some_and(|(last, _)| matches.number(last) != matches.number(*at));
        if is_doubtful && let Some(Cell::Raised(last)) = last_raised(&mut cells) {
            last.leads_to_doubt = true;
        }
        let is_first = before.is_none();
        let brought_in = brought_in(matches, *at).filter(|_| is_first);
        cells.push((
            round,
            Cell::Raised(Raised { at: *at, before, was, is_doubtful, leads_to_doubt: false, brought_in }),
        ));
        before = Some((*at, round));
    }
    let end = before.and_then(|(last, round)| {
        if round + 1 < count {
            let gone = gone(corpus, matches, last);
            cells.push((round + 1, Cell::Gone(gone)));
            return Some(gone);
        }
        settled(corpus, last)
    });
    Row { cells, end }
}

fn last_raised(cells: &mut [(usize, Cell)]) -> Option<&mut Cell> {
    cells.iter_mut().map(|(_, cell)| cell).rfind(|cell| matches!(cell, Cell::Raised(_)))
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
    for (round, cell) in rows.iter().flat_map(|row| &row.cells) {
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
