//! How well the rounds of a finding are told, on real reviews whose findings were labelled by hand, and what it costs.
//!
//! `cargo bench --bench rounds` prints precision, recall and F1 of "same" for the labels that the weights were fitted to and for those
//! that were left alone, beside two simple rules; the same of neighbouring rounds alone, where a problem of many rounds does not
//! count many times, and of pairs that stand in one file, which is all that the rules look at; what a third reader says beside it;
//! how right "perhaps" and "regression" are; and the time that archives of many runs take, unless `-- --answers` leaves that out.
//! `-- --features` prints the features of every pair that weights are fitted to; `-- --errors` the wrong and the missed answers
//! among them.
//!
//! The reports are not part of this project: without `../shared/data/deep-reviews` only the time is measured.

#![expect(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a benchmark reads files, looks at the clock and prints its table"
)]
#![expect(clippy::cast_precision_loss, reason = "counts of pairs")]

#[path = "support/memory.rs"]
mod memory;

use memory::Archive;
use pilcrow::internals::aggregate::{Answer, FindingAt, Matches, Rounds, compare, features};
use pilcrow::internals::archive::{encode, scan};
use pilcrow::internals::import::{Options, Source, read_deep_review};
use pilcrow::internals::model::{Corpus, Date};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Instant;

type Pair = (FindingAt, FindingAt);

/// The labels of one half, as findings of the corpus.
#[derive(Default)]
struct Labels {
    /// The subjects that were labelled, by their numbers.
    subjects: BTreeSet<usize>,
    same: BTreeSet<Pair>,
    related: BTreeSet<Pair>,
    unsure: BTreeSet<Pair>,
}

impl Labels {
    /// Those of these pairs.
    fn among(&self, pairs: &BTreeSet<Pair>) -> Self {
        let [same, related, unsure] = [&self.same, &self.related, &self.unsure].map(|labelled| labelled & pairs);
        Self { subjects: self.subjects.clone(), same, related, unsure }
    }
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let reports = root.join("../shared/data/deep-reviews");
    let arguments: Vec<String> = std::env::args().collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if reports.is_dir() {
        let corpus = imported(&reports);
        let rounds = Rounds::from_corpus(&corpus);
        let read =
            |name: &str| fs::read_to_string(root.join("benches/labels").join(name)).expect("labels of the project");
        let readers = [read("rounds.txt"), read("rounds-second-reader.txt")];
        let of_parts = |parts: &[&str]| labels(&readers, parts, &corpus, &rounds);
        let fitted = of_parts(&["develop", "second"]);
        if has("--features") {
            return print_features(&corpus, &rounds, &fitted);
        }
        let matches = Matches::new(&corpus, &rounds);
        if has("--errors") {
            return print_errors(&corpus, &rounds, &matches, &fitted);
        }
        let parts = [of_parts(&["develop"]), of_parts(&["second"]), fitted, of_parts(&["untouched"])];
        let third = read("rounds-third-reader.txt");
        let of_third = [&["develop", "second"][..], &["untouched"], &["develop", "second", "untouched"]]
            .map(|parts| labels_of_one(&third, &subjects_of(&readers[0], parts), &corpus, &rounds));
        print_parts(&corpus, &rounds, &matches, &parts, &of_third);
    } else {
        println!("skipped: ../shared/data/deep-reviews is not there");
    }
    if !has("--answers") {
        print_costs();
    }
}

fn imported(reports: &Path) -> Corpus {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(reports).expect("a folder of reports") {
        let path = entry.expect("a report").path();
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let bytes = fs::read(&path).expect("a report");
        let source = Source { stem: stem.clone(), shown: stem.clone(), bytes, modified: None };
        let options = Options { date: Date::parse("2026-05-01"), ..Options::default() };
        if let Some(imported) = read_deep_review(&[source], &options).runs.pop() {
            files.insert(format!("{stem}.json"), encode(&imported.run).into_bytes());
        }
    }
    scan(&Archive(files), None, &|| ()).value
}

/// What two readers say, of the subjects that the first gave to these parts. What both call the same, one of them perhaps unsure, is the
/// same; what only one does is left open.
fn labels(readers: &[String; 2], parts: &[&str], corpus: &Corpus, rounds: &Rounds) -> Labels {
    let subjects = subjects_of(&readers[0], parts);
    let [first, second] = readers.each_ref().map(|text| labels_of(text, &subjects, corpus));
    let mut labels = Labels::default();
    for pair in first.keys().chain(second.keys()) {
        labels.subjects.insert(rounds.subject(pair.0.run));
        let said = [&first, &second].map(|of| of.get(pair).copied().unwrap_or("new"));
        let sureness = said.map(|said| match said {
            "same" => 2,
            "unsure-same" => 1,
            _ => 0,
        });
        match sureness.iter().sum::<u32>() {
            3.. => labels.same.insert(*pair),
            1.. => labels.unsure.insert(*pair),
            0 => said.contains(&"related") && !said.contains(&"new") && labels.related.insert(*pair),
        };
    }
    labels
}

