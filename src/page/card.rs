//! The picture of a review for previews of links, if the team wants such.

use super::content::Content;
use super::parts::{self, review_card};
use super::plan::{File, Kind, Made, Maker, Planner, Subject};
use super::route::Route;
use super::run_pages::RunPages;
use std::borrow::Cow;

/// A card.
pub static KIND: Kind = Kind {
    name: "card",
    template: None,
    maker: Maker::Run { plan, make },
    // Its digest alone, but files of a run are made within the run's context.
    needs: |planned, subject, needs| {
        parts::run_needs(planned, subject.run(), needs);
        parts::card_needs(planned, subject.run(), needs);
    },
};

fn plan(planner: &mut Planner<'_>, run: usize) {
    let (config, analysis) = (planner.config, planner.analysis);
    if !config.cards || config.base_url.is_none() {
        return;
    }
    let card = review_card(&config.title, &analysis.corpus.runs[run], |agent| analysis.roster.member(agent));
    let path = Route::Card(&card.fingerprint()).path();
    // Reviews that say the same share a card.
    if !planner.is_taken(&path) {
        planner.claim(&KIND, path, Subject::Run(run));
    }
}

#[expect(clippy::unnecessary_wraps, reason = "what makes a file may fail; this cannot")]
fn make(pages: &RunPages<'_>, _: &File) -> Made<'static> {
    let context = &pages.context;
    let card = review_card(context.inputs.site_title(), context.digest(), |agent| context.inputs.agent(agent));
    Ok(Content::File(Cow::Owned(card.draw())))
}
