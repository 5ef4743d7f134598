//! Parquet: one row group, Snappy, every column nullable, the same bytes for the same rows.
//!
//! A date becomes four columns, each as exact as the format allows: `date` as stated, `date_day` (a calendar day where the
//! run was made), `date_local` (a timestamp without zone, absent where no time is stated) and `date_utc` (an instant,
//! absent where no zone is stated).

use super::table::{Cell, CellKind, TableRow};
use ::parquet::basic::Compression;
use ::parquet::column::writer::ColumnWriter;
use ::parquet::data_type::ByteArray;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::ParquetMetaDataReader;
use ::parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;
use chrono::NaiveDate;
use std::sync::Arc;

/// Why rows could not be encoded.
#[derive(Debug, thiserror::Error)]
#[error("rows cannot be encoded as Parquet: {0}")]
pub struct EncodeError(#[from] ParquetError);

/// Who made a file, as it says itself. Without a version, so that an update does not change a file by its name alone.
const MAKER: &str = "pilcrow";

/// Whether a file says that this program made it. The name alone, somewhere in the file, says nothing: the data of a
/// stranger may hold it.
#[must_use]
pub fn is_ours(file: &[u8]) -> bool {
    let Some((rest, b"PAR1")) = file.split_last_chunk::<4>() else { return false };
    let Some((rest, length)) = rest.split_last_chunk::<4>() else { return false };
    let length = u32::from_le_bytes(*length) as usize;
    let footer = rest.len().checked_sub(length).map(|start| &rest[start..]);
    let metadata = footer.and_then(|footer| ParquetMetaDataReader::decode_metadata(footer).ok());
    metadata.is_some_and(|metadata| metadata.file_metadata().created_by() == Some(MAKER))
}

/// A file of all rows.
///
/// # Errors
/// What the encoder says; it has no reason to.
pub fn encode<R: TableRow>(rows: &[R]) -> Result<Vec<u8>, EncodeError> {
    encode_with(rows, WriterProperties::builder().set_created_by(MAKER.to_owned()))
}

fn encode_with<R: TableRow>(rows: &[R], properties: WriterPropertiesBuilder) -> Result<Vec<u8>, EncodeError> {
    let leaves = leaves::<R>();
    let schema = Arc::new(parse_message_type(&schema(&leaves))?);
    let properties = properties.set_compression(Compression::SNAPPY).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for leaf in &leaves {
        let cells = rows.iter().map(|row| (leaf.part)(&(leaf.cell)(row)));
        let mut column = group
            .next_column()?
            .ok_or_else(|| ParquetError::General("the schema has fewer columns than the rows".to_owned()))?;
        write(column.untyped(), cells)?;
        column.close()?;
    }
    group.close()?;
    Ok(writer.into_inner()?)
}

/// A column of the file: its name and type in the language of Parquet's schemas, and how its values are made.
struct Leaf<R> {
    name: String,
    form: Form,
    cell: for<'r> fn(&'r R) -> Cell<'r>,
    part: fn(&Cell<'_>) -> Value,
}

#[derive(Clone, Copy)]
enum Form {
    Plain(&'static str, &'static str),
    List,
}

fn leaves<R: TableRow>() -> Vec<Leaf<R>> {
    const TEXT: Form = Form::Plain("BYTE_ARRAY", "STRING");
    let mut leaves = Vec::new();
    for column in R::COLUMNS {
        let mut add = |ending: &str, form: Form, part: fn(&Cell<'_>) -> Value| {
            leaves.push(Leaf { name: format!("{}{ending}", column.name), form, cell: column.cell, part });
        };
        match column.kind {
            CellKind::Text => add("", TEXT, value),
            CellKind::Integer => add("", Form::Plain("INT64", ""), value),
            CellKind::Number => add("", Form::Plain("DOUBLE", ""), value),
            CellKind::Flag => add("", Form::Plain("BOOLEAN", ""), value),
            CellKind::List => add("", Form::List, value),
            CellKind::Date => {
                add("", TEXT, value);
                add("_day", Form::Plain("INT32", "DATE"), day);
                add("_local", Form::Plain("INT64", "TIMESTAMP(MICROS,false)"), local);
                add("_utc", Form::Plain("INT64", "TIMESTAMP(MICROS,true)"), utc);
            }
        }
    }
    leaves
}

fn schema<R>(leaves: &[Leaf<R>]) -> String {
    let field = |Leaf { name, form, .. }: &Leaf<R>| match form {
        Form::Plain(kind, "") => format!("OPTIONAL {kind} {name};"),
        Form::Plain(kind, logical) => format!("OPTIONAL {kind} {name} ({logical});"),
        Form::List => format!(
            "OPTIONAL group {name} (LIST) {{ REPEATED group list {{ OPTIONAL BYTE_ARRAY element (STRING); }} }}"
        ),
    };
    format!("message {MAKER} {{ {} }}", leaves.iter().map(field).collect::<Vec<_>>().join(" "))
}

/// A value as Parquet stores it.
enum Value {
    Absent,
    Bytes(ByteArray),
    Long(i64),
    Int(i32),
    Double(f64),
    Bool(bool),
    List(Vec<Option<ByteArray>>),
}

fn value(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Absent => Value::Absent,
        Cell::Text(text) => Value::Bytes(ByteArray::from(text.as_ref())),
        Cell::Integer(number) => Value::Long(*number),
        Cell::Number(number) => Value::Double(*number),
        Cell::Flag(flag) => Value::Bool(*flag),
        Cell::Date(date) => Value::Bytes(ByteArray::from(date.machine().as_str())),
        Cell::List(elements) => Value::List(elements.iter().map(|text| text.map(ByteArray::from)).collect()),
    }
}

