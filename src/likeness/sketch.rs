//! What is kept of a finding to compare it, taken from its texts.

use super::tokens::{Apart, Tokens, apart};
use crate::model::Finding;
use crate::model::sketch::{Bags, NamedFinding, Place, Sketch, Tells};
use crate::text::earlier::{named_rounds, told};
use crate::text::markdown::plain_line;

/// As many different words, names and lines of a finding are kept, the most frequent first.
const MOST: usize = 96;
/// As many places.
const MOST_PLACES: usize = 8;
/// As many lines with their numbers.
const MOST_NUMBERED: usize = 16;
/// As many rounds, or findings of them, that it names.
const MOST_NAMED: usize = 8;

/// Makes sketches of the findings and proposals of a run.
#[derive(Default)]
pub struct Sketcher {
    tokens: Tokens,
}

/// One finding without its texts.
#[must_use]
pub fn sketch(finding: &Finding) -> Sketch {
    Sketcher::default().finding(finding)
}

impl Sketcher {
    /// A finding without its texts.
    pub fn finding(&mut self, finding: &Finding) -> Sketch {
        let title = plain_line(&finding.title);
        let Apart { prose, code } = apart(finding.body.as_deref().unwrap_or_default());
        let places = finding.locations.iter().take(MOST_PLACES).map(|location| Place {
            path: location.path.as_str().into(),
            lines: location.start_line.map(|start| (start, location.end_line.unwrap_or(start))),
        });
        let of_title = self.tokens.words(&title);
        let words = [&of_title[..], &of_title, &self.tokens.words(&prose)].concat();
        let mut lines = self.lines(&code);
        let numbered = self.shown(finding, &mut lines);
        let names = [self.tokens.names(&finding.title), self.tokens.names(&prose)].concat();
        Sketch {
            places: places.collect(),
            bags: Bags::new([of_title, words, names, lines], MOST),
            numbered,
            tells: tells(&title, &prose),
        }
    }

    /// The same of a text alone.
    pub fn text(&mut self, title: &str, body: &str) -> Sketch {
        let Apart { prose, code } = apart(body);
        let [of_title, words] = [title, &prose].map(|text| self.tokens.words(text));
        Sketch {
            bags: Bags::new([of_title, words, self.tokens.names(&prose), self.lines(&code)], MOST),
            ..Sketch::default()
        }
    }

    fn lines(&mut self, code: &[&str]) -> Vec<u32> {
        code.iter().filter_map(|line| self.tokens.code_line(line)).collect()
    }

    /// Adds the lines of code that a finding shows; gives those of its main file with their numbers.
    fn shown(&mut self, finding: &Finding, lines: &mut Vec<u32>) -> Box<[(u32, u32)]> {
        let main = finding.locations.first().map(|place| place.path.as_str());
        let mut numbered = Vec::new();
        for excerpt in &finding.excerpts {
            let first = excerpt.start_line.filter(|_| excerpt.path.as_deref().or(main) == main);
            for (line, at) in excerpt.code.lines().zip(0..) {
                let Some(hash) = self.tokens.code_line(line) else { continue };
                lines.push(hash);
                numbered.extend(
                    first.filter(|_| numbered.len() < MOST_NUMBERED).map(|first| (hash, first.saturating_add(at))),
                );
            }
        }
        numbered.sort_unstable();
        numbered.into()
    }
}

fn tells(title: &str, prose: &str) -> Tells {
    let texts = [title, prose].map(|text| (text, told(text)));
    let rounds = texts.iter().filter(|(_, told)| told.may_name_rounds).flat_map(|(text, _)| named_rounds(text));
    let rounds: Vec<_> = rounds.take(MOST_NAMED).collect();
    let named = rounds
        .iter()
        .filter_map(|named| Some(NamedFinding { round: named.round, id: named.id?.into(), is_left: named.is_left }));
    let raised_in = rounds.iter().filter(|named| named.id.is_none() && named.is_left).map(|named| named.round);
    let raised_before = texts.iter().filter_map(|(_, told)| told.raised_before).max();
    Tells {
        blames_fix: texts.iter().any(|(_, told)| told.blames_fix),
        is_still: texts.iter().any(|(_, told)| told.is_still),
        named: named.collect(),
        raised_in: raised_in.collect(),
        raised_before: raised_before.filter(|_| rounds.is_empty()),
    }
}
