//! The pages of files: what was raised on each, over all changes.

mod file;
mod index;
mod row;
mod story;

pub use file::FILE;
pub use index::INDEX;
