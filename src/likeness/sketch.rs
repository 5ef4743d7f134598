//! What is kept of a finding to compare it: bounded, and without its texts.

use super::tokens::{Apart, apart, code_line, names, words};
use crate::model::Finding;
use crate::text::markdown::plain_line;
use std::collections::BTreeMap;
use twox_hash::XxHash64;

/// As many different words, names and lines of a finding are kept, the most frequent first.
const MOST: usize = 96;
/// As many places.
const MOST_PLACES: usize = 8;

/// Hashes of tokens with how often each is there, in the order of the hashes.
pub type Bag = Box<[(u32, u8)]>;

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
}

impl Sketch {
    /// Of a finding with its texts.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        let title = plain_line(&finding.title);
        let body = finding.body.as_deref().unwrap_or_default();
        let Apart { prose, code } = apart(body);
        let prose_names = names(&finding.title).into_iter().chain(names(&prose));
        let shown = finding.excerpts.iter().flat_map(|excerpt| excerpt.code.lines());
        let places = finding.locations.iter().take(MOST_PLACES).map(|location| Place {
            path: location.path.as_str().into(),
            lines: location.start_line.map(|start| (start, location.end_line.unwrap_or(start))),
        });
        Self {
            places: places.collect(),
            title: bag(words(&title)),
            words: bag(words(&title).chain(words(&title)).chain(words(&prose))),
            names: bag(prose_names),
            lines: bag(code.into_iter().chain(shown).filter_map(code_line)),
        }
    }
}

/// Tokens as a bag.
fn bag(tokens: impl Iterator<Item = String>) -> Bag {
    let mut counts: BTreeMap<u32, u8> = BTreeMap::new();
    for token in tokens {
        let count = counts.entry(hash(&token)).or_default();
        *count = count.saturating_add(1);
    }
    let mut all: Vec<(u32, u8)> = counts.into_iter().collect();
    if all.len() > MOST {
        all.sort_by_key(|(hash, count)| (std::cmp::Reverse(*count), *hash));
        all.truncate(MOST);
        all.sort_unstable();
    }
    all.into()
}

/// A token as a number. Two different ones are taken for the same once in four thousand million pairs.
#[expect(clippy::cast_possible_truncation, reason = "half of a hash is a hash")]
pub fn hash(token: &str) -> u32 {
    XxHash64::oneshot(0, token.as_bytes()) as u32
}
