//! How many defects no agent of a panel found: Chao's figure from capture and recapture.
//!
//! An agent is a capture occasion, a finding an animal. It assumes that the agents of a panel err independently and that every
//! defect is one finding. Where agents miss the same things the truth lies higher, where one defect was reported twice and not
//! merged it lies lower: it is no bound, and has to say so wherever it is shown.

use super::distribution::{Z, real};
use super::interval::Interval;

/// The findings of all runs with panels of one size, pooled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PanelCounts {
    /// t: agents in each panel. Panels below 2 cannot recapture and are left out.
    pub size: usize,
    /// S: valid findings that at least one agent of their panel found.
    pub found: usize,
    /// f1: those of them that exactly one found.
    pub by_one: usize,
    /// f2: those of them that exactly two found.
    pub by_two: usize,
}

/// What was found, and what was missed as far as that tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Missed {
    /// Findings over all panels of at least 2.
    pub found: usize,
    /// Estimated findings that nobody made.
    pub value: f64,
    /// The variance of `value`.
    pub variance: f64,
    /// Of `value`, at 95 %; `None` where `value` is 0, for which the log-normal interval does not exist. It says how far
    /// chance moves the figure, not how far the truth lies from it.
    pub interval: Option<Interval>,
}

impl Missed {
    /// Found and missed together: S + the estimate.
    #[must_use]
    pub fn total(&self) -> f64 {
        real(self.found) + self.value
    }
}

/// Chao's figure over panels; estimates and variances of different panel sizes add up. `None` where no panel of at
/// least 2 found anything.
///
/// Per size `A·f1(f1−1) / (2(f2+1))` with `A = (t−1)/t`: the bias-corrected form for t occasions (Chao 1987, Biometrics
/// 43; Chao 2005, "Species estimation and applications", Encyclopedia of Statistical Sciences), with the variance
/// `A·f1(f1−1) / (2(f2+1)) + A²·f1(2f1−1)² / (4(f2+1)²) + A²·f1²·f2(f1−1)² / (4(f2+1)⁴)`, as the R package `SpadeR`
/// has it for Chao2-bc. The interval is log-normal around what was missed, T (Chao 1987): from T/C to T·C with
/// `C = exp(1.96 · √ln(1 + var/T²))`.
///
/// # Panics
///
/// Where more was found by one and by two than was found.
#[must_use]
pub fn missed(panels: &[PanelCounts]) -> Option<Missed> {
    assert!(panels.iter().all(|panel| panel.by_one + panel.by_two <= panel.found), "a part is larger than the whole");
    let able = || panels.iter().filter(|panel| panel.size >= 2);
    let found: usize = able().map(|panel| panel.found).sum();
    if found == 0 {
        return None;
    }
    let value: f64 = able().map(estimate).sum();
    let variance: f64 = able().map(variance).sum();
    let interval = (value > 0.0).then(|| {
        let factor = (Z * (variance / (value * value)).ln_1p().sqrt()).exp();
        Interval { low: value / factor, high: value * factor }
    });
    Some(Missed { found, value, variance, interval })
}

/// (t−1)/t.
fn correction(panel: &PanelCounts) -> f64 {
    (real(panel.size) - 1.0) / real(panel.size)
}

fn estimate(panel: &PanelCounts) -> f64 {
    let (one, two) = (real(panel.by_one), real(panel.by_two));
    correction(panel) * one * (one - 1.0).max(0.0) / (2.0 * (two + 1.0))
}

fn variance(panel: &PanelCounts) -> f64 {
    let (one, two) = (real(panel.by_one), real(panel.by_two));
    let squared = correction(panel).powi(2);
    estimate(panel)
        + squared * one * (2.0 * one - 1.0).powi(2) / (4.0 * (two + 1.0).powi(2))
        + squared * one * one * two * (one - 1.0).powi(2) / (4.0 * (two + 1.0).powi(4))
}

#[cfg(test)]
mod tests {
    use super::{Missed, PanelCounts, missed};

