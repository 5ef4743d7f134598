//! Which findings are duplicates of which, over all runs, and who is credited for it.

use super::corpus::{Digest, SubjectKey};
use super::finding::Severity;
use super::id::Slug;
use std::collections::{BTreeMap, BTreeSet};

/// A finding by its place: positions of its run in the corpus, and of itself in the run.
pub type FindingPlace = (usize, usize);

/// All findings that are assessed as duplicates and say of what.
#[derive(Clone, Debug, Default)]
pub struct Duplicates {
    /// By duplicate what it leads to.
    leads: BTreeMap<FindingPlace, Lead>,
    /// By finding all duplicates that lead to it in the end.
    found_again: BTreeMap<FindingPlace, Vec<FindingPlace>>,
    /// Those of which their own run does not show where they lead, nor what is wrong with that.
    across: BTreeSet<FindingPlace>,
}

/// What a duplicate leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// A finding that is no duplicate. Through others where `is_direct` is not set.
    Finding {
        /// Where it is.
        place: FindingPlace,
        /// Whether the duplicate names it itself.
        is_direct: bool,
        /// Whether both are about one change. Without that nobody is credited.
        is_of_one_change: bool,
    },
    /// No run of the archive has the id that is named.
    NoRun,
    /// The run that is named has no such finding.
    NoFinding,
    /// Back to where it came from.
    Circle,
}

impl Duplicates {
    /// Follows every duplicate to where it leads.
    #[must_use]
    pub fn from_runs(runs: &[Digest]) -> Self {
        let mut duplicates = Self::default();
        let direct = duplicates.stated(runs);
        let within_runs = direct.iter().filter(|(from, to)| from.0 == to.0).map(|(from, to)| (*from, *to)).collect();
        let within_runs = ends(&within_runs);
        for (duplicate, end) in ends(&direct) {
            let lead = end.map_or(Lead::Circle, |place| Lead::Finding {
                place,
                is_direct: direct[&duplicate] == place,
                is_of_one_change: subject(runs, place) == subject(runs, duplicate),
            });
            if let Lead::Finding { place, .. } = lead {
                duplicates.found_again.entry(place).or_default().push(duplicate);
            }
            let is_shown = match within_runs.get(&duplicate) {
                None => false,
                Some(None) => true,
                Some(Some(within)) => Some(*within) == end || *within != direct[&duplicate],
            };
            if !is_shown {
                duplicates.across.insert(duplicate);
            }
            duplicates.leads.insert(duplicate, lead);
        }
        duplicates
    }

    /// By duplicate the finding that it names; those that name none which is there are kept as such.
    fn stated(&mut self, runs: &[Digest]) -> BTreeMap<FindingPlace, FindingPlace> {
        let mut direct = BTreeMap::new();
        // Hardly an archive has any, and what nobody asks for needs no index.
        let mut ids: Option<BTreeMap<&Slug, usize>> = None;
        let mut findings: BTreeMap<usize, BTreeMap<&Slug, usize>> = BTreeMap::new();
        for (at, run) in runs.iter().enumerate() {
            for (nth, finding) in run.findings.iter().enumerate() {
                let Some(target) = &finding.duplicate_of else { continue };
                let other = match &target.run {
                    None => Some(at),
                    Some(id) if *id == run.id => Some(at),
                    Some(id) => ids.get_or_insert_with(|| places(runs.iter().map(|run| &run.id))).get(id).copied(),
                };
                if other != Some(at) {
                    self.across.insert((at, nth));
                }
                let Some(other) = other else {
                    self.leads.insert((at, nth), Lead::NoRun);
                    continue;
                };
                let known =
                    findings.entry(other).or_insert_with(|| places(runs[other].findings.iter().map(|one| &one.id)));
                match known.get(&target.finding) {
                    Some(there) => _ = direct.insert((at, nth), (other, *there)),
                    None => _ = self.leads.insert((at, nth), Lead::NoFinding),
                }
            }
        }
        direct
    }

