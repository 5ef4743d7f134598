//! SARIF 2.1.0 files of any tool: a run for each `runs[]` entry, or one for all of them.
//!
//! | in the file | severity |
//! |---|---|
//! | `security-severity` of the result or its rule, from 9.0 | critical |
//! | … from 7.0 | important |
//! | … from 4.0 | suggestion |
//! | … below 4.0 | concern |
//! | else level `error` | important |
//! | level `warning` | suggestion |
//! | level `note` or `none` | concern |
//!
//! The level is the result's own, else `none` where its kind is not `fail`, else what an invocation or the rule
//! configures, else `warning`. Results of the kinds `pass`, `informational` and `notApplicable` are no findings: they
//! stand in a section of their own.
//!
//! What the file says twice is told once: the text of a rule stands in the finding that is alone in breaking it, else
//! in the section on rules.

mod about;
mod files;
mod fix;
mod known;
mod left_out;
mod look;
mod merge;
mod message;
mod place;
mod reading;
mod region;
mod result;
mod rule;
mod section;
mod state;
mod uri;
mod words;

use super::{Import, Imported, Options, Source, json, slug_of};
use crate::import::markdown::inline::one_line;
use crate::import::marks::letter::Numbering;
use crate::input::reader::shortened;
use crate::model::run::{Reviewer, Subject};
use crate::model::{Date, Diagnostic, Level, Run, Slug};
use crate::text::format::counted;
use left_out::LeftOut;
use reading::Reading;
use result::Draft;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Names that a message holds at most.
const MOST_NAMES: usize = 8;

/// The hint for a log without results.
const STOPPED: &str = "did the tool exit before it wrote its results?";

/// What one `runs[]` entry gives, or several of them together.
struct Part {
    files: Vec<String>,
    stem: String,
    reviewers: Vec<Reviewer>,
    drafts: Vec<Draft>,
    sections: Vec<(String, String)>,
    facts: Vec<(String, String)>,
    subject: Subject,
    /// As the file states it, not the options.
    revision: Option<String>,
    date: Option<Date>,
    /// How long each agent worked.
    seconds: Vec<(Slug, f64)>,
    left_out: LeftOut,
}

/// Makes runs of SARIF files.
#[must_use]
pub fn read(sources: &[Source], options: &Options) -> Import {
    let mut import = Import::default();
    let mut parts = Vec::new();
    for source in sources {
        match parts_of(source, options, &mut import.diagnostics) {
            Ok(found) => parts.extend(found),
            Err(diagnostic) => import.diagnostics.push(*diagnostic),
        }
    }
    if options.merge {
        let stem = merged_stem(&parts);
        let merged = merge::merged(parts, &mut import.diagnostics);
        parts = merged.map(|part| Part { stem, ..part }).into_iter().collect();
    }
    let mut taken = BTreeSet::new();
    for part in parts {
        match (part.date.or(options.date), free_id(&part.stem, &mut taken)) {
            (Some(date), Some(id)) => import.runs.extend(imported(part, id, date)),
            _ => {
                for file in &part.files {
                    if !import.diagnostics.iter().any(|known| known.file == *file && known.level == Level::Error) {
                        let message = "no date: the log does not record when the tool ran";
                        let diagnostic = Diagnostic::of_file(Level::Error, file, message);
                        import.diagnostics.push(diagnostic.with_hint("pass --date YYYY-MM-DD"));
                    }
                }
            }
        }
    }
    import
}

