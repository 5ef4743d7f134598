//! Coloured circles in front of a comment: grades by themselves where no word stands behind them.
//!
//! | circle | seen at | severity |
//! |---|---|---|
//! | 🔴 | run-gemini-cli, without a word | critical |
//! | 🟠 | | important |
//! | 🟡, 🟢 | | suggestion |
//!
//! Claude writes a word behind the circle, and then the word counts: `🔴 Important`, `🟡 Nit`, `🟣 Pre-existing`.

use super::found::Marks;
use crate::model::Severity;

/// Circles with what they mean without a word, and the word that is kept as a tag.
const CIRCLES: [(char, Severity, &str); 4] = [
    ('🔴', Severity::Critical, "critical"),
    ('🟠', Severity::Important, "high"),
    ('🟡', Severity::Suggestion, "medium"),
    ('🟢', Severity::Suggestion, "low"),
];

/// Circles that stand in front of words only.
const OTHERS: [char; 4] = ['🟣', '🔵', '⚪', '🟤'];

/// The line without a circle and the grade behind it; `None` where it begins with none.
pub fn without_circle(marks: &mut Marks, line: &str) -> Option<String> {
    let text = line.trim_start_matches('#').trim_start();
    let hashes = line.get(..line.len().checked_sub(text.len())?)?;
    let mut signs = text.chars();
    let circle = signs.next()?;
    let known = CIRCLES.iter().find(|(known, _, _)| *known == circle);
    if known.is_none() && !OTHERS.contains(&circle) {
        return None;
    }
    let rest = signs.as_str().trim_start_matches(['\u{fe0f}', ' ']);
    if let Some((words, behind)) = graded_words(rest)
        && marks.take_words(words)
    {
        return Some(format!("{hashes}{behind}"));
    }
    let (_, severity, word) = known?;
    marks.take_grade(*severity, word);
    Some(format!("{hashes}{rest}"))
}

/// Emphasised words, or one or two with a mark or nothing behind them, and what follows.
fn graded_words(text: &str) -> Option<(&str, &str)> {
    let emphasis = ["**", "__", "*", "_"].iter().find(|mark| text.starts_with(**mark));
    let (words, behind) = if let Some(mark) = emphasis {
        text.strip_prefix(*mark)?.split_once(*mark)?
    } else {
        let end = text.find([':', '—', '–', '|', '\n']).or_else(|| text.find(" - ")).unwrap_or(text.len());
        text.split_at_checked(end)?
    };
    let is_short = words.split_whitespace().count() <= 2;
    is_short.then(|| (words, behind.trim_start_matches([':', '—', '–', '-', '|', ' '])))
}
