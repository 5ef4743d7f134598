//! Tables about agents that several pages show: the leaderboard and the pairs.

use crate::aggregate::figures::Figures;
use crate::aggregate::interval::{Estimate, Interval};
use crate::aggregate::leaderboard::{Leaderboard, Rank};
use crate::aggregate::pairs::{FEWEST_SUBJECTS, Pair, Reading};
use crate::chart::Axis;
use crate::chart::interval::{PlottedEstimate, head, interval};
use crate::page::inputs::{AgentLink, Inputs};
use crate::text::{Html, format};
use serde::Serialize;

/// A leaderboard.
#[derive(Debug, Serialize)]
pub struct BoardPart {
    recall_head: Html,
    precision_head: Html,
    has: RecordedColumns,
    /// The columns left out because no agent has a value for them, in words.
    absent: Option<String>,
    rows: Vec<BoardRow>,
}

impl BoardPart {
    /// Whether any agent has rows for its versions.
    #[must_use]
    pub fn has_versions(&self) -> bool {
        self.rows.iter().any(|row| !row.versions.is_empty())
    }
}

/// Which optional columns a table has: those that at least one agent has a value for.
#[derive(Clone, Copy, Debug, Serialize)]
struct RecordedColumns {
    acted_on: bool,
    time: bool,
    cost: bool,
}

/// The ids of the sections of the pages that show a leaderboard, which people link to. An agent that is called like one of
/// them has another anchor: `~` is in no slug.
const SECTIONS: [&str; 7] = ["agents", "files", "head-to-head", "leaderboard", "newest", "over-time", "overlap"];

fn anchor_of(agent: &str) -> String {
    if SECTIONS.contains(&agent) { format!("~{agent}") } else { agent.to_owned() }
}

impl RecordedColumns {
    fn absent(self) -> Option<String> {
        unrecorded_words(&[(self.acted_on, "resolutions"), (self.time, "time"), (self.cost, "cost")])
    }
}

/// Joins the words for what is not there; `None` where nothing is missing.
#[must_use]
pub fn unrecorded_words(of: &[(bool, &str)]) -> Option<String> {
    let words: Vec<&str> = of.iter().filter(|(is_there, _)| !is_there).map(|(_, words)| *words).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

#[derive(Debug, Serialize)]
struct BoardRow {
    anchor: String,
    rank: Option<String>,
    figures: RowFigures,
    versions: Vec<VersionRow>,
}

#[derive(Debug, Serialize)]
struct VersionRow {
    figures: RowFigures,
}

/// Why there is no recall.
#[must_use]
pub fn without_recall(of: &Figures) -> &'static str {
    if of.reviews > 0 && of.pool == 0 { "nothing to find" } else { NOT_RECORDED }
}

/// Why an agent or a version has no precision.
#[must_use]
pub fn without_precision(of: &Figures) -> &'static str {
    // What was rejected is known, and it is as little as what was found: neither right nor wrong.
    if of.rejected.is_some() { "nothing to judge" } else { NOT_RECORDED }
}

/// Why there is no share of what was found.
#[must_use]
pub fn without_found(of: &Figures) -> &'static str {
    if of.reviews > 0 && of.found == 0 { "found nothing" } else { NOT_RECORDED }
}

/// Why there is no cost of a finding: with a cost, nothing was found for it.
#[must_use]
pub fn without_cost(of: &Figures) -> &'static str {
    if of.cost.is_some() { "found none" } else { NOT_RECORDED }
}

/// Shown where the runs do not record what a figure needs; never a zero.
pub const NOT_RECORDED: &str = "not recorded";

