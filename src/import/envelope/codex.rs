//! What Codex prints and keeps: the events of `codex exec --json`, and those of a session's own file.

use super::Opened;
use crate::import::draft::figures::is_recorded;
use crate::import::json::fields::Fields;
use crate::import::json::look;
use crate::import::markdown::inline::one_line;
use serde_json::Value;

/// Types of a session's own file.
const OF_SESSIONS: [&str; 5] = ["session_meta", "event_msg", "response_item", "turn_context", "compacted"];

/// Whether a value is an event.
pub fn is_event(value: &Value) -> bool {
    let is_kind = |name: &str| {
        let is_live = ["thread.", "turn.", "item."].iter().any(|start| name.starts_with(start));
        is_live || (OF_SESSIONS.contains(&name) && value.get("payload").is_some())
    };
    look::text(value, "type").is_some_and(is_kind) || value.get("review_output").is_some_and(Value::is_object)
}

/// Takes in an event. What the agent said goes to `texts`.
pub fn take_event(event: &Value, opened: &mut Opened, texts: &mut Vec<String>) {
    opened.work.agent = Some("codex");
    let payload = event.get("payload").unwrap_or(event);
    if let Some(review) = payload.get("review_output").filter(|review| review.is_object()) {
        opened.documents.push(review.clone());
        return;
    }
    match look::text(event, "type").unwrap_or_default() {
        "thread.started" => {
            let session = look::text(event, "thread_id").map(one_line);
            opened.work.figures.note("Session", &session.unwrap_or_default());
        }
        "turn.completed" => take_usage(event, opened),
        "turn.failed" => {
            let reason = event.get("error").and_then(|error| look::text(error, "message"));
            opened.work.failure = Some(reason.unwrap_or("the turn failed").to_owned());
        }
        // A lost connection, mostly, after which the work goes on.
        "error" => opened.prose.extend(look::text(event, "message").map(crate::import::words::line)),
        "item.completed" => match event.get("item").filter(|item| look::text(item, "type") == Some("agent_message")) {
            Some(item) => texts.extend(look::text(item, "text").map(str::to_owned)),
            None => opened.work.omitted += 1,
        },
        _ => {
            let work = &mut opened.work;
            work.roots.extend(look::text(payload, "cwd").map(str::to_owned));
            work.model = look::text(payload, "model").map(str::to_owned).or_else(|| work.model.take());
            let version = look::text(payload, "cli_version").map(one_line);
            work.tool = version.map(|version| format!("codex-cli {version}")).or_else(|| work.tool.take());
            work.omitted += 1;
        }
    }
}

fn take_usage(event: &Value, opened: &mut Opened) {
    let Some(usage) = event.get("usage") else { return };
    let mut usage = Fields::of(usage);
    for name in ["input_tokens", "output_tokens"] {
        if let Some(number) = usage.number(name) {
            opened.work.figures.add(name, number);
        }
    }
    if let Some(tokens) = usage.number("cached_input_tokens").filter(is_recorded) {
        opened.work.figures.add_to_note("Input tokens from a cache", tokens);
    }
    opened.work.note_all(usage.rest());
}
