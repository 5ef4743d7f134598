//! What a leaderboard says in words: what it is ranked by, how an agent compares with its rivals, and why there is no figure.

use crate::aggregate::contest::Contest;
use crate::aggregate::criterion::{Basis, Criterion};
use crate::aggregate::figures::Figures;
use crate::aggregate::leaderboard::Leaderboard;
use crate::aggregate::pairs::{FEWEST_SUBJECTS, Reading};
use crate::config::Weights;
use crate::page::inputs::Inputs;
use crate::page::parts::enumerated;
use crate::text::format;

/// The most rivals that a reading names.
const MOST_NAMED: usize = 3;

/// What a criterion is called in a heading, after "by".
#[must_use]
pub fn criterion_words(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::RecallOfOthers => "recall of others",
        Criterion::Recall => "recall",
        Criterion::Precision => "precision",
        Criterion::F1 => "F1",
        Criterion::CriticalAndImportant => "critical and important findings",
        Criterion::Score => "score",
    }
}

/// The same in a list of choices.
#[must_use]
pub fn criterion_label(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::RecallOfOthers => "Recall of others",
        Criterion::Recall => "Recall",
        Criterion::Precision => "Precision",
        Criterion::F1 => "F1",
        Criterion::CriticalAndImportant => "Critical and important",
        Criterion::Score => "Score",
    }
}

/// The head of its column.
#[must_use]
pub fn column_label(criterion: Criterion, basis: Basis) -> &'static str {
    match (criterion, basis) {
        (Criterion::RecallOfOthers, _) => "Of others %",
        (Criterion::Recall, _) => "Recall %",
        (Criterion::Precision, Basis::Judged) => "Precision %",
        (Criterion::Precision, Basis::Kept) => "Kept %",
        (Criterion::F1, _) => "F1 %",
        (Criterion::CriticalAndImportant, _) => "Crit. & imp. %",
        (Criterion::Score, _) => "Score",
    }
}

/// What the figure is, in a sentence.
#[must_use]
pub fn definition(inputs: &Inputs<'_>, criterion: Criterion, basis: Basis) -> String {
    let words = match (criterion, basis) {
        (Criterion::RecallOfOthers, _) => {
            "Of the findings that somebody else on the panel made, the share that the agent made too: reviewing alone is not \
             rewarded."
        }
        (Criterion::Recall, _) => {
            "Of the valid findings of its reviews, whoever made them, the share that the agent made."
        }
        (Criterion::Precision, Basis::Judged) => {
            "Of the agent’s findings that somebody judged, a person or whoever wrote the report, the share that is right. What \
             nobody judged counts neither way."
        }
        (Criterion::Precision, Basis::Kept) => {
            "Of what the agent raised, the share that the consolidator kept, over reviews that record what it dropped: too few \
             changes here hold a judgement of a finding, and what was kept is not thereby right."
        }
        (Criterion::F1, Basis::Judged) => {
            "The harmonic mean of precision and recall, over findings that somebody judged: neither raising much nor raising \
             little is rewarded by itself."
        }
        (Criterion::F1, Basis::Kept) => {
            "The harmonic mean of the share kept by the consolidator and recall: too few changes here hold a judgement of a \
             finding, and what was kept is not thereby right."
        }
        (Criterion::CriticalAndImportant, _) => {
            "Of the critical and important findings of its reviews, whoever made them, the share that the agent made."
        }
        (Criterion::Score, _) => return score_definition(inputs.weights()),
    };
    words.to_owned()
}

fn score_definition(weights: &Weights) -> String {
    let [critical, important, suggestion, concern] = weights.severity.map(format::figure);
    format!(
        "Points a review: {critical} for a critical finding, {important} for an important one, {suggestion} for a suggestion and \
         {concern} for a concern, less {} for each that was wrong or dropped.",
        format::figure(weights.penalty)
    )
}

/// What is said of who is better, and of who is worse: "finds more" is no word for being right more often.
#[must_use]
pub fn comparatives(criterion: Criterion, basis: Basis) -> [&'static str; 2] {
    match (criterion, basis) {
        (Criterion::RecallOfOthers | Criterion::Recall, _) => ["finds more", "finds less"],
        (Criterion::Precision, Basis::Judged) => ["is right more often", "is right less often"],
        (Criterion::Precision, Basis::Kept) => ["has more kept", "has less kept"],
        (Criterion::F1, _) => ["has a higher F1", "has a lower F1"],
        (Criterion::CriticalAndImportant, _) => {
            ["finds more critical and important findings", "finds fewer critical and important findings"]
        }
        (Criterion::Score, _) => ["scores more", "scores less"],
    }
}

