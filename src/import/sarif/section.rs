//! Sections of a run: what a `runs[]` entry holds that is about no single finding.

use super::about::driver;
use super::files;
use super::left_out::LeftOut;
use super::reading::Reading;
use super::result::is_finding;
use super::rule;
use crate::import::json::look;
use crate::import::markdown::inline::{inline_code, is_web_address, one_line};
use crate::import::markdown::{list, outline};
use crate::import::words;
use crate::import::words::sentence::title_and_rest;
use crate::model::finding::Location;
use serde_json::Value;
use std::collections::BTreeSet;

/// Fields of a run that are read elsewhere, or that only other fields point into.
const OF_RUN: [&str; 16] = [
    "tool",
    "invocations",
    "results",
    "artifacts",
    "versionControlProvenance",
    "originalUriBaseIds",
    "automationDetails",
    "externalPropertyFileReferences",
    "columnKind",
    "newlineSequences",
    "defaultEncoding",
    "defaultSourceLanguage",
    "language",
    "logicalLocations",
    "threadFlowLocations",
    "properties",
];

const OF_DRIVER: [&str; 8] = [
    "name",
    "fullName",
    "version",
    "semanticVersion",
    "informationUri",
    "rules",
    "notifications",
    "globalMessageStrings",
];

const OF_INVOCATION: [&str; 9] = [
    "executionSuccessful",
    "commandLine",
    "exitCode",
    "startTimeUtc",
    "endTimeUtc",
    "toolExecutionNotifications",
    "toolConfigurationNotifications",
    "workingDirectory",
    "ruleConfigurationOverrides",
];

/// Titles and Markdown, in the order of the page.
pub fn read_sections<'l>(
    reading: &Reading<'_>,
    locations: impl Iterator<Item = &'l Location>,
) -> Vec<(String, String)> {
    let named: BTreeSet<&str> = locations.map(|location| location.path.as_str()).collect();
    let sections = [
        ("Notifications", notifications(reading).join("\n")),
        ("Results that are no findings", other_results(reading).join("\n")),
        ("Rules", rules(reading).join("\n\n")),
        ("Rules without a finding", idle_rules(reading).join("\n")),
        ("Files", files::list_files(reading, &named).join("\n")),
        ("Not read", not_read(reading.run)),
        ("Further data", rest(reading.run).join("\n")),
    ];
    let sections = sections.into_iter().filter(|(_, body)| !body.is_empty());
    sections.map(|(title, body)| (title.to_owned(), body)).collect()
}

fn notifications(reading: &Reading<'_>) -> Vec<String> {
    let keys = ["toolExecutionNotifications", "toolConfigurationNotifications"];
    let invocations = look::list(reading.run, "invocations").iter();
    let notes = invocations.flat_map(|invocation| keys.iter().flat_map(|key| look::list(invocation, key)));
    let items = notes.filter(|note| note.is_object()).map(|note| {
        let said = reading.said(note, None).whole(&words::no_link).unwrap_or_else(|| "no message".to_owned());
        let level = look::text(note, "level").unwrap_or("warning");
        let mut parts = vec![format!("{}: {said}", words::line(level))];
        parts.extend(look::list(note, "locations").iter().map(|at| list::item("-", &reading.step_in_words(at, None))));
        let others = look::others(note, &["level", "message", "locations"]);
        parts.extend(others.iter().map(|(name, value)| words::property(name, value)));
        list::item("-", &parts.join("\n"))
    });
    items.collect()
}

fn other_results(reading: &Reading<'_>) -> Vec<String> {
    let results = look::list(reading.run, "results").iter().filter(|result| !is_finding(result) && !result.is_null());
    let items = results.map(|result| {
        if !result.is_object() {
            return words::property("unreadable", result);
        }
        let rule = reading.rules.of_result(result);
        let id = rule::id_of(result).map(|id| format!(" {}", inline_code(id))).unwrap_or_default();
        let said = reading.said(result, rule).whole(&words::no_link);
        let said = said.map(|said| format!(": {said}")).unwrap_or_default();
        let kind = look::text(result, "kind").unwrap_or_default();
        let mut parts = vec![format!("{}{id}{said}", words::line(kind))];
        parts
            .extend(look::list(result, "locations").iter().map(|at| list::item("-", &reading.step_in_words(at, rule))));
        let others = look::others(result, &["kind", "ruleId", "ruleIndex", "message", "locations", "level"]);
        parts.extend(others.iter().map(|(name, value)| words::property(name, value)));
        list::item("-", &parts.join("\n"))
    });
    items.collect()
}

