//! What each line of a diff is: a header, or a line that is added, removed or kept.
//!
//! Inside a hunk the first character alone decides, since a removed `-- comment` of SQL or Lua reads `--- comment`. Where
//! a hunk ends is told by the lengths in its header. Diffs written by people and models often lack that header or count
//! wrongly, so whatever follows a hunk, or stands without one, is judged by its neighbours.

/// What a line of a diff is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    Added,
    Removed,
    Context,
    Header,
}

/// A line of a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    pub kind: LineKind,
    /// Its sign, or the whole of a header.
    pub sign: &'t str,
    /// What stands behind the sign; nothing of a header is code.
    pub code: &'t str,
}

impl<'t> Line<'t> {
    fn new(kind: LineKind, line: &'t str) -> Self {
        let sign = match kind {
            LineKind::Header => line.len(),
            LineKind::Added | LineKind::Removed => 1,
            LineKind::Context => usize::from(line.starts_with(' ')),
        };
        let (sign, code) = line.split_at(sign);
        Self { kind, sign, code }
    }

    /// Whether it belongs to the file as it is after the change.
    pub fn is_new(&self) -> bool {
        matches!(self.kind, LineKind::Added | LineKind::Context)
    }
}

/// All lines of a diff.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let all: Vec<&str> = text.lines().collect();
    let mut hunk = Hunk::default();
    let mut out: Vec<Line<'_>> = Vec::with_capacity(all.len());
    for (at, line) in all.iter().enumerate() {
        let next = |nth: usize| all.get(at + nth).copied().unwrap_or_default();
        if hunk.is_over_at(line, next(1), next(2)) {
            hunk = Hunk::default();
        }
        let kind = if hunk.is_open() {
            hunk.take(line)
        } else {
            let follows_old_path =
                out.last().is_some_and(|before| before.kind == LineKind::Header && is_old_path(before.sign));
            kind_outside(line, next(1), follows_old_path)
        };
        if kind == LineKind::Header && line.starts_with("@@") {
            hunk = Hunk::of_header(line).unwrap_or_default();
        }
        out.push(Line::new(kind, line));
    }
    out
}

/// The path of the changed file, where the diff names it.
pub fn new_path<'t>(lines: &[Line<'t>]) -> Option<&'t str> {
    let mut headers = lines.iter().filter(|line| line.kind == LineKind::Header);
    let path = headers.find_map(|line| line.sign.strip_prefix("+++ "))?;
    // A timestamp may follow.
    path.split('\t').next().map(str::trim)
}

/// How many lines of a hunk are still to come.
#[derive(Clone, Copy, Default)]
struct Hunk {
    old: usize,
    new: usize,
}

impl Hunk {
    /// `@@ -12,3 +12,4 @@ fn name()`; a length that is left out is 1.
    fn of_header(line: &str) -> Option<Self> {
        let (ranges, _) = line.strip_prefix("@@ -")?.split_once(" @@")?;
        let (old, new) = ranges.split_once(" +")?;
        let length = |range: &str| range.split_once(',').map_or(Some(1), |(_, length)| length.parse().ok());
        Some(Self { old: length(old)?, new: length(new)? })
    }

    fn is_open(self) -> bool {
        self.old > 0 || self.new > 0
    }

    /// Whether the header promised more lines than there are: the next hunk or the next file begins here.
    fn is_over_at(self, line: &str, second: &str, third: &str) -> bool {
        // The last two lines of a hunk that is counted rightly can look like the names of a file.
        let is_counted = self.old == 1 && self.new == 1;
        let is_next_file = is_old_path(line) && is_new_path(second) && third.starts_with("@@ -") && !is_counted;
        line.starts_with("@@ -") || line.starts_with("diff --git ") || is_next_file
    }

    fn take(&mut self, line: &str) -> LineKind {
        let (kind, old, new) = match line.bytes().next() {
            Some(b'+') => (LineKind::Added, 0, 1),
            Some(b'-') => (LineKind::Removed, 1, 0),
            Some(b'\\') => (LineKind::Header, 0, 0),
            // The blank before a kept line is easily lost, that of an empty one most easily.
            _ => (LineKind::Context, 1, 1),
        };
        self.old = self.old.saturating_sub(old);
        self.new = self.new.saturating_sub(new);
        kind
    }
}

