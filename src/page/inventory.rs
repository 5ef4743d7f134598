//! Every kind of page and file, and how the whole site is planned from them.

use super::plan::{Kind, Maker, Plan, Planner};
use super::{
    addresses, agent, agents, assets, badges, card, change, data, feeds, files, finding, home, ledger, llms,
    methodology, not_found, originals, panels, patch, redirect, review, reviews, search, sitemap, twins, versus,
    withdrawn,
};
use crate::aggregate::Analysis;
use crate::config::Config;
use crate::model::Checked;
use crate::output::assets::Assets;

/// Every kind, in the order in which they claim their paths: those of the site, then those of each run, then what may take
/// the place of nothing: a team's own static files, and redirects from old addresses.
pub static KINDS: [&Kind; 51] = [
    &assets::ASSET,
    &home::KIND,
    &not_found::KIND,
    &reviews::GROUPINGS,
    &reviews::LISTS,
    &agents::BOARDS,
    &agent::KIND,
    &versus::KIND,
    &agents::PAIRS,
    &panels::KIND,
    &panels::FRONTIERS,
    &change::KIND,
    &files::INDEX,
    &files::FILE,
    &ledger::INDEX,
    &ledger::MONTH,
    &methodology::KIND,
    &data::LEADERBOARD,
    &data::MATCHES,
    &data::RECOMMENDATIONS,
    &data::FINDINGS_CSV,
    &data::FINDINGS_JSON,
    &data::REVIEWS_JSON,
    &addresses::KIND,
    &search::PAGE,
    &search::INDEX,
    &feeds::ATOM,
    &feeds::JSON,
    &badges::SVG,
    &badges::JSON,
    &review::KIND,
    &originals::KIND,
    &finding::KIND,
    &patch::KIND,
    &card::KIND,
    &twins::REVIEW,
    &twins::FINDING,
    &withdrawn::KIND,
    &withdrawn::PATCH,
    &withdrawn::TWIN,
    &assets::OWN_ASSET,
    &assets::ROBOTS,
    &assets::NO_JEKYLL,
    &llms::KIND,
    // Lists the pages, all of which are planned by now.
    &sitemap::KIND,
    &redirect::JOINED,
    &redirect::KIND,
    &redirect::CHANGE,
    &redirect::to_finding::KIND,
    &redirect::several::KIND,
    &withdrawn::CHANGE,
];

/// Plans the site. Whatever cannot be planned comes back as a diagnostic, and the rest is planned without it.
#[must_use]
pub fn plan(analysis: &Analysis<'_>, config: &Config, assets: &Assets) -> Checked<Plan> {
    let mut planner = Planner::new(analysis, config, assets);
    for kinds in KINDS.chunk_by(|one, next| is_of_runs(one) == is_of_runs(next)) {
        if kinds.first().is_some_and(|kind| is_of_runs(kind)) {
            planner.plan_runs(kinds);
        } else {
            for kind in kinds {
                plan_of_site(kind, &mut planner);
            }
        }
    }
    planner.finished()
}

fn is_of_runs(kind: &Kind) -> bool {
    matches!(kind.maker, Maker::Run { .. })
}

fn plan_of_site(kind: &Kind, planner: &mut Planner<'_>) {
    match &kind.maker {
        Maker::Run { .. } => {}
        Maker::Site { plan, .. }
        | Maker::Rows { plan, .. }
        | Maker::Index { plan, .. }
        | Maker::Pages { plan, .. }
        | Maker::Quotes { plan, .. } => plan(planner),
    }
}
