//! How much can be seen with what is there, and how much more it takes.

use super::distribution::real;

/// The quantile that eight in ten real differences pass.
const POWER: f64 = 0.841_621_233_572_914;

/// That of the test and of its power together, with as many changes as one likes.
const BOTH: f64 = 2.801_585_218_112_968;

/// The smallest difference that is told from none in eight of ten archives like this one: half the 95 % interval and
/// z.80 · SE. Where t rules the interval, that is (t.975 + z.80) · SE.
#[must_use]
pub fn detectable(half: f64, error: f64) -> f64 {
    half + POWER * error
}

/// How many changes it takes in all to tell a difference from none in eight of ten archives, K · (2.80 · SE / Δ)², where K of
/// them leave that standard error; `None` of no difference, or where it takes more than a billion.
#[must_use]
pub fn needed(changes: usize, error: f64, difference: f64) -> Option<usize> {
    let needed = (real(changes) * (BOTH * error / difference).powi(2)).ceil();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded")]
    (needed.is_finite() && needed <= 1e9).then_some(needed as usize)
}

#[cfg(test)]
mod tests {
    use super::{detectable, needed};

    #[test]
    fn half_the_difference_takes_four_times_the_changes() {
        assert_eq!(needed(30, 0.05, 0.1), Some(59), "30 · 1.4008²");
        assert_eq!(needed(30, 0.05, -0.05), Some(236));
        assert_eq!(needed(30, 0.05, 0.0), None);
        assert_eq!(needed(30, 0.05, f64::NAN), None);
    }

    #[test]
    fn what_is_detectable_lies_beyond_the_interval() {
        let half = 0.05 * 2.085_963_447_265_86;
        assert!((detectable(half, 0.05) - 0.05 * (2.085_963_447_265_86 + 0.841_621_233_572_91)).abs() < 1e-12);
    }
}
