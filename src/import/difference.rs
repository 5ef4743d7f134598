//! How a run that is imported again differs from the one that is there.

use crate::archive::{decode, encode};
use crate::model::Run;
use crate::model::finding::Finding;
use std::collections::BTreeMap;

/// In a line what would change: `findings: I2 changed, S4 added; summary changed`. Nothing where the bytes are the same.
#[must_use]
pub fn difference(old: &[u8], new: &Run, stem: &str) -> Option<String> {
    let text = encode(new);
    if old == text.as_bytes() {
        return None;
    }
    let Some(before) = decode(old, stem, stem).0 else {
        return Some("the existing file is not a valid run".to_owned());
    };
    let mut words: Vec<String> = findings(&before, new).into_iter().collect();
    let (Some(before), Some(after)) = (fields(old), fields(text.as_bytes())) else { return Some(words.join("; ")) };
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names.into_iter().filter(|name| *name != "findings") {
        match (before.get(name), after.get(name)) {
            (Some(a), Some(b)) if a == b => {}
            (Some(_), Some(_)) => words.push(format!("{name} changed")),
            (Some(_), None) => words.push(format!("{name} removed")),
            _ => words.push(format!("{name} added")),
        }
    }
    Some(if words.is_empty() { "formatting only".to_owned() } else { words.join("; ") })
}

fn fields(bytes: &[u8]) -> Option<BTreeMap<String, serde_json::Value>> {
    serde_json::from_slice(bytes).ok()
}

fn findings(before: &Run, after: &Run) -> Option<String> {
    let old: BTreeMap<&str, &Finding> = before.findings.iter().map(|finding| (finding.id.as_str(), finding)).collect();
    let new: BTreeMap<&str, &Finding> = after.findings.iter().map(|finding| (finding.id.as_str(), finding)).collect();
    let mut words: Vec<String> = Vec::new();
    for (id, finding) in &old {
        match new.get(id) {
            None => words.push(format!("{id} removed")),
            // Debug output names every field, which is all that is asked here.
            Some(other) if format!("{finding:?}") != format!("{other:?}") => words.push(format!("{id} changed")),
            Some(_) => {}
        }
    }
    words.extend(new.keys().filter(|id| !old.contains_key(*id)).map(|id| format!("{id} added")));
    (!words.is_empty()).then(|| format!("findings: {}", words.join(", ")))
}
