//! Consolidated Markdown reports, in all the generations that there are, as runs.
//!
//! A report is cut at its headings (`reading`), and each section whose name is known is read by the file of that name
//! here: severities by `findings`, design observations by `design` and `concerns`, the retro by `retro`, what came of it by
//! `resolutions`, the appendix by `originals`. A heading that nobody knows becomes a section, in order, and a note.
//!
//! Here is only what these reports alone do; how Markdown is cut into lines is in `import::markdown`.

mod body_line;
mod closing_sections;
mod concerns;
mod credits;
mod design;
mod duration;
mod figures_in_letters;
mod finding_body;
mod finding_head;
mod findings;
mod full_paths;
mod gaps;
mod header;
mod ids;
mod likeness;
mod marks_behind_title;
mod note_at_end;
mod originals;
mod panel;
mod piece;
mod place;
mod prior_decisions;
mod rated_findings;
mod reading;
mod recommendations;
mod resolutions;
mod retro;
mod reviewed_commit;
mod reviewers;
mod rounds;
mod section_kind;
mod tags;

use super::markdown::outline;
use super::{Import, Imported, Options, Source, slug_of};
use crate::model::{Date, Diagnostic, Level, Slug};
use header::Header;
use reading::Reading;
use section_kind::SectionKind;
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
    let is_own = |part: &outline::Part<'_>| {
        matches!(
            section_kind::kind_of_section(part.name()),
            SectionKind::Severity(_) | SectionKind::Design | SectionKind::Retro
        )
    };
    is_called || parts.iter().any(is_own)
}

fn imported_run(source: &Source, options: &Options) -> Result<Imported, Box<Diagnostic>> {
    let problem =
        |message: &str, hint: &str| Box::new(Diagnostic::of_file(Level::Error, &source.shown, message).with_hint(hint));
    let text = plain_breaks(source.text()?);
    let parts = outline::parts(&text);
    let first = parts.iter().enumerate().find(|(_, part)| part.level > 0);
    let Some((start, title)) = first.map(|(start, part)| (start, part.title)) else {
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
    let mut reading = Reading::new(&panel, header);
    let parts = closing_sections::parts_of_report(&text, parts, &panel);
    reading.take_sections(parts.get(start + 1..).unwrap_or_default());
    let (kind, title) = kind_and_title(title, &source.stem);
    reading.decide_revision(&text, options.revision.as_deref());
    let mut imported = reading.into_imported(id, kind, title, date, &source.shown);
    imported.kept.extend(full_paths::complete_paths(&mut imported.run.findings, &text));
    Ok(imported)
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
    }
}
