//! Lists in the documentation are whole.

use crate::support::root;
use std::collections::BTreeSet;
use std::fs::read_to_string;

/// The words that `check --format json` publishes.
#[test]
fn every_kind_of_problem_is_listed() {
    let documentation = read_to_string(root().join("docs/commands.md")).unwrap();
    let (_, table) = documentation.split_once("| of | kinds |\n").unwrap();
    let (table, _) = table.split_once("\n\n").unwrap();
    let listed: Vec<&str> = table.split('`').skip(1).step_by(2).collect();
    let source = read_to_string(root().join("src/model/problem_kind.rs")).unwrap();
    let (all, _) = source.split_once("const ALL").and_then(|(_, after)| after.split_once("];")).unwrap();
    let words: BTreeSet<&str> = all.split('"').skip(1).step_by(2).collect();
    assert!(words.len() > 30, "{words:?}");
    assert_eq!(listed.iter().copied().collect::<BTreeSet<_>>(), words);
    assert_eq!(listed.len(), words.len(), "each is listed once");
}
