//! Code as HTML: numbered excerpts with marked lines, diffs, plain blocks.

mod diff;
mod fences;

use super::highlight::{Highlighter, canonical, language_of_path};
use super::{Html, push_attribute, push_code};
use diff::LineKind;
pub use fences::fences;
pub(super) use fences::first_word;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write;

/// What colours code, and as which language.
#[derive(Clone, Copy)]
pub struct CodeStyle<'a> {
    /// Shared by all pages; holds the grammars.
    pub highlighter: &'a Highlighter,
    /// Language of blocks that name none, and of diffs that name no file.
    pub language: Option<&'a str>,
}

/// Code for a box: what the component `code` of the templates shows.
#[derive(Clone, Debug, Serialize)]
pub struct Code {
    /// Whether it is a diff, whose lines are marked as added and removed.
    is_diff: bool,
    /// The numbers of its lines, one below the other; empty: none. They stand in a column of their own, so that they are
    /// neither copied nor read out, and cost three bytes a line.
    numbers: Html,
    /// The lines.
    lines: Html,
}

impl Code {
    /// Text without colours.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self { is_diff: false, numbers: Html::default(), lines: Html::code(text) }
    }

    /// Text in the colours of a language; an unknown one leaves it plain.
    #[must_use]
    pub fn coloured(highlighter: &Highlighter, language: &str, text: &str) -> Self {
        let lines = Html::vouched(highlighter.lines(language, text).join("\n"), false);
        Self { is_diff: false, numbers: Html::default(), lines }
    }
}

/// The box of code inside a text, named for screen readers; the component `code` makes the same of it.
fn figure(code: &Code, label: &str) -> String {
    let mut out = String::with_capacity(code.lines.as_str().len() + 300);
    out.push_str(if code.is_diff { "<figure class=\"code diff\">" } else { "<figure class=code>" });
    out.push_str("<pre tabindex=0 role=group aria-label=\"");
    push_attribute(&mut out, label);
    out.push_str("\"><code>");
    out.push_str(code.lines.as_str());
    out.push_str("</code></pre></figure>\n");
    out
}

/// A fenced block of a text: `info` is the first word of its fence.
pub(super) fn block(style: &CodeStyle<'_>, info: &str, code: &str) -> String {
    if is_diff(info) {
        return figure(&diff(style, code), "Diff");
    }
    let language = if info.is_empty() { style.language } else { Some(info) };
    let label = match language.and_then(name_of) {
        Some(name) => format!("Code, {name}"),
        None => "Code".to_owned(),
    };
    let code = Code::coloured(style.highlighter, language.unwrap_or_default(), code.trim_end_matches('\n'));
    figure(&code, &label)
}

fn is_diff(info: &str) -> bool {
    ["diff", "patch"].iter().any(|word| info.eq_ignore_ascii_case(word))
}

/// What is parsed of a fenced block, and as what: `info` is what stands behind its fence, `language` that of blocks that name
/// none.
#[must_use]
pub fn parsed_part<'c>(info: &'c str, language: Option<&'c str>, code: Cow<'c, str>) -> (&'c str, Cow<'c, str>) {
    let named = first_word(info);
    if is_diff(named) {
        return parsed_side(language, &code);
    }
    let language = if named.is_empty() { language.unwrap_or_default() } else { named };
    let code = match code {
        Cow::Borrowed(code) => Cow::Borrowed(code.trim_end_matches('\n')),
        Cow::Owned(code) => Cow::Owned(code.trim_end_matches('\n').to_owned()),
    };
    (language, code)
}

/// What is parsed of a diff, and as what: the side that is to be, in the language of its file, else in the given one. Both
/// sides at once would be no code, and cost a parser dearly.
#[must_use]
pub fn parsed_side<'c>(language: Option<&'c str>, text: &str) -> (&'c str, Cow<'c, str>) {
    new_side(&diff::lines(text), language)
}

