//! The leaderboard of the whole archive, by each criterion, and of its slices, with which agents to run; and all pairs.

mod choices;

use super::content::Content;
use super::inputs::Inputs;
use super::needs::{Choice, Needs, Part};
use super::parts::answer::{AnswerPart, answer_part};
use super::parts::board::{self, PairsPart};
use super::parts::ranking::{Extent, RankingPart, criterion_words, ranking_part};
use super::parts::{overlap, trends, versions};
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::{Route, relative};
use super::shell::{About, Crumb, Preview, Shell};
use crate::aggregate::criterion::Criterion;
use crate::aggregate::leaderboard::Leaderboard;
use crate::aggregate::slices::Slice;
use crate::text::format;
use choices::{SliceChoice, choices, criteria, period_name, slice_route, slice_words};
use serde::Serialize;

const TEMPLATE: &str = "agents.html";
const PAIRS_TEMPLATE: &str = "pairs.html";

/// The leaderboard of a slice of the archive.
pub static BOARDS: Kind = Kind {
    name: "leaderboard",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: plan_boards,
        make: |inputs: &Inputs<'_>, file: &File, planned: &Planned<'_>| -> Made<'_> {
            let slice = planned.slices[file.subject.number()];
            Ok(Content::Page(inputs.render(TEMPLATE, &agents_page(inputs, &file.path, slice))?))
        },
    },
    needs: board_needs,
};

/// The leaderboard of the whole archive by another criterion than the one that ranks by default. Slices have that one alone:
/// there may be two hundred of them.
pub static BY_CRITERION: Kind = Kind {
    name: "leaderboard by a criterion",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: |planner: &mut Planner<'_>| {
            let others = Criterion::RANKING.into_iter().filter(|criterion| *criterion != Criterion::default());
            for criterion in others.filter(|_| planner.has_agents()).collect::<Vec<_>>() {
                planner.claim(&BY_CRITERION, Route::AgentsBy(criterion).path(), Subject::Criterion(criterion));
            }
        },
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            let page = criterion_page(inputs, &file.path, file.subject.criterion());
            Ok(Content::Page(inputs.render(TEMPLATE, &page)?))
        },
    },
    needs: |planned, subject, needs| {
        needs.assets.insert(planned.assets.answer_style.clone());
        if subject.criterion() == Criterion::Score {
            needs.choices([Choice::Weights]);
        }
        needs.parts([Part::Board(Slice::default()), Part::Agents, Part::Field]);
    },
};

/// The page of all pairs of agents.
pub static PAIRS: Kind = Kind {
    name: "page of pairs",
    template: Some(PAIRS_TEMPLATE),
    maker: Maker::Site {
        plan: |planner: &mut Planner<'_>| {
            if planner.has_agents() {
                planner.claim(&PAIRS, Route::Pairs.path(), Subject::Only);
            }
        },
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            Ok(Content::Page(inputs.render(PAIRS_TEMPLATE, &pairs_page(inputs, &file.path))?))
        },
    },
    needs: |_, _, needs| {
        needs.parts([Part::Board(Slice::default()), Part::Agents, Part::Field, Part::ShownPairs]);
    },
};

fn plan_boards(planner: &mut Planner<'_>) {
    // Pages of agents come and go with the archive: no old address may stand where one might be.
    planner.reserve("agents");
    if !planner.has_agents() {
        return;
    }
    for (number, slice) in planner.analysis.boards.keys().enumerate() {
        let path = slice_route(slice, &period_name(slice.period)).path();
        planner.claim(&BOARDS, path, Subject::Slice(number));
    }
}

fn board_needs(planned: &Planned<'_>, subject: Subject, needs: &mut Needs) {
    needs.assets.insert(planned.assets.answer_style.clone());
    let slice = planned.slices[subject.number()];
    needs.parts([Part::Board(slice.clone()), Part::Boards, Part::Agents, Part::Field, Part::ShownPairs]);
    if *slice == Slice::default() {
        needs.part(Part::Timeline);
        versions::needs(planned, 0..planned.analysis.field.agents.len(), needs);
    }
}

/// The most pairs that a leaderboard's page shows; all of them are on a page of their own.
const MOST_PAIRS: usize = 10;

/// What `agents.html` shows.
#[derive(Debug, Serialize)]
pub struct AgentsPage {
    shell: Shell,
    /// The stylesheet of answers and leaderboards.
    answer_style: String,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    choices: Vec<SliceChoice>,
    answer: Option<AnswerPart>,
    ranking: Option<RankingPart>,
    /// Links to the leaderboards by other criteria, of the whole archive.
    criteria: Option<SliceChoice>,
    /// Of a part of the archive, where the whole is ranked by other criteria.
    whole: Option<String>,
    /// Of the whole archive: the newest model of each agent against an earlier one, and the style sheet of it.
    versions: Option<(versions::VersionsPart, String)>,
    trends: Option<trends::TrendsPart>,
    pairs: Option<PairsPart>,
    /// Address and words of the link to all pairs, where this page leaves some out.
    all_pairs: Option<(String, String)>,
    overlap: Option<overlap::OverlapPart>,
    panels: String,
    methodology: String,
}

/// What `pairs.html` shows.
#[derive(Debug, Serialize)]
pub struct PairsPage {
    shell: Shell,
    crumbs: Vec<Crumb>,
    lead: String,
    pairs: PairsPart,
    methodology: String,
}

