//! What is wrong with a document, and the words that messages about it have in common.

use crate::model::ProblemKind;
use crate::model::diagnostic::{Diagnostic, Level, Places};

/// A problem in a document whose file is not known here.
#[derive(Clone, Debug)]
pub struct Problem {
    /// An error makes the document unusable.
    pub level: Level,
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// JSON pointer of the value.
    pub pointer: String,
    /// Where in the text, in bytes.
    pub offset: usize,
    /// How many bytes to mark.
    pub length: usize,
    /// As in [`Diagnostic::message`].
    pub message: String,
    /// As in [`Diagnostic::hint`].
    pub hint: Option<String>,
}

impl Problem {
    /// An error at a place.
    #[must_use]
    pub fn error(kind: ProblemKind, offset: usize, length: usize, message: impl Into<String>) -> Self {
        Self { level: Level::Error, kind, pointer: String::new(), offset, length, message: message.into(), hint: None }
    }

    /// Names the file, and turns the offset into line and column.
    #[must_use]
    pub fn into_diagnostic(self, file: &str, places: &Places<'_>) -> Diagnostic {
        Diagnostic {
            level: self.level,
            kind: self.kind,
            file: file.to_owned(),
            pointer: self.pointer,
            place: Some(places.place(self.offset, self.length)),
            message: self.message,
            hint: self.hint,
            find: None,
        }
    }
}

/// A hint that names the nearest known word, if one is near.
#[must_use]
pub fn did_you_mean<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<String> {
    let word = word.to_lowercase();
    if word.len() > 64 {
        return None;
    }
    known
        .map(|known| (strsim::damerau_levenshtein(&word, known), known))
        .filter(|(distance, known)| *distance <= 1 + known.len() / 4)
        .min()
        .map(|(_, known)| format!("did you mean `{known}`?"))
}

/// Text for a message, cut to 60 characters.
#[must_use]
pub fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST - 1).chain(['…']).collect()
}
