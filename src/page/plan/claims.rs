//! Which paths are taken: files and folders, told apart as those disks do that take most names for the same.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use unicode_normalization::UnicodeNormalization;

/// Paths are kept by the hashes of what they fold to: of a thousand million different ones two are taken for the same in one
/// of forty sites, and then one file is refused.
#[derive(Debug, Default)]
pub struct Claims {
    /// The file at a path, by its number.
    files: HashMap<u64, usize>,
    /// The first file in a folder, by its number.
    folders: HashMap<u64, usize>,
    reserved: HashSet<String>,
}

/// Why a path cannot be claimed, and which file claimed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Another file has the path, be it in another spelling that some disk takes for the same.
    Taken(usize),
    /// A file stands where a folder must be, or a folder where the file would be.
    InTheWay(usize),
}

impl Claims {
    /// Takes a path for the file with this number. A path that ends in a slash is a folder of its own.
    pub fn claim(&mut self, path: &str, number: usize) -> Result<(), Refusal> {
        let path = folded(path);
        if let Some(refusal) = self.find_folded(&path) {
            return Err(refusal);
        }
        for folder in folders(&path) {
            self.folders.entry(hash(folder)).or_insert(number);
        }
        // A folder of its own is closed to others like a file.
        self.files.insert(hash(path.trim_end_matches('/')), number);
        Ok(())
    }

    /// What a path would be refused for.
    pub fn find(&self, path: &str) -> Option<Refusal> {
        self.find_folded(&folded(path))
    }

    fn find_folded(&self, path: &str) -> Option<Refusal> {
        if let Some(folder) = path.strip_suffix('/') {
            // Nobody else may have a file in it, or stand where it is.
            let inside = self.folders.get(&hash(folder)).or_else(|| self.files.get(&hash(folder)));
            return inside.map(|number| Refusal::InTheWay(*number));
        }
        let own = hash(path);
        let taken = self.files.get(&own).map(|number| Refusal::Taken(*number));
        let in_the_way = || self.folders.get(&own).map(|number| Refusal::InTheWay(*number));
        let above = || folders(path).find_map(|folder| self.files.get(&hash(folder)).map(|n| Refusal::InTheWay(*n)));
        taken.or_else(in_the_way).or_else(above)
    }

    /// Keeps a folder free.
    pub fn reserve(&mut self, folder: &str) {
        self.reserved.insert(folded(folder));
    }

    /// Whether a path is a reserved folder, or in one.
    pub fn is_reserved(&self, path: &str) -> bool {
        let path = folded(path);
        self.reserved.iter().any(|folder| {
            path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

/// One spelling for all that some disk takes for the same: Windows and macOS ignore case, macOS how a letter is put together,
/// Windows dots and blanks at the end of a name.
fn folded(path: &str) -> String {
    let ends_blankly = |part: &str| part.ends_with(['.', ' ']);
    let path = if path.is_ascii() { path.to_ascii_lowercase() } else { folded_letters(path) };
    if !path.split('/').any(ends_blankly) {
        return path;
    }
    path.split('/').map(|part| part.trim_end_matches(['.', ' '])).collect::<Vec<_>>().join("/")
}

/// Upper case first: `ß` and `SS` are the same, though neither is the other in lower case.
fn folded_letters(path: &str) -> String {
    let apart: String = path.nfd().collect();
    apart.to_uppercase().to_lowercase().nfd().collect()
}

/// Every folder that a path is in, outermost first.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

fn hash(text: &str) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_taken_once_in_any_case() {
        let mut claims = Claims::default();
        assert_eq!(claims.claim("a/B.html", 0), Ok(()));
        assert_eq!(claims.claim("A/b.html", 1), Err(Refusal::Taken(0)));
        assert_eq!(claims.claim("a", 1), Err(Refusal::InTheWay(0)), "a file where a folder is");
        assert_eq!(claims.claim("a/b.html/c", 1), Err(Refusal::InTheWay(0)), "a folder where a file is");
        assert_eq!(claims.claim("a/c.html", 1), Ok(()));
    }

    #[test]
    fn names_that_are_one_on_some_disk_are_one() {
        for [one, other] in [
            ["a.css", "a.css."],
            ["b/x", "B. /x"],
            ["caf\u{e9}.css", "cafe\u{301}.css"],
            ["\u{c9}.css", "\u{e9}.css"],
            ["stra\u{df}e.css", "STRASSE.css"],
            ["\u{212b}.css", "a\u{30a}.css"],
            ["c\u{323}\u{307}", "c\u{307}\u{323}"],
        ] {
            let mut claims = Claims::default();
            assert_eq!(claims.claim(one, 0), Ok(()));
            assert_eq!(claims.claim(other, 1), Err(Refusal::Taken(0)), "{one} {other}");
            assert_eq!(claims.claim(&format!("x{other}"), 1), Ok(()));
        }
    }

    #[test]
    fn a_folder_of_its_own_has_no_other_file() {
        let mut claims = Claims::default();
        assert_eq!(claims.claim("search-index/", 0), Ok(()));
        assert_eq!(claims.claim("search-index", 1), Err(Refusal::Taken(0)));
        assert_eq!(claims.claim("Search-Index/x.js", 1), Err(Refusal::InTheWay(0)));
        assert_eq!(claims.claim("other/x", 1), Ok(()));
        assert_eq!(claims.claim("other/", 2), Err(Refusal::InTheWay(1)));
        claims.reserve("agents");
        assert!(
            claims.is_reserved("agents/x.html") && claims.is_reserved("Agents") && !claims.is_reserved("agents.html")
        );
    }
}
