//! The raw reports that a review was made from, one below the other; side by side where the window is wide.

use super::content::Content;
use super::needs::Part;
use super::parts::{self, RunContext, original_anchor, original_words};
use super::plan::{File, Kind, Made, Maker, Planner, Subject};
use super::route::Route;
use super::run_pages::RunPages;
use super::shell::{About, Crumb, Shell};
use crate::model::Slug;
use crate::text::Html;
use crate::text::markdown::{Anchors, Scope, plain_line};
use crate::text::references::References;
use serde::Serialize;
use std::collections::BTreeMap;

const TEMPLATE: &str = "originals.html";

/// The page of a run's raw reports.
pub static KIND: Kind = Kind {
    name: "page of original reports",
    template: Some(TEMPLATE),
    maker: Maker::Run { plan, make },
    needs: |planned, subject, needs| {
        parts::run_needs(planned, subject.run(), needs);
        needs.parts(planned.analysis.corpus.runs[subject.run()].originals.iter().cloned().map(Part::Agent));
    },
};

fn plan(planner: &mut Planner<'_>, run: usize) {
    let digest = &planner.analysis.corpus.runs[run];
    if !digest.originals.is_empty() {
        planner.claim(&KIND, Route::Originals(&digest.id).path(), Subject::Run(run));
    }
}

fn make(pages: &RunPages<'_>, file: &File) -> Made<'static> {
    let view = originals_page(&pages.context, &file.path);
    Ok(Content::Page(pages.context.inputs.render(TEMPLATE, &view)?))
}

/// What `originals.html` shows.
#[derive(Debug, Serialize)]
pub struct OriginalsPage {
    shell: Shell,
    crumbs: Vec<Crumb>,
    title: Html,
    review: String,
    reports: Vec<Report>,
}

#[derive(Debug, Serialize)]
struct Report {
    id: String,
    name: String,
    colour: usize,
    body: Html,
}

/// Fills the page of a run's raw reports.
#[must_use]
pub fn originals_page(context: &RunContext<'_>, path: &str) -> OriginalsPage {
    let mut anchors = Anchors::default();
    let ids: Vec<String> = (0..context.run.originals.len()).map(original_anchor).collect();
    for id in &ids {
        anchors.take(id);
    }
    let reports = context.run.originals.iter().zip(ids).map(|(original, id)| {
        let references = own_references(context, &original.agent, path);
        let markdown = context.markdown(&references);
        let scope = Scope { heading: 3, prefix: &id, anchors: &mut anchors, language: None };
        Report {
            name: original_words(context, original),
            colour: context.inputs.agent_colour(&original.agent),
            body: markdown.blocks(&original.body, scope),
            id,
        }
    });
    let reports: Vec<Report> = reports.collect();
    let title = format!("Original reports: {}", plain_line(context.run.title_line()));
    let description =
        format!("{} behind the consolidated review", crate::text::format::counted(reports.len(), "report"));
    OriginalsPage {
        shell: Shell::new(
            &context.inputs,
            &About { path, title: &title, description: &description, is_article: true, current: "true" },
        ),
        crumbs: vec![
            Crumb::to("Reviews", Route::Reviews(1).from(path)),
            Crumb::to(parts::subject_words(context.digest()), Route::Review(&context.run.id).from(path)),
            Crumb::here("Original reports"),
        ],
        title: context.markdown(&context.references(path)).line_in_link(context.run.title_line()),
        review: Route::Review(&context.run.id).from(path),
        reports,
    }
}

/// What an agent's own report points to. Its `I2` is not the review's `I2`: only ids that the run ties to a finding
/// (`found_by[].ref`) are known, and a bare number means nothing.
fn own_references(context: &RunContext<'_>, agent: &Slug, path: &str) -> References {
    let review = Route::Review(&context.run.id);
    let mut findings: Vec<(String, String)> = Vec::new();
    for finding in &context.run.findings {
        for credit in finding.found_by.iter().filter(|credit| credit.agent == *agent) {
            if let Some(reference) = &credit.reference {
                findings.push((reference.clone(), review.anchor_from(path, finding.id.as_str())));
            }
        }
    }
    References { findings, numbered: 0, first_suggestion: 0, anchors: BTreeMap::new(), ..context.references(path) }
}
