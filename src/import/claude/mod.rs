//! Reviews by Claude Code: the array that `/code-review` gives, and what its tool `ReportFindings` is called with.
//!
//! | in the file | in the run |
//! |---|---|
//! | `short_summary`, else the first sentence of `summary` | title |
//! | `summary`, `failure_scenario` | body |
//! | `file`, `line`, `end_line` | location |
//! | `category` | a tag |
//! | `verdict`: `CONFIRMED`, `PLAUSIBLE` | the tags `confirmed` and `plausible` |
//! | `outcome` | a line of the body |
//! | `level` | a fact |
//!
//! The findings are in an order, the worst first, and have no severity. Each gets the one that the options say, else
//! suggestion, and the tag `unrated`, and nobody is said to have rated it. A verdict is the agent's own, so that it is no
//! assessment, and so is an outcome, so that it is no resolution.
//!
//! The JSON may stand in Markdown, and in what `claude -p --output-format json` puts around it, which also says what the
//! work took and which model did it.

use super::comment::title::split_title;
use super::draft::Draft;
use super::draft::report::{Report, read_each};
use super::envelope::{self, Opened};
use super::json::fields::Fields;
use super::json::look;
use super::markdown::with_unix_breaks;
use super::paths::checkout::Checkout;
use super::paths::lines::lines_between;
use super::{Import, Options, Source, words};
use crate::model::finding::UNRATED;
use crate::model::{Diagnostic, Level, Severity, Slug};
use serde_json::Value;

/// The hint for a file that is none.
const WHAT: &str = "Claude writes an array of objects with `file`, `line`, `summary` and `failure_scenario`";

/// Reads each file for itself: one run a file.
#[must_use]
pub fn read(sources: &[Source], options: &Options) -> Import {
    read_each(sources, options, |source, options, notes| {
        let opened = envelope::open(source, WHAT, notes)?;
        let report = report_from(opened, options).ok_or_else(|| {
            let message = "not a review by Claude: no findings";
            Box::new(Diagnostic::of_file(Level::Error, &source.shown, message).with_hint(WHAT))
        })?;
        Ok(vec![report])
    })
}

/// Whether documents can be nothing but such a review.
#[must_use]
pub fn fits(documents: &[Value]) -> bool {
    documents.iter().any(|document| {
        let findings = findings_in(document).unwrap_or_default();
        !findings.is_empty() && findings.iter().all(is_finding)
    })
}

fn is_finding(value: &Value) -> bool {
    let has = |key| look::text(value, key).is_some();
    has("file") && (has("failure_scenario") || has("summary")) && !has("severity") && value.get("line_start").is_none()
}

/// Whether a value is something that this format may have in the place of a finding, whatever is wrong with it.
fn may_be_finding(value: &Value) -> bool {
    let has = |key: &&str| value.get(*key).is_some();
    ["file", "summary", "failure_scenario"].iter().any(has) && !["title", "line_start"].iter().any(has)
}

/// The findings of a document that may be a review.
fn findings_in(document: &Value) -> Option<&[Value]> {
    let list = document.as_array().or_else(|| document.get("findings")?.as_array())?;
    (list.is_empty() || list.iter().any(may_be_finding)).then_some(list)
}

/// The review in a file; `None` where it holds none.
fn report_from(opened: Opened, options: &Options) -> Option<Report> {
    let is_alone = |document: &Value| document.is_object() && is_finding(document);
    let (reviews, others): (Vec<_>, Vec<_>) =
        opened.documents.into_iter().partition(|value| findings_in(value).is_some() || is_alone(value));
    if reviews.is_empty() && opened.work.failure.is_none() {
        return None;
    }
    let agent = opened.work.agent(options, "claude")?;
    let mut report = Report { kind: "agent-review", subject: Report::subject_of(options), ..Report::default() };
    let mut checkout = Checkout::from_options(options);
    opened.work.roots.iter().for_each(|root| checkout.add_root(root));
    let take = |findings: &[Value], report: &mut Report| {
        for value in findings {
            match value {
                Value::Object(_) => report.drafts.push(draft_from(value, &agent, &checkout, options)),
                Value::Null => {}
                other => report.keep_rest(vec![("findings", other)]),
            }
        }
    };
    for review in &reviews {
        match findings_in(review) {
            None => take(std::slice::from_ref(review), &mut report),
            Some(findings) => {
                take(findings, &mut report);
                let mut fields = Fields::of(review);
                fields.list("findings");
                if let Some(level) = fields.text("level") {
                    report.fact("Level", words::line(level));
                }
                report.keep_rest(fields.rest());
            }
        }
    }
    report.keep_around(&opened.prose, &others);
    opened.work.put_into(&mut report, &agent, options);
    Some(report)
}

fn draft_from(value: &Value, agent: &Slug, checkout: &Checkout, options: &Options) -> Draft {
    let mut fields = Fields::of(value);
    let summary = fields.text("summary").map(with_unix_breaks).unwrap_or_default();
    let (title, text) = match fields.text("short_summary") {
        Some(short) => (Some(short.to_owned()), summary),
        None => split_title(&summary),
    };
    let scenario = fields.text("failure_scenario").map(with_unix_breaks).unwrap_or_default();
    let (title, scenario) = match title {
        None if text.trim().is_empty() => split_title(&scenario),
        title => (title, scenario),
    };
    let mut draft = Draft::new(options.severity.unwrap_or(Severity::Suggestion), &title.unwrap_or_default());
    draft.credit(agent, None);
    draft.say(text);
    if !scenario.trim().is_empty() {
        draft.say(format!("**Failure scenario:** {}", scenario.trim()));
    }
    let lines = lines_between(fields.line("line"), fields.line("end_line"));
    draft.file_stands_at(checkout, fields.text("file").map(|file| (file, lines)));
    for (key, label) in [("category", "Category"), ("verdict", "Verdict")] {
        let Some(word) = fields.text(key) else { continue };
        let is_known = key == "category" || matches!(word.trim(), "CONFIRMED" | "PLAUSIBLE");
        if !(is_known && draft.tag(word)) {
            draft.label(label, &words::line(word));
        }
        if !is_known {
            draft.unknown.push(format!("verdict \"{}\"", words::line(word)));
        }
    }
    if let Some(outcome) = fields.text("outcome") {
        draft.label("Outcome", &words::line(outcome));
    }
    draft.tag(UNRATED);
    draft.confidence(fields.any("confidence"));
    draft.keep(fields.rest(), "");
    draft
}
