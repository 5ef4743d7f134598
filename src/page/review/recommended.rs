//! What a review proposes to change, by scope.

use super::settled::DonePart;
use super::writer::ReviewWriter;
use crate::model::Slug;
use crate::model::run::Recommendation;
use crate::page::parts;
use crate::text::Html;
use serde::Serialize;
use std::collections::BTreeMap;

/// All recommendations.
#[derive(Debug, Serialize)]
pub struct RecommendationsPart {
    pub id: String,
    scopes: Vec<ScopePart>,
}

/// Those of one scope.
#[derive(Debug, Serialize)]
struct ScopePart {
    id: String,
    title: String,
    texts: Vec<RecommendedPart>,
}

#[derive(Debug, Serialize)]
struct RecommendedPart {
    body: Html,
    /// What was done about it; absent: the run does not say.
    done: Option<DonePart>,
}

impl ReviewWriter<'_> {
    /// One section a scope, in the order in which scopes first appear.
    pub fn recommendations(&mut self) -> Option<RecommendationsPart> {
        let mut scopes: Vec<&Slug> = Vec::new();
        let mut of_scopes: BTreeMap<&Slug, Vec<&Recommendation>> = BTreeMap::new();
        for one in &self.context.run.recommendations {
            let of_scope = of_scopes.entry(&one.scope).or_default();
            if of_scope.is_empty() {
                scopes.push(&one.scope);
            }
            of_scope.push(one);
        }
        if scopes.is_empty() {
            return None;
        }
        let id = self.anchors.from_words("", "Improvement Recommendations");
        let scopes = scopes.into_iter().map(|scope| self.scope_part(scope, &of_scopes[scope])).collect();
        Some(RecommendationsPart { id, scopes })
    }

    fn scope_part(&mut self, scope: &Slug, of_scope: &[&Recommendation]) -> ScopePart {
        let title = parts::scope_words(scope);
        let id = self.anchors.from_words("", &title);
        let texts = of_scope.iter().map(|one| RecommendedPart {
            body: self.blocks(&one.body, 4, &id),
            done: one.resolution.as_ref().map(|done| self.done(done)),
        });
        let texts = texts.collect();
        ScopePart { id, title, texts }
    }
}
