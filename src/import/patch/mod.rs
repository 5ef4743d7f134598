//! Unified diffs: the lines that one shows, and changes written so that `git apply` takes them.
//!
//! Where lines come from, and whether they suffice for a patch, is for the readers to know.

pub mod read;
pub mod write;

use std::collections::BTreeMap;

/// How many unchanged lines git shows before and after a change.
pub const CONTEXT: u32 = 3;

/// A line of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    /// Without its line feed.
    pub text: &'t str,
    /// Whether the file ends with it, without a line feed.
    pub ends_file: bool,
}

/// Lines by their number.
pub type Lines<'t> = BTreeMap<u32, Line<'t>>;

impl<'t> Line<'t> {
    /// Of a text that ends in a line feed, unless the file ends with it.
    pub fn with_break(text: &'t str) -> Self {
        let before = text.strip_suffix('\n');
        Self { text: before.unwrap_or(text), ends_file: before.is_none() }
    }
}

/// How many lines two versions share at their start and at their end, none of them counted twice.
pub fn shared_ends<A, B>(old: &[A], new: &[B], is_same: impl Fn(&A, &B) -> bool) -> (usize, usize) {
    let head = old.iter().zip(new).take_while(|(old, new)| is_same(old, new)).count();
    let rest = old.len().min(new.len()).saturating_sub(head);
    let from_end = old.iter().rev().zip(new.iter().rev()).take(rest);
    (head, from_end.take_while(|(old, new)| is_same(old, new)).count())
}

#[cfg(test)]
mod tests {
    use super::shared_ends;

    #[test]
    fn no_line_is_shared_twice() {
        for (old, new, shared) in [
            ("abc", "axc", (1, 1)),
            ("aa", "aaa", (2, 0)),
            ("abab", "ab", (2, 0)),
            ("ab", "ab", (2, 0)),
            ("a", "b", (0, 0)),
            ("", "a", (0, 0)),
        ] {
            let is_same = |old: &u8, new: &u8| old == new;
            assert_eq!(shared_ends(old.as_bytes(), new.as_bytes(), is_same), shared, "{old} {new}");
        }
    }
}
