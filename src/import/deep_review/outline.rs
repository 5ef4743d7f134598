//! A Markdown report as headings and the lines below them. Nothing inside a fence is a heading, a list or a table.

/// A line and whether it stands inside a fenced block, its fences included.
#[derive(Clone, Copy, Debug)]
pub struct Line<'t> {
    /// The text without its break.
    pub text: &'t str,
    /// Whether it is code.
    pub is_code: bool,
}

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
#[must_use]
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let mut fence: Option<&str> = None;
    let mut out = Vec::new();
    for line in cut(text) {
        let mark = fence_of(line);
        let is_code = fence.is_some() || mark.is_some();
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if mark.starts_with(open) && line.trim() == mark => fence = None,
            _ => {}
        }
        out.push(Line { text: line, is_code });
    }
    out
}

/// A text at its line breaks, as [`str::lines`] does it, but faster for long texts of short lines.
fn cut(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text).filter(|text| !text.is_empty());
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = memchr::memchr(b'\n', text.as_bytes()) else { return rest.take() };
        rest = Some(&text[at + 1..]).filter(|rest| !rest.is_empty());
        Some(&text[..at])
    })
}

/// The run of backticks or tildes that a line begins with, if it is a fence.
fn fence_of(line: &str) -> Option<&str> {
    let start = line.trim_ascii_start();
    let mark = start.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = start.len() - start.trim_start_matches(mark).len();
    // An info string with a backtick is no fence but inline code.
    (length >= 3 && !(mark == '`' && start[length..].contains('`'))).then(|| &start[..length])
}

/// Cuts a text at its headings.
#[must_use]
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = vec![Part { level: 0, title: "", lines: Vec::new() }];
    for line in lines(text) {
        match heading(line) {
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

/// `## Words` as level and words.
fn heading(line: Line<'_>) -> Option<(usize, &str)> {
    if line.is_code {
        return None;
    }
    let level = line.text.bytes().take_while(|byte| *byte == b'#').count();
    let title = line.text.get(level..)?.strip_prefix([' ', '\t'])?;
    (1..=6).contains(&level).then(|| (level, title.trim().trim_end_matches('#').trim_end()))
}

impl Part<'_> {
    /// The text below the heading.
    #[must_use]
    pub fn body(&self) -> String {
        text_of(&self.lines)
    }

    /// Heading and text as Markdown again.
    #[must_use]
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
    #[must_use]
    pub fn name(&self) -> &str {
        let title = self.title.trim_matches('*');
        match title.split_once(". ") {
            Some((number, name)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => name.trim(),
            _ => title,
        }
    }
}

/// Lines as text, without blank lines and rules at either end.
#[must_use]
pub fn text_of(lines: &[Line<'_>]) -> String {
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

/// The cells of a table's row; `None` for any other line.
#[must_use]
pub fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?;
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut cells = vec![String::new()];
    let (mut in_code, mut escaped) = (false, false);
    for c in inner.chars() {
        match c {
            '|' if escaped => cells.last_mut()?.push('|'),
            '|' if !in_code => cells.push(String::new()),
            _ => {
                in_code ^= c == '`';
                let cell = cells.last_mut()?;
                if escaped {
                    cell.push('\\');
                }
                if c != '\\' {
                    cell.push(c);
                }
            }
        }
        escaped = c == '\\' && !escaped;
    }
    Some(cells.into_iter().map(|cell| cell.trim().to_owned()).collect())
}

/// `|---|:--:|`
#[must_use]
pub fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.contains('-') && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '))
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

    #[test]
    fn cells_hold_code_and_escaped_bars() {
        assert_eq!(cells("| a | `b|c` | d \\| e | \\n |").unwrap(), ["a", "`b|c`", "d | e", "\\n"]);
        assert_eq!(cells("no table"), None);
        assert!(is_delimiter("| --- |:-:|") && !is_delimiter("| a |"));
    }
}
