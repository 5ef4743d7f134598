//! Addresses on the forge behind a repository: commits, pull requests, people, lines of a file.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

/// The kinds of forge whose addresses are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForgeKind {
    /// github.com and GitHub Enterprise.
    GitHub,
    /// gitlab.com and its own installations.
    GitLab,
    /// Gitea, Forgejo, Codeberg.
    Gitea,
    /// bitbucket.org.
    Bitbucket,
}

impl ForgeKind {
    /// The names that the configuration knows.
    pub const ALL: [(&'static str, Self); 5] = [
        ("github", Self::GitHub),
        ("gitlab", Self::GitLab),
        ("gitea", Self::Gitea),
        ("forgejo", Self::Gitea),
        ("bitbucket", Self::Bitbucket),
    ];

    /// Guesses the kind from a host's name; GitHub where nothing speaks for another.
    #[must_use]
    pub fn guess(host: &str) -> Self {
        let host = host.to_ascii_lowercase();
        if host.contains("codeberg") {
            return Self::Gitea;
        }
        Self::ALL.iter().find(|(name, _)| host.contains(name)).map_or(Self::GitHub, |(_, kind)| *kind)
    }
}

/// A repository on a forge.
#[derive(Clone, Debug)]
pub struct Forge {
    kind: ForgeKind,
    host: String,
    repository: String,
}

impl Forge {
    /// `host` is an http or https address, with or without a final slash; `repository` is `owner/name`.
    #[must_use]
    pub fn new(kind: ForgeKind, host: &str, repository: &str) -> Self {
        Self { kind, host: host.trim_end_matches('/').to_owned(), repository: repository.to_owned() }
    }

    /// The page of a pull request, or of whatever a text calls by a number.
    #[must_use]
    pub fn pull_request(&self, number: impl fmt::Display) -> String {
        let part = match self.kind {
            ForgeKind::GitHub => "pull",
            ForgeKind::GitLab => "-/merge_requests",
            ForgeKind::Gitea => "pulls",
            ForgeKind::Bitbucket => "pull-requests",
        };
        format!("{}/{}/{part}/{number}", self.host, self.repository)
    }

    /// The name under which the forge keeps the last commit of a pull request, for [`Forge::source`]; `None` where its
    /// pages know no such name.
    #[must_use]
    pub fn head_of_pull_request(&self, number: PullRequest) -> Option<String> {
        (self.kind == ForgeKind::GitHub).then(|| format!("refs/pull/{number}/head"))
    }

    /// The page of a commit; `None` where `sha` is not a hexadecimal name.
    #[must_use]
    pub fn commit(&self, sha: &str) -> Option<String> {
        let part = match self.kind {
            ForgeKind::GitHub | ForgeKind::Gitea => "commit",
            ForgeKind::GitLab => "-/commit",
            ForgeKind::Bitbucket => "commits",
        };
        is_sha(sha).then(|| format!("{}/{}/{part}/{sha}", self.host, self.repository))
    }

    /// The page of a person, from `@handle`.
    #[must_use]
    pub fn person(&self, author: &str) -> Option<String> {
        let handle = author.strip_prefix('@')?;
        let plain =
            !handle.is_empty() && handle.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        plain.then(|| format!("{}/{handle}", self.host))
    }

    /// Lines of a file at a revision.
    #[must_use]
    pub fn source(&self, revision: &str, path: &str, lines: Option<(u32, u32)>) -> String {
        let path = encode_path(path);
        let revision = encode_path(revision);
        let (part, fragment) = match (self.kind, lines) {
            (ForgeKind::GitHub, _) => ("blob", line_fragment(lines, "L", "-L")),
            (ForgeKind::GitLab, _) => ("-/blob", line_fragment(lines, "L", "-")),
            (ForgeKind::Gitea, _) => ("src/commit", line_fragment(lines, "L", "-L")),
            (ForgeKind::Bitbucket, _) => ("src", line_fragment(lines, "lines-", ":")),
        };
        format!("{}/{}/{part}/{revision}/{path}{fragment}", self.host, self.repository)
    }
}

/// The number of a pull request, from 1 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PullRequest(NonZeroU32);

/// Why a text is no [`PullRequest`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a whole number from 1 to {}", u32::MAX)]
pub struct PullRequestError;

impl PullRequest {
    /// `None` for 0.
    #[must_use]
    pub fn new(number: u32) -> Option<Self> {
        NonZeroU32::new(number).map(Self)
    }

