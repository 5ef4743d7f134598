//! Which panel to run: what panels cover on changes that they were not chosen by, and the smallest that loses next to nothing.
//! Plain numbers in and out.

use super::held_out::{OfOneSize, Runs, by_size, counts, order, out_of_sample};
use super::shared::Shared;
use crate::aggregate::pairs::FEWEST_SUBJECTS;
use crate::aggregate::statistics::distribution::real;
use crate::aggregate::statistics::enough::needed;
use crate::aggregate::statistics::gap::{Gains, Gap, by_change, gap};
use crate::aggregate::statistics::interval::{Estimate, Interval};
use std::collections::{BTreeMap, BTreeSet};

/// What the named panel may lose against the one that covers most.
pub const MAY_LOSE: f64 = 0.02;

/// With fewer changes nothing shows that a smaller panel loses as little: two points of them are two findings or three.
pub const FEWEST_TO_SAVE: usize = 20;

/// The most agents of a panel that is chosen.
pub const LARGEST: usize = 6;

/// An exchange may cover so much less by the figure: that few changes cannot tell a panel from another does not
/// make it as good.
const MAY_BE_LESS: f64 = 0.05;

/// More of them are no help to choose.
const MOST_EXCHANGES: usize = 3;

/// So many of those that cover most are looked at.
const LOOKED_AT: usize = 20;

/// The panel of one size that covers most.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Agents, ascending.
    pub members: Vec<usize>,
    /// Changes with a finding that all of them reviewed.
    pub changes: usize,
    /// The share of what is known that they found.
    pub coverage: Estimate,
    /// Changes on which others reviewed as well, or people found something: on any other, what these found is all that is known.
    pub beside_others: usize,
    /// What the best panel of this size covers on changes that it was not chosen by; `None` where too few changes are left
    /// to choose by.
    pub out_of_sample: Option<Estimate>,
    /// The next best of this size, and by how much it covers less on the changes that both reviewed.
    pub runner_up: Option<RunnerUp>,
    /// Those that have another agent in the place of one, always of the same one, and that can be told neither from this nor
    /// from each other; what covers most first.
    pub exchanges: Vec<RunnerUp>,
}

/// Another panel of the same size.
#[derive(Clone, Debug, PartialEq)]
pub struct RunnerUp {
    /// Agents, ascending.
    pub members: Vec<usize>,
    /// The coverage of the first less its own, by change.
    pub less: f64,
    /// At 95 %.
    pub interval: Interval,
    /// Of `less`.
    pub error: f64,
    /// That both reviewed.
    pub changes: usize,
}

impl RunnerUp {
    fn new(members: &[usize], less: &Gap) -> Self {
        let Gap { value, interval, error, changes, .. } = *less;
        Self { members: members.to_vec(), less: value, interval, error, changes }
    }

    /// How many such changes it takes in all to tell it from the first in eight of ten archives, were it to cover so much less.
    #[must_use]
    pub fn needed(&self, less: f64) -> Option<usize> {
        needed(self.changes, self.error, less)
    }

    /// Whether either may be the better one.
    #[must_use]
    pub fn is_tied(&self) -> bool {
        self.interval.low <= 0.0 && 0.0 <= self.interval.high
    }
}

/// What to run.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// The place of a candidate.
    Run(usize),
    /// The place of the candidate that covers most of those that could be measured, where too little is known to leave out others:
    /// no choice among those of its size could be checked, or a larger panel met on fewer than [`FEWEST_SUBJECTS`] changes and this
    /// one on fewer than [`FEWEST_TO_SAVE`].
    SoFar(usize),
    /// No two agents ever reviewed the same change: what one finds alone is all that is known there.
    NobodyMet,
    /// Agents met, and nothing was found there.
    NothingKnown,
    /// Fewer than [`FEWEST_SUBJECTS`] changes that the same agents reviewed.
    TooFewChanges,
}

