//! What a comment stands beside, as an excerpt, and what it suggests, as a patch: both from the diffs that GitHub gives.

use crate::import::patch::write::{Hunk, push_file_header, push_git_line};
use crate::import::patch::{CONTEXT, Line, Lines, shared_ends};
use crate::model::finding::{Excerpt, is_line};

/// Longer excerpts than this say nothing more.
const MOST_SHOWN: u32 = 80;

/// The number of a line after lines were added or taken away above it.
pub fn shifted(number: u32, shift: i64) -> Option<u32> {
    u32::try_from(i64::from(number).checked_add(shift)?).ok().filter(|number| is_line(*number))
}

/// The marked lines and the three before them; where the diff does not hold them, its last lines and no mark. Without a
/// `shift` the lines get no numbers.
pub fn excerpt_beside(
    path: Option<&str>,
    lines: &Lines<'_>,
    marked: Option<(u32, u32)>,
    shift: Option<i64>,
) -> Option<Excerpt> {
    let marked = marked.filter(|(_, last)| lines.contains_key(last));
    let (first, last) = marked.or_else(|| lines.keys().next_back().map(|last| (*last, *last)))?;
    let from = first.saturating_sub(CONTEXT).max(last.saturating_sub(MOST_SHOWN));
    let shown: Vec<u32> = (from..=last).rev().take_while(|number| lines.contains_key(number)).collect();
    let code: Vec<&str> = shown.iter().rev().filter_map(|number| lines.get(number)).map(without_return).collect();
    let shift = |number: u32| shift.and_then(|shift| shifted(number, shift));
    let start_line = shown.last().and_then(|number| shift(*number));
    let marks = shown.iter().rev().filter(|number| marked.is_some_and(|(first, _)| **number >= first));
    let highlight_lines = marks.filter_map(|number| shift(*number)).filter(|_| start_line.is_some()).collect();
    Some(Excerpt { path: path.map(str::to_owned), start_line, language: None, highlight_lines, code: code.join("\n") })
}

fn without_return<'l>(line: &Line<'l>) -> &'l str {
    line.text.strip_suffix('\r').unwrap_or(line.text)
}

/// Lines that are to stand in the place of others.
pub struct Change<'c> {
    /// Path inside the repository.
    pub path: &'c str,
    /// The lines to be replaced, as the diff numbers them.
    pub replaced: (u32, u32),
    /// The lines to stand there.
    pub by: &'c [String],
    /// What the diff's numbers have become.
    pub shift: i64,
}

/// A unified diff.
#[derive(Debug, PartialEq, Eq)]
pub struct Patch {
    pub text: String,
    /// Whether a line after the change, or the end of the file, is known. Without either, git takes a patch for one of
    /// the end of the file unless it is told `--unidiff-zero`.
    pub is_anchored: bool,
}

/// The change as a diff; `None` where a line that it replaces is not known, or where nothing changes.
pub fn suggested_patch<'l>(change: &Change<'_>, line: impl Fn(u32) -> Option<Line<'l>>) -> Option<Patch> {
    let (first, last) = change.replaced;
    let old: Vec<Line<'l>> = (first..=last).map(&line).collect::<Option<_>>()?;
    let new = with_breaks_of(&old, change.by);
    let (head, tail) = shared_ends(&old, &new, |old, new| old.text == new);
    let removed = old.get(head..old.len() - tail)?.to_vec();
    let added = new.get(head..new.len() - tail)?;
    if removed.is_empty() && added.is_empty() {
        return None;
    }

    let start = first.checked_add(u32::try_from(head).ok()?)?;
    let end = start.checked_add(u32::try_from(removed.len()).ok()?)?;
    let mut before: Vec<Line<'l>> = (start.saturating_sub(CONTEXT)..start).rev().map_while(&line).collect();
    // Lines cannot be put behind a last line that has no line feed without changing that line.
    if before.first().is_some_and(|line| line.ends_file) {
        return None;
    }
    before.reverse();
    let after: Vec<Line<'l>> = (end..end.saturating_add(CONTEXT)).map_while(&line).collect();

    let ends_file = removed.last().is_some_and(|line| line.ends_file);
    let is_last = |at: usize| at + 1 == added.len();
    let added = added.iter().zip(0..).map(|(text, at)| Line { text, ends_file: ends_file && is_last(at) }).collect();
    let top = shifted(start.checked_sub(u32::try_from(before.len()).ok()?)?, change.shift)?;
    let is_anchored = ends_file || !after.is_empty();
    let mut text = String::new();
    if !is_anchored {
        text.push_str("No line after the change is known: apply this with `git apply --unidiff-zero`.\n\n");
    }
    push_git_line(change.path, &mut text);
    push_file_header(change.path, &mut text);
    Hunk { old_start: top, new_start: top, before, removed, added, after }.push_to(&mut text);
    Some(Patch { text, is_anchored })
}

