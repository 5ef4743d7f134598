//! Whom of the panel a name in a report means.

use crate::import::slug_of;
use crate::model::{Reviewer, Slug};

/// The reviewers of a report.
pub type Panel<'p> = &'p [Reviewer];

/// First words of the names of agents, by which one is known that is not on the panel.
const FAMILIES: [&str; 17] = [
    "amp", "claude", "codex", "copilot", "cursor", "deepseek", "devin", "gemini", "glm", "gpt", "grok", "kimi",
    "llama", "minimax", "mistral", "opencode", "qwen",
];

/// The member of the panel with this name, model or identity, in lower case.
pub fn member_named<'p>(name: &str, panel: Panel<'p>) -> Option<&'p Reviewer> {
    let is = |other: Option<&str>| other.is_some_and(|other| other.eq_ignore_ascii_case(name));
    panel.iter().find(|one| is(Some(one.agent.as_str())) || is(one.name.as_deref()) || is(one.model.as_deref()))
}

/// The same, or the only one whose name is spelt otherwise or has these words in it: `5.6 Sol` and `GPT 5.6-sol` are
/// both `Codex GPT 5.6 Sol`. A name that could be two members' is nobody's.
pub fn member_meant<'p>(name: &str, panel: Panel<'p>) -> Option<&'p Reviewer> {
    let words = words_of(name);
    if words.is_empty() || words.len() > LONGEST_NAME {
        return None;
    }
    let tells = words.len() > 1 || words.iter().any(|word| word.bytes().any(|b| b.is_ascii_digit()));
    let alike = |is: &dyn Fn(&[&str]) -> bool| {
        let mut all = panel.iter().filter(|one| is(&words_of(one.model.as_deref().unwrap_or(one.display_name()))));
        all.next().filter(|_| all.next().is_none())
    };
    member_named(name.trim(), panel)
        .or_else(|| alike(&|model| are_same(model, &words)))
        .or_else(|| alike(&|model| tells && model.windows(words.len()).any(|part| are_same(part, &words))))
}

/// No name of an agent has more words.
const LONGEST_NAME: usize = 10;

fn words_of(name: &str) -> Vec<&str> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(LONGEST_NAME + 1).collect()
}

fn are_same(a: &[&str], b: &[&str]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.eq_ignore_ascii_case(b))
}

/// An agent that is not on the panel, by its whole name, which nothing else in the run says; `None` for words that are no
/// name of an agent.
pub fn outsider(name: &str, panel: Panel<'_>) -> Option<Slug> {
    let mut words = name.split_whitespace();
    let first = words.next()?.to_lowercase();
    let is_family = FAMILIES.contains(&first.as_str()) || panel.iter().any(|one| has_first_word(one, &first));
    let are_plain = words.all(|word| word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')));
    let is_name = is_family && are_plain && name.split_whitespace().count() <= 5;
    if is_name { slug_of(&name.to_lowercase()) } else { None }
}

fn has_first_word(one: &Reviewer, first: &str) -> bool {
    one.display_name().split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case(first))
}

/// The member of the panel that a heading such as `[Claude] — Claude Opus 4.6`, `~~Gemini~~`, `[Codex] GPT 5.4`,
/// `Claude Opus 4.6 Review` or `[Claude] Original Review` names.
pub fn agent_of_heading(heading: &str, panel: Panel<'_>) -> Option<Slug> {
    let plain = heading.replace(['[', ']', '*', '`'], "").replace("~~", "").to_lowercase();
    let plain = plain.split(['(', '—', '–']).next().unwrap_or_default();
    let plain = without_words_of_report(plain);
    let first = plain.split_whitespace().next().unwrap_or_default();
    let rest = plain.get(first.len()..).unwrap_or_default().trim();
    let whole = || member_meant(plain, panel);
    let by_first =
        || member_named(first, panel).filter(|one| rest.is_empty() || are_words_of_model(one.model.as_deref(), rest));
    whole().or_else(by_first).map(|one| one.agent.clone())
}

/// A name without what a heading says of the report around it.
fn without_words_of_report(heading: &str) -> &str {
    let mut name = heading.trim();
    if let Some((label, rest)) = name.split_once(':').filter(|(label, _)| label.starts_with("appendix")) {
        // `Appendix A: …`
        name = if label.split_whitespace().count() <= 2 { rest.trim_start() } else { name };
    }
    loop {
        let ends = [" review", " original", " full", ":", " -"];
        match ends.iter().find_map(|end| name.strip_suffix(end)) {
            Some(shorter) => name = shorter.trim_end(),
            None => return name,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::super::reviewers::reviewers_from_list;
    use super::*;

    #[test]
    fn a_member_is_meant_by_as_few_words_as_tell_it_apart() {
        let panel =
            reviewers_from_list("Claude Opus 4.8, Codex GPT 5.5, Codex GPT 5.6 Sol, Gemini 3.1 Pro, Gemini 3.5 Flash");
        for (name, agent) in [
            ("Claude", Some("claude")),
            ("Codex GPT 5.6-sol", Some("codex-gpt-5.6-sol")),
            ("5.6 Sol", Some("codex-gpt-5.6-sol")),
            ("GPT 5.5", Some("codex")),
            ("gemini 3.5 flash", Some("gemini-3.5-flash")),
            ("GPT", None),
            ("Pro", None),
            ("Opus 4.7", None),
            ("", None),
        ] {
            let told = member_meant(name, &panel).map(|one| one.agent.to_string());
            assert_eq!(told.as_deref(), agent, "{name}");
        }
        for (heading, agent) in [
            ("Appendix: [Claude]", Some("claude")),
            ("Appendix B: Codex GPT 5.5", Some("codex")),
            ("Appendix: Original Reviews", None),
            ("Claude Opus 4.8 Review", Some("claude")),
            ("[Claude] Original Review", Some("claude")),
            ("[Gemini 3.1 Pro] — Pass 2", Some("gemini")),
            ("~~Codex GPT 5.6 Sol~~ (failed)", Some("codex-gpt-5.6-sol")),
            ("Review Process Notes", None),
            ("Claude missed this", None),
        ] {
            let told = agent_of_heading(heading, &panel).map(|agent| agent.to_string());
            assert_eq!(told.as_deref(), agent, "{heading}");
        }
        let outsider = |name| outsider(name, &panel).map(|agent| agent.to_string());
        assert_eq!(outsider("Codex GPT 5.4").as_deref(), Some("codex-gpt-5.4"));
        assert_eq!(outsider("Grok 4").as_deref(), Some("grok-4"));
        assert_eq!(outsider("Nobody"), None);
        assert_eq!(outsider("Claude said so in `x`"), None);
    }
}
