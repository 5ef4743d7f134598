//! A located JSON tree into a [`Run`], with every problem of shape collected.

use super::{FORMAT, check};
use crate::input::reader::shortened;
use crate::input::{Fields, Node, Problem, Reader, Unknown, Value, json};
use crate::model::finding::{
    Action, Assessment, Continues, Credit, Excerpt, Finding, Location, Repro, Resolution, Rule, Severity,
};
use crate::model::id::{is_repository, stays_inside};
use crate::model::run::{Commit, Metrics, Original, Retro, Reviewer, Run, Strength, Subject, Verdict};
use crate::model::{Date, Diagnostic, Level, ProblemKind, Slug};

const SEVERITIES: [(&str, Severity); 4] = [
    ("critical", Severity::Critical),
    ("important", Severity::Important),
    ("suggestion", Severity::Suggestion),
    ("concern", Severity::Concern),
];

/// Reads one run from the bytes of the file named `file`, whose stem is `stem`.
///
/// The run is `None` when any of the diagnostics is an error.
#[must_use]
pub fn decode(bytes: &[u8], file: &str, stem: &str) -> (Option<Run>, Vec<Diagnostic>) {
    let mut replaced = Vec::new();
    match json::parse(bytes, &mut replaced) {
        Err(problem) => (None, vec![problem.into_diagnostic(file, &String::from_utf8_lossy(bytes))]),
        Ok((text, root)) => {
            let (run, problems) = run_of(&root, replaced, stem);
            (run, problems.into_iter().map(|problem| problem.into_diagnostic(file, text)).collect())
        }
    }
}

/// What is wrong with a tree that stands in no file yet.
pub fn problems_in(root: &Node<'_>, file: &str, stem: &str) -> Vec<Diagnostic> {
    let (_, problems) = run_of(root, Vec::new(), stem);
    problems.into_iter().map(|problem| Diagnostic { place: None, ..problem.into_diagnostic(file, "") }).collect()
}

fn run_of(root: &Node<'_>, replaced: Vec<Problem>, stem: &str) -> (Option<Run>, Vec<Problem>) {
    let mut reader = Reader::new(Unknown::Warning);
    reader.adopt(replaced);
    if !is_our_format(&mut reader, root) {
        return (None, reader.into_problems());
    }
    let run = run(&mut reader, root);
    if let Some(run) = &run {
        check::run(&mut reader, root, run, stem);
    }
    let usable = !reader.has_errors();
    (run.filter(|_| usable), reader.into_problems())
}

/// Judged first: in another format no other message would mean anything.
fn is_our_format(reader: &mut Reader, root: &Node<'_>) -> bool {
    let Some(node) = root.at("/format") else {
        // A missing `format` is reported with the other missing keys, unless nothing here looks like a run.
        let looks_like_a_run = matches!(&root.value, Value::Object(entries)
            if entries.iter().any(|entry| matches!(entry.key.as_ref(), "id" | "reviewers" | "findings")));
        if !looks_like_a_run {
            reader.error(root, ProblemKind::NotARun, "is not a review run").hint =
                Some(format!("a run starts with \"format\": \"{FORMAT}\""));
        }
        return looks_like_a_run;
    };
    let Value::String(format) = &node.value else {
        let message = format!("expected a string, found {}", node.kind());
        reader.at(root, "/format", Level::Error, ProblemKind::WrongType, message);
        return false;
    };
    if format == FORMAT {
        return true;
    }
    let newer = format
        .strip_prefix("pilcrow-review/")
        .and_then(|major| major.parse::<u32>().ok())
        .is_some_and(|major| major > 1);
    let message = format!("unknown format `{}`", shortened(format));
    let problem = reader.at(root, "/format", Level::Error, ProblemKind::UnknownFormat, message);
    problem.hint = Some(if newer {
        format!("this program reads {FORMAT}; install a newer pilcrow to read this file")
    } else {
        format!("expected \"{FORMAT}\"")
    });
    false
}

