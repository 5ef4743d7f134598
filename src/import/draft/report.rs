//! What a file gives, as a run: findings get their ids, and what was kept is told.

use super::Draft;
use super::dates::date_of_review;
use crate::import::markdown::{list, with_unix_breaks};
use crate::import::marks::letter::Numbering;
use crate::import::{FreeIds, Import, Imported, Options, Source, slug_of, words};
use crate::model::run::{Metrics, Original, Reviewer, Subject, Verdict};
use crate::model::{Date, Diagnostic, Level, ProblemKind, Run};
use crate::text::format::counted;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a file says of one review.
#[derive(Default)]
pub struct Report {
    /// `agent-review`, `static-analysis`.
    pub kind: &'static str,
    /// A line of Markdown.
    pub title: Option<String>,
    /// When the review took place, where the file says so.
    pub date: Option<Date>,
    pub subject: Subject,
    pub reviewers: Vec<Reviewer>,
    pub facts: Vec<(String, String)>,
    pub verdict: Option<Verdict>,
    pub summary: Option<String>,
    pub drafts: Vec<Draft>,
    pub sections: Vec<(String, String)>,
    pub metrics: Vec<Metrics>,
    pub wall_clock_seconds: Option<f64>,
    pub originals: Vec<Original>,
    /// What was kept as text beside what findings and sections keep.
    pub kept: Vec<String>,
}

impl Report {
    /// Adds a row to the head, once, and says that it is kept there.
    pub fn fact(&mut self, label: &str, line: String) {
        let fact = (label.to_owned(), line);
        if !fact.1.trim().is_empty() && !self.facts.contains(&fact) {
            self.kept.push(format!("fact \"{label}\""));
            self.facts.push(fact);
        }
    }

    /// Adds a section, unless it is empty.
    pub fn section(&mut self, title: &str, body: &str) {
        let body = body.trim_matches('\n').trim_end();
        if !body.trim().is_empty() {
            self.sections.push((title.to_owned(), body.to_owned()));
        }
    }

    /// Adds fields that nobody knows to the section "Further data".
    pub fn keep_rest(&mut self, fields: Vec<(&str, &Value)>) {
        for (name, value) in fields {
            self.add_to_section("Further data", "\n", &words::property(name, value));
        }
    }

    /// Adds what stood beside the review: the words around it, and documents that are no part of it.
    pub fn keep_around(&mut self, prose: &[String], others: &[Value]) {
        for text in prose {
            self.add_to_section("Around the findings", "\n\n", &with_unix_breaks(text));
        }
        for document in others {
            let text = serde_json::to_string_pretty(document).unwrap_or_default();
            self.add_to_section("Further data", "\n", &list::item("-", &words::fenced("json", &text)));
        }
    }

    fn add_to_section(&mut self, title: &str, between: &str, text: &str) {
        match self.sections.iter_mut().find(|(known, _)| known == title) {
            Some((_, body)) => {
                body.push_str(between);
                body.push_str(text);
            }
            None => self.section(title, text),
        }
    }

    /// What the options say of the change that was reviewed.
    pub fn subject_of(options: &Options) -> Subject {
        Subject {
            repository: options.repository.clone(),
            host: options.host.clone(),
            pull_request: options.pull_request,
            revision: options.revision.clone(),
            ..Subject::default()
        }
    }

    /// The tools that looked at the code, as a title.
    pub fn title_of_tools(&self) -> String {
        let names: Vec<&str> = self.reviewers.iter().map(Reviewer::display_name).collect();
        words::line(&format!("Static analysis with {}", names.join(", ")))
    }

    /// The pull request that was reviewed, else who reviewed, as a title.
    pub fn title_of(subject: &Subject, reviewers: &[Reviewer]) -> String {
        if let (Some(number), Some(repository)) = (&subject.pull_request, subject.repository.as_deref()) {
            return format!("Pull request #{number} of {repository}");
        }
        let names: Vec<&str> = reviewers.iter().map(Reviewer::display_name).collect();
        words::line(&format!("Review by {}", names.join(", ")))
    }
}

