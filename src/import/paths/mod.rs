//! Addresses of files as paths: what is absolute, what a folder holds, what `%41` stands for, and which part of a path is
//! inside the repository.
//!
//! No absolute path leaves this room for a page: it says where somebody works and nothing about the code.

pub mod checkout;
pub mod lines;
pub mod repository;

/// A file, as far as the repository is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A path inside the repository.
    Inside(String),
    /// Anything else, as it was written.
    Outside(String),
}

/// The path of `file:` addresses and of what tools write instead: `/a/b`, `C:/a/b`.
pub fn absolute_path(uri: &str) -> Option<String> {
    let uri = uri.trim();
    let path = match uri.split_at_checked(5) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("file:") => {
            // `file:///a` names no host, `file://host/a` does, and `file:/a` is short for the first.
            let local = rest.strip_prefix("//localhost/").or_else(|| rest.strip_prefix("///"));
            local.map_or_else(|| rest.to_owned(), |path| format!("/{path}"))
        }
        _ => uri.to_owned(),
    };
    rooted(&decoded(&path))
}

/// A path that begins at a root or a drive, tidied.
fn rooted(path: &str) -> Option<String> {
    let bare = path.strip_prefix('/').unwrap_or(path);
    let mut start = bare.chars();
    let letter = start.next().filter(char::is_ascii_alphabetic);
    if let (Some(letter), Some(':'), Some('/') | None) = (letter, start.next(), start.next()) {
        return Some(tidy(&format!("{}{}", letter.to_ascii_uppercase(), bare.get(1..)?)));
    }
    path.starts_with('/').then(|| tidy(path))
}

/// Whether an address says how it is to be reached. A drive is no scheme.
pub fn has_scheme(uri: &str) -> bool {
    uri.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

/// The text behind `%41`; what is no such sequence stays as it is, and so does all of a text that would not be UTF-8.
pub fn decoded(uri: &str) -> String {
    let uri = uri.trim().replace('\\', "/");
    let mut bytes = Vec::with_capacity(uri.len());
    let mut rest = uri.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let byte = match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => u8::try_from(high * 16 + low).ok(),
            _ => None,
        };
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8(bytes).unwrap_or(uri)
}

/// A path without empty segments, `.` and `..`; a `..` that leaves it stays.
pub fn tidy(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// The path of something below a folder.
pub fn below(root: &str, path: &str) -> Option<String> {
    let root = root.trim_end_matches('/');
    let rest = path.strip_prefix(root).filter(|_| !root.is_empty())?.strip_prefix('/')?;
    (!rest.is_empty()).then(|| rest.to_owned())
}

/// The path in a folder that has the repository's name. Hosted runners put one such folder into another; elsewhere the
/// outer one is the repository, for the inner one may be a package of it.
pub fn in_checkout(name: &str, path: &str) -> Option<String> {
    let runner = ["/home/runner/work/", "/__w/", "D:/a/"].iter().any(|start| path.starts_with(start));
    let folder = if runner { format!("/{name}/{name}/") } else { format!("/{name}/") };
    path.split_once(&folder).map(|(_, inside)| inside.to_owned())
}