fn run(reader: &mut Reader, node: &Node<'_>) -> Option<Run> {
    let mut f = reader.fields(node)?;
    f.required("format", Reader::text);
    let id = f.required("id", slug);
    let kind = f.optional("kind", slug);
    let title = f.optional("title", Reader::text);
    let date = f.required("date", date);
    let subject = f.optional("subject", subject).unwrap_or_default();
    let round = f.optional("round", positive);
    let reviewers = f.required("reviewers", |r, n| r.list(n, reviewer));
    let facts = list(&mut f, "facts", fact);
    let verdict = f.optional("verdict", verdict);
    let wall_clock_seconds = f.optional("wall_clock_seconds", amount);
    let summary = f.optional("summary", Reader::text);
    let findings = list(&mut f, "findings", finding);
    let strengths = list(&mut f, "strengths", strength);
    let sections = list(&mut f, "sections", section);
    let metrics = list(&mut f, "metrics", metrics);
    let retro = f.optional("retro", retro);
    let recommendations = list(&mut f, "recommendations", recommendation);
    let originals = list(&mut f, "originals", original);
    let aliases = list(&mut f, "aliases", alias);
    f.finish();
    Some(Run {
        id: id?,
        kind: kind.or_else(|| "deep-review".parse().ok())?,
        title,
        date: date?,
        subject,
        round,
        reviewers: reviewers?,
        facts,
        verdict,
        wall_clock_seconds,
        summary,
        findings,
        strengths,
        sections,
        metrics,
        retro,
        recommendations,
        originals,
        aliases,
    })
}

/// An array that may be absent; its good items.
fn list<'n, T>(
    fields: &mut Fields<'_, 'n>,
    key: &'static str,
    read: impl FnMut(&mut Reader, &'n Node<'n>) -> Option<T>,
) -> Vec<T> {
    fields.optional(key, |reader, node| reader.list(node, read)).unwrap_or_default()
}

fn slug(reader: &mut Reader, node: &Node<'_>) -> Option<Slug> {
    reader.parsed(node, str::parse::<Slug>)
}

fn date(reader: &mut Reader, node: &Node<'_>) -> Option<Date> {
    reader.parsed(node, |text| {
        Date::parse(text).ok_or("is not a date: expected RFC 3339, `YYYY-MM-DDTHH:MM` or `YYYY-MM-DD`")
    })
}

fn positive(reader: &mut Reader, node: &Node<'_>) -> Option<u32> {
    reader.integer(node, 1, u64::from(u32::MAX)).and_then(|number| u32::try_from(number).ok())
}

fn amount(reader: &mut Reader, node: &Node<'_>) -> Option<f64> {
    reader.number(node, 0.0, f64::MAX)
}

