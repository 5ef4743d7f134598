//! Chance that is the same in every build: for orders and samples drawn again.

/// `SplitMix64` (Steele, Lea & Flood 2014, Fast splittable pseudorandom number generators, OOPSLA).
#[derive(Clone, Debug)]
pub(in crate::aggregate) struct Chance(pub(in crate::aggregate) u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A position below `end`, which is above 0; each as likely to within `end` / 2⁶⁴.
    pub(in crate::aggregate) fn below(&mut self, end: usize) -> usize {
        let scaled = u128::from(self.next()) * end as u128;
        usize::try_from(scaled >> 64).unwrap_or(0)
    }

    /// From the standard normal distribution (Box & Muller 1958, Annals of Mathematical Statistics 29).
    #[expect(clippy::cast_precision_loss, reason = "53 bits")]
    pub(in crate::aggregate) fn normal(&mut self) -> f64 {
        let mut share = || (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let (one, two) = (1.0 - share(), share());
        (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * two).cos()
    }

    /// Any order as likely as any other (Durstenfeld 1964, Algorithm 235).
    pub(in crate::aggregate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn every_order_comes_up_as_often() {
        let mut chance = Chance(1);
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..6000 {
            let mut list = [1, 2, 3];
            chance.shuffle(&mut list);
            *counts.entry(list).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 6);
        assert!(counts.values().all(|count| (850..1150).contains(count)), "{counts:?}");
    }

    #[test]
    fn normal_numbers_have_mean_nought_and_variance_one() {
        let mut chance = Chance(2);
        let drawn: Vec<f64> = (0..10_000).map(|_| chance.normal()).collect();
        let mean = drawn.iter().sum::<f64>() / 1e4;
        let variance = drawn.iter().map(|one| one * one).sum::<f64>() / 1e4;
        assert!(mean.abs() < 0.04 && (variance - 1.0).abs() < 0.06, "{mean} and {variance}");
    }
}
