//! Two ratios over the same changes, such as the F1 of two agents: by how much they differ, and how sure that is.

use super::between::ASSUMED_CORRELATION;
use super::distribution::{beyond, beyond_normal, freedom, normal_quantile_at, quantile_at, real};
use super::interval::{FEWEST_CHANGES, Interval};

/// What one item, such as a finding, adds to the two ratios: numerator and denominator of the first, and of the second.
pub type Terms = [f64; 4];

/// Everything that one change adds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Change {
    sums: Terms,
    /// Σ over items of the products of any two terms.
    products: [Terms; 4],
    items: usize,
}

impl Change {
    /// So many items of a kind; one that adds nothing to either ratio is none.
    pub fn add(&mut self, terms: Terms, times: usize) {
        if times == 0 || terms.iter().all(|term| *term == 0.0) {
            return;
        }
        for (row, one) in terms.iter().enumerate() {
            self.sums[row] += one * real(times);
            for (column, other) in terms.iter().enumerate() {
                self.products[row][column] += one * other * real(times);
            }
        }
        self.items += times;
    }

    /// Of an agent paired with itself, its ratio beside nothing over the same.
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.sums[2] = 0.0;
        for at in 0..4 {
            self.products[2][at] = 0.0;
            self.products[at][2] = 0.0;
        }
        self
    }

    /// The first ratio of this change alone; `None` where nothing is below its line.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.sums[1] > 0.0).then(|| self.sums[0] / self.sums[1])
    }

    fn join(&mut self, other: &Self) {
        for row in 0..4 {
            self.sums[row] += other.sums[row];
            for column in 0..4 {
                self.products[row][column] += other.products[row][column];
            }
        }
        self.items += other.items;
    }
}

/// The first ratio less the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contrast {
    /// In the unit of the ratios.
    pub value: f64,
    /// Changes with any item.
    pub changes: usize,
    /// `None` below [`FEWEST_CHANGES`], or where one of them holds all there is of a ratio.
    pub spread: Option<Spread>,
}

/// Two standard errors of one difference, of which the one that claims less is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Of Student's t.
    pub freedom: f64,
    /// The standard error between changes.
    pub between: f64,
    /// The standard error of independent items; never 0.
    pub independent: f64,
}

impl Contrast {
    /// With a standard error between changes that is (K/(K−1))^½ as large, so many times over. Once makes the jackknife's the
    /// CR3 of Bell & `McCaffrey` (2002, Survey Methodology 28(2)), which divides what a change has off the rest by 1 less its
    /// share; it is for what has no bound and long tails, of which few changes show too little.
    #[must_use]
    pub fn widened(self, times: u8) -> Self {
        let changes = real(self.changes);
        let factor = (changes / (changes - 1.0)).sqrt().powi(times.into());
        let spread = self.spread.map(|spread| Spread { between: spread.between * factor, ..spread });
        Self { spread, ..self }
    }
}

impl Spread {
    /// Half the width of the interval at a level such as 0.95.
    #[must_use]
    pub fn half(&self, level: f64) -> f64 {
        (quantile_at(self.freedom, level) * self.between).max(normal_quantile_at(level) * self.independent)
    }

    /// The larger of the two standard errors.
    #[must_use]
    pub fn error(&self) -> f64 {
        self.between.max(self.independent)
    }

    /// Around the difference, at a level such as 0.95.
    #[must_use]
    pub fn interval(&self, value: f64, level: f64) -> Interval {
        let half = self.half(level);
        Interval { low: value - half, high: value + half }
    }

    /// The two-sided p-value: below 1 less the level where the interval of that level leaves out 0.
    #[must_use]
    pub fn p(&self, value: f64) -> f64 {
        let between = if self.between > 0.0 { beyond(value / self.between, self.freedom) } else { 0.0 };
        between.max(beyond_normal(value / self.independent))
    }
}

