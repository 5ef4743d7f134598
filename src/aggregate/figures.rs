//! The figures of every agent, or of every version, over some runs. Each is defined on the page "Methodology".
//!
//! What a run did not record is left out of the figure that would rest on it, numerator and denominator alike; where
//! nothing recorded is left there is no figure.

use super::criterion::{Basis, score};
use super::field::{By, Field, Pool, Sitting, Turn};
use super::statistics::distribution::real;
use super::statistics::interval::{Cluster, Estimate, Mean, Median, mean_share, median, proportion};
use crate::config::Weights;
use crate::model::Severity;
use std::collections::BTreeMap;

/// What is counted of an agent, or of a version of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Runs whose panel it was on.
    pub reviews: usize,
    /// Those of them that somebody else was on the panel of too.
    pub accompanied: usize,
    /// Subjects of those runs.
    pub subjects: usize,
    /// Runs in which it failed; none of them is among the reviews.
    pub failures: usize,
    /// Runs in which what it wrote could not be read; neither are these.
    pub unparsed: usize,
    /// Valid findings that it found.
    pub found: usize,
    /// Valid findings of its runs, whoever found them.
    pub pool: usize,
    /// Found and pool by severity, in the order of [`Severity::ALL`], without those that nobody rated.
    pub by_severity: [(usize, usize); 4],
    /// Found and pool of those that nobody rated.
    pub unrated: (usize, usize),
    /// Valid findings that nobody else on the panel found.
    pub solo: usize,
    /// Findings that did not stand, over the runs that say so.
    pub rejected: Option<usize>,
    /// found / pool.
    pub recall: Option<Estimate>,
    /// Of the findings that at least one other member of the panel found, those that it found too: not rewarded for reviewing
    /// alone, as `recall` is. A panel of one has no other and says nothing.
    pub recall_of_others: Option<Estimate>,
    /// found / pool of what is critical or important.
    pub grave_recall: Option<Estimate>,
    /// The mean over changes of found / pool, each change as much as any other.
    pub recall_per_change: Option<Mean>,
    /// found / (found + rejected), over the runs where rejected is known, which takes what nobody judged for right: kept as a
    /// key of the published data. Pages show [`Figures::precision_by`].
    pub precision: Option<Estimate>,
    /// Of its findings that somebody judged, a person or whoever made the report, those judged right; see [`Turn::judged`].
    pub judged_precision: Option<Estimate>,
    /// Kept by the consolidator: found / (found + recorded as false positives or dropped), over the runs that record it.
    pub kept: Option<Estimate>,
    /// Of what it could have found where these two are known, the share that it found: of the valid findings that were judged,
    /// and of all findings of the runs that record what was dropped.
    pub recall_beside: [Option<f64>; 2],
    /// Runs in which it raised nothing at all; they are among the reviews.
    pub empty: usize,
    /// solo / found.
    pub solo_share: Option<Estimate>,
    /// Of its findings with any resolution those that led to a change.
    pub acted_on: Option<Estimate>,
    /// Of its findings that people said are right or not, those that they said are right; see [`Turn::agreed`].
    pub agreement: Option<Estimate>,
    /// Its findings that were judged right or not, but not by a person; none of them is in `agreement`.
    pub judged_by_report: usize,
    /// F1 and Fβ of that precision and recall: a key of the published data. Pages show a [`Contest`](super::contest::Contest).
    pub f: Option<(f64, f64)>,
    /// How it rated its findings against the consolidated severity: higher, equal, lower; over those with a rating.
    pub rated: [usize; 3],
    /// Seconds a run, of the recorded ones: a key of the published data. Pages show `duration_by_change`.
    pub duration: Option<Median>,
    /// The median over changes of the median of their recorded seconds: rounds of one change are not independent.
    pub duration_by_change: Option<Median>,
    /// 600 · found / Σ seconds, over runs with a recorded duration.
    pub per_ten_minutes: Option<f64>,
    /// US dollars over the runs that recorded them.
    pub cost: Option<f64>,
    /// US dollars for a finding, over runs with a recorded cost.
    pub cost_per_finding: Option<f64>,
    /// US dollars for a critical or important finding, likewise.
    pub cost_per_grave: Option<f64>,
    /// US dollars for a finding that led to a change, over runs with a recorded cost that say what was done about findings, and
    /// those in which it failed.
    pub cost_per_acted_on: Option<f64>,
    /// Weights of what it found less the penalty for what was rejected, a review; over runs where rejected is known.
    pub score: Option<f64>,
}

