//! The figures of an agent and of each of its versions.

use super::agreement;
use crate::aggregate::contest::Measured;
use crate::aggregate::criterion::{Basis, Criterion};
use crate::aggregate::figures::Figures;
use crate::aggregate::statistics::interval::{Estimate, Interval};
use crate::aggregate::versions::setups::Setup;
use crate::model::Severity;
use crate::page::inputs::Inputs;
use crate::page::parts::board;
use crate::text::format;
use serde::Serialize;
use std::collections::BTreeSet;

/// A row for each figure, a column for the agent and for each version.
#[derive(Debug, Serialize)]
pub struct FigureRow {
    label: String,
    cells: Vec<FigureCell>,
}

#[derive(Debug, Serialize)]
struct FigureCell {
    value: Option<String>,
    /// In small type: the interval or what the value is out of; without a value, the reason.
    small: String,
}

/// The heads of the columns.
pub fn columns(inputs: &Inputs<'_>, versions: &[usize]) -> Vec<String> {
    let words = |version: &usize| inputs.version_words(&inputs.field().versions[*version]);
    // A single version is the agent itself.
    let versions = if versions.len() > 1 { versions } else { &[] };
    std::iter::once("All".to_owned()).chain(versions.iter().map(words)).collect()
}

/// What a column is filled from.
#[derive(Clone, Copy)]
struct Counted<'c> {
    of: &'c Figures,
    /// Its F1 by what says which findings are right.
    f1: Option<Measured>,
    basis: Basis,
    beta: f64,
}

impl Counted<'_> {
    fn precision(&self) -> Option<Estimate> {
        self.of.precision_by(self.basis)
    }
}

/// One row of the table of figures: how its cells are filled, and the words for a cell without a figure.
struct FigureKind {
    label: &'static str,
    cell: fn(&Counted<'_>) -> Option<FigureCell>,
    without: fn(&Figures) -> &'static str,
}

impl FigureKind {
    /// What is made of precision is missing for the reason that precision is.
    fn missing_as(self, precision: &Self) -> Self {
        Self { without: precision.without, ..self }
    }
}

fn cell_with(value: String, small: String) -> FigureCell {
    FigureCell { value: Some(value), small }
}

fn cell_without_value(words: &str) -> FigureCell {
    FigureCell { value: None, small: words.to_owned() }
}

fn share_cell(estimate: Option<Estimate>) -> Option<FigureCell> {
    let of = estimate?;
    Some(cell_with(format::share(of.value), ends_words(of.interval_of_enough())))
}

/// An interval of shares, or that there are too few changes for one.
fn ends_words(ends: Option<Interval>) -> String {
    ends.map_or_else(|| "too few".to_owned(), |ends| format::share_range(ends.low, ends.high))
}

fn cell_without_interval(value: String) -> FigureCell {
    cell_with(value, String::new())
}

fn not_recorded(_: &Figures) -> &'static str {
    board::NOT_RECORDED
}

const COUNTS: [FigureKind; 3] = [
    FigureKind {
        label: "Reviews",
        cell: |counted| Some(cell_without_interval(format::count(counted.of.reviews))),
        without: not_recorded,
    },
    FigureKind {
        label: "Changes",
        cell: |counted| Some(cell_without_interval(format::count(counted.of.subjects))),
        without: not_recorded,
    },
    FigureKind {
        label: "Lost: failed",
        cell: |counted| {
            let of = counted.of;
            let unparsed = match of.unparsed {
                0 => String::new(),
                runs => format!(", and {} unparsed", format::count(runs)),
            };
            let all = format::count(of.reviews + of.lost());
            Some(cell_with(format::count(of.failures), format!("of {all}{unparsed}")))
        },
        without: not_recorded,
    },
];

