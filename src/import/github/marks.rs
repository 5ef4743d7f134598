//! How a bot marks the weight of its comment, and what it calls it.
//!
//! Marks stand at the top of a comment: a badge, a line of labels, or a word in front of the first sentence. They are
//! taken out of the text, and kept as tags.

use crate::import::markdown::fence::Fence;
use crate::import::markdown::inline::one_line;
use crate::import::slug_of;
use crate::model::{Severity, Slug};

/// Lines that can hold marks.
const TOP: usize = 6;

/// Words that grade a comment.
const GRADES: [(&str, Severity); 17] = [
    ("blocker", Severity::Critical),
    ("blocking", Severity::Critical),
    ("critical", Severity::Critical),
    ("p0", Severity::Critical),
    ("high", Severity::Important),
    ("important", Severity::Important),
    ("major", Severity::Important),
    ("p1", Severity::Important),
    ("warning", Severity::Important),
    ("info", Severity::Suggestion),
    ("low", Severity::Suggestion),
    ("medium", Severity::Suggestion),
    ("minor", Severity::Suggestion),
    ("moderate", Severity::Suggestion),
    ("p2", Severity::Suggestion),
    ("p3", Severity::Suggestion),
    ("trivial", Severity::Suggestion),
];

/// Words that say what kind of comment it is; they weigh only where nothing grades it.
const SORTS: [(&str, Severity); 7] = [
    ("bug", Severity::Important),
    ("issue", Severity::Important),
    ("potential issue", Severity::Important),
    ("nit", Severity::Suggestion),
    ("nitpick", Severity::Suggestion),
    ("refactor suggestion", Severity::Suggestion),
    ("suggestion", Severity::Suggestion),
];

/// What the marks of a comment say.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Marks {
    grade: Option<Severity>,
    sort: Option<Severity>,
    /// Each mark.
    pub tags: Vec<Slug>,
}

impl Marks {
    /// The first grade, else what the kind of comment weighs.
    pub fn severity(&self) -> Option<Severity> {
        self.grade.or(self.sort)
    }

    /// Takes words as a mark, if they are one.
    fn note(&mut self, words: &str) -> bool {
        let word = folded(words);
        let security = word.strip_prefix("security ");
        let word = security.unwrap_or(&word);
        let of = |table: &[(&str, Severity)]| table.iter().find(|(known, _)| *known == word).map(|(_, grade)| *grade);
        let (grade, sort) = (of(&GRADES), of(&SORTS));
        if grade.is_none() && sort.is_none() {
            return false;
        }
        self.grade = self.grade.or(grade);
        self.sort = self.sort.or(sort);
        if security.is_some() {
            self.tag("security");
        }
        self.tag(word);
        true
    }

    fn tag(&mut self, words: &str) {
        let tag = slug_of(&words.to_lowercase());
        self.tags.extend(tag.filter(|tag| !self.tags.contains(tag)));
    }
}

/// Words without marks, emoji and the words around a grade: `_🟠 Major_`, `**High Severity**`, `P1 Badge`.
fn folded(words: &str) -> String {
    let plain: String = words.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let plain = one_line(&plain.to_lowercase());
    let mut word = plain.as_str();
    for before in ["severity ", "priority "] {
        word = word.strip_prefix(before).unwrap_or(word);
    }
    for behind in [" badge", " priority", " severity"] {
        word = word.strip_suffix(behind).unwrap_or(word);
    }
    word.to_owned()
}

/// Takes the marks out of the top of a text.
pub fn without_marks(text: &str) -> (Marks, String) {
    let mut marks = Marks::default();
    let mut left: Vec<String> = Vec::new();
    let mut lines = text.split('\n');
    let mut seen = 0;
    let mut begun = false;
    for line in lines.by_ref() {
        if line.trim().is_empty() {
            left.push(String::new());
            continue;
        }
        let in_code = Fence::opening(line).is_some() || line.starts_with("    ");
        if seen == TOP || in_code {
            left.push(line.to_owned());
            break;
        }
        seen += 1;
        let line = without_badges(&mut marks, line);
        if line.is_empty() || is_labels(&mut marks, &line) {
            continue;
        }
        left.push(if begun { line } else { without_prefix(&mut marks, &line).unwrap_or(line) });
        begun = true;
    }
    left.extend(lines.map(str::to_owned));
    (marks, left.join("\n").trim_matches('\n').trim_end().to_owned())
}

