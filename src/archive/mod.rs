//! From files to runs: read, decode, check. The only room that knows the format `pilcrow-review/1`.
//!
//! The contract is `static/schema/pilcrow-review-1.schema.json`; a test holds the schema and this reader together.

mod check;
mod decode;
mod encode;
mod form;
mod scan;
mod wire;

pub use decode::decode;
pub use encode::{Draft, encode};
pub use scan::{ArchiveFiles, Entry, KeptRuns, Listing, ReadError, read_run, scan};

/// The format that this program reads.
pub const FORMAT: &str = "pilcrow-review/1";

/// The JSON Schema of the format, as published.
pub const SCHEMA: &str = include_str!("../../static/schema/pilcrow-review-1.schema.json");

#[cfg(test)]
mod tests {
    use super::SCHEMA;
    use crate::model::finding::Assessment;
    use crate::model::{Action, Severity, Status, Worded};
    use serde_json::Value;

    fn words<T: Worded>() -> Value {
        T::VALUES.iter().map(|value| value.written()).collect()
    }

    #[test]
    fn the_schema_lists_the_words_of_the_model() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        for (pointer, words) in [
            ("/properties/reviewers/items/properties/status/enum", words::<Status>()),
            ("/$defs/severity/enum", words::<Severity>()),
            ("/$defs/finding/properties/assessment/enum", words::<Assessment>()),
            ("/$defs/finding/properties/resolution/properties/action/enum", words::<Action>()),
        ] {
            assert_eq!(schema.pointer(pointer), Some(&words), "{pointer}");
        }
    }
}
