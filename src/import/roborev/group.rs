//! Reviews of one commit, as one run.

use super::finding::{Said, draft_from};
use super::review::{Review, Subagent};
use super::{content, finding};
use crate::import::draft::Draft;
use crate::import::draft::report::Report;
use crate::import::json::look;
use crate::import::markdown::inline::{is_web_address, one_line};
use crate::import::paths::checkout::Checkout;
use crate::import::paths::repository::repository_from_uri;
use crate::import::{Options, words};
use crate::model::run::{Original, Reviewer, Status, Subject, Verdict};
use crate::model::{Date, PullRequest, Slug};
use serde_json::Value;
use std::collections::BTreeMap;

/// What tells the subjects of reviews apart.
const KEYS: [&str; 4] = ["repo", "pr_number", "commit_sha", "branch"];

/// The reviews of one subject, in the order of the file.
pub struct Group<'v> {
    subject: &'v Value,
    export: &'v Value,
    reviews: Vec<Review<'v>>,
}

/// Reviews by their subject, in the order of the first of each.
pub fn groups_of<'v>(exports: &[&'v Value]) -> Vec<Group<'v>> {
    let mut groups: Vec<Group<'v>> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    for export in exports {
        for value in look::list(export, "reviews").iter().filter(|value| value.is_object()) {
            let Some(review) = Review::from_value(value) else { continue };
            let key = KEYS.map(|key| value.get(key).unwrap_or(&Value::Null).to_string()).join(" ");
            let nth = *at.entry(key).or_insert(groups.len());
            match groups.get_mut(nth) {
                Some(group) => group.reviews.push(review),
                None => groups.push(Group { subject: value, export, reviews: vec![review] }),
            }
        }
    }
    groups
}

impl Group<'_> {
    /// Whether no review holds findings or a report.
    pub fn is_metadata(&self) -> bool {
        self.reviews.iter().all(Review::is_metadata)
    }
}

/// What a group says, as one run.
pub fn report_from(group: &Group<'_>, options: &Options) -> Report {
    let mut report = Report { kind: "agent-review", subject: subject_of(group.subject, options), ..Report::default() };
    let url = look::text(group.subject, "pr_url").filter(|url| is_web_address(url));
    if let Some(url) = url.filter(|_| report.subject.pull_request.is_none()) {
        report.fact("Pull request", format!("<{url}>"));
    }
    report.kept.push("what the export says of itself omitted".to_owned());
    let tool = look::text(group.export, "tool_version").map(|version| format!("roborev {}", one_line(version)));
    let mut checkout = Checkout::from_options(options);
    checkout.name_repository(report.subject.repository.as_deref());
    let mut passes: BTreeMap<&Slug, Vec<&Review<'_>>> = BTreeMap::new();
    for review in &group.reviews {
        passes.entry(&review.agent).or_default().push(review);
    }
    let is_alone = group.reviews.len() == 1;
    for review in &group.reviews {
        let of_agent = passes.get(&review.agent).map(Vec::as_slice).unwrap_or_default();
        let pass = of_agent.iter().position(|other| std::ptr::eq(*other, review)).unwrap_or_default();
        if pass == 0 {
            add_reviewer(of_agent, tool.as_deref(), options, &mut report);
        }
        let pass = (of_agent.len() > 1).then(|| u32::try_from(pass + 1).ok()).flatten();
        take_review(review, pass, is_alone, &checkout, &mut report);
    }
    report.date = group.reviews.iter().filter_map(|review| review.date).max_by_key(Date::order);
    report.verdict = verdict_of(&group.reviews);
    if let ([only], [_]) = (group.reviews.as_slice(), report.reviewers.as_slice()) {
        report.wall_clock_seconds = only.figures.seconds();
    }
    report
}

