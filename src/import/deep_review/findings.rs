//! The findings of one section: where each begins, and what its lines are.

use super::head::{Head, Panel};
use crate::import::markdown::fence::FencedBlock;
use crate::import::markdown::outline::{Line, Part, lines, trimmed_text};
use crate::import::marks::letter::letter_of_severity;
use crate::model::finding::{Action, Assessment, Excerpt, Finding, Location, Repro, Resolution};
use crate::model::{Severity, Slug};
use std::collections::BTreeSet;

/// Findings of a section, and what stands before the first of them.
#[derive(Debug, Default)]
pub struct Found {
    /// In the report's order; ids are given later, by [`Ids`].
    pub findings: Vec<(Head, Finding)>,
    /// Markdown that belongs to no finding.
    pub before: String,
}

/// A line of a section, or a heading inside it.
#[derive(Clone, Copy)]
struct Row<'t> {
    line: Line<'t>,
    level: usize,
}

/// Reads a section with the headings inside it.
#[must_use]
pub fn findings(parts: &[Part<'_>], severity: Severity, panel: Panel<'_>) -> Found {
    let rows = rows(parts);
    let (first, entries) = entries(&rows, panel);
    let before = markdown(rows.get(..first).unwrap_or_default());
    let findings = entries.into_iter().map(|(head, body)| {
        let finding = finding(&head, body, severity);
        (head, finding)
    });
    Found { before, findings: findings.collect() }
}

/// Only where findings begin, and the lines of each.
#[must_use]
pub fn heads_and_lines<'t>(parts: &[Part<'t>], panel: Panel<'_>) -> Vec<(Head, Vec<&'t str>)> {
    let rows = rows(parts);
    let texts = |body: &[Row<'t>]| body.iter().map(|row| row.line.text).collect();
    entries(&rows, panel).1.into_iter().map(|(head, body)| (head, texts(body))).collect()
}

/// Where the first finding begins, and each with the rows below its first line.
fn entries<'r, 't>(rows: &'r [Row<'t>], panel: Panel<'_>) -> (usize, Vec<(Head, &'r [Row<'t>])>) {
    let heads = heads(rows, panel);
    let first = heads.first().map_or(rows.len(), |(at, _)| *at);
    let ends: Vec<usize> = heads.iter().skip(1).map(|(at, _)| *at).chain([rows.len()]).collect();
    let with_rows =
        heads.into_iter().zip(ends).map(|((start, head), end)| (head, rows.get(start + 1..end).unwrap_or_default()));
    (first, with_rows.collect())
}

fn rows<'t>(parts: &[Part<'t>]) -> Vec<Row<'t>> {
    let mut rows = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            rows.push(Row { line: Line { text: part.title, is_code: false }, level: part.level });
        }
        rows.extend(part.lines.iter().map(|line| Row { line: *line, level: 0 }));
    }
    rows
}

/// Where findings begin. Where any has a letter, only those with one count; else they are numbered one after the other,
/// so that a numbered list inside a finding is none; else each paragraph that begins with a title and a place, agents or
/// tags is one.
fn heads(rows: &[Row<'_>], panel: Panel<'_>) -> Vec<(usize, Head)> {
    let all: Vec<(usize, bool, Head)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.line.is_code && !row.line.text.starts_with([' ', '\t', '-']))
        .filter_map(|(at, row)| {
            let head = Head::read(row.line.text, panel, row.level > 0)?;
            Some((at, row.level > 0, head))
        })
        .collect();
    let is_lettered = |head: &Head| head.letter.is_some() && head.number.is_some();
    if all.iter().any(|(_, _, head)| is_lettered(head)) {
        return all.into_iter().filter(|(_, _, head)| is_lettered(head)).map(|(at, _, head)| (at, head)).collect();
    }
    if all.iter().any(|(_, _, head)| head.number == Some(1)) {
        return numbered(all);
    }
    let speaks = |head: &Head| {
        head.number.is_none()
            && head.rest.is_empty()
            && !(head.locations.is_empty() && head.credits.is_empty() && head.tags.is_empty())
    };
    all.into_iter().filter(|(_, _, head)| speaks(head)).map(|(at, _, head)| (at, head)).collect()
}

