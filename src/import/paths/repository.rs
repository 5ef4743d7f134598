//! Addresses of repositories, as git and its programs write them.

use crate::model::{BaseAddress, Repository};

/// Host and `owner/name` of `https://host/owner/name.git`, `git@host:owner/name` and the like; names and passwords in
/// front of the host are left out.
pub fn repository_from_uri(uri: &str) -> Option<(BaseAddress, Repository)> {
    let uri = uri.trim();
    let (scheme, rest) = match uri.split_once("://") {
        Some((scheme, rest)) => (if scheme == "http" { "http" } else { "https" }, rest.to_owned()),
        None => ("https", uri.replacen(':', "/", 1)),
    };
    let (host, path) = rest.split_once('/')?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let is_sound = host.contains('.') || host.starts_with("localhost");
    let address = format!("{scheme}://{host}").parse().ok().filter(|_| is_sound)?;
    Some((address, path.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::repository_from_uri;

    #[test]
    fn repositories_are_told_from_their_addresses() {
        for (uri, host, path) in [
            ("https://github.com/owner/name", "https://github.com", "owner/name"),
            ("https://me:secret@git.example.org/group/sub/name.git", "https://git.example.org", "group/sub/name"),
            ("git@github.com:owner/name.git", "https://github.com", "owner/name"),
            ("ssh://git@github.com/owner/name/", "https://github.com", "owner/name"),
        ] {
            assert_eq!(repository_from_uri(uri), Some((host.parse().unwrap(), path.parse().unwrap())), "{uri}");
        }
        for bad in ["", "name", "https://github.com/", "/srv/git/name.git", "https:///owner/name"] {
            assert_eq!(repository_from_uri(bad), None, "{bad}");
        }
    }
}
