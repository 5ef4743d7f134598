//! Who wrote something: a person or a bot, and which agent the bot is.

use crate::import::markdown::inline::one_line;
use crate::import::slug_of;
use crate::model::Slug;
use serde_json::Value;

/// Logins without `[bot]` and in lower case, the agent behind them, and its name for people. One agent may have several
/// logins; the agent of a login that stands nowhere here is the login itself.
const KNOWN: [(&str, &str, &str); 24] = [
    ("amazon-q-developer", "amazon-q-developer", "Amazon Q Developer"),
    ("chatgpt-codex-connector", "codex", "Codex"),
    ("claude", "claude", "Claude"),
    ("claude-code", "claude", "Claude"),
    ("coderabbitai", "coderabbitai", "CodeRabbit"),
    ("codex", "codex", "Codex"),
    ("copilot", "copilot", "Copilot"),
    ("copilot-pull-request-reviewer", "copilot", "Copilot"),
    ("copilot-swe-agent", "copilot", "Copilot"),
    ("cubic-dev-ai", "cubic-dev-ai", "Cubic"),
    ("cursor", "cursor", "Cursor"),
    ("devin-ai-integration", "devin-ai-integration", "Devin"),
    ("ellipsis-dev", "ellipsis-dev", "Ellipsis"),
    ("gemini-code-assist", "gemini-code-assist", "Gemini Code Assist"),
    ("github-actions", "github-actions", "GitHub Actions"),
    ("github-advanced-security", "github-advanced-security", "GitHub Advanced Security"),
    ("google-labs-jules", "google-labs-jules", "Jules"),
    ("graphite-app", "graphite-app", "Graphite"),
    ("greptile-apps", "greptile-apps", "Greptile"),
    ("korbit-ai", "korbit-ai", "Korbit"),
    ("qodo-merge-pro", "qodo-merge-pro", "Qodo"),
    ("seer-by-sentry", "sentry", "Sentry"),
    ("sentry", "sentry", "Sentry"),
    ("sourcery-ai", "sourcery-ai", "Sourcery"),
];

/// Someone on GitHub.
#[derive(Clone, Debug)]
pub struct User {
    /// `@handle`, or the name of the agent.
    pub shown: String,
    /// The agent, if it is a bot.
    pub agent: Option<Slug>,
}

impl User {
    /// The `user` of an answer. An account that is gone is GitHub's own `ghost`.
    pub fn from_json(value: Option<&Value>) -> Self {
        let text = |key| value.and_then(|user| user.get(key)).and_then(Value::as_str);
        let login = text("login").unwrap_or("ghost");
        let login = one_line(login);
        let plain = login.strip_suffix("[bot]").unwrap_or(&login);
        if text("type") != Some("Bot") && plain.len() == login.len() {
            return Self { shown: format!("@{login}"), agent: None };
        }
        let folded = plain.to_ascii_lowercase();
        let known = KNOWN.iter().find(|(known, _, _)| *known == folded);
        let agent = slug_of(known.map_or(folded.as_str(), |(_, agent, _)| agent)).or_else(|| slug_of("bot"));
        let shown = known.map_or(plain, |(_, _, name)| name).trim();
        Self { shown: if shown.is_empty() { "bot".to_owned() } else { shown.to_owned() }, agent }
    }

    /// Whether it is a bot.
    pub fn is_bot(&self) -> bool {
        self.agent.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bots_are_agents_and_people_are_handles() {
        for (user, shown, agent) in [
            (json!({"login": "gemini-code-assist[bot]", "type": "Bot"}), "Gemini Code Assist", "gemini-code-assist"),
            (json!({"login": "Copilot", "type": "Bot"}), "Copilot", "copilot"),
            (json!({"login": "copilot-pull-request-reviewer[bot]"}), "Copilot", "copilot"),
            (json!({"login": "chatgpt-codex-connector[bot]", "type": "Bot"}), "Codex", "codex"),
            (json!({"login": "Harbour-Lint[bot]", "type": "Bot"}), "Harbour-Lint", "harbour-lint"),
            (json!({"login": "[bot]"}), "bot", "bot"),
            (json!({"login": "mira", "type": "User"}), "@mira", ""),
            (json!({"login": "claude", "type": "User"}), "@claude", ""),
            (json!(null), "@ghost", ""),
        ] {
            let found = User::from_json(Some(&user));
            assert_eq!(found.shown, shown);
            assert_eq!(found.agent.as_ref().map_or("", Slug::as_str), agent);
        }
    }

    #[test]
    fn the_known_logins_are_in_order_and_make_slugs() {
        assert!(KNOWN.is_sorted_by(|one, next| one.0 < next.0));
        assert!(KNOWN.iter().all(|(_, agent, _)| agent.parse::<Slug>().is_ok()));
    }
}
