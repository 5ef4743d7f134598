//! Who reviewed: the panel that the head of a report names, and whom of it a name further down means.

use crate::import::slug_of;
use crate::model::finding::Credit;
use crate::model::{Reviewer, Slug};

/// The reviewers of a report, which everybody who is credited in it is one of.
pub type Panel<'p> = &'p [Reviewer];

/// `Claude Opus 4.6 (effort: xhigh), ~~Gemini 3.1 Pro~~ (429 capacity)`
pub fn reviewers_from_list(value: &str) -> Vec<Reviewer> {
    let mut out: Vec<Reviewer> = Vec::new();
    for entry in split_outside_brackets(value) {
        let entry = entry.trim().trim_end_matches('.');
        let failed = entry.contains("~~");
        let entry = entry.replace("~~", "");
        let (model, inside) = match entry.split_once(['(', '[']) {
            Some((model, inside)) => (model, inside.trim_end_matches([')', ']', ' '])),
            None => (entry.as_str(), ""),
        };
        let model = model.trim().trim_matches(['*', '`']).trim();
        let Some(agent) = new_identity(model, &out) else { continue };
        let effort = stated_effort(inside);
        let failed = failed
            || ["fail", "timed out", "timeout", "no output"].iter().any(|sign| inside.to_lowercase().contains(sign));
        let reason = Some(inside).filter(|inside| !inside.is_empty() && effort.is_none()).map(str::to_owned);
        let name = model.split_whitespace().next().map(str::to_owned);
        out.push(Reviewer { agent, name, model: Some(model.to_owned()), effort, failed, reason });
    }
    out
}

/// The identity is the first word of a name; where two members of a panel share it, the second is its whole name.
fn new_identity(model: &str, others: &[Reviewer]) -> Option<Slug> {
    let first = slug_of(&model.split_whitespace().next()?.to_lowercase())?;
    let taken = |slug: &Slug| others.iter().any(|other| other.agent.key() == slug.key());
    if taken(&first) { slug_of(&model.to_lowercase()).filter(|whole| !taken(whole)) } else { Some(first) }
}

fn stated_effort(inside: &str) -> Option<String> {
    let word = inside.strip_prefix("effort").map_or(inside, |rest| rest.trim_start_matches([':', ' ']));
    let known = ["minimal", "low", "medium", "high", "xhigh", "max", "default", "none"];
    let stated = inside.starts_with("effort") && !word.is_empty();
    (stated || known.contains(&word)).then(|| word.to_owned())
}

/// Entries between commas that stand outside brackets.
fn split_outside_brackets(text: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let mut start = 0;
    let mut out = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                out.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(&text[start..]);
    out
}

/// The member of the panel that a heading such as `[Claude] — Claude Opus 4.6`, `~~Gemini~~` or `[Codex] GPT 5.4` names.
pub fn agent_of_heading(heading: &str, panel: Panel<'_>) -> Option<Slug> {
    let plain = heading.replace(['[', ']', '*', '`'], "").replace("~~", "").to_lowercase();
    let plain = plain.split(['(', '—', '–']).next().unwrap_or_default().trim();
    let first = plain.split_whitespace().next().unwrap_or_default();
    let rest = plain.get(first.len()..).unwrap_or_default().trim();
    let whole = member_named(plain, panel);
    let by_first =
        || member_named(first, panel).filter(|one| rest.is_empty() || are_words_of_model(one.model.as_deref(), rest));
    whole.or_else(by_first).map(|one| one.agent.clone())
}

/// Whether `opus 4.6` are words of `Claude Opus 4.6`, or a version of it.
fn are_words_of_model(model: Option<&str>, rest: &str) -> bool {
    let model = model.unwrap_or_default().to_lowercase();
    rest.split_whitespace().all(|word| {
        model.split_whitespace().any(|known| known == word)
            || word.starts_with(|c: char| c.is_ascii_digit())
            || word == "pass"
    })
}

/// `Claude Opus 4.6, Codex GPT 5.4 pass 2`: all of them members of the panel, or none.
pub fn credits_from_names(names: &str, panel: Panel<'_>) -> Option<Vec<Credit>> {
    names.split([',', '+', '/']).map(|name| credit_from_name(name, panel)).collect()
}

fn credit_from_name(name: &str, panel: Panel<'_>) -> Option<Credit> {
    let name = name.trim().trim_matches(['*', '`']).to_lowercase();
    let (plain, pass) = match name.split_once("pass ") {
        Some((plain, pass)) => {
            let pass = pass.trim_end_matches(')').parse().ok().filter(|pass| *pass > 0)?;
            (plain.trim_end_matches([' ', '(', '—', '-']), Some(pass))
        }
        None => (name.as_str(), None),
    };
    let reviewer = member_named(plain, panel)?;
    Some(Credit { pass, ..Credit::of_reviewer(reviewer.agent.clone()) })
}

/// The member of the panel with this name, model or identity, in lower case.
pub fn member_named<'p>(name: &str, panel: Panel<'p>) -> Option<&'p Reviewer> {
    let is = |other: Option<&str>| other.is_some_and(|other| other.eq_ignore_ascii_case(name));
    panel.iter().find(|one| is(Some(one.agent.as_str())) || is(one.name.as_deref()) || is(one.model.as_deref()))
}

/// The agents that a text credits in brackets, each once.
pub fn credits_in_brackets(text: &str, panel: Panel<'_>) -> Vec<Credit> {
    let mut found: Vec<Credit> = Vec::new();
    for bracket in text.split('[').skip(1).filter_map(|rest| rest.split_once(']')) {
        let (names, after) = bracket;
        let credited = if after.starts_with('(') { None } else { credits_from_names(names, panel) };
        for credit in credited.unwrap_or_default() {
            if !found.iter().any(|known| known.agent == credit.agent) {
                found.push(credit);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_panel_with_effort_and_failures() {
        let all = reviewers_from_list(
            "Claude Opus 4.6 (effort: xhigh), Codex GPT 5.4 [high], ~~Gemini 3.1 Pro~~ (429, capacity)",
        );
        let told: Vec<_> =
            all.iter().map(|r| (r.agent.as_str(), r.effort.as_deref(), r.failed, r.reason.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("claude", Some("xhigh"), false, None),
                ("codex", Some("high"), false, None),
                ("gemini", None, true, Some("429, capacity"))
            ]
        );
        let twins = reviewers_from_list("Claude Opus 4.6, Claude Sonnet 4.5");
        assert_eq!(twins[1].agent.as_str(), "claude-sonnet-4.5");
    }
}