const EMPTY: FigureKind = FigureKind {
    label: "Raised nothing",
    cell: |counted| {
        let Figures { reviews, empty, .. } = counted.of;
        (*reviews > 0).then(|| cell_with(format::count(*empty), format!("of {}", format::count(*reviews))))
    },
    without: never_completed,
};

fn never_completed(_: &Figures) -> &'static str {
    "no review"
}

const FOUND: FigureKind = FigureKind {
    label: "Found",
    cell: |counted| {
        let Figures { found, pool, reviews, .. } = counted.of;
        (*reviews > 0).then(|| cell_with(format::count(*found), format!("of {}", format::count(*pool))))
    },
    without: never_completed,
};

const REJECTED: FigureKind = FigureKind {
    label: "Rejected",
    cell: |counted| counted.of.rejected.map(|rejected| cell_without_interval(format::count(rejected))),
    without: not_recorded,
};

/// Of what others found, of everything, and of everything with each change as much as any other.
const RECALLS: [FigureKind; 3] = [
    FigureKind {
        label: "Recall of others (%)",
        cell: |counted| share_cell(counted.of.recall_of_others),
        without: without_others,
    },
    FigureKind {
        label: "Recall, pooled (%)",
        cell: |counted| share_cell(counted.of.recall),
        without: board::without_recall,
    },
    FigureKind {
        label: "Recall, mean per change (%)",
        cell: |counted| {
            let of = counted.of.recall_per_change?;
            Some(cell_with(format::share(of.value), ends_words(of.interval)))
        },
        without: board::without_recall,
    },
];

fn without_others(of: &Figures) -> &'static str {
    match of {
        Figures { reviews: 0, .. } => "no review",
        Figures { pool: 0, .. } => "nothing to find",
        _ => "nobody else found any",
    }
}

const JUDGED: FigureKind =
    FigureKind { label: "Precision (%)", cell: |counted| share_cell(counted.precision()), without: not_judged };

const KEPT: FigureKind = FigureKind {
    label: "Kept by the consolidator (%)",
    cell: |counted| share_cell(counted.precision()),
    without: |of| if of.found == 0 { board::without_precision(of) } else { board::NOT_RECORDED },
};

fn not_judged(of: &Figures) -> &'static str {
    if of.found == 0 { board::without_precision(of) } else { "not judged" }
}

const F1: FigureKind = FigureKind {
    label: "F1 (%)",
    cell: |counted| {
        let of = counted.f1?;
        Some(cell_with(format::share(of.value), ends_words(of.interval)))
    },
    without: not_judged,
};

const AGREEMENT: FigureKind = FigureKind {
    label: "Agreement with people (%)",
    cell: |counted| {
        let agreement = counted.of.agreement?;
        let small = agreement::ends(&agreement).unwrap_or_else(|| "too few".to_owned());
        Some(cell_with(format::share(agreement.value), small))
    },
    without: not_recorded,
};

const F_BETA: FigureKind = FigureKind {
    label: "Fβ (%)",
    cell: |counted| {
        let f = counted.of.f_by(counted.basis, counted.beta)?;
        Some(cell_with(format::share(f), format!("β {}", format::figure(counted.beta))))
    },
    without: not_judged,
};

const SHARES: [FigureKind; 2] = [
    FigureKind {
        label: "Solo (% of found)",
        cell: |counted| share_cell(counted.of.solo_share),
        without: board::without_found,
    },
    FigureKind {
        label: "Acted on (% of resolved)",
        cell: |counted| share_cell(counted.of.acted_on),
        without: board::without_found,
    },
];