fn day(cell: &Cell<'_>) -> Value {
    let Cell::Date(date) = cell else { return Value::Absent };
    let days = date.day().signed_duration_since(NaiveDate::default()).num_days();
    i32::try_from(days).map_or(Value::Absent, Value::Int)
}

fn local(cell: &Cell<'_>) -> Value {
    let Cell::Date(date) = cell else { return Value::Absent };
    date.local().map_or(Value::Absent, |local| Value::Long(local.and_utc().timestamp_micros()))
}

fn utc(cell: &Cell<'_>) -> Value {
    let Cell::Date(date) = cell else { return Value::Absent };
    date.instant().map_or(Value::Absent, |instant| Value::Long(instant.timestamp_micros()))
}

/// Definition levels of a list: an empty one, an absent element, an element. No list is 0.
const EMPTY: i16 = 1;
const NO_ELEMENT: i16 = 2;
const ELEMENT: i16 = 3;

/// Writes a column. Values come with levels: the definition level says how much of a value is there, the repetition
/// level whether it starts a row or goes on with its list.
fn write(column: &mut ColumnWriter<'_>, values: impl Iterator<Item = Value>) -> Result<(), ParquetError> {
    let (mut texts, mut longs, mut ints, mut doubles, mut bools) = (vec![], vec![], vec![], vec![], vec![]);
    let (mut defined, mut repeated) = (Vec::new(), Vec::new());
    for value in values {
        let is_there = i16::from(!matches!(value, Value::Absent));
        match value {
            Value::Absent => {}
            Value::Bytes(text) => texts.push(text),
            Value::Long(number) => longs.push(number),
            Value::Int(number) => ints.push(number),
            Value::Double(number) => doubles.push(number),
            Value::Bool(flag) => bools.push(flag),
            Value::List(elements) => {
                if elements.is_empty() {
                    defined.push(EMPTY);
                    repeated.push(0);
                }
                for (at, element) in elements.into_iter().enumerate() {
                    defined.push(if element.is_some() { ELEMENT } else { NO_ELEMENT });
                    repeated.push(i16::from(at > 0));
                    texts.extend(element);
                }
                continue;
            }
        }
        // For a list that is absent this is 0, no list.
        defined.push(is_there);
        repeated.push(0);
    }
    let levels = (Some(defined.as_slice()), Some(repeated.as_slice()));
    match column {
        ColumnWriter::ByteArrayColumnWriter(writer) => writer.write_batch(&texts, levels.0, levels.1),
        ColumnWriter::Int64ColumnWriter(writer) => writer.write_batch(&longs, levels.0, levels.1),
        ColumnWriter::Int32ColumnWriter(writer) => writer.write_batch(&ints, levels.0, levels.1),
        ColumnWriter::DoubleColumnWriter(writer) => writer.write_batch(&doubles, levels.0, levels.1),
        ColumnWriter::BoolColumnWriter(writer) => writer.write_batch(&bools, levels.0, levels.1),
        _ => Err(ParquetError::General("the schema has a column of a type that no row holds".to_owned())),
    }?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::table::Column;
    use proptest::prelude::*;

    struct Word(&'static str);

    impl TableRow for Word {
        const COLUMNS: &'static [Column<Self>] =
            &[Column { name: MAKER, kind: CellKind::Text, cell: |row| row.0.into() }];
    }

    fn file(maker: &str) -> Vec<u8> {
        let properties = WriterProperties::builder().set_created_by(maker.to_owned());
        encode_with(&[Word(MAKER)], properties).expect("a file")
    }

    #[test]
    fn a_file_is_known_by_its_maker_and_not_by_what_it_holds() {
        assert!(is_ours(&file(MAKER)));
        assert!(!is_ours(&file("DuckDB")));
        assert!(!is_ours(b"") && !is_ours(b"pilcrow") && !is_ours(b"pilcrow\x07\0\0\0PAR1"));
    }

    proptest! {
        /// Bytes in disorder are no panic and no claim on memory, and never make a stranger's file ours.
        #[test]
        fn a_broken_file_is_nobodys(edits in proptest::collection::vec((0_usize..10_000, any::<u8>()), 1..6), tail: Vec<u8>) {
            let mut broken = file("DuckDB");
            let body = broken.len() - 8;
            for (at, byte) in edits {
                broken[at % body] = byte;
            }
            prop_assert!(!is_ours(&broken));
            let length = u32::try_from(tail.len()).expect("short").to_le_bytes();
            prop_assert!(!is_ours(&[&tail[..], &length, b"PAR1"].concat()));
        }
    }
}
