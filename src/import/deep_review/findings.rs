//! The findings of one section: where each begins, and what its lines are.

use super::body_line::BodyLine;
use super::finding_body::finding_from_lines;
use super::finding_head::FindingHead;
use super::panel::Panel;
use crate::import::markdown::line::Line;
use crate::import::markdown::outline::{Part, lines, trimmed_text};
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
    let (first, entries) = entries(&rows, panel);
    let before = markdown(rows.get(..first).unwrap_or_default());
    let findings = entries.into_iter().map(|(head, body)| {
        let finding = finding_from_lines(&head, body, severity);
        (head, finding)
    });
    Found { before, findings: findings.collect() }
}

/// Only where findings begin, and the lines of each.
pub fn heads_and_lines<'t>(parts: &[Part<'t>], panel: Panel<'_>) -> Vec<(FindingHead, Vec<&'t str>)> {
    let rows = body_lines(parts);
    let texts = |body: &[BodyLine<'t>]| body.iter().map(|row| row.line.text).collect();
    entries(&rows, panel).1.into_iter().map(|(head, body)| (head, texts(body))).collect()
}

/// Where the first finding begins, and each with the rows below its first line.
fn entries<'r, 't>(rows: &'r [BodyLine<'t>], panel: Panel<'_>) -> (usize, Vec<(FindingHead, &'r [BodyLine<'t>])>) {
    let heads = heads_in(rows, panel);
    let first = heads.first().map_or(rows.len(), |(at, _)| *at);
    let ends: Vec<usize> = heads.iter().skip(1).map(|(at, _)| *at).chain([rows.len()]).collect();
    let with_rows =
        heads.into_iter().zip(ends).map(|((start, head), end)| (head, rows.get(start + 1..end).unwrap_or_default()));
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

/// Where findings begin. Where any has a letter, only those with one count; else they are numbered one after the other,
/// so that a numbered list inside a finding is none; else each paragraph that begins with a title and a place, agents or
/// tags is one.
fn heads_in(rows: &[BodyLine<'_>], panel: Panel<'_>) -> Vec<(usize, FindingHead)> {
    let all: Vec<(usize, bool, FindingHead)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.line.is_code && !row.line.text.starts_with([' ', '\t', '-']))
        .filter_map(|(at, row)| {
            let head = FindingHead::read(row.line.text, panel, row.level > 0)?;
            Some((at, row.level > 0, head))
        })
        .collect();
    let is_lettered = |head: &FindingHead| head.letter.is_some() && head.number.is_some();
    if all.iter().any(|(_, _, head)| is_lettered(head)) {
        return all.into_iter().filter(|(_, _, head)| is_lettered(head)).map(|(at, _, head)| (at, head)).collect();
    }
    if all.iter().any(|(_, _, head)| head.number == Some(1)) {
        return numbered_in_turn(all);
    }
    let speaks = |head: &FindingHead| {
        head.number.is_none()
            && head.rest.is_empty()
            && !(head.locations.is_empty() && head.credits.is_empty() && head.tags.is_empty())
    };
    all.into_iter().filter(|(_, _, head)| speaks(head)).map(|(at, _, head)| (at, head)).collect()
}

fn numbered_in_turn(all: Vec<(usize, bool, FindingHead)>) -> Vec<(usize, FindingHead)> {
    let mut out: Vec<(usize, FindingHead)> = Vec::new();
    let mut in_list = false;
    let by_heading = all.iter().any(|(_, is_heading, head)| *is_heading && head.number == Some(1));
    for (at, is_heading, head) in all {
        let Some(number) = head.number.filter(|_| is_heading || !by_heading) else { continue };
        if number != out.len() + 1 {
            in_list |= number == 1;
            continue;
        }
        // Inside a finding's own list only a line that reads like a finding ends it.
        if in_list && !head.rest.is_empty() && !head.is_struck {
            continue;
        }
        in_list = false;
        out.push((at, head));
    }
    out
}

fn markdown(rows: &[BodyLine<'_>]) -> String {
    let mut joined = String::new();
    for row in rows {
        row.push_to(&mut joined);
    }
    trimmed_text(&lines(&joined))
}
