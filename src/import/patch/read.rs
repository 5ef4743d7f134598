//! What a diff shows of the file before and after.

use super::{Line, Lines};

/// Both sides of a diff.
#[derive(Debug, Default)]
pub struct Sides<'d> {
    /// Lines of the old file.
    pub left: Lines<'d>,
    /// Lines of the new file.
    pub right: Lines<'d>,
}

/// Reads hunks. Text before the first header, or below one that cannot be read, is passed over.
pub fn sides(diff: &str) -> Sides<'_> {
    let mut sides = Sides::default();
    let mut at: Option<(u32, u32)> = None;
    let mut last = (None, None);
    for text in diff.strip_suffix('\n').unwrap_or(diff).split('\n') {
        if text.starts_with("@@ ") {
            at = first_lines(text);
            continue;
        }
        let Some((left, right)) = at else { continue };
        let kind = text.chars().next().unwrap_or(' ');
        if kind == '\\' {
            sides.end_files(last);
            continue;
        }
        let line = Line { text: text.strip_prefix(kind).unwrap_or_default(), ends_file: false };
        last = ((kind != '+').then_some(left), (kind != '-').then_some(right));
        sides.left.extend(last.0.map(|number| (number, line)));
        sides.right.extend(last.1.map(|number| (number, line)));
        at = left.checked_add(u32::from(kind != '+')).zip(right.checked_add(u32::from(kind != '-')));
    }
    sides
}

impl Sides<'_> {
    /// `\ No newline at end of file`, below the line of each side that it is about.
    fn end_files(&mut self, (left, right): (Option<u32>, Option<u32>)) {
        for (lines, number) in [(&mut self.left, left), (&mut self.right, right)] {
            if let Some(line) = number.and_then(|number| lines.get_mut(&number)) {
                line.ends_file = true;
            }
        }
    }
}

/// `10` and `12` of `@@ -10,6 +12,9 @@`.
fn first_lines(header: &str) -> Option<(u32, u32)> {
    let mut words = header.split(' ').skip(1);
    let mut number = |sign| words.next()?.strip_prefix(sign)?.split(',').next()?.parse().ok();
    Some((number('-')?, number('+')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_has_its_numbers() {
        let found = sides("@@ -10,5 +12,6 @@ fn dock() {\n a\n-b\n+c\n+d\n e\n\n f\n");
        let words = |lines: &Lines| lines.iter().map(|(at, line)| format!("{at}{}", line.text)).collect::<Vec<_>>();
        assert_eq!(words(&found.left), ["10a", "11b", "12e", "13", "14f"]);
        assert_eq!(words(&found.right), ["12a", "13c", "14d", "15e", "16", "17f"]);
        assert!(sides("no header\n+x").right.is_empty());
        assert!(sides("@@ -x +y @@\n+x").right.is_empty());
        assert_eq!(sides("@@ -4294967295 +4294967295 @@\n a\n b").right.len(), 1);
    }

    #[test]
    fn the_end_of_a_file_belongs_to_its_side() {
        let found = sides("@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b");
        assert_eq!(found.left.get(&1), Some(&Line { text: "a", ends_file: true }));
        assert_eq!(found.right.get(&1), Some(&Line { text: "b", ends_file: false }));
    }
}
