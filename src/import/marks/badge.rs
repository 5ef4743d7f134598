//! Badges: images whose text is a mark, with the HTML that is written around them.

use super::found::Marks;
use super::word::bare_words;

/// Takes badges out of a line: images whose text is a mark, and those of the makers of badges.
pub fn without_badges(marks: &mut Marks, line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    let mut found = false;
    while let Some((before, badge)) = next_image(rest) {
        let named = badge.name_in_address();
        let graded = marks.take_words(badge.words) || named.is_some_and(|name| marks.take_words(name));
        let known = graded || badge.is_of_a_badge_maker();
        if known && bare_words(badge.words).is_empty() {
            marks.add_tag(badge.words);
        }
        out.push_str(before);
        if !known {
            out.push_str(badge.whole);
        }
        found |= known;
        rest = badge.behind;
    }
    if !found {
        return line.to_owned();
    }
    out.push_str(rest);
    for tag in ["<sub>", "</sub>", "<sup>", "</sup>", "<a href=\"#\">", "</a>"] {
        out = out.replace(tag, "");
    }
    let out = out.trim();
    match out.strip_prefix("**") {
        Some("**" | "") => String::new(),
        Some(bold) => format!("**{}", bold.trim_start()),
        None => out.to_owned(),
    }
}

/// An image in a line, in Markdown or as `<img>`.
struct Image<'t> {
    whole: &'t str,
    /// What is read where it cannot be shown.
    words: &'t str,
    address: &'t str,
    /// The line behind it.
    behind: &'t str,
}

impl Image<'_> {
    /// `high-priority` of Gemini's pictures, which say it whatever they are described as.
    fn name_in_address(&self) -> Option<&str> {
        let (_, name) = self.address.split_once("//www.gstatic.com/codereviewagent/")?;
        name.split(['?', '#']).next()?.strip_suffix(".svg")
    }

    fn is_of_a_badge_maker(&self) -> bool {
        ["//img.shields.io/", "//www.gstatic.com/codereviewagent/"].iter().any(|maker| self.address.contains(maker))
    }
}

/// The next image of a line, and what stands before it.
fn next_image(line: &str) -> Option<(&str, Image<'_>)> {
    let markdown = line.split_once("![").and_then(|(before, rest)| {
        let (words, rest) = rest.split_once("](")?;
        let (address, behind) = rest.split_once(')')?;
        Some((before, words, address, behind))
    });
    let html = line.split_once("<img ").and_then(|(before, rest)| {
        let (inner, behind) = rest.split_once('>')?;
        Some((before, attribute(inner, "alt=\"")?, attribute(inner, "src=\"").unwrap_or(""), behind))
    });
    let first = [markdown, html].into_iter().flatten().min_by_key(|(before, ..)| before.len())?;
    let (before, words, address, behind) = first;
    let whole = line.get(before.len()..line.len().checked_sub(behind.len())?)?;
    Some((before, Image { whole, words, address, behind }))
}

fn attribute<'t>(inner: &'t str, name: &str) -> Option<&'t str> {
    inner.split_once(name)?.1.split('"').next()
}
