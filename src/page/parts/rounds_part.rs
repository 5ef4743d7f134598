//! The same finding in earlier and later rounds.

use super::run_context::RunContext;
use crate::model::{Finding, Slug};
use crate::page::needs::{Needs, Part};
use crate::page::plan::Planned;
use crate::page::route::Route;
use serde::Serialize;

/// What the component `rounds_of_finding` of the templates shows.
#[derive(Debug, Serialize)]
pub struct RoundsOfFinding {
    /// Oldest first.
    earlier: Vec<OtherRound>,
    /// The earlier finding that the run names but the archive does not have: its id, and ` in round 1`.
    gone: Option<(String, String)>,
    later: Vec<OtherRound>,
    /// How many later findings are not listed.
    unlisted: usize,
}

/// The most findings of other runs that a finding lists as later: each of those lists it.
const MOST_LATER: usize = 64;

/// A finding in another round, or in another place at all.
#[derive(Debug, Serialize)]
pub struct OtherRound {
    id: String,
    href: String,
    /// `round 2`, or the id of a run of another subject; nothing for the same run.
    place: String,
}

/// A finding of any run, as seen from the page at `from`.
pub fn finding_elsewhere(context: &RunContext<'_>, run: usize, id: &Slug, from: &str) -> OtherRound {
    let inputs = &context.inputs;
    let place = match run {
        same if same == context.at => String::new(),
        other if inputs.are_rounds_of_one(other, context.at) => format!("round {}", inputs.round(other)),
        other => inputs.digest(other).id.to_string(),
    };
    OtherRound { id: id.to_string(), href: Route::Review(&inputs.digest(run).id).anchor_from(from, id.as_str()), place }
}

/// The other rounds of a finding; `None` where it has none.
pub fn rounds_of_finding(context: &RunContext<'_>, finding: &Finding, from: &str) -> Option<RoundsOfFinding> {
    let inputs = &context.inputs;
    let other = |(run, id): &(usize, Slug)| finding_elsewhere(context, *run, id, from);
    let earlier: Vec<OtherRound> = inputs.earlier(context.at, &finding.id).into_iter().map(other).collect();
    let later = inputs.later(context.at, &finding.id);
    let unlisted = later.len().saturating_sub(MOST_LATER);
    let later: Vec<OtherRound> = later.iter().take(MOST_LATER).map(other).collect();
    let gone = finding.continues.as_ref().filter(|_| earlier.is_empty()).map(|continues| {
        let place = match (&continues.run, continues.round) {
            (Some(run), _) => format!(" in {run}"),
            (None, Some(round)) => format!(" in round {round}"),
            (None, None) => String::new(),
        };
        (continues.finding.to_string(), place)
    });
    let any = !earlier.is_empty() || gone.is_some() || !later.is_empty();
    any.then_some(RoundsOfFinding { earlier, gone, later, unlisted })
}

/// What the rounds of a run's findings depend on: on the runs that they stand in.
pub fn needs(planned: &Planned<'_>, run: usize, findings: impl Iterator<Item = usize>, needs: &mut Needs) {
    let (rounds, corpus) = (&planned.analysis.rounds, planned.analysis.corpus);
    needs.part(Part::Rounds(run));
    for finding in findings.map(|at| &corpus.runs[run].findings[at].id) {
        let others = rounds.earlier(run, finding).into_iter().chain(rounds.later(run, finding).iter().take(MOST_LATER));
        needs.parts(others.flat_map(|(other, _)| [Part::Digest(*other), Part::Rounds(*other)]));
    }
}
