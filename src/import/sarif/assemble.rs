//! A tool's work as a run: findings with their ids, and what is said of the whole.

use super::about;
use super::tool_run::ToolRun;
use crate::import::draft::report::KeptTexts;
use crate::import::marks::letter::Numbering;
use crate::import::words;
use crate::import::{Imported, slug_of};
use crate::model::run::Reviewer;
use crate::model::{Date, Run, Slug};

/// The run; `None` where something in it cannot be a slug.
pub fn imported_run(tool_run: ToolRun, id: Slug, date: Date) -> Option<Imported> {
    let mut numbering = Numbering::default();
    let mut kept = KeptTexts::default();
    let mut findings = Vec::new();
    for mut draft in tool_run.drafts {
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
        sections: tool_run.sections,
        metrics,
        retro: None,
        recommendations: Vec::new(),
        originals: Vec::new(),
        aliases: Vec::new(),
    };
    Some(Imported { run, files: tool_run.files, kept })
}
