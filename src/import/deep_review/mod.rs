//! Consolidated Markdown reports, in all the generations that there are, as runs.
//!
//! A report is cut at its headings, and each section whose name is known is read by the file of that name here:
//! severities by `findings`, design observations by `design`, the retro by `retro`, what came of it by `closing`, the
//! appendix by `originals`. A heading that nobody knows becomes a section, in order, and a note.
//!
//! Here is only what these reports alone do; how Markdown is cut into lines is in `import::markdown`.

mod body_line;
mod closing;
mod design;
mod duration;
mod finding_body;
mod finding_head;
mod findings;
mod header;
mod ids;
mod likeness;
mod originals;
mod panel;
mod place;
mod retro;
mod section_kind;

use super::markdown::outline::{self, Part};
use super::{Import, Imported, Options, Source, slug_of};
use crate::model::finding::Finding;
use crate::model::run::{Metrics, Retro, Strength};
use crate::model::{Date, Diagnostic, Level, Run, Severity, Slug};
use findings::Found;
use header::Header;
use ids::Ids;
use originals::RawReport;
use panel::Panel;
use section_kind::{SectionKind, appendix_length, ends_at, is_around_known, kind_of_section};
use std::borrow::Cow;

/// Reads reports, one run a file.
#[must_use]
pub fn read(sources: &[Source], options: &Options) -> Import {
    let mut import = Import::default();
    for source in sources {
        match imported_run(source, options) {
            Ok(imported) => import.runs.push(imported),
            Err(problem) => import.diagnostics.push(*problem),
        }
    }
    import
}

/// Whether a text can be nothing but such a report: it is called a review, or has sections that only these have.
#[must_use]
pub fn fits(text: &str) -> bool {
    let parts = outline::parts(text);
    let Some(title) = parts.iter().find(|part| part.level > 0) else { return false };
    let words = title.title.to_lowercase();
    let is_called =
        ["deep review", "deep code review", "consolidated review"].iter().any(|name| words.starts_with(name));
    let is_own = |part: &Part<'_>| {
        matches!(kind_of_section(part.name()), SectionKind::Severity(_) | SectionKind::Design | SectionKind::Retro)
    };
    is_called || parts.iter().any(is_own)
}

fn imported_run(source: &Source, options: &Options) -> Result<Imported, Box<Diagnostic>> {
    let problem =
        |message: &str, hint: &str| Box::new(Diagnostic::of_file(Level::Error, &source.shown, message).with_hint(hint));
    let text = plain_breaks(source.text()?);
    let parts = outline::parts(&text);
    let Some((start, title)) = parts.iter().enumerate().find(|(_, part)| part.level > 0) else {
        return Err(problem(
            "not a review report: no heading found",
            "a report starts with a heading such as `# Deep Review: …`",
        ));
    };
    let id = slug_of(&source.stem).ok_or_else(|| {
        problem(
            "cannot derive a run id from the file name",
            "rename the file, for example to 20260322-142409-pr-242.md",
        )
    })?;
    let lines: Vec<_> = parts.iter().take(start + 1).flat_map(|part| part.lines.iter().copied()).collect();
    let mut header = header::read_header(&lines);
    header.fill_from(options);
    let date = header.date.or(options.date).or_else(|| date_from_stem(&source.stem));
    let date = date.ok_or_else(|| {
        problem("no review date found", "pass --date YYYY-MM-DD, or start the file name with a date such as 20260322-")
    })?;
    let panel = header.reviewers.clone();
    let mut reading = Reading { panel: &panel, header, ..Reading::default() };
    reading.take_sections(parts.get(start + 1..).unwrap_or_default());
    let (kind, title) = kind_and_title(title.title, &source.stem);
    Ok(reading.into_imported(id, kind, title, date, &source.shown))
}

/// The text with plain line breaks, and without NUL, which no page can hold.
fn plain_breaks(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'\r', b'\0', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\0', "\u{fffd}"))
}

