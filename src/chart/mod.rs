//! Data into SVG, themed by the stylesheet. Knows nothing of the model: numbers, plain words and a colour come in.
//!
//! Own few shapes rather than a charting crate (kuva was looked at): colours must come from the stylesheet's variables, a
//! table holds hundreds of them, and every byte of a site counts.

pub mod columns;
pub mod interval;
pub mod scale;
pub mod skyline;
pub mod trend;

pub use scale::Axis;

use crate::text::push_text;
use std::fmt::Write;

/// Appends a coordinate with at most one decimal.
fn push_number(out: &mut String, number: f64) {
    let tenths = (number * 10.0).round();
    if tenths % 10.0 == 0.0 {
        // Adding 0 makes -0 a 0.
        let _ = write!(out, "{}", tenths / 10.0 + 0.0);
    } else {
        let _ = write!(out, "{:.1}", tenths / 10.0);
    }
}

/// A coordinate with at most one decimal.
fn number(number: f64) -> String {
    let mut out = String::new();
    push_number(&mut out, number);
    out
}

/// A count as a length.
#[expect(clippy::cast_precision_loss, reason = "counts of bins, letters and findings")]
fn real(count: usize) -> f64 {
    count as f64
}

/// Where a drawing begins: its classes, what of it is seen (left, width, height), and the title and description that it is
/// labelled by.
fn push_opening(
    out: &mut String,
    class: &str,
    (left, width, height): (f64, f64, f64),
    (id, title, description): (&str, &str, &str),
) {
    let _ = write!(out, "<svg class=\"plot {class}\" viewBox=\"{} 0 ", number(left));
    push_number(out, width);
    let _ = write!(out, " {}\" role=img aria-labelledby=\"{id}-t {id}-d\"><title id={id}-t>", number(height));
    push_text(out, title);
    let _ = write!(out, "</title><desc id={id}-d>");
    push_text(out, description);
    out.push_str("</desc>");
}

fn push_label(out: &mut String, (x, y): (f64, f64), class: &str, anchor: &str, words: &str) {
    out.push_str("<text");
    if !class.is_empty() {
        let _ = write!(out, " class={class}");
    }
    let _ = write!(out, " x={} y={}", number(x), number(y));
    if !anchor.is_empty() {
        let _ = write!(out, " text-anchor={anchor}");
    }
    out.push('>');
    push_text(out, words);
    out.push_str("</text>");
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn coordinates_have_one_decimal_at_most() {
        assert_eq!([number(3.0), number(2.25), number(-0.01), number(99.96)], ["3", "2.3", "0", "100"]);
    }
}
