//! What the programs of agents put around what the agent said: the answer of `claude -p --output-format json`, the events of
//! `claude --output-format stream-json` and of `codex exec --json`, and the Markdown that an agent wraps its JSON in.
//!
//! What the documents inside mean is for the readers of their formats.

mod claude;
mod codex;
mod work;

pub use work::{FOLDER, Work};

use super::Source;
use super::json::documents::{Documents, documents};
use super::json::{self, look};
use crate::model::{Diagnostic, Level, ProblemKind};
use serde_json::Value;

/// Wrappings in wrappings are not opened beyond this.
const DEEPEST: usize = 4;

/// What is in a file.
#[derive(Debug, Default)]
pub struct Opened {
    /// Objects, and arrays of objects.
    pub documents: Vec<Value>,
    /// What the agent, or a program around it, said beside them.
    pub prose: Vec<String>,
    /// What is known of the agent's work.
    pub work: Work,
}

/// Opens a file; notes say what was mended in it and what was left out.
///
/// # Errors
/// When it is no text, empty, or holds no JSON; `hint` says what it should be.
pub fn open(source: &Source, hint: &str, notes: &mut Vec<Diagnostic>) -> Result<Opened, Box<Diagnostic>> {
    let (text, note) = json::mended(source, source.text()?);
    if text.trim().is_empty() {
        return Err(Box::new(Diagnostic::of_file(Level::Error, &source.shown, "the file is empty").with_hint(hint)));
    }
    let found = documents(&text);
    if found.values.is_empty() {
        return Err(Box::new(json::without_documents(source, &text, hint)));
    }
    notes.extend(note);
    notes.extend(found.is_cut.then(|| {
        Diagnostic::of_file(Level::Warning, &source.shown, "the file ends unexpectedly; what is cut is kept as text")
            .of_kind(ProblemKind::PartlyImported)
            .with_hint("is it truncated?")
    }));
    let mut opened = Opened::default();
    opened.take_documents(found, 0);
    let omitted = opened.work.omitted;
    notes.extend((omitted > 0).then(|| {
        let message = format!("omitted: {} about the agent's work", crate::text::format::counted(omitted, "event"));
        Diagnostic::of_file(Level::Note, &source.shown, message).of_kind(ProblemKind::PartlyImported)
    }));
    Ok(opened)
}

/// What is in some values, whatever is around it; for telling formats apart.
pub fn opened(found: Documents) -> Opened {
    let mut opened = Opened::default();
    opened.take_documents(found, 0);
    opened
}

impl Opened {
    fn take_documents(&mut self, found: Documents, depth: usize) {
        let is_codex = found.values.iter().any(codex::is_event);
        let mut texts = Vec::new();
        for value in found.values {
            if depth >= DEEPEST {
                self.documents.push(value);
            } else if is_codex && (codex::is_event(&value) || look::text(&value, "type") == Some("error")) {
                codex::take_event(&value, self, &mut texts);
            } else if claude::is_message(&value) {
                claude::take_message(&value, self, &mut texts);
            } else if claude::is_list_of_messages(&value) {
                for message in value.as_array().into_iter().flatten() {
                    claude::take_message(message, self, &mut texts);
                }
            } else if depth == 0 || !self.documents.contains(&value) {
                // What the program has taken out of an answer already stands in the answer as well.
                self.documents.push(value);
            }
        }
        self.prose.extend(found.prose);
        for text in texts {
            self.take_documents(documents(&text), depth + 1);
        }
        // The agent may say at the end what it has reported already.
        let reported = self.work.reported.take_if(|_| depth == 0);
        self.documents.extend(reported.filter(|reported| !self.documents.contains(reported)));
    }
}
