//! A document as a tree in which every value knows its place in the text.

use std::borrow::Cow;

/// A value and where it stands.
#[derive(Debug)]
pub struct Node<'a> {
    /// Byte offset in the text.
    pub offset: usize,
    /// Bytes that it takes.
    pub length: usize,
    pub value: Value<'a>,
}

/// A value, strings borrowed from the text where they hold no escapes.
#[derive(Debug)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it was written, and as a double.
    Number(Cow<'a, str>, f64),
    String(Cow<'a, str>),
    Array(Vec<Node<'a>>),
    /// Keys and values in the order of the text.
    Object(Vec<Entry<'a>>),
}

/// A key and its value.
#[derive(Debug)]
pub struct Entry<'a> {
    pub key: Cow<'a, str>,
    /// Where the key stands: byte offset and length.
    pub place: (usize, usize),
    pub node: Node<'a>,
}

impl Node<'_> {
    /// What the value is, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(..) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }

    /// The value at a JSON pointer.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&Self> {
        pointer.split('/').skip(1).try_fold(self, |node, step| match &node.value {
            Value::Array(items) => items.get(step.parse::<usize>().ok()?),
            Value::Object(entries) => {
                let key = step.replace("~1", "/").replace("~0", "~");
                entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
            }
            _ => None,
        })
    }
}
