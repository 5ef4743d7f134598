//! How every figure is calculated, with its formula.

use super::content::Content;
use super::inputs::Inputs;
use super::needs::{Choice, Part};
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::Route;
use super::shell::{About, Shell};
use crate::aggregate::joined::CountedAs;
use crate::aggregate::matching::{PERHAPS, SAID_LEFT, SAID_RAISED, SAME};
use crate::aggregate::pairs::FEWEST_SUBJECTS;
use crate::aggregate::panel::choice::LARGEST;
use crate::model::Severity;
use crate::text::format;
use serde::Serialize;
use std::collections::BTreeMap;

const TEMPLATE: &str = "methodology.html";

/// The page about how figures are calculated.
pub static KIND: Kind = Kind {
    name: "methodology",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: |planner: &mut Planner<'_>| {
            if planner.has_agents() {
                planner.claim(&KIND, Route::Methodology.path(), Subject::Only);
            }
        },
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            Ok(Content::Page(inputs.render(TEMPLATE, &methodology_page(inputs, &file.path))?))
        },
    },
    needs: |planned, _, needs| {
        needs.choices([Choice::Weights]);
        needs.part(Part::Joined);
        let joined = planned.analysis.joined.agents.values();
        needs.parts(joined.map(|counted| Part::Agent(counted.kept.clone())));
    },
};

/// What `methodology.html` shows.
#[derive(Debug, Serialize)]
pub struct MethodologyPage {
    shell: Shell,
    /// Severity and weight.
    weights: Vec<(&'static str, String)>,
    penalty: String,
    beta: String,
    fewest: usize,
    /// The most agents of a panel that is looked at.
    largest: String,
    /// So many to one that two findings are one, where the site says that they are.
    odds_of_same: String,
    /// So many to one that they are not, where it says "perhaps".
    odds_against_perhaps: String,
    /// So many times as likely are two findings one where the later names the earlier as still there.
    odds_of_named: String,
    /// So many times as likely is the likeliest of a round that is said to have raised it.
    odds_of_raised: String,
    /// Agents that are counted as others: each with those, and the number of their reviews.
    joined_agents: Vec<JoinedAs>,
    /// Models, likewise.
    joined_models: Vec<JoinedAs>,
    agents: String,
    panels: String,
    leaderboard_data: String,
}

/// What is counted as something else.
#[derive(Debug, Serialize)]
struct JoinedAs {
    kept: String,
    /// Slug or spelling, and in how many reviews.
    others: Vec<(String, String)>,
}

fn joined<'j, T: Ord + ToString + 'j>(
    all: &'j BTreeMap<T, CountedAs<T>>,
    words: impl Fn(&T) -> String,
) -> Vec<JoinedAs> {
    let mut by_kept: BTreeMap<&T, Vec<(String, String)>> = BTreeMap::new();
    for (other, counted) in all.iter().filter(|(_, counted)| counted.reviews > 0) {
        let reviews = format::counted(counted.reviews, "review");
        by_kept.entry(&counted.kept).or_default().push((other.to_string(), reviews));
    }
    by_kept.into_iter().map(|(kept, others)| JoinedAs { kept: words(kept), others }).collect()
}

/// Fills the page, with the configured weights and β.
#[must_use]
pub fn methodology_page(inputs: &Inputs<'_>, path: &str) -> MethodologyPage {
    let weights = inputs.weights();
    let description = "How every figure on this site is calculated, and how certain it is.";
    MethodologyPage {
        shell: Shell::new(inputs, &About { path, title: "Methodology", description, is_article: false, current: "" }),
        weights: Severity::ALL
            .iter()
            .zip(weights.severity)
            .map(|(severity, weight)| (severity.word(), format::figure(weight)))
            .collect(),
        penalty: format::figure(weights.penalty),
        beta: format::figure(weights.beta),
        fewest: FEWEST_SUBJECTS,
        largest: format::small(LARGEST),
        odds_of_same: format::figure(tenths(SAME.exp())),
        odds_against_perhaps: format::figure(tenths((-PERHAPS).exp())),
        odds_of_named: format::figure(tenths(SAID_LEFT.exp())),
        odds_of_raised: format::figure(tenths(SAID_RAISED.exp())),
        joined_agents: joined(&inputs.joined().agents, |agent| inputs.agent_name(agent).to_owned()),
        joined_models: joined(&inputs.joined().models, Clone::clone),
        agents: Route::Agents(None, None, None).from(path),
        panels: Route::Panels.from(path),
        leaderboard_data: Route::LeaderboardData.from(path),
    }
}

fn tenths(odds: f64) -> f64 {
    (odds * 10.0).round() / 10.0
}