/// What one reader says, who may be unsure.
fn labels_of_one(text: &str, subjects: &BTreeSet<&str>, corpus: &Corpus, rounds: &Rounds) -> Labels {
    let mut labels = Labels::default();
    for (pair, told) in labels_of(text, subjects, corpus) {
        labels.subjects.insert(rounds.subject(pair.0.run));
        match told {
            "same" => labels.same.insert(pair),
            "related" => labels.related.insert(pair),
            _ => labels.unsure.insert(pair),
        };
    }
    labels
}

fn subjects_of<'t>(text: &'t str, parts: &[&str]) -> BTreeSet<&'t str> {
    let words = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    words
        .filter(|words| words[..].first() == Some(&"subject") && parts.contains(&words[2]))
        .map(|words| words[1])
        .collect()
}

/// One reader's word for each pair of some subjects.
fn labels_of<'t>(text: &'t str, subjects: &BTreeSet<&str>, corpus: &Corpus) -> BTreeMap<Pair, &'t str> {
    let at = |name: &str| -> Option<FindingAt> {
        let (run, finding) = name.split_once(':')?;
        let run = corpus.runs.iter().position(|known| known.id.as_str() == run)?;
        let finding = corpus.runs[run].findings.iter().position(|known| known.id.as_str() == finding)?;
        Some(FindingAt { run, finding })
    };
    let mut labels = BTreeMap::new();
    let mut is_wanted = false;
    for line in text.lines() {
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["subject", name, ..] => is_wanted = subjects.contains(name),
            [kind @ ("same" | "related" | "unsure-same" | "unsure-related"), one, other] if is_wanted => {
                let (Some(one), Some(other)) = (at(one), at(other)) else { panic!("{line}: not in the reports") };
                labels.insert(ordered(one, other), *kind);
            }
            _ => {}
        }
    }
    labels
}

/// The labels' earlier and later are not always the program's: a pair is the same either way.
fn ordered(one: FindingAt, other: FindingAt) -> Pair {
    (one.max(other), one.min(other))
}

/// What the weights were fitted to, its two parts before it, and what was left alone.
const PARTS: [&str; 4] = ["first part", "second part", "fitted to (both)", "left alone"];
/// The same as a third reader sees it.
const PARTS_OF_THIRD: [&str; 3] = ["third reader, fitted to", "third reader, left alone", "third reader, all"];

fn print_parts(corpus: &Corpus, rounds: &Rounds, matches: &Matches, parts: &[Labels; 4], of_third: &[Labels; 3]) {
    println!("| | part | same | answered | right | precision | recall | F1 | of them regressions |");
    println!("|---|---|---:|---:|---:|---:|---:|---:|---:|");
    let of = |answer: Answer| -> BTreeSet<Pair> {
        matches.answers().filter(|pair| pair.answer == answer).map(|pair| ordered(pair.from, pair.to)).collect()
    };
    let rules = [
        ("Pilcrow", of(Answer::Same)),
        ("titles alike (Jaccard 0.4) in one file", titles_alike(corpus, rounds)),
        ("best cosine of rare words in one file, greedy", best_cosine(corpus, rounds)),
    ];
    let all_parts = || PARTS.iter().zip(parts).chain(PARTS_OF_THIRD.iter().zip(of_third));
    for (name, answered) in &rules {
        for (part, labels) in all_parts() {
            print_row(name, part, labels, rounds, answered);
        }
    }
    let in_neighbours: BTreeSet<Pair> = pairs(corpus, rounds)
        .into_iter()
        .filter(|(one, other)| rounds.position(one.run).abs_diff(rounds.position(other.run)) == 1)
        .map(|(one, other)| ordered(one, other))
        .collect();
    for (name, answered) in &rules {
        for (part, labels) in all_parts() {
            let name = format!("{name}, neighbouring rounds");
            print_row(&name, part, &labels.among(&in_neighbours), rounds, &(answered & &in_neighbours));
        }
    }
    let in_one_file: BTreeSet<Pair> = compare(corpus, rounds)
        .into_iter()
        .filter(|(_, evidence)| evidence.likeness.is_one_file)
        .map(|((one, other), _)| ordered(one, other))
        .collect();
    for (name, answered) in &rules {
        for (part, labels) in PARTS.iter().zip(parts).skip(2) {
            let name = format!("{name}, where both stand in one file");
            print_row(&name, part, &labels.among(&in_one_file), rounds, &(answered & &in_one_file));
        }
    }
    println!("\n| answer | part | answered | the same | regression | unsure | neither |");
    println!("|---|---|---:|---:|---:|---:|---:|");
    for (name, answer) in [("perhaps", Answer::Perhaps), ("regression", Answer::Regression)] {
        for (part, labels) in PARTS.iter().zip(parts) {
            let answered = within(&of(answer), labels, rounds);
            let count = |of: &BTreeSet<Pair>| answered.intersection(of).count();
            let [same, related, unsure] = [&labels.same, &labels.related, &labels.unsure].map(count);
            let neither = answered.len() - same - related - unsure;
            println!("| {name} | {part} | {} | {same} | {related} | {unsure} | {neither} |", answered.len());
        }
    }
}

