//! One change of one repository, as people point to it.

use super::address::BaseAddress;
use super::forge::PullRequest;
use super::id::Repository;
use std::str::FromStr;

/// A pull request: `owner/name#242`, or its address on a forge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The forge, where it is not github.com.
    pub host: Option<BaseAddress>,
    /// The repository.
    pub repository: Repository,
    /// The number of the pull request.
    pub pull_request: PullRequest,
}

/// Why a text is no [`Change`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is neither `owner/name#242` nor the address of a pull request")]
pub struct ChangeError;

/// What stands before the number: on GitHub, Gitea, Bitbucket, GitLab.
const MARKS: [&str; 4] = ["pull", "pulls", "pull-requests", "merge_requests"];

impl FromStr for Change {
    type Err = ChangeError;

    fn from_str(text: &str) -> Result<Self, ChangeError> {
        if text.contains("://") { of_address(text) } else { of_words(text) }.ok_or(ChangeError)
    }
}

fn of_words(text: &str) -> Option<Change> {
    let (repository, number) = text.split_once('#')?;
    Some(Change { host: None, repository: repository.parse().ok()?, pull_request: number.parse().ok()? })
}

fn of_address(text: &str) -> Option<Change> {
    // What is behind a pull request's number is a part of its page.
    let address = text.split(['?', '#']).next()?;
    let (scheme, rest) = address.split_once("://")?;
    let segments: Vec<&str> = rest.split('/').collect();
    let mark = segments.iter().rposition(|segment| MARKS.contains(segment))?;
    let (host, repository) = segments[..mark].split_first()?;
    let repository: Vec<&str> = repository.iter().copied().filter(|segment| *segment != "-").collect();
    let host: BaseAddress = format!("{scheme}://{host}").parse().ok()?;
    let is_usual = host.as_ref() == "https://github.com";
    Some(Change {
        host: Some(host).filter(|_| !is_usual),
        repository: repository.join("/").parse().ok()?,
        pull_request: segments.get(mark + 1)?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_named_in_words_or_by_its_address() {
        for (text, host, repository, number) in [
            ("owner/name#242", None, "owner/name", 242),
            ("https://github.com/owner/name/pull/242", None, "owner/name", 242),
            ("https://github.com/owner/name/pull/242/files?w=1#diff", None, "owner/name", 242),
            ("https://git.example.com/a/b/pulls/7", Some("https://git.example.com"), "a/b", 7),
            ("http://localhost:3000/a/pull/pull/7", Some("http://localhost:3000"), "a/pull", 7),
            ("https://gitlab.com/g/sub/name/-/merge_requests/9", Some("https://gitlab.com"), "g/sub/name", 9),
            ("https://bitbucket.org/o/n/pull-requests/3/overview", Some("https://bitbucket.org"), "o/n", 3),
        ] {
            let change: Change = text.parse().expect(text);
            assert_eq!(change.host.as_ref().map(AsRef::as_ref), host, "{text}");
            assert_eq!(change.repository.to_string(), repository, "{text}");
            assert_eq!(change.pull_request.number(), number, "{text}");
        }
    }

    #[test]
    fn anything_else_is_told() {
        for text in [
            "",
            "242",
            "owner/name",
            "owner#1",
            "owner/name#0",
            "owner/name#x",
            "https://github.com/owner/name",
            "https://github.com/owner/name/pull/",
            "https://github.com/owner/name/pull/x",
            "https://user:pass@github.com/owner/name/pull/1",
            "https://github.com/../name/pull/1",
            "javascript://github.com/owner/name/pull/1",
        ] {
            assert_eq!(text.parse::<Change>(), Err(ChangeError), "{text}");
        }
    }
}
