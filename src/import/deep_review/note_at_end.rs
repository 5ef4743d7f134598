//! What a finding says at its end of what was done: `**Skipped.** …`, ``**Addressed:** Fixed in `0123456` ``.

use super::resolutions::{named_commit, resolution_from_words};
use crate::import::markdown::outline::lines;
use crate::model::finding::Resolution;

/// Labels that say only that an outcome follows.
const LABELS: [&str; 6] = ["outcome", "resolution", "status", "action", "action taken", "disposition"];

/// Where the note begins, and what it says; `None` where the last paragraphs are of something else.
pub fn note_at_end(text: &str) -> Option<(usize, Resolution)> {
    let start = starts_of_paragraphs(text).into_iter().rev().take(4).find(|start| {
        let (label, _) = label_and_words(text.get(*start..).unwrap_or_default()).unwrap_or_default();
        !label.is_empty() && (LABELS.contains(&label.to_lowercase().as_str()) || is_outcome(label))
    })?;
    let note = text.get(start..)?.trim();
    let (label, words) = label_and_words(note)?;
    let said = if is_outcome(label) { label } else { words };
    let mut resolution = resolution_from_words(said.lines().next()?)?;
    // A label that is the action itself says nothing more; any other words are kept whole.
    let is_action = |label: &str| label.eq_ignore_ascii_case(&resolution.action.word().replace('-', " "));
    let reason = if is_action(label) { words.to_owned() } else { note.replacen("**", "", 2) };
    resolution.reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    let commit = || if resolution.action.acted_on() { named_commit(words) } else { None };
    resolution.commit = resolution.commit.take().or_else(commit);
    Some((start, resolution))
}

/// Whether a label such as `Skipped` or `Fixed in round 2` is what was done, and no title of something else.
fn is_outcome(label: &str) -> bool {
    let is_short = label.split_whitespace().count() <= 4 && !label.contains(['`', '(']);
    let reason = resolution_from_words(label).map(|resolution| resolution.reason.unwrap_or_default());
    is_short && reason.is_some_and(|reason| reason.is_empty() || reason.starts_with("in ") || label == reason)
}

/// `**Addressed:** Fixed it` as label and words.
fn label_and_words(paragraph: &str) -> Option<(&str, &str)> {
    let (label, words) = paragraph.trim_start_matches(['>', ' ']).strip_prefix("**")?.split_once("**")?;
    let label = label.trim_end_matches([':', '.', ' ']);
    Some((label, words.trim_start_matches([':', '.', ' ', '—', '–', '-'])))
}

fn starts_of_paragraphs(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut after_blank = true;
    for line in lines(text) {
        let is_blank = !line.is_code && line.text.trim().is_empty();
        if after_blank && !is_blank && !line.is_code {
            out.push(at);
        }
        after_blank = is_blank;
        at += line.text.len() + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_in_all_their_spellings() {
        for (text, expected) in [
            ("It leaks.\n\n**Skipped.** It is rare.\n", Some((11, "skipped", Some("It is rare."), None))),
            (
                "It leaks.\n\n**Addressed:** Fixed in `0a1b2c3`.",
                Some((11, "fixed", Some("Addressed: Fixed in `0a1b2c3`."), Some("0a1b2c3"))),
            ),
            ("**Fixed** in `0a1b2c3`.", Some((0, "fixed", Some("in `0a1b2c3`."), Some("0a1b2c3")))),
            (
                "**Resolution:** declined, by design",
                Some((0, "declined", Some("Resolution: declined, by design"), None)),
            ),
            ("**Fixed.**", Some((0, "fixed", None, None))),
            ("a\n\n**Deferred.** b\n\nc", Some((3, "skipped", Some("Deferred. b\n\nc"), None))),
            ("**Fixed-size buffers** leak.", None),
            ("**Status:** it is unknown", None),
            ("**Fixed points of `f`** leak.", None),
            ("```\n\n**Fixed.** x\n```", None),
            ("", None),
        ] {
            let told = note_at_end(text);
            let told = told.as_ref().map(|(at, r)| (*at, r.action.word(), r.reason.as_deref(), r.commit.as_deref()));
            assert_eq!(told, expected, "{text}");
        }
    }
}