/// Suggested lines that end as the lines do that they replace: GitHub's editor knows no carriage return.
fn with_breaks_of(old: &[Line<'_>], by: &[String]) -> Vec<String> {
    let end = if old.iter().all(|line| line.text.ends_with('\r')) { "\r" } else { "" };
    by.iter().map(|text| format!("{text}{end}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::patch::read::sides;

    const HUNK: &str = "@@ -10,5 +12,6 @@ fn dock() {\n a\n-b\n+c\n+d\n e\n\n f\n";

    fn patch_of(hunk: &str, replaced: (u32, u32), by: &[&str], shift: i64) -> Option<Patch> {
        let lines = sides(hunk).right;
        let by: Vec<String> = by.iter().map(|line| (*line).to_owned()).collect();
        suggested_patch(&Change { path: "x.rs", replaced, by: &by, shift }, |number| lines.get(&number).copied())
    }

    #[test]
    fn an_excerpt_ends_with_the_marked_lines() {
        let lines = sides(HUNK).right;
        let found = excerpt_beside(Some("x.rs"), &lines, Some((15, 16)), Some(-2)).expect("an excerpt");
        assert_eq!((found.start_line, found.code.as_str()), (Some(10), "a\nc\nd\ne\n"));
        assert_eq!(found.highlight_lines, [13, 14]);
        let outside = excerpt_beside(None, &lines, Some((99, 99)), Some(0)).expect("an excerpt");
        assert_eq!((outside.start_line, outside.code.as_str()), (Some(14), "d\ne\n\nf"));
        assert!(outside.highlight_lines.is_empty());
        assert!(excerpt_beside(None, &Lines::new(), None, None).is_none());
    }

    #[test]
    fn a_patch_shows_what_changes_and_what_stands_around_it() {
        let head = "diff --git a/x.rs b/x.rs\n--- a/x.rs\n+++ b/x.rs\n";
        let told = "No line after the change is known: apply this with `git apply --unidiff-zero`.\n\n";
        for (replaced, by, shift, expected) in [
            ((14, 14), &["D"] as &[&str], 0, format!("{head}@@ -12,6 +12,6 @@\n a\n c\n-d\n+D\n e\n \n f\n")),
            ((13, 15), &["c", "D", "e"], 5, format!("{head}@@ -17,6 +17,6 @@\n a\n c\n-d\n+D\n e\n \n f\n")),
            ((12, 12), &[], 0, format!("{head}@@ -12,4 +12,3 @@\n-a\n c\n d\n e\n")),
            ((17, 17), &["f", "g"], 0, format!("{told}{head}@@ -15,3 +15,4 @@\n e\n \n f\n+g\n")),
        ] {
            let found = patch_of(HUNK, replaced, by, shift).expect("a patch");
            assert_eq!(found.text, expected);
            assert_eq!(found.is_anchored, !found.text.starts_with("No line"));
        }
        for (replaced, by, shift) in [
            ((14, 14), &["d"] as &[&str], 0),
            ((17, 18), &["x"], 0),
            ((1, u32::MAX), &["x"], 0),
            ((14, 14), &["x"], -14),
            ((14, 14), &["x"], i64::MAX),
        ] {
            assert_eq!(patch_of(HUNK, replaced, by, shift), None);
        }
    }

    #[test]
    fn line_ends_stay_as_they_are() {
        let patch = patch_of("@@ -1 +1 @@\n a\r", (1, 1), &["b"], 0).expect("a patch");
        assert!(patch.text.ends_with("-a\r\n+b\r\n"), "{}", patch.text);
        let last = "@@ -1 +1 @@\n-z\n+a\n\\ No newline at end of file";
        let patch = patch_of(last, (1, 1), &["b"], 0).expect("a patch");
        let end = "-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n";
        assert!(patch.is_anchored && patch.text.ends_with(end), "{}", patch.text);
        assert_eq!(patch_of(last, (1, 1), &["a", "b"], 0), None);
    }
}
