//! What a review proposes to change, by scope.

use super::settled::DonePart;
use super::writer::ReviewWriter;
use crate::aggregate::ledger::{Ledger, RecommendationAt};
use crate::model::run::Recommendation;
use crate::model::{Digest, Slug};
use crate::page::needs::{Needs, Part};
use crate::page::parts;
use crate::page::plan::Planned;
use crate::page::route::{Route, recommended_anchor};
use crate::text::markdown::start_of;
use crate::text::{Html, format};
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
    /// The anchor of the text.
    id: String,
    body: Html,
    /// What was done about it; absent: the run does not say.
    done: Option<DonePart>,
    /// What of it other reviews propose too.
    again: Vec<AgainPart>,
}

/// A recommendation that other reviews propose too.
#[derive(Debug, Serialize)]
struct AgainPart {
    /// Its first words, where the text holds several.
    words: Option<String>,
    /// The review before this one that proposes it: day, for machines, subject, address.
    before: Option<OtherPart>,
    /// The next.
    then: Option<OtherPart>,
    /// `3 reviews`
    reviews: String,
    /// Its lasting place in the ledger.
    href: String,
}

#[derive(Debug, Serialize)]
struct OtherPart {
    words: String,
    href: String,
}

/// What of a run's recommendations other reviews propose too: its position in the digest, and those reviews' recommendations
/// that are nearest in time.
fn proposed_elsewhere(
    ledger: &Ledger,
    digest: &Digest,
    run: usize,
) -> Vec<(usize, Option<RecommendationAt>, Option<RecommendationAt>)> {
    let beside = |recommendation: usize| {
        let times = &ledger.proposals[ledger.number(RecommendationAt { run, recommendation })].times;
        // The corpus begins with the newest run.
        let before = times.iter().rev().find(|at| at.run > run).copied();
        (recommendation, before, times.iter().find(|at| at.run < run).copied())
    };
    let all = (0..digest.recommendations.len()).map(beside);
    all.filter(|(_, before, then)| before.is_some() || then.is_some()).collect()
}

/// What the recommendations of a review depend on.
pub fn needs(planned: &Planned<'_>, run: usize, needs: &mut Needs) {
    let analysis = planned.analysis;
    let digest = &analysis.corpus.runs[run];
    if digest.recommendations.is_empty() {
        return;
    }
    needs.part(Part::Proposals(run));
    let elsewhere = proposed_elsewhere(&analysis.ledger, digest, run);
    if !elsewhere.is_empty() {
        needs.part(Part::Newest);
    }
    for (recommendation, before, then) in elsewhere {
        let number = analysis.ledger.number(RecommendationAt { run, recommendation });
        let first = analysis.ledger.proposals[number].first();
        needs.parts([before, then, Some(first)].into_iter().flatten().map(|at| Part::Digest(at.run)));
    }
}

impl ReviewWriter<'_> {
    /// One section a scope, in the order in which scopes first appear.
    pub fn recommendations(&mut self) -> Option<RecommendationsPart> {
        let mut scopes: Vec<&Slug> = Vec::new();
        let mut of_scopes: BTreeMap<&Slug, Vec<(usize, &Recommendation)>> = BTreeMap::new();
        for (text, one) in self.context.run.recommendations.iter().enumerate() {
            let of_scope = of_scopes.entry(&one.scope).or_default();
            if of_scope.is_empty() {
                scopes.push(&one.scope);
            }
            of_scope.push((text, one));
        }
        if scopes.is_empty() {
            return None;
        }
        let id = self.anchors.from_words("", "Improvement Recommendations");
        let mut again = self.again();
        let scopes = scopes.into_iter().map(|scope| self.scope_part(scope, &of_scopes[scope], &mut again)).collect();
        Some(RecommendationsPart { id, scopes })
    }

    fn scope_part(
        &mut self,
        scope: &Slug,
        of_scope: &[(usize, &Recommendation)],
        again: &mut BTreeMap<usize, Vec<AgainPart>>,
    ) -> ScopePart {
        let title = parts::scope_words(scope);
        let id = self.anchors.from_words("", &title);
        let texts = of_scope.iter().map(|(text, one)| RecommendedPart {
            id: recommended_anchor(*text),
            body: self.blocks(&one.body, 4, &id),
            done: one.resolution.as_ref().map(|done| self.done(done)),
            again: again.remove(text).unwrap_or_default(),
        });
        let texts = texts.collect();
        ScopePart { id, title, texts }
    }

    /// What other reviews propose too, by the text that proposes it here.
    fn again(&self) -> BTreeMap<usize, Vec<AgainPart>> {
        const MOST_WORDS: usize = 60;
        let (inputs, run) = (&self.context.inputs, self.context.at);
        let all = &self.context.digest().recommendations;
        let mut again: BTreeMap<usize, Vec<AgainPart>> = BTreeMap::new();
        if all.is_empty() {
            return again;
        }
        let ledger = inputs.proposals(run);
        for (recommendation, before, then) in proposed_elsewhere(ledger, self.context.digest(), run) {
            let one = &all[recommendation];
            let number = ledger.number(RecommendationAt { run, recommendation });
            let has_several = all.iter().filter(|other| other.text == one.text).count() > 1;
            again.entry(one.text).or_default().push(AgainPart {
                words: has_several.then(|| start_of(&one.words, MOST_WORDS)),
                before: before.map(|at| self.other(at)),
                then: then.map(|at| self.other(at)),
                reviews: format::counted(ledger.proposals[number].reviews, "review"),
                href: parts::proposal_href(inputs, ledger, number, self.path),
            });
        }
        again
    }

    fn other(&self, at: RecommendationAt) -> OtherPart {
        let inputs = &self.context.inputs;
        let run = inputs.digest(at.run);
        let day = parts::day_words(run.date.day(), inputs.newest_year());
        OtherPart {
            words: format!("{}, {day}", parts::subject_words(run)),
            href: Route::Review(&run.id)
                .anchor_from(self.path, &recommended_anchor(run.recommendations[at.recommendation].text)),
        }
    }
}
