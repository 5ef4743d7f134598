//! What a `runs[]` entry says of the tool, the subject and the date.

use crate::import::json::look;
use crate::import::markdown::inline::{inline_code, is_web_address, one_line};
use crate::import::paths::repository::repository_from_uri;
use crate::import::words;
use crate::import::{Options, slug_of};
use crate::model::run::{Metrics, Reviewer, Status, Subject};
use crate::model::{Date, Slug};
use serde_json::Value;

/// The slug of the tool's name.
pub fn agent_from_tool(run: &Value) -> Option<Slug> {
    let name = look::text(driver(run), "name").unwrap_or_default();
    slug_of(&name.to_lowercase()).or_else(|| slug_of("tool"))
}

/// The tool itself, beside its extensions.
pub fn driver(run: &Value) -> &Value {
    run.get("tool").and_then(|tool| tool.get("driver")).unwrap_or(&Value::Null)
}

/// The tool as a member of the panel.
pub fn reviewer_from_tool(run: &Value, agent: Slug) -> Reviewer {
    let name = look::text(driver(run), "name").map(one_line);
    let shown = name.as_deref().unwrap_or(agent.as_str());
    let model = version_of(driver(run)).map(|version| one_line(&format!("{shown} {version}")));
    let invocations = look::list(run, "invocations").iter();
    let failures = invocations.filter(|one| one.get("executionSuccessful") == Some(&Value::Bool(false)));
    let failures: Vec<&Value> = failures.collect();
    let reason = failures.iter().find_map(|invocation| reason_of_failure(invocation)).map(words::line);
    Reviewer { name, model, status: Status::failed_if(!failures.is_empty()), reason, ..Reviewer::new(agent) }
}

fn version_of(component: &Value) -> Option<&str> {
    look::text(component, "semanticVersion").or_else(|| look::text(component, "version"))
}

/// Why an invocation failed: its first error, else its first notification, else what its exit code means.
fn reason_of_failure(invocation: &Value) -> Option<&str> {
    let notes = || {
        let execution = look::list(invocation, "toolExecutionNotifications").iter();
        execution.chain(look::list(invocation, "toolConfigurationNotifications"))
    };
    let text = |note| look::text(Value::get(note, "message")?, "text");
    let error = notes().filter(|note| look::text(note, "level") == Some("error")).find_map(text);
    error.or_else(|| notes().find_map(text)).or_else(|| look::text(invocation, "exitCodeDescription"))
}

/// When the tool was last at work, and for how many seconds.
pub fn date_and_seconds(run: &Value) -> (Option<Date>, Option<f64>) {
    let mut dates = Vec::new();
    let mut seconds: Option<f64> = None;
    for invocation in look::list(run, "invocations") {
        let of = |key: &str| look::text(invocation, key).and_then(|text| Date::parse(text.trim()));
        let (start, end) = (of("startTimeUtc"), of("endTimeUtc"));
        let lasted = start.zip(end).map(|(start, end)| end.order().saturating_sub(start.order()));
        // Less than a second is nothing that a date of whole seconds can tell.
        let lasted = lasted.and_then(|lasted| u32::try_from(lasted).ok()).filter(|lasted| *lasted > 0);
        seconds = lasted.map(|lasted| seconds.unwrap_or(0.0) + f64::from(lasted)).or(seconds);
        dates.extend(end.or(start));
    }
    (dates.into_iter().max_by_key(Date::order), seconds)
}

/// What was looked at: as the run says, else as the options do.
pub fn subject_from_provenance(run: &Value, options: &Options) -> Subject {
    let first = look::list(run, "versionControlProvenance").first().unwrap_or(&Value::Null);
    let (host, repository) = match look::text(first, "repositoryUri").and_then(repository_from_uri) {
        Some((host, repository)) => (Some(host), Some(repository)),
        None => (options.host.clone(), options.repository.clone()),
    };
    let own = |key: &str| look::text(first, key).map(one_line);
    let revision = own("revisionId").or_else(|| options.revision.clone());
    let pull_request = options.pull_request;
    Subject { host, repository, pull_request, branch: own("branch"), revision, ..Subject::default() }
}

/// The repository that the run itself names.
pub fn stated_repository(run: &Value) -> Option<String> {
    let stated = look::list(run, "versionControlProvenance").first()?;
    repository_from_uri(look::text(stated, "repositoryUri")?).map(|(_, repository)| repository.to_string())
}

/// An address without the name and password that may stand before its host.
fn without_secrets(uri: &str) -> String {
    match uri.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.split_once('@')?.1))) {
        Some((scheme, rest)) => format!("{scheme}://{rest}"),
        None => uri.to_owned(),
    }
}

/// Rows of the head.
pub fn facts_of_run(run: &Value) -> Vec<(String, String)> {
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut put = |label: &str, value: Option<String>| {
        facts.extend(value.filter(|value| !value.is_empty()).map(|value| (label.to_owned(), value)));
    };
    let driver = driver(run);
    let name = look::text(driver, "fullName").or_else(|| look::text(driver, "name"));
    let page = look::text(driver, "informationUri").filter(|uri| is_web_address(uri));
    put("Tool", page.map(|page| format!("[{}](<{page}>)", name.map_or_else(|| page.to_owned(), words::line))));
    let extensions = run.get("tool").map(|tool| look::list(tool, "extensions")).unwrap_or_default().iter();
    let extensions = extensions.filter_map(|extension| {
        let version = version_of(extension).map(|version| format!(" {version}")).unwrap_or_default();
        Some(words::line(&format!("{}{version}", look::text(extension, "name")?)))
    });
    put("Extensions", Some(extensions.collect::<Vec<_>>().join(", ")));
    let details = run.get("automationDetails").unwrap_or(&Value::Null);
    put("Automation", look::text(details, "id").map(words::line));
    put("Description", details.get("description").and_then(|text| look::text(text, "text")).map(words::line));
    for invocation in look::list(run, "invocations") {
        put("Command", look::text(invocation, "commandLine").map(inline_code));
        put("Exit code", invocation.get("exitCode").and_then(Value::as_i64).map(|code| code.to_string()));
    }
    for (provenance, nth) in look::list(run, "versionControlProvenance").iter().zip(0..) {
        let is_subject = nth == 0;
        let uri =
            look::text(provenance, "repositoryUri").filter(|uri| !is_subject || repository_from_uri(uri).is_none());
        let revision = look::text(provenance, "revisionId").filter(|_| !is_subject).map(inline_code);
        let revision = revision.map(|revision| format!(" at {revision}")).unwrap_or_default();
        put("Repository", uri.map(|uri| format!("{}{revision}", words::line(&without_secrets(uri)))));
        put("Tag", look::text(provenance, "revisionTag").map(words::line));
    }
    facts
}

/// What is recorded of the tool's work.
pub fn metrics_from_seconds(agent: &Slug, seconds: f64) -> Option<Metrics> {
    let mut figures = [None; Metrics::FIELDS.len()];
    let at = Metrics::FIELDS.iter().position(|(name, _)| *name == "duration_seconds")?;
    *figures.get_mut(at)? = Some(seconds);
    Some(Metrics { agent: agent.clone(), figures, notes: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn names_and_passwords_are_left_out() {
        assert_eq!(without_secrets("https://me:secret@a.example/x"), "https://a.example/x");
    }
}