/// The best panel of each size up to `largest`, smallest first, and which to run. Panels of more than [`LARGEST`] agents are
/// not looked at.
///
/// The best of one size is held against that of the next on the changes that both reviewed; where these are too few to say, what
/// each covers more than others of any size on the same runs decides, and of those that hang together with nobody in common the
/// one over more changes; where that says nothing either, the larger stays. Named is the smallest whose loss against the best of
/// all is at most [`MAY_LOSE`], by the upper end of the interval by change, not by the figure alone: a loss that is merely not seen
/// yet is no reason to save an agent, and below [`FEWEST_TO_SAVE`] changes none is shown. Where none is shown to lose as little, it
/// is that panel itself. To name one beside larger panels that met too seldom to be measured is to save agents as well.
#[must_use]
pub fn choice(runs: &[Shared], largest: usize) -> (Vec<Candidate>, Choice) {
    let met: Vec<&Shared> = runs.iter().filter(|run| run.found.len() > 1).collect();
    if met.is_empty() {
        return (Vec::new(), Choice::NobodyMet);
    }
    if met.iter().all(|run| run.pool == 0) {
        return (Vec::new(), Choice::NothingKnown);
    }
    let largest =
        met.iter().filter(|run| run.pool > 0).map(|run| run.found.len()).max().unwrap_or(0).min(largest).min(LARGEST);
    let counts = counts(&met, largest);
    let runs = Runs::new(&met);
    let sizes = by_size(&counts, &runs);
    let candidates: Vec<Candidate> = sizes.values().filter_map(|panels| candidate(&met, &runs, panels)).collect();
    let standings = standings(&met, &sizes, &runs);
    let Some(chosen) = chosen(&met, &candidates, &standings) else { return (candidates, Choice::TooFewChanges) };
    let of = &candidates[chosen];
    let has_unknown = candidates.last().is_some_and(|last| last.members.len() < largest);
    let is_known = of.out_of_sample.is_some() && (!has_unknown || of.changes >= FEWEST_TO_SAVE);
    let choice = if is_known { Choice::Run(chosen) } else { Choice::SoFar(chosen) };
    (candidates, choice)
}

fn chosen(
    runs: &[&Shared],
    candidates: &[Candidate],
    standings: &BTreeMap<&Vec<usize>, PanelStanding>,
) -> Option<usize> {
    // Of equals the larger: that it adds nothing has to be shown.
    let covers_more = |best: usize, next: usize| {
        let (best, next) = (&candidates[best], &candidates[next]);
        if let Some(less) = less(runs, &next.members, &best.members) {
            return less.value >= 0.0;
        }
        if best.members.iter().all(|agent| next.members.contains(agent)) {
            return true;
        }
        match (standings[&best.members], standings[&next.members]) {
            (best, next) if best.together != next.together => next.together > best.together,
            (PanelStanding { level: Some(best), .. }, PanelStanding { level: Some(next), .. }) => next >= best,
            _ => true,
        }
    };
    let best = (0..candidates.len()).reduce(|best, next| if covers_more(best, next) { next } else { best })?;
    let loses_little = |at: &usize| {
        let is_checked = candidates[*at].out_of_sample.is_some();
        let loss = less(runs, &candidates[best].members, &candidates[*at].members);
        is_checked && loss.is_some_and(|loss| loss.changes >= FEWEST_TO_SAVE && loss.interval.high <= MAY_LOSE)
    };
    (0..candidates.len()).find(|at| *at == best || loses_little(at))
}

/// A panel among those of any size.
#[derive(Clone, Copy)]
struct PanelStanding {
    /// Changes of all panels that hang together with it by the runs that they were in.
    together: usize,
    /// How much more it covers than those, where others were there to know more on [`FEWEST_SUBJECTS`] changes.
    level: Option<f64>,
}

/// Every panel with changes enough.
fn standings<'s>(
    met: &[&Shared],
    sizes: &BTreeMap<usize, OfOneSize<'s>>,
    runs: &Runs,
) -> BTreeMap<&'s Vec<usize>, PanelStanding> {
    let panels: Vec<_> = sizes.values().flatten().copied().collect();
    let whole = runs.levels(&panels, |_, _| true);
    let open = runs.levels(&panels, |members, run| met[run].knows_more_than(members));
    let standing = |at: usize| {
        let level = open[at].filter(|level| level.changes >= FEWEST_SUBJECTS).map(|level| level.value);
        (panels[at].0, PanelStanding { together: whole[at].map_or(0, |level| level.together), level })
    };
    (0..panels.len()).map(standing).collect()
}

