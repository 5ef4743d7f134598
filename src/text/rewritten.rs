//! Text into Markdown that says the same and does nothing else: plain `CommonMark` with tables and strikethrough.
//!
//! A text of a run becomes part of a larger one, and may neither end what it stands in nor pass for what stands beside it. So it
//! is not copied but read and written again: raw HTML is text, headings go down to where the text stands, code is fenced by more
//! backticks than it holds, links lead where those of a page do, and what could be markup and is none is escaped.

mod containers;
mod pieces;
mod writer;

pub use pieces::{code_block, code_words, link, plain_words};

use crate::text::markdown::Markdown;
use crate::text::markdown::events::{LINE_START, one_line, parse};
use writer::Rewriter;

impl Markdown<'_> {
    /// A whole text whose outermost headings have this level. It ends without a line break.
    #[must_use]
    pub fn rewritten(&self, source: &str, heading: u8) -> String {
        // To some readers a carriage return alone ends a line, and with it the quotation that the line is in.
        let source = source.replace("\r\n", "\n").replace('\r', "\n");
        let mut writer = Rewriter::new(self.references, &source, heading);
        writer.write(&parse(&source));
        writer.finish()
    }

    /// One line, without a block and without a line break.
    #[must_use]
    pub fn rewritten_line(&self, source: &str) -> String {
        let line = one_line(source);
        let mut writer = Rewriter::of_line(self.references, &line);
        writer.write(&parse(&line));
        writer.finish().replacen(LINE_START, "", 1)
    }
}

#[cfg(test)]
mod tests;
