//! What agents are worth together: every panel that shared runs, what the next agent adds, and what all of them missed.

use crate::aggregate::field::{Sitting, Turn};
use crate::aggregate::pairs::FEWEST_SUBJECTS;
use crate::aggregate::statistics::distribution::real;
use crate::aggregate::statistics::interval::{Cluster, Estimate, Median, median, proportion};
use crate::aggregate::statistics::marks::Marks;
use std::collections::BTreeMap;

/// Agents that shared runs, and what they found between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Numbers of agents, ascending.
    pub members: Vec<usize>,
    /// Runs that had all of them on the panel.
    pub reviews: usize,
    /// Subjects of those runs.
    pub subjects: usize,
    /// The share of the pool that at least one of them found.
    pub coverage: Option<Estimate>,
    /// Seconds of the slowest of them, over the runs that recorded all: the median over changes of the median of their runs.
    pub duration: Option<Median>,
    /// US dollars of all of them a run, over the runs that recorded all.
    pub cost: Option<f64>,
    /// Findings of theirs a run that did not stand, over the runs that say so of all of them.
    pub false_alarms: Option<f64>,
}

/// What an agent adds to a panel, over the runs that had both.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// Number of the agent.
    pub agent: usize,
    /// Runs that had the panel and the agent.
    pub reviews: usize,
    /// The share of the pool that it found and the panel did not.
    pub share: Estimate,
}

/// How many panels of one run are looked at in all runs together, at most.
const MOST_LOOKS: usize = 2_000_000;

/// How many are looked at whatever the archive, and how many more for each turn in it. A panel of thirteen has 630 a turn, so
/// that only larger ones are not looked at whole, and a short run of a few dozen reviewers costs no more than a long archive.
const LOOKS: usize = 20_000;
const LOOKS_A_TURN: usize = 1_000;

/// Every panel that shared a run, of as many members as there is time to look at; and that number.
#[must_use]
pub fn panels(sittings: &[&Sitting]) -> (Vec<Panel>, usize) {
    let size = largest_size(sittings);
    let mut all: BTreeMap<Vec<usize>, PanelSums> = BTreeMap::new();
    for sitting in sittings {
        let mut turns: Vec<&Turn> = sitting.turns.iter().collect();
        turns.sort_by_key(|turn| turn.agent);
        let mut walk = Walk { sitting, turns: &turns, size, chosen: Vec::new(), all: &mut all };
        walk.from(0, &Marks::none(sitting.pool.size()));
    }
    (all.into_iter().map(|(members, sums)| sums.panel(members)).collect(), size)
}

/// The most members for which every panel of every run can be looked at; 2 at least.
pub(super) fn largest_size(sittings: &[&Sitting]) -> usize {
    let most = sittings.iter().map(|sitting| sitting.turns.len()).max().unwrap_or(0);
    let turns: usize = sittings.iter().map(|sitting| sitting.turns.len()).sum();
    let most_looks = turns.saturating_mul(LOOKS_A_TURN).saturating_add(LOOKS).min(MOST_LOOKS);
    let mut looks = 0_usize;
    for size in 1..=most {
        let more = sittings.iter().map(|sitting| choose(sitting.turns.len(), size));
        looks = more.fold(looks, usize::saturating_add);
        if looks > most_looks {
            return (size - 1).max(2);
        }
    }
    most
}

/// n over k, or the largest number there is.
fn choose(n: usize, k: usize) -> usize {
    if k > n {
        return 0;
    }
    (0..k.min(n - k)).fold(1, |product: usize, at| product.saturating_mul(n - at) / (at + 1))
}

/// Walks all panels of one run, each once.
struct Walk<'w> {
    sitting: &'w Sitting,
    turns: &'w [&'w Turn],
    size: usize,
    chosen: Vec<&'w Turn>,
    all: &'w mut BTreeMap<Vec<usize>, PanelSums>,
}

impl Walk<'_> {
    fn from(&mut self, start: usize, covered: &Marks) {
        if self.chosen.len() == self.size {
            return;
        }
        for at in start..self.turns.len() {
            let turn = self.turns[at];
            let covered = covered.or(&turn.found);
            self.chosen.push(turn);
            let members: Vec<usize> = self.chosen.iter().map(|turn| turn.agent).collect();
            self.all.entry(members).or_default().add(self.sitting, &self.chosen, covered.count());
            self.from(at + 1, &covered);
            self.chosen.pop();
        }
    }
}

#[derive(Default)]
struct PanelSums {
    /// Subject and what was covered of how many, a run.
    covered: Vec<(usize, Cluster)>,
    /// By subject.
    slowest: BTreeMap<usize, Vec<f64>>,
    costs: Vec<f64>,
    /// By run what did not stand.
    rejected: Vec<usize>,
}

impl PanelSums {
    fn add(&mut self, sitting: &Sitting, members: &[&Turn], covered: usize) {
        self.covered.push((sitting.subject, Cluster { hits: covered, out_of: sitting.pool.size() }));
        let durations: Option<Vec<f64>> = members.iter().map(|turn| turn.duration).collect();
        if let Some(slowest) = durations.and_then(|all| all.into_iter().reduce(f64::max)) {
            self.slowest.entry(sitting.subject).or_default().push(slowest);
        }
        let costs: Option<Vec<f64>> = members.iter().map(|turn| turn.cost).collect();
        self.costs.extend(costs.map(|all| all.into_iter().sum::<f64>()));
        self.rejected.extend(rejected(members));
    }

