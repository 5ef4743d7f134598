//! A set of findings of one run: a bit for each finding of its pool.

/// Which of the findings of a pool are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks(Box<[u64]>);

const WORD: usize = 64;

impl Marks {
    /// One for each finding of the pool, in its order.
    #[must_use]
    pub fn from_flags(marked: impl ExactSizeIterator<Item = bool>) -> Self {
        let mut words = vec![0_u64; marked.len().div_ceil(WORD)];
        for (at, is_marked) in marked.enumerate() {
            words[at / WORD] |= u64::from(is_marked) << (at % WORD);
        }
        Self(words.into())
    }

    /// None of a pool of this size.
    #[must_use]
    pub fn none(size: usize) -> Self {
        Self(vec![0; size.div_ceil(WORD)].into())
    }

    /// Whether the finding at this position of the pool is among them.
    #[must_use]
    pub fn holds(&self, at: usize) -> bool {
        self.0.get(at / WORD).is_some_and(|word| word >> (at % WORD) & 1 == 1)
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        count(self.0.iter().copied())
    }

    /// How many are in both of two sets of the same pool.
    #[must_use]
    pub fn shared(&self, other: &Self) -> usize {
        count(self.0.iter().zip(&other.0).map(|(a, b)| a & b))
    }

    /// Those in either of two sets of the same pool.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a | b).collect())
    }

    /// Those of this set that are not in the other, of the same pool.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & !b).collect())
    }

    /// Those in both of two sets of the same pool.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    /// The marked positions, in order.
    pub fn positions(&self) -> impl Iterator<Item = usize> {
        (0..self.0.len() * WORD).filter(|at| self.holds(*at))
    }
}

fn count(words: impl Iterator<Item = u64>) -> usize {
    words.map(|word| word.count_ones() as usize).sum()
}

#[cfg(test)]
mod tests {
    use super::Marks;

    #[test]
    fn sets_of_more_findings_than_a_word_has_bits() {
        let every = |n: usize| Marks::from_flags((0..150).map(|at| at % n == 0));
        let (even, third) = (every(2), every(3));
        assert_eq!((even.count(), third.count(), even.shared(&third)), (75, 50, 25));
        assert_eq!((even.or(&third).count(), even.without(&third).count(), even.and(&third).count()), (100, 50, 25));
        assert_eq!(third.positions().take(3).collect::<Vec<_>>(), [0, 3, 6]);
        assert!(even.holds(148) && !even.holds(149) && !even.holds(10_000));
        assert_eq!(Marks::default().count(), 0);
    }
}
