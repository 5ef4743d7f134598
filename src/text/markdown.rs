//! Markdown into HTML, on pulldown-cmark's event stream.
//!
//! Raw HTML is written as text, only harmless links survive, images become links, and plain text and inline code
//! pass through [`References`](super::references::References) on their way. The events are balanced, so the HTML is, whatever the input.

mod items;
mod plain;
mod scope;
mod writer;

pub use items::{Item, items};
pub use plain::{plain_line, plain_start, plain_text, start_of, starts_a_block};
pub use scope::{Anchors, Markdown, Scope};

/// Markdown read, for what writes it otherwise than as HTML.
pub(in crate::text) mod events {
    pub use super::plain::{LINE_START, one_line};
    pub use super::writer::{Located, parse, underscored};
}

use crate::text::Html;
use plain::one_line;
use writer::{Form, Writer, parse};

impl Markdown<'_> {
    /// A whole text: paragraphs, lists, tables, code.
    #[must_use]
    pub fn blocks(&self, source: &str, scope: Scope<'_>) -> Html {
        self.passage(source, scope).html
    }

    /// The same, and whether it ends with a list of reviewers.
    #[must_use]
    pub fn passage(&self, source: &str, scope: Scope<'_>) -> Passage {
        let events = parse(source);
        let mut writer = Writer::new(self, source, scope);
        writer.write(&events);
        Passage::from_writer(writer)
    }

    /// One line: code, emphasis and links, but no block.
    #[must_use]
    pub fn line(&self, source: &str) -> Html {
        self.line_passage(source).html
    }

    /// One line that stands inside a link: its own links are left out, their words stay.
    #[must_use]
    pub fn line_in_link(&self, source: &str) -> Html {
        self.one_line(source, Form::LineInLink).html
    }

    /// One line, and whether it ends with a list of reviewers.
    #[must_use]
    pub fn line_passage(&self, source: &str) -> Passage {
        self.one_line(source, Form::Line)
    }

    fn one_line(&self, source: &str, form: Form) -> Passage {
        let marked = one_line(source);
        let mut anchors = Anchors::default();
        let scope = Scope { heading: 6, prefix: "", anchors: &mut anchors, language: None };
        let mut writer = Writer::of_line(self, &marked, scope, form);
        writer.write(&parse(&marked));
        Passage::from_writer(writer)
    }
}

/// A text as HTML, and what is in it.
#[derive(Debug)]
pub struct Passage {
    pub html: Html,
    /// Whether a paragraph or an item of it ends with a list of reviewers, shown as badges.
    pub has_credits: bool,
}

impl Passage {
    fn from_writer(writer: Writer<'_, '_>) -> Self {
        Self { html: Html::vouched(writer.out, writer.is_of_one_page), has_credits: writer.has_credits }
    }
}

#[cfg(test)]
mod tests;
