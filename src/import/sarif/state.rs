//! What became of a result: whether it is gone, or was told to be silent.

use crate::import::json::look;
use crate::import::markdown::list;
use crate::import::words;
use crate::model::finding::{Action, Resolution};
use serde_json::Value;

fn status(suppression: &Value) -> &str {
    look::text(suppression, "status").unwrap_or("accepted")
}

/// Gone since the baseline is fixed, an accepted suppression declines.
pub fn resolution(result: &Value) -> Option<Resolution> {
    if look::text(result, "baselineState") == Some("absent") {
        return Some(Resolution { action: Action::Fixed, reason: None, commit: None });
    }
    let accepted =
        look::list(result, "suppressions").iter().find(|one| one.is_object() && status(one) == "accepted")?;
    let reason = match (look::text(accepted, "justification"), look::text(accepted, "kind")) {
        (Some(why), _) => Some(words::plain(why, &words::no_link)),
        (None, Some("inSource")) => Some("Suppressed in the source.".to_owned()),
        (None, Some("external")) => Some("Suppressed outside the source.".to_owned()),
        (None, _) => None,
    };
    Some(Resolution { action: Action::Declined, reason, commit: None })
}

/// The suppressions, unless the resolution tells all of them.
pub fn suppressions(result: &Value) -> Vec<String> {
    let known = ["status", "kind", "justification"];
    let all = look::list(result, "suppressions");
    let is_told = matches!(all, [one] if status(one) == "accepted" && look::others(one, &known).is_empty());
    if is_told && look::text(result, "baselineState") != Some("absent") {
        return Vec::new();
    }
    let shown = all.iter().filter(|one| one.is_object()).map(|one| {
        let kind = look::text(one, "kind").map(|kind| format!(" ({})", words::line(kind))).unwrap_or_default();
        let why = look::text(one, "justification").map(|why| format!(": {}", words::line(why))).unwrap_or_default();
        let mut lines = vec![format!("{}{kind}{why}", words::line(status(one)))];
        lines.extend(look::others(one, &known).iter().map(|(name, value)| words::property(name, value)));
        list::item("-", &lines.join("\n"))
    });
    shown.collect()
}
