//! What more coverage takes: the panels that no other beats, by false alarms, time or cost.

use super::advice::shared;
use super::choice::{Shared, less};
use super::field::Sitting;
use super::pairs::FEWEST_SUBJECTS;
use super::panels::Panel;

/// The most panels that are shown, whatever the archive.
const MOST_SHOWN: usize = 16;

/// Panels by what they take and cover. Named by their place in the list that was given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frontier {
    /// Those that no other beats: cheapest first, each further one covers more.
    pub on: Vec<usize>,
    /// Some that others beat: the next best of the sizes on it, then those that cover most.
    pub beside: Vec<usize>,
    /// Two that cannot be told apart in coverage: neighbours on the frontier, and one on it with the next best of its size.
    pub tied: Vec<[usize; 2]>,
}

impl Frontier {
    /// Over these sittings, which are those that the panels were counted over.
    #[must_use]
    pub fn new(panels: &[Panel], sittings: &[&Sitting], price: Price) -> Self {
        let on = frontier(panels, price, FEWEST_SUBJECTS);
        let is_off = |at: &usize| {
            let panel = &panels[*at];
            panel.coverage.is_some_and(|coverage| coverage.clusters >= FEWEST_SUBJECTS)
                && price.of(panel).is_some()
                && !on.contains(at)
        };
        let covers = |at: usize| panels[at].coverage.map_or(0.0, |coverage| coverage.value);
        let mut off: Vec<usize> = (0..panels.len()).filter(is_off).collect();
        off.sort_by(|a, b| covers(*b).total_cmp(&covers(*a)).then(a.cmp(b)));
        let size = |at: usize| panels[at].members.len();
        let next = |at: &usize| off.iter().copied().find(|other| size(*other) == size(*at));
        let runs = shared(sittings);
        let runs: Vec<&Shared> = runs.iter().collect();
        let is_tied = |[one, other]: &[usize; 2]| {
            let gap = less(&runs, &panels[*one].members, &panels[*other].members);
            gap.is_some_and(|gap| gap.interval.low <= 0.0 && 0.0 <= gap.interval.high)
        };
        let neighbours = on.windows(2).map(|pair| [pair[0], pair[1]]);
        let beside_it = on.iter().filter_map(|at| Some([*at, next(at)?]));
        let tied: Vec<[usize; 2]> = neighbours.chain(beside_it).filter(is_tied).collect();
        let mut beside: Vec<usize> = on.iter().filter_map(next).collect();
        beside.extend(&off);
        let mut shown = std::collections::BTreeSet::new();
        beside.retain(|at| shown.insert(*at));
        beside.truncate(MOST_SHOWN.saturating_sub(on.len()));
        let tied = tied.into_iter().filter(|pair| pair.iter().all(|at| on.contains(at) || beside.contains(at)));
        Self { tied: tied.collect(), beside, on }
    }
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
