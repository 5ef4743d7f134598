//! Markdown into HTML, on pulldown-cmark's event stream.
//!
//! Raw HTML is written as text, only harmless links survive, images become links, and plain text and inline code
//! pass through [`References`](super::references::References) on their way. The events are balanced, so the HTML is, whatever the input.

mod plain;
mod scope;
mod writer;

pub use plain::{plain_line, plain_start, plain_text, start_of, starts_a_block};
pub use scope::{Anchors, Markdown, Scope};

use plain::one_line;
use writer::{Writer, parse};

impl Markdown<'_> {
    /// A whole text: paragraphs, lists, tables, code.
    #[must_use]
    pub fn blocks(&self, source: &str, scope: Scope<'_>) -> String {
        let events = parse(source);
        let mut writer = Writer::new(self, source, scope);
        writer.run(&events);
        writer.out
    }

    /// One line: code, emphasis and links, but no block.
    #[must_use]
    pub fn line(&self, source: &str) -> String {
        let marked = one_line(source);
        let mut anchors = Anchors::default();
        let scope = Scope { heading: 6, prefix: "", anchors: &mut anchors, language: None };
        let mut writer = Writer::of_line(self, &marked, scope);
        writer.run(&parse(&marked));
        writer.out
    }
}

#[cfg(test)]
mod tests;
