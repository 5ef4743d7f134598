//! A result as a finding.

use super::fix;
use super::known::Known;
use super::message::{Said, title_and_more};
use super::reading::Reading;
use super::region;
use super::rule::{self, Keyed};
use super::state::{resolution, suppressions};
use crate::import::json::look;
use crate::import::markdown::inline::{inline_code, one_line};
use crate::import::markdown::list;
use crate::import::paths::Place;
use crate::import::words;
use crate::model::finding::{Credit, Excerpt, Finding, Lineage};
use crate::model::{Judgement, Slug};
use serde_json::Value;

/// A finding, and what of it is kept as text only.
#[derive(Clone, Debug)]
pub struct Draft {
    pub finding: Finding,
    pub kept: Vec<&'static str>,
    /// How many of its places are outside the repository.
    pub outside: usize,
}

/// Whether a result reports something, rather than that a rule was obeyed or had nothing to look at.
pub fn is_finding(result: &Value) -> bool {
    let kind = look::text(result, "kind");
    result.is_object() && !matches!(kind, Some("pass" | "informational" | "notApplicable"))
}

impl<'v> Reading<'v> {
    /// The place that a location names, as inline code, and what it says and shows there.
    pub fn step_in_words(&self, location: &Value, rule: Option<Keyed<'v>>) -> String {
        let physical = location.get("physicalLocation");
        let place = physical.and_then(|physical| self.places.place(physical.get("artifactLocation")?));
        let region = physical.and_then(|physical| physical.get("region"));
        let logical = || look::list(location, "logicalLocations").iter().find_map(|one| self.logical_name(one));
        let offsets = region.and_then(region::offsets).map(|offsets| format!(" ({offsets})")).unwrap_or_default();
        let place = place.map(|place| region::place_as_code(&place, region) + &offsets);
        let place = place.or_else(|| logical().map(|name| inline_code(&name)));
        let mut out = match (place, self.said(location, rule).whole(&words::no_link)) {
            (Some(place), Some(message)) => format!("{place}: {message}"),
            (place, message) => place.or(message).unwrap_or_else(|| "somewhere".to_owned()),
        };
        if let Some(snippet) = region.and_then(|region| look::text(region.get("snippet")?, "text")) {
            out.push_str("\n\n");
            out.push_str(&words::fenced("", snippet));
        }
        out
    }

    /// What a logical location is called, there or in the run's own list of them.
    fn logical_name(&self, logical: &Value) -> Option<String> {
        let listed = || look::at(look::list(self.run, "logicalLocations"), logical, "index").map(|(_, listed)| listed);
        let name = |logical| look::text(logical, "fullyQualifiedName").or_else(|| look::text(logical, "name"));
        name(logical).or_else(|| name(listed()?)).map(one_line)
    }

    /// Makes a finding of a result.
    pub fn draft_from_result(&self, result: &'v Value, id: Slug) -> Draft {
        let rule = self.rules.of_result(result);
        let own_rule = rule.map(|(_, rule)| rule);
        let locations = look::list(result, "locations");
        let all = || locations.iter().chain(look::list(result, "relatedLocations"));
        let link = |id: &str| self.linked_place(all(), id);
        let severity = self.rules.severity(result, rule);
        let message = self.said(result, rule);
        let (title, more) = title_and_more(&message, own_rule, result, &link);
        let known = Known::of_locations(&self.places, self.utf16, all());
        let proposal = fix::proposal_from_fixes(look::list(result, "fixes"), &known);
        let reference = look::text(result, "guid").map(one_line);
        let finding = Finding {
            id,
            severity,
            title,
            tags: tags_of(result, own_rule, self.rules.is_note(result, rule)),
            found_by: vec![Credit { severity: Some(severity), reference, ..Credit::of_reviewer(self.agent.clone()) }],
            locations: Vec::new(),
            excerpts: Vec::new(),
            body: None,
            repro: None,
            fix: proposal.text,
            patch: proposal.patch,
            judgement: Judgement::default(),
            resolution: resolution(result),
            confidence: confidence(result, own_rule),
            rule: rule::rule_reference(result, own_rule),
            fingerprints: fingerprints(result),
            lineage: Lineage::Unstated,
            aliases: Vec::new(),
        };
        let mut draft = Draft { finding, kept: Vec::new(), outside: 0 };
        if proposal.only_shown {
            draft.kept.push("fix as code because surrounding lines are unknown");
        }
        let mut blocks: Vec<String> = more.into_iter().collect();
        blocks.extend(self.put_locations(&mut draft, locations, rule));
        blocks.extend(self.kept_texts(&mut draft, result, rule));
        blocks.extend(self.help_below(&mut draft, rule, &message, !blocks.is_empty()));
        draft.finding.body = (!blocks.is_empty()).then(|| blocks.join("\n\n"));
        draft
    }

