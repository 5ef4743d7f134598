//! The findings of one section: where each begins, and what its lines are.

use super::body_line::BodyLine;
use super::finding_body::finding_from_lines;
use super::finding_head::FindingHead;
use super::panel::Panel;
use crate::import::markdown::line::Line;
use crate::import::markdown::outline::{Part, lines, trimmed_text};
use crate::import::markdown::paragraphs;
use crate::model::Severity;
use crate::model::finding::Finding;

/// Findings of a section, and what stands before the first of them.
#[derive(Debug, Default)]
pub struct Found {
    /// In the report's order; ids are given later, by `Ids`.
    pub findings: Vec<(FindingHead, Finding)>,
    /// Markdown that belongs to no finding.
    pub before: String,
}

/// Reads a section with the headings inside it.
pub fn read_findings(parts: &[Part<'_>], severity: Severity, panel: Panel<'_>) -> Found {
    let rows = body_lines(parts);
    let (first, entries) = entries(&rows, panel, Some(severity));
    let mut found = Found { before: markdown(rows.get(..first).unwrap_or_default()), findings: Vec::new() };
    for entry in entries {
        match entry.head.moved {
            // Investigated and no longer of this severity, nor said to be of another: no finding, but its words are kept.
            Some((from, None)) if from.is_none_or(|from| from == severity) => {
                let before = [std::mem::take(&mut found.before), markdown(entry.rows)];
                found.before = paragraphs(before).unwrap_or_default();
            }
            moved => {
                let severity = moved.and_then(|(_, to)| to).unwrap_or(severity);
                let finding = finding_from_lines(&entry.head, entry.below(), severity);
                found.findings.push((entry.head, finding));
            }
        }
    }
    found
}

/// Only where findings begin, and the lines of each.
pub fn heads_and_lines<'t>(parts: &[Part<'t>], panel: Panel<'_>) -> Vec<(FindingHead, Vec<&'t str>)> {
    let rows = body_lines(parts);
    let texts = |entry: &Entry<'_, 't>| entry.below().iter().map(|row| row.line.text).collect();
    let entries = entries(&rows, panel, None).1;
    entries.into_iter().map(|entry| (entry.head.clone(), texts(&entry))).collect()
}

/// What may be a finding.
struct Entry<'r, 't> {
    head: FindingHead,
    /// Its lines with the first.
    rows: &'r [BodyLine<'t>],
}

impl<'r, 't> Entry<'r, 't> {
    fn below(&self) -> &'r [BodyLine<'t>] {
        self.rows.get(1..).unwrap_or_default()
    }
}

/// Where the first finding begins, and all of them.
fn entries<'r, 't>(
    rows: &'r [BodyLine<'t>],
    panel: Panel<'_>,
    severity: Option<Severity>,
) -> (usize, Vec<Entry<'r, 't>>) {
    let heads = heads_in(rows, panel, severity);
    let first = heads.first().map_or(rows.len(), |(at, _)| *at);
    let ends: Vec<usize> = heads.iter().skip(1).map(|(at, _)| *at).chain([rows.len()]).collect();
    let with_rows = heads
        .into_iter()
        .zip(ends)
        .map(|((start, head), end)| Entry { head, rows: rows.get(start..end).unwrap_or_default() });
    (first, with_rows.collect())
}

fn body_lines<'t>(parts: &[Part<'t>]) -> Vec<BodyLine<'t>> {
    let mut rows = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            rows.push(BodyLine { line: Line { text: part.title, is_code: false }, level: part.level });
        }
        rows.extend(part.lines.iter().map(|line| BodyLine { line: *line, level: 0 }));
    }
    rows
}

/// What may be the first line of a finding.
struct Candidate {
    at: usize,
    /// 1 to 6 of a heading, else 0.
    level: usize,
    head: FindingHead,
}