/// By how much the second panel covers less than the first on the changes that both reviewed.
pub(super) fn less(runs: &[&Shared], first: &[usize], second: &[usize]) -> Option<Gap> {
    let gains = |run: &&Shared| {
        let (first, second) = (run.covered(first)?, run.covered(second)?);
        let (more, fewer) = (first.without(&second).count(), second.without(&first).count());
        let sum = real(more) - real(fewer);
        Some(Gains { subject: run.subject, sum, squares: real(more + fewer), findings: run.pool })
    };
    let changes = by_change(runs.iter().filter_map(gains));
    gap(&changes).filter(|gap| gap.changes >= FEWEST_SUBJECTS)
}

/// The best of one size, given all of it in the order of their names.
fn candidate(met: &[&Shared], runs: &Runs, panels: &OfOneSize<'_>) -> Option<Candidate> {
    let order = order(panels, runs, None);
    let (members, of) = panels[*order.first()?];
    let runner_up = order.get(1).and_then(|second| {
        let second = panels[*second].0;
        Some(RunnerUp::new(second, &less(met, members, second)?))
    });
    Some(Candidate {
        members: members.clone(),
        changes: of.changes(runs),
        beside_others: beside_others(met, members),
        coverage: of.estimate(runs)?,
        out_of_sample: out_of_sample(panels, runs),
        runner_up,
        exchanges: exchanges(met, members, order[1..].iter().map(|at| panels[*at].0)),
    })
}

fn beside_others(met: &[&Shared], members: &[usize]) -> usize {
    let has_others =
        |run: &&&Shared| run.pool > 0 && run.covered(members).is_some() && run.knows_more_than(members.len());
    met.iter().filter(has_others).map(|run| run.subject).collect::<BTreeSet<usize>>().len()
}

/// Of panels in the order of what they cover those that exchange one agent of the first and cannot be told from it or from
/// each other.
fn exchanges<'p>(runs: &[&Shared], first: &[usize], others: impl Iterator<Item = &'p Vec<usize>>) -> Vec<RunnerUp> {
    let mut kept: Vec<RunnerUp> = Vec::new();
    let mut gives_way = None;
    let exchanging = others.filter_map(|members| Some((members, exchanged(first, members)?)));
    for (members, out) in exchanging.take(LOOKED_AT) {
        if gives_way.is_some_and(|first| first != out) {
            continue;
        }
        let Some(other) = less(runs, first, members).map(|less| RunnerUp::new(members, &less)) else { continue };
        let is_worth_it = other.less <= MAY_BE_LESS;
        let is_tied = |kept: &RunnerUp| {
            less(runs, &kept.members, members).is_some_and(|less| RunnerUp::new(members, &less).is_tied())
        };
        if is_worth_it && other.is_tied() && kept.iter().all(is_tied) {
            gives_way = Some(out);
            kept.push(other);
        }
        if kept.len() == MOST_EXCHANGES {
            break;
        }
    }
    kept
}

/// The only agent of the first panel that the second has not, if both are of one size.
fn exchanged(first: &[usize], second: &[usize]) -> Option<usize> {
    let mut missing = first.iter().filter(|agent| !second.contains(agent));
    let only = *missing.next()?;
    (first.len() == second.len() && missing.next().is_none()).then_some(only)
}

#[cfg(test)]
mod tests {
    use super::{Choice, Shared, choice};
    use crate::aggregate::statistics::marks::Marks;

    /// A run of a change whose findings are found by those agents; everybody named in `panel` was there.
    fn run(subject: usize, panel: &[usize], findings: &[&[usize]]) -> Shared {
        let found = |agent: &usize| (*agent, Marks::from_flags(findings.iter().map(|by| by.contains(agent))));
        Shared { subject, pool: findings.len(), found: panel.iter().map(found).collect() }
    }