fn parts_of(
    source: &Source,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Part>, Box<Diagnostic>> {
    let (text, note) = json::mended(source, source.text()?);
    let error =
        |message: &str, hint: &str| Box::new(Diagnostic::of_file(Level::Error, &source.shown, message).with_hint(hint));
    if text.trim().is_empty() {
        return Err(error("the file is empty", STOPPED));
    }
    let not_json =
        |problem| json::not_json(source, &text, &problem, "a SARIF log is a JSON file; is this the right file?");
    let log: Value = serde_json::from_str(&text).map_err(|problem| Box::new(not_json(problem)))?;
    match look::text(&log, "version") {
        Some(version) if version == "2.1" || version.starts_with("2.1.") => {}
        Some(version) => {
            let message = format!("unsupported SARIF version {}, expected 2.1.0", one_line(version));
            return Err(error(&message, "configure the tool to write SARIF 2.1.0"));
        }
        None => {
            return Err(error("not a SARIF log: `version` is missing", "a SARIF log contains \"version\": \"2.1.0\""));
        }
    }
    let runs: Vec<&Value> = look::list(&log, "runs").iter().filter(|run| run.is_object()).collect();
    if runs.is_empty() {
        return Err(error("no entries in `runs`", STOPPED));
    }
    let mut parts: Vec<Part> = runs.into_iter().filter_map(|run| part(run, source, options)).collect();
    let own = parts.iter().find_map(|part| part.date);
    for part in &mut parts {
        part.date = part.date.or(options.date).or(own);
    }
    diagnostics.extend(note);
    diagnostics.extend(warnings(source, &parts, &log));
    Ok(parts)
}

/// What the runs of a file do not hold, or not where a reader would look for it.
fn warnings(source: &Source, parts: &[Part], log: &Value) -> Vec<Diagnostic> {
    let runs = look::list(log, "runs").iter();
    let mut elsewhere: BTreeSet<&str> = runs.flat_map(section::elsewhere).map(|(name, _)| name).collect();
    if !look::list(log, "inlineExternalProperties").is_empty() {
        elsewhere.insert("inlineExternalProperties");
    }
    let names: Vec<String> =
        elsewhere.into_iter().take(MOST_NAMES).map(|name| format!("`{}`", shortened(name))).collect();
    let elsewhere = (!names.is_empty()).then(|| {
        let message = format!("external properties are not read: {}", names.join(", "));
        Diagnostic::of_file(Level::Warning, &source.shown, message)
            .with_hint("configure the tool to write everything into `runs`")
    });
    let outside: usize = parts.iter().flat_map(|part| &part.drafts).map(|draft| draft.outside).sum();
    let outside = (outside > 0).then(|| {
        let message = format!("kept {} outside the repository as text", counted(outside, "location"));
        Diagnostic::of_file(Level::Warning, &source.shown, message).with_hint(
            "run the tool in the repository root, or pass --repository OWNER/NAME if the checkout folder is named NAME",
        )
    });
    let left_out = parts.iter().fold(LeftOut::default(), |all, part| all.and(&part.left_out)).words();
    let left_out = left_out.map(|words| Diagnostic::of_file(Level::Note, &source.shown, words));
    [elsewhere, outside, left_out].into_iter().flatten().collect()
}

fn part(run: &Value, source: &Source, options: &Options) -> Option<Part> {
    let agent = about::agent(run)?;
    let subject = about::subject(run, options);
    let rules = rule::Rules::of(run);
    let results = || look::list(run, "results").iter().filter(|result| result::is_finding(result));
    let mut counts = BTreeMap::new();
    for (key, _) in results().filter_map(|result| rules.of_result(result)) {
        *counts.entry(key).or_default() += 1;
    }
    let reading = Reading {
        run,
        rules,
        places: place::Places::of(run, subject.repository.as_deref()),
        counts,
        agent: agent.clone(),
        utf16: look::text(run, "columnKind") == Some("utf16CodeUnits"),
    };
    // Numbered anew once it is known which findings stay.
    let unnumbered = slug_of("x")?;
    let drafts: Vec<Draft> = results().map(|result| reading.draft(result, unnumbered.clone())).collect();
    let left_out = section::left_out(&reading);
    let sections = section::sections(&reading, drafts.iter().flat_map(|draft| &draft.finding.locations));
    let (date, seconds) = about::date(run);
    let stated = look::list(run, "versionControlProvenance").first();
    let revision = stated.and_then(|stated| look::text(stated, "revisionId")).map(one_line);
    Some(Part {
        files: vec![source.shown.clone()],
        stem: source.stem.clone(),
        reviewers: vec![about::reviewer(run, agent.clone())],
        drafts,
        sections,
        facts: about::facts(run),
        subject,
        revision,
        date,
        seconds: seconds.map(|seconds| (agent, seconds)).into_iter().collect(),
        left_out,
    })
}

/// The stems of all files, once each.
fn merged_stem(parts: &[Part]) -> String {
    let mut stems: Vec<&str> = Vec::new();
    for part in parts {
        if !stems.contains(&part.stem.as_str()) {
            stems.push(&part.stem);
        }
    }
    stems.join("-")
}

/// The stem as an id, with a number where another run has it already.
fn free_id(stem: &str, taken: &mut BTreeSet<String>) -> Option<Slug> {
    let base = slug_of(stem).or_else(|| slug_of("sarif"))?;
    let mut id = base.clone();
    let mut number = 1;
    while !taken.insert(id.key()) {
        number += 1;
        id = format!("{base}-{number}").parse().ok()?;
    }
    Some(id)
}

fn imported(part: Part, id: Slug, date: Date) -> Option<Imported> {
    let mut numbering = Numbering::default();
    let mut kept: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut findings = Vec::new();
    for mut draft in part.drafts {
        draft.finding.id = numbering.next_id(draft.finding.severity);
        draft.kept.sort_unstable();
        draft.kept.dedup();
        for what in draft.kept {
            kept.entry(what).or_default().push(draft.finding.id.to_string());
        }
        findings.push(draft.finding);
    }
    let sections = part.sections.iter().map(|(title, _)| format!("section \"{title}\""));
    let texts = kept.into_iter().map(|(what, ids)| format!("{what} ({})", some_of(&ids)));
    let kept = sections.chain(texts).collect();
    let tools: Vec<&str> = part.reviewers.iter().map(Reviewer::display_name).collect();
    let title = words::line(&format!("Static analysis with {}", tools.join(", ")));
    let metrics = part.seconds.iter().filter_map(|(agent, seconds)| about::metrics(agent, *seconds)).collect();
    // Several tools may have run at the same time, so that their sum would say nothing.
    let wall_clock_seconds = match part.seconds.as_slice() {
        [(_, seconds)] if part.reviewers.len() == 1 => Some(*seconds),
        _ => None,
    };
    let run = Run {
        id,
        kind: slug_of("static-analysis")?,
        title: Some(title),
        date,
        subject: part.subject,
        round: None,
        reviewers: part.reviewers,
        facts: part.facts,
        verdict: None,
        wall_clock_seconds,
        summary: None,
        findings,
        strengths: Vec::new(),
        sections: part.sections,
        metrics,
        retro: None,
        recommendations: Vec::new(),
        originals: Vec::new(),
        aliases: Vec::new(),
    };
    Some(Imported { run, files: part.files, kept })
}

/// `I1, I2, I3 and 9 more`.
fn some_of(ids: &[String]) -> String {
    let shown: Vec<&str> = ids.iter().take(8).map(String::as_str).collect();
    match ids.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
