//! How the files of the index are written: each is one call of a script, with JSON for an argument.

use super::symbols::push_number;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io;

/// The version of all files; a script that knows another loads its page again.
pub(super) const FORMAT: u32 = 1;
/// A file: its place below the index's folder, and its content.
#[derive(Debug)]
pub struct IndexFile {
    /// With `/` between folders.
    pub path: String,
    /// A call of `pilcrowPart`.
    pub content: String,
}

/// Part `number` of a kind. No folder holds more than a thousand.
pub fn part(build: &str, kind: char, number: usize, payload: &str) -> IndexFile {
    IndexFile {
        path: format!("{build}/{kind}/{}/{number}.js", number / 1000),
        content: call(build, &format!("{kind}{number}"), payload),
    }
}

/// The manifest, the one file whose address never changes.
pub fn manifest(build: &str, payload: &str) -> IndexFile {
    IndexFile { path: "manifest.js".to_owned(), content: call(build, "manifest", payload) }
}

fn call(build: &str, key: &str, payload: &str) -> String {
    format!("pilcrowPart(\"{build}\",\"{key}\",{payload});\n")
}

/// JSON that is the same in a script.
pub fn json(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut out, ForScripts);
    value.serialize(&mut serializer).expect("texts, numbers and lists of them can always be written");
    String::from_utf8(out).expect("JSON is UTF-8")
}

/// Writes texts without signs that end a line of a script or begin an element.
struct ForScripts;

impl Formatter for ForScripts {
    fn write_string_fragment<W: io::Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment.as_bytes();
        let mut from = 0;
        // U+2028 and U+2029 begin with 0xe2, and so do other signs.
        while let Some(at) = memchr::memchr2(b'<', 0xe2, &rest[from..]).map(|at| from + at) {
            let (escaped, length) = match rest[at..] {
                [b'<', ..] => (b"\\u003c", 1),
                [0xe2, 0x80, 0xa8, ..] => (b"\\u2028", 3),
                [0xe2, 0x80, 0xa9, ..] => (b"\\u2029", 3),
                _ => {
                    from = at + 1;
                    continue;
                }
            };
            writer.write_all(&rest[..at])?;
            writer.write_all(escaped)?;
            (rest, from) = (&rest[at + length..], 0);
        }
        writer.write_all(rest)
    }
}

/// Terms in a row, of which each begins like the one before.
#[derive(Default)]
pub struct FrontCoded<'t> {
    /// All terms so far, coded.
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
    use super::json;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_is_json_and_ends_no_script(text in "[<\u{2027}-\u{202a}\"\\\\\n\t\0 aé…😀]{0,12}") {
            let out = json(&text);
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
            let ends = out.contains(['<', '\u{2028}', '\u{2029}', '\n']);
            prop_assert!(!ends);
        }
    }

    #[test]
    fn signs_are_escaped_wherever_they_stand() {
        assert_eq!(json(&"<\u{2028}\u{2029}…<a<"), "\"\\u003c\\u2028\\u2029…\\u003ca\\u003c\"");
        assert_eq!(json(&(1, ["a", "b"], [0; 0])), r#"[1,["a","b"],[]]"#);
    }
}
