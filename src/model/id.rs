//! Identifiers that may become part of an address: slugs, repositories, paths inside a repository.

use std::fmt;
use std::str::FromStr;

/// A short name that is safe as an anchor, a file stem and a CSS-free text: `[A-Za-z0-9][A-Za-z0-9._-]{0,127}`,
/// without `..`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Box<str>);

/// Why a text is no [`Slug`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlugError {
    /// The text is empty.
    #[error("is empty")]
    Empty,
    /// The text has more than 128 characters.
    #[error("is longer than 128 characters")]
    TooLong,
    /// The text starts with a mark.
    #[error("does not start with a letter or a digit")]
    Start,
    /// The text holds a character that is not allowed.
    #[error("contains a character other than letters, digits, `.`, `_` and `-`")]
    Character,
    /// The text holds `..`, which would climb in an address.
    #[error("contains `..`")]
    Climbs,
}

impl Slug {
    /// As written, upper case and lower case kept apart.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The slug folded to lower case: two slugs with the same key would be one file on a disk that ignores case.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// The key as a slug.
    #[must_use]
    pub fn folded(&self) -> Self {
        Self(self.key().into())
    }
}

impl AsRef<str> for Slug {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = SlugError;

    fn from_str(text: &str) -> Result<Self, SlugError> {
        let mut bytes = text.bytes();
        match bytes.next() {
            None => return Err(SlugError::Empty),
            Some(first) if !first.is_ascii_alphanumeric() => return Err(SlugError::Start),
            Some(_) => {}
        }
        if !bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')) {
            return Err(SlugError::Character);
        }
        if text.len() > 128 {
            return Err(SlugError::TooLong);
        }
        if text.contains("..") {
            return Err(SlugError::Climbs);
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `owner/name`, or more segments where the forge has nested groups; every segment a slug-like name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Repository(Box<str>);

/// Why a text is no [`Repository`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not `owner/name`")]
pub struct RepositoryError;

impl FromStr for Repository {
    type Err = RepositoryError;

    fn from_str(text: &str) -> Result<Self, RepositoryError> {
        let is_name = |part: &str| {
            !part.is_empty()
                && !part.starts_with('.')
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        };
        let is_good = text.len() <= 255 && text.contains('/') && text.split('/').all(is_name);
        if is_good { Ok(Self(text.into())) } else { Err(RepositoryError) }
    }
}

/// Types that are read as the text that they hold.
macro_rules! as_text {
    ($($type:ty),+) => {$(
        impl std::ops::Deref for $type {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self)
            }
        }
    )+};
}

pub(super) use as_text;

as_text!(Repository);

/// Whether a path stays inside the repository: relative, without `..`, drive letter or control character.
#[must_use]
pub fn stays_inside(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    !path.is_empty()
        && !path.starts_with(['/', '\\', '~'])
        && !drive
        && !path.chars().any(char::is_control)
        && path.split(['/', '\\']).all(|part| part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_told_from_other_text() {
        for good in ["a", "I1", "20260322-142409-pr-242", "a.b_c-d", &"x".repeat(128)] {
            assert_eq!(good.parse::<Slug>().map(|slug| slug.to_string()), Ok(good.to_owned()));
        }
        for (bad, why) in [
            ("", SlugError::Empty),
            ("-a", SlugError::Start),
            (".hidden", SlugError::Start),
            ("a b", SlugError::Character),
            ("a/b", SlugError::Character),
            ("é", SlugError::Start),
            ("a..b", SlugError::Climbs),
        ] {
            assert_eq!(bad.parse::<Slug>(), Err(why), "{bad}");
        }
        assert_eq!("x".repeat(129).parse::<Slug>(), Err(SlugError::TooLong));
    }

    #[test]
    fn paths_that_leave_the_repository_are_seen() {
        for inside in ["src/main.rs", "a..b/c", "ünïcode/x y.txt", "src\\lib.rs"] {
            assert!(stays_inside(inside), "{inside}");
        }
        for outside in ["", "/etc/passwd", "../x", "a/../../b", "a\\..\\b", "C:\\x", "~/x", "a\0b"] {
            assert!(!stays_inside(outside), "{outside}");
        }
    }

    #[test]
    fn repositories_have_an_owner_and_a_name() {
        for good in ["owner/name", "group/sub/name.rs"] {
            assert_eq!(good.parse::<Repository>().as_deref(), Ok(good));
        }
        for bad in ["name", "owner/", "/name", "a/../b", "a/b c", "a//b"] {
            assert_eq!(bad.parse::<Repository>(), Err(RepositoryError), "{bad}");
        }
    }
}
