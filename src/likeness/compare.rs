//! Two sketches beside each other.

use super::rarity::Rarity;
use crate::model::sketch::{Bag, MOST_COUNTED, Place, Sketch};

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
    /// Whether both name something, so that names can be compared.
    pub both_name: bool,
    /// How many names both have.
    pub shared_names: usize,
    /// How many of these hardly any other finding has.
    pub rare_names: usize,
    /// How much of the title of the one stands in the text of the other, by the weight of its words; the mean of both ways.
    pub title_told: f64,
    /// How much of the words of the one are words of the other, by their weight; the lesser of both ways.
    pub words_told: f64,
    /// Whether both show code.
    pub both_show: bool,
    /// Lines of code that both show, as a part of what the shorter shows.
    pub lines: f64,
    /// How many lines of code both show.
    pub shared_lines: usize,
}

/// A finding among others: how much its title, its words and its names weigh.
#[derive(Clone, Debug)]
pub struct Weighed<'s> {
    /// The finding.
    pub sketch: &'s Sketch,
    title: Weights,
    words: Weights,
    names: Weights,
}

impl<'s> Weighed<'s> {
    /// Weighs a finding once for all that it is compared with.
    #[must_use]
    pub fn new(sketch: &'s Sketch, rarity: &Rarity) -> Self {
        Self {
            sketch,
            title: Weights::new(sketch.title(), |word| rarity.of_word(word)),
            words: Weights::new(sketch.words(), |word| rarity.of_word(word)),
            names: Weights::new(sketch.names(), |name| rarity.of_name(name)),
        }
    }
}

/// How much the tokens of a bag weigh.
#[derive(Clone, Debug)]
struct Weights {
    /// How rare each is, in their order: each is looked up once, however many bags this one is compared with.
    rarities: Box<[f64]>,
    /// The sum of these.
    all: f64,
    /// The length of the vector of their weights.
    length: f64,
}

impl Weights {
    fn new(bag: Bag<'_>, rarity: impl Fn(u32) -> f64) -> Self {
        let rarities: Box<[f64]> = bag.iter().map(|(token, _)| rarity(token)).collect();
        let squares = bag.iter().zip(&rarities).map(|((_, count), rarity)| weight(count, *rarity).powi(2));
        Self { all: rarities.iter().sum(), length: squares.sum::<f64>().sqrt(), rarities }
    }
}

/// Compares two findings among others.
#[must_use]
pub fn likeness(one: &Weighed<'_>, other: &Weighed<'_>, rarity: &Rarity) -> Likeness {
    let (here, there) = (one.sketch, other.sketch);
    let mut shared_lines = 0;
    here.lines().each_shared(there.lines(), |_| shared_lines += 1);
    let shorter = here.lines().len().min(there.lines().len());
    #[expect(clippy::cast_precision_loss, reason = "at most a hundred lines")]
    let lines = if shorter == 0 { 0.0 } else { shared_lines as f64 / shorter as f64 };
    let title = shared(here.title(), &one.title, there.title());
    let words = shared(here.words(), &one.words, there.words());
    let names = shared(here.names(), &one.names, there.names());
    let (mut shared_names, mut rare_names) = (0, 0);
    here.names().each_shared(there.names(), |both| {
        shared_names += 1;
        rare_names += usize::from(rarity.is_rare(both.token));
    });
    let told =
        f64::midpoint(told(here.title(), &one.title, there.words()), told(there.title(), &other.title, here.words()));
    Likeness {
        is_one_file: places(here, there).next().is_some(),
        distance: places(here, there).filter_map(|(here, there)| Some(distance(here.lines?, there.lines?))).min(),
        title: part(title.product, one.title.length * other.title.length),
        words: part(words.product, one.words.length * other.words.length),
        names: part(names.product, one.names.length * other.names.length),
        title_told: told,
        words_told: part(words.rarities, one.words.all.max(other.words.all)),
        both_name: !here.names().is_empty() && !there.names().is_empty(),
        both_show: shorter > 0,
        rare_names,
        shared_names,
        lines,
        shared_lines,
    }
}

/// How alike two findings of one file are at most, as far as that can be said without weighing the second: each part is what
/// [`likeness`] says, or more.
#[must_use]
pub fn likeness_at_most(one: &Weighed<'_>, other: &Sketch) -> Likeness {
    let here = one.sketch;
    let mut shared_lines = 0_u32;
    here.lines().each_shared(other.lines(), |_| shared_lines += 1);
    let words = at_most(here.words(), &one.words, other.words());
    Likeness {
        is_one_file: true,
        title: at_most(here.title(), &one.title, other.title()).cosine,
        words: words.cosine,
        names: at_most(here.names(), &one.names, other.names()).cosine,
        // Of the title of the second nothing is known.
        title_told: f64::midpoint(told(here.title(), &one.title, other.words()), 1.0),
        words_told: words.told,
        lines: f64::from(u8::from(shared_lines > 0)),
        ..Likeness::default()
    }
}

