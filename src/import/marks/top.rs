//! Marks at the top of a comment: a badge, a line of labels, or a word in front of the first sentence. They are taken
//! out of the text, and kept as tags.

use super::badge::without_badges;
use super::circle::without_circle;
use super::found::Marks;
use super::word::bare_words;
use crate::import::markdown::fence::Fence;

/// Lines that can hold marks.
const TOP: usize = 6;

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
        if line.is_empty() || is_line_of_labels(&mut marks, &line) {
            continue;
        }
        left.push(if begun { line } else { without_first_mark(&mut marks, line) });
        begun = true;
    }
    left.extend(lines.map(str::to_owned));
    (marks, left.join("\n").trim_matches('\n').trim_end().to_owned())
}

/// The first line of words without the mark in front of it.
fn without_first_mark(marks: &mut Marks, line: String) -> String {
    let prefix = without_prefix(marks, &line);
    prefix.or_else(|| without_circle(marks, &line)).unwrap_or(line)
}

/// Whether a line is nothing but labels, such as `_⚠️ Potential issue_ | _🟠 Major_` and `Severity: high`.
fn is_line_of_labels(marks: &mut Marks, line: &str) -> bool {
    let line = line.trim().trim_start_matches('#').trim();
    if line.starts_with(['-', '+', '>']) || line.starts_with("* ") {
        return false;
    }
    let parts: Vec<&str> = line.split(['|', '·', '•']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut trial = Marks::default();
    let known: Vec<bool> = parts.iter().map(|part| trial.take_words(part)).collect();
    let slanted = |part: &str| part.len() > 2 && part.starts_with(['_', '*']) && part.ends_with(['_', '*']);
    if !known.contains(&true) || !parts.iter().zip(&known).all(|(part, known)| *known || slanted(part)) {
        return false;
    }
    for part in parts {
        if !marks.take_words(part) {
            marks.add_tag(&bare_words(part));
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
    if before.len() > 80 || before.contains('`') || !marks.take_words(words) {
        return None;
    }
    marks.add_tag(&bare_words(more).replace(' ', "-"));
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
    use crate::model::{Severity, Slug};

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
        let bare = "![](https://www.gstatic.com/codereviewagent/high-priority.svg)\n\nThe rope.";
        check(bare, Some(Important), &["high"], "The rope.");
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
    fn circles_are_grades_where_no_word_is() {
        use Severity::{Critical, Important, Suggestion};
        check("🔴 The rope breaks", Some(Critical), &["critical"], "The rope breaks");
        check("🟠 The rope: it breaks", Some(Important), &["high"], "The rope: it breaks");
        check("🟡 High water is not checked", Some(Suggestion), &["medium"], "High water is not checked");
        check("🟢 A typo\n\n🔴 stays", Some(Suggestion), &["low"], "A typo\n\n🔴 stays");
        check("🟣 The rope", None, &[], "🟣 The rope");
        check("🔴 P2: The rope", Some(Suggestion), &["p2"], "The rope");
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
        check("🔴 **Important** The rope breaks", Some(Important), &["important"], "The rope breaks");
        check("🟡 Nit — a knot", Some(Suggestion), &["nit"], "a knot");
        check("🟡 Nit\n\nA knot", Some(Suggestion), &["nit"], "A knot");
        check("🟣 **Pre-existing:** the rope", Some(Suggestion), &["pre-existing"], "the rope");
        check("**Critical section is left open**", None, &[], "**Critical section is left open**");
        check("[high](tide.md) water", None, &[], "[high](tide.md) water");
        check("Note: high water", None, &[], "Note: high water");
        check("`p1: x` is wrong", None, &[], "`p1: x` is wrong");
        check("", None, &[], "");
    }
}
