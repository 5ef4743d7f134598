//! An agent over time: raw, and beside agents that did not change, with what changed when, said or unsaid.

use crate::aggregate::calendar::BinLength;
use crate::aggregate::versions::anchored_course::{AnchoredCourse, BesideBin};
use crate::aggregate::versions::version_change::Drift;
use crate::chart::Axis;
use crate::chart::beside::{Beside, Bin, Lane, beside};
use crate::chart::interval::PlottedEstimate;
use crate::page::inputs::Inputs;
use crate::page::parts::board::percent_range;
use crate::page::parts::trends::{self, reviews_of_bin, reviews_of_bin_words};
use crate::page::parts::versions::{model_label, short_model, version_name};
use crate::page::route::Route;
use crate::text::{Html, format};
use chrono::NaiveDate;
use serde::Serialize;

/// The chart, its numbers, and what there is to ask.
#[derive(Debug, Serialize)]
pub struct OverTimePart {
    lead: String,
    /// `None` where too few bins hold enough changes to be a line.
    chart: Option<OverTimeChart>,
    questions: Vec<DriftQuestion>,
    /// Small charts of all other figures, or of all.
    more: Option<trends::TrendsPart>,
}

#[derive(Debug, Serialize)]
struct OverTimeChart {
    /// For screen readers.
    label: String,
    drawing: Html,
    caption: String,
    bins: Vec<(String, Option<String>)>,
    rows: Vec<NumberRow>,
}

#[derive(Debug, Serialize)]
struct NumberRow {
    label: &'static str,
    cells: Vec<Option<String>>,
}

/// Something seems to have changed with no name.
#[derive(Debug, Serialize)]
struct DriftQuestion {
    question: String,
    answer: String,
    doubt: String,
    reviews: String,
    method: String,
}

/// One bin of the calendar, in numbers.
struct Counted {
    start: NaiveDate,
    reviews: usize,
    own: Option<PlottedEstimate>,
    beside: Option<BesideBin>,
}

/// Fewer points than this are no line.
const FEWEST_POINTS: usize = 3;

/// `None` where the archive is one bin long or nothing of the agent is recorded in any.
pub fn over_time_part(inputs: &Inputs<'_>, agent: usize, from: &str) -> Option<OverTimePart> {
    let timeline = inputs.timeline();
    if timeline.bins.len() < 2 {
        return None;
    }
    let course = inputs.anchored_course(agent);
    let counted = counted(inputs, agent, course);
    let has_chart = counted.iter().filter(|bin| bin.own.is_some()).count() >= FEWEST_POINTS;
    let questions: Vec<DriftQuestion> =
        inputs.field().versions_of(agent).filter_map(|version| question(inputs, version, from)).collect();
    let more = trends::agent_trends(inputs, agent, !has_chart, from);
    if !has_chart && questions.is_empty() && more.is_none() {
        return None;
    }
    let anchors = course.map(|course| names(inputs, &course.anchors));
    let label = format!("{} by {}", inputs.name(agent), timeline.step.word());
    let chart = has_chart.then(|| OverTimeChart {
        drawing: drawing(inputs, agent, &counted, anchors.as_deref(), &label, from),
        caption: caption(inputs, agent, timeline.step, course.is_some()),
        bins: counted.iter().map(|bin| (timeline.step.label(bin.start), href(inputs, agent, bin, from))).collect(),
        rows: number_rows(&counted, course.is_some()),
        label,
    });
    Some(OverTimePart { lead: lead(timeline.step, has_chart, anchors.as_deref()), chart, questions, more })
}

fn counted(inputs: &Inputs<'_>, agent: usize, course: Option<&AnchoredCourse>) -> Vec<Counted> {
    let bins = inputs.timeline().bins.iter().enumerate();
    bins.map(|(at, (start, figures))| {
        let figures = &figures[agent];
        let recall = figures.recall.as_ref().filter(|recall| recall.interval_of_enough().is_some());
        Counted {
            start: *start,
            reviews: figures.reviews,
            own: recall.map(percent_range),
            beside: course.and_then(|course| course.bins.get(at).copied().flatten()),
        }
    })
    .collect()
}

fn href(inputs: &Inputs<'_>, agent: usize, bin: &Counted, from: &str) -> Option<String> {
    (bin.reviews > 0).then(|| reviews_of_bin(inputs, inputs.timeline().step, bin.start, agent, from))
}

/// `Bittern and Heron`, at most three by name.
fn names(inputs: &Inputs<'_>, agents: &[usize]) -> String {
    let names: Vec<&str> = agents.iter().map(|agent| inputs.name(*agent)).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, second] => format!("{first} and {second}"),
        [first, second, third] => format!("{first}, {second} and {third}"),
        [first, second, rest @ ..] => format!("{first}, {second} and {} others", format::count(rest.len())),
    }
}

