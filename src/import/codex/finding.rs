//! A finding of Codex.

use crate::import::comment::prose::{SUGGESTION, visible, without_suggestions};
use crate::import::comment::title::split_title;
use crate::import::draft::{Draft, Grade};
use crate::import::json::fields::Fields;
use crate::import::markdown::fence::fenced;
use crate::import::markdown::{paragraphs, with_unix_breaks};
use crate::import::paths::checkout::Checkout;
use crate::import::paths::lines::lines_between;
use crate::import::words;
use crate::model::{Severity, Slug};
use serde_json::Value;

const PRIORITIES: [(&str, Severity); 4] =
    [("0", Severity::Critical), ("1", Severity::Important), ("2", Severity::Suggestion), ("3", Severity::Suggestion)];

const SEVERITIES: [(&str, Severity); 4] = [
    ("critical", Severity::Critical),
    ("high", Severity::Important),
    ("medium", Severity::Suggestion),
    ("low", Severity::Suggestion),
];

/// Makes a draft of an object in `findings`.
pub fn draft_from(value: &Value, agent: &Slug, checkout: &Checkout) -> Draft {
    let mut fields = Fields::of(value);
    let (priority, title) = priority_and_title(fields.text("title").unwrap_or_default());
    let text = fields.text("body").map(|body| visible(body).text).unwrap_or_default();
    let (text, suggestions) = without_suggestions(&text);
    let (title, text) = match title {
        "" => split_title(&text),
        title => (Some(title.to_owned()), text),
    };
    let mut draft = graded(&mut fields, priority, &title.unwrap_or_default(), agent);
    draft.say(text);
    place(&mut draft, &mut fields, checkout);
    draft.confidence(fields.any("confidence_score").or_else(|| fields.any("confidence")));
    let advice = fields.text("recommendation").map(|text| with_unix_breaks(text.trim()));
    let whole = |lines: Vec<String>| lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect::<String>();
    if !suggestions.is_empty() {
        draft.kept.push("suggestions as text in the fix".to_owned());
    }
    let suggestions = suggestions.into_iter().map(|lines| fenced(SUGGESTION, &whole(lines)));
    draft.finding.fix = paragraphs(advice.into_iter().chain(suggestions));
    draft.keep(fields.rest(), "");
    draft
}

/// The field comes before the mark in the title; a priority before a severity.
fn graded(fields: &mut Fields<'_>, in_title: Option<&str>, title: &str, agent: &Slug) -> Draft {
    let own = fields.any("priority").map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    let priority = own.as_deref().or(in_title);
    let digits = priority.map(|priority| priority.trim().trim_start_matches(['P', 'p']));
    let word = fields.text("severity");
    let grade = Grade::in_table(word, &SEVERITIES);
    let severity = Grade::in_table(digits, &PRIORITIES).severity;
    let mut draft = match (severity, priority) {
        (Some(severity), _) => {
            let mut draft = Draft::new(severity, title);
            draft.tag(&format!("p{}", digits.unwrap_or_default()));
            if let Some(word) = word {
                draft.label("Severity", &words::line(word));
            }
            draft
        }
        (None, Some(priority)) => {
            let mut draft = Draft::graded(&grade, title);
            draft.label("Priority", &words::line(priority));
            draft.unknown.push(format!("priority \"{}\"", words::line(priority)));
            draft
        }
        (None, None) => Draft::graded(&grade, title),
    };
    draft.credit(agent, severity.or(grade.severity));
    draft
}

/// `[P1] Words` as `1` and the words.
fn priority_and_title(title: &str) -> (Option<&str>, &str) {
    let title = title.trim();
    let parts = title.strip_prefix(['[', '(']).and_then(|inner| inner.split_once([']', ')']));
    let marked = parts.and_then(|(mark, rest)| {
        let digit = mark.trim().strip_prefix(['P', 'p'])?;
        Some((digit, rest.trim_start_matches([':', '-', ' '])))
            .filter(|(digit, _)| matches!(*digit, "0" | "1" | "2" | "3"))
    });
    marked.map_or((None, title), |(digit, rest)| (Some(digit), rest))
}

fn place(draft: &mut Draft, fields: &mut Fields<'_>, checkout: &Checkout) {
    let location = fields.object("code_location");
    let own = fields.text("file").map(|file| (file, lines_between(fields.line("line_start"), fields.line("line_end"))));
    draft.file_stands_at(checkout, own);
    if let Some(mut location) = location {
        let range = location.object("line_range");
        let lines = range.map(|mut range| {
            let lines = lines_between(range.line("start"), range.line("end"));
            draft.keep(range.rest(), "code_location.line_range.");
            lines
        });
        let path = location.any_text(&["absolute_file_path", "file_path", "path"]);
        draft.file_stands_at(checkout, path.map(|path| (path, lines.flatten())));
        draft.keep(location.rest(), "code_location.");
    }
}

#[cfg(test)]
mod tests {
    use super::priority_and_title;

    #[test]
    fn the_priority_is_cut_off_the_title() {
        for (title, priority, rest) in [
            ("[P1] Moor first", Some("1"), "Moor first"),
            ("[p0]: Moor first", Some("0"), "Moor first"),
            ("[P7] Moor first", None, "[P7] Moor first"),
            ("[Ropes] are long", None, "[Ropes] are long"),
            ("Moor [P1] first", None, "Moor [P1] first"),
            ("", None, ""),
        ] {
            assert_eq!(priority_and_title(title), (priority, rest), "{title}");
        }
    }
}
