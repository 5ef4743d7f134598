//! Whom brackets credit: `[Claude Opus 4.6, Codex GPT 5.4 pass 2]`, `[Gemini 3.1 Pro, verified]`, `(pass 3: [Codex])`.

use super::panel::{Panel, member_meant, outsider};
use super::tags::tag_of_credit;
use crate::import::slug_of;
use crate::model::finding::{Credit, Role};
use crate::model::{Severity, Slug};

/// Names of whoever made one report of many.
const CONSOLIDATORS: [&str; 7] =
    ["consolidated", "consolidation", "consolidator", "coordinator", "orchestration", "orchestrator", "reconciliation"];

/// What a list of names says.
#[derive(Debug, Default)]
pub struct Credits {
    pub list: Vec<Credit>,
    /// What is said of the credits, such as `verified`.
    pub tags: Vec<Slug>,
    /// Whether something else is said, so that the words are to be kept.
    pub has_words: bool,
}

/// `Claude Opus 4.6, Codex GPT 5.4 pass 2`; `None` where nobody of the panel nor the consolidator is named and anything is
/// no name.
pub fn credits_from_names(names: &str, panel: Panel<'_>) -> Option<Credits> {
    let mut out = Credits::default();
    for entry in entries(names) {
        let known = out.take_entry(entry.trim().trim_matches(['*', '`', '[', ']']).trim(), panel);
        out.has_words |= known.is_none();
    }
    let is_sure = |credit: &Credit| credit.role != Some(Role::EarlierRound);
    let is_list = !out.list.is_empty() && (!out.has_words || out.list.iter().any(is_sure));
    is_list.then_some(out)
}

/// Whoever found it in a round before, as `found by Claude Opus 4.6` in a mark of that round says.
pub fn credits_of_earlier_round(names: &str, panel: Panel<'_>) -> Vec<Credit> {
    let credits = credits_from_names(names, panel).unwrap_or_default().list;
    credits.into_iter().map(|credit| Credit { role: credit.role.or(Some(Role::EarlierRound)), ..credit }).collect()
}

/// Entries between commas and their like that stand outside brackets.
fn entries(names: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    names
        .split(move |c: char| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && matches!(c, ',' | '+' | '/' | ';' | '&')
        })
        .flat_map(|entry| entry.split(" and "))
}

impl Credits {
    fn take_entry(&mut self, entry: &str, panel: Panel<'_>) -> Option<()> {
        let words = entry.to_lowercase();
        if let Some(tag) = tag_of_credit(&words) {
            self.tags.push(tag);
            return Some(());
        }
        // `[Claude pass 1, 2]`, `[Claude, pass 2]`
        if let (Some(pass), Some(last)) = (pass_from_words(&words), self.list.last().cloned()) {
            match self.list.last_mut() {
                Some(last) if last.pass.is_none() => last.pass = Some(pass),
                _ => self.push(Credit { pass: Some(pass), ..last }),
            }
            return Some(());
        }
        let (name, said) = name_and_what_is_said(&words);
        let mut credit = credit_of(name, panel)?;
        for said in said {
            let is_known = self.take_said(&mut credit, said, entry);
            self.has_words |= !is_known;
        }
        self.push(credit);
        Some(())
    }

    /// `pass 2`, `as s3`, `as design observation`, `important`, `verified`, `round 1`; `false` for anything else.
    fn take_said(&mut self, credit: &mut Credit, said: &str, entry: &str) -> bool {
        let reference = said.strip_prefix("as ").unwrap_or(said);
        if let Some(pass) = pass_from_words(said) {
            credit.pass = Some(pass);
        } else if let Some(tag) = tag_of_credit(said) {
            self.tags.push(tag);
        } else if let Some(severity) = severity_from_words(reference) {
            credit.severity = Some(severity);
            // As it is written, not in lower case.
            let as_written =
                entry.to_ascii_lowercase().find(reference).and_then(|at| entry.get(at..at + reference.len()));
            credit.reference = as_written.filter(|_| said.starts_with("as ")).map(str::to_owned);
        } else if is_reference(reference) {
            credit.reference = Some(reference.to_uppercase());
        } else if said.strip_prefix("round ").is_some_and(|round| round.parse::<u32>().is_ok()) {
            credit.role = credit.role.or(Some(Role::EarlierRound));
        } else {
            return false;
        }
        true
    }

    fn push(&mut self, credit: Credit) {
        let same =
            |known: &&Credit| known.agent == credit.agent && known.pass == credit.pass && known.role == credit.role;
        if !self.list.iter().any(|known| same(&known)) {
            self.list.push(credit);
        }
    }
}

