//! How reviews mark what weighs how much: the letters of ids, the words and priorities that grade a comment, and where
//! in a comment they stand.
//!
//! | mark | seen at | severity |
//! |---|---|---|
//! | `critical`, `blocker`, `P0` | badges of Gemini and Codex, `🔴 Critical`, `**[CRITICAL]**` | critical |
//! | `high`, `major`, `important`, `warning`, `P1` | the same, `🟠 Major`, `Severity: high`, `**High Severity**` | important |
//! | `medium`, `moderate`, `low`, `minor`, `trivial`, `info`, `P2`, `P3` | the same, `🟡 Minor`, `🔵 Trivial` | suggestion |
//! | `potential issue`, `issue`, `bug`, where no word above stands beside it | `_⚠️ Potential issue_`, `**issue:**` | important |
//! | `refactor suggestion`, `nitpick`, `nit`, `suggestion`, `pre-existing`, likewise | `_🛠️ Refactor suggestion_`, `nit:`, `🟣 Pre-existing` | suggestion |
//! | 🔴, 🟠, 🟡, 🟢 without a word behind | `🟠 The rope breaks` | as `critical`, `high`, `medium`, `low` |
//!
//! The spellings of all bots are in one place, since they copy them from each other. What a field of a format says of a
//! severity (a SARIF level, a section's heading) stays with the reader of that format, and so does what a comment
//! without any mark weighs.

mod badge;
mod circle;
pub mod found;
pub mod letter;
pub mod top;
mod word;
