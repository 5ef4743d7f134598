//! What a text may point to: findings of its run, source lines, commits, pull requests, reviewers.
//!
//! A page fills [`References`] with addresses that are right for it; this room only recognises the words: in plain text
//! (`linked`), in inline code, at the end of a paragraph, and as the destination of a link (`destination`).

mod destination;
mod index;
mod linked;

pub use destination::Destination;

use super::Html;
use index::Index;
use linked::Noun;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Everything that the texts of one run may refer to, with addresses as seen from one page.
#[derive(Default)]
pub struct References {
    /// Findings in the order in which a bare number counts them (critical, important, suggestions), then the
    /// others: id and address.
    pub findings: Vec<(String, String)>,
    /// How many of `findings` a bare "finding N" can mean.
    pub numbered: usize,
    /// Where the suggestions start within `findings`.
    pub first_suggestion: usize,
    /// Which round the run is: what a text names as of another is none of `findings`.
    pub round: Option<u32>,
    /// Findings of other rounds: by the number of the round and by id their addresses.
    pub of_rounds: BTreeMap<u32, BTreeMap<String, String>>,
    /// Other anchors of the page that a link in a text may aim at.
    pub anchors: BTreeMap<String, String>,
    /// Badges by every name of a reviewer, folded to lower case.
    pub credits: BTreeMap<String, Html>,
    /// Paths of the run's locations.
    pub paths: Vec<String>,
    /// Makes the address of lines of a path.
    pub source: Option<SourceLink>,
    /// Commits of the run: SHA and address.
    pub commits: Vec<(String, String)>,
    /// Makes the address of a pull request or issue.
    pub pull_request: Option<PullRequestLink>,
    /// Where each of them is, made when it is first looked for.
    pub index: OnceLock<Index>,
}

/// Makes the address of lines of a path.
pub type SourceLink = Box<dyn Fn(&str, Option<(u32, u32)>) -> String + Send + Sync>;
/// Makes the address of a pull request.
pub type PullRequestLink = Box<dyn Fn(u64) -> String + Send + Sync>;

impl References {
    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.findings, &self.paths, &self.commits))
    }

    fn finding(&self, id: &str) -> Option<&str> {
        self.index().finding(id).map(|at| self.findings[at].1.as_str())
    }

    /// The Nth finding, or the Nth suggestion.
    fn numbered(&self, noun: Noun, number: usize) -> Option<&str> {
        let at = number.checked_sub(1)? + if noun == Noun::Suggestion { self.first_suggestion } else { 0 };
        (at < self.numbered).then(|| self.findings[at].1.as_str())
    }

    /// The address of a commit of the run, by its full or short name.
    #[must_use]
    pub fn commit(&self, word: &str) -> Option<&str> {
        if !crate::model::forge::is_sha(word) {
            return None;
        }
        self.index().commit(word).map(|at| self.commits[at].1.as_str())
    }

    /// Where inline code points to, if it is a path, a pull request or a commit.
    #[must_use]
    pub fn code(&self, code: &str) -> Option<String> {
        if let Some(number) = code.strip_prefix('#').and_then(plain_number) {
            return self.pull_request.as_ref().map(|link| link(number));
        }
        if let Some(address) = self.commit(code) {
            return Some(address.to_owned());
        }
        let source = self.source.as_ref()?;
        let (path, lines) = split_lines(code);
        Some(source(self.path(path, lines.is_some())?, lines))
    }

    /// The full path that `written` stands for: the only location that ends with it, or itself when it holds a
    /// slash and looks like a file.
    fn path<'p>(&'p self, written: &'p str, has_lines: bool) -> Option<&'p str> {
        let plain = |c: char| c.is_alphanumeric() || "/._-+@~".contains(c);
        if written.is_empty()
            || !written.chars().all(plain)
            || written.starts_with(['/', '~'])
            || written.contains("..")
        {
            return None;
        }
        if let Some(at) = self.index().path(written) {
            return Some(&self.paths[at]);
        }
        let name = written.rsplit('/').next().unwrap_or(written);
        let has_ending = name.trim_start_matches('.').contains('.');
        let like_a_file = has_lines || has_ending || FILES_WITHOUT_ENDING.contains(&name);
        (written.contains('/') && !name.is_empty() && like_a_file).then_some(written)
    }

    /// Cuts a bracketed list of reviewers off the end of a text, and gives their badges.
    #[must_use]
    pub fn cut_credits<'t>(&self, text: &'t str) -> Option<(&'t str, Vec<&Html>)> {
        let mut rest = text.trim_end();
        let mut groups = Vec::new();
        while let Some(inner) = rest.strip_suffix(']') {
            let open = inner.rfind('[')?;
            let badges: Option<Vec<&Html>> = inner[open + 1..].split(',').map(|name| self.credit(name)).collect();
            let Some(badges) = badges else { break };
            groups.push(badges);
            rest = inner[..open].trim_end();
        }
        groups.reverse();
        (!groups.is_empty()).then(|| (rest, groups.concat()))
    }

    fn credit(&self, name: &str) -> Option<&Html> {
        self.credits.get(&name.trim().to_lowercase())
    }
}

