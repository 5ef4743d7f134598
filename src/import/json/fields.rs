//! An object of which it is known what was read, so that everything else of it can be kept.

use super::look;
use crate::model::finding::is_line;
use serde_json::Value;
use std::collections::BTreeSet;

/// The fields of an object. A field of the wrong type is not read, and so it is among the rest.
#[derive(Debug)]
pub struct Fields<'v> {
    value: &'v Value,
    read: BTreeSet<&'static str>,
}

impl<'v> Fields<'v> {
    /// The fields of a value; none where it is no object.
    pub fn of(value: &'v Value) -> Self {
        Self { value, read: BTreeSet::new() }
    }

    /// The whole object.
    pub fn value(&self) -> &'v Value {
        self.value
    }

    /// A string with something in it.
    pub fn text(&mut self, key: &'static str) -> Option<&'v str> {
        let text = look::text(self.value, key)?;
        self.read.insert(key);
        Some(text)
    }

    /// The first of some fields that is such a string.
    pub fn any_text(&mut self, keys: &[&'static str]) -> Option<&'v str> {
        keys.iter().find_map(|key| self.text(key))
    }

    /// A number, or a text that is one.
    pub fn number(&mut self, key: &'static str) -> Option<f64> {
        let number = look::number(self.value, key)?;
        self.read.insert(key);
        Some(number)
    }

    /// A number that can be a line's or a column's, or a text that is one.
    pub fn line(&mut self, key: &'static str) -> Option<u32> {
        let value = self.value.get(key)?;
        let whole = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
        let whole = whole.or_else(|| value.as_f64().filter(|number| number.fract() == 0.0).and_then(as_whole));
        let line = whole.and_then(|number| u32::try_from(number).ok()).filter(|number| is_line(*number))?;
        self.read.insert(key);
        Some(line)
    }

    /// The first of some fields that is such a number.
    pub fn any_line(&mut self, keys: &[&'static str]) -> Option<u32> {
        keys.iter().find_map(|key| self.line(key))
    }

    /// The items of an array.
    pub fn list(&mut self, key: &'static str) -> &'v [Value] {
        let Some(list) = self.value.get(key).and_then(Value::as_array) else { return &[] };
        self.read.insert(key);
        list
    }

    /// A value of whatever type that is not null.
    pub fn any(&mut self, key: &'static str) -> Option<&'v Value> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        self.read.insert(key);
        Some(value)
    }

    /// The fields of an object in here; what is not read of them is the caller's to keep.
    pub fn object(&mut self, key: &'static str) -> Option<Fields<'v>> {
        let value = self.value.get(key).filter(|value| value.is_object())?;
        self.read.insert(key);
        Some(Fields::of(value))
    }

    /// Passes over fields that say nothing.
    pub fn ignore(&mut self, keys: &[&'static str]) {
        self.read.extend(keys);
    }

    /// What was not read and is not empty, in the order of the names.
    pub fn rest(&self) -> Vec<(&'v str, &'v Value)> {
        let known: Vec<&str> = self.read.iter().copied().collect();
        look::others(self.value, &known)
    }
}

/// Numbers that large are no lines anyway.
fn as_whole(number: f64) -> Option<u64> {
    let text = (0.0..=f64::from(u32::MAX)).contains(&number).then(|| format!("{number:.0}"))?;
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::Fields;
    use serde_json::json;

    #[test]
    fn what_is_not_read_is_left() {
        let value = json!({"a": "x", "b": 5, "c": [], "d": null, "e": "12", "f": 7.0, "g": {"h": 1}, "i": "0"});
        let mut fields = Fields::of(&value);
        assert_eq!((fields.text("a"), fields.text("b")), (Some("x"), None));
        assert_eq!((fields.line("e"), fields.line("f"), fields.line("i")), (Some(12), Some(7), None));
        let rest: Vec<&str> = fields.rest().into_iter().map(|(name, _)| name).collect();
        assert_eq!(rest, ["b", "g", "i"]);
        assert_eq!(fields.object("g").map(|inner| inner.rest().len()), Some(1));
        assert!(Fields::of(&json!("text")).rest().is_empty());
    }
}
