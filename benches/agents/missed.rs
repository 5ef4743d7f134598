//! What is said to be missed, against what was.

use crate::world::{Change, Random, WORLD, World};
use pilcrow::internals::aggregate::{PanelCounts, missed, missed_interval};

/// An error of 1 percentage point at 95 %.
const ARCHIVES: usize = 500;

pub fn tables() {
    println!("\n## What three agents missed: {ARCHIVES} archives a row\n");
    println!(
        "| agents and problems | changes | truly missed | estimate | the interval holds what was missed | no interval | mean width |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|");
    let even = World { ease: 0.0, size: 1, slope: 0.0, spread: [0.0; 3] };
    let by_change = World { spread: [0.5, 0.4, 0.0], ..WORLD };
    let mut random = Random(7);
    for (name, world) in
        [("independent, all alike", even), ("changes differ", by_change), ("problems differ too", WORLD)]
    {
        for changes in [6, 12, 36, 72, 200] {
            row(name, &world, changes, &mut random);
        }
    }
}

fn row(name: &str, world: &World, changes: usize, random: &mut Random) {
    let (mut truly, mut said, mut held, mut none, mut width) = (0.0, 0.0, 0_usize, 0, 0.0);
    for _ in 0..ARCHIVES {
        let mut panels = Vec::with_capacity(changes);
        let mut not_found = 0;
        for _ in 0..changes {
            let change = Change::draw(world, &[0.0; 3], random);
            let finders = |by: &Vec<bool>| by.iter().filter(|found| **found).count();
            let of = |count: usize| change.found.iter().filter(|by| finders(by) == count).count();
            not_found += of(0);
            panels.push(vec![PanelCounts { size: 3, found: change.found.len() - of(0), by_one: of(1), by_two: of(2) }]);
        }
        truly += not_found as f64;
        let sum = panels.iter().flatten().fold(PanelCounts { size: 3, found: 0, by_one: 0, by_two: 0 }, |sum, of| {
            PanelCounts {
                size: 3,
                found: sum.found + of.found,
                by_one: sum.by_one + of.by_one,
                by_two: sum.by_two + of.by_two,
            }
        });
        said += missed(&[sum]).map_or(0.0, |missed| missed.value);
        let Some(interval) = missed_interval(&panels) else {
            none += 1;
            continue;
        };
        held += usize::from((interval.low..=interval.high).contains(&(not_found as f64)));
        width += interval.high - interval.low;
    }
    let told = ARCHIVES - none;
    println!(
        "| {name} | {changes} | {:.1} | {:.1} | {:.1} % | {none} | {:.1} |",
        truly / ARCHIVES as f64,
        said / ARCHIVES as f64,
        100.0 * held as f64 / told.max(1) as f64,
        width / told.max(1) as f64
    );
}
