//! The Markdown of a comment: what GitHub does not show is left out, what it folds is unfolded, suggestions are taken
//! out, answers are quoted. Fenced code is never touched.

/// The opening line of a fenced block.
pub struct Fence<'t> {
    indent: usize,
    mark: char,
    length: usize,
    info: &'t str,
}

impl<'t> Fence<'t> {
    /// At most three blanks, three or more marks, and no backtick in a backtick fence's info.
    pub fn opening(line: &'t str) -> Option<Self> {
        let text = line.trim_start_matches(' ');
        let indent = line.len() - text.len();
        let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let info = text.trim_start_matches(mark);
        let length = text.len() - info.len();
        let plain = mark == '~' || !info.contains('`');
        (indent <= 3 && length >= 3 && plain).then_some(Self { indent, mark, length, info: info.trim() })
    }

    /// Whether GitHub offers its content as a change.
    fn is_suggestion(&self) -> bool {
        self.info.split_whitespace().next() == Some("suggestion")
    }

    /// Whether the line ends the block.
    pub fn closes(&self, line: &str) -> bool {
        let text = line.trim();
        text.len() >= self.length && text.chars().all(|c| c == self.mark)
    }
}

/// A text as GitHub shows it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The text, with lines that end in `\n`.
    pub text: String,
    /// How many HTML comments were left out of it.
    pub hidden: usize,
}

/// Leaves HTML comments out, and makes bold lines of the summaries of `<details>`.
pub fn shown(body: &str) -> Shown {
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = Shown::default();
    let mut rest = body.as_str();
    let mut fence: Option<Fence<'_>> = None;
    let mut may_end = true;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if let Some(open) = &fence {
            out.line(line);
            if open.closes(line) {
                fence = None;
            }
        } else if let Some(open) = Fence::opening(line) {
            out.line(line);
            fence = Some(open);
        } else if let Some((before, inner)) = comment_in(line, rest).filter(|_| may_end) {
            if let Some((_, behind)) = inner.split_once("-->") {
                out.text.push_str(before);
                out.hidden += 1;
                rest = behind;
                continue;
            }
            may_end = false;
            out.line(line);
        } else {
            out.unfolded(line);
        }
        rest = after;
    }
    out.text = out.text.trim_matches('\n').trim_end().to_owned();
    out
}

impl Shown {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Outside code one empty line is as good as many.
    fn unfolded(&mut self, line: &str) {
        match folding(line) {
            Some("") => self.unfolded(" "),
            Some(summary) => {
                self.unfolded(" ");
                self.line(&format!("**{summary}**"));
                self.line("");
            }
            None if line.trim().is_empty() => {
                if !self.text.is_empty() && !self.text.ends_with("\n\n") {
                    self.line("");
                }
            }
            None => self.line(line),
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
fn folding(line: &str) -> Option<&str> {
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
    let mut left: Vec<&str> = Vec::new();
    let mut suggestions: Vec<Vec<String>> = Vec::new();
    let mut fence: Option<Fence<'_>> = None;
    for line in text.split('\n') {
        let Some(open) = &fence else {
            fence = Fence::opening(line);
            match &fence {
                Some(open) if open.is_suggestion() => suggestions.push(Vec::new()),
                _ => left.push(line),
            }
            continue;
        };
        let ends = open.closes(line);
        if !open.is_suggestion() {
            left.push(line);
        } else if let Some(suggestion) = suggestions.last_mut().filter(|_| !ends) {
            suggestion.push(dedented(line, open.indent).to_owned());
        }
        if ends {
            fence = None;
        }
    }
    (left.join("\n"), suggestions)
}

fn dedented(line: &str, blanks: usize) -> &str {
    let indent = line.len() - line.trim_start_matches(' ').len();
    line.get(indent.min(blanks)..).unwrap_or(line)
}

/// Lines as a fenced block, which no run of backticks inside can end.
pub fn fenced(info: &str, lines: &[String]) -> String {
    let longest = lines.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest.max(2) + 1);
    let inner: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    format!("{marks}{info}\n{inner}{marks}")
}

/// A text as a block quote.
pub fn quoted(text: &str) -> String {
    let lines = text.split('\n').map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") });
    lines.collect::<Vec<_>>().join("\n")
}

/// A text on one line, without control characters.
pub fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Parts as paragraphs; empty ones are left out.
pub fn paragraphs(parts: impl IntoIterator<Item = String>) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
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
            assert_eq!(shown(body), Shown { text: text.to_owned(), hidden }, "{body}");
        }
    }

    #[test]
    fn suggestions_are_taken_out_of_their_fences() {
        let lines = |text: &str| text.split('\n').map(str::to_owned).collect::<Vec<_>>();
        for (text, left, suggestions) in [
            ("a\n```suggestion\nx\n y\n```\nb", "a\nb", vec![lines("x\n y")]),
            ("```suggestion\n```", "", vec![vec![]]),
            ("```suggestion\n\n```", "", vec![lines("")]),
            ("````suggestion\n```\n````", "", vec![lines("```")]),
            (
                "  ~~~suggestion\n    x\n  ~~~\n```rs\n```suggestion\n```",
                "```rs\n```suggestion\n```",
                vec![lines("  x")],
            ),
            ("```suggestion\nnever ends", "", vec![lines("never ends")]),
        ] {
            assert_eq!(without_suggestions(text), (left.to_owned(), suggestions), "{text}");
        }
        assert_eq!(fenced("x", &lines("a\n```b")), "````x\na\n```b\n````");
        assert_eq!(quoted("a\n\nb"), "> a\n>\n> b");
    }
}
