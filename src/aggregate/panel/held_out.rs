//! What panels cover, which of one size covers most, and what that one covers on changes that it was not chosen by: a choice fits
//! the changes that it was made by better than the next one. Plain numbers in and out.

use super::shared::Shared;
use crate::aggregate::pairs::FEWEST_SUBJECTS;
use crate::aggregate::statistics::chance::Chance;
use crate::aggregate::statistics::interval::{Cluster, Estimate, proportion};
use crate::aggregate::statistics::level::{Level, Seen, levels};
use crate::aggregate::statistics::marks::Marks;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Parts that changes are divided into; each is held out once.
const FOLDS: usize = 10;

/// What a panel covered in each run that had all of it and in which anything is known, in their order.
#[derive(Default)]
pub(super) struct Counts(Vec<Seen>);

/// The numbers of the changes of runs, and which tenth each run is in.
pub(super) struct Runs {
    subjects: Vec<usize>,
    folds: Vec<usize>,
}

impl Runs {
    /// A change is in one tenth with all its runs. Which one is drawn with a fixed seed, since by its number alone it would go
    /// with whatever recurs.
    pub(super) fn new(runs: &[&Shared]) -> Self {
        let mut known: Vec<usize> = runs.iter().filter(|run| run.pool > 0).map(|run| run.subject).collect();
        known.sort_unstable();
        known.dedup();
        Chance(10).shuffle(&mut known);
        let fold_of: BTreeMap<usize, usize> =
            known.into_iter().enumerate().map(|(at, subject)| (subject, at % FOLDS)).collect();
        let fold = |run: &&Shared| fold_of.get(&run.subject).copied().unwrap_or_default();
        Self { subjects: runs.iter().map(|run| run.subject).collect(), folds: runs.iter().map(fold).collect() }
    }
}

impl Runs {
    /// The [levels] of panels of any size over the runs in which those of so many members count.
    pub(super) fn levels(&self, panels: &OfOneSize<'_>, is_in: impl Fn(usize, usize) -> bool) -> Vec<Option<Level>> {
        let of_panel = |(members, of): &(&Vec<usize>, &Counts)| -> Vec<Seen> {
            of.0.iter().filter(|seen| is_in(members.len(), seen.run)).copied().collect()
        };
        let seen: Vec<Vec<Seen>> = panels.iter().map(of_panel).collect();
        levels(&seen.iter().map(Vec::as_slice).collect::<Vec<_>>(), &self.subjects, |_| true)
    }
}

impl Counts {
    pub(super) fn changes(&self, runs: &Runs) -> usize {
        self.by_change(runs, |_| true).len()
    }

    pub(super) fn estimate(&self, runs: &Runs) -> Option<Estimate> {
        proportion(&self.by_change(runs, |_| true).into_values().collect::<Vec<_>>())
    }

    fn by_change(&self, runs: &Runs, is_in: impl Fn(usize) -> bool) -> BTreeMap<usize, Cluster> {
        let mut changes: BTreeMap<usize, Cluster> = BTreeMap::new();
        for seen in self.0.iter().filter(|seen| is_in(seen.run)) {
            let change = changes.entry(runs.subjects[seen.run]).or_insert(Cluster { hits: 0, out_of: 0 });
            change.hits += seen.hits;
            change.out_of += seen.out_of;
        }
        changes
    }
}

/// Every panel of so many agents at most that was there together, and every single one that was not alone.
pub(super) fn counts(runs: &[&Shared], largest: usize) -> BTreeMap<Vec<usize>, Counts> {
    let mut all: BTreeMap<Vec<usize>, Counts> = BTreeMap::new();
    for (number, run) in runs.iter().enumerate().filter(|(_, run)| run.pool > 0) {
        let mut open: Vec<(Vec<usize>, usize, Marks)> = vec![(Vec::new(), 0, Marks::none(run.pool))];
        while let Some((members, from, covered)) = open.pop() {
            for at in from..run.found.len() {
                let (agent, found) = &run.found[at];
                let (covered, mut members) = (covered.or(found), members.clone());
                members.push(*agent);
                let seen = Seen { run: number, hits: covered.count(), out_of: run.pool };
                all.entry(members.clone()).or_default().0.push(seen);
                if members.len() < largest {
                    open.push((members, at + 1, covered));
                }
            }
        }
    }
    all
}

/// Panels of one size, in the order of their names.
pub(super) type OfOneSize<'c> = Vec<(&'c Vec<usize>, &'c Counts)>;

/// Those with at least [`FEWEST_SUBJECTS`] changes, by size.
pub(super) fn by_size<'c>(counts: &'c BTreeMap<Vec<usize>, Counts>, runs: &Runs) -> BTreeMap<usize, OfOneSize<'c>> {
    let mut sizes: BTreeMap<usize, OfOneSize<'_>> = BTreeMap::new();
    for (members, of) in counts.iter().filter(|(_, of)| of.changes(runs) >= FEWEST_SUBJECTS) {
        sizes.entry(members.len()).or_default().push((members, of));
    }
    sizes
}

/// The places of panels of one size, the one that covers most, outside of a tenth or of all runs, first.
///
/// Panels were there in different runs, and who was the whole panel of one covered all that the panel found. So they are put in
/// order by how much more each covers than others of its size in the runs that both were in ([`levels`]). Those that hang
/// together over most changes come first, and what was beside others on fewer than [`FEWEST_SUBJECTS`] changes last. Of equals the
/// one with more changes, then the first by name.
pub(super) fn order(panels: &OfOneSize<'_>, runs: &Runs, held: Option<usize>) -> Vec<usize> {
    let seen: Vec<&[Seen]> = panels.iter().map(|(_, of)| of.0.as_slice()).collect();
    let is_in = |run: usize| Some(runs.folds[run]) != held;
    let levels = levels(&seen, &runs.subjects, is_in);
    let is_known = |of: &Level| of.changes >= FEWEST_SUBJECTS;
    let key = |at: usize| {
        let changes = panels[at].1.by_change(runs, is_in).len();
        (changes > 0).then_some((levels[at].filter(is_known), changes, at))
    };
    let mut known: Vec<(Option<Level>, usize, usize)> = (0..panels.len()).filter_map(key).collect();
    known.sort_by(|a, b| {
        let together = |of: &Option<Level>| of.map(|level| level.together);
        let value = |of: &Option<Level>| of.map_or(0.0, |level| level.value);
        let by_level = together(&b.0).cmp(&together(&a.0)).then(value(&b.0).total_cmp(&value(&a.0)));
        by_level.then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2))
    });
    known.into_iter().map(|(.., at)| at).collect()
}

/// What whichever panel covers most by nine tenths of the changes covers of the last tenth, for every tenth; `None` where fewer
/// than [`FEWEST_SUBJECTS`] changes are held out so.
pub(super) fn out_of_sample(panels: &OfOneSize<'_>, runs: &Runs) -> Option<Estimate> {
    let of_fold = |fold: usize| {
        let best = order(panels, runs, Some(fold)).first().copied();
        let held = |at: usize| panels[at].1.by_change(runs, |run| runs.folds[run] == fold);
        best.map_or_else(BTreeMap::new, held)
    };
    let folds: Vec<BTreeMap<usize, Cluster>> = (0..FOLDS).into_par_iter().map(of_fold).collect();
    let held: Vec<Cluster> = folds.into_iter().flat_map(BTreeMap::into_values).collect();
    proportion(&held).filter(|_| held.len() >= FEWEST_SUBJECTS)
}
