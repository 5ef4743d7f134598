//! One review: who, what came of it, and what it took.

use crate::import::draft::figures::{Figures, is_recorded};
use crate::import::json::fields::Fields;
use crate::import::json::look;
use crate::import::markdown::inline::{inline_code, one_line};
use crate::import::markdown::with_unix_breaks;
use crate::import::{slug_of, words};
use crate::model::{Date, Slug};
use crate::text::format::{dollars, duration_words};
use serde_json::Value;

/// A review of an export.
pub struct Review<'v> {
    pub agent: Slug,
    pub model: Option<String>,
    pub verdict: Option<String>,
    /// Why it counts as none.
    pub failure: Option<String>,
    /// The report in Markdown.
    pub content: Option<String>,
    /// The same as a document with findings.
    pub document: Option<&'v Value>,
    pub date: Option<Date>,
    pub figures: Figures,
    pub subagents: &'v [Value],
    /// Rows for the head: label and line.
    pub facts: Vec<(String, String)>,
    pub rest: Vec<(&'v str, &'v Value)>,
}

impl<'v> Review<'v> {
    /// Reads a review, whose subject the group has read; `None` where it can have no agent.
    pub fn from_value(value: &'v Value) -> Option<Self> {
        let mut fields = Fields::of(value);
        fields.ignore(&["repo", "branch", "commit_sha", "pr_number", "pr_url", "updated_at"]);
        let name = fields.text("agent").unwrap_or("roborev");
        let mut figures = figures_of(&mut fields);
        figures.note("Review", &fields.text("review_id").map(words::line).unwrap_or_default());
        let document = fields.any("document").filter(|document| document.is_object());
        let status = fields.text("status").filter(|status| *status != "done");
        let assessment = document.and_then(|document| look::text(document, "verdict"));
        let unable = assessment.filter(|verdict| *verdict == "unable_to_review");
        let legacy = || look::text(document?.get("legacy")?, "markdown");
        let content = fields.text("content").or_else(legacy).map(|text| with_unix_breaks(text.trim_end()));
        let date = |text: &str| Date::parse(text.trim());
        let completed = fields.text("completed_at").and_then(date);
        let created = fields.text("created_at").and_then(date);
        let mut facts = Vec::new();
        facts.extend(fields.text("project").map(|project| ("Project".to_owned(), words::line(project))));
        let closed = fields.any("closed").and_then(Value::as_bool).filter(|closed| *closed);
        facts.extend(closed.map(|_| ("Closed".to_owned(), "yes".to_owned())));
        Some(Self {
            agent: slug_of(&name.to_lowercase()).or_else(|| slug_of("roborev"))?,
            model: fields.text("model").map(one_line),
            verdict: fields.text("verdict").map(one_line).filter(|verdict| verdict != "unknown"),
            failure: status.or(unable).map(|word| word.replace('_', " ")),
            content,
            document: document.filter(|document| document.get("findings").is_some_and(Value::is_array)),
            date: completed.or(created),
            figures,
            subagents: fields.list("subagents"),
            facts,
            rest: fields.rest(),
        })
    }

    /// Whether it holds neither findings nor a report.
    pub fn is_metadata(&self) -> bool {
        self.content.is_none() && self.document.is_none() && self.failure.is_none()
    }
}

fn figures_of(fields: &mut Fields<'_>) -> Figures {
    let mut figures = Figures::default();
    let mut put = |name: &str, number: Option<f64>| number.is_some_and(|number| figures.add(name, number));
    put("duration_seconds", fields.number("duration_ms").map(|milliseconds| milliseconds / 1000.0));
    if let Some(mut cost) = fields.object("cost") {
        put("input_tokens", cost.number("tokens_in"));
        put("output_tokens", cost.number("tokens_out"));
        put("cost_usd", cost.number("usd"));
        for (name, value) in cost.rest() {
            figures.note(&words::line(name), &inline_code(&value.to_string()));
        }
    }
    figures
}

/// A subagent: its name, what is said of it in a line, its report, and fields that nobody knows.
pub struct Subagent<'v> {
    pub name: String,
    pub line: String,
    pub content: Option<String>,
    pub rest: Vec<(&'v str, &'v Value)>,
}

impl<'v> Subagent<'v> {
    /// Reads what an object says.
    pub fn from_value(value: &'v Value) -> Self {
        let mut fields = Fields::of(value);
        fields.ignore(&["review_id", "completed_at"]);
        let agent = fields.text("agent").map(words::line);
        let name =
            fields.text("name").map(words::line).or_else(|| agent.clone()).unwrap_or_else(|| "unnamed".to_owned());
        let mut parts: Vec<String> = agent.into_iter().collect();
        for key in ["model", "review_type", "verdict"] {
            parts.extend(fields.text(key).map(words::line));
        }
        parts.extend(fields.number("duration_ms").filter(is_recorded).map(|time| duration_words(time / 1000.0)));
        if let Some(mut cost) = fields.object("cost") {
            parts.extend(cost.number("usd").filter(is_recorded).map(dollars));
            for (key, label) in [("tokens_in", "tokens in"), ("tokens_out", "tokens out")] {
                parts.extend(cost.number(key).filter(is_recorded).map(|tokens| format!("{tokens} {label}")));
            }
        }
        let content = fields.text("content").map(|text| with_unix_breaks(text.trim_end()));
        if content.is_some() {
            // The same once more.
            fields.ignore(&["document"]);
        }
        Self { name, line: parts.join(", "), content, rest: fields.rest() }
    }
}
