//! What is kept of a finding to compare it with others: bounded, and without its texts.

/// Bits of a count.
const COUNT_BITS: u32 = 3;
/// A token that is there more often counts as this many.
pub const MOST_COUNTED: u8 = (1 << COUNT_BITS) - 1;

/// Tokens of a finding as hashes, each with how often it is there, in the order of the hashes.
///
/// Hash and count share 32 bits, since an archive holds millions of tokens: 29 of a hash, 3 of a count, which ends at 7.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bag<'t>(&'t [u32]);

impl<'t> Bag<'t> {
    /// Every token with its count.
    pub fn iter(self) -> impl Iterator<Item = (u32, u8)> + Clone + 't {
        self.0.iter().map(|token| (token >> COUNT_BITS, count(*token)))
    }

    /// How many different tokens there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Whether it has a token.
    #[must_use]
    pub fn has(self, token: u32) -> bool {
        self.0.binary_search_by_key(&token, |own| own >> COUNT_BITS).is_ok()
    }

    /// Calls `found` with each token that is in both, in the order of the hashes. Not an iterator: it is what comparing spends
    /// its time on.
    pub fn each_shared(self, other: Self, mut found: impl FnMut(Both)) {
        let (mut at, mut behind) = (0, 0);
        while let (Some(here), Some(there)) = (self.0.get(at), other.0.get(behind)) {
            let (token, other_token) = (here >> COUNT_BITS, there >> COUNT_BITS);
            if token == other_token {
                found(Both { at, token, here: count(*here), there: count(*there) });
            }
            at += usize::from(token <= other_token);
            behind += usize::from(other_token <= token);
        }
    }
}

/// The bags of a finding. They lie behind each other in one piece: an archive has millions of them, and once nothing is
/// compared any more they leave no small holes between what stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bags {
    tokens: Box<[u32]>,
    /// Where each ends.
    ends: [u32; BAGS],
}

/// Title, words, names and lines.
const BAGS: usize = 4;

impl Bags {
    /// Of the hashes of the title, of the words, of the names and of the lines, each of which may be there several times. Past
    /// `most` different ones the most frequent of a bag are kept.
    #[must_use]
    pub fn new(hashes: [Vec<u32>; BAGS], most: usize) -> Self {
        let mut tokens = Vec::new();
        let ends = hashes.map(|hashes| {
            tokens.extend(counted(hashes, most));
            u32::try_from(tokens.len()).unwrap_or(u32::MAX)
        });
        Self { tokens: tokens.into(), ends }
    }

    fn bag(&self, number: usize) -> Bag<'_> {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        Bag(self.tokens.get(start as usize..self.ends[number] as usize).unwrap_or_default())
    }
}

/// Hashes as a bag.
fn counted(mut hashes: Vec<u32>, most: usize) -> Vec<u32> {
    for hash in &mut hashes {
        *hash = *hash >> COUNT_BITS << COUNT_BITS;
    }
    hashes.sort_unstable();
    let mut counted: Vec<u32> = Vec::new();
    for hash in hashes {
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
    counted
}

/// A token that two bags have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Both {
    /// Its place in the first.
    pub at: usize,
    /// The token.
    pub token: u32,
    /// How often the first has it.
    pub here: u8,
    /// How often the second has it.
    pub there: u8,
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
    /// What it says and shows.
    pub bags: Bags,
    /// Lines of code of the main file with their numbers, in the order of the hashes, which are those of [`Self::lines`].
    pub numbered: Box<[(u32, u32)]>,
    /// What it says of earlier rounds.
    pub tells: Tells,
}

impl Sketch {
    /// Stems of the words of its title.
    #[must_use]
    pub fn title(&self) -> Bag<'_> {
        self.bags.bag(0)
    }

    /// Stems of the words of title and body, those of the title twice.
    #[must_use]
    pub fn words(&self) -> Bag<'_> {
        self.bags.bag(1)
    }

    /// Names of things in the code: in inline code, or written like code.
    #[must_use]
    pub fn names(&self) -> Bag<'_> {
        self.bags.bag(2)
    }

    /// Lines of the code that it shows.
    #[must_use]
    pub fn lines(&self) -> Bag<'_> {
        self.bags.bag(3)
    }

    /// Lets go of what is compared only, once nothing is compared any more. What it tells of earlier rounds is linked to.
    pub fn forget_tokens(&mut self) {
        let (places, tells) = (std::mem::take(&mut self.places), std::mem::take(&mut self.tells));
        *self = Self { places, tells, ..Self::default() };
    }
}

/// What a finding says of earlier rounds in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tells {
    /// That a fix is to blame: "the round 2 fix", "regression".
    pub blames_fix: bool,
    /// That it was there before: "unaddressed", "carried over".
    pub is_still: bool,
    /// Findings of earlier rounds that it names, the first first.
    pub named: Box<[NamedFinding]>,
    /// Numbers of the rounds of which it says that they raised it, without naming a finding there.
    pub raised_in: Box<[u32]>,
    /// That rounds without a number raised it; only where it names none.
    pub raised_before: Option<Before>,
}

/// Rounds that are not numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Before {
    /// "in the previous review"
    TheLast,
    /// "in prior rounds"
    Several,
}

/// A finding of an earlier round, as the text of a later one names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFinding {
    /// Number of its round, from 1.
    pub round: u32,
    /// Its id there, as the text has it.
    pub id: Box<str>,
    /// Whether the text says that it was raised there and is there still.
    pub is_left: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bags(title: &[u32], words: &[u32], most: usize) -> Bags {
        let whole = |hashes: &[u32]| hashes.iter().map(|hash| hash << COUNT_BITS).collect::<Vec<_>>();
        Bags::new([whole(title), whole(words), Vec::new(), Vec::new()], most)
    }

    fn bag(hashes: &[u32], most: usize) -> Vec<(u32, u8)> {
        bags(&[1, 2], hashes, most).bag(1).iter().collect()
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
        let both_bags = bags(&[1, 3, 3, 5], &[0, 3, 5, 5, 7], 9);
        let (one, other) = (both_bags.bag(0), both_bags.bag(1));
        let both = |at, token, here, there| Both { at, token, here, there };
        let mut found = Vec::new();
        one.each_shared(other, |both| found.push(both));
        assert_eq!(found, [both(1, 3, 2, 1), both(2, 5, 1, 2)]);
        assert!(one.has(5) && !one.has(4));
        one.each_shared(both_bags.bag(3), |both| panic!("{both:?}"));
    }
}
