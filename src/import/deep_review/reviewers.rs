//! The members of the panel, as the head of a report lists them: name, effort, and what became of those that failed.

use super::panel::{Panel, member_named};
use crate::import::slug_of;
use crate::model::run::Status;
use crate::model::{Reviewer, Slug};

/// Efforts that stand in brackets without being called one.
const EFFORTS: [&str; 8] = ["minimal", "low", "medium", "high", "xhigh", "max", "default", "none"];

/// What says of a reviewer that it failed.
const FAILURES: [&str; 19] = [
    "abort",
    "cancelled",
    "capacity",
    "crash",
    "did not complete",
    "did not finish",
    "did not run",
    "dropped",
    "exhausted",
    "fail",
    "no output",
    "no report",
    "no review",
    "not available",
    "quota",
    "rate limit",
    "timed out",
    "timeout",
    "unavailable",
];

/// What says of a reviewer that it wrote something, and nobody could read it.
const UNPARSED: [&str; 5] = ["unparsed", "unparseable", "unparsable", "could not be parsed", "not parseable"];

/// Where what became of a reviewer begins, if no bracket or dash says so.
const VERBS: [&str; 12] = [
    " aborted",
    " crashed",
    " did not ",
    " dropped",
    " exited",
    " failed",
    " hit ",
    " produced ",
    " returned ",
    " timed out",
    " unavailable",
    " was ",
];

/// `Claude Opus 4.6 (effort: xhigh), ~~Gemini 3.1 Pro~~ (429 capacity); Codex (default) produced no output — quota`
pub fn reviewers_from_list(value: &str) -> Vec<Reviewer> {
    let mut out: Vec<Reviewer> = Vec::new();
    for entry in entries(value) {
        let entry = entry.trim().trim_end_matches('.');
        let is_struck = entry.contains("~~");
        let entry = entry.replace("~~", "");
        let (model, said) = entry.split_at(name_length(&entry));
        let model = model.trim().trim_matches(['*', '`']).trim();
        let said = Said::of(said);
        let status = said.status(is_struck);
        let is_lost = status != Status::Completed;
        // `…, Gemini 3.1 Pro; Gemini 3.1 Pro failed` says more of a member and is none.
        let known = member_named(&model.to_lowercase(), &out).map(|one| one.agent.clone());
        if let Some(one) = out.iter_mut().find(|one| is_lost && Some(&one.agent) == known.as_ref()) {
            one.status = status;
            one.effort = one.effort.take().or(said.effort);
            one.reason = one.reason.take().or(said.remark);
            continue;
        }
        let Some(agent) = new_identity(model, &out) else { continue };
        let name = model.split_whitespace().next().map(str::to_owned);
        let model = Some(model.to_owned());
        out.push(Reviewer { name, model, effort: said.effort, status, reason: said.remark, ..Reviewer::new(agent) });
    }
    out
}

/// The identity is the first word of a name; where two members of a panel share it, the second is its whole name.
fn new_identity(model: &str, others: Panel<'_>) -> Option<Slug> {
    let first = slug_of(&model.split_whitespace().next()?.to_lowercase())?;
    let taken = |slug: &Slug| others.iter().any(|other| other.agent.key() == slug.key());
    if taken(&first) { slug_of(&model.to_lowercase()).filter(|whole| !taken(whole)) } else { Some(first) }
}

/// How far the name at the start of an entry goes.
fn name_length(entry: &str) -> usize {
    let marks = entry.find(['(', '[']);
    let dashes = [" — ", " – ", " -- ", " - ", ": "].into_iter().filter_map(|dash| entry.find(dash));
    let verbs = VERBS.iter().filter_map(|verb| entry.find(verb));
    marks.into_iter().chain(dashes).chain(verbs).min().unwrap_or(entry.len())
}

/// What stands behind a name.
#[derive(Default)]
struct Said {
    effort: Option<String>,
    remark: Option<String>,
}

impl Said {
    fn of(text: &str) -> Self {
        let mut said = Self::default();
        let mut remarks: Vec<&str> = Vec::new();
        for piece in text.split(['(', ')', '[', ']']) {
            let piece = piece.trim_matches([' ', '—', '–', '-', ':', ',', ';']);
            let (effort, rest) = said.effort.is_none().then(|| stated_effort(piece)).flatten().unzip();
            said.effort = said.effort.take().or(effort.map(str::to_owned));
            remarks.push(rest.unwrap_or(piece));
        }
        remarks.retain(|remark| !remark.is_empty());
        said.remark = Some(remarks.join("; ")).filter(|remark| !remark.is_empty());
        said
    }

