//! A figure over time and what others had of the same, above; the difference between the two, below. Both over one axis of
//! dates, each bin of which leads somewhere.

use super::interval::PlottedEstimate;
use super::{Axis, push_label, real};
use crate::text::Html;
use crate::text::html::{Markup, Value, markup};

/// What to draw. All words are plain text; places on the axis of dates are counted in bins, from 0.
pub struct Beside<'t> {
    /// 1 to 8.
    pub colour: usize,
    /// What can be seen in it.
    pub title: &'t str,
    pub bins: &'t [Bin],
    /// The figure, and who the others are.
    pub above: Lane<'t>,
    /// The difference; `None` without others.
    pub below: Option<Lane<'t>>,
    /// Where something changed, in order, with names of what is there from then on: the first that has room is written.
    pub changes: &'t [(f64, [String; 2])],
    /// What was there before the first of them.
    pub first: &'t str,
    /// Where something seems to have changed with no name.
    pub asked: &'t [(f64, String)],
    /// Mean differences between two places.
    pub levels: &'t [(f64, f64, f64)],
}

/// One of the two panels.
pub struct Lane<'t> {
    pub axis: &'t Axis,
    pub title: &'t str,
    /// In softer type beside it.
    pub about: &'t str,
    /// The words of a tick.
    pub tick: &'t dyn Fn(f64) -> String,
}

/// One bin of the calendar.
pub struct Bin {
    /// Below the axis, where there is room.
    pub label: String,
    /// What it leads to and what it says; `None`: nothing happened in it.
    pub link: Option<(String, String)>,
    pub own: Option<PlottedEstimate>,
    pub others: Option<f64>,
    pub difference: Option<PlottedEstimate>,
}

const WIDTH: f64 = 1056.0;
const LEFT: f64 = 40.0;
const RIGHT: f64 = 1042.0;
const TOP: f64 = 44.0;
const MIDDLE: f64 = 196.0;
/// The panel below.
const TOP_BELOW: f64 = 246.0;
const FOOT_BELOW: f64 = 398.0;
/// A letter of the chart's words is about this wide.
const LETTER: f64 = 6.2;

impl Beside<'_> {
    fn slot(&self) -> f64 {
        (RIGHT - LEFT) / real(self.bins.len().max(1))
    }

    fn x(&self, place: f64) -> f64 {
        LEFT + place.clamp(0.0, real(self.bins.len())) * self.slot()
    }

    fn middle(&self, bin: usize) -> f64 {
        self.x(real(bin) + 0.5)
    }

    fn foot(&self) -> f64 {
        if self.below.is_some() { FOOT_BELOW } else { MIDDLE }
    }
}

#[must_use]
pub fn beside(of: &Beside<'_>) -> Html {
    let mut out = Markup::with_capacity(8000);
    let height = of.foot() + 26.0;
    markup!(out, "<svg class=\"plot long a", of.colour, "\" viewBox=\"0 0 ", WIDTH, " ", height);
    markup!(out, "\" role=group aria-label=", Value(of.title), ">");
    push_axis(&mut out, &of.above, (MIDDLE, TOP));
    if let Some(below) = &of.below {
        push_axis(&mut out, below, (FOOT_BELOW, TOP_BELOW));
    }
    push_bins(&mut out, of);
    out.push("<g pointer-events=none>");
    push_series(&mut out, of, &|bin| bin.own, (&of.above, MIDDLE, TOP), "line raw");
    let others = |bin: &Bin| bin.others.map(|value| PlottedEstimate { value, ends: None });
    push_series(&mut out, of, &others, (&of.above, MIDDLE, TOP), "line others");
    if let Some(below) = &of.below {
        push_series(&mut out, of, &|bin| bin.difference, (below, FOOT_BELOW, TOP_BELOW), "line anchored");
        for (from, until, value) in of.levels {
            let y = below.axis.place(*value, (FOOT_BELOW, TOP_BELOW));
            markup!(out, "<path class=level d=\"M", of.x(*from), " ", y, "H", of.x(*until), "\"/>");
        }
    }
    push_changes(&mut out, of);
    push_asked(&mut out, of);
    push_titles(&mut out, of);
    push_points(&mut out, of);
    out.push("</g></svg>");
    out.finish()
}

fn push_axis(out: &mut Markup, lane: &Lane<'_>, (foot, top): (f64, f64)) {
    let (low, _) = lane.axis.ends();
    for tick in lane.axis.ticks() {
        let y = lane.axis.place(*tick, (foot, top));
        let is_zero = *tick == 0.0 || (low > 0.0 && (*tick - low).abs() < 1e-9);
        let class = if is_zero { "zero" } else { "axis" };
        markup!(out, "<path class=", class, " d=\"M", LEFT, " ", y, "H", RIGHT, "\"/>");
        push_label(out, (LEFT - 6.0, y + 4.0), "", "end", &(lane.tick)(*tick));
    }
}