/// Takes badges out of a line: Markdown images and `<img>` whose text is a mark, and images of the makers of badges.
fn without_badges(marks: &mut Marks, line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    let mut found = false;
    while let Some((before, badge)) = next_image(rest) {
        let known = marks.note(badge.words) || badge.is_made_as_one();
        if known && folded(badge.words).is_empty() {
            marks.tag(badge.words);
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

/// An image in a line.
struct Image<'t> {
    whole: &'t str,
    words: &'t str,
    address: &'t str,
    behind: &'t str,
}

impl Image<'_> {
    fn is_made_as_one(&self) -> bool {
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

/// Whether a line is nothing but labels, such as `_⚠️ Potential issue_ | _🟠 Major_` and `Severity: high`.
fn is_labels(marks: &mut Marks, line: &str) -> bool {
    let line = line.trim().trim_start_matches('#').trim();
    if line.starts_with(['-', '+', '>']) || line.starts_with("* ") {
        return false;
    }
    let parts: Vec<&str> = line.split(['|', '·', '•']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut trial = Marks::default();
    let known: Vec<bool> = parts.iter().map(|part| trial.note(part)).collect();
    let slanted = |part: &str| part.len() > 2 && part.starts_with(['_', '*']) && part.ends_with(['_', '*']);
    if !known.contains(&true) || !parts.iter().zip(&known).all(|(part, known)| *known || slanted(part)) {
        return false;
    }
    for part in parts {
        if !marks.note(part) {
            marks.tag(&folded(part));
        }
    }
    true
}

/// The line without `**[CRITICAL]**`, `P2:`, `🔴 **Important:**`, `**issue (bug_risk):**` at its start.
fn without_prefix(marks: &mut Marks, line: &str) -> Option<String> {
    let text = line.trim_start_matches('#').trim_start();
    let hashes = line.get(..line.len().checked_sub(text.len())?)?;
    let (before, behind) = bracketed(text).or_else(|| text.split_once(':'))?;
    let (words, more) = before.split_once('(').unwrap_or((before, ""));
    if before.len() > 80 || before.contains('`') || !marks.note(words) {
        return None;
    }
    marks.tag(&folded(more).replace(' ', "-"));
    let behind = behind.trim_start();
    let behind = match (before.matches("**").count() % 2, behind.strip_prefix("**")) {
        (1, Some(rest)) => rest.trim_start().to_owned(),
        (1, None) => format!("**{behind}"),
        _ => behind.to_owned(),
    };
    let behind = behind.trim_start_matches([':', '—', '–', '-', ' ']);
    Some(format!("{hashes}{behind}"))
}

/// `[P1] …` with whatever marks stand before the bracket; a link is none.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '[').strip_prefix('[')?;
    let (_, behind) = inner.split_once(']')?;
    let before = text.get(..text.len().checked_sub(behind.len())?)?;
    (!behind.starts_with(['(', '['])).then_some((before, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, severity: Option<Severity>, tags: &[&str], left: &str) {
        let (marks, rest) = without_marks(text);
        let found: Vec<&str> = marks.tags.iter().map(Slug::as_str).collect();
        assert_eq!((marks.severity(), found.as_slice(), rest.as_str()), (severity, tags, left), "{text}");
    }

    #[test]
    fn badges_are_grades() {
        use Severity::{Critical, Important, Suggestion};
        let gemini =
            |word: &str| format!("![{word}](https://www.gstatic.com/codereviewagent/{word}-priority.svg)\n\nThe rope.");
        check(&gemini("critical"), Some(Critical), &["critical"], "The rope.");
        check(&gemini("high"), Some(Important), &["high"], "The rope.");
        check(&gemini("medium"), Some(Suggestion), &["medium"], "The rope.");
        check(&gemini("low"), Some(Suggestion), &["low"], "The rope.");
        check(&gemini("security-high"), Some(Important), &["security", "high"], "The rope.");
        let codex = "**<sub><sub>![P1 Badge](https://img.shields.io/badge/P1-orange?style=flat)</sub></sub>  Moor first**\n\nText.";
        check(codex, Some(Important), &["p1"], "**Moor first**\n\nText.");
        let greptile =
            "<a href=\"#\"><img alt=\"P2\" src=\"https://greptile.example/p2.svg\" align=\"top\"></a> **Moor first**";
        check(greptile, Some(Suggestion), &["p2"], "**Moor first**");
        check("![a boat](boat.png) sinks", None, &[], "![a boat](boat.png) sinks");
    }

    #[test]
    fn lines_of_labels_are_grades() {
        use Severity::{Critical, Important, Suggestion};
        check("_⚠️ Potential issue_ | _🔴 Critical_\n\nT", Some(Critical), &["potential-issue", "critical"], "T");
        check("_⚠️ Potential issue_ | _🟡 Minor_\n\nT", Some(Suggestion), &["potential-issue", "minor"], "T");
        check("_⚠️ Potential issue_\n\nT", Some(Important), &["potential-issue"], "T");
        check("_🛠️ Refactor suggestion_ | _🟠 Major_\n\nT", Some(Important), &["refactor-suggestion", "major"], "T");
        check(
            "_🧹 Nitpick_ | _🔵 Trivial_ | _⚡ Quick win_\n\nT",
            Some(Suggestion),
            &["nitpick", "trivial", "quick-win"],
            "T",
        );
        check("### Moor first\n\n**High Severity**\n\nT", Some(Important), &["high"], "### Moor first\n\n\nT");
        check("Severity: high\n\nT", Some(Important), &["high"], "T");
        check("**Severity:** Low\nT", Some(Suggestion), &["low"], "T");
        check("- Major\n- Minor", None, &[], "- Major\n- Minor");
        check("```\nSeverity: high\n```", None, &[], "```\nSeverity: high\n```");
    }

    #[test]
    fn words_in_front_are_grades() {
        use Severity::{Critical, Important, Suggestion};
        check("**[CRITICAL]** The rope.", Some(Critical), &["critical"], "The rope.");
        check("**[P1] The rope** breaks", Some(Important), &["p1"], "**The rope** breaks");
        check("P2: The rope.", Some(Suggestion), &["p2"], "The rope.");
        check("🔴 **Important:** **The rope** breaks", Some(Important), &["important"], "**The rope** breaks");
        check("**Critical: the rope.** T", Some(Critical), &["critical"], "**the rope.** T");
        check("## 🔴 Critical: the rope", Some(Critical), &["critical"], "## the rope");
        check("**issue (bug_risk):** The rope.", Some(Important), &["issue", "bug-risk"], "The rope.");
        check("nit: knot", Some(Suggestion), &["nit"], "knot");
        check("**Critical section is left open**", None, &[], "**Critical section is left open**");
        check("[high](tide.md) water", None, &[], "[high](tide.md) water");
        check("Note: high water", None, &[], "Note: high water");
        check("`p1: x` is wrong", None, &[], "`p1: x` is wrong");
        check("", None, &[], "");
    }
}