/// The figures of an agent or a version. `None` means not recorded, unless a `without_…` gives another reason.
#[derive(Debug, Serialize)]
struct RowFigures {
    /// Of an agent; `None` of a version.
    agent: Option<AgentLink>,
    /// Of a version, in words.
    version: Option<String>,
    reviews: String,
    failures: Option<String>,
    found: String,
    recall: Option<ShareCell>,
    precision: Option<ShareCell>,
    f: Option<String>,
    without_recall: &'static str,
    /// Shown where there is no precision, and so no F1.
    without_precision: &'static str,
    without_found: &'static str,
    without_cost: &'static str,
    solo: Option<String>,
    acted_on: Option<String>,
    median: Option<String>,
    per_ten: Option<String>,
    cost: Option<String>,
}

/// A share or a difference of shares with its interval, in words and drawn.
#[derive(Debug, Serialize)]
pub struct ShareCell {
    /// In per cent, or in percentage points for a difference.
    pub value: String,
    /// Both ends of the interval.
    pub ends: String,
    /// Drawn on the axis of its column.
    pub drawn: Html,
}

const RECALL_WIDTH: f64 = 96.0;
const PRECISION_WIDTH: f64 = 76.0;
const DIFFERENCE_WIDTH: f64 = 170.0;

/// The leaderboard as a table; with a line for each version where `with_versions`, and no more than `most` agents.
#[must_use]
pub fn board_part(
    inputs: &Inputs<'_>,
    leaderboard: &Leaderboard,
    from: &str,
    with_versions: bool,
    most: usize,
) -> BoardPart {
    let order: Vec<usize> = leaderboard.order().iter().copied().take(most).collect();
    let all = || order.iter().map(|at| &leaderboard.agents[*at]);
    // Every interval that is drawn must fit on the axis.
    let versions = || order.iter().filter(|_| with_versions).flat_map(|agent| inputs.field().versions_of(*agent));
    let models = || order.iter().filter(|_| with_versions).flat_map(|agent| inputs.field().models_of(*agent));
    let of_models = || models().map(|model| &leaderboard.models[model]);
    let drawn = || all().chain(of_models()).chain(versions().map(|version| &leaderboard.versions[version]));
    let recall = axis(drawn().filter_map(|figures| figures.recall));
    let precision = axis(drawn().filter_map(|figures| figures.precision));
    let has = RecordedColumns {
        acted_on: all().any(|figures| figures.acted_on.is_some()),
        time: all().any(|figures| figures.duration_by_change.is_some()),
        cost: all().any(|figures| figures.cost_per_finding.is_some()),
    };
    let writer = BoardWriter { inputs, leaderboard, recall, precision, from };
    BoardPart {
        recall_head: head(&writer.recall, RECALL_WIDTH, percent),
        precision_head: head(&writer.precision, PRECISION_WIDTH, percent),
        has,
        absent: has.absent(),
        rows: order.iter().map(|agent| writer.row(*agent, with_versions)).collect(),
    }
}

fn axis(shares: impl Iterator<Item = Estimate>) -> Axis {
    let ends = shares.flat_map(|share| [share.interval.low * 100.0, share.interval.high * 100.0]);
    Axis::over(ends, 4, (0.0, 100.0))
}

fn percent(value: f64) -> String {
    format::figure(value)
}

struct BoardWriter<'w> {
    inputs: &'w Inputs<'w>,
    leaderboard: &'w Leaderboard,
    recall: Axis,
    precision: Axis,
    from: &'w str,
}

