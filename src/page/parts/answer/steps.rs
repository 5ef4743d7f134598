//! What the named panel covers as it grows, drawn on one axis.

use crate::aggregate::panel::advice::Advice;
use crate::aggregate::panel::choice::Candidate;
use crate::aggregate::statistics::interval::Estimate;
use crate::chart::Axis;
use crate::chart::interval::{PlottedEstimate, head_of_ticks, interval};
use crate::page::inputs::Inputs;
use crate::page::parts::enumerated;
use crate::text::markdown::start_of;
use crate::text::{Html, format};
use serde::Serialize;

/// The table.
#[derive(Debug, Serialize)]
pub struct StepsPart {
    axis: Html,
    rows: Vec<StepRow>,
}

#[derive(Debug, Serialize)]
struct StepRow {
    words: String,
    value: String,
    /// Both ends of its interval, or "too few".
    ends: String,
    drawn: Html,
    /// Whether it is the panel that is named.
    is_named: bool,
}

const WIDTH: f64 = 150.0;
/// Letters of the name of an agent.
const LONGEST_NAME: usize = 24;

/// The best panel of each size up to one larger than the named; `None` where there is one size only.
pub(super) fn steps_part(inputs: &Inputs<'_>, advice: &Advice, named: usize) -> Option<StepsPart> {
    let shown = &advice.candidates[..(named + 2).min(advice.candidates.len())];
    if shown.len() < 2 {
        return None;
    }
    let ends = |of: &Estimate| of.interval_of_enough().map(|ends| (ends.low * 100.0, ends.high * 100.0));
    let values = shown.iter().flat_map(|of| {
        let value = of.coverage.value * 100.0;
        let (low, high) = ends(&of.coverage).unwrap_or((value, value));
        [low, high]
    });
    let axis = Axis::over(values, 4, (0.0, 100.0));
    let row = |at: usize| {
        let coverage = &shown[at].coverage;
        let interval_words = coverage.interval_of_enough().map(|ends| format::share_range(ends.low, ends.high));
        StepRow {
            words: step_words(inputs, at.checked_sub(1).map(|before| &shown[before]), &shown[at]),
            value: format::share(coverage.value),
            ends: interval_words.unwrap_or_else(|| "too few".to_owned()),
            drawn: interval(
                &axis,
                WIDTH,
                None,
                PlottedEstimate { value: coverage.value * 100.0, ends: ends(coverage) },
            ),
            is_named: at == named,
        }
    };
    Some(StepsPart { axis: head_of_ticks(&axis, WIDTH, format::figure), rows: (0..shown.len()).map(row).collect() })
}

/// `Avocet alone`, `and Bittern`, or all of a panel that does not hold the one before.
fn step_words(inputs: &Inputs<'_>, before: Option<&Candidate>, of: &Candidate) -> String {
    let names = |agents: &[usize]| {
        let names: Vec<String> = agents.iter().map(|agent| start_of(inputs.name(*agent), LONGEST_NAME)).collect();
        enumerated(&names.iter().map(String::as_str).collect::<Vec<_>>(), "and")
    };
    let had = |agent: &usize| before.is_some_and(|before| before.members.contains(agent));
    let more: Vec<usize> = of.members.iter().copied().filter(|agent| !had(agent)).collect();
    match before {
        Some(before) if more.len() + before.members.len() == of.members.len() => format!("and {}", names(&more)),
        _ if of.members.len() == 1 => format!("{} alone", names(&of.members)),
        _ => names(&of.members),
    }
}
