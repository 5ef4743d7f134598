//! Ranges: their lines, and the columns that a location has no field for.

use crate::import::json::fields::Fields;
use crate::import::paths::lines::{Lines, lines_between};

/// A range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub start: Position,
    pub end: Option<Position>,
}

/// A line, and a column where one is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: u32,
    pub column: Option<u32>,
}

impl Range {
    /// What an object says; `None` where it has no line that a file can have.
    pub fn from_fields(range: &mut Fields<'_>) -> Option<Self> {
        let mut position = |key| {
            let mut position = range.object(key)?;
            Some(Position { line: position.line("line")?, column: position.line("column") })
        };
        let start = position("start")?;
        Some(Self { start, end: position("end").filter(|end| end.line >= start.line) })
    }

    /// The first and the last line that belong to it.
    pub fn lines(self) -> Option<Lines> {
        let end = self.end.map(|end| {
            let before = end.column == Some(1) && end.line > self.start.line;
            if before { end.line - 1 } else { end.line }
        });
        lines_between(Some(self.start.line), end)
    }

    /// `3:5-4:1`, as it was written; `None` where no column is.
    pub fn columns(self) -> Option<String> {
        let shown = |position: Position| match position.column {
            Some(column) => format!("{}:{column}", position.line),
            None => position.line.to_string(),
        };
        let has_columns = self.start.column.is_some() || self.end.is_some_and(|end| end.column.is_some());
        let end = self.end.map(|end| format!("-{}", shown(end))).unwrap_or_default();
        has_columns.then(|| format!("{}{end}", shown(self.start)))
    }
}

#[cfg(test)]
mod tests {
    use super::Range;
    use crate::import::json::fields::Fields;
    use serde_json::{Value, json};

    #[test]
    fn an_end_column_is_exclusive_and_an_end_line_is_not() {
        let range = |value: &Value| {
            let range = Range::from_fields(&mut Fields::of(value))?;
            Some((range.lines()?, range.columns()))
        };
        for (value, lines, columns) in [
            (json!({"start": {"line": 5}}), (5, 5), None),
            (json!({"start": {"line": 5}, "end": {"line": 6}}), (5, 6), None),
            (json!({"start": {"line": 2}, "end": {"line": 3, "column": 1}}), (2, 2), Some("2-3:1")),
            (json!({"start": {"line": 2, "column": 4}, "end": {"line": 3, "column": 2}}), (2, 3), Some("2:4-3:2")),
            (json!({"start": {"line": 2, "column": 1}, "end": {"line": 2, "column": 1}}), (2, 2), Some("2:1-2:1")),
            (json!({"start": {"line": 4}, "end": {"line": 3}}), (4, 4), None),
        ] {
            assert_eq!(range(&value), Some((lines, columns.map(str::to_owned))), "{value}");
        }
        assert_eq!(range(&json!({"start": {"line": 0}})), None);
        assert_eq!(range(&json!({})), None);
    }
}
