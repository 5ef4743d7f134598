//! How names that runs give become parts of addresses: plain, no two the same, apart from what the site itself has in the same
//! folder, and such that every system can have a file of that name.

use crate::model::Slug;
use std::fmt::Write;

/// A review in an address: the name of its page and of the folder beside it, which `x.html` would be both of for `x`, and
/// `x.md` the folder of one review and the twin of another.
pub(super) fn review_name(run: &Slug) -> String {
    let name = apart_from_devices(reserved(run.as_str(), "index"));
    match name {
        // Windows takes no notice of a dot at the end of a folder's name.
        name if name.ends_with('.') => format!("{name}~"),
        name if [".html", ".md"].iter().any(|ending| ending_of(name.trim_end_matches('_'), ending).is_some()) => {
            format!("{name}_")
        }
        name => name,
    }
}

/// Where in a name its ending starts, if it has this one, in whatever case.
pub(super) fn ending_of(name: &str, ending: &str) -> Option<usize> {
    let at = name.len().checked_sub(ending.len())?;
    name.get(at..).filter(|end| end.eq_ignore_ascii_case(ending)).map(|_| at)
}

/// The name of a finding's page, less its ending.
pub(super) fn finding_name(finding: &Slug) -> String {
    apart_from_devices(reserved(finding.as_str(), "originals"))
}

/// The name of a finding's patch.
pub(super) fn patch_name(finding: &Slug) -> String {
    format!("{}.patch", apart_from_devices(finding.to_string()))
}

/// Two agents in an address. Two long names are too long for one file together.
pub(super) fn pair_name(first: &str, second: &str) -> String {
    const LONGEST: usize = 240;
    let name = apart_from_devices(format!("{}-vs-{}", versus_name(first), versus_name(second)));
    if name.len() <= LONGEST { name } else { fingerprinted(&name) }
}

/// An agent in the address of a pair: a `vs` of its own is marked, so that no two pairs share an address.
pub(super) fn versus_name(agent: &str) -> String {
    let mark = |part: &str| if part.eq_ignore_ascii_case("vs") { format!("{part}~") } else { part.to_owned() };
    agent.split('-').map(mark).collect::<Vec<_>>().join("-")
}

/// Keeps a name apart from a file that the site itself has in the same folder: `index` becomes `index_`, `index_`
/// becomes `index__`, and so on, so that no two names meet.
pub(super) fn reserved(name: &str, taken: &str) -> String {
    if name.trim_end_matches('_').eq_ignore_ascii_case(taken) { format!("{name}_") } else { name.to_owned() }
}

/// Keeps a name apart from those that Windows has for devices, whatever ending they have: `con.x` becomes `con~.x`. No slug
/// holds a `~`, and in a free text it is written as `~7e`.
pub(super) fn apart_from_devices(mut name: String) -> String {
    if is_device(&name) {
        let end = name.find('.').unwrap_or(name.len());
        name.insert(end, '~');
    }
    name
}

/// Whether Windows takes a part of a path for a device. Those with signs that no address holds, such as `CONIN$`, are not
/// asked for.
#[must_use]
pub fn is_device(part: &str) -> bool {
    let name = part.split('.').next().unwrap_or(part);
    let is = |device: &&str| name.eq_ignore_ascii_case(device);
    let is_numbered = |device: &&str| {
        let (start, number) = name.split_at_checked(3).unwrap_or_default();
        start.eq_ignore_ascii_case(device) && number.len() == 1 && number.bytes().all(|digit| digit.is_ascii_digit())
    };
    ["con", "prn", "aux", "nul"].iter().any(is) || ["com", "lpt"].iter().any(is_numbered)
}

/// A free text as the path of a page, less its ending.
pub(super) fn file_name(key: &str) -> String {
    file_name_beside(key, &[".html"])
}

/// A free text as the path of a file, less its ending, among files that have these endings.
pub(super) fn file_name_beside(key: &str, endings: &[&str]) -> String {
    match key.rsplit_once('/') {
        Some((folders, last)) => bounded(format!("{}/{}", folder_names(folders, endings), segment(last)), key),
        None => bounded(segment(key), key),
    }
}

/// A free text as the path of a folder.
pub(super) fn folder_name(key: &str) -> String {
    bounded(folder_names(key, &[".html"]), key)
}

/// A path that no system finds too long: of one that is, only a fingerprint is left, marked as no other path is.
pub(super) fn bounded(path: String, key: &str) -> String {
    const LONGEST: usize = 512;
    if path.len() <= LONGEST { path } else { fingerprinted(key) }
}

/// What stands for a name that is too long, marked as no other name is.
pub(super) fn fingerprinted(name: &str) -> String {
    format!("~~{}", crate::text::fingerprint(name.as_bytes()))
}

/// No folder is called like a file beside it, so that a file never stands in the way of a folder, and none ends in a dot, of
/// which Windows takes no notice.
pub(super) fn folder_names(key: &str, endings: &[&str]) -> String {
    let folder = |part| {
        let mut name = segment(part);
        if let Some(dot) = endings.iter().find_map(|ending| ending_of(&name, ending)) {
            name.replace_range(dot..=dot, "~2e");
        } else if name.ends_with('.') {
            name.replace_range(name.len() - 1.., "~2e");
        }
        name
    };
    key.split('/').map(folder).collect::<Vec<_>>().join("/")
}

/// A free text as one path segment: plain characters stay, all others become `~` and two hexadecimal digits a byte. No two
/// texts give the same.
pub(super) fn segment(part: &str) -> String {
    const LONGEST: usize = 120;
    let mut out = String::new();
    for (at, byte) in part.bytes().enumerate() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || (byte == b'.' && at > 0) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "~{byte:02x}");
        }
    }
    if out.len() > LONGEST {
        out.truncate(LONGEST);
        let _ = write!(out, "~{}", crate::text::fingerprint(part.as_bytes()));
    }
    if out.is_empty() { "~".to_owned() } else { apart_from_devices(out) }
}