    /// That one of several passes failed does not make the reviewer fail.
    fn status(&self, is_struck: bool) -> Status {
        let remark = self.remark.as_deref().unwrap_or_default().to_lowercase();
        let says = |signs: &[&str]| !remark.contains("pass ") && signs.iter().any(|sign| remark.contains(sign));
        if says(&UNPARSED) { Status::Unparsed } else { Status::failed_if(is_struck || says(&FAILURES)) }
    }
}

/// `effort: xhigh — dropped, quota` and `default — dropped` as the effort and the rest.
fn stated_effort(piece: &str) -> Option<(&str, &str)> {
    let labelled = piece.strip_prefix("effort");
    let text = labelled.map_or(piece, |rest| rest.trim_start_matches([':', '=', ' ']));
    let end = text.find([',', ';', '—', '–']).or_else(|| text.find(" - ")).unwrap_or(text.len());
    let (effort, rest) = text.split_at(end);
    let effort = effort.trim();
    let is_stated = !effort.is_empty() && (labelled.is_some() || EFFORTS.contains(&effort));
    is_stated.then(|| (effort, rest.trim_matches([' ', ',', ';', '—', '–', '-'])))
}

/// Entries between commas and semicolons that stand outside brackets, and are not in the middle of a remark.
fn entries(text: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let mut start = 0;
    let mut out = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' if depth == 0 => {
                // A name is written with a capital: `produced no output — quota, then retried` goes on.
                let begins_a_name =
                    text[at + 1..].trim_start_matches([' ', '~', '*', '`']).starts_with(char::is_uppercase);
                let is_in_a_remark =
                    name_length(&text[start..at]) < at - start && !text[start..at].ends_with([')', ']']);
                if begins_a_name || !is_in_a_remark {
                    out.push(&text[start..at]);
                    start = at + 1;
                }
            }
            _ => {}
        }
    }
    out.push(&text[start..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: &[(&str, Option<&str>, bool, Option<&str>)]) {
        let all = reviewers_from_list(value);
        let told: Vec<_> =
            all.iter().map(|r| (r.agent.as_str(), r.effort.as_deref(), r.is_lost(), r.reason.as_deref())).collect();
        assert_eq!(told, expected, "{value}");
    }

    #[test]
    fn the_panel_with_effort_and_failures() {
        check(
            "Claude Opus 4.6 (effort: xhigh), Codex GPT 5.4 [high], ~~Gemini 3.1 Pro~~ (429, capacity)",
            &[
                ("claude", Some("xhigh"), false, None),
                ("codex", Some("high"), false, None),
                ("gemini", None, true, Some("429, capacity")),
            ],
        );
        check(
            "Claude Opus 4.8 (effort: xhigh), Gemini 3.5 Flash (effort: default); Gemini 3.1 Pro (effort: default) \
             produced no output — quota exhausted",
            &[
                ("claude", Some("xhigh"), false, None),
                ("gemini", Some("default"), false, None),
                ("gemini-3.1-pro", Some("default"), true, Some("produced no output — quota exhausted")),
            ],
        );
        check(
            "Claude Opus 4.8 (effort: xhigh — dropped, see retro), Gemini 3.1 Pro (default — dropped, quota)",
            &[
                ("claude", Some("xhigh"), true, Some("dropped, see retro")),
                ("gemini", Some("default"), true, Some("dropped, quota")),
            ],
        );
        check(
            "Claude, Codex GPT 5.4 timed out, retried once, Gemini — failed: 429; Gemini failed twice",
            &[
                ("claude", None, false, None),
                ("codex", None, true, Some("timed out, retried once")),
                ("gemini", None, true, Some("failed: 429")),
            ],
        );
        check(
            "Claude (pass 2 failed), x (max)",
            &[("claude", None, false, Some("pass 2 failed")), ("x", Some("max"), false, None)],
        );
        check("", &[]);
    }

    #[test]
    fn output_that_nobody_could_read_is_no_failure() {
        let all = reviewers_from_list(
            "Claude (max), x failed, Codex GPT 5.4 (high) — unparsed, Gemini: output could not be parsed",
        );
        let told: Vec<_> = all.iter().map(|r| (r.agent.as_str(), r.status)).collect();
        let expected = [
            ("claude", Status::Completed),
            ("x", Status::Failed),
            ("codex", Status::Unparsed),
            ("gemini", Status::Unparsed),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn twins_have_their_whole_names() {
        let twins = reviewers_from_list("Claude Opus 4.6, Claude Sonnet 4.5");
        assert_eq!(twins[1].agent.as_str(), "claude-sonnet-4.5");
    }
}