fn is_old_path(line: &str) -> bool {
    line.starts_with("--- ")
}

fn is_new_path(line: &str) -> bool {
    line.starts_with("+++ ")
}

/// A guess. The names of a file come in pairs, or before a hunk.
fn kind_outside(line: &str, next: &str, follows_old_path: bool) -> LineKind {
    let is_name = (is_old_path(line) && (is_new_path(next) || next.starts_with("@@")))
        || (is_new_path(line) && (follows_old_path || next.starts_with("@@")));
    if is_name || ["@@", "diff ", "index ", "\\ No newline"].iter().any(|start| line.starts_with(start)) {
        return LineKind::Header;
    }
    match line.bytes().next() {
        Some(b'+') => LineKind::Added,
        Some(b'-') => LineKind::Removed,
        _ => LineKind::Context,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A letter a line: header, added, removed, context.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let letter = |line: &Line<'_>| match line.kind {
            LineKind::Header => 'h',
            LineKind::Added => '+',
            LineKind::Removed => '-',
            LineKind::Context => '.',
        };
        assert_eq!(lines(text).iter().map(letter).collect::<String>(), expected, "{text}");
    }

    #[test]
    fn inside_a_hunk_the_first_sign_decides() {
        check("--- a/q.sql\n+++ b/q.sql\n@@ -1,3 +1,2 @@\n a\n--- drop the old table\n-x\n+++ y\n", "hhh.--+");
        check("@@ -1,2 +1,2 @@\n--- old\n+++ new\n kept\n", "h-+.");
        check("@@ -3,2 +3,2 @@\ndiff old new\nindex of it\n", "h..");
        check("@@ -1 +1 @@\n--- a\n\\ No newline at end of file\n+++ b\n\\ No newline at end of file", "h-h+h");
        let line = lines("@@ -1 +0,0 @@\n--- drop")[1];
        assert_eq!((line.sign, line.code), ("-", "-- drop"));
    }

    #[test]
    fn the_next_file_and_the_next_hunk_are_headers_again() {
        let file = "diff --git a/x b/x\nindex 12..34 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n--- a\n+++ b\n";
        check(&file.repeat(2), &"hhhhh-+".repeat(2));
        check(
            "@@ -1 +1 @@\n--- a\n+++ b\n@@ -9 +9 @@\n--- c\n+++ d\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-e\n+f",
            "h-+h-+hhh-+",
        );
    }

    #[test]
    fn a_wrong_count_spoils_no_more_than_it_must() {
        // Too many promised.
        check("@@ -1,9 +1,9 @@\n-a\n+b\n@@ -20 +20 @@\n-c\n+d", "h-+h-+");
        check("@@ -1,9 +1,9 @@\n-a\n+b\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-c\n+d", "h-+hhh-+");
        check("@@ -1,9 +1,9 @@\n-a\n+b\ndiff --git a/y b/y\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n+d", "h-+hhhh+");
        // Too few.
        check("@@ -1 +1 @@\n-a\n+b\n c\n--- drop\n+d", "h-+.-+");
        check("@@ -1,99999999999999999999999 +1 @@\n-a\n+b", "h-+");
    }

    #[test]
    fn without_a_hunk_names_come_in_pairs() {
        check("--- a\n+++ b\n-x\n+y", "hh-+");
        check("-x\n--- drop\n+y\n+++ z\n  w", "--++.");
        check("--- a/x\n@@ here @@\n+y", "hh+");
        check("+++ b/x\n@@\n+y", "hh+");
        check("diff -u a b\nindex 1..2\n\\ No newline at end of file\n\nwords", "hhh..");
        check("", "");
    }

    #[test]
    fn the_path_is_that_of_a_header() {
        assert_eq!(new_path(&lines("--- a/x.go\n+++ b/x.go\t2026-01-01 00:00\n@@ -1 +1 @@\n+a")), Some("b/x.go"));
        assert_eq!(new_path(&lines("@@ -0,0 +1 @@\n+++ x.go")), None);
    }
}