const TIME_AND_COST: [FigureKind; 7] = [
    FigureKind {
        label: "Median time",
        cell: |counted| {
            let of = counted.of.duration_by_change.as_ref()?;
            let quartiles =
                format!("{}–{}", format::duration_clock(of.lower_quartile), format::duration_clock(of.upper_quartile));
            Some(cell_with(format::duration_clock(of.value), quartiles))
        },
        without: not_recorded,
    },
    FigureKind {
        label: "Found per 10 min",
        cell: |counted| counted.of.per_ten_minutes.map(|found| cell_without_interval(format::decimal(found))),
        without: not_recorded,
    },
    FigureKind {
        label: "Cost",
        cell: |counted| counted.of.cost.map(|cost| cell_without_interval(format::dollars(cost))),
        without: not_recorded,
    },
    FigureKind {
        label: "Cost per finding",
        cell: |counted| counted.of.cost_per_finding.map(|cost| cell_without_interval(format::dollars(cost))),
        without: board::without_cost,
    },
    FigureKind {
        label: "Cost per critical or important finding",
        cell: |counted| counted.of.cost_per_grave.map(|cost| cell_without_interval(format::dollars(cost))),
        without: board::without_cost,
    },
    FigureKind {
        label: "Cost per acted-on finding (failed runs included)",
        cell: |counted| counted.of.cost_per_acted_on.map(|cost| cell_without_interval(format::dollars(cost))),
        without: |of| if of.cost.is_some() { "none acted on" } else { board::NOT_RECORDED },
    },
    FigureKind {
        label: "Weighted score per review",
        cell: |counted| counted.of.score.map(|score| cell_without_interval(format::signed(score))),
        without: not_recorded,
    },
];

/// The rows of which anything is recorded, and the names of all others; `versions` newest first.
pub fn recorded_rows(inputs: &Inputs<'_>, agent: usize, versions: &[usize]) -> (Vec<FigureRow>, Option<String>) {
    let is_recorded =
        |row: &FigureRow| row.cells.iter().any(|cell| cell.value.is_some() || cell.small != board::NOT_RECORDED);
    let (recorded, absent): (Vec<FigureRow>, Vec<FigureRow>) =
        rows(inputs, agent, versions).into_iter().partition(is_recorded);
    let name = |row: &FigureRow| {
        let label = row.label.split(" (").next().unwrap_or_default();
        let mut letters = label.chars();
        let is_word = label.chars().nth(1).is_some_and(|second| second.is_ascii_lowercase());
        // F1 and Fβ are no words.
        let first = letters.next().filter(|_| is_word);
        first.map_or_else(|| label.to_owned(), |first| first.to_lowercase().chain(letters).collect())
    };
    let names: Vec<String> = absent.iter().map(name).collect();
    (recorded, (!names.is_empty()).then(|| names.join(", ")))
}

fn rows(inputs: &Inputs<'_>, agent: usize, versions: &[usize]) -> Vec<FigureRow> {
    let leaderboard = inputs.whole();
    let (beta, basis) = (inputs.weights().beta, leaderboard.basis());
    let f1 = |of: &[Option<Measured>], at: usize| of.get(at).copied().flatten();
    let whole =
        Counted { of: &leaderboard.agents[agent], f1: leaderboard.contest(Criterion::F1).value(agent), basis, beta };
    let of_version = |version: &usize| Counted {
        of: &leaderboard.versions[*version],
        f1: f1(leaderboard.versions_by(Criterion::F1), *version),
        ..whole
    };
    let of_versions = if versions.len() > 1 { versions } else { &[] };
    let all: Vec<Counted<'_>> = std::iter::once(whole).chain(of_versions.iter().map(of_version)).collect();
    let figures: Vec<&Figures> = all.iter().map(|counted| counted.of).collect();
    let filled = |kind: &FigureKind| FigureRow {
        label: kind.label.to_owned(),
        cells: all
            .iter()
            .map(|counted| (kind.cell)(counted).unwrap_or_else(|| cell_without_value((kind.without)(counted.of))))
            .collect(),
    };
    let is_f1_twice = (beta - 1.0).abs() < 1e-12;
    let mut rows: Vec<FigureRow> = COUNTS.iter().chain([&EMPTY, &FOUND]).map(filled).collect();
    rows.extend([Severity::Critical, Severity::Important].map(|severity| by_severity(&figures, severity)));
    rows.extend(unrated(&figures));
    rows.extend(std::iter::once(&REJECTED).chain(&RECALLS).map(filled));
    let precision = if basis == Basis::Judged { JUDGED } else { KEPT };
    rows.push(filled(&precision));
    rows.push(filled(&F1.missing_as(&precision)));
    rows.extend(figures.iter().any(|figures| figures.agreement.is_some()).then(|| filled(&AGREEMENT)));
    rows.extend((!is_f1_twice).then(|| filled(&F_BETA.missing_as(&precision))));
    rows.extend(SHARES.iter().chain(&TIME_AND_COST).map(filled));
    rows.extend(ratings(&figures));
    rows.extend(setups(inputs, versions));
    rows
}

