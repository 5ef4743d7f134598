//! How every figure is calculated, with its formula.

use super::content::Content;
use super::inputs::Inputs;
use super::needs::Choice;
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::Route;
use super::shell::{About, Shell};
use crate::aggregate::pairs::FEWEST_SUBJECTS;
use crate::model::Severity;
use crate::text::format;
use serde::Serialize;

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
    needs: |_, _, needs| needs.choices([Choice::Weights]),
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
    agents: String,
    panels: String,
    leaderboard_data: String,
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
        agents: Route::Agents(None, None, None).from(path),
        panels: Route::Panels.from(path),
        leaderboard_data: Route::LeaderboardData.from(path),
    }
}
