//! The leaderboard as data: `data/leaderboard.json`, format `pilcrow-leaderboard/1`, described in docs/data.md.
//!
//! Shares are from 0 to 1 and not rounded, durations seconds, costs US dollars. What was not recorded is `null`.

use super::Addresses;
use crate::aggregate::Analysis;
use crate::aggregate::figures::Figures;
use crate::aggregate::interval::{Estimate, Interval, Median};
use crate::aggregate::leaderboard::Rank;
use crate::aggregate::pairs::{Pair, Reading};
use crate::model::Severity;
use serde::Serialize;
use std::collections::BTreeMap;

const FORMAT: &str = "pilcrow-leaderboard/1";

#[derive(Serialize)]
struct Document<'d> {
    format: &'static str,
    reviews: usize,
    subjects: usize,
    problems: usize,
    agents: Vec<Agent<'d>>,
    models: Vec<Model<'d>>,
    versions: Vec<Version<'d>>,
    pairs: Vec<PairData<'d>>,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names of the format")]
struct Agent<'d> {
    agent: &'d str,
    name: &'d str,
    url: String,
    #[serde(flatten)]
    figures: FigureData,
    rank: Option<RankData>,
    /// Always `null`: agents have had no rating since format 2.
    rating: (),
}

/// A model, all efforts together.
#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names of the format")]
struct Model<'d> {
    agent: &'d str,
    model: Option<&'d str>,
    #[serde(flatten)]
    figures: FigureData,
}

#[derive(Serialize)]
struct Version<'d> {
    agent: &'d str,
    model: Option<&'d str>,
    effort: Option<&'d str>,
    /// Programs that it was run with, newest first; empty where no run states one.
    tools: Vec<&'d str>,
    /// Versions of its instructions, likewise.
    instructions: Vec<&'d str>,
    #[serde(flatten)]
    figures: FigureData,
}

#[derive(Serialize)]
struct FigureData {
    reviews: usize,
    subjects: usize,
    failures: usize,
    found: usize,
    rejected: Option<usize>,
    pool: usize,
    solo: usize,
    precision: Option<Share>,
    recall: Option<Share>,
    f1: Option<f64>,
    f_beta: Option<f64>,
    solo_share: Option<Share>,
    acted_on: Option<Share>,
    by_severity: BTreeMap<&'static str, FoundOf>,
    /// Of findings that nobody rated, which `by_severity` leaves out.
    unrated: FoundOf,
    rated_higher: usize,
    rated_equal: usize,
    rated_lower: usize,
    duration_median_seconds: Option<f64>,
    duration: Option<Duration>,
    found_per_10_minutes: Option<f64>,
    cost_usd: Option<f64>,
    cost_usd_per_finding: Option<f64>,
    cost_usd_per_critical_or_important: Option<f64>,
    score_per_review: Option<f64>,
    /// Of the findings that people judged right or not, those that they judged right.
    agreement: Option<Share>,
}

#[derive(Serialize)]
struct FoundOf {
    found: usize,
    pool: usize,
}

#[derive(Serialize)]
struct Share {
    value: f64,
    low: f64,
    high: f64,
    hits: usize,
    out_of: usize,
    subjects: usize,
}

#[derive(Serialize)]
struct Duration {
    median: f64,
    lower_quartile: f64,
    upper_quartile: f64,
    low: Option<f64>,
    high: Option<f64>,
    count: usize,
}

#[derive(Serialize)]
struct RankData {
    best: usize,
    worst: usize,
}

#[derive(Serialize)]
struct PairData<'d> {
    first: &'d str,
    second: &'d str,
    /// `null` for two that have no page.
    url: Option<String>,
    reviews: usize,
    subjects: usize,
    only_first: usize,
    only_second: usize,
    both: usize,
    neither: usize,
    recall_difference: Option<DifferenceData>,
    mcnemar_p: f64,
    mcnemar_p_holm: f64,
    clustered_p_holm: Option<f64>,
    /// The agent that finds more; `null` where the two cannot be told apart or have not enough data.
    better: Option<&'d str>,
    enough_data: bool,
}

#[derive(Serialize)]
struct DifferenceData {
    value: f64,
    low: Option<f64>,
    high: Option<f64>,
}

