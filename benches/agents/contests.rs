//! Agents ranked by each criterion, as pages do it: what the intervals hold, and how often one is called better.

use crate::memory::Archive;
use crate::world::{Change, Random, WORLD};
use pilcrow::Config;
use pilcrow::internals::aggregate::{By, Contest, Criterion, Field, Interval, Reading};
use pilcrow::internals::archive::scan;
use pilcrow::internals::model::Corpus;
use serde_json::{Value, json};

/// An error of 1 percentage point at 95 %.
const ARCHIVES: usize = 2000;
/// Archives are drawn from so many changes, over which the truth is what all of them say.
const CHANGES: usize = 20_000;

/// The second and the third are equal.
const ABILITIES: [f64; 4] = [0.25, 0.0, 0.0, -0.25];
const EQUAL: [usize; 2] = [1, 2];
const APART: [usize; 2] = [0, 3];
/// How likely one more finding of theirs is rejected.
const REJECTED: [f64; 4] = [0.5, 0.55, 0.55, 0.6];
/// Of critical, important and suggestion, of ten findings.
const SEVERITIES: [&str; 10] = [
    "critical",
    "important",
    "important",
    "important",
    "suggestion",
    "suggestion",
    "suggestion",
    "suggestion",
    "suggestion",
    "suggestion",
];

pub fn tables() {
    println!("\n## Agents by each criterion: {ARCHIVES} archives a row\n");
    println!(
        "| criterion | changes | coverage: one alone | two equal ones | two that differ | truly by | equal ones: either is better | different ones: the better one is | the other is | detectable, as it says | changes needed, as it says (median) |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    let mut random = Random(8);
    let corpus = corpus(&mut random);
    let field = Field::from_corpus(&corpus);
    for criterion in Criterion::RANKING {
        let truth = contest(&field, &(0..CHANGES).collect::<Vec<_>>(), criterion);
        for changes in [5, 8, 12, 36, 72] {
            row(&field, &truth, changes, &mut random);
        }
    }
}

fn contest(field: &Field<'_>, changes: &[usize], criterion: Criterion) -> Contest {
    let sittings: Vec<_> = changes.iter().map(|at| &field.sittings[*at]).collect();
    Contest::over(field, &sittings, By::Agent, criterion, &Config::default().weights)
}

/// How often something held, of how many times it was asked.
#[derive(Default)]
struct Share(usize, usize);

impl Share {
    fn add(&mut self, holds: bool) {
        self.0 += usize::from(holds);
        self.1 += 1;
    }

    fn percent(&self) -> String {
        if self.1 == 0 { "none".to_owned() } else { format!("{:.1} %", 100.0 * self.0 as f64 / self.1 as f64) }
    }
}

fn row(field: &Field<'_>, truth: &Contest, changes: usize, random: &mut Random) {
    let holds = |interval: Interval, value: f64| (interval.low..=interval.high).contains(&value);
    let difference = |of: [usize; 2]| truth.duel(of[0], of[1]).map_or(0.0, |duel| duel.value);
    let [mut alone, mut equal, mut apart, mut false_alarm, mut better, mut worse] = [const { Share(0, 0) }; 6];
    let (mut detectable, mut needed) = (Vec::new(), Vec::new());
    for _ in 0..ARCHIVES {
        let contest = contest(field, &drawn(changes, random), truth.criterion);
        for agent in 0..ABILITIES.len() {
            let known = truth.value(agent).zip(contest.value(agent).and_then(|measured| measured.interval));
            if let Some((truth, interval)) = known {
                alone.add(holds(interval, truth.value));
            }
        }
        for (of, held) in [(EQUAL, &mut equal), (APART, &mut apart)] {
            if let Some(interval) = contest.duel(of[0], of[1]).and_then(|duel| duel.alone) {
                held.add(holds(interval, difference(of)));
            }
        }
        let reading = |of: [usize; 2]| contest.duel(of[0], of[1]).map_or(Reading::NotEnough, |duel| duel.reading());
        false_alarm.add(matches!(reading(EQUAL), Reading::Better(_)));
        better.add(reading(APART) == Reading::Better(0));
        worse.add(reading(APART) == Reading::Better(1));
        if let Some(duel) = contest.duel(APART[0], APART[1]) {
            detectable.extend(duel.detectable());
            needed.extend(duel.needed(difference(APART)));
        }
    }
    needed.sort_unstable();
    let (factor, unit) = if truth.criterion.is_share() { (100.0, "points") } else { (1.0, "a review") };
    let [alone, equal, apart, false_alarm, better, worse] =
        [alone, equal, apart, false_alarm, better, worse].map(|share| share.percent());
    println!(
        "| {} | {changes} | {alone} | {equal} | {apart} | {:+.1} {unit} | {false_alarm} | {better} | {worse} | {:.1} {unit} | {} |",
        truth.criterion.word(),
        factor * difference(APART),
        factor * detectable.iter().sum::<f64>() / detectable.len().max(1) as f64,
        needed.get(needed.len() / 2).map_or_else(|| "none".to_owned(), ToString::to_string)
    );
}

/// So many different changes.
fn drawn(changes: usize, random: &mut Random) -> Vec<usize> {
    let mut drawn: Vec<usize> = Vec::with_capacity(changes);
    while drawn.len() < changes {
        let at = random.below(CHANGES);
        if !drawn.contains(&at) {
            drawn.push(at);
        }
    }
    drawn
}

/// Reviews of a change each, by all agents, with everything judged.
fn corpus(random: &mut Random) -> Corpus {
    let runs = (0..CHANGES).map(|number| {
        let run = run(number, random);
        (format!("run-{number}.json"), run.to_string().into_bytes())
    });
    let checked = scan(&Archive(runs.collect()), None, &|| {});
    assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
    checked.value
}

fn run(number: usize, random: &mut Random) -> Value {
    let agent = |at: usize| json!({"agent": format!("agent-{at}")});
    let finding = |assessment: &str, by: Vec<usize>, random: &mut Random| {
        json!({"severity": SEVERITIES[random.below(SEVERITIES.len())], "assessment": assessment, "title": "a finding",
               "found_by": by.into_iter().map(agent).collect::<Vec<_>>()})
    };
    let change = Change::draw(&WORLD, &ABILITIES, random);
    let mut findings: Vec<Value> = Vec::new();
    for by in change.known() {
        findings.push(finding("confirmed", (0..by.len()).filter(|at| by[*at]).collect(), random));
    }
    for (at, chance) in REJECTED.into_iter().enumerate() {
        while random.chance(chance) {
            findings.push(finding("false-positive", vec![at], random));
        }
    }
    for (at, finding) in findings.iter_mut().enumerate() {
        finding["id"] = format!("I{at}").into();
    }
    json!({"format": "pilcrow-review/1", "id": format!("run-{number}"), "date": "2026-01-05",
           "subject": {"repository": "o/n", "pull_request": number + 1},
           "reviewers": (0..ABILITIES.len()).map(agent).collect::<Vec<_>>(), "findings": findings})
}
