//! The words, names and lines of a finding, from its Markdown and its code.

use crate::search::stem;
use crate::text::fence::Fence;

/// Longer texts say no more about what a finding is.
const MOST_TEXT: usize = 6000;

/// A shorter line of code is in many places.
const SHORTEST_LINE: usize = 10;

/// Words that findings are made of, whatever they are about, in order.
const COMMON: [&str; 96] = [
    "about",
    "add",
    "after",
    "all",
    "already",
    "also",
    "and",
    "any",
    "are",
    "because",
    "been",
    "before",
    "being",
    "between",
    "both",
    "but",
    "can",
    "change",
    "code",
    "consider",
    "could",
    "does",
    "during",
    "each",
    "every",
    "file",
    "finding",
    "fix",
    "for",
    "from",
    "has",
    "have",
    "here",
    "how",
    "however",
    "instead",
    "into",
    "issue",
    "its",
    "just",
    "line",
    "make",
    "may",
    "might",
    "more",
    "most",
    "must",
    "need",
    "new",
    "not",
    "now",
    "one",
    "only",
    "other",
    "out",
    "over",
    "per",
    "same",
    "see",
    "should",
    "some",
    "still",
    "such",
    "suggestion",
    "test",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "two",
    "under",
    "use",
    "used",
    "using",
    "via",
    "was",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "why",
    "will",
    "with",
    "within",
    "without",
    "would",
];

/// A text apart: its prose, and the lines of its fenced blocks.
pub struct Apart<'t> {
    pub prose: String,
    pub code: Vec<&'t str>,
}

/// Prose and code of Markdown.
pub fn apart(markdown: &str) -> Apart<'_> {
    let mut out = Apart { prose: String::new(), code: Vec::new() };
    let mut fence: Option<Fence<'_>> = None;
    for line in markdown[..markdown.floor_char_boundary(MOST_TEXT)].lines() {
        match fence {
            Some(open) if open.is_closed_by(line) => fence = None,
            Some(_) => out.code.push(line),
            None => {
                fence = Fence::opening(line);
                if fence.is_none() {
                    out.prose.push_str(line);
                    out.prose.push('\n');
                }
            }
        }
    }
    out
}

/// The stems of the words of prose that are not in every finding.
pub fn words(prose: &str) -> impl Iterator<Item = String> {
    let words = prose.split(|sign: char| !sign.is_alphabetic()).filter(|word| word.len() >= 3);
    words.map(str::to_lowercase).filter(|word| COMMON.binary_search(&word.as_str()).is_err()).map(|word| stem(&word))
}

/// The names of things in prose: what is in inline code, and words that look like code, in lower case.
pub fn names(prose: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (at, part) in prose.split('`').enumerate() {
        let is_code = at % 2 == 1 && part.len() <= 80 && !part.contains('\n');
        let all = part.split(|sign: char| !(sign.is_alphanumeric() || sign == '_'));
        let named = all.filter(|word| is_name(word) && (is_code || word.len() > 2 && looks_like_code(word)));
        out.extend(named.map(str::to_lowercase));
    }
    out
}

fn is_name(word: &str) -> bool {
    word.len() > 1 && word.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// `camelCase`, `CamelCase` and `snake_case`.
fn looks_like_code(word: &str) -> bool {
    let inner = word.trim_matches('_');
    let has_hump =
        inner.chars().zip(inner.chars().skip(1)).any(|(one, next)| one.is_lowercase() && next.is_uppercase());
    inner.contains('_') || has_hump
}

/// A line of code as it is compared: without indentation and marks of a diff, one blank between words. `None` for one that
/// stands in many places, such as a bracket.
pub fn code_line(line: &str) -> Option<String> {
    let bare = line.trim_start().trim_start_matches(['+', '-']).split_whitespace().collect::<Vec<_>>().join(" ");
    let letters = bare.chars().filter(|sign| sign.is_alphabetic()).count();
    (bare.len() >= SHORTEST_LINE && letters >= 3).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::COMMON;

    #[test]
    fn common_words_are_in_order() {
        assert!(COMMON.is_sorted());
    }
}