/// The leaderboard of the whole archive.
#[must_use]
pub fn leaderboard_json(analysis: &Analysis<'_>, addresses: &dyn Addresses) -> String {
    let (board, field) = (analysis.whole(), &analysis.field);
    let slug = |agent: usize| field.agents[agent].as_str();
    let agents = board.order().iter().copied().map(|agent| {
        let member = analysis.roster.member(field.agents[agent]);
        Agent {
            agent: slug(agent),
            name: member.map_or(slug(agent), |member| member.name.as_str()),
            url: addresses.agent(address(analysis, agent)),
            figures: figures(&board.agents[agent]),
            rank: board.rank(agent).map(|Rank { best, worst }| RankData { best, worst }),
            rating: (),
        }
    });
    let models = field.models.iter().zip(&board.models).map(|(model, of)| Model {
        agent: slug(model.agent),
        model: model.model,
        figures: figures(of),
    });
    let versions = field.versions.iter().enumerate().zip(&board.versions).map(|((at, version), of)| Version {
        agent: slug(version.agent),
        model: version.model,
        effort: version.effort,
        tools: analysis.setups[at].tools.clone(),
        instructions: analysis.setups[at].instructions.clone(),
        figures: figures(of),
    });
    let document = Document {
        format: FORMAT,
        reviews: board.reviews,
        subjects: board.subjects,
        problems: analysis.totals.problems,
        agents: agents.collect(),
        models: models.collect(),
        versions: versions.collect(),
        pairs: board.pairs.iter().map(|of| pair(analysis, addresses, of)).collect(),
    };
    // Texts and finite numbers can always be written.
    let mut out = serde_json::to_string(&document).unwrap_or_default();
    out.push('\n');
    out
}

/// What an agent's page is called.
fn address<'d>(analysis: &'d Analysis<'_>, agent: usize) -> &'d str {
    let slug = analysis.field.agents[agent];
    analysis.roster.member(slug).map_or(slug.as_str(), |member| member.address.as_str())
}

fn figures(of: &Figures) -> FigureData {
    let by_severity = Severity::ALL
        .iter()
        .zip(of.by_severity)
        .map(|(severity, (found, pool))| (severity.word(), FoundOf { found, pool }))
        .collect();
    FigureData {
        reviews: of.reviews,
        subjects: of.subjects,
        failures: of.failures,
        found: of.found,
        rejected: of.rejected,
        pool: of.pool,
        solo: of.solo,
        precision: of.precision.map(share),
        recall: of.recall.map(share),
        f1: of.f.map(|(f1, _)| f1),
        f_beta: of.f.map(|(_, f)| f),
        solo_share: of.solo_share.map(share),
        acted_on: of.acted_on.map(share),
        by_severity,
        unrated: FoundOf { found: of.unrated.0, pool: of.unrated.1 },
        rated_higher: of.rated[0],
        rated_equal: of.rated[1],
        rated_lower: of.rated[2],
        duration_median_seconds: of.duration.map(|duration| duration.value),
        duration: of.duration.map(duration),
        found_per_10_minutes: of.per_ten_minutes,
        cost_usd: of.cost,
        cost_usd_per_finding: of.cost_per_finding,
        cost_usd_per_critical_or_important: of.cost_per_grave,
        score_per_review: of.score,
        agreement: of.agreement.map(share),
    }
}

fn share(of: Estimate) -> Share {
    let Interval { low, high } = of.interval;
    Share { value: of.value, low, high, hits: of.hits, out_of: of.out_of, subjects: of.clusters }
}

fn duration(of: Median) -> Duration {
    let ends = ends(of.interval);
    Duration {
        median: of.value,
        lower_quartile: of.lower_quartile,
        upper_quartile: of.upper_quartile,
        low: ends.0,
        high: ends.1,
        count: of.count,
    }
}

fn ends(interval: Option<Interval>) -> (Option<f64>, Option<f64>) {
    interval.map(|ends| (ends.low, ends.high)).unzip()
}

fn pair<'d>(analysis: &'d Analysis<'_>, addresses: &dyn Addresses, pair: &Pair) -> PairData<'d> {
    let slug = |agent: usize| analysis.field.agents[agent].as_str();
    let [first, second] = pair.of.map(|agent| address(analysis, agent));
    let reading = pair.reading();
    PairData {
        first: slug(pair.of[0]),
        second: slug(pair.of[1]),
        url: analysis.shown_pairs.contains(&pair.of).then(|| addresses.pair(first, second)),
        reviews: pair.reviews,
        subjects: pair.subjects,
        only_first: pair.shared.only_first,
        only_second: pair.shared.only_second,
        both: pair.shared.both,
        neither: pair.shared.neither,
        recall_difference: pair.difference.map(|difference| {
            let (low, high) = ends(difference.interval);
            DifferenceData { value: difference.value, low, high }
        }),
        mcnemar_p: pair.p,
        mcnemar_p_holm: pair.corrected,
        clustered_p_holm: pair.clustered,
        better: match reading {
            Reading::Better(which) => Some(slug(pair.of[which])),
            Reading::NotEnough | Reading::Alike => None,
        },
        enough_data: reading != Reading::NotEnough,
    }
}