/// Reads each file for itself; a file may give several reports.
pub fn read_each(
    sources: &[Source],
    options: &Options,
    read: impl Fn(&Source, &Options, &mut Vec<Diagnostic>) -> Result<Vec<Report>, Box<Diagnostic>>,
) -> Import {
    let mut import = Import::default();
    let mut ids = FreeIds::default();
    for source in sources {
        match read(source, options, &mut import.diagnostics) {
            Ok(reports) => {
                for report in reports {
                    let date = date_of_review(source, options, report.date, &mut import.diagnostics);
                    match date {
                        Ok(date) => take(source, report, date, &mut ids, &mut import),
                        Err(problem) => {
                            import.diagnostics.push(*problem);
                            break;
                        }
                    }
                }
            }
            Err(problem) => import.diagnostics.push(*problem),
        }
    }
    import
}

fn take(source: &Source, report: Report, date: Date, ids: &mut FreeIds, import: &mut Import) {
    import.diagnostics.extend(notes_about(source, &report.drafts));
    match imported_run(source, report, date, ids) {
        Some(imported) => import.runs.push(imported),
        None => {
            import.diagnostics.push(Diagnostic::of_file(Level::Error, &source.shown, "no id can be made of its name"));
        }
    }
}

/// The run; `None` where nothing can be its id.
fn imported_run(source: &Source, report: Report, date: Date, ids: &mut FreeIds) -> Option<Imported> {
    let mut numbering = Numbering::default();
    let mut kept = KeptTexts::default();
    let mut findings = Vec::new();
    for draft in report.drafts {
        let (mut finding, texts) = draft.finished();
        finding.id = numbering.next_id(finding.severity);
        for text in &texts {
            kept.add(text, finding.id.as_str());
        }
        findings.push(finding);
    }
    let sections = report.sections.iter().map(|(title, _)| format!("section \"{title}\""));
    let kept = sections.chain(report.kept).chain(kept.lines()).collect();
    let run = Run {
        id: ids.next(&source.stem, report.kind)?,
        kind: slug_of(report.kind)?,
        title: report.title.or_else(|| Some(Report::title_of(&report.subject, &report.reviewers))),
        date,
        subject: report.subject,
        round: None,
        reviewers: report.reviewers,
        facts: report.facts,
        verdict: report.verdict,
        wall_clock_seconds: report.wall_clock_seconds,
        summary: report.summary,
        findings,
        strengths: Vec::new(),
        sections: report.sections,
        prior_decisions: Vec::new(),
        gaps: Vec::new(),
        metrics: report.metrics,
        retro: None,
        recommendations: Vec::new(),
        originals: report.originals,
        aliases: Vec::new(),
    };
    Some(Imported { run, files: vec![source.shown.clone()], kept })
}

/// Places that were dropped, and words that nobody knows.
fn notes_about(source: &Source, drafts: &[Draft]) -> Vec<Diagnostic> {
    let outside: usize = drafts.iter().map(|draft| draft.outside).sum();
    let outside = (outside > 0).then(|| {
        let message = format!("kept {} outside the repository as text", counted(outside, "location"));
        Diagnostic::of_file(Level::Warning, &source.shown, message).of_kind(ProblemKind::PartlyImported).with_hint(
            "pass --root DIR, the folder that was reviewed, or --repository OWNER/NAME if that folder is named NAME",
        )
    });
    let mut unknown: Vec<&str> = drafts.iter().flat_map(|draft| &draft.unknown).map(String::as_str).collect();
    unknown.sort_unstable();
    unknown.dedup();
    let unknown = unknown.into_iter().take(MOST_UNKNOWN).map(|words| {
        let message = format!("unknown {words}, kept as text");
        Diagnostic::of_file(Level::Note, &source.shown, message).of_kind(ProblemKind::UnknownValue)
    });
    outside.into_iter().chain(unknown).collect()
}

/// Notes about unknown words that one file has at most.
const MOST_UNKNOWN: usize = 20;

/// Texts without a field, each with the findings that have it.
#[derive(Debug, Default)]
pub struct KeptTexts(BTreeMap<String, Vec<String>>);

/// Ids that one line names at most.
const MOST_IDS: usize = 8;

impl KeptTexts {
    /// Notes that a finding has a text.
    pub fn add(&mut self, what: &str, id: &str) {
        self.0.entry(what.to_owned()).or_default().push(id.to_owned());
    }

    /// `properties (I1, I2, I3 and 9 more)`, in the order of the words.
    pub fn lines(self) -> impl Iterator<Item = String> {
        self.0.into_iter().map(|(what, ids)| {
            let shown: Vec<&str> = ids.iter().take(MOST_IDS).map(String::as_str).collect();
            match ids.len() - shown.len() {
                0 => format!("{what} ({})", shown.join(", ")),
                more => format!("{what} ({} and {more} more)", shown.join(", ")),
            }
        })
    }
}
