//! TOML into the same located nodes as JSON.

use super::node::{Entry, Node, Value};
use super::problem::Problem;
use crate::model::ProblemKind;
use std::borrow::Cow;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Text into a tree, and only as long as it is needed: `with` gets the root.
///
/// # Errors
/// The parser's problem, with its place.
pub fn parse<T>(text: &str, with: impl FnOnce(&Node<'_>) -> T) -> Result<T, Box<Problem>> {
    let table = DeTable::parse(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        let message = format!("is not valid TOML: {}", error.message());
        Box::new(Problem::error(ProblemKind::Syntax, span.start, span.len().max(1), message))
    })?;
    let root = Node { offset: 0, length: text.len(), value: Value::Object(entries(table.get_ref())) };
    Ok(with(&root))
}

fn entries<'a>(table: &'a DeTable<'_>) -> Vec<Entry<'a>> {
    table
        .iter()
        .map(|(key, value)| Entry {
            key: Cow::Borrowed(key.get_ref().as_ref()),
            place: (key.span().start, key.span().len()),
            node: node(value),
        })
        .collect()
}

fn node<'a>(value: &'a Spanned<DeValue<'_>>) -> Node<'a> {
    let span = value.span();
    let value = match value.get_ref() {
        DeValue::String(text) => Value::String(Cow::Borrowed(text.as_ref())),
        DeValue::Integer(number) => {
            Value::Number(Cow::Borrowed(number.as_str()), number.as_str().parse().unwrap_or(f64::NAN))
        }
        DeValue::Float(number) => {
            Value::Number(Cow::Borrowed(number.as_str()), number.as_str().parse().unwrap_or(f64::NAN))
        }
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::String(Cow::Owned(date.to_string())),
        DeValue::Array(items) => Value::Array(items.iter().map(node).collect()),
        DeValue::Table(table) => Value::Object(entries(table)),
    };
    Node { offset: span.start, length: span.len(), value }
}
