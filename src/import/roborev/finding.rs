//! A finding, as a document or a report in Markdown says it.

use crate::import::comment::title::split_title;
use crate::import::draft::{Draft, Grade};
use crate::import::json::fields::Fields;
use crate::import::json::look;
use crate::import::markdown::with_unix_breaks;
use crate::import::paths::checkout::Checkout;
use crate::import::words;
use crate::model::{Severity, Slug};
use serde_json::Value;

const SEVERITIES: [(&str, Severity); 4] = [
    ("critical", Severity::Critical),
    ("high", Severity::Important),
    ("medium", Severity::Suggestion),
    ("low", Severity::Suggestion),
];

/// What is said of a finding.
#[derive(Debug, Default, PartialEq)]
pub struct Said {
    /// The word for its severity.
    pub severity: Option<String>,
    pub title: Option<String>,
    /// Path and lines.
    pub location: Option<String>,
    pub problem: String,
    pub fix: Option<String>,
    /// Who reported it to the one that wrote the report.
    pub reported_by: Option<String>,
    /// Items of a list that say more.
    pub more: Vec<String>,
}

/// The findings of a structured document.
pub fn said_in_document(document: &Value) -> Vec<Said> {
    let labels = look::list(document, "source_labels");
    let findings = look::list(document, "findings").iter().filter(|value| value.is_object());
    findings.map(|value| said_in_finding(value, labels)).collect()
}

fn said_in_finding(value: &Value, labels: &[Value]) -> Said {
    let mut fields = Fields::of(value);
    let sources = fields.list("sources").iter().map(|source| {
        let nth = source.as_u64().and_then(|number| usize::try_from(number).ok()?.checked_sub(1));
        let label = nth.and_then(|nth| labels.get(nth)).and_then(Value::as_str);
        label.map_or_else(|| source.to_string(), words::line)
    });
    let reported_by = Some(sources.collect::<Vec<_>>().join(", ")).filter(|by| !by.is_empty());
    Said {
        severity: fields.text("severity").map(str::to_owned),
        title: fields.text("title").map(str::to_owned),
        location: fields.text("location").map(str::to_owned),
        problem: fields.text("problem").map(with_unix_breaks).unwrap_or_default(),
        fix: fields.text("fix").map(with_unix_breaks),
        reported_by,
        more: fields.rest().into_iter().map(|(name, value)| words::property(name, value)).collect(),
    }
}

/// The same as a finding.
pub fn draft_from(said: Said, agent: &Slug, checkout: &Checkout) -> Draft {
    let problem = said.problem.trim_matches('\n');
    let (title, body) = match said.title {
        Some(title) => (Some(title), problem.to_owned()),
        None => split_title(problem),
    };
    let grade = Grade::in_table(said.severity.as_deref(), &SEVERITIES);
    let mut draft = Draft::graded(&grade, &title.unwrap_or_default());
    draft.credit(agent, grade.severity);
    draft.say(body);
    if let Some(location) = said.location.as_deref() {
        place(&mut draft, location, checkout);
    }
    draft.finding.fix = said.fix.map(|fix| fix.trim().to_owned()).filter(|fix| !fix.is_empty());
    if let Some(by) = said.reported_by {
        draft.label("Reported by", &by);
    }
    if !said.more.is_empty() {
        draft.kept.push("properties".to_owned());
        draft.say(said.more.join("\n"));
    }
    draft
}

/// One path, or several with commas between them. What has a blank in it and no lines behind it is words.
fn place(draft: &mut Draft, location: &str, checkout: &Checkout) {
    let parts: Vec<&str> = location.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_path = |part: &&&str| {
        let (path, lines) = crate::import::paths::lines::path_and_lines(part);
        lines.is_some() || (!path.contains(' ') && path.contains(['/', '.']))
    };
    let paths: Vec<&&str> = parts.iter().filter(is_path).collect();
    if paths.len() != parts.len() {
        draft.label("Location", &words::line(location));
    }
    for path in paths {
        draft.file_stands_at(checkout, Some((path, None)));
    }
}
