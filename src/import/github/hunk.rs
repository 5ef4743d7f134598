//! Lines of a diff: what a comment stands beside, as an excerpt, and what it suggests, as a patch.

use crate::model::finding::Excerpt;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Lines around a change that a patch shows, as git does.
const CONTEXT: u32 = 3;
/// Longer excerpts than this say nothing more.
const MOST_SHOWN: u32 = 80;

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// Whether the file ends with it, without a line feed.
    ends_file: bool,
}

/// Lines by their number.
pub type Lines = BTreeMap<u32, Line>;

/// Both sides of a diff.
#[derive(Debug, Default)]
pub struct Sides {
    /// Lines of the old file.
    pub left: Lines,
    /// Lines of the new file.
    pub right: Lines,
}

/// Reads hunks. Text before the first header, or below one that cannot be read, is passed over.
pub fn sides(diff: &str) -> Sides {
    let mut sides = Sides::default();
    let mut at: Option<(u32, u32)> = None;
    let mut last = (None, None);
    for text in diff.strip_suffix('\n').unwrap_or(diff).split('\n') {
        if text.starts_with("@@ ") {
            at = starts(text);
            continue;
        }
        let Some((left, right)) = at else { continue };
        let kind = text.chars().next().unwrap_or(' ');
        if kind == '\\' {
            for (lines, number) in [(&mut sides.left, last.0), (&mut sides.right, last.1)] {
                if let Some(line) = number.and_then(|number| lines.get_mut(&number)) {
                    line.ends_file = true;
                }
            }
            continue;
        }
        let line = || Line { text: text.strip_prefix(kind).unwrap_or_default().to_owned(), ends_file: false };
        last = ((kind != '+').then_some(left), (kind != '-').then_some(right));
        if kind != '+' {
            sides.left.insert(left, line());
        }
        if kind != '-' {
            sides.right.insert(right, line());
        }
        at = left.checked_add(u32::from(kind != '+')).zip(right.checked_add(u32::from(kind != '-')));
    }
    sides
}

/// The first lines of `@@ -10,6 +12,9 @@`.
fn starts(header: &str) -> Option<(u32, u32)> {
    let mut words = header.split(' ').skip(1);
    let mut number = |sign| words.next()?.strip_prefix(sign)?.split(',').next()?.parse().ok();
    Some((number('-')?, number('+')?))
}

/// The number of a line after lines were added or taken away above it.
pub fn shifted(number: u32, shift: i64) -> Option<u32> {
    u32::try_from(i64::from(number).checked_add(shift)?).ok().filter(|number| *number > 0)
}

/// The marked lines and the three before them; where the diff does not hold them, its last lines and no mark. Without a
/// `shift` the lines get no numbers.
pub fn excerpt(path: Option<&str>, lines: &Lines, marked: Option<(u32, u32)>, shift: Option<i64>) -> Option<Excerpt> {
    let marked = marked.filter(|(_, last)| lines.contains_key(last));
    let (first, last) = marked.or_else(|| lines.keys().next_back().map(|last| (*last, *last)))?;
    let from = first.saturating_sub(CONTEXT).max(last.saturating_sub(MOST_SHOWN));
    let shown: Vec<u32> = (from..=last).rev().take_while(|number| lines.contains_key(number)).collect();
    let code: Vec<&str> = shown.iter().rev().filter_map(|number| lines.get(number)).map(Line::shown).collect();
    let shift = |number: u32| shift.and_then(|shift| shifted(number, shift));
    let start_line = shown.last().and_then(|number| shift(*number));
    let marks = shown.iter().rev().filter(|number| marked.is_some_and(|(first, _)| **number >= first));
    let highlight_lines = marks.filter_map(|number| shift(*number)).filter(|_| start_line.is_some()).collect();
    Some(Excerpt { path: path.map(str::to_owned), start_line, language: None, highlight_lines, code: code.join("\n") })
}

impl Line {
    fn shown(&self) -> &str {
        self.text.strip_suffix('\r').unwrap_or(&self.text)
    }
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
    /// The diff.
    pub text: String,
    /// Whether a line after the change, or the end of the file, is known. Without either, git takes a patch for one of
    /// the end of the file unless it is told `--unidiff-zero`.
    pub is_anchored: bool,
}

