//! The folders of files that a report names in full once and by their names elsewhere.

use crate::model::finding::Finding;
use crate::model::id::stays_inside;
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};

/// Names of files that stand at the top of many repositories: alone, such a name is a whole path.
const AT_THE_TOP: [&str; 16] = [
    "build",
    "cargo",
    "changelog",
    "composer",
    "contributing",
    "go",
    "index",
    "license",
    "main",
    "mod",
    "package",
    "pyproject",
    "readme",
    "setup",
    "tsconfig",
    "webpack",
];

/// Gives places that are a file's name alone the one path by which their report names such a file elsewhere. What it took for
/// what, each once.
pub fn complete_paths(findings: &mut [Finding], report: &str) -> BTreeSet<String> {
    let places = findings.iter().flat_map(|finding| &finding.locations).map(|place| place.path.as_str());
    let excerpts = findings.iter().flat_map(|finding| &finding.excerpts).filter_map(|excerpt| excerpt.path.as_deref());
    let names: BTreeSet<String> =
        places.chain(excerpts).filter(|path| is_name_alone(path)).map(str::to_owned).collect();
    let Ok(names) = AhoCorasick::new(&names) else { return BTreeSet::new() };
    let full = FullPaths::of(report, &names);
    let mut taken = BTreeSet::new();
    for finding in findings {
        let places = finding.locations.iter_mut().map(|place| &mut place.path);
        for path in places.chain(finding.excerpts.iter_mut().filter_map(|excerpt| excerpt.path.as_mut())) {
            if let Some(whole) = full.of_name(path) {
                taken.insert(format!("`{path}` is taken for `{whole}`, which the report names"));
                whole.clone_into(path);
            }
        }
    }
    taken
}

/// The paths with a folder in a text, by the names of their files.
struct FullPaths<'t>(BTreeMap<&'t str, BTreeSet<&'t str>>);

impl<'t> FullPaths<'t> {
    /// Of these names.
    fn of(text: &'t str, names: &AhoCorasick) -> Self {
        let mut paths: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        // Both sides of a difference stand below folders of its own.
        let is_of_difference = |line: &str| ["--- ", "+++ ", "diff "].iter().any(|mark| line.starts_with(mark));
        for line in text.lines().filter(|line| names.is_match(line) && !is_of_difference(line)) {
            for path in line.split(is_around_path).filter_map(path_in_folder) {
                if let Some((_, name)) = path.rsplit_once('/') {
                    paths.entry(name).or_default().insert(path);
                }
            }
        }
        Self(paths)
    }

    /// The path that all others of this name are the ends of.
    fn of_name(&self, name: &str) -> Option<&'t str> {
        if !is_name_alone(name) {
            return None;
        }
        let paths = self.0.get(name)?;
        let longest = paths.iter().max_by_key(|path| path.len())?;
        let is_end = |path: &str| longest.strip_suffix(path).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
        paths.iter().all(|path| is_end(path)).then_some(longest)
    }
}

/// Whether a path is a name that says nothing of its folder.
fn is_name_alone(path: &str) -> bool {
    let stem = path.split('.').find(|part| !part.is_empty()).map(str::to_lowercase);
    !path.contains('/') && stem.is_some_and(|stem| !AT_THE_TOP.contains(&stem.as_str()))
}

fn is_around_path(c: char) -> bool {
    c.is_whitespace() || matches!(c, '`' | '"' | '\'' | '(' | ')' | '[' | ']' | '<' | '>' | '|' | ',' | ';' | '*')
}

/// The path of `pkg/a.go:12`; nothing of addresses and of what stands outside the repository.
fn path_in_folder(word: &str) -> Option<&str> {
    let path = word.split([':', '#']).next()?.trim_end_matches(['.', '!', '?']);
    let name = path.rsplit_once('/')?.1;
    let is_file = name.trim_start_matches('.').contains('.');
    let is_address = word.contains("://");
    let is_plain = !path.starts_with("./") && !path.contains("//") && !path.contains("...");
    (is_file && !is_address && is_plain && stays_inside(path)).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, text: &str) -> Option<String> {
        FullPaths::of(text, &AhoCorasick::new([name]).unwrap()).of_name(name).map(str::to_owned)
    }

    #[test]
    fn a_name_has_the_folder_that_the_text_gives_it() {
        let text =
            "See `pkg/app/run.go:12-20` and (app/run.go), not https://example.com/other/run.go.\n--- a/pkg/app/run.go";
        assert_eq!(named("run.go", text).as_deref(), Some("pkg/app/run.go"));
    }

    #[test]
    fn a_name_of_two_files_or_of_one_at_the_top_stays() {
        for (name, text) in [
            ("run.go", "`pkg/run.go` and `cmd/run.go`"),
            ("run.go", "`pkg/rerun.go`"),
            ("README.md", "`docs/README.md`"),
            ("main.go", "`cmd/main.go`"),
            ("app/run.go", "`pkg/app/run.go`"),
            ("run.go", "`/home/someone/run.go`, `../run.go`, `./run.go`, `.../run.go`"),
            (".go", "`pkg/x.go`"),
        ] {
            assert_eq!(named(name, text), None, "{name} in {text}");
        }
    }
}
