//! Reviews by CodeRabbit's program: the events of `coderabbit review --agent`, one a line.
//!
//! | event | in the run |
//! |---|---|
//! | `finding` | a finding; see the table of `finding` |
//! | `review_context` | branches of the subject; `reviewType` and the rest are facts; the folder only serves to cut it off paths |
//! | `complete` | what it says beside the count is a fact; a count that differs is told |
//! | `error` | the reviewer failed, and its message is the reason |
//! | `status`, `heartbeat` | counted in a note |
//!
//! A stream of other events without `complete` or `error` was broken off, so that the reviewer failed as well. Findings
//! alone are what somebody has filtered.

mod finding;

use super::draft::report::{Report, read_each};
use super::envelope::{FOLDER, Work};
use super::json::documents::documents;
use super::json::fields::Fields;
use super::json::{self, look};
use super::markdown::inline::one_line;
use super::paths::checkout::Checkout;
use super::{Import, Options, Source, words};
use crate::model::{Diagnostic, Level, ProblemKind, Slug};
use crate::text::format::counted;
use serde_json::Value;

/// The hint for a file that is none.
const WHAT: &str = "save the output of `coderabbit review --agent`, a JSON object a line";

/// Types of events.
const TYPES: [&str; 6] = ["review_context", "status", "heartbeat", "finding", "complete", "error"];

/// Reads each file for itself: one run a file.
#[must_use]
pub fn read(sources: &[Source], options: &Options) -> Import {
    read_each(sources, options, |source, options, notes| {
        let error = |message: &str| Box::new(Diagnostic::of_file(Level::Error, &source.shown, message).with_hint(WHAT));
        let (text, note) = json::mended(source, source.text()?);
        if text.trim().is_empty() {
            return Err(error("the file is empty"));
        }
        let found = documents(&text);
        if found.values.is_empty() {
            return Err(Box::new(json::without_documents(source, &text, WHAT)));
        }
        if !found.values.iter().any(is_event) {
            return Err(error("not a review by CodeRabbit: no event that it writes"));
        }
        notes.extend(note);
        let review = Review::from_events(&found.values, options);
        notes.extend(review.notes(source));
        let agent = options.agent.clone().or_else(|| "coderabbit".parse().ok());
        let report = agent.map(|agent| review.into_report(&found.prose, &agent, options));
        Ok(report.into_iter().collect())
    })
}

/// Whether documents can be nothing but such a stream.
#[must_use]
pub fn fits(documents: &[Value]) -> bool {
    let is_own = |value: &Value| {
        let has = |keys: &[&str]| keys.iter().any(|key| value.get(key).is_some());
        match look::text(value, "type") {
            Some("finding") => has(&["fileName", "codegenInstructions"]),
            Some("review_context") => true,
            Some("complete" | "status") => look::text(value, "status").is_some() && !has(&["session_id"]),
            Some("error") => has(&["errorType", "recoverable"]),
            _ => false,
        }
    };
    documents.iter().any(is_own) && documents.iter().all(is_event)
}

fn is_event(value: &Value) -> bool {
    look::text(value, "type").is_some_and(|name| TYPES.contains(&name))
}

/// What the events say.
#[derive(Default)]
struct Review<'v> {
    findings: Vec<&'v Value>,
    context: Vec<Fields<'v>>,
    endings: Vec<Fields<'v>>,
    errors: Vec<Fields<'v>>,
    others: Vec<Value>,
    /// How many say that the work goes on.
    progress: usize,
    checkout: Checkout,
    /// How many findings the last ending counts.
    counted: Option<f64>,
}

