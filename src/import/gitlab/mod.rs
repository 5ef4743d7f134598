//! GitLab's Code Quality reports, which follow Code Climate's: an array of issues.
//!
//! | field | in the run |
//! |---|---|
//! | `severity`: `blocker`, `critical`, `major`, `minor`, `info` | critical, critical, important, suggestion, suggestion |
//! | the word, where it is not the severity's own | a tag |
//! | `description` | title and body |
//! | `content.body` | body |
//! | `check_name` | rule |
//! | `fingerprint` | fingerprint; issues with the same one are one finding |
//! | `categories` | tags |
//! | `location.path` with `lines` or `positions`, `other_locations` | locations |
//! | `engine_name` | the agent |

use super::draft::report::{Report, read_each};
use super::draft::{Draft, Grade};
use super::envelope::{self, Opened};
use super::json::fields::Fields;
use super::json::look;
use super::markdown::inline::{inline_code, one_line};
use super::markdown::with_unix_breaks;
use super::paths::checkout::Checkout;
use super::paths::lines::lines_between;
use super::words::sentence::title_and_rest;
use super::{Import, Options, Source, slug_of, words};
use crate::model::finding::Rule;
use crate::model::run::Reviewer;
use crate::model::{Diagnostic, Level, Severity, Slug};
use serde_json::Value;
use std::collections::BTreeMap;

/// The hint for a file that is none.
const WHAT: &str = "a Code Quality report is an array of objects with `description`, `fingerprint` and `location`";

const SEVERITIES: [(&str, Severity); 5] = [
    ("blocker", Severity::Critical),
    ("critical", Severity::Critical),
    ("major", Severity::Important),
    ("minor", Severity::Suggestion),
    ("info", Severity::Suggestion),
];

/// Reads each file for itself: one run a file.
#[must_use]
pub fn read(sources: &[Source], options: &Options) -> Import {
    read_each(sources, options, |source, options, notes| {
        let opened = envelope::open(source, WHAT, notes)?;
        let issues = issues_in(&opened.documents).ok_or_else(|| {
            let message = "not a Code Quality report: no array of issues";
            Box::new(Diagnostic::of_file(Level::Error, &source.shown, message).with_hint(WHAT))
        })?;
        Ok(report_from(&opened, &issues, options).into_iter().collect())
    })
}

/// Whether documents can be nothing but such a report.
#[must_use]
pub fn fits(documents: &[Value]) -> bool {
    issues_in(documents).is_some_and(|issues| !issues.is_empty())
}

/// All issues; `None` where something in the file is none.
fn issues_in(documents: &[Value]) -> Option<Vec<&Value>> {
    let items = documents.iter().flat_map(|document| match document {
        Value::Array(items) => items.as_slice(),
        other => std::slice::from_ref(other),
    });
    let is_issue = |value: &Value| {
        let has_words = look::text(value, "description").is_some() || look::text(value, "check_name").is_some();
        has_words && (value.get("location").is_some_and(Value::is_object) || look::text(value, "fingerprint").is_some())
    };
    items.map(|item| is_issue(item).then_some(item)).collect()
}

fn report_from(opened: &Opened, issues: &[&Value], options: &Options) -> Option<Report> {
    let usual = options.agent.clone().or_else(|| "code-quality".parse().ok())?;
    let mut report = Report { kind: "static-analysis", subject: Report::subject_of(options), ..Report::default() };
    let checkout = Checkout::from_options(options);
    let mut of_print: BTreeMap<(Slug, String), usize> = BTreeMap::new();
    for issue in issues {
        let (draft, agent, print) = draft_from(issue, &usual, &checkout, &mut report.reviewers);
        let known = print.as_ref().and_then(|print| of_print.get(&(agent.clone(), print.clone())).copied());
        if let Some(known) = known.and_then(|at| report.drafts.get_mut(at)) {
            known.add_same(draft);
            continue;
        }
        of_print.extend(print.map(|print| ((agent, print), report.drafts.len())));
        report.drafts.push(draft);
    }
    if report.reviewers.is_empty() {
        report.reviewers.push(Reviewer::new(usual));
    }
    if let [reviewer] = report.reviewers.as_mut_slice() {
        reviewer.model.clone_from(&options.model);
    }
    report.keep_around(&opened.prose, &[]);
    report.title = Some(report.title_of_tools());
    Some(report)
}

fn draft_from(
    issue: &Value,
    usual: &Slug,
    checkout: &Checkout,
    reviewers: &mut Vec<Reviewer>,
) -> (Draft, Slug, Option<String>) {
    let mut fields = Fields::of(issue);
    let kind = fields.any("type").filter(|kind| kind.as_str() != Some("issue"));
    let engine = fields.text("engine_name");
    let agent = engine.and_then(|name| slug_of(&name.to_lowercase())).unwrap_or_else(|| usual.clone());
    if !reviewers.iter().any(|known| known.agent == agent) {
        reviewers.push(Reviewer { name: engine.map(one_line), ..Reviewer::new(agent.clone()) });
    }
    let check = fields.text("check_name");
    let (title, rest) = title_and_rest(fields.text("description").or(check).unwrap_or_default());
    let grade = Grade::in_table(fields.text("severity"), &SEVERITIES);
    let mut draft = Draft::graded(&grade, &words::line(&title));
    draft.credit(&agent, grade.severity);
    draft.say(words::plain(rest, &words::no_link));
    if let Some(mut content) = fields.object("content") {
        draft.say(content.text("body").map(with_unix_breaks).unwrap_or_default());
        draft.keep(content.rest(), "content.");
    }
    draft.finding.rule = check.map(|id| Rule { id: one_line(id), url: None });
    let print = fields.text("fingerprint").map(one_line);
    draft.finding.fingerprints.extend(print.clone().map(|print| ("fingerprint".to_owned(), print)));
    for category in fields.list("categories") {
        if !category.as_str().is_some_and(|words| draft.tag(words)) {
            draft.keep(vec![("categories", category)], "");
        }
    }
    if let Some(location) = fields.object("location") {
        place(&mut draft, location, checkout);
    }
    for key in ["other_locations", "otherLocations"] {
        for location in fields.list(key) {
            place(&mut draft, Fields::of(location), checkout);
        }
    }
    draft.keep(kind.into_iter().map(|kind| ("type", kind)).chain(fields.rest()).collect(), "");
    (draft, agent, print)
}

/// A path with `lines` from `begin` to `end`, or with `positions` that have lines and columns.
fn place(draft: &mut Draft, mut location: Fields<'_>, checkout: &Checkout) {
    let path = location.text("path");
    let mut lines = None;
    if let Some(mut range) = location.object("lines") {
        lines = lines_between(range.line("begin"), range.line("end"));
        draft.keep(range.rest(), "lines.");
    }
    if let Some(mut positions) = location.object("positions") {
        let mut place_of = |key| {
            let mut position = positions.object(key)?;
            let found = (position.line("line")?, position.line("column"));
            draft.keep(position.rest(), "positions.");
            Some(found)
        };
        let (begin, end) = (place_of("begin"), place_of("end"));
        lines = lines.or_else(|| lines_between(begin.map(|(line, _)| line), end.map(|(line, _)| line)));
        let places =
            [begin, end].into_iter().flatten().filter_map(|(line, column)| Some(format!("{line}:{}", column?)));
        let places: Vec<String> = places.collect();
        if !places.is_empty() {
            draft.label("Columns", &inline_code(&places.join("-")));
        }
        draft.keep(positions.rest(), "positions.");
    }
    draft.file_stands_at(checkout, path.map(|path| (path, lines)));
    draft.keep(location.rest(), "location.");
}
