//! The raw reports that a review was made from, one below the other; side by side where the window is wide.

use super::parts::{self, RunContext};
use super::review::{original_anchor, original_words};
use super::route::Route;
use super::shell::{About, Crumb, Shell};
use crate::text::markdown::{Anchors, Markdown, Scope, plain_line};
use serde::Serialize;

/// What `originals.html` shows.
#[derive(Debug, Serialize)]
pub struct OriginalsPage {
    shell: Shell,
    crumbs: Vec<Crumb>,
    title_html: String,
    review: String,
    reports: Vec<Report>,
}

#[derive(Debug, Serialize)]
struct Report {
    id: String,
    name: String,
    colour: usize,
    body_html: String,
}

/// Fills the page of a run's raw reports.
#[must_use]
pub fn originals_page(context: &RunContext<'_>) -> OriginalsPage {
    let path = Route::Originals(&context.run.id).path();
    let references = context.references(&path);
    let markdown = Markdown { references: &references, highlighter: &context.around.highlighter };
    let mut anchors = Anchors::default();
    let ids: Vec<String> = (0..context.run.originals.len()).map(original_anchor).collect();
    for id in &ids {
        anchors.take(id);
    }
    let reports = context.run.originals.iter().zip(ids).map(|(original, id)| {
        let scope = Scope { heading: 3, prefix: &id, anchors: &mut anchors, language: None };
        Report {
            name: original_words(context, original),
            colour: context.around.roster.colour(&original.agent),
            body_html: markdown.blocks(&original.body, scope),
            id,
        }
    });
    let reports: Vec<Report> = reports.collect();
    let title = format!("Original reports: {}", plain_line(context.run.title_line()));
    let description =
        format!("{} behind the consolidated review", crate::text::format::counted(reports.len(), "report"));
    OriginalsPage {
        shell: Shell::new(
            context.around,
            &About { path: &path, title: &title, description: &description, is_article: true, current: "true" },
        ),
        crumbs: vec![
            Crumb::to("Reviews", Route::Reviews(1).from(&path)),
            Crumb::to(parts::subject_words(context.digest()), Route::Review(&context.run.id).from(&path)),
            Crumb::here("Original reports"),
        ],
        title_html: parts::without_links(&markdown.line(context.run.title_line())),
        review: Route::Review(&context.run.id).from(&path),
        reports,
    }
}