    fn panel(self, members: Vec<usize>) -> Panel {
        let reviews = self.covered.len();
        let clusters = by_subject(self.covered);
        let slowest: Vec<f64> =
            self.slowest.values().filter_map(|of_change| median(of_change)).map(|median| median.value).collect();
        Panel {
            members,
            reviews,
            subjects: clusters.len(),
            coverage: proportion(&clusters),
            duration: median(&slowest),
            cost: (!self.costs.is_empty()).then(|| self.costs.iter().sum::<f64>() / real(self.costs.len())),
            false_alarms: (!self.rejected.is_empty())
                .then(|| real(self.rejected.iter().sum::<usize>()) / real(self.rejected.len())),
        }
    }
}

/// These agents, over the runs that had all of them.
#[must_use]
pub fn panel_of(sittings: &[&Sitting], members: &[usize]) -> Panel {
    let mut sums = PanelSums::default();
    for sitting in sittings {
        let turn_of = |agent: &usize| sitting.turns.iter().find(|turn| turn.agent == *agent);
        let Some(turns) = members.iter().map(turn_of).collect::<Option<Vec<&Turn>>>() else { continue };
        let covered = turns.iter().fold(Marks::none(sitting.pool.size()), |sum, turn| sum.or(&turn.found));
        sums.add(sitting, &turns, covered.count());
    }
    sums.panel(members.to_vec())
}

/// What of these did not stand in a run, each finding once where the run names it; what it only counts is taken to be
/// different findings. `None` where it is not known of all of them.
fn rejected(members: &[&Turn]) -> Option<usize> {
    let known: Option<Vec<usize>> = members.iter().map(|turn| turn.false_alarms).collect();
    let counted: usize =
        known?.iter().zip(members).map(|(rejected, turn)| rejected.saturating_sub(turn.wrong.len())).sum();
    let mut named: Vec<usize> = members.iter().flat_map(|turn| &turn.wrong).copied().collect();
    named.sort_unstable();
    named.dedup();
    Some(counted + named.len())
}

/// Adds up what belongs to one subject.
fn by_subject(mut runs: Vec<(usize, Cluster)>) -> Vec<Cluster> {
    runs.sort_by_key(|(subject, _)| *subject);
    let mut clusters: Vec<(usize, Cluster)> = Vec::new();
    for (subject, run) in runs {
        match clusters.last_mut() {
            Some((of, cluster)) if *of == subject => {
                cluster.hits += run.hits;
                cluster.out_of += run.out_of;
            }
            _ => clusters.push((subject, run)),
        }
    }
    clusters.into_iter().map(|(_, cluster)| cluster).collect()
}

/// The panel of each size that covers most, among those with at least [`FEWEST_SUBJECTS`] changes with a finding; of equals the
/// one with more of them, then the first by name. Nearly every agent is on such a panel, so that hardly two are told apart by the
/// runs that both were in, as [`choice`](super::choice::choice) does of smaller ones. Panels are named by their place.
#[must_use]
pub fn best(panels: &[Panel]) -> Vec<usize> {
    let mut best: BTreeMap<usize, (usize, Estimate)> = BTreeMap::new();
    for (at, panel) in panels.iter().enumerate() {
        let Some(coverage) = panel.coverage.filter(|coverage| coverage.clusters >= FEWEST_SUBJECTS) else { continue };
        let (known, before) = best.entry(panel.members.len()).or_insert((at, coverage));
        if coverage.value.total_cmp(&before.value).then(coverage.clusters.cmp(&before.clusters)).is_gt() {
            (*known, *before) = (at, coverage);
        }
    }
    best.into_values().map(|(at, _)| at).collect()
}

/// What each other agent adds to a panel, most first; only agents with at least [`FEWEST_SUBJECTS`] shared changes with a finding.
#[must_use]
pub fn gains(sittings: &[&Sitting], members: &[usize]) -> Vec<Gain> {
    let mut others: BTreeMap<usize, Vec<(usize, Cluster)>> = BTreeMap::new();
    for sitting in sittings {
        let panel: Vec<&Turn> = sitting.turns.iter().filter(|turn| members.contains(&turn.agent)).collect();
        if panel.len() < members.len() {
            continue;
        }
        let nothing = Marks::none(sitting.pool.size());
        let covered = panel.iter().fold(nothing, |covered, turn| covered.or(&turn.found));
        for turn in sitting.turns.iter().filter(|turn| !members.contains(&turn.agent)) {
            let more = turn.found.without(&covered).count();
            let run = Cluster { hits: more, out_of: sitting.pool.size() };
            others.entry(turn.agent).or_default().push((sitting.subject, run));
        }
    }
    let mut gains: Vec<Gain> = others
        .into_iter()
        .filter_map(|(agent, runs)| {
            let reviews = runs.len();
            let clusters = by_subject(runs);
            let share = proportion(&clusters).filter(|share| share.clusters >= FEWEST_SUBJECTS)?;
            Some(Gain { agent, reviews, share })
        })
        .collect();
    gains.sort_by(|a, b| b.share.value.total_cmp(&a.share.value).then(a.agent.cmp(&b.agent)));
    gains
}

#[cfg(test)]
mod tests {
    use super::{by_subject, choose};
    use crate::aggregate::statistics::interval::Cluster;

    #[test]
    fn panels_are_counted_without_overflow() {
        assert_eq!([choose(4, 2), choose(12, 6), choose(3, 5), choose(0, 0)], [6, 924, 0, 1]);
        assert_eq!(choose(10_000, 5000), usize::MAX / 5000);
    }

    #[test]
    fn runs_of_one_subject_are_one_cluster() {
        let run = |subject, hits| (subject, Cluster { hits, out_of: 4 });
        let clusters = by_subject(vec![run(2, 1), run(1, 2), run(2, 3)]);
        assert_eq!(clusters, [Cluster { hits: 2, out_of: 4 }, Cluster { hits: 4, out_of: 8 }]);
    }
}
