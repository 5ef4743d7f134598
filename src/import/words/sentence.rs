//! The first sentence of a plain text: the title of a finding.

use super::WRAPPED;
use crate::import::markdown::inline::one_line;

/// Longer first sentences of a message are cut in a title; the whole then stands in the body.
const LONGEST_TITLE: usize = 200;

/// A message as title and what is left of it: the first sentence, or the first line.
pub fn title_and_rest(text: &str) -> (String, &str) {
    let text = text.trim();
    let (head, rest) = text.split_at_checked(sentence_end(text)).unwrap_or((text, ""));
    let title = one_line(head);
    if title.chars().count() > LONGEST_TITLE {
        let short: String = title.chars().take(LONGEST_TITLE - 20).collect();
        let words = short.rsplit_once(' ').map_or(short.as_str(), |(words, _)| words);
        return (format!("{words} …"), text);
    }
    let title = match title.strip_suffix('.') {
        Some(words) if !words.is_empty() && !words.ends_with('.') => words.to_owned(),
        _ => title,
    };
    (title, rest.trim_start_matches([' ', '\t']).trim_start_matches(['\r', '\n']))
}

/// Where the first sentence ends. A line that ends without a mark is one, unless it is long and the next goes on in
/// lower case.
fn sentence_end(text: &str) -> usize {
    let mut in_code = false;
    let mut word_start = 0;
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            '`' => in_code = !in_code,
            '\n' if at < WRAPPED || !rest.starts_with(char::is_lowercase) => return at,
            '\n' => in_code = false,
            '.' | '!' | '?' if !in_code && ends_here(text.get(word_start..at).unwrap_or_default(), rest) => {
                return at + c.len_utf8();
            }
            _ => {}
        }
        if c.is_whitespace() {
            word_start = at + c.len_utf8();
        }
    }
    text.len()
}

fn ends_here(word: &str, rest: &str) -> bool {
    let abbreviation = matches!(word.trim_start_matches('('), "e.g" | "i.e" | "vs" | "cf" | "etc" | "approx");
    let next = rest.trim_start().chars().next();
    !abbreviation && rest.starts_with(char::is_whitespace) && next.is_some_and(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::title_and_rest;

    #[test]
    fn the_title_is_the_first_sentence() {
        for (text, title, rest) in [
            ("One. Two.", "One", "Two."),
            ("Use e.g. X here.\nMore", "Use e.g. X here", "More"),
            ("See `a. B` now", "See `a. B` now", ""),
            ("Wait...", "Wait...", ""),
            ("one\n\ntwo", "one", "two"),
            ("Version 1.5 is old", "Version 1.5 is old", ""),
        ] {
            assert_eq!(title_and_rest(text), (title.to_owned(), rest), "{text}");
        }
        let long = "word ".repeat(90);
        let (title, rest) = title_and_rest(&long);
        assert!(title.ends_with("word …") && title.chars().count() <= 200 && rest.len() == 449);
    }
}
