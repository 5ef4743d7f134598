//! What is kept of a finding to compare it, taken from its texts.

use super::tokens::{Apart, apart, code_line, names, words};
use crate::model::Finding;
use crate::model::sketch::{Bag, Place, Sketch, Tells};
use crate::text::earlier::{named_rounds, told};
use crate::text::markdown::plain_line;
use twox_hash::XxHash64;

/// As many different words, names and lines of a finding are kept, the most frequent first.
const MOST: usize = 96;
/// As many places.
const MOST_PLACES: usize = 8;
/// As many lines with their numbers.
const MOST_NUMBERED: usize = 16;
/// As many findings of earlier rounds that it names.
const MOST_NAMED: usize = 6;

/// A finding without its texts.
#[must_use]
pub fn sketch(finding: &Finding) -> Sketch {
    let title = plain_line(&finding.title);
    let body = finding.body.as_deref().unwrap_or_default();
    let Apart { prose, code } = apart(body);
    let prose_names = names(&finding.title).into_iter().chain(names(&prose));
    let shown = finding.excerpts.iter().flat_map(|excerpt| excerpt.code.lines());
    let places = finding.locations.iter().take(MOST_PLACES).map(|location| Place {
        path: location.path.as_str().into(),
        lines: location.start_line.map(|start| (start, location.end_line.unwrap_or(start))),
    });
    Sketch {
        places: places.collect(),
        title: bag(words(&title)),
        words: bag(words(&title).chain(words(&title)).chain(words(&prose))),
        names: bag(prose_names.into_iter()),
        lines: bag(code.into_iter().chain(shown).filter_map(code_line)),
        numbered: numbered(finding),
        tells: tells(&title, &prose),
    }
}

/// The same of a text alone.
#[must_use]
pub fn sketch_of_text(title: &str, body: &str) -> Sketch {
    let Apart { prose, code } = apart(body);
    Sketch {
        title: bag(words(title)),
        words: bag(words(&prose)),
        names: bag(names(&prose).into_iter()),
        lines: bag(code.into_iter().filter_map(code_line)),
        ..Sketch::default()
    }
}

fn numbered(finding: &Finding) -> Box<[(u32, u32)]> {
    let main = finding.locations.first().map(|place| place.path.as_str());
    let of_main_file = finding.excerpts.iter().filter(|excerpt| excerpt.path.as_deref().or(main) == main);
    let lines =
        of_main_file.filter_map(|excerpt| Some((excerpt.start_line?, &excerpt.code))).flat_map(|(start, code)| {
            (start..).zip(code.lines()).filter_map(|(number, line)| Some((hash(&code_line(line)?), number)))
        });
    let mut numbered: Vec<(u32, u32)> = lines.take(MOST_NUMBERED).collect();
    numbered.sort_unstable();
    numbered.into()
}

fn tells(title: &str, prose: &str) -> Tells {
    let named = named_rounds(title).chain(named_rounds(prose));
    let named = named.filter_map(|named| Some((named.round, named.id?.into()))).take(MOST_NAMED);
    let (of_title, of_prose) = (told(title), told(prose));
    Tells {
        blames_fix: of_title.blames_fix || of_prose.blames_fix,
        is_still: of_title.is_still || of_prose.is_still,
        named: named.collect(),
    }
}

/// Tokens as a bag.
fn bag(tokens: impl Iterator<Item = String>) -> Bag {
    Bag::new(tokens.map(|token| hash(&token)), MOST)
}

/// A token as a number.
#[expect(clippy::cast_possible_truncation, reason = "half of a hash is a hash")]
fn hash(token: &str) -> u32 {
    XxHash64::oneshot(0, token.as_bytes()) as u32
}
