//! Which pull request an answer is about: read from the addresses in it, of pages and of the API alike.

use crate::import::Options;
use crate::import::markdown::inline::is_web_address;
use crate::model::{BaseAddress, PullRequest, Repository};

/// A pull request. What no address says is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Address of the forge, without a final slash.
    pub host: Option<BaseAddress>,
    /// Owner and name, `lantern-works/ferry`.
    pub repository: Option<Repository>,
    pub number: Option<PullRequest>,
}

impl Key {
    /// The pull request that the caller names.
    pub fn from_options(options: &Options) -> Self {
        Self {
            host: options.host.as_ref().map(BaseAddress::without_slash),
            repository: options.repository.clone(),
            number: options.pull_request,
        }
    }

    /// The pull request behind `https://HOST/OWNER/NAME/pull/N#…` or `https://api.HOST/repos/OWNER/NAME/pulls/N`;
    /// `None` where the address has no number.
    pub fn from_url(url: &str) -> Option<Self> {
        let (host, repository, rest) = parts(url)?;
        let (kind, rest) = rest.split_once('/')?;
        let number = rest.split('/').next()?.parse().ok()?;
        matches!(kind, "pull" | "pulls" | "issues").then_some(Self {
            host: Some(host),
            repository: Some(repository),
            number: Some(number),
        })
    }

    /// Whether the other may be the same: nothing that both know differs.
    pub fn agrees_with(&self, other: &Self) -> bool {
        fn same<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
            one.is_none() || other.is_none() || one == other
        }
        same(self.host.as_ref(), other.host.as_ref())
            && same(self.repository.as_ref(), other.repository.as_ref())
            && same(self.number.as_ref(), other.number.as_ref())
    }
}

/// Host and repository of any address inside a repository.
pub fn repository_of(url: &str) -> Option<(BaseAddress, Repository)> {
    parts(url).map(|(host, repository, _)| (host, repository))
}

/// Host, repository and what follows. The API of github.com and of the cloud's Enterprise stands at `api.HOST`, that of
/// an Enterprise server at `HOST/api/v3`.
fn parts(url: &str) -> Option<(BaseAddress, Repository, &str)> {
    let url = url.split(['#', '?']).next()?;
    let (scheme, rest) = url.split_once("://")?;
    let (authority, path) = rest.split_once('/')?;
    let of_api = path.strip_prefix("api/v3/").unwrap_or(path).strip_prefix("repos/");
    let authority = if of_api.is_some() { authority.strip_prefix("api.").unwrap_or(authority) } else { authority };
    let host = format!("{scheme}://{authority}").parse().ok()?;
    let (owner, rest) = of_api.unwrap_or(path).split_once('/')?;
    let (name, rest) = rest.split_once('/').unwrap_or((rest, ""));
    Some((host, format!("{owner}/{name}").parse().ok()?, rest))
}

/// Whether a text is an http or https address that can stand in a run and, between round brackets, in Markdown.
pub fn is_address(text: &str) -> bool {
    is_web_address(text) && !text.contains(['(', ')', '[', ']'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_api_name_the_same_pull_request() {
        for (url, host) in [
            ("https://github.com/lantern-works/ferry/pull/7#discussion_r1", "https://github.com"),
            ("https://api.github.com/repos/lantern-works/ferry/pulls/7", "https://github.com"),
            ("https://api.github.com/repos/lantern-works/ferry/issues/7?x=1", "https://github.com"),
            ("https://git.example.com/lantern-works/ferry/pull/7/files", "https://git.example.com"),
            ("https://git.example.com/api/v3/repos/lantern-works/ferry/pulls/7", "https://git.example.com"),
            ("https://api.works.ghe.com/repos/lantern-works/ferry/pulls/7", "https://works.ghe.com"),
        ] {
            let key = Key::from_url(url).expect(url);
            assert_eq!(key.host.as_deref(), Some(host), "{url}");
            assert_eq!(
                (key.repository.as_deref(), key.number),
                (Some("lantern-works/ferry"), PullRequest::new(7)),
                "{url}"
            );
        }
        for url in [
            "https://api.github.com/repos/lantern-works/ferry/pulls/comments/7",
            "https://github.com/lantern-works/ferry/commit/7",
            "https://github.com/lantern-works/ferry/pull/0",
            "javascript://github.com/a/b/pull/7",
            "https:///a/b/pull/7",
            "https://github.com/a b/c/pull/7",
            "",
        ] {
            assert_eq!(Key::from_url(url), None, "{url}");
        }
    }
}
