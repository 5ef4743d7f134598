//! How each kind of value stands in a file: its reading and its writing side by side.

use crate::input::{Entry, Fields, Node, Reader, Value};
use crate::model::finding::{Continues, LAST_LINE, Lineage};
use crate::model::id::stays_inside;
use crate::model::run::LARGEST_FIGURE;
use crate::model::{BaseAddress, Date, HttpAddress, PullRequest, Repository, Slug, Status, Worded};
use std::borrow::Cow;
use std::marker::PhantomData;

/// A form in which values of the model stand in a file. Most types have one of their own; texts and numbers have several.
pub trait Form {
    type Value;

    /// The value, or `None` where the reader has noted what is wrong with it.
    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self::Value>;

    fn write(value: &Self::Value) -> Node<'_>;
}

/// How a member of a struct is a field of its object.
pub trait Presence {
    type Member;

    /// The member, or `None` where there can be no struct without it.
    fn read(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Self::Member>;

    fn write<'r>(member: &'r Self::Member, name: &'static str, entries: &mut Vec<Entry<'r>>);
}

/// A field that must be there.
pub struct Required<F>(PhantomData<F>);

impl<F: Form> Presence for Required<F> {
    type Member = F::Value;

    fn read(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<F::Value> {
        fields.required(name, F::read)
    }

    fn write<'r>(member: &'r F::Value, name: &'static str, entries: &mut Vec<Entry<'r>>) {
        entries.push(entry(name, F::write(member)));
    }
}

/// A field that may be absent. A value that is wrong is an error, and absent as well.
pub struct Optional<F>(PhantomData<F>);

impl<F: Form> Presence for Optional<F> {
    type Member = Option<F::Value>;

    fn read(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Self::Member> {
        Some(fields.optional(name, F::read))
    }

    fn write<'r>(member: &'r Self::Member, name: &'static str, entries: &mut Vec<Entry<'r>>) {
        entries.extend(member.as_ref().map(|value| entry(name, F::write(value))));
    }
}

/// What a finding continues; `null` says that it is new, which is not the same as saying nothing.
pub struct Stated;

impl Presence for Stated {
    type Member = Lineage;

    fn read(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Lineage> {
        let stated = |reader: &mut Reader, node: &Node<'_>| match node.value {
            Value::Null => Some(Lineage::New),
            _ => Continues::read(reader, node).map(Lineage::Continues),
        };
        Some(fields.optional(name, stated).unwrap_or_default())
    }

    fn write<'r>(lineage: &'r Lineage, name: &'static str, entries: &mut Vec<Entry<'r>>) {
        match lineage {
            Lineage::Unstated => {}
            Lineage::New => entries.push(entry(name, node(Value::Null))),
            Lineage::Continues(continues) => entries.push(entry(name, Continues::write(continues))),
        }
    }
}

/// An array or object that may be absent, which is as good as empty.
pub struct OrEmpty<F>(PhantomData<F>);

impl<F: Form<Value: Default>> Presence for OrEmpty<F> {
    type Member = F::Value;

    fn read(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<F::Value> {
        Some(fields.optional(name, F::read).unwrap_or_default())
    }

    fn write<'r>(member: &'r F::Value, name: &'static str, entries: &mut Vec<Entry<'r>>) {
        let node = F::write(member);
        let is_empty = match &node.value {
            Value::Array(items) => items.is_empty(),
            Value::Object(entries) => entries.is_empty(),
            _ => false,
        };
        if !is_empty {
            entries.push(entry(name, node));
        }
    }
}

/// The kind of a run, `deep-review` where absent.
pub struct Kind;

impl Presence for Kind {
    type Member = Slug;

    fn read(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Slug> {
        fields.optional(name, Slug::read).or_else(|| "deep-review".parse().ok())
    }

    fn write<'r>(kind: &'r Slug, name: &'static str, entries: &mut Vec<Entry<'r>>) {
        entries.push(entry(name, Slug::write(kind)));
    }
}

/// What became of a reviewer; of one that completed nothing is written.
pub struct Outcome;

impl Presence for Outcome {
    type Member = Status;

    fn read(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Status> {
        Some(fields.optional(name, Status::read).unwrap_or(Status::Completed))
    }

    fn write<'r>(status: &'r Status, name: &'static str, entries: &mut Vec<Entry<'r>>) {
        entries.extend((*status != Status::Completed).then(|| entry(name, text(status.word()))));
    }
}

/// An array.
pub struct List<F>(PhantomData<F>);

impl<F: Form> Form for List<F> {
    type Value = Vec<F::Value>;

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self::Value> {
        reader.list(node, F::read)
    }

    fn write(values: &Self::Value) -> Node<'_> {
        node(Value::Array(values.iter().map(F::write).collect()))
    }
}

/// An array of at most so many items.
pub struct ListOfAtMost<const MOST: usize, F>(PhantomData<F>);

impl<const MOST: usize, F: Form> Form for ListOfAtMost<MOST, F> {
    type Value = Vec<F::Value>;

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self::Value> {
        reader.list_of_at_most(node, MOST, F::read)
    }

