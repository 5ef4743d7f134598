//! Whether a new version is better: with agents that did not change beside it, without, and with no label at all.

use crate::world::{Change, Random, WORLD, World};
use pilcrow::internals::aggregate::{Gains, Interval, change_point, detectable, gap, moved};

/// An error of 0.5 percentage points at 5 %.
const ARCHIVES: usize = 2000;
/// So many changes give the truth to about 0.1 points.
const TRUTH: usize = 200_000;

/// One that did not change, and two others that did not either.
const ANCHOR: f64 = 0.0;
const OTHERS: [f64; 2] = [-0.5, 0.2];

pub fn tables() {
    intervals();
    false_alarms();
    power();
    drift();
}

/// Changes of one time, from the agent's side: against one anchor, against three, and against none.
fn era(world: &World, ability: f64, anchor: f64, changes: usize, first: usize, random: &mut Random) -> [Vec<Gains>; 3] {
    let abilities = [ability, anchor, OTHERS[0], OTHERS[1]];
    let mut sides = [1, 3, 0].map(|anchors| (anchors, Vec::with_capacity(changes)));
    for subject in first..first + changes {
        let change = Change::draw(world, &abilities, random);
        for (anchors, gains) in &mut sides {
            let mut of_change = Gains { subject, ..Gains::default() };
            for by in change.known() {
                let others = by[1..=*anchors].iter().filter(|found| **found).count() as f64;
                let gain = f64::from(u8::from(by[0])) - others / (*anchors).max(1) as f64;
                of_change.sum += gain;
                of_change.squares += gain * gain;
                of_change.findings += 1;
            }
            gains.push(of_change);
        }
    }
    sides.map(|(_, gains)| gains)
}

/// The two worlds before and after: `harder` on the scale of logits.
fn worlds(harder: f64) -> [World; 2] {
    [WORLD, World { ease: WORLD.ease - harder, ..WORLD }]
}

fn mean(gains: &[Gains]) -> f64 {
    gains.iter().map(|gains| gains.sum).sum::<f64>() / gains.iter().map(|gains| gains.findings as f64).sum::<f64>()
}

fn percent(part: usize, of: usize) -> String {
    format!("{:.1} %", 100.0 * part as f64 / of as f64)
}

fn intervals() {
    println!("\n## Intervals of the anchored change: {ARCHIVES} archives a row\n");
    println!(
        "| changes before, after | abilities before, after | changes harder by | coverage | mean half width | gap of one time |"
    );
    println!("|---|---|---:|---:|---:|---:|");
    let mut random = Random(1);
    for [before, after] in [[6, 6], [12, 12], [36, 36], [100, 20], [150, 150]] {
        for ([old, new], harder) in [([0.0, 0.0], 0.0), ([0.0, 0.6], 0.0), ([-0.4, 0.8], 0.7)] {
            let [earlier, later] = worlds(harder);
            let one = mean(&era(&earlier, old, ANCHOR, TRUTH, 0, &mut random)[0]);
            let two = mean(&era(&later, new, ANCHOR, TRUTH, 0, &mut random)[0]);
            let (mut held, mut held_one, mut width, mut all) = (0, 0, 0.0, 0);
            for _ in 0..ARCHIVES {
                let [earlier, ..] = era(&earlier, old, ANCHOR, before, 0, &mut random);
                let [later, ..] = era(&later, new, ANCHOR, after, before, &mut random);
                let Some(moved) = moved(&later, &earlier) else { continue };
                all += 1;
                held += usize::from((moved.interval.low..=moved.interval.high).contains(&(two - one)));
                width += (moved.interval.high - moved.interval.low) / 2.0;
                let single = gap(&later).map(|gap| (gap.interval.low..=gap.interval.high).contains(&two));
                held_one += usize::from(single == Some(true));
            }
            println!(
                "| {before}, {after} | {old}, {new} | {harder} | {} | {:.1} points | {} |",
                percent(held, all),
                100.0 * width / all as f64,
                percent(held_one, all)
            );
        }
    }
}

