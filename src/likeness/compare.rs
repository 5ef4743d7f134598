//! Two sketches beside each other.

use super::rarity::Rarity;
use super::sketch::{Bag, Place, Sketch};

/// How alike two findings are, each part from 0 to 1 but for counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Likeness {
    /// Whether both stand in one file.
    pub is_one_file: bool,
    /// Lines between them, 0 where they overlap; `None` where not both say lines of one file.
    pub distance: Option<u32>,
    /// Cosine of the words of the titles, rare ones weighing more (Salton & Buckley 1988).
    pub title: f64,
    /// The same of all words.
    pub words: f64,
    /// The same of names of things in the code.
    pub names: f64,
    /// How many names both have.
    pub shared_names: usize,
    /// How many of these hardly any other finding has.
    pub rare_names: usize,
    /// Lines of code that both show, as a part of what the shorter shows.
    pub lines: f64,
    /// How many lines of code both show.
    pub shared_lines: usize,
}

/// Compares two findings among others.
#[must_use]
pub fn likeness(one: &Sketch, other: &Sketch, rarity: &Rarity) -> Likeness {
    let shared_names = shared(&one.names, &other.names);
    let shared_lines = shared(&one.lines, &other.lines).count();
    let shorter = one.lines.len().min(other.lines.len());
    #[expect(clippy::cast_precision_loss, reason = "at most a hundred lines")]
    let lines = if shorter == 0 { 0.0 } else { shared_lines as f64 / shorter as f64 };
    Likeness {
        is_one_file: places(one, other).next().is_some(),
        distance: places(one, other).filter_map(|(here, there)| distance(here.lines?, there.lines?)).min(),
        title: cosine(&one.title, &other.title, |word| rarity.of_word(word)),
        words: cosine(&one.words, &other.words, |word| rarity.of_word(word)),
        names: cosine(&one.names, &other.names, |name| rarity.of_name(name)),
        rare_names: shared_names.clone().filter(|(name, ..)| rarity.is_rare(*name)).count(),
        shared_names: shared_names.count(),
        lines,
        shared_lines,
    }
}

/// Places of both that are in one file. One may be told from further up than the other.
fn places<'s>(one: &'s Sketch, other: &'s Sketch) -> impl Iterator<Item = (&'s Place, &'s Place)> {
    let all = one.places.iter().flat_map(|here| other.places.iter().map(move |there| (here, there)));
    all.filter(|(here, there)| is_one_file(&here.path, &there.path))
}

fn is_one_file(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    long.strip_suffix(short).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

#[expect(clippy::unnecessary_wraps, reason = "its caller filters")]
fn distance(here: (u32, u32), there: (u32, u32)) -> Option<u32> {
    Some(here.0.max(there.0).saturating_sub(here.1.min(there.1)))
}

/// The tokens that are in both bags, with their counts.
fn shared<'b>(one: &'b Bag, other: &'b Bag) -> impl Iterator<Item = (u32, u8, u8)> + Clone + 'b {
    one.iter().filter_map(|(token, here)| {
        let at = other.binary_search_by_key(token, |(token, _)| *token).ok()?;
        Some((*token, *here, other[at].1))
    })
}

fn cosine(one: &Bag, other: &Bag, rarity: impl Fn(u32) -> f64) -> f64 {
    let weight = |token: u32, count: u8| (1.0 + f64::from(count).ln()) * rarity(token);
    let product: f64 = shared(one, other).map(|(token, here, there)| weight(token, here) * weight(token, there)).sum();
    let length = |bag: &Bag| bag.iter().map(|(token, count)| weight(*token, *count).powi(2)).sum::<f64>().sqrt();
    let lengths = length(one) * length(other);
    if lengths > 0.0 { product / lengths } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::Location;
    use crate::model::{Finding, Severity};

    fn finding(title: &str, path: &str, line: u32, body: &str) -> Finding {
        let location = Location { path: path.to_owned(), start_line: Some(line), end_line: None };
        Finding {
            locations: vec![location],
            body: Some(body.to_owned()),
            ..Finding::new("I1".parse().expect("a slug"), Severity::Important, title.to_owned())
        }
    }

    #[test]
    fn the_same_matter_in_other_words_is_alike() {
        let close = finding(
            "`close` is called twice",
            "src/pipe.rs",
            40,
            "`Pipe::close` runs again in `drop`, and `fd` may be somebody else's by then.",
        );
        let again = finding(
            "Double close of the descriptor",
            "src/pipe.rs",
            43,
            "`drop` calls `close` although `fd` was closed already.",
        );
        let other =
            finding("Missing test for empty input", "src/pipe.rs", 41, "Nothing reads an empty file with `read_all`.");
        let sketches = [&close, &again, &other].map(Sketch::of);
        let rarity = Rarity::of(sketches.iter());
        let [same, apart] = [1, 2].map(|at: usize| likeness(&sketches[0], &sketches[at], &rarity));
        assert!(same.is_one_file && apart.is_one_file);
        assert_eq!((same.distance, apart.distance), (Some(3), Some(1)));
        assert_eq!((same.shared_names, apart.shared_names), (3, 0));
        assert!(same.words > 2.0 * apart.words && same.names > 0.5, "{same:?} {apart:?}");
    }

    #[test]
    fn a_path_may_be_told_from_further_up() {
        assert!(is_one_file("src/a.rs", "x/src/a.rs") && is_one_file("a.rs", "a.rs"));
        assert!(!is_one_file("src/a.rs", "src/ba.rs") && !is_one_file("a.rs", "ba.rs"));
    }
}
