//! A tool's work as a run: findings with their ids, and what is said of the whole.

use super::about;
use super::result::Draft;
use super::tool_run::ToolRun;
use crate::import::draft::report::KeptTexts;
use crate::import::markdown::inline::inline_code;
use crate::import::marks::letter::Numbering;
use crate::import::words;
use crate::import::{Imported, slug_of};
use crate::model::run::Reviewer;
use crate::model::{Date, Run, Slug};
use std::collections::{BTreeMap, BTreeSet};

/// The run; `None` where something in it cannot be a slug.
pub fn imported_run(tool_run: ToolRun, id: Slug, date: Date) -> Option<Imported> {
    let mut numbering = Numbering::default();
    let mut kept = KeptTexts::default();
    let mut findings = Vec::new();
    let titles = telling_titles(&tool_run.drafts);
    for (mut draft, title) in tool_run.drafts.into_iter().zip(titles) {
        draft.finding.title = title;
        draft.finding.id = numbering.next_id(draft.finding.severity);
        draft.kept.sort_unstable();
        draft.kept.dedup();
        for what in draft.kept {
            kept.add(what, draft.finding.id.as_str());
        }
        findings.push(draft.finding);
    }
    let sections = tool_run.sections.iter().map(|(title, _)| format!("section \"{title}\""));
    let kept = sections.chain(kept.lines()).collect();
    let tools: Vec<&str> = tool_run.reviewers.iter().map(Reviewer::display_name).collect();
    let title = words::line(&format!("Static analysis with {}", tools.join(", ")));
    let metrics =
        tool_run.seconds.iter().filter_map(|(agent, seconds)| about::metrics_from_seconds(agent, *seconds)).collect();
    // Several tools may have run at the same time, so that their sum would say nothing.
    let wall_clock_seconds = match tool_run.seconds.as_slice() {
        [(_, seconds)] if tool_run.reviewers.len() == 1 => Some(*seconds),
        _ => None,
    };
    let run = Run {
        id,
        kind: slug_of("static-analysis")?,
        title: Some(title),
        date,
        subject: tool_run.subject,
        round: None,
        reviewers: tool_run.reviewers,
        facts: tool_run.facts,
        verdict: None,
        wall_clock_seconds,
        summary: None,
        findings,
        strengths: Vec::new(),
        prior_decisions: Vec::new(),
        gaps: Vec::new(),
        sections: tool_run.sections,
        metrics,
        retro: None,
        recommendations: Vec::new(),
        originals: Vec::new(),
        aliases: Vec::new(),
    };
    Some(Imported { run, files: tool_run.files, kept })
}

/// The titles of findings. Where several have the same and not the same rule, the rule stands behind each: scanners call
/// every weakness of a package by the package's name.
fn telling_titles(drafts: &[Draft]) -> Vec<String> {
    let mut rules: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
    let rule_of = |draft: &'_ Draft| draft.finding.rule.as_ref().map(|rule| rule.id.clone());
    let ids: Vec<Option<String>> = drafts.iter().map(rule_of).collect();
    for (draft, id) in drafts.iter().zip(&ids) {
        rules.entry(&draft.finding.title).or_default().insert(id.as_deref());
    }
    let titles = drafts.iter().zip(&ids).map(|(draft, id)| {
        let title = &draft.finding.title;
        let is_shared = rules.get(title.as_str()).is_some_and(|rules| rules.len() > 1);
        match id.as_deref().filter(|id| is_shared && !title.contains(id)) {
            Some(id) => format!("{title} ({})", inline_code(id)),
            None => title.clone(),
        }
    });
    titles.collect()
}
