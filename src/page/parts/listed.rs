//! Findings of several runs in a list, each leading to its own page.

use super::{day_words, state_words, subject_words};
use crate::aggregate::records::FindingAt;
use crate::model::{Assessment, Severity};
use crate::page::inputs::Inputs;
use crate::page::needs::{Choice, Needs, Part};
use crate::text::markdown::Markdown;
use crate::text::references::References;
use crate::text::{Html, format};
use serde::Serialize;

/// The first findings of a list, and how many it has in all.
#[derive(Debug, Serialize)]
pub struct FindingList {
    /// How many there are in all.
    total: String,
    /// How many more there are than `items`.
    more: Option<String>,
    items: Vec<ListedFinding>,
}

#[derive(Debug, Serialize)]
struct ListedFinding {
    href: String,
    id: String,
    severity: &'static str,
    title: Html,
    /// The change and the day, and what was said of it: `harbour#418 · 29 May · won’t fix`.
    small: String,
}

/// A list of the first `most` of these findings.
#[must_use]
pub fn finding_list(inputs: &Inputs<'_>, found: &[FindingAt], most: usize, from: &str) -> FindingList {
    let total = found.len();
    FindingList {
        total: format::count(total),
        more: (total > most).then(|| format::count(total - most)),
        items: found.iter().take(most).map(|at| listed_finding(inputs, *at, from)).collect(),
    }
}

/// What such a list depends on.
pub fn needs(found: &[FindingAt], most: usize, needs: &mut Needs) {
    needs.parts(found.iter().take(most).map(|at| Part::Digest(at.run)));
    needs.part(Part::Newest);
    needs.choices([Choice::FindingPages]);
}

fn listed_finding(inputs: &Inputs<'_>, at: FindingAt, from: &str) -> ListedFinding {
    let references = References::default();
    let markdown = Markdown { references: &references, highlighter: inputs.highlighter() };
    let (run, finding) = (inputs.digest(at.run), inputs.finding(at));
    let mut small = vec![subject_words(run), day_words(run.date.day(), inputs.newest_year())];
    // A list of false positives says so at its head.
    let is_said = |said: &Assessment| *said != Assessment::FalsePositive;
    small.extend(finding.assessment.filter(is_said).map(state_words));
    ListedFinding {
        href: inputs.finding_href(at, from),
        id: finding.id.to_string(),
        severity: Severity::word(finding.severity),
        title: markdown.line_in_link(&finding.title),
        small: small.join(" · "),
    }
}
