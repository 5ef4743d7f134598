//! The data that stands beside the pages of the site, made run by run while its texts are in memory.

use super::{Addresses, FindingInRounds, FindingRow, ReviewRow, csv, json};
use crate::model::Run;
use std::sync::LazyLock;

/// What `findings.json` calls itself. A new column at the end keeps the name; any other change makes a new one.
pub const FINDINGS: &str = "pilcrow-findings/1";

/// What `reviews.json` calls itself.
pub const REVIEWS: &str = "pilcrow-reviews/1";

/// The lines of one run in each of the files.
#[derive(Clone, Debug)]
pub struct Published {
    findings_csv: Box<str>,
    findings_json: Box<str>,
    reviews_json: Box<str>,
}

impl Published {
    /// The lines of a run.
    #[must_use]
    pub fn from_run(run: &Run, in_rounds: &[FindingInRounds], addresses: &dyn Addresses) -> Self {
        let findings = FindingRow::all_of(run, in_rounds, addresses);
        Self {
            findings_csv: csv::lines(&findings).into(),
            findings_json: json::lines(&findings).into(),
            reviews_json: json::lines(&[ReviewRow::from_run(run, addresses)]).into(),
        }
    }
}

/// All findings as CSV, in parts.
pub fn findings_csv(runs: &[Published]) -> impl Iterator<Item = &str> {
    static HEADER: LazyLock<String> = LazyLock::new(csv::header::<FindingRow>);
    std::iter::once(HEADER.as_str()).chain(runs.iter().map(|run| &*run.findings_csv))
}

/// All findings as JSON, in parts.
pub fn findings_json(runs: &[Published]) -> impl Iterator<Item = &str> {
    static HEAD: LazyLock<String> = LazyLock::new(|| json::head::<FindingRow>(FINDINGS));
    document(&HEAD, runs.iter().map(|run| &*run.findings_json))
}

/// All reviews as JSON, in parts.
pub fn reviews_json(runs: &[Published]) -> impl Iterator<Item = &str> {
    static HEAD: LazyLock<String> = LazyLock::new(|| json::head::<ReviewRow>(REVIEWS));
    document(&HEAD, runs.iter().map(|run| &*run.reviews_json))
}

fn document<'p>(head: &'p str, parts: impl Iterator<Item = &'p str>) -> impl Iterator<Item = &'p str> {
    // A run without findings has no line.
    let parts = parts.filter(|part| !part.is_empty()).enumerate();
    let lines = parts.flat_map(|(at, part)| [if at == 0 { "\n" } else { ",\n" }, part]);
    std::iter::once(head).chain(lines).chain(std::iter::once(json::FOOT))
}