/// `20260322-142409-pr-242` as a date.
fn date_from_stem(stem: &str) -> Option<Date> {
    let part = |from: usize, to: usize| stem.get(from..to).filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let day = format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let time = || Some(format!("{day}T{}:{}:{}", part(9, 11)?, part(11, 13)?, part(13, 15)?));
    time().and_then(|time| Date::parse(&time)).or_else(|| Date::parse(&day))
}

/// `Architecture Review: console` says the kind; a deep review's title is its subject's, unless it has one of its own.
fn kind_and_title(heading: &str, stem: &str) -> (Slug, Option<String>) {
    let (name, rest) = heading.split_once([':', '—']).unwrap_or((heading, ""));
    let words = name.trim().to_lowercase();
    let rest = rest.trim();
    let is_deep =
        ["deep review", "deep code review", "code review", "review", "consolidated review"].contains(&words.as_str());
    let deep = || "deep-review".parse().expect("letters and a hyphen are a slug");
    if is_deep {
        let title = (!rest.is_empty() && rest != stem).then(|| rest.to_owned());
        return (deep(), title);
    }
    let kind =
        words.ends_with("review") || words.ends_with("scan") || words.ends_with("failures") || words.ends_with("audit");
    let kind = if kind { slug_of(&words) } else { None };
    (kind.unwrap_or_else(deep), Some(heading.to_owned()))
}

impl Header {
    /// What the report does not say itself.
    fn fill_from(&mut self, options: &Options) {
        let subject = &mut self.subject;
        if subject.repository.is_none() {
            subject.repository.clone_from(&options.repository);
            subject.host.clone_from(&options.host);
        }
        subject.pull_request = subject.pull_request.or(options.pull_request);
        if subject.revision.is_none() {
            subject.revision.clone_from(&options.revision);
        }
    }
}

/// A run while its sections are read.
#[derive(Default)]
struct Reading<'p> {
    header: Header,
    panel: Panel<'p>,
    summary: Option<String>,
    found: Vec<(Severity, Found)>,
    strengths: Vec<Strength>,
    sections: Vec<(String, String)>,
    metrics: Vec<Metrics>,
    retro: Option<Retro>,
    recommendations: Vec<(Slug, String)>,
    originals: Vec<RawReport>,
    /// Where the closing table of resolutions stands.
    resolutions: Vec<String>,
    kept: Vec<String>,
}

