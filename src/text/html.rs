//! Markup that may stand on a page as it is. [`Html`] is made here, by its neighbours in `text`, and by the template
//! engine; whoever else needs some puts it together from literals, numbers and escaped text with a [`Markup`].

use super::{push_attribute, push_bare_text, push_code, push_text, push_value};
use serde::{Serialize, Serializer};
use std::fmt::Write;

/// Well-formed markup in which everything from a run is escaped. Templates print it without escaping it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    markup: String,
    /// Whether a link in it depends on the page that it stands on.
    is_of_one_page: bool,
}

impl Html {
    /// Vouches for markup: every text in it was escaped on its way in.
    pub(in crate::text) fn vouched(markup: String, is_of_one_page: bool) -> Self {
        Self { markup, is_of_one_page }
    }

    /// A component of the templates, filled. It is taken to mean the same on every page: a component that is used this way
    /// is not told which page it stands on.
    ///
    /// # Errors
    /// What the template engine says.
    pub fn of_component(tera: &tera::Tera, name: &str, arguments: &tera::Context) -> Result<Self, tera::Error> {
        let markup = tera.render_component(name, arguments, None, true)?;
        Ok(Self { markup, is_of_one_page: false })
    }

    /// Plain text.
    #[must_use]
    pub fn text(words: &str) -> Self {
        let mut markup = String::with_capacity(words.len());
        push_text(&mut markup, words);
        Self { markup, is_of_one_page: false }
    }

    /// Code, or what is read like it: a path, a name of a rule.
    #[must_use]
    pub fn code(words: &str) -> Self {
        let mut markup = String::with_capacity(words.len());
        push_code(&mut markup, words);
        Self { markup, is_of_one_page: false }
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.markup
    }

    /// Whether it means the same on every page: each link in it has a scheme.
    #[must_use]
    pub fn is_portable(&self) -> bool {
        !self.is_of_one_page
    }
}

impl Serialize for Html {
    /// As a text that the template engine does not escape.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(&self.markup).serialize(serializer)
    }
}

/// Whether an address means the same on every page.
pub(in crate::text) fn has_scheme(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

/// Puts markup together. What is markup is a literal of the program; texts are escaped on their way in.
#[derive(Debug, Default)]
pub struct Markup {
    out: String,
    is_of_one_page: bool,
}

impl Markup {
    /// Room for so many bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes), is_of_one_page: false }
    }

    /// Appends a literal, a number, an escaped text, or markup that is whole.
    pub fn push(&mut self, piece: impl Piece) {
        piece.push_to(self);
    }

    /// The markup.
    #[must_use]
    pub fn finish(self) -> Html {
        Html { markup: self.out, is_of_one_page: self.is_of_one_page }
    }
}

/// Appends several pieces: `markup!(out, "<b>", Text(words), "</b>")`.
macro_rules! markup {
    ($out:expr, $($piece:expr),+ $(,)?) => {{ $($out.push($piece);)+ }};
}
pub(crate) use markup;

/// What a [`Markup`] takes: sealed, so that no other room can add a way past the escaping.
pub trait Piece: sealed::Sealed {
    /// Appends it.
    fn push_to(self, out: &mut Markup);
}

/// Text for the body of an element that takes nothing else, as those of a drawing do.
#[derive(Clone, Copy)]
pub struct Text<'t>(pub &'t str);

/// An attribute's value, after its `=`; in quotes where it needs them.
#[derive(Clone, Copy)]
pub struct Value<'t>(pub &'t str);

/// Text inside the double quotes of an attribute.
#[derive(Clone, Copy)]
pub struct Quoted<'t>(pub &'t str);

mod sealed {
    pub trait Sealed {}
    impl Sealed for &'static str {}
    impl Sealed for usize {}
    impl Sealed for u32 {}
    impl Sealed for f64 {}
    impl Sealed for super::Text<'_> {}
    impl Sealed for super::Value<'_> {}
    impl Sealed for super::Quoted<'_> {}
    impl Sealed for &super::Html {}
}

impl Piece for &'static str {
    fn push_to(self, out: &mut Markup) {
        out.out.push_str(self);
    }
}

impl Piece for usize {
    fn push_to(self, out: &mut Markup) {
        // Writing to a String cannot fail.
        let _ = write!(out.out, "{self}");
    }
}

impl Piece for u32 {
    fn push_to(self, out: &mut Markup) {
        let _ = write!(out.out, "{self}");
    }
}

impl Piece for f64 {
    /// With at most one decimal: a length or a place in a drawing.
    fn push_to(self, out: &mut Markup) {
        let tenths = (self * 10.0).round();
        if tenths % 10.0 == 0.0 {
            // Adding 0 makes -0 a 0.
            let _ = write!(out.out, "{}", tenths / 10.0 + 0.0);
        } else {
            let _ = write!(out.out, "{:.1}", tenths / 10.0);
        }
    }
}

impl Piece for Text<'_> {
    fn push_to(self, out: &mut Markup) {
        push_bare_text(&mut out.out, self.0);
    }
}

impl Piece for Value<'_> {
    fn push_to(self, out: &mut Markup) {
        push_value(&mut out.out, self.0);
    }
}

impl Piece for Quoted<'_> {
    fn push_to(self, out: &mut Markup) {
        push_attribute(&mut out.out, self.0);
    }
}

impl Piece for &Html {
    fn push_to(self, out: &mut Markup) {
        out.out.push_str(&self.markup);
        out.is_of_one_page |= self.is_of_one_page;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_has_one_decimal_at_most() {
        let mut out = Markup::default();
        markup!(out, 3.0, " ", 2.25, " ", -0.01, " ", 99.96);
        assert_eq!(out.finish().as_str(), "3 2.3 0 100");
    }

    #[test]
    fn texts_are_escaped_and_literals_are_not() {
        let mut out = Markup::default();
        let hostile = "\"><script>";
        markup!(out, "<a href=", Value(hostile), " title=\"", Quoted(hostile), "\">", Text(hostile), "</a>");
        let html = out.finish();
        let value = "&quot;&gt;&lt;script&gt;";
        assert_eq!(html.as_str(), format!("<a href=\"{value}\" title=\"{value}\">\"&gt;&lt;script&gt;</a>"));
        let mut outer = Markup::default();
        markup!(outer, "<p>", &html, "</p>");
        assert_eq!(outer.finish().as_str(), format!("<p>{}</p>", html.as_str()));
    }
}
