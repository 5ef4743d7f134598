//! What a result or a location says: the words of its message, and what of them is the title.

use super::reading::Reading;
use super::rule::{self, Keyed};
use crate::import::json::look;
use crate::import::markdown::inline::one_line;
use crate::import::words;
use crate::import::words::sentence::title_and_rest;
use serde_json::Value;

/// The title of a result that says nothing and whose rule has no name.
const UNTITLED: &str = "Finding without a message";

/// Words of a message: as plain text, as Markdown, or both.
#[derive(Debug, Default)]
pub struct Said {
    pub text: Option<String>,
    pub markdown: Option<String>,
}

impl Said {
    /// All of it as Markdown.
    pub fn whole(&self, link: words::Link<'_>) -> Option<String> {
        let plain = || self.text.as_deref().map(|text| words::plain(text, link));
        self.markdown.as_deref().map(|markdown| words::with_places(markdown.trim(), link)).or_else(plain)
    }
}

impl<'v> Reading<'v> {
    /// What the message of a thing says: its own words, or those that its id stands for, with the arguments put in.
    pub fn said(&self, owner: &Value, rule: Option<Keyed<'v>>) -> Said {
        let Some(message) = owner.get("message") else { return Said::default() };
        let has_words = ["text", "markdown"].iter().any(|key| look::text(message, key).is_some());
        let by_id = || look::text(message, "id").and_then(|id| self.rules.message(rule, id));
        let source = if has_words { message } else { by_id().unwrap_or(message) };
        let arguments = look::list(message, "arguments").iter().map(|argument| argument.as_str().unwrap_or_default());
        let arguments: Vec<&str> = arguments.collect();
        let of = |key: &str| look::text(source, key).map(|text| with_arguments(text, &arguments));
        Said { text: of("text"), markdown: of("markdown") }
    }
}

/// `{0}` is the first argument. Braces are doubled where they are meant, but only in messages that have arguments do
/// tools keep to that.
fn with_arguments(text: &str, arguments: &[&str]) -> String {
    if arguments.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.find(['{', '}']).and_then(|at| rest.split_at_checked(at)) {
        out.push_str(before);
        let argument = from.strip_prefix('{').and_then(|inner| inner.split_once('}')).and_then(|(number, after)| {
            let number = number.parse::<usize>().ok()?;
            Some((*arguments.get(number)?, after))
        });
        let doubled = ["{{", "}}"].iter().find_map(|braces| Some((braces.get(1..)?, from.strip_prefix(braces)?)));
        let (piece, after) = argument.or(doubled).or_else(|| from.split_at_checked(1)).unwrap_or((from, ""));
        out.push_str(piece);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The title, and what of the message it does not say.
pub fn title_and_more(
    message: &Said,
    rule: Option<&Value>,
    result: &Value,
    link: words::Link<'_>,
) -> (String, Option<String>) {
    let fallback = || {
        let short = rule.and_then(|rule| look::text(rule.get("shortDescription")?, "text"));
        let name = || rule.and_then(|rule| look::text(rule, "name")).or_else(|| rule::id_of(result));
        short.or_else(name).unwrap_or(UNTITLED)
    };
    let first_line = |markdown: &str| {
        let mut lines = markdown.lines().map(|line| line.trim_start_matches(['#', '>', '-', '*', ' ']).to_owned());
        lines.find(|line| !line.trim().is_empty())
    };
    let source = message.text.clone().or_else(|| message.markdown.as_deref().and_then(first_line));
    let source = source.unwrap_or_else(|| fallback().to_owned());
    let (title, rest) = title_and_rest(&source);
    let title = Some(words::linked_line(&title, link)).filter(|title| !title.trim().is_empty());
    let rest = Some(rest).filter(|rest| !rest.trim().is_empty()).map(|rest| words::plain(rest, link));
    let is_more = |markdown: &&str| one_line(markdown) != one_line(&source);
    let markdown =
        message.markdown.as_deref().filter(is_more).map(|markdown| words::with_places(markdown.trim(), link));
    (title.unwrap_or_else(|| UNTITLED.to_owned()), markdown.or(rest))
}
