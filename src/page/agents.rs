//! The leaderboard of the whole archive and of its slices, and all pairs.

use super::content::Content;
use super::inputs::Inputs;
use super::needs::{Needs, Part};
use super::parts::board::{self, BoardPart, PairsPart};
use super::parts::{kind_words, overlap, slug_words, trends, versions};
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::Route;
use super::shell::{About, Crumb, Preview, Shell};
use crate::aggregate::leaderboard::Leaderboard;
use crate::aggregate::slices::{Period, Slice};
use crate::model::Slug;
use crate::text::format;
use serde::Serialize;
use std::collections::BTreeSet;

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
    let slice = planned.slices[subject.number()];
    needs.parts([Part::Board(slice.clone()), Part::Boards, Part::Agents, Part::Field, Part::ShownPairs]);
    if *slice == Slice::default() {
        needs.part(Part::Timeline);
        versions::needs(planned, 0..planned.analysis.field.agents.len(), needs);
    }
}

/// The page of a slice.
fn slice_route<'s>(slice: &'s Slice, period: &'s str) -> Route<'s> {
    let period = (slice.period != Period::All).then_some(period);
    Route::Agents(slice.kind.as_ref().map(Slug::as_str), slice.repository.as_deref(), period)
}

/// A period as part of an address.
fn period_name(period: Period) -> String {
    match period {
        Period::All => "all".to_owned(),
        Period::Last => "last-90-days".to_owned(),
        Period::Year(year) => year.to_string(),
    }
}

/// A period in words.
fn period_words(period: Period) -> String {
    match period {
        Period::All => "all time".to_owned(),
        Period::Last => "last 90 days".to_owned(),
        Period::Year(year) => year.to_string(),
    }
}

/// The most pairs that a leaderboard's page shows; all of them are on a page of their own.
const MOST_PAIRS: usize = 10;

/// What `agents.html` shows.
#[derive(Debug, Serialize)]
pub struct AgentsPage {
    shell: Shell,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    choices: Vec<SliceChoice>,
    board: Option<BoardPart>,
    caption: String,
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

/// One dimension of a slice (period, kind, repository) with the values it can take.
#[derive(Debug, Serialize)]
struct SliceChoice {
    label: &'static str,
    options: Vec<SliceLink>,
}

#[derive(Debug, Serialize)]
struct SliceLink {
    label: String,
    href: String,
    current: bool,
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
    let board_part =
        (!leaderboard.order().is_empty()).then(|| board::board_part(inputs, leaderboard, path, true, usize::MAX));
    let below = match &board_part {
        Some(part) if part.has_versions() => ", with a line below each agent for every version (model and effort)",
        _ => "",
    };
    AgentsPage {
        shell: Shell::new(
            inputs,
            &About { path, title: &title, description: &lead(leaderboard, &words), is_article: false, current: "" },
        )
        .previewed(inputs, preview(leaderboard))
        .in_agents(is_whole),
        crumbs: if is_whole {
            Vec::new()
        } else {
            vec![Crumb::to("Agents", Route::Agents(None, None, None).from(path)), Crumb::here(words.clone())]
        },
        title,
        lead: lead(leaderboard, &words),
        choices: choices(inputs, slice, path),
        board: board_part,
        caption: format!(
            "Over {}, with 95% confidence intervals. Sorted by rank, then by recall of others{below}.",
            counted_reviews(leaderboard.reviews)
        ),
        versions: if is_whole { versions::newest_models(inputs, leaderboard.order(), path) } else { None }
            .map(|part| (part, versions::style(inputs, path))),
        trends: if is_whole { trends::recall_trends(inputs, path) } else { None },
        pairs: (!shown.is_empty() || left_out > 0).then(|| board::pairs_part(inputs, &shown, left_out, path)),
        all_pairs: (is_whole && pairs.len() > shown.len())
            .then(|| (Route::Pairs.from(path), all_pairs_words(pairs.len(), left_out))),
        overlap: overlap::overlap_part(inputs, leaderboard, path),
        panels: Route::Panels.from(path),
        methodology: Route::Methodology.from(path),
    }
}

fn all_pairs_words(shown: usize, left_out: usize) -> String {
    let all = if left_out == 0 { "All " } else { "" };
    format!("{all}{} pairs", format::count(shown))
}

fn counted_reviews(reviews: usize) -> String {
    if reviews == 1 { "1 review".to_owned() } else { format!("all {} reviews", format::count(reviews)) }
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
        "{} over {} of {}{}. Rounds of the same change are not independent, and the intervals allow for that. A \
         rank is a range where rivals cannot be told apart.",
        format::counted(agents, "agent"),
        format::counted(leaderboard.reviews, "review"),
        format::counted(leaderboard.subjects, "change"),
        if words.is_empty() { String::new() } else { format!(" ({words})") }
    )
}

