//! Looking into a document that may hold anything: what is absent, empty or of the wrong type is not there.

use crate::model::finding::is_line;
use serde_json::{Map, Value};

/// A string with something in it.
pub fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

/// The items of an array.
pub fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The fields of an object, in the order of their names.
pub fn fields<'v>(value: &'v Value, key: &str) -> Vec<(&'v str, &'v Value)> {
    value.get(key).and_then(Value::as_object).map(sorted).unwrap_or_default()
}

/// The fields of an object that are not among the known ones, in the order of their names.
pub fn others<'v>(value: &'v Value, known: &[&str]) -> Vec<(&'v str, &'v Value)> {
    let all = value.as_object().map(sorted).unwrap_or_default();
    all.into_iter().filter(|(name, value)| !known.contains(name) && !is_nothing(value)).collect()
}

/// A number from 1 on: a line or a column.
pub fn ordinal(value: &Value, key: &str) -> Option<u32> {
    value.get(key)?.as_u64().and_then(|number| u32::try_from(number).ok()).filter(|number| is_line(*number))
}

/// The item that an index points to; SARIF writes -1 for none.
pub fn at<'v>(items: &'v [Value], value: &Value, key: &str) -> Option<(usize, &'v Value)> {
    let index = usize::try_from(value.get(key)?.as_u64()?).ok()?;
    items.get(index).map(|item| (index, item))
}

/// A number, or a text that is one: tools write `"security-severity": "7.5"`.
pub fn number(value: &Value, key: &str) -> Option<f64> {
    let value = value.get(key)?;
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    // Plus zero: a -0.0 would come back from the archive as 0.
    number.is_finite().then_some(number + 0.0)
}

fn sorted(map: &Map<String, Value>) -> Vec<(&str, &Value)> {
    let mut fields: Vec<_> = map.iter().map(|(name, value)| (name.as_str(), value)).collect();
    fields.sort_by_key(|(name, _)| *name);
    fields
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::ordinal;
    use serde_json::json;

    /// The archive would refuse the whole run for such a line.
    #[test]
    fn a_line_that_no_file_has_is_none() {
        let region = json!({"a": 1, "b": 1_000_000_000, "c": 1_000_000_001, "d": 4_294_967_294_u32, "e": 0, "f": 5_000_000_000_u64});
        let found = ["a", "b", "c", "d", "e", "f"].map(|key| ordinal(&region, key));
        assert_eq!(found, [Some(1), Some(1_000_000_000), None, None, None, None]);
    }
}
