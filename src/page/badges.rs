//! Badges for a README: what is known of the archive, a repository or an agent in a few words, as a drawing and as the JSON that the
//! endpoint of shields.io takes. They say what was counted and judge nothing: a colour would.

use super::content::Content;
use super::inputs::Inputs;
use super::needs::{Needs, Part};
use super::parts::offers::owner_in_plan;
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::{BadgeFormat, Route};
use crate::aggregate::newest::Scope;
use crate::aggregate::slices::Slice;
use crate::aggregate::statistics::groups::Grouping;
use crate::text::markdown::start_of;
use crate::text::{format, push_attribute, push_bare_text, signs};
use serde::Serialize;
use std::fmt::Write;

/// Badges as drawings.
pub static SVG: Kind = Kind {
    name: "badge",
    template: None,
    maker: Maker::Site {
        plan: |planner| plan_badges(planner, &SVG, BadgeFormat::Svg),
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            Ok(Content::File(drawing(&label(inputs, file.subject.scope())).into_bytes().into()))
        },
    },
    needs: badge_needs,
};

/// The same for shields.io.
pub static JSON: Kind = Kind {
    name: "badge",
    template: None,
    maker: Maker::Site {
        plan: |planner| plan_badges(planner, &JSON, BadgeFormat::Json),
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            Ok(Content::File(endpoint(&label(inputs, file.subject.scope())).into_bytes().into()))
        },
    },
    needs: badge_needs,
};

/// Of the archive, of each repository, and of each agent that has a review.
fn plan_badges(planner: &mut Planner<'_>, kind: &'static Kind, format: BadgeFormat) {
    planner.reserve("badges");
    let analysis = planner.analysis;
    for scope in analysis.newest.scopes() {
        let path = Route::Badge(owner_in_plan(analysis, scope), format).path();
        planner.claim(kind, path, Subject::Badge(scope));
    }
}

fn badge_needs(_: &Planned<'_>, subject: Subject, needs: &mut Needs) {
    match subject.scope() {
        Scope::Archive => needs.part(Part::Totals),
        Scope::Repository(at) => needs.part(Part::Group(Grouping::Repository, at)),
        Scope::Agent(_) => needs.parts([Part::Agents, Part::Board(Slice::default())]),
    }
}

/// Plain words on the left and on the right.
struct Label {
    left: String,
    right: String,
}

fn label(inputs: &Inputs<'_>, scope: Scope) -> Label {
    let counted = |reviews: usize, findings: usize| Label {
        left: "reviews".to_owned(),
        right: format!("{} · {}", format::count(reviews), format::counted(findings, "finding")),
    };
    match scope {
        Scope::Archive => counted(inputs.totals().reviews, inputs.totals().findings),
        Scope::Repository(at) => {
            let group = inputs.group(Grouping::Repository, at);
            counted(group.runs.len(), group.valid)
        }
        Scope::Agent(at) => {
            let figures = &inputs.whole().agents[at];
            let right = figures.recall.map_or_else(
                || format::counted(figures.reviews, "review"),
                |recall| {
                    let ends = recall.interval_of_enough().map(|ends| format::share_range(ends.low, ends.high));
                    let ends = ends.map_or_else(String::new, |ends| format!(" ({ends})"));
                    format!("recall {}%{ends}", format::share(recall.value))
                },
            );
            Label { left: name(inputs.name(at)), right }
        }
    }
}

/// A name that fits: nobody reads more of it on a badge.
fn name(name: &str) -> String {
    const LONGEST: usize = 40;
    signs::plain(&start_of(name, LONGEST)).into_owned()
}

/// Dark enough for white words (WCAG 2.2, 7 to 1).
const LEFT: &str = "#444";
const RIGHT: &str = "#0b5394";

/// See `shields.io/badges/endpoint-badge`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Endpoint<'l> {
    schema_version: u8,
    label: &'l str,
    message: &'l str,
    color: &'static str,
}

fn endpoint(label: &Label) -> String {
    let endpoint = Endpoint { schema_version: 1, label: &label.left, message: &label.right, color: RIGHT };
    serde_json::to_string(&endpoint).expect("a number and texts are always JSON") + "\n"
}

const HEIGHT: u32 = 20;
const MARGIN: u32 = 6;

/// The badge as SVG. Widths are those of a common font; in any other the letters are set to fit them.
fn drawing(label: &Label) -> String {
    let (left, right) = (width(&label.left), width(&label.right));
    let (start, end) = (left + 2 * MARGIN, left + right + 4 * MARGIN);
    let name = format!("{}: {}", label.left, label.right);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{end}\" height=\"{HEIGHT}\" viewBox=\"0 0 {end} {HEIGHT}\" \
         role=\"img\" aria-label=\""
    );
    push_attribute(&mut out, &name);
    out.push_str("\"><title>");
    push_bare_text(&mut out, &name);
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "</title><rect width=\"{end}\" height=\"{HEIGHT}\" rx=\"3\" fill=\"{LEFT}\"/><path d=\"M{start} \
         0h{box_width}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-{box_width}z\" fill=\"{RIGHT}\"/><g fill=\"#fff\" \
         font-family=\"Verdana,DejaVu Sans,Geneva,sans-serif\" font-size=\"11\" aria-hidden=\"true\">",
        box_width = end - start - 3,
    );
    for (x, width, words) in [(MARGIN, left, &label.left), (start + MARGIN, right, &label.right)] {
        let _ = write!(out, "<text x=\"{x}\" y=\"14\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\">");
        push_bare_text(&mut out, words);
        out.push_str("</text>");
    }
    out.push_str("</g></svg>\n");
    out
}

/// Pixels of a text in Verdana at 11 pixels, about.
fn width(text: &str) -> u32 {
    let tenths = |sign: char| match sign {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '·' => 40,
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 50,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 105,
        'A'..='Z' => 78,
        _ if sign.is_ascii() || ('\u{a1}'..'\u{2e80}').contains(&sign) => 69,
        _ => 110,
    };
    text.chars().map(tenths).sum::<u32>().div_ceil(10).max(MARGIN)
}