/// The change as a diff; `None` where a line that it replaces is not known, or where nothing changes.
pub fn patch<'l>(change: &Change<'_>, line: impl Fn(u32) -> Option<&'l Line>) -> Option<Patch> {
    let (first, last) = change.replaced;
    let old: Vec<&Line> = (first..=last).map(&line).collect::<Option<_>>()?;
    let end = if old.iter().all(|line| line.text.ends_with('\r')) { "\r" } else { "" };
    let new: Vec<String> = change.by.iter().map(|text| format!("{text}{end}")).collect();
    let same = |(old, new): &(&&Line, &String)| old.text == **new;
    let head = old.iter().zip(&new).take_while(same).count();
    let rest = old.len().min(new.len()).saturating_sub(head);
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(same).count();
    let (gone, come) = (old.len().saturating_sub(head + tail), new.len().saturating_sub(head + tail));
    if gone == 0 && come == 0 {
        return None;
    }

    let start = first.checked_add(u32::try_from(head).ok()?)?;
    let after = start.checked_add(u32::try_from(gone).ok()?)?;
    let before: Vec<&Line> = (start.saturating_sub(CONTEXT)..start).rev().map_while(&line).collect();
    let behind: Vec<&Line> = (after..after.saturating_add(CONTEXT)).map_while(&line).collect();
    // Lines cannot be put behind a last line that has no line feed without changing that line.
    if before.first().is_some_and(|line| line.ends_file) {
        return None;
    }
    let removed = old.get(head..head + gone)?;
    let added = new.get(head..head + come)?;
    let ends_file = removed.last().is_some_and(|line| line.ends_file);

    let top = shifted(start.checked_sub(u32::try_from(before.len()).ok()?)?, change.shift)?;
    let kept = before.len() + behind.len();
    let (a, b) = (named("a/", change.path), named("b/", change.path));
    let is_anchored = ends_file || !behind.is_empty();
    let mut text = String::new();
    if !is_anchored {
        text.push_str("No line after the change is known: apply this with `git apply --unidiff-zero`.\n\n");
    }
    let tab = if change.path.contains(' ') { "\t" } else { "" };
    let _ = writeln!(text, "diff --git {a} {b}\n--- {a}{tab}\n+++ {b}{tab}");
    let _ = writeln!(text, "@@ -{top},{} +{top},{} @@", kept + gone, kept + come);
    let signed = before.iter().rev().map(|line| (' ', line)).chain(removed.iter().map(|line| ('-', line)));
    for (sign, line) in signed {
        push(&mut text, sign, &line.text, line.ends_file);
    }
    let last = added.len().saturating_sub(1);
    for (at, line) in added.iter().enumerate() {
        push(&mut text, '+', line, ends_file && at == last);
    }
    for line in behind {
        push(&mut text, ' ', &line.text, line.ends_file);
    }
    Some(Patch { text, is_anchored })
}

fn push(out: &mut String, sign: char, line: &str, ends_file: bool) {
    let end = if ends_file { "\\ No newline at end of file\n" } else { "" };
    let _ = write!(out, "{sign}{line}\n{end}");
}

/// A path as git writes it: quoted where it holds a quote or a backslash.
fn named(side: &str, path: &str) -> String {
    if path.contains(['"', '\\']) {
        return format!("\"{side}{}\"", path.replace('\\', "\\\\").replace('"', "\\\""));
    }
    format!("{side}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HUNK: &str = "@@ -10,5 +12,6 @@ fn dock() {\n a\n-b\n+c\n+d\n e\n\n f\n";

    fn of(hunk: &str, replaced: (u32, u32), by: &[&str], shift: i64) -> Option<Patch> {
        let lines = sides(hunk).right;
        let by: Vec<String> = by.iter().map(|line| (*line).to_owned()).collect();
        patch(&Change { path: "x.rs", replaced, by: &by, shift }, |number| lines.get(&number))
    }

    #[test]
    fn each_side_has_its_numbers() {
        let sides = sides(HUNK);
        let words = |lines: &Lines| lines.iter().map(|(at, line)| format!("{at}{}", line.text)).collect::<Vec<_>>();
        assert_eq!(words(&sides.left), ["10a", "11b", "12e", "13", "14f"]);
        assert_eq!(words(&sides.right), ["12a", "13c", "14d", "15e", "16", "17f"]);
        assert!(super::sides("no header\n+x").right.is_empty());
        assert!(super::sides("@@ -x +y @@\n+x").right.is_empty());
        assert_eq!(super::sides("@@ -4294967295 +4294967295 @@\n a\n b").right.len(), 1);
    }

    #[test]
    fn an_excerpt_ends_with_the_marked_lines() {
        let lines = sides(HUNK).right;
        let found = excerpt(Some("x.rs"), &lines, Some((15, 16)), Some(-2)).expect("an excerpt");
        assert_eq!((found.start_line, found.code.as_str()), (Some(10), "a\nc\nd\ne\n"));
        assert_eq!(found.highlight_lines, [13, 14]);
        let outside = excerpt(None, &lines, Some((99, 99)), Some(0)).expect("an excerpt");
        assert_eq!((outside.start_line, outside.code.as_str()), (Some(14), "d\ne\n\nf"));
        assert!(outside.highlight_lines.is_empty());
        assert!(excerpt(None, &Lines::new(), None, None).is_none());
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
            let found = of(HUNK, replaced, by, shift).expect("a patch");
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
            assert_eq!(of(HUNK, replaced, by, shift), None);
        }
    }

    #[test]
    fn line_ends_stay_as_they_are() {
        let patch = of("@@ -1 +1 @@\n a\r", (1, 1), &["b"], 0).expect("a patch");
        assert!(patch.text.ends_with("-a\r\n+b\r\n"), "{}", patch.text);
        let last = "@@ -1 +1 @@\n-z\n+a\n\\ No newline at end of file";
        let patch = of(last, (1, 1), &["b"], 0).expect("a patch");
        let end = "-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n";
        assert!(patch.is_anchored && patch.text.ends_with(end), "{}", patch.text);
        assert_eq!(of(last, (1, 1), &["a", "b"], 0), None);
    }
}
