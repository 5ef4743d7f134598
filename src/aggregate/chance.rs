//! Chance that is the same in every build: for orders and samples drawn again.

/// `SplitMix64` (Steele, Lea & Flood 2014, Fast splittable pseudorandom number generators, OOPSLA).
#[derive(Clone, Debug)]
pub(super) struct Chance(pub(super) u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A position below `end`, which is above 0; each as likely to within `end` / 2⁶⁴.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let scaled = u128::from(self.next()) * end as u128;
        usize::try_from(scaled >> 64).unwrap_or(0)
    }

    /// Any order as likely as any other (Durstenfeld 1964, Algorithm 235).
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
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
}
