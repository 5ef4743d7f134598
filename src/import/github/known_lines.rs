//! Lines of the changed files that the answers show, from which a suggestion can become a patch.

use super::answers::Answers;
use crate::import::patch::Lines;
use crate::import::patch::read::sides;
use std::collections::BTreeMap;

/// Lines of the new file that are known, by commit and path.
pub type KnownLines<'d> = BTreeMap<(String, String), Lines<'d>>;

/// The lines of every hunk and every changed file.
pub fn known_lines(answers: &Answers) -> KnownLines<'_> {
    let mut known = KnownLines::new();
    for change in answers.changes.iter().map(|change| &change.value) {
        let lines = known.entry((change.commit.clone(), change.path.clone())).or_default();
        lines.extend(sides(&change.patch).right);
    }
    for comment in answers.comments.iter().map(|comment| &comment.value) {
        if let Some(commit) = &comment.original_commit {
            let lines = known.entry((commit.clone(), comment.path.clone())).or_default();
            lines.extend(sides(&comment.hunk).right);
        }
    }
    known
}
