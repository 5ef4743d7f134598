//! Reviews by Codex: the answer of its review prompt, and that of the adversarial one.
//!
//! | in the file | in the run |
//! |---|---|
//! | `title`, without the `[P1]` that it may begin with | title |
//! | `body` | body; suggested changes in it go to the fix |
//! | `priority`, else the `[P1]` of the title: 0, 1, 2 and 3 | critical, important, suggestion, suggestion |
//! | `severity`: `critical`, `high`, `medium`, `low` | critical, important, suggestion, suggestion |
//! | `code_location.absolute_file_path` with `line_range`, or `file` with `line_start` and `line_end` | location |
//! | `confidence_score`, `confidence` | confidence |
//! | `recommendation` | fix |
//! | `overall_correctness`, `verdict` | verdict |
//! | `overall_explanation`, `summary` | summary |
//! | `overall_confidence_score` | a fact |
//! | `next_steps` | a section |
//!
//! The JSON may stand in Markdown, and in what `codex exec --json` or `claude -p --output-format json` puts around it.

mod finding;

use super::draft::report::{Report, read_each};
use super::envelope::{self, Opened};
use super::json::fields::Fields;
use super::json::look;
use super::markdown::inline::one_line;
use super::markdown::{list, paragraphs, with_unix_breaks};
use super::paths::checkout::Checkout;
use super::{Import, Options, Source, words};
use crate::model::run::Verdict;
use crate::model::{Diagnostic, Level, Slug};
use serde_json::Value;

/// The hint for a file that is none.
const WHAT: &str = "Codex writes an object with `findings` and `overall_correctness`; with `codex exec --output-schema` save the last message to a file";

/// What the words of a verdict advise.
const DECISIONS: [(&str, &str); 4] = [
    ("patch is correct", "merge-as-is"),
    ("patch is incorrect", "merge-with-fixes"),
    ("approve", "merge-as-is"),
    ("needs-attention", "merge-with-fixes"),
];

/// Reads each file for itself: one run a file.
#[must_use]
pub fn read(sources: &[Source], options: &Options) -> Import {
    read_each(sources, options, |source, options, notes| {
        let opened = envelope::open(source, WHAT, notes)?;
        let report = report_from(opened, options).ok_or_else(|| {
            let message = "not a review by Codex: `findings` is missing";
            Box::new(Diagnostic::of_file(Level::Error, &source.shown, message).with_hint(WHAT))
        })?;
        Ok(vec![report])
    })
}

/// Whether documents can be nothing but such a review.
#[must_use]
pub fn fits(documents: &[Value]) -> bool {
    documents.iter().any(|document| {
        let has = |key: &str| document.get(key).is_some();
        let findings = look::list(document, "findings");
        let is_review = has("overall_correctness") || has("overall_explanation") || has("overall_confidence_score");
        let is_adversarial = has("findings") && has("verdict") && (has("next_steps") || has("summary"));
        let is_item = |item: &Value| item.get("code_location").is_some() || item.get("line_start").is_some();
        is_review || (is_adversarial && findings.iter().all(is_item)) || findings.iter().any(is_item)
    })
}

/// Whether a value is something that this format may have in the place of a finding, whatever is wrong with it.
fn may_be_finding(value: &Value) -> bool {
    ["title", "body", "code_location", "priority", "line_start"].iter().any(|key| value.get(key).is_some())
}

/// The review in a file; `None` where it holds none.
fn report_from(opened: Opened, options: &Options) -> Option<Report> {
    let is_review = |value: &Value| {
        let findings = value.get("findings").and_then(Value::as_array);
        findings.is_some_and(|items| items.is_empty() || items.iter().any(may_be_finding))
            || fits(std::slice::from_ref(value))
    };
    let is_list =
        |value: &Value| value.as_array().is_some_and(|items| fits(&[serde_json::json!({ "findings": items })]));
    let (reviews, others): (Vec<_>, Vec<_>) =
        opened.documents.into_iter().partition(|value| is_review(value) || is_list(value));
    if reviews.is_empty() && opened.work.failure.is_none() {
        return None;
    }
    let agent = opened.work.agent(options, "codex")?;
    let mut report = Report { kind: "agent-review", subject: Report::subject_of(options), ..Report::default() };
    let mut checkout = Checkout::from_options(options);
    opened.work.roots.iter().for_each(|root| checkout.add_root(root));
    for review in &reviews {
        match review {
            Value::Array(findings) => take_findings(findings, &agent, &checkout, &mut report),
            review => take_review(review, &agent, &checkout, &mut report),
        }
    }
    report.keep_around(&opened.prose, &others);
    opened.work.put_into(&mut report, &agent, options);
    Some(report)
}

fn take_review(review: &Value, agent: &Slug, checkout: &Checkout, report: &mut Report) {
    let mut fields = Fields::of(review);
    take_findings(fields.list("findings"), agent, checkout, report);
    let said = fields.any_text(&["overall_explanation", "summary"]).map(|text| with_unix_breaks(text.trim()));
    report.summary = paragraphs(report.summary.take().into_iter().chain(said));
    if let Some(word) = fields.any_text(&["overall_correctness", "verdict"]) {
        let verdict = verdict_from(word);
        match report.verdict {
            None => report.verdict = Some(verdict),
            Some(_) => report.fact("Verdict", words::line(word)),
        }
    }
    if let Some(confidence) = fields.any("overall_confidence_score").or_else(|| fields.any("confidence")) {
        report.fact("Confidence", words::value_line(confidence));
    }
    let steps = fields.list("next_steps").iter();
    let steps = steps.map(|step| match step {
        Value::String(text) => list::item("-", &with_unix_breaks(text.trim())),
        other => words::property("step", other),
    });
    report.section("Next steps", &steps.collect::<Vec<_>>().join("\n"));
    report.keep_rest(fields.rest());
}

fn take_findings(findings: &[Value], agent: &Slug, checkout: &Checkout, report: &mut Report) {
    for value in findings {
        match value {
            Value::Object(_) => report.drafts.push(finding::draft_from(value, agent, checkout)),
            Value::Null => {}
            other => report.keep_rest(vec![("findings", other)]),
        }
    }
}

fn verdict_from(word: &str) -> Verdict {
    let known = DECISIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word.trim()));
    let decision = known.and_then(|(_, decision)| decision.parse().ok());
    Verdict { decision, label: Some(words::line(&one_line(word))), summary: None }
}
