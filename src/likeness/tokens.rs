//! The words, names and lines of a finding, from its Markdown and its code.

use crate::search::stem;
use crate::text::fence::Fence;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use twox_hash::XxHash64;

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

/// Of prose, the blank behind it included, by guess.
const LETTERS_OF_A_WORD: usize = 8;

/// More words are not remembered at a time, since a text may be made of random ones.
const MOST_REMEMBERED: usize = 1 << 16;

/// Texts as hashes of their tokens. What a word becomes is remembered: findings say much in the same words.
#[derive(Default)]
pub struct Tokens {
    /// By the hash of a word as it is written that of its stem; `None` of one that is in every finding. Words are not kept
    /// themselves: looking at them again would cost more than all else, and 64 bits tell apart what is remembered.
    stems: HashMap<u64, Option<u32>, RandomState>,
    buffer: String,
}

impl Tokens {
    /// The stems of the words of prose that are not in every finding.
    pub fn words(&mut self, prose: &str) -> Vec<u32> {
        let mut words = Vec::with_capacity(prose.len() / LETTERS_OF_A_WORD);
        each_piece(prose, u8::is_ascii_alphabetic, char::is_alphabetic, |word| {
            if word.len() >= 3 {
                words.extend(self.stem(word));
            }
        });
        words
    }

    fn stem(&mut self, word: &str) -> Option<u32> {
        let written = XxHash64::oneshot(0, word.as_bytes());
        if let Some(known) = self.stems.get(&written) {
            return *known;
        }
        let lower = word.to_lowercase();
        let stem = COMMON.binary_search(&lower.as_str()).is_err().then(|| hash(&stem(&lower)));
        if self.stems.len() >= MOST_REMEMBERED {
            self.stems.clear();
        }
        self.stems.insert(written, stem);
        stem
    }

    /// The names of things in prose: what is in inline code, and words that look like code, in lower case.
    pub fn names(&mut self, prose: &str) -> Vec<u32> {
        let mut names = Vec::new();
        for (at, part) in prose.split('`').enumerate() {
            let is_code = at % 2 == 1 && part.len() <= 80 && !part.contains('\n');
            if !is_code && part.is_ascii() && !has_joint(part.as_bytes()) {
                continue;
            }
            let is_of_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
            each_piece(
                part,
                is_of_word,
                |sign| sign.is_alphanumeric() || sign == '_',
                |word| {
                    if is_name(word) && (is_code || word.len() > 2 && looks_like_code(word)) {
                        names.push(self.in_lower_case(word));
                    }
                },
            );
        }
        names
    }

    fn in_lower_case(&mut self, name: &str) -> u32 {
        if !name.is_ascii() {
            return hash(&name.to_lowercase());
        }
        self.buffer.clear();
        self.buffer.push_str(name);
        self.buffer.make_ascii_lowercase();
        hash(&self.buffer)
    }

    /// A line of code as it is compared: without indentation and marks of a diff, one blank between words. `None` for one that
    /// stands in many places, such as a bracket.
    pub fn code_line(&mut self, line: &str) -> Option<u32> {
        self.buffer.clear();
        let line = line.trim_start().trim_start_matches(['+', '-']);
        if line.is_ascii() {
            line.split_ascii_whitespace().for_each(|word| push_word(&mut self.buffer, word));
        } else {
            line.split_whitespace().for_each(|word| push_word(&mut self.buffer, word));
        }
        let letters = self.buffer.chars().filter(|sign| sign.is_alphabetic()).take(3).count();
        (self.buffer.len() >= SHORTEST_LINE && letters == 3).then(|| hash(&self.buffer))
    }
}

/// A token as a number.
#[expect(clippy::cast_possible_truncation, reason = "half of a hash is a hash")]
fn hash(token: &str) -> u32 {
    XxHash64::oneshot(0, token.as_bytes()) as u32
}

