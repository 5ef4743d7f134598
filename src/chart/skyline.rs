//! The skyline: one bar for each finding, its height the severity, readable without colour.

use crate::model::Severity;
use crate::text::Html;
use crate::text::html::{Markup, markup};

/// Heights in pixels, by severity.
const HEIGHTS: [u32; 4] = [16, 12, 8, 4];
const HEIGHT: u32 = 16;
/// More bars than this would say no more.
const MOST: usize = 240;

/// An SVG of `counts` findings by severity, worst first; empty for no findings.
#[must_use]
pub fn skyline(counts: [usize; 4]) -> Html {
    let total: usize = counts.iter().sum();
    if total == 0 {
        return Html::default();
    }
    // The bars of a severity are one line, as thick as they are high and dashed by the stylesheet, so that a row costs
    // the same for three findings as for two hundred.
    let (class_of_width, width, step) = match total {
        0..=24 => ("wide", 4, 5),
        25..=60 => ("middle", 3, 4),
        _ => ("narrow", 1, 2),
    };
    let shown = counts.map(|count| if total <= MOST { count } else { (count * MOST).div_ceil(total) });
    let (mut paths, mut words) = (Markup::default(), Markup::default());
    let mut x = 0_usize;
    for severity in Severity::ALL {
        let at = severity.position();
        let (height, count, shown) = (HEIGHTS[at], counts[at], shown[at]);
        if count == 0 {
            continue;
        }
        if x > 0 {
            x += 2;
            words.push(", ");
        }
        let length = shown * step;
        markup!(
            paths,
            "<path class=",
            severity.word(),
            " d=\"M",
            x,
            " ",
            HEIGHT - height / 2,
            "h",
            length - (step - width),
            "\"/>"
        );
        x += length;
        markup!(words, count, " ", severity.plural(count));
    }
    let end = x - (step - width);
    let mut out = Markup::with_capacity(400);
    markup!(out, "<svg class=\"skyline ", class_of_width, "\" role=img preserveAspectRatio=none aria-label=\"");
    markup!(
        out,
        &words.finish(),
        "\" width=\"",
        end,
        "\" viewBox=\"0 0 ",
        end,
        " ",
        HEIGHT,
        "\">",
        &paths.finish(),
        "</svg>"
    );
    out.finish()
}

/// An SVG of the rounds of a change, first round first: a bar as high as the severity of a finding in a round, a tick for a round
/// without it. Drawn beside words that say the same, and hidden from screen readers.
#[must_use]
pub fn life(rounds: impl Iterator<Item = Option<Severity>>) -> Html {
    const STEP: usize = 6;
    const WIDTH: usize = 5;
    let rounds: Vec<Option<Severity>> = rounds.collect();
    let end = (rounds.len() * STEP).saturating_sub(STEP - WIDTH);
    let mut out = Markup::with_capacity(200);
    markup!(out, "<svg class=\"skyline life\" aria-hidden=true width=", end, " height=", HEIGHT, ">");
    // A path for all rounds of a severity, since a site has many of these.
    for severity in std::iter::once(None).chain(Severity::ALL.map(Some)) {
        let mut places =
            (0..rounds.len()).filter(|round| rounds[*round] == severity).map(|round| round * STEP).peekable();
        if places.peek().is_none() {
            continue;
        }
        markup!(out, "<path class=", severity.map_or("off", Severity::word), " d=\"");
        for x in places {
            markup!(out, "M", x, " ");
            match severity {
                Some(severity) => markup!(out, HEIGHT - HEIGHTS[severity.position()] / 2),
                None => markup!(out, "15.5"),
            }
            markup!(out, "h", WIDTH);
        }
        out.push("\"/>");
    }
    out.push("</svg>");
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::{life, skyline};
    use crate::model::Severity;

    #[test]
    fn a_bar_for_each_finding() {
        assert_eq!(skyline([0; 4]).as_str(), "");
        let svg = skyline([1, 0, 2, 1]).as_str().to_owned();
        assert!(svg.contains("<path class=critical d=\"M0 8h4\"/><path class=suggestion d=\"M7 12h9\"/>"), "{svg}");
        assert!(svg.contains("aria-label=\"1 critical, 2 suggestions, 1 concern\""), "{svg}");
        assert!(svg.contains("width=\"23\""), "{svg}");
    }

    #[test]
    fn a_bar_or_a_tick_for_each_round() {
        let rounds = [Some(Severity::Important), None, Some(Severity::Critical), Some(Severity::Important), None];
        let svg = life(rounds.into_iter()).as_str().to_owned();
        assert!(svg.contains(" width=29 "), "{svg}");
        assert!(svg.contains("<path class=off d=\"M6 15.5h5M24 15.5h5\"/>"), "{svg}");
        assert!(svg.contains("<path class=important d=\"M0 10h5M18 10h5\"/>"), "{svg}");
        assert!(svg.contains("<path class=critical d=\"M12 8h5\"/>") && !svg.contains("suggestion"), "{svg}");
    }

    #[test]
    fn thousands_of_findings_stay_narrow() {
        let svg = skyline([1, 5000, 5000, 0]).as_str().to_owned();
        assert!(svg.contains("1 critical, 5000 important"), "{svg}");
        assert!(svg.contains("width=\"485\"") && svg.len() < 400, "{svg}");
    }
}
