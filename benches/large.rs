//! Where the time of a large build goes, and that comparing agents and rounds is a small part of it.
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
#[path = "support/memory.rs"]
mod memory;

use memory::Nowhere;
use pilcrow::internals::aggregate::{Analysis, Field, Leaderboard, Matches, Rounds, panels, slices};
use pilcrow::internals::archive::{KeptRuns, scan};
use pilcrow::internals::output::Assets;
use pilcrow::internals::page::plan;
use pilcrow::{ArchiveFolder, Config, Theme, build};
use rayon::prelude::*;
use std::time::{Duration, Instant};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("archive");
    generate::generate(&arguments(&out.display().to_string())).unwrap();
    let archive = ArchiveFolder::open(&out).unwrap();
    let (config, theme) = (Config::default(), Theme::default());
    let assets = Assets::new(&theme);

    let (scanning, corpus) = timed(|| scan(&archive, Some(&KeptRuns::default()), &|| {}).value);
    let (analysing, analysis) = timed(|| Analysis::new(&corpus, &config));
    // Four parts of the analysis once more, alone.
    let (matching, _) = timed(|| Matches::new(&corpus, &Rounds::from_corpus(&corpus)));
    let (boiling, field) = timed(|| Field::from_corpus(&corpus));
    let (boarding, _) = timed(|| {
        let slices: Vec<_> = slices(&corpus, &field).into_par_iter().collect();
        let board = |(_, sittings): (_, Vec<_>)| Leaderboard::over(&field, &sittings, &config.weights);
        slices.into_par_iter().map(board).collect::<Vec<_>>()
    });
    let (panelling, _) = timed(|| panels(&field.all()));
    let (planning, planned) = timed(|| plan(&analysis, &config, &assets).value.files.len());
    let slices = analysis.boards.len();
    drop(field);
    drop(analysis);
    drop(corpus);
    let (whole, built) = timed(|| build(&archive, &config, &theme, &Nowhere::default(), &Nowhere::default()).unwrap());

    println!("\n{} runs, {} findings, {planned} files, {slices} leaderboards\n", built.runs, built.findings);
    let row = |name: &str, time: Duration| {
        println!("{name:<62} {:8.2} s {:6.1} %", time.as_secs_f64(), 100.0 * time.as_secs_f64() / whole.as_secs_f64());
    };
    row("scan: read, decode, check, digest", scanning);
    row("analysis", analysing);
    row("  of it the rounds beside each other", matching);
    row("  of it the field", boiling);
    row("  of it the leaderboards of all slices", boarding);
    row("  of it the panels", panelling);
    row("plan", planning);
    row("rest: pages, data, search, links", whole.saturating_sub(scanning + analysing + planning));
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