    fn write(values: &Self::Value) -> Node<'_> {
        List::<F>::write(values)
    }
}

/// An object of texts under free keys.
pub struct Map;

impl Form for Map {
    type Value = Vec<(String, String)>;

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self::Value> {
        reader.map(node, Reader::text)
    }

    fn write(pairs: &Self::Value) -> Node<'_> {
        node(Value::Object(pairs.iter().map(|(name, value)| entry(name, text(value))).collect()))
    }
}

impl<T: Worded> Form for T {
    type Value = T;

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<T> {
        reader.word(node)
    }

    fn write(value: &T) -> Node<'_> {
        text(value.written())
    }
}

/// Types that are made of a text, which they then hold.
macro_rules! parsed {
    ($($type:ty),+) => {$(
        impl Form for $type {
            type Value = Self;

            fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
                reader.parsed(node, str::parse::<Self>)
            }

            fn write(value: &Self) -> Node<'_> {
                text(value.as_ref())
            }
        }
    )+};
}

parsed!(Slug, Repository, HttpAddress, BaseAddress);

impl Form for Date {
    type Value = Self;

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        reader.parsed(node, |text| {
            Self::parse(text).ok_or("is not a date: expected RFC 3339, `YYYY-MM-DDTHH:MM` or `YYYY-MM-DD`")
        })
    }

    fn write(date: &Self) -> Node<'_> {
        node(Value::String(Cow::Owned(date.machine())))
    }
}

/// Any text.
pub struct Text;

impl Form for Text {
    type Value = String;

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<String> {
        reader.text(node)
    }

    fn write(value: &String) -> Node<'_> {
        text(value)
    }
}

/// Texts that must pass a check.
macro_rules! checked {
    ($($form:ident: $is_good:expr, $why_not:literal;)+) => {$(
        pub struct $form;

        impl Form for $form {
            type Value = String;

            fn read(reader: &mut Reader, node: &Node<'_>) -> Option<String> {
                reader.parsed(node, |text| if $is_good(text) { Ok(text.to_owned()) } else { Err($why_not) })
            }

            fn write(value: &String) -> Node<'_> {
                text(value)
            }
        }
    )+};
}

checked! {
    Path: stays_inside, "is not a path inside the repository";
    OldAddress: is_plain_path, "is not a path below the site's root made of letters, digits and `._-~+,`";
}

/// Whether an old address of a page has segments of plain characters only, so that it can be written as a file.
fn is_plain_path(text: &str) -> bool {
    let is_plain = |part: &str| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'~' | b'+' | b',');
        (1..=200).contains(&part.len()) && !part.starts_with('.') && part.bytes().all(plain)
    };
    text.len() <= 1000 && text.strip_suffix('/').unwrap_or(text).split('/').all(is_plain)
}

/// Numbers within bounds: the type in the model, how one is read, and how it is as a double.
macro_rules! numbers {
    ($($(#[$about:meta])* $form:ident($type:ty): $read:expr, $double:expr;)+) => {$(
        $(#[$about])*
        pub struct $form;

        impl Form for $form {
            type Value = $type;

            fn read(reader: &mut Reader, node: &Node<'_>) -> Option<$type> {
                let read: fn(&mut Reader, &Node<'_>) -> Option<$type> = $read;
                read(reader, node)
            }

            fn write(value: &$type) -> Node<'_> {
                let double: fn($type) -> f64 = $double;
                number(double(*value))
            }
        }
    )+};
}

numbers! {
    /// A whole number from 1 on.
    Positive(u32): |r, n| r.integer(n, 1, u64::from(u32::MAX)).and_then(|number| number.try_into().ok()), f64::from;
    /// The number of a line.
    Line(u32): |r, n| r.integer(n, 1, LAST_LINE.into()).and_then(|number| number.try_into().ok()), f64::from;
    /// Seconds, counts, money.
    Amount(f64): |r, n| r.number(n, 0.0, LARGEST_FIGURE), |number| number;
    /// A part of 1.
    Fraction(f64): |r, n| r.number(n, 0.0, 1.0), |number| number;
}

impl Form for PullRequest {
    type Value = Self;

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        Positive::read(reader, node).and_then(Self::new)
    }

    fn write(value: &Self) -> Node<'_> {
        number(value.number().into())
    }
}

pub fn entry<'r>(name: &'r str, node: Node<'r>) -> Entry<'r> {
    Entry { key: Cow::Borrowed(name), place: (0, 0), node }
}

pub fn node(value: Value<'_>) -> Node<'_> {
    Node { offset: 0, length: 0, value }
}

pub fn text(text: &str) -> Node<'_> {
    node(Value::String(Cow::Borrowed(text)))
}

fn number(number: f64) -> Node<'static> {
    let written = whole(number).map_or_else(|| number.to_string(), |whole| whole.to_string());
    node(Value::Number(Cow::Owned(written), number))
}

/// `3.0` is written as `3`.
#[expect(clippy::cast_possible_truncation, reason = "only whole numbers that fit are cast")]
pub fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}
