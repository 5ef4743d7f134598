//! Credentials that are told by their shape alone: documented beginnings and lengths.

use super::kind::Kind;

/// The shape of one kind of credential.
pub struct Shape {
    /// What it is.
    pub kind: Kind,
    /// What is looked for first. One of them is in every text of this shape.
    pub literals: &'static [&'static str],
    /// The whole, from where it begins. The first of its groups that takes part, if it has any, is the credential.
    pub pattern: &'static str,
    /// Where it begins.
    pub start: Start,
    /// How sure the shape is by itself.
    pub proof: Proof,
    /// If there are any, one of these stands not far from it, in lower case or another.
    pub near: &'static [&'static str],
}

/// Where a shape begins, seen from its literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// At the literal, which is written exactly so.
    Literal,
    /// At the literal in any case.
    AnyCase,
    /// At the beginning of the word that the literal is in.
    Word,
}

/// What a find has to show beside its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Only that it is no example.
    Shape,
    /// That it looks random too: the shape alone is not much.
    Random,
    /// That it has many different signs, of whatever sort.
    Drawn,
    /// That it is no placeholder for a password.
    Password,
    /// That it can be nothing but a password.
    Strong,
    /// The base64 of a name and a password.
    Basic,
}

/// A credential that begins with one of these.
pub const fn begins(
    word: &'static str,
    label: &'static str,
    literals: &'static [&'static str],
    pattern: &'static str,
) -> Shape {
    Shape {
        kind: Kind::credential(word, label),
        literals,
        pattern,
        start: Start::Literal,
        proof: Proof::Shape,
        near: &[],
    }
}

/// A credential that stands behind one of these, in whatever case.
pub const fn after(kind: Kind, literals: &'static [&'static str], pattern: &'static str, proof: Proof) -> Shape {
    Shape { kind, literals, pattern, start: Start::AnyCase, proof, near: &[] }
}

impl Shape {
    /// The same, with the literal somewhere in its first word.
    pub const fn around(mut self) -> Self {
        self.start = Start::Word;
        self
    }

    /// The same, with the literal in any case.
    pub const fn any_case(mut self) -> Self {
        self.start = Start::AnyCase;
        self
    }

    /// The same, if one of these words is near.
    pub const fn near(mut self, words: &'static [&'static str]) -> Self {
        self.near = words;
        self
    }

    /// The same, and it must prove more.
    pub const fn proved_by(mut self, proof: Proof) -> Self {
        self.proof = proof;
        self
    }
}
