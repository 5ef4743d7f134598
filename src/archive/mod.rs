//! From files to runs: read, decode, check. The only room that knows the format `pilcrow-review/1`.
//!
//! The contract is `static/schema/pilcrow-review-1.schema.json`; a test holds the schema and this reader together.

mod check;
mod decode;
mod encode;
mod form;
mod judgements;
mod last_good;
mod scan;
mod treatment;
mod wire;

pub use decode::{decode, decode_treated};
pub use encode::{Draft, encode};
pub use last_good::{LastGood, Texts};
pub use scan::{
    ArchiveEntry, ArchiveFiles, ArchiveListing, KeptRuns, ReadError, read_run, read_run_treated, scan, scan_treated,
};
pub use treatment::Treatment;

/// The format that this program reads.
pub const FORMAT: &str = "pilcrow-review/1";

/// A run has no more reviewers: the pages compare every two of them. A panel that people can pay for is far smaller.
pub const MOST_REVIEWERS: usize = 100;

/// A run has no more findings: each has a page. As many results GitHub takes of one run of a tool in SARIF.
pub const MOST_FINDINGS: usize = 25_000;

/// The JSON Schema of the format, as published.
pub const SCHEMA: &str = include_str!("../../static/schema/pilcrow-review-1.schema.json");

#[cfg(test)]
mod tests {
    use super::{MOST_FINDINGS, MOST_REVIEWERS, SCHEMA};
    use crate::model::finding::Role;
    use crate::model::run::GapKind;
    use crate::model::{Action, Assessment, BaseAddress, HttpAddress, Severity, Status, Worded};
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
            ("/$defs/resolution/properties/action/enum", words::<Action>()),
            ("/$defs/credit/properties/role/enum", words::<Role>()),
            ("/properties/gaps/items/properties/kind/enum", words::<GapKind>()),
        ] {
            assert_eq!(schema.pointer(pointer), Some(&words), "{pointer}");
        }
    }

    #[test]
    fn the_schema_states_the_limits_of_the_reader() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        for (list, most) in [("reviewers", MOST_REVIEWERS), ("findings", MOST_FINDINGS)] {
            assert_eq!(schema.pointer(&format!("/properties/{list}/maxItems")), Some(&most.into()), "{list}");
        }
    }

    #[test]
    fn the_schema_and_the_model_take_the_same_addresses() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        let validator = |pointer| jsonschema::validator_for(schema.pointer(pointer).unwrap()).unwrap();
        let address = validator("/$defs/finding/properties/rule/properties/url");
        let base = validator("/properties/subject/properties/host");
        let mut taken = Vec::new();
        for text in [
            "https://a.example",
            "http://localhost:8080/a/b/",
            "https://a.example/@user",
            "https://b\u{fc}cher.example/\u{fc}",
            "https://[2001:db8::1]:443/",
            "https://a.example/?q=1#x",
            "https://a.example?q",
            "https://",
            "https:///a",
            "https://?q",
            "https://:80/",
            "https://a.example:/",
            "https://a.example:x/",
            "https://[::1",
            "https://[::1]x/",
            "https://[]/",
            "https://me:secret@a.example/",
            "https://a.example@b.example",
            "https://a.example/a b",
            "https://a.example/\n",
            "https://a.example\\@b.example",
            "https://a.example/\u{202e}",
            "https://a\u{200b}.example/",
            "ftp://a.example/",
        ] {
            let is = (text.parse::<HttpAddress>().is_ok(), text.parse::<BaseAddress>().is_ok());
            assert_eq!((address.is_valid(&text.into()), base.is_valid(&text.into())), is, "{text}");
            taken.push(is);
        }
        assert_eq!(taken.iter().filter(|is| is.0).count(), 7);
        assert_eq!(taken.iter().filter(|is| is.1).count(), 5);
    }
}
