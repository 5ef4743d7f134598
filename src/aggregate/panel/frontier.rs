//! What more coverage takes: the panels that no other beats, by false alarms, time or cost.

use super::advice::shared;
use super::choice::{LARGEST, less};
use super::panels::Panel;
use super::shared::Shared;
use crate::aggregate::field::Sitting;
use crate::aggregate::pairs::FEWEST_SUBJECTS;
use std::collections::BTreeSet;

/// The most panels that are shown, and that are of the line, whatever the archive.
const MOST_SHOWN: usize = 16;
const MOST_ON: usize = 11;

/// Panels by what they take and cover. Named by their place in the list that was given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frontier {
    /// Those that no other beats: cheapest first, each further one covers more. Of many, those that cover most of their size
    /// and the largest steps.
    pub on: Vec<usize>,
    /// How many of them are left out.
    pub left_out: usize,
    /// Some that others beat: those that cover most of their size, the next best of the sizes on the line, then others.
    pub beside: Vec<usize>,
    /// Two that cannot be told apart in coverage: neighbours on the line, and one on it with the next best of its size.
    pub tied: Vec<[usize; 2]>,
}

impl Frontier {
    /// Over these sittings, which are those that the panels were counted over; `best` are those that cover most of their size.
    #[must_use]
    pub fn new(panels: &[Panel], best: &[usize], sittings: &[&Sitting], price: Price) -> Self {
        let all = frontier(panels, price, FEWEST_SUBJECTS);
        let covers = |at: usize| panels[at].coverage.map_or(0.0, |coverage| coverage.value);
        let is_off = |at: &usize| {
            let is_enough = panels[*at].coverage.is_some_and(|coverage| coverage.clusters >= FEWEST_SUBJECTS);
            is_enough && price.of(&panels[*at]).is_some() && !all.contains(at)
        };
        let mut off: Vec<usize> = (0..panels.len()).filter(is_off).collect();
        off.sort_by(|a, b| covers(*b).total_cmp(&covers(*a)).then(a.cmp(b)));
        let on = thinned(all.clone(), best, covers);
        let size = |at: usize| panels[at].members.len();
        let next = |at: &usize| off.iter().copied().find(|other| size(*other) == size(*at));
        let small = |at: &&usize| size(**at) <= LARGEST && off.contains(*at);
        let mut beside: Vec<usize> = best.iter().filter(small).copied().collect();
        beside.extend(on.iter().filter_map(next));
        beside.extend(&off);
        let mut known = BTreeSet::new();
        beside.retain(|at| known.insert(*at));
        beside.truncate(MOST_SHOWN - on.len());
        let runs = shared(sittings);
        let runs: Vec<&Shared> = runs.iter().collect();
        let is_tied = |[one, other]: &[usize; 2]| {
            let gap = less(&runs, &panels[*one].members, &panels[*other].members);
            gap.is_some_and(|gap| gap.interval.low <= 0.0 && 0.0 <= gap.interval.high)
        };
        let neighbours = on.windows(2).map(|pair| [pair[0], pair[1]]);
        let beside_it = on.iter().filter_map(|at| Some([*at, next(at).filter(|next| beside.contains(next))?]));
        let tied = neighbours.chain(beside_it).filter(is_tied).collect();
        Self { tied, left_out: all.len() - on.len(), on, beside }
    }
}

/// The smallest steps are left out first, of panels that others of their size beat before any other; never the first or last.
fn thinned(mut on: Vec<usize>, best: &[usize], covers: impl Fn(usize) -> f64) -> Vec<usize> {
    while on.len() > MOST_ON {
        let step = |at: usize| covers(on[at]) - covers(on[at - 1]);
        let key = |at: &usize| (best.contains(&on[*at]), step(*at));
        let least = (1..on.len() - 1).min_by(|a, b| {
            let (a, b) = (key(a), key(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        match least {
            Some(at) => _ = on.remove(at),
            None => break,
        }
    }
    on
}

/// What a panel may be weighed against what it covers by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Price {
    /// Findings a review that did not stand.
    FalseAlarms,
    /// Seconds of the slowest, in the middle.
    Time,
    /// US dollars a review.
    Cost,
}

impl Price {
    /// All of them, in the order of the site.
    pub const ALL: [Self; 3] = [Self::FalseAlarms, Self::Time, Self::Cost];

    /// The word for it in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::FalseAlarms => "false-alarms",
            Self::Time => "time",
            Self::Cost => "cost",
        }
    }

    /// What a panel takes of it; `None`: not recorded.
    #[must_use]
    pub fn of(self, panel: &Panel) -> Option<f64> {
        match self {
            Self::FalseAlarms => panel.false_alarms,
            Self::Time => panel.duration.map(|duration| duration.value),
            Self::Cost => panel.cost,
        }
    }
}

/// The places of panels that no other beats in both: cheapest first, each further one covers more. Those whose price is not
/// known, or that have reviewed fewer than `fewest` changes with a finding, are not among them.
#[must_use]
pub fn frontier(panels: &[Panel], price: Price, fewest: usize) -> Vec<usize> {
    let point = |(at, panel): (usize, &Panel)| Some((price.of(panel)?, panel.coverage?.value, at));
    let able = panels
        .iter()
        .enumerate()
        .filter(|(_, panel)| panel.coverage.is_some_and(|coverage| coverage.clusters >= fewest));
    let mut points: Vec<(f64, f64, usize)> = able.filter_map(point).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    let mut most = f64::NEG_INFINITY;
    let mut frontier = Vec::new();
    for (_, coverage, at) in points {
        if coverage > most {
            most = coverage;
            frontier.push(at);
        }
    }
    frontier
}