/// The pairs of subjects that were labelled.
fn within(answered: &BTreeSet<Pair>, labels: &Labels, rounds: &Rounds) -> BTreeSet<Pair> {
    answered.iter().filter(|(one, _)| labels.subjects.contains(&rounds.subject(one.run))).copied().collect()
}

fn print_row(name: &str, part: &str, labels: &Labels, rounds: &Rounds, answered: &BTreeSet<Pair>) {
    let answered: BTreeSet<Pair> = within(answered, labels, rounds).difference(&labels.unsure).copied().collect();
    let right = answered.intersection(&labels.same).count();
    let related = answered.intersection(&labels.related).count();
    let precision = right as f64 / answered.len().max(1) as f64;
    let recall = right as f64 / labels.same.len().max(1) as f64;
    let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
    println!(
        "| {name} | {part} | {} | {} | {right} | {precision:.2} | {recall:.2} | {f1:.2} | {related} |",
        labels.same.len(),
        answered.len()
    );
}

/// Every two findings of two rounds of one subject, the run of the first older.
fn pairs(corpus: &Corpus, rounds: &Rounds) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for runs in rounds.subjects() {
        for (at, one) in runs.iter().enumerate() {
            for other in &runs[at + 1..] {
                for first in 0..corpus.runs[*one].findings.len() {
                    let second = 0..corpus.runs[*other].findings.len();
                    let of = |finding| (FindingAt { run: *one, finding: first }, FindingAt { run: *other, finding });
                    pairs.extend(second.map(of));
                }
            }
        }
    }
    pairs
}

