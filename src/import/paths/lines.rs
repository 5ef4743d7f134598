//! Lines behind a path: `src/a.rs:12-14`, `src/a.rs#L12`, and in words.

use crate::model::finding::is_line;

/// First and last line.
pub type Lines = (u32, u32);

/// The path without the lines that stand behind it, and these.
pub fn path_and_lines(text: &str) -> (&str, Option<Lines>) {
    let text = text.trim().trim_matches('`');
    let behind = |mark: &str| {
        let (path, lines) = text.rsplit_once(mark)?;
        Some((path, range(lines)?)).filter(|(path, _)| !path.is_empty())
    };
    let column = || {
        let (rest, column) = text.rsplit_once(':')?;
        let (path, line) = rest.rsplit_once(':')?;
        number(column)?;
        Some((path, range(line)?)).filter(|(path, _)| !path.is_empty())
    };
    // A bare number in brackets or behind a hash may be part of a name.
    let found = behind("#L").or_else(column).or_else(|| behind(":")).or_else(|| behind("(line"));
    found.map_or((text, None), |(path, lines)| (path.trim_end(), Some(lines)))
}

/// `12`, `12-14`, `L12–L14`, `s 12 to 14)` behind `(line`.
fn range(text: &str) -> Option<Lines> {
    let text = text.trim().trim_end_matches(')');
    let text = text.strip_prefix("s ").unwrap_or(text);
    let (first, last) = ["-", "–", "—", " to "].iter().find_map(|mark| text.split_once(mark)).unwrap_or((text, text));
    lines_between(Some(number(first)?), Some(number(last)?))
}

fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = text.strip_prefix(['L', 'l']).unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| is_number && is_line(*number))
}

/// Lines in their order, one standing for both where the other is not known.
pub fn lines_between(first: Option<u32>, last: Option<u32>) -> Option<Lines> {
    let (first, last) = (first.or(last)?, last.or(first)?);
    Some((first.min(last), first.max(last)))
}

/// Lines as they stand behind a path: `:12-14`.
pub fn suffix(lines: Option<Lines>) -> String {
    match lines {
        None => String::new(),
        Some((first, last)) if first == last => format!(":{first}"),
        Some((first, last)) => format!(":{first}-{last}"),
    }
}

#[cfg(test)]
mod tests {
    use super::path_and_lines;

    #[test]
    fn lines_behind_a_path_are_told_apart_from_it() {
        for (text, path, lines) in [
            ("src/a.rs:12", "src/a.rs", Some((12, 12))),
            ("`src/a.rs:12-14`", "src/a.rs", Some((12, 14))),
            ("src/a.rs:14-12", "src/a.rs", Some((12, 14))),
            ("src/a.rs:12:5", "src/a.rs", Some((12, 12))),
            ("src/a.rs#L12-L14", "src/a.rs", Some((12, 14))),
            ("src/a.rs (lines 3–4)", "src/a.rs", Some((3, 4))),
            ("src/a.rs (line 3)", "src/a.rs", Some((3, 3))),
            ("notes (3)", "notes (3)", None),
            ("notes#3", "notes#3", None),
            ("C:\\a.rs:7", "C:\\a.rs", Some((7, 7))),
            ("C:/a.rs", "C:/a.rs", None),
            ("src/a.rs", "src/a.rs", None),
            ("src/a.rs:0", "src/a.rs:0", None),
            ("src/a.rs:9999999999", "src/a.rs:9999999999", None),
            (":12", ":12", None),
            ("", "", None),
        ] {
            assert_eq!(path_and_lines(text), (path, lines), "{text}");
        }
    }
}
