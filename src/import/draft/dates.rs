//! When a review took place, of which the file may say nothing.

use crate::import::{Options, Source};
use crate::model::{Date, Diagnostic, Level, ProblemKind};

/// The date that the file states, else that of the options, else that of the file's last change, with a note.
///
/// # Errors
/// When there is none of them.
pub fn date_of_review(
    source: &Source,
    options: &Options,
    stated: Option<Date>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Date, Box<Diagnostic>> {
    if let Some(date) = stated.or(options.date) {
        return Ok(date);
    }
    let Some(date) = source.modified else {
        let message = "no date: the file does not say when the review took place";
        return Err(Box::new(
            Diagnostic::of_file(Level::Error, &source.shown, message).with_hint("pass --date YYYY-MM-DD"),
        ));
    };
    let message = format!("dated {}, when the file was last changed", date.words());
    let note = Diagnostic::of_file(Level::Note, &source.shown, message).of_kind(ProblemKind::AssumedDate);
    diagnostics.push(note.with_hint("pass --date if the review took place at another time"));
    Ok(date)
}
