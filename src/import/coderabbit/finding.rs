//! A finding of CodeRabbit.
//!
//! | field | in the run |
//! |---|---|
//! | `severity`, else the mark of the comment: `critical`, `major`, `minor`, `trivial`, `info`, `none` | critical, important, then suggestion |
//! | the word, where it is not the severity's own | a tag |
//! | `comment` | title and body |
//! | `codegenInstructions` | fix; without a comment also the title |
//! | `fileName`, and lines as a field says them, else the instructions, `around lines 3 - 4` | location |
//! | `suggestions` | the first diff is the patch; all others are code in the fix |

use crate::import::comment::prose::{SUGGESTION, visible, without_suggestions};
use crate::import::comment::title::split_title;
use crate::import::draft::{Draft, Grade};
use crate::import::json::fields::Fields;
use crate::import::markdown::fence::fenced;
use crate::import::markdown::{paragraphs, with_unix_breaks};
use crate::import::marks::top::without_marks;
use crate::import::paths::checkout::Checkout;
use crate::import::paths::lines::{Lines, lines_between};
use crate::import::words;
use crate::model::{Severity, Slug};
use serde_json::Value;

const SEVERITIES: [(&str, Severity); 6] = [
    ("critical", Severity::Critical),
    ("major", Severity::Important),
    ("minor", Severity::Suggestion),
    ("trivial", Severity::Suggestion),
    ("info", Severity::Suggestion),
    ("none", Severity::Suggestion),
];

/// Makes a draft of a `finding` event.
pub fn draft_from(value: &Value, agent: &Slug, checkout: &Checkout) -> Draft {
    let mut fields = Fields::of(value);
    fields.ignore(&["type"]);
    let comment = fields.text("comment").map(|comment| visible(comment).text).unwrap_or_default();
    let (comment, in_comment) = without_suggestions(&comment);
    let (marks, comment) = without_marks(&comment);
    let instructions = fields.any_text(&["codegenInstructions", "message"]).map(with_unix_breaks).unwrap_or_default();
    let (told_lines, task) = lines_and_task(&instructions);
    let (title, body) = match (fields.text("title"), comment.trim().is_empty()) {
        (Some(title), _) => (Some(title.to_owned()), comment),
        (None, false) => split_title(&comment),
        (None, true) => (split_title(&with_capital(task)).0, String::new()),
    };
    let mut grade = Grade::in_table(fields.text("severity"), &SEVERITIES);
    if grade.word.is_none() {
        // The comment may say it as it does on a forge.
        grade.severity = marks.severity();
    }
    let mut draft = Draft::graded(&grade, &title.unwrap_or_default());
    for tag in marks.tags.iter().filter(|tag| tag.as_str() != grade.severity.map_or("", Severity::word)) {
        draft.tag(tag.as_str());
    }
    draft.credit(agent, grade.severity);
    draft.say(body);
    let first = fields.any_line(&["startLine", "lineNumber", "line"]);
    let lines = lines_between(first, fields.any_line(&["endLine"])).or(told_lines);
    draft.file_stands_at(checkout, fields.any_text(&["fileName", "file"]).map(|file| (file, lines)));
    put_fix(&mut draft, &mut fields, &in_comment, &instructions);
    draft.keep(fields.rest(), "");
    draft
}

/// What to do, then suggestions: in words, as a patch, or as code.
fn put_fix(draft: &mut Draft, fields: &mut Fields<'_>, in_comment: &[Vec<String>], instructions: &str) {
    let mut parts: Vec<String> = vec![instructions.trim().to_owned()];
    let whole = |lines: &[String]| lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect::<String>();
    parts.extend(in_comment.iter().map(|lines| fenced(SUGGESTION, &whole(lines))));
    let suggestions = match fields.any("suggestions") {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    for suggestion in suggestions {
        match suggestion {
            Value::String(text) if text.trim().is_empty() => {}
            Value::String(text) if draft.finding.patch.is_none() && is_diff(text) => {
                draft.finding.patch = Some(ended(&with_unix_breaks(text)));
            }
            Value::String(text) if is_diff(text) => parts.push(words::fenced("diff", text)),
            Value::String(text) => parts.push(words::fenced("", text)),
            other => parts.push(words::property("suggestion", other)),
        }
    }
    draft.finding.fix = paragraphs(parts);
}

/// Whether a text is a unified diff.
fn is_diff(text: &str) -> bool {
    let starts = ["diff --git ", "--- ", "@@ -"].iter().any(|head| text.trim_start().starts_with(head));
    starts && text.lines().any(|line| line.starts_with("@@ -"))
}

fn ended(text: &str) -> String {
    format!("{}\n", text.trim_matches('\n'))
}

/// The lines in `In @src/a.rs around lines 3 - 4, close it once`, and what is to be done there.
fn lines_and_task(instructions: &str) -> (Option<Lines>, &str) {
    let marks = [" around lines ", " around line ", " at lines ", " at line ", " on line ", " lines ", " line "];
    let place = instructions.find("In @").or_else(|| instructions.find("In `@"));
    let found = place.and_then(|from| {
        let rest = instructions.get(from..)?;
        let (_, behind) =
            marks.iter().filter_map(|mark| rest.split_once(mark)).min_by_key(|(before, _)| before.len())?;
        let length = behind.find(|c: char| !(c.is_ascii_digit() || matches!(c, ' ' | '-' | '–')))?;
        let mut numbers = behind.get(..length)?.split(['-', '–']).map(|number| number.trim().parse::<u32>().ok());
        let lines = lines_between(numbers.next()?, numbers.next().flatten())?;
        let sound = [lines.0, lines.1].into_iter().all(crate::model::finding::is_line);
        let task = behind.get(length..)?.trim_start_matches([',', ':', ' ', '\n']);
        sound.then_some((lines, task))
    });
    match found {
        Some((lines, task)) if !task.is_empty() => (Some(lines), task),
        Some((lines, _)) => (Some(lines), instructions),
        None => (None, instructions),
    }
}

fn with_capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::lines_and_task;

    #[test]
    fn instructions_say_where_and_what() {
        for (text, lines, task) in [
            ("In `@src/a.rs` around lines 3 - 4, close it once.", Some((3, 4)), "close it once."),
            ("Check first. In @src/a.rs at line 130, the cast", Some((130, 130)), "the cast"),
            ("In @src/a.rs around lines 3 - 4,", Some((3, 4)), "In @src/a.rs around lines 3 - 4,"),
            ("In @src/a.rs around lines 0 - 4, x", None, "In @src/a.rs around lines 0 - 4, x"),
            ("Close it on line 7, please", None, "Close it on line 7, please"),
            ("", None, ""),
        ] {
            assert_eq!(lines_and_task(text), (lines, task), "{text}");
        }
    }
}