/// What two bags can share.
struct AtMost {
    cosine: f64,
    told: f64,
}

/// By Cauchy and Schwarz a product is at most that of the lengths of what both share, and the second is no shorter than that.
fn at_most(one: Bag<'_>, weights: &Weights, other: Bag<'_>) -> AtMost {
    let (mut squares, mut rarities) = (0.0, 0.0);
    one.each_shared(other, |both| {
        let rarity = weights.rarities[both.at];
        squares += weight(both.here, rarity).powi(2);
        rarities += rarity;
    });
    AtMost { cosine: part(squares.sqrt(), weights.length), told: part(rarities, weights.all) }
}

/// What two bags share.
struct Shared {
    /// Of the weights here and there, summed up.
    product: f64,
    /// The rarities, summed up.
    rarities: f64,
}

fn shared(one: Bag<'_>, weights: &Weights, other: Bag<'_>) -> Shared {
    let mut shared = Shared { product: 0.0, rarities: 0.0 };
    one.each_shared(other, |both| {
        let rarity = weights.rarities[both.at];
        shared.product += weight(both.here, rarity) * weight(both.there, rarity);
        shared.rarities += rarity;
    });
    shared
}

/// The part of a title that is in the words of another finding, by weight.
fn told(title: Bag<'_>, weights: &Weights, words: Bag<'_>) -> f64 {
    let is_there = title.iter().zip(&weights.rarities).filter(|((word, _), _)| words.has(*word));
    part(is_there.map(|(_, rarity)| rarity).sum(), weights.all)
}

fn part(of: f64, whole: f64) -> f64 {
    if whole > 0.0 { of / whole } else { 0.0 }
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

/// Lines between two stretches of lines, 0 where they overlap.
fn distance(here: (u32, u32), there: (u32, u32)) -> u32 {
    here.0.max(there.0).saturating_sub(here.1.min(there.1))
}

/// The weight of a token that is there so many times.
fn weight(count: u8, rarity: f64) -> f64 {
    /// 1 + ln(count), for counts up to [`MOST_COUNTED`].
    const OF_COUNTS: [f64; MOST_COUNTED as usize + 1] = [
        0.0,
        1.0,
        1.693_147_180_559_945_2,
        2.098_612_288_668_11,
        2.386_294_361_119_89,
        2.609_437_912_434_100_4,
        2.791_759_469_228_055,
        2.945_910_149_055_313_3,
    ];
    OF_COUNTS[usize::from(count.min(MOST_COUNTED))] * rarity
}

#[cfg(test)]
mod tests {
    use super::super::sketch;
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
        let sketches = [&close, &again, &other].map(sketch);
        let rarity = Rarity::of(sketches.iter());
        let weighed: Vec<Weighed<'_>> = sketches.iter().map(|sketch| Weighed::new(sketch, &rarity)).collect();
        let [same, apart] = [1, 2].map(|at: usize| likeness(&weighed[0], &weighed[at], &rarity));
        assert!(same.is_one_file && apart.is_one_file);
        assert_eq!((same.distance, apart.distance), (Some(3), Some(1)));
        assert_eq!((same.shared_names, apart.shared_names), (3, 0));
        for (one, other) in [(0, 1), (1, 0), (0, 2), (2, 1)] {
            let (is, most) =
                (likeness(&weighed[one], &weighed[other], &rarity), likeness_at_most(&weighed[one], &sketches[other]));
            let parts = |of: Likeness| [of.title, of.words, of.names, of.lines, of.title_told, of.words_told];
            assert!(parts(is).iter().zip(parts(most)).all(|(is, most)| *is <= most + 1e-12), "{is:?} {most:?}");
        }
        assert!(same.words > 2.0 * apart.words && same.names > 0.5, "{same:?} {apart:?}");
    }

    #[test]
    fn a_path_may_be_told_from_further_up() {
        assert!(is_one_file("src/a.rs", "x/src/a.rs") && is_one_file("a.rs", "a.rs"));
        assert!(!is_one_file("src/a.rs", "src/ba.rs") && !is_one_file("a.rs", "ba.rs"));
    }
}
