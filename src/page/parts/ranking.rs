//! The leaderboard: agents ranked by one criterion, with what else is known of each, and its versions behind a fold.

mod versions;
mod words;

pub use words::{comparatives, criterion_label, criterion_words};

use crate::aggregate::contest::{Contest, Measured};
use crate::aggregate::criterion::{Basis, Criterion};
use crate::aggregate::figures::Figures;
use crate::aggregate::leaderboard::Leaderboard;
use crate::aggregate::statistics::interval::Interval;
use crate::chart::interval::{PlottedEstimate, head_of_ticks, interval_and_mean};
use crate::chart::{Axis, Swatch};
use crate::page::inputs::{AgentLink, Inputs};
use crate::page::parts::board::rank_words;
use crate::text::markdown::start_of;
use crate::text::{Html, format};
use serde::Serialize;
use versions::{VersionsPart, versions_part};
use words::{column_label, definition, reading_words, without};

/// A leaderboard by one criterion.
#[derive(Debug, Serialize)]
pub struct RankingPart {
    /// What it is ranked by, after "by".
    by: &'static str,
    /// What that is, and how the drawing is read.
    about: String,
    /// The head of the column that ranks, and its axis.
    chosen: &'static str,
    axis: Html,
    /// The heads of the other figures.
    facts: Vec<&'static str>,
    /// How many columns there are.
    width: usize,
    rows: Vec<RankedAgent>,
    /// Figures that no agent here has, in words.
    absent: Option<String>,
    /// Agents of whose findings nobody judged any, where those of others are.
    unjudged: Option<String>,
}

#[derive(Debug, Serialize)]
struct RankedAgent {
    anchor: String,
    rank: Option<String>,
    agent: AgentLink,
    /// The whole name, where it is cut.
    full: Option<String>,
    figures: RankedFigures,
    versions: Option<VersionsPart>,
}

/// A row of figures.
#[derive(Debug, Serialize)]
struct RankedFigures {
    chosen: Option<ChosenCell>,
    /// Where there is none.
    without: &'static str,
    reading: String,
    /// Where that is said in full.
    reading_at: Option<String>,
    reviews: String,
    /// Runs of which nothing came, in words: those that failed, and those that raised nothing.
    lost: Vec<String>,
    facts: Vec<FactCell>,
}

/// The figure that ranks.
#[derive(Debug, Serialize)]
struct ChosenCell {
    value: String,
    /// Both ends of its interval, or "too few".
    ends: String,
    /// The mean per change.
    mean: Option<String>,
    drawn: Html,
}

#[derive(Debug, Serialize)]
struct FactCell {
    label: &'static str,
    value: Option<String>,
    ends: Option<String>,
    without: &'static str,
    /// `first` where it begins a line of a card, and `next` in any line but the first.
    place: &'static str,
}

/// The column that is no criterion.
const MEDIAN: &str = "Median";
/// How wide the drawing is.
const WIDTH: f64 = 124.0;
/// Letters of a name in the table; the page of the agent has all of it.
const LONGEST_NAME: usize = 60;

/// The ids of the sections of the pages that show a leaderboard, which people link to. An agent that is called like one of
/// them has another anchor: `~` is in no slug.
const SECTIONS: [&str; 9] =
    ["agents", "answer", "files", "head-to-head", "leaderboard", "newest", "over-time", "overlap", "versions"];

fn anchor_of(agent: &str) -> String {
    if SECTIONS.contains(&agent) { format!("~{agent}") } else { agent.to_owned() }
}

/// How much of a leaderboard a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The first few agents.
    First(usize),
    /// All agents with their versions, of a part of the archive.
    Slice,
    /// The same of the whole archive, where versions are compared as well.
    Whole,
}

/// The leaderboard by a criterion.
#[must_use]
pub fn ranking_part(
    inputs: &Inputs<'_>,
    leaderboard: &Leaderboard,
    criterion: Criterion,
    from: &str,
    extent: Extent,
) -> RankingPart {
    let contest = leaderboard.contest(criterion);
    let mut order = leaderboard.order_by(criterion);
    if let Extent::First(most) = extent {
        order.truncate(most);
    }
    let writer =
        Writer { inputs, leaderboard, contest, from, extent, axis: axis(inputs, leaderboard, contest, &order, extent) };
    let columns = writer.columns(&order);
    RankingPart {
        by: criterion_words(criterion),
        about: about(inputs, contest, extent),
        chosen: if criterion == Criterion::RecallOfOthers {
            "Recall of others %"
        } else {
            column_label(criterion, contest.basis)
        },
        axis: head_of_ticks(&writer.axis, WIDTH, format::figure),
        facts: columns.there.iter().map(|column| column.label(contest.basis)).collect(),
        width: columns.there.len() + 6,
        rows: order.iter().map(|agent| writer.row(*agent, &columns.there)).collect(),
        absent: (!columns.absent.is_empty()).then(|| columns.absent.join(", ")),
        unjudged: unjudged(inputs, contest, leaderboard, &order),
    }
}

