//! How well `import merge` tells findings that are the same, on real reviews whose findings were labelled by hand.
//!
//! `cargo bench --bench merge` prints precision, recall and F1 of pairs of findings of different agents, for the half of the
//! labels that the weights were fitted to and for the one that was left alone, beside two simple rules. `-- --features` prints the
//! features of every labelled pair, to fit weights to; `-- --errors` the wrong joins and the missed ones of the first half.
//!
//! The reports are not part of this project: without `../shared/data/deep-reviews` nothing is measured.

#![expect(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a benchmark reads files and prints its table"
)]
#![expect(clippy::cast_precision_loss, reason = "counts of pairs")]

use pilcrow::internals::import::merge::{Joins, Part, Rarity, Weighed, answer, features, merge, sketch};
use pilcrow::internals::import::{Options, Source, read_deep_review};
use pilcrow::internals::model::{Date, Finding, Run, Sketch};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// `agent:id`
type Name = String;
type Pair = (Name, Name);
/// Which pairs of a report it takes for the same.
type Rule = fn(&Labelled) -> BTreeSet<Pair>;

/// One report: its raw reviews, and what is known of their findings.
struct Labelled {
    is_untouched: bool,
    parts: Vec<Part>,
    same: BTreeSet<Pair>,
    unsure: BTreeSet<Pair>,
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let reports = root.join("../shared/data/deep-reviews");
    if !reports.is_dir() {
        println!("skipped: ../shared/data/deep-reviews is not there");
        return;
    }
    let labels = fs::read_to_string(root.join("benches/labels/merge.txt")).expect("the labels are in the project");
    let all = labelled(&labels, &reports);
    let arguments: Vec<String> = std::env::args().collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if has("--features") {
        return all.iter().for_each(print_features);
    }
    if has("--errors") {
        return all.iter().filter(|one| !one.is_untouched).for_each(print_errors);
    }
    println!("| | half | pairs that are the same | joined | right | precision | recall | F1 |");
    println!("|---|---|---:|---:|---:|---:|---:|---:|");
    let rules: [(&str, Rule); 3] = [
        ("import merge", joined),
        ("same file, 3 lines apart at most", near),
        ("same file, titles alike (Jaccard 0.4)", titled),
    ];
    for (name, rule) in rules {
        for is_untouched in [false, true] {
            print_row(name, is_untouched, &all, rule);
        }
    }
}

fn print_row(name: &str, is_untouched: bool, all: &[Labelled], rule: Rule) {
    let (mut same, mut found, mut right) = (0, 0, 0);
    for one in all.iter().filter(|one| one.is_untouched == is_untouched) {
        let joined: BTreeSet<Pair> = rule(one).difference(&one.unsure).cloned().collect();
        same += one.same.len();
        found += joined.len();
        right += joined.intersection(&one.same).count();
    }
    let (precision, recall) = (right as f64 / found.max(1) as f64, right as f64 / same.max(1) as f64);
    let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
    let half = if is_untouched { "left alone" } else { "fitted to" };
    println!("| {name} | {half} | {same} | {found} | {right} | {precision:.2} | {recall:.2} | {f1:.2} |");
}

fn labelled(labels: &str, reports: &Path) -> Vec<Labelled> {
    let mut all: Vec<Labelled> = Vec::new();
    for line in labels.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["report", id, half] => all.push(Labelled {
                is_untouched: *half == "untouched",
                parts: parts(&reports.join(format!("{id}.md"))),
                same: BTreeSet::new(),
                unsure: BTreeSet::new(),
            }),
            [kind @ ("same" | "unsure"), names @ ..] => {
                let one = all.last_mut().expect("labels begin with their report");
                let into = if *kind == "same" { &mut one.same } else { &mut one.unsure };
                for (at, first) in names.iter().enumerate() {
                    into.extend(names[at + 1..].iter().map(|second| pair(first, second)));
                }
            }
            _ => {}
        }
    }
    // What is the same and labelled as unsure elsewhere counts neither way.
    for one in &mut all {
        one.same = one.same.difference(&one.unsure).cloned().collect();
        for (first, second) in &one.same {
            for name in [first, second] {
                assert!(findings(one).contains_key(name), "{name} is labelled and not there");
            }
        }
    }
    all
}

fn pair(one: &str, other: &str) -> Pair {
    if one < other { (one.to_owned(), other.to_owned()) } else { (other.to_owned(), one.to_owned()) }
}