impl BoardWriter<'_> {
    fn row(&self, agent: usize, with_versions: bool) -> BoardRow {
        let inputs = self.inputs;
        BoardRow {
            anchor: anchor_of(&inputs.member(agent).address),
            rank: self.leaderboard.rank(agent).map(rank_words),
            figures: RowFigures {
                agent: Some(inputs.agent_link(agent, self.from)),
                ..self.figures(&self.leaderboard.agents[agent], agent)
            },
            versions: if with_versions { self.versions(agent) } else { Vec::new() },
        }
    }

    /// A row for each model that ran, and below one that ran with several efforts a row for each of them.
    fn versions(&self, agent: usize) -> Vec<VersionRow> {
        let (inputs, field) = (self.inputs, self.inputs.field());
        let ran = |figures: &Figures| figures.reviews > 0 || figures.failures > 0;
        let row = |words: String, figures: &Figures| VersionRow {
            figures: RowFigures { version: Some(words), ..self.figures(figures, agent) },
        };
        let versions: Vec<usize> =
            field.versions_of(agent).filter(|version| ran(&self.leaderboard.versions[*version])).collect();
        let mut rows = Vec::new();
        for model in field.models_of(agent) {
            let is_of = |version: &&usize| field.versions[**version].of_any_effort() == field.models[model];
            let own: Vec<usize> = versions.iter().filter(is_of).copied().collect();
            if own.len() > 1 {
                rows.push(row(inputs.model_words(&field.models[model]), &self.leaderboard.models[model]));
            }
            for version in own {
                rows.push(row(inputs.version_words(&field.versions[version]), &self.leaderboard.versions[version]));
            }
        }
        // A single version that is called like the agent has nothing to say that the agent does not.
        let is_agent = |row: &VersionRow| row.figures.version.as_deref() == Some(inputs.name(agent));
        if rows.len() == 1 && rows.iter().all(is_agent) { Vec::new() } else { rows }
    }

    fn figures(&self, of: &Figures, agent: usize) -> RowFigures {
        let colour = self.inputs.member(agent).colour;
        let share = |estimate: Option<Estimate>, axis: &Axis, width: f64| {
            estimate.map(|estimate| ShareCell {
                value: format::share(estimate.value),
                ends: format::share_range(estimate.interval.low, estimate.interval.high),
                drawn: interval(axis, width, Some(colour), percent_range(&estimate)),
            })
        };
        RowFigures {
            agent: None,
            version: None,
            reviews: format::count(of.reviews),
            failures: (of.failures > 0).then(|| format::count(of.failures)),
            found: format::count(of.found),
            recall: share(of.recall, &self.recall, RECALL_WIDTH),
            precision: share(of.precision, &self.precision, PRECISION_WIDTH),
            f: of.f.map(|(f, _)| format::share(f)),
            without_recall: without_recall(of),
            without_precision: without_precision(of),
            without_found: without_found(of),
            without_cost: without_cost(of),
            solo: of.solo_share.map(|share| format::share(share.value)),
            acted_on: of.acted_on.map(|share| format::share(share.value)),
            median: of.duration_by_change.map(|duration| format::duration_clock(duration.value)),
            per_ten: of.per_ten_minutes.map(format::decimal),
            cost: of.cost_per_finding.map(format::dollars),
        }
    }
}

/// A share in per cent with its interval, for a chart.
#[must_use]
pub fn percent_range(estimate: &Estimate) -> PlottedEstimate {
    let Interval { low, high } = estimate.interval;
    PlottedEstimate { value: estimate.value * 100.0, ends: Some((low * 100.0, high * 100.0)) }
}

/// `1–2`, or `3`.
#[must_use]
pub fn rank_words(rank: Rank) -> String {
    if rank.best == rank.worst { rank.best.to_string() } else { format!("{}–{}", rank.best, rank.worst) }
}

/// A table of pairs of agents.
#[derive(Debug, Serialize)]
pub struct PairsPart {
    head: Html,
    rows: Vec<PairRow>,
    /// How many pairs are not shown, and why.
    left_out: Option<String>,
}

#[derive(Debug, Serialize)]
struct PairRow {
    first: AgentLink,
    second: AgentLink,
    reviews: String,
    only_first: String,
    both: String,
    only_second: String,
    difference: Option<ShareCell>,
    p: String,
    reading: String,
    href: String,
}