fn new_side<'c>(lines: &[diff::Line<'_>], language: Option<&'c str>) -> (&'c str, Cow<'c, str>) {
    let language = diff::new_path(lines).and_then(language_of_path).or(language).unwrap_or_default();
    let code: String = lines.iter().filter(|line| line.is_new()).flat_map(|line| [line.code, "\n"]).collect();
    (language, Cow::Owned(code))
}

/// An excerpt of a file: each line with its true number, some of them marked. Indentation that all lines share is
/// left out.
#[must_use]
pub fn excerpt(style: &CodeStyle<'_>, code: &str, start_line: Option<u32>, marked: &[u32]) -> Code {
    let code = without_common_indentation(code);
    let coloured = style.highlighter.lines(style.language.unwrap_or_default(), &code);
    let mut lines = String::with_capacity(code.len() * 2);
    let mut numbers = String::new();
    let marked: HashSet<u32> = marked.iter().copied().collect();
    for (number, line) in (start_line.unwrap_or(1)..).zip(coloured.iter()) {
        let is_marked = marked.contains(&number);
        // A marked line is a block and holds its own break.
        lines.push_str(if is_marked { "<mark>" } else { "" });
        lines.push_str(line);
        lines.push_str(if is_marked { "\n</mark>" } else { "\n" });
        if start_line.is_some() {
            let _ = if is_marked { writeln!(numbers, "<b>{number}</b>") } else { writeln!(numbers, "{number}") };
        }
    }
    Code { is_diff: false, numbers: Html::vouched(numbers, false), lines: Html::vouched(lines, false) }
}

/// A diff, coloured by its signs and, except for removed lines, by the language of the file it changes.
#[must_use]
pub fn diff(style: &CodeStyle<'_>, text: &str) -> Code {
    let all = diff::lines(text);
    let (language, code) = new_side(&all, style.language);
    let coloured = style.highlighter.lines(language, &code);
    let mut coloured = coloured.iter();
    let mut lines = String::with_capacity(text.len() * 2);
    for line in &all {
        let (open, close) = match line.kind {
            LineKind::Added => ("<ins>", "</ins>"),
            LineKind::Removed => ("<del>", "</del>"),
            LineKind::Context => ("", ""),
            LineKind::Header => ("<i class=c>", "</i>"),
        };
        lines.push_str(open);
        push_code(&mut lines, line.sign);
        match if line.is_new() { coloured.next() } else { None } {
            Some(html) => lines.push_str(html),
            None => push_code(&mut lines, line.code),
        }
        lines.push('\n');
        lines.push_str(close);
    }
    Code { is_diff: true, numbers: Html::default(), lines: Html::vouched(lines, false) }
}

/// A language's name as its users write it: `C++` for `cpp`; `None` for languages without a grammar.
#[must_use]
pub fn name_of(language: &str) -> Option<&'static str> {
    let name = match canonical(language)? {
        "c" => "C",
        "cpp" => "C++",
        "csharp" => "C#",
        "css" => "CSS",
        "dockerfile" => "Dockerfile",
        "go" => "Go",
        "html" => "HTML",
        "java" => "Java",
        "javascript" => "JavaScript",
        "json" => "JSON",
        "make" | "makefile" => "Makefile",
        "python" => "Python",
        "ruby" => "Ruby",
        "rust" => "Rust",
        "bash" | "shell" => "Shell",
        "sql" => "SQL",
        "toml" => "TOML",
        "typescript" | "tsx" => "TypeScript",
        "yaml" => "YAML",
        _ => return None,
    };
    Some(name)
}

/// What [`excerpt`] shows of code.
#[must_use]
pub fn without_common_indentation(code: &str) -> String {
    let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let mut filled = code.lines().filter(|line| !line.trim().is_empty());
    let Some(first) = filled.next() else { return code.to_owned() };
    let mut common = &first[..indentation(first)];
    for line in filled {
        let shared = common.bytes().zip(line.bytes()).take_while(|(a, b)| a == b).count();
        common = &common[..shared];
    }
    let mut out = String::with_capacity(code.len());
    for line in code.lines() {
        out.push_str(line.strip_prefix(common).unwrap_or_else(|| line.trim_start()));
        out.push('\n');
    }
    out
}