impl Figures {
    /// Runs of which nothing came back, whatever became of them.
    #[must_use]
    pub fn lost(&self) -> usize {
        self.failures + self.unparsed
    }

    /// The precision that is shown and ranked by: of what was judged, or of what the consolidator kept.
    #[must_use]
    pub fn precision_by(&self, basis: Basis) -> Option<Estimate> {
        match basis {
            Basis::Judged => self.judged_precision,
            Basis::Kept => self.kept,
        }
    }

    /// Fβ of that precision and of the recall over the same findings, as F1 among [criteria](super::criterion) is.
    #[must_use]
    pub fn f_by(&self, basis: Basis, beta: f64) -> Option<f64> {
        let recall = match basis {
            Basis::Judged => self.recall_beside[0],
            Basis::Kept => self.recall_beside[1],
        };
        Some(f_measure(self.precision_by(basis)?.value, recall?, beta))
    }
}

/// The figures of each agent, model or version, over these sittings, by its number in the field.
#[must_use]
pub fn figures(field: &Field<'_>, sittings: &[&Sitting], by: By, weights: &Weights) -> Vec<Figures> {
    let mut sums: Vec<FigureSums> = std::iter::repeat_with(FigureSums::default).take(field.len(by)).collect();
    for sitting in sittings {
        for turn in &sitting.turns {
            sums[turn.taker(by)].add(sitting, turn, weights);
        }
        for lost in &sitting.lost {
            let sums = &mut sums[lost.who.number(by)];
            let count = if lost.is_unparsed { &mut sums.unparsed } else { &mut sums.failures };
            *count += 1;
            if says_what_was_done(&sitting.pool) {
                sums.lost_cost += lost.cost.unwrap_or(0.0);
            }
        }
    }
    sums.into_iter().map(|sums| sums.figures(weights)).collect()
}

/// Whether it is known what a run led to.
fn says_what_was_done(pool: &Pool) -> bool {
    pool.size() == 0 || pool.resolved.count() > 0
}

/// What is added up over the turns of one agent.
#[derive(Default)]
struct FigureSums {
    reviews: usize,
    accompanied: usize,
    failures: usize,
    unparsed: usize,
    by_severity: [(usize, usize); 4],
    unrated: (usize, usize),
    rated: [usize; 3],
    judged_by_report: usize,
    empty: usize,
    durations: Vec<f64>,
    found_in_time: usize,
    /// Dollars, and what was found for them: all, and what is critical or important.
    cost: Option<(f64, usize, usize)>,
    /// Dollars and what led to a change for them, over runs that say what was done.
    paid_and_acted_on: (f64, usize),
    /// Dollars for runs of which nothing came back, of those that say what was done, as far as they are recorded.
    lost_cost: f64,
    /// Scores and how many runs have one.
    score: (f64, usize),
    subjects: BTreeMap<usize, Subject>,
}

/// The same of one subject, of what needs an interval.
#[derive(Clone, Default)]
struct Subject {
    found: usize,
    pool: usize,
    /// Found and pool of what is critical or important.
    grave: (usize, usize),
    /// Found by it and by another, and found by another.
    of_others: (usize, usize),
    /// Right and not, of those that anybody judged.
    right: (usize, usize),
    /// Found and recorded as rejected, where that is recorded.
    kept: (usize, usize),
    /// Valid findings that were judged, and those of the runs that record what was dropped.
    pool_beside: [usize; 2],
    durations: Vec<f64>,
    solo: usize,
    resolved: usize,
    acted_on: usize,
    /// Right and in all, of those that people judged.
    agreed: (usize, usize),
    /// Found and rejected where both are known.
    judged: Option<(usize, usize)>,
}

