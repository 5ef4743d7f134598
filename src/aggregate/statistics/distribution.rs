//! The two distributions that the intervals and tests rest on: Student's t over subjects, and the fair coin.
//!
//! Student's t comes from `statrs`; the fair coin is summed here, because a ratio of sums stays exact to about 1e-12 for
//! millions of tosses, where a quotient of gamma functions does not.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// The two-sided 95 % quantile of the standard normal distribution.
pub(in crate::aggregate) const Z: f64 = 1.959_963_984_540_054;

/// Past this many degrees of freedom t is taken as it is here, which is wider than the truth by less than 0.13 %: the
/// incomplete beta function of `statrs` is cut off after a fixed number of terms and loses digits beyond.
const MOST_FREEDOM: f64 = 1000.0;

/// A count as a number; exact below 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "counts of findings are far below 2^53")]
pub(in crate::aggregate) fn real(count: usize) -> f64 {
    count as f64
}

/// The degrees of freedom that a variance between subjects of these sizes has: K* − 1, never below 1.
///
/// K* = (Σ n)² / Σ n² is K where all subjects are of one size and less where a few hold most of the findings: a variance
/// that rests on three large subjects is as uncertain as one of three subjects, however many small ones stand beside
/// them. It is Kish's effective sample size (1965, Survey Sampling), and the effective number of clusters of Carter,
/// Schnepel & Steigerwald (2017, Review of Economics and Statistics 99(4)) where findings are independent.
/// `None` below two subjects, where there is no such variance.
pub(in crate::aggregate) fn freedom(sizes: impl Iterator<Item = usize>) -> Option<f64> {
    let (mut subjects, mut sum, mut squares) = (0_usize, 0.0, 0.0);
    for size in sizes.filter(|size| *size > 0).map(real) {
        subjects += 1;
        sum += size;
        squares += size * size;
    }
    (subjects > 1).then(|| (sum * sum / squares - 1.0).max(1.0))
}

/// The two-sided 95 % quantile of Student's t.
pub(in crate::aggregate) fn quantile(freedom: f64) -> f64 {
    student(freedom).inverse_cdf(0.975)
}

/// The two-sided quantile of Student's t at a level such as 0.95.
pub(in crate::aggregate) fn quantile_at(freedom: f64, level: f64) -> f64 {
    student(freedom).inverse_cdf(f64::midpoint(1.0, level))
}

/// The same of the standard normal distribution.
pub(in crate::aggregate) fn normal_quantile_at(level: f64) -> f64 {
    Normal::standard().inverse_cdf(f64::midpoint(1.0, level))
}

/// The probability that Student's t is at least as far from 0, on either side.
pub(in crate::aggregate) fn beyond(t: f64, freedom: f64) -> f64 {
    (2.0 * student(freedom).cdf(-t.abs())).min(1.0)
}

/// The same for the standard normal distribution.
pub(in crate::aggregate) fn beyond_normal(z: f64) -> f64 {
    (2.0 * Normal::standard().cdf(-z.abs())).min(1.0)
}

fn student(freedom: f64) -> StudentsT {
    StudentsT::new(0.0, 1.0, freedom.min(MOST_FREEDOM)).expect("the degrees of freedom are at least 1")
}

/// The probability of at most `heads` among `tosses` of a fair coin.
///
/// The binomial weights are walked from the middle outwards by the ratio of neighbours and divided by their own sum.
/// Below 1e-300 it is 0.
pub(in crate::aggregate) fn at_most(heads: usize, tosses: usize) -> f64 {
    if heads >= tosses {
        return 1.0;
    }
    if 2 * heads >= tosses {
        return 1.0 - at_most(tosses - heads - 1, tosses);
    }
    let middle = tosses / 2;
    let (mut weight, mut half, mut tail) = (1.0, 0.0, 0.0);
    for at in (0..=middle).rev() {
        half += weight;
        if at <= heads {
            tail += weight;
        }
        weight *= real(at) / real(tosses - at + 1);
        if weight == 0.0 {
            break;
        }
    }
    // An even number of tosses has one middle, an odd one two of the same weight.
    let all = if tosses.is_multiple_of(2) { 2.0 * half - 1.0 } else { 2.0 * half };
    tail / all
}

#[cfg(test)]
mod tests {
    use super::{at_most, beyond, beyond_normal, freedom, quantile};

    #[test]
    fn subjects_of_one_size_are_all_counted() {
        assert_eq!(freedom([4, 4, 4].into_iter()), Some(2.0));
        assert_eq!(freedom([4, 0, 4].into_iter()), Some(1.0), "a subject without findings says nothing");
        assert!(freedom([100, 1, 1, 1].into_iter()).unwrap() < 1.1, "one subject holds nearly everything");
        assert_eq!(freedom([9].into_iter()), None);
        assert_eq!(freedom(std::iter::empty()), None);
    }

    #[test]
    fn quantiles_of_student_are_those_of_the_tables() {
        assert!((quantile(1.0) - 12.706_204_736_174_7).abs() < 1e-10);
        assert!((quantile(9.0) - 2.262_157_162_798_2).abs() < 1e-10);
        assert!((beyond(quantile(4.0), 4.0) - 0.05).abs() < 1e-12);
        assert!((beyond_normal(super::Z) - 0.05).abs() < 1e-10);
        assert!(quantile(1e9) > super::Z && quantile(1e9) < 1.0013 * super::Z);
        assert!((beyond(0.0, 3.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_coin_is_fair() {
        let close = |heads, tosses, expected: f64| assert!((at_most(heads, tosses) - expected).abs() < 1e-15);
        close(0, 1, 0.5);
        close(0, 5, 1.0 / 32.0);
        close(1, 4, 5.0 / 16.0);
        close(2, 4, 11.0 / 16.0);
        close(3, 3, 1.0);
        close(0, 0, 1.0);
        assert!((at_most(999_999, 1_999_999) - 0.5).abs() < 1e-12);
        assert!(at_most(0, 1_000_000).abs() < 1e-300);
    }
}
