//! What the lines below the head of a finding are: excerpts, its body, a fix, a script that shows it, a patch.

use super::body_line::BodyLine;
use super::finding_head::FindingHead;
use crate::import::markdown::fence::FencedBlock;
use crate::import::markdown::outline::lines;
use crate::import::markdown::paragraphs;
use crate::model::finding::{Action, Assessment, Excerpt, Finding, Location, Repro, Resolution};
use crate::model::{Severity, Slug};

/// A finding from its head and the Markdown below it.
pub fn finding_from_text(head: &FindingHead, text: &str, severity: Severity) -> Finding {
    let rows: Vec<BodyLine<'_>> = lines(text).into_iter().map(|line| BodyLine { line, level: 0 }).collect();
    finding_from_lines(head, &rows, severity)
}

/// A finding from its head and the lines below it.
pub fn finding_from_lines(head: &FindingHead, rows: &[BodyLine<'_>], severity: Severity) -> Finding {
    let mut texts = Texts::default();
    let start = take_excerpts(rows, &head.locations, &mut texts.excerpts);
    texts.read(rows.get(start..).unwrap_or_default());
    let (resolution, rest) = resolution_of_struck(head);
    let body = paragraphs([rest, texts.body.trim_matches('\n').to_owned()]).unwrap_or_default();
    let invalid = head.rest.contains("**INVALID**") || body.contains("**This finding is invalid.**");
    Finding {
        // Given by `Ids`.
        id: severity_slug(severity),
        severity,
        title: head.title.clone(),
        tags: head.tags.iter().filter(|tag| tag.as_str() != severity.word()).cloned().collect(),
        found_by: head.credits.clone(),
        locations: head.locations.clone(),
        excerpts: texts.excerpts,
        body: non_empty(&body),
        repro: texts.repro,
        fix: texts.fix.as_deref().and_then(non_empty),
        patch: texts.patch,
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

fn non_empty(text: &str) -> Option<String> {
    let text = text.trim_matches('\n').trim_end();
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// `~~Title -- FIXED: …~~`: what was done, and the rest of the words.
fn resolution_of_struck(head: &FindingHead) -> (Option<Resolution>, String) {
    match head.rest.strip_prefix("FIXED") {
        Some(reason) if head.is_struck => {
            let reason = non_empty(reason.trim_start_matches([':', ' ', '.']));
            (Some(Resolution { action: Action::Fixed, reason, commit: None }), String::new())
        }
        _ => (None, head.rest.clone()),
    }
}

/// The fenced blocks right below the title are excerpts of the places that it names.
fn take_excerpts(rows: &[BodyLine<'_>], locations: &[Location], out: &mut Vec<Excerpt>) -> usize {
    let mut at = 0;
    loop {
        let blank = rows.iter().skip(at).take_while(|row| row.line.text.trim().is_empty() && !row.line.is_code).count();
        let start = at + blank;
        let Some(block) = Block::at(rows, start) else { return at };
        if block.is_in("diff") || !block.marks.is_empty() {
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
            language: non_empty(&block.language),
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
    fn at(rows: &[BodyLine<'_>], start: usize) -> Option<Self> {
        let block = FencedBlock::at_start(rows.iter().skip(start).map(|row| row.line))?;
        let (language, marks) = block.fence.info.split_once(' ').unwrap_or((block.fence.info, ""));
        let code = block.text();
        Some(Self { language: language.to_owned(), marks: marks.trim().to_owned(), code, length: block.length })
    }

    fn is_in(&self, language: &str) -> bool {
        self.language.eq_ignore_ascii_case(language)
    }
}

/// The texts of a finding while they are read.
#[derive(Default)]
struct Texts {
    excerpts: Vec<Excerpt>,
    body: String,
    fix: Option<String>,
    repro: Option<Repro>,
    patch: Option<String>,
}

impl Texts {
    fn read(&mut self, rows: &[BodyLine<'_>]) {
        let rows = without_closing_rules(rows);
        let mut at = 0;
        while let Some(row) = rows.get(at) {
            if let Some(block) = Block::at(rows, at) {
                let end = at + block.length;
                if !self.take_block(block) {
                    rows.get(at..end).unwrap_or_default().iter().for_each(|row| self.push(row));
                }
                at = end;
                continue;
            }
            match words_of_fix(row).filter(|_| self.fix.is_none()) {
                Some(words) => self.fix = Some(format!("{words}\n")),
                None => self.push(row),
            }
            at += 1;
        }
    }

    /// Blocks that say themselves what they are.
    fn take_block(&mut self, block: Block) -> bool {
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

    fn push(&mut self, row: &BodyLine<'_>) {
        row.push_to(self.fix.as_mut().unwrap_or(&mut self.body));
    }
}

/// The words behind `Fix:` at the start of a line.
fn words_of_fix<'t>(row: &BodyLine<'t>) -> Option<&'t str> {
    let starts = ["Fix:", "**Fix:**", "**Fix**:", "*Fix:*", "_Fix:_"];
    starts.iter().find_map(|start| row.line.text.strip_prefix(start)).map(str::trim_start)
}

/// Rules between findings belong to none of them.
fn without_closing_rules<'r, 't>(rows: &'r [BodyLine<'t>]) -> &'r [BodyLine<'t>] {
    let is_empty = |row: &BodyLine<'_>| !row.line.is_code && row.line.text.trim().trim_matches('-').is_empty();
    let last = rows.iter().rposition(|row| !is_empty(row)).map_or(0, |last| last + 1);
    rows.get(..last).unwrap_or_default()
}