fn about(inputs: &Inputs<'_>, contest: &Contest, extent: Extent) -> String {
    let drawn = match contest.criterion {
        Criterion::F1 | Criterion::Score => "the dot the figure",
        _ => "the dot all findings alike, the tick the mean per change",
    };
    let definition = definition(inputs, contest.criterion, contest.basis);
    let read = format!("{definition} The bar is the 95% interval, {drawn}.");
    match extent {
        Extent::First(_) => read,
        Extent::Slice | Extent::Whole => format!(
            "{read} Who cannot be told apart, after correcting for all pairs, shares a range of ranks. A failed run is in no \
             figure; an empty one, which raised nothing, counts as a review."
        ),
    }
}

/// The agents without any judged finding, where others have some.
fn unjudged(inputs: &Inputs<'_>, contest: &Contest, leaderboard: &Leaderboard, order: &[usize]) -> Option<String> {
    if contest.basis == Basis::Kept {
        return None;
    }
    let is_unjudged =
        |at: &&usize| leaderboard.agents[**at].found > 0 && leaderboard.agents[**at].judged_precision.is_none();
    let names: Vec<&str> = order.iter().filter(is_unjudged).map(|at| inputs.name(*at)).collect();
    match names.len() {
        0 => None,
        1..=3 => Some(format!(
            "Nobody judged a finding of {}, so that there is no precision.",
            super::enumerated(&names, "or")
        )),
        many => Some(format!("Nobody judged a finding of {many} of these agents, so that they have no precision.")),
    }
}

/// An axis on which everything fits that is drawn.
fn axis(inputs: &Inputs<'_>, leaderboard: &Leaderboard, contest: &Contest, order: &[usize], extent: Extent) -> Axis {
    let field = inputs.field();
    let versions = leaderboard.versions_by(contest.criterion);
    let of_versions = order
        .iter()
        .filter(|_| !matches!(extent, Extent::First(_)))
        .flat_map(|agent| field.versions_of(*agent))
        .filter(|version| versions::is_shown(&leaderboard.versions[*version]))
        .filter_map(|version| versions.get(version).copied().flatten());
    let all = order.iter().filter_map(|agent| contest.value(*agent)).chain(of_versions);
    let scale = scale(contest.criterion);
    let ends = all.flat_map(|of| {
        let Interval { low, high } = of.interval.unwrap_or(Interval { low: of.value, high: of.value });
        [low * scale, high * scale]
    });
    let bounds = if contest.criterion.is_share() { (0.0, 100.0) } else { (f64::NEG_INFINITY, f64::INFINITY) };
    Axis::over(ends, 4, bounds)
}

/// What a figure is shown in: per cent, or points.
fn scale(criterion: Criterion) -> f64 {
    if criterion.is_share() { 100.0 } else { 1.0 }
}

fn value_words(criterion: Criterion, value: f64) -> String {
    if criterion.is_share() { format::share(value) } else { format::signed(value) }
}

fn range_words(criterion: Criterion, Interval { low, high }: Interval) -> String {
    if criterion.is_share() { format::share_range(low, high) } else { format::signed_range(low, high) }
}

/// A figure beside the one that ranks.
#[derive(Clone, Copy, PartialEq)]
enum Column {
    By(Criterion),
    Median,
}

impl Column {
    fn label(self, basis: Basis) -> &'static str {
        match self {
            Self::By(criterion) => column_label(criterion, basis),
            Self::Median => MEDIAN,
        }
    }
}

/// Figures that at least one agent has, and in words those that none has.
struct Columns {
    there: Vec<Column>,
    absent: Vec<&'static str>,
}

/// Whose figures they are.
#[derive(Clone, Copy)]
enum Whose {
    Agent(usize),
    Version(usize),
}

struct Writer<'w> {
    inputs: &'w Inputs<'w>,
    leaderboard: &'w Leaderboard,
    contest: &'w Contest,
    from: &'w str,
    extent: Extent,
    axis: Axis,
}

