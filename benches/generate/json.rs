//! JSON as people write it, and what is read of it.

use serde_json::Value;

/// The order in which people write the keys; `serde_json` sorts them by letter.
#[rustfmt::skip]
pub(super) const KEYS: &[&str] = &[
    "format", "id", "decision", "agent", "name", "model", "effort", "status", "label", "scope", "action", "sha", "value", "run", "repository", "host", "pull_request", "kind",
    "severity", "title", "date", "subject", "round", "reviewers", "facts", "verdict", "wall_clock_seconds", "summary", "tags",
    "found_by", "path", "locations", "start_line", "end_line", "language", "highlight_lines", "code", "excerpts", "body", "fix",
    "findings", "strengths", "sections", "metrics", "retro", "recommendations", "originals",
];

/// Two-space indented; a null member of an object is left out.
pub(super) fn pretty(value: &Value, depth: usize) -> String {
    let (inner, outer) = ("  ".repeat(depth + 1), "  ".repeat(depth));
    let (open, close, members): (char, char, Vec<String>) = match value {
        Value::Array(list) => ('[', ']', list.iter().map(|item| pretty(item, depth + 1)).collect()),
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().filter(|(_, member)| !member.is_null()).collect();
            entries.sort_by_key(|(key, _)| KEYS.iter().position(|known| known == key).unwrap_or(KEYS.len()));
            let member = |(key, member): &(&String, &Value)| format!("\"{key}\": {}", pretty(member, depth + 1));
            ('{', '}', entries.iter().map(member).collect())
        }
        _ => return value.to_string(),
    };
    if members.is_empty() {
        return format!("{open}{close}");
    }
    format!("{open}\n{inner}{}\n{outer}{close}", members.join(&format!(",\n{inner}")))
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A string or number as it stands in a table.
pub(super) fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

pub(super) fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}
