//! What stands inside a line: code, links, and text that is to be one line.

use super::fence::longest_run_of_backticks;
use crate::model::HttpAddress;

/// A text on one line: one blank wherever there was white space or a control character.
pub fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text as inline code, whatever backticks are in it.
pub fn inline_code(text: &str) -> String {
    let text = one_line(text);
    let marks = "`".repeat(longest_run_of_backticks(&text) + 1);
    match text.starts_with('`') || text.ends_with('`') {
        true => format!("{marks} {text} {marks}"),
        false if text.is_empty() => String::new(),
        false => format!("{marks}{text}{marks}"),
    }
}

/// The words and the address of the link that a text begins with.
pub fn leading_link(text: &str) -> Option<(&str, &str)> {
    let (words, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (address, _) = rest.split_once(')')?;
    Some((words, address))
}

/// Whether a text is an http or https address that can stand between `<` and `>`.
pub fn is_web_address(text: &str) -> bool {
    HttpAddress::check(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_code_has_more_marks_than_its_text() {
        assert_eq!(inline_code("a`b"), "``a`b``");
        assert_eq!(inline_code("`b"), "`` `b ``");
        assert_eq!(inline_code("a\n b"), "`a b`");
        assert_eq!(inline_code(" "), "");
    }

    #[test]
    fn only_http_is_an_address() {
        for text in ["https://a.example/x_(y)", "http://a.example"] {
            assert!(is_web_address(text), "{text}");
        }
        for text in ["", "a.example", "https://", "https:///a", "javascript:alert(1)", "https://a b", "https://a/`x`"] {
            assert!(!is_web_address(text), "{text}");
        }
    }
}
