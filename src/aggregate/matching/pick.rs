//! Which pairs of findings of two rounds are answered: the likeliest first, each finding once, unless a second is beyond doubt.

use super::evidence::{Evidence, score};
use std::collections::{BTreeMap, BTreeSet};

/// From here on two findings are the same, at odds of two to one. The thresholds are logarithms of odds, chosen on the labels that
/// the weights were fitted to; this one so that nine of ten answers are right in subjects that the weights were not fitted to, of
/// which each was left out once.
pub const SAME: f64 = 0.7;
/// From here on they are perhaps the same, at odds of one to two.
pub const PERHAPS: f64 = -0.7;
/// So alike two findings must be at least to be the same because a third is the same as both.
pub const SAME_BY_ANOTHER: f64 = -1.4;
/// From here on the answer was close, and is listed by a check.
pub const CLOSE: f64 = -1.4;
/// By so much more a finding that has a match already must be alike to have another: two findings may become one, and hardly do.
const SECOND: f64 = 3.0;
/// What it adds that the later says by name that the earlier is there still: the logarithm of a thousand. Who writes so is mostly
/// right, even of findings in other words; a few name a wrong number, and are the same as another finding of that round.
pub const SAID_LEFT: f64 = 6.9078;
/// What such two are at least where no other of that round is the same: the logarithm of nine, as nine of ten numbers are right.
const SAID_ALONE: f64 = 2.1972;
/// What it adds for the likeliest finding of a round that the later says that this round raised it: the logarithm of twenty.
pub const SAID_RAISED: f64 = 2.9957;
/// From here on a finding is taken for what the fix of the earlier one brought in, if that was fixed.
const BROUGHT_IN: f64 = -3.2;

/// From here on a finding of one change is like one of another: there is no round that they would have to be the same in, so that
/// more is asked of them.
pub const LIKE_ELSEWHERE: f64 = 1.6;

/// Two findings of two rounds, by their positions in these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    pub earlier: usize,
    pub later: usize,
    pub score: f64,
    pub evidence: Evidence,
}

impl Scored {
    /// Scores two findings.
    #[must_use]
    pub fn new(earlier: usize, later: usize, evidence: Evidence) -> Self {
        Self { earlier, later, score: score(&evidence), evidence }
    }
}

/// Raises the scores of what the later findings say themselves of those of this earlier round.
pub fn heed_what_is_said(scored: &mut [Scored]) {
    // By the later finding how many are the same as it by their own words.
    let mut same: BTreeMap<usize, usize> = BTreeMap::new();
    for pair in scored.iter().filter(|pair| pair.score >= SAME) {
        *same.entry(pair.later).or_default() += 1;
    }
    let mut named = BTreeSet::new();
    for pair in scored.iter_mut().filter(|pair| pair.evidence.is_left) {
        named.insert(pair.later);
        let others = same.get(&pair.later).copied().unwrap_or_default() - usize::from(pair.score >= SAME);
        pair.score += SAID_LEFT;
        if others == 0 {
            pair.score = pair.score.max(SAID_ALONE);
        }
    }
    for at in likeliest_raised(scored, &named) {
        scored[at].score += SAID_RAISED;
    }
}

/// For each finding that says that this round raised it, and not as what, the likeliest there.
fn likeliest_raised(scored: &[Scored], named: &BTreeSet<usize>) -> Vec<usize> {
    let mut likeliest: BTreeMap<usize, usize> = BTreeMap::new();
    let raised = |pair: &Scored| pair.evidence.is_raised && !named.contains(&pair.later);
    for (at, pair) in scored.iter().enumerate().filter(|(_, pair)| raised(pair)) {
        let best = likeliest.entry(pair.later).or_insert(at);
        if pair.score > scored[*best].score {
            *best = at;
        }
    }
    likeliest.into_values().collect()
}

/// The pairs that are close at least, each finding in one of them, the likeliest first, and in others that it names; `is_taken`
/// says which findings of the earlier and of the later round have their match already.
#[must_use]
pub fn picked(scored: &[Scored], is_taken: impl Fn(&Scored) -> bool) -> Vec<Scored> {
    let mut all: Vec<&Scored> = scored.iter().filter(|pair| pair.score >= CLOSE && !is_taken(pair)).collect();
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.earlier, a.later).cmp(&(b.earlier, b.later))));
    let mut picked: Vec<Scored> = Vec::new();
    for pair in all {
        let has_one = picked.iter().any(|other| other.earlier == pair.earlier || other.later == pair.later);
        let is_said = pair.evidence.is_left && pair.score >= SAME;
        if !has_one || is_said || pair.score >= SAME + SECOND {
            picked.push(*pair);
        }
    }
    picked
}

/// For a finding of the later round the fixed one whose fix may have brought it in: the likest.
#[must_use]
pub fn brought_in(scored: &[Scored], later: usize) -> Option<Scored> {
    let was_fixed = |pair: &&Scored| pair.evidence.action.is_some_and(crate::model::Action::acted_on);
    let is_named = |pair: &Scored| pair.evidence.is_named && pair.evidence.blames_fix;
    scored
        .iter()
        .filter(|pair| pair.later == later)
        .filter(was_fixed)
        .filter(|pair| is_named(pair) || pair.score >= BROUGHT_IN)
        .max_by(|a, b| {
            let by_score = a.score.total_cmp(&b.score).then(b.earlier.cmp(&a.earlier));
            is_named(a).cmp(&is_named(b)).then(by_score)
        })
        .copied()
}