    fn counts(size: usize, found: usize, by_one: usize, by_two: usize) -> PanelCounts {
        PanelCounts { size, found, by_one, by_two }
    }

    /// Estimate, standard error, and interval of the total, as `SpadeR` prints them with three decimals.
    #[track_caller]
    fn check(panel: PanelCounts, printed: [f64; 4]) {
        let estimate = missed(&[panel]).unwrap();
        let (interval, found) = (estimate.interval.unwrap(), estimate.total() - estimate.value);
        let computed = [estimate.total(), estimate.variance.sqrt(), found + interval.low, found + interval.high];
        for (computed, printed) in computed.into_iter().zip(printed) {
            assert!((computed - printed).abs() <= 0.000_5, "{computed} is not {printed}");
        }
    }

    /// Output of `ChaoSpecies(datatype = "incidence_freq")` of the R package `SpadeR`, row "Chao2-bc", as its users keep it
    /// in the comments of public R scripts with T, D, Q1 and Q2. The estimates are checked by hand as well: the first is
    /// 15 + 15/16 · 9·8 / (2·5) = 21.75.
    #[test]
    fn incidences_give_what_spader_prints() {
        check(counts(16, 15, 9, 4), [21.750, 6.075, 16.492, 45.544]);
        check(counts(16, 18, 13, 4), [32.625, 10.966, 21.950, 72.154]);
        check(counts(40, 10, 6, 0), [24.625, 13.681, 13.092, 79.180]);
    }

    /// The same formula with trees in place of occasions, row "Chao1-bc": plots 1 and 10 of `BCI` in the R package `vegan`,
    /// with n, D, f1 and f2 as the R package `iNEXT` prints them.
    #[test]
    fn abundances_give_what_spader_prints() {
        check(counts(448, 93, 31, 18), [117.419, 11.562, 103.114, 151.960]);
        check(counts(483, 94, 35, 16), [128.928, 15.685, 109.078, 174.910]);
    }

    #[test]
    fn panels_that_cannot_recapture_say_nothing() {
        assert_eq!(missed(&[]), None);
        assert_eq!(missed(&[counts(1, 40, 40, 0), counts(0, 0, 0, 0)]), None);
        assert_eq!(missed(&[counts(3, 0, 0, 0)]), None);
        assert_eq!(missed(&[counts(1, 40, 40, 0), counts(2, 10, 4, 6)]), missed(&[counts(2, 10, 4, 6)]));
    }

    #[test]
    fn where_all_was_found_twice_nothing_is_seen_to_be_missing() {
        for by_one in [0, 1] {
            let Missed { value, interval, .. } = missed(&[counts(4, 10, by_one, 3)]).unwrap();
            assert!(value.abs() < f64::EPSILON && interval.is_none());
        }
    }

    #[test]
    fn sizes_add_up() {
        let (two, four) = (missed(&[counts(2, 10, 6, 4)]).unwrap(), missed(&[counts(4, 30, 9, 5)]).unwrap());
        let both = missed(&[counts(2, 10, 6, 4), counts(4, 30, 9, 5)]).unwrap();
        assert_eq!(both.found, 40);
        assert!((both.value - two.value - four.value).abs() < 1e-12);
        assert!((both.variance - two.variance - four.variance).abs() < 1e-12);
        let interval = both.interval.unwrap();
        assert!(0.0 < interval.low && interval.low < both.value && both.value < interval.high);
    }

    #[test]
    fn giant_counts_stay_finite() {
        let giant = missed(&[counts(3, 1 << 40, 1 << 40, 0)]).unwrap();
        let interval = giant.interval.unwrap();
        assert!(giant.variance.is_finite() && 0.0 < interval.low && interval.high.is_finite());
    }

    #[test]
    #[should_panic(expected = "larger than the whole")]
    fn more_once_than_at_all_is_a_mistake() {
        let _ = missed(&[counts(3, 2, 2, 1)]);
    }
}
