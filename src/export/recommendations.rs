//! What reviews recommend: `data/recommendations.json`, format `pilcrow-recommendations/1`, described in docs/data.md.

use super::Addresses;
use crate::aggregate::ledger::{Ledger, RecommendationAt};
use crate::model::Digest;
use crate::model::recommendation::{RecommendationDigest, TakenUp};
use serde::Serialize;

const FORMAT: &str = "pilcrow-recommendations/1";

#[derive(Serialize)]
struct ProposalData<'d> {
    id: String,
    url: String,
    repository: Option<&'d str>,
    words: &'d str,
    reviews: usize,
    changes: usize,
    first: String,
    last: String,
    taken_up: Option<&'static str>,
    said_by: Option<RecommendationData<'d>>,
    times: Vec<RecommendationData<'d>>,
}

#[derive(Serialize)]
struct RecommendationData<'d> {
    run: &'d str,
    recommendation: usize,
    scope: &'d str,
}

/// Every proposal of the archive, by its first time, oldest first; one a line. `digest` gives runs by their position.
#[must_use]
pub fn recommendations_json<'d>(
    ledger: &Ledger,
    digest: impl Fn(usize) -> &'d Digest,
    addresses: &dyn Addresses,
) -> String {
    let recommendation = |at: RecommendationAt| {
        let run = digest(at.run);
        (run, &run.recommendations[at.recommendation])
    };
    let mut out = format!("{{\"format\":\"{FORMAT}\",\"recommendations\":[");
    for number in 0..ledger.proposals.len() {
        out.push_str(if number == 0 { "\n" } else { ",\n" });
        let data = proposal_data(ledger, number, &recommendation, addresses);
        // Texts and whole numbers can always be written.
        out.push_str(&serde_json::to_string(&data).unwrap_or_default());
    }
    out.push_str("\n]}\n");
    out
}

fn proposal_data<'d>(
    ledger: &Ledger,
    number: usize,
    recommendation: &impl Fn(RecommendationAt) -> (&'d Digest, &'d RecommendationDigest),
    addresses: &dyn Addresses,
) -> ProposalData<'d> {
    let proposal = &ledger.proposals[number];
    let (first, one) = recommendation(proposal.first());
    let (last, newest) = recommendation(proposal.last());
    let place = |at: RecommendationAt| {
        let (run, one) = recommendation(at);
        RecommendationData { run: run.id.as_str(), recommendation: one.number, scope: one.scope.as_str() }
    };
    ProposalData {
        id: format!("{}/{}", first.id, one.number),
        url: addresses.proposal(ledger.page(number), &first.id, one.number),
        repository: last.repository.as_deref(),
        words: &newest.words,
        reviews: proposal.reviews,
        changes: proposal.changes,
        first: first.date.machine(),
        last: last.date.machine(),
        taken_up: proposal.taken_up.map(|(said, _)| taken_up_word(said)),
        said_by: proposal.taken_up.map(|(_, at)| place(at)),
        times: proposal.times.iter().map(|at| place(*at)).collect(),
    }
}

fn taken_up_word(said: TakenUp) -> &'static str {
    match said {
        TakenUp::Yes => "yes",
        TakenUp::Declined => "declined",
        TakenUp::NotYet => "not-yet",
    }
}
