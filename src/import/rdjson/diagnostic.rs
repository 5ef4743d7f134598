//! A diagnostic as a finding.

use super::range::Range;
use crate::import::draft::{Draft, Grade};
use crate::import::json::fields::Fields;
use crate::import::markdown::inline::{inline_code, one_line};
use crate::import::markdown::paragraphs;
use crate::import::paths::checkout::Checkout;
use crate::import::paths::lines::suffix;
use crate::import::words;
use crate::import::words::sentence::title_and_rest;
use crate::model::finding::Rule;
use crate::model::{HttpAddress, Severity, Slug};
use serde_json::Value;

const SEVERITIES: [(&str, Severity); 6] = [
    ("ERROR", Severity::Important),
    ("1", Severity::Important),
    ("WARNING", Severity::Suggestion),
    ("2", Severity::Suggestion),
    ("INFO", Severity::Suggestion),
    ("3", Severity::Suggestion),
];

/// Words for the absence of a severity.
const UNKNOWN: [&str; 2] = ["UNKNOWN_SEVERITY", "0"];

/// Makes a draft of a diagnostic, of which the source is read already.
pub fn draft_from(mut fields: Fields<'_>, agent: &Slug, checkout: &Checkout) -> Draft {
    let (title, rest) = title_and_rest(fields.text("message").unwrap_or_default());
    let word = fields.any("severity").map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    let word = word.filter(|word| !UNKNOWN.contains(&word.as_str()));
    let grade = Grade::in_table(word.as_deref(), &SEVERITIES);
    let is_info = word.as_deref().is_some_and(|word| word == "3" || word.eq_ignore_ascii_case("info"));
    let title = words::line(&title);
    let mut draft = match grade.severity {
        // `error` and `warning` are what a tool calls everything.
        Some(severity) => Draft::new(severity, &title),
        None => Draft::graded(&grade, &title),
    };
    if is_info {
        draft.tag("info");
    }
    draft.credit(agent, grade.severity);
    draft.say(words::plain(rest, &words::no_link));
    put_rule(&mut draft, &mut fields);
    let path = fields.object("location").and_then(|location| place(&mut draft, location, checkout));
    for key in ["related_locations", "relatedLocations"] {
        for related in fields.list(key) {
            let mut related = Fields::of(related);
            let message = related.text("message").map(words::line);
            let path = related.object("location").and_then(|location| place(&mut draft, location, checkout));
            if let Some(message) = message {
                let at = path.map(|path| format!("{}: ", inline_code(&path))).unwrap_or_default();
                draft.label("Related location", &format!("{at}{message}"));
            }
            draft.keep(related.rest(), "related_locations.");
        }
    }
    put_fix(&mut draft, fields.list("suggestions"), path.as_deref());
    if let Some(output) = fields.any_text(&["original_output", "originalOutput"]) {
        draft.kept.push("original output".to_owned());
        draft.say(words::fenced("", output));
    }
    draft.keep(fields.rest(), "");
    draft
}

fn put_rule(draft: &mut Draft, fields: &mut Fields<'_>) {
    let Some(mut code) = fields.object("code") else { return };
    let id = code.any("value").map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    let id = id.map(|id| one_line(&id)).filter(|id| !id.is_empty());
    let url = code.text("url");
    let address = url.and_then(|url| url.parse::<HttpAddress>().ok());
    if let (Some(url), true) = (url, address.is_none() || id.is_none()) {
        draft.label("Rule", &words::line(url));
    }
    draft.finding.rule = id.map(|id| Rule { id, url: address });
    draft.keep(code.rest(), "code.");
}

/// Adds a place, and gives the path as far as it is inside the repository.
fn place(draft: &mut Draft, mut location: Fields<'_>, checkout: &Checkout) -> Option<String> {
    let path = location.text("path");
    let range = location.object("range").and_then(|mut fields| {
        let range = Range::from_fields(&mut fields);
        draft.keep(fields.rest(), "range.");
        range
    });
    if let Some(columns) = range.and_then(Range::columns) {
        draft.label("Columns", &inline_code(&columns));
    }
    draft.keep(location.rest(), "location.");
    let before = draft.finding.locations.len();
    draft.stands_at(checkout, path?, range.and_then(Range::lines));
    draft.finding.locations.get(before).map(|location| location.path.clone())
}

/// Suggestions as code. The lines that they replace are not known, so that none of them is a patch.
fn put_fix(draft: &mut Draft, suggestions: &[Value], path: Option<&str>) {
    let mut parts: Vec<String> = Vec::new();
    for suggestion in suggestions {
        let mut fields = Fields::of(suggestion);
        let range = fields.object("range").and_then(|mut range| Range::from_fields(&mut range));
        let at = match range {
            None => String::new(),
            Some(range) => range.columns().map_or_else(|| suffix(range.lines()), |columns| format!(":{columns}")),
        };
        let place = inline_code(&format!("{}{at}", path.unwrap_or("file")));
        let text = fields.any("text").and_then(Value::as_str).map(str::to_owned);
        match text {
            Some(text) if !text.is_empty() => {
                let language = language_of(path.unwrap_or_default());
                parts.push(format!("Put at {place}:\n\n{}", words::fenced(language, &text)));
            }
            _ if range.is_some() => parts.push(format!("Delete {place}.")),
            _ => {}
        }
        parts.extend(fields.rest().into_iter().map(|(name, value)| words::property(name, value)));
    }
    if !parts.is_empty() {
        draft.kept.push("fix as code because surrounding lines are unknown".to_owned());
    }
    draft.finding.fix = paragraphs(parts);
}

fn language_of(path: &str) -> &str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_plain = ending.len() <= 8 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_plain { ending } else { "" }
}
