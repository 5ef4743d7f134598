//! Where a proposal has its lasting place in the ledger.

use crate::aggregate::ledger::Ledger;
use crate::page::inputs::Inputs;
use crate::page::route::{Route, proposal_anchor};

/// Its address, by its position. Needs the digest of the first run that proposes it.
#[must_use]
pub fn proposal_href(inputs: &Inputs<'_>, ledger: &Ledger, number: usize, from: &str) -> String {
    let page = ledger.page(number);
    let first = ledger.proposals[number].first();
    let run = inputs.digest(first.run);
    let anchor = proposal_anchor(&run.id, run.recommendations[first.recommendation].number);
    Route::RecommendationsOf(&page.month, page.part).anchor_from(from, &anchor)
}
