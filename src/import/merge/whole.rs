//! The run of all parts: one panel, one list of findings, and what each part says beside them under its agent's name.

use super::Part;
use super::finding::{Told, escaped, joined};
use super::groups::{Group, Member};
use crate::import::marks::letter::Numbering;
use crate::import::{Imported, slug_of};
use crate::model::finding::Finding;
use crate::model::run::{Retro, Reviewer, Verdict};
use crate::model::{Date, Run, Slug, Subject};

/// The title of the section that tells why findings were joined.
pub const SECTION: &str = "Joined findings";

/// The run of all parts, of this date.
pub fn put_together(parts: Vec<Part>, id: Slug, date: Date, groups: &[Group]) -> Imported {
    let names: Vec<String> = parts.iter().map(name_of).collect();
    let (findings, section) = findings(&parts, groups);
    let files = parts.iter().flat_map(|part| part.imported.files.clone()).collect();
    let kept = parts.iter().flat_map(|part| part.imported.kept.iter().map(|kept| format!("{}: {kept}", part.stem)));
    let kept = kept.collect();
    let mut whole = empty(&parts, id, date, &names);
    whole.findings = findings;
    for (part, name) in parts.into_iter().zip(names) {
        add(&mut whole, part.imported.run, &name);
    }
    whole.sections.extend(section);
    Imported { run: whole, files, kept }
}

/// Whom a part is by, for people.
fn name_of(part: &Part) -> String {
    let names: Vec<&str> = part.imported.run.reviewers.iter().map(Reviewer::display_name).collect();
    escaped(&if names.is_empty() { part.stem.clone() } else { names.join(", ") })
}

fn empty(parts: &[Part], id: Slug, date: Date, names: &[String]) -> Run {
    let runs = || parts.iter().map(|part| &part.imported.run);
    let mut distinct: Vec<&str> = Vec::new();
    for name in names {
        if !distinct.contains(&name.as_str()) {
            distinct.push(name);
        }
    }
    let mut kinds: Vec<&Slug> = runs().map(|run| &run.kind).collect();
    kinds.dedup();
    let kind = match kinds.as_slice() {
        [kind] => Some((*kind).clone()),
        _ => slug_of("review"),
    };
    let rounds: Vec<u32> = runs().filter_map(|run| run.round).collect();
    Run {
        kind: kind.unwrap_or_else(|| id.clone()),
        id,
        title: Some(format!("Reviews by {}", distinct.join(", "))),
        date,
        subject: Subject::default(),
        round: rounds.first().copied().filter(|first| rounds.iter().all(|round| round == first)),
        reviewers: Vec::new(),
        facts: Vec::new(),
        verdict: None,
        wall_clock_seconds: None,
        summary: None,
        findings: Vec::new(),
        strengths: Vec::new(),
        prior_decisions: Vec::new(),
        gaps: Vec::new(),
        sections: Vec::new(),
        metrics: Vec::new(),
        retro: None,
        recommendations: Vec::new(),
        originals: Vec::new(),
        aliases: Vec::new(),
    }
}

/// The findings, worst first, and the section about joins.
fn findings(parts: &[Part], groups: &[Group]) -> (Vec<Finding>, Option<(String, String)>) {
    let mut all: Vec<(Finding, &Group)> =
        groups.iter().filter_map(|group| Some((joined(told(parts, group))?, group))).collect();
    all.sort_by_key(|(finding, group)| (finding.severity, std::cmp::Reverse(group.members.len())));
    let mut numbering = Numbering::default();
    let mut lines = Vec::new();
    let mut findings = Vec::new();
    for (mut finding, group) in all {
        finding.id = numbering.next_id(finding.severity);
        for join in &group.joins {
            let (one, other) = (reference(parts, join.one), reference(parts, join.other));
            lines.push(format!("- {}: `{one}` and `{other}`: {}", finding.id, join.why));
        }
        findings.push(finding);
    }
    let section = (!lines.is_empty()).then(|| (SECTION.to_owned(), lines.join("\n")));
    (findings, section)
}

