//! The ledger: what reviews recommend, each thing once, with the reviews that propose it and what became of it.
//!
//! A proposal has its lasting place on the page of the month in which it was first proposed. The overview shows what stands out.

mod index;
mod month;
mod row;

use crate::text::format::counted;

pub use index::INDEX;
pub use month::MONTH;

/// How many proposals and of how many reviews, in words.
fn counted_words(proposals: usize, what: &str, reviews: usize) -> String {
    format!("{} from {}", counted(proposals, what), counted(reviews, "review"))
}
