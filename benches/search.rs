//! The search index of a large archive: time, memory, files, and a list of queries whose cost `benches/search-cost` measures.
//!
//! `cargo bench --bench search -- OUT --archive FOLDER` indexes an archive (such as `benches/generate` makes) and compares
//! with the time of its whole build; `-- OUT --simulate N` indexes N made-up findings, 5,000 a repository. They are made to
//! be as the 88 reports of `../shared/data/deep-reviews` are (904 documents of one repository: 162 terms a body, 8.7 a title,
//! 8,480 different ones, a word of a title in 113 documents at the median), see `word_of`.

#![expect(clippy::unwrap_used, reason = "a benchmark may stop at the first surprise")]
#![expect(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a benchmark prints its table and writes files"
)]

#[path = "support/memory.rs"]
mod memory;
#[path = "support/random.rs"]
mod random;

use memory::{Archive, Nowhere};
use pilcrow::internals::aggregate::Analysis;
use pilcrow::internals::archive::{KeptRuns, read_run, scan};
use pilcrow::internals::files_below;
use pilcrow::internals::output::{Assets, Engine};
use pilcrow::internals::page::{Inputs, Searched, Shared};
use pilcrow::internals::search::{Block, Document, DocumentSummary, Facets, Frame, Index, IndexFile, words};
use pilcrow::internals::text::Highlighter;
use pilcrow::{ArchiveEntry, Config, Theme, build};
use random::Random;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// How many queries are asked.
const QUERIES: usize = 200;
/// Findings a run.
const A_RUN: usize = 10;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [out, "--archive", folder] => archive(Path::new(out), Path::new(folder)),
        [out, "--simulate", count] => simulate(Path::new(out), count.parse().unwrap()),
        _ => println!("usage: cargo bench --bench search -- OUT (--archive FOLDER | --simulate FINDINGS)"),
    }
}

fn archive(out: &Path, folder: &Path) {
    let archive = Archive(files_below(folder).unwrap());
    let (config, theme) = (Config::default(), Theme::default());
    let build = || {
        let sink = Nowhere::default();
        let start = Instant::now();
        build(&archive, &config, &theme, &sink, &sink).unwrap();
        (start.elapsed().as_secs_f64(), sink.0.into_inner())
    };
    let corpus = scan(&archive, None, &|| {}).value;
    let assets = Assets::new(&theme);
    let analysis = Analysis::new(&corpus, &config);
    let engine = Engine::new(&theme).unwrap();
    let highlighter = Highlighter::default();
    let shared = Shared::new(&analysis, &config, &assets, &engine, highlighter);
    let searched = Searched::new(&Inputs::new(&shared));
    let runs: Vec<_> = corpus
        .runs
        .par_iter()
        .map(|run| ArchiveEntry { path: run.file.clone(), shown: run.shown.clone() })
        .map(|entry| read_run(&archive, &entry, &KeptRuns::default()).unwrap())
        .collect();
    let in_rounds: Vec<_> = (0..runs.len()).map(|run| Inputs::new(&shared).in_rounds(run)).collect();
    let runs: Vec<_> = runs.iter().zip(&in_rounds).collect();
    let index = || {
        let start = Instant::now();
        let size = (runs.len() / (rayon::current_num_threads() * 16)).clamp(1, 1024);
        let blocks = runs.par_chunks(size).map(|runs| {
            let mut block = Block::default();
            for (run, in_rounds) in runs {
                searched.documents(run, in_rounds).for_each(|document| block.add(&document));
            }
            block.finished()
        });
        let index = Index::new(blocks.collect());
        let sizes = Sizes::default();
        let count = |file: &IndexFile| {
            sizes.add(file);
            Ok::<(), std::convert::Infallible>(())
        };
        index.write(&searched.frame(), &count).unwrap();
        (start.elapsed().as_secs_f64(), sizes, index)
    };
    let mut times: Vec<[f64; 2]> = (0..5).map(|_| [build().0, index().0]).collect();
    let middle = |times: &mut Vec<[f64; 2]>, which: usize| {
        times.sort_by(|a, b| a[which].total_cmp(&b[which]));
        times[2][which]
    };
    let (whole, alone) = (middle(&mut times, 0), middle(&mut times, 1));
    let (_, sizes, index) = index();
    println!("whole build        {whole:8.2} s   {:10.1} MB written", megabytes(build().1));
    println!("index of it        {alone:8.2} s   {:.1} % of the build", 100.0 * alone / whole);
    sizes.print(&index);
    index.write(&searched.frame(), &|file: &IndexFile| write(out, file)).unwrap();
    let mut titles = Vec::new();
    let mut texts = Vec::new();
    for (run, in_rounds) in &runs {
        for Document { texts: [title, body, path, ..], shown, .. } in searched.documents(run, in_rounds) {
            texts.push((shown.address, title.clone(), body));
            titles.push((title, path));
        }
    }
    std::fs::write(out.join("documents.json"), serde_json::to_string(&texts).unwrap()).unwrap();
    queries(out, &titles);
}

