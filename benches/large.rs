//! Where the time of a large build goes, and that comparing the agents is a small part of it.
//!
//! `cargo bench --bench large -- [--runs 5000] [--findings 25000] [--bytes 100000000]` makes an archive as `generate` does,
//! builds its site to nowhere and prints the table. The archive stands in a temporary folder until the table is printed;
//! `TMPDIR` says where. The promise, aggregation under a tenth of the build of 100,000 runs, is held by
//!
//! `cargo bench --bench large -- --runs 100000 --findings 500000 --bytes 2000000000`
//!
//! Writing to a disk is not in it, so that the share of the aggregation is larger here than in a build.

#![expect(clippy::disallowed_macros, reason = "a benchmark prints its table")]
#![expect(clippy::unwrap_used, reason = "a benchmark may stop at the first surprise")]

mod generate;

use pilcrow::aggregate::field::Field;
use pilcrow::aggregate::leaderboard::Leaderboard;
use pilcrow::aggregate::panels::panels;
use pilcrow::aggregate::slices::slices;
use pilcrow::archive::{KeptRuns, scan};
use pilcrow::config::Config;
use pilcrow::edge::disk::ArchiveFolder;
use pilcrow::output::assets::Assets;
use pilcrow::output::{Engine, Sink, SinkError, Theme};
use pilcrow::page::comparison::Comparison;
use pilcrow::page::{Surroundings, agent, agents, leaderboard, methodology, panels as panels_page, versus};
use pilcrow::site::{self, Progress};
use rayon::prelude::*;
use std::hint::black_box;
use std::time::{Duration, Instant};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("archive");
    generate::generate(&arguments(&out.display().to_string())).unwrap();
    let archive = ArchiveFolder::new(&out);
    let (config, theme) = (Config::default(), Theme::default());
    let (assets, engine) = (Assets::new(&theme), Engine::new(&theme).unwrap());

    let (scanning, corpus) = timed(|| scan(&archive, Some(&KeptRuns::default()), &|| {}).value);
    let (surrounding, around) = timed(|| Surroundings::new(&config, &corpus, &assets));
    let (boiling, field) = timed(|| Field::of(&corpus));
    let (comparing, comparison) = timed(|| Comparison::new(&around, &field));
    // Two parts of the comparison once more, alone.
    let (boarding, _) = timed(|| {
        let slices: Vec<_> = slices(&corpus, &field).into_par_iter().collect();
        let board = |(_, sittings): (_, Vec<_>)| Leaderboard::of(&field, &sittings, &config.weights);
        slices.into_par_iter().map(board).collect::<Vec<_>>()
    });
    let (planning, _) = timed(|| panels(&field.all()));
    let (showing, ()) = timed(|| pages_of_agents(&engine, &comparison));
    let slices = comparison.boards.len();
    drop(comparison);
    drop(field);
    drop(around);
    drop(corpus);
    let (whole, built) = timed(|| site::build(&archive, &config, &theme, &Nowhere, &Nowhere).unwrap());

    println!("\n{} runs, {} findings, {} pages, {slices} leaderboards\n", built.runs, built.findings, built.pages);
    let row = |name: &str, time: Duration| {
        println!("{name:<62} {:8.2} s {:6.1} %", time.as_secs_f64(), 100.0 * time.as_secs_f64() / whole.as_secs_f64());
    };
    row("scan: read, decode, check, digest", scanning);
    row("aggregation", surrounding + boiling + comparing);
    row("  rounds and roster", surrounding);
    row("  the field", boiling);
    row("  comparison: leaderboards, panels, timeline", comparing);
    row("    of it the leaderboards of all slices", boarding);
    row("    of it the panels", planning);
    row("pages about agents", showing);
    row(
        "rest: pages of reviews and findings, lists, data, links",
        whole.saturating_sub(scanning + surrounding + boiling + comparing + showing),
    );
    row("the whole build", whole);
}

/// As they are given, after the folder and the defaults.
fn arguments(out: &str) -> Vec<String> {
    let defaults = ["--runs", "5000", "--findings", "25000", "--bytes", "100000000"];
    let given = std::env::args().skip(1).filter(|argument| argument != "--bench");
    [out].into_iter().chain(defaults).map(str::to_owned).chain(given).collect()
}

#[expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = work();
    (start.elapsed(), made)
}

/// As the site makes them, but for what reports say of the agents.
fn pages_of_agents(engine: &Engine, comparison: &Comparison<'_>) {
    let boards: Vec<_> = comparison.boards.iter().collect();
    boards.into_par_iter().for_each(|(slice, board)| {
        black_box(engine.render("agents.html", &agents::agents_page(comparison, slice, board)).unwrap());
    });
    (0..comparison.field.agents.len()).into_par_iter().for_each(|of| {
        black_box(engine.render("agent.html", &agent::agent_page(comparison, of, Vec::new())).unwrap());
    });
    comparison.whole().leaderboard.pairs.par_iter().for_each(|pair| {
        black_box(engine.render("versus.html", &versus::versus_page(comparison, pair)).unwrap());
    });
    black_box(engine.render("pairs.html", &agents::pairs_page(comparison)).unwrap());
    black_box(engine.render("panels.html", &panels_page::panels_page(comparison)).unwrap());
    black_box(engine.render("methodology.html", &methodology::methodology_page(comparison)).unwrap());
    black_box(leaderboard::leaderboard_json(comparison));
}

struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _: &str, content: &[u8]) -> Result<(), SinkError> {
        black_box(content);
        Ok(())
    }
}

impl Progress for Nowhere {
    fn stage(&self, _: &str, _: usize) {}
    fn step(&self) {}
}