/// By how much two ratios of sums over changes differ; `None` where either has nothing below its line. A ratio alone is
/// compared with 0 over anything.
///
/// The standard error between changes is that of the jackknife, √((K−1)/K · Σ u²) with u the difference less the one without
/// the change (Tukey 1958, Annals of Mathematical Statistics 29; it errs towards claiming less: Efron & Stein 1981, Annals of
/// Statistics 9). Its degrees of freedom are Satterthwaite's, as those in `aggregate/between.rs`, with u as the residuals.
///
/// The interval is never narrower than that of independent items: the delta method's, Σ ψ² over items of what each draws
/// the difference by. `seen_too` are kinds of items of which one each is added there, so that none of it is ever certain
/// (Agresti & Caffo 2000, The American Statistician 54; Bonett & Price 2012). Where all items are alike, they say nothing of
/// how changes differ, and any two of a change are taken to correlate by 0.2 (Kish 1965).
#[must_use]
pub fn contrast(changes: &[Change], seen_too: &[Terms]) -> Option<Contrast> {
    let counted: Vec<&Change> = changes.iter().filter(|change| change.items > 0).collect();
    let mut all = Change::default();
    for change in &counted {
        all.join(change);
    }
    let value = difference(&all.sums)?;
    Some(Contrast { value, changes: counted.len(), spread: spread(&counted, &all, value, seen_too) })
}

fn difference([first, of_first, second, of_second]: &Terms) -> Option<f64> {
    (*of_first > NOTHING && *of_second > NOTHING).then(|| first / of_first - second / of_second)
}

/// What is left of a sum of counts when all of it is taken away, by rounding.
const NOTHING: f64 = 1e-9;

fn spread(changes: &[&Change], all: &Change, value: f64, seen_too: &[Terms]) -> Option<Spread> {
    let by_size = freedom(changes.iter().map(|change| change.items)).filter(|_| changes.len() >= FEWEST_CHANGES)?;
    let mut padded = *all;
    for terms in seen_too {
        padded.add(*terms, 1);
    }
    let independent = independent_variance(&padded);
    if independent_variance(all) < NOTHING * independent {
        let (sum, squares) = changes
            .iter()
            .map(|change| real(change.items))
            .fold((0.0, 0.0), |(sum, squares), items| (sum + items, squares + items * items));
        let effect = 1.0 + ASSUMED_CORRELATION * (squares / sum - 1.0);
        let between = (independent * effect).sqrt();
        return Some(Spread { freedom: by_size, between, independent: independent.sqrt() });
    }
    let without = |change: &&Change| -> Option<f64> {
        let rest: Terms = std::array::from_fn(|at| all.sums[at] - change.sums[at]);
        Some(value - difference(&rest)?)
    };
    let drawn: Vec<f64> = changes.iter().map(without).collect::<Option<_>>()?;
    let subjects = real(drawn.len());
    let squares: f64 = drawn.iter().map(|u| u * u).sum();
    let fourths: f64 = drawn.iter().map(|u| u.powi(4)).sum();
    // Equal ones show no variance of their squares, and rounding may carry it below 0.
    let apart = fourths - squares * squares / subjects;
    let by_drawn = if apart > 0.0 { 2.0 + 2.0 * squares * squares / apart } else { by_size };
    let between = ((subjects - 1.0) / subjects * squares).sqrt();
    Some(Spread { freedom: by_size.min(by_drawn), between, independent: independent.sqrt() })
}

/// Σ ψ² over items, with ψ the derivative of the difference by what an item adds.
fn independent_variance(of: &Change) -> f64 {
    let [first, of_first, second, of_second] = of.sums;
    if of_first <= NOTHING || of_second <= NOTHING {
        return 0.0;
    }
    let draws = [1.0 / of_first, -first / of_first.powi(2), -1.0 / of_second, second / of_second.powi(2)];
    let row = |row: usize| (0..4).map(|column| draws[row] * draws[column] * of.products[row][column]).sum::<f64>();
    (0..4).map(row).sum::<f64>().max(0.0)
}

