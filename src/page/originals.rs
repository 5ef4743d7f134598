//! The raw reports that a review was made from, one below the other; side by side where the window is wide.

use super::content::Content;
use super::needs::Part;
use super::parts::{self, RunContext, original_anchor, original_words};
use super::plan::{File, Kind, Made, Maker, Planner, Subject};
use super::route::Route;
use super::run_pages::RunPages;
use super::shell::{About, Crumb, Shell};
use crate::chart::Swatch;
use crate::model::Slug;
use crate::text::Html;
use crate::text::markdown::{Anchors, Scope, plain_line};
use crate::text::references::References;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

const TEMPLATE: &str = "originals.html";

/// The page of a run's raw reports.
pub static KIND: Kind = Kind {
    name: "page of original reports",
    template: Some(TEMPLATE),
    maker: Maker::Run { plan, make },
    needs: |planned, subject, needs| {
        parts::text_needs(planned, subject.run(), needs);
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
    mark: &'static str,
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
    // Once for each agent, of which there may be many more reports.
    let of_agents: BTreeMap<&Slug, References> = own_findings(context, path)
        .into_iter()
        .map(|(agent, findings)| (agent, own_references(context, findings, path)))
        .collect();
    let of_others = own_references(context, Vec::new(), path);
    let reports = context.run.originals.iter().zip(ids).map(|(original, id)| {
        let markdown = context.markdown(of_agents.get(&original.agent).unwrap_or(&of_others));
        let scope = Scope { heading: 3, prefix: &id, anchors: &mut anchors, language: None };
        let Swatch { colour, mark } = context.inputs.agent_swatch(&original.agent);
        Report {
            name: original_words(context, original),
            colour,
            mark,
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

/// By agent of which there is a report the findings that it has in its own words, with their ids there.
fn own_findings<'r>(context: &RunContext<'r>, path: &str) -> BTreeMap<&'r Slug, Vec<(String, String)>> {
    let review = Route::Review(&context.run.id);
    let reported: BTreeSet<&Slug> = context.run.originals.iter().map(|original| &original.agent).collect();
    let mut own: BTreeMap<&Slug, Vec<(String, String)>> = BTreeMap::new();
    for finding in &context.run.findings {
        for credit in finding.found_by.iter().filter(|credit| reported.contains(&credit.agent)) {
            if let Some(reference) = &credit.reference {
                let address = review.anchor_from(path, finding.id.as_str());
                own.entry(&credit.agent).or_default().push((reference.clone(), address));
            }
        }
    }
    own
}

/// What an agent's own report points to. Its `I2` is not the review's `I2`: only ids that the run ties to a finding
/// (`found_by[].ref`) are known, and a bare number means nothing.
fn own_references(context: &RunContext<'_>, findings: Vec<(String, String)>, path: &str) -> References {
    // What was not looked for yet has no index of other findings.
    References { findings, numbered: 0, first_suggestion: 0, anchors: BTreeMap::new(), ..context.references(path) }
}
