//! Lists: the mark that an item begins with, and an item from its text.

/// The length of the `- `, `* `, `+ `, `2. ` or `2) ` that a line begins with, blanks behind it included.
pub fn mark_length(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (bullets, numbers) = (["- ", "* ", "+ "], [". ", ") "]);
    let marks: &[&str] = if digits == 0 { &bullets } else { &numbers };
    let rest = line.get(digits..)?;
    let words = marks.iter().find_map(|mark| rest.strip_prefix(mark))?;
    Some(line.len() - words.trim_start_matches(' ').len())
}

/// A text as a list item: its further lines are indented, so that they belong to it.
pub fn item(mark: &str, markdown: &str) -> String {
    let indent = " ".repeat(mark.chars().count() + 1);
    let lines = markdown.lines().zip(0..).map(|(line, nth): (&str, usize)| match (nth, line.is_empty()) {
        (0, _) => format!("{mark} {line}"),
        (_, true) => String::new(),
        (_, false) => format!("{indent}{line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_measured_with_their_blanks() {
        for (line, length) in [
            ("- a", Some(2)),
            ("*   a", Some(4)),
            ("+ a", Some(2)),
            ("12) a", Some(4)),
            ("1. ", Some(3)),
            ("-a", None),
            ("1.5 a", None),
            (" - a", None),
            ("**a**", None),
            ("", None),
        ] {
            assert_eq!(mark_length(line), length, "{line}");
        }
    }

    #[test]
    fn further_lines_of_an_item_are_indented() {
        assert_eq!(item("2.", "a\n\nb"), "2. a\n\n   b");
    }
}