/// Fills the leaderboard of a slice.
#[must_use]
pub fn agents_page(inputs: &Inputs<'_>, path: &str, slice: &Slice) -> AgentsPage {
    let empty = Leaderboard::default();
    let leaderboard = inputs.board(slice).unwrap_or(&empty);
    let is_whole = *slice == Slice::default();
    let words = slice_words(slice);
    let title = if is_whole { "Agents".to_owned() } else { format!("Agents, {words}") };
    let (pairs, left_out) = board::pairs_by_rank(inputs, leaderboard);
    let shown: Vec<_> = pairs.iter().take(MOST_PAIRS).cloned().collect();
    let has_agents = !leaderboard.order().is_empty();
    let extent = if is_whole { Extent::Whole } else { Extent::Slice };
    let lead = lead(leaderboard, &words);
    AgentsPage {
        shell: Shell::new(inputs, &About { path, title: &title, description: &lead, is_article: false, current: "" })
            .previewed(inputs, preview(leaderboard))
            .in_agents(is_whole),
        crumbs: if is_whole { Vec::new() } else { below_agents(path, words) },
        title,
        lead,
        choices: choices(inputs, slice, path),
        answer: answer_part(inputs, leaderboard, is_whole, path),
        ranking: has_agents.then(|| ranking_part(inputs, leaderboard, Criterion::default(), path, extent)),
        criteria: (has_agents && is_whole).then(|| criteria(path, Criterion::default())),
        whole: (has_agents && !is_whole).then(|| Route::Agents(None, None, None).anchor_from(path, "leaderboard")),
        versions: if is_whole { versions::newest_models(inputs, leaderboard.order(), path) } else { None }
            .map(|part| (part, versions::style(inputs, path))),
        trends: if is_whole { trends::recall_trends(inputs, path) } else { None },
        pairs: (!shown.is_empty() || left_out > 0)
            .then(|| board::pairs_part(inputs, leaderboard, &shown, left_out, path)),
        all_pairs: (is_whole && pairs.len() > shown.len())
            .then(|| (Route::Pairs.from(path), all_pairs_words(pairs.len(), left_out))),
        overlap: overlap::overlap_part(inputs, leaderboard, path),
        panels: Route::Panels.from(path),
        methodology: Route::Methodology.from(path),
        answer_style: relative(path, &inputs.assets().answer_style),
    }
}

/// Fills the leaderboard of the whole archive by a criterion.
#[must_use]
pub fn criterion_page(inputs: &Inputs<'_>, path: &str, criterion: Criterion) -> AgentsPage {
    let leaderboard = inputs.whole();
    let words = format!("by {}", criterion_words(criterion));
    let (title, lead) = (format!("Agents, {words}"), lead(leaderboard, ""));
    AgentsPage {
        shell: Shell::new(inputs, &About { path, title: &title, description: &lead, is_article: false, current: "" })
            .previewed(inputs, preview(leaderboard))
            .in_agents(false),
        crumbs: below_agents(path, words),
        title,
        lead,
        choices: Vec::new(),
        answer: None,
        ranking: Some(ranking_part(inputs, leaderboard, criterion, path, Extent::Whole)),
        criteria: Some(criteria(path, criterion)),
        whole: None,
        versions: None,
        trends: None,
        pairs: None,
        all_pairs: None,
        overlap: None,
        panels: Route::Panels.from(path),
        methodology: Route::Methodology.from(path),
        answer_style: relative(path, &inputs.assets().answer_style),
    }
}

fn below_agents(path: &str, words: String) -> Vec<Crumb> {
    vec![Crumb::to("Agents", Route::Agents(None, None, None).from(path)), Crumb::here(words)]
}

fn all_pairs_words(shown: usize, left_out: usize) -> String {
    let all = if left_out == 0 { "All " } else { "" };
    format!("{all}{} pairs", format::count(shown))
}

fn preview(leaderboard: &Leaderboard) -> Preview {
    let reviews =
        format!("{} of {}", format::count(leaderboard.reviews), format::counted(leaderboard.subjects, "change"));
    let facts = vec![("Agents", format::count(leaderboard.order().len())), ("Reviews", reviews)];
    Preview { facts, ..Preview::default() }
}

fn lead(leaderboard: &Leaderboard, words: &str) -> String {
    let agents = leaderboard.order().len();
    if agents == 0 {
        return "No agent has reviewed anything yet.".to_owned();
    }
    format!(
        "{} over {} of {}{}. Rounds of the same change are not independent, and the intervals allow for that.",
        format::counted(agents, "agent"),
        format::counted(leaderboard.reviews, "review"),
        format::counted(leaderboard.subjects, "change"),
        if words.is_empty() { String::new() } else { format!(" ({words})") }
    )
}

/// Fills the page of all pairs.
#[must_use]
pub fn pairs_page(inputs: &Inputs<'_>, path: &str) -> PairsPage {
    let (pairs, left_out) = board::pairs_by_rank(inputs, inputs.whole());
    let lead = format!(
        "{}, each compared only over the reviews that had both agents on the panel.",
        format::counted(pairs.len(), "pair")
    );
    PairsPage {
        shell: Shell::new(
            inputs,
            &About { path, title: "All pairs of agents", description: &lead, is_article: false, current: "" },
        )
        .in_agents(false),
        crumbs: vec![Crumb::to("Agents", Route::Agents(None, None, None).from(path)), Crumb::here("Pairs")],
        lead,
        pairs: board::pairs_part(inputs, inputs.whole(), &pairs, left_out, path),
        methodology: Route::Methodology.from(path),
    }
}
