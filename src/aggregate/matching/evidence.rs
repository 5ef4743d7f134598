//! What speaks for two findings of two rounds being one, and what against it; and the score made of it.

use crate::likeness::{Likeness, Rarity, Weighed, likeness, likeness_at_most};
use crate::model::sketch::{Before, NamedFinding, Tells};
use crate::model::{Action, FindingDigest, Sketch};

/// What is known of a finding of one round and a finding of a later one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Evidence {
    /// How alike they are.
    pub likeness: Likeness,
    /// Lines between them, the lines of the earlier round counted as in the later one where code of both tells how far they moved;
    /// `None` where not both say lines of one file.
    pub distance: Option<u32>,
    /// Whether neither says where it stands, as what is said of a change as a whole.
    pub is_nowhere: bool,
    /// Whether they stand in files of different paths that show the same code.
    pub is_renamed: bool,
    /// What the earlier's run says was done about it.
    pub action: Option<Action>,
    /// Whether the later names the earlier by round and id.
    pub is_named: bool,
    /// Whether it says in the same sentence that the earlier was raised and is there still.
    pub is_left: bool,
    /// Whether the later says that the earlier's round raised it, without naming a finding there.
    pub is_raised: bool,
    /// Whether the later blames a fix for what it tells.
    pub blames_fix: bool,
    /// Whether the later says that it was there before.
    pub is_still: bool,
}

/// A finding as one of its round.
#[derive(Clone, Debug)]
pub struct Side<'s> {
    /// The finding.
    pub finding: &'s FindingDigest,
    /// What it says, weighed.
    pub weighed: Weighed<'s>,
}

impl<'s> Side<'s> {
    /// A finding among those whose rarity is counted.
    #[must_use]
    pub fn new(finding: &'s FindingDigest, rarity: &Rarity) -> Self {
        Self { finding, weighed: Weighed::new(&finding.sketch, rarity) }
    }
}

/// The earlier of two rounds as a text of the later may name it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Round {
    /// From 1; 0 is of no text.
    pub number: u32,
    /// Whether it is the last before the later one.
    pub is_last: bool,
}

/// Two findings beside each other. `round` is the earlier one's, `moved` by how many lines the code near a line of a file moved
/// between the rounds.
#[must_use]
pub fn evidence(
    earlier: &Side<'_>,
    later: &Side<'_>,
    round: Round,
    moved: impl Fn(&str, u32) -> Option<i64>,
    rarity: &Rarity,
) -> Evidence {
    let (before, after) = (earlier.weighed.sketch, later.weighed.sketch);
    let likeness = likeness(&earlier.weighed, &later.weighed, rarity);
    let is_it = |named: &&NamedFinding| {
        named.round == round.number && named.id.eq_ignore_ascii_case(earlier.finding.id.as_str())
    };
    let named = || after.tells.named.iter().filter(is_it);
    Evidence {
        distance: moved_distance(before, after, moved).or(likeness.distance),
        is_renamed: !likeness.is_one_file && is_renamed(before, after, likeness.shared_lines),
        is_nowhere: before.places.is_empty() && after.places.is_empty(),
        action: earlier.finding.action,
        is_named: named().next().is_some(),
        is_left: named().any(|named| named.is_left),
        is_raised: is_raised(&after.tells, round),
        blames_fix: after.tells.blames_fix,
        is_still: after.tells.is_still,
        likeness,
    }
}

fn is_raised(tells: &Tells, round: Round) -> bool {
    let is_before = match tells.raised_before {
        Some(Before::Several) => round.number > 0,
        Some(Before::TheLast) => round.is_last,
        None => false,
    };
    is_before || tells.raised_in.contains(&round.number)
}

/// Two files may show one line of code by chance; three hardly do.
const LINES_OF_A_RENAME: usize = 3;

fn is_renamed(before: &Sketch, after: &Sketch, shared_lines: usize) -> bool {
    let (Some(old), Some(new)) = (before.places.first(), after.places.first()) else { return false };
    let has_one_name = old.path.rsplit('/').next() == new.path.rsplit('/').next();
    shared_lines >= LINES_OF_A_RENAME || (shared_lines > 0 && has_one_name)
}

fn moved_distance(before: &Sketch, after: &Sketch, moved: impl Fn(&str, u32) -> Option<i64>) -> Option<u32> {
    let (old, new) = (before.places.first()?, after.places.first()?);
    if old.path != new.path {
        return None;
    }
    let (start, end) = old.lines?;
    let by = moved(&old.path, start)?;
    let shifted = |line: u32| i64::from(line) + by;
    let (there_start, there_end) = new.lines.map(|(start, end)| (i64::from(start), i64::from(end)))?;
    let gap = shifted(start).max(there_start) - shifted(end).min(there_end);
    Some(u32::try_from(gap.max(0)).unwrap_or(u32::MAX))
}

/// Lines after which closeness has fallen to about a third.
const REACH: f64 = 12.0;
/// How close two findings are in one file, one of which says no line.
const SOMEWHERE_IN_THE_FILE: f64 = 0.3;

/// How many features there are.
pub const FEATURES: usize = 12;

/// One; how near; words of the titles, all words, names; lines of code; fixed before, and not said to be there still; the title
/// of one in the text of the other; left as it was before; neither anywhere; words of one in the other; a fix is blamed.
#[must_use]
pub fn features(of: &Evidence) -> [f64; FEATURES] {
    let place = match of.distance {
        Some(lines) => (-f64::from(lines) / REACH).exp(),
        None if of.likeness.is_one_file || of.is_renamed => SOMEWHERE_IN_THE_FILE,
        None => 0.0,
    };
    let is = |what: bool| f64::from(u8::from(what));
    let like = &of.likeness;
    let was_fixed = of.action.is_some_and(Action::acted_on) && !of.is_still;
    let was_left = of.action.is_some_and(|action| !action.acted_on());
    [
        1.0,
        place,
        like.title,
        like.words,
        like.names,
        like.lines,
        is(was_fixed),
        like.title_told,
        is(was_left),
        is(of.is_nowhere),
        like.words_told,
        is(of.blames_fix),
    ]
}

/// Of a logistic regression over pairs of findings of two rounds, labelled by hand and fitted to one half of the labels
/// (`benches/rounds.rs` prints both halves).
const WEIGHTS: [f64; FEATURES] = [-9.48, 0.04, 3.8, 4.17, 2.84, 2.32, -2.0, 5.11, 1.93, 3.32, 3.73, -0.74];

/// The same of two findings of different changes, where a fix of the earlier says nothing about the later.
#[must_use]
pub fn score_elsewhere(of: &Evidence) -> f64 {
    score(&Evidence { action: None, ..*of })
}

/// What [`score_elsewhere`] is at most for two findings of one file, without weighing the second: whatever speaks for their being
/// one only ever adds to a score.
#[must_use]
pub fn score_elsewhere_at_most(one: &Side<'_>, other: &Sketch) -> f64 {
    let likeness = likeness_at_most(&one.weighed, other);
    score(&Evidence { likeness, distance: Some(0), ..Evidence::default() })
}

/// The logarithm of the odds that two findings are one.
#[must_use]
pub fn score(of: &Evidence) -> f64 {
    WEIGHTS.iter().zip(features(of)).map(|(weight, feature)| weight * feature).sum()
}
