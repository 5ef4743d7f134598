//! What is wrong with what was said of findings: words without an assessment, and duplicates that lead nowhere.
//!
//! All of it is a warning: the finding stays, and so does everything else that is said of it.

use crate::input::problem::did_you_mean;
use crate::input::{Node, Reader};
use crate::model::duplicates::{FindingPlace, Lead, ends};
use crate::model::judgement::{Assessment, DuplicateOf, Judgement};
use crate::model::{Corpus, Diagnostic, Finding, Level, ProblemKind, Run, Slug};
use std::collections::BTreeMap;

/// Notes what one run shows.
pub fn check_judgements(reader: &mut Reader, root: &Node<'_>, run: &Run) {
    // Hardly a finding is judged, and what nobody said needs no look.
    if run.findings.iter().all(|finding| finding.judgement == Judgement::default()) {
        return;
    }
    let mut checked = Checked { reader, root, run };
    for (at, finding) in run.findings.iter().enumerate() {
        checked.says_what_it_is_about(at, &finding.judgement);
        checked.is_by_a_person(at, &finding.judgement);
    }
    checked.duplicates_lead_somewhere();
}

struct Checked<'c, 'n> {
    reader: &'c mut Reader,
    root: &'c Node<'n>,
    run: &'c Run,
}

impl Checked<'_, '_> {
    fn warn(&mut self, at: usize, field: &str, kind: ProblemKind, message: String, hint: impl Into<String>) {
        let pointer = format!("/findings/{at}/{field}");
        self.reader.at(self.root, &pointer, Level::Warning, kind, message).hint = Some(hint.into());
    }

    fn says_what_it_is_about(&mut self, at: usize, judgement: &Judgement) {
        let kind = ProblemKind::ContradictoryAssessment;
        let has = |is_there: bool, name: &'static str| is_there.then_some(name);
        let said = [
            has(judgement.by.is_some(), "assessed_by"),
            has(judgement.on.is_some(), "assessed_on"),
            has(judgement.reason.is_some(), "assessment_reason"),
            has(judgement.duplicate_of.is_some(), "duplicate_of"),
        ];
        match judgement.assessment {
            None => {
                if let Some(field) = said.into_iter().flatten().next() {
                    let words = Assessment::ALL.map(Assessment::word).join(", ");
                    let message = format!("`{field}` without `assessment`: the finding counts as not judged");
                    self.warn(at, field, kind, message, format!("add \"assessment\", one of {words}"));
                }
            }
            Some(assessment) if judgement.duplicate_of.is_some() && assessment != Assessment::Duplicate => {
                let message =
                    format!("`duplicate_of` counts for nothing where the assessment is `{}`", assessment.word());
                self.warn(at, "duplicate_of", kind, message, "set \"assessment\" to \"duplicate\", or remove it");
            }
            Some(_) => {}
        }
    }

    fn is_by_a_person(&mut self, at: usize, judgement: &Judgement) {
        let Some(agent) = judgement.agent(&self.run.reviewers) else { return };
        let message = format!("`{agent}` is a reviewer of this run, so that its judgement is none of people");
        let hint = "name the person who judged, or leave `assessed_by` out";
        self.warn(at, "assessed_by", ProblemKind::ContradictoryAssessment, message, hint);
    }

    fn duplicates_lead_somewhere(&mut self) {
        let run = self.run;
        let ids: BTreeMap<&Slug, usize> = run.findings.iter().enumerate().map(|(at, one)| (&one.id, at)).collect();
        let mut direct = BTreeMap::new();
        for (at, finding) in run.findings.iter().enumerate() {
            match (finding.judgement.assessment, finding.judgement.target()) {
                (Some(Assessment::Duplicate), None) => {
                    let message = format!("`{}` is a duplicate, but not said of what: nobody is credited", finding.id);
                    let hint = "add \"duplicate_of\": {\"finding\": \"…\"} with the id of the finding that stays";
                    self.warn(at, "assessment", ProblemKind::DuplicateTarget, message, hint);
                }
                (_, Some(target)) if target.run.as_ref().is_none_or(|other| *other == run.id) => {
                    match ids.get(&target.finding) {
                        Some(there) => _ = direct.insert(at, *there),
                        None => self.is_missing(at, finding, target),
                    }
                }
                _ => {}
            }
        }
        for (at, end) in ends(&direct) {
            let (finding, next) = (&run.findings[at], &run.findings[direct[&at]]);
            let (message, hint) = match end.map(|end| &run.findings[end].id) {
                None => circle(finding, next),
                Some(end) if *end == next.id => continue,
                Some(end) => itself_a_duplicate(&format!("`{}`", next.id), &format!("`{end}`")),
            };
            self.warn(at, "duplicate_of/finding", ProblemKind::DuplicateTarget, message, hint);
        }
    }