/// The raw reviews of a report, of every agent that has one.
fn parts(report: &PathBuf) -> Vec<Part> {
    let bytes = fs::read(report).expect("a labelled report is there");
    let Some(run) = read(&bytes, "whole") else { return Vec::new() };
    let mut of_agents: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for original in &run.originals {
        of_agents.entry(original.agent.to_string()).or_default().push(&original.body);
    }
    let alone = of_agents.into_iter().filter(|(_, bodies)| bodies.len() == 1);
    let part = |(agent, bodies): (String, Vec<&str>)| {
        let mut run = read(bodies[0].as_bytes(), &agent)?;
        run.subject.revision = None;
        run.subject.commits.clear();
        run.subject.pull_request = None;
        Some(Part::new(agent, run))
    };
    alone.filter_map(part).collect()
}

fn read(bytes: &[u8], stem: &str) -> Option<Run> {
    let source = Source { stem: stem.to_owned(), shown: stem.to_owned(), bytes: bytes.to_vec(), modified: None };
    let options = Options { date: Date::parse("2026-05-01"), ..Options::default() };
    read_deep_review(&[source], &options).runs.pop().map(|imported| imported.run)
}

fn name(part: &Part, finding: &Finding) -> Name {
    format!("{}:{}", part.stem, finding.id)
}

fn findings(one: &Labelled) -> BTreeMap<Name, &Finding> {
    let all =
        one.parts.iter().flat_map(|part| part.run().findings.iter().map(move |finding| (name(part, finding), finding)));
    all.collect()
}

/// Every two findings of different agents.
fn pairs(one: &Labelled) -> Vec<(Pair, &Finding, &Finding)> {
    let mut pairs = Vec::new();
    for (at, part) in one.parts.iter().enumerate() {
        for other in &one.parts[at + 1..] {
            for first in &part.run().findings {
                let of = |second| (pair(&name(part, first), &name(other, second)), first, second);
                pairs.extend(other.run().findings.iter().map(of));
            }
        }
    }
    pairs
}

fn joined(one: &Labelled) -> BTreeSet<Pair> {
    let parts = one.parts.iter().map(|part| Part::new(part.stem.clone(), part.run().clone())).collect();
    let id = "all".parse().expect("a slug");
    let whole = merge(parts, id, &Joins::default()).expect("nothing says another commit");
    let mut joined = BTreeSet::new();
    for group in whole.groups {
        for (at, first) in group.iter().enumerate() {
            joined.extend(group[at + 1..].iter().map(|second| pair(first, second)));
        }
    }
    joined
}

fn near(one: &Labelled) -> BTreeSet<Pair> {
    let is_near = |first: &Finding, second: &Finding| {
        let (Some(here), Some(there)) = (first.locations.first(), second.locations.first()) else { return false };
        let lines = here.start_line.zip(there.start_line);
        here.path == there.path && lines.is_some_and(|(here, there)| here.abs_diff(there) <= 3)
    };
    pairs(one).into_iter().filter(|(_, first, second)| is_near(first, second)).map(|(pair, ..)| pair).collect()
}

fn titled(one: &Labelled) -> BTreeSet<Pair> {
    let words = |finding: &Finding| -> BTreeSet<String> {
        finding
            .title
            .split(|sign: char| !sign.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let is_alike = |first: &Finding, second: &Finding| {
        let path = |finding: &Finding| finding.locations.first().map(|place| place.path.clone());
        let (here, there) = (words(first), words(second));
        let both = here.intersection(&there).count() as f64;
        path(first) == path(second) && both >= 0.4 * here.union(&there).count() as f64
    };
    pairs(one).into_iter().filter(|(_, first, second)| is_alike(first, second)).map(|(pair, ..)| pair).collect()
}

fn print_features(one: &Labelled) {
    let sketches: BTreeMap<Name, Sketch> =
        findings(one).into_iter().map(|(name, finding)| (name, sketch(finding))).collect();
    let rarity = Rarity::of(sketches.values());
    for (pair, ..) in pairs(one).into_iter().filter(|(pair, ..)| !one.unsure.contains(pair)) {
        let [first, second] = [&pair.0, &pair.1].map(|name| Weighed::new(&sketches[name], &rarity));
        let answer = answer(&first, &second, &rarity);
        let features: Vec<String> = features(&answer.likeness).iter().map(|feature| format!("{feature:.5}")).collect();
        println!("{} {} {}", u8::from(one.is_untouched), u8::from(one.same.contains(&pair)), features.join(" "));
    }
}

fn print_errors(one: &Labelled) {
    let joined = joined(one);
    let all = findings(one);
    for pair in joined.symmetric_difference(&one.same).filter(|pair| !one.unsure.contains(*pair)) {
        let what = if joined.contains(pair) { "wrong" } else { "missed" };
        println!("{what} {} {}: {} | {}", pair.0, pair.1, all[&pair.0].title, all[&pair.1].title);
    }
}
