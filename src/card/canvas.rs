//! A picture of few colours: a byte a pixel, which says how much of which ink stands on the paper.

use super::png;
use ab_glyph_rasterizer::{Point, Rasterizer, point};
use ttf_parser::OutlineBuilder;

/// In pixels: what previews of links ask for.
pub const WIDTH: usize = 1200;
/// Likewise.
pub const HEIGHT: usize = 630;

/// How many steps there are from paper to an ink: enough for smooth edges, and no more, since each makes a picture larger.
const STEPS: u8 = 9;

/// What is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink(u8);

const PAPER: [u8; 3] = [0xfd, 0xfd, 0xfc];

/// The colours of the style sheet, on paper.
const INKS: [[u8; 3]; 16] = [
    [0x1c, 0x1d, 0x21],
    [0x5b, 0x5f, 0x67],
    [0xe5, 0xe5, 0xe1],
    [0xb3, 0x32, 0x1b],
    [0xa8, 0x1c, 0x2b],
    [0x93, 0x50, 0x00],
    [0x1b, 0x62, 0x6e],
    [0x5f, 0x57, 0x90],
    [0x22, 0x28, 0x8a],
    [0xa1, 0x59, 0x36],
    [0x1c, 0x9c, 0x9c],
    [0x56, 0x0d, 0x3e],
    [0xac, 0x8a, 0x1f],
    [0x7f, 0x2b, 0xd1],
    [0x34, 0x64, 0x81],
    [0x84, 0x20, 0x0a],
];

impl Ink {
    /// Of text.
    pub const INK: Self = Self(0);
    /// Of text of less weight.
    pub const SOFT: Self = Self(1);
    /// Of lines between.
    pub const RULE: Self = Self(2);
    /// Of the pilcrow.
    pub const RUBRIC: Self = Self(3);

    /// That of a severity, by its position among all of them.
    pub fn severity(position: usize) -> Self {
        Self(4 + (position % 4).to_le_bytes()[0])
    }

    /// That of an agent, by its colour from 1 on.
    pub fn agent(colour: usize) -> Self {
        Self(8 + (colour.saturating_sub(1) % 8).to_le_bytes()[0])
    }
}

/// A picture in the making.
pub struct Canvas {
    pixels: Vec<u8>,
}

impl Canvas {
    /// Nothing but paper.
    pub fn new() -> Self {
        Self { pixels: vec![0; WIDTH * HEIGHT] }
    }

    /// Fills a rectangle.
    pub fn fill(&mut self, [left, top]: [usize; 2], [width, height]: [usize; 2], ink: Ink) {
        for row in self.pixels.chunks_exact_mut(WIDTH).skip(top).take(height) {
            row[left.min(WIDTH)..(left + width).min(WIDTH)].fill(index(ink, STEPS));
        }
    }

    /// Draws shapes with their origin at a place, within a box that begins there; what leaves the box is cut off.
    pub fn draw(&mut self, [left, top]: [usize; 2], shape: &Shape, ink: Ink) {
        shape.rasterizer.for_each_pixel_2d(|x, y, cover| {
            let (x, y) = (left + x as usize, top + y as usize);
            let step = step(cover);
            if step > 0 && x < WIDTH && y < HEIGHT {
                self.pixels[y * WIDTH + x] = index(ink, step);
            }
        });
    }

    /// As a PNG with a palette.
    pub fn into_png(self) -> Vec<u8> {
        let mixed = |ink: [u8; 3], step: u8| [0, 1, 2].map(|part| mix(PAPER[part], ink[part], step));
        let steps = INKS.iter().flat_map(|ink| (1..=STEPS).map(move |step| mixed(*ink, step)));
        let palette: Vec<[u8; 3]> = std::iter::once(PAPER).chain(steps).collect();
        png::encode([WIDTH, HEIGHT], &palette, &self.pixels)
    }
}

fn index(ink: Ink, step: u8) -> u8 {
    ink.0 * STEPS + step
}

/// A share of a pixel in steps.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between none and all of the steps")]
fn step(cover: f32) -> u8 {
    (cover.clamp(0.0, 1.0) * f32::from(STEPS)).round() as u8
}

fn mix(paper: u8, ink: u8, step: u8) -> u8 {
    let (paper, ink, step, all) = (u16::from(paper), u16::from(ink), u16::from(step), u16::from(STEPS));
    ((paper * (all - step) + ink * step + all / 2) / all).to_le_bytes()[0]
}

/// Outlines in a box. A contour within another that runs the other way is a hole.
pub struct Shape {
    rasterizer: Rasterizer,
    scale: [f32; 2],
    origin: Point,
    start: Point,
    last: Point,
}

impl Shape {
    /// Nothing yet, in a box of so many pixels.
    pub fn new(width: usize, height: usize) -> Self {
        let zero = point(0.0, 0.0);
        Self { rasterizer: Rasterizer::new(width, height), scale: [1.0, 1.0], origin: zero, start: zero, last: zero }
    }

    /// What is drawn from here on stands at a place in the box, so many times as large.
    pub fn place(&mut self, x: f32, y: f32, scale: [f32; 2]) {
        self.origin = point(x, y);
        self.scale = scale;
    }

    fn at(&self, x: f32, y: f32) -> Point {
        point(self.origin.x + x * self.scale[0], self.origin.y + y * self.scale[1])
    }
}

impl OutlineBuilder for Shape {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = self.at(x, y);
        self.last = self.start;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let end = self.at(x, y);
        self.rasterizer.draw_line(self.last, end);
        self.last = end;
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (bend, end) = (self.at(x1, y1), self.at(x, y));
        self.rasterizer.draw_quad(self.last, bend, end);
        self.last = end;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (one, two, end) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.rasterizer.draw_cubic(self.last, one, two, end);
        self.last = end;
    }

    fn close(&mut self) {
        self.rasterizer.draw_line(self.last, self.start);
        self.last = self.start;
    }
}

/// Pixels for what is not drawn by whole ones.
pub fn to_float(pixels: usize) -> f32 {
    f32::from(u16::try_from(pixels).unwrap_or(u16::MAX))
}