fn false_alarms() {
    println!(
        "\n## False alarms: the agent did not change, the changes did, {ARCHIVES} archives a row, 36 changes before and 36 after\n"
    );
    println!(
        "| ability of the agent | of the anchor | changes harder by | its gap truly moved by | one anchor: better | worse | three anchors: better | worse | plain: better | worse |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    let mut random = Random(2);
    for (ability, anchor) in [(0.0, 0.0), (0.5, 0.0), (0.0, 0.5)] {
        for harder in [0.0, 0.5, 1.0] {
            let [earlier, later] = worlds(harder);
            let before = mean(&era(&earlier, ability, anchor, TRUTH, 0, &mut random)[0]);
            let drifted = mean(&era(&later, ability, anchor, TRUTH, 0, &mut random)[0]) - before;
            let mut claims = [[0; 2]; 3];
            for _ in 0..ARCHIVES {
                let earlier = era(&earlier, ability, anchor, 36, 0, &mut random);
                let later = era(&later, ability, anchor, 36, 36, &mut random);
                for (claims, (later, earlier)) in claims.iter_mut().zip(later.iter().zip(&earlier)) {
                    let Some(moved) = moved(later, earlier).filter(|moved| moved.p < 0.05) else { continue };
                    claims[usize::from(moved.value < 0.0)] += 1;
                }
            }
            let [anchored, by_three, plain] =
                claims.map(|claims| claims.map(|claims| percent(claims, ARCHIVES)).join(" | "));
            println!(
                "| {ability} | {anchor} | {harder} | {:+.1} points | {anchored} | {by_three} | {plain} |",
                100.0 * drifted
            );
        }
    }
}

/// Of an interval that nothing cut.
fn detectable_by(interval: Interval, error: f64) -> f64 {
    detectable((interval.high - interval.low) / 2.0, error)
}

fn power() {
    println!("\n## Power: {ARCHIVES} archives a row, so many changes before and so many after\n");
    println!(
        "| changes | problems | truly better by | one anchor: better | worse | three anchors: better | worse | plain: better | worse | detectable with three, as it says |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    let mut random = Random(3);
    for (changes, size) in [(12, 1), (36, 1), (72, 1), (36, 3), (72, 3)] {
        for ability in [0.0, 0.45, 0.9] {
            let world = World { size, ..WORLD };
            let before = mean(&era(&world, 0.0, ANCHOR, TRUTH, 0, &mut random)[1]);
            let truth = mean(&era(&world, ability, ANCHOR, TRUTH, 0, &mut random)[1]) - before;
            let (mut claims, mut seen) = ([[0; 2]; 3], 0.0);
            for _ in 0..ARCHIVES {
                let earlier = era(&world, 0.0, ANCHOR, changes, 0, &mut random);
                let later = era(&world, ability, ANCHOR, changes, changes, &mut random);
                for (side, (later, earlier)) in later.iter().zip(&earlier).enumerate() {
                    let Some(moved) = moved(later, earlier) else { continue };
                    if side == 1 {
                        seen += detectable_by(moved.interval, moved.error);
                    }
                    if moved.p < 0.05 {
                        claims[side][usize::from(moved.value < 0.0)] += 1;
                    }
                }
            }
            let [anchored, by_three, plain] =
                claims.map(|claims| claims.map(|claims| percent(claims, ARCHIVES)).join(" | "));
            println!(
                "| {changes} + {changes} | {} a change | {:+.1} points | {anchored} | {by_three} | {plain} | {:.1} points |",
                8 * size,
                100.0 * truth,
                100.0 * seen / ARCHIVES as f64
            );
        }
    }
}

fn drift() {
    println!("\n## Drift without a label: 1000 archives a row, level 5 %\n");
    println!(
        "| changes | step after half of them | changes harder by then | asked | within an eighth of the changes |"
    );
    println!("|---:|---:|---:|---:|---:|");
    let mut random = Random(4);
    for changes in [24, 72, 200] {
        for (step, harder) in [(0.0, 0.0), (0.0, 0.7), (0.62, 0.0), (-0.95, 0.0)] {
            let [earlier, later] = worlds(harder);
            let (mut asked, mut near) = (0, 0);
            for _ in 0..1000 {
                let [mut all, ..] = era(&earlier, 0.0, ANCHOR, changes / 2, 0, &mut random);
                let [rest, ..] = era(&later, step, ANCHOR, changes / 2, changes, &mut random);
                all.extend(rest);
                let Some(point) = change_point(&all, 0.05) else { continue };
                asked += 1;
                near += usize::from(point.at.abs_diff(changes / 2) <= changes / 8);
            }
            println!(
                "| {changes} | {step:+} | {harder} | {} | {} |",
                percent(asked, 1000),
                percent(near, asked.max(1))
            );
        }
    }
}