/// Where findings begin. Where any has a letter, only those with one count; else, where the first is a heading, all
/// headings as deep as it; else they are numbered one after the other, so that a numbered list inside a finding is none;
/// else each paragraph that begins with a title and a place, agents or tags is one.
fn heads_in(rows: &[BodyLine<'_>], panel: Panel<'_>, severity: Option<Severity>) -> Vec<(usize, FindingHead)> {
    let mut all: Vec<Candidate> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.line.is_code && !row.line.text.starts_with([' ', '\t', '-']))
        .filter_map(|(at, row)| {
            let head = FindingHead::read(row.line.text, panel, row.level > 0)?;
            Some(Candidate { at, level: row.level, head })
        })
        .collect();
    let is_lettered = |head: &FindingHead| head.letter.is_some() && head.number.is_some();
    let first_level = all.first().map_or(0, |first| first.level);
    if all.iter().any(|one| is_lettered(&one.head)) {
        all.retain(|one| is_lettered(&one.head));
    } else if first_level > 0 {
        all.retain(|one| one.level == first_level);
    } else if all.iter().any(|one| one.head.number.is_some()) {
        all = numbered_in_turn(all);
    } else {
        all.retain(|one| speaks(rows.get(one.at), &one.head, severity));
    }
    all.into_iter().map(|one| (one.at, one.head)).collect()
}

/// Whether a title without a number has marks behind it that make it one of a finding: a place or agents at once, or
/// nothing but marks. A concern may go on in words on the same line.
fn speaks(row: Option<&BodyLine<'_>>, head: &FindingHead, severity: Option<Severity>) -> bool {
    let marks = &head.marks;
    let is_credited = !marks.credits.is_empty() || !marks.tags.is_empty();
    let has_marks = is_credited || !marks.locations.is_empty();
    let behind = row.and_then(|row| row.line.text.rsplit_once("**")).map_or("", |(_, behind)| behind);
    let is_first = behind.trim_start_matches([' ', '—', '–', '-']).starts_with(['`', '[']);
    has_marks && (!marks.has_words || is_first || (is_credited && severity == Some(Severity::Concern)))
}

/// Findings that are numbered one after the other. Where the numbering restarts, a title that says who found it, or a
/// struck one that says what was done, begins a finding all the same.
fn numbered_in_turn(all: Vec<Candidate>) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    let numbers = || all.iter().filter_map(|one| one.head.number);
    // Some go on counting from the section before.
    let mut next = if numbers().any(|number| number == 1) { 1 } else { numbers().next().unwrap_or(1) };
    let mut in_list = false;
    for one in all {
        let Some(number) = one.head.number else { continue };
        if number != next && !is_certain(&one.head) {
            in_list |= number == 1;
            continue;
        }
        // Inside a finding's own list only a line that reads like a finding ends it.
        if in_list && one.head.marks.has_words && !one.head.is_struck {
            continue;
        }
        in_list = false;
        next = number + 1;
        out.push(one);
    }
    out
}

fn is_certain(head: &FindingHead) -> bool {
    let marks = &head.marks;
    let is_settled = head.is_struck && marks.rest.starts_with("FIXED");
    is_settled || !marks.credits.is_empty() || !(marks.locations.is_empty() || marks.tags.is_empty())
}

fn markdown(rows: &[BodyLine<'_>]) -> String {
    let mut joined = String::new();
    for row in rows {
        row.push_to(&mut joined);
    }
    trimmed_text(&lines(&joined))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::markdown::outline::parts;

    #[test]
    fn findings_begin_where_they_are_numbered_or_marked() {
        let panel = super::super::reviewers::reviewers_from_list("Claude, Codex");
        for (text, titles) in [
            ("1. **A**\n\n1. **x**: y\n2. **z**: y\n\n2. **B**", &["A", "B"][..]),
            ("4. **A** [Claude]\n5. **B** [Codex]", &["A", "B"]),
            ("1. **A**\n~~2. **B** -- FIXED: x~~\n2. **C** — `a.go:1` [Claude]\n3. **D**", &["A", "B", "C", "D"]),
            ("### A\nx\n#### More\n### B\n1. **x**", &["A", "B"]),
            ("### 2. A\n### 1. B", &["A", "B"]),
            ("1. **A**\n### Why\n2. **B**", &["A", "B"]),
            ("I1. **A**\n1. **x**\nI2: **B**", &["A", "B"]),
            ("**I1. A.** [Claude] x\n**I2. B.** [Codex]", &["A", "B"]),
            ("**A** — `a.go:1` is\n\n**Note** that\n\n**B** [Codex]", &["A", "B"]),
            ("**A** is emphasis", &[]),
            ("**[DOWNGRADED from IMPORTANT] A** — `a.go:1`\n\n**B** — `a.go:2`", &["B"]),
        ] {
            let text = format!("## Important\n{text}");
            let found = read_findings(&parts(&text)[1..], Severity::Important, &panel);
            let told: Vec<&str> = found.findings.iter().map(|(_, finding)| finding.title.as_str()).collect();
            assert_eq!(told, titles, "{text}");
        }
    }
}
