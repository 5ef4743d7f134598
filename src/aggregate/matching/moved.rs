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
        let before = numbered(earlier);
        let after = numbered(later);
        let mut by_file: BTreeMap<&'d str, Vec<(u32, i64)>> = BTreeMap::new();
        for (line, number) in &before {
            // A line that a file has twice tells nothing.
            if let (Some(number), Some(Some(there))) = (number, after.get(line)) {
                by_file.entry(line.0).or_default().push((*number, i64::from(*there) - i64::from(*number)));
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

/// Every line of code that a run shows, by its file and hash; `None` as its number where it has several.
fn numbered(run: &Digest) -> BTreeMap<(&str, u32), Option<u32>> {
    let mut all: BTreeMap<(&str, u32), Option<u32>> = BTreeMap::new();
    for sketch in run.findings.iter().map(|finding| &finding.sketch) {
        let Some(main) = sketch.places.first() else { continue };
        for (line, number) in &sketch.numbered {
            let known = all.entry((&*main.path, *line)).or_insert(Some(*number));
            if *known != Some(*number) {
                *known = None;
            }
        }
    }
    all
}
