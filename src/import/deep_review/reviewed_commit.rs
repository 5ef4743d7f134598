//! Which of the listed commits was reviewed, where a report says so. Some reports list the newest first and some the
//! oldest, so that the place in the list alone says nothing.

use crate::model::forge::is_sha;
use crate::model::run::Commit;

/// What a report says beside its list of commits.
#[derive(Debug, Default)]
pub struct Evidence<'t> {
    /// The commit that the head of the report calls the reviewed one.
    pub stated: Option<&'t str>,
    /// The words around the list.
    pub list: &'t str,
    /// The whole report.
    pub text: &'t str,
    /// The commit of the closing table, with what is said of it.
    pub resolution: Option<&'t str>,
}

/// The commit that the lines of the report belong to; `None` where it cannot be told.
pub fn reviewed_commit(commits: &[Commit], evidence: &Evidence<'_>) -> Option<String> {
    if let Some(stated) = evidence.stated {
        return Some(stated.to_owned());
    }
    if let [commit] = commits {
        return Some(commit.sha.clone());
    }
    let newest_first = order_in_words(evidence.list)
        .or_else(|| order_of_subjects(commits))
        .or_else(|| order_by_amended(commits, evidence.resolution?));
    let by_order = |newest_first: bool| if newest_first { commits.first() } else { commits.last() };
    newest_first
        .and_then(by_order)
        .map(|commit| commit.sha.clone())
        .or_else(|| latest_by_date(commits))
        .or_else(|| head_in_text(commits, evidence.text))
}

/// `newest first` beside the list.
fn order_in_words(words: &str) -> Option<bool> {
    let words = words.to_lowercase();
    let says = |signs: &[&str]| signs.iter().any(|sign| words.contains(sign));
    match (says(&["newest first", "latest first", "most recent first"]), says(&["oldest first", "earliest first"])) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// What commits say of each other: a fixup and a revert come after what they change, the answer to the third review
/// after that to the second, and an answer to any review after the first commit of all. `None` where they contradict
/// each other or say nothing.
fn order_of_subjects(commits: &[Commit]) -> Option<bool> {
    let subjects: Vec<&str> = commits.iter().map(|commit| commit.subject.as_deref().unwrap_or_default()).collect();
    let mut votes: Vec<bool> = Vec::new();
    for (at, subject) in subjects.iter().enumerate() {
        let earlier =
            subject_changed_by(subject).and_then(|changed| subjects.iter().position(|other| *other == changed));
        votes.extend(earlier.filter(|earlier| *earlier != at).map(|earlier| at < earlier));
    }
    let reviews: Vec<(usize, u32)> =
        subjects.iter().enumerate().filter_map(|(at, subject)| Some((at, round_answered(subject)?))).collect();
    votes.extend(reviews.windows(2).filter_map(|pair| match pair {
        [(_, first), (_, second)] if first != second => Some(first > second),
        _ => None,
    }));
    let is_answer = |at: usize| reviews.iter().any(|(of, _)| *of == at);
    let last = subjects.len().checked_sub(1)?;
    match (is_answer(0), is_answer(last)) {
        (true, false) => votes.push(true),
        (false, true) => votes.push(false),
        _ => {}
    }
    let first = *votes.first()?;
    votes.iter().all(|vote| *vote == first).then_some(first)
}

/// The subject of the commit that a fixup or a revert is of.
fn subject_changed_by(subject: &str) -> Option<&str> {
    let fixup = ["fixup! ", "squash! ", "amend! "].iter().find_map(|mark| subject.strip_prefix(mark));
    fixup.or_else(|| subject.strip_prefix("Revert \"")?.strip_suffix('"'))
}

/// `Address review round 4 findings` as 4.
fn round_answered(subject: &str) -> Option<u32> {
    let lower = subject.to_lowercase();
    if !lower.contains("review") || !["address", "apply", "fix"].iter().any(|verb| lower.contains(verb)) {
        return None;
    }
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let behind =
        words.iter().position(|word| *word == "round").or_else(|| words.iter().position(|word| *word == "review"));
    words.get(behind? + 1)?.parse().ok()
}

/// A commit that was amended was the last: the closing table names its successor by the same subject.
fn order_by_amended(commits: &[Commit], resolution: &str) -> Option<bool> {
    let amended = resolution.contains("amended") && !resolution.contains("squash");
    let is_it = |commit: Option<&Commit>| {
        let subject = commit.and_then(|commit| commit.subject.as_deref()).unwrap_or_default();
        amended && subject.len() > 8 && resolution.contains(subject)
    };
    match (is_it(commits.first()), is_it(commits.last())) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// The one commit with the latest date, where each has one.
fn latest_by_date(commits: &[Commit]) -> Option<String> {
    let dates: Option<Vec<&str>> = commits.iter().map(|commit| date_in(commit.subject.as_deref()?)).collect();
    let dates = dates?;
    let latest = *dates.iter().max()?;
    let mut all = commits.iter().zip(&dates).filter(|(_, date)| **date == latest);
    let first = all.next().map(|(commit, _)| commit.sha.clone());
    first.filter(|_| all.next().is_none())
}

/// `2026-03-21` or `2026-03-21 14:05`, as long as it goes on.
fn date_in(text: &str) -> Option<&str> {
    let is_date = |at: &usize| {
        let shape = |from: usize, to: usize| {
            text.get(at + from..at + to).is_some_and(|part| part.bytes().all(|b| b.is_ascii_digit()))
        };
        shape(0, 4)
            && shape(5, 7)
            && shape(8, 10)
            && text.get(at + 4..at + 5) == Some("-")
            && text.get(at + 7..at + 8) == Some("-")
    };
    let start = text.char_indices().map(|(at, _)| at).find(is_date)?;
    let length = text[start..]
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | ':' | ' ' | 'T')))
        .unwrap_or(text.len() - start);
    Some(text[start..start + length].trim_end())
}

