//! What more of something takes: points by what they take and give, with a line along those that no other beats.

use super::{Axis, Label, push_label, push_opening, real};
use crate::text::Html;
use crate::text::html::{Markup, markup};

/// What to draw. All words are plain text.
pub struct FrontierChart<'t> {
    /// Unique in the page, letters, digits and hyphens.
    pub id: &'t str,
    pub title: &'t str,
    /// What can be seen in it.
    pub description: &'t str,
    /// What is given, upwards.
    pub up: (&'t Axis, &'t str),
    /// What it takes, to the right, and the words of a tick.
    pub across: (&'t Axis, &'t str),
    pub across_tick: &'t dyn Fn(f64) -> String,
    /// Those on the line in its order, then others.
    pub points: &'t [FrontierPoint],
    /// Two that cannot be told apart, by their places in `points`.
    pub tied: &'t [[usize; 2]],
}

/// One of the points.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierPoint {
    pub across: f64,
    pub up: f64,
    /// Both ends of the interval of `up`.
    pub ends: Option<(f64, f64)>,
    pub is_on_line: bool,
    /// The one that is named elsewhere.
    pub is_named: bool,
    /// Short, left out where there is no room for it.
    pub words: String,
}

const WIDTH: f64 = 592.0;
const HEIGHT: f64 = 392.0;
const LEFT: f64 = 34.0;
const RIGHT: f64 = 580.0;
const TOP: f64 = 26.0;
const FOOT: f64 = 350.0;
/// A letter is about this wide, and one of the bold words.
const LETTER: f64 = 5.7;
const BOLD_LETTER: f64 = 6.9;
/// Words are this high, and stand this far from their point.
const LINE: f64 = 12.0;
const GAP: f64 = 8.0;

#[must_use]
pub fn frontier_chart(of: &FrontierChart<'_>) -> Html {
    let mut out = Markup::with_capacity(6000);
    let label = Label { id: of.id, title: of.title, description: of.description };
    push_opening(&mut out, |out| out.push("roomy"), (0.0, WIDTH, HEIGHT), label);
    push_axes(&mut out, of);
    for pair in of.tied {
        let [(x, y), (to_x, to_y)] = pair.map(|at| place(of, &of.points[at]));
        markup!(out, "<path class=tie d=\"M", x, " ", y, "L", to_x, " ", to_y, "\"/>");
    }
    push_line(&mut out, of);
    for point in of.points.iter().filter(|point| point.is_on_line) {
        push_spread(&mut out, of, point);
    }
    for point in of.points {
        let (x, y) = place(of, point);
        let (class, radius) = match (point.is_on_line, point.is_named) {
            (true, true) => ("on", 5.0),
            (true, false) => ("on", 4.0),
            _ => ("off", 3.25),
        };
        markup!(out, "<circle class=", class, " cx=", x, " cy=", y, " r=", radius, " />");
    }
    push_names(&mut out, of);
    out.push("</svg>");
    out.finish()
}

/// Rounded to a tenth, which nobody sees.
fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn place(of: &FrontierChart<'_>, point: &FrontierPoint) -> (f64, f64) {
    (tenths(of.across.0.place(point.across, (LEFT, RIGHT))), place_up(of, point.up))
}

fn place_up(of: &FrontierChart<'_>, value: f64) -> f64 {
    tenths(of.up.0.place(value, (FOOT, TOP)))
}

fn push_axes(out: &mut Markup, of: &FrontierChart<'_>) {
    for (at, tick) in of.up.0.ticks().iter().enumerate() {
        let y = place_up(of, *tick);
        let class = if at == 0 { "zero" } else { "axis" };
        markup!(out, "<path class=", class, " d=\"M", LEFT, " ", y, "H", RIGHT, "\"/>");
        push_label(out, (LEFT - 6.0, y + 4.0), "", "end", &crate::text::format::figure(*tick));
    }
    let ticks = of.across.0.ticks();
    let every = ticks.len().div_ceil(6).max(1);
    for tick in ticks.iter().step_by(every) {
        let x = tenths(of.across.0.place(*tick, (LEFT, RIGHT)));
        markup!(out, "<path class=zero d=\"M", x, " ", FOOT, "v4\"/>");
        push_label(out, (x, FOOT + 17.0), "", "middle", &(of.across_tick)(*tick));
    }
    push_label(out, (6.0, LINE), "", "", of.up.1);
    push_label(out, (LEFT, HEIGHT - 6.0), "", "", of.across.1);
}

/// Level to the next point, then up to it.
fn push_line(out: &mut Markup, of: &FrontierChart<'_>) {
    let mut on = of.points.iter().filter(|point| point.is_on_line).map(|point| place(of, point));
    let Some((x, y)) = on.next() else { return };
    markup!(out, "<path class=edge-line d=\"M", x, " ", y);
    for (x, y) in on {
        markup!(out, "H", x, "V", y);
    }
    out.push("\"/>");
}

fn push_spread(out: &mut Markup, of: &FrontierChart<'_>, point: &FrontierPoint) {
    if let Some((low, high)) = point.ends {
        let (x, _) = place(of, point);
        markup!(out, "<path class=spread d=\"M", x, " ", place_up(of, high), "V", place_up(of, low), "\"/>");
    }
}

/// What is drawn already: left, top, right and foot.
type Area = [f64; 4];

fn overlap(one: &Area, other: &Area) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

