//! JSON into located nodes.
//!
//! `serde_json` does the parsing, one level at a time: a container is read as raw slices of the text, and the
//! place of a slice in the text is its address. So there is one JSON grammar in the house, and it is not ours.

use super::node::{Entry, Node, Value};
use super::problem::Problem;
use crate::model::{Level, ProblemKind};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Deeper than any run goes, and shallow enough for any stack.
const DEEPEST: usize = 48;

/// Bytes into a tree.
///
/// # Errors
/// One [`Problem`], at the byte where the text stops being UTF-8 or JSON, or where it nests too deep.
/// Unpaired surrogates in `\u` escapes are no error: they become U+FFFD, and `replaced` counts them.
pub fn parse<'a>(bytes: &'a [u8], replaced: &mut Vec<Problem>) -> Result<(&'a str, Node<'a>), Box<Problem>> {
    let text = utf8(bytes)?;
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| Box::new(syntax(text, &error)))?;
    let node = Parser { text, replaced }.node(raw, 0)?;
    Ok((text, node))
}

fn utf8(bytes: &[u8]) -> Result<&str, Box<Problem>> {
    let problem = |kind, offset: usize, message: &str, hint: &str| {
        Box::new(Problem { hint: Some(hint.to_owned()), ..Problem::error(kind, offset, 1, message) })
    };
    let not_utf8 = |offset, message: &str, hint| problem(ProblemKind::NotUtf8, offset, message, hint);
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        return Err(not_utf8(0, "starts with a byte order mark", "save the file as UTF-8 without a BOM"));
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(not_utf8(0, "is UTF-16, not UTF-8", "save the file as UTF-8"));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(problem(ProblemKind::EmptyFile, 0, "is empty", "delete it, or write a run to it"));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        not_utf8(at, &format!("is not valid UTF-8: byte {:#04x}", bytes[at]), "save the file as UTF-8")
    })
}

fn syntax(text: &str, error: &serde_json::Error) -> Problem {
    let whole = error.to_string();
    let message = whole.split(" at line ").next().unwrap_or(&whole).to_owned();
    let offset = offset_of(text, error.line(), error.column());
    let mut problem = Problem::error(ProblemKind::Syntax, offset, 1, format!("is not valid JSON: {message}"));
    problem.hint = match text.as_bytes().get(offset) {
        Some(0) => Some("the file contains NUL bytes; is it binary?".to_owned()),
        Some(b'\'') => Some("JSON strings need double quotes".to_owned()),
        Some(b'}' | b']') if text[..offset].trim_end().ends_with(',') => Some("remove the trailing comma".to_owned()),
        _ if message.contains("EOF") => Some("the file ends early; was it truncated?".to_owned()),
        _ => None,
    };
    problem
}

/// The byte offset of a line and column as `serde_json` counts them: columns are bytes, from 1.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start = match line {
        0 | 1 => 0,
        _ => text.as_bytes().iter().enumerate().filter(|(_, b)| **b == b'\n').nth(line - 2).map_or(0, |(at, _)| at + 1),
    };
    text.floor_char_boundary((start + column.saturating_sub(1)).min(text.len()))
}

struct Parser<'a, 'r> {
    text: &'a str,
    replaced: &'r mut Vec<Problem>,
}

