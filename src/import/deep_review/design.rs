//! Design observations: concerns, which are findings, and strengths.

use super::finding_body::finding_from_text;
use super::finding_head::FindingHead;
use super::findings::{Found, read_findings};
use super::panel::{Panel, credits_in_brackets};
use crate::import::markdown::line::Line;
use crate::import::markdown::list;
use crate::import::markdown::outline::{Part, trimmed_text};
use crate::model::Severity;
use crate::model::finding::Finding;
use crate::model::run::Strength;

/// What `## Design Observations` holds.
#[derive(Debug, Default)]
pub struct Design {
    /// Concerns with a title.
    pub concerns: Found,
    pub strengths: Vec<Strength>,
    /// Markdown that is neither.
    pub rest: Vec<String>,
}

/// Reads `## Design Observations` with what stands below it, be it headings, bold labels or plain lists.
pub fn read_design(parts: &[Part<'_>], panel: Panel<'_>) -> Design {
    let mut design = Design::default();
    for (label, lines) in lines_by_label(parts) {
        match label.to_lowercase().trim_end_matches(':') {
            "strengths" => {
                design.strengths.extend(list_items(&lines).iter().map(|item| strength_from_item(item, panel)));
            }
            "concerns" | "" => design.take_concerns(&lines, panel),
            _ => design.rest.push(format!("### {label}\n\n{}", trimmed_text(&lines))),
        }
    }
    design
}

/// Lines under each heading, `**Strengths**` alone on a line counting as one.
fn lines_by_label<'t>(parts: &[Part<'t>]) -> Vec<(String, Vec<Line<'t>>)> {
    let mut out: Vec<(String, Vec<Line<'t>>)> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        out.push((if at == 0 { String::new() } else { part.name().to_owned() }, Vec::new()));
        for line in &part.lines {
            let label = line.text.trim().trim_matches('*').trim_end_matches(':');
            let is_label =
                !line.is_code && line.text.trim_start().starts_with("**") && matches!(label, "Strengths" | "Concerns");
            if is_label {
                out.push((label.to_owned(), Vec::new()));
            } else if let Some((_, lines)) = out.last_mut() {
                lines.push(*line);
            }
        }
    }
    out
}

/// List items, or paragraphs where there is no list; each as Markdown without its mark.
fn list_items(lines: &[Line<'_>]) -> Vec<String> {
    let is_list = lines.iter().any(|line| !line.is_code && mark_length(line.text).is_some());
    let mut items: Vec<Vec<String>> = Vec::new();
    let mut after_blank = true;
    for line in lines {
        let text = line.text;
        let blank = text.trim().is_empty() || text.trim() == "---";
        let starts = !line.is_code && if is_list { mark_length(text).is_some() } else { after_blank && !blank };
        if starts || (items.is_empty() && !blank) {
            items.push(vec![text[mark_length(text).unwrap_or(0)..].to_owned()]);
        } else if let Some(item) = items.last_mut().filter(|_| !(blank && !line.is_code && text.trim() == "---")) {
            // What belongs to a list item is indented as deep as its mark is long.
            let indented = text.len() - text.trim_start_matches(' ').len();
            item.push(text.get(if is_list { indented.min(3) } else { 0 }..).unwrap_or(text).to_owned());
        }
        after_blank = blank && !line.is_code;
    }
    items
        .iter()
        .map(|item| item.join("\n").trim_end().to_owned())
        .filter(|item| !item.is_empty() && !says_none(item))
        .collect()
}

/// The length of the mark of a list item. A plus is none: at the start of a line it is of a diff more often.
fn mark_length(line: &str) -> Option<usize> {
    list::mark_length(line).filter(|_| !line.starts_with('+'))
}

/// Whether a text says that there is nothing.
pub fn says_none(text: &str) -> bool {
    let words = text.trim().trim_matches(['*', '_', '-', ' ', '.', '(', ')']);
    words.eq_ignore_ascii_case("none") || words.is_empty() || words == "—"
}

fn strength_from_item(item: &str, panel: Panel<'_>) -> Strength {
    Strength { found_by: credits_in_brackets(item, panel), body: item.to_owned() }
}

impl Design {
    fn take_concerns(&mut self, lines: &[Line<'_>], panel: Panel<'_>) {
        let section = [Part { level: 2, title: "", lines: lines.to_vec() }];
        let found = read_findings(&section, Severity::Concern, panel);
        if !found.findings.is_empty() {
            self.concerns.findings.extend(found.findings);
            self.keep(&found.before);
            return;
        }
        for item in list_items(lines) {
            match concern_from_item(&item, panel) {
                Some(concern) => self.concerns.findings.push(concern),
                None => self.keep(&item),
            }
        }
    }

    fn keep(&mut self, text: &str) {
        if !says_none(text) {
            self.rest.push(text.to_owned());
        }
    }
}

/// ``- `(in-scope)` **Title.** body [Claude]`` and its like, as a head and a finding.
fn concern_from_item(item: &str, panel: Panel<'_>) -> Option<(FindingHead, Finding)> {
    let (first, rest) = item.split_once('\n').unwrap_or((item, ""));
    let (before, title, after) = split_at_title(first)?;
    let (marks, words) = split_off_marks(after, panel);
    let head =
        FindingHead::read(&format!("**{title}** {before} {marks}"), panel, false).filter(|head| head.rest.is_empty());
    // Marks that are none after all stay in the text.
    let (head, words) = match head {
        Some(head) => (head, words.to_owned()),
        None => (FindingHead { title: title.to_owned(), ..FindingHead::default() }, format!("{before} {after}")),
    };
    let mut finding = finding_from_text(&head, format!("{words}\n{rest}").trim(), Severity::Concern);
    if finding.found_by.is_empty() {
        finding.found_by = credits_in_brackets(item, panel);
    }
    Some((head, finding))
}

/// What stands before a title in bold or italics, the title, and the rest of the line.
fn split_at_title(line: &str) -> Option<(&str, &str, &str)> {
    let start = line.find('*')?;
    let (before, rest) = line.split_at(start);
    // Words before it: then it is emphasis, not a title.
    let only_marks = before.trim().is_empty() || (before.contains('(') && before.trim().ends_with([')', '`']));
    let mark = if rest.starts_with("**") { "**" } else { "*" };
    let inner = rest.strip_prefix(mark)?;
    let end = end_outside_code(inner, mark)?;
    let title = inner.get(..end)?.trim().trim_end_matches('.');
    (only_marks && !title.is_empty()).then_some((before.trim(), title, inner.get(end + mark.len()..)?))
}

fn end_outside_code(text: &str, mark: &str) -> Option<usize> {
    let mut in_code = false;
    for (at, c) in text.char_indices() {
        in_code ^= c == '`';
        if !in_code && at > 0 && text.get(at..)?.starts_with(mark) {
            return Some(at);
        }
    }
    None
}

/// Tags, agents and places that follow a title directly, and the words behind them.
fn split_off_marks<'t>(after: &'t str, panel: Panel<'_>) -> (&'t str, &'t str) {
    let mut end = 0;
    // Marks are short; whatever comes later is words.
    for (at, _) in after.match_indices([']', ')', '`']).take_while(|(at, _)| *at < 300) {
        let marks = after.get(..=at).unwrap_or_default();
        let head = FindingHead::read(&format!("**x** {marks}"), panel, false);
        if head.is_some_and(|head| head.rest.is_empty() && marks.matches('`').count() % 2 == 0) {
            end = at + 1;
        }
    }
    let (marks, words) = after.split_at(end);
    (marks, words.trim_start_matches([' ', '—', '–', '-', ':', '.']))
}
