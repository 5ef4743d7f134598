//! What the path of a request names below the site.

use std::fmt::Write;

/// The path below the mount, decoded once, or why it names nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum Requested {
    /// Below the mount; empty for the site's root.
    Below(String),
    /// The root of the server, or the mount without its last slash.
    Root,
    /// Not below the mount.
    Elsewhere,
    /// Nothing that a path can be.
    Malformed,
}

/// Reads the path of a request; `mount` is where the site stands, and begins and ends in a slash. Nothing on the disk has the
/// name that comes out, which is only looked up in the plan: what could lead out of a folder is refused all the same.
#[must_use]
pub fn requested(path: &str, mount: &str) -> Requested {
    let (Some(path), Some(mount)) = (decoded(path), decoded(mount)) else { return Requested::Malformed };
    if path == "/" && mount != "/" || path == mount.trim_end_matches('/') {
        return Requested::Root;
    }
    match path.strip_prefix(&mount) {
        Some(below) if below.split('/').any(|part| matches!(part, "." | "..")) => Requested::Malformed,
        Some(below) => Requested::Below(below.to_owned()),
        None => Requested::Elsewhere,
    }
}

/// Where a site stands on a server, of the address that it will have: the path, which begins and ends in a slash, with an
/// escape for every sign that would need one in a page, in a header or on a terminal.
#[must_use]
pub fn mount(base: Option<&str>) -> String {
    let path = base.and_then(|base| base.split_once("://")?.1.split_once('/')).map_or("", |(_, path)| path);
    let path = decoded(path).unwrap_or_else(|| path.to_owned());
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
    let mut out = "/".to_owned();
    for part in parts {
        for byte in part.bytes() {
            match byte {
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
                // Writing to a String cannot fail.
                _ => _ = write!(out, "%{byte:02X}"),
            }
        }
        out.push('/');
    }
    out
}

/// A path with its escapes read once; `None` where it holds half an escape, what is not UTF-8, or a sign that is a separator
/// or an end elsewhere.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        if *first == b'%' {
            let [high, low, after @ ..] = after else { return None };
            bytes.push(hex(*high)? << 4 | hex(*low)?);
            rest = after;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok().filter(|path| !path.contains(['\\', '\0']))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::{Requested, mount, requested};

    #[test]
    fn a_path_is_decoded_once_and_leads_nowhere_else() {
        let below = |path: &str| Requested::Below(path.to_owned());
        for (path, mount, expected) in [
            ("/", "/", below("")),
            ("/reviews/", "/", below("reviews/")),
            ("/a%20b/%C3%BC.html", "/", below("a b/ü.html")),
            ("/%252e%252e/x", "/", below("%2e%2e/x")),
            ("/a//b", "/", below("a//b")),
            ("//evil.example/", "/", below("/evil.example/")),
            ("/", "/reviews/", Requested::Root),
            ("/reviews", "/reviews/", Requested::Root),
            ("/reviews/", "/reviews/", below("")),
            ("/re%76iews/x", "/reviews/", below("x")),
            ("/x", "/%72eviews/", Requested::Elsewhere),
            ("/reviewsx/y", "/reviews/", Requested::Elsewhere),
            ("/../x", "/", Requested::Malformed),
            ("/a/%2e%2e/x", "/", Requested::Malformed),
            ("/a/..", "/", Requested::Malformed),
            ("/./x", "/", Requested::Malformed),
            ("/a%5cb", "/", Requested::Malformed),
            ("/a\\b", "/", Requested::Malformed),
            ("/a%00b", "/", Requested::Malformed),
            ("/a%0", "/", Requested::Malformed),
            ("/a%zz", "/", Requested::Malformed),
            ("/a%+1", "/", Requested::Malformed),
            ("/%ff", "/", Requested::Malformed),
            ("/%c0%ae%c0%ae/x", "/", Requested::Malformed),
        ] {
            assert_eq!(requested(path, mount), expected, "{path} below {mount}");
        }
    }

    #[test]
    fn the_mount_is_the_path_of_the_address() {
        for (base, expected) in [
            (None, "/"),
            (Some("https://team.example/"), "/"),
            (Some("https://team.example"), "/"),
            (Some("https://team.github.io/reviews/"), "/reviews/"),
            (Some("https://team.github.io/a/b"), "/a/b/"),
            (Some("https://team.github.io//a/../b/./"), "/a/b/"),
            (Some("https://team.github.io/a'b%20c/ü"), "/a%27b%20c/%C3%BC/"),
            (Some("https://team.github.io/100%/"), "/100%25/"),
        ] {
            assert_eq!(mount(base), expected);
            assert_eq!(requested(expected, expected), Requested::Below(String::new()), "{expected}");
        }
    }
}
