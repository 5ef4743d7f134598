//! Words and priorities that grade a comment, and words for its kind.

use crate::import::markdown::inline::one_line;
use crate::model::Severity;

/// Words that grade a comment.
const GRADES: [(&str, Severity); 17] = [
    ("blocker", Severity::Critical),
    ("blocking", Severity::Critical),
    ("critical", Severity::Critical),
    ("p0", Severity::Critical),
    ("high", Severity::Important),
    ("important", Severity::Important),
    ("major", Severity::Important),
    ("p1", Severity::Important),
    ("warning", Severity::Important),
    ("info", Severity::Suggestion),
    ("low", Severity::Suggestion),
    ("medium", Severity::Suggestion),
    ("minor", Severity::Suggestion),
    ("moderate", Severity::Suggestion),
    ("p2", Severity::Suggestion),
    ("p3", Severity::Suggestion),
    ("trivial", Severity::Suggestion),
];

/// Words for the kind of a comment.
const KINDS: [(&str, Severity); 8] = [
    ("bug", Severity::Important),
    ("issue", Severity::Important),
    ("potential issue", Severity::Important),
    ("nit", Severity::Suggestion),
    ("nitpick", Severity::Suggestion),
    ("pre existing", Severity::Suggestion),
    ("refactor suggestion", Severity::Suggestion),
    ("suggestion", Severity::Suggestion),
];

/// The severity that a word or a priority states, in lower case: `major`, `p1`.
pub fn severity_from_grade(word: &str) -> Option<Severity> {
    severity_in(&GRADES, word)
}

/// The severity that comments of a kind mostly have: `nitpick`, `potential issue`.
pub fn severity_from_kind(words: &str) -> Option<Severity> {
    severity_in(&KINDS, words)
}

fn severity_in(table: &[(&str, Severity)], words: &str) -> Option<Severity> {
    table.iter().find(|(known, _)| *known == words).map(|(_, severity)| *severity)
}

/// Words in lower case, without marks, emoji and what is said around a grade: `_🟠 Major_`, `**High Severity**`,
/// `P1 Badge`.
pub fn bare_words(words: &str) -> String {
    let plain: String = words.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let plain = one_line(&plain.to_lowercase());
    let mut word = plain.as_str();
    for before in ["severity ", "priority "] {
        word = word.strip_prefix(before).unwrap_or(word);
    }
    for behind in [" badge", " priority", " severity"] {
        word = word.strip_suffix(behind).unwrap_or(word);
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_is_told_by_its_bare_words() {
        for (words, severity) in [
            ("_🟠 Major_", Some(Severity::Important)),
            ("**High Severity**", Some(Severity::Important)),
            ("P0 Badge", Some(Severity::Critical)),
            ("severity: LOW", Some(Severity::Suggestion)),
            ("highly", None),
            ("", None),
        ] {
            assert_eq!(severity_from_grade(&bare_words(words)), severity, "{words}");
        }
        assert_eq!(severity_from_kind(&bare_words("_⚠️ Potential issue_")), Some(Severity::Important));
    }
}
