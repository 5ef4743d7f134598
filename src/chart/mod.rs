//! Data into SVG, themed by the stylesheet. Knows nothing of the model: numbers, plain words and a colour come in.
//!
//! Own few shapes rather than a charting crate (kuva was looked at): colours must come from the stylesheet's variables, a
//! table holds hundreds of them, and every byte of a site counts.

pub mod beside;
pub mod columns;
pub mod frontier;
pub mod interval;
pub mod scale;
pub mod skyline;
pub mod trend;

pub use scale::Axis;

use crate::text::html::{Markup, Quoted, Text, markup};

/// The colour of an agent, and what tells those apart that have the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swatch {
    /// 1 to 8.
    pub colour: usize,
    /// A second class with a blank before it; empty for the first agent of a colour.
    pub mark: &'static str,
}

impl Swatch {
    /// The mark of an agent of whose colour there were so many before it: hollow, round, a ring, and from there on again, where
    /// the name alone tells agents apart.
    #[must_use]
    pub fn new(colour: usize, repeat: usize) -> Self {
        Self { colour, mark: ["", " m2", " m3", " m4"][repeat % 4] }
    }
}

/// A count as a length.
#[expect(clippy::cast_precision_loss, reason = "counts of bins, letters and findings")]
fn real(count: usize) -> f64 {
    count as f64
}

/// What a drawing is labelled by, all of it plain text.
#[derive(Clone, Copy)]
struct Label<'t> {
    /// Unique among the drawings of the page: letters, digits, `.`, `_` and `-`.
    id: &'t str,
    title: &'t str,
    description: &'t str,
}

/// Where a drawing begins: the pieces of its class, what of it is seen (left, width, height), and its label.
fn push_opening(out: &mut Markup, class: impl Fn(&mut Markup), seen: (f64, f64, f64), label: Label<'_>) {
    let ((left, width, height), Label { id, title, description }) = (seen, label);
    out.push("<svg class=\"plot ");
    class(out);
    markup!(out, "\" viewBox=\"", left, " 0 ", width, " ", height, "\" role=img aria-labelledby=\"");
    markup!(out, "~", Quoted(id), "-t ~", Quoted(id), "-d\"><title id=~", Quoted(id), "-t>", Text(title));
    markup!(out, "</title><desc id=~", Quoted(id), "-d>", Text(description), "</desc>");
}

/// Words at a place; class and anchor are left out where they are empty.
fn push_label(out: &mut Markup, (x, y): (f64, f64), class: &'static str, anchor: &'static str, words: &str) {
    out.push("<text");
    if !class.is_empty() {
        markup!(out, " class=", class);
    }
    markup!(out, " x=", x, " y=", y);
    if !anchor.is_empty() {
        markup!(out, " text-anchor=", anchor);
    }
    markup!(out, ">", Text(words), "</text>");
}