fn numbered(all: Vec<(usize, bool, Head)>) -> Vec<(usize, Head)> {
    let mut out: Vec<(usize, Head)> = Vec::new();
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

/// A finding from its head and the Markdown below it.
#[must_use]
pub fn finding_of(head: &Head, text: &str, severity: Severity) -> Finding {
    let rows: Vec<Row<'_>> = lines(text).into_iter().map(|line| Row { line, level: 0 }).collect();
    finding(head, &rows, severity)
}

fn finding(head: &Head, rows: &[Row<'_>], severity: Severity) -> Finding {
    let mut reading = Reading::default();
    let start = excerpts(rows, &head.locations, &mut reading.excerpts);
    reading.read(rows.get(start..).unwrap_or_default());
    let (resolution, rest) = struck(head);
    let body = [rest, reading.body.trim_matches('\n').to_owned()]
        .into_iter()
        .filter(|text| !text.trim().is_empty())
        .collect::<Vec<_>>()
        .join("\n\n");
    let invalid = head.rest.contains("**INVALID**") || body.contains("**This finding is invalid.**");
    Finding {
        // Given by `Ids`.
        id: severity_slug(severity),
        severity,
        title: head.title.clone(),
        tags: head.tags.iter().filter(|tag| tag.as_str() != severity.word()).cloned().collect(),
        found_by: head.credits.clone(),
        locations: head.locations.clone(),
        excerpts: reading.excerpts,
        body: filled(&body),
        repro: reading.repro,
        fix: reading.fix.as_deref().and_then(filled),
        patch: reading.patch,
        assessment: invalid.then_some(Assessment::FalsePositive),
        resolution,
        confidence: None,
        rule: None,
        fingerprints: Vec::new(),
        continues: None,
        aliases: Vec::new(),
    }
}

fn severity_slug(severity: Severity) -> Slug {
    // The words of severities are slugs.
    severity.word().parse().expect("a severity's word is a slug")
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim_matches('\n').trim_end();
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// `~~Title -- FIXED: …~~`: what was done, and the rest of the words.
fn struck(head: &Head) -> (Option<Resolution>, String) {
    match head.rest.strip_prefix("FIXED") {
        Some(reason) if head.is_struck => {
            let reason = filled(reason.trim_start_matches([':', ' ', '.']));
            (Some(Resolution { action: Action::Fixed, reason, commit: None }), String::new())
        }
        _ => (None, head.rest.clone()),
    }
}

/// The fenced blocks right below the title are excerpts of the places that it names.
fn excerpts(rows: &[Row<'_>], locations: &[Location], out: &mut Vec<Excerpt>) -> usize {
    let mut at = 0;
    loop {
        let blank = rows.iter().skip(at).take_while(|row| row.line.text.trim().is_empty() && !row.line.is_code).count();
        let start = at + blank;
        let Some(block) = Block::at(rows, start) else { return at };
        if block.is("diff") || !block.marks.is_empty() {
            return at;
        }
        let location = locations.get(out.len()).or(locations.last());
        let lines = u32::try_from(block.code.lines().count()).unwrap_or(u32::MAX);
        // Only a block with exactly the lines of its place is sure to begin where the place does.
        let fits = |place: &&Location| {
            let start = place.start_line?;
            let end = place.end_line.unwrap_or(start);
            (end - start + 1 == lines).then_some(start)
        };
        out.push(Excerpt {
            path: location.map(|place| place.path.clone()),
            start_line: location.as_ref().and_then(fits),
            language: filled(&block.language),
            highlight_lines: Vec::new(),
            code: block.code,
        });
        at = start + block.length;
    }
}

/// A fenced block of a finding.
struct Block {
    language: String,
    /// What the fence says behind the language: `repro`, `repro-output`, `patch`.
    marks: String,
    code: String,
    /// How many rows it takes up.
    length: usize,
}

impl Block {
    fn at(rows: &[Row<'_>], start: usize) -> Option<Self> {
        let block = FencedBlock::at_start(rows.iter().skip(start).map(|row| row.line))?;
        let (language, marks) = block.fence.info.split_once(' ').unwrap_or((block.fence.info, ""));
        let code = block.text();
        Some(Self { language: language.to_owned(), marks: marks.trim().to_owned(), code, length: block.length })
    }

    fn is(&self, language: &str) -> bool {
        self.language.eq_ignore_ascii_case(language)
    }
}

/// The texts of a finding while they are read.
#[derive(Default)]
struct Reading {
    excerpts: Vec<Excerpt>,
    body: String,
    fix: Option<String>,
    repro: Option<Repro>,
    patch: Option<String>,
}

impl Reading {
    fn read(&mut self, rows: &[Row<'_>]) {
        let rows = without_closing_rules(rows);
        let mut at = 0;
        while let Some(row) = rows.get(at) {
            if let Some(block) = Block::at(rows, at) {
                let end = at + block.length;
                if !self.own_field(block) {
                    rows.get(at..end).unwrap_or_default().iter().for_each(|row| self.push(row));
                }
                at = end;
                continue;
            }
            match fix_of(row).filter(|_| self.fix.is_none()) {
                Some(words) => self.fix = Some(format!("{words}\n")),
                None => self.push(row),
            }
            at += 1;
        }
    }

    /// Blocks that say themselves what they are.
    fn own_field(&mut self, block: Block) -> bool {
        match block.marks.as_str() {
            "repro" if self.repro.is_none() => {
                self.repro = Some(Repro { language: block.language, script: block.code, output: None });
            }
            "repro-output" => match &mut self.repro {
                Some(repro) if repro.output.is_none() => repro.output = Some(block.code),
                _ => return false,
            },
            "patch" if self.patch.is_none() => self.patch = Some(block.code),
            _ => return false,
        }
        true
    }

    fn push(&mut self, row: &Row<'_>) {
        push_markdown(row, self.fix.as_mut().unwrap_or(&mut self.body));
    }
}

/// The words behind `Fix:` at the start of a line.
fn fix_of<'t>(row: &Row<'t>) -> Option<&'t str> {
    let starts = ["Fix:", "**Fix:**", "**Fix**:", "*Fix:*", "_Fix:_"];
    starts.iter().find_map(|start| row.line.text.strip_prefix(start)).map(str::trim_start)
}

/// Rules between findings belong to none of them.
fn without_closing_rules<'r, 't>(rows: &'r [Row<'t>]) -> &'r [Row<'t>] {
    let is_empty = |row: &Row<'_>| !row.line.is_code && row.line.text.trim().trim_matches('-').is_empty();
    let last = rows.iter().rposition(|row| !is_empty(row)).map_or(0, |last| last + 1);
    rows.get(..last).unwrap_or_default()
}

/// Adds a row as the Markdown that it was.
fn push_markdown(row: &Row<'_>, out: &mut String) {
    if row.level > 0 {
        out.extend(std::iter::repeat_n('#', row.level));
        out.push(' ');
    }
    out.push_str(row.line.text);
    out.push('\n');
}

fn markdown(rows: &[Row<'_>]) -> String {
    let mut joined = String::new();
    for row in rows {
        push_markdown(row, &mut joined);
    }
    trimmed_text(&lines(&joined))
}

/// Gives findings their ids: the report's own where they are free, else the next of their severity.
#[derive(Debug, Default)]
pub struct Ids {
    /// Those that the report itself gives.
    own: BTreeSet<String>,
    /// Those that a finding has.
    given: BTreeSet<String>,
}

impl Ids {
    /// Takes the ids that the report gives itself.
    pub fn reserve(&mut self, found: &Found) {
        self.own.extend(found.findings.iter().filter_map(|(head, _)| own_id(head)));
    }

    /// Names the findings of one severity. One that the report only numbers is also known as `important-2`.
    #[must_use]
    pub fn name(&mut self, found: Found, severity: Severity) -> Vec<Finding> {
        let letter = letter_of_severity(severity);
        let mut next = 1;
        let mut out = Vec::new();
        for (at, (head, mut finding)) in found.findings.into_iter().enumerate() {
            let own = own_id(&head).filter(|id| !self.given.contains(id));
            let id = own.clone().unwrap_or_else(|| {
                while [&self.own, &self.given].iter().any(|ids| ids.contains(&format!("{letter}{next}"))) {
                    next += 1;
                }
                format!("{letter}{next}")
            });
            self.given.insert(id.clone());
            if own.is_none() && severity != Severity::Concern {
                finding.aliases.extend(format!("{}-{}", severity.word(), at + 1).parse::<Slug>().ok());
            }
            if let Ok(id) = id.parse() {
                finding.id = id;
            }
            out.push(finding);
        }
        out
    }
}

fn own_id(head: &Head) -> Option<String> {
    Some(format!("{}{}", head.letter?, head.number?))
}
