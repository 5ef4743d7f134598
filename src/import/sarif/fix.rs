//! Proposed fixes as unified diffs that `git apply` takes.
//!
//! SARIF says which region to delete and what to put there; a diff also needs the old lines, and a line after them, or
//! git takes the change for one at the end of the file. So there is a patch only where a snippet or the artifact's
//! contents hold these lines; else the fix stays readable as code.

use super::known::Known;
use super::look;
use super::region::span;
use super::uri::Place;
use super::words;
use crate::import::markdown::inline::inline_code;
use serde_json::Value;
use std::collections::BTreeMap;

/// Lines of context on either side, as git writes them.
const CONTEXT: u32 = 3;

/// A fix as it can be kept.
#[derive(Debug, Default)]
pub struct Proposal {
    /// Markdown.
    pub text: Option<String>,
    /// A unified diff.
    pub patch: Option<String>,
    /// Whether some of the changes are shown as code only.
    pub only_shown: bool,
}

/// The fixes of a result. They are alternatives: the first that can be a patch is, the others are shown.
pub fn proposal(fixes: &[Value], known: &Known<'_, '_>) -> Proposal {
    let mut out = Proposal::default();
    let mut texts: Vec<String> = Vec::new();
    for fix in fixes {
        texts.extend(fix.get("description").and_then(|description| {
            let plain = || Some(words::plain(look::text(description, "text")?, &words::no_link));
            look::text(description, "markdown").map(str::to_owned).or_else(plain)
        }));
        let changes = look::list(fix, "artifactChanges");
        let patch = if out.patch.is_none() { patch(changes, known) } else { None };
        if patch.is_none() && !changes.is_empty() {
            texts.extend(changes.iter().filter_map(|change| shown(change, known)));
            out.only_shown = true;
        }
        out.patch = out.patch.or(patch);
    }
    out.text = (!texts.is_empty()).then(|| texts.join("\n\n"));
    out
}

fn patch(changes: &[Value], known: &Known<'_, '_>) -> Option<String> {
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for change in changes {
        let Place::Inside(path) = known.places.place(change.get("artifactLocation")?)? else { return None };
        for replacement in look::list(change, "replacements") {
            let edit = Edit::of(replacement, &path, known)?;
            edits.entry(path.clone()).or_default().push(edit);
        }
    }
    let files: Option<Vec<String>> = edits.into_iter().map(|(path, edits)| file(&path, edits, known)).collect();
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
    fn of(replacement: &Value, path: &str, known: &Known<'_, '_>) -> Option<Self> {
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

fn file(path: &str, mut edits: Vec<Edit>, known: &Known<'_, '_>) -> Option<String> {
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let mut hunks: Vec<Hunk> = Vec::new();
    for edit in edits {
        match hunks.last_mut() {
            Some(hunk) if hunk.reaches(&edit, path, known) => hunk.add(edit),
            _ => hunks.push(Hunk { first: edit.start.0, last: edit.end.0, edits: vec![edit] }),
        }
    }
    let mut out = String::new();
    let mut moved = 0;
    for hunk in &hunks {
        let (text, more) = hunk.text(path, known, moved)?;
        out.push_str(&text);
        moved += more;
    }
    let name = |side: char| {
        let plain = format!("{side}/{path}");
        match plain.contains(['"', '\\']) {
            true => format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\"")),
            // A tab tells git where a name with blanks ends.
            false if plain.contains(' ') => format!("{plain}\t"),
            false => plain,
        }
    };
    Some(if out.is_empty() { out } else { format!("--- {}\n+++ {}\n{out}", name('a'), name('b')) })
}

struct Hunk {
    first: u32,
    last: u32,
    edits: Vec<Edit>,
}

impl Hunk {
    /// Whether the context of another edit would meet this hunk's.
    fn reaches(&self, edit: &Edit, path: &str, known: &Known<'_, '_>) -> bool {
        let is_near = edit.start.0 <= self.last.saturating_add(2 * CONTEXT + 1);
        is_near && (self.last.saturating_add(1)..edit.start.0).all(|at| known.line(path, at).is_some())
    }

    fn add(&mut self, edit: Edit) {
        self.last = self.last.max(edit.end.0);
        self.edits.push(edit);
    }

    /// The hunk, and by how many lines it makes the file longer.
    fn text(&self, path: &str, known: &Known<'_, '_>, moved: i64) -> Option<(String, i64)> {
        let (last, old, new) = self.sides(path, known)?;
        let new: Vec<&str> = new.split_inclusive('\n').collect();
        let same_before = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        if same_before == old.len() && old.len() == new.len() {
            return Some((String::new(), 0));
        }
        let rest = old.len().min(new.len()) - same_before;
        let same_after = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
        let lead = (1..=CONTEXT).map_while(|back| known.whole(path, self.first.checked_sub(back)?));
        let lead: Vec<String> = lead.collect();
        let tail: Vec<String> = (1..=CONTEXT).map_while(|on| known.whole(path, last.checked_add(on)?)).collect();
        if same_after + tail.len() == 0 && !known.is_end(path, last) {
            return None;
        }
        let mut body = String::new();
        lead.iter().rev().chain(old.get(..same_before)?).for_each(|line| push(&mut body, ' ', line));
        old.get(same_before..old.len() - same_after)?.iter().for_each(|line| push(&mut body, '-', line));
        new.get(same_before..new.len() - same_after)?.iter().for_each(|line| push(&mut body, '+', line));
        old.get(old.len() - same_after..)?.iter().chain(&tail).for_each(|line| push(&mut body, ' ', line));
        let around = lead.len() + tail.len();
        let start = i64::from(self.first) - i64::try_from(lead.len()).ok()?;
        let (before, after) = (old.len() + around, new.len() + around);
        // A side without lines is counted from the line before it.
        let side = |start: i64, count: usize| format!("{},{count}", if count == 0 { start - 1 } else { start });
        let head = format!("@@ -{} +{} @@\n", side(start, before), side(start + moved, after));
        Some((head + &body, i64::try_from(after).ok()? - i64::try_from(before).ok()?))
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

fn push(out: &mut String, mark: char, line: &str) {
    out.push(mark);
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

/// A change as code, where the old lines are not known.
fn shown(change: &Value, known: &Known<'_, '_>) -> Option<String> {
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
