//! The fenced blocks of a text, found without reading it as Markdown.

use crate::text::fence::Fence;
use std::borrow::Cow;

/// What stands behind each opening fence, and the code. Blocks in quotations are not found, and what only looks like a fence
/// is.
pub fn fences(text: &str) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while let Some((line, after)) = next_line(rest) {
            rest = after;
            let Some(fence) = Fence::opening(line) else { continue };
            let code = rest;
            while let Some((line, after)) = next_line(rest) {
                let before = rest;
                rest = after;
                if fence.is_closed_by(line) {
                    return Some((fence.info, dedented(fence, &code[..code.len() - before.len()])));
                }
            }
        }
        None
    })
}

/// The language that the rest of a fence's line names.
pub fn first_word(info: &str) -> &str {
    info.split([' ', ',', '{']).next().unwrap_or_default()
}

fn dedented<'t>(fence: Fence<'_>, code: &'t str) -> Cow<'t, str> {
    if fence.is_indented() {
        Cow::Owned(code.split_inclusive('\n').map(|line| fence.dedented(line)).collect())
    } else {
        Cow::Borrowed(code)
    }
}

fn next_line(text: &str) -> Option<(&str, &str)> {
    if text.is_empty() { None } else { Some(text.split_once('\n').unwrap_or((text, ""))) }
}

#[cfg(test)]
mod tests {
    use super::fences;

    #[test]
    fn blocks_are_found() {
        let text = "a\n```go x\nb\n\nc\n```\n~~~~\n```\n~~~~~\n- d\n\n  ```rust\n  e\n    f\n  ```\n```\n\n```\n````rust\nopen";
        let found: Vec<(&str, String)> = fences(text).map(|(info, code)| (info, code.into_owned())).collect();
        let expected = [("go x", "b\n\nc\n"), ("", "```\n"), ("rust", "e\n  f\n"), ("", "\n")];
        assert_eq!(found, expected.map(|(info, code)| (info, code.to_owned())));
    }
}
