//! Concerns of the design observations: each has a title, or else its first sentence is one.

use super::credits::credits_in_brackets;
use super::design::{list_items, says_none};
use super::finding_body::finding_from_text;
use super::finding_head::FindingHead;
use super::findings::{Found, read_findings};
use super::panel::Panel;
use super::tags::tags_from_list;
use crate::import::markdown::line::Line;
use crate::import::markdown::list;
use crate::import::markdown::outline::Part;
use crate::model::Severity;
use crate::model::finding::Finding;

/// Concerns with what is said between them.
#[derive(Debug, Default)]
pub struct Concerns {
    pub found: Found,
    /// Markdown that is no concern.
    pub rest: Vec<String>,
}

/// Reads what stands below `Concerns`, or where no label stands at all: then only what has a title is a concern.
pub fn read_concerns(lines: &[Line<'_>], panel: Panel<'_>, is_labelled: bool) -> Concerns {
    let mut out = Concerns::default();
    if !begins_with_a_bullet(lines) {
        let section = [Part { level: 2, title: "", lines: lines.to_vec() }];
        let found = read_findings(&section, Severity::Concern, panel);
        let are_titles = found.findings.iter().all(|(head, _)| !is_list_of_tags(&head.title));
        if !found.findings.is_empty() && are_titles {
            out.keep(&found.before);
            out.found.findings = found.findings;
            // What stands below an item of a numbered list may be indented as that.
            for (_, finding) in &mut out.found.findings {
                finding.body = finding.body.as_deref().map(dedented);
            }
            return out;
        }
    }
    for item in list_items(lines) {
        // A paragraph without a title may as well lead to the items.
        let is_item = || lines.iter().any(|line| begins_item(line, &item));
        let sentence = || if is_labelled && is_item() { concern_from_sentence(&item, panel) } else { None };
        match concern_from_item(&item, panel).or_else(sentence) {
            Some(concern) => out.found.findings.push(concern),
            None => out.keep(&item),
        }
    }
    out
}

impl Concerns {
    fn keep(&mut self, text: &str) {
        if !says_none(text) {
            self.rest.push(text.to_owned());
        }
    }
}

/// Whether a label such as `(future)` stands where a title would.
fn is_list_of_tags(title: &str) -> bool {
    title.starts_with('(') && tags_from_list(title.trim_matches(['(', ')'])).is_some()
}

/// Whether a line is the first of a list item.
fn begins_item(line: &Line<'_>, item: &str) -> bool {
    let mark = list::mark_length(line.text).filter(|_| !line.is_code);
    mark.and_then(|mark| line.text.get(mark..)) == item.lines().next()
}

/// `None raised by any reviewer.`
fn says_there_is_none(words: &str) -> bool {
    let lower = words.to_lowercase();
    ["none", "no concern", "no new concern", "nothing"].iter().any(|none| {
        lower.strip_prefix(none).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() && c != 's'))
    })
}

