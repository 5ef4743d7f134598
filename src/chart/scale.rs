//! From values to places: an axis with round ends and round ticks.

use super::real;

/// An axis. `low` is always below `high`.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    low: f64,
    high: f64,
    /// Where the ticks are, both ends among them.
    ticks: Vec<f64>,
}

impl Axis {
    /// An axis with round ends that holds all the values, in about `steps` steps, and reaches no further than `bounds`.
    /// Values that are no numbers are left out; without any it is the axis of the bounds, or from 0 to 1.
    #[must_use]
    pub fn over(values: impl IntoIterator<Item = f64>, steps: usize, bounds: (f64, f64)) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            let or = |bound: f64, otherwise: f64| if bound.is_finite() { bound } else { otherwise };
            (low, high) = (or(bounds.0, 0.0), or(bounds.1, 1.0));
        }
        let low = low.clamp(bounds.0, bounds.1).clamp(-1e15, 1e15);
        let high = high.clamp(bounds.0, bounds.1).clamp(-1e15, 1e15);
        let step = round_step((high - low) / real(steps.max(1)), low.abs().max(high.abs()));
        let first = (low / step + 1e-9).floor();
        let last = ((high / step - 1e-9).ceil()).max(first + 1.0);
        // A single value at the upper bound has its step below it.
        let (first, last) = if last * step > bounds.1 && last - first < 1.5 && (first - 1.0) * step >= bounds.0 {
            (first - 1.0, first)
        } else {
            (first, last)
        };
        let mut ticks = Vec::new();
        let mut at = first;
        while at <= last + 0.5 && ticks.len() < 64 {
            ticks.push(at * step + 0.0);
            at += 1.0;
        }
        Self { low: first * step, high: last * step, ticks }
    }

    /// An axis around 0, as far to either side.
    #[must_use]
    pub fn around_zero(values: impl IntoIterator<Item = f64>, bound: f64) -> Self {
        let farthest =
            values.into_iter().filter(|value| value.is_finite()).map(f64::abs).fold(0.0_f64, f64::max).min(bound);
        let end = Self::over([0.0, farthest.max(bound / 100.0)], 2, (0.0, bound)).high;
        Self { low: -end, high: end, ticks: vec![-end, -end / 2.0, 0.0, end / 2.0, end] }
    }

    #[must_use]
    pub fn ends(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// Its ticks, both ends among them.
    #[must_use]
    pub fn ticks(&self) -> &[f64] {
        &self.ticks
    }

    /// Where a value is between two places; beyond the ends it is at the end.
    #[must_use]
    pub fn place(&self, value: f64, (start, end): (f64, f64)) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        start + share * (end - start)
    }
}

/// The next of 1, 2, 5, 10, … that is no smaller; where all values are one, a tenth of its size.
fn round_step(step: f64, size: f64) -> f64 {
    let step = if step > size * 1e-9 { step } else { (size / 10.0).max(0.1) };
    let power = 10_f64.powf(step.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0].into_iter().find(|factor| factor * power >= step * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::Axis;
    use proptest::prelude::*;

    #[test]
    fn ends_are_round_and_hold_the_values() {
        for (values, expected) in [
            (vec![12.0, 78.0], (0.0, 80.0)),
            (vec![61.0, 99.0], (60.0, 100.0)),
            (vec![50.0], (40.0, 60.0)),
            (vec![100.0], (80.0, 100.0)),
            (vec![], (0.0, 100.0)),
            (vec![0.0, 0.0], (0.0, 0.1)),
        ] {
            let axis = Axis::over(values.iter().copied(), 4, (0.0, 100.0));
            assert!(
                values.iter().all(|value| axis.ends().0 <= *value && *value <= axis.ends().1),
                "{values:?} {axis:?}"
            );
            if values.len() != 1 {
                assert_eq!(axis.ends(), expected, "{values:?}");
            }
        }
        assert_eq!(Axis::around_zero([-12.0, 30.0], 100.0).ticks(), [-40.0, -20.0, 0.0, 20.0, 40.0]);
    }

    proptest! {
        #[test]
        fn every_value_has_a_place(values in proptest::collection::vec(any::<f64>(), 0..6), steps in 0_usize..9) {
            let axis = Axis::over(values.iter().copied(), steps, (f64::NEG_INFINITY, f64::INFINITY));
            prop_assert!(axis.ends().0 < axis.ends().1 && axis.ticks().len() <= 64);
            for value in values.into_iter().filter(|value| !value.is_nan()) {
                let place = axis.place(value, (4.0, 128.0));
                prop_assert!((4.0..=128.0).contains(&place));
            }
        }
    }
}
