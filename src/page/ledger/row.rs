//! One proposal: what is proposed, what became of it, and the reviews that propose it.

use crate::aggregate::Analysis;
use crate::aggregate::ledger::{Ledger, Proposal, RecommendationAt};
use crate::model::Digest;
use crate::model::recommendation::{RecommendationDigest, TakenUp};
use crate::page::inputs::Inputs;
use crate::page::needs::{Needs, Part, panel};
use crate::page::parts::{Badge, day_words, proposal_href, scope_words, subject_words};
use crate::page::route::{Route, recommended_anchor};
use crate::text::format;
use serde::Serialize;

/// So many reviews between the first and the last are named, the newest.
const MOST_BETWEEN: usize = 6;

/// A proposal in a list.
#[derive(Debug, Serialize)]
pub struct ProposalRow {
    /// Its anchor, where this is its lasting place.
    id: Option<String>,
    /// Its lasting place.
    permalink: String,
    /// As the newest review says it.
    words: String,
    scope: String,
    icon: &'static str,
    /// `taken up`
    state: &'static str,
    /// What the state rests on, or what is not known.
    rest: &'static str,
    /// The review that says so.
    said: Option<TimePart>,
    /// `in 3 reviews of 2 changes`; nothing for one review.
    often: Option<String>,
    first: TimePart,
    /// Between the first and the last, oldest first.
    between: Vec<TimePart>,
    /// How many more there are between.
    more: Option<String>,
    last: Option<TimePart>,
    /// The panel of the newest review.
    who: Vec<Badge>,
}

/// A review that proposes it.
#[derive(Debug, Serialize)]
struct TimePart {
    day: String,
    machine: String,
    place: String,
    href: String,
}

/// The row of a proposal, by its position.
pub fn proposal_row(inputs: &Inputs<'_>, from: &str, ledger: &Ledger, number: usize) -> ProposalRow {
    let proposal = &ledger.proposals[number];
    let (first, newest) = (proposal.first(), proposal.last());
    let permalink = proposal_href(inputs, ledger, number, from);
    let (run, one) = recommendation(inputs, newest);
    let (icon, state, rest) = standing(proposal.taken_up.map(|(said, _)| said));
    let time = |at: RecommendationAt| time(inputs, from, at);
    let between = between(proposal);
    let listed = between.len().saturating_sub(MOST_BETWEEN);
    let often = format!(
        "in {} of {}",
        format::counted(proposal.reviews, "review"),
        format::counted(proposal.changes, "change")
    );
    ProposalRow {
        id: permalink.strip_prefix('#').map(str::to_owned),
        permalink,
        words: one.words.to_string(),
        scope: scope_words(&one.scope),
        icon,
        state,
        rest,
        said: proposal.taken_up.map(|(_, at)| time(at)),
        often: (proposal.reviews > 1).then_some(often),
        first: time(first),
        more: (listed > 0).then(|| format::count(listed)),
        between: between[listed..].iter().map(|at| time(*at)).collect(),
        last: (newest.run != first.run).then(|| time(newest)),
        who: run.reviewers.iter().map(|reviewer| Badge::of_agent(inputs, &reviewer.agent)).collect(),
    }
}

/// What such a row depends on.
pub fn needs(analysis: &Analysis<'_>, number: usize, needs: &mut Needs) {
    let proposal = &analysis.ledger.proposals[number];
    let between = between(proposal);
    let shown = between[between.len().saturating_sub(MOST_BETWEEN)..].iter().copied();
    let said = proposal.taken_up.map(|(_, at)| at);
    let all = shown.chain([proposal.first(), proposal.last()]).chain(said);
    needs.parts(all.map(|at| Part::Digest(at.run)));
    needs.parts(panel(&analysis.corpus.runs[proposal.last().run]));
    needs.part(Part::Newest);
}

/// One of each review between the first and the last, oldest first.
fn between(proposal: &Proposal) -> Vec<RecommendationAt> {
    let (first, last) = (proposal.first().run, proposal.last().run);
    let mut between: Vec<RecommendationAt> =
        proposal.times.iter().copied().filter(|at| at.run != first && at.run != last).collect();
    between.dedup_by_key(|at| at.run);
    between
}

/// Icon, words in bold, and the words behind them.
fn standing(taken_up: Option<TakenUp>) -> (&'static str, &'static str, &'static str) {
    match taken_up {
        Some(TakenUp::Yes) => ("done", "taken up", "as said on"),
        Some(TakenUp::Declined) => ("declined", "declined", "as said on"),
        Some(TakenUp::NotYet) => ("open", "not taken up yet", "as said on"),
        None => ("silent", "not said", "whether it was taken up"),
    }
}

fn recommendation<'i>(inputs: &Inputs<'i>, at: RecommendationAt) -> (&'i Digest, &'i RecommendationDigest) {
    let run = inputs.digest(at.run);
    (run, &run.recommendations[at.recommendation])
}

fn time(inputs: &Inputs<'_>, from: &str, at: RecommendationAt) -> TimePart {
    let (run, one) = recommendation(inputs, at);
    TimePart {
        day: day_words(run.date.day(), inputs.newest_year()),
        machine: run.date.day().to_string(),
        place: subject_words(run),
        href: Route::Review(&run.id).anchor_from(from, &recommended_anchor(one.text)),
    }
}
