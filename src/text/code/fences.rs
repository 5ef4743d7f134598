//! The fenced blocks of a text, found without reading it as Markdown.

/// The first word after each fence, and the code. Blocks in lists and quotations are not found, and what only looks like a
/// fence is.
pub fn fences(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while let Some((line, after)) = next_line(rest) {
            rest = after;
            let Some((fence, info)) = opening(line) else { continue };
            let code = rest;
            while let Some((line, after)) = next_line(rest) {
                let before = rest;
                rest = after;
                if closes(line, fence) {
                    let code = &code[..code.len() - before.len()];
                    return Some((first_word(info.trim()), code));
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

fn next_line(text: &str) -> Option<(&str, &str)> {
    if text.is_empty() { None } else { Some(text.split_once('\n').unwrap_or((text, ""))) }
}

/// The fence that a line opens, and what stands behind it.
fn opening(line: &str) -> Option<(&str, &str)> {
    let sign = line.starts_with("```").then_some('`').or_else(|| line.starts_with("~~~").then_some('~'))?;
    let info = line.trim_start_matches(sign);
    Some((&line[..line.len() - info.len()], info))
}

fn closes(line: &str, fence: &str) -> bool {
    let more = line.trim_end().strip_prefix(fence);
    more.is_some_and(|more| more.chars().all(|sign| fence.starts_with(sign)))
}

#[cfg(test)]
mod tests {
    use super::fences;

    #[test]
    fn blocks_are_found() {
        let text = "a\n```go x\nb\n\nc\n```\n~~~~\n```\n~~~~~\nd\n```\n\n```\n````rust\nopen";
        assert_eq!(fences(text).collect::<Vec<_>>(), [("go", "b\n\nc\n"), ("", "```\n"), ("", "\n")]);
    }
}
