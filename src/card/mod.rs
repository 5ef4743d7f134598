//! Pictures for previews of links: 1200 × 630 pixels in 256 colours, the same bytes everywhere. Knows no page and no run, and
//! draws on paper alone: nobody who shows a preview says whether it is dark around it.

mod canvas;
mod font;
mod png;
mod shapes;

use crate::model::Severity;
use crate::text::{fingerprint, format};
use canvas::{Canvas, HEIGHT, Ink, WIDTH, to_float};
use font::{Drawable, Size};

/// Raised when cards are drawn in another way, so that their addresses change with them.
const EDITION: u32 = 1;

/// From the edges.
const MARGIN: usize = 80;
const SMALL: Size = Size(33.0);

/// What the card of a review says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReviewCard {
    /// Name of the site.
    pub site: String,
    /// What was reviewed and when. Takes the place of a title that the font cannot show.
    pub subject: String,
    /// Plain text.
    pub title: String,
    /// In words.
    pub verdict: Option<String>,
    /// Findings by severity, in the order of [`Severity::ALL`].
    pub counts: [usize; 4],
    /// Colour and name of each agent of the panel.
    pub agents: Vec<(usize, String)>,
}

impl ReviewCard {
    /// Stands for the picture in its address: what says the same looks the same.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(format!("{EDITION} {self:?}").as_bytes())
    }

    /// The picture as a PNG.
    #[must_use]
    pub fn draw(&self) -> Vec<u8> {
        let mut canvas = Canvas::new();
        let (subject, title) = (Drawable::new(&self.subject), Drawable::new(&self.title));
        brand(&mut canvas, &self.site);
        if let (Some(subject), Some(_)) = (&subject, &title) {
            let words = SMALL.cut(subject, room(MARGIN));
            SMALL.draw(&mut canvas, [MARGIN, 184], &words, Ink::SOFT);
        }
        if let Some(title) = title.or(subject) {
            draw_title(&mut canvas, &title);
        }
        canvas.fill([MARGIN, 464], [WIDTH - 2 * MARGIN, 2], Ink::RULE);
        draw_counts(&mut canvas, self.counts);
        let end = match self.verdict.as_deref().and_then(Drawable::new) {
            Some(verdict) => draw_verdict(&mut canvas, &verdict),
            None => WIDTH - MARGIN,
        };
        draw_agents(&mut canvas, &self.agents, end);
        canvas.into_png()
    }
}

/// The picture for all findings of a severity.
#[must_use]
pub fn severity_card(severity: Severity) -> Vec<u8> {
    const SIDE: u16 = 300;
    const LEFT: usize = MARGIN + SIDE as usize + 72;
    let mut canvas = Canvas::new();
    shapes::severity(&mut canvas, [MARGIN, (HEIGHT - usize::from(SIDE)) / 2], SIDE, severity);
    let mut word = severity.word().to_owned();
    word[..1].make_ascii_uppercase();
    Size(112.0).draw(&mut canvas, [LEFT, 340], &word, Ink::severity(severity.position()));
    Size(40.0).draw(&mut canvas, [LEFT + 6, 412], "Finding of a code review", Ink::SOFT);
    shapes::pilcrow(&mut canvas, [WIDTH - MARGIN - 48, 64], 48);
    canvas.into_png()
}

fn brand(canvas: &mut Canvas, site: &str) {
    shapes::pilcrow(canvas, [MARGIN - 7, 68], 44);
    if let Some(site) = Drawable::new(site) {
        let words = SMALL.cut(&site, room(MARGIN + 48));
        SMALL.draw(canvas, [MARGIN + 50, 102], &words, Ink::SOFT);
    }
}

/// In large type if that has room for all of it.
fn draw_title(canvas: &mut Canvas, title: &Drawable) {
    const SIZES: [(f32, usize, usize); 3] = [(72.0, 2, 90), (60.0, 3, 75), (48.0, 4, 60)];
    for (size, count, height) in SIZES {
        let (lines, is_whole) = Size(size).lines(title, room(MARGIN), count);
        if is_whole || size <= SIZES[2].0 {
            for (at, line) in lines.iter().enumerate() {
                Size(size).draw(canvas, [MARGIN, 184 + height * (at + 1)], line, Ink::INK);
            }
            return;
        }
    }
}

fn draw_counts(canvas: &mut Canvas, counts: [usize; 4]) {
    const BASELINE: usize = 526;
    const ICON: u16 = 32;
    let mut x = MARGIN;
    for (severity, count) in Severity::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0) {
        shapes::severity(canvas, [x, BASELINE - 28], ICON, severity);
        let words = format!("{} {}", format::count(count), severity.plural(count));
        x = SMALL.draw(canvas, [x + 42, BASELINE], &words, Ink::severity(severity.position())) + 34;
    }
    if x == MARGIN {
        SMALL.draw(canvas, [x, BASELINE], "No findings", Ink::SOFT);
    }
}

/// The last line.
const FOOT: usize = 582;

/// Draws the verdict at the end of the last line, and gives where the room before it ends.
fn draw_verdict(canvas: &mut Canvas, verdict: &Drawable) -> usize {
    let words = SMALL.cut(verdict, 480.0);
    let start = WIDTH - MARGIN - SMALL.pixels(&words);
    SMALL.draw(canvas, [start, FOOT], &words, Ink::INK);
    start - 48
}

/// Draws the agents of the panel in their colours, as far as there is room.
fn draw_agents(canvas: &mut Canvas, agents: &[(usize, String)], end: usize) {
    const SWATCH: usize = 34;
    const MORE: usize = 170;
    let mut x = MARGIN;
    for (at, (colour, name)) in agents.iter().enumerate() {
        let Some(name) = Drawable::new(name) else { continue };
        let name = SMALL.cut(&name, 300.0);
        let left = agents.len() - at;
        let needed = SWATCH + SMALL.pixels(&name) + if left > 1 { MORE } else { 0 };
        if x + needed > end {
            SMALL.draw(canvas, [x, FOOT], &format!("and {} more", format::count(left)), Ink::SOFT);
            return;
        }
        canvas.fill([x, FOOT - 23], [22, 22], Ink::agent(*colour));
        x = SMALL.draw(canvas, [x + SWATCH, FOOT], &name, Ink::INK) + 36;
    }
}

/// How much room there is from a place to the right margin.
fn room(left: usize) -> f32 {
    to_float((WIDTH - MARGIN).saturating_sub(left))
}
