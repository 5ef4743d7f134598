//! Whether a gap moved at some time that no label tells of: a change point, and how likely chance alone makes one as clear.

use super::chance::Chance;
use super::distribution::real;
use super::gap::Gains;

/// Fewest changes on either side of the point.
pub const FEWEST_EITHER_SIDE: usize = 6;

/// How many orders are drawn, the one that was seen included: as many as leave [`MARGIN`] of them below the level, between
/// these two. What the most cost is bounded; up to a thousand series at 5 % in all, one order still is below.
const FEWEST_ORDERS: usize = 2000;
const MOST_ORDERS: usize = 20_000;
const MARGIN: f64 = 5.0;

/// Where a gap seems to have moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The first change after it, as a position among those with findings that were given.
    pub at: usize,
    /// The mean gain after it less that before.
    pub size: f64,
    /// How often a random order of the same changes shows a point as clear.
    pub p: f64,
}

/// The clearest point in a list of changes in the order of time, where it is clearer than chance makes it in `level` of
/// archives; `None` too below [`FEWEST_EITHER_SIDE`] changes on either side.
///
/// The cumulative sum of what each change has off the overall mean (CUSUM; Page 1954, Biometrika 41), where it is farthest
/// from 0 in units of its own spread, `|S| / √(w(1−w))` with w the share of findings before the point. Its likelihood under
/// "nothing moved" is that of random orders of the same changes, drawn with a fixed seed: no distribution is assumed, and
/// changes keep their sizes. One of them is the order that was seen, and 20,000 are the most, so that `level` below 0.00005
/// finds nothing.
#[must_use]
pub fn change_point(changes: &[Gains], level: f64) -> Option<Point> {
    let counted: Vec<&Gains> = changes.iter().filter(|change| change.findings > 0).collect();
    if counted.len() < 2 * FEWEST_EITHER_SIDE {
        return None;
    }
    let all: f64 = counted.iter().map(|change| real(change.findings)).sum();
    let mean = counted.iter().map(|change| change.sum).sum::<f64>() / all;
    let step = |change: &&Gains| (change.sum - mean * real(change.findings), real(change.findings) / all);
    let mut steps: Vec<(f64, f64)> = counted.iter().map(step).collect();
    let (at, seen) = farthest(&steps);
    if seen <= 1e-9 {
        return None;
    }
    let orders = orders(level);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the number of orders")]
    let most = (level.clamp(0.0, 1.0) * real(orders) * (1.0 + 1e-12)).floor() as usize;
    let mut chance = Chance(16);
    let mut as_clear = 1;
    for _ in 1..orders {
        // It cannot become clear any more.
        if as_clear > most {
            return None;
        }
        chance.shuffle(&mut steps);
        as_clear += usize::from(farthest(&steps).1 >= seen * (1.0 - 1e-12));
    }
    let mean_of = |part: &[&Gains]| {
        part.iter().map(|change| change.sum).sum::<f64>() / part.iter().map(|change| real(change.findings)).sum::<f64>()
    };
    let size = mean_of(&counted[at..]) - mean_of(&counted[..at]);
    (as_clear <= most).then(|| Point { at, size, p: real(as_clear) / real(orders) })
}

/// How many orders it takes to see a level.
fn orders(level: f64) -> usize {
    let wanted = (MARGIN / level.max(f64::MIN_POSITIVE)).ceil().min(real(MOST_ORDERS));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded")]
    let wanted = wanted as usize;
    wanted.max(FEWEST_ORDERS)
}

/// The position before which the cumulative sum is farthest from 0, and how far.
fn farthest(steps: &[(f64, f64)]) -> (usize, f64) {
    let (mut sum, mut share, mut most) = (0.0, 0.0, (0, -1.0));
    for (at, (off, weight)) in steps.iter().enumerate() {
        if at >= FEWEST_EITHER_SIDE && at + FEWEST_EITHER_SIDE <= steps.len() {
            let far = f64::abs(sum) / f64::sqrt(share * (1.0 - share));
            if far > most.1 {
                most = (at, far);
            }
        }
        sum += off;
        share += weight;
    }
    most
}

#[cfg(test)]
mod tests {
    use super::change_point;
    use crate::aggregate::statistics::gap::Gains;

    fn changes(sums: &[f64]) -> Vec<Gains> {
        let change = |(subject, sum): (usize, &f64)| Gains { subject, sum: *sum, squares: sum.abs(), findings: 5 };
        sums.iter().enumerate().map(change).collect()
    }

    #[test]
    fn a_step_is_found_where_it_is() {
        let mut sums = [[1.0, 0.0, 2.0, 1.0, 0.0]; 4].concat();
        sums.extend([[-2.0, -1.0, -3.0, -1.0, -2.0]; 4].concat());
        let point = change_point(&changes(&sums), 0.05).unwrap();
        assert_eq!(point.at, 20);
        assert!((point.size + 2.6 / 5.0).abs() < 1e-12, "{point:?}");
        assert!(point.p < 0.001);
    }

    /// As clear as can be: of 40 changes the newer half finds less.
    fn clear() -> Vec<Gains> {
        changes(
            &[[3.0, 2.0, 4.0, 3.0]; 5].into_iter().chain([[-3.0, -2.0, -4.0, -3.0]; 5]).flatten().collect::<Vec<_>>(),
        )
    }

    #[test]
    fn a_thousand_series_leave_enough_orders_to_ask_and_more_do_not() {
        for series in [1.0, 100.0, 200.0, 1000.0] {
            let point = change_point(&clear(), 0.05 / series).unwrap();
            assert!(point.at == 20 && point.p <= 0.05 / series * (1.0 + 1e-9), "{point:?} of {series}");
        }
        assert_eq!(change_point(&clear(), 0.05 / 1001.0), None);
    }

    #[test]
    fn what_is_steady_or_short_asks_nothing() {
        assert_eq!(change_point(&changes(&[1.0; 40]), 0.05), None);
        assert_eq!(change_point(&changes(&[[1.0, -1.0, 0.0, 2.0]; 8].concat()), 0.05), None);
        assert_eq!(change_point(&changes(&[5.0, 5.0, 5.0, -5.0, -5.0, -5.0]), 0.5), None);
        assert_eq!(change_point(&[], 0.5), None);
    }

    #[test]
    fn the_same_in_is_the_same_out() {
        let sums: Vec<f64> = (0..30).map(|at| f64::from(at % 7 - 3 + i32::from(at > 14) * 2)).collect();
        assert_eq!(change_point(&changes(&sums), 0.2), change_point(&changes(&sums), 0.2));
    }
}
