//! The kinds of what is found.

use super::shape::Shape;
use super::{commands, context, services, statements, web};

/// How a find is treated: its level, and what its message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Opens something for whoever holds it.
    Credential,
    /// A folder that names a person.
    HomePath,
    /// The address of a person.
    EmailAddress,
    /// A machine that only its own network knows.
    PrivateHost,
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Credential, Self::HomePath, Self::EmailAddress, Self::PrivateHost];

    /// Its word, also that of the problems.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Credential => "credential",
            Self::HomePath => "home-path",
            Self::EmailAddress => "email-address",
            Self::PrivateHost => "private-host",
        }
    }
}

/// A kind of find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The word that `ignore` knows it by.
    pub word: &'static str,
    /// For people, without an article.
    pub label: &'static str,
    /// How it is treated.
    pub group: Group,
}

impl Kind {
    pub(super) const fn credential(word: &'static str, label: &'static str) -> Self {
        Self { word, label, group: Group::Credential }
    }
}

pub(super) const PASSWORD: Kind = Kind::credential("password", "password");
pub(super) const SECRET_VALUE: Kind = Kind::credential("secret-value", "secret value");
pub(super) const PRIVATE_KEY: Kind = Kind::credential("private-key", "private key");
pub(super) const AWS_SECRET: Kind = Kind::credential("aws-secret-key", "AWS secret key");
pub(super) const DISCORD_BOT: Kind = Kind::credential("discord-token", "Discord token");
pub(super) const URL_PASSWORD: Kind = Kind::credential("url-password", "password in an address");
pub(super) const AUTH_HEADER: Kind = Kind::credential("authorization", "authorization header");
pub(super) const WEBHOOK: Kind = Kind::credential("webhook", "address of a webhook");
pub(super) const COOKIE: Kind = Kind::credential("cookie", "cookie");
pub(super) const USER_NAME: Kind = Kind { word: "home-path", label: "user name", group: Group::HomePath };
pub(super) const EMAIL: Kind = Kind { word: "email-address", label: "e-mail address", group: Group::EmailAddress };
pub(super) const HOST: Kind = Kind { word: "private-host", label: "private host", group: Group::PrivateHost };

const OTHERS: [Kind; 12] = [
    PASSWORD,
    SECRET_VALUE,
    PRIVATE_KEY,
    AWS_SECRET,
    DISCORD_BOT,
    URL_PASSWORD,
    AUTH_HEADER,
    WEBHOOK,
    COOKIE,
    USER_NAME,
    EMAIL,
    HOST,
];

/// All shapes that are told by how they begin or what is in them.
pub(super) fn shapes() -> impl Iterator<Item = &'static Shape> {
    [services::SHAPES, web::SHAPES, context::SHAPES, commands::SHAPES, statements::SHAPES].into_iter().flatten()
}

/// Every kind, some more than once.
pub(super) fn all() -> impl Iterator<Item = &'static Kind> {
    OTHERS.iter().chain(shapes().map(|shape| &shape.kind))
}