/// Words beside their points, the named one's first, then those on the line, as far as there is room.
fn push_names(out: &mut Markup, of: &FrontierChart<'_>) {
    let mut taken: Vec<Area> =
        of.points.iter().map(|point| place(of, point)).map(|(x, y)| [x - 5.0, y - 5.0, x + 5.0, y + 5.0]).collect();
    let points = taken.len();
    // The line along the frontier.
    let on: Vec<(f64, f64)> = of.points.iter().filter(|point| point.is_on_line).map(|point| place(of, point)).collect();
    for pair in on.windows(2) {
        let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
        taken.push([x, y - 1.0, to_x, y + 1.0]);
        taken.push([to_x - 1.0, to_y, to_x + 1.0, y]);
    }
    let mut order: Vec<&FrontierPoint> = of.points.iter().collect();
    order.sort_by_key(|point| (!point.is_named, !point.is_on_line));
    for point in order {
        let class = match (point.is_named, point.is_on_line) {
            (true, _) => "best",
            (_, true) => "name",
            _ => "",
        };
        let letter = if point.is_named { BOLD_LETTER } else { LETTER };
        let width = real(point.words.chars().count()) * letter;
        let (x, y) = place(of, point);
        // Upper left of a line that goes up to the right there is most room for what is on it.
        let left = (x - GAP, y + 4.0, "end");
        let right = (x + GAP, y + 4.0, "");
        let above = (x, y - GAP, "middle");
        let below = (x, y + GAP + LINE, "middle");
        let upper_left = (x - GAP, y - GAP, "end");
        let lower_right = (x + GAP, y + GAP + 6.0, "");
        let places = if point.is_on_line {
            [upper_left, left, above, lower_right, right, below]
        } else {
            [right, lower_right, below, left, above, upper_left]
        };
        let area = |(x, y, anchor): (f64, f64, &str)| {
            let from = match anchor {
                "end" => x - width,
                "middle" => x - width / 2.0,
                _ => x,
            };
            [from, y - LINE + 2.0, from + width, y + 3.0]
        };
        let fits = |at: &(f64, f64, &'static str)| {
            let area = area(*at);
            let is_inside = area[0] >= LEFT && area[2] <= WIDTH && area[1] >= TOP - LINE && area[3] <= FOOT - 1.0;
            is_inside && !taken.iter().any(|other| overlap(&area, other))
        };
        // What is named elsewhere is worth a line behind its words.
        let fits_over_lines = |at: &(f64, f64, &'static str)| {
            let area = area(*at);
            let is_inside = area[0] >= LEFT && area[2] <= WIDTH && area[1] >= TOP - LINE && area[3] <= FOOT - 1.0;
            is_inside && !taken[..points].iter().any(|other| overlap(&area, other))
        };
        let place = places.into_iter().find(fits);
        let place = place.or_else(|| places.into_iter().find(fits_over_lines).filter(|_| point.is_named));
        if let Some((x, y, anchor)) = place {
            taken.push(area((x, y, anchor)));
            push_label(out, (tenths(x), tenths(y)), class, anchor, &point.words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(across: f64, up: f64, words: &str) -> FrontierPoint {
        let ends = Some((up - 5.0, up + 5.0));
        FrontierPoint { across, up, ends, is_on_line: true, is_named: false, words: words.to_owned() }
    }

    fn drawn(points: &[FrontierPoint], tied: &[[usize; 2]]) -> String {
        let (up, across) =
            (Axis::over([20.0, 100.0], 4, (0.0, 100.0)), Axis::over([0.0, 3.0], 3, (0.0, f64::INFINITY)));
        let chart = FrontierChart {
            id: "front",
            title: "Coverage",
            description: "a & b",
            up: (&up, "Covered, %"),
            across: (&across, "False alarms"),
            across_tick: &|tick| format!("{tick}"),
            points,
            tied,
        };
        frontier_chart(&chart).as_str().to_owned()
    }

    #[test]
    fn the_line_goes_level_and_then_up() {
        let svg = drawn(&[point(0.0, 20.0, "a"), point(3.0, 100.0, "a, b")], &[]);
        assert!(svg.contains("<path class=edge-line d=\"M34 350H580V26\"/>"), "{svg}");
        assert!(svg.contains("<desc id=~front-d>a &amp; b</desc>"), "{svg}");
        assert_eq!(svg.matches("<circle class=on").count(), 2);
    }

    #[test]
    fn words_never_lie_upon_each_other() {
        let points: Vec<FrontierPoint> =
            (0..30).map(|at| point(1.0 + f64::from(at) / 100.0, 60.0, "a name of some length")).collect();
        let svg = drawn(&points, &[]);
        let shown = svg.matches("a name of some length").count();
        assert!((1..12).contains(&shown), "{shown} of 30 in so little room");
    }

    #[test]
    fn what_cannot_be_told_apart_is_joined_and_others_are_hollow() {
        let mut points = vec![point(0.0, 20.0, "a"), point(3.0, 100.0, "a, b"), point(1.5, 60.0, "c")];
        points[2].is_on_line = false;
        let svg = drawn(&points, &[[1, 2]]);
        assert!(svg.contains("<path class=tie d=\"M580 26L307 188\"/>"), "{svg}");
        assert_eq!((svg.matches("class=off").count(), svg.matches("class=spread").count()), (1, 2));
        assert!(!drawn(&[], &[]).contains("edge-line"));
    }
}
