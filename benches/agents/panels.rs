//! Whether the panel that is named is as good as it says, and what is said to be missed.

use crate::world::{Change, Random, WORLD};
use pilcrow::internals::aggregate::{Choice, FEWEST_SUBJECTS, Marks, Shared, choice};

/// An error of 2 percentage points at 90 %.
const ARCHIVES: usize = 400;
const TRUTH: usize = 20_000;

/// What people know of besides.
const PEOPLE: f64 = -1.5;

pub fn tables() {
    println!("\n## The panel that is named: {ARCHIVES} archives a row\n");
    println!(
        "| agents | abilities | each is there | changes | named | within 2 points of the best | of the best that five changes hold | mean loss | agents named | would suffice | coverage in sample | out of sample, as it says | truly |"
    );
    println!("|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    let mut random = Random(6);
    for (abilities, there) in [
        (&[0.6, 0.0, -0.2][..], 1.0),
        (&[0.3, 0.2, 0.1, 0.0], 1.0),
        (&[1.5, -1.0, -1.2, -1.5, -2.0], 1.0),
        (&[0.5, 0.3, 0.0, -0.3, -0.6, -1.0], 1.0),
        (&[0.5, 0.3, 0.0, -0.3, -0.6, -1.0], 0.8),
        (&[0.6, 0.0, -0.2], 0.6),
        (&[0.3, 0.2, 0.1, 0.0], 0.5),
        (&[0.5, 0.3, 0.0, -0.3, -0.6, -1.0], 0.5),
    ] {
        let truth = Truth::new(abilities, &mut random);
        for changes in [4, 12, 20, 36, 72, 200] {
            row(abilities, there, changes, &truth, &mut random);
        }
    }
}

fn row(abilities: &[f64], there: f64, changes: usize, truth: &Truth, random: &mut Random) {
    let (mut named, mut within, mut within_known, mut loss, mut size) = (0_usize, 0_usize, 0_usize, 0.0, 0);
    let (mut inside, mut outside, mut truly) = (0.0, 0.0, 0.0);
    for _ in 0..ARCHIVES {
        let runs = (0..changes).map(|subject| shared(subject, abilities, there, random));
        // Reviews by one agent alone are in no panel.
        let runs: Vec<Shared> = runs.filter(|run| run.found.len() > 1).collect();
        let (candidates, Choice::Run(at)) = choice(&runs, 6) else { continue };
        let members = &candidates[at].members;
        let off = truth.best() - truth.covers(members);
        named += 1;
        within += usize::from(off <= 0.02);
        within_known += usize::from(truth.best_known(&runs) - truth.covers(members) <= 0.02);
        loss += off;
        size += members.len();
        inside += candidates[at].coverage.value;
        outside += candidates[at].out_of_sample.map_or(0.0, |coverage| coverage.value);
        truly += truth.covers(members);
    }
    let of_named = |count: usize| match named {
        0 => "none".to_owned(),
        _ => format!("{:.1} %", 100.0 * count as f64 / named as f64),
    };
    let points = |sum: f64| format!("{:.1}", 100.0 * sum / named.max(1) as f64);
    println!(
        "| {} | {} | {:.0} % | {changes} | {:.1} % | {} | {} | {} | {:.2} | {} | {} | {} | {} |",
        abilities.len(),
        abilities.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        100.0 * there,
        100.0 * named as f64 / ARCHIVES as f64,
        of_named(within),
        of_named(within_known),
        points(loss),
        size as f64 / named.max(1) as f64,
        truth.smallest(0.02),
        points(inside),
        points(outside),
        points(truly)
    );
}

/// A run of the agents that are there, each as likely; what is known is what they or people found.
fn shared(subject: usize, abilities: &[f64], there: f64, random: &mut Random) -> Shared {
    let with_people: Vec<f64> = abilities.iter().copied().chain([PEOPLE]).collect();
    let change = Change::draw(&WORLD, &with_people, random);
    let panel: Vec<usize> = (0..abilities.len()).filter(|_| there >= 1.0 || random.chance(there)).collect();
    let finders = |by: &&Vec<bool>| by[abilities.len()] || panel.iter().any(|agent| by[*agent]);
    let known: Vec<&Vec<bool>> = change.known().filter(finders).collect();
    let found = |agent: &usize| (*agent, Marks::from_flags(known.iter().map(|by| by[*agent])));
    Shared { subject, pool: known.len(), found: panel.iter().map(found).collect() }
}

/// What every panel truly covers, by the bits of its agents.
struct Truth(Vec<f64>);

impl Truth {
    fn new(abilities: &[f64], random: &mut Random) -> Self {
        let mut covered = vec![0_usize; 1 << abilities.len()];
        let mut all = 0;
        for subject in 0..TRUTH {
            let run = shared(subject, abilities, 1.0, random);
            all += run.pool;
            for finding in 0..run.pool {
                let by = run
                    .found
                    .iter()
                    .filter(|(_, found)| found.holds(finding))
                    .fold(0, |by, (agent, _)| by | 1 << agent);
                for (panel, covered) in covered.iter_mut().enumerate() {
                    *covered += usize::from(panel & by != 0);
                }
            }
        }
        Self(covered.into_iter().map(|covered| covered as f64 / all as f64).collect())
    }

    fn covers(&self, members: &[usize]) -> f64 {
        self.0[members.iter().fold(0, |panel, agent| panel | 1 << agent)]
    }

    fn best(&self) -> f64 {
        self.0.iter().copied().fold(0.0, f64::max)
    }

    /// Of the best among those that as many changes hold as anything is said of.
    fn best_known(&self, runs: &[Shared]) -> f64 {
        let is_known = |panel: &usize| {
            let has_all = |run: &&Shared| {
                run.pool > 0 && run.found.iter().fold(0, |there, (agent, _)| there | 1 << agent) & panel == *panel
            };
            runs.iter().filter(has_all).count() >= FEWEST_SUBJECTS
        };
        (1..self.0.len()).filter(is_known).map(|panel| self.0[panel]).fold(0.0, f64::max)
    }

    /// The fewest agents that lose no more.
    fn smallest(&self, may_lose: f64) -> u32 {
        let able = (0..self.0.len()).filter(|panel| self.0[*panel] >= self.best() - may_lose);
        able.map(usize::count_ones).min().unwrap_or(0)
    }
}
