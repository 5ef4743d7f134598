//! JSON that other programs wrote: what they get wrong and can be mended, where it is no JSON at all, and what is in it.

pub mod documents;
pub mod fields;
pub mod look;

use super::Source;
use crate::model::diagnostic::Place;
use crate::model::{Diagnostic, Level, ProblemKind};
use std::borrow::Cow;

/// Bytes of `\ud83d`.
const ESCAPE: usize = 6;

/// A text whose unpaired surrogates are escapes of U+FFFD, and a word about them.
///
/// A surrogate alone is no character, so that nothing could be made of the file; programs that cut texts by UTF-16 units
/// write them. One escape takes the place of another, so every place in the text stays what it was.
pub fn mended<'t>(source: &Source, text: &'t str) -> (Cow<'t, str>, Option<Diagnostic>) {
    let unpaired = unpaired_surrogates(text);
    let Some(first) = unpaired.first() else { return (Cow::Borrowed(text), None) };
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for at in &unpaired {
        out.push_str(text.get(done..*at).unwrap_or_default());
        out.push_str("\\ufffd");
        done = at + ESCAPE;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    let message = match unpaired.len() {
        1 => "unpaired surrogate, replaced by U+FFFD".to_owned(),
        many => format!("{many} unpaired surrogates, replaced by U+FFFD"),
    };
    let note = Diagnostic::of_file(Level::Note, &source.shown, message).of_kind(ProblemKind::UnpairedSurrogate);
    (Cow::Owned(out), Some(Diagnostic { place: Some(Place::in_text(text, *first, ESCAPE)), ..note }))
}

/// Where the escapes begin that are half of a character without its other half.
fn unpaired_surrogates(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find('\\')).map(|at| from + at) {
        from = match (surrogate(text, at), surrogate(text, at + ESCAPE)) {
            (Some(Half::First), Some(Half::Second)) => at + 2 * ESCAPE,
            (Some(_), _) => {
                found.push(at);
                at + ESCAPE
            }
            // The character after a backslash may be one that opens nothing. More than a byte of it is no JSON.
            (None, _) => text.ceil_char_boundary((at + 2).min(text.len())),
        };
    }
    found
}

#[derive(Clone, Copy, PartialEq)]
enum Half {
    First,
    Second,
}

/// The half of a character whose escape begins at a byte.
fn surrogate(text: &str, at: usize) -> Option<Half> {
    let digits = text.get(at..at + ESCAPE)?.strip_prefix("\\u")?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xd800..0xdc00 => Some(Half::First),
        0xdc00..0xe000 => Some(Half::Second),
        _ => None,
    }
}

/// The error for a text that is not JSON; `hint` is for one that is not truncated.
pub fn not_json(source: &Source, text: &str, problem: &serde_json::Error, hint: &str) -> Diagnostic {
    let whole = problem.to_string();
    let why = whole.split(" at line ").next().unwrap_or(&whole);
    // Lines and the bytes in them, both from 1.
    let before = text.split_inclusive('\n').take(problem.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let place = Place::in_text(text, before.saturating_add(problem.column().saturating_sub(1)), 1);
    let hint = if problem.is_eof() { "the file ends unexpectedly; is it truncated?" } else { hint };
    let diagnostic = Diagnostic::of_file(Level::Error, &source.shown, format!("is not JSON: {why}"))
        .of_kind(ProblemKind::Syntax)
        .with_hint(hint);
    Diagnostic { place: Some(place), ..diagnostic }
}

/// The error for a text in which there is no document: why the first that begins in it is none.
pub fn without_documents(source: &Source, text: &str, hint: &str) -> Diagnostic {
    let first = text.trim_start().starts_with(['{', '[']);
    match serde_json::from_str::<serde_json::Value>(text) {
        Err(problem) if first => not_json(source, text, &problem, hint),
        _ => Diagnostic::of_file(Level::Error, &source.shown, "holds no JSON")
            .of_kind(ProblemKind::Syntax)
            .with_hint(hint),
    }
}

#[cfg(test)]
mod tests {
    use super::{Source, mended};

    #[test]
    fn only_halves_are_replaced() {
        let source = Source { stem: "a".to_owned(), shown: "a.json".to_owned(), bytes: Vec::new(), modified: None };
        for (text, expected, count) in [
            (r#""\ud83d\ude00 \u00e9""#, r#""\ud83d\ude00 \u00e9""#, None),
            (r#""x\ud800y""#, r#""x\ufffdy""#, Some("unpaired surrogate,")),
            (r#""\uDC00\uD800""#, r#""\ufffd\ufffd""#, Some("2 unpaired surrogates,")),
            (r#""\ud800\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#, Some("unpaired surrogate,")),
            (r#""\\ud800 \\\ud800""#, r#""\\ud800 \\\ufffd""#, Some("unpaired surrogate,")),
            ("\\é\\", "\\é\\", None),
            ("\\ud8", "\\ud8", None),
            ("\\ud8é", "\\ud8é", None),
        ] {
            let (text, note) = mended(&source, text);
            assert_eq!(text, expected);
            assert_eq!(note.is_some(), count.is_some(), "{text}");
            assert!(note.zip(count).is_none_or(|(note, count)| note.message.contains(count)), "{text}");
        }
        let place = mended(&source, "\n \"é\\ud800\"").1.and_then(|note| note.place).map(|at| (at.line, at.column));
        assert_eq!(place, Some((2, 4)));
    }
}
