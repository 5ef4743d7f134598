//! The head of a report: what was reviewed, by whom, when, and the verdict.

use super::duration::seconds_from_words;
use super::reviewers::reviewers_from_list;
use crate::import::markdown::inline::leading_link;
use crate::import::markdown::line::Line;
use crate::import::markdown::outline::trimmed_text;
use crate::import::markdown::table;
use crate::import::slug_of;
use crate::model::run::{Commit, Verdict};
use crate::model::{BaseAddress, Date, Reviewer, Subject};

/// What the rows of the head say.
#[derive(Debug, Default)]
pub struct Header {
    pub date: Option<Date>,
    pub round: Option<u32>,
    pub subject: Subject,
    pub reviewers: Vec<Reviewer>,
    pub verdict: Option<Verdict>,
    pub wall_clock_seconds: Option<f64>,
    /// The commit that a row of its own calls the reviewed one.
    pub reviewed: Option<String>,
    /// What stands beside the commits, for the order that it may state.
    pub words_of_commits: String,
    /// Rows that have no field, and those that say more than their field holds.
    pub facts: Vec<(String, String)>,
    /// Lines beside the table.
    pub rest: String,
}

/// Reads what stands above the first section.
pub fn read_header(lines: &[Line<'_>]) -> Header {
    let mut header = Header::default();
    let mut rest = Vec::new();
    for line in lines {
        match if line.is_code { None } else { label_and_value(line.text) } {
            Some((label, value)) => header.take_row(&label, &value),
            None if table::is_delimiter(line.text) || line.text.replace(['|', ' '], "").is_empty() => {}
            None => rest.push(*line),
        }
    }
    header.rest = trimmed_text(&rest);
    header
}

/// `| **Date** | 2026-03-24 |`, or `**Date:** 2026-03-24`.
fn label_and_value(line: &str) -> Option<(String, String)> {
    if let Some(cells) = table::cells(line) {
        let [label, value] = cells.as_slice() else { return None };
        let label = label.trim_matches('*').trim().trim_end_matches(':');
        return (!label.is_empty() && !table::is_delimiter(line)).then(|| (label.to_owned(), value.clone()));
    }
    let (label, value) = line.strip_prefix("**")?.split_once("**")?;
    let known = [
        "Date",
        "Round",
        "Author",
        "PR",
        "Branch",
        "Commits",
        "Reviewers",
        "Verdict",
        "Wall-clock time",
        "Repo",
        "Review SHA",
    ];
    let label = label.trim_end_matches(':');
    known.contains(&label).then(|| (label.to_owned(), value.trim_start_matches(':').trim().to_owned()))
}

impl Header {
    fn take_row(&mut self, label: &str, value: &str) {
        let held = match label {
            "Date" => self.take_date(value),
            "Round" => self.take_round(value),
            "Author" => self.take_author(value),
            "PR" | "Pull request" => self.take_pull_request(value),
            "Repo" | "Repository" => self.take_repository(value),
            "Branch" => self.take_branch(value),
            label if label.starts_with("Commit") => self.take_commits(label, value),
            "Review SHA" | "Review commit" | "Reviewed SHA" | "Reviewed commit" | "Reviewed revision" | "Revision"
            | "Head" | "HEAD" | "Head SHA" | "HEAD SHA" | "Head commit" => self.take_reviewed(value),
            "Reviewers" => {
                self.reviewers = reviewers_from_list(value);
                true
            }
            "Verdict" => self.take_verdict(value),
            "Wall-clock time" => {
                self.wall_clock_seconds = seconds_from_words(value.trim_matches('`'));
                self.wall_clock_seconds.is_some()
            }
            _ => false,
        };
        if !held && !value.is_empty() {
            self.facts.push((label.to_owned(), value.to_owned()));
        }
    }

    fn take_date(&mut self, value: &str) -> bool {
        let plain = value.trim_matches('`').trim();
        self.date = Date::parse(plain).or_else(|| Date::parse(&plain.replacen(' ', "T", 1)));
        self.date.is_some()
    }

    /// `11 (of PR #242)`: what is in brackets says which rounds are counted.
    fn take_round(&mut self, value: &str) -> bool {
        let (number, of) = value.split_once(' ').unwrap_or((value, ""));
        self.round = number.parse().ok().filter(|round| *round >= 1);
        let of = of.trim().trim_start_matches('(').trim_end_matches(')');
        if self.round.is_some() && !of.is_empty() {
            self.facts.push(("Rounds counted".to_owned(), of.to_owned()));
        }
        self.round.is_some()
    }

    /// `[@handle](address) (Full Name)`
    fn take_author(&mut self, value: &str) -> bool {
        let (words, address) = leading_link(value).unwrap_or((value, ""));
        let rest =
            if address.is_empty() { "" } else { value.get(words.len() + address.len() + 4..).unwrap_or_default() };
        let (handle, name) = match words.split_once(' ').filter(|_| words.starts_with('@')) {
            Some((handle, name)) => (handle, name),
            None => (words, rest),
        };
        self.subject.author = Some(handle.to_owned());
        let name = name.trim_matches([' ', '(', ')', ',', '—', '–', '-']);
        if !name.is_empty() {
            self.facts.push(("Author\u{2019}s name".to_owned(), name.to_owned()));
        }
        address.is_empty() || address.rsplit('/').next() == Some(handle.trim_start_matches('@'))
    }

    fn take_pull_request(&mut self, value: &str) -> bool {
        let (words, address, rest) = if let Some((words, address)) = leading_link(value) {
            (words, address, value.get(words.len() + address.len() + 4..).unwrap_or_default())
        } else {
            let (words, rest) = value.split_once(' ').unwrap_or((value, ""));
            (words, "", rest)
        };
        self.subject.pull_request = words.trim_start_matches('#').parse().ok();
        self.take_repository_of(address);
        let title = rest.trim_start_matches([' ', '—', '-', '–', ':']).trim();
        self.subject.title = (!title.is_empty()).then(|| title.to_owned());
        self.subject.pull_request.is_some()
    }

    fn take_repository(&mut self, value: &str) -> bool {
        let (words, address) = leading_link(value).unwrap_or((value, ""));
        if !address.is_empty() {
            self.take_repository_of(address);
        } else if let Ok(repository) = words.parse() {
            self.subject.repository = Some(repository);
        }
        self.subject.repository.as_deref() == Some(words)
    }

    /// Host and repository from an address of a forge.
    fn take_repository_of(&mut self, address: &str) {
        let Some((scheme, rest)) = address.split_once("://") else { return };
        let mut parts = rest.split('/');
        let (Some(host), Some(owner), Some(name)) = (parts.next(), parts.next(), parts.next()) else { return };
        let repository = format!("{owner}/{}", name.trim_end_matches(".git"));
        let is_host =
            !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'));
        let host = format!("{scheme}://{host}").parse::<BaseAddress>();
        if let (Ok(host), Ok(repository), true) = (host, repository.parse(), is_host) {
            self.subject.repository = Some(repository);
            self.subject.host = Some(host).filter(|host| **host != *"https://github.com");
        }
    }

    /// `` `feature` → `main` (rebased) ``
    fn take_branch(&mut self, value: &str) -> bool {
        let (names, note) = split_note(value);
        let mut names = names.split(['→', '>']).map(|name| name.trim().trim_end_matches('-').trim());
        let plain = |name: &str| {
            let inner = name.trim_matches('`');
            (!inner.is_empty() && !inner.contains([' ', '`', '('])).then(|| inner.to_owned())
        };
        self.subject.branch = names.next().and_then(plain);
        let base = names.next();
        self.subject.base = base.and_then(plain);
        let held =
            self.subject.branch.is_some() && (base.is_none() || self.subject.base.is_some()) && names.next().is_none();
        if held && !note.is_empty() {
            self.facts.push(("About the branch".to_owned(), note.to_owned()));
        }
        held
    }

    /// `` `8c3ed7b` Fix it<br>`16c73c0` Fix more ``
    fn take_commits(&mut self, label: &str, value: &str) -> bool {
        let mut all = true;
        label.clone_into(&mut self.words_of_commits);
        let said = label.trim_start_matches("Commit").trim_start_matches('s').trim_matches([' ', '(', ')', ',']);
        if !said.is_empty() {
            self.facts.push(("Commits".to_owned(), said.to_owned()));
        }
        for entry in value.split("<br>").map(str::trim).filter(|entry| !entry.is_empty()) {
            if let Some(commit) = commit_from_entry(entry) {
                self.subject.commits.push(commit);
            } else {
                self.words_of_commits.push_str(entry);
                all = false;
            }
        }
        all
    }

    /// `` `0123456` `` in full or shortened. The row stays, since the commit may be listed by a shorter name.
    fn take_reviewed(&mut self, value: &str) -> bool {
        let plain = leading_link(value).map_or(value, |(words, _)| words);
        let sha = plain.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| crate::model::forge::is_sha(word));
        self.reviewed = self.reviewed.take().or(sha.map(str::to_owned));
        false
    }

    /// `**Merge with fixes** — one regression`
    fn take_verdict(&mut self, value: &str) -> bool {
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

/// `` `a` → `b` (note) `` as names and note.
fn split_note(value: &str) -> (&str, &str) {
    // Arrows before the first bracket, or the dash of a note.
    let end = [" (", " — ", " – "].into_iter().filter_map(|mark| value.find(mark)).min().unwrap_or(value.len());
    let (names, note) = value.split_at(end);
    (names.trim_end(), note.trim_matches([' ', '(', ')', '—', '–']))
}

fn commit_from_entry(entry: &str) -> Option<Commit> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PullRequest;

    #[test]
    fn commits_branches_and_addresses() {
        let mut header = Header::default();
        header.take_row("Commits", "`8c3ed7b` Fix it<br>[`16c73c0`](https://x.example/c) — more<br>`577f916 Add it`");
        let told: Vec<_> = header.subject.commits.iter().map(|c| (c.sha.as_str(), c.subject.as_deref())).collect();
        assert_eq!(told, [("8c3ed7b", Some("Fix it")), ("16c73c0", Some("more")), ("577f916", Some("Add it"))]);
        header.take_row("Branch", "`a` → `main`");
        assert_eq!((header.subject.branch.as_deref(), header.subject.base.as_deref()), (Some("a"), Some("main")));
        header.take_row("Branch", "`c` (rebased on `main`)");
        assert_eq!((header.subject.branch.as_deref(), header.subject.base.as_deref()), (Some("c"), None));
        assert_eq!(header.facts.pop().unwrap().1, "rebased on `main`");
        header.take_row("Author", "[@ann](https://x.example/ann) (Ann Lee)");
        assert_eq!(header.subject.author.as_deref(), Some("@ann"));
        assert_eq!(header.facts.pop().unwrap().1, "Ann Lee");
        header.take_row("Author", "Ann Lee");
        assert_eq!(header.subject.author.as_deref(), Some("Ann Lee"));
        header.take_row("Review SHA", "`3b4e0429228b1d3d08ba43eb4dd0671d27ae3a65`");
        assert_eq!(header.reviewed.as_deref(), Some("3b4e0429228b1d3d08ba43eb4dd0671d27ae3a65"));
        header.facts.clear();
        header.take_row("PR", "[#7](https://git.example/o/r/pull/7) — `x` and y");
        assert_eq!(
            (header.subject.pull_request, header.subject.title.as_deref()),
            (PullRequest::new(7), Some("`x` and y"))
        );
        assert_eq!(header.subject.host.as_deref(), Some("https://git.example"));
        assert_eq!(header.facts, []);
        header.take_row("PR", "18446744073709551615 — too many");
        assert_eq!(header.subject.pull_request, None);
        assert_eq!(header.facts.pop().unwrap().1, "18446744073709551615 — too many");
        header.take_row("Commits", "two of them");
        assert_eq!(header.facts, [("Commits".to_owned(), "two of them".to_owned())]);
    }
}
