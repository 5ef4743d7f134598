//! What a review says beside its findings: gaps in tests and documentation, and what earlier rounds decided.
//!
//! Reports say both in sections too, and these stay. A list that adds nothing to them is left out of the page.

use super::writer::ReviewWriter;
use crate::model::finding::Resolution;
use crate::model::run::{Gap, GapKind, PriorDecision};
use crate::text::Html;
use serde::Serialize;

/// Gaps in tests and documentation.
#[derive(Debug, Serialize)]
pub struct GapsPart {
    pub id: String,
    pub count: usize,
    gaps: Vec<GapPart>,
}

#[derive(Debug, Serialize)]
struct GapPart {
    kind: &'static str,
    body: Html,
    /// What was done about it; absent: the run does not say.
    done: Option<DonePart>,
}

/// What was done about a gap or a recommendation.
#[derive(Debug, Serialize)]
pub struct DonePart {
    words: &'static str,
    /// Whether something was changed.
    is_done: bool,
    reason: Option<Html>,
    commit: Option<super::parts::Link>,
}

/// What earlier rounds decided, and this one abides by.
#[derive(Debug, Serialize)]
pub struct PriorPart {
    pub id: String,
    pub count: usize,
    decisions: Vec<DecisionPart>,
}

#[derive(Debug, Serialize)]
struct DecisionPart {
    finding: Html,
    /// `round 2, I1`
    place: Option<String>,
    decision: Option<Html>,
    reason: Option<Html>,
}

impl ReviewWriter<'_> {
    pub fn gaps(&mut self) -> Option<GapsPart> {
        let run = self.context.run;
        let gaps = &run.gaps;
        let is_nothing_done = gaps.iter().all(|gap| gap.resolution.is_none());
        if is_nothing_done && run.has_in_sections(gaps.iter().map(|gap| gap.body.as_str())) {
            return None;
        }
        let id = self.anchors.from_words("", "Gaps");
        let count = gaps.len();
        Some(GapsPart { gaps: gaps.iter().map(|gap| self.gap(gap, &id)).collect(), count, id })
    }

    fn gap(&mut self, gap: &Gap, id: &str) -> GapPart {
        let kind = match gap.kind {
            GapKind::Testing => "No test",
            GapKind::Documentation => "Not documented",
        };
        let body = self.blocks(&gap.body, 3, id);
        GapPart { kind, body, done: gap.resolution.as_ref().map(|done| self.done(done)) }
    }

    pub fn done(&self, done: &Resolution) -> DonePart {
        DonePart {
            words: done.action.words(),
            is_done: done.action.acted_on(),
            reason: done.reason.as_deref().map(|reason| self.markdown.line(reason)),
            commit: done.commit.as_deref().map(|sha| super::facts::commit_link(self.context, sha)),
        }
    }

    pub fn prior(&mut self) -> Option<PriorPart> {
        let run = self.context.run;
        let decisions = &run.prior_decisions;
        if run.has_in_sections(decisions.iter().flat_map(PriorDecision::texts)) {
            return None;
        }
        let id = self.anchors.from_words("", "Decided in earlier rounds");
        let count = decisions.len();
        Some(PriorPart { decisions: decisions.iter().map(|one| self.decision(one)).collect(), count, id })
    }

    fn decision(&self, one: &PriorDecision) -> DecisionPart {
        let round = one.round.map(|round| format!("round {round}"));
        let place: Vec<String> = round.into_iter().chain(one.reference.as_ref().map(ToString::to_string)).collect();
        DecisionPart {
            finding: self.markdown.line(&one.finding),
            place: (!place.is_empty()).then(|| place.join(", ")),
            decision: one.decision.as_deref().map(|decision| self.markdown.line(decision)),
            reason: one.reason.as_deref().map(|reason| self.markdown.line(reason)),
        }
    }
}
