//! Findings in a report in Markdown, as agents write it: below headings with a severity, or as items of a list.
//!
//! What is not found here stays in the report itself, which the run keeps whole.

use super::finding::Said;
use crate::import::markdown::inline::one_line;
use crate::import::markdown::line::Line;
use crate::import::markdown::list::mark_length;
use crate::import::markdown::outline::{self, Part};
use crate::import::paths::lines::path_and_lines;

/// Words that grade a finding.
const SEVERITIES: [&str; 4] = ["critical", "high", "medium", "low"];

/// Labels of a finding's parts, and what they say.
const LABELS: [(&str, Kind); 14] = [
    ("severity", Kind::Severity),
    ("location", Kind::Location),
    ("locations", Kind::Location),
    ("file", Kind::Location),
    ("files", Kind::Location),
    ("path", Kind::Location),
    ("problem", Kind::Problem),
    ("issue", Kind::Problem),
    ("description", Kind::Problem),
    ("fix", Kind::Fix),
    ("suggestion", Kind::Fix),
    ("suggested fix", Kind::Fix),
    ("recommendation", Kind::Fix),
    ("reported by", Kind::ReportedBy),
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Severity,
    Location,
    Problem,
    Fix,
    ReportedBy,
}

/// The findings of a report, in its order.
pub fn said_in_report(report: &str) -> Vec<Said> {
    outline::parts(report).iter().flat_map(said_in_part).collect()
}

/// A heading with a severity is one finding, unless items of a list stand below it that are no labels.
fn said_in_part(part: &Part<'_>) -> Vec<Said> {
    let head = graded(part.name());
    let (intro, items) = blocks(&part.lines);
    let labelled = items.iter().any(|item| label_of(item).is_some());
    if let Some((severity, title)) = head.as_ref().filter(|_| labelled || items.is_empty()) {
        let mut said = Said { severity: Some(severity.clone()), title: titled(title), ..Said::default() };
        let before = intro.split('\n').map(str::to_owned);
        take_lines(&mut said, before.chain(items.iter().flat_map(|item| item.split('\n').map(str::to_owned))));
        let is_empty = said.title.is_none() && said.problem.trim().is_empty();
        return if is_empty { Vec::new() } else { vec![finished(said)] };
    }
    let severity = head.map(|(severity, _)| severity);
    if labelled {
        said_in_labels(&items)
    } else {
        items.iter().filter_map(|item| said_in_item(item, severity.as_deref())).collect()
    }
}

/// `- **Severity**: High` begins a finding, and the labels below it belong to it.
fn said_in_labels(items: &[String]) -> Vec<Said> {
    let mut found: Vec<Said> = Vec::new();
    for item in items {
        match (label_of(item).map(|(kind, _)| kind), found.last_mut()) {
            (Some(Kind::Severity), _) => {
                let mut said = Said::default();
                take_lines(&mut said, item.split('\n').map(str::to_owned));
                found.push(said);
            }
            (_, Some(said)) => take_lines(said, item.split('\n').map(str::to_owned)),
            (_, None) => {}
        }
    }
    found.into_iter().filter(|said| !said.problem.trim().is_empty()).map(finished).collect()
}

/// An item whose first words are a severity, or any with a place below a heading that has one.
fn said_in_item(item: &str, severity: Option<&str>) -> Option<Said> {
    let (first, rest) = item.split_once('\n').unwrap_or((item, ""));
    let (severity, words) = match (graded(first), severity) {
        (Some((severity, words)), _) => (severity, words),
        (None, Some(severity)) => (severity.to_owned(), first.to_owned()),
        (None, None) => return None,
    };
    let mut said = Said { severity: Some(severity), ..Said::default() };
    let words = without_place(&words, &mut said.location);
    take_lines(&mut said, std::iter::once(words).chain(rest.split('\n').map(str::to_owned)));
    (!said.problem.trim().is_empty()).then(|| finished(said))
}

/// Lines with a label go where it says, and those below it after it.
fn take_lines(said: &mut Said, lines: impl Iterator<Item = String>) {
    let mut kind = Kind::Problem;
    for line in lines {
        let text = match label_of(&line) {
            Some((found, text)) => {
                kind = found;
                text
            }
            None => line,
        };
        match kind {
            Kind::Severity => said.severity = graded(&text).map(|(word, _)| word).or_else(|| said.severity.take()),
            Kind::Location if !text.trim().is_empty() => said.location = Some(one_line(&text)),
            Kind::ReportedBy if !text.trim().is_empty() => said.reported_by = Some(one_line(&text)),
            Kind::Location | Kind::ReportedBy => {}
            Kind::Problem => push_line(&mut said.problem, &text),
            Kind::Fix => push_line(said.fix.get_or_insert_default(), &text),
        }
        if matches!(kind, Kind::Severity | Kind::Location | Kind::ReportedBy) {
            kind = Kind::Problem;
        }
    }
}