fn told<'p>(parts: &'p [Part], group: &Group) -> Vec<Told<'p>> {
    let one = |member: &Member| Told {
        finding: member.finding(parts).clone(),
        reviewers: &parts[member.part].imported.run.reviewers,
    };
    group.members.iter().map(one).collect()
}

/// `claude:I2`, as a file of joins names it.
pub fn reference(parts: &[Part], member: Member) -> String {
    let part = &parts[member.part];
    let whose = match part.imported.run.reviewers.as_slice() {
        [only] => only.agent.as_str(),
        _ => part.stem.as_str(),
    };
    format!("{whose}:{}", member.finding(parts).id)
}

/// Adds everything of a run but its findings.
fn add(whole: &mut Run, run: Run, name: &str) {
    add_subject(&mut whole.subject, run.subject);
    for reviewer in run.reviewers {
        match whole.reviewers.iter_mut().find(|known| known.agent == reviewer.agent) {
            Some(known) => join_reviewers(known, reviewer),
            None => whole.reviewers.push(reviewer),
        }
    }
    whole.facts.extend(run.facts.into_iter().map(|(label, value)| (format!("{label} ({name})"), value)));
    add_verdict(whole, run.verdict, name);
    if let Some(summary) = run.summary {
        let before = whole.summary.take().map(|before| format!("{before}\n\n")).unwrap_or_default();
        whole.summary = Some(format!("{before}**{name}**\n\n{summary}"));
    }
    whole.strengths.extend(run.strengths);
    whole.prior_decisions.extend(run.prior_decisions);
    whole.gaps.extend(run.gaps);
    whole.sections.extend(run.sections.into_iter().map(|(title, body)| (format!("{title} ({name})"), body)));
    for metrics in run.metrics {
        // Two outputs of one agent: its figures cannot be told from each other, and are not added up.
        if whole.metrics.iter().all(|known| known.agent != metrics.agent) {
            whole.metrics.push(metrics);
        }
    }
    if let Some(retro) = run.retro {
        let known = whole.retro.get_or_insert_with(Retro::default);
        known.agents.extend(retro.agents);
        known.summary = known.summary.take().or(retro.summary);
    }
    whole.recommendations.extend(run.recommendations);
    whole.originals.extend(run.originals);
    whole.aliases.extend(run.aliases);
}

fn add_subject(whole: &mut Subject, other: Subject) {
    whole.repository = whole.repository.take().or(other.repository);
    whole.host = whole.host.take().or(other.host);
    whole.pull_request = whole.pull_request.or(other.pull_request);
    whole.title = whole.title.take().or(other.title);
    whole.branch = whole.branch.take().or(other.branch);
    whole.base = whole.base.take().or(other.base);
    whole.author = whole.author.take().or(other.author);
    if whole.commits.is_empty() {
        whole.commits = other.commits;
    }
    // The longer of two spellings of one commit.
    whole.revision =
        whole.revision.take().into_iter().chain(other.revision).reduce(|a, b| if b.len() > a.len() { b } else { a });
}

fn join_reviewers(known: &mut Reviewer, other: Reviewer) {
    if known.is_lost() {
        known.status = other.status;
    }
    known.reason = known.reason.take().or(other.reason).filter(|_| known.is_lost());
    known.name = known.name.take().or(other.name);
    known.model = known.model.take().or(other.model);
    known.effort = known.effort.take().or(other.effort);
    known.tool = known.tool.take().or(other.tool);
    known.instructions = known.instructions.take().or(other.instructions);
}

/// What all agree on is the verdict; else each agent's is a fact.
fn add_verdict(whole: &mut Run, verdict: Option<Verdict>, name: &str) {
    let Some(verdict) = verdict else { return };
    let words = verdict.label.clone().or_else(|| verdict.decision.as_ref().map(ToString::to_string));
    whole.facts.extend(words.map(|words| (format!("Verdict of {name}"), words)));
    let is_first = !whole
        .facts
        .iter()
        .any(|(label, _)| label.starts_with("Verdict of ") && *label != format!("Verdict of {name}"));
    whole.verdict = match whole.verdict.take() {
        None if is_first => Some(verdict),
        Some(known) if known.decision == verdict.decision => Some(known),
        _ => None,
    };
}
