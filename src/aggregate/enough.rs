//! How much can be seen with what is there, and how much more it takes.

use super::distribution::{quantile, real};
use super::gap::Gap;

/// The quantile that eight in ten real differences pass.
const POWER: f64 = 0.841_621_233_572_914;

/// That of the test and of its power together, with as many changes as one likes.
const BOTH: f64 = 2.801_585_218_112_968;

/// The smallest difference that is told from none in eight of ten archives like this one: (t.975 + z.80) · SE.
#[must_use]
pub fn detectable(error: f64, freedom: f64) -> f64 {
    (quantile(freedom) + POWER) * error
}

/// How many changes it takes in all to tell a difference from none in eight of ten archives, K · (2.80 · SE / Δ)²; `None`
/// of no difference, or where it takes more than a billion.
#[must_use]
pub fn changes_needed(gap: &Gap, difference: f64) -> Option<usize> {
    needed(gap.changes, gap.error, difference)
}

/// The same of any difference that so many changes leave with that standard error.
#[must_use]
pub fn needed(changes: usize, error: f64, difference: f64) -> Option<usize> {
    let needed = (real(changes) * (BOTH * error / difference).powi(2)).ceil();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded")]
    (needed.is_finite() && needed <= 1e9).then_some(needed as usize)
}

#[cfg(test)]
mod tests {
    use super::{changes_needed, detectable};
    use crate::aggregate::gap::Gap;
    use crate::aggregate::interval::Interval;

    #[test]
    fn half_the_difference_takes_four_times_the_changes() {
        let gap = Gap {
            value: 0.0,
            error: 0.05,
            freedom: 20.0,
            interval: Interval { low: -0.1, high: 0.1 },
            changes: 30,
            findings: 200,
        };
        assert_eq!(changes_needed(&gap, 0.1), Some(59), "30 · 1.4008²");
        assert_eq!(changes_needed(&gap, -0.05), Some(236));
        assert_eq!(changes_needed(&gap, 0.0), None);
        assert_eq!(changes_needed(&gap, f64::NAN), None);
    }

    #[test]
    fn few_degrees_of_freedom_see_less() {
        assert!((detectable(0.05, 20.0) - 0.05 * (2.085_963_447_265_86 + 0.841_621_233_572_91)).abs() < 1e-9);
        assert!(detectable(0.05, 2.0) > detectable(0.05, 20.0));
    }
}
