//! How alike two findings are: where they stand, what they name, quote and say; and what recommendations say. Pure, and without
//! a model: the same two findings beside the same others always give the same answer.
//!
//! Severity and number are never looked at: a suggestion of one agent is an important finding of another.

mod compare;
mod rarity;
mod recommended;
mod sketch;
mod tokens;

pub use compare::{Likeness, Weighed, likeness, likeness_at_most};
pub use rarity::Rarity;
pub use recommended::recommendations;
pub use sketch::{Sketcher, sketch};