    /// Whether a run has any duplicate, or a finding that has one anywhere.
    #[must_use]
    pub fn are_in(&self, run: usize) -> bool {
        let of_run = (run, 0)..(run + 1, 0);
        self.leads.range(of_run.clone()).next().is_some() || self.found_again.range(of_run).next().is_some()
    }

    /// What a finding leads to, where it is a duplicate and says of what.
    #[must_use]
    pub fn lead(&self, duplicate: FindingPlace) -> Option<Lead> {
        self.leads.get(&duplicate).copied()
    }

    /// All duplicates of a finding, those of duplicates included, in the order of the corpus.
    #[must_use]
    pub fn found_again(&self, finding: FindingPlace) -> &[FindingPlace] {
        self.found_again.get(&finding).map_or(&[], Vec::as_slice)
    }

    /// Each duplicate of which its own run does not show where it leads, with what it leads to, in the order of the corpus.
    pub fn across_runs(&self) -> impl Iterator<Item = (FindingPlace, Lead)> + '_ {
        self.across.iter().filter_map(|place| Some((*place, self.lead(*place)?)))
    }

    /// Credits whoever found a duplicate with what it duplicates: in its own run like any other finder, in another run of the
    /// same change only where the agent completed that run too.
    pub(super) fn credit(&self, runs: &mut [Digest]) {
        for (target, again) in &self.found_again {
            for duplicate in again {
                let Some(Lead::Finding { is_of_one_change: true, .. }) = self.lead(*duplicate) else { continue };
                let there = &runs[duplicate.0];
                let is_same_run = duplicate.0 == target.0;
                let finders = there.findings[duplicate.1].finders();
                let finders: Vec<(Slug, Option<Severity>)> = finders
                    .filter(|(agent, _)| is_same_run || (there.completed(agent) && runs[target.0].completed(agent)))
                    .map(|(agent, severity)| (agent.clone(), severity))
                    .collect();
                let finding = &mut runs[target.0].findings[target.1];
                for (agent, severity) in finders {
                    if is_same_run {
                        finding.credit(agent, severity);
                    } else if !finding.is_found_by(&agent) {
                        finding.credited.push((agent, severity));
                    }
                }
            }
        }
    }
}

fn subject(runs: &[Digest], place: FindingPlace) -> SubjectKey {
    runs[place.0].cluster()
}

fn places<'s>(ids: impl Iterator<Item = &'s Slug>) -> BTreeMap<&'s Slug, usize> {
    ids.enumerate().map(|(at, id)| (id, at)).collect()
}

/// Where each of some steps leads in the end; `None`: into a circle. Each step is taken once, however long the way.
#[must_use]
pub fn ends<T: Copy + Ord>(steps: &BTreeMap<T, T>) -> BTreeMap<T, Option<T>> {
    let mut ends: BTreeMap<T, Option<T>> = BTreeMap::new();
    for start in steps.keys() {
        let mut way = BTreeSet::new();
        let mut here = *start;
        let end = loop {
            if let Some(known) = ends.get(&here) {
                break *known;
            }
            let Some(next) = steps.get(&here) else { break Some(here) };
            if !way.insert(here) {
                break None;
            }
            here = *next;
        };
        ends.extend(way.into_iter().map(|step| (step, end)));
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::ends;
    use std::collections::BTreeMap;

    #[test]
    fn every_way_ends_or_goes_in_a_circle() {
        let steps = BTreeMap::from([(1, 2), (2, 3), (4, 3), (5, 5), (6, 7), (7, 6), (8, 6)]);
        let found: Vec<_> = ends(&steps).into_iter().collect();
        let expected = [(1, Some(3)), (2, Some(3)), (4, Some(3)), (5, None), (6, None), (7, None), (8, None)];
        assert_eq!(found, expected);
        let long: BTreeMap<usize, usize> = (0..100_000).map(|at| (at, at + 1)).collect();
        assert!(ends(&long).values().all(|end| *end == Some(100_000)));
    }
}