/// Each bin leads to what it was counted from, and is as wide as it is.
fn push_bins(out: &mut Markup, of: &Beside<'_>) {
    let widest = of.bins.iter().map(|bin| bin.label.chars().count()).max().unwrap_or(0);
    let mut every = 1;
    while real(every) * of.slot() < real(widest + 2) * LETTER && every < of.bins.len() {
        every += 1;
    }
    let foot = of.foot() + 18.0;
    for (at, bin) in of.bins.iter().enumerate() {
        let label = |out: &mut Markup| {
            if at % every == 0 {
                push_label(out, (of.middle(at), foot), "", "middle", &bin.label);
            }
        };
        let Some((href, words)) = &bin.link else {
            label(out);
            continue;
        };
        markup!(out, "<a href=", Value(href), " aria-label=", Value(words), ">");
        markup!(out, "<rect class=hit x=", of.x(real(at)), " y=", TOP - 4.0, " width=", of.slot());
        markup!(out, " height=", of.foot() + 20.0 - TOP + 4.0, " />");
        label(out);
        out.push("</a>");
        if bin.own.is_none() && of.slot() > 8.0 * LETTER {
            push_label(out, (of.middle(at), MIDDLE - 12.0), "", "middle", "too few");
        }
    }
}

/// Bins without a gap between them, with what is in them.
fn runs(of: &Beside<'_>, value: &dyn Fn(&Bin) -> Option<PlottedEstimate>) -> Vec<Vec<(f64, PlottedEstimate)>> {
    let mut runs: Vec<Vec<(f64, PlottedEstimate)>> = vec![Vec::new()];
    for (at, bin) in of.bins.iter().enumerate() {
        match value(bin) {
            Some(point) => runs.last_mut().into_iter().for_each(|run| run.push((of.middle(at), point))),
            None => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn push_series(
    out: &mut Markup,
    of: &Beside<'_>,
    value: &dyn Fn(&Bin) -> Option<PlottedEstimate>,
    (lane, foot, top): (&Lane<'_>, f64, f64),
    class: &'static str,
) {
    let y = |value: f64| lane.axis.place(value, (foot, top));
    for run in runs(of, value) {
        let ends: Option<Vec<(f64, f64, f64)>> =
            run.iter().map(|(x, point)| point.ends.map(|(low, high)| (*x, y(low), y(high)))).collect();
        match ends.as_deref() {
            // A lone bin has no width to be a band of.
            Some([(x, low, high)]) => {
                markup!(out, "<path class=band d=\"M", x - 2.0, " ", *low, "h4V", *high, "h-4z\"/>");
            }
            Some(ends) => {
                let above = ends.iter().map(|(x, _, high)| (*x, *high));
                let below = ends.iter().rev().map(|(x, low, _)| (*x, *low));
                out.push("<path class=band d=\"M");
                push_places(out, above.chain(below));
                out.push("z\"/>");
            }
            None => {}
        }
        // A line needs two ends; of one place alone it is a short one.
        let places: Vec<(f64, f64)> = run.iter().map(|(x, point)| (*x, y(point.value))).collect();
        markup!(out, "<path class=\"", class, "\" d=\"M");
        if let [(x, y)] = places.as_slice() {
            markup!(out, x - 3.0, " ", *y, "h6");
        } else {
            push_places(out, places.into_iter());
        }
        out.push("\"/>");
    }
}

fn push_places(out: &mut Markup, places: impl Iterator<Item = (f64, f64)>) {
    for (at, (x, y)) in places.enumerate() {
        markup!(out, if at > 0 { " " } else { "" }, x, " ", y);
    }
}

/// Dotted lines, with a name where it fits between its line and the next.
fn push_changes(out: &mut Markup, of: &Beside<'_>) {
    let width = |name: &str| real(name.chars().count()) * LETTER;
    for (at, (place, names)) in of.changes.iter().enumerate() {
        let x = of.x(*place);
        markup!(out, "<path class=change d=\"M", x, " 30V", of.foot(), "\"/>");
        let next = of.changes.get(at + 1).map_or(WIDTH, |(next, _)| of.x(*next));
        if let Some(name) = names.iter().find(|name| x + 6.0 + width(name) <= next - 6.0) {
            push_label(out, (x + 6.0, 38.0), "name", "", name);
        }
    }
    if let Some((place, _)) = of.changes.first()
        && of.x(*place) - 6.0 - width(of.first) >= LEFT
    {
        push_label(out, (of.x(*place) - 6.0, 38.0), "name", "end", of.first);
    }
}

fn push_asked(out: &mut Markup, of: &Beside<'_>) {
    let (top, foot) = if of.below.is_some() { (TOP_BELOW, FOOT_BELOW) } else { (TOP, MIDDLE) };
    for (place, words) in of.asked {
        let x = of.x(*place);
        markup!(out, "<path class=ask-line d=\"M", x, " ", top - 6.0, "V", foot, "\"/>");
        let is_left = x + 6.0 + real(words.chars().count()) * 1.1 * LETTER > WIDTH;
        let (x, anchor) = if is_left { (x - 6.0, "end") } else { (x + 6.0, "") };
        push_label(out, (x, top + 6.0), "ask-word", anchor, words);
    }
}

fn push_titles(out: &mut Markup, of: &Beside<'_>) {
    for (lane, y) in std::iter::once((&of.above, 14.0)).chain(of.below.iter().map(|below| (below, 226.0))) {
        push_label(out, (0.0, y), "title", "", lane.title);
        let x = real(lane.title.chars().count()) * 7.2 + 14.0;
        push_label(out, (x, y), "", "", lane.about);
    }
}

fn push_points(out: &mut Markup, of: &Beside<'_>) {
    let mut point = |at: usize, lane: &Lane<'_>, value: f64, (foot, top): (f64, f64), class: &'static str| {
        let y = lane.axis.place(value, (foot, top));
        markup!(out, "<circle class=\"", class, "\" cx=", of.middle(at), " cy=", y, " r=3.25 />");
    };
    for (at, bin) in of.bins.iter().enumerate() {
        if let Some(own) = bin.own {
            point(at, &of.above, own.value, (MIDDLE, TOP), "point raw");
        }
        if let Some((difference, below)) = bin.difference.zip(of.below.as_ref()) {
            point(at, below, difference.value, (FOOT_BELOW, TOP_BELOW), "point anchored");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bin(own: Option<f64>, difference: Option<f64>) -> Bin {
        let range = |value: f64| PlottedEstimate { value, ends: Some((value - 10.0, value + 10.0)) };
        Bin {
            label: "2026-02".to_owned(),
            link: Some(("x.html".to_owned(), "February: 3 reviews".to_owned())),
            own: own.map(range),
            others: difference.map(|_| 40.0),
            difference: difference.map(range),
        }
    }

    fn drawn(bins: &[Bin], changes: &[(f64, [String; 2])], asked: &[(f64, String)], has_others: bool) -> String {
        let (shares, points) =
            (Axis::over([0.0, 100.0], 4, (0.0, 100.0)), Axis::over([-20.0, 40.0], 5, (-100.0, 100.0)));
        let tick = |value: f64| value.to_string();
        let lane = |axis| Lane { axis, title: "t", about: "a", tick: &tick };
        let below = has_others.then(|| lane(&points));
        let of = Beside {
            colour: 3,
            title: "over time",
            bins,
            above: lane(&shares),
            below,
            changes,
            first: "one",
            asked,
            levels: &[(0.0, 1.0, 12.0)],
        };
        beside(&of).as_str().to_owned()
    }

    fn names(short: &str) -> [String; 2] {
        [format!("{short}, from 3 Dec 2026"), short.to_owned()]
    }

    #[test]
    fn a_change_at_the_end_is_named_in_short() {
        let bins = [bin(Some(50.0), Some(10.0)), bin(Some(60.0), Some(20.0))];
        let at = |place: f64| drawn(&bins, &[(place, names("two"))], &[], true);
        assert!(at(0.2).contains(">two, from 3 Dec 2026<"));
        assert!(at(1.92).contains(">two<") && !at(1.92).contains("3 Dec"), "{}", at(1.92));
    }

    #[test]
    fn every_bin_leads_to_its_reviews_and_gaps_stay_open() {
        let bins = [bin(Some(50.0), Some(10.0)), bin(None, None), bin(Some(60.0), Some(20.0)), bin(Some(60.0), None)];
        let drawn = drawn(&bins, &[(2.0, names("two"))], &[(3.5, "?".to_owned())], true);
        assert_eq!(drawn.matches("<a href=x.html aria-label=\"February: 3 reviews\">").count(), 4);
        assert_eq!(drawn.matches("class=\"point raw\"").count(), 3);
        assert_eq!(drawn.matches("class=\"point anchored\"").count(), 2);
        assert_eq!(drawn.matches("too few").count(), 1);
        assert_eq!(drawn.matches("class=\"line raw\"").count(), 2);
        assert_eq!((drawn.matches("class=level").count(), drawn.matches("class=ask-line").count()), (1, 1));
    }

    #[test]
    fn without_others_there_is_one_panel() {
        let drawn = drawn(&[bin(Some(50.0), None), bin(Some(55.0), None)], &[], &[], false);
        assert!(drawn.contains("viewBox=\"0 0 1056 222\"") && !drawn.contains("class=level"), "{drawn}");
        assert!(!drawn.contains("line others"));
    }

    proptest! {
        #[test]
        fn any_values_and_words_can_be_drawn(
            values in proptest::collection::vec(proptest::option::of(-200.0..200.0_f64), 0..30),
            words in any::<String>(),
            place in any::<f64>().prop_filter("a number", |place| place.is_finite()),
        ) {
            let bins: Vec<Bin> = values.into_iter().map(|value| bin(value, value)).collect();
            let drawn = drawn(&bins, &[(place, names(&words))], &[(place, words.clone())], true);
            prop_assert!(!drawn.contains("NaN") && !drawn.contains("inf"));
            prop_assert!(!drawn.contains("<script") || !words.contains("<script"));
        }
    }
}
