//! Parts of a file: lines, columns, and places that are counted in characters or bytes from its start.

use crate::import::json::look;
use crate::import::markdown::inline::inline_code;
use crate::import::paths::Place;
use crate::model::finding::Location;
use serde_json::Value;
use std::fmt::Write;

/// First and last line of a region. One that ends before the first column of a line ends on the line before.
pub fn lines(region: &Value) -> Option<(u32, u32)> {
    let start = look::ordinal(region, "startLine")?;
    let end = look::ordinal(region, "endLine").unwrap_or(start).max(start);
    let before = end > start && look::ordinal(region, "endColumn") == Some(1);
    Some((start, if before { end - 1 } else { end }))
}

/// A path with the lines of a region.
pub fn location(path: String, region: Option<&Value>) -> Location {
    let lines = region.and_then(lines);
    let end_line = lines.and_then(|(start, end)| (end > start).then_some(end));
    Location { path, start_line: lines.map(|(start, _)| start), end_line }
}

/// A place with its lines, as inline code.
pub fn place_as_code(place: &Place, region: Option<&Value>) -> String {
    let (Place::Inside(path) | Place::Outside(path)) = place;
    inline_code(&match region.and_then(lines) {
        Some((start, end)) if end > start => format!("{path}:{start}-{end}"),
        Some((start, _)) => format!("{path}:{start}"),
        None => path.clone(),
    })
}

/// A region as it was written: lines with columns, `:3:5-4:1`, else offsets, `, byte 4, 2 long`.
pub fn span(region: &Value) -> String {
    columns(region).or_else(|| offsets(region).map(|offsets| format!(", {offsets}"))).unwrap_or_default()
}

fn columns(region: &Value) -> Option<String> {
    let number = |key: &str| look::ordinal(region, key);
    let line = number("startLine")?;
    let mut out = format!(":{line}");
    // Writing to a String cannot fail.
    let _ = number("startColumn").map(|column| write!(out, ":{column}"));
    let _ = match (number("endLine").filter(|end| *end > line), number("endColumn")) {
        (Some(end), Some(column)) => write!(out, "-{end}:{column}"),
        (Some(end), None) => write!(out, "-{end}"),
        (None, Some(column)) => write!(out, "-{column}"),
        (None, None) => Ok(()),
    };
    Some(out)
}

/// Where a region without lines begins, counted from the start of the file, and how long it is.
pub fn offsets(region: &Value) -> Option<String> {
    if look::ordinal(region, "startLine").is_some() {
        return None;
    }
    let units = [("character", "charOffset", "charLength"), ("byte", "byteOffset", "byteLength")];
    let parts = units.iter().filter_map(|(unit, offset, length)| {
        // SARIF writes -1 for none.
        let at = |key: &str| region.get(key).and_then(Value::as_u64);
        let long = at(length).map(|length| format!(", {length} long")).unwrap_or_default();
        Some(format!("{unit} {}{long}", at(offset)?))
    });
    Some(parts.collect::<Vec<_>>().join(", ")).filter(|parts| !parts.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{lines, offsets, span};
    use serde_json::json;

    #[test]
    fn a_region_that_ends_before_a_line_ends_on_the_one_before() {
        assert_eq!(lines(&json!({"startLine": 3, "endLine": 5, "endColumn": 1})), Some((3, 4)));
        assert_eq!(lines(&json!({"startLine": 3, "endLine": 1})), Some((3, 3)));
        assert_eq!(lines(&json!({"startLine": 0})), None);
        assert_eq!(lines(&json!({"charOffset": 4})), None);
    }

    #[test]
    fn offsets_are_told_where_there_are_no_lines() {
        let bytes = json!({"byteOffset": 4, "byteLength": 2, "charOffset": -1});
        assert_eq!(offsets(&bytes).as_deref(), Some("byte 4, 2 long"));
        assert_eq!(span(&json!({"charOffset": 0})), ", character 0");
        assert_eq!(offsets(&json!({"startLine": 1, "charOffset": 0})), None);
        assert_eq!(span(&json!({"startLine": 1, "startColumn": 2, "endLine": 3, "endColumn": 1})), ":1:2-3:1");
    }
}
