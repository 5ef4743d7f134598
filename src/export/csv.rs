//! CSV as RFC 4180 has it: UTF-8, a header line, lines that end in CR LF.
//!
//! A spreadsheet takes a cell that starts with `=`, `+`, `-` or `@` for a formula, and runs it. Such text gets a `'` in
//! front, which spreadsheets read as "this is text"; so does text that starts with `'` itself, so that nothing is lost:
//! who takes one `'` from the front of every text that has one there holds the original again.

use super::table::{Cell, Column, TableRow};
use std::fmt::Write;

/// Signs that start a formula in some spreadsheet, the full-width ones in East Asian ones; and the mark of text itself.
const GUARDED: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\''];

/// Between the elements of a list; no element of the published lists can hold it.
const BETWEEN: &str = ";";

/// The names of the columns, as one line.
#[must_use]
pub fn header<R: TableRow>() -> String {
    let names: Vec<&str> = R::COLUMNS.iter().map(|column| column.name).collect();
    format!("{}\r\n", names.join(","))
}

/// One line for each row.
#[must_use]
pub fn lines<R: TableRow>(rows: &[R]) -> String {
    let mut out = String::new();
    for row in rows {
        for (at, column) in R::COLUMNS.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            push_cell(&mut out, column, row);
        }
        out.push_str("\r\n");
    }
    out
}

fn push_cell<R>(out: &mut String, column: &Column<R>, row: &R) {
    // Writing to a String cannot fail.
    let _ = match (column.cell)(row) {
        Cell::Absent => Ok(()),
        Cell::Text(text) => push_text(out, &text),
        Cell::Integer(number) => write!(out, "{number}"),
        Cell::Number(number) => write!(out, "{number}"),
        Cell::Flag(flag) => write!(out, "{flag}"),
        Cell::Date(date) => push_text(out, &date.machine()),
        Cell::List(elements) => {
            let elements: Vec<&str> = elements.into_iter().map(Option::unwrap_or_default).collect();
            push_text(out, &elements.join(BETWEEN))
        }
    };
}

fn push_text(out: &mut String, text: &str) -> std::fmt::Result {
    let guard = if text.starts_with(GUARDED) { "'" } else { "" };
    let needs_quotes = text.contains([',', '"', '\r', '\n', ';', '\t', '\0']) || text.trim() != text;
    if needs_quotes { write!(out, "\"{guard}{}\"", text.replace('"', "\"\"")) } else { write!(out, "{guard}{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pushed(text: &str) -> String {
        let mut out = String::new();
        push_text(&mut out, text).expect("a String takes all");
        out
    }

    #[test]
    fn a_formula_is_told_from_text_and_nothing_is_lost() {
        for (text, cell) in [
            ("plain", "plain"),
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2", "'-2"),
            ("'quoted'", "''quoted'"),
            ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
            ("\ttab", "\"'\ttab\""),
            ("a\nb", "\"a\nb\""),
            ("\u{2028}", "\"\u{2028}\""),
            ("", ""),
        ] {
            assert_eq!(pushed(text), cell, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "[=+@'\",;\r\n\t\0 a\u{2028}é-]{0,12}") {
            let line = format!("{},x\r\n", pushed(&text));
            let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
            let records: Vec<_> = reader.records().collect::<Result<_, _>>().expect("CSV");
            prop_assert_eq!(records.len(), 1);
            let cell = &records[0][0];
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
            prop_assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), text);
        }
    }
}
