//! How the files of the index are written: each is one call of a script, with JSON for an argument.

use super::symbols::push_number;
use std::fmt::Write;

/// The version of all files; a script that knows another loads its page again.
pub(super) const FORMAT: u32 = 1;
/// A file: its place below the index's folder, and its content.
#[derive(Debug)]
pub struct File {
    /// With `/` between folders.
    pub path: String,
    /// A call of `pilcrowPart`.
    pub content: String,
}

/// Part `number` of a kind. No folder holds more than a thousand.
pub fn part(build: &str, kind: char, number: usize, payload: &str) -> File {
    File {
        path: format!("{build}/{kind}/{}/{number}.js", number / 1000),
        content: call(build, &format!("{kind}{number}"), payload),
    }
}

/// The manifest, the one file whose address never changes.
pub fn manifest(build: &str, payload: &str) -> File {
    File { path: "manifest.js".to_owned(), content: call(build, "manifest", payload) }
}

fn call(build: &str, key: &str, payload: &str) -> String {
    format!("pilcrowPart(\"{build}\",\"{key}\",{payload});\n")
}

/// A text as JSON that is the same in a script: without signs that end a line there or begin an element.
pub fn push_text(out: &mut String, text: &str) {
    out.push('"');
    for sign in text.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '<' | '\u{2028}' | '\u{2029}' | '\u{0}'..'\u{20}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(sign));
            }
            _ => out.push(sign),
        }
    }
    out.push('"');
}

/// A list of texts.
pub fn texts<'t>(all: impl IntoIterator<Item = &'t str>) -> String {
    list(all, push_text)
}

/// A list of anything.
pub fn list<T>(all: impl IntoIterator<Item = T>, push: impl Fn(&mut String, T)) -> String {
    let mut out = String::from("[");
    for (at, one) in all.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        push(&mut out, one);
    }
    out.push(']');
    out
}

/// A number.
pub fn push_decimal(out: &mut String, number: impl std::fmt::Display) {
    let _ = write!(out, "{number}");
}

/// Terms in a row, of which each begins like the one before.
#[derive(Default)]
pub struct FrontCoded<'t> {
    /// The text.
    pub out: String,
    before: &'t str,
}

impl<'t> FrontCoded<'t> {
    /// Appends how many UTF-16 units the term shares with the one before and how many follow, and those.
    pub fn push(&mut self, term: &'t str) {
        let rest = self.push_shared(term);
        push_number(&mut self.out, rest.encode_utf16().count());
        self.out.push_str(rest);
    }

    /// The same where the length of the whole is known.
    pub fn push_of_known_length(&mut self, term: &'t str) {
        let rest = self.push_shared(term);
        self.out.push_str(rest);
    }

    fn push_shared(&mut self, term: &'t str) -> &'t str {
        let same = |(a, b): &(char, char)| a == b;
        let shared = term.chars().zip(self.before.chars()).take_while(same);
        let (bytes, units) =
            shared.fold((0, 0), |(bytes, units), (sign, _)| (bytes + sign.len_utf8(), units + sign.len_utf16()));
        push_number(&mut self.out, units);
        self.before = term;
        &term[bytes..]
    }
}

#[cfg(test)]
mod tests {
    use super::{list, push_text};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_is_json_and_ends_no_script(text in any::<String>()) {
            let mut out = String::new();
            push_text(&mut out, &text);
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
            let ends = out.contains(['<', '\u{2028}', '\u{2029}', '\n']);
            prop_assert!(!ends);
        }
    }

    #[test]
    fn a_list_of_none_is_a_list() {
        assert_eq!(list([0; 0], |_, _| ()), "[]");
        assert_eq!(list([1, 2], super::push_decimal), "[1,2]");
    }
}
