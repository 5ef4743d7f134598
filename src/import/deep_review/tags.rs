//! Which words in brackets are tags: `(important, logic error)`, and which are words after all.

use crate::import::slug_of;
use crate::model::{Severity, Slug};

/// Words that are tags wherever they stand in brackets. One of them vouches for the others beside it.
const KNOWN: [&str; 27] = [
    "bug",
    "cosmetic",
    "design",
    "documentation",
    "enhancement",
    "follow-up",
    "future",
    "future work",
    "gap",
    "in scope",
    "in-scope",
    "maintainability",
    "minor",
    "new",
    "nit",
    "observation",
    "optional",
    "out of scope",
    "out-of-scope",
    "performance",
    "pre-existing",
    "preexisting",
    "regression",
    "security",
    "style",
    "test gap",
    "testing",
];

/// What a reviewer's name in brackets may be followed by: `[Gemini 3.1 Pro, verified]`.
const OF_A_CREDIT: [&str; 6] =
    ["verified", "unverified", "confirmed", "unconfirmed", "independently verified", "partially verified"];

/// The tags of a list such as `important, logic error`; `None` where nothing vouches for its being one.
pub fn tags_from_list(list: &str) -> Option<Vec<Slug>> {
    let words: Vec<String> = list.split(',').map(|word| word.trim().to_lowercase()).collect();
    let is_list = words.iter().any(|word| is_known(word));
    let tags: Option<Vec<Slug>> =
        words.iter().map(|word| if reads_like_a_tag(word) { slug_of(word) } else { None }).collect();
    tags.filter(|_| is_list)
}

/// The tag that says how sure a credit is, in lower case.
pub fn tag_of_credit(words: &str) -> Option<Slug> {
    OF_A_CREDIT.contains(&words).then(|| slug_of(words)).flatten()
}

fn is_known(word: &str) -> bool {
    KNOWN.contains(&word) || is_severity(word) || is_move(word) || word.starts_with("deferred to ")
}

/// `downgraded from critical`
fn is_move(words: &str) -> bool {
    let mut words = words.split(' ');
    let moved = matches!(words.next(), Some("downgraded" | "upgraded" | "promoted" | "demoted" | "raised" | "lowered"));
    moved
        && matches!(words.next(), Some("from" | "to"))
        && words.next().is_some_and(is_severity)
        && words.next().is_none()
}

fn is_severity(word: &str) -> bool {
    Severity::ALL.iter().any(|severity| severity.word() == word)
}

fn reads_like_a_tag(word: &str) -> bool {
    let letters = word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'));
    !word.is_empty() && letters && word.split_whitespace().count() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_tags_where_one_of_them_is_known() {
        for (list, tags) in [
            ("important, logic error", Some("important logic-error")),
            ("in-scope", Some("in-scope")),
            ("Future, pre-existing", Some("future pre-existing")),
            ("downgraded from critical", Some("downgraded-from-critical")),
            ("runtime truth", None),
            ("created, running", None),
            ("gap, which nobody has seen before", None),
            ("important, see `x`", None),
            ("", None),
        ] {
            let told = tags_from_list(list).map(|tags| tags.iter().map(Slug::as_str).collect::<Vec<_>>().join(" "));
            assert_eq!(told.as_deref(), tags, "{list}");
        }
    }
}
