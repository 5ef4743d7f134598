//! What one `runs[]` entry gives, before it is known which entries make up a run.

use super::left_out::LeftOut;
use super::reading::Reading;
use super::result::{self, Draft};
use super::{about, place, rule, section};
use crate::import::json::look;
use crate::import::markdown::inline::one_line;
use crate::import::paths::checkout::Checkout;
use crate::import::{Options, Source, slug_of};
use crate::model::run::{Reviewer, Subject};
use crate::model::{Date, Slug};
use serde_json::Value;
use std::collections::BTreeMap;

/// What one `runs[]` entry gives, or several of them together.
pub struct ToolRun {
    pub files: Vec<String>,
    pub stem: String,
    pub reviewers: Vec<Reviewer>,
    pub drafts: Vec<Draft>,
    pub sections: Vec<(String, String)>,
    pub facts: Vec<(String, String)>,
    pub subject: Subject,
    /// As the file states it, not the options.
    pub revision: Option<String>,
    /// Likewise.
    pub repository: Option<String>,
    pub date: Option<Date>,
    /// How long each tool worked.
    pub seconds: Vec<(Slug, f64)>,
    pub left_out: LeftOut,
}

/// Reads one entry; `None` where not even a name can be given to the tool.
pub fn read_tool_run(run: &Value, source: &Source, options: &Options) -> Option<ToolRun> {
    let agent = about::agent_from_tool(run)?;
    let subject = about::subject_from_provenance(run, options);
    let rules = rule::Rules::of_run(run);
    let results = || look::list(run, "results").iter().filter(|result| result::is_finding(result));
    let mut counts = BTreeMap::new();
    for (key, _) in results().filter_map(|result| rules.of_result(result)) {
        *counts.entry(key).or_default() += 1;
    }
    let reading = Reading {
        run,
        rules,
        places: place::Places::in_checkout(run, subject.repository.as_deref(), Checkout::from_options(options)),
        counts,
        agent: agent.clone(),
        utf16: look::text(run, "columnKind") == Some("utf16CodeUnits"),
    };
    // Numbered anew once it is known which findings stay.
    let unnumbered = slug_of("x")?;
    let drafts: Vec<Draft> = results().map(|result| reading.draft_from_result(result, unnumbered.clone())).collect();
    let left_out = section::left_out(&reading);
    let sections = section::read_sections(&reading, drafts.iter().flat_map(|draft| &draft.finding.locations));
    let (date, seconds) = about::date_and_seconds(run);
    let stated = look::list(run, "versionControlProvenance").first();
    let revision = stated.and_then(|stated| look::text(stated, "revisionId")).map(one_line);
    Some(ToolRun {
        files: vec![source.shown.clone()],
        stem: source.stem.clone(),
        reviewers: vec![about::reviewer_from_tool(run, agent.clone())],
        drafts,
        sections,
        facts: about::facts_of_run(run),
        subject,
        revision,
        repository: about::stated_repository(run),
        date,
        seconds: seconds.map(|seconds| (agent, seconds)).into_iter().collect(),
        left_out,
    })
}
