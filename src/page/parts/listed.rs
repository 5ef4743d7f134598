//! Findings of several runs in a list, each leading to its own page.

use super::{day_words, subject_words, without_links};
use crate::model::Severity;
use crate::page::comparison::{Comparison, Found};
use crate::text::format;
use crate::text::markdown::Markdown;
use crate::text::references::References;
use chrono::Datelike;
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
    title_html: String,
    /// Repository and number, day.
    small: String,
}

/// The `most` worst findings, of equal severity the newest.
#[must_use]
pub fn listed(comparison: &Comparison<'_>, mut found: Vec<Found<'_>>, most: usize, from: &str) -> Listed {
    found.sort_by_key(|found| (found.finding.severity, found.at));
    let total = found.len();
    Listed {
        total: format::count(total),
        more: (total > most).then(|| format::count(total - most)),
        items: found.iter().take(most).map(|found| item(comparison, found, from)).collect(),
    }
}

fn item(comparison: &Comparison<'_>, found: &Found<'_>, from: &str) -> Item {
    let around = comparison.around;
    let references = References::default();
    let markdown = Markdown { references: &references, highlighter: &around.highlighter };
    let run = &around.corpus.runs[found.at];
    let year = around.corpus.runs.first().map_or(0, |run| run.date.day().year());
    Item {
        href: comparison.finding_href(found, from),
        id: found.finding.id.to_string(),
        severity: Severity::word(found.finding.severity),
        title_html: without_links(&markdown.line(&found.finding.title)),
        small: format!("{} · {}", subject_words(run), day_words(run.date.day(), year)),
    }
}