fn lead(step: BinLength, has_chart: bool, anchors: Option<&str>) -> String {
    match anchors {
        _ if !has_chart => format!(
            "Fewer than {FEWEST_POINTS} {}s hold three changes each, which is too few to follow one figure closely.",
            step.word()
        ),
        Some(anchors) => format!(
            "By {}. The upper line falls when the changes get harder, too; the lower one only when the agent itself does \
             otherwise than {anchors}, of which no change is known.",
            step.word()
        ),
        None => format!(
            "By {}. The line falls when the changes get harder, too: no other agent was beside it for long enough without \
             changing itself, so that there is nothing to hold it against.",
            step.word()
        ),
    }
}

fn caption(inputs: &Inputs<'_>, agent: usize, step: BinLength, is_anchored: bool) -> String {
    let (leads, step) = (reviews_of_bin_words(step), step.word());
    let has_changed = !inputs.timeline().changes[agent].is_empty();
    let changed = if has_changed { "Dotted upright: the model changed. " } else { "" };
    let levels = if is_anchored { "Dashed: the mean of a stretch. " } else { "" };
    format!(
        "{changed}{levels}The band is the 95% confidence interval. A {step} with fewer than three changes is left open. \
         {leads}"
    )
}

fn drawing(
    inputs: &Inputs<'_>,
    agent: usize,
    counted: &[Counted],
    anchors: Option<&str>,
    label: &str,
    from: &str,
) -> Html {
    let (timeline, step) = (inputs.timeline(), inputs.timeline().step);
    let spread = |range: &PlottedEstimate| {
        let (low, high) = range.ends.unwrap_or((range.value, range.value));
        [low, high]
    };
    let others = || counted.iter().filter_map(|bin| bin.beside).map(|beside| beside.anchors * 100.0);
    let shares = Axis::over(
        counted.iter().filter_map(|bin| bin.own).flat_map(|own| spread(&own)).chain(others()),
        4,
        (0.0, 100.0),
    );
    let differences = counted.iter().filter_map(difference).flat_map(|range| spread(&range));
    let points = Axis::over(differences.chain([0.0]), 6, (-100.0, 100.0));
    let bins: Vec<Bin> = counted
        .iter()
        .map(|bin| Bin {
            label: step.label(bin.start),
            link: href(inputs, agent, bin, from).map(|href| (href, words(step, bin))),
            own: bin.own,
            others: bin.beside.map(|beside| beside.anchors * 100.0),
            difference: difference(bin),
        })
        .collect();
    let place = |day: NaiveDate| place(inputs, day);
    let course = inputs.anchored_course(agent);
    let levels: Vec<(f64, f64, f64)> = course
        .iter()
        .flat_map(|course| &course.levels)
        .map(|level| (place(level.from), place(level.until), level.value * 100.0))
        .collect();
    let changes: Vec<(f64, [String; 2])> = timeline.changes[agent]
        .iter()
        .map(|(day, model)| {
            let model = short_model(model, inputs.name(agent));
            (place(*day), [format!("{model}, from {}", day.format("%-d %b %Y")), model])
        })
        .collect();
    let asked: Vec<(f64, String)> = inputs
        .field()
        .versions_of(agent)
        .filter_map(|version| inputs.drift(version))
        .map(|drift| (place(drift.day), format!("? something changed about {}", drift.day.format("%-d %b"))))
        .collect();
    let whole = |value: f64| format::tick(value, format::decimal);
    let signed = |value: f64| format::points(value / 100.0).replace(".0", "");
    let (above, below) = match anchors {
        Some(anchors) => (
            format!("raw, 95 % band; grey: {anchors} on the same changes"),
            format!("what it has over {anchors} on the same changes, 95 % band"),
        ),
        None => ("raw, 95 % band".to_owned(), String::new()),
    };
    beside(&Beside {
        colour: inputs.member(agent).colour,
        title: label,
        bins: &bins,
        above: Lane { axis: &shares, title: "Recall, %", about: &above, tick: &whole },
        below: anchors.map(|_| Lane {
            axis: &points,
            title: "Above the anchors, points",
            about: &below,
            tick: &signed,
        }),
        changes: &changes,
        first: &first_model(inputs, agent),
        asked: &asked,
        levels: &levels,
    })
}

fn difference(bin: &Counted) -> Option<PlottedEstimate> {
    let gap = bin.beside?.gap;
    Some(PlottedEstimate {
        value: gap.value * 100.0,
        ends: Some((gap.interval.low * 100.0, gap.interval.high * 100.0)),
    })
}

