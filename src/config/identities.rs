//! `[agents.…] also` and `[models]`: what a team says is one agent, or one model.

use crate::input::{Node, Reader, Value};
use crate::model::{Identities, Level, ProblemKind, Slug};
use std::collections::BTreeMap;

/// A line of `[models]`: the spelling that counts with the others, or a spelling with the one that counts.
pub enum Spellings {
    /// `"GPT 5.6 Sol" = ["GPT 5.6-sol"]`
    Of(Vec<String>),
    /// `"GPT 5.6-sol" = "GPT 5.6 Sol"`
    Is(String),
}

/// Reads a value of `[models]`.
pub fn spellings(reader: &mut Reader, node: &Node<'_>) -> Option<Spellings> {
    match node.value {
        Value::Array(_) => reader.list(node, Reader::text).map(Spellings::Of),
        _ => reader.text(node).map(Spellings::Is),
    }
}

/// Puts both together, and notes what cannot be: one that is counted as two others, or as one that is itself counted as
/// another.
pub fn identities(
    reader: &mut Reader,
    root: &Node<'_>,
    also: &BTreeMap<String, Vec<Slug>>,
    models: BTreeMap<String, Spellings>,
) -> Identities {
    let mut agents = Joins { of: "agents", map: BTreeMap::new() };
    for (agent, others) in also.iter().filter(|(_, others)| !others.is_empty()) {
        let Ok(kept) = agent.parse::<Slug>() else {
            let message = format!("`{agent}` is no name that an agent can have");
            reader.at(root, &format!("/agents/{agent}"), Level::Error, ProblemKind::InvalidValue, message);
            continue;
        };
        for (at, other) in others.iter().enumerate() {
            agents.join(reader, root, &format!("/agents/{agent}/also/{at}"), other, &kept);
        }
    }
    let mut spelled = Joins { of: "models", map: BTreeMap::new() };
    for (word, spellings) in models {
        let pointer = format!("/models/{}", word.replace('~', "~0").replace('/', "~1"));
        match spellings {
            Spellings::Is(kept) => spelled.join(reader, root, &pointer, &word, &kept),
            Spellings::Of(others) => {
                for other in &others {
                    spelled.join(reader, root, &pointer, other, &word);
                }
            }
        }
    }
    Identities { agents: agents.finished(reader, root), models: spelled.finished(reader, root) }
}

/// What is counted as what.
struct Joins<T> {
    of: &'static str,
    map: BTreeMap<T, T>,
}

impl<T: Ord + Clone + std::fmt::Display> Joins<T> {
    fn join(&mut self, reader: &mut Reader, root: &Node<'_>, pointer: &str, other: &T, kept: &T) {
        if other == kept {
            return;
        }
        match self.map.insert(other.clone(), kept.clone()) {
            Some(before) if before != *kept => {
                let message = format!("`{other}` is counted as `{before}` already");
                reader.at(root, pointer, Level::Error, ProblemKind::InvalidValue, message).hint =
                    Some("name it once".to_owned());
            }
            _ => {}
        }
    }

    fn finished(self, reader: &mut Reader, root: &Node<'_>) -> BTreeMap<T, T> {
        for (other, kept) in &self.map {
            if let Some(last) = self.map.get(kept) {
                let message = format!("`{other}` is counted as `{kept}`, and that as `{last}`");
                reader.at(root, &format!("/{}", self.of), Level::Error, ProblemKind::InvalidValue, message).hint =
                    Some(format!("list `{other}` under `{last}`"));
            }
        }
        self.map
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn both_ways_to_spell_a_model_are_read() {
        let text = "[agents.codex]\nalso = ['codex-cli', 'codex']\n[models]\n'GPT 5.6 Sol' = ['GPT 5.6-sol']\n\
                    'Codex GPT 5.6 Sol' = 'GPT 5.6 Sol'\n";
        let identities = Config::parse(text).expect("good").identities;
        let agents: Vec<String> = identities.agents.iter().map(|(other, kept)| format!("{other} {kept}")).collect();
        assert_eq!(agents, ["codex-cli codex"], "an agent is itself anyway");
        let models: Vec<_> = identities.models.iter().map(|(other, kept)| (other.as_str(), kept.as_str())).collect();
        assert_eq!(models, [("Codex GPT 5.6 Sol", "GPT 5.6 Sol"), ("GPT 5.6-sol", "GPT 5.6 Sol")]);
    }

    #[test]
    fn what_cannot_be_is_named() {
        let problem = |text: &str| Config::parse(text).expect_err("bad")[0].message.clone();
        assert_eq!(problem("[agents.a]\nalso = ['c']\n[agents.b]\nalso = ['c']\n"), "`c` is counted as `a` already");
        assert_eq!(
            problem("[agents.a]\nalso = ['b']\n[agents.b]\nalso = ['c']\n"),
            "`c` is counted as `b`, and that as `a`"
        );
        assert_eq!(problem("[models]\nx = 'y'\ny = 'x'\n"), "`x` is counted as `y`, and that as `x`");
        assert_eq!(
            problem("[agents.a]\nalso = ['b c']\n"),
            "`b c` contains a character other than letters, digits, `.`, `_` and `-`"
        );
        assert!(problem("[agents.'a b']\nalso = ['c']\n").starts_with("`a b` is no name"));
    }
}