impl FigureSums {
    fn add(&mut self, sitting: &Sitting, turn: &Turn, weights: &Weights) {
        let pool = &sitting.pool;
        let found = turn.found.count();
        let of_severity = |at: usize| (turn.found.shared(&pool.by_severity[at]), pool.by_severity[at].count());
        let by_severity = [0, 1, 2, 3].map(of_severity);
        let subject = self.subjects.entry(sitting.subject).or_default();
        subject.found += found;
        subject.pool += pool.size();
        let solo = turn.found.shared(&pool.by_one);
        subject.solo += solo;
        subject.grave.0 += turn.found.shared(&pool.grave);
        subject.grave.1 += pool.grave.count();
        subject.of_others.0 += found - solo;
        subject.of_others.1 += pool.known - solo;
        subject.right.0 += turn.judged.0;
        subject.right.1 += turn.judged.1;
        subject.pool_beside[0] += pool.judged_right.count();
        if let Some(rejected) = turn.recorded_rejected {
            subject.kept.0 += found;
            subject.kept.1 += rejected;
            subject.pool_beside[1] += pool.size();
        }
        subject.durations.extend(turn.duration);
        subject.resolved += turn.found.shared(&pool.resolved);
        subject.acted_on += turn.found.shared(&pool.acted_on);
        subject.agreed.0 += turn.agreed.0;
        subject.agreed.1 += turn.agreed.1;
        if let Some(rejected) = turn.rejected {
            let judged = subject.judged.get_or_insert_default();
            judged.0 += found;
            judged.1 += rejected;
            self.score.0 += score(by_severity.map(|(found, _)| found), rejected, weights);
            self.score.1 += 1;
        }
        self.reviews += 1;
        self.accompanied += usize::from(sitting.turns.len() > 1);
        for (sum, (found, pool)) in self.by_severity.iter_mut().zip(by_severity) {
            sum.0 += found;
            sum.1 += pool;
        }
        self.empty += usize::from(turn.is_empty);
        self.judged_by_report += turn.judged_by_report;
        self.unrated.0 += turn.found.shared(&pool.unrated);
        self.unrated.1 += pool.unrated.count();
        for (sum, rated) in self.rated.iter_mut().zip(turn.rated) {
            *sum += rated;
        }
        if let Some(seconds) = turn.duration {
            self.durations.push(seconds);
            self.found_in_time += found;
        }
        if let Some(dollars) = turn.cost {
            let grave: usize = Severity::ALL
                .iter()
                .zip(by_severity)
                .filter(|(severity, _)| **severity <= Severity::Important)
                .map(|(_, (found, _))| found)
                .sum();
            let sum = self.cost.get_or_insert_default();
            *sum = (sum.0 + dollars, sum.1 + found, sum.2 + grave);
            if says_what_was_done(pool) {
                self.paid_and_acted_on.0 += dollars;
                self.paid_and_acted_on.1 += turn.found.shared(&pool.acted_on);
            }
        }
    }

