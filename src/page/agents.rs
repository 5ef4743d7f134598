//! The leaderboard of the whole archive and of its slices, and all pairs.

use super::comparison::{Board, Comparison, period_name, period_words, slice_route};
use super::parts::board::{self, BoardPart, PairsPart};
use super::parts::{kind_words, overlap, trends};
use super::route::Route;
use super::shell::{About, Crumb, Shell};
use crate::aggregate::slices::{Period, Slice};
use crate::model::Slug;
use crate::text::format;
use serde::Serialize;

/// Pairs that the leaderboard's own page shows.
const PAIRS: usize = 10;

/// What `agents.html` shows.
#[derive(Debug, Serialize)]
pub struct AgentsPage {
    shell: Shell,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    choices: Vec<Choice>,
    board: Option<BoardPart>,
    caption: String,
    trends: Option<trends::TrendsPart>,
    pairs: Option<PairsPart>,
    /// Where all pairs are, and in words how many, if not all are here.
    all_pairs: Option<(String, String)>,
    ratings: Vec<RatingRow>,
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

/// One thing that can be chosen.
#[derive(Debug, Serialize)]
struct Choice {
    label: &'static str,
    options: Vec<OptionLink>,
}

#[derive(Debug, Serialize)]
struct OptionLink {
    label: String,
    href: String,
    current: bool,
}

#[derive(Debug, Serialize)]
struct RatingRow {
    agent_html: String,
    value: Option<String>,
    ends: Option<String>,
    /// Which scale, where there are several.
    group: Option<String>,
}

/// Fills the leaderboard of a slice.
#[must_use]
pub fn agents_page(comparison: &Comparison<'_>, slice: &Slice, board: &Board<'_>) -> AgentsPage {
    let name = period_name(slice.period);
    let path = slice_route(slice, &name).path();
    let leaderboard = &board.leaderboard;
    let is_whole = *slice == Slice::default();
    let words = slice_words(slice);
    let title = if is_whole { "Agents".to_owned() } else { format!("Agents, {words}") };
    let pairs = board::in_order(leaderboard);
    let shown: Vec<_> = pairs.iter().take(PAIRS).cloned().collect();
    let board_part =
        (!leaderboard.order().is_empty()).then(|| board::board(comparison, leaderboard, &path, true, usize::MAX));
    let below = match &board_part {
        Some(part) if part.has_versions() => "; one line below each agent for every model it ran on",
        _ => "",
    };
    AgentsPage {
        shell: Shell::new(
            comparison.around,
            &About { path: &path, title: &title, description: &lead(board, &words), is_article: false, current: "" },
        )
        .in_agents(is_whole),
        crumbs: if is_whole {
            Vec::new()
        } else {
            vec![Crumb::to("Agents", Route::Agents(None, None, None).from(&path)), Crumb::here(words.clone())]
        },
        title,
        lead: lead(board, &words),
        choices: choices(comparison, slice, &path),
        board: board_part,
        caption: format!(
            "Over {}, with 95 % intervals. Sorted by rank, then by recall{below}.",
            counted_reviews(leaderboard.reviews)
        ),
        trends: if is_whole { trends::recall(comparison, &path) } else { None },
        pairs: (!shown.is_empty()).then(|| board::pairs(comparison, &shown, &path)),
        all_pairs: (is_whole && pairs.len() > shown.len())
            .then(|| (Route::Pairs.from(&path), format!("All {} pairs", format::count(pairs.len())))),
        ratings: ratings(comparison, board, &path),
        overlap: overlap::overlap(comparison, leaderboard, &path),
        panels: Route::Panels.from(&path),
        methodology: Route::Methodology.from(&path),
    }
}

fn counted_reviews(reviews: usize) -> String {
    if reviews == 1 { "1 review".to_owned() } else { format!("all {} reviews", format::count(reviews)) }
}

fn lead(board: &Board<'_>, words: &str) -> String {
    let leaderboard = &board.leaderboard;
    let agents = leaderboard.order().len();
    if agents == 0 {
        return "No agent has reviewed anything yet.".to_owned();
    }
    format!(
        "{} over {} of {}{}. Rounds of one change are not independent, and the intervals allow for that. A rank is a range \
         wherever rivals cannot be told apart.",
        format::counted(agents, "agent"),
        format::counted(leaderboard.reviews, "review"),
        format::counted(leaderboard.subjects, "change"),
        if words.is_empty() { String::new() } else { format!(" ({words})") }
    )
}

/// What is chosen, in words; nothing for the whole archive.
fn slice_words(slice: &Slice) -> String {
    let period = (slice.period != Period::All).then(|| period_words(slice.period));
    let parts = [slice.kind.as_ref().map(kind_words), slice.repository.clone(), period];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// For each thing that can be chosen the slices that differ from this one in it alone, as far as they have a page. Where
/// such a slice has none, everything else is left open.
fn choices(comparison: &Comparison<'_>, slice: &Slice, path: &str) -> Vec<Choice> {
    let boards = &comparison.boards;
    let option = |label: String, to: Slice, alone: Slice| {
        let current = to == *slice;
        let to = if boards.contains_key(&to) { to } else { alone };
        boards.contains_key(&to).then(|| {
            let name = period_name(to.period);
            OptionLink { label, href: slice_route(&to, &name).from(path), current }
        })
    };
    let of_kind = |kind: Option<Slug>| {
        let label = kind.as_ref().map_or_else(|| "All".to_owned(), kind_words);
        option(label, Slice { kind: kind.clone(), ..slice.clone() }, Slice { kind, ..Slice::default() })
    };
    let of_repository = |repository: Option<String>| {
        let label = repository.clone().unwrap_or_else(|| "All".to_owned());
        let alone = Slice { repository: repository.clone(), ..Slice::default() };
        option(label, Slice { repository, ..slice.clone() }, alone)
    };
    let of_period = |period: Period| {
        let label = parts_capital(&period_words(period));
        option(label, Slice { period, ..slice.clone() }, Slice { period, ..Slice::default() })
    };
    let distinct = |of: &dyn Fn(&Slice) -> bool| boards.keys().filter(|slice| of(slice)).cloned().collect::<Vec<_>>();
    let kinds = distinct(&|s| s.repository.is_none() && s.period == Period::All);
    let repositories = distinct(&|s| s.kind.is_none() && s.period == Period::All);
    let mut periods = distinct(&|s| s.kind.is_none() && s.repository.is_none());
    // The newest year first.
    periods.sort_by_key(|slice| match slice.period {
        Period::All => (0, 0),
        Period::Last => (1, 0),
        Period::Year(year) => (2, -year),
    });
    let choice = |label, options: Vec<OptionLink>| (options.len() > 1).then_some(Choice { label, options });
    [
        choice("Period", periods.into_iter().filter_map(|slice| of_period(slice.period)).collect()),
        choice("Kind", kinds.into_iter().filter_map(|slice| of_kind(slice.kind)).collect()),
        choice("Repository", repositories.into_iter().filter_map(|slice| of_repository(slice.repository)).collect()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn parts_capital(words: &str) -> String {
    super::parts::slug_words(words)
}

fn ratings(comparison: &Comparison<'_>, board: &Board<'_>, from: &str) -> Vec<RatingRow> {
    let leaderboard = &board.leaderboard;
    let rated = || leaderboard.ratings.iter().flatten();
    if rated().count() == 0 {
        return Vec::new();
    }
    let has_groups = rated().any(|rating| rated().any(|other| other.group != rating.group));
    let mut order = leaderboard.order();
    let value = |at: &usize| leaderboard.ratings[*at].map_or(f64::NEG_INFINITY, |rating| rating.value);
    order.sort_by(|a, b| value(b).total_cmp(&value(a)));
    order
        .into_iter()
        .map(|agent| {
            let rating = leaderboard.ratings[agent];
            RatingRow {
                agent_html: comparison.link(agent, from),
                value: rating.map(|rating| format::whole(rating.value)),
                ends: rating
                    .and_then(|rating| rating.interval)
                    .map(|ends| format!("{}–{}", format::whole(ends.low), format::whole(ends.high))),
                group: rating.filter(|_| has_groups).map(|rating| format!("scale {}", rating.group + 1)),
            }
        })
        .collect()
}

/// Fills the page of all pairs.
#[must_use]
pub fn pairs_page(comparison: &Comparison<'_>) -> PairsPage {
    let path = Route::Pairs.path();
    let pairs = board::in_order(&comparison.whole().leaderboard);
    let lead = format!(
        "{}, each over the reviews that had both agents on the panel and no others.",
        format::counted(pairs.len(), "pair")
    );
    PairsPage {
        shell: Shell::new(
            comparison.around,
            &About { path: &path, title: "All pairs of agents", description: &lead, is_article: false, current: "" },
        )
        .in_agents(false),
        crumbs: vec![Crumb::to("Agents", Route::Agents(None, None, None).from(&path)), Crumb::here("Pairs")],
        lead,
        pairs: board::pairs(comparison, &pairs, &path),
        methodology: Route::Methodology.from(&path),
    }
}