/// What the versions were run with, where runs state it: the newest first, and how many more.
fn setups(inputs: &Inputs<'_>, versions: &[usize]) -> Vec<FigureRow> {
    let setups = inputs.setups();
    let row = |label: &str, of: for<'s, 't> fn(&'s Setup<'t>) -> &'s [&'t str]| {
        let stated = |version: &usize| -> Vec<&str> { of(&setups[*version]).to_vec() };
        let all = distinct(versions.iter().flat_map(stated));
        let columns = (versions.len() > 1).then(|| versions.iter().map(stated)).into_iter().flatten();
        let cells = std::iter::once(all.clone()).chain(columns).map(|stated: Vec<&str>| stated_cell(&stated)).collect();
        (!all.is_empty()).then(|| FigureRow { label: label.to_owned(), cells })
    };
    [row("Tool", |setup| &setup.tools), row("Instructions", |setup| &setup.instructions)]
        .into_iter()
        .flatten()
        .collect()
}

fn distinct<'t>(all: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut seen = BTreeSet::new();
    all.filter(|text| seen.insert(*text)).collect()
}

fn stated_cell(stated: &[&str]) -> FigureCell {
    match stated {
        [] => cell_without_value(board::NOT_RECORDED),
        [only] => cell_without_interval((*only).to_owned()),
        [newest, before @ ..] => cell_with((*newest).to_owned(), format!("and {} before", format::count(before.len()))),
    }
}

fn by_severity(all: &[&Figures], severity: Severity) -> FigureRow {
    let fill = |figures: &&Figures| {
        let (found, pool) = figures.by_severity[severity.position()];
        cell_with(format::count(found), format!("of {}", format::count(pool)))
    };
    FigureRow { label: format!("… {}", severity.word()), cells: all.iter().map(fill).collect() }
}

/// Findings that nobody rated, which no figure by severity counts; where there are any.
fn unrated(all: &[&Figures]) -> Option<FigureRow> {
    let fill = |figures: &&Figures| {
        let (found, pool) = figures.unrated;
        cell_with(format::count(found), format!("of {}", format::count(pool)))
    };
    let is_any = all.iter().any(|figures| figures.unrated.1 > 0);
    is_any.then(|| FigureRow { label: "… rated by nobody".to_owned(), cells: all.iter().map(fill).collect() })
}

/// How often its own severity was higher than the consolidated one, the same, or lower, where its own is recorded.
fn ratings(all: &[&Figures]) -> Vec<FigureRow> {
    let row = |at: usize, label: &str| {
        let fill = |figures: &&Figures| {
            let total: usize = figures.rated.iter().sum();
            let count = figures.rated[at];
            if total == 0 {
                return cell_without_value(board::without_found(figures));
            }
            cell_with(
                format::whole_percent(count, total),
                format!("{} of {}", format::count(count), format::count(total)),
            )
        };
        FigureRow { label: label.to_owned(), cells: all.iter().map(fill).collect() }
    };
    vec![row(0, "Severity rated higher (%)"), row(1, "Severity rated the same (%)"), row(2, "Severity rated lower (%)")]
}