fn is_name(word: &str) -> bool {
    word.len() > 1 && word.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

fn push_word(buffer: &mut String, word: &str) {
    if !buffer.is_empty() {
        buffer.push(' ');
    }
    buffer.push_str(word);
}

/// Calls `found` with what lies between the signs that are part of no piece, if there is anything. Nearly all text is ASCII, which
/// is looked through by byte; a stretch with any other sign in it is divided again by its signs. Not an iterator: every word of an
/// archive comes through here.
fn each_piece<'t>(
    text: &'t str,
    is_ascii_part: impl Fn(&u8) -> bool,
    is_part: impl Fn(char) -> bool + Copy,
    mut found: impl FnMut(&'t str),
) {
    let mut stretch = |start: usize, end: usize, is_ascii: bool| {
        // Cut at ASCII bytes and ends of the text, which are all boundaries of signs.
        let Some(stretch) = text.get(start..end).filter(|stretch| !stretch.is_empty()) else { return };
        if is_ascii {
            found(stretch);
        } else {
            stretch.split(|sign| !is_part(sign)).filter(|piece| !piece.is_empty()).for_each(&mut found);
        }
    };
    let (mut start, mut is_ascii) = (0, true);
    for (at, byte) in text.bytes().enumerate() {
        if !byte.is_ascii() {
            is_ascii = false;
        } else if !is_ascii_part(&byte) {
            if at > start {
                stretch(start, at, is_ascii);
            }
            (start, is_ascii) = (at + 1, true);
        }
    }
    stretch(start, text.len(), is_ascii);
}

/// Looks at every byte, as one loop without a way out takes many of them at a time.
fn has_joint(word: &[u8]) -> bool {
    let is_joint = |one: u8, next: u8| (next == b'_') | (one.is_ascii_lowercase() & next.is_ascii_uppercase());
    let pairs = word.iter().zip(word.iter().skip(1));
    word.first() == Some(&b'_') || pairs.fold(false, |has, (one, next)| has | is_joint(*one, *next))
}

/// `camelCase`, `CamelCase` and `snake_case`.
fn looks_like_code(word: &str) -> bool {
    let inner = word.trim_matches('_');
    if inner.is_ascii() {
        return has_joint(inner.as_bytes());
    }
    let has_hump =
        inner.chars().zip(inner.chars().skip(1)).any(|(one, next)| one.is_lowercase() && next.is_uppercase());
    inner.contains('_') || has_hump
}

#[cfg(test)]
mod tests {
    use super::{COMMON, Tokens};

    #[test]
    fn common_words_are_in_order() {
        assert!(COMMON.is_sorted());
    }

    #[test]
    fn text_is_divided_by_byte_as_by_sign() {
        for text in ["", " one, two3 _four ", "für “zwei”—drei", "—", "ά1_b c", "a\u{0301}b c"] {
            let by_sign: Vec<&str> =
                text.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty()).collect();
            let mut by_byte = Vec::new();
            super::each_piece(text, u8::is_ascii_alphabetic, char::is_alphabetic, |piece| by_byte.push(piece));
            assert_eq!(by_byte, by_sign, "{text:?}");
        }
    }

    #[test]
    fn a_word_is_the_same_token_however_it_is_written_and_asked_for_again() {
        let mut tokens = Tokens::default();
        let once = tokens.words("Closing the pipe");
        assert_eq!(once, tokens.words("closes pipes, and the"));
        assert_eq!((once.len(), &once), (2, &tokens.words("Closing the pipe")));
    }

    #[test]
    fn a_line_of_code_is_the_same_wherever_it_is_indented_and_changed() {
        let mut tokens = Tokens::default();
        let line = tokens.code_line("let  x = read_all(file);");
        assert!(line.is_some());
        assert_eq!(line, tokens.code_line("+    let x = read_all(file);"));
        assert_eq!([tokens.code_line("}"), tokens.code_line("------------")], [None, None]);
    }

    #[test]
    fn names_are_what_is_in_inline_code_or_looks_like_code() {
        let mut tokens = Tokens::default();
        let names = tokens.names("The `fd` of read_all and readAll is odd");
        assert_eq!(names.len(), 3);
        assert_eq!(names[2], tokens.names("`READALL`")[0]);
    }
}
