//! What Claude Code prints: one answer with `--output-format json`, or a message a line with `stream-json`.

use super::Opened;
use crate::import::draft::figures::is_recorded;
use crate::import::json::fields::Fields;
use crate::import::json::look;
use crate::import::markdown::inline::one_line;
use serde_json::Value;

/// Types of messages. All of them name their session.
const TYPES: [&str; 6] = ["system", "assistant", "user", "stream_event", "rate_limit_event", "result"];

/// The tool by which findings are reported.
const FINDINGS: &str = "ReportFindings";

/// Whether a value is a message of the program.
pub fn is_message(value: &Value) -> bool {
    let is_type = look::text(value, "type").is_some_and(|name| TYPES.contains(&name));
    is_type && (value.get("session_id").is_some() || is_result(value))
}

fn is_result(value: &Value) -> bool {
    let is_answer = value.get("result").is_some_and(Value::is_string) || value.get("structured_output").is_some();
    look::text(value, "type") == Some("result") && (is_answer || value.get("subtype").is_some())
}

/// Whether a value is all messages in one array.
pub fn is_list_of_messages(value: &Value) -> bool {
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(is_message))
}

/// Takes in a message. What the agent said in the end goes to `texts`.
pub fn take_message(message: &Value, opened: &mut Opened, texts: &mut Vec<String>) {
    opened.work.agent = Some("claude");
    match look::text(message, "type") {
        Some("result") => take_result(message, opened, texts),
        Some("system") => {
            let work = &mut opened.work;
            work.model = look::text(message, "model").map(str::to_owned).or_else(|| work.model.take());
            let version = look::text(message, "claude_code_version").map(one_line);
            work.tool = version.map(|version| format!("claude-code {version}")).or_else(|| work.tool.take());
            work.roots.extend(look::text(message, "cwd").map(str::to_owned));
            work.omitted += 1;
        }
        _ => {
            opened.work.omitted += 1;
            let blocks = message.get("message").map(|message| look::list(message, "content")).unwrap_or_default();
            let reported = blocks.iter().filter(|block| look::text(block, "name") == Some(FINDINGS));
            // Reported again, with what came of them, they stand in the place of the first.
            opened.work.reported = reported
                .filter_map(|block| block.get("input"))
                .next_back()
                .cloned()
                .or_else(|| opened.work.reported.take());
        }
    }
}

fn take_result(message: &Value, opened: &mut Opened, texts: &mut Vec<String>) {
    let mut fields = Fields::of(message);
    fields.ignore(&["type", "uuid"]);
    let subtype = fields.text("subtype");
    let is_error = fields.any("is_error").and_then(Value::as_bool).unwrap_or(false);
    let result = fields.text("result");
    let failed = is_error || subtype.is_some_and(|subtype| subtype.starts_with("error"));
    if failed {
        let reason = result.or(subtype).unwrap_or("error");
        opened.work.failure = Some(reason.lines().next().unwrap_or_default().to_owned());
    }
    let structured = fields.any("structured_output").filter(|value| value.is_object() || value.is_array());
    opened.documents.extend(structured.cloned());
    texts.extend(result.map(str::to_owned));
    opened.work.take_figures(&mut fields);
    opened.work.note_all(fields.rest());
}

impl super::Work {
    fn take_figures(&mut self, fields: &mut Fields<'_>) {
        self.put("duration_seconds", "duration_ms", fields.number("duration_ms"), 1000.0);
        self.put("cost_usd", "total_cost_usd", fields.number("total_cost_usd"), 1.0);
        if let Some(mut usage) = fields.object("usage") {
            // What came from a cache is input as well, and other programs count it as such.
            for name in ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"] {
                self.put("input_tokens", name, usage.number(name), 1.0);
            }
            self.put("output_tokens", "output_tokens", usage.number("output_tokens"), 1.0);
            let cached = look::number(usage.value(), "cache_read_input_tokens").filter(is_recorded);
            if let Some(tokens) = cached {
                self.figures.add_to_note("Input tokens from a cache", tokens);
            }
            self.note_all(usage.rest());
        }
        let session = fields.text("session_id").map(one_line);
        self.figures.note("Session", &session.unwrap_or_default());
        if let Some(models) = fields.object("modelUsage") {
            self.take_models(&models);
        }
    }

    /// Adds to a figure whose unit is so many of the answer's. A number that no run can record is a note under the name that
    /// the answer has for it.
    fn put(&mut self, name: &str, own: &str, number: Option<f64>, unit: f64) {
        if let Some(number) = number.filter(|number| !self.figures.add(name, *number / unit)) {
            self.figures.note(own, &number.to_string());
        }
    }

    /// The model that cost the most; helpers of the program use smaller ones.
    fn take_models(&mut self, models: &Fields<'_>) {
        let weight = |usage: &Value| {
            let number = |key| look::number(usage, key).unwrap_or(0.0);
            (number("costUSD"), number("outputTokens"))
        };
        let models = models.rest();
        let heavier = |one: &&(&str, &Value), other: &&(&str, &Value)| {
            let ((cost, tokens), (other_cost, other_tokens)) = (weight(one.1), weight(other.1));
            cost.total_cmp(&other_cost).then(tokens.total_cmp(&other_tokens)).then(other.0.cmp(one.0))
        };
        let Some((main, _)) = models.iter().max_by(heavier) else { return };
        self.model = Some((*main).to_owned());
        let others = models.iter().map(|(name, _)| one_line(name)).filter(|name| name != main);
        self.figures.note("Further models", &others.collect::<Vec<_>>().join(", "));
    }
}