/// The slice in words; empty for the whole archive.
fn slice_words(slice: &Slice) -> String {
    let period = (slice.period != Period::All).then(|| period_words(slice.period));
    let parts = [slice.kind.as_ref().map(|kind| kind_words(kind.as_str())), slice.repository.clone(), period];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// For each dimension, links to the slices that differ from this one in that dimension only. Where such a slice has no
/// page, the link goes to the slice with the other dimensions unrestricted.
fn choices(inputs: &Inputs<'_>, slice: &Slice, path: &str) -> Vec<SliceChoice> {
    let slices: BTreeSet<&Slice> = inputs.slices().collect();
    let option = |label: String, to: Slice, alone: Slice| {
        let current = to == *slice;
        let to = if slices.contains(&to) { to } else { alone };
        slices.contains(&to).then(|| {
            let name = period_name(to.period);
            SliceLink { label, href: slice_route(&to, &name).from(path), current }
        })
    };
    let of_kind = |kind: Option<Slug>| {
        let label = kind.as_ref().map_or_else(|| "All".to_owned(), |kind| kind_words(kind.as_str()));
        option(label, Slice { kind: kind.clone(), ..slice.clone() }, Slice { kind, ..Slice::default() })
    };
    let of_repository = |repository: Option<String>| {
        let label = repository.clone().unwrap_or_else(|| "All".to_owned());
        let alone = Slice { repository: repository.clone(), ..Slice::default() };
        option(label, Slice { repository, ..slice.clone() }, alone)
    };
    let of_period = |period: Period| {
        let label = slug_words(&period_words(period));
        option(label, Slice { period, ..slice.clone() }, Slice { period, ..Slice::default() })
    };
    let distinct =
        |of: &dyn Fn(&Slice) -> bool| slices.iter().copied().filter(|slice| of(slice)).cloned().collect::<Vec<_>>();
    let kinds = distinct(&|s| s.repository.is_none() && s.period == Period::All);
    let repositories = distinct(&|s| s.kind.is_none() && s.period == Period::All);
    let mut periods = distinct(&|s| s.kind.is_none() && s.repository.is_none());
    // The newest year first.
    periods.sort_by_key(|slice| match slice.period {
        Period::All => (0, 0),
        Period::Last => (1, 0),
        Period::Year(year) => (2, -year),
    });
    let choice = |label, options: Vec<SliceLink>| (options.len() > 1).then_some(SliceChoice { label, options });
    [
        choice("Period", periods.into_iter().filter_map(|slice| of_period(slice.period)).collect()),
        choice("Kind", kinds.into_iter().filter_map(|slice| of_kind(slice.kind)).collect()),
        choice("Repository", repositories.into_iter().filter_map(|slice| of_repository(slice.repository)).collect()),
    ]
    .into_iter()
    .flatten()
    .collect()
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
        pairs: board::pairs_part(inputs, &pairs, left_out, path),
        methodology: Route::Methodology.from(path),
    }
}
