//! What was said of a finding, by whom, when and why; and who else found it, as a duplicate.

use super::Badge;
use super::run_context::RunContext;
use super::since::{OtherRound, finding_elsewhere};
use crate::model::duplicates::{FindingPlace as PlaceInArchive, Lead};
use crate::model::finding::Finding;
use crate::model::judgement::{Assessment, DuplicateOf, is_valid};
use crate::page::needs::{Needs, Part};
use crate::page::plan::Planned;
use crate::text::Html;
use serde::Serialize;

/// What was said of a finding.
#[derive(Debug, Serialize)]
pub struct JudgementPart {
    /// `stands`, `rejected`, or nothing where it is open.
    class: &'static str,
    /// `Won’t fix`
    words: &'static str,
    /// The same within a line.
    state: String,
    /// Whether there is more to say than the word.
    has_more: bool,
    by: Option<String>,
    /// When, for machines and for people.
    on: Option<String>,
    reason: Html,
    /// What it duplicates, where that is there.
    target: Option<OtherRound>,
    /// What it is said to duplicate, where there is no such finding, or none that is not a duplicate too.
    stated: Option<String>,
}

/// Duplicates of a finding, and who found them.
#[derive(Debug, Serialize)]
pub struct FoundAgain {
    all: Vec<FoundAsDuplicate>,
    /// How many more there are.
    unlisted: usize,
}

#[derive(Debug, Serialize)]
struct FoundAsDuplicate {
    badges: Vec<Badge>,
    finding: OtherRound,
}

/// The most duplicates that a finding lists: each of them leads to it.
const MOST_DUPLICATES: usize = 64;

/// The assessment of a finding with all that is said about it; `None` where nobody judged.
pub fn judgement_part(
    context: &RunContext<'_>,
    finding: &Finding,
    from: &str,
    reason: Option<Html>,
) -> Option<JudgementPart> {
    let judgement = &finding.judgement;
    let assessment = judgement.assessment?;
    let lead = judgement.target().and_then(|_| context.inputs.lead(context.at, place_in_run(context, finding)?));
    let target = match lead {
        Some(Lead::Finding { place: (run, at), .. }) => {
            Some(finding_elsewhere(context, run, &context.inputs.digest(run).findings[at].id, from))
        }
        _ => None,
    };
    let stated = judgement.target().filter(|_| target.is_none()).map(|stated| stated_words(stated, lead));
    Some(JudgementPart {
        class: class(assessment),
        words: assessment.words(),
        state: state_words(assessment),
        has_more: judgement.by.is_some() || judgement.on.is_some() || reason.is_some() || judgement.target().is_some(),
        by: judgement.by.clone(),
        on: judgement.on.map(|on| on.words()),
        reason: reason.unwrap_or_default(),
        target,
        stated,
    })
}

/// An assessment within a line: `won’t fix`.
#[must_use]
pub fn state_words(assessment: Assessment) -> String {
    assessment.words().to_lowercase()
}

fn class(assessment: Assessment) -> &'static str {
    match assessment.judges_right() {
        Some(true) => "stands",
        _ if !is_valid(Some(assessment)) => "rejected",
        _ => "open",
    }
}

fn stated_words(stated: &DuplicateOf, lead: Option<Lead>) -> String {
    let place = stated.run.as_ref().map(|run| format!(" in {run}")).unwrap_or_default();
    let gone = if lead == Some(Lead::Circle) {
        ", which is a duplicate of this one"
    } else {
        ", which is not in this archive"
    };
    format!("{}{place}{gone}", stated.finding)
}

/// The duplicates of a finding; `None` where it has none that anybody found.
pub fn found_again(context: &RunContext<'_>, finding: &Finding, from: &str) -> Option<FoundAgain> {
    let inputs = &context.inputs;
    let duplicates = inputs.found_again(context.at, place_in_run(context, finding)?);
    let entry = |(run, at): &PlaceInArchive| {
        let duplicate = &inputs.digest(*run).findings[*at];
        let badge =
            |agent| context.run.reviewer(agent).map_or_else(|| Badge::of_outsider(agent), |one| context.badge(one));
        FoundAsDuplicate {
            badges: duplicate.found_by.iter().map(badge).collect(),
            finding: finding_elsewhere(context, *run, &duplicate.id, from),
        }
    };
    let listed = duplicates.iter().take(MOST_DUPLICATES).map(entry);
    let all: Vec<FoundAsDuplicate> = listed.filter(|one| !one.badges.is_empty()).collect();
    let unlisted = duplicates.len().saturating_sub(MOST_DUPLICATES);
    (!all.is_empty()).then_some(FoundAgain { all, unlisted })
}

/// The position of a finding of the run, where duplicates need it.
fn place_in_run(context: &RunContext<'_>, finding: &Finding) -> Option<usize> {
    let is_asked_for = context.inputs.has_duplicates(context.at);
    is_asked_for.then(|| context.run.findings.iter().position(|one| std::ptr::eq(one, finding)))?
}

/// What findings of a run depend on that duplicate others or that others duplicate: on the runs that those stand in.
pub fn needs(planned: &Planned<'_>, run: usize, findings: impl Iterator<Item = usize>, needs: &mut Needs) {
    let duplicates = &planned.analysis.corpus.duplicates;
    needs.part(Part::Duplicates(run));
    for place in findings.map(|at| (run, at)) {
        let target = match duplicates.lead(place) {
            Some(Lead::Finding { place, .. }) => Some(place),
            _ => None,
        };
        let others = duplicates.found_again(place).iter().take(MOST_DUPLICATES).chain(&target);
        needs.parts(others.flat_map(|(other, _)| [Part::Digest(*other), Part::Rounds(*other), Part::Rounds(run)]));
    }
}
