//! The head of a report: what was reviewed, by whom, when, and the verdict.

use crate::import::markdown::inline::leading_link;
use crate::import::markdown::outline::{Line, trimmed_text};
use crate::import::markdown::table;
use crate::import::slug_of;
use crate::model::forge::is_pull_request;
use crate::model::id::is_repository;
use crate::model::run::{Commit, Verdict};
use crate::model::{Date, Reviewer, Slug, Subject};

/// What the rows of the head say.
#[derive(Debug, Default)]
pub struct Header {
    /// When.
    pub date: Option<Date>,
    /// Which round.
    pub round: Option<u32>,
    /// What was reviewed.
    pub subject: Subject,
    /// The panel.
    pub reviewers: Vec<Reviewer>,
    /// The verdict.
    pub verdict: Option<Verdict>,
    /// Seconds.
    pub wall_clock_seconds: Option<f64>,
    /// Rows that have no field, and those that say more than their field holds.
    pub facts: Vec<(String, String)>,
    /// Lines beside the table.
    pub rest: String,
}

/// Reads what stands above the first section.
#[must_use]
pub fn header(lines: &[Line<'_>]) -> Header {
    let mut header = Header::default();
    let mut rest = Vec::new();
    for line in lines {
        match if line.is_code { None } else { row(line.text) } {
            Some((label, value)) => header.row(&label, &value),
            None if table::is_delimiter(line.text) || line.text.replace(['|', ' '], "").is_empty() => {}
            None => rest.push(*line),
        }
    }
    header.rest = trimmed_text(&rest);
    header
}

/// `| **Date** | 2026-03-24 |`, or `**Date:** 2026-03-24`.
fn row(line: &str) -> Option<(String, String)> {
    if let Some(cells) = table::cells(line) {
        let [label, value] = cells.as_slice() else { return None };
        let label = label.trim_matches('*').trim().trim_end_matches(':');
        return (!label.is_empty() && !table::is_delimiter(line)).then(|| (label.to_owned(), value.clone()));
    }
    let (label, value) = line.strip_prefix("**")?.split_once("**")?;
    let known =
        ["Date", "Round", "Author", "PR", "Branch", "Commits", "Reviewers", "Verdict", "Wall-clock time", "Repo"];
    let label = label.trim_end_matches(':');
    known.contains(&label).then(|| (label.to_owned(), value.trim_start_matches(':').trim().to_owned()))
}

impl Header {
    fn row(&mut self, label: &str, value: &str) {
        let held = match label {
            "Date" => self.date(value),
            "Round" => self.round(value),
            "Author" => self.author(value),
            "PR" | "Pull request" => self.pull_request(value),
            "Repo" | "Repository" => self.repository(value),
            "Branch" => self.branch(value),
            "Commits" | "Commit" => self.commits(value),
            "Reviewers" => {
                self.reviewers = reviewers(value);
                true
            }
            "Verdict" => self.verdict(value),
            "Wall-clock time" => {
                self.wall_clock_seconds = seconds(value.trim_matches('`'));
                self.wall_clock_seconds.is_some()
            }
            _ => false,
        };
        if !held && !value.is_empty() {
            self.facts.push((label.to_owned(), value.to_owned()));
        }
    }

    fn date(&mut self, value: &str) -> bool {
        let plain = value.trim_matches('`').trim();
        self.date = Date::parse(plain).or_else(|| Date::parse(&plain.replacen(' ', "T", 1)));
        self.date.is_some()
    }

    /// `11 (of PR #242)`: what is in brackets says which rounds are counted.
    fn round(&mut self, value: &str) -> bool {
        let (number, of) = value.split_once(' ').unwrap_or((value, ""));
        self.round = number.parse().ok().filter(|round| *round >= 1);
        let of = of.trim().trim_start_matches('(').trim_end_matches(')');
        if self.round.is_some() && !of.is_empty() {
            self.facts.push(("Rounds counted".to_owned(), of.to_owned()));
        }
        self.round.is_some()
    }

    fn author(&mut self, value: &str) -> bool {
        let (words, address) = leading_link(value).unwrap_or((value, ""));
        self.subject.author = Some(words.to_owned());
        address.is_empty() || address.rsplit('/').next() == Some(words.trim_start_matches('@'))
    }

    fn pull_request(&mut self, value: &str) -> bool {
        let (words, address, rest) = if let Some((words, address)) = leading_link(value) {
            (words, address, value.get(words.len() + address.len() + 4..).unwrap_or_default())
        } else {
            let (words, rest) = value.split_once(' ').unwrap_or((value, ""));
            (words, "", rest)
        };
        self.subject.pull_request =
            words.trim_start_matches('#').parse().ok().filter(|number| is_pull_request(*number));
        self.place(address);
        let title = rest.trim_start_matches([' ', '—', '-', '–', ':']).trim();
        self.subject.title = (!title.is_empty()).then(|| title.to_owned());
        self.subject.pull_request.is_some()
    }

    fn repository(&mut self, value: &str) -> bool {
        let (words, address) = leading_link(value).unwrap_or((value, ""));
        if !address.is_empty() {
            self.place(address);
        } else if is_repository(words) {
            self.subject.repository = Some(words.to_owned());
        }
        self.subject.repository.as_deref() == Some(words)
    }

    /// Host and repository from an address of a forge.
    fn place(&mut self, address: &str) {
        let Some((scheme, rest)) = address.split_once("://") else { return };
        let mut parts = rest.split('/');
        let (Some(host), Some(owner), Some(name)) = (parts.next(), parts.next(), parts.next()) else { return };
        let repository = format!("{owner}/{}", name.trim_end_matches(".git"));
        let is_host =
            !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'));
        if matches!(scheme, "http" | "https") && is_host && is_repository(&repository) {
            self.subject.repository = Some(repository);
            let host = format!("{scheme}://{host}");
            self.subject.host = (host != "https://github.com").then_some(host);
        }
    }

    /// `` `feature` → `main` ``
    fn branch(&mut self, value: &str) -> bool {
        let mut names = value.split(['→', '>']).map(|name| name.trim().trim_end_matches('-').trim());
        let plain = |name: &str| {
            let inner = name.trim_matches('`');
            (!inner.is_empty() && !inner.contains([' ', '`', '('])).then(|| inner.to_owned())
        };
        self.subject.branch = names.next().and_then(plain);
        let base = names.next();
        self.subject.base = base.and_then(plain);
        self.subject.branch.is_some() && (base.is_none() || self.subject.base.is_some()) && names.next().is_none()
    }

    /// `` `8c3ed7b` Fix it<br>`16c73c0` Fix more ``
    fn commits(&mut self, value: &str) -> bool {
        let mut all = true;
        for entry in value.split("<br>").map(str::trim).filter(|entry| !entry.is_empty()) {
            match commit(entry) {
                Some(commit) => self.subject.commits.push(commit),
                None => all = false,
            }
        }
        all
    }

    /// `**Merge with fixes** — one regression`
    fn verdict(&mut self, value: &str) -> bool {
        let (label, summary) = match value.strip_prefix("**").and_then(|rest| rest.split_once("**")) {
            Some((label, rest)) => (label, rest.trim_start_matches([' ', '—', '-', '–', ':'])),
            None => value.split_once(" — ").unwrap_or((value, "")),
        };
        let label = label.trim().trim_end_matches('.');
        let summary = Some(summary.trim()).filter(|summary| !summary.is_empty()).map(str::to_owned);
        let decision = slug_of(&label.to_lowercase());
        self.verdict = Some(Verdict { decision, label: Some(label.to_owned()), summary });
        true
    }
}

fn commit(entry: &str) -> Option<Commit> {
    let entry = entry.trim_start_matches("- ");
    let code = leading_link(entry).map_or(entry, |(words, _)| words);
    let (sha, inside) = match code.strip_prefix('`') {
        Some(code) => code.split_once('`')?,
        None => code.split_once(' ').unwrap_or((code, "")),
    };
    let after = match leading_link(entry) {
        Some((words, address)) => entry.get(words.len() + address.len() + 4..).unwrap_or_default(),
        None => inside,
    };
    // The subject may stand inside the backticks, too.
    let (sha, within) = sha.split_once(' ').unwrap_or((sha, ""));
    if !crate::model::forge::is_sha(sha) {
        return None;
    }
    let subject = format!("{within} {}", after.trim().trim_start_matches(['—', '-', '–', ':']).trim());
    let subject = Some(subject.trim()).filter(|subject| !subject.is_empty()).map(str::to_owned);
    Some(Commit { sha: sha.to_owned(), subject })
}

/// `Claude Opus 4.6 (effort: xhigh), ~~Gemini 3.1 Pro~~ (429 capacity)`
fn reviewers(value: &str) -> Vec<Reviewer> {
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
        let Some(agent) = agent_of(model, &out) else { continue };
        let effort = effort_of(inside);
        let failed = failed
            || ["fail", "timed out", "timeout", "no output"].iter().any(|sign| inside.to_lowercase().contains(sign));
        let reason = Some(inside).filter(|inside| !inside.is_empty() && effort.is_none()).map(str::to_owned);
        let name = model.split_whitespace().next().map(str::to_owned);
        out.push(Reviewer { agent, name, model: Some(model.to_owned()), effort, failed, reason });
    }
    out
}