/// The texts of rules that more than one finding is about.
fn rules(reading: &Reading<'_>) -> Vec<String> {
    let told = reading.rules.all().into_iter().filter(|(key, _)| reading.counts.get(key).is_some_and(|many| *many > 1));
    let texts = told.filter_map(|(_, rule)| {
        let id = look::text(rule, "id").unwrap_or("rule without an id");
        Some(format!("# {}\n\n{}", inline_code(id), with_lower_headings(&rule::help_of_rule(rule, &[])?)))
    });
    texts.collect()
}

/// Headings one level down, outside blocks of code.
fn with_lower_headings(markdown: &str) -> String {
    let lines = outline::lines(markdown).into_iter().map(|line| {
        let is_heading = !line.is_code && line.text.starts_with('#') && !line.text.starts_with("######");
        if is_heading { format!("#{}", line.text) } else { line.text.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn idle_rules(reading: &Reading<'_>) -> Vec<String> {
    let items = idle(reading).filter_map(|rule| {
        let short = sentence_about(rule).map(|short| format!(": {}", words::line(&short))).unwrap_or_default();
        let id = inline_code(look::text(rule, "id")?);
        let page = look::text(rule, "helpUri").filter(|uri| is_web_address(uri));
        let id = page.map_or_else(|| id.clone(), |page| format!("[{id}](<{page}>)"));
        Some(format!("- {id}{short}"))
    });
    items.collect()
}

fn idle<'v>(reading: &Reading<'v>) -> impl Iterator<Item = &'v Value> {
    reading.rules.all().into_iter().filter(|(key, _)| !reading.counts.contains_key(key)).map(|(_, rule)| rule)
}

/// A rule in a sentence.
fn sentence_about(rule: &Value) -> Option<String> {
    let text = ["shortDescription", "fullDescription"].iter().find_map(|key| look::text(rule.get(key)?, "text"));
    let first = text.map(|text| title_and_rest(text).0);
    first.or_else(|| look::text(rule, "name").map(str::to_owned))
}

/// What no section tells.
pub fn left_out(reading: &Reading<'_>) -> LeftOut {
    let rules = idle(reading).filter(|rule| rule::says_more(rule, &sentence_about(rule).unwrap_or_default())).count();
    let mut left_out = LeftOut { rules, ..LeftOut::default() };
    files::count_left_out(reading.run, &mut left_out);
    left_out
}

/// The parts of a run that its file only points to.
pub fn external_properties(run: &Value) -> Vec<(&str, Vec<String>)> {
    let parts = look::fields(run, "externalPropertyFileReferences").into_iter();
    let parts = parts.map(|(name, references)| {
        let references = references.as_array().map_or_else(|| std::slice::from_ref(references), Vec::as_slice);
        let uris = references.iter().filter_map(|one| look::text(one.get("location")?, "uri"));
        (name, uris.map(one_line).collect())
    });
    parts.collect()
}

fn not_read(run: &Value) -> String {
    let items = external_properties(run).into_iter().map(|(name, uris)| {
        let files: Vec<String> = uris.iter().map(|uri| inline_code(uri)).collect();
        let files = if files.is_empty() { "a file without an address".to_owned() } else { files.join(", ") };
        format!("- {}: {files}", inline_code(name))
    });
    let items: Vec<String> = items.collect();
    let intro = "These parts of the run are in other files, which were not read:";
    if items.is_empty() { String::new() } else { format!("{intro}\n\n{}", items.join("\n")) }
}

fn rest(run: &Value) -> Vec<String> {
    let mut fields = look::others(driver(run), &OF_DRIVER);
    for invocation in look::list(run, "invocations") {
        fields.extend(look::others(invocation, &OF_INVOCATION));
    }
    fields.extend(look::others(run.get("automationDetails").unwrap_or(&Value::Null), &["id", "description"]));
    fields.extend(look::others(run, &OF_RUN));
    fields.extend(look::others(run.get("properties").unwrap_or(&Value::Null), &[]));
    fields.into_iter().map(|(name, value)| words::property(name, value)).collect()
}
