//! The rules that hold between the fields of one run.

use super::judgements::check_judgements;
use crate::input::problem::did_you_mean;
use crate::input::{Node, Reader, Value};
use crate::model::finding::Credit;
use crate::model::{Level, ProblemKind, Run, Severity, Slug};
use crate::text::signs::direction_sign;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Notes every rule that the run breaks.
pub fn check_run(reader: &mut Reader, root: &Node<'_>, run: &Run, stem: &str) {
    let mut rules = Rules { reader, root };
    rules.id_is_the_stem(run, stem);
    rules.reviewers_are_distinct(run);
    rules.findings_are_distinct(run);
    rules.agents_are_reviewers(run);
    rules.lines_are_in_order(run);
    rules.verdict_agrees(run);
    rules.texts_show_their_order();
    check_judgements(reader, root, run);
}

struct Rules<'r, 'n> {
    reader: &'r mut Reader,
    root: &'r Node<'n>,
}

impl Rules<'_, '_> {
    fn error(&mut self, pointer: &str, kind: ProblemKind, message: String, hint: impl Into<String>) {
        self.reader.at(self.root, pointer, Level::Error, kind, message).hint = Some(hint.into());
    }

    fn id_is_the_stem(&mut self, run: &Run, stem: &str) {
        if run.id.as_str() != stem {
            let hint = format!("rename the file to {}.json, or set \"id\" to \"{stem}\"", run.id);
            let message = format!("id `{}` does not match the file name `{stem}.json`", run.id);
            self.error("/id", ProblemKind::IdMismatch, message, hint);
        }
    }

    fn reviewers_are_distinct(&mut self, run: &Run) {
        let mut seen = BTreeSet::new();
        for (at, reviewer) in run.reviewers.iter().enumerate() {
            if !seen.insert(&reviewer.agent) {
                let message = format!("duplicate reviewer `{}`", reviewer.agent);
                let pointer = format!("/reviewers/{at}/agent");
                self.error(&pointer, ProblemKind::DuplicateAgent, message, "list each agent once");
            }
        }
    }

    fn findings_are_distinct(&mut self, run: &Run) {
        let mut seen: BTreeMap<String, &Slug> = BTreeMap::new();
        for (at, finding) in run.findings.iter().enumerate() {
            let Some(first) = seen.insert(finding.id.key(), &finding.id) else { continue };
            let (message, hint) = if *first == finding.id {
                (format!("duplicate id `{}`", finding.id), "give each finding of the run its own id")
            } else {
                let message = format!("id `{}` differs from `{first}` only in case", finding.id);
                (message, "their pages would be the same file on a case-insensitive disk")
            };
            self.error(&format!("/findings/{at}/id"), ProblemKind::DuplicateId, message, hint);
        }
    }

    fn agents_are_reviewers(&mut self, run: &Run) {
        for (at, finding) in run.findings.iter().enumerate() {
            self.credits(run, &format!("/findings/{at}/found_by"), &finding.found_by);
        }
        for (at, strength) in run.strengths.iter().enumerate() {
            self.credits(run, &format!("/strengths/{at}/found_by"), &strength.found_by);
        }
        let mut seen = BTreeSet::new();
        for (at, metrics) in run.metrics.iter().enumerate() {
            let pointer = format!("/metrics/{at}/agent");
            self.agent(run, &pointer, &metrics.agent);
            if !seen.insert(&metrics.agent) {
                let message = format!("duplicate metrics of agent `{}`", metrics.agent);
                self.error(&pointer, ProblemKind::DuplicateAgent, message, "keep one object per agent");
            }
        }
    }

    fn credits(&mut self, run: &Run, pointer: &str, credits: &[Credit]) {
        // Whoever has a role was not on the panel of this run.
        for (at, credit) in credits.iter().enumerate().filter(|(_, credit)| credit.role.is_none()) {
            self.agent(run, &format!("{pointer}/{at}/agent"), &credit.agent);
        }
    }

    fn agent(&mut self, run: &Run, pointer: &str, agent: &Slug) {
        if run.reviewer(agent).is_some() {
            return;
        }
        let hint = if self.reader.only_counts() { String::new() } else { known_reviewers(run, agent) };
        self.error(pointer, ProblemKind::UnknownAgent, format!("agent `{agent}` is not among the reviewers"), hint);
    }

