//! How reviews mark what weighs how much: the letters of ids, the words and priorities that grade a comment, and where
//! in a comment they stand.
//!
//! The spellings of all bots are in one place, since they copy them from each other. What a field of a format says of a
//! severity (a SARIF level, a section's heading) stays with the reader of that format.

mod badge;
pub mod letter;
pub mod top;
mod word;
