//! JSON in column form: the names of the columns once, then an array a row. `null` is "not recorded".

use super::table::{Cell, TableRow};
use std::fmt::Write;

/// The start of a document of the format `name`, up to its rows.
#[must_use]
pub fn head<R: TableRow>(name: &str) -> String {
    let columns: Vec<String> = R::COLUMNS.iter().map(|column| format!("\"{}\"", column.name)).collect();
    format!("{{\"format\":\"{name}\",\"columns\":[{}],\"rows\":[", columns.join(","))
}

/// The end of a document.
pub const FOOT: &str = "\n]}\n";

/// One array for each row, each on a line of its own with a comma between them.
#[must_use]
pub fn lines<R: TableRow>(rows: &[R]) -> String {
    let mut out = String::new();
    for (at, row) in rows.iter().enumerate() {
        out.push_str(if at == 0 { "[" } else { ",\n[" });
        for (at, column) in R::COLUMNS.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            push_cell(&mut out, (column.cell)(row));
        }
        out.push(']');
    }
    out
}

fn push_cell(out: &mut String, cell: Cell<'_>) {
    // Writing to a String cannot fail.
    let _ = match cell {
        Cell::Absent => write!(out, "null"),
        Cell::Text(text) => write!(out, "{}", quoted(&text)),
        Cell::Integer(number) => write!(out, "{number}"),
        Cell::Number(number) => write!(out, "{number}"),
        Cell::Flag(flag) => write!(out, "{flag}"),
        Cell::Date(date) => write!(out, "{}", quoted(&date.machine())),
        Cell::List(elements) => {
            let element =
                |element: Option<&str>| element.map_or_else(|| "null".to_owned(), |text| quoted(text).to_string());
            write!(out, "[{}]", elements.into_iter().map(element).collect::<Vec<_>>().join(","))
        }
    };
}

fn quoted(text: &str) -> serde_json::Value {
    serde_json::Value::String(text.to_owned())
}
