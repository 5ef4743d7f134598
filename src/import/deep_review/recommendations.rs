//! What a report closes with: what to do better next time.

use crate::import::markdown::outline::{Part, trimmed_text};
use crate::import::slug_of;
use crate::model::Slug;
use crate::model::run::Recommendation;

/// Scope and text of each recommendation below `## Review Process Notes` and its like; what stands above the first scope
/// goes with `otherwise`.
pub fn read_recommendations(parts: &[Part<'_>], otherwise: &str) -> Vec<Recommendation> {
    let mut out: Vec<Recommendation> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let mut scope = if at == 0 { slug_of(otherwise) } else { scope_from_heading(part.name()) };
        let mut lines = Vec::new();
        for line in &part.lines {
            let label = line.text.trim().strip_prefix("**").and_then(|text| text.strip_suffix("**"));
            let label = label.map(|label| label.trim_end_matches(':')).filter(|_| !line.is_code);
            let named = label.filter(|label| is_scope(label)).and_then(scope_from_heading);
            if named.is_some() {
                push_recommendation(&mut out, scope.clone(), &trimmed_text(&lines));
                (scope, lines) = (named, Vec::new());
            } else {
                lines.push(*line);
            }
        }
        push_recommendation(&mut out, scope, &trimmed_text(&lines));
    }
    out
}

fn push_recommendation(out: &mut Vec<Recommendation>, scope: Option<Slug>, body: &str) {
    if let (Some(scope), false) = (scope, super::design::says_none(body)) {
        out.push(Recommendation { scope, body: body.to_owned(), resolution: None });
    }
}

fn is_scope(label: &str) -> bool {
    ["Repo context updates", "Skill improvements", "Repo context update", "Skill improvement"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(label))
}

fn scope_from_heading(heading: &str) -> Option<Slug> {
    match heading.to_lowercase().as_str() {
        "repo context updates" | "repo context update" => "repo-context".parse().ok(),
        "skill improvements" | "skill improvement" => "skill".parse().ok(),
        other => slug_of(other),
    }
}
