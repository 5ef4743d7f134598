//! Makes an archive to measure with. See `main.rs` for what it is like.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a program of its own, which writes and prints"
)]

mod json;
mod languages;
mod markdown;
mod plan;
mod prose;
#[path = "../support/random.rs"]
mod random;
mod run;
mod scene;
mod words;

use json::pretty;
use markdown::write_markdown;
use plan::{Plan, plan, source_tree};
use prose::lengthen;
use random::Random;
use run::review_run;
use serde_json::Value;
use std::path::PathBuf;
use std::{fs, io};
use words::REPOSITORIES;

pub(crate) const USAGE: &str =
    "usage: cargo bench --bench generate -- OUT_DIR [--runs N] [--bytes N] [--findings N] [--markdown DIR]";

pub(crate) fn generate(arguments: &[String]) -> io::Result<()> {
    let options = Options::parse(arguments)?;
    for folder in [Some(&options.out), options.markdown.as_ref()].into_iter().flatten() {
        fs::create_dir_all(folder)?;
        if fs::read_dir(folder)?.next().is_some() {
            return Err(io::Error::other(format!("{} is not empty: name a new folder", folder.display())));
        }
    }
    let written = write_archive(&options)?;
    println!("{} runs, {} findings, {written} bytes in {}", options.runs, options.findings, options.out.display());
    if written.abs_diff(options.bytes) * 50 > options.bytes {
        eprintln!("more than 2 % off {} bytes: a finding takes about 3 kB at least", options.bytes);
    }
    Ok(())
}

struct Options {
    pub out: PathBuf,
    pub markdown: Option<PathBuf>,
    pub runs: usize,
    pub bytes: usize,
    pub findings: usize,
}

impl Options {
    fn parse(arguments: &[String]) -> io::Result<Self> {
        let bad = |what: &str| io::Error::new(io::ErrorKind::InvalidInput, format!("{what}\n{USAGE}"));
        let (mut out, mut markdown, mut findings) = (None, None, None);
        let (mut runs, mut bytes) = (2000, None);
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if !argument.starts_with("--") {
                out = Some(PathBuf::from(argument));
                continue;
            }
            let value = rest.next().ok_or_else(|| bad(&format!("{argument} needs a value")))?;
            let number = || value.parse::<usize>().map_err(|_| bad(&format!("{argument} needs a number, not {value}")));
            match argument.as_str() {
                "--runs" => runs = number()?.max(1),
                "--bytes" => bytes = Some(number()?),
                "--findings" => findings = Some(number()?),
                "--markdown" => markdown = Some(PathBuf::from(value)),
                _ => return Err(bad(&format!("unknown option {argument}"))),
            }
        }
        let out = out.ok_or_else(|| bad("OUT_DIR is missing"))?;
        let findings = findings.unwrap_or(runs * 10);
        let bytes = bytes.unwrap_or(findings * 3500);
        Ok(Self { out, markdown, runs, bytes, findings })
    }
}

/// Returns the size of the JSON written.
fn write_archive(options: &Options) -> io::Result<usize> {
    let mut rng = Random(0x5049_4c43_524f_5721);
    let trees: Vec<_> = REPOSITORIES.iter().map(|(_, languages)| source_tree(&mut rng, languages)).collect();
    let plans = plan(&mut rng, options);
    let whole: usize = plans.iter().map(Plan::weight).sum();
    let (mut planned, mut written) = (0, 0);
    let mut previous = Value::Null;
    for plan in &plans {
        planned += plan.weight();
        let mut run = review_run(&mut rng, plan, &trees[plan.repository], &previous);
        let budget = (options.bytes * planned / whole).saturating_sub(written);
        lengthen(&mut rng, &mut run, budget);
        let json = pretty(&run, 0) + "\n";
        written += json.len();
        let year = options.out.join(&plan.id[..4]);
        fs::create_dir_all(&year)?;
        fs::write(year.join(format!("{}.json", plan.id)), json)?;
        if let Some(folder) = &options.markdown {
            write_markdown(&folder.join(&plan.id[..4]).join(&plan.id), &run)?;
        }
        previous = run;
    }
    Ok(written)
}

impl Random {
    /// 0 to `bound - 1`.
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits fit") % bound
    }

    fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}
