//! The data that stands beside the pages of the site, made run by run while its texts are in memory.

use super::{Addresses, FindingRow, ReviewRow, csv, json};
use crate::model::Run;

/// What `findings.json` calls itself. A new column at the end keeps the name; any other change makes a new one.
pub const FINDINGS: &str = "pilcrow-findings/1";

/// What `reviews.json` calls itself.
pub const REVIEWS: &str = "pilcrow-reviews/1";

/// The lines of one run in each of the files.
#[derive(Clone, Debug)]
pub struct Published {
    findings_csv: String,
    findings_json: String,
    reviews_json: String,
}

impl Published {
    /// The lines of a run.
    #[must_use]
    pub fn of(run: &Run, addresses: &dyn Addresses) -> Self {
        let findings = FindingRow::all_of(run, addresses);
        Self {
            findings_csv: csv::lines(&findings),
            findings_json: json::lines(&findings),
            reviews_json: json::lines(&[ReviewRow::of(run, addresses)]),
        }
    }
}

/// All findings as CSV.
#[must_use]
pub fn findings_csv(runs: &[Published]) -> String {
    let mut out = csv::header::<FindingRow>();
    out.extend(runs.iter().map(|run| run.findings_csv.as_str()));
    out
}

/// All findings as JSON.
#[must_use]
pub fn findings_json(runs: &[Published]) -> String {
    document(json::head::<FindingRow>(FINDINGS), runs.iter().map(|run| run.findings_json.as_str()))
}

/// All reviews as JSON.
#[must_use]
pub fn reviews_json(runs: &[Published]) -> String {
    document(json::head::<ReviewRow>(REVIEWS), runs.iter().map(|run| run.reviews_json.as_str()))
}

fn document<'p>(head: String, parts: impl Iterator<Item = &'p str>) -> String {
    let mut out = head;
    // A run without findings has no line.
    for (at, part) in parts.filter(|part| !part.is_empty()).enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(part);
    }
    out.push_str(json::FOOT);
    out
}
