//! How far subjects lie apart, and how well that is known: what the intervals of shares and of differences rest on.

use super::distribution::{freedom, real};

/// What any two findings of a subject are taken to correlate by where an archive cannot say. The agents' recalls in the
/// archives that this was made with gave 0 to 0.1, single figures up to 0.3: see `benches/coverage.rs`.
pub(super) const ASSUMED_CORRELATION: f64 = 0.2;

/// The variance of a sum over subjects, as estimated from how far they lie apart.
pub(super) struct Between {
    pub variance: f64,
    /// How many degrees of freedom it has; at least 1.
    pub freedom: f64,
}

impl Between {
    /// Of each subject what its sum has more than its size lets expect, and its size; `None` below two subjects.
    ///
    /// A subject of which all rests has drawn the overall figure to itself, and so looks closer than it is. Its square is
    /// divided by 1 less its share of all findings, the leverage: the correction CR2 of Bell & `McCaffrey` (2002, Survey
    /// Methodology 28(2)). With subjects of one size that is K/(K−1).
    ///
    /// The degrees of freedom are 2·(Σr²)² / (Σr⁴ − (Σr²)²/K), twice the squared estimate over its variance (Satterthwaite
    /// 1946, Biometrics Bulletin 2(6)), with that variance as the residuals r show it: where a few subjects hold all that
    /// was found, there are few, however many others hold nothing. Rare hits, each in a subject of its own, give two each, as
    /// in the exact limits of a Poisson count; two are added as there for the upper one (Garwood 1936, Biometrika 28), or
    /// one hit would claim less than two. Never more than [`freedom`] has by the sizes.
    pub(super) fn from_residuals(residuals: &[(f64, usize)]) -> Option<Self> {
        let by_size = freedom(residuals.iter().map(|(_, size)| *size))?;
        let all: usize = residuals.iter().map(|(_, size)| size).sum();
        let (mut variance, mut squares, mut fourths) = (0.0, 0.0, 0.0);
        for (residual, size) in residuals.iter().filter(|(_, size)| *size > 0) {
            let square = residual * residual;
            variance += square * real(all) / real(all - size);
            squares += square;
            fourths += square * square;
        }
        let subjects = real(residuals.iter().filter(|(_, size)| *size > 0).count());
        // Residuals of one size each show no variance of their squares, and rounding may carry it below 0.
        let spread = fourths - squares * squares / subjects;
        let by_residuals = if spread > 0.0 { 2.0 + 2.0 * squares * squares / spread } else { by_size };
        Some(Self { variance, freedom: by_size.min(by_residuals) })
    }

    /// For findings that are all alike, which show nothing of how subjects differ: `independent` is the variance that they
    /// would have if independent. It is multiplied by 1 + ρ·(ñ − 1) with ñ = Σn²/Σn (Kish 1965, Survey Sampling, ch. 5)
    /// and a correlation ρ of 0.2.
    pub(super) fn assumed(independent: f64, sizes: impl Iterator<Item = usize> + Clone) -> Option<Self> {
        let freedom = freedom(sizes.clone())?;
        let (sum, squares) =
            sizes.map(real).fold((0.0, 0.0), |(sum, squares), size| (sum + size, squares + size * size));
        let effect = 1.0 + ASSUMED_CORRELATION * (squares / sum - 1.0);
        Some(Self { variance: independent * effect, freedom })
    }
}

#[cfg(test)]
mod tests {
    use super::Between;

    #[test]
    fn subjects_of_one_size_give_the_usual_variance() {
        let between = Between::from_residuals(&[(1.0, 4), (-2.0, 4), (1.0, 4), (0.0, 0)]).unwrap();
        assert!((between.variance - 6.0 * 3.0 / 2.0).abs() < 1e-12, "a subject without findings is none");
        assert!((between.freedom - 2.0).abs() < 1e-12, "and adds no freedom");
    }

    #[test]
    fn what_few_subjects_hold_has_few_degrees_of_freedom() {
        let mut residuals = vec![(-0.05, 10); 100];
        residuals[0] = (5.0, 10);
        let between = Between::from_residuals(&residuals).unwrap();
        assert!(between.freedom > 4.0 && between.freedom < 4.1, "{}", between.freedom);
    }

    #[test]
    fn equal_residuals_and_none_have_those_of_their_sizes() {
        for residual in [0.0, 0.1, 3.0] {
            let between =
                Between::from_residuals(&[(residual, 7), (-residual, 7), (residual, 7), (-residual, 7)]).unwrap();
            assert!((between.freedom - 3.0).abs() < 1e-9, "{}", between.freedom);
        }
    }

    #[test]
    fn one_subject_has_no_variance() {
        assert!(Between::from_residuals(&[(0.0, 7)]).is_none());
        assert!(Between::assumed(1.0, [7].into_iter()).is_none());
    }

    #[test]
    fn findings_that_are_alike_are_not_taken_as_independent() {
        let single = Between::assumed(2.0, [1, 1, 1].into_iter()).unwrap();
        assert!((single.variance - 2.0).abs() < 1e-12, "one finding a subject is independent");
        let many = Between::assumed(2.0, [11, 11].into_iter()).unwrap();
        assert!((many.variance - 6.0).abs() < 1e-12);
    }
}
