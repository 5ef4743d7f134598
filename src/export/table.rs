//! Rows and columns without a format.

use crate::model::{Date, PullRequest, Severity, Slug, Worded};
use std::borrow::Cow;

/// A type that is a row of a table.
pub trait TableRow: Sized + 'static {
    /// Its columns, in order. A published column keeps its name, its kind and its meaning.
    const COLUMNS: &'static [Column<Self>];
}

/// A column of a table of `R`.
pub struct Column<R> {
    /// Its name in every format.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: CellKind,
    /// The cell of a row, of this column's kind or absent.
    pub cell: for<'r> fn(&'r R) -> Cell<'r>,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    Text,
    /// A whole number.
    Integer,
    /// A double.
    Number,
    /// Yes or no.
    Flag,
    /// A date as exact as it was written.
    Date,
    /// Short texts, in order.
    List,
}

/// One cell. Absent is "not recorded", never zero, never empty text.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'r> {
    /// Not recorded.
    Absent,
    Text(Cow<'r, str>),
    Integer(i64),
    Number(f64),
    Flag(bool),
    Date(Date),
    /// An element may be absent.
    List(Vec<Option<&'r str>>),
}

impl<'r> From<&'r str> for Cell<'r> {
    fn from(text: &'r str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'r> From<&'r String> for Cell<'r> {
    fn from(text: &'r String) -> Self {
        text.as_str().into()
    }
}

impl<'r> From<&'r Slug> for Cell<'r> {
    fn from(slug: &'r Slug) -> Self {
        slug.as_str().into()
    }
}

impl<T: Worded> From<T> for Cell<'_> {
    fn from(value: T) -> Self {
        value.written().into()
    }
}

impl From<u64> for Cell<'_> {
    fn from(number: u64) -> Self {
        // The reader takes no number that is larger than this by far.
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<PullRequest> for Cell<'_> {
    fn from(pull_request: PullRequest) -> Self {
        pull_request.number().into()
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Self::Integer(i64::from(number))
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Date> for Cell<'_> {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl<'r> From<&'r Vec<Slug>> for Cell<'r> {
    fn from(slugs: &'r Vec<Slug>) -> Self {
        Self::List(slugs.iter().map(|slug| Some(slug.as_str())).collect())
    }
}

impl<'r> From<&'r Vec<Option<Severity>>> for Cell<'r> {
    fn from(severities: &'r Vec<Option<Severity>>) -> Self {
        Self::List(severities.iter().map(|severity| severity.map(Severity::word)).collect())
    }
}

impl<'r, T: Into<Cell<'r>>> From<Option<T>> for Cell<'r> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}
