//! What the lines below the head of a finding are: excerpts, its body, a fix, a script that shows it, a patch.

use super::body_line::BodyLine;
use super::finding_head::FindingHead;
use super::note_at_end::note_at_end;
use crate::import::markdown::fence::FencedBlock;
use crate::import::markdown::outline::lines;
use crate::import::markdown::paragraphs;
use crate::model::finding::{Action, Continues, Excerpt, Finding, Lineage, Location, Repro, Resolution};
use crate::model::{Assessment, Severity, Slug};

/// A finding from its head and the Markdown below it.
pub fn finding_from_text(head: &FindingHead, text: &str, severity: Severity) -> Finding {
    let rows: Vec<BodyLine<'_>> = lines(text).into_iter().map(|line| BodyLine { line, level: 0 }).collect();
    finding_from_lines(head, &rows, severity)
}

/// A finding from its head and the lines below it.
pub fn finding_from_lines(head: &FindingHead, rows: &[BodyLine<'_>], severity: Severity) -> Finding {
    let mut texts = Texts::default();
    let marks = &head.marks;
    let start = take_excerpts(rows, &marks.locations, &mut texts.excerpts);
    texts.read(rows.get(start..).unwrap_or_default());
    let (struck, rest) = resolution_of_struck(head);
    let settled = struck.is_none().then(|| texts.take_note_at_end()).flatten();
    let body = paragraphs([rest, texts.body.trim_matches('\n').to_owned()]).unwrap_or_default();
    let invalid = marks.rest.contains("**INVALID**") || body.contains("**This finding is invalid.**");
    Finding {
        // Given by `Ids`.
        id: severity_slug(severity),
        severity,
        title: head.title.clone(),
        tags: marks.tags.iter().filter(|tag| tag.as_str() != severity.word()).cloned().collect(),
        found_by: marks.credits.clone(),
        locations: marks.locations.clone(),
        excerpts: texts.excerpts,
        body: non_empty(&body),
        repro: texts.repro,
        fix: texts.fix.as_deref().and_then(non_empty),
        patch: texts.patch,
        judgement: invalid.then_some(Assessment::FalsePositive).into(),
        resolution: struck.or(settled),
        confidence: None,
        rule: None,
        fingerprints: Vec::new(),
        lineage: Lineage::from_continues(
            marks.continues.clone().or_else(|| own_id_in_round(head, marks.unchanged_from?)),
        ),
        aliases: Vec::new(),
    }
}

/// What is unchanged from a round and named otherwise nowhere had its own id there.
fn own_id_in_round(head: &FindingHead, round: u32) -> Option<Continues> {
    let id = format!("{}{}", head.letter?, head.number?);
    Some(Continues { run: None, round: Some(round), finding: id.parse().ok()? })
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
    match head.marks.rest.strip_prefix("FIXED") {
        Some(reason) if head.is_struck => {
            let reason = non_empty(reason.trim_start_matches([':', ' ', '.']));
            (Some(Resolution { action: Action::Fixed, reason, commit: None }), String::new())
        }
        _ => (None, head.marks.rest.clone()),
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

    /// Takes the note off that says at the end what was done.
    fn take_note_at_end(&mut self) -> Option<Resolution> {
        let text = self.fix.as_mut().unwrap_or(&mut self.body);
        let (length, resolution) = note_at_end(text)?;
        text.truncate(length);
        Some(resolution)
    }
}

/// The words behind `Fix:` or `Fix (optional):` at the start of a line; what the bracket says stays.
fn words_of_fix(row: &BodyLine<'_>) -> Option<String> {
    let text = row.line.text;
    let marks = text.len() - text.trim_start_matches(['*', '_']).len();
    let mark = text.get(..marks).filter(|mark| mark.len() <= 2)?;
    let rest = text.get(marks..)?.strip_prefix("Fix")?;
    let rest = rest.strip_prefix(mark).filter(|_| !mark.is_empty()).map_or((rest, false), |rest| (rest, true));
    let (rest, is_closed) = rest;
    let (said, rest) = match rest.strip_prefix(" (") {
        Some(inside) => {
            let (said, rest) = inside.split_once(')')?;
            (format!("({said}) "), rest)
        }
        None => (String::new(), rest),
    };
    let closed_behind = |rest: &str| rest.strip_prefix(mark).map(|rest| rest.trim_start().to_owned());
    let words = if mark.is_empty() || is_closed {
        rest.strip_prefix(':')?.trim_start().to_owned()
    } else {
        match rest.strip_prefix(':') {
            Some(rest) => closed_behind(rest)?,
            None => closed_behind(rest)?.strip_prefix(':')?.trim_start().to_owned(),
        }
    };
    Some(format!("{said}{words}").trim_end().to_owned())
}

/// Rules between findings belong to none of them.
fn without_closing_rules<'r, 't>(rows: &'r [BodyLine<'t>]) -> &'r [BodyLine<'t>] {
    let is_empty = |row: &BodyLine<'_>| !row.line.is_code && row.line.text.trim().trim_matches('-').is_empty();
    let last = rows.iter().rposition(|row| !is_empty(row)).map_or(0, |last| last + 1);
    rows.get(..last).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::markdown::line::Line;

    #[test]
    fn a_fix_is_told_by_its_label() {
        for (text, words) in [
            ("Fix: x", Some("x")),
            ("**Fix:** x", Some("x")),
            ("**Fix**: x", Some("x")),
            ("*Fix:* x", Some("x")),
            ("Fix (optional): x", Some("(optional) x")),
            ("**Fix (minimal):** x", Some("(minimal) x")),
            ("**Fix** (minimal): x", Some("(minimal) x")),
            ("Fix:", Some("")),
            ("Fix options:", None),
            ("Fix it", None),
            ("Fixed: x", None),
            ("**Fix", None),
            ("***Fix:*** x", None),
        ] {
            let row = BodyLine { line: Line { text, is_code: false }, level: 0 };
            assert_eq!(words_of_fix(&row).as_deref(), words, "{text}");
        }
    }
}
