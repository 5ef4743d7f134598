//! Several findings as one: nothing of any is lost.

use crate::import::markdown::fence::fenced;
use crate::import::markdown::inline::{inline_code, one_line};
use crate::model::finding::{Credit, Finding, Lineage, UNRATED};
use crate::model::run::Reviewer;
use crate::model::{Severity, Slug};

/// One of several findings that are the same, with the reviewers of its run.
pub struct Told<'p> {
    pub finding: Finding,
    pub reviewers: &'p [Reviewer],
}

/// One finding of all that are the same, in the order of their files; its id comes later.
pub fn joined(told: Vec<Told<'_>>) -> Option<Finding> {
    let severity = severity(&told)?;
    let lead = lead(&told, severity);
    let is_rated = told.iter().any(|one| !one.finding.is_unrated());
    let several = told.len() > 1;
    let mut all: Vec<Told<'_>> = told.into_iter().map(with_references).collect();
    let Told { finding: mut whole, reviewers } = all.remove(lead);
    let first = name_of(&whole, reviewers);
    if several && !all.is_empty() {
        whole.body = whole.body.map(|body| format!("**{first}**\n\n{body}"));
    }
    for Told { finding, reviewers } in all {
        add(&mut whole, finding, reviewers);
    }
    whole.severity = severity;
    whole.tags.retain(|tag| !is_rated || tag.as_str() != UNRATED);
    Some(whole)
}

/// The worst that any of them was rated; of those that nobody rated the worst that was given to them.
fn severity(told: &[Told<'_>]) -> Option<Severity> {
    let rated = told.iter().filter(|one| !one.finding.is_unrated()).map(|one| one.finding.severity).min();
    rated.or_else(|| told.iter().map(|one| one.finding.severity).min())
}

/// The one that the others are added to: the first of the worst.
fn lead(told: &[Told<'_>], severity: Severity) -> usize {
    told.iter().position(|one| one.finding.severity == severity).unwrap_or_default()
}

/// Each finder keeps the id that the finding has in its own output.
fn with_references(told: Told<'_>) -> Told<'_> {
    let Told { mut finding, reviewers } = told;
    let id = finding.id.to_string();
    for credit in &mut finding.found_by {
        credit.reference.get_or_insert_with(|| id.clone());
    }
    Told { finding, reviewers }
}

fn name_of(finding: &Finding, reviewers: &[Reviewer]) -> String {
    let name = |agent: &Slug| {
        let known = reviewers.iter().find(|reviewer| reviewer.agent == *agent);
        known.map_or_else(|| agent.to_string(), |reviewer| reviewer.display_name().to_owned())
    };
    let mut names: Vec<String> = finding.found_by.iter().map(|credit| name(&credit.agent)).collect();
    names.dedup();
    if names.is_empty() { "Another".to_owned() } else { escaped(&names.join(", ")) }
}

/// A name as Markdown.
pub fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for sign in one_line(name).chars() {
        if matches!(sign, '\\' | '*' | '_' | '[' | ']' | '<' | '`' | '~' | '&' | '|') {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

fn add(whole: &mut Finding, mut other: Finding, reviewers: &[Reviewer]) {
    let name = name_of(&other, reviewers);
    let said = said(&mut other, whole);
    if !said.is_empty() {
        let before = whole.body.take().map(|body| format!("{body}\n\n---\n\n")).unwrap_or_default();
        whole.body = Some(format!("{before}**{name}**\n\n{}", said.join("\n\n")));
    }
    extend(&mut whole.found_by, other.found_by, is_one_credit);
    extend(&mut whole.tags, other.tags, |known, tag| known == tag);
    extend(&mut whole.locations, other.locations, |known, place| known == place);
    extend(&mut whole.excerpts, other.excerpts, |known, one| known.code == one.code);
    extend(&mut whole.fingerprints, other.fingerprints, |known, one| known == one);
    if whole.judgement.assessment.is_none() {
        whole.judgement = other.judgement;
    }
    whole.resolution = whole.resolution.take().or(other.resolution);
    if whole.lineage == Lineage::Unstated {
        whole.lineage = other.lineage;
    }
    extend(&mut whole.aliases, other.aliases, |known, one| known == one);
}

/// What the other says that has no room in a field of its own any more, as Markdown.
fn said(other: &mut Finding, whole: &mut Finding) -> Vec<String> {
    let mut said = Vec::new();
    if other.title != whole.title {
        said.push(other.title.clone());
    }
    said.extend(other.body.take());
    match (&whole.fix, other.fix.take()) {
        (None, fix) => whole.fix = fix,
        (Some(known), Some(fix)) if *known != fix => said.push(format!("Fix: {fix}")),
        _ => {}
    }
    match (&whole.patch, other.patch.take()) {
        (None, patch) => whole.patch = patch,
        (Some(known), Some(patch)) if *known != patch => said.push(fenced("diff", &with_break(&patch))),
        _ => {}
    }
    match (&whole.rule, other.rule.take()) {
        (None, rule) => whole.rule = rule,
        (Some(known), Some(rule)) if known.id != rule.id => {
            said.push(format!("Rule: {}", inline_code(&rule.id)));
        }
        _ => {}
    }
    match (&whole.repro, other.repro.take()) {
        (None, repro) => whole.repro = repro,
        (Some(known), Some(repro)) if known.script != repro.script => {
            said.push(fenced(&repro.language, &with_break(&repro.script)));
        }
        _ => {}
    }
    // Two agents that are sure are no surer together.
    whole.confidence = whole.confidence.into_iter().chain(other.confidence).reduce(f64::max);
    said
}

fn with_break(text: &str) -> String {
    format!("{}\n", text.trim_end_matches('\n'))
}

fn is_one_credit(known: &Credit, one: &Credit) -> bool {
    known.agent == one.agent && known.reference == one.reference && known.pass == one.pass
}

fn extend<T>(known: &mut Vec<T>, others: Vec<T>, is_same: impl Fn(&T, &T) -> bool) {
    for other in others {
        if !known.iter().any(|one| is_same(one, &other)) {
            known.push(other);
        }
    }
}
