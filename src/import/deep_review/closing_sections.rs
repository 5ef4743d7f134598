//! Where the closing table of resolutions stands when it is not at the end of the consolidated report: behind the raw
//! reports, in one of them, or behind a fence that somebody forgot to close.

use super::panel::{Panel, agent_of_heading};
use super::section_kind::{SectionKind, kind_of_section};
use crate::import::markdown::outline::{self, Part};
use crate::model::Slug;
use std::borrow::Cow;

/// The parts of an appendix that are none of a raw report, and the others.
pub struct Appendix<'p, 't> {
    pub reports: Cow<'p, [Part<'t>]>,
    /// Each with the headings below it.
    pub closing: Vec<Vec<Part<'t>>>,
}

impl<'p, 't> Appendix<'p, 't> {
    pub fn of(parts: &'p [Part<'t>], panel: Panel<'_>) -> Self {
        if !parts.iter().skip(1).any(is_closing) {
            return Self { reports: Cow::Borrowed(parts), closing: Vec::new() };
        }
        let (mut reports, mut closing) = (Vec::new(), Vec::new());
        let mut at = 0;
        while let Some(part) = parts.get(at) {
            if at == 0 || !is_closing(part) {
                reports.push(part.clone());
                at += 1;
                continue;
            }
            let below = parts.iter().skip(at + 1);
            let length = 1 + below
                .take_while(|next| next.level > part.level && agent_of_heading(next.title, panel).is_none())
                .count();
            closing.push(parts.get(at..at + length).unwrap_or_default().to_vec());
            at += length;
        }
        Self { reports: Cow::Owned(reports), closing }
    }
}

/// A raw report may have a heading of the same name, but no such table.
fn is_closing(part: &Part<'_>) -> bool {
    let has_table = || part.lines.iter().any(|line| !line.is_code && has_action(line.text));
    kind_of_section(part.name()) == SectionKind::Resolution && has_table()
}

fn has_action(line: &str) -> bool {
    ["| Action", "| Resolution", "| Status"].iter().any(|column| line.contains(column))
}

/// The parts of a report in whose appendix fences need not match: a heading that only a fence before it makes code is one
/// all the same where it begins the report of an agent of which there is no other, or the closing table.
pub fn parts_of_report<'t>(text: &'t str, parts: Vec<Part<'t>>, panel: Panel<'_>) -> Vec<Part<'t>> {
    let mut pieces = vec![text];
    let mut shown = parts;
    // Each cut may bring more to light behind it, and agents are few.
    while hides_heading(&shown, panel) && pieces.len() <= panel.len() + 2 {
        let Some(last) = pieces.pop() else { break };
        let Some(at) = hidden_heading(last, &shown, panel) else { break };
        pieces.extend([last.get(..at).unwrap_or_default(), last.get(at..).unwrap_or_default()]);
        // What stands before the first heading of a piece is nothing.
        let each = pieces.iter().enumerate();
        shown = each.flat_map(|(nth, piece)| outline::parts(piece).into_iter().skip(usize::from(nth > 0))).collect();
    }
    shown
}

/// Whether any line of the appendix that is code reads like a heading that is missing.
fn hides_heading(shown: &[Part<'_>], panel: Panel<'_>) -> bool {
    let Some(missing) = Missing::of(shown, panel) else { return false };
    let lines = missing.appendix.iter().flat_map(|part| &part.lines).filter(|line| line.is_code);
    let mut headings = lines.filter_map(|line| outline::heading(line.text));
    headings.any(|(level, title)| missing.has(level, title, panel))
}

/// What an appendix lacks.
struct Missing<'p, 't> {
    appendix: &'p [Part<'t>],
    /// Those whose reports it has.
    agents: Vec<Slug>,
    has_closing: bool,
}

impl<'p, 't> Missing<'p, 't> {
    /// `None` without an appendix.
    fn of(shown: &'p [Part<'t>], panel: Panel<'_>) -> Option<Self> {
        let is_appendix = |part: &Part<'_>| kind_of_section(part.name()) == SectionKind::Appendix;
        let appendix = shown.get(shown.iter().position(is_appendix)?..)?;
        let agents = appendix.iter().filter_map(|part| agent_of_heading(part.title, panel)).collect();
        Some(Self { appendix, agents, has_closing: shown.iter().any(is_closing) })
    }

    /// Whether a heading is one of what is missing.
    fn has(&self, level: usize, title: &str, panel: Panel<'_>) -> bool {
        let part = Part { level, title, lines: Vec::new() };
        let is_closing = || kind_of_section(part.name()) == SectionKind::Resolution && !self.has_closing;
        let is_report = || agent_of_heading(title, panel).is_some_and(|agent| !self.agents.contains(&agent));
        level <= 3 && (is_report() || is_closing())
    }
}

/// How far below its heading a table of resolutions may begin.
const NEAR: usize = 3000;

/// Where the first of them stands in a text.
fn hidden_heading(text: &str, shown: &[Part<'_>], panel: Panel<'_>) -> Option<usize> {
    let missing = Missing::of(shown, panel)?;
    let mut at = 0;
    for line in outline::lines(text) {
        let heading = outline::heading(line.text).filter(|_| line.is_code && at > 0);
        if let Some((level, title)) = heading.filter(|(level, title)| missing.has(*level, title, panel)) {
            // Code may well have such a heading, but not such a table below it.
            let part = Part { level, title, lines: Vec::new() };
            let below = text.get(at..).unwrap_or_default();
            let below = below.get(..below.floor_char_boundary(NEAR)).unwrap_or(below);
            if kind_of_section(part.name()) != SectionKind::Resolution || has_action(below) {
                return Some(at);
            }
        }
        at += line.text.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::reviewers::reviewers_from_list;
    use super::*;

    const TABLE: &str = "| # | Finding | Action |\n|---|---|---|\n| 1 | I1: x | Fixed |";

    #[test]
    fn the_closing_table_is_found_wherever_it_stands() {
        let panel = reviewers_from_list("Claude, Codex");
        let text =
            format!("## Appendix\n### [Claude]\nOne.\n## Resolution\n{TABLE}\n### Notes\nTwo.\n### [Codex]\nThree.");
        let parts = outline::parts(&text);
        let appendix = Appendix::of(&parts[1..], &panel);
        let names: Vec<&str> = appendix.reports.iter().map(|part| part.title).collect();
        assert_eq!(names, ["Appendix", "[Claude]", "[Codex]"]);
        assert_eq!(appendix.closing.iter().map(Vec::len).collect::<Vec<_>>(), [2]);
        let own = outline::parts("## Appendix\n## Resolution\nNo table.");
        assert!(Appendix::of(&own[1..], &panel).closing.is_empty());
    }

    #[test]
    fn a_fence_that_is_never_closed_ends_at_the_next_report() {
        let panel = reviewers_from_list("Claude, Codex");
        let text = format!(
            "# R\n## Appendix\n### [Claude]\n```sh\n# no heading\n### [Codex]\nx\n```sh\ny\n## Resolution\n{TABLE}"
        );
        let names: Vec<&str> =
            parts_of_report(&text, outline::parts(&text), &panel).iter().map(|part| part.title).collect();
        assert_eq!(names, ["", "R", "Appendix", "[Claude]", "[Codex]", "Resolution"]);
    }
}
