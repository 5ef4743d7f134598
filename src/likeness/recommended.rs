//! What is kept of a run's recommendations to compare them, taken from their texts.

use super::sketch::Sketcher;
use crate::model::finding::Resolution;
use crate::model::recommendation::{RecommendationDigest, TakenUp};
use crate::model::run::Recommendation;
use crate::model::{Action, Run};
use crate::text::markdown::{Item, items, plain_start, plain_text, start_of};
use crate::text::proposed::{proposes_nothing, says_taken_up, takes_back, without_mark};

/// More of a run are not compared, nor listed.
const MOST: usize = 64;
/// Characters of each that are kept.
const MOST_WORDS: usize = 280;
/// Characters of it that count as its title.
const TITLE: usize = 110;

/// The recommendations of a run without their texts, in its order; those that say that there is none are left out.
#[must_use]
pub fn recommendations(run: &Run, sketcher: &mut Sketcher) -> Box<[RecommendationDigest]> {
    let texts = run.recommendations.iter().enumerate();
    let items = texts.flat_map(|(text, one)| items(&one.body).into_iter().map(move |item| (text, one, item)));
    let numbered = items.take(MOST).enumerate();
    numbered.filter_map(|(at, (text, one, item))| digest(one, &item, text, at + 1, sketcher)).collect()
}

fn digest(
    one: &Recommendation,
    item: &Item<'_>,
    text: usize,
    number: usize,
    sketcher: &mut Sketcher,
) -> Option<RecommendationDigest> {
    let plain = plain_text(item.source);
    let plain = plain.trim_start();
    if proposes_nothing(plain) {
        return None;
    }
    Some(RecommendationDigest {
        text,
        number,
        scope: one.scope.clone(),
        words: start_of(without_mark(plain), MOST_WORDS).into(),
        sketch: sketcher.text(&plain_start(item.source, TITLE), item.source),
        takes_back: takes_back(plain),
        said: said(one.resolution.as_ref(), item.is_ticked, plain),
    })
}

/// What stands in a field outweighs a box, and a box outweighs words. A box that is not ticked says nothing: it is how the list
/// was made.
fn said(resolution: Option<&Resolution>, is_ticked: Option<bool>, plain: &str) -> Option<TakenUp> {
    match resolution.map(|resolution| resolution.action) {
        Some(action) if action.acted_on() => return Some(TakenUp::Yes),
        Some(Action::Declined | Action::Skipped) => return Some(TakenUp::Declined),
        _ => {}
    }
    match (is_ticked, says_taken_up(plain)) {
        (Some(true), _) | (_, Some(true)) => Some(TakenUp::Yes),
        (_, Some(false)) => Some(TakenUp::NotYet),
        _ => None,
    }
}
