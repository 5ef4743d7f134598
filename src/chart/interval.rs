//! A value and its interval on an axis that a column of a table shares.

use super::{Axis, push_label};
use crate::text::Html;
use crate::text::html::{Markup, markup};

/// Room at both ends, so that half a dot fits.
const EDGE: f64 = 4.0;
const HEIGHT: f64 = 18.0;

/// An estimate with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlottedEstimate {
    pub value: f64,
    /// Both ends of the interval; `None`: how sure it is cannot be said.
    pub ends: Option<(f64, f64)>,
}

/// A row's bar and dot on the axis of its column, `width` pixels wide. The number stands beside it in the table, so that
/// the drawing is hidden from screen readers.
#[must_use]
pub fn interval(axis: &Axis, width: f64, colour: Option<usize>, range: PlottedEstimate) -> Html {
    let places = (EDGE, width - EDGE);
    let mut out = Markup::with_capacity(300);
    push_opening(&mut out, width, HEIGHT, colour);
    out.push("<path class=axis d=\"");
    for tick in axis.ticks().iter().filter(|tick| **tick != 0.0 || axis.ends().0 >= 0.0) {
        markup!(out, "M", axis.place(*tick, places), " 0v18");
    }
    out.push("\"/>");
    if axis.ends().0 < 0.0 {
        markup!(out, "<path class=zero d=\"M", axis.place(0.0, places), " 0v18\"/>");
    }
    if let Some((low, high)) = range.ends {
        let (low, high) = (axis.place(low, places), axis.place(high, places));
        markup!(out, "<path class=span d=\"M", low, " 9H", high, "\"/>");
    }
    markup!(out, "<circle class=dot cx=", axis.place(range.value, places), " cy=9 r=3 /></svg>");
    out.finish()
}

/// Two estimates of one row in two lanes: the one to be trusted above, in full; below, paler and hollow, what is shown with a
/// warning. Either may be missing.
#[must_use]
pub fn lanes(axis: &Axis, width: f64, colour: usize, above: Option<PlottedEstimate>, below: PlottedEstimate) -> Html {
    let places = (EDGE, width - EDGE);
    let mut out = Markup::with_capacity(500);
    push_opening(&mut out, width, LANES, Some(colour));
    out.push("<path class=axis d=\"");
    for tick in axis.ticks().iter().filter(|tick| **tick != 0.0) {
        markup!(out, "M", axis.place(*tick, places), " 0v40");
    }
    markup!(out, "\"/><path class=zero d=\"M", axis.place(0.0, places), " 0v40\"/>");
    if let Some(above) = above {
        push_lane(&mut out, axis, places, above, ("span", "dot", 10.0, 4.0));
    }
    push_lane(&mut out, axis, places, below, ("pale", "hollow", 30.0, 3.0));
    out.push("</svg>");
    out.finish()
}

/// The height of two lanes.
const LANES: f64 = 40.0;

fn push_lane(
    out: &mut Markup,
    axis: &Axis,
    places: (f64, f64),
    range: PlottedEstimate,
    (bar, dot, y, radius): (&'static str, &'static str, f64, f64),
) {
    if let Some((low, high)) = range.ends {
        let (low, high) = (axis.place(low, places), axis.place(high, places));
        markup!(out, "<path class=", bar, " d=\"M", low, " ", y, "H", high, "\"/>");
    }
    let x = axis.place(range.value, places);
    markup!(out, "<circle class=", dot, " cx=", x, " cy=", y, " r=", radius, " />");
}

/// The head of such a column: every tick of its axis.
#[must_use]
pub fn tick_head(axis: &Axis, width: f64, words: impl Fn(f64) -> String) -> Html {
    let places = (EDGE, width - EDGE);
    let mut out = Markup::with_capacity(300);
    push_opening(&mut out, width, 16.0, None);
    for (at, tick) in axis.ticks().iter().enumerate() {
        let anchor = match at {
            0 => "",
            at if at + 1 == axis.ticks().len() => "end",
            _ => "middle",
        };
        let x = match anchor {
            "" => 0.0,
            "end" => width,
            _ => axis.place(*tick, places),
        };
        push_label(&mut out, (x, 10.0), "", anchor, &words(*tick));
    }
    out.push("</svg>");
    out.finish()
}

/// The head of such a column: what the ends and the middle of its axis are.
#[must_use]
pub fn head(axis: &Axis, width: f64, words: impl Fn(f64) -> String) -> Html {
    let (low, high) = axis.ends();
    let mut out = Markup::with_capacity(300);
    push_opening(&mut out, width, 16.0, None);
    push_label(&mut out, (0.0, 10.0), "", "", &words(low));
    push_label(&mut out, (width / 2.0, 10.0), "", "middle", &words(f64::midpoint(low, high)));
    push_label(&mut out, (width, 10.0), "", "end", &words(high));
    out.push("</svg>");
    out.finish()
}

fn push_opening(out: &mut Markup, width: f64, height: f64, colour: Option<usize>) {
    match colour {
        Some(colour) => markup!(out, "<svg class=\"interval a", colour, "\" width="),
        None => out.push("<svg class=interval width="),
    }
    markup!(out, width, " height=", height, " aria-hidden=true>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_drawn_where_its_interval_is() {
        let axis = Axis::over([0.0, 80.0], 4, (0.0, 100.0));
        let drawn = interval(&axis, 132.0, Some(1), PlottedEstimate { value: 40.0, ends: Some((20.0, 60.0)) });
        assert_eq!(
            drawn.as_str(),
            "<svg class=\"interval a1\" width=132 height=18 aria-hidden=true><path class=axis \
             d=\"M4 0v18M35 0v18M66 0v18M97 0v18M128 0v18\"/><path class=span d=\"M35 9H97\"/>\
             <circle class=dot cx=66 cy=9 r=3 /></svg>"
        );
        let unsure = interval(&axis, 132.0, None, PlottedEstimate { value: 900.0, ends: None });
        assert!(unsure.as_str().contains("cx=128") && !unsure.as_str().contains("span"));
    }

    #[test]
    fn what_is_not_to_be_trusted_is_hollow_and_stands_below() {
        let axis = Axis::around_zero([20.0], 100.0);
        let of = |value: f64| PlottedEstimate { value, ends: Some((value - 5.0, value + 5.0)) };
        let both = lanes(&axis, 208.0, 1, Some(of(0.0)), of(10.0));
        assert!(
            both.as_str().contains("<path class=span d=\"M79 10H129\"/><circle class=dot cx=104 cy=10 r=4 />"),
            "{both:?}"
        );
        assert!(
            both.as_str().contains("<path class=pale d=\"M129 30H179\"/><circle class=hollow cx=154 cy=30 r=3 />"),
            "{both:?}"
        );
        let alone = lanes(&axis, 208.0, 1, None, of(10.0));
        assert!(!alone.as_str().contains("class=dot") && alone.as_str().contains("class=hollow"));
    }

    #[test]
    fn a_difference_has_a_line_at_zero() {
        let axis = Axis::around_zero([5.0], 100.0);
        let drawn = interval(&axis, 108.0, None, PlottedEstimate { value: 0.0, ends: Some((-2.0, 5.0)) });
        assert!(drawn.as_str().contains("<path class=zero d=\"M54 0v18\"/>"), "{drawn:?}");
        assert!(head(&axis, 108.0, |value| format!("{value:+}")).as_str().contains(">+0<"));
    }
}
