//! A value and its interval on an axis that a column of a table shares.

use super::{Axis, Swatch, push_label, real};
use crate::text::Html;
use crate::text::html::{Markup, markup};

/// Room at both ends, so that half a dot fits.
const EDGE: f64 = 4.0;
const HEIGHT: f64 = 18.0;
/// A letter of the head is about this wide.
const LETTER: f64 = 6.0;

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
pub fn interval(axis: &Axis, width: f64, swatch: Option<Swatch>, range: PlottedEstimate) -> Html {
    interval_and_mean(axis, width, swatch, range, None)
}

/// The same with a tick at another figure for the same thing.
#[must_use]
pub fn interval_and_mean(
    axis: &Axis,
    width: f64,
    swatch: Option<Swatch>,
    range: PlottedEstimate,
    mean: Option<f64>,
) -> Html {
    let places = (EDGE, width - EDGE);
    let mut out = Markup::with_capacity(300);
    push_opening(&mut out, width, HEIGHT, swatch);
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
    if let Some(mean) = mean {
        markup!(out, "<path class=mean d=\"M", axis.place(mean, places), " 3v12\"/>");
    }
    markup!(out, "<circle class=dot cx=", axis.place(range.value, places), " cy=9 r=3 /></svg>");
    out.finish()
}

/// Two estimates of one row in two lanes: the one to be trusted above, in full; below, paler and hollow, what is shown with a
/// warning. Either may be missing.
#[must_use]
pub fn lanes(axis: &Axis, width: f64, swatch: Swatch, above: Option<PlottedEstimate>, below: PlottedEstimate) -> Html {
    let places = (EDGE, width - EDGE);
    let mut out = Markup::with_capacity(500);
    push_opening(&mut out, width, LANES, Some(swatch));
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

/// The head of a column with the ticks of its axis, which is what their lines are read by: all, or every second where there
/// are more than six or no room for the words of all.
#[must_use]
pub fn head_of_ticks(axis: &Axis, width: f64, words: impl Fn(f64) -> String) -> Html {
    let places = (EDGE, width - EDGE);
    let (low, high) = axis.ends();
    let labels: Vec<(f64, String)> = axis.ticks().iter().map(|tick| (*tick, words(*tick))).collect();
    let longest = labels.iter().map(|(_, words)| words.chars().count()).max().unwrap_or(0);
    let room = (places.1 - places.0) / real(labels.len().saturating_sub(1).max(1));
    let every = if labels.len() > 6 || room < real(longest + 1) * LETTER { 2 } else { 1 };
    let mut out = Markup::with_capacity(300);
    push_opening(&mut out, width, 16.0, None);
    for (tick, words) in labels.iter().step_by(every) {
        let (place, anchor) = match *tick {
            tick if tick <= low => (0.0, ""),
            tick if tick >= high => (width, "end"),
            tick => (axis.place(tick, places), "middle"),
        };
        push_label(&mut out, (place, 10.0), "", anchor, words);
    }
    out.push("</svg>");
    out.finish()
}

fn push_opening(out: &mut Markup, width: f64, height: f64, swatch: Option<Swatch>) {
    match swatch {
        Some(Swatch { colour, mark }) => markup!(out, "<svg class=\"interval a", colour, mark, "\" width="),
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
        let drawn =
            interval(&axis, 132.0, Some(Swatch::new(1, 0)), PlottedEstimate { value: 40.0, ends: Some((20.0, 60.0)) });
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
    fn a_second_agent_of_a_colour_has_its_mark_and_a_mean_its_tick() {
        let axis = Axis::over([0.0, 80.0], 4, (0.0, 100.0));
        let range = PlottedEstimate { value: 40.0, ends: None };
        let drawn = interval_and_mean(&axis, 132.0, Some(Swatch::new(3, 1)), range, Some(60.0));
        assert!(drawn.as_str().starts_with("<svg class=\"interval a3 m2\" width=132"), "{drawn:?}");
        assert!(drawn.as_str().contains("<path class=mean d=\"M97 3v12\"/>"), "{drawn:?}");
        let head = head_of_ticks(&axis, 132.0, |value| format!("{value}"));
        let words: Vec<&str> = head.as_str().split('>').filter_map(|part| part.strip_suffix("</text")).collect();
        assert_eq!(words, ["0", "20", "40", "60", "80"]);
        let narrow = head_of_ticks(&axis, 64.0, |value| format!("{value}"));
        let words: Vec<&str> = narrow.as_str().split('>').filter_map(|part| part.strip_suffix("</text")).collect();
        assert_eq!(words, ["0", "40", "80"], "no word stands in another");
    }

    #[test]
    fn what_is_not_to_be_trusted_is_hollow_and_stands_below() {
        let axis = Axis::around_zero([20.0], 100.0);
        let of = |value: f64| PlottedEstimate { value, ends: Some((value - 5.0, value + 5.0)) };
        let both = lanes(&axis, 208.0, Swatch::new(1, 0), Some(of(0.0)), of(10.0));
        assert!(
            both.as_str().contains("<path class=span d=\"M79 10H129\"/><circle class=dot cx=104 cy=10 r=4 />"),
            "{both:?}"
        );
        assert!(
            both.as_str().contains("<path class=pale d=\"M129 30H179\"/><circle class=hollow cx=154 cy=30 r=3 />"),
            "{both:?}"
        );
        let alone = lanes(&axis, 208.0, Swatch::new(1, 0), None, of(10.0));
        assert!(!alone.as_str().contains("class=dot") && alone.as_str().contains("class=hollow"));
    }

    #[test]
    fn a_difference_has_a_line_at_zero() {
        let axis = Axis::around_zero([5.0], 100.0);
        let drawn = interval(&axis, 108.0, None, PlottedEstimate { value: 0.0, ends: Some((-2.0, 5.0)) });
        assert!(drawn.as_str().contains("<path class=zero d=\"M54 0v18\"/>"), "{drawn:?}");
        assert!(head_of_ticks(&axis, 108.0, |value| format!("{value:+}")).as_str().contains(">+0<"));
    }
}
