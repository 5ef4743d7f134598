//! Closed lists of words: what the format, the configuration and the published tables write for the values of an enum.

/// A value that is written as one word of a closed list.
pub trait Worded: Copy + PartialEq + 'static {
    /// Every value, in the order in which messages list them.
    const VALUES: &'static [Self];

    /// The word that is written for it.
    fn written(self) -> &'static str;

    /// The value that a word is written for.
    #[must_use]
    fn from_word(word: &str) -> Option<Self> {
        Self::VALUES.iter().copied().find(|value| value.written() == word)
    }
}

/// The words of an enum, in the order of its variants. The compiler refuses a list that leaves a variant out or is in
/// another order.
macro_rules! worded {
    ($name:ident { $($variant:ident: $word:literal),+ $(,)? }) => {
        impl $name {
            /// All of them, in order.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The word that the format writes for it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// Its place in [`Self::ALL`], which is its number.
            #[must_use]
            pub const fn position(self) -> usize {
                self as usize
            }
        }

        const _: () = {
            let mut at = 0;
            while at < $name::ALL.len() {
                assert!($name::ALL[at].position() == at, "words stand in the order of the variants");
                at += 1;
            }
        };

        impl $crate::model::Worded for $name {
            const VALUES: &'static [Self] = &Self::ALL;

            fn written(self) -> &'static str {
                self.word()
            }
        }
    };
}

pub(crate) use worded;
