//! Several `runs[]` entries of one commit as one: a panel of tools, with what more than one of them found told once.

use super::result::Draft;
use super::tool_run::ToolRun;
use crate::import::markdown::inline::{inline_code, one_line};
use crate::import::words;
use crate::model::finding::{Finding, Location};
use crate::model::run::Reviewer;
use crate::model::{Diagnostic, Level};
use std::collections::{BTreeMap, BTreeSet};

/// Fingerprints of a line rather than of a finding: two different findings of a line have the same.
const FINGERPRINTS_OF_LINES: [&str; 2] = ["primaryLocationLineHash", "primaryLocationStartColumnFingerprint"];

/// Makes one of many; `None`, with an error for each that is in the way, where they are not all about one commit of one
/// repository. Their order is that of their names, whatever order they come in.
pub fn merge_tool_runs(mut tool_runs: Vec<ToolRun>, diagnostics: &mut Vec<Diagnostic>) -> Option<ToolRun> {
    tool_runs.sort_by(|one, other| (&one.stem, &one.files).cmp(&(&other.stem, &other.files)));
    let problems = differences(&tool_runs);
    if !problems.is_empty() {
        diagnostics.extend(problems);
        return None;
    }
    tool_runs.iter_mut().for_each(put_tool_into_titles);
    tool_runs.into_iter().reduce(|mut whole, tool_run| {
        whole.add(tool_run);
        whole
    })
}

/// An error for each file that is about another commit or repository than the first that names one.
fn differences(tool_runs: &[ToolRun]) -> Vec<Diagnostic> {
    let revision = |tool_run: &ToolRun| tool_run.revision.clone();
    let repository = |tool_run: &ToolRun| tool_run.repository.clone();
    let is_same = |one: &str, other: &str| one == other;
    let mut problems = differences_in(tool_runs, "revision", revision, is_same_commit);
    for problem in differences_in(tool_runs, "repository", repository, is_same) {
        if !problems.iter().any(|known| known.file == problem.file) {
            problems.push(problem);
        }
    }
    problems
}

fn differences_in(
    tool_runs: &[ToolRun],
    what: &str,
    value: impl Fn(&ToolRun) -> Option<String>,
    is_same: impl Fn(&str, &str) -> bool,
) -> Vec<Diagnostic> {
    let mut stated = tool_runs.iter().filter_map(|tool_run| Some((tool_run.files.first()?, value(tool_run)?)));
    let Some((first, expected)) = stated.next() else { return Vec::new() };
    let mut problems: Vec<Diagnostic> = Vec::new();
    for (file, other) in stated.filter(|(_, other)| !is_same(&expected, other)) {
        let message = format!("covers {what} {other}, but {first} covers {expected}; nothing was merged");
        let hint = "merge files of the same commit only, and import the others separately";
        if !problems.iter().any(|known| known.file == *file) {
            problems.push(Diagnostic::of_file(Level::Error, file, message).with_hint(hint));
        }
    }
    problems
}

/// One may be short for the other.
fn is_same_commit(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

fn put_tool_into_titles(tool_run: &mut ToolRun) {
    let Some(tool) = tool_run.reviewers.first().map(|tool| words::line(tool.display_name())) else { return };
    for (title, _) in &mut tool_run.sections {
        *title = format!("{title} ({tool})");
    }
}

impl ToolRun {
    fn add(&mut self, other: Self) {
        let telling = telling_fingerprints(&self.drafts, &other.drafts);
        let mut of_path: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, place) in self.drafts.iter().enumerate().filter_map(|(at, draft)| Some((at, main_place(draft)?))) {
            of_path.entry(place.path.clone()).or_default().push(at);
        }
        for draft in other.drafts {
            let there = main_place(&draft).and_then(|place| of_path.get(&place.path)).map(Vec::as_slice);
            let mut known = there.unwrap_or_default().iter();
            let same =
                known.find(|at| self.drafts.get(**at).is_some_and(|known| is_same_finding(known, &draft, &telling)));
            match same.and_then(|at| self.drafts.get_mut(*at)) {
                Some(known) => join_findings(known, draft, &other.reviewers),
                None => self.drafts.push(draft),
            }
        }
        for reviewer in other.reviewers {
            match self.reviewers.iter_mut().find(|known| known.agent == reviewer.agent) {
                Some(known) => join_reviewers(known, reviewer),
                None => self.reviewers.push(reviewer),
            }
        }
        for file in other.files {
            if !self.files.contains(&file) {
                self.files.push(file);
            }
        }
        for (agent, seconds) in other.seconds {
            match self.seconds.iter_mut().find(|(known, _)| *known == agent) {
                Some((_, known)) => *known += seconds,
                None => self.seconds.push((agent, seconds)),
            }
        }
        for fact in other.facts {
            if !self.facts.contains(&fact) {
                self.facts.push(fact);
            }
        }
        self.sections.extend(other.sections);
        self.date = self.date.into_iter().chain(other.date).max_by_key(crate::model::Date::order);
        self.revision = self.revision.take().or(other.revision);
        let (own, theirs) = (&mut self.subject, other.subject);
        if own.repository.is_none() {
            (own.host, own.repository) = (theirs.host, theirs.repository);
        }
        own.branch = own.branch.take().or(theirs.branch);
        own.revision = self.revision.clone().or_else(|| own.revision.take()).or(theirs.revision);
    }
}

/// A tool that ran more than once failed when all its runs did.
fn join_reviewers(known: &mut Reviewer, other: Reviewer) {
    if known.is_lost() {
        known.status = other.status;
    }
    known.reason = known.reason.take().or(other.reason).filter(|_| known.is_lost());
    known.model = known.model.take().or(other.model);
}

