//! Several agents together: what panels cover, which of them to run, and what all of them missed.

pub mod advice;
pub mod choice;
pub mod frontier;
pub(super) mod held_out;
pub mod missed_severity;
pub mod panel_analysis;
pub mod panels;
pub mod shared;
