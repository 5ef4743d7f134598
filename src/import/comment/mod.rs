//! A comment as bots and agents write it: Markdown with hidden parts and suggested changes, whose first words are a title.
//!
//! What of a comment grades it is in `marks`.

pub mod prose;
pub mod title;
