//! Diffs as git writes them.

use super::Line;
use std::fmt::Write;

/// Neighbouring lines that are replaced, with the unchanged lines around them.
#[derive(Debug)]
pub struct Hunk<'l> {
    /// The number of its first line in the old file.
    pub old_start: u32,
    /// The number of its first line in the new file.
    pub new_start: u32,
    /// Unchanged lines before the change.
    pub before: Vec<Line<'l>>,
    /// Lines of the old file.
    pub removed: Vec<Line<'l>>,
    /// Lines of the new file.
    pub added: Vec<Line<'l>>,
    /// Unchanged lines after the change.
    pub after: Vec<Line<'l>>,
}

impl Hunk<'_> {
    /// Adds the hunk to a diff.
    pub fn push_to(&self, diff: &mut String) {
        let unchanged = self.before.len() + self.after.len();
        let range = |start: u32, count: usize| {
            // A side without lines is counted from the line before it.
            format!("{},{count}", if count == 0 { start.saturating_sub(1) } else { start })
        };
        let old = range(self.old_start, unchanged + self.removed.len());
        let new = range(self.new_start, unchanged + self.added.len());
        // Writing to a String cannot fail.
        let _ = writeln!(diff, "@@ -{old} +{new} @@");
        for (sign, lines) in [(' ', &self.before), ('-', &self.removed), ('+', &self.added), (' ', &self.after)] {
            for line in lines {
                let end = if line.ends_file { "\\ No newline at end of file\n" } else { "" };
                let _ = write!(diff, "{sign}{}\n{end}", line.text);
            }
        }
    }
}

/// Adds the line that git puts above the header of a file.
pub fn push_git_line(path: &str, diff: &mut String) {
    let _ = writeln!(diff, "diff --git {} {}", name_on_side('a', path), name_on_side('b', path));
}

/// Adds the names of a changed file.
pub fn push_file_header(path: &str, diff: &mut String) {
    // A tab tells git where a name with blanks ends.
    let tab = if path.contains(' ') { "\t" } else { "" };
    let _ = writeln!(diff, "--- {}{tab}\n+++ {}{tab}", name_on_side('a', path), name_on_side('b', path));
}

/// Quoted where it holds a quote or a backslash.
fn name_on_side(side: char, path: &str) -> String {
    if path.contains(['"', '\\']) {
        return format!("\"{side}/{}\"", path.replace('\\', "\\\\").replace('"', "\\\""));
    }
    format!("{side}/{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines<'t>(texts: &[&'t str]) -> Vec<Line<'t>> {
        texts.iter().map(|text| Line::with_break(text)).collect()
    }

    #[test]
    fn a_hunk_counts_the_lines_of_both_sides() {
        let (before, after) = (lines(&["a\n"]), lines(&["d"]));
        let (removed, added) = (lines(&["b\n"]), lines(&["B\n", "c\n"]));
        let mut diff = String::new();
        Hunk { old_start: 4, new_start: 6, before, removed, added, after }.push_to(&mut diff);
        assert_eq!(diff, "@@ -4,3 +6,4 @@\n a\n-b\n+B\n+c\n d\n\\ No newline at end of file\n");
    }

    #[test]
    fn a_side_without_lines_is_counted_from_the_line_before() {
        let mut diff = String::new();
        let removed = lines(&["a\n"]);
        Hunk { old_start: 5, new_start: 5, before: vec![], removed, added: vec![], after: vec![] }.push_to(&mut diff);
        assert_eq!(diff, "@@ -5,1 +4,0 @@\n-a\n");
    }

    #[test]
    fn names_are_quoted_and_ended_as_git_does_it() {
        for (path, header) in [
            ("a.rs", "diff --git a/a.rs b/a.rs\n--- a/a.rs\n+++ b/a.rs\n"),
            ("a b", "diff --git a/a b b/a b\n--- a/a b\t\n+++ b/a b\t\n"),
            ("a\"\\", "diff --git \"a/a\\\"\\\\\" \"b/a\\\"\\\\\"\n--- \"a/a\\\"\\\\\"\n+++ \"b/a\\\"\\\\\"\n"),
        ] {
            let mut diff = String::new();
            push_git_line(path, &mut diff);
            push_file_header(path, &mut diff);
            assert_eq!(diff, header);
        }
    }
}
