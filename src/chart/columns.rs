//! Counts by severity over the bins of a calendar, as stacked columns.

use super::{Axis, Label, push_label, push_opening, real};
use crate::model::Severity;
use crate::text::Html;
use crate::text::html::{Markup, markup};

/// What to draw. All words are plain text.
pub struct Columns<'t> {
    /// Unique in the page, letters, digits and hyphens.
    pub id: &'t str,
    pub title: &'t str,
    /// What can be seen in it.
    pub description: &'t str,
    /// The words of each bin.
    pub labels: &'t [String],
    /// The counts of each bin, worst severity first.
    pub counts: &'t [[usize; 4]],
    /// How large it is.
    pub size: Size,
}

/// How large a drawing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As wide as a page.
    Wide,
    /// As wide as a phone, so that its words are as large there as anywhere.
    Small,
}

struct Frame {
    class: &'static str,
    width: f64,
    height: f64,
    left: f64,
    /// Where the lines of the axis start.
    axis: f64,
    right: f64,
    foot: f64,
}

impl Size {
    fn frame(self) -> Frame {
        match self {
            Self::Wide => {
                Frame { class: "wide", width: 560.0, height: 232.0, left: 36.0, axis: 30.0, right: 556.0, foot: 208.0 }
            }
            Self::Small => {
                Frame { class: "small", width: 352.0, height: 152.0, left: 26.0, axis: 22.0, right: 350.0, foot: 128.0 }
            }
        }
    }
}

const TOP: f64 = 24.0;
const LETTER: f64 = 7.0;

/// The drawing; the worst severity stands at the foot.
#[must_use]
pub fn columns(of: &Columns<'_>) -> Html {
    let most = of.counts.iter().map(|counts| counts.iter().sum::<usize>()).max().unwrap_or(0);
    let frame = of.size.frame();
    let ticks = if of.size == Size::Small { 2 } else { 4 };
    let axis = Axis::over([0.0, real(most)], ticks, (0.0, f64::INFINITY));
    let mut out = Markup::with_capacity(3000);
    let label = Label { id: of.id, title: of.title, description: of.description };
    push_opening(&mut out, |out| out.push(frame.class), (0.0, frame.width, frame.height), label);
    for (at, tick) in axis.ticks().iter().enumerate().filter(|(_, tick)| tick.fract() == 0.0) {
        let y = axis.place(*tick, (frame.foot, TOP));
        let class = if at == 0 { "zero" } else { "axis" };
        markup!(out, "<path class=", class, " d=\"M", frame.axis, " ", y, "H", frame.width, "\"/>");
        push_label(&mut out, (frame.axis - 6.0, y + 4.0), "", "end", &tick.to_string());
    }
    push_labels(&mut out, of, &axis);
    for severity in Severity::ALL {
        push_severity(&mut out, of, &axis, severity);
    }
    out.push("</svg>");
    out.finish()
}

fn slot(of: &Columns<'_>) -> f64 {
    let frame = of.size.frame();
    (frame.right - frame.left) / real(of.counts.len().max(1))
}

fn middle(of: &Columns<'_>, bin: usize) -> f64 {
    of.size.frame().left + (real(bin) + 0.5) * slot(of)
}

fn push_labels(out: &mut Markup, of: &Columns<'_>, axis: &Axis) {
    let widest = of.labels.iter().map(|label| label.chars().count()).max().unwrap_or(0);
    let mut every = 1;
    while real(every) * slot(of) < real(widest + 1) * LETTER && every < of.labels.len() {
        every += 1;
    }
    let (width, height) = (of.size.frame().width, of.size.frame().height);
    // What would stick out of the frame moves inwards, or is left out where the label before it is in the way.
    let mut free = 0.0;
    for (bin, label) in of.labels.iter().enumerate().step_by(every) {
        let half = real(label.chars().count()) * LETTER / 2.0;
        let place = middle(of, bin).min(width - half).max(half);
        if place - half >= free {
            push_label(out, (place, height - 7.0), "", "middle", label);
            free = place + half + LETTER / 2.0;
        }
    }
    // The first and the last column with anything in them say how much.
    let total = |bin: usize| of.counts.get(bin).map_or(0, |counts| counts.iter().sum::<usize>());
    let first = (0..of.counts.len()).find(|bin| total(*bin) > 0);
    let last = (0..of.counts.len()).rfind(|bin| total(*bin) > 0 && first != Some(*bin));
    for bin in first.into_iter().chain(last) {
        let y = axis.place(real(total(bin)), (of.size.frame().foot, TOP)) - 5.0;
        push_label(out, (middle(of, bin), y), "name", "middle", &total(bin).to_string());
    }
}

fn push_severity(out: &mut Markup, of: &Columns<'_>, axis: &Axis, severity: Severity) {
    let at = severity.position();
    let width = (slot(of) * 0.66).min(28.0);
    let filled = || of.counts.iter().enumerate().filter(|(_, counts)| counts[at] > 0);
    if filled().next().is_none() {
        return;
    }
    markup!(out, "<path class=\"fill ", severity.word(), "\" d=\"");
    for (bin, counts) in filled() {
        let below: usize = counts[..at].iter().sum();
        let top = axis.place(real(below + counts[at]), (of.size.frame().foot, TOP));
        let foot = axis.place(real(below), (of.size.frame().foot, TOP));
        // A hairline between severities, so that their order is seen without colour.
        let height = (foot - top - if below > 0 { 1.0 } else { 0.0 }).max(0.3);
        markup!(out, "M", middle(of, bin) - width / 2.0, " ", top, "h", width, "v", height, "h-", width, "z");
    }
    out.push("\"/>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(counts: &[[usize; 4]], labels: &[String]) -> String {
        columns(&Columns { id: "c", title: "a<b", description: "d", labels, counts, size: Size::Wide })
            .as_str()
            .to_owned()
    }

    #[test]
    fn severities_stand_on_each_other() {
        let drawn = drawn(&[[10, 10, 0, 0], [0, 0, 0, 0], [0, 0, 40, 0]], &["a".into(), "b".into(), "c".into()]);
        assert!(drawn.contains("<path class=\"fill critical\" d=\"M108.7 162h28v46h-28z\"/>"), "{drawn}");
        assert!(drawn.contains("<path class=\"fill important\" d=\"M108.7 116h28v45h-28z\"/>"), "{drawn}");
        assert!(!drawn.contains("fill concern") && drawn.contains("a&lt;b"), "{drawn}");
        assert!(drawn.contains(">40</text>"));
    }

    #[test]
    fn no_label_sticks_out_of_the_frame() {
        for bins in 2..80 {
            let labels: Vec<String> = (0..bins).map(|at| format!("week {at:02} of it")).collect();
            let counts = vec![[1, 0, 0, 0]; bins];
            let size = Size::Small;
            let drawn =
                columns(&Columns { id: "c", title: "", description: "", labels: &labels, counts: &counts, size });
            let named = drawn.as_str().split("<text").filter(|text| text.contains("week"));
            let places: Vec<f64> = named
                .map(|text| text.split_once("x=").unwrap().1.split_once(' ').unwrap().0.parse().unwrap())
                .collect();
            let half = real(labels[0].len()) * LETTER / 2.0;
            assert!(places.iter().all(|place| *place >= half && place + half <= 352.0), "{bins}: {places:?}");
            assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= 2.0 * half), "{bins}: {places:?}");
            assert!(!places.is_empty());
        }
    }

    #[test]
    fn nothing_can_be_drawn() {
        assert!(drawn(&[], &[]).ends_with("</svg>"));
        assert!(!drawn(&[[0; 4]], &["x".into()]).contains("fill"));
    }
}
