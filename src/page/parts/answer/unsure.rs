//! What is said where no panel is named.

use super::sentence::{Piece, Sentence};
use crate::aggregate::leaderboard::Leaderboard;
use crate::aggregate::pairs::{FEWEST_SUBJECTS, Pair};
use crate::aggregate::panel::advice::{Advice, Larger};
use crate::aggregate::panel::choice::{Choice, FEWEST_TO_SAVE};
use crate::page::inputs::Inputs;
use crate::text::format;

/// Why nothing covers most, and what would help.
pub(super) fn paragraphs(inputs: &Inputs<'_>, leaderboard: &Leaderboard, from: &str) -> Vec<Vec<Piece>> {
    let sentence = || Sentence::new(inputs, from);
    let reviewed: Vec<usize> =
        leaderboard.order().iter().copied().filter(|at| leaderboard.agents[*at].reviews > 0).collect();
    let fewest = format::small(FEWEST_SUBJECTS);
    match (&reviewed[..], &leaderboard.advice.choice) {
        ([], _) => vec![sentence().words("No review came back, so that nothing tells which agents to run.").pieces()],
        ([only], _) => {
            vec![sentence().words("Only ").agents(&[*only], "and").words(" reviewed here: there is nothing to choose between.").pieces()]
        }
        (_, Choice::NothingKnown) => vec![
            sentence().words("Nothing was found in the reviews that several agents shared, so that nothing tells them apart.").pieces(),
        ],
        (_, Choice::NobodyMet | Choice::Run(_) | Choice::SoFar(_)) => vec![
            sentence()
                .words("Too little data to name a panel: no two agents have reviewed the same change together.")
                .pieces(),
            sentence()
                .words(&format!(
                    "What an agent finds alone is all that is known there. {} changes that the same agents review together would allow a first answer.",
                    format::capitalized(&fewest)
                ))
                .pieces(),
        ],
        (_, Choice::TooFewChanges) => {
            let says = format!("Too little data to name a panel: no two agents have met on {fewest} changes.");
            // Of equals the first, as the order of pairs is that of their agents.
            let most = leaderboard.pairs.iter().rev().max_by_key(|pair| pair.subjects);
            let most = most.filter(|pair| pair.subjects < FEWEST_SUBJECTS).map(|pair| met(sentence(), pair));
            [sentence().words(&says).pieces()].into_iter().chain(most).collect()
        }
    }
}

/// Why what covers most so far is not named, and what would help.
pub(super) fn so_far(advice: &Advice) -> [String; 2] {
    let most = advice.candidates.last().map_or(0, |last| last.members.len());
    let [more, fewest, enough] = [most + 1, FEWEST_SUBJECTS, FEWEST_TO_SAVE].map(format::small);
    let (why, help) = match advice.larger {
        Some(Larger::TooFewChanges) => (
            format!("no {more} agents have met on {fewest} changes."),
            format!(
                " To name a panel takes {enough} changes that these review, or {fewest} that more agents review together."
            ),
        ),
        _ => (
            "too few changes are left to check a choice by.".to_owned(),
            " To name a panel takes more changes that these review.".to_owned(),
        ),
    };
    [format!("Too little data to name a panel: {why}"), help]
}

fn met(sentence: Sentence<'_>, pair: &Pair) -> Vec<Piece> {
    let covered = pair.shared.pool() - pair.shared.neither;
    let (changes, more) = (pair.subjects, FEWEST_SUBJECTS - pair.subjects);
    let noun = |count: usize| if count == 1 { "change" } else { "changes" };
    let says = sentence.agents(&pair.of, "and").words(&format!(
        " met most often, on {} {}, where they found {} of {}.",
        format::small(changes),
        noun(changes),
        format::count(covered),
        format::counted(pair.shared.pool(), "finding")
    ));
    says.words(&format!(
        " {} more {} that both review would allow a first answer.",
        format::capitalized(&format::small(more)),
        noun(more)
    ))
    .pieces()
}