    fn lines_are_in_order(&mut self, run: &Run) {
        for (at, finding) in run.findings.iter().enumerate() {
            for (nth, location) in finding.locations.iter().enumerate() {
                let pointer = format!("/findings/{at}/locations/{nth}/end_line");
                match (location.start_line, location.end_line) {
                    (Some(start), Some(end)) if end < start => {
                        let message = format!("end_line {end} is before start_line {start}");
                        self.error(&pointer, ProblemKind::LineRange, message, "swap them");
                    }
                    (None, Some(_)) => {
                        let message = "end_line without start_line".to_owned();
                        self.error(&pointer, ProblemKind::LineRange, message, "add start_line");
                    }
                    _ => {}
                }
            }
        }
    }

    fn verdict_agrees(&mut self, run: &Run) {
        let decision = run.verdict.as_ref().and_then(|verdict| verdict.decision.as_ref()).map(Slug::as_str);
        let open = |severity| {
            run.findings.iter().find(|finding| {
                let settled = finding.resolution.as_ref().is_some_and(|resolution| resolution.action.acted_on());
                finding.severity == severity && finding.is_valid() && !settled
            })
        };
        let message = match decision {
            Some("merge-as-is") => open(Severity::Critical)
                .map(|finding| format!("verdict is merge-as-is, but critical finding `{}` is unresolved", finding.id)),
            Some("rework") if run.findings.is_empty() => {
                Some("verdict is rework, but the run has no findings".to_owned())
            }
            _ => None,
        };
        if let Some(message) = message {
            let kind = ProblemKind::ContradictoryVerdict;
            self.reader.at(self.root, "/verdict/decision", Level::Warning, kind, message).hint =
                Some("check the verdict and the severity of the findings".to_owned());
        }
    }

    /// Pages make such a sign visible; that it is there is for the run's owner to know.
    fn texts_show_their_order(&mut self) {
        let mut signs = Vec::new();
        // Hardly a run has any, and what is not found needs no pointer.
        if !holds_direction_sign(self.root) {
            return;
        }
        direction_signs(self.root, &mut String::new(), false, &mut signs);
        for (node, pointer, sign) in signs {
            let message = format!("contains {sign}, which can show a text in another order than it has");
            self.reader.about((node, pointer), Level::Warning, ProblemKind::BidiControl, message).hint =
                Some("remove the sign if it does not belong there; pages show it as a badge".to_owned());
        }
    }
}

/// The reviewer that may be meant, or those that there are, as many as a line holds.
fn known_reviewers(run: &Run, unknown: &Slug) -> String {
    const MOST: usize = 12;
    let known: Vec<&str> = run.reviewers.iter().map(|reviewer| reviewer.agent.as_str()).collect();
    did_you_mean(unknown.as_str(), known.iter().copied()).unwrap_or_else(|| match known.as_slice() {
        [] => "the run lists no reviewers".to_owned(),
        few if few.len() <= MOST => format!("the reviewers are: {}", few.join(", ")),
        many => format!("the reviewers are: {} and {} more", many[..MOST].join(", "), many.len() - MOST),
    })
}

/// The keys whose texts are for machines, where also a mark that prose may need deceives.
const CODE: [&str; 5] = ["code", "output", "patch", "path", "script"];

fn holds_direction_sign(node: &Node<'_>) -> bool {
    match &node.value {
        Value::String(text) => direction_sign(text, true).is_some(),
        Value::Array(items) => items.iter().any(holds_direction_sign),
        Value::Object(entries) => entries.iter().any(|entry| holds_direction_sign(&entry.node)),
        Value::Null | Value::Bool(_) | Value::Number(..) => false,
    }
}

/// The first sign that turns the direction of a text, of each text in a tree, with the text and its pointer.
fn direction_signs<'n, 'a>(
    node: &'n Node<'a>,
    pointer: &mut String,
    is_code: bool,
    found: &mut Vec<(&'n Node<'a>, String, String)>,
) {
    let depth = pointer.len();
    match &node.value {
        Value::String(text) => {
            found.extend(direction_sign(text, is_code).map(|sign| (node, pointer.clone(), sign)));
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let _ = write!(pointer, "/{at}");
                direction_signs(item, pointer, is_code, found);
                pointer.truncate(depth);
            }
        }
        Value::Object(entries) => {
            for entry in entries {
                let _ = write!(pointer, "/{}", entry.key.replace('~', "~0").replace('/', "~1"));
                direction_signs(&entry.node, pointer, CODE.contains(&entry.key.as_ref()), found);
                pointer.truncate(depth);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(..) => {}
    }
}