fn address(reader: &mut Reader, node: &Node<'_>) -> Option<String> {
    reader.parsed(node, |text| {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let good = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
            && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`'));
        if good { Ok(text.to_owned()) } else { Err("is not an http or https address") }
    })
}

fn path(reader: &mut Reader, node: &Node<'_>) -> Option<String> {
    reader.parsed(node, |text| {
        if stays_inside(text) { Ok(text.to_owned()) } else { Err("is not a path inside the repository") }
    })
}

/// An old address of a page: segments of plain characters, so that it can be written as a file.
fn alias(reader: &mut Reader, node: &Node<'_>) -> Option<String> {
    reader.parsed(node, |text| {
        let plain = |part: &str| {
            !part.is_empty()
                && part.len() <= 200
                && !part.starts_with('.')
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'~' | b'+' | b','))
        };
        let good = text.len() <= 1000 && text.strip_suffix('/').unwrap_or(text).split('/').all(plain);
        if good { Ok(text.to_owned()) } else { Err("is not a relative path of plain characters below the site's root") }
    })
}

fn subject(reader: &mut Reader, node: &Node<'_>) -> Option<Subject> {
    let mut f = reader.fields(node)?;
    let subject = Subject {
        repository: f.optional("repository", |r, n| {
            r.parsed(n, |text| if is_repository(text) { Ok(text.to_owned()) } else { Err("is not `owner/name`") })
        }),
        host: f.optional("host", address),
        pull_request: f.optional("pull_request", |r, n| r.integer(n, 1, u64::from(u32::MAX))),
        title: f.optional("title", Reader::text),
        branch: f.optional("branch", Reader::text),
        base: f.optional("base", Reader::text),
        revision: f.optional("revision", Reader::text),
        author: f.optional("author", Reader::text),
        commits: list(&mut f, "commits", commit),
    };
    f.finish();
    Some(subject)
}

fn commit(reader: &mut Reader, node: &Node<'_>) -> Option<Commit> {
    let mut f = reader.fields(node)?;
    let sha = f.required("sha", Reader::text);
    let subject = f.optional("subject", Reader::text);
    f.finish();
    Some(Commit { sha: sha?, subject })
}

fn reviewer(reader: &mut Reader, node: &Node<'_>) -> Option<Reviewer> {
    let mut f = reader.fields(node)?;
    let agent = f.required("agent", slug);
    let name = f.optional("name", Reader::text);
    let model = f.optional("model", Reader::text);
    let effort = f.optional("effort", Reader::text);
    let failed = f.optional("status", |r, n| r.choice(n, &[("completed", false), ("failed", true)])).unwrap_or(false);
    let reason = f.optional("reason", Reader::text);
    f.finish();
    Some(Reviewer { agent: agent?, name, model, effort, failed, reason })
}

fn fact(reader: &mut Reader, node: &Node<'_>) -> Option<(String, String)> {
    let mut f = reader.fields(node)?;
    let label = f.required("label", Reader::text);
    let value = f.required("value", Reader::text);
    f.finish();
    label.zip(value)
}

fn verdict(reader: &mut Reader, node: &Node<'_>) -> Option<Verdict> {
    let mut f = reader.fields(node)?;
    let verdict = Verdict {
        decision: f.optional("decision", slug),
        label: f.optional("label", Reader::text),
        summary: f.optional("summary", Reader::text),
    };
    f.finish();
    Some(verdict)
}

fn finding(reader: &mut Reader, node: &Node<'_>) -> Option<Finding> {
    let mut f = reader.fields(node)?;
    let id = f.required("id", slug);
    let severity = f.required("severity", |r, n| r.choice(n, &SEVERITIES));
    let title = f.required("title", Reader::text);
    let tags = list(&mut f, "tags", slug);
    let found_by = list(&mut f, "found_by", credit);
    let locations = list(&mut f, "locations", location);
    let excerpts = list(&mut f, "excerpts", excerpt);
    let body = f.optional("body", Reader::text);
    let repro = f.optional("repro", repro);
    let fix = f.optional("fix", Reader::text);
    let patch = f.optional("patch", Reader::text);
    let assessment = f.optional("assessment", |r, n| {
        r.choice(n, &[("confirmed", Assessment::Confirmed), ("false-positive", Assessment::FalsePositive)])
    });
    let resolution = f.optional("resolution", resolution);
    let confidence = f.optional("confidence", |r, n| r.number(n, 0.0, 1.0));
    let rule = f.optional("rule", rule);
    let fingerprints = f.optional("fingerprints", |r, n| r.map(n, Reader::text)).unwrap_or_default();
    let continues = f.optional("continues", continues);
    let aliases = list(&mut f, "aliases", slug);
    f.finish();
    Some(Finding {
        id: id?,
        severity: severity?,
        title: title?,
        tags,
        found_by,
        locations,
        excerpts,
        body,
        repro,
        fix,
        patch,
        assessment,
        resolution,
        confidence,
        rule,
        fingerprints,
        continues,
        aliases,
    })
}

fn credit(reader: &mut Reader, node: &Node<'_>) -> Option<Credit> {
    let mut f = reader.fields(node)?;
    let agent = f.required("agent", slug);
    let severity = f.optional("severity", |r, n| r.choice(n, &SEVERITIES));
    let reference = f.optional("ref", Reader::text);
    let pass = f.optional("pass", positive);
    f.finish();
    Some(Credit { agent: agent?, severity, reference, pass })
}

fn location(reader: &mut Reader, node: &Node<'_>) -> Option<Location> {
    let mut f = reader.fields(node)?;
    let path = f.required("path", path);
    let start_line = f.optional("start_line", positive);
    let end_line = f.optional("end_line", positive);
    f.finish();
    Some(Location { path: path?, start_line, end_line })
}

fn excerpt(reader: &mut Reader, node: &Node<'_>) -> Option<Excerpt> {
    let mut f = reader.fields(node)?;
    let path = f.optional("path", path);
    let start_line = f.optional("start_line", positive);
    let language = f.optional("language", Reader::text);
    let highlight_lines = list(&mut f, "highlight_lines", positive);
    let code = f.required("code", Reader::text);
    f.finish();
    Some(Excerpt { path, start_line, language, highlight_lines, code: code? })
}

fn repro(reader: &mut Reader, node: &Node<'_>) -> Option<Repro> {
    let mut f = reader.fields(node)?;
    let language = f.required("language", Reader::text);
    let script = f.required("script", Reader::text);
    let output = f.optional("output", Reader::text);
    f.finish();
    Some(Repro { language: language?, script: script?, output })
}

fn resolution(reader: &mut Reader, node: &Node<'_>) -> Option<Resolution> {
    let mut f = reader.fields(node)?;
    let words: Vec<(&str, Action)> = Action::ALL.iter().map(|(word, action, _)| (*word, *action)).collect();
    let action = f.required("action", |r, n| r.choice(n, &words));
    let reason = f.optional("reason", Reader::text);
    let commit = f.optional("commit", Reader::text);
    f.finish();
    Some(Resolution { action: action?, reason, commit })
}

fn rule(reader: &mut Reader, node: &Node<'_>) -> Option<Rule> {
    let mut f = reader.fields(node)?;
    let id = f.required("id", Reader::text);
    let url = f.optional("url", address);
    f.finish();
    Some(Rule { id: id?, url })
}

fn continues(reader: &mut Reader, node: &Node<'_>) -> Option<Continues> {
    let mut f = reader.fields(node)?;
    let run = f.optional("run", slug);
    let round = f.optional("round", positive);
    let finding = f.required("finding", slug);
    f.finish();
    Some(Continues { run, round, finding: finding? })
}

fn strength(reader: &mut Reader, node: &Node<'_>) -> Option<Strength> {
    let mut f = reader.fields(node)?;
    let body = f.required("body", Reader::text);
    let found_by = list(&mut f, "found_by", credit);
    f.finish();
    Some(Strength { body: body?, found_by })
}

fn section(reader: &mut Reader, node: &Node<'_>) -> Option<(String, String)> {
    let mut f = reader.fields(node)?;
    let title = f.required("title", Reader::text);
    let body = f.required("body", Reader::text);
    f.finish();
    title.zip(body)
}

fn metrics(reader: &mut Reader, node: &Node<'_>) -> Option<Metrics> {
    let mut f = reader.fields(node)?;
    let agent = f.required("agent", slug);
    let figures = Metrics::FIELDS.map(|(field, _)| f.optional(field, recorded).flatten());
    let notes = f.optional("notes", |r, n| r.map(n, Reader::text)).unwrap_or_default();
    f.finish();
    Some(Metrics { agent: agent?, figures, notes })
}

/// A figure, or `null` for one that was not recorded.
#[expect(clippy::option_option, reason = "the outer option is a problem, the inner one an unrecorded figure")]
fn recorded(reader: &mut Reader, node: &Node<'_>) -> Option<Option<f64>> {
    match node.value {
        Value::Null => Some(None),
        _ => amount(reader, node).map(Some),
    }
}

fn retro(reader: &mut Reader, node: &Node<'_>) -> Option<Retro> {
    let mut f = reader.fields(node)?;
    let agents = list(&mut f, "agents", |r, n| {
        let mut f = r.fields(n)?;
        let agent = f.required("agent", slug);
        let body = f.required("body", Reader::text);
        f.finish();
        agent.zip(body)
    });
    let summary = f.optional("summary", Reader::text);
    f.finish();
    Some(Retro { agents, summary })
}

fn recommendation(reader: &mut Reader, node: &Node<'_>) -> Option<(Slug, String)> {
    let mut f = reader.fields(node)?;
    let scope = f.required("scope", slug);
    let body = f.required("body", Reader::text);
    f.finish();
    scope.zip(body)
}

fn original(reader: &mut Reader, node: &Node<'_>) -> Option<Original> {
    let mut f = reader.fields(node)?;
    let agent = f.required("agent", slug);
    let pass = f.optional("pass", positive);
    let body = f.required("body", Reader::text);
    f.finish();
    Some(Original { agent: agent?, pass, body: body? })
}