fn simulate(out: &Path, count: usize) {
    let start = Instant::now();
    let runs = count.div_ceil(A_RUN);
    let size = (runs / (rayon::current_num_threads() * 16)).clamp(1, 1024);
    let first: Vec<usize> = (0..runs).step_by(size).collect();
    let blocks: Vec<Block> = first
        .par_iter()
        .map(|from| {
            let mut block = Block::default();
            for run in *from..(from + size).min(runs) {
                (0..A_RUN).for_each(|at| block.add(&made_up(run, at)));
            }
            block.finished()
        })
        .collect();
    println!("made and added     {:8.2} s", start.elapsed().as_secs_f64());
    let index = Index::new(blocks);
    let frame = Frame {
        scripts: Vec::new(),
        agents: (0..5).map(|n| (format!("agent-{n}"), format!("Agent {n}"), format!("{}", n + 1))).collect(),
        repositories: (0..=runs / 500).map(|n| format!("owner/name-{n}")).collect(),
        kinds: vec![("deep-review".to_owned(), "Deep review".to_owned())],
        statuses: vec![("fixed".to_owned(), "Fixed".to_owned())],
        standings: Vec::new(),
    };
    let (start, sizes) = (Instant::now(), Sizes::default());
    let put = |file: &IndexFile| {
        sizes.add(file);
        write(out, file)
    };
    index.write(&frame, &put).unwrap();
    println!("written            {:8.2} s", start.elapsed().as_secs_f64());
    sizes.print(&index);
    let titles: Vec<(String, String)> = (0..count.min(5_000))
        .map(|n| made_up(n * 7 % runs, n % A_RUN))
        .map(|d| (d.texts[0].clone(), d.texts[2].clone()))
        .collect();
    queries(out, &titles);
}

#[derive(Default)]
struct Sizes {
    files: AtomicUsize,
    bytes: AtomicUsize,
    largest: AtomicUsize,
}

impl Sizes {
    fn add(&self, file: &IndexFile) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(file.content.len(), Ordering::Relaxed);
        self.largest.fetch_max(file.content.len(), Ordering::Relaxed);
    }

    fn print(&self, index: &Index) {
        let bytes = self.bytes.load(Ordering::Relaxed) as u64;
        println!("documents          {:8}", index.documents);
        println!("files              {:8}     {:10.1} MB", self.files.load(Ordering::Relaxed), megabytes(bytes));
        println!("largest file       {:8.0} kB", megabytes(self.largest.load(Ordering::Relaxed) as u64) * 1000.0);
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("not known here").trim();
        println!("peak memory        {peak}");
    }
}

#[expect(clippy::cast_precision_loss, reason = "for reading")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn write(out: &Path, file: &IndexFile) -> Result<(), std::io::Error> {
    let path: PathBuf = out.join("search-index").join(&file.path);
    std::fs::create_dir_all(path.parent().unwrap())?;
    std::fs::write(path, &file.content)
}