/// A text without the blanks that all of its lines begin with.
fn dedented(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let common = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    text.lines().map(|line| line.get(common..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn begins_with_a_bullet(lines: &[Line<'_>]) -> bool {
    let first = lines.iter().find(|line| !line.text.trim().is_empty());
    first.is_some_and(|line| {
        !line.is_code && list::mark_length(line.text).is_some() && line.text.starts_with(['-', '*'])
    })
}

/// ``- `(in-scope)` **Title.** body [Claude]`` and its like, as a head and a finding.
fn concern_from_item(item: &str, panel: Panel<'_>) -> Option<(FindingHead, Finding)> {
    let (first, rest) = item.split_once('\n').unwrap_or((item, ""));
    let (before, title, after) = split_at_title(first)?;
    if is_list_of_tags(title) {
        return None;
    }
    let mut head = FindingHead::from_title(title, after, panel);
    let tags = tags_in_front(before);
    head.marks.tags.splice(..0, tags);
    Some(concern(head, rest, item, panel))
}

/// `**(future)** The command reads what it is given. …`: the first sentence stands for a title.
fn concern_from_sentence(item: &str, panel: Panel<'_>) -> Option<(FindingHead, Finding)> {
    let (first, rest) = item.split_once('\n').unwrap_or((item, ""));
    let (tags, words) = match length_of_tags(first) {
        Some(length) => (tags_in_front(&first[..length]), first[length..].trim_start_matches([' ', '—', '–', ':'])),
        None => (Vec::new(), first),
    };
    if says_there_is_none(words) {
        return None;
    }
    let end = sentence_end(words);
    let (title, after) = (words.get(..end)?.trim(), words.get(end..)?);
    let mut head = FindingHead::from_title(title, "", panel);
    if head.title.is_empty() {
        return None;
    }
    after.trim_start_matches(['.', ' ']).clone_into(&mut head.marks.rest);
    head.marks.tags.splice(..0, tags);
    Some(concern(head, rest, item, panel))
}

fn concern(head: FindingHead, below: &str, item: &str, panel: Panel<'_>) -> (FindingHead, Finding) {
    // The rest of the line goes on below, be it in the same paragraph.
    let words = head.marks.rest.clone();
    let text = format!("{words}\n{below}");
    let plain =
        FindingHead { marks: super::marks_behind_title::Marks { rest: String::new(), ..head.marks.clone() }, ..head };
    let mut finding = finding_from_text(&plain, text.trim_matches('\n'), Severity::Concern);
    if finding.found_by.is_empty() {
        finding.found_by = credits_in_brackets(item, panel);
    }
    (plain, finding)
}

/// What stands before a title in bold or italics, the title, and the rest of the line.
fn split_at_title(line: &str) -> Option<(&str, &str, &str)> {
    // `**(future)**` is in front of it, too.
    let front = length_of_tags(line).unwrap_or(0);
    let start = front + line.get(front..)?.find('*')?;
    let (before, rest) = line.split_at(start);
    // Words before it: then it is emphasis, not a title.
    let only_marks = before.get(front..)?.trim_matches([' ', '—', '–', '-', ':']).is_empty();
    let mark = if rest.starts_with("**") { "**" } else { "*" };
    let inner = rest.strip_prefix(mark)?;
    let end = end_outside_code(inner, mark)?;
    let title = inner.get(..end)?.trim().trim_end_matches('.');
    (only_marks && !title.is_empty()).then_some((before.trim(), title, inner.get(end + mark.len()..)?))
}

/// The length of `(future)` with what stands around it, where a line begins with tags.
fn length_of_tags(line: &str) -> Option<usize> {
    let inner = line.trim_start_matches(['*', '`', '_']).strip_prefix('(')?;
    let end = inner.find(')')?;
    tags_from_list(inner.get(..end)?)?;
    let length = line.len() - inner.len() + end + 1;
    let around = line.get(length..)?.bytes().take_while(|b| matches!(b, b'*' | b'`' | b'_')).count();
    // What closes belongs to the tags, what opens to a title.
    Some(length + around.min(line.len() - line.trim_start_matches(['*', '`', '_']).len()))
}

fn tags_in_front(before: &str) -> Vec<crate::model::Slug> {
    let list = before.trim_matches(['*', '`', '_', '(', ')', ' ', '—', '–', '-', ':']);
    tags_from_list(list).unwrap_or_default()
}

fn end_outside_code(text: &str, mark: &str) -> Option<usize> {
    let mut in_code = false;
    for (at, c) in text.char_indices() {
        in_code ^= c == '`';
        if !in_code && at > 0 && text.get(at..)?.starts_with(mark) {
            return Some(at);
        }
    }
    None
}

/// Where the first sentence ends, its full stop apart.
fn sentence_end(text: &str) -> usize {
    let mut in_code = false;
    let ends = |at: usize| {
        let behind = text.get(at + 1..).unwrap_or_default();
        let word = text.get(..at).and_then(|before| before.split(' ').next_back()).unwrap_or_default();
        (behind.is_empty() || behind.starts_with(' ')) && !matches!(word, "e.g" | "i.e" | "vs" | "etc")
    };
    text.char_indices()
        .find(|(at, c)| {
            in_code ^= *c == '`';
            !in_code && *c == '.' && ends(*at)
        })
        .map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::super::reviewers::reviewers_from_list;
    use super::*;
    use crate::import::markdown::outline::lines;

    fn told(text: &str) -> Vec<String> {
        let panel = reviewers_from_list("Claude Opus 4.7, Codex GPT 5.4, Gemini 3.1 Pro");
        let out = read_concerns(&lines(text), &panel, true);
        let concerns = out.found.findings.iter().map(|(head, finding)| {
            let tags: Vec<&str> = finding.tags.iter().map(crate::model::Slug::as_str).collect();
            let agents: Vec<&str> = finding.found_by.iter().map(|credit| credit.agent.as_str()).collect();
            let id = head.number.map(|number| format!("{}{number} ", head.letter.unwrap_or('-'))).unwrap_or_default();
            let body = finding.body.as_deref().unwrap_or_default();
            format!("{id}{} | {} | {} | {body}", finding.title, tags.join(" "), agents.join(" "))
        });
        concerns.chain(out.rest.iter().map(|rest| format!("rest: {rest}"))).collect()
    }

    #[test]
    fn concerns_in_all_their_spellings() {
        for (text, expected) in [
            (
                "- **T** *(in-scope)* [Claude]. `a/b.go:1` and `c.go:2` are one.",
                &["T | in-scope | claude | `a/b.go:1` and `c.go:2` are one."][..],
            ),
            (
                "- **T (future, pre-existing)** [Codex] — `a/b.go:1`. More.",
                &["T | future pre-existing | codex | More."],
            ),
            ("- `(future)` **T** — [Claude]. More", &["T | future | claude | More"]),
            ("- *(future)* **T** — `a/b.go` [Claude]. More", &["T | future | claude | More"]),
            ("- **(future)** It reads `a. b` e.g. x. More.", &["It reads `a. b` e.g. x | future |  | More."]),
            ("- It leaks. More [Claude].\n- No stop", &["It leaks |  | claude | More [Claude].", "No stop |  |  | "]),
            (
                "**D1. T (in-scope).** [Claude] More.\n\n**D2. U.** [Codex] Less.",
                &["D1 T | in-scope | claude | More.", "D2 U |  | codex | Less."],
            ),
            (
                "**T** `(future)` [Claude]\n\nOne.\n\n**U** (in-scope) [Codex] — two.\n\n**Why:** three.",
                &["T | future | claude | One.", "U | in-scope | codex | two.\n\n**Why:** three."],
            ),
            (
                "1. **T** (in-scope) [Claude]\n\nOne.\n\n2. **U** — three.",
                &["-1 T | in-scope | claude | One.", "-2 U |  |  | three."],
            ),
            ("1. **T** (future)\n\n   One.\n\n     two", &["-1 T | future |  | One.\n\n  two"]),
            (
                "1. **(future)** It is. More.\n2. `(in-scope)` No stop",
                &["It is | future |  | More.", "No stop | in-scope |  | "],
            ),
            (
                "- **T** (future) [Claude] — `a/b.go` (`:2-3`) and `c.go` (`:4`) are one",
                &["T | future | claude | `a/b.go` (`:2-3`) and `c.go` (`:4`) are one"],
            ),
            ("Two of them:\n\n- One.", &["One |  |  | ", "rest: Two of them:"]),
            ("- None raised by any reviewer.", &["rest: None raised by any reviewer."]),
            ("None.", &[]),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
