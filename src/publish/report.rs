//! What was found, as problems. No message, hint or line of them holds a secret.

use super::kind::Group;
use super::mark::Pieces;
use super::tree::{Found, Leak};
use crate::model::diagnostic::{Find, Place, Places};
use crate::model::{Diagnostic, Level, ProblemKind};

/// A problem for each find, in the order of the document. `source` is the document's text, where there is one.
#[must_use]
pub fn problems(found: &[Found], file: &str, source: Option<(&str, &Places<'_>)>) -> Vec<Diagnostic> {
    // A key may be a secret itself, and is a part of the pointer.
    let pieces = Pieces::of(found.iter().flat_map(Found::secrets));
    let each = found.iter().flat_map(|one| one.leaks.iter().enumerate().map(move |(nth, leak)| (one, nth, leak)));
    each.map(|(one, nth, leak)| Diagnostic {
        pointer: pieces.out_of(&one.pointer),
        find: Some(find(leak)),
        place: source.map(|(text, places)| place(one, nth, leak, text, places)),
        ..Diagnostic::new(level(leak), problem_kind(leak), file, words(leak)).with_hint(hint(leak))
    })
    .collect()
}

fn find(leak: &Leak) -> Find {
    let (mask, fingerprint) = (leak.mask.clone(), leak.fingerprint.clone());
    Find { kind: leak.kind.word, label: leak.kind.label, fingerprint, mask }
}

fn level(leak: &Leak) -> Level {
    if leak.kind.group == Group::Credential { Level::Error } else { Level::Warning }
}

fn problem_kind(leak: &Leak) -> ProblemKind {
    match leak.kind.group {
        Group::Credential => ProblemKind::Credential,
        Group::HomePath => ProblemKind::HomePath,
        Group::EmailAddress => ProblemKind::EmailAddress,
        Group::PrivateHost => ProblemKind::PrivateHost,
    }
}

fn words(leak: &Leak) -> String {
    format!("{} `{}`, kind `{}`, fingerprint `{}`", leak.kind.label, leak.mask, leak.kind.word, leak.fingerprint)
}

fn hint(leak: &Leak) -> &'static str {
    match leak.kind.group {
        Group::Credential => {
            "revoke it first; then remove it from the file, build with --redact, or list the run in `withdrawn`; if it \
             opens nothing, add its fingerprint to `allow` under [publish]"
        }
        Group::HomePath | Group::EmailAddress | Group::PrivateHost => {
            "remove it from the file or build with --redact; if it may be public, add its fingerprint to `allow`, or the \
             kind to `ignore`, under [publish]"
        }
    }
}

fn place(found: &Found, nth: usize, leak: &Leak, text: &str, places: &Places<'_>) -> Place {
    let offset = found.place.0 + 1 + raw_length(&text[found.place.0 + 1..], leak.offset);
    let (excerpt, mark) = found.masked_line(nth);
    Place { excerpt, mark, ..places.place(offset, 0) }
}

/// How many bytes of JSON the first `decoded` bytes of a string take.
fn raw_length(raw: &str, decoded: usize) -> usize {
    let (mut at, mut count) = (0, 0);
    while count < decoded {
        let bytes = &raw.as_bytes()[at..];
        let (length, sign) = match bytes {
            [b'\\', b'u', digits @ ..] => {
                let code = digits.get(..4).and_then(|hex| std::str::from_utf8(hex).ok());
                let code = code.and_then(|hex| u32::from_str_radix(hex, 16).ok()).unwrap_or_default();
                // Half a character: both halves together have four bytes.
                let bytes =
                    if (0xD800..0xE000).contains(&code) { 2 } else { char::from_u32(code).map_or(3, char::len_utf8) };
                (6, bytes)
            }
            [b'\\', _, ..] => (2, 1),
            [_, ..] => (1, 1),
            [] => break,
        };
        at += length;
        count += sign;
    }
    at.min(raw.len())
}

/// Other problems of the same file, without what was found there.
pub fn without_secrets(problems: Vec<Diagnostic>, found: &[Found]) -> impl Iterator<Item = Diagnostic> {
    let pieces = Pieces::of(found.iter().flat_map(Found::secrets));
    problems.into_iter().map(move |problem| problem.hidden(|text| pieces.out_of(text)))
}

/// What marks took the place of, in a line for the run.
#[must_use]
pub fn summary(found: &[Found], file: &str) -> Diagnostic {
    let mut labels: Vec<(&str, usize)> = Vec::new();
    for leak in found.iter().flat_map(|one| &one.leaks) {
        match labels.iter_mut().find(|(label, _)| *label == leak.kind.label) {
            Some((_, count)) => *count += 1,
            None => labels.push((leak.kind.label, 1)),
        }
    }
    let words: Vec<String> = labels.iter().map(|(label, count)| format!("{label} × {count}")).collect();
    let message = format!("redacted: {}", words.join(", "));
    Diagnostic::new(Level::Note, ProblemKind::Redacted, file, message)
}

/// A run that holds a secret where no mark can stand.
#[must_use]
pub fn unredactable(pointer: &str, file: &str) -> Diagnostic {
    let message = "a secret stands in an id, an address or another value in which no mark can take its place";
    let problem = Diagnostic::new(Level::Error, ProblemKind::Credential, file, message)
        .with_hint("change it in the file, or list the run in `withdrawn` under [publish]");
    Diagnostic { pointer: pointer.to_owned(), ..problem }
}
