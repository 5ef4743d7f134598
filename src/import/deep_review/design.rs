//! Design observations: concerns, which are findings, and strengths.

use super::concerns::read_concerns;
use super::credits::credits_in_brackets;
use super::finding_body::finding_from_text;
use super::finding_head::FindingHead;
use super::findings::Found;
use super::panel::Panel;
use crate::import::markdown::line::Line;
use crate::import::markdown::list;
use crate::import::markdown::outline::{Part, trimmed_text};
use crate::model::run::Strength;
use crate::model::{Severity, Slug};

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
    let parts = design.take_headings_below_labels(parts, panel);
    for (label, lines) in lines_by_label(&parts) {
        match label.to_lowercase().trim_end_matches(':') {
            "strengths" => {
                design.strengths.extend(list_items(&lines).iter().map(|item| strength_from_item(item, panel)));
            }
            label @ ("concerns" | "") => {
                let concerns = read_concerns(&lines, panel, !label.is_empty());
                design.concerns.findings.extend(concerns.found.findings);
                design.rest.extend(concerns.rest);
            }
            _ => design.rest.push(format!("### {label}\n\n{}", trimmed_text(&lines))),
        }
    }
    design
}

impl Design {
    /// Takes the headings that stand below `Concerns` and `Strengths`, each of which is one, and gives the others.
    fn take_headings_below_labels<'t>(&mut self, parts: &[Part<'t>], panel: Panel<'_>) -> Vec<Part<'t>> {
        let mut left: Vec<Part<'t>> = Vec::new();
        let mut label: Option<(usize, String)> = None;
        for part in parts {
            let name = part.name().trim_end_matches(':').to_lowercase();
            let above = label.as_ref().filter(|(level, _)| part.level > *level).map(|(_, label)| label.as_str());
            let head = FindingHead::read(part.title, panel, true);
            match (above, head) {
                (Some("concerns"), Some(head)) => {
                    let mut finding = finding_from_text(&head, &part.body(), Severity::Concern);
                    let number = head.number.filter(|_| head.letter.is_none());
                    finding.aliases.extend(number.and_then(|number| format!("concern-{number}").parse::<Slug>().ok()));
                    self.concerns.findings.push((head, finding));
                }
                (Some("strengths"), _) => {
                    let text = format!("**{}**\n\n{}", part.name(), part.body());
                    self.strengths.push(strength_from_item(text.trim_end(), panel));
                }
                _ => {
                    label = ["concerns", "strengths"].contains(&name.as_str()).then_some((part.level, name));
                    left.push(part.clone());
                }
            }
        }
        left
    }
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
pub fn list_items(lines: &[Line<'_>]) -> Vec<String> {
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