impl Writer<'_> {
    fn columns(&self, order: &[usize]) -> Columns {
        let all =
            Criterion::RANKING.into_iter().filter(|criterion| *criterion != self.contest.criterion).map(Column::By);
        let has = |column: &Column| {
            order.iter().any(|agent| match column {
                Column::By(criterion) => self.measured(Whose::Agent(*agent), *criterion).is_some(),
                Column::Median => self.leaderboard.agents[*agent].duration_by_change.is_some(),
            })
        };
        let (there, absent): (Vec<Column>, Vec<Column>) = all.chain([Column::Median]).partition(has);
        let words = |column: Column| match column {
            Column::By(Criterion::Precision) => "precision",
            Column::By(criterion) => criterion_words(criterion),
            Column::Median => "time",
        };
        Columns { there, absent: absent.into_iter().map(words).collect() }
    }

    fn measured(&self, whose: Whose, criterion: Criterion) -> Option<Measured> {
        match whose {
            Whose::Agent(agent) => self.leaderboard.contest(criterion).value(agent),
            Whose::Version(version) => self.leaderboard.versions_by(criterion).get(version).copied().flatten(),
        }
    }

    fn row(&self, agent: usize, columns: &[Column]) -> RankedAgent {
        let link = self.inputs.agent_link(agent, self.from);
        let cut = start_of(&link.name, LONGEST_NAME);
        let full = (cut != link.name).then(|| link.name.clone());
        let of = &self.leaderboard.agents[agent];
        RankedAgent {
            anchor: anchor_of(&self.inputs.member(agent).address),
            rank: self.contest.rank(agent).map(rank_words),
            agent: AgentLink { name: cut, ..link },
            full,
            figures: RankedFigures {
                reading: reading_words(self.inputs, self.leaderboard, self.contest, agent),
                ..self.figures(Whose::Agent(agent), of, agent, columns)
            },
            versions: match self.extent {
                Extent::First(_) => None,
                Extent::Slice | Extent::Whole => versions_part(self, agent, columns),
            },
        }
    }

    /// All but the reading.
    fn figures(&self, whose: Whose, of: &Figures, agent: usize, columns: &[Column]) -> RankedFigures {
        let (criterion, basis) = (self.contest.criterion, self.contest.basis);
        let is_alone = of.accompanied == 0;
        let mean = match whose {
            Whose::Agent(agent) => self.contest.means.get(agent).copied().flatten(),
            Whose::Version(_) => None,
        };
        let swatch = self.inputs.swatch(agent);
        RankedFigures {
            chosen: self.measured(whose, criterion).map(|measured| self.chosen(measured, mean, swatch)),
            without: without(criterion, basis, of, is_alone),
            reading: String::new(),
            reading_at: None,
            reviews: format::count(of.reviews),
            lost: [(of.failures, "failed"), (of.unparsed, "unparsed"), (of.empty, "empty")]
                .into_iter()
                .filter(|(runs, _)| *runs > 0)
                .map(|(runs, words)| format!("{} {words}", format::count(runs)))
                .collect(),
            facts: columns.iter().enumerate().map(|(at, column)| self.fact(whose, of, is_alone, *column, at)).collect(),
        }
    }

    fn chosen(&self, of: Measured, mean: Option<f64>, swatch: Swatch) -> ChosenCell {
        let (criterion, scale) = (self.contest.criterion, scale(self.contest.criterion));
        let ends = of.interval.map(|ends| (ends.low * scale, ends.high * scale));
        let range = PlottedEstimate { value: of.value * scale, ends };
        ChosenCell {
            value: value_words(criterion, of.value),
            ends: of.interval.map_or_else(|| "too few".to_owned(), |ends| range_words(criterion, ends)),
            mean: mean.map(|mean| value_words(criterion, mean)),
            drawn: interval_and_mean(&self.axis, WIDTH, Some(swatch), range, mean.map(|mean| mean * scale)),
        }
    }

    fn fact(&self, whose: Whose, of: &Figures, is_alone: bool, column: Column, at: usize) -> FactCell {
        let basis = self.contest.basis;
        let is_agent = matches!(whose, Whose::Agent(_));
        let (value, ends, without) = match column {
            Column::By(criterion) => {
                let measured = self.measured(whose, criterion);
                let ends = measured.filter(|_| is_agent).map(|measured| {
                    measured.interval.map_or_else(|| "too few".to_owned(), |ends| range_words(criterion, ends))
                });
                let value = measured.map(|measured| value_words(criterion, measured.value));
                (value, ends, without(criterion, basis, of, is_alone))
            }
            Column::Median => {
                (of.duration_by_change.map(|median| format::duration_clock(median.value)), None, "not recorded")
            }
        };
        // A card has three to a line, the first of which is the number of reviews.
        let place = match at {
            2 => " first next",
            _ => "",
        };
        FactCell { label: column.label(basis), value, ends, without, place }
    }
}