fn subject_of(value: &Value, options: &Options) -> Subject {
    let own = Report::subject_of(options);
    let repo = look::text(value, "repo").map(one_line).unwrap_or_default();
    let (host, repository) = match repository_from_uri(&repo) {
        Some((host, repository)) => (Some(host), Some(repository)),
        None if repo.starts_with(['/', '.']) => (own.host, own.repository),
        None => (own.host, repo.parse().ok().or(own.repository)),
    };
    let number =
        value.get("pr_number").and_then(Value::as_u64).and_then(|number| PullRequest::new(u32::try_from(number).ok()?));
    Subject {
        host,
        repository,
        pull_request: number.or(own.pull_request),
        branch: look::text(value, "branch").map(one_line),
        revision: look::text(value, "commit_sha").map(one_line).or(own.revision),
        ..Subject::default()
    }
}

fn add_reviewer(reviews: &[&Review<'_>], tool: Option<&str>, options: &Options, report: &mut Report) {
    let Some(first) = reviews.first() else { return };
    let mut figures = first.figures.clone();
    reviews.iter().skip(1).for_each(|other| figures.add_all(&other.figures));
    let failed = reviews.iter().all(|review| review.failure.is_some());
    let model = reviews.iter().find_map(|review| review.model.clone()).or_else(|| options.model.clone());
    for other in reviews.iter().filter_map(|review| review.model.clone()).filter(|other| Some(other) != model.as_ref())
    {
        figures.note("Further models", &words::line(&other));
    }
    report.metrics.extend(figures.metrics(&first.agent));
    report.reviewers.push(Reviewer {
        model,
        tool: tool.map(str::to_owned),
        status: Status::failed_if(failed),
        reason: first.failure.as_deref().filter(|_| failed).map(words::line),
        ..Reviewer::new(first.agent.clone())
    });
}

fn take_review(review: &Review<'_>, pass: Option<u32>, is_alone: bool, checkout: &Checkout, report: &mut Report) {
    let who = match pass {
        _ if is_alone => String::new(),
        Some(pass) => format!(" ({}, pass {pass})", review.agent),
        None => format!(" ({})", review.agent),
    };
    let said: Vec<Said> = match review.document {
        Some(document) => {
            if let Some(summary) = look::text(document, "summary") {
                if is_alone {
                    report.summary = Some(summary.trim().to_owned());
                } else {
                    report.section(&format!("Summary{who}"), summary);
                }
            }
            finding::said_in_document(document)
        }
        None => review.content.as_deref().map(content::said_in_report).unwrap_or_default(),
    };
    for said in said {
        let mut draft: Draft = draft_from(said, &review.agent, checkout);
        draft.finding.found_by.iter_mut().for_each(|credit| credit.pass = pass);
        report.drafts.push(draft);
    }
    let content = review.content.iter();
    report.originals.extend(content.map(|body| Original { agent: review.agent.clone(), pass, body: body.clone() }));
    if let (Some(verdict), false) = (&review.verdict, is_alone) {
        report.fact(&format!("Verdict{who}"), words::line(verdict));
    }
    if let (Some(failure), Some(_)) = (&review.failure, pass) {
        report.fact(&format!("Failed{who}"), words::line(failure));
    }
    for (label, line) in &review.facts {
        report.fact(label, line.clone());
    }
    for subagent in review.subagents {
        let subagent = Subagent::from_value(subagent);
        report.fact(&format!("Subagent {}", subagent.name), subagent.line);
        let title = format!("Report of the subagent {}{who}", subagent.name);
        report.section(&title, &subagent.content.unwrap_or_default());
        report.keep_rest(subagent.rest);
    }
    report.keep_rest(review.rest.clone());
}

/// The worst that any review says.
fn verdict_of(reviews: &[Review<'_>]) -> Option<Verdict> {
    let words: Vec<&str> = reviews.iter().filter_map(|review| review.verdict.as_deref()).collect();
    let worst = words.iter().find(|word| word.eq_ignore_ascii_case("fail")).or_else(|| words.first())?;
    let decision = match worst.to_ascii_lowercase().as_str() {
        "fail" => "merge-with-fixes".parse().ok(),
        "pass" if words.iter().all(|word| word.eq_ignore_ascii_case("pass")) => "merge-as-is".parse().ok(),
        _ => None,
    };
    Some(Verdict { decision, label: Some(words::line(worst)), summary: None })
}
