//! How far the lines of a file moved from one round to a later one, as far as code that both show tells.

use crate::model::Digest;
use std::collections::BTreeMap;

/// Lines of each file that both rounds show, with their numbers before and after.
#[derive(Debug, Default)]
pub struct Moved<'d> {
    by_file: BTreeMap<&'d str, Vec<(u32, i64)>>,
}

impl<'d> Moved<'d> {
    /// Between two runs.
    #[must_use]
    pub fn new(earlier: &'d Digest, later: &'d Digest) -> Self {
        let after = numbered(later);
        let mut by_file: BTreeMap<&'d str, Vec<(u32, i64)>> = BTreeMap::new();
        for (path, line, number) in numbered(earlier) {
            if let Ok(at) = after.binary_search_by_key(&(path, line), |(path, line, _)| (*path, *line)) {
                by_file.entry(path).or_default().push((number, i64::from(after[at].2) - i64::from(number)));
            }
        }
        for lines in by_file.values_mut() {
            lines.sort_unstable();
        }
        Self { by_file }
    }

    /// By how many lines the code near a line moved.
    #[must_use]
    pub fn by(&self, path: &str, line: u32) -> Option<i64> {
        let lines = self.by_file.get(path)?;
        lines.iter().min_by_key(|(number, _)| number.abs_diff(line)).map(|(_, by)| *by)
    }
}

/// Every line of code that a run shows, by its file and hash, with its number. Not those that a file has under several: they
/// tell nothing.
fn numbered(run: &Digest) -> Vec<(&str, u32, u32)> {
    let mut all: Vec<(&str, u32, u32)> = Vec::new();
    for sketch in run.findings.iter().map(|finding| &finding.sketch) {
        let Some(main) = sketch.places.first() else { continue };
        all.extend(sketch.numbered.iter().map(|(line, number)| (&*main.path, *line, *number)));
    }
    all.sort_unstable();
    all.dedup();
    let same_line = |one: &(&str, u32, u32), next: &(&str, u32, u32)| (one.0, one.1) == (next.0, next.1);
    all.chunk_by(same_line).filter(|numbers| numbers.len() == 1).map(|numbers| numbers[0]).collect()
}
