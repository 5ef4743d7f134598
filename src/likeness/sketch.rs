//! What is kept of a finding to compare it, taken from its texts.

use super::tokens::{Apart, Tokens, apart};
use crate::model::Finding;
use crate::model::sketch::{Bags, Place, Sketch, Tells};
use crate::text::earlier::{named_rounds, told};
use crate::text::markdown::plain_line;

/// As many different words, names and lines of a finding are kept, the most frequent first.
const MOST: usize = 96;
/// As many places.
const MOST_PLACES: usize = 8;
/// As many lines with their numbers.
const MOST_NUMBERED: usize = 16;
/// As many findings of earlier rounds that it names.
const MOST_NAMED: usize = 6;

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
        let shown = finding.excerpts.iter().flat_map(|excerpt| excerpt.code.lines());
        let of_title = self.tokens.words(&title);
        let words = [&of_title[..], &of_title, &self.tokens.words(&prose)].concat();
        let names = [self.tokens.names(&finding.title), self.tokens.names(&prose)].concat();
        Sketch {
            places: places.collect(),
            bags: Bags::new([of_title, words, names, self.lines(code.into_iter().chain(shown))], MOST),
            numbered: self.numbered(finding),
            tells: tells(&title, &prose),
        }
    }

    /// The same of a text alone.
    pub fn text(&mut self, title: &str, body: &str) -> Sketch {
        let Apart { prose, code } = apart(body);
        let [of_title, words] = [title, &prose].map(|text| self.tokens.words(text));
        Sketch {
            bags: Bags::new([of_title, words, self.tokens.names(&prose), self.lines(code.into_iter())], MOST),
            ..Sketch::default()
        }
    }

    fn lines<'t>(&mut self, code: impl Iterator<Item = &'t str>) -> Vec<u32> {
        code.filter_map(|line| self.tokens.code_line(line)).collect()
    }

    fn numbered(&mut self, finding: &Finding) -> Box<[(u32, u32)]> {
        let main = finding.locations.first().map(|place| place.path.as_str());
        let of_main_file = finding.excerpts.iter().filter(|excerpt| excerpt.path.as_deref().or(main) == main);
        let starts = of_main_file.filter_map(|excerpt| Some((excerpt.start_line?, &excerpt.code)));
        let lines = starts.flat_map(|(start, code)| (start..).zip(code.lines()));
        let hashed = lines.filter_map(|(number, line)| Some((self.tokens.code_line(line)?, number)));
        let mut numbered: Vec<(u32, u32)> = hashed.take(MOST_NUMBERED).collect();
        numbered.sort_unstable();
        numbered.into()
    }
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
