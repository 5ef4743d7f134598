//! Markdown as several readers need it: read by its lines, since what is imported keeps the words that it has, and
//! written so that a page shows what was meant.
//!
//! Lines rather than a syntax tree: a reader cuts a text into pieces and keeps each piece byte for byte, and the
//! dialects that bots write are told apart by what a line begins with.
//!
//! What a heading, a label or a mark *means* to a format stays with the reader of that format.

pub mod fence;
pub mod inline;
pub mod line;
pub mod list;
pub mod outline;
pub mod table;

/// Texts as paragraphs; empty ones are left out. `None` where nothing is left.
pub fn paragraphs(texts: impl IntoIterator<Item = String>) -> Option<String> {
    let texts: Vec<String> = texts.into_iter().filter(|text| !text.trim().is_empty()).collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

/// A text as a block quote.
pub fn quoted(text: &str) -> String {
    let lines = text.split('\n').map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") });
    lines.collect::<Vec<_>>().join("\n")
}

/// A text with `\n` as its only line break.
pub fn with_unix_breaks(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::{paragraphs, quoted};

    #[test]
    fn empty_paragraphs_are_left_out() {
        assert_eq!(paragraphs(["a".to_owned(), " \n".to_owned(), "b".to_owned()]).as_deref(), Some("a\n\nb"));
        assert_eq!(paragraphs([String::new()]), None);
    }

    #[test]
    fn empty_lines_do_not_end_a_quote() {
        assert_eq!(quoted("a\n\nb"), "> a\n>\n> b");
    }
}
