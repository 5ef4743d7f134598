//! Words of a text into terms: lunr's own, and the parts of identifiers and paths.

use super::stemmer::stem;
use super::stop_words::is_stop_word;

/// A longer term, in UTF-16 units, is not indexed: nobody types it, and one alone could fill a file.
const LONGEST_TERM: usize = 128;
/// So many parts of one word are indexed at most.
const MOST_PARTS: usize = 32;

/// The words of a text, as lunr separates them: at white space, as scripts know it, and hyphens.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_separator).filter(|word| !word.is_empty())
}

fn is_separator(sign: char) -> bool {
    // Scripts count the mark at a text's beginning as a blank, and the next line not.
    sign == '-' || sign == '\u{feff}' || (sign.is_whitespace() && sign != '\u{85}')
}

/// The terms of a word, each once: first the word as lunr has it, in lower case, trimmed and stemmed, then its parts.
///
/// A path gives its segments, an identifier the words it is made of: `src/instanceLock.rs` also gives `src`,
/// `instancelock.r` (the stem of `instancelock.rs`), `instanc`, `lock` and `rs`. Stop words give nothing.
#[must_use]
pub fn terms(word: &str) -> Vec<String> {
    let mut terms = Vec::new();
    let lower = word.to_lowercase();
    push(&mut terms, trimmed(&lower));
    let inner = trimmed(word);
    if let Some(path) = without_line(inner) {
        push_part(&mut terms, path);
    }
    for segment in inner.split(|sign: char| !sign.is_alphanumeric() && sign != '_' && sign != '.') {
        let segment = segment.trim_matches('.');
        if segment.len() < inner.len() {
            push_part(&mut terms, segment);
        }
        for part in segment.split(|sign: char| !sign.is_alphanumeric()) {
            if part.len() < segment.len() {
                push_part(&mut terms, part);
            }
            for hump in humps(part).filter(|hump| hump.len() < part.len()) {
                push_part(&mut terms, hump);
            }
        }
        if terms.len() > MOST_PARTS {
            break;
        }
    }
    terms.truncate(MOST_PARTS + 1);
    terms
}

/// `src/a.rs` of `src/a.rs:12`.
fn without_line(word: &str) -> Option<&str> {
    let (path, line) = word.rsplit_once(':')?;
    (path.contains(['/', '.']) && line.bytes().all(|byte| byte.is_ascii_digit())).then_some(path)
}

/// A word in lower case without the signs around it. Where it is ASCII: lunr's trimmer. That one takes every letter
/// beyond ASCII for such a sign, and `über` for `ber`; a word that has any keeps its letters and digits here.
#[must_use]
pub fn trimmed(word: &str) -> &str {
    word.trim_matches(|sign: char| !is_of_a_word(sign))
}

fn is_of_a_word(sign: char) -> bool {
    sign == '_' || sign.is_alphanumeric()
}

fn push_part(terms: &mut Vec<String>, part: &str) {
    let says_little = part.len() < 2 || part.bytes().all(|byte| byte.is_ascii_digit());
    if !says_little && terms.len() <= MOST_PARTS {
        push(terms, &part.to_lowercase());
    }
}

fn push(terms: &mut Vec<String>, word: &str) {
    if word.is_empty() || is_stop_word(word) || word.len() > LONGEST_TERM * 3 {
        return;
    }
    let term = stem(word);
    if term.encode_utf16().count() <= LONGEST_TERM && !terms.contains(&term) {
        terms.push(term);
    }
}

/// `stopHTTPServer` as `stop`, `HTTP` and `Server`; digits belong to what they follow.
fn humps(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (hump, after) = rest.split_at(hump_end(rest));
        rest = after;
        Some(hump)
    })
}

fn hump_end(word: &str) -> usize {
    let mut before: Option<char> = None;
    let mut signs = word.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let rises = before.is_some_and(|before| !before.is_uppercase() && sign.is_uppercase());
        let next_falls = signs.peek().is_some_and(|(_, next)| next.is_lowercase());
        let ends_capitals = before.is_some_and(char::is_uppercase) && sign.is_uppercase() && next_falls;
        if rises || ends_capitals {
            return at;
        }
        before = Some(sign);
    }
    word.len()
}

#[cfg(test)]
mod tests {
    use super::{terms, words};
    use proptest::prelude::*;

    #[test]
    fn words_end_where_lunr_ends_them() {
        let text = "One-two  three\u{feff}four\u{85}five\u{2028}six -- \n";
        assert_eq!(words(text).collect::<Vec<_>>(), ["One", "two", "three", "four\u{85}five", "six"]);
    }

    #[test]
    fn identifiers_and_paths_give_their_parts() {
        for (word, expected) in [
            ("(running),", vec!["run"]),
            ("the", vec![]),
            ("stopInstanceForcibly()", vec!["stopinstanceforc", "stop", "instanc", "forcibl"]),
            ("HTTPServer2", vec!["httpserver2", "http", "server2"]),
            ("max_retry_count", vec!["max_retry_count", "max", "retri", "count"]),
            (
                "src/locks/lease.rs:88",
                vec!["src/locks/lease.rs:88", "src/locks/lease.r", "src", "lock", "lease.r", "leas", "rs"],
            ),
            ("std::fs", vec!["std::f", "std", "fs"]),
            ("«Über»", vec!["über"]),
            ("🔥", vec![]),
            ("__proto__", vec!["__proto__", "proto"]),
            ("a.b", vec!["a.b"]),
        ] {
            assert_eq!(terms(word), expected, "{word}");
        }
    }

    #[test]
    fn one_endless_word_is_no_term() {
        assert!(terms(&"x".repeat(1 << 20)).is_empty());
        assert!(terms(&"aB".repeat(1 << 19)).len() <= 33);
        assert!(terms(&"ab/".repeat(1 << 19)).len() <= 33);
    }

    proptest! {
        #[test]
        fn no_word_is_too_strange(word in any::<String>()) {
            for word in words(&word) {
                for term in terms(word) {
                    let is_one_word = words(&term).eq([term.as_str()]);
                    prop_assert!(is_one_word, "{}", term);
                }
            }
        }
    }
}