/// What people type, the same list always: words of a title, some of them half typed, an identifier, a path, a field, a
/// misspelt word, words that must and must not be there.
fn queries(out: &Path, documents: &[(String, String)]) {
    let mut random = Random(11);
    let queries: Vec<(String, bool)> = (0..QUERIES)
        .map(|at| {
            let (title, path) = &documents[random.below(documents.len())];
            let plain: Vec<&str> = words(title)
                .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()))
                .filter(|word| word.len() > 3 && word.chars().all(char::is_alphanumeric))
                .collect();
            let mut word = || plain.get(random.below(plain.len().max(1))).copied().unwrap_or("lock").to_owned();
            let (one, two) = (word(), word());
            match at % 10 {
                0..4 => (format!("{one} {two}"), false),
                4 | 5 => (one, false),
                6 => (format!("{one} {}", two.chars().take(4).collect::<String>()), true),
                7 => (path.lines().next().filter(|path| !path.is_empty()).unwrap_or("src").to_owned(), false),
                8 => (format!("+{one} -{two} title:{one}"), false),
                _ => (format!("{}~1", one.chars().skip(1).collect::<String>()), false),
            }
        })
        .collect();
    std::fs::write(out.join("queries.json"), serde_json::to_string(&queries).unwrap()).unwrap();
}

fn made_up(run: usize, at: usize) -> Document<'static> {
    let mut random = Random((run * A_RUN + at) as u64);
    let repository = run / 500;
    let title = text(&mut random, repository, 8);
    let path =
        format!("src/{}/{}.rs", word(random.rank(100, 5)), word(1_000_000 + repository * 10_000 + random.rank(300, 5)));
    let agent = random.below(5);
    Document {
        texts: [
            title.clone(),
            text(&mut random, repository, 148),
            path.clone(),
            String::new(),
            format!("owner/name-{repository}"),
            format!("agent-{agent} Agent {agent}"),
            ["critical", "important", "suggestion", "concern"][at % 4].to_owned(),
        ],
        shown: DocumentSummary {
            id: "I1",
            start: text(&mut random, repository, 30),
            title,
            address: format!("reviews/20260101-000000-pr-{run}/I{at}.html"),
            subject: format!("owner/name-{repository}#{run}"),
            place: format!("{path}:12–20"),
            status: String::new(),
        },
        facets: Facets {
            severity: [0, 1, 2, 3][at % 4],
            agents: vec![u32::try_from(agent).unwrap()],
            repository: u32::try_from(repository).ok(),
            kind: 0,
            day: 20_000 - i32::try_from(run / 50).unwrap(),
            status: at.is_multiple_of(3).then_some(0),
            standing: None,
            date: "2026-01-01".to_owned(),
        },
    }
}

fn text(random: &mut Random, repository: usize, count: usize) -> String {
    (0..count).map(|_| word_of(random, repository)).collect::<Vec<_>>().join(" ")
}

/// One in fourteen is an identifier of two or three words of its repository; of the others half are of everybody's language
/// and half of the repository's own, by Zipf's law without the most frequent, which are stop words.
fn word_of(random: &mut Random, repository: usize) -> String {
    let own = |rank: usize| word(1_000_000 + repository * 10_000 + rank);
    match random.below(14) {
        0 => {
            let rank = random.rank(1_500, 5);
            let parts = [rank % 301, rank % 211, rank % 97].map(&own);
            let [first, second, third] = parts.map(|part| part[..1].to_uppercase() + &part[1..]);
            if rank.is_multiple_of(2) { first + &second } else { first + &second + &third }
        }
        1..8 => word(random.rank(9_000, 8)),
        _ => own(random.rank(900, 6)),
    }
}

/// A word for a rank: syllables, so that the frequent ones are short and none begins like all others.
fn word(rank: usize) -> String {
    const SYLLABLES: [&str; 40] = [
        "lo", "ri", "ten", "ma", "ku", "sor", "pel", "di", "van", "che", "bri", "tor", "ne", "ul", "gas", "fi", "mon",
        "ra", "ser", "hal", "jo", "wen", "pid", "cla", "est", "ob", "tru", "ki", "zan", "mer", "ga", "lin", "pos",
        "et", "dor", "ven", "sti", "cu", "al", "rop",
    ];
    let mut rest = rank + 40;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % 40]);
        rest /= 40;
    }
    word
}

impl Random {
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    /// By Zipf's law without its first ranks: r as likely as 1/(r + `first`), below `end`.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "below `end`"
    )]
    fn rank(&mut self, end: usize, first: usize) -> usize {
        let chance = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let (first, last) = (first as f64, (first + end) as f64);
        ((first * (last / first).powf(chance) - first) as usize).min(end - 1)
    }
}
