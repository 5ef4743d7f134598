//! What a job makes.

use crate::output::{Output, SinkError};
use std::borrow::Cow;

/// The content of a file, or the files of a folder.
pub enum Content<'m> {
    /// A page, whose links are checked.
    Page(String),
    /// Any other file.
    File(Cow<'m, [u8]>),
    /// A file that would be large in one piece.
    Parts(Box<dyn Iterator<Item = &'m str> + 'm>),
    /// A folder that the job fills on its own: its files go where they are handed to, by their path in the folder.
    Folder(Box<Fill<'m>>),
}

/// Hands over every file of a folder.
pub type Fill<'m> = dyn Fn(&Put<'_>) -> Result<(), SinkError> + 'm;

/// Takes the files of a folder, from several threads at once.
pub type Put<'p> = dyn Fn(&str, &[u8]) -> Result<(), SinkError> + Sync + 'p;

impl Content<'_> {
    /// Writes it to its path.
    ///
    /// # Errors
    /// When the sink refuses it.
    pub fn write(self, path: &str, output: &Output<'_>) -> Result<(), SinkError> {
        match self {
            Self::Page(html) => output.page(path, &html),
            Self::File(bytes) => output.file(path, &bytes),
            Self::Parts(parts) => output.parts(path, parts),
            Self::Folder(fill) => fill(&|name, bytes| output.file(&format!("{path}{name}"), bytes)),
        }
    }
}