/// The identity is the first word of a name; where two members of a panel share it, the second is its whole name.
fn agent_of(model: &str, others: &[Reviewer]) -> Option<Slug> {
    let first = slug_of(&model.split_whitespace().next()?.to_lowercase())?;
    let taken = |slug: &Slug| others.iter().any(|other| other.agent.key() == slug.key());
    if taken(&first) { slug_of(&model.to_lowercase()).filter(|whole| !taken(whole)) } else { Some(first) }
}

fn effort_of(inside: &str) -> Option<String> {
    let word = inside.strip_prefix("effort").map_or(inside, |rest| rest.trim_start_matches([':', ' ']));
    let known = ["minimal", "low", "medium", "high", "xhigh", "max", "default", "none"];
    let stated = inside.starts_with("effort") && !word.is_empty();
    (stated || known.contains(&word)).then(|| word.to_owned())
}

/// Entries between commas that stand outside brackets.
#[must_use]
pub fn split_outside_brackets(text: &str) -> Vec<&str> {
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

/// `11:23`, `1:02:03`, `10m 15s`, `16 min 31 s`, `2 h 3 min`, `278`, `278s` in seconds; `None` for anything else, and
/// for what is only about so long.
#[must_use]
pub fn seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.contains(':') {
        let parts: Option<Vec<u32>> = text.split(':').map(|part| part.parse().ok()).collect();
        let parts = parts.filter(|parts| (2..=3).contains(&parts.len()))?;
        return Some(parts.iter().fold(0.0, |total, part| total * 60.0 + f64::from(*part)));
    }
    let mut total = 0.0;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let number: f64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?.trim_start();
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        total += number
            * match rest.get(..letters)? {
                "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
                "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
                "" | "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
                _ => return None,
            };
        rest = rest.get(letters..)?.trim_start_matches([' ', ',']);
    }
    (!text.is_empty() && total.is_finite()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_in_all_their_spellings() {
        for (text, expected) in [
            ("11:23", Some(683.0)),
            ("1:02:03", Some(3723.0)),
            ("10m 15s", Some(615.0)),
            ("16 min 31 s", Some(991.0)),
            ("2 h 3 min 4 s", Some(7384.0)),
            ("278", Some(278.0)),
            ("~3m (empty)", None),
            ("—", None),
            ("", None),
            ("N/A (failed)", None),
            ("é", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }

    #[test]
    fn the_panel_with_effort_and_failures() {
        let all =
            reviewers("Claude Opus 4.6 (effort: xhigh), Codex GPT 5.4 [high], ~~Gemini 3.1 Pro~~ (429, capacity)");
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
        let twins = reviewers("Claude Opus 4.6, Claude Sonnet 4.5");
        assert_eq!(twins[1].agent.as_str(), "claude-sonnet-4.5");
    }

    #[test]
    fn commits_branches_and_addresses() {
        let mut header = Header::default();
        header.row("Commits", "`8c3ed7b` Fix it<br>[`16c73c0`](https://x.example/c) — more<br>`577f916 Add it`");
        let told: Vec<_> = header.subject.commits.iter().map(|c| (c.sha.as_str(), c.subject.as_deref())).collect();
        assert_eq!(told, [("8c3ed7b", Some("Fix it")), ("16c73c0", Some("more")), ("577f916", Some("Add it"))]);
        header.row("Branch", "`a` → `main`");
        assert_eq!((header.subject.branch.as_deref(), header.subject.base.as_deref()), (Some("a"), Some("main")));
        header.row("PR", "[#7](https://git.example/o/r/pull/7) — `x` and y");
        assert_eq!((header.subject.pull_request, header.subject.title.as_deref()), (Some(7), Some("`x` and y")));
        assert_eq!(header.subject.host.as_deref(), Some("https://git.example"));
        assert_eq!(header.facts, []);
        header.row("PR", "18446744073709551615 — too many");
        assert_eq!(header.subject.pull_request, None);
        assert_eq!(header.facts.pop().unwrap().1, "18446744073709551615 — too many");
        header.row("Commits", "two of them");
        assert_eq!(header.facts, [("Commits".to_owned(), "two of them".to_owned())]);
    }
}
