//! The rules behind the results: which one is meant, how much it weighs, what it says.

use crate::import::json::look;
use crate::import::markdown::inline::{is_web_address, one_line};
use crate::import::markdown::outline;
use crate::import::slug_of;
use crate::import::words;
use crate::model::finding::Rule;
use crate::model::{Severity, Slug};
use serde_json::Value;
use std::collections::BTreeMap;

/// The tool's component and the rule's place in it.
pub type Key = (usize, usize);

/// A rule with its key.
pub type Keyed<'v> = (Key, &'v Value);

/// All rules of a run: the driver's, then those of its extensions.
pub struct Rules<'v> {
    components: Vec<&'v Value>,
    /// For results that name no index.
    by_id: BTreeMap<&'v str, Keyed<'v>>,
    overrides: Vec<&'v Value>,
}

impl<'v> Rules<'v> {
    /// The rules of a run.
    pub fn of_run(run: &'v Value) -> Self {
        let tool = run.get("tool").unwrap_or(&Value::Null);
        let mut components = vec![tool.get("driver").unwrap_or(&Value::Null)];
        components.extend(look::list(tool, "extensions"));
        let invocations = look::list(run, "invocations").iter();
        let overrides = invocations.flat_map(|one| look::list(one, "ruleConfigurationOverrides")).collect();
        let mut rules = Self { components, by_id: BTreeMap::new(), overrides };
        for keyed in rules.all() {
            if let Some(id) = look::text(keyed.1, "id") {
                rules.by_id.entry(id).or_insert(keyed);
            }
        }
        rules
    }

