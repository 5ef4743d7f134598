//! Where the findings, paths and commits of a run are among those that its texts may name: a text may name each of many.

use std::collections::BTreeMap;

/// Places of findings by id, of paths by each of their ends, and of commits by their SHA.
#[derive(Debug, Default)]
pub struct Index {
    findings: BTreeMap<Box<str>, usize>,
    /// `None`: several paths end so.
    paths: BTreeMap<Box<str>, Option<usize>>,
    /// In the order of the SHA.
    commits: Vec<(Box<str>, usize)>,
}

impl Index {
    /// Of these findings and commits, each with its address, and these paths.
    #[must_use]
    pub fn new(findings: &[(String, String)], paths: &[String], commits: &[(String, String)]) -> Self {
        let mut index = Self::default();
        for (at, (id, _)) in findings.iter().enumerate() {
            index.findings.entry(id.as_str().into()).or_insert(at);
        }
        for (at, path) in paths.iter().enumerate() {
            let ends = path.match_indices('/').map(|(slash, _)| &path[slash + 1..]);
            for end in ends.chain([path.as_str()]) {
                index.paths.entry(end.into()).and_modify(|known| *known = None).or_insert(Some(at));
            }
        }
        index.commits = commits.iter().enumerate().map(|(at, (sha, _))| (sha.as_str().into(), at)).collect();
        index.commits.sort_unstable();
        index
    }

    /// The finding of an id.
    #[must_use]
    pub fn finding(&self, id: &str) -> Option<usize> {
        self.findings.get(id).copied()
    }

    /// The only path that is `written` or ends with it, after a slash.
    #[must_use]
    pub fn path(&self, written: &str) -> Option<usize> {
        self.paths.get(written).copied().flatten()
    }

    /// The first commit whose SHA begins with `word`, or `word` with it.
    #[must_use]
    pub fn commit(&self, word: &str) -> Option<usize> {
        let from = self.commits.partition_point(|(sha, _)| **sha < *word);
        let longer = self.commits[from..].iter().take_while(|(sha, _)| sha.starts_with(word));
        let shorter = word.char_indices().filter_map(|(end, _)| {
            let start = &word[..end];
            let at = self.commits.partition_point(|(sha, _)| **sha < *start);
            self.commits.get(at).filter(|(sha, _)| **sha == *start)
        });
        longer.chain(shorter).map(|(_, at)| *at).min()
    }
}

#[cfg(test)]
mod tests {
    use super::Index;

    fn linked(words: &[&str]) -> Vec<(String, String)> {
        words.iter().map(|word| ((*word).to_owned(), String::new())).collect()
    }

    #[test]
    fn a_path_is_found_by_its_end_unless_two_end_so() {
        let paths = ["src/a/mod.rs", "src/b/mod.rs", "b/mod.rs", "/x//y"].map(str::to_owned);
        let index = Index::new(&[], &paths, &[]);
        let found = ["a/mod.rs", "mod.rs", "b/mod.rs", "src/b/mod.rs", "d.rs", "y", "/y"].map(|end| index.path(end));
        assert_eq!(found, [Some(0), None, None, Some(1), None, Some(3), Some(3)]);
    }

    #[test]
    fn the_first_of_the_commits_that_a_word_may_mean_counts() {
        let index = Index::new(&[], &[], &linked(&["abcdef1234", "abcdef0", "abcdef1", "0000000", "abcdef1"]));
        let found = ["abcdef1", "abcdef0", "abcdef0999", "abcdef12345", "abcdef", "1234567", "abcdef19"];
        let expected = [Some(0), Some(1), Some(1), Some(0), Some(0), None, Some(2)];
        assert_eq!(found.map(|word| index.commit(word)), expected);
    }

    #[test]
    fn the_first_of_two_findings_of_one_id_counts() {
        let index = Index::new(&linked(&["I1", "C1", "I1"]), &[], &[]);
        assert_eq!(["I1", "C1", "I2"].map(|id| index.finding(id)), [Some(0), Some(1), None]);
    }
}
