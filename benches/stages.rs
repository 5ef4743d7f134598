//! What each stage costs, on the sample archive: reading, Markdown, colour, a page, a whole site in memory.
//!
//! `cargo bench --bench stages` prints the table; numbers for a large archive come from `benches/against-hugo`.

#![expect(clippy::unwrap_used, reason = "a benchmark may stop at the first surprise")]

#[path = "support/memory.rs"]
mod memory;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use memory::{Archive, Nowhere};
use pilcrow::internals::aggregate::Analysis;
use pilcrow::internals::archive::{decode, scan};
use pilcrow::internals::files_below;
use pilcrow::internals::model::{Digest, Run};
use pilcrow::internals::output::{Assets, Engine, Output};
use pilcrow::internals::page::{Inputs, RunContext, Shared, review_page};
use pilcrow::internals::text::{Anchors, Highlighter, Markdown, References, Scope};
use pilcrow::{ArchiveFiles, Config, Theme, build};
use std::hint::black_box;
use std::path::Path;

fn sample() -> Archive {
    Archive(files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("reviews")).unwrap())
}

fn bytes_of(archive: &Archive) -> u64 {
    archive.0.values().map(|bytes| bytes.len() as u64).sum()
}

fn runs_of(archive: &Archive) -> Vec<Run> {
    let entries = archive.list().entries;
    entries.iter().filter_map(|entry| decode(&archive.0[&entry.path], &entry.shown, entry.stem()).0).collect()
}

fn reading(c: &mut Criterion) {
    let archive = sample();
    let mut group = c.benchmark_group("read");
    group.throughput(Throughput::Bytes(bytes_of(&archive)));
    group.bench_function("decode and check every run, one thread", |b| b.iter(|| black_box(runs_of(&archive))));
    group.bench_function("scan the archive, all threads", |b| b.iter(|| black_box(scan(&archive, None, &|| {}))));
    group.finish();
}

fn texts(c: &mut Criterion) {
    let runs = runs_of(&sample());
    let findings = || runs.iter().flat_map(|run| &run.findings);
    let bodies: Vec<&str> = findings().filter_map(|finding| finding.body.as_deref()).collect();
    let excerpts: Vec<(&str, &str)> = findings()
        .flat_map(|finding| &finding.excerpts)
        .map(|excerpt| (excerpt.language.as_deref().unwrap_or_default(), excerpt.code.as_str()))
        .collect();
    let total = |lengths: &mut dyn Iterator<Item = usize>| Throughput::Bytes(lengths.sum::<usize>() as u64);
    let mut group = c.benchmark_group("text");
    let references = References::default();
    let highlighter = Highlighter::default();
    let markdown = Markdown { references: &references, highlighter: &highlighter };
    group.throughput(total(&mut bodies.iter().map(|body| body.len())));
    group.bench_function("Markdown of all bodies", |b| {
        b.iter(|| {
            for body in &bodies {
                let scope = Scope { heading: 4, prefix: "", anchors: &mut Anchors::default(), language: None };
                black_box(markdown.blocks(body, scope));
            }
        });
    });
    group.throughput(total(&mut excerpts.iter().map(|(_, code)| code.len())));
    group.bench_function("colour of all excerpts, nothing cached", |b| {
        b.iter(|| {
            let highlighter = Highlighter::default();
            for (language, code) in &excerpts {
                black_box(highlighter.lines(language, code));
            }
        });
    });
    group.finish();
}

fn pages(c: &mut Criterion) {
    let archive = sample();
    let (config, theme) = (Config::default(), Theme::default());
    let assets = Assets::new(&theme);
    let corpus = scan(&archive, None, &|| {}).value;
    let analysis = Analysis::new(&corpus, &config);
    let engine = Engine::new(&theme).unwrap();
    let highlighter = Highlighter::default();
    let shared = Shared::new(&analysis, &config, &assets, &engine, highlighter);
    let runs = runs_of(&archive);
    let run = runs.iter().max_by_key(|run| run.findings.len()).unwrap();
    let at = corpus.runs.iter().position(|digest| digest.id == run.id).unwrap();
    let context = RunContext::new(Inputs::new(&shared), run, at).unwrap();
    let view = review_page(&context, "reviews/r.html");
    let html = engine.render("review.html", &view).unwrap();
    let mut group = c.benchmark_group("page");
    group.bench_function("boil a run down to its digest", |b| b.iter(|| black_box(Digest::from_run(run, "f", "f"))));
    group.bench_function("the view of a review", |b| {
        b.iter(|| black_box(review_page(&context, "reviews/r.html")));
    });
    group.bench_function("its template", |b| b.iter(|| black_box(engine.render("review.html", &view).unwrap())));
    group.throughput(Throughput::Bytes(html.len() as u64));
    group.bench_function("its links", |b| {
        b.iter(|| {
            let nowhere = Nowhere::default();
            let output = Output::new(&nowhere, None);
            output.page("reviews/r.html", &html).unwrap();
            black_box(output.written())
        });
    });
    group.finish();
}

fn whole(c: &mut Criterion) {
    let archive = sample();
    let (config, theme) = (Config::default(), Theme::default());
    let mut group = c.benchmark_group("site");
    group.throughput(Throughput::Bytes(bytes_of(&archive)));
    group.sample_size(20);
    group.bench_function("the sample archive, to nowhere", |b| {
        b.iter(|| build(&archive, &config, &theme, &Nowhere::default(), &Nowhere::default()).unwrap().written.pages);
    });
    group.finish();
}

criterion_group!(benches, reading, texts, pages, whole);
criterion_main!(benches);