/// How an agent compares with the others: from whom it cannot be told apart, else whom it leads and who leads it.
#[must_use]
pub fn reading_words(inputs: &Inputs<'_>, leaderboard: &Leaderboard, contest: &Contest, agent: usize) -> String {
    let (mut alike, mut behind, mut ahead) = (Vec::new(), Vec::new(), Vec::new());
    for rival in contest.order_of((0..leaderboard.agents.len()).filter(|at| *at != agent).collect()) {
        match contest.duel(agent, rival).map(|duel| duel.reading()) {
            None | Some(Reading::NotEnough) => {}
            Some(Reading::Alike) => alike.push(inputs.name(rival)),
            Some(Reading::Better(0)) => behind.push(inputs.name(rival)),
            Some(Reading::Better(_)) => ahead.push(inputs.name(rival)),
        }
    }
    let [more, less] = comparatives(contest.criterion, contest.basis);
    if !alike.is_empty() {
        return format!("cannot be told apart from {}", named(&alike));
    }
    let ranked = contest.ranks.iter().flatten().count();
    let is_all = behind.len() + ahead.len() + 1 == ranked;
    // Where some are not ranked, those that are ranked are not all.
    let [every, rest] = if ranked < leaderboard.order().len() {
        ["every other ranked agent", "the other ranked ones"]
    } else {
        ["every other", "the rest"]
    };
    let and_the_rest = |comparative: &str, names: &[&str]| {
        let comparative = comparative.split_once(' ').map_or(comparative, |(_, words)| words);
        let names = if is_all && names.len() > 1 { rest.to_owned() } else { named(names) };
        format!("{comparative} than {names}")
    };
    match (behind.is_empty(), ahead.is_empty()) {
        (true, true) => unranked_words(leaderboard, contest, agent),
        (false, true) if is_all && ranked > 2 => format!("{more} than {every}"),
        (true, false) if is_all && ranked > 2 => format!("{less} than {every}"),
        (false, true) => format!("{more} than {}", named(&behind)),
        (true, false) => format!("{less} than {}", named(&ahead)),
        // The leaders are fewer to name for the first half of a table, and the led for the second.
        (false, false) if ahead.len() <= behind.len() => {
            format!("{less} than {}, {}", named(&ahead), and_the_rest(more, &behind))
        }
        (false, false) => format!("{more} than {}, {}", named(&behind), and_the_rest(less, &ahead)),
    }
}

/// Some names, and how many more.
fn named(names: &[&str]) -> String {
    if names.len() <= MOST_NAMED + 1 {
        return enumerated(names, "and");
    }
    format!("{} and {} others", names[..MOST_NAMED].join(", "), names.len() - MOST_NAMED)
}

/// Why an agent has no rank.
fn unranked_words(leaderboard: &Leaderboard, contest: &Contest, agent: usize) -> String {
    let figures = &leaderboard.agents[agent];
    if figures.reviews == 0 {
        return "nothing to compare: no review came back".to_owned();
    }
    if leaderboard.pairs_of(agent).next().is_none() {
        return match contest.criterion {
            Criterion::RecallOfOthers => "always reviewed alone: nothing others found to compare with".to_owned(),
            _ => "always reviewed alone: nobody to compare with".to_owned(),
        };
    }
    let shared = contest.duels.iter().filter(|duel| duel.of.contains(&agent)).map(|duel| duel.changes).max();
    match shared.unwrap_or(0) {
        0 => "nothing that it shares with a rival can be compared".to_owned(),
        few if few < FEWEST_SUBJECTS => format!(
            "shares at most {} {} with a rival; a rank needs {}",
            format::small(few),
            if few == 1 { "change" } else { "changes" },
            format::small(FEWEST_SUBJECTS)
        ),
        _ => "too little to compare with any rival".to_owned(),
    }
}

/// Why there is no figure, in a cell.
#[must_use]
pub fn without(criterion: Criterion, basis: Basis, figures: &Figures, is_alone: bool) -> &'static str {
    if figures.reviews == 0 {
        return "no output";
    }
    if figures.pool == 0 {
        return "nothing to find";
    }
    match (criterion, basis) {
        (Criterion::RecallOfOthers, _) if is_alone => "no rival",
        (Criterion::RecallOfOthers, _) => "others found none",
        (Criterion::Recall, _) => "nothing to find",
        (Criterion::CriticalAndImportant, _) => "none to find",
        (Criterion::Precision | Criterion::F1, _) if figures.found == 0 && figures.rejected.unwrap_or(0) == 0 => {
            "nothing to judge"
        }
        (Criterion::Precision | Criterion::F1, Basis::Judged) => "not judged",
        (Criterion::Precision | Criterion::F1, Basis::Kept) | (Criterion::Score, _) => "not recorded",
    }
}
