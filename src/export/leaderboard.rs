//! The leaderboard as data: `data/leaderboard.json`, format `pilcrow-leaderboard/2`, described in docs/data.md.
//!
//! Shares are from 0 to 1 and not rounded, durations seconds, costs US dollars. What was not recorded is `null`.

mod changes;
mod figures;
mod panels;
mod standings;

use super::Addresses;
use crate::aggregate::Analysis;
use crate::aggregate::ability::Ability;
use crate::aggregate::pairs::{Pair, Reading};
use changes::{ChangeData, DriftData};
use figures::{FigureData, ends, figures};
use panels::{AnswerData, MissedData, PanelData};
use serde::Serialize;
use standings::{Amount, ByCriterion, DuelData, RankData, Standing, basis_word};

const FORMAT: &str = "pilcrow-leaderboard/2";

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
    /// What says which findings are right, where precision and F1 rank: `judged` or `kept`.
    precision_basis: &'static str,
    panels: Vec<PanelData<'d>>,
    answer: Option<AnswerData<'d>>,
    missed: Vec<MissedData>,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names of the format")]
struct Agent<'d> {
    agent: &'d str,
    name: &'d str,
    url: String,
    #[serde(flatten)]
    figures: FigureData,
    /// By recall of others.
    rank: Option<RankData>,
    criteria: ByCriterion<Standing>,
    ability: Option<AbilityData>,
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
    criteria: ByCriterion<Option<Amount>>,
    change: Vec<ChangeData<'d>>,
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
    criteria: ByCriterion<Option<Amount>>,
    change: Vec<ChangeData<'d>>,
    drift: Option<DriftData<'d>>,
}

/// In logits; of agents of one group the difference of two is that of their log-odds to find any finding.
#[derive(Serialize)]
struct AbilityData {
    value: f64,
    low: f64,
    high: f64,
    changes: usize,
    group: usize,
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
    /// `null` for two that have no page: they are many, and shared next to nothing.
    criteria: Option<ByCriterion<Option<DuelData<'d>>>>,
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
            rank: board.rank(agent).map(standings::rank),
            criteria: standings::standings(board, agent),
            ability: analysis.abilities[agent].map(ability),
            rating: (),
        }
    });
    let models = field.models.iter().enumerate().zip(&board.models).map(|((at, model), of)| Model {
        agent: slug(model.agent),
        model: model.model,
        figures: figures(of),
        criteria: standings::values(|criterion| board.models_by(criterion), at),
        change: changes::of_model(analysis, at),
    });
    let versions = field.versions.iter().enumerate().zip(&board.versions).map(|((at, version), of)| Version {
        agent: slug(version.agent),
        model: version.model,
        effort: version.effort,
        tools: analysis.setups[at].tools.clone(),
        instructions: analysis.setups[at].instructions.clone(),
        figures: figures(of),
        criteria: standings::values(|criterion| board.versions_by(criterion), at),
        change: changes::of_version(analysis, at),
        drift: changes::drift(analysis, at),
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
        precision_basis: basis_word(board.basis()),
        panels: panels::panels(analysis),
        answer: panels::answer(analysis),
        missed: panels::missed(analysis),
    };
    // Texts and finite numbers can always be written.
    let mut out = serde_json::to_string(&document).unwrap_or_default();
    out.push('\n');
    out
}

fn ability(of: Ability) -> AbilityData {
    AbilityData { value: of.value, low: of.interval.low, high: of.interval.high, changes: of.subjects, group: of.group }
}

fn slugs<'d>(analysis: &'d Analysis<'_>, agents: &[usize]) -> Vec<&'d str> {
    agents.iter().map(|agent| analysis.field.agents[*agent].as_str()).collect()
}

/// What an agent's page is called.
fn address<'d>(analysis: &'d Analysis<'_>, agent: usize) -> &'d str {
    let slug = analysis.field.agents[agent];
    analysis.roster.member(slug).map_or(slug.as_str(), |member| member.address.as_str())
}

fn pair<'d>(analysis: &'d Analysis<'_>, addresses: &dyn Addresses, pair: &Pair) -> PairData<'d> {
    let slug = |agent: usize| analysis.field.agents[agent].as_str();
    let [first, second] = pair.of.map(|agent| address(analysis, agent));
    let (reading, has_page) = (pair.reading(), analysis.shown_pairs.contains(&pair.of));
    PairData {
        first: slug(pair.of[0]),
        second: slug(pair.of[1]),
        url: has_page.then(|| addresses.pair(first, second)),
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
        criteria: has_page.then(|| standings::duels(analysis.whole(), pair.of, slug)),
    }
}
