//! What one member of a panel did in one run.

use super::{By, Pool, Who};
use crate::aggregate::statistics::marks::Marks;
use crate::model::{Assessment, Digest, FindingDigest, Reviewer, Slug};

/// What one member of a panel did in one run.
#[derive(Debug)]
pub struct Turn {
    /// Position in [`Field::agents`].
    pub agent: usize,
    /// All its numbers.
    pub who: Who,
    /// The valid findings that it found.
    pub found: Marks,
    /// Its findings that did not stand: the larger of those assessed as false positives and those that the run recorded as
    /// false positives or dropped. `None`: the run says neither.
    pub rejected: Option<usize>,
    /// The same where all that it raised was judged, or what was rejected is recorded: its false alarms. A finding that nobody judged
    /// may be one.
    pub false_alarms: Option<usize>,
    /// Its findings that whoever made the report recorded as false positives or dropped; `None`: the run records neither.
    pub recorded_rejected: Option<usize>,
    /// Its findings that were judged: right, and not right; see [`judged`].
    pub judged: (usize, usize),
    /// Whether it raised nothing at all, be it right or wrong, as far as the run says.
    pub is_empty: bool,
    /// Its findings assessed as false positives, as positions in the run's findings.
    pub wrong: Vec<usize>,
    /// Its findings of which a person said that they are right, or that they are not: how many are right, and how many in all.
    pub agreed: (usize, usize),
    /// How many of its findings were judged right or not by nobody who is named, which is whoever made the report.
    pub judged_by_report: usize,
    /// How it rated its valid findings against the consolidated severity: higher, equal, lower.
    pub rated: [usize; 3],
    /// Seconds, as recorded.
    pub duration: Option<f64>,
    /// US dollars, as recorded.
    pub cost: Option<f64>,
}

impl Turn {
    /// The number of whoever took the turn.
    #[must_use]
    pub fn taker(&self, by: By) -> usize {
        self.who.number(by)
    }
}

/// Which of the findings of a run somebody judged right or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judging {
    None,
    Some,
    All,
}

pub(super) fn turn(run: &Digest, pool: &Pool, reviewer: &Reviewer, who: Who, judging: Judging) -> Turn {
    let slug = &reviewer.agent;
    let found = |at: &usize| run.findings[*at].is_found_by(slug);
    let is_wrong = |at: &usize| run.findings[*at].assessment == Some(Assessment::FalsePositive) && found(at);
    let wrong: Vec<usize> = (0..run.findings.len()).filter(is_wrong).collect();
    let raised = || run.findings.iter().filter(|finding| finding.is_found_by(slug));
    let by_people: Vec<bool> = raised().filter_map(FindingDigest::person_says_right).collect();
    let by_report = raised().filter(|finding| !finding.is_judged_by_person).filter_map(|finding| finding.assessment);
    let recorded = |name: &str| recorded(run, slug, name);
    let (false_positives, dropped) = (recorded("false_positives"), recorded("dropped"));
    let recorded_rejected = rejected(None, false_positives, dropped);
    let raises_nothing = raised().next().is_none();
    let found = Marks::from_flags(pool.findings.iter().map(found));
    let rejected = rejected((judging != Judging::None).then_some(wrong.len()), false_positives, dropped);
    let is_known = recorded_rejected.is_some() || found.shared(&pool.judged_right) == found.count();
    Turn {
        agent: who.agent,
        who,
        rejected,
        false_alarms: rejected.filter(|_| is_known),
        recorded_rejected,
        judged: judged(&found, &pool.judged_right, wrong.len(), recorded_rejected.filter(|_| judging == Judging::All)),
        is_empty: raises_nothing && recorded_rejected.unwrap_or(0) == 0,
        found,
        wrong,
        agreed: (by_people.iter().filter(|is_right| **is_right).count(), by_people.len()),
        judged_by_report: by_report.filter_map(Assessment::judges_right).count(),
        rated: rated(run, pool, slug),
        duration: recorded("duration_seconds"),
        cost: recorded("cost_usd"),
    }
}

pub(super) fn recorded(run: &Digest, agent: &Slug, name: &str) -> Option<f64> {
    run.metrics.iter().find(|metrics| metrics.agent == *agent)?.figure(name)
}

/// Of an agent's findings those that somebody judged, a person or whoever made the report: right, and not right. A finding
/// that nobody judged is neither, so that one judgement in a run says nothing of the others.
///
/// What was rejected without being listed is recorded as a count. It is given only of a run whose findings are all judged, whoever
/// made them: beside findings that nobody judged it would stand for all that is known of them, and agents of one run are
/// measured alike.
fn judged(found: &Marks, judged_right: &Marks, wrong: usize, recorded_rejected: Option<usize>) -> (usize, usize) {
    (found.shared(judged_right), wrong.max(recorded_rejected.unwrap_or(0)))
}

/// The larger of what was assessed and what was recorded, of as much of it as is there.
fn rejected(assessed: Option<usize>, false_positives: Option<f64>, dropped: Option<f64>) -> Option<usize> {
    // Recorded counts may be any number of the format; a fraction of a finding is none. The SQL of docs/data.md rounds too.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded first")]
    let whole = |count: f64| count.clamp(0.0, 1e9).round() as usize;
    let recorded = [false_positives, dropped].into_iter().flatten().map(whole).reduce(|a, b| a + b);
    assessed.max(recorded)
}

fn rated(run: &Digest, pool: &Pool, agent: &Slug) -> [usize; 3] {
    let mut counts = [0; 3];
    for finding in pool.findings.iter().map(|at| &run.findings[*at]) {
        let own = finding.finders().find(|(finder, _)| *finder == agent).and_then(|(_, own)| own);
        if let Some(own) = own {
            // Worse severities come first.
            counts[match own.cmp(&finding.severity) {
                std::cmp::Ordering::Less => 0,
                std::cmp::Ordering::Equal => 1,
                std::cmp::Ordering::Greater => 2,
            }] += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::{Marks, judged, rejected};

    #[test]
    fn what_nobody_judged_is_neither_right_nor_wrong() {
        let marks = |flags: [bool; 4]| Marks::from_flags(flags.into_iter());
        let found = marks([true, true, true, false]);
        let one = marks([true, false, false, true]);
        assert_eq!(judged(&found, &one, 0, None), (1, 0));
        assert_eq!(judged(&found, &found, 1, Some(5)), (3, 5));
        assert_eq!(judged(&marks([false; 4]), &one, 0, Some(5)), (0, 5), "all that it raised was rejected");
        assert_eq!(judged(&marks([false; 4]), &one, 2, None), (0, 2));
    }

    #[test]
    fn what_is_not_recorded_is_not_zero() {
        assert_eq!(rejected(None, None, None), None);
        assert_eq!(rejected(Some(0), None, None), Some(0));
        assert_eq!(rejected(None, Some(2.0), None), Some(2));
        assert_eq!(rejected(None, Some(1.5), Some(0.4)), Some(2), "each is rounded, half upwards");
        assert_eq!(rejected(Some(1), Some(2.0), Some(3.0)), Some(5));
        assert_eq!(rejected(Some(7), Some(2.0), Some(3.0)), Some(7));
    }
}
