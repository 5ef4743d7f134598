//! How often the 95 % intervals hold the truth: archives are simulated whose truth is known, always the same ones.
//!
//! `cargo bench --bench coverage` prints the tables in some ten seconds. 4,000 archives leave an error of 0.7 percentage
//! points (two standard errors at 95 %). What lies outside 93 to 97 % is marked: `<` claims too much, `>` too little.
//!
//! A subject has 1 to about 30 findings, 8 on average. Findings of a subject go together: each is drawn from an urn to
//! which a ball of the drawn colour is added (Pólya), which makes their number beta-binomial with the correlation of any
//! two of them that is stated.

#![expect(clippy::disallowed_macros, reason = "a benchmark prints its table")]
#![expect(clippy::cast_precision_loss, reason = "counts of findings")]

use pilcrow::aggregate::interval::{Cluster, Interval, proportion, wilson};
use pilcrow::aggregate::paired::{Difference, Shared, difference, mcnemar};
use pilcrow::aggregate::rating::{Game, ratings};

const ARCHIVES: usize = 4_000;
const CORRELATIONS: [f64; 4] = [0.0, 0.05, 0.2, 0.5];
const SUBJECTS: [usize; 5] = [5, 10, 20, 50, 200];
/// What both agents, only the first and only the second find; their recalls differ in every other row.
const PAIRS: [[f64; 3]; 6] =
    [[0.2, 0.3, 0.3], [0.2, 0.5, 0.2], [0.0, 0.8, 0.8], [0.0, 0.9, 0.5], [0.05, 0.05, 0.05], [0.1, 0.1, 0.03]];

fn main() {
    proportions();
    differences();
    strengths();
}

fn proportions() {
    let mut random = Random(1);
    println!("\nA proportion of {ARCHIVES} archives: coverage and mean width, over subjects and as if independent\n");
    println!("correlation     p  subjects   clustered  width   independent  width");
    for (correlation, share, subjects) in settings(&[0.03, 0.1, 0.3, 0.5, 0.8]) {
        let (mut clustered, mut plain) = (Tally::default(), Tally::default());
        for _ in 0..ARCHIVES {
            let archive: Vec<Cluster> = (0..subjects)
                .map(|_| {
                    let out_of = random.findings();
                    let mut urn = Urn::new(share, correlation);
                    Cluster { hits: (0..out_of).filter(|_| urn.draw(&mut random)).count(), out_of }
                })
                .collect();
            let Some(estimate) = proportion(&archive) else { continue };
            clustered.add(estimate.interval, share);
            plain.extend(wilson(estimate.hits, estimate.out_of), share);
        }
        println!("{correlation:11.2} {share:5.2} {subjects:9}   {clustered}   {plain}");
    }
}

fn differences() {
    let mut random = Random(2);
    println!(
        "\nThe difference of two recalls in {ARCHIVES} archives, and how often an equal recall is called different at 5 %\n"
    );
    println!("correlation  recalls    subjects   clustered  width   independent  width   McNemar  clustered p");
    for (correlation, pair, subjects) in settings(&PAIRS) {
        let [together, first, second] = pair;
        let recall = |own: f64| together + (1.0 - together) * own;
        let truth = recall(first) - recall(second);
        let (mut clustered, mut plain) = (Tally::default(), Tally::default());
        let mut claims = [0_usize; 2];
        for _ in 0..ARCHIVES {
            let archive: Vec<Shared> = (0..subjects).map(|_| shared(pair, correlation, &mut random)).collect();
            let Some(difference) = difference(&archive) else { continue };
            clustered.extend(difference.interval, truth);
            plain.add(paired_wald(&difference), truth);
            claims[0] += usize::from(mcnemar(difference.only_first, difference.only_second) < 0.05);
            claims[1] += usize::from(difference.p.is_some_and(|p| p < 0.05));
        }
        let recalls = format!("{:.2} {:.2}", recall(first), recall(second));
        let claims = if truth.abs() < f64::EPSILON {
            claims.map(|claims| format!("{:5.1} %", 100.0 * claims as f64 / ARCHIVES as f64)).join("      ")
        } else {
            String::new()
        };
        println!("{correlation:11.2}  {recalls}  {subjects:9}   {clustered}   {plain}   {claims}");
    }
}

fn shared([together, first, second]: [f64; 3], correlation: f64, random: &mut Random) -> Shared {
    let mut urns = [together, first, second].map(|share| Urn::new(share, correlation));
    let mut shared = Shared::default();
    for _ in 0..random.findings() {
        let [together, first, second] = urns.each_mut().map(|urn| urn.draw(random));
        *match (together || first, together || second) {
            (true, true) => &mut shared.both,
            (true, false) => &mut shared.only_first,
            (false, true) => &mut shared.only_second,
            (false, false) => &mut shared.neither,
        } += 1;
    }
    shared
}