#[cfg(test)]
mod tests {
    use super::{Change, Contrast, Terms, contrast};

    const BOTH: Terms = [1.0, 1.0, 1.0, 1.0];
    const FIRST: Terms = [1.0, 1.0, 0.0, 1.0];
    const SECOND: Terms = [0.0, 1.0, 1.0, 1.0];
    const NEITHER: Terms = [0.0, 1.0, 0.0, 1.0];

    /// Recalls over findings that only the first, only the second, both or neither found.
    fn recalls(changes: &[[usize; 4]]) -> Option<Contrast> {
        let changes: Vec<Change> = changes
            .iter()
            .map(|counts| {
                let mut change = Change::default();
                for (terms, times) in [FIRST, SECOND, BOTH, NEITHER].into_iter().zip(counts) {
                    change.add(terms, *times);
                }
                change
            })
            .collect();
        contrast(&changes, &[FIRST, SECOND])
    }

    #[test]
    fn nothing_below_the_line_is_no_difference() {
        assert_eq!(contrast(&[], &[FIRST, SECOND]), None);
        assert_eq!(recalls(&[[0; 4], [0; 4]]), None);
        let mut one_sided = Change::default();
        one_sided.add([1.0, 1.0, 0.0, 0.0], 4);
        assert_eq!(contrast(&[one_sided; 5], &[FIRST]), None, "the second has nothing to share");
    }

    #[test]
    fn two_changes_have_a_difference_and_no_spread() {
        let two = recalls(&[[2, 1, 1, 1], [0; 4], [1, 2, 1, 1]]).unwrap();
        assert_eq!((two.changes, two.spread), (2, None));
    }

    #[test]
    fn the_jackknife_by_hand() {
        let three = recalls(&[[2, 0, 1, 1], [1, 0, 1, 2], [0, 0, 2, 2]]).unwrap();
        // Of one size, so that a change draws the mean of 0.5, 0.25 and 0 by half of what it differs from it.
        let spread = three.spread.unwrap();
        assert!((three.value - 0.25).abs() < 1e-12 && (spread.freedom - 2.0).abs() < 1e-9);
        assert!((spread.between - (2.0_f64 / 3.0 * 2.0 * 0.125_f64.powi(2)).sqrt()).abs() < 1e-12);
        // The variance of Bonett and Price: (3 + 1 and 1 of 14).
        let independent: f64 = (4.0 / 14.0 + 1.0 / 14.0 - (3.0_f64 / 14.0).powi(2)) / 14.0;
        assert!((spread.independent - independent.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn p_and_interval_say_the_same_at_every_level() {
        let spread = recalls(&[[4, 1, 3, 2], [2, 2, 1, 7], [6, 0, 2, 1], [3, 1, 1, 1]]).unwrap().spread.unwrap();
        for level in [0.8, 0.95, 0.999] {
            for step in 0..60 {
                let value = f64::from(step) / 100.0;
                let leaves_out_zero = spread.interval(value, level).low > 0.0;
                assert_eq!(leaves_out_zero, spread.p(value) < 1.0 - level, "{value} at {level}");
            }
        }
    }

    #[test]
    fn changes_that_are_all_alike_are_not_certain() {
        for alike in [[0, 0, 5, 0], [5, 0, 0, 0], [0, 0, 0, 5]] {
            let spread = recalls(&[alike; 6]).unwrap().spread.unwrap();
            assert!(spread.between > 0.02 && spread.independent > 0.02, "{spread:?}");
        }
    }

    #[test]
    fn a_change_that_holds_all_of_a_ratio_leaves_no_spread() {
        let mut changes = [Change::default(); 4];
        changes[0].add(BOTH, 3);
        for change in &mut changes[1..] {
            change.add([0.0, 0.0, 0.0, 1.0], 2);
        }
        assert_eq!(contrast(&changes, &[FIRST, SECOND]).unwrap().spread, None);
    }
}
