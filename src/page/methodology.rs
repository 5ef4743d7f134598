//! How every figure is counted, with its formula.

use super::comparison::Comparison;
use super::route::Route;
use super::shell::{About, Shell};
use crate::aggregate::pairs::FEWEST_SUBJECTS;
use crate::model::Severity;
use crate::text::format;
use serde::Serialize;

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

/// Fills the page.
#[must_use]
pub fn methodology_page(comparison: &Comparison<'_>) -> MethodologyPage {
    let path = Route::Methodology.path();
    let weights = &comparison.around.config.weights;
    let description = "How every figure of this site is counted, and how sure it is.";
    MethodologyPage {
        shell: Shell::new(
            comparison.around,
            &About { path: &path, title: "Methodology", description, is_article: false, current: "" },
        ),
        weights: Severity::ALL
            .iter()
            .zip(weights.severity)
            .map(|(severity, weight)| (severity.word(), format::figure(weight)))
            .collect(),
        penalty: format::figure(weights.penalty),
        beta: format::figure(weights.beta),
        fewest: FEWEST_SUBJECTS,
        agents: Route::Agents(None, None, None).from(&path),
        panels: Route::Panels.from(&path),
        leaderboard_data: Route::LeaderboardData.from(&path),
    }
}
