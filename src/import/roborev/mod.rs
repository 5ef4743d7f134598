//! Reviews by roborev: what `roborev export reviews` gives.
//!
//! | in the file | in the run |
//! |---|---|
//! | reviews of one commit | one run, each review a reviewer |
//! | `agent`, `model` | reviewer; `tool_version` says the tool |
//! | `document.findings`, else the findings in `content` | findings |
//! | `content` | the original report, whole |
//! | `verdict`: `pass`, `fail` | verdict; of several reviews the worse one, and each as a fact |
//! | `cost`, `duration_ms` | metrics |
//! | `subagents` | facts; their reports are sections |
//! | `repo`, `branch`, `commit_sha`, `pr_number` | subject |
//! | `completed_at` | date |
//! | `status` other than `done`, an assessment `unable_to_review` | the reviewer failed |
//!
//! A second review by one agent of one commit is a second pass of that reviewer.
//!
//! | severity | in the run |
//! |---|---|
//! | `critical` | critical |
//! | `high` | important |
//! | `medium`, `low` | suggestion |

mod content;
mod finding;
mod group;
mod review;

use super::draft::report::read_each;
use super::envelope;
use super::json::look;
use super::markdown::inline::one_line;
use super::{Import, Options, Source};
use crate::model::{Diagnostic, Level, ProblemKind};
use serde_json::Value;

/// The hint for a file that is none.
const WHAT: &str = "save the output of `roborev export reviews`, an object with `reviews`";

/// Reads each file for itself: one run for each commit that was reviewed.
#[must_use]
pub fn read(sources: &[Source], options: &Options) -> Import {
    read_each(sources, options, |source, options, notes| {
        let error = |message: &str, hint: &str| {
            Box::new(Diagnostic::of_file(Level::Error, &source.shown, message).with_hint(hint))
        };
        let opened = envelope::open(source, WHAT, notes)?;
        let exports: Vec<&Value> = opened.documents.iter().filter(|document| is_export(document)).collect();
        if exports.is_empty() {
            return Err(error("not an export of roborev: `reviews` is missing", WHAT));
        }
        notes.extend(exports.iter().filter_map(|export| note_about(export, source)));
        let groups = group::groups_of(&exports);
        if groups.is_empty() {
            return Err(error("no reviews: the list is empty", "did the export end before the first review?"));
        }
        if groups.iter().all(group::Group::is_metadata) {
            let hint = "export it with `--profile content`";
            return Err(error("the export holds no findings, since it was made without content", hint));
        }
        let mut reports: Vec<_> = groups.iter().map(|group| group::report_from(group, options)).collect();
        if let Some(first) = reports.first_mut() {
            let others: Vec<Value> = opened.documents.iter().filter(|document| !is_export(document)).cloned().collect();
            first.keep_around(&opened.prose, &others);
        }
        Ok(reports)
    })
}

/// Whether documents can be nothing but such an export.
#[must_use]
pub fn fits(documents: &[Value]) -> bool {
    let is_own = |document: &Value| {
        let reviews = look::list(document, "reviews");
        let is_review = |review: &Value| review.get("review_id").is_some() && review.get("agent").is_some();
        is_export(document) && (look::text(document, "tool") == Some("roborev") || reviews.iter().any(is_review))
    };
    !documents.is_empty() && documents.iter().all(is_own)
}

fn is_export(value: &Value) -> bool {
    value.get("reviews").is_some_and(Value::is_array)
}

/// An export in several pages ends with a mark to go on from.
fn note_about(export: &Value, source: &Source) -> Option<Diagnostic> {
    let is_cut = export.get("truncated").and_then(Value::as_bool) == Some(true);
    is_cut.then(|| {
        let cursor = look::text(export, "next_cursor").map(one_line).unwrap_or_default();
        Diagnostic::of_file(Level::Warning, &source.shown, "the export is cut: there are further reviews")
            .of_kind(ProblemKind::PartlyImported)
            .with_hint(format!("export the rest with `roborev export reviews --cursor {cursor}`"))
    })
}
