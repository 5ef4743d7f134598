//! The lines of a section with the headings inside it.

use crate::import::markdown::line::Line;

/// A line of a section, or a heading inside it.
#[derive(Clone, Copy)]
pub struct BodyLine<'t> {
    pub line: Line<'t>,
    /// 1 to 6 of a heading, else 0.
    pub level: usize,
}

impl BodyLine<'_> {
    /// Adds it as the Markdown that it was.
    pub fn push_to(&self, out: &mut String) {
        if self.level > 0 {
            out.extend(std::iter::repeat_n('#', self.level));
            out.push(' ');
        }
        out.push_str(self.line.text);
        out.push('\n');
    }
}