/// The textbook interval of independent pairs.
fn paired_wald(of: &Difference) -> Interval {
    let (apart, pool) = ((of.only_first + of.only_second) as f64, of.pool as f64);
    let half = 1.96 * ((apart / pool - of.value * of.value) / pool).sqrt();
    Interval { low: of.value - half, high: of.value + half }
}

/// Five agents, 100 points apart, two of whom meet one to three times in a subject. A game repeats the one before it with
/// the probability that is stated as the correlation.
fn strengths() {
    let mut random = Random(3);
    println!(
        "\nThe rating of five agents in {ARCHIVES} archives, 100 points apart; archives that rate not all are left out\n"
    );
    println!("correlation  subjects   first agent   middle agent");
    for correlation in [0.0, 0.5, 0.9] {
        for subjects in [30, 60, 200] {
            let mut tallies = [Tally::default(), Tally::default()];
            for _ in 0..ARCHIVES {
                let rated = ratings(5, &games(subjects, correlation, &mut random));
                if rated.iter().any(|rating| rating.is_none_or(|rating| rating.group > 0)) {
                    continue;
                }
                for (tally, (agent, truth)) in tallies.iter_mut().zip([(0, 1200.0), (2, 1000.0)]) {
                    tally.extend(rated[agent].and_then(|rating| rating.interval), truth);
                }
            }
            println!("{correlation:11.2} {subjects:9}   {}   {}", tallies[0], tallies[1]);
        }
    }
}

fn games(subjects: usize, correlation: f64, random: &mut Random) -> Vec<Game> {
    let mut games = Vec::new();
    for subject in 0..subjects {
        let first = random.below(5);
        let second = (first + 1 + random.below(4)) % 5;
        let chance = 1.0 / (1.0 + 10_f64.powf((first as f64 - second as f64) * 100.0 / 400.0));
        let mut won = random.chance(chance);
        for _ in 0..=random.below(3) {
            won = if random.chance(correlation) { won } else { random.chance(chance) };
            games.push(Game { first, second, score: if won { 1.0 } else { 0.0 }, subject });
        }
    }
    games
}

fn settings<T: Copy>(truths: &[T]) -> Vec<(f64, T, usize)> {
    let of =
        |correlation| truths.iter().flat_map(move |truth| SUBJECTS.map(|subjects| (correlation, *truth, subjects)));
    CORRELATIONS.into_iter().flat_map(of).collect()
}

/// How often an interval held the truth, and how wide it was.
#[derive(Default)]
struct Tally {
    archives: usize,
    held: usize,
    widths: f64,
}

impl Tally {
    fn add(&mut self, interval: Interval, truth: f64) {
        self.archives += 1;
        self.held += usize::from((interval.low..=interval.high).contains(&truth));
        self.widths += interval.high - interval.low;
    }

    fn extend(&mut self, interval: Option<Interval>, truth: f64) {
        if let Some(interval) = interval {
            self.add(interval, truth);
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let held = 100.0 * self.held as f64 / self.archives as f64;
        let mark = if held < 93.0 {
            '<'
        } else if held > 97.0 {
            '>'
        } else {
            ' '
        };
        write!(out, "{held:6.1} % {mark} {:7.3}", self.widths / self.archives as f64)
    }
}

/// Yes or no, each answer making its like likelier.
struct Urn {
    yes: f64,
    all: f64,
    added: f64,
}

impl Urn {
    fn new(share: f64, correlation: f64) -> Self {
        Self { yes: share * (1.0 - correlation), all: 1.0 - correlation, added: correlation }
    }

    fn draw(&mut self, random: &mut Random) -> bool {
        let yes = random.chance(self.yes / self.all);
        self.yes += if yes { self.added } else { 0.0 };
        self.all += self.added;
        yes
    }
}

/// `SplitMix64` (Steele, Lea & Flood 2014, OOPSLA).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn chance(&mut self, chance: f64) -> bool {
        ((self.next() >> 11) as f64 / (1_u64 << 53) as f64) < chance
    }

    /// A number below a few, each as likely.
    fn below(&mut self, end: u64) -> usize {
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// 1 and two geometric numbers of mean 3.5: most subjects are small, some are large.
    fn findings(&mut self) -> usize {
        let mut findings = 1;
        for _ in 0..2 {
            while self.chance(3.5 / 4.5) {
                findings += 1;
            }
        }
        findings
    }
}