    fn is_missing(&mut self, at: usize, finding: &Finding, target: &DuplicateOf) {
        let message = format!("no finding `{}` in this run: nobody is credited for `{}`", target.finding, finding.id);
        let known = self.run.findings.iter().map(|one| one.id.as_str());
        let hint = if self.reader.only_counts() { None } else { did_you_mean(target.finding.as_str(), known) };
        let hint = hint.unwrap_or_else(|| "name its \"run\" as well if it stands in another one".to_owned());
        self.warn(at, "duplicate_of/finding", ProblemKind::DuplicateTarget, message, hint);
    }
}

fn circle(finding: &Finding, next: &Finding) -> (String, String) {
    let message = if finding.id == next.id {
        format!("`{}` is a duplicate of itself, and does not count", finding.id)
    } else {
        format!("`{}` is a duplicate of `{}`, which leads in a circle: none of them counts", finding.id, next.id)
    };
    (message, "remove the assessment of the one that stays".to_owned())
}

fn itself_a_duplicate(target: &str, end: &str) -> (String, String) {
    (format!("{target} is a duplicate itself: {end} is credited"), format!("set \"duplicate_of\" to {end}"))
}

/// What only several runs together show, in the order of their files. There is no line to name: of a run that was read its
/// texts are gone.
pub fn problems_across_runs(corpus: &Corpus) -> Vec<Diagnostic> {
    let all = corpus.duplicates.across_runs();
    let mut problems: Vec<Diagnostic> =
        all.filter_map(|(place, lead)| problem_across_runs(corpus, place, lead)).collect();
    problems.sort_by(|a, b| a.file.cmp(&b.file));
    problems
}

fn problem_across_runs(corpus: &Corpus, (run, at): FindingPlace, lead: Lead) -> Option<Diagnostic> {
    let run = &corpus.runs[run];
    let finding = &run.findings[at];
    let target = finding.duplicate_of.as_ref()?;
    let named = |id: &Slug, run: &Slug| format!("`{id}` in `{run}`");
    let stated = named(&target.finding, target.run.as_ref().unwrap_or(&run.id));
    let (field, message, hint) = match lead {
        Lead::Finding { place, is_direct, is_of_one_change } => {
            let there = &corpus.runs[place.0];
            let end = named(&there.findings[place.1].id, &there.id);
            let (message, hint) = match (is_of_one_change, is_direct) {
                (true, true) => return None,
                (true, false) => itself_a_duplicate(&stated, &end),
                (false, _) => (
                    format!("{end} is about another change: nobody is credited for `{}`", finding.id),
                    "name a finding of the same pull request or branch, or remove the assessment".to_owned(),
                ),
            };
            ("finding", message, hint)
        }
        Lead::NoRun => (
            "run",
            format!("no run `{}` in the archive: nobody is credited for `{}`", target.run.as_ref()?, finding.id),
            "correct the id, or add that run".to_owned(),
        ),
        Lead::NoFinding => (
            "finding",
            format!("no finding {stated}: nobody is credited for `{}`", finding.id),
            "correct the id of the finding".to_owned(),
        ),
        Lead::Circle => (
            "finding",
            format!("`{}` is a duplicate of {stated}, which leads in a circle: none of them counts", finding.id),
            "remove the assessment of the one that stays".to_owned(),
        ),
    };
    let problem = Diagnostic::new(Level::Warning, ProblemKind::DuplicateTarget, &run.shown, message).with_hint(hint);
    Some(Diagnostic { pointer: format!("/findings/{at}/duplicate_of/{field}"), ..problem })
}