fn push_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line.trim_end());
}

/// A place that no label names may stand in the words as code.
fn finished(mut said: Said) -> Said {
    if said.location.is_none() {
        let spans = said.problem.split('`').skip(1).step_by(2);
        let place = spans.into_iter().find(|span| path_and_lines(span).1.is_some() && span.contains(['.', '/']));
        said.location = place.map(one_line);
    }
    said
}

/// The words behind a place with lines that they begin with: `` `src/a.rs:3` — words ``.
fn without_place(words: &str, location: &mut Option<String>) -> String {
    let words = words.trim_start();
    let place = words.strip_prefix('`').and_then(|inner| inner.split_once('`'));
    let bare = || words.split_once(' ').map(|(place, rest)| (place.trim_end_matches([':', ',']), rest));
    let found = place.or_else(bare).filter(|(place, _)| path_and_lines(place).1.is_some());
    let Some((place, rest)) = found else { return words.to_owned() };
    *location = Some(place.to_owned());
    rest.trim_start_matches([' ', ':', '-', '–', '—']).to_owned()
}

fn titled(title: &str) -> Option<String> {
    Some(one_line(title)).filter(|title| !title.is_empty())
}

/// The severity that words begin with, and what follows: `[High] words`, `**High:** words`, `High — words`, `High`.
fn graded(words: &str) -> Option<(String, String)> {
    let words = words.trim().trim_start_matches(|c: char| !c.is_alphanumeric());
    let length = words.find(|c: char| !c.is_alphanumeric()).unwrap_or(words.len());
    let (word, rest) = words.split_at_checked(length)?;
    let known = SEVERITIES.iter().find(|known| word.eq_ignore_ascii_case(known))?;
    let behind = rest.trim_start();
    let behind = ["severity", "priority"].iter().find_map(|noun| {
        let start = behind.get(..noun.len())?;
        start.eq_ignore_ascii_case(noun).then(|| behind.get(noun.len()..))?
    });
    let rest = behind.unwrap_or(rest);
    let is_apart =
        rest.trim().is_empty() || rest.trim_start().starts_with([':', ']', ')', '*', '-', '–', '—', '|', '_']);
    let rest = rest.trim_start_matches([' ', ':', ']', ')', '*', '-', '–', '—', '|', '_']);
    is_apart.then(|| ((*known).to_owned(), rest.to_owned()))
}

/// The label that a line begins with, as `**Fix:** words`, `- **Fix**: words` or `Fix: words`.
fn label_of(line: &str) -> Option<(Kind, String)> {
    let text = line.trim_start();
    let text = mark_length(text).and_then(|length| text.get(length..)).unwrap_or(text);
    let (label, rest) = text.split_once(':')?;
    let bare = label.trim().trim_matches(['*', '_']).to_lowercase();
    let (_, kind) = LABELS.iter().find(|(known, _)| *known == bare)?;
    let rest = match label.matches("**").count() {
        1 => rest.strip_prefix("**").unwrap_or(rest),
        _ => rest,
    };
    Some((*kind, rest.trim().to_owned()))
}

/// What stands before the first item of a list, and the items, their further lines without their indentation.
fn blocks(lines: &[Line<'_>]) -> (String, Vec<String>) {
    let mut intro: Vec<&str> = Vec::new();
    let mut items: Vec<String> = Vec::new();
    for line in lines {
        match (mark_length(line.text).filter(|_| !line.is_code), items.last_mut()) {
            (Some(length), _) => items.push(line.text.get(length..).unwrap_or_default().to_owned()),
            (None, Some(_)) if is_rule(line.text) => {}
            (None, Some(item)) => {
                item.push('\n');
                item.push_str(dedented(line.text));
            }
            (None, None) => intro.push(line.text),
        }
    }
    (intro.join("\n"), items)
}

fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
}

fn dedented(line: &str) -> &str {
    let blanks = line.len() - line.trim_start_matches(' ').len();
    line.get(blanks.min(3)..).unwrap_or(line)
}
