//! The files that a run lists: those that no finding names, and what it says of any.

use super::left_out::LeftOut;
use super::reading::Reading;
use crate::import::json::look;
use crate::import::markdown::inline::inline_code;
use crate::import::markdown::list;
use crate::import::paths::Place;
use crate::import::words;
use serde_json::Value;
use std::collections::BTreeSet;

/// What every file is that a tool looks at, so that it says nothing of one.
const USUAL: [&str; 2] = ["analysisTarget", "resultFile"];

/// Fields that are read where places are, or told here.
const KNOWN: [&str; 4] = ["location", "description", "roles", "sourceLanguage"];

/// Fields that say how a file is stored. They are counted, not kept.
const STORED: [&str; 8] =
    ["parentIndex", "offset", "length", "mimeType", "contents", "encoding", "hashes", "lastModifiedTimeUtc"];

/// List items; files that findings name are there only when more is said of them.
pub fn list_files(reading: &Reading<'_>, named: &BTreeSet<&str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let items = look::list(reading.run, "artifacts").iter().filter_map(|artifact| {
        let place = artifact.get("location").and_then(|location| reading.places.place(location));
        let said = said(artifact);
        let (is_listed, place) = match place {
            Some(Place::Inside(path) | Place::Outside(path)) => {
                let is_new = seen.insert(path.clone()) && !named.contains(path.as_str());
                (is_new, inline_code(&path))
            }
            None => (false, "a file without an address".to_owned()),
        };
        (is_listed || !said.is_empty()).then(|| list::item("-", &format!("{place}{said}")))
    });
    items.collect()
}

/// Its roles, its description and what else the tool says, to follow the path.
fn said(artifact: &Value) -> String {
    let roles = look::list(artifact, "roles").iter().filter_map(Value::as_str).filter(|role| !USUAL.contains(role));
    let roles: Vec<String> = roles.map(words::line).filter(|role| !role.is_empty()).collect();
    let mut out = if roles.is_empty() { String::new() } else { format!(" ({})", roles.join(", ")) };
    let description = artifact.get("description").and_then(|description| {
        let plain = || Some(words::plain(look::text(description, "text")?, &words::no_link));
        look::text(description, "markdown").map(|markdown| markdown.trim().to_owned()).or_else(plain)
    });
    if let Some(description) = description {
        out.push_str(": ");
        out.push_str(&description);
    }
    let more = look::others(artifact, &[&KNOWN[..], &STORED].concat());
    for (name, value) in more {
        out.push('\n');
        out.push_str(&words::property(name, value));
    }
    out
}

/// How many files are stored in a way that is not kept, and which fields say so.
pub fn count_left_out(run: &Value, left_out: &mut LeftOut) {
    for artifact in look::list(run, "artifacts") {
        let has = |field: &str| artifact.get(field).is_some_and(|value| !value.is_null());
        let fields: Vec<&'static str> = STORED.into_iter().filter(|field| has(field)).collect();
        left_out.files += usize::from(!fields.is_empty());
        left_out.fields.extend(fields);
    }
}