/// ``HEAD (`0123456`)`` and the like anywhere in a report, where all that are listed commits are one.
fn head_in_text(commits: &[Commit], text: &str) -> Option<String> {
    const FURTHEST: usize = 70;
    let mut named: Option<&Commit> = None;
    for sign in ["HEAD", "branch tip", "top commit", "Top commit", "reviewed at", "reviewed commit"] {
        for (at, _) in text.match_indices(sign) {
            let behind = text.get(at + sign.len()..).unwrap_or_default();
            let near = behind.get(..behind.floor_char_boundary(FURTHEST)).unwrap_or(behind);
            let near = near.lines().next().unwrap_or_default();
            // `HEAD~2` and `HEAD^` are others.
            let words = near.split(|c: char| !c.is_ascii_alphanumeric());
            let sha = words.filter(|word| is_sha(word)).find(|_| !near.starts_with(['~', '^']));
            let Some(commit) = sha.and_then(|sha| commits.iter().find(|one| is_same(&one.sha, sha))) else { continue };
            if named.is_some_and(|known| known.sha != commit.sha) {
                return None;
            }
            named = Some(commit);
        }
    }
    named.map(|commit| commit.sha.clone())
}

/// Whether two names, of which either may be shortened, are one commit's.
fn is_same(a: &str, b: &str) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(subjects: &[&str], evidence: &Evidence<'_>) -> Option<usize> {
        let commit =
            |(at, subject): (usize, &&str)| Commit { sha: format!("{at}abcdef"), subject: Some((*subject).to_owned()) };
        let commits: Vec<Commit> = subjects.iter().enumerate().map(commit).collect();
        let sha = reviewed_commit(&commits, evidence)?;
        commits.iter().position(|commit| commit.sha == sha)
    }

    #[test]
    fn the_list_alone_decides_nothing() {
        let none = Evidence::default();
        assert_eq!(decided(&["Add it", "Test it"], &none), None);
        assert_eq!(decided(&["Add it"], &none), Some(0));
        assert_eq!(decided(&[], &none), None);
    }

    #[test]
    fn what_the_report_says_decides() {
        let two = ["Add it", "Test it"];
        let list = |list| Evidence { list, ..Evidence::default() };
        assert_eq!(decided(&two, &list("Commits (newest first)")), Some(0));
        assert_eq!(decided(&two, &list("oldest first")), Some(1));
        let text = |text| Evidence { text, ..Evidence::default() };
        assert_eq!(decided(&two, &text("The branch's HEAD (`1abcdef`) is")), Some(1));
        assert_eq!(decided(&two, &text("HEAD~1 (`0abcdef`)")), None);
        assert_eq!(decided(&two, &text("HEAD `1abcdef`, then HEAD `0abcdef`")), None);
        let resolution = |resolution| Evidence { resolution: Some(resolution), ..Evidence::default() };
        assert_eq!(decided(&["Add it at once", "Test it"], &resolution("`9999999 Add it at once` (amended)")), Some(0));
        assert_eq!(
            decided(&["Add it at once", "Test it"], &resolution("`9999999 Add it at once` (autosquashed)")),
            None
        );
        let stated = Evidence { stated: Some("fedcba9"), ..Evidence::default() };
        assert_eq!(reviewed_commit(&[], &stated).as_deref(), Some("fedcba9"));
    }

    #[test]
    fn commits_say_which_came_later() {
        let none = Evidence::default();
        for (subjects, expected) in [
            (&["Address review round 4 findings", "Address review round 3 findings", "Add it"][..], Some(0)),
            (&["Add it", "Test it", "Address review 1 findings for PR #326"], Some(2)),
            (&["fixup! Add it", "Test it", "Add it"], Some(0)),
            (&["Add it", "Test it", "Revert \"Add it\""], Some(2)),
            (&["fixup! Add it", "Add it", "fixup! Add it"], None),
            (&["Add it (2026-03-20)", "Test it (2026-03-21)", "x (2026-03-19)"], Some(1)),
            (&["Add it (2026-03-21)", "Test it (2026-03-21)"], None),
            (&["Review code", "Fix 4 tests"], None),
        ] {
            assert_eq!(decided(subjects, &none), expected, "{subjects:?}");
        }
    }
}