fn main_place(draft: &Draft) -> Option<&Location> {
    draft.finding.locations.first()
}

/// A fingerprint: name and value.
type Fingerprint = (String, String);

/// The fingerprints that tell findings apart: a tool that writes the same for many says nothing by it.
fn telling_fingerprints(own: &[Draft], other: &[Draft]) -> BTreeSet<Fingerprint> {
    let once = |drafts: &[Draft]| {
        let mut counts: BTreeMap<Fingerprint, usize> = BTreeMap::new();
        for print in drafts.iter().flat_map(|draft| &draft.finding.fingerprints) {
            *counts.entry(print.clone()).or_default() += 1;
        }
        counts.into_iter().filter(|(_, count)| *count == 1).map(|(print, _)| print).collect::<BTreeSet<Fingerprint>>()
    };
    once(own).intersection(&once(other)).cloned().collect()
}

/// Of one path: same line and words, or same fingerprint.
fn is_same_finding(one: &Draft, other: &Draft, telling: &BTreeSet<Fingerprint>) -> bool {
    let (here, there) = (main_place(one).and_then(|at| at.start_line), main_place(other).and_then(|at| at.start_line));
    let (one, other) = (&one.finding, &other.finding);
    let rule = |finding: &Finding| finding.rule.as_ref().map(|rule| rule.id.to_lowercase());
    let is_same_print = |print: &Fingerprint| {
        let of_a_line = FINGERPRINTS_OF_LINES.iter().any(|known| print.0.starts_with(known));
        telling.contains(print)
            && one.fingerprints.contains(print)
            && (!of_a_line || (rule(one).is_some() && rule(one) == rule(other)))
    };
    (here == there && folded(&one.title) == folded(&other.title)) || other.fingerprints.iter().any(is_same_print)
}

fn folded(title: &str) -> String {
    let letters = title.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' });
    one_line(&letters.flat_map(char::to_lowercase).collect::<String>())
}

/// What the other draft says of the same finding is added; nothing of either is lost.
fn join_findings(known: &mut Draft, other: Draft, reviewers: &[Reviewer]) {
    let tool = reviewers.first().map(|tool| words::line(tool.display_name())).unwrap_or_default();
    let (own, mut theirs) = (&mut known.finding, other.finding);
    let said = join_fields(own, &mut theirs);
    if !said.is_empty() {
        let before = own.body.take().map(|body| format!("{body}\n\n---\n\n")).unwrap_or_default();
        own.body = Some(format!("{before}**{tool}**\n\n{}", said.join("\n\n")));
    }
    own.severity = own.severity.min(theirs.severity);
    extend_by_new(&mut own.found_by, theirs.found_by, |known, one| known.agent == one.agent);
    extend_by_new(&mut own.tags, theirs.tags, |known, tag| known == tag);
    extend_by_new(&mut own.locations, theirs.locations, |known, place| known == place);
    extend_by_new(&mut own.excerpts, theirs.excerpts, |known, one| known.code == one.code);
    for (name, value) in theirs.fingerprints {
        let taken = own.fingerprints.iter().find(|(known, _)| *known == name).map(|(_, known)| *known == value);
        match taken {
            None => own.fingerprints.push((name, value)),
            Some(true) => {}
            Some(false) => own.fingerprints.push((format!("{tool}/{name}"), value)),
        }
    }
    known.kept.extend(other.kept);
    known.outside += other.outside;
}

/// Adds what is not there yet, as it was before the first was added.
fn extend_by_new<T>(known: &mut Vec<T>, more: Vec<T>, is_same: impl Fn(&T, &T) -> bool) {
    let new: Vec<T> = more.into_iter().filter(|one| !known.iter().any(|known| is_same(known, one))).collect();
    known.extend(new);
}

/// Fills the fields that hold one value, and gives the words for those that hold another one already.
fn join_fields(own: &mut Finding, theirs: &mut Finding) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    if folded(&own.title) != folded(&theirs.title) {
        said.push(theirs.title.clone());
    }
    match (&own.rule, theirs.rule.take()) {
        (None, rule) => own.rule = rule,
        (Some(own), Some(rule)) if own.id != rule.id => {
            let link = rule.url.map(|url| format!(" (<{url}>)")).unwrap_or_default();
            said.push(format!("Rule {}{link}", inline_code(&rule.id)));
        }
        _ => {}
    }
    said.extend(theirs.body.take().filter(|body| own.body.as_ref() != Some(body)));
    match (&own.fix, theirs.fix.take()) {
        (None, fix) => own.fix = fix,
        (Some(own), Some(fix)) if *own != fix => said.push(format!("Fix: {fix}")),
        _ => {}
    }
    match (&own.patch, theirs.patch.take()) {
        (None, patch) => own.patch = patch,
        (Some(own), Some(patch)) if *own != patch => said.push(words::fenced("diff", &patch)),
        _ => {}
    }
    match (&own.resolution, theirs.resolution.take()) {
        (None, resolution) => own.resolution = resolution,
        (Some(own), Some(other)) if own.action != other.action || own.reason != other.reason => {
            let why = other.reason.map(|why| format!(": {why}")).unwrap_or_default();
            said.push(format!("{}{why}", other.action.words()));
        }
        _ => {}
    }
    match (own.confidence, theirs.confidence) {
        (None, confidence) => own.confidence = confidence,
        (Some(own), Some(other)) if own.total_cmp(&other).is_ne() => said.push(format!("Confidence: {other}")),
        _ => {}
    }
    said
}