impl Reading<'_> {
    /// Hands each section with the headings below it to whoever knows it.
    fn take_sections(&mut self, parts: &[Part<'_>]) {
        let mut at = 0;
        while let Some(part) = parts.get(at) {
            let rest = parts.get(at..).unwrap_or_default();
            let length = match kind_of_section(part.name()) {
                SectionKind::Appendix => appendix_length(rest),
                SectionKind::Wrapper if part.body().is_empty() && is_around_known(rest) => 1,
                // A section ends where another one of those known here begins, however deep it stands.
                kind => {
                    1 + rest.iter().skip(1).take_while(|next| next.level > part.level && !ends_at(kind, next)).count()
                }
            };
            self.take_section(rest.get(..length).unwrap_or_default());
            at += length.max(1);
        }
    }

    fn take_section(&mut self, parts: &[Part<'_>]) {
        let Some(part) = parts.first() else { return };
        let panel = self.panel;
        match kind_of_section(part.name()) {
            SectionKind::Summary => {
                let body = whole(parts);
                match &mut self.summary {
                    None => self.summary = Some(body).filter(|body| !body.is_empty()),
                    Some(_) => self.keep(part.name(), body),
                }
            }
            SectionKind::Severity(severity) => {
                let found = findings::read_findings(parts, severity, panel);
                if !design::says_none(&found.before) {
                    self.keep(part.name(), found.before.clone());
                }
                self.found.push((severity, found));
            }
            SectionKind::Design => {
                let design = design::read_design(parts, panel);
                self.found.push((Severity::Concern, design.concerns));
                self.strengths.extend(design.strengths);
                if !design.rest.is_empty() {
                    self.keep(part.name(), design.rest.join("\n\n"));
                }
            }
            // A second one would count every figure twice.
            SectionKind::Retro if self.retro.is_some() => self.keep(part.title, whole(parts)),
            SectionKind::Retro => {
                let read = retro::read_retro(parts, panel);
                self.metrics = read.metrics;
                self.retro = Some(read.retro);
            }
            SectionKind::Recommendations => {
                let scope = part.name().to_lowercase();
                let scope = if scope.starts_with("skill") { "skill" } else { &scope };
                self.recommendations.extend(closing::read_recommendations(parts, scope));
            }
            SectionKind::Resolution => {
                self.resolutions.push(part.markdown());
                self.sections.push((part.title.to_owned(), whole(parts)));
            }
            SectionKind::Appendix => {
                let (before, originals) = originals::read_originals(parts, panel);
                self.originals.extend(originals);
                if !before.trim().is_empty() {
                    self.keep(part.name(), before);
                }
            }
            SectionKind::Text => {
                let body = whole(parts);
                if !body.is_empty() {
                    self.sections.push((part.name().to_owned(), body));
                }
            }
            SectionKind::Wrapper | SectionKind::Nothing => {
                let body = whole(parts);
                self.keep(if part.title.is_empty() { "Notes" } else { part.title }, body);
            }
        }
    }

    /// Keeps as text what has no field of its own.
    fn keep(&mut self, title: &str, body: String) {
        if !body.trim().is_empty() {
            self.kept.push(format!("section \"{title}\""));
            self.sections.push((title.to_owned(), body));
        }
    }

    fn into_imported(mut self, id: Slug, kind: Slug, title: Option<String>, date: Date, file: &str) -> Imported {
        let mut ids = Ids::default();
        self.found.iter().for_each(|(_, found)| ids.reserve(found));
        let mut named: Vec<Finding> = Vec::new();
        for severity in Severity::ALL {
            let mut all = Found::default();
            for (_, found) in self.found.iter_mut().filter(|(of, _)| *of == severity) {
                all.findings.append(&mut found.findings);
            }
            named.extend(ids.name_findings(all, severity));
        }
        originals::credit_originals(&mut named, &self.originals);
        for resolutions in &self.resolutions {
            for part in outline::parts(resolutions) {
                closing::read_resolutions(&part, &mut named);
            }
        }
        let header = self.header;
        let mut sections = self.sections;
        if !header.rest.is_empty() {
            self.kept.insert(0, "section \"Notes\"".to_owned());
            sections.insert(0, ("Notes".to_owned(), header.rest));
        }
        self.kept.extend(header.facts.iter().map(|(label, _)| format!("fact \"{label}\"")));
        if self.panel.is_empty() {
            self.kept.push("no reviewers: the header lists none".to_owned());
        }
        let retro = self.retro.filter(|retro| !retro.agents.is_empty() || retro.summary.is_some());
        let run = Run {
            id,
            kind,
            title,
            date,
            subject: header.subject,
            round: header.round,
            reviewers: header.reviewers,
            facts: header.facts,
            verdict: header.verdict,
            wall_clock_seconds: header.wall_clock_seconds,
            summary: self.summary,
            findings: named,
            strengths: self.strengths,
            sections,
            metrics: self.metrics,
            retro,
            recommendations: self.recommendations,
            originals: self.originals.into_iter().map(|raw| raw.original).collect(),
            aliases: Vec::new(),
        };
        Imported { run, files: vec![file.to_owned()], kept: self.kept }
    }
}

/// A section's text with the headings below it.
fn whole(parts: &[Part<'_>]) -> String {
    let mut texts = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let text = if at == 0 { part.body() } else { part.markdown() };
        if !text.is_empty() {
            texts.push(text);
        }
    }
    texts.join("\n\n")
}
