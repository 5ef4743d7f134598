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
    /// Its anchor, where the page is that of the month in which it was first proposed.
    id: Option<String>,
    /// Where the first review proposes it: a row stands in another month once an older review with it is brought in.
    permalink: String,
    /// As the newest review says it.
    words: String,
    scope: String,
    /// What became of it, as some review says.
    said: Option<SaidPart>,
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

/// What a review says of whether it was taken up.
#[derive(Debug, Serialize)]
struct SaidPart {
    icon: &'static str,
    /// `taken up`
    state: &'static str,
    time: TimePart,
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
    let (run, one) = recommendation(inputs, newest);
    let time = |at: RecommendationAt| time(inputs, from, at);
    let between = between(proposal);
    let listed = between.len().saturating_sub(MOST_BETWEEN);
    let often = format!(
        "in {} of {}",
        format::counted(proposal.reviews, "review"),
        format::counted(proposal.changes, "change")
    );
    ProposalRow {
        id: proposal_href(inputs, ledger, number, from).strip_prefix('#').map(str::to_owned),
        permalink: time(first).href,
        words: one.words.to_string(),
        scope: scope_words(&one.scope),
        said: proposal.taken_up.map(|(taken_up, at)| {
            let (icon, state) = standing(taken_up);
            SaidPart { icon, state, time: time(at) }
        }),
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

/// Icon and words.
fn standing(taken_up: TakenUp) -> (&'static str, &'static str) {
    match taken_up {
        TakenUp::Yes => ("done", "taken up"),
        TakenUp::Declined => ("declined", "declined"),
        TakenUp::NotYet => ("open", "not taken up yet"),
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
