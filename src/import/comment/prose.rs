//! The Markdown of a comment: what GitHub does not show is left out, what it folds is unfolded, suggestions are taken
//! out. Fenced code is never touched.

use crate::import::markdown::fence::{Fence, FencedBlock};
use crate::import::markdown::outline::lines;
use crate::import::markdown::with_unix_breaks;

/// The language of a block whose content GitHub offers as a change.
pub const SUGGESTION: &str = "suggestion";

/// A text as GitHub shows it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Visible {
    /// The text, with lines that end in `\n`.
    pub text: String,
    /// How many HTML comments were left out of it.
    pub hidden: usize,
}

/// Leaves HTML comments out, and makes bold lines of the summaries of `<details>`.
pub fn visible(body: &str) -> Visible {
    let body = with_unix_breaks(body);
    let mut out = Visible::default();
    let mut rest = body.as_str();
    let mut fence: Option<Fence<'_>> = None;
    let mut may_end = true;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if let Some(open) = &fence {
            out.push_line(line);
            if open.is_closed_by(line) {
                fence = None;
            }
        } else if let Some(open) = Fence::opening(line) {
            out.push_line(line);
            fence = Some(open);
        } else if let Some((before, inner)) = comment_in(line, rest).filter(|_| may_end) {
            if let Some((_, behind)) = inner.split_once("-->") {
                out.text.push_str(before);
                out.hidden += 1;
                rest = behind;
                continue;
            }
            may_end = false;
            out.push_line(line);
        } else {
            out.push_unfolded(line);
        }
        rest = after;
    }
    out.text = out.text.trim_matches('\n').trim_end().to_owned();
    out
}

impl Visible {
    fn push_line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Outside code one empty line is as good as many.
    fn push_unfolded(&mut self, line: &str) {
        match summary_of_folding(line) {
            Some("") => self.push_unfolded(" "),
            Some(summary) => {
                self.push_unfolded(" ");
                self.push_line(&format!("**{summary}**"));
                self.push_line("");
            }
            None if line.trim().is_empty() => {
                if !self.text.is_empty() && !self.text.ends_with("\n\n") {
                    self.push_line("");
                }
            }
            None => self.push_line(line),
        }
    }
}

/// The text before a comment on a line, and everything behind its opening. Inline code is no comment.
fn comment_in<'t>(line: &str, rest: &'t str) -> Option<(&'t str, &'t str)> {
    let outside = |at: usize| line.get(..at).is_some_and(|before| before.matches('`').count() % 2 == 0);
    let (at, mark) = line.match_indices("<!--").find(|(at, _)| outside(*at))?;
    Some((rest.get(..at)?, rest.get(at + mark.len()..)?))
}

/// The summary of a line that holds nothing but the tags of a folded part; empty where it has none.
fn summary_of_folding(line: &str) -> Option<&str> {
    const TAGS: [&str; 6] =
        ["<details>", "<details open>", "</details>", "<blockquote>", "</blockquote>", "</details></blockquote>"];
    let mut text = line.trim();
    if !text.starts_with('<') || line.starts_with("    ") {
        return None;
    }
    while let Some(shorter) = TAGS.iter().find_map(|tag| text.strip_prefix(tag).or_else(|| text.strip_suffix(tag))) {
        text = shorter.trim();
    }
    if text.is_empty() {
        return Some("");
    }
    let summary = text.strip_prefix("<summary>")?.strip_suffix("</summary>")?.trim();
    (!summary.contains("<summary>")).then_some(summary)
}

/// Takes the suggested changes out of a text: the lines of each.
pub fn without_suggestions(text: &str) -> (String, Vec<Vec<String>>) {
    let lines = lines(text);
    let mut left: Vec<&str> = Vec::new();
    let mut suggestions: Vec<Vec<String>> = Vec::new();
    let mut rest = lines.as_slice();
    while let Some((line, after)) = rest.split_first() {
        let block = FencedBlock::at_start(rest.iter().copied());
        let Some(block) = block else {
            left.push(line.text);
            rest = after;
            continue;
        };
        let (whole, after) = rest.split_at(block.length);
        if block.fence.language() == SUGGESTION {
            suggestions.push(block.code.iter().map(|line| (*line).to_owned()).collect());
        } else {
            left.extend(whole.iter().map(|line| line.text));
        }
        rest = after;
    }
    (left.join("\n"), suggestions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_text_is_left_out_and_folded_text_is_unfolded() {
        for (body, text, hidden) in [
            ("a\r\nb", "a\nb", 0),
            ("a\n<!-- x\ny -->\n\n\nb <!-- z --> c", "a\n\nb  c", 2),
            ("`<!-- code -->` stays", "`<!-- code -->` stays", 0),
            ("```\n<!-- code -->\n\n\n<details>\n```", "```\n<!-- code -->\n\n\n<details>\n```", 0),
            ("<!-- never ends\n<!-- nor this", "<!-- never ends\n<!-- nor this", 0),
            ("<details>\n<summary>More</summary>\nthis\n</details>", "**More**\n\nthis", 0),
            ("<details><summary>A <b></summary>", "**A <b>**", 0),
            ("<details> as prose", "<details> as prose", 0),
            ("", "", 0),
        ] {
            assert_eq!(visible(body), Visible { text: text.to_owned(), hidden }, "{body}");
        }
    }

    #[test]
    fn suggestions_are_taken_out_of_their_fences() {
        let changed = |text: &str| text.split('\n').map(str::to_owned).collect::<Vec<_>>();
        for (text, left, suggestions) in [
            ("a\n```suggestion\nx\n y\n```\nb", "a\nb", vec![changed("x\n y")]),
            ("```suggestion\n```", "", vec![vec![]]),
            ("```suggestion\n\n```", "", vec![changed("")]),
            ("````suggestion\n```\n````", "", vec![changed("```")]),
            (
                "  ~~~suggestion\n    x\n  ~~~\n```rs\n```suggestion\n```",
                "```rs\n```suggestion\n```",
                vec![changed("  x")],
            ),
            ("```suggestion\nnever ends", "", vec![changed("never ends")]),
        ] {
            assert_eq!(without_suggestions(text), (left.to_owned(), suggestions), "{text}");
        }
    }
}
