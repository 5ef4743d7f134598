//! One finding alone, so that a link to it unfurls: crawlers never see fragments.

use super::content::Content;
use super::needs::{Choice, Needs};
use super::parts::{self, FindingPart, FindingPlace, RunContext, finding_part};
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::Route;
use super::run_pages::RunPages;
use super::shell::{About, Crumb, Preview, Shell};
use crate::aggregate::statistics::groups::Grouping;
use crate::model::Assessment;
use crate::model::finding::Finding;
use crate::text::markdown::{Anchors, plain_line, plain_start};
use serde::Serialize;

const TEMPLATE: &str = "finding.html";

/// The page of a finding.
pub static KIND: Kind =
    Kind { name: "finding", template: Some(TEMPLATE), maker: Maker::Run { plan, make }, needs: finding_needs };

fn plan(planner: &mut Planner<'_>, run: usize) {
    let (corpus, pages) = (planner.analysis.corpus, planner.config.finding_pages);
    let digest = &corpus.runs[run];
    for (at, finding) in digest.findings.iter().enumerate().filter(|(_, finding)| pages.include(finding.severity)) {
        planner.claim(&KIND, Route::Finding(&digest.id, &finding.id).path(), Subject::Finding(run, at));
    }
}

fn finding_needs(planned: &Planned<'_>, subject: Subject, needs: &mut Needs) {
    parts::text_needs(planned, subject.run(), needs);
    parts::rounds_needs(planned, subject.run(), std::iter::once(subject.finding()), needs);
    parts::duplicates_needs(planned, subject.run(), std::iter::once(subject.finding()), needs);
    needs.choices([Choice::FindingPages, Choice::Twins]);
    needs.assets.insert(card_of(planned, subject));
}

fn card_of(planned: &Planned<'_>, subject: Subject) -> String {
    let finding = &planned.analysis.corpus.runs[subject.run()].findings[subject.finding()];
    planned.assets.severity_cards[finding.severity.position()].clone()
}

fn make(pages: &RunPages<'_>, file: &File) -> Made<'static> {
    let view = finding_page(pages, &file.path, file.subject.finding());
    Ok(Content::Page(pages.context.inputs.render(TEMPLATE, &view)?))
}

/// What `finding.html` shows.
#[derive(Debug, Serialize)]
pub struct FindingPage {
    shell: Shell,
    crumbs: Vec<Crumb>,
    finding: FindingPart,
    previous: Option<(String, String)>,
    next: Option<(String, String)>,
}

/// Fills the page of one finding of the run, by its position.
#[must_use]
pub fn finding_page(pages: &RunPages<'_>, path: &str, at: usize) -> FindingPage {
    let context = &pages.context;
    let finding = &context.run.findings[at];
    let made = pages.take(finding.id.as_str());
    let [previous, next] = pages.neighbours(at);
    let markdown = context.markdown(pages.references_of_findings());
    let mut anchors = Anchors::default();
    anchors.take(finding.id.as_str());
    let mut shown = FindingPlace { from: path, markdown: &markdown, anchors: &mut anchors, heading: 2 };
    let part = finding_part(context, finding, &mut shown, made);
    let title = format!("{}: {}", finding.id, plain_line(&finding.title));
    FindingPage {
        shell: Shell::new(
            &context.inputs,
            &About {
                path,
                title: &title,
                description: &description(context, finding),
                is_article: true,
                current: "true",
            },
        )
        .previewed(&context.inputs, preview(context, finding))
        .with_twin(&context.inputs, &Route::FindingTwin(&context.run.id, &finding.id), path),
        crumbs: crumbs(context, finding, path),
        finding: part,
        previous: previous.map(|other| link(context, path, other)),
        next: next.map(|other| link(context, path, other)),
    }
}

/// What a preview of the link shows beside that.
fn preview(context: &RunContext<'_>, finding: &Finding) -> Preview {
    let resolved = finding.resolution.as_ref().map(|resolution| resolution.action.words().to_lowercase());
    let state = judged(finding).into_iter().chain(resolved);
    let change = std::iter::once(parts::subject_words(context.digest())).chain(state).collect::<Vec<_>>().join(", ");
    let severity = parts::slug_words(finding.severity.word());
    Preview {
        // The picture draws this word and no more.
        image_words: severity.clone(),
        image: Some(context.inputs.assets().severity_cards[finding.severity.position()].clone()),
        published: Some(context.digest().date.machine()),
        facts: vec![("Severity", format!("{severity}{}", who(context, finding))), ("Change", change)],
    }
}

/// What was said of it, if that is more than that it is right.
fn judged(finding: &Finding) -> Option<String> {
    finding.judgement.assessment.filter(|said| *said != Assessment::Confirmed).map(parts::state_words)
}

/// `, found by Claude, Codex`, or nothing.
fn who(context: &RunContext<'_>, finding: &Finding) -> String {
    let found_by: Vec<&str> = finding
        .found_by
        .iter()
        .filter(|credit| credit.role.is_none())
        .filter_map(|credit| context.run.reviewer(&credit.agent))
        .map(|reviewer| context.inputs.agent_name(&reviewer.agent))
        .collect();
    if found_by.is_empty() { String::new() } else { format!(", found by {}", found_by.join(", ")) }
}

/// What a preview of the link says below the title.
fn description(context: &RunContext<'_>, finding: &Finding) -> String {
    let who = who(context, finding);
    let place = finding.locations.first().map(|location| format!(" in {}", location.path)).unwrap_or_default();
    let start = finding.body.as_deref().map(|body| plain_start(body, 110)).unwrap_or_default();
    let severity = parts::slug_words(finding.severity.word());
    let state = judged(finding).map(|state| format!(", {state}")).unwrap_or_default();
    format!("{severity}{state}{place}{who}. {start}").trim_end().to_owned()
}

fn crumbs(context: &RunContext<'_>, finding: &Finding, path: &str) -> Vec<Crumb> {
    let digest = context.digest();
    let mut crumbs = Vec::new();
    if let Some(repository) = &digest.repository {
        let label = repository.rsplit('/').next().unwrap_or(repository);
        crumbs.push(Crumb::to(label, Route::Group(Grouping::Repository, &repository.to_lowercase(), 1).from(path)));
    }
    let day = digest.date.day().format("%-d %B %Y");
    let change = digest.pull_request.map(|number| format!("#{number}, ")).unwrap_or_default();
    let place = Route::Review(&context.run.id).anchor_from(path, finding.id.as_str());
    crumbs.push(Crumb::to(format!("{change}{day}"), place));
    crumbs.push(Crumb::here(finding.id.to_string()));
    crumbs
}

/// The address and id of another finding.
fn link(context: &RunContext<'_>, path: &str, other: &Finding) -> (String, String) {
    (Route::Finding(&context.run.id, &other.id).from(path), other.id.to_string())
}
