//! From files to runs: read, decode, check. The only room that knows the format `pilcrow-review/1`.
//!
//! The contract is `static/schema/pilcrow-review-1.schema.json`; a test holds the schema and this reader together.

mod check;
mod decode;
mod encode;
mod scan;

pub use decode::decode;
pub use encode::{Draft, encode};
pub use scan::{ArchiveFiles, Entry, KeptRuns, Listing, ReadError, read_run, scan};

/// The format that this program reads.
pub const FORMAT: &str = "pilcrow-review/1";

/// The JSON Schema of the format, as published.
pub const SCHEMA: &str = include_str!("../../static/schema/pilcrow-review-1.schema.json");
