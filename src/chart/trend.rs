//! One figure over the bins of a calendar: a line with its interval as a band, open where there is nothing.

use super::interval::PlottedEstimate;
use super::{Axis, Label, Swatch, push_label, push_opening, real};
use crate::text::Html;
use crate::text::html::{Markup, markup};

/// What to draw. All words are plain text.
pub struct Trend<'t> {
    /// Unique in the page, letters, digits and hyphens.
    pub id: &'t str,
    /// Of the agent.
    pub swatch: Swatch,
    pub title: &'t str,
    /// What can be seen in it.
    pub description: &'t str,
    /// Shared by charts beside each other.
    pub axis: &'t Axis,
    /// The words of a tick.
    pub tick: &'t dyn Fn(f64) -> String,
    /// One for each bin; `None`: nothing to show.
    pub points: &'t [Option<PlottedEstimate>],
    /// Words of the first, the middle and the last bin.
    pub labels: [&'t str; 3],
    /// Bins in which something changed, and its short name.
    pub changes: &'t [(usize, String)],
}

const WIDTH: f64 = 208.0;
const HEIGHT: f64 = 132.0;
const LEFT: f64 = 30.0;
const RIGHT: f64 = 202.0;
const TOP: f64 = 20.0;
/// Names of changes stand above the data.
const NAMES: f64 = 13.0;
const FOOT: f64 = 112.0;
/// A letter of the chart's words is about this wide.
const LETTER: f64 = 6.0;

#[must_use]
pub fn trend(of: &Trend<'_>) -> Html {
    let mut out = Markup::with_capacity(2000);
    let seen = (-margin(of), WIDTH + margin(of), HEIGHT);
    let label = Label { id: of.id, title: of.title, description: of.description };
    push_opening(&mut out, |out| markup!(out, "a", of.swatch.colour, of.swatch.mark), seen, label);
    push_axis(&mut out, of);
    push_changes(&mut out, of);
    for run in runs(of.points) {
        push_run(&mut out, of, &run);
    }
    out.push("</svg>");
    out.finish()
}

/// What the longest words of a tick need beside the room for three letters.
fn margin(of: &Trend<'_>) -> f64 {
    let longest = of.axis.ticks().iter().map(|tick| (of.tick)(*tick).chars().count()).max().unwrap_or(0);
    real(longest.saturating_sub(3)) * LETTER
}

fn place_x(of: &Trend<'_>, bin: usize) -> f64 {
    let last = real(of.points.len().saturating_sub(1));
    if last == 0.0 { f64::midpoint(LEFT, RIGHT) } else { LEFT + real(bin) / last * (RIGHT - LEFT) }
}

fn place_y(of: &Trend<'_>, value: f64) -> f64 {
    of.axis.place(value, (FOOT, TOP))
}

fn push_axis(out: &mut Markup, of: &Trend<'_>) {
    let ticks = of.axis.ticks();
    // Three are enough in so little room.
    let every = ticks.len().div_ceil(3).max(1);
    for (at, tick) in ticks.iter().enumerate().filter(|(at, _)| at % every == 0) {
        let y = place_y(of, *tick);
        let class = if at == 0 { "zero" } else { "axis" };
        markup!(out, "<path class=", class, " d=\"M24 ", y, "H", WIDTH, "\"/>");
        push_label(out, (19.0, y + 4.0), "", "end", &(of.tick)(*tick));
    }
    let last = of.points.len().saturating_sub(1);
    let foot = HEIGHT - 5.0;
    if last == 0 {
        push_label(out, (f64::midpoint(LEFT, RIGHT), foot), "", "middle", of.labels[2]);
        return;
    }
    push_label(out, (LEFT, foot), "", "", of.labels[0]);
    let middle = place_x(of, last / 2);
    let width = |at: usize| real(of.labels[at].chars().count()) * LETTER;
    let fits =
        LEFT + width(0) + LETTER < middle - width(1) / 2.0 && middle + width(1) / 2.0 + LETTER < RIGHT - width(2);
    if last > 1 && fits {
        push_label(out, (middle, foot), "", "middle", of.labels[1]);
    }
    push_label(out, (RIGHT + 3.0, foot), "", "end", of.labels[2]);
}

/// Dashed lines; a name only where it fits between its line and the next name.
fn push_changes(out: &mut Markup, of: &Trend<'_>) {
    let mut free = LEFT;
    for (bin, name) in of.changes {
        let x = place_x(of, *bin);
        markup!(out, "<path class=change d=\"M", x, " ", TOP, "V", FOOT, "\"/>");
        let width = real(name.chars().count()) * LETTER;
        if x - 2.0 >= free && x - 2.0 + width <= WIDTH {
            push_label(out, (x - 2.0, NAMES), "name", "", name);
            free = x - 2.0 + width + LETTER;
        } else if x + 2.0 - width >= free {
            push_label(out, (x + 2.0, NAMES), "name", "end", name);
            free = x;
        }
    }
}

/// Bins without a gap between them, with what is in them.
fn runs(points: &[Option<PlottedEstimate>]) -> Vec<Vec<(usize, PlottedEstimate)>> {
    let mut runs: Vec<Vec<(usize, PlottedEstimate)>> = Vec::new();
    for (bin, point) in points.iter().enumerate() {
        let Some(point) = point else { continue };
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(before, _)| before + 1 == bin) => run.push((bin, *point)),
            _ => runs.push(vec![(bin, *point)]),
        }
    }
    runs
}

