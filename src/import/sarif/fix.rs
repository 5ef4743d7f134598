//! Proposed fixes as unified diffs that `git apply` takes.
//!
//! SARIF says which region to delete and what to put there; a diff also needs the old lines, and a line after them, or
//! git takes the change for one at the end of the file. So there is a patch only where a snippet or the artifact's
//! contents hold these lines; else the fix stays readable as code.

use super::known::Known;
use super::region::span;
use crate::import::json::look;
use crate::import::markdown::inline::inline_code;
use crate::import::patch::write::{Hunk, push_file_header};
use crate::import::patch::{CONTEXT, Line, shared_ends};
use crate::import::paths::Place;
use crate::import::words;
use serde_json::Value;
use std::collections::BTreeMap;

/// A fix as it can be kept.
#[derive(Debug, Default)]
pub struct Proposal {
    /// What the fixes say, and the changes that are no part of the patch, as Markdown.
    pub text: Option<String>,
    pub patch: Option<String>,
    /// Whether some of the changes are shown as code only.
    pub only_shown: bool,
}

/// The fixes of a result. They are alternatives: the first that can be a patch is, the others are shown.
pub fn proposal_from_fixes(fixes: &[Value], known: &Known<'_, '_>) -> Proposal {
    let mut out = Proposal::default();
    let mut texts: Vec<String> = Vec::new();
    for fix in fixes {
        texts.extend(fix.get("description").and_then(|description| {
            let plain = || Some(words::plain(look::text(description, "text")?, &words::no_link));
            look::text(description, "markdown").map(str::to_owned).or_else(plain)
        }));
        let changes = look::list(fix, "artifactChanges");
        let patch = if out.patch.is_none() { patch_from_changes(changes, known) } else { None };
        if patch.is_none() && !changes.is_empty() {
            texts.extend(changes.iter().filter_map(|change| change_as_code(change, known)));
            out.only_shown = true;
        }
        out.patch = out.patch.or(patch);
    }
    out.text = (!texts.is_empty()).then(|| texts.join("\n\n"));
    out
}

fn patch_from_changes(changes: &[Value], known: &Known<'_, '_>) -> Option<String> {
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for change in changes {
        let Place::Inside(path) = known.places.place(change.get("artifactLocation")?)? else { return None };
        for replacement in look::list(change, "replacements") {
            let edit = Edit::from_replacement(replacement, &path, known)?;
            edits.entry(path.clone()).or_default().push(edit);
        }
    }
    let files: Option<Vec<String>> = edits.into_iter().map(|(path, edits)| diff_of_file(&path, edits, known)).collect();
    files.map(|files| files.concat()).filter(|patch| !patch.is_empty())
}

/// A change of some text between two places; both are lines and bytes in them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edit {
    start: (u32, usize),
    end: (u32, usize),
    text: String,
}

impl Edit {
    fn from_replacement(replacement: &Value, path: &str, known: &Known<'_, '_>) -> Option<Self> {
        let region = replacement.get("deletedRegion")?;
        let inserted = replacement.get("insertedContent").filter(|inserted| !inserted.is_null());
        let text = match inserted {
            Some(inserted) => inserted.get("text")?.as_str()?.to_owned(),
            None => String::new(),
        };
        let first = look::ordinal(region, "startLine")?;
        let last = look::ordinal(region, "endLine").unwrap_or(first);
        let from = look::ordinal(region, "startColumn").unwrap_or(1);
        let place = |number: u32, column: Option<u32>| match (known.line(path, number), column) {
            (Some(line), Some(column)) => Some((number, known.byte(line, column))),
            (Some(line), None) => Some((number, line.trim_end_matches('\r').len())),
            // Before the first column of an unknown line is after the end of the line before.
            (None, Some(1)) => known.whole(path, number.checked_sub(1)?).map(|line| (number - 1, line.len())),
            (None, _) => None,
        };
        let start = place(first, Some(from))?;
        let end = match look::ordinal(region, "endColumn") {
            // So that a deleted line does not touch the one after it.
            Some(1) if last > first => (last - 1, known.whole(path, last - 1)?.len()),
            column => place(last, column)?,
        };
        (start <= end).then_some(Self { start, end, text })
    }
}

fn diff_of_file(path: &str, mut edits: Vec<Edit>, known: &Known<'_, '_>) -> Option<String> {
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let mut changes: Vec<Change> = Vec::new();
    for edit in edits {
        match changes.last_mut() {
            Some(change) if change.reaches(&edit, path, known) => change.add(edit),
            _ => changes.push(Change { first: edit.start.0, last: edit.end.0, edits: vec![edit] }),
        }
    }
    let mut out = String::new();
    let mut moved = 0;
    for change in &changes {
        moved += change.push_hunk_to(&mut out, path, known, moved)?;
    }
    let mut header = String::new();
    if !out.is_empty() {
        push_file_header(path, &mut header);
    }
    Some(header + &out)
}

/// Edits so close to each other that one hunk holds them.
struct Change {
    first: u32,
    last: u32,
    edits: Vec<Edit>,
}