    fn figures(self, weights: &Weights) -> Figures {
        let subjects: Vec<Subject> = self.subjects.into_values().collect();
        let sum = |of: fn(&Subject) -> usize| subjects.iter().map(of).sum::<usize>();
        let judged: Vec<(usize, usize)> = subjects.iter().filter_map(|subject| subject.judged).collect();
        let hits_of_all = |pair: fn(&Subject) -> (usize, usize)| {
            share(subjects.iter().map(pair).map(|(hits, misses)| (hits, hits + misses)))
        };
        let by_subject: Vec<Cluster> =
            subjects.iter().map(|subject| Cluster { hits: subject.found, out_of: subject.pool }).collect();
        let recall = proportion(&by_subject);
        let by_change: Vec<f64> =
            subjects.iter().filter_map(|subject| median(&subject.durations)).map(|median| median.value).collect();
        let precision = share(judged.iter().map(|(found, rejected)| (*found, found + rejected)));
        let seconds: f64 = self.durations.iter().sum();
        let for_each = |dollars: f64, findings: usize| (findings > 0).then(|| dollars / real(findings));
        Figures {
            reviews: self.reviews,
            accompanied: self.accompanied,
            subjects: subjects.len(),
            failures: self.failures,
            unparsed: self.unparsed,
            found: sum(|subject| subject.found),
            pool: sum(|subject| subject.pool),
            by_severity: self.by_severity,
            unrated: self.unrated,
            solo: sum(|subject| subject.solo),
            rejected: (!judged.is_empty()).then(|| judged.iter().map(|(_, rejected)| rejected).sum()),
            recall,
            recall_of_others: share(subjects.iter().map(|subject| subject.of_others)),
            grave_recall: share(subjects.iter().map(|subject| subject.grave)),
            recall_per_change: mean_share(&by_subject),
            precision,
            judged_precision: hits_of_all(|subject| subject.right),
            kept: hits_of_all(|subject| subject.kept),
            recall_beside: {
                let part = |found: usize, pool: usize| (pool > 0).then(|| real(found) / real(pool));
                [
                    part(sum(|subject| subject.right.0), sum(|subject| subject.pool_beside[0])),
                    part(sum(|subject| subject.kept.0), sum(|subject| subject.pool_beside[1])),
                ]
            },
            empty: self.empty,
            solo_share: share(subjects.iter().map(|subject| (subject.solo, subject.found))),
            acted_on: share(subjects.iter().map(|subject| (subject.acted_on, subject.resolved))),
            agreement: share(subjects.iter().map(|subject| subject.agreed)),
            judged_by_report: self.judged_by_report,
            f: precision
                .zip(recall)
                .map(|(p, r)| (f_measure(p.value, r.value, 1.0), f_measure(p.value, r.value, weights.beta))),
            rated: self.rated,
            duration: median(&self.durations),
            duration_by_change: median(&by_change),
            // A duration of next to nothing is a slip, and so would be a figure made of it.
            per_ten_minutes: (seconds > SHORTEST_SECONDS).then(|| 600.0 * real(self.found_in_time) / seconds),
            cost: self.cost.map(|(dollars, _, _)| dollars),
            cost_per_finding: self.cost.and_then(|(dollars, found, _)| for_each(dollars, found)),
            cost_per_grave: self.cost.and_then(|(dollars, _, grave)| for_each(dollars, grave)),
            cost_per_acted_on: for_each(self.paid_and_acted_on.0 + self.lost_cost, self.paid_and_acted_on.1),
            score: (self.score.1 > 0).then(|| self.score.0 / real(self.score.1)),
        }
    }
}

/// Durations that add up to less are no times that anything took.
const SHORTEST_SECONDS: f64 = 1e-9;

fn share(subjects: impl Iterator<Item = (usize, usize)>) -> Option<Estimate> {
    let clusters: Vec<Cluster> = subjects.map(|(hits, out_of)| Cluster { hits, out_of }).collect();
    proportion(&clusters)
}

/// (1 + β²)·P·R / (β²·P + R), the weighted harmonic mean of precision and recall (van Rijsbergen 1979, Information
/// Retrieval, ch. 7); 0 where both are 0.
#[must_use]
pub fn f_measure(precision: f64, recall: f64, beta: f64) -> f64 {
    let below = beta * beta * precision + recall;
    if below > 0.0 { (1.0 + beta * beta) * precision * recall / below } else { 0.0 }
}
