//! What a result is read with: its run's rules, files and names.

use super::place::Places;
use super::rule::{Key, Rules};
use crate::model::Slug;
use serde_json::Value;
use std::collections::BTreeMap;

/// What the results of one `runs[]` entry are read with.
pub struct Reading<'v> {
    pub run: &'v Value,
    pub rules: Rules<'v>,
    pub places: Places<'v>,
    /// How many findings each rule has.
    pub counts: BTreeMap<Key, usize>,
    pub agent: Slug,
    /// Columns count UTF-16 units rather than characters.
    pub utf16: bool,
}
