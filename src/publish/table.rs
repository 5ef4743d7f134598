//! Values in the columns of a Markdown table whose head says that they are secret.

use super::assigned::labelled;
use super::find::{Hit, line_before, window};
use std::ops::Range;

/// No table that is looked at is longer.
const LONGEST: usize = 8 << 10;

/// What stands below a name in the head of a table.
pub fn column(text: &str, name: &Range<usize>) -> Vec<Hit> {
    let before = line_before(text, name.start).trim_start_matches(['+', '-', '>', ' ']);
    if !before.starts_with('|') {
        return Vec::new();
    }
    let nth = before.matches('|').count();
    let below = window(text, name.end, LONGEST);
    let mut at = name.end;
    let mut hits = Vec::new();
    for (row, line) in below.split('\n').enumerate() {
        match row {
            1 if !is_ruler(line) => break,
            0 | 1 => {}
            _ if !line.contains('|') => break,
            _ => hits.extend(cell(text, at, line, nth, &text[name.clone()])),
        }
        at += line.len() + 1;
    }
    hits
}

/// `|---|:--|`
fn is_ruler(line: &str) -> bool {
    line.contains("--")
        && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'+' | b'>' | b'\r' | b'\t'))
}

fn cell(text: &str, at: usize, line: &str, nth: usize, name: &str) -> Option<Hit> {
    let before: usize = line.split('|').take(nth).map(|cell| cell.len() + 1).sum();
    let cell = line.split('|').nth(nth)?;
    let bare = cell.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '`' | '*'));
    let start = at + before + cell.find(bare)?;
    labelled(name, bare).map(|kind| Hit::new(start..start + bare.len(), kind, text))
}