/// The model before the first change, unless it came back.
fn first_model(inputs: &Inputs<'_>, agent: usize) -> String {
    let field = inputs.field();
    let changes = &inputs.timeline().changes[agent];
    let oldest = field.models_of(agent).next_back().filter(|model| {
        field.models[*model].model.is_some_and(|words| changes.iter().all(|(_, model)| *model != words))
    });
    oldest.map(|model| model_label(inputs, model)).unwrap_or_default()
}

/// Where a day is on the axis of dates.
fn place(inputs: &Inputs<'_>, day: NaiveDate) -> f64 {
    let timeline = inputs.timeline();
    let bin = timeline.bins.partition_point(|(start, _)| *start <= day).saturating_sub(1);
    let Some((start, _)) = timeline.bins.get(bin) else { return 0.0 };
    let length = timeline.step.next(*start).map_or(1, |next| (next - *start).num_days().max(1));
    real(bin) + days(day - *start) / days(chrono::Duration::days(length))
}

#[expect(clippy::cast_precision_loss, reason = "days of a calendar")]
fn days(span: chrono::Duration) -> f64 {
    span.num_days() as f64
}

#[expect(clippy::cast_precision_loss, reason = "a handful of bins")]
fn real(count: usize) -> f64 {
    count as f64
}

/// What a bin says, for those who do not see the chart.
fn words(step: BinLength, bin: &Counted) -> String {
    let recall =
        bin.own.map_or_else(|| "too few changes".to_owned(), |own| format!("recall {}%", format::decimal(own.value)));
    let above = bin.beside.map(|beside| format!(", {} the anchors", compared(beside.gap.value, "above", "below")));
    format!(
        "{}: {}, {recall}{}",
        step.label(bin.start),
        format::counted(bin.reviews, "review"),
        above.unwrap_or_default()
    )
}

/// `3.1 points above`.
fn compared(value: f64, more: &str, less: &str) -> String {
    let words = format::points(value.abs());
    format!("{} points {}", words.trim_start_matches('+'), if value < 0.0 { less } else { more })
}

fn number_rows(counted: &[Counted], is_anchored: bool) -> Vec<NumberRow> {
    let row = |label: &'static str, cell: &dyn Fn(&Counted) -> Option<String>| NumberRow {
        label,
        cells: counted.iter().map(cell).collect(),
    };
    let mut rows = vec![
        row("Reviews", &|bin| Some(format::count(bin.reviews))),
        row("Recall, %", &|bin| bin.own.map(|own| format::decimal(own.value))),
        row("… 95 % interval", &|bin| {
            let (low, high) = bin.own?.ends?;
            Some(format::share_range(low / 100.0, high / 100.0))
        }),
    ];
    if is_anchored {
        rows.push(row("Changes shared with the anchors", &|bin| {
            bin.beside.map(|beside| format::count(beside.gap.changes))
        }));
        rows.push(row("Anchors on the same changes, %", &|bin| bin.beside.map(|beside| format::share(beside.anchors))));
        rows.push(row("Above the anchors, points", &|bin| bin.beside.map(|beside| format::points(beside.gap.value))));
        rows.push(row("… 95 % interval", &|bin| {
            let ends = bin.beside?.gap.interval;
            Some(format::points_range(ends.low, ends.high))
        }));
    }
    rows
}

/// A question with a date, never a verdict.
fn question(inputs: &Inputs<'_>, version: usize, from: &str) -> Option<DriftQuestion> {
    let Drift { day, anchors, point, before, after, .. } = inputs.drift(version)?;
    let agent = inputs.field().versions[version].agent;
    let step = inputs.timeline().step;
    let either = match anchors.as_slice() {
        [only] => format!(" With one agent to hold it against, it may as well be {} that changed.", inputs.name(*only)),
        _ => String::new(),
    };
    let anchors = names(inputs, anchors);
    Some(DriftQuestion {
        question: format!("Did something change about {}?", day.format("%-d %B %Y")),
        answer: format!(
            "Until then {version} found {} {anchors}, since then {}. No change was recorded, of {version} or of {anchors}.{either}",
            compared(*before, "more than", "less than"),
            compared(*after, "more", "less"),
            version = version_name(inputs, version),
        ),
        doubt: format!(
            "A question, not a verdict: {}% of random orders of the same changes show a step as clear.",
            format::decimal(point.p * 100.0)
        ),
        reviews: reviews_of_bin(inputs, step, step.start(*day), agent, from),
        method: Route::Methodology.anchor_from(from, "drift"),
    })
}