impl Change {
    /// Whether the context of another edit would meet this one's.
    fn reaches(&self, edit: &Edit, path: &str, known: &Known<'_, '_>) -> bool {
        let is_near = edit.start.0 <= self.last.saturating_add(2 * CONTEXT + 1);
        is_near && (self.last.saturating_add(1)..edit.start.0).all(|at| known.line(path, at).is_some())
    }

    fn add(&mut self, edit: Edit) {
        self.last = self.last.max(edit.end.0);
        self.edits.push(edit);
    }

    /// Adds the change to a diff whose hunks so far make the file longer by some lines, and says by how many this one does.
    /// `None` where a line is not known that a patch needs.
    fn push_hunk_to(&self, diff: &mut String, path: &str, known: &Known<'_, '_>, moved: i64) -> Option<i64> {
        let (last, old, new) = self.sides(path, known)?;
        let old: Vec<Line<'_>> = patch_lines(&old).collect();
        let new: Vec<Line<'_>> = new.split_inclusive('\n').map(Line::with_break).collect();
        let (head, tail) = shared_ends(&old, &new, |old, new| old == new);
        if head == old.len() && old.len() == new.len() {
            return Some(0);
        }
        let above: Vec<String> =
            (1..=CONTEXT).map_while(|back| known.whole(path, self.first.checked_sub(back)?)).collect();
        let below: Vec<String> = (1..=CONTEXT).map_while(|on| known.whole(path, last.checked_add(on)?)).collect();
        if tail + below.len() == 0 && !known.is_end(path, last) {
            return None;
        }
        let old_start = self.first.checked_sub(u32::try_from(above.len()).ok()?)?;
        let hunk = Hunk {
            old_start,
            new_start: u32::try_from(i64::from(old_start) + moved).ok()?,
            before: patch_lines(&above).rev().chain(old.get(..head)?.iter().copied()).collect(),
            removed: old.get(head..old.len() - tail)?.to_vec(),
            added: new.get(head..new.len() - tail)?.to_vec(),
            after: old.get(old.len() - tail..)?.iter().copied().chain(patch_lines(&below)).collect(),
        };
        hunk.push_to(diff);
        Some(i64::try_from(new.len()).ok()? - i64::try_from(old.len()).ok()?)
    }

    /// The last line that changes, the old lines and the new text.
    fn sides(&self, path: &str, known: &Known<'_, '_>) -> Option<(u32, Vec<String>, String)> {
        let mut last = self.last;
        loop {
            let old: Vec<String> = (self.first..=last).map(|at| known.whole(path, at)).collect::<Option<_>>()?;
            let new = self.applied(&old)?;
            if new.is_empty() || new.ends_with('\n') || known.is_end(path, last) {
                return Some((last, old, new));
            }
            // Its line break was deleted, so the line after it is part of the change.
            last = last.checked_add(1)?;
        }
    }

    fn applied(&self, old: &[String]) -> Option<String> {
        let byte = |(line, at): (u32, usize)| {
            let before = usize::try_from(line.checked_sub(self.first)?).ok()?;
            Some(old.get(..before)?.iter().map(String::len).sum::<usize>() + at)
        };
        let whole = old.concat();
        let mut out = String::new();
        let mut done = 0;
        for edit in &self.edits {
            // Edits that overlap make a range that runs backwards, which is none.
            out.push_str(whole.get(done..byte(edit.start)?)?);
            out.push_str(&edit.text);
            done = byte(edit.end)?;
        }
        out.push_str(whole.get(done..)?);
        Some(out)
    }
}

fn patch_lines(texts: &[String]) -> impl DoubleEndedIterator<Item = Line<'_>> {
    texts.iter().map(|text| Line::with_break(text))
}

/// A change as code, where the old lines are not known.
fn change_as_code(change: &Value, known: &Known<'_, '_>) -> Option<String> {
    let place = known.places.place(change.get("artifactLocation")?)?;
    let (Place::Inside(path) | Place::Outside(path)) = &place;
    let language = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_plain = language.len() <= 8 && language.bytes().all(|b| b.is_ascii_alphanumeric());
    let language = if is_plain { language } else { "" };
    let parts = look::list(change, "replacements").iter().map(|replacement| {
        let at = inline_code(&format!("{path}{}", span(replacement.get("deletedRegion").unwrap_or(&Value::Null))));
        let content = replacement.get("insertedContent").unwrap_or(&Value::Null);
        let others = look::others(content, &["text"]);
        // Not `look::text`: blanks and line breaks are worth inserting, too.
        match content.get("text").and_then(Value::as_str).filter(|text| !text.is_empty()) {
            Some(text) => format!("Put at {at}:\n\n{}", words::fenced(language, text)),
            None if others.is_empty() => format!("Delete {at}."),
            None => {
                let list: Vec<String> = others.iter().map(|(name, value)| words::property(name, value)).collect();
                format!("Put at {at}:\n\n{}", list.join("\n"))
            }
        }
    });
    Some(parts.collect::<Vec<_>>().join("\n\n")).filter(|parts| !parts.is_empty())
}
