//! Reviewdog's diagnostic format: `rdjson`, an object with all diagnostics, and `rdjsonl`, a diagnostic a line.
//!
//! | field | in the run |
//! |---|---|
//! | `message` | title and body |
//! | `severity`: `ERROR`, `WARNING`, `INFO`, or 1, 2, 3 | important, suggestion, suggestion with the tag `info` |
//! | `source.name`, of the diagnostic or of all | the agent |
//! | `code.value`, `code.url` | rule |
//! | `location`, `related_locations` | locations; columns are a line of the body |
//! | `suggestions` | code in the fix: the format holds no lines that a patch would have to show |
//! | `original_output` | code in the body |
//!
//! An end column is the first that does not belong to a range: one that ends before the first column of a line ends on the
//! line before. A range without columns includes its last line.

mod diagnostic;
mod range;

use super::draft::report::{Report, read_each};
use super::envelope;
use super::json::fields::Fields;
use super::json::look;
use super::markdown::inline::{is_web_address, one_line};
use super::paths::checkout::Checkout;
use super::{Import, Options, Source, slug_of, words};
use crate::model::run::Reviewer;
use crate::model::{Diagnostic, Level, Slug};
use serde_json::Value;

/// The hint for a file that is none.
const WHAT: &str =
    "rdjson is an object with `diagnostics`; rdjsonl has an object with `message` and `location` in each line";

/// Reads each file for itself: one run a file. Either form is read, whatever it is called.
#[must_use]
pub fn read(sources: &[Source], options: &Options) -> Import {
    read_each(sources, options, |source, options, notes| {
        let opened = envelope::open(source, WHAT, notes)?;
        if !opened.documents.iter().any(|document| is_result(document) || may_be_diagnostic(document)) {
            let message = "not in reviewdog's diagnostic format: no `diagnostics`";
            return Err(Box::new(Diagnostic::of_file(Level::Error, &source.shown, message).with_hint(WHAT)));
        }
        let mut reading = Reading::new(options);
        let mut others = Vec::new();
        for document in opened.documents {
            match &document {
                result if is_result(result) => reading.take_result(result),
                single if may_be_diagnostic(single) => reading.take_diagnostic(single, None),
                _ => others.push(document),
            }
        }
        Ok(reading.finished(&opened.prose, &others, options).into_iter().collect())
    })
}

/// Whether documents can be nothing but one object with diagnostics.
#[must_use]
pub fn fits_whole(documents: &[Value]) -> bool {
    let is_sound = |document: &Value| look::list(document, "diagnostics").iter().all(is_diagnostic);
    !documents.is_empty() && documents.iter().all(|document| is_result(document) && is_sound(document))
}

/// Whether documents can be nothing but diagnostics.
#[must_use]
pub fn fits_lines(documents: &[Value]) -> bool {
    !documents.is_empty() && documents.iter().all(is_diagnostic)
}

fn is_result(value: &Value) -> bool {
    value.get("diagnostics").is_some_and(Value::is_array)
}

fn is_diagnostic(value: &Value) -> bool {
    let path = value.get("location").and_then(|location| look::text(location, "path"));
    look::text(value, "message").is_some() && path.is_some()
}

/// One without a place is nothing that could be told from other lines, but it is read.
fn may_be_diagnostic(value: &Value) -> bool {
    let has = |key: &&str| value.get(*key).is_some();
    look::text(value, "message").is_some() && ["location", "severity", "source", "code"].iter().any(has)
}

/// A report in the making.
struct Reading {
    report: Report,
    checkout: Checkout,
    /// The agent of diagnostics that name no source.
    usual: Option<Slug>,
}

impl Reading {
    fn new(options: &Options) -> Self {
        let report = Report { kind: "static-analysis", subject: Report::subject_of(options), ..Report::default() };
        let usual = options.agent.clone().or_else(|| "reviewdog".parse().ok());
        Self { report, checkout: Checkout::from_options(options), usual }
    }

    fn take_result(&mut self, result: &Value) {
        let mut fields = Fields::of(result);
        let agent = fields.object("source").and_then(|source| self.agent_from_source(source));
        if let Some(severity) = fields.any("severity").filter(|severity| severity.as_str() != Some("UNKNOWN_SEVERITY"))
        {
            self.report.fact("Severity", words::value_line(severity));
        }
        for value in fields.list("diagnostics") {
            match value {
                Value::Object(_) => self.take_diagnostic(value, agent.as_ref()),
                Value::Null => {}
                other => self.report.keep_rest(vec![("diagnostics", other)]),
            }
        }
        self.report.keep_rest(fields.rest());
    }

    fn take_diagnostic(&mut self, value: &Value, agent: Option<&Slug>) {
        let mut fields = Fields::of(value);
        let own = fields.object("source").and_then(|source| self.agent_from_source(source));
        let Some(agent) = own.or_else(|| agent.cloned()).or_else(|| self.usual.clone()) else { return };
        self.add_reviewer(&agent, None);
        self.report.drafts.push(diagnostic::draft_from(fields, &agent, &self.checkout));
    }

    /// The tool as a reviewer; what it says of itself beside its name is a fact.
    fn agent_from_source(&mut self, mut source: Fields<'_>) -> Option<Slug> {
        let name = source.text("name").map(one_line);
        let agent = name.as_deref().and_then(|name| slug_of(&name.to_lowercase())).or_else(|| self.usual.clone())?;
        if let Some(url) = source.text("url") {
            let shown = words::line(name.as_deref().unwrap_or(agent.as_str()));
            let is_link = is_web_address(url);
            self.report.fact("Tool", if is_link { format!("[{shown}](<{url}>)") } else { words::line(url) });
        }
        self.report.keep_rest(source.rest());
        self.add_reviewer(&agent, name);
        Some(agent)
    }

    fn add_reviewer(&mut self, agent: &Slug, name: Option<String>) {
        let reviewers = &mut self.report.reviewers;
        match reviewers.iter_mut().find(|known| known.agent == *agent) {
            Some(known) => known.name = known.name.take().or(name),
            None => reviewers.push(Reviewer { name, ..Reviewer::new(agent.clone()) }),
        }
    }

    fn finished(mut self, prose: &[String], others: &[Value], options: &Options) -> Option<Report> {
        if self.report.reviewers.is_empty() {
            let usual = self.usual.clone()?;
            self.add_reviewer(&usual, None);
        }
        let mut report = self.report;
        if let [reviewer] = report.reviewers.as_mut_slice() {
            reviewer.model.clone_from(&options.model);
        }
        report.keep_around(prose, others);
        report.title = Some(report.title_of_tools());
        Some(report)
    }
}
