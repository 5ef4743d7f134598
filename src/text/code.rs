//! Code as HTML: numbered excerpts with marked lines, diffs, plain blocks.

use super::highlight::{Highlighter, canonical, language_of_path};
use super::{escape_attribute, push_text};
use std::fmt::Write;

/// How code is coloured.
#[derive(Clone, Copy)]
pub struct CodeStyle<'a> {
    /// Colours it.
    pub highlighter: &'a Highlighter,
    /// Language of blocks that name none, and of diffs.
    pub language: Option<&'a str>,
}

/// A box of code.
pub struct Figure<'a> {
    /// Class beside `code`: a severity, or nothing.
    pub class: &'a str,
    /// HTML of the caption; empty: none.
    pub caption: &'a str,
    /// What a screen reader calls the box, plain text.
    pub label: &'a str,
    /// HTML of the lines.
    pub lines: &'a str,
}

impl Figure<'_> {
    /// The HTML of the box.
    #[must_use]
    pub fn html(&self) -> String {
        let class = if self.class.is_empty() { String::new() } else { format!(" {}", self.class) };
        let caption =
            if self.caption.is_empty() { String::new() } else { format!("<figcaption>{}</figcaption>", self.caption) };
        format!(
            "<figure class=\"code{class}\">{caption}<pre tabindex=\"0\" role=\"group\" aria-label=\"{}\"><code>{}</code></pre></figure>\n",
            escape_attribute(self.label),
            self.lines
        )
    }
}

/// A fenced block of a text: `info` is the first word of its fence.
#[must_use]
pub fn block(style: &CodeStyle<'_>, info: &str, code: &str) -> String {
    let language = if info.is_empty() { style.language } else { Some(info) };
    let is_diff = matches!(info.to_ascii_lowercase().as_str(), "diff" | "patch");
    if is_diff {
        return Figure { class: "", caption: "", label: "Diff", lines: &diff(style, code) }.html();
    }
    let label = match language.and_then(name_of) {
        Some(name) => format!("Code, {name}"),
        None => "Code".to_owned(),
    };
    let lines = style.highlighter.lines(language.unwrap_or_default(), code).join("\n");
    Figure { class: "", caption: "", label: &label, lines: &lines }.html()
}

/// An excerpt of a file: each line with its true number, some of them marked. Indentation that all lines share is
/// left out.
#[must_use]
pub fn excerpt(style: &CodeStyle<'_>, code: &str, start_line: Option<u32>, marked: &[u32]) -> String {
    let code = without_common_indentation(code);
    let first = start_line.unwrap_or(1);
    let mut out = String::with_capacity(code.len() * 2);
    for (number, line) in (first..).zip(style.highlighter.lines(style.language.unwrap_or_default(), &code)) {
        let tag = if marked.contains(&number) { "mark" } else { "span" };
        // The line's own break stands inside it; one between the lines would show as an empty line.
        let _ = match start_line {
            Some(_) => write!(out, "<{tag} data-n=\"{number}\">{line}\n</{tag}>"),
            None => write!(out, "<{tag}>{line}\n</{tag}>"),
        };
    }
    out
}

/// A diff, coloured by its signs and, below them, by the language of the file it changes.
#[must_use]
pub fn diff(style: &CodeStyle<'_>, text: &str) -> String {
    let named = text.lines().find_map(|line| line.strip_prefix("+++ ")).and_then(|path| language_of_path(path.trim()));
    let language = named.or(style.language).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let code: String = lines.iter().flat_map(|line| [code_of(line), "\n"]).collect();
    let coloured = style.highlighter.lines(language, &code);
    let mut out = String::with_capacity(text.len() * 2);
    for (at, line) in lines.iter().enumerate() {
        let (tag, class) = match kind_of(line) {
            Kind::Added => ("ins", ""),
            Kind::Removed => ("del", ""),
            Kind::Context => ("span", " class=\"ctx\""),
            Kind::Header => ("span", " class=\"ctx c\""),
        };
        let _ = write!(out, "<{tag}{class}>");
        let sign = &line[..line.len() - code_of(line).len()];
        push_text(&mut out, sign);
        match coloured.get(at) {
            Some(html) => out.push_str(html),
            None => push_text(&mut out, code_of(line)),
        }
        let _ = write!(out, "\n</{tag}>");
    }
    out
}

/// Name of a language for people.
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

enum Kind {
    Added,
    Removed,
    Context,
    Header,
}

fn kind_of(line: &str) -> Kind {
    if ["+++ ", "--- ", "@@", "diff ", "index ", "\\ No newline"].iter().any(|start| line.starts_with(start)) {
        Kind::Header
    } else if line.starts_with('+') {
        Kind::Added
    } else if line.starts_with('-') {
        Kind::Removed
    } else {
        Kind::Context
    }
}

/// A line of a diff without its sign; nothing of a header is code.
fn code_of(line: &str) -> &str {
    match kind_of(line) {
        Kind::Header => "",
        Kind::Added | Kind::Removed => &line[1..],
        Kind::Context => line.strip_prefix(' ').unwrap_or(line),
    }
}

fn without_common_indentation(code: &str) -> String {
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
