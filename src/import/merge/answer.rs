//! Whether two findings are the same, and why.

use crate::likeness::{Likeness, Rarity, Weighed, likeness};
use std::fmt::Write;

/// What is said of two findings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// The logarithm of the odds that they are the same; see [`answer`].
    pub score: f64,
    /// What that rests on.
    pub likeness: Likeness,
}

/// From here on two findings are joined: two to one that they are the same. A wrong join hides a finding, and one too few
/// shows it twice.
pub const JOINED: f64 = 0.75;

/// Lines after which closeness has fallen to about a third.
const REACH: f64 = 12.0;

/// A logistic regression over findings of three to four agents on one commit, labelled by who their consolidator credited,
/// fitted to one half of the labels (`benches/merge.rs` prints both halves).
#[must_use]
pub fn answer(one: &Weighed<'_>, other: &Weighed<'_>, rarity: &Rarity) -> Answer {
    let likeness = likeness(one, other, rarity);
    let score = WEIGHTS.iter().zip(features(&likeness)).map(|(weight, feature)| weight * feature).sum();
    Answer { score, likeness }
}

const WEIGHTS: [f64; 9] = [-3.83, 0.68, 1.07, 2.24, 2.49, 1.81, 3.04, -0.08, 1.69];

/// One; how near; words of the titles, all words, names; lines of code; rare names; another file; matter and place together.
#[must_use]
pub fn features(of: &Likeness) -> [f64; 9] {
    let place = match of.distance {
        Some(lines) => (-f64::from(lines) / REACH).exp(),
        None if of.is_one_file => 0.3,
        None => 0.0,
    };
    let matter = (of.title + of.words + of.names).min(1.5);
    #[expect(clippy::cast_precision_loss, reason = "at most four")]
    let rare = of.rare_names.min(4) as f64 / 4.0;
    let elsewhere = if of.is_one_file { 0.0 } else { 1.0 };
    [1.0, place, of.title, of.words, of.names, of.lines, rare, elsewhere, matter * place]
}

impl Answer {
    /// Whether they are taken for the same.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.score >= JOINED
    }

    /// The evidence in words: `same file, 3 lines apart, 5 names in common, 2 of them in no other finding`.
    #[must_use]
    pub fn words(&self) -> String {
        let of = &self.likeness;
        let mut words = if of.is_one_file { "same file".to_owned() } else { "no file in common".to_owned() };
        // Writing to a String cannot fail.
        match of.distance {
            Some(0) => words.push_str(", same lines"),
            Some(lines) => _ = write!(words, ", {lines} lines apart"),
            None => {}
        }
        let mut counted = |count: usize, one: &str, many: &str| {
            if count > 0 {
                _ = write!(words, ", {count} {} in common", if count == 1 { one } else { many });
            }
        };
        counted(of.shared_names, "name", "names");
        counted(of.shared_lines, "line of code", "lines of code");
        if of.rare_names > 0 {
            _ = write!(words, ", {} of the names hardly anywhere else", of.rare_names);
        }
        _ = write!(words, ", words {:.0} % alike", of.words * 100.0);
        words
    }
}