impl<'a> Parser<'a, '_> {
    fn node(&mut self, raw: &'a RawValue, depth: usize) -> Result<Node<'a>, Box<Problem>> {
        let slice = raw.get();
        // The slice is part of the text: both addresses belong to one allocation.
        let offset = slice.as_ptr() as usize - self.text.as_ptr() as usize;
        if depth > DEEPEST {
            let message = format!("is nested more than {DEEPEST} levels deep");
            return Err(Box::new(Problem::error(ProblemKind::TooDeep, offset, 1, message)));
        }
        let value = match slice.as_bytes().first() {
            Some(b'{') => self.object(raw, depth)?,
            Some(b'[') => self.array(raw, depth)?,
            Some(b'"') => Value::String(self.string(raw, offset)?),
            Some(b't') => Value::Bool(true),
            Some(b'f') => Value::Bool(false),
            Some(b'n') => Value::Null,
            _ => Value::Number(Cow::Borrowed(slice), number(slice, offset)?),
        };
        Ok(Node { offset, length: slice.len(), value })
    }

    fn object(&mut self, raw: &'a RawValue, depth: usize) -> Result<Value<'a>, Box<Problem>> {
        let pairs = raw.deserialize_map(Pairs).map_err(|error| Box::new(self.level_error(raw, &error)))?;
        let mut entries = Vec::with_capacity(pairs.len());
        for (Key(key), value) in pairs {
            let node = self.node(value, depth + 1)?;
            let place = self.place_of(&key).unwrap_or((node.offset, node.length));
            entries.push(Entry { key, place, node });
        }
        Ok(Value::Object(entries))
    }

    fn array(&mut self, raw: &'a RawValue, depth: usize) -> Result<Value<'a>, Box<Problem>> {
        let items = raw.deserialize_seq(Items).map_err(|error| Box::new(self.level_error(raw, &error)))?;
        items.into_iter().map(|item| self.node(item, depth + 1)).collect::<Result<_, _>>().map(Value::Array)
    }

    fn string(&mut self, raw: &'a RawValue, offset: usize) -> Result<Cow<'a, str>, Box<Problem>> {
        if let Ok(Key(text)) = serde_json::from_str::<Key<'a>>(raw.get()) {
            return Ok(text);
        }
        // Read as bytes, `serde_json` lets unpaired surrogates through, three bytes each.
        let Bytes(bytes) = serde_json::from_str(raw.get()).map_err(|error| Box::new(self.level_error(raw, &error)))?;
        let text = wtf8_to_utf8(&bytes);
        let message = "contains an unpaired surrogate, shown as U+FFFD";
        let problem = Problem::error(ProblemKind::UnpairedSurrogate, offset, raw.get().len(), message);
        self.replaced.push(Problem { level: Level::Warning, ..problem });
        Ok(Cow::Owned(text))
    }

    fn level_error(&self, raw: &RawValue, error: &serde_json::Error) -> Problem {
        let offset = raw.get().as_ptr() as usize - self.text.as_ptr() as usize;
        let mut problem = syntax(raw.get(), error);
        problem.offset += offset;
        problem
    }

    /// Where a key stands, if it was borrowed from the text.
    fn place_of(&self, key: &str) -> Option<(usize, usize)> {
        let offset = (key.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        (offset < self.text.len()).then_some((offset, key.len()))
    }
}

fn number(slice: &str, offset: usize) -> Result<f64, Box<Problem>> {
    match slice.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(Box::new(Problem::error(ProblemKind::OutOfRange, offset, slice.len(), "number out of range"))),
    }
}

/// Replaces each unpaired surrogate by one U+FFFD.
fn wtf8_to_utf8(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                out.push_str(text);
                return out;
            }
            Err(error) => {
                let (good, bad) = rest.split_at(error.valid_up_to());
                out.push_str(&String::from_utf8_lossy(good));
                out.push('\u{FFFD}');
                rest = bad.get(3..).unwrap_or_default();
            }
        }
    }
}

/// A text, borrowed where it can be.
struct Key<'a>(Cow<'a, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// A text as bytes, unpaired surrogates included.
struct Bytes(Vec<u8>);

impl<'de> serde::Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Raw;
        impl Visitor<'_> for Raw {
            type Value = Bytes;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(Raw)
    }
}

struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<(Key<'de>, &'de RawValue)>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}

struct Items;

impl<'de> Visitor<'de> for Items {
    type Value = Vec<&'de RawValue>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(bytes: &[u8]) -> Problem {
        *parse(bytes, &mut Vec::new()).expect_err("a problem")
    }

    #[test]
    fn every_value_knows_its_place() {
        let text = "{\"a\": [1, \"x\\n\", {\"b\": null}], \"c\": true}";
        let (_, node) = parse(text.as_bytes(), &mut Vec::new()).expect("good");
        let b = node.at("/a/2/b").expect("there");
        assert_eq!(&text[b.offset..b.offset + b.length], "null");
        let x = node.at("/a/1").expect("there");
        assert!(matches!(&x.value, Value::String(text) if text == "x\n"));
        assert_eq!(&text[x.offset..x.offset + x.length], "\"x\\n\"");
    }

    #[test]
    fn bad_bytes_are_named_with_their_place() {
        assert!(error(b"\xEF\xBB\xBF{}").message.contains("byte order mark"));
        assert!(error(b"\xFF\xFE{\0}\0").message.contains("UTF-16"));
        assert!(error(b" \n").message.contains("empty"));
        let bad = error(b"{\"a\": \"\xff\"}");
        assert_eq!((bad.offset, bad.message.as_str()), (7, "is not valid UTF-8: byte 0xff"));
        let nul = error(b"{\"a\":\n \0}");
        assert!(nul.hint.is_some_and(|hint| hint.contains("NUL")), "{}", nul.message);
        assert!(error(b"{\"a\": 1e999}").message.contains("out of range"));
        assert!(error(b"{\"a\": 1,}").hint.is_some());
        assert!(error(b"{\"a\": 1").message.contains("EOF"));
        assert!(error(b"{} {}").message.contains("trailing characters"));
    }

    #[test]
    fn deep_nesting_is_refused_not_followed() {
        for depth in [49, 10_000] {
            let text = "[".repeat(depth + 1) + &"]".repeat(depth + 1);
            assert!(error(text.as_bytes()).message.contains("nested more than 48"), "{depth}");
        }
        let fine = "[".repeat(40) + &"]".repeat(40);
        assert!(parse(fine.as_bytes(), &mut Vec::new()).is_ok());
    }

    #[test]
    fn unpaired_surrogates_are_replaced_and_told() {
        let mut replaced = Vec::new();
        let (_, node) = parse(br#"{"a": "x\ud800y\udc00", "b": "\ud83d\ude00"}"#, &mut replaced).expect("good");
        assert!(matches!(&node.at("/a").expect("a").value, Value::String(text) if text == "x\u{FFFD}y\u{FFFD}"));
        assert!(matches!(&node.at("/b").expect("b").value, Value::String(text) if text == "😀"));
        assert_eq!(replaced.len(), 1);
    }
}