impl<'v> Review<'v> {
    fn from_events(events: &'v [Value], options: &Options) -> Self {
        let mut review = Self { checkout: Checkout::from_options(options), ..Self::default() };
        for event in events {
            let mut fields = Fields::of(event);
            fields.ignore(&["type"]);
            match look::text(event, "type").filter(|name| TYPES.contains(name)) {
                Some("finding") => review.findings.push(event),
                Some("review_context") => {
                    // A folder of somebody's machine: it is cut off paths and goes nowhere else.
                    fields.text("workingDirectory").into_iter().for_each(|folder| review.checkout.add_root(folder));
                    review.context.push(fields);
                }
                Some("complete") => {
                    review.counted = fields.number("findings").or(review.counted);
                    review.endings.push(fields);
                }
                Some("error") => review.errors.push(fields),
                Some(_) => review.progress += 1,
                None => review.others.push(event.clone()),
            }
        }
        review
    }

    /// Why the review is none that came to its end.
    fn failure(&self) -> Option<String> {
        let message = |fields: &Fields<'_>| {
            let error = fields.value();
            let text = look::text(error, "message").or_else(|| look::text(error, "error"));
            text.or_else(|| look::text(error, "errorType")).unwrap_or("error").to_owned()
        };
        let ended_badly = |fields: &&Fields<'_>| {
            ["status", "outcome"]
                .iter()
                .any(|key| look::text(fields.value(), key).is_some_and(|word| word.contains("fail")))
        };
        let ending = || self.endings.iter().find(ended_badly).map(message);
        let is_cut = self.endings.is_empty() && !(self.context.is_empty() && self.progress == 0);
        let cut = || is_cut.then(|| "The output ends before the review was complete".to_owned());
        self.errors.first().map(message).or_else(ending).or_else(cut)
    }

    fn notes(&self, source: &Source) -> Vec<Diagnostic> {
        let note = |level, message: String| {
            Diagnostic::of_file(level, &source.shown, message).of_kind(ProblemKind::PartlyImported)
        };
        let progress = (self.progress > 0)
            .then(|| note(Level::Note, format!("omitted: {} of progress", counted(self.progress, "event"))));
        let failed = self.failure().map(|why| note(Level::Warning, format!("the review failed: {}", one_line(&why))));
        let found = format!("{}", self.findings.len());
        let differs = self.counted.filter(|count| format!("{count}") != found).map(|count| {
            note(Level::Warning, format!("the review counts {count} findings, and the file holds {found}"))
        });
        progress.into_iter().chain(failed).chain(differs).collect()
    }

    fn into_report(mut self, prose: &[String], agent: &Slug, options: &Options) -> Report {
        let mut report = Report { kind: "agent-review", subject: Report::subject_of(options), ..Report::default() };
        let work = Work { failure: self.failure(), ..Work::default() };
        for mut fields in std::mem::take(&mut self.context) {
            let subject = &mut report.subject;
            subject.branch = subject.branch.take().or_else(|| fields.text("currentBranch").map(one_line));
            subject.base = subject.base.take().or_else(|| fields.text("baseBranch").map(one_line));
            if let Some(kind) = fields.text("reviewType") {
                report.fact("Review type", words::line(kind));
            }
            if look::text(fields.value(), "workingDirectory").is_some() {
                report.kept.push(FOLDER.to_owned());
            }
            report.keep_rest(fields.rest());
        }
        for mut fields in std::mem::take(&mut self.endings) {
            for (key, label) in [("status", "Status"), ("outcome", "Outcome"), ("message", "Message")] {
                let usual = ["review_completed", "completed", "Review completed"];
                if let Some(word) = fields.text(key).filter(|word| !usual.contains(word)) {
                    report.fact(label, words::line(&word.replace('_', " ")));
                }
            }
            report.keep_rest(fields.rest());
        }
        for mut fields in std::mem::take(&mut self.errors) {
            fields.any_text(&["message", "error"]);
            report.keep_rest(fields.rest());
        }
        report.drafts = self.findings.iter().map(|value| finding::draft_from(value, agent, &self.checkout)).collect();
        report.keep_around(prose, &self.others);
        work.put_into(&mut report, agent, options);
        report
    }
}