    #[test]
    fn nothing_is_named_of_nothing() {
        assert_eq!(choice(&[], 6), (Vec::new(), Choice::NobodyMet));
        let alone: Vec<Shared> = (0..40).map(|subject| run(subject, &[subject % 2], &[&[0], &[1]])).collect();
        assert_eq!(choice(&alone, 6), (Vec::new(), Choice::NobodyMet), "each finds all that it finds");
        let empty: Vec<Shared> = (0..40).map(|subject| run(subject, &[0, 1], &[])).collect();
        assert_eq!(choice(&empty, 6), (Vec::new(), Choice::NothingKnown));
        let few: Vec<Shared> = (0..4).map(|subject| run(subject, &[0, 1], &[&[0], &[1]])).collect();
        assert_eq!(choice(&few, 6), (Vec::new(), Choice::TooFewChanges));
        let rounds: Vec<Shared> = (0..40).map(|round| run(round % 4, &[0, 1], &[&[0], &[1]])).collect();
        assert_eq!(choice(&rounds, 6), (Vec::new(), Choice::TooFewChanges), "rounds of a change are no changes");
    }

    #[test]
    fn an_agent_that_adds_nothing_is_not_run_once_that_is_known() {
        let findings: [&[usize]; 8] = [&[0], &[1, 2], &[0, 1], &[0], &[1], &[0, 2], &[0], &[1]];
        for (changes, named) in [(6, 2), (40, 1)] {
            let runs: Vec<Shared> = (0..changes).map(|subject| run(subject, &[0, 1, 2], &findings)).collect();
            let (candidates, choice) = choice(&runs, 3);
            assert_eq!((candidates.len(), choice), (3, Choice::Run(named)), "{changes} changes");
            assert_eq!(candidates[1].members, [0, 1]);
        }
        // It finds one of 60 that nobody else does.
        let rare: [&[usize]; 8] = [&[0], &[2], &[0, 1], &[0], &[1], &[0, 2], &[0], &[1]];
        for (changes, members) in [(15, &[0, 1, 2][..]), (60, &[0, 1])] {
            let of =
                |subject: usize| run(subject, &[0, 1, 2], if subject.is_multiple_of(15) { &rare } else { &findings });
            let (candidates, Choice::Run(at)) = choice(&(0..changes).map(of).collect::<Vec<_>>(), 6) else {
                panic!("no panel")
            };
            assert_eq!(candidates[at].members, members, "{changes} changes");
        }
    }

    #[test]
    fn a_panel_chosen_by_luck_is_worse_than_it_looks() {
        // Every agent finds one of its own kind in turn: which of them is best depends on which changes are looked at.
        let runs: Vec<Shared> = (0..30)
            .map(|subject| {
                let lucky = [subject * 7 % 5];
                run(subject, &[0, 1, 2, 3, 4], &[&lucky, &lucky, &[], &[(subject * 3 + 1) % 5]])
            })
            .collect();
        let (candidates, _) = choice(&runs, 6);
        let single = &candidates[0];
        assert!(single.out_of_sample.unwrap().value <= single.coverage.value);
        assert!(single.runner_up.as_ref().unwrap().is_tied());
    }

    #[test]
    fn who_alone_knows_all_that_is_known_is_not_best_for_it() {
        // 0, 1 and 2 review where people find things too; 3 and 4 find less, and nobody looks after them.
        let strong: [&[usize]; 6] = [&[0], &[1, 2], &[0, 1], &[0], &[2], &[]];
        let team = |subject: usize| match subject {
            0..30 => run(subject, &[0, 1, 2], &strong),
            _ => run(subject, &[3, 4], &[&[3], &[4]]),
        };
        let (candidates, choice) = choice(&(0..42).map(team).collect::<Vec<_>>(), 6);
        let Choice::Run(at) = choice else { panic!("{choice:?}") };
        assert_eq!(candidates[at].members, [0, 1, 2]);
        assert!((candidates[at].coverage.value - 5.0 / 6.0).abs() < 1e-12 && candidates[at].beside_others == 30);
    }

    #[test]
    fn agents_that_were_not_there_together_are_no_panel() {
        let runs: Vec<Shared> =
            (0..30).map(|subject| run(subject, &[[0, 1], [2, 3]][subject % 2], &[&[0, 2], &[1, 3]])).collect();
        let (candidates, choice) = choice(&runs, 6);
        assert_eq!(candidates.iter().map(|of| of.members.len()).collect::<Vec<_>>(), [1, 2]);
        assert_eq!((choice, candidates[1].members.as_slice()), (Choice::Run(1), &[0, 1][..]));
    }
}