fn push_run(out: &mut Markup, of: &Trend<'_>, run: &[(usize, PlottedEstimate)]) {
    for known in run.chunk_by(|(_, one), (_, next)| one.ends.is_some() == next.ends.is_some()) {
        push_band(out, of, known);
    }
    if run.len() > 1 {
        out.push("<path class=line d=\"M");
        push_polyline(out, run.iter().map(|(bin, range)| (place_x(of, *bin), place_y(of, range.value))));
        out.push("\"/>");
    }
    for (bin, range) in run {
        let (x, y) = (place_x(of, *bin), place_y(of, range.value));
        markup!(out, "<circle class=point cx=", x, " cy=", y, " r=2.25 />");
    }
}

/// The band of bins that have an interval each; nothing where they have none.
fn push_band(out: &mut Markup, of: &Trend<'_>, run: &[(usize, PlottedEstimate)]) {
    let ends: Vec<(f64, f64, f64)> = run
        .iter()
        .filter_map(|(bin, range)| {
            let (low, high) = range.ends?;
            Some((place_x(of, *bin), place_y(of, low), place_y(of, high)))
        })
        .collect();
    match ends.as_slice() {
        [] => {}
        // A lone bin has no width to be a band of.
        [(x, low, high)] => {
            markup!(out, "<path class=band d=\"M", x - 2.0, " ", *low, "h4V", *high, "h-4z\"/>");
        }
        ends => {
            let above = ends.iter().map(|(x, _, high)| (*x, *high));
            let below = ends.iter().rev().map(|(x, low, _)| (*x, *low));
            out.push("<path class=band d=\"M");
            push_polyline(out, above.chain(below));
            out.push("z\"/>");
        }
    }
}

fn push_polyline(out: &mut Markup, places: impl Iterator<Item = (f64, f64)>) {
    for (at, (x, y)) in places.enumerate() {
        markup!(out, if at > 0 { " " } else { "" }, x, " ", y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drawn(points: &[Option<PlottedEstimate>], changes: &[(usize, String)], words: &str) -> String {
        let axis = Axis::over([0.0, 100.0], 4, (0.0, 100.0));
        trend(&Trend {
            id: "x",
            swatch: Swatch::new(2, 0),
            title: words,
            description: words,
            axis: &axis,
            tick: &|value| value.to_string(),
            points,
            labels: ["a", "b", "c"],
            changes,
        })
        .as_str()
        .to_owned()
    }

    fn point(value: f64, low: f64, high: f64) -> PlottedEstimate {
        PlottedEstimate { value, ends: Some((low, high)) }
    }

    #[test]
    fn gaps_are_left_open() {
        let points =
            [Some(point(50.0, 40.0, 60.0)), Some(point(60.0, 50.0, 70.0)), None, Some(point(20.0, 0.0, 100.0))];
        let drawn = drawn(&points, &[(1, "4.1".to_owned())], "t");
        assert_eq!(drawn.matches("class=line").count(), 1);
        assert_eq!(drawn.matches("class=band").count(), 2);
        assert_eq!(drawn.matches("class=point").count(), 3);
        assert!(drawn.contains("<path class=line d=\"M30 66 87.3 56.8\"/>"), "{drawn}");
        assert!(drawn.contains("class=name") && drawn.contains("<path class=change d=\"M87.3 20V112\"/>"), "{drawn}");
    }

    #[test]
    fn a_band_is_drawn_where_there_is_an_interval_and_the_line_goes_on() {
        let bare = PlottedEstimate { value: 55.0, ends: None };
        let points =
            [Some(point(50.0, 40.0, 60.0)), Some(point(60.0, 50.0, 70.0)), Some(bare), Some(point(20.0, 0.0, 100.0))];
        let drawn = drawn(&points, &[], "t");
        assert_eq!(drawn.matches("class=line").count(), 1);
        assert_eq!(drawn.matches("class=band").count(), 2, "{drawn}");
        assert!(!self::drawn(&[Some(bare), Some(bare)], &[], "t").contains("class=band"));
    }

    #[test]
    fn names_that_do_not_fit_are_left_out() {
        let changes: Vec<(usize, String)> = (0..4).map(|bin| (bin, "a-long-model-name".to_owned())).collect();
        let drawn = drawn(&[None, None, None, None], &changes, "t");
        assert_eq!(drawn.matches("class=change").count(), 4);
        assert!(drawn.matches("class=name").count() < 3);
    }

    proptest! {
        #[test]
        fn any_values_and_words_can_be_drawn(
            values in proptest::collection::vec(proptest::option::of(any::<(f64, f64, f64)>()), 0..30),
            words in any::<String>(),
        ) {
            let points: Vec<Option<PlottedEstimate>> = values.into_iter().map(|all| all.map(|(v, l, h)| point(v, l, h)))
                .map(|range| range.filter(|range| range.value.is_finite() && range.ends.is_some_and(|(l, h)| l.is_finite() && h.is_finite())))
                .collect();
            let drawn = drawn(&points, &[(0, words.clone())], &words);
            prop_assert!(!drawn.contains("NaN") && !drawn.contains("inf"));
            prop_assert!(!drawn.contains("<script") || !words.contains("<script"));
        }
    }
}