const FILES_WITHOUT_ENDING: [&str; 8] =
    ["Makefile", "Dockerfile", "LICENSE", "README", "Gemfile", "Rakefile", "Jenkinsfile", "Containerfile"];

fn plain_number(text: &str) -> Option<u64> {
    let plain = (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    plain.then(|| text.parse().ok())?
}

/// `path:12-20` into path and lines.
fn split_lines(code: &str) -> (&str, Option<(u32, u32)>) {
    let Some((path, lines)) = code.rsplit_once(':') else { return (code, None) };
    let (start, end) = lines.split_once(['-', '–']).unwrap_or((lines, lines));
    match (line_number(start), line_number(end)) {
        (Some(start), Some(end)) if start <= end => (path, Some((start, end))),
        _ => (code, None),
    }
}

fn line_number(text: &str) -> Option<u32> {
    plain_number(text).and_then(|number| u32::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn references() -> References {
        let findings = ["C1", "I1", "I2", "S1", "D1", "main", "7"];
        References {
            findings: findings.iter().map(|id| ((*id).to_owned(), format!("#{id}"))).collect(),
            numbered: 4,
            first_suggestion: 3,
            credits: [("claude", "one"), ("claude opus 4.6", "one"), ("codex", "two")]
                .map(|(name, badge)| (name.to_owned(), Html::text(badge)))
                .into(),
            paths: vec!["src/a/lib.rs".to_owned(), "src/b/lib.rs".to_owned(), "src/main.go".to_owned()],
            source: Some(Box::new(|path, lines| format!("src:{path}:{lines:?}"))),
            commits: vec![("99f1148".to_owned(), "commit".to_owned())],
            index: OnceLock::new(),
            pull_request: Some(Box::new(|number| format!("pr{number}"))),
            ..References::default()
        }
    }

    #[test]
    fn code_points_to_source_when_it_is_clear() {
        let code = |text: &str| references().code(text);
        assert_eq!(code("main.go:12-20").as_deref(), Some("src:src/main.go:Some((12, 20))"));
        assert_eq!(code("a/lib.rs:3").as_deref(), Some("src:src/a/lib.rs:Some((3, 3))"));
        assert_eq!(code("other/file.rs").as_deref(), Some("src:other/file.rs:None"));
        assert_eq!(code("cmd/tool:7").as_deref(), Some("src:cmd/tool:Some((7, 7))"));
        assert_eq!(code("#12").as_deref(), Some("pr12"));
        for none in
            ["lib.rs", "x.go", "and/or", "../up.rs", "/etc/passwd.x", "a b/c.rs", "Process.Kill()", "main.go:20-12", ""]
        {
            assert_eq!(code(none), None, "{none}");
        }
    }

    #[test]
    fn credits_are_cut_only_when_every_entry_is_a_reviewer() {
        let references = references();
        let cut = |text| {
            let (rest, badges) = references.cut_credits(text)?;
            Some((rest, badges.into_iter().map(Html::as_str).collect::<Vec<_>>()))
        };
        assert_eq!(cut("good [Claude Opus 4.6, Codex]"), Some(("good", vec!["one", "two"])));
        assert_eq!(cut("good [claude] [Codex] "), Some(("good", vec!["one", "two"])));
        assert_eq!(cut("a [x] [Codex]"), Some(("a [x]", vec!["two"])));
        for none in ["good [Claude, Bob]", "good []", "good]"] {
            assert_eq!(cut(none), None, "{none}");
        }
    }
}
