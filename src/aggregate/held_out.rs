//! What panels cover, and what they cover on changes that they were not chosen by: a choice fits the changes that it was made
//! by better than the next one. Plain numbers in and out.

use super::chance::Chance;
use super::choice::Shared;
use super::distribution::real;
use super::interval::{Cluster, Estimate, proportion};
use super::marks::Marks;
use super::pairs::FEWEST_SUBJECTS;
use std::collections::BTreeMap;

/// Parts that changes are divided into; each is held out once.
const FOLDS: usize = 10;

/// What a panel covered, by change.
#[derive(Default)]
pub(super) struct Counts(BTreeMap<usize, Cluster>);

impl Counts {
    pub(super) fn changes(&self) -> usize {
        self.0.values().filter(|change| change.out_of > 0).count()
    }

    pub(super) fn estimate(&self) -> Option<Estimate> {
        proportion(&self.0.values().copied().collect::<Vec<_>>())
    }

    /// The sums of each fold.
    fn folds(&self, fold_of: &BTreeMap<usize, usize>) -> Folds {
        let mut folds = Folds::default();
        for (subject, change) in self.0.iter().filter(|(_, change)| change.out_of > 0) {
            let Some(fold) = fold_of.get(subject) else { continue };
            folds[*fold].add(Sums { hits: change.hits, out_of: change.out_of, changes: 1 });
        }
        folds
    }
}

/// What a panel covered, by fold.
type Folds = [Sums; FOLDS];

#[derive(Clone, Copy, Default)]
struct Sums {
    hits: usize,
    out_of: usize,
    changes: usize,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.hits += other.hits;
        self.out_of += other.out_of;
        self.changes += other.changes;
    }

    fn share(self) -> Option<f64> {
        (self.out_of > 0).then(|| real(self.hits) / real(self.out_of))
    }
}

/// Over all folds but one.
fn without(folds: &Folds, held: Option<usize>) -> Sums {
    let mut sum = Sums::default();
    for (_, fold) in folds.iter().enumerate().filter(|(at, _)| Some(*at) != held) {
        sum.add(*fold);
    }
    sum
}

/// Every panel of so many agents at most that was there together, and every single one that was not alone.
pub(super) fn counts(runs: &[&Shared], largest: usize) -> BTreeMap<Vec<usize>, Counts> {
    let mut all: BTreeMap<Vec<usize>, Counts> = BTreeMap::new();
    for run in runs {
        let mut open: Vec<(Vec<usize>, usize, Marks)> = vec![(Vec::new(), 0, Marks::none(run.pool))];
        while let Some((members, from, covered)) = open.pop() {
            for at in from..run.found.len() {
                let (agent, found) = &run.found[at];
                let (covered, mut members) = (covered.or(found), members.clone());
                members.push(*agent);
                let cluster = all
                    .entry(members.clone())
                    .or_default()
                    .0
                    .entry(run.subject)
                    .or_insert(Cluster { hits: 0, out_of: 0 });
                cluster.hits += covered.count();
                cluster.out_of += run.pool;
                if members.len() < largest {
                    open.push((members, at + 1, covered));
                }
            }
        }
    }
    all
}

/// Which tenth a change belongs to: drawn with a fixed seed, since by its number alone it would go with whatever recurs.
pub(super) fn fold_of(runs: &[&Shared]) -> BTreeMap<usize, usize> {
    let mut subjects: Vec<usize> = runs.iter().filter(|run| run.pool > 0).map(|run| run.subject).collect();
    subjects.sort_unstable();
    subjects.dedup();
    Chance(10).shuffle(&mut subjects);
    subjects.into_iter().enumerate().map(|(at, subject)| (subject, at % FOLDS)).collect()
}

/// Panels of one size, in the order of their names.
pub(super) type OfOneSize<'c> = Vec<(&'c Vec<usize>, &'c Counts)>;

/// Those with at least [`FEWEST_SUBJECTS`] changes, by size.
pub(super) fn by_size(counts: &BTreeMap<Vec<usize>, Counts>) -> BTreeMap<usize, OfOneSize<'_>> {
    let mut sizes: BTreeMap<usize, OfOneSize<'_>> = BTreeMap::new();
    for (members, of) in counts.iter().filter(|(_, of)| of.changes() >= FEWEST_SUBJECTS) {
        sizes.entry(members.len()).or_default().push((members, of));
    }
    sizes
}

/// Panels of one size with what each covered in each tenth of the changes.
pub(super) struct InFolds<'c> {
    panels: &'c OfOneSize<'c>,
    folds: Vec<Folds>,
    fold_of: &'c BTreeMap<usize, usize>,
}

impl<'c> InFolds<'c> {
    pub(super) fn new(panels: &'c OfOneSize<'c>, fold_of: &'c BTreeMap<usize, usize>) -> Self {
        Self { folds: panels.iter().map(|(_, of)| of.folds(fold_of)).collect(), panels, fold_of }
    }

    /// The places of the panels, the one that covers most outside of a fold, of all but one, first; of equals the one with more
    /// changes, then the first by name. Those that have no finding there are left out.
    pub(super) fn order(&self, held: Option<usize>) -> Vec<usize> {
        let known = |at: usize| {
            let sums = without(&self.folds[at], held);
            Some((sums.share()?, sums.changes, at))
        };
        let mut known: Vec<(f64, usize, usize)> = (0..self.folds.len()).filter_map(known).collect();
        known.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
        known.into_iter().map(|(.., at)| at).collect()
    }

    /// What whichever panel stands in each of the first places by nine tenths of the changes covers of the last tenth, for
    /// every tenth; `None` where fewer than [`FEWEST_SUBJECTS`] changes are held out so.
    pub(super) fn out_of_sample(&self, places: usize) -> Vec<Option<Estimate>> {
        let places = places.min(self.panels.len());
        let mut held: Vec<Vec<Cluster>> = vec![Vec::new(); places];
        for fold in 0..FOLDS {
            for (held, at) in held.iter_mut().zip(self.order(Some(fold))) {
                let is_held = |(subject, change): &(&usize, &Cluster)| {
                    change.out_of > 0 && self.fold_of.get(subject) == Some(&fold)
                };
                held.extend(self.panels[at].1.0.iter().filter(is_held).map(|(_, change)| *change));
            }
        }
        let estimate = |held: &Vec<Cluster>| proportion(held).filter(|_| held.len() >= FEWEST_SUBJECTS);
        held.iter().map(estimate).collect()
    }
}

/// Of every panel of at most so many agents what [`InFolds::out_of_sample`] says of its place among those of its size.
#[must_use]
pub fn out_of_sample(runs: &[Shared], largest: usize) -> BTreeMap<Vec<usize>, Estimate> {
    let met: Vec<&Shared> = runs.iter().filter(|run| run.found.len() > 1).collect();
    let (counts, fold_of) = (counts(&met, largest), fold_of(&met));
    let mut all = BTreeMap::new();
    for panels in by_size(&counts).values() {
        let in_folds = InFolds::new(panels, &fold_of);
        for (at, estimate) in in_folds.order(None).into_iter().zip(in_folds.out_of_sample(panels.len())) {
            all.extend(estimate.map(|estimate| (panels[at].0.clone(), estimate)));
        }
    }
    all
}