    /// What the rule says, where no other finding is about it.
    fn help_below(&self, draft: &mut Draft, rule: Option<Keyed<'v>>, message: &Said, below: bool) -> Option<String> {
        let (_, rule) = rule.filter(|(key, _)| self.counts.get(key) == Some(&1))?;
        let said = message.text.as_deref().into_iter().chain(message.markdown.as_deref());
        let help = rule::help_of_rule(rule, &said.collect::<Vec<_>>())?;
        draft.kept.push("rule help");
        Some(if below { format!("---\n\n{help}") } else { help })
    }

    fn linked_place<'l>(&self, mut locations: impl Iterator<Item = &'l Value>, id: &str) -> Option<String> {
        let number = id.parse::<u64>().ok()?;
        let location = locations.find(|one| one.get("id").and_then(Value::as_u64) == Some(number))?;
        let physical = location.get("physicalLocation")?;
        let place = self.places.place(physical.get("artifactLocation")?)?;
        Some(region::place_as_code(&place, physical.get("region")))
    }

    /// Places inside the repository become locations with excerpts; what they say beyond that is returned as text.
    fn put_locations(&self, draft: &mut Draft, locations: &[Value], rule: Option<Keyed<'v>>) -> Vec<String> {
        let mut outside = Vec::new();
        let mut texts = Vec::new();
        for location in locations {
            let physical = location.get("physicalLocation").unwrap_or(&Value::Null);
            let region = physical.get("region");
            let place = physical.get("artifactLocation").and_then(|at| self.places.place(at));
            let mut path = None;
            match &place {
                Some(Place::Inside(inside)) => {
                    path = Some(inside.as_str());
                    let found = region::location(inside.clone(), region);
                    if !draft.finding.locations.contains(&found) {
                        draft.finding.locations.push(found);
                    }
                }
                Some(place) => outside.push(format!("- {}", region::place_as_code(place, region))),
                None => {}
            }
            let excerpt = self.places.excerpt(physical, path);
            let is_new = |excerpt: &Excerpt| !draft.finding.excerpts.iter().any(|other| same_code(other, excerpt));
            let excerpt = excerpt.filter(is_new);
            draft.finding.excerpts.extend(excerpt);
            texts.extend(self.said(location, rule).whole(&words::no_link));
            texts.extend(region.and_then(|region| self.said(region, rule).whole(&words::no_link)));
        }
        if !outside.is_empty() {
            draft.outside = outside.len();
            draft.kept.push("locations outside the repository");
            texts.push(format!("**Outside the repository**\n\n{}", outside.join("\n")));
        }
        texts
    }

    /// What a result holds that a finding has no field for.
    fn kept_texts(&self, draft: &mut Draft, result: &Value, rule: Option<Keyed<'v>>) -> Vec<String> {
        let numbered = |steps: &[Value]| -> Vec<String> {
            let steps = steps.iter().zip(1..).map(|(step, nth): (&Value, usize)| {
                // Some tools list the steps of all flows once, and flows only point to them.
                let listed = || look::at(look::list(self.run, "threadFlowLocations"), step, "index")?.1.get("location");
                let location = step.get("location").or_else(listed).unwrap_or(&Value::Null);
                list::item(&format!("{nth}."), &self.step_in_words(location, rule))
            });
            steps.collect()
        };
        let mut parts: Vec<(&'static str, &'static str, Vec<String>)> = Vec::new();
        let related = look::list(result, "relatedLocations").iter();
        parts.push((
            "Related locations",
            "related locations",
            related.map(|at| list::item("-", &self.step_in_words(at, rule))).collect(),
        ));
        for flow in look::list(result, "codeFlows") {
            let message = self.said(flow, rule).whole(&words::no_link).map(|message| format!("{message}\n"));
            let mut items: Vec<String> = message.into_iter().collect();
            for thread in look::list(flow, "threadFlows") {
                items.extend(numbered(look::list(thread, "locations")));
            }
            parts.push(("Code flow", "code flows", items));
        }
        for stack in look::list(result, "stacks") {
            parts.push(("Stack", "stacks", numbered(look::list(stack, "frames"))));
        }
        parts.push(("Suppressions", "suppressions", suppressions(result)));
        parts.push(("Properties", "properties", self.properties(result, rule)));
        let parts = parts.into_iter().filter(|(_, _, items)| !items.is_empty());
        parts
            .map(|(heading, kept, items)| {
                draft.kept.push(kept);
                format!("**{heading}**\n\n{}", items.join("\n"))
            })
            .collect()
    }

    fn properties(&self, result: &Value, rule: Option<Keyed<'v>>) -> Vec<String> {
        const KNOWN: [&str; 19] = [
            "ruleId",
            "ruleIndex",
            "rule",
            "kind",
            "level",
            "message",
            "locations",
            "relatedLocations",
            "codeFlows",
            "stacks",
            "suppressions",
            "baselineState",
            "rank",
            "fixes",
            "fingerprints",
            "partialFingerprints",
            "guid",
            "properties",
            "occurrenceCount",
        ];
        let as_items = |fields: Vec<(&str, &Value)>| -> Vec<String> {
            fields.into_iter().map(|(name, value)| words::property(name, value)).collect()
        };
        let mut list: Vec<String> = Vec::new();
        for location in look::list(result, "locations") {
            list.extend(self.columns_of(location));
            list.extend(look::list(location, "logicalLocations").iter().filter_map(|logical| {
                let kind = look::text(logical, "kind").map(|kind| format!(" ({})", words::line(kind)));
                Some(format!("- In {}{}", inline_code(&self.logical_name(logical)?), kind.unwrap_or_default()))
            }));
            let known = ["id", "physicalLocation", "logicalLocations", "message"];
            list.extend(as_items(look::others(location, &known)));
            let physical = location.get("physicalLocation").unwrap_or(&Value::Null);
            list.extend(as_items(look::others(physical, &["artifactLocation", "region", "contextRegion"])));
        }
        let count = result.get("occurrenceCount").and_then(Value::as_u64).filter(|count| *count != 1);
        list.extend(count.map(|count| format!("- Occurrences: {count}")));
        list.extend(as_items(look::others(result, &KNOWN)));
        let own = result.get("properties").unwrap_or(&Value::Null);
        list.extend(as_items(look::others(own, &["tags", "security-severity"])));
        list.extend(rule::other_labels(result));
        let score = rule::security_score(result).or_else(|| rule.and_then(|(_, rule)| rule::security_score(rule)));
        list.extend(score.map(|score| format!("- Security severity: {score}")));
        list.dedup();
        list
    }

    /// The columns of a location, or its offsets, which a finding has no field for.
    fn columns_of(&self, location: &Value) -> Option<String> {
        let physical = location.get("physicalLocation")?;
        let region = physical.get("region")?;
        let (Place::Inside(path) | Place::Outside(path)) = self.places.place(physical.get("artifactLocation")?)?;
        if let Some(offsets) = region::offsets(region) {
            return Some(format!("- Place in {}: {offsets}", inline_code(&path)));
        }
        let has_columns = look::ordinal(region, "startLine").and(look::ordinal(region, "startColumn")).is_some();
        has_columns.then(|| format!("- Columns: {}", inline_code(&format!("{path}{}", region::span(region)))))
    }
}

