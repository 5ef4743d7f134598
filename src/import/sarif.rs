//! To be written.

use super::{Import, Options, Source};

/// Reads nothing yet.
#[must_use]
pub fn read(_: &[Source], _: &Options) -> Import {
    Import::default()
}
