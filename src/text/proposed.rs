//! What a recommendation says of itself: that there is none, that something is to go again, that it was taken up.

/// Words of which "no …" says that nothing is proposed.
const PROPOSED: [&str; 14] = [
    "addition",
    "additions",
    "aspects",
    "change",
    "changes",
    "gap",
    "gaps",
    "improvement",
    "improvements",
    "recommendation",
    "recommendations",
    "suggestion",
    "suggestions",
    "updates",
];

/// What follows them then; "no change of a lock without a test" proposes something.
const BEHIND: [&str; 18] = [
    "are",
    "at",
    "emerged",
    "for",
    "found",
    "from",
    "here",
    "identified",
    "in",
    "is",
    "needed",
    "necessary",
    "required",
    "surfaced",
    "this",
    "warranted",
    "was",
    "were",
];

/// Whether a recommendation says that there is none: "None this round", "No suggestions.".
#[must_use]
pub fn proposes_nothing(plain: &str) -> bool {
    let words = first_words(plain, 10);
    match words.first().map(String::as_str) {
        None => true,
        Some("none" | "nothing") => words.get(1).is_none_or(|next| next != "of"),
        Some("no") => (1..words.len().min(7)).any(|at| {
            let is_end = |next: Option<&String>| next.is_none_or(|next| BEHIND.contains(&next.as_str()));
            PROPOSED.contains(&words[at].as_str()) && is_end(words.get(at + 1))
        }),
        Some(_) => false,
    }
}

/// Whether a recommendation is to take something back: "REMOVE the rule …" is not the rule proposed again.
#[must_use]
pub fn takes_back(plain: &str) -> bool {
    let first = first_words(plain, 1);
    first.first().is_some_and(|first| matches!(first.as_str(), "remove" | "drop" | "delete" | "retire" | "revert"))
}

/// Whether a recommendation says that it was taken up, or that it was not yet; `None`: it says neither.
#[must_use]
pub fn says_taken_up(plain: &str) -> Option<bool> {
    /// A label stands at the start.
    const LABEL: usize = 80;
    const DONE: [&str; 4] = ["(applied", "(already applied", "(adopted", "(taken up"];
    const RAISED: [&str; 4] = ["raised", "proposed", "recommended", "suggested"];
    const NOT_YET: [&str; 3] = ["not been applied", "not been adopted", "not been taken up"];
    let lower = plain.to_lowercase();
    let says_not = |sentence: &str| {
        RAISED.iter().any(|raised| sentence.contains(raised)) && NOT_YET.iter().any(|not| sentence.contains(not))
    };
    if lower.split(['.', ';']).any(says_not) {
        return Some(false);
    }
    let label = &lower[..lower.floor_char_boundary(LABEL)];
    DONE.iter().any(|done| label.contains(done)).then_some(true)
}

/// A recommendation without the mark in brackets that some begin with: `[repo]`, `[+]`.
#[must_use]
pub fn without_mark(plain: &str) -> &str {
    const LONGEST: usize = 16;
    let text = plain.trim_start();
    let mark = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).filter(|(mark, _)| mark.len() <= LONGEST);
    mark.map(|(_, behind)| behind.trim_start()).filter(|behind| !behind.is_empty()).unwrap_or(text)
}

/// Its first words in lower case.
fn first_words(plain: &str, most: usize) -> Vec<String> {
    let words = without_mark(plain).split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(most).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{proposes_nothing, says_taken_up, takes_back, without_mark};

    #[test]
    fn none_is_no_recommendation() {
        for none in [
            "None.",
            "(none — the file is right)",
            "None this round: every finding was known",
            "No suggestions.",
            "No new skill-level suggestions from this round",
            "[repo] No gaps surfaced in this review.",
            "  ",
        ] {
            assert!(proposes_nothing(none), "{none}");
        }
        for some in [
            "None of the reviewers read the lock: ask them to.",
            "No change of a lock without a test",
            "No reviewer ran the tests; name the command.",
            "Nonetheless quote the line.",
            "Add a rule",
        ] {
            assert!(!proposes_nothing(some), "{some}");
        }
    }

    #[test]
    fn what_is_to_go_is_told_from_what_is_to_come() {
        assert!(takes_back("[repo] REMOVE the note on locks") && takes_back("Drop this rule"));
        assert!(!takes_back("Removed files need a test") && !takes_back("") && !takes_back("[unclosed remove"));
    }

    #[test]
    fn a_mark_is_no_part_of_the_words() {
        for (plain, words) in [
            ("[repo] Quote", "Quote"),
            (" [+] Quote [it]", "Quote [it]"),
            ("[repo]", "[repo]"),
            ("[ ", "[ "),
            ("[a list of things that go on] Quote", "[a list of things that go on] Quote"),
        ] {
            assert_eq!(without_mark(plain), words);
        }
    }

    #[test]
    fn what_was_taken_up_is_said() {
        for (text, said) in [
            ("Add (applied this round): inline the rules.", Some(true)),
            ("This was raised in the previous round and has not been applied; it came again.", Some(false)),
            ("The patch has not been applied. It was raised before.", None),
            ("Quote the line.", None),
        ] {
            assert_eq!(says_taken_up(text), said, "{text}");
        }
    }
}