    /// Every rule, in the order of the file.
    pub fn all(&self) -> Vec<Keyed<'v>> {
        let components = self.components.iter().zip(0..);
        let rules = components.flat_map(|(tool, component): (_, usize)| {
            look::list(tool, "rules").iter().zip(0..).map(move |(rule, at)| ((component, at), rule))
        });
        rules.collect()
    }

    /// The rule of a result.
    pub fn of_result(&self, result: &Value) -> Option<Keyed<'v>> {
        let reference = result.get("rule").unwrap_or(&Value::Null);
        let component = self.component(reference);
        let rules = self.components.get(component).map_or(&[][..], |tool| look::list(tool, "rules"));
        let by_index = look::at(rules, result, "ruleIndex").or_else(|| look::at(rules, reference, "index"));
        let id = id_of(result);
        // Some tools count wrong: an index that leads to a rule of another name is not believed.
        let agrees = |rule: &Value| match (look::text(rule, "id"), id) {
            (Some(rule), Some(id)) => {
                id.strip_prefix(rule).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
            _ => true,
        };
        let by_index = by_index.filter(|(_, rule)| agrees(rule)).map(|(at, rule)| ((component, at), rule));
        by_index.or_else(|| self.named(id?))
    }

    fn component(&self, reference: &Value) -> usize {
        let Some(tool) = reference.get("toolComponent") else { return 0 };
        let extensions = self.components.get(1..).unwrap_or_default();
        if let Some(at) = tool.get("index").and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok()) {
            return if at < extensions.len() { at + 1 } else { 0 };
        }
        let meant = |key: &str| {
            let meant = look::text(tool, key)?;
            extensions.iter().position(|extension| look::text(extension, key) == Some(meant))
        };
        meant("guid").or_else(|| meant("name")).map_or(0, |at| at + 1)
    }

    /// Ids are hierarchical: `CA1000/1` is a case of `CA1000`.
    fn named(&self, id: &str) -> Option<Keyed<'v>> {
        let mut id = id;
        loop {
            if let Some(keyed) = self.by_id.get(id) {
                return Some(*keyed);
            }
            id = id.rsplit_once('/')?.0;
        }
    }

    /// A message's text by its id: the rule's own, else one of the component's.
    pub fn message(&self, rule: Option<Keyed<'v>>, id: &str) -> Option<&'v Value> {
        let own = rule.and_then(|(_, rule)| rule.get("messageStrings")?.get(id));
        let component = rule.map_or(0, |((component, _), _)| component);
        own.or_else(|| self.components.get(component)?.get("globalMessageStrings")?.get(id))
    }

    /// How much a result weighs; see the table of [`super`].
    pub fn severity(&self, result: &Value, rule: Option<Keyed<'v>>) -> Severity {
        match security_score(result).or_else(|| rule.and_then(|(_, rule)| security_score(rule))) {
            Some(score) if score >= 9.0 => Severity::Critical,
            Some(score) if score >= 7.0 => Severity::Important,
            Some(_) => Severity::Suggestion,
            None => match self.level(result, rule) {
                "error" => Severity::Important,
                // No concern: a tool has no view of the design.
                _ => Severity::Suggestion,
            },
        }
    }

    /// Whether a result is a note of its tool, and no more.
    pub fn is_note(&self, result: &Value, rule: Option<Keyed<'v>>) -> bool {
        self.level(result, rule) == "note"
    }

    fn level(&self, result: &Value, rule: Option<Keyed<'v>>) -> &'static str {
        let word = |owner: &Value| {
            let level = look::text(owner, "level")?;
            ["error", "warning", "note", "none"].into_iter().find(|known| *known == level)
        };
        if let Some(level) = word(result) {
            return level;
        }
        if look::text(result, "kind").is_some_and(|kind| kind != "fail") {
            return "none";
        }
        let id = id_of(result).or_else(|| look::text(rule?.1, "id"));
        let overridden = self.overrides.iter().find_map(|over| {
            let meant = over.get("descriptor")?;
            let same = match look::text(meant, "id") {
                Some(meant) => Some(meant) == id,
                None => rule
                    .is_some_and(|((_, at), _)| meant.get("index").and_then(Value::as_u64) == u64::try_from(at).ok()),
            };
            word(over.get("configuration")?).filter(|_| same)
        });
        let default = || word(rule?.1.get("defaultConfiguration")?);
        overridden.or_else(default).unwrap_or("warning")
    }
}

/// The `security-severity` of a result or rule, from 0 to 10 as CVSS counts.
pub fn security_score(owner: &Value) -> Option<f64> {
    look::number(owner.get("properties")?, "security-severity").filter(|score| (0.0..=10.0).contains(score))
}

/// The id by which a result names its rule.
pub fn id_of(result: &Value) -> Option<&str> {
    look::text(result, "ruleId").or_else(|| look::text(result.get("rule")?, "id"))
}

/// The rule as a finding names it.
pub fn rule_reference(result: &Value, rule: Option<&Value>) -> Option<Rule> {
    let id = id_of(result).or_else(|| look::text(rule?, "id"))?;
    let url = rule.and_then(|rule| look::text(rule, "helpUri")?.parse().ok());
    Some(Rule { id: one_line(id), url })
}

/// The labels of a result or rule.
pub fn labels(owner: &Value) -> Vec<&str> {
    let labels = owner.get("properties").map_or(&[][..], |properties| look::list(properties, "tags"));
    labels.iter().filter_map(Value::as_str).filter(|label| !label.trim().is_empty()).collect()
}

/// A label as a tag, where it is one: short and a slug but for slashes, as in `external/cwe/cwe-78`.
pub fn tag_from_label(label: &str) -> Option<Slug> {
    let slug = slug_of(label)?;
    (label.len() <= 40 && slug.as_str() == label.replace('/', "-")).then_some(slug)
}

/// The labels that are no tags, as a list item.
pub fn other_labels(owner: &Value) -> Option<String> {
    let labels = labels(owner).into_iter().filter(|label| tag_from_label(label).is_none());
    let labels: Vec<String> = labels.map(words::line).collect();
    (!labels.is_empty()).then(|| format!("- Tags: {}", labels.join(", ")))
}

/// What a rule says of itself as Markdown; `said` is left out where it would only say the same again.
pub fn help_of_rule(rule: &Value, said: &[&str]) -> Option<String> {
    let parts = ["shortDescription", "fullDescription", "help"].iter().filter_map(|key| message_string(rule.get(key)?));
    let parts: Vec<(String, String)> = parts.collect();
    let said: Vec<String> = said.iter().map(|said| folded(said)).collect();
    let name = look::text(rule, "name").filter(|name| Some(*name) != look::text(rule, "id"));
    let mut out: Vec<String> = name.map(|name| format!("**{}**", words::line(name))).into_iter().collect();
    for (at, (own, markdown)) in parts.iter().enumerate() {
        let again = parts
            .iter()
            .enumerate()
            .any(|(other, (theirs, _))| other != at && theirs.contains(own.as_str()) && (theirs != own || other < at));
        if !again && !said.contains(own) {
            out.push(markdown.clone());
        }
    }
    let list = properties(rule);
    out.extend((!list.is_empty()).then(|| list.join("\n")));
    (!out.is_empty()).then(|| out.join("\n\n"))
}

/// Whether a rule says more of itself than some words.
pub fn says_more(rule: &Value, said: &str) -> bool {
    let mut parts =
        ["shortDescription", "fullDescription", "help"].iter().filter_map(|key| message_string(rule.get(key)?));
    parts.any(|(own, _)| own != folded(said))
}

/// A `multiformatMessageString`: its words for comparing, and as Markdown.
fn message_string(message: &Value) -> Option<(String, String)> {
    let text = look::text(message, "text");
    let markdown = look::text(message, "markdown").map(|markdown| markdown.trim().replace("\r\n", "\n"));
    let words = folded(markdown.as_deref().or(text)?);
    Some((words, markdown.or_else(|| text.map(from_help))?))
}

fn folded(text: &str) -> String {
    one_line(text).trim_end_matches('.').to_lowercase()
}

/// Many tools write Markdown where SARIF asks for plain text; a heading or a fence on a line of its own gives it away.
fn from_help(text: &str) -> String {
    let is_markdown = text.lines().any(|line| line.starts_with("```") || outline::heading(line).is_some());
    if is_markdown { text.trim().replace("\r\n", "\n") } else { words::plain(text, &words::no_link) }
}

fn properties(rule: &Value) -> Vec<String> {
    const KNOWN: [&str; 8] = [
        "id",
        "name",
        "shortDescription",
        "fullDescription",
        "help",
        "messageStrings",
        "properties",
        "defaultConfiguration",
    ];
    let is_link = |value: &Value| value.as_str().is_some_and(is_web_address);
    let own = look::others(rule, &KNOWN).into_iter().filter(|(name, value)| *name != "helpUri" || !is_link(value));
    let more = rule.get("properties").map(|own| look::others(own, &["tags", "security-severity"])).unwrap_or_default();
    // Some tools say the id there again.
    let id = look::text(rule, "id");
    let list = own.chain(more).filter(|(_, value)| id.is_none() || value.as_str() != id);
    let list = list.map(|(name, value)| words::property(name, value));
    list.chain(other_labels(rule)).collect()
}