/// `claude opus 4.6 (as s3, pass 2)` and `codex pass 2`, in lower case: the name, and what stands behind it.
fn name_and_what_is_said(words: &str) -> (&str, Vec<&str>) {
    let (name, inside) = match words.split_once('(') {
        Some((name, inside)) => (name, inside.trim_end_matches([')', ' '])),
        None => (words, ""),
    };
    let mut said: Vec<&str> = inside.split([',', ';']).map(str::trim).filter(|said| !said.is_empty()).collect();
    let mut name = name.trim_end_matches([' ', '—', '–', '-', ':']);
    for mark in [" as ", " — pass ", " - pass ", " pass ", ", pass "] {
        if let Some(at) = name.find(mark) {
            let (before, behind) = name.split_at(at);
            said.push(behind.trim_start_matches([' ', '—', '-', ',']));
            name = before.trim_end();
        }
    }
    (name, said)
}

fn credit_of(name: &str, panel: Panel<'_>) -> Option<Credit> {
    let with_role = |agent, role| Credit { role: Some(role), ..Credit::of_reviewer(agent) };
    if let Some(member) = member_meant(name, panel) {
        return Some(Credit::of_reviewer(member.agent.clone()));
    }
    if CONSOLIDATORS.contains(&name) {
        return slug_of(name).map(|agent| with_role(agent, Role::Consolidator));
    }
    // Where no panel is named, nobody can be told from it.
    outsider(name, panel).filter(|_| !panel.is_empty()).map(|agent| with_role(agent, Role::EarlierRound))
}

/// `important`, `a suggestion`, `design observation`
fn severity_from_words(words: &str) -> Option<Severity> {
    let word = words.trim_start_matches("a ").trim_start_matches("an ").trim_end_matches(" finding");
    let named = Severity::ALL.into_iter().find(|severity| severity.word() == word);
    named.or_else(|| (word == "design observation").then_some(Severity::Concern))
}

/// `pass 2`, or `2` alone.
fn pass_from_words(words: &str) -> Option<u32> {
    let number = words.strip_prefix("passes ").or_else(|| words.strip_prefix("pass ")).unwrap_or(words);
    number.trim_start_matches('#').parse().ok().filter(|pass| (1..100).contains(pass))
}

/// `s5`, `i12`
fn is_reference(word: &str) -> bool {
    let digits = word.get(1..).unwrap_or_default();
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The agents that a text credits in brackets, each once.
pub fn credits_in_brackets(text: &str, panel: Panel<'_>) -> Vec<Credit> {
    let mut found: Vec<Credit> = Vec::new();
    for (names, after) in text.split('[').skip(1).filter_map(|rest| rest.split_once(']')) {
        let credited = if after.starts_with('(') { None } else { credits_from_names(names, panel) };
        for credit in credited.unwrap_or_default().list {
            if !found.iter().any(|known| known.agent == credit.agent) {
                found.push(credit);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::reviewers::reviewers_from_list;
    use super::*;

    #[test]
    fn names_in_all_their_spellings() {
        let panel = reviewers_from_list("Claude Opus 4.7, Codex GPT 5.4, Gemini 3.1 Pro");
        for (names, expected) in [
            ("Claude Opus 4.7, Codex GPT 5.4 pass 2", Some("claude codex/2")),
            ("Claude (pass 1), Claude (pass 2)", Some("claude/1 claude/2")),
            ("Codex pass 1, 2", Some("codex/1 codex/2")),
            ("Gemini 3.1 Pro, verified", Some("gemini +verified")),
            ("Claude (as S5), Gemini (as I2, pass 2)", Some("claude=S5 gemini/2=I2")),
            ("Claude as S5", Some("claude=S5")),
            ("Claude (important)", Some("claude:important")),
            ("`Codex GPT 5.4`", Some("codex")),
            ("Consolidator", Some("consolidator!consolidator")),
            ("orchestrator, Claude", Some("orchestrator!consolidator claude")),
            ("Claude Opus 4.6", Some("claude-opus-4.6!earlier-round")),
            ("Claude, round 1", Some("claude …")),
            ("Claude (as Design Observation)", Some("claude=Design Observation:concern")),
            ("Claude (its own words)", Some("claude …")),
            ("see Claude, above", None),
            ("Claude Opus 4.5, Nobody", None),
            ("Claude (round 1)", Some("claude!earlier-round")),
            ("Nobody", None),
            ("Claude, Nobody", Some("claude …")),
            ("verified", None),
            ("sic", None),
            ("", None),
        ] {
            let told = credits_from_names(names, &panel).map(|found| {
                let credits = found.list.iter().map(|credit| {
                    let pass = credit.pass.map(|pass| format!("/{pass}")).unwrap_or_default();
                    let reference = credit.reference.as_ref().map(|id| format!("={id}")).unwrap_or_default();
                    let severity = credit.severity.map(|own| format!(":{}", own.word())).unwrap_or_default();
                    let role = credit.role.map(|role| format!("!{}", role.word())).unwrap_or_default();
                    format!("{}{pass}{reference}{severity}{role}", credit.agent)
                });
                let tags = found.tags.iter().map(|tag| format!("+{tag}"));
                let words = found.has_words.then(|| "…".to_owned());
                credits.chain(tags).chain(words).collect::<Vec<_>>().join(" ")
            });
            assert_eq!(told.as_deref(), expected, "{names}");
        }
    }
}
