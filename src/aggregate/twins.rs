//! Agents that look like one, and spellings that look like one model, for people to join or not: a proposal, never an answer.
//!
//! Two slugs that once sat on one panel are two agents, whatever they are called.

use crate::model::{Corpus, Slug};
use std::collections::{BTreeMap, BTreeSet};

/// What looks like one.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Twins {
    /// By the slug with most reviews the others.
    pub agents: BTreeMap<Slug, Vec<Slug>>,
    /// By the spelling with most reviews the others.
    pub models: BTreeMap<String, Vec<String>>,
}

impl Twins {
    /// Whether nothing looks like one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.agents.is_empty() && self.models.is_empty()
    }

    /// Looks through the panels of an archive.
    #[must_use]
    pub fn of(corpus: &Corpus) -> Self {
        let agents = agents(corpus);
        let models = models(corpus, &agents);
        Self { agents, models }
    }

    /// As lines for `pilcrow.toml`.
    #[must_use]
    pub fn as_toml(&self) -> Vec<String> {
        let list = |others: &[String]| others.iter().map(|other| quoted(other)).collect::<Vec<_>>().join(", ");
        let mut lines = Vec::new();
        for (kept, others) in &self.agents {
            let others: Vec<String> = others.iter().map(ToString::to_string).collect();
            lines.push(format!("[agents.{}]", key(kept.as_str())));
            lines.push(format!("also = [{}]", list(&others)));
        }
        if !self.models.is_empty() {
            lines.push("[models]".to_owned());
            lines.extend(self.models.iter().map(|(kept, others)| format!("{} = [{}]", quoted(kept), list(others))));
        }
        lines
    }
}

/// A key of TOML: with marks only where it needs them.
fn key(text: &str) -> String {
    let is_bare = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_bare { text.to_owned() } else { quoted(text) }
}

/// A string of TOML.
fn quoted(text: &str) -> String {
    // Strings of JSON are strings of TOML, but for the escaped slash, which is never written.
    serde_json::Value::from(text).to_string()
}

fn agents(corpus: &Corpus) -> BTreeMap<Slug, Vec<Slug>> {
    let mut reviews: BTreeMap<&Slug, usize> = BTreeMap::new();
    let mut met: BTreeSet<(&Slug, &Slug)> = BTreeSet::new();
    for run in &corpus.runs {
        for one in &run.reviewers {
            *reviews.entry(&one.agent).or_default() += 1;
            met.extend(run.reviewers.iter().map(|other| (&one.agent, &other.agent)));
        }
    }
    let mut order: Vec<&Slug> = reviews.keys().copied().collect();
    order.sort_by_key(|agent| (std::cmp::Reverse(reviews[agent]), agent.as_str().len()));
    let mut groups: Vec<Vec<&Slug>> = Vec::new();
    for agent in order {
        let looks_like = |group: &&mut Vec<&Slug>| {
            group.iter().any(|other| are_twins(agent, other))
                && group.iter().all(|other| !met.contains(&(agent, other)))
        };
        match groups.iter_mut().find(looks_like) {
            Some(group) => group.push(agent),
            None => groups.push(vec![agent]),
        }
    }
    let several = groups.into_iter().filter(|group| group.len() > 1);
    several.map(|group| (group[0].clone(), group[1..].iter().map(|agent| (*agent).clone()).collect())).collect()
}

/// Words that are added to the name of an agent and leave it the same.
const ADDED: [&str; 12] =
    ["cli", "code", "agent", "review", "reviewer", "bot", "app", "ai", "assistant", "action", "headless", "local"];

/// Words of the names of models.
const OF_MODELS: [&str; 16] = [
    "gpt", "opus", "sonnet", "haiku", "pro", "flash", "mini", "sol", "max", "preview", "claude", "gemini", "codex",
    "high", "medium", "low",
];

/// Whether one slug is the other in other case or marks, or with words that name its program or model.
fn are_twins(one: &Slug, other: &Slug) -> bool {
    let (one, other) = (words(one.as_str()), words(other.as_str()));
    if one.concat() == other.concat() {
        return true;
    }
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let is_added = |word: &String| {
        ADDED.contains(&word.as_str())
            || OF_MODELS.contains(&word.as_str())
            || word.bytes().any(|byte| byte.is_ascii_digit())
    };
    long.starts_with(&short) && long[short.len()..].iter().all(is_added)
}

/// Letters and digits in runs, in lower case.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|sign: char| !sign.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect()
}

/// Spellings of the models of one agent, or of agents called alike, that differ in case, marks, or the name of agent or maker before them.
fn models(corpus: &Corpus, joined: &BTreeMap<Slug, Vec<Slug>>) -> BTreeMap<String, Vec<String>> {
    let kept: BTreeMap<&Slug, &Slug> =
        joined.iter().flat_map(|(kept, others)| others.iter().map(move |other| (other, kept))).collect();
    let mut spellings: BTreeMap<(String, String), BTreeMap<&str, usize>> = BTreeMap::new();
    for reviewer in corpus.runs.iter().flat_map(|run| &run.reviewers) {
        let Some(model) = reviewer.model.as_deref() else { continue };
        let agent = kept.get(&reviewer.agent).copied().unwrap_or(&reviewer.agent);
        // Two agents of a family, such as `codex` and `codex-mini`, may run on one model.
        let family = words(agent.as_str()).into_iter().next().unwrap_or_default();
        *spellings.entry((family, bare(model))).or_default().entry(model).or_default() += 1;
    }
    let mut twins: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, spelled) in spellings.into_iter().filter(|(_, spelled)| spelled.len() > 1) {
        let most = spelled.iter().max_by_key(|(model, count)| (**count, std::cmp::Reverse(**model)));
        let Some((most, _)) = most else { continue };
        let others = spelled.keys().filter(|other| *other != most).map(|other| (*other).to_owned());
        twins.entry((*most).to_owned()).or_default().extend(others);
    }
    twins.into_iter().map(|(kept, others)| (kept, others.into_iter().collect())).collect()
}

/// A model without case and marks, and without the name of an agent or a maker before it.
fn bare(model: &str) -> String {
    const BEFORE: [&str; 6] = ["codex", "claude", "gemini", "openai", "anthropic", "google"];
    let words = words(model);
    let is_name = |word: &&String| BEFORE.contains(&word.as_str());
    let rest = &words[words.iter().take_while(is_name).count()..];
    // A name alone is the model.
    if rest.is_empty() { words.concat() } else { rest.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_are_told_from_others() {
        let slug = |text: &str| text.parse::<Slug>().expect("a slug");
        for (one, other) in [
            ("codex", "codex-cli"),
            ("codex", "codex-gpt-5.6-sol"),
            ("Codex", "codex"),
            ("claude", "claude-code"),
            ("co_dex", "codex"),
        ] {
            assert!(are_twins(&slug(one), &slug(other)), "{one} {other}");
        }
        for (one, other) in
            [("codex", "claude"), ("review", "review-dog"), ("a-b", "a-c"), ("claude", "claude-security")]
        {
            assert!(!are_twins(&slug(one), &slug(other)), "{one} {other}");
        }
        assert_eq!(bare("Codex GPT 5.6 Sol"), bare("GPT 5.6-sol"));
        assert_eq!(bare("claude-opus-4-6"), bare("Opus 4.6"));
        assert_ne!(bare("GPT 5.6"), bare("GPT 5.6 Sol"));
        assert_ne!(bare("Gemini 3 Pro"), bare("Gemini 31 Pro"));
    }
}