/// The table of these pairs, all drawn on one axis, and a sentence on those that are not shown at all.
#[must_use]
pub fn pairs_part(inputs: &Inputs<'_>, pairs: &[Pair], left_out: usize, from: &str) -> PairsPart {
    let ends = pairs.iter().filter_map(|pair| pair.difference?.interval).flat_map(|ends| [ends.low, ends.high]);
    let axis = Axis::around_zero(ends.map(|end| end * 100.0), 100.0);
    PairsPart {
        head: head(&axis, DIFFERENCE_WIDTH, |value| format::points(value / 100.0).replace(".0", "")),
        rows: pairs.iter().map(|pair| pair_row(inputs, pair, &axis, from)).collect(),
        left_out: (left_out > 0).then(|| left_out_words(left_out)),
    }
}

fn pair_row(inputs: &Inputs<'_>, pair: &Pair, axis: &Axis, from: &str) -> PairRow {
    let [first, second] = pair.of;
    PairRow {
        first: inputs.agent_link(first, from),
        second: inputs.agent_link(second, from),
        reviews: format::count(pair.reviews),
        only_first: format::count(pair.shared.only_first),
        both: format::count(pair.shared.both),
        only_second: format::count(pair.shared.only_second),
        difference: pair.difference.map(|difference| ShareCell {
            value: format::points(difference.value),
            ends: difference
                .interval
                .map_or_else(|| "one change".to_owned(), |ends| format::points_range(ends.low, ends.high)),
            drawn: interval(
                axis,
                DIFFERENCE_WIDTH,
                None,
                PlottedEstimate {
                    value: difference.value * 100.0,
                    ends: difference.interval.map(|ends| (ends.low * 100.0, ends.high * 100.0)),
                },
            ),
        }),
        p: format::p_value(pair.corrected),
        reading: reading_words(inputs, pair),
        href: inputs.versus(pair.of).from(from),
    }
}

/// The conclusion about a pair, in words.
#[must_use]
pub fn reading_words(inputs: &Inputs<'_>, pair: &Pair) -> String {
    match pair.reading() {
        Reading::NotEnough => "not enough data".to_owned(),
        Reading::Alike => "cannot be told apart".to_owned(),
        Reading::Better(which) => format!("{} finds more", inputs.name(pair.of[which])),
    }
}

/// How many pairs are not shown, and why.
#[must_use]
pub fn left_out_words(pairs: usize) -> String {
    format!(
        "{} not shown: the archive has so many pairs that only those that shared at least {FEWEST_SUBJECTS} changes are.",
        if pairs == 1 { "1 pair is".to_owned() } else { format!("{} pairs are", format::count(pairs)) }
    )
}

/// The pairs that are shown, those of the highest-ranked agents first, and how many are not.
#[must_use]
pub fn pairs_by_rank(inputs: &Inputs<'_>, leaderboard: &Leaderboard) -> (Vec<Pair>, usize) {
    let places = leaderboard.places();
    let shown = leaderboard.pairs.iter().filter(|pair| inputs.shows_pair(pair.of));
    let mut shown: Vec<Pair> = shown
        .map(|pair| pair.seen_from(if places[pair.of[0]] < places[pair.of[1]] { pair.of[0] } else { pair.of[1] }))
        .collect();
    shown.sort_by_key(|pair| pair.of.map(|agent| places[agent]));
    let left_out = leaderboard.pairs.len() - shown.len();
    (shown, left_out)
}

/// The pairs of one agent that are shown, those with the highest-ranked rivals first, and how many are not.
#[must_use]
pub fn pairs_of(inputs: &Inputs<'_>, leaderboard: &Leaderboard, agent: usize) -> (Vec<Pair>, usize) {
    let places = leaderboard.places();
    let shown = leaderboard.pairs_of(agent).filter(|pair| inputs.shows_pair(pair.of));
    let mut shown: Vec<Pair> = shown.map(|pair| pair.seen_from(agent)).collect();
    shown.sort_by_key(|pair| places[pair.of[1]]);
    let left_out = leaderboard.pairs_of(agent).count() - shown.len();
    (shown, left_out)
}