fn same_code(one: &Excerpt, other: &Excerpt) -> bool {
    (&one.path, one.start_line, &one.code) == (&other.path, other.start_line, &other.code)
}

fn tags_of(result: &Value, rule: Option<&Value>, is_note: bool) -> Vec<Slug> {
    let state = look::text(result, "baselineState").filter(|state| *state != "absent");
    let kind = look::text(result, "kind").filter(|kind| *kind != "fail");
    let note = is_note.then_some("note");
    let labels = state.into_iter().chain(kind).chain(note).chain(rule::labels(result));
    let mut tags: Vec<Slug> = Vec::new();
    for tag in labels.chain(rule.map(rule::labels).unwrap_or_default()).filter_map(rule::tag_from_label) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn confidence(result: &Value, rule: Option<&Value>) -> Option<f64> {
    let rank = |owner: &Value| look::number(owner, "rank").filter(|rank| (0.0..=100.0).contains(rank));
    let default = || rank(rule?.get("defaultConfiguration")?);
    rank(result).or_else(default).map(|rank| rank / 100.0)
}

fn fingerprints(result: &Value) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for key in ["partialFingerprints", "fingerprints"] {
        for (name, value) in look::fields(result, key) {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let taken = out.iter().any(|(other, _)| other == name);
            out.push((if taken { format!("{key}/{name}") } else { name.to_owned() }, value));
        }
    }
    out
}
