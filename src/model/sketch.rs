//! What is kept of a finding to compare it with others: bounded, and without its texts.

/// Tokens of a finding as hashes, each with how often it is there, in the order of the hashes.
///
/// Hash and count share 32 bits, since an archive holds millions of tokens: 29 of a hash, 3 of a count, which ends at 7.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bag(Box<[u32]>);

/// Bits of a count.
const COUNT_BITS: u32 = 3;
/// A token that is there more often counts as this many.
pub const MOST_COUNTED: u8 = (1 << COUNT_BITS) - 1;

impl Bag {
    /// Of hashes, each of which may be there several times. Past `most` different ones the most frequent are kept.
    #[must_use]
    pub fn new(hashes: impl Iterator<Item = u32>, most: usize) -> Self {
        let mut all: Vec<u32> = hashes.map(|hash| hash >> COUNT_BITS << COUNT_BITS).collect();
        all.sort_unstable();
        let mut counted: Vec<u32> = Vec::new();
        for hash in all {
            match counted.last_mut().filter(|last| **last >> COUNT_BITS == hash >> COUNT_BITS) {
                Some(last) => *last = (*last + 1).min(hash | u32::from(MOST_COUNTED)),
                None => counted.push(hash | 1),
            }
        }
        if counted.len() > most {
            counted.sort_by_key(|token| (std::cmp::Reverse(count(*token)), *token));
            counted.truncate(most);
            counted.sort_unstable();
        }
        Self(counted.into())
    }

    /// Every token with its count.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u8)> + Clone + '_ {
        self.0.iter().map(|token| (token >> COUNT_BITS, count(*token)))
    }

    /// How many different tokens there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The tokens that are in both, with their counts here and there.
    pub fn shared<'b>(&'b self, other: &'b Self) -> impl Iterator<Item = (u32, u8, u8)> + Clone + 'b {
        let mut behind = other.0.iter().copied().peekable();
        self.0.iter().filter_map(move |here| {
            let token = here >> COUNT_BITS;
            while behind.peek().is_some_and(|there| there >> COUNT_BITS < token) {
                behind.next();
            }
            let there = behind.peek().filter(|there| **there >> COUNT_BITS == token)?;
            Some((token, count(*here), count(*there)))
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "three bits")]
fn count(token: u32) -> u8 {
    (token & u32::from(MOST_COUNTED)) as u8
}

/// A place of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Path inside the repository.
    pub path: Box<str>,
    /// First and last line, where they are known.
    pub lines: Option<(u32, u32)>,
}

/// A finding without its texts: where it stands, and hashes of what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Where it stands, the main place first.
    pub places: Box<[Place]>,
    /// Stems of the words of its title.
    pub title: Bag,
    /// Stems of the words of title and body, those of the title twice.
    pub words: Bag,
    /// Names of things in the code: in inline code, or written like code.
    pub names: Bag,
    /// Lines of the code that it shows.
    pub lines: Bag,
    /// Lines of code of the main file with their numbers, in the order of the hashes, which are those of [`Self::lines`].
    pub numbered: Box<[(u32, u32)]>,
    /// What it says of earlier rounds.
    pub tells: Tells,
}

impl Sketch {
    /// Lets go of all but the places, once nothing is compared any more.
    pub fn forget_tokens(&mut self) {
        *self = Self { places: std::mem::take(&mut self.places), ..Self::default() };
    }
}

/// What a finding says of earlier rounds in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tells {
    /// That a fix is to blame: "the round 2 fix", "regression".
    pub blames_fix: bool,
    /// That it was there before: "unaddressed", "carried over".
    pub is_still: bool,
    /// Rounds and ids of findings that it names, the first first.
    pub named: Box<[(u32, Box<str>)]>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bag(hashes: &[u32], most: usize) -> Vec<(u32, u8)> {
        Bag::new(hashes.iter().map(|hash| hash << COUNT_BITS), most).iter().collect()
    }

    #[test]
    fn tokens_are_counted_and_the_most_frequent_stay() {
        assert_eq!(bag(&[5, 3, 5], 9), [(3, 1), (5, 2)]);
        assert_eq!(bag(&[5, 3, 5, 9, 9, 9], 2), [(5, 2), (9, 3)]);
        assert_eq!(bag(&[4; 20], 9), [(4, MOST_COUNTED)]);
        assert_eq!(bag(&[], 9), []);
    }

    #[test]
    fn what_is_in_both_is_shared() {
        let of = |hashes: &[u32]| Bag::new(hashes.iter().map(|hash| hash << COUNT_BITS), 9);
        let (one, other) = (of(&[1, 3, 3, 5]), of(&[0, 3, 5, 5, 7]));
        assert_eq!(one.shared(&other).collect::<Vec<_>>(), [(3, 2, 1), (5, 1, 2)]);
        assert_eq!(one.shared(&Bag::default()).count(), 0);
    }
}
