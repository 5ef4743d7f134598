//! The line that opens a fenced block of code, and the one that closes it.

/// The line that opens a fenced block.
///
/// The specification allows three blanks before it at the top level and more inside a list. How deep a list is cannot be told
/// from one line, so any number of blanks is allowed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fence<'t> {
    indent: usize,
    mark: char,
    length: usize,
    /// What stands behind the marks, such as `rust` or `sh repro`.
    pub info: &'t str,
}

impl<'t> Fence<'t> {
    /// Three or more backticks or tildes; what stands behind backticks holds none, or it would be inline code.
    pub fn opening(line: &'t str) -> Option<Self> {
        let text = line.trim_start_matches([' ', '\t']);
        let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let info = text.trim_start_matches(mark);
        let length = text.len() - info.len();
        let is_inline = mark == '`' && info.contains('`');
        let indent = line.len() - text.len();
        (length >= 3 && !is_inline).then(|| Self { indent, mark, length, info: info.trim() })
    }

    /// Whether a line ends the block.
    pub fn is_closed_by(&self, line: &str) -> bool {
        let text = line.trim();
        text.len() >= self.length && text.chars().all(|c| c == self.mark)
    }

    /// Whether blanks stand before its marks.
    pub fn is_indented(&self) -> bool {
        self.indent > 0
    }

    /// The first word behind the marks.
    pub fn language(&self) -> &'t str {
        self.info.split_whitespace().next().unwrap_or_default()
    }

    /// A line of the block without the blanks that the fence is indented by.
    pub fn dedented<'l>(&self, line: &'l str) -> &'l str {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        line.get(blanks.min(self.indent)..).unwrap_or(line)
    }
}
