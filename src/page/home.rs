//! The first page: what this archive is, how much it holds, what is new, where findings gather.

use super::comparison::Comparison;
use super::parts::board::{self, BoardPart};
use super::parts::{self, Row, columns};
use super::route::Route;
use super::shell::{About, Shell};
use super::surroundings::Surroundings;
use crate::aggregate::hotspots::{Hotspot, hotspots};
use crate::aggregate::totals::{Totals, totals};
use crate::chart::skyline::skyline;
use crate::text::format;
use chrono::Datelike;
use serde::Serialize;

const NEWEST: usize = 8;
const FILES: usize = 6;
const AGENTS: usize = 5;

/// What `home.html` shows.
#[derive(Debug, Serialize)]
pub struct HomePage {
    shell: Shell,
    title: String,
    description: String,
    /// Figure and what it counts.
    totals: Vec<(String, String)>,
    rows: Vec<Row>,
    all: String,
    all_words: String,
    board: Option<BoardPart>,
    agents: String,
    agents_words: String,
    over_time: Option<columns::ColumnsPart>,
    files: Vec<File>,
}

#[derive(Debug, Serialize)]
struct File {
    path: String,
    repository: String,
    findings: String,
    skyline_html: String,
    reviews: String,
    last: String,
    last_machine: String,
    last_href: String,
}

/// Fills the first page.
#[must_use]
pub fn home_page(comparison: &Comparison<'_>) -> HomePage {
    let path = Route::Home.path();
    let around = comparison.around;
    let corpus = around.corpus;
    let counted = totals(corpus);
    let year = corpus.runs.first().map_or(0, |run| run.date.day().year());
    let summary = format!(
        "{}, {}, {}.",
        format::counted(counted.reviews, "review"),
        format::counted(counted.findings, "finding"),
        format::counted(around.roster.len(), "agent")
    );
    HomePage {
        shell: Shell::new(
            around,
            &About { path: &path, title: "", description: &summary, is_article: false, current: "" },
        ),
        title: around.config.title.clone(),
        description: around.config.description.clone(),
        totals: figures(&counted, around.roster.len()),
        rows: (0..corpus.runs.len().min(NEWEST)).map(|at| parts::row(around, at, &path, year)).collect(),
        all: Route::Reviews(1).from(&path),
        all_words: match counted.reviews {
            0 | 1 => "All reviews".to_owned(),
            many => format!("All {} reviews", format::count(many)),
        },
        board: (!around.roster.is_empty())
            .then(|| board::board(comparison, &comparison.whole().leaderboard, &path, false, AGENTS)),
        agents: Route::Agents(None, None, None).from(&path),
        agents_words: match around.roster.len() {
            0..=AGENTS => "Compare them".to_owned(),
            many => format!("All {} agents", format::count(many)),
        },
        over_time: columns::findings_over_time(corpus),
        files: hotspots(corpus, FILES).into_iter().map(|spot| file(around, &spot, &path, year)).collect(),
    }
}

fn figures(totals: &Totals, agents: usize) -> Vec<(String, String)> {
    let noun = |count: usize, noun: &str| if count == 1 { noun.to_owned() } else { format!("{noun}s") };
    let repositories = match totals.repositories {
        0 => String::new(),
        1 => ", 1 repository".to_owned(),
        many => format!(", {} repositories", format::count(many)),
    };
    let mut figures = vec![
        (format::count(totals.reviews), noun(totals.reviews, "review")),
        (format::count(totals.changes), noun(totals.changes, "change") + &repositories),
        (format::count(totals.findings), noun(totals.findings, "finding")),
        (format::count(totals.critical), "critical".to_owned()),
        (format::count(agents), noun(agents, "agent")),
    ];
    let (resolved, acted_on) = totals.resolved;
    if resolved > 0 {
        figures.push((
            format::percent(acted_on, resolved),
            format!("of {} resolved led to a change", format::count(resolved)),
        ));
    }
    figures
}

fn file(around: &Surroundings<'_>, spot: &Hotspot<'_>, path: &str, year: i32) -> File {
    // A spot has at least the run that made it one.
    let newest = &around.corpus.runs[spot.runs.first().copied().unwrap_or(0)];
    File {
        path: spot.path.to_owned(),
        repository: spot.repository.rsplit('/').next().unwrap_or(spot.repository).to_owned(),
        findings: format::count(spot.total()),
        skyline_html: skyline(spot.counts),
        reviews: format::count(spot.runs.len()),
        last: parts::day_words(newest.date.day(), year),
        last_machine: newest.date.machine(),
        last_href: Route::Review(&newest.id).from(path),
    }
}