    /// From 1.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0.get()
    }
}

impl FromStr for PullRequest {
    type Err = PullRequestError;

    fn from_str(text: &str) -> Result<Self, PullRequestError> {
        text.parse().map(Self).map_err(|_| PullRequestError)
    }
}

impl fmt::Display for PullRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whether a text is a full or short git name: 7 to 64 hexadecimal digits.
#[must_use]
pub fn is_sha(text: &str) -> bool {
    (7..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

fn line_fragment(lines: Option<(u32, u32)>, first: &str, between: &str) -> String {
    match lines {
        None => String::new(),
        Some((start, end)) if start == end => format!("#{first}{start}"),
        Some((start, end)) => format!("#{first}{start}{between}{end}"),
    }
}

/// Percent-encodes all but what may stand in a path.
fn encode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'_' | b'-' | b'~' | b'@' | b'+' | b',' | b'=')
        {
            out.push(char::from(byte));
        } else {
            use std::fmt::Write;
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_follow_the_forge() {
        let at = |kind| Forge::new(kind, "https://host.example/", "o/n");
        assert_eq!(
            at(ForgeKind::GitHub).source("abc", "a b/#.rs", Some((3, 5))),
            "https://host.example/o/n/blob/abc/a%20b/%23.rs#L3-L5"
        );
        assert_eq!(
            at(ForgeKind::GitLab).source("abc", "x", Some((3, 5))),
            "https://host.example/o/n/-/blob/abc/x#L3-5"
        );
        assert_eq!(
            at(ForgeKind::Gitea).source("abc", "x", Some((3, 3))),
            "https://host.example/o/n/src/commit/abc/x#L3"
        );
        assert_eq!(
            at(ForgeKind::Bitbucket).source("abc", "x", Some((3, 5))),
            "https://host.example/o/n/src/abc/x#lines-3:5"
        );
        let head = at(ForgeKind::GitHub).head_of_pull_request(PullRequest::new(7).unwrap()).unwrap();
        assert_eq!(
            at(ForgeKind::GitHub).source(&head, "x", Some((3, 3))),
            "https://host.example/o/n/blob/refs/pull/7/head/x#L3"
        );
        assert_eq!(at(ForgeKind::Bitbucket).head_of_pull_request(PullRequest::new(7).unwrap()), None);
        assert_eq!(at(ForgeKind::GitLab).pull_request(7), "https://host.example/o/n/-/merge_requests/7");
        assert_eq!(
            at(ForgeKind::Bitbucket).commit("99f1148").as_deref(),
            Some("https://host.example/o/n/commits/99f1148")
        );
        assert_eq!(at(ForgeKind::GitHub).commit("main"), None);
        assert_eq!(at(ForgeKind::GitHub).person("@a-b").as_deref(), Some("https://host.example/a-b"));
        assert_eq!(at(ForgeKind::GitHub).person("Ann Lee"), None);
        assert_eq!(at(ForgeKind::GitHub).person("@a/../b"), None);
    }

    #[test]
    fn pull_requests_count_from_one() {
        for (text, number) in
            [("1", Some(1)), ("4294967295", Some(u32::MAX)), ("0", None), ("4294967296", None), ("x", None)]
        {
            assert_eq!(text.parse().ok().map(PullRequest::number), number, "{text}");
        }
    }

    #[test]
    fn the_kind_is_guessed_from_the_name() {
        for (host, kind) in [
            ("https://github.com", ForgeKind::GitHub),
            ("https://gitlab.example.org", ForgeKind::GitLab),
            ("https://codeberg.org", ForgeKind::Gitea),
            ("https://forgejo.example", ForgeKind::Gitea),
            ("https://bitbucket.org", ForgeKind::Bitbucket),
            ("https://code.example", ForgeKind::GitHub),
        ] {
            assert_eq!(ForgeKind::guess(host), kind, "{host}");
        }
    }
}