fn titles_alike(corpus: &Corpus, rounds: &Rounds) -> BTreeSet<Pair> {
    let words = |at: FindingAt| -> BTreeSet<String> {
        let title = &corpus.runs[at.run].findings[at.finding].title;
        title
            .split(|sign: char| !sign.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let is_alike = |(one, other): &Pair| {
        let path = |at: &FindingAt| corpus.runs[at.run].findings[at.finding].path.clone().unwrap_or_default();
        let (here, there) = (words(*one), words(*other));
        is_one_file(&path(one), &path(other))
            && here.intersection(&there).count() as f64 >= 0.4 * here.union(&there).count() as f64
    };
    pairs(corpus, rounds).into_iter().filter(is_alike).map(|(one, other)| ordered(one, other)).collect()
}

/// Some reports name a file without its folder.
fn is_one_file(one: &str, other: &str) -> bool {
    let is_end = |path: &str, end: &str| !end.is_empty() && path.ends_with(&format!("/{end}"));
    one == other || is_end(one, other) || is_end(other, one)
}

/// The threshold is the best one for the labels of the first half.
fn best_cosine(corpus: &Corpus, rounds: &Rounds) -> BTreeSet<Pair> {
    const THRESHOLD: f64 = 0.3;
    let mut all = compare(corpus, rounds);
    all.retain(|(_, evidence)| evidence.likeness.is_one_file && evidence.likeness.words >= THRESHOLD);
    all.sort_by(|a, b| b.1.likeness.words.total_cmp(&a.1.likeness.words).then(a.0.cmp(&b.0)));
    let mut taken: BTreeSet<(FindingAt, usize)> = BTreeSet::new();
    let mut best = BTreeSet::new();
    for ((one, other), _) in all {
        if taken.contains(&(one, other.run)) || taken.contains(&(other, one.run)) {
            continue;
        }
        taken.extend([(one, other.run), (other, one.run)]);
        best.insert(ordered(one, other));
    }
    best
}

fn print_features(corpus: &Corpus, rounds: &Rounds, labels: &Labels) {
    for ((one, other), evidence) in compare(corpus, rounds) {
        if !labels.subjects.contains(&rounds.subject(one.run)) {
            continue;
        }
        let pair = ordered(one, other);
        let told = [("same", &labels.same), ("related", &labels.related), ("unsure", &labels.unsure)];
        let told = told.iter().find(|(_, of)| of.contains(&pair)).map_or("new", |(told, _)| told);
        let of_finding = |at: FindingAt| (&corpus.runs[at.run], &corpus.runs[at.run].findings[at.finding]);
        let stated = of_finding(other).1.lineage.continues();
        let is_stated = stated.is_some_and(|continues| {
            continues.finding == of_finding(one).1.id
                // What the text says as well is weighed.
                && (continues.run.is_some() || !evidence.is_left)
                && continues.round.is_none_or(|round| round == rounds.number(one.run))
        });
        let name = |at: FindingAt| format!("{}:{}", of_finding(at).0.id, of_finding(at).1.id);
        let features: Vec<String> = features(&evidence).iter().map(|feature| format!("{feature:.5}")).collect();
        println!(
            "{told} {} {} {} {} {} {} {}",
            rounds.subject(one.run),
            name(one),
            name(other),
            u8::from(is_stated),
            u8::from(evidence.is_left),
            u8::from(evidence.is_raised),
            features.join(" ")
        );
    }
}

fn print_errors(corpus: &Corpus, rounds: &Rounds, matches: &Matches, labels: &Labels) {
    let answered: BTreeSet<Pair> =
        matches.answers().filter(|pair| pair.answer == Answer::Same).map(|pair| ordered(pair.from, pair.to)).collect();
    let answered = within(&answered, labels, rounds);
    let shown = |at: FindingAt| {
        let finding = &corpus.runs[at.run].findings[at.finding];
        format!("{}:{} {}", corpus.runs[at.run].id, finding.id, finding.title)
    };
    for pair in answered.symmetric_difference(&labels.same).filter(|pair| !labels.unsure.contains(*pair)) {
        let what = if answered.contains(pair) { "wrong" } else { "missed" };
        println!("{what}\n  {}\n  {}", shown(pair.0), shown(pair.1));
    }
}

/// Time to compare, over archives whose changes have few rounds, and over one change of many.
fn print_costs() {
    println!("\n| archive | runs | findings | ms | µs a run |");
    println!("|---|---:|---:|---:|---:|");
    for (name, subjects, rounds_of_each) in [
        ("changes of 3 rounds", 400, 3),
        ("changes of 3 rounds", 1_600, 3),
        ("changes of 3 rounds", 6_400, 3),
        ("one change", 1, 250),
        ("one change", 1, 500),
        ("one change", 1, 1_000),
        ("one change", 1, 2_000),
    ] {
        let corpus = made_up(subjects, rounds_of_each);
        let rounds = Rounds::from_corpus(&corpus);
        let best = (0..3)
            .map(|_| {
                let start = Instant::now();
                std::hint::black_box(Matches::new(&corpus, &rounds));
                start.elapsed().as_secs_f64()
            })
            .fold(f64::INFINITY, f64::min);
        let (runs, findings) = (corpus.runs.len(), corpus.finding_count());
        println!("| {name} | {runs} | {findings} | {:.1} | {:.1} |", best * 1e3, best * 1e6 / runs as f64);
    }
}

/// Eight findings a run, of the words and names of a repository of a hundred files.
fn made_up(subjects: usize, rounds_of_each: usize) -> Corpus {
    let mut files = BTreeMap::new();
    let mut state = 7_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for subject in 0..subjects {
        for round in 0..rounds_of_each {
            let findings: Vec<String> = (0..8)
                .map(|number| {
                    let words: Vec<String> = (0..40).map(|_| format!("w{}", letters(next(3_000)))).collect();
                    let (file, line) = (next(100), 1 + next(900));
                    format!(
                        "{{\"id\":\"I{number}\",\"severity\":\"important\",\"title\":\"{} `name_{}`\",\"body\":\"{}\",\
                         \"locations\":[{{\"path\":\"src/f{file}.rs\",\"start_line\":{line}}}]}}",
                        words[..6].join(" "),
                        letters(next(500)),
                        words.join(" "),
                    )
                })
                .collect();
            let id = format!("r{subject:05}-{round:05}");
            let (day, minute) = (1 + round % 28, round % 60);
            let json = format!(
                "{{\"format\":\"pilcrow-review/1\",\"id\":\"{id}\",\"date\":\"2026-{:02}-{day:02}T10:{minute:02}:00Z\",\
                 \"subject\":{{\"repository\":\"o/n{}\",\"pull_request\":{}}},\"round\":{},\"reviewers\":[],\"findings\":[{}]}}",
                1 + (round / 28) % 12,
                subject % 4,
                subject + 1,
                round + 1,
                findings.join(",")
            );
            files.insert(format!("{id}.json"), json.into_bytes());
        }
    }
    scan(&Archive(files), None, &|| ()).value
}

/// A number as letters: words of prose have no digits.
fn letters(mut number: u64) -> String {
    let mut out = String::new();
    for _ in 0..4 {
        out.push(char::from(b'a' + u8::try_from(number % 26).expect("below 26")));
        number /= 26;
    }
    out
}
