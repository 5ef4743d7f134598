//! A text as headings and the lines below them. Nothing inside a fence is a heading, a list or a table.

use super::fence::Fence;
use super::line::Line;

/// A heading with everything up to the next heading of any level.
#[derive(Clone, Debug)]
pub struct Part<'t> {
    /// 1 to 6; 0 for what stands before the first heading.
    pub level: usize,
    /// The heading without its marks.
    pub title: &'t str,
    /// The lines below it.
    pub lines: Vec<Line<'t>>,
}

/// The lines of a text, code told from words.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let mut fence: Option<Fence<'_>> = None;
    let mut out = Vec::new();
    for text in at_breaks(text) {
        let was_code = fence.is_some();
        fence = match fence {
            Some(open) => Some(open).filter(|open| !open.is_closed_by(text)),
            None => Fence::opening(text),
        };
        out.push(Line { text, is_code: was_code || fence.is_some() });
    }
    out
}

/// A text at its line breaks, as [`str::lines`] does it, but faster for long texts of short lines.
fn at_breaks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text).filter(|text| !text.is_empty());
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = memchr::memchr(b'\n', text.as_bytes()) else { return rest.take() };
        rest = Some(&text[at + 1..]).filter(|rest| !rest.is_empty());
        Some(&text[..at])
    })
}

/// Cuts a text at its headings.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = vec![Part { level: 0, title: "", lines: Vec::new() }];
    for line in lines(text) {
        match heading(line.text).filter(|_| !line.is_code) {
            Some((level, title)) => parts.push(Part { level, title, lines: Vec::new() }),
            None => {
                if let Some(part) = parts.last_mut() {
                    part.lines.push(line);
                }
            }
        }
    }
    parts
}

/// `## Words` as level and words, which may be empty.
pub fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let title = line.get(level..)?.strip_prefix([' ', '\t'])?;
    (1..=6).contains(&level).then(|| (level, title.trim().trim_end_matches('#').trim_end()))
}

impl Part<'_> {
    /// The text below the heading.
    pub fn body(&self) -> String {
        trimmed_text(&self.lines)
    }

    /// Heading and text as Markdown again.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        self.push_markdown(&mut text);
        text
    }

    /// Puts that behind a text, a blank line between the two.
    pub fn push_markdown(&self, text: &mut String) {
        let lines = without_empty_ends(&self.lines);
        text.reserve(length_of(lines) + self.level + self.title.len() + 5);
        if self.level > 0 {
            push_break(text);
            text.extend(std::iter::repeat_n('#', self.level));
            text.push(' ');
            text.push_str(self.title);
        }
        if !lines.is_empty() {
            push_break(text);
            push_lines(text, lines);
        }
        if self.level > 0 {
            text.truncate(text.trim_end().len());
        }
    }

    /// The heading without a number in front, such as `2. `, or emphasis around it.
    pub fn name(&self) -> &str {
        let title = self.title.trim_matches('*');
        match title.split_once(". ") {
            Some((number, name)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => name.trim(),
            _ => title,
        }
    }
}

/// Lines as text, without blank lines and rules at either end.
pub fn trimmed_text(lines: &[Line<'_>]) -> String {
    let lines = without_empty_ends(lines);
    let mut text = String::with_capacity(length_of(lines));
    push_lines(&mut text, lines);
    text
}

fn without_empty_ends<'l, 't>(lines: &'l [Line<'t>]) -> &'l [Line<'t>] {
    let is_empty = |line: &Line<'_>| !line.is_code && (line.text.trim().is_empty() || is_rule(line.text));
    let first = lines.iter().position(|line| !is_empty(line)).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !is_empty(line)).map_or(first, |last| last + 1);
    lines.get(first..last).unwrap_or_default()
}

fn length_of(lines: &[Line<'_>]) -> usize {
    lines.iter().map(|line| line.text.len() + 1).sum()
}

fn push_lines(text: &mut String, lines: &[Line<'_>]) {
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        text.push_str(line.text);
    }
}

/// A blank line behind what is there.
fn push_break(text: &mut String) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
}

/// `---` between sections.
fn is_rule(text: &str) -> bool {
    let marks = text.trim();
    marks.len() >= 3 && (marks.bytes().all(|b| b == b'-') || marks.bytes().all(|b| b == b'*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_code_are_code() {
        let parts = parts("a\n# One\n```sh\n# no heading\n````\n## 2. Two ##\n~~~\n```\n# x\n~~~\nend");
        let names: Vec<(usize, &str)> = parts.iter().map(|part| (part.level, part.name())).collect();
        assert_eq!(names, [(0, ""), (1, "One"), (2, "Two")]);
        assert_eq!(parts[2].body(), "~~~\n```\n# x\n~~~\nend");
        assert_eq!(parts[2].markdown(), "## 2. Two\n\n~~~\n```\n# x\n~~~\nend");
    }

    #[test]
    fn blanks_at_the_end_of_a_part_are_no_text() {
        let parts = parts("a \n# One\nx \n\n---\n# \n# Two");
        let mut text = String::new();
        for part in &parts {
            part.push_markdown(&mut text);
        }
        assert_eq!(text, "a \n\n# One\n\nx\n\n#\n\n# Two");
        assert_eq!(parts[1].markdown(), "# One\n\nx");
    }
}
