//! Findings of several runs in a list, each leading to its own page.

use super::{day_words, subject_words};
use crate::aggregate::records::FindingAt;
use crate::model::Severity;
use crate::page::inputs::Inputs;
use crate::page::needs::{Choice, Needs, Part};
use crate::text::markdown::Markdown;
use crate::text::references::References;
use crate::text::{Html, format};
use serde::Serialize;

/// The first of some findings.
#[derive(Debug, Serialize)]
pub struct Listed {
    /// How many there are in all.
    total: String,
    /// How many are not in the list.
    more: Option<String>,
    items: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct Item {
    href: String,
    id: String,
    severity: &'static str,
    title: Html,
    /// Repository and number, day.
    small: String,
}

/// The first `most` of some findings.
#[must_use]
pub fn listed(inputs: &Inputs<'_>, found: &[FindingAt], most: usize, from: &str) -> Listed {
    let total = found.len();
    Listed {
        total: format::count(total),
        more: (total > most).then(|| format::count(total - most)),
        items: found.iter().take(most).map(|at| item(inputs, *at, from)).collect(),
    }
}

/// What such a list depends on.
pub fn needs(found: &[FindingAt], most: usize, needs: &mut Needs) {
    needs.parts(found.iter().take(most).map(|at| Part::Digest(at.run)));
    needs.part(Part::Newest);
    needs.choices([Choice::FindingPages]);
}

fn item(inputs: &Inputs<'_>, at: FindingAt, from: &str) -> Item {
    let references = References::default();
    let markdown = Markdown { references: &references, highlighter: inputs.highlighter() };
    let (run, finding) = (inputs.digest(at.run), inputs.finding(at));
    Item {
        href: inputs.finding_href(at, from),
        id: finding.id.to_string(),
        severity: Severity::word(finding.severity),
        title: markdown.line_in_link(&finding.title),
        small: format!("{} · {}", subject_words(run), day_words(run.date.day(), inputs.newest_year())),
    }
}
