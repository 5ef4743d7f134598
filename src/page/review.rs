//! The page of one review: everything its run says, in the report's order, under anchors.

mod facts;
mod metrics;
mod recommended;
mod settled;
mod writer;

use super::content::Content;
use super::needs::{Choice, Needs, Part};
use super::parts::{self, Badge, FindingPart, RunContext, Tally, review_card, tally, tally_words};
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::Route;
use super::run_pages::RunPages;
use super::shell::{About, Crumb, Preview, Shell};
use crate::aggregate::statistics::groups::Grouping;
use crate::model::Slug;
use crate::text::Html;
use crate::text::markdown::plain_line;
use facts::{Facts, facts};
use metrics::MetricsTable;
use recommended::RecommendationsPart;
use serde::Serialize;
use settled::{GapsPart, PriorPart};
use std::collections::BTreeMap;
use writer::ReviewWriter;

const TEMPLATE: &str = "review.html";

/// The page of a review.
pub static KIND: Kind = Kind {
    name: "review",
    template: Some(TEMPLATE),
    maker: Maker::Run { plan, make },
    needs: |planned, subject, needs| review_needs(planned, subject.run(), needs),
};

fn plan(planner: &mut Planner<'_>, run: usize) {
    let path = Route::Review(&planner.analysis.corpus.runs[run].id).path();
    planner.claim(&KIND, path, Subject::Run(run));
}

fn review_needs(planned: &Planned<'_>, run: usize, needs: &mut Needs) {
    let findings = planned.analysis.corpus.runs[run].findings.len();
    parts::text_needs(planned, run, needs);
    parts::rounds_needs(planned, run, 0..findings, needs);
    parts::duplicates_needs(planned, run, 0..findings, needs);
    // The head tells of the rounds near this one, and of the last.
    let rounds = &planned.analysis.rounds;
    let all = rounds.all(run);
    needs.parts(all.last().map(|last| Part::Rounds(*last)));
    let near = &all[facts::near(all.len(), rounds.position(run))];
    needs.parts(near.iter().flat_map(|round| [Part::Digest(*round), Part::Rounds(*round)]));
    recommended::needs(planned, run, needs);
    needs.part(Part::Differences(run));
    needs.choices([Choice::FindingPages, Choice::Twins]);
    parts::card_needs(planned, run, needs);
}

fn make(pages: &RunPages<'_>, file: &File) -> Made<'static> {
    let view = review_page(&pages.context, &file.path);
    let html = pages.context.inputs.render(TEMPLATE, &view)?;
    pages.keep(view.into_findings());
    Ok(Content::Page(html))
}

/// What `review.html` shows.
#[derive(Debug, Serialize)]
pub struct ReviewPage {
    shell: Shell,
    crumbs: Vec<Crumb>,
    eyebrow: String,
    title: Html,
    tally: Vec<Tally>,
    contents: Vec<ContentsEntry>,
    facts: Facts,
    summary: Option<TextSection>,
    /// Critical, important, suggestions.
    groups: Vec<SeverityGroup>,
    design: Option<DesignPart>,
    gaps: Option<GapsPart>,
    prior: Option<PriorPart>,
    sections: Vec<TextSection>,
    retro: Option<RetroPart>,
    recommendations: Option<RecommendationsPart>,
    originals: Option<OriginalsPart>,
}

/// An entry of the table of contents, with the findings below it.
#[derive(Debug, Serialize)]
struct ContentsEntry {
    href: String,
    label: String,
    count: Option<usize>,
    findings: Vec<(String, String)>,
}

/// A heading with its anchor, and the text or list below it.
#[derive(Debug, Serialize)]
struct TextSection {
    id: String,
    title: Html,
    /// The title as plain text, for the permalink's label.
    label: String,
    /// One text, or several as a list.
    bodies: Vec<Html>,
}

#[derive(Debug, Serialize)]
struct SeverityGroup {
    id: String,
    title: &'static str,
    class: &'static str,
    count: usize,
    findings: Vec<FindingPart>,
}

#[derive(Debug, Serialize)]
struct DesignPart {
    id: String,
    count: usize,
    concerns_id: String,
    concerns: Vec<FindingPart>,
    strengths_id: String,
    strengths: Vec<StrengthPart>,
}

#[derive(Debug, Serialize)]
struct StrengthPart {
    body: Html,
    /// The agents that noted it, unless the text credits them itself.
    credits: Vec<Badge>,
}

#[derive(Debug, Serialize)]
struct RetroPart {
    id: String,
    agents: Vec<TextSection>,
    summary_id: String,
    table: Option<MetricsTable>,
    summary: Html,
}

#[derive(Debug, Serialize)]
struct OriginalsPart {
    id: String,
    href: String,
    /// Address and words of each report.
    reports: Vec<(String, String)>,
}

impl ReviewPage {
    /// Gives up the findings, so that their own pages can reuse what was made of them.
    pub fn into_findings(self) -> impl Iterator<Item = FindingPart> {
        let groups = self.groups.into_iter().flat_map(|group| group.findings);
        groups.chain(self.design.into_iter().flat_map(|design| design.concerns))
    }
}

/// Fills the page of a run.
#[must_use]
pub fn review_page(context: &RunContext<'_>, path: &str) -> ReviewPage {
    let references = context.references(path);
    let markdown = context.markdown(&references);
    let mut writer = ReviewWriter { context, markdown, anchors: context.anchors(), path };
    let digest = context.digest();
    let counts = context.counts();
    let title = plain_line(context.run.title_line());
    let summary = writer.summary();
    let groups = writer.groups();
    let design = writer.design();
    let (gaps, prior) = (writer.gaps(), writer.prior());
    let sections = writer.sections();
    let retro = writer.retro();
    let recommendations = writer.recommendations();
    let originals = writer.originals();
    let heading =
        format!("{} · review of {}", title_with_number(context, &title), digest.date.day().format("%-d %B %Y"));
    let mut page = ReviewPage {
        shell: Shell::new(
            &context.inputs,
            &About { path, title: &heading, description: &description(context), is_article: true, current: "true" },
        )
        .previewed(&context.inputs, preview(context))
        .with_twin(&context.inputs, &Route::ReviewTwin(&context.run.id), path),
        crumbs: crumbs(context, path),
        eyebrow: format!("{}: {}", eyebrow_kind(&context.run.kind), context.run.id),
        title: writer.markdown.line(context.run.title_line()),
        tally: tally(counts),
        contents: Vec::new(),
        facts: facts(context, &writer.markdown, path),
        summary,
        groups,
        design,
        gaps,
        prior,
        sections,
        retro,
        recommendations,
        originals,
    };
    page.contents = contents(&page, context);
    page
}

/// `Deep Review`, as the reports call themselves.
fn eyebrow_kind(kind: &Slug) -> String {
    let words = parts::kind_words(kind.as_str());
    words.split(' ').map(parts::slug_words).collect::<Vec<_>>().join(" ")
}

fn title_with_number(context: &RunContext<'_>, title: &str) -> String {
    match context.run.subject.pull_request {
        Some(number) => format!("#{number} {title}"),
        None => title.to_owned(),
    }
}

fn description(context: &RunContext<'_>) -> String {
    let completed = context.run.reviewers.iter().filter(|reviewer| !reviewer.is_lost()).count();
    let who = match completed {
        0 => String::new(),
        count => format!(
            "{} reviewed {}: ",
            crate::text::format::counted(count, "agent"),
            parts::subject_words(context.digest())
        ),
    };
    let verdict = parts::verdict_words(context.digest()).map(|verdict| format!(" {}.", verdict.trim_end_matches('.')));
    format!("{who}{}.{}", tally_words(context.counts()), verdict.unwrap_or_default())
}

/// What a preview of the link shows beside that.
fn preview(context: &RunContext<'_>) -> Preview {
    let (inputs, digest) = (&context.inputs, context.digest());
    let has_card = inputs.has_cards();
    let card = || review_card(inputs.site_title(), digest, |agent| inputs.agent(agent));
    let completed = context.run.reviewers.iter().filter(|reviewer| !reviewer.is_lost());
    let agents: Vec<&str> = completed.map(|reviewer| inputs.agent_name(&reviewer.agent)).collect();
    let reviewed_by = (!agents.is_empty()).then(|| ("Reviewed by", agents.join(", ")));
    let verdict = || parts::verdict_words(digest).map(|verdict| ("Verdict", verdict));
    Preview {
        image: has_card.then(|| Route::Card(&card().fingerprint()).path()),
        image_words: format!("Review of {}", parts::subject_words(digest)),
        published: Some(digest.date.machine()),
        facts: std::iter::once(("Findings", tally_words(context.counts())))
            .chain(reviewed_by.or_else(verdict))
            .collect(),
    }
}

fn crumbs(context: &RunContext<'_>, path: &str) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb::to("Reviews", Route::Reviews(1).from(path))];
    let digest = context.digest();
    if let Some(repository) = &digest.repository {
        let key = repository.to_lowercase();
        let label = repository.rsplit('/').next().unwrap_or(repository);
        crumbs.push(Crumb::to(label, Route::Group(Grouping::Repository, &key, 1).from(path)));
    }
    let subject = digest.subject();
    if subject.is_change() {
        let label = digest.pull_request.map(|number| format!("#{number}")).or_else(|| digest.branch.clone());
        let label = label.filter(|label| !label.trim().is_empty()).unwrap_or_else(|| "Change".to_owned());
        crumbs.push(Crumb::to(label, Route::Change(&subject).from(path)));
    }
    let rounds = context.inputs.rounds(context.at).len();
    crumbs.push(Crumb::here(match (rounds, digest.pull_request) {
        (1, Some(_)) => "Review".to_owned(),
        (1, None) => parts::kind_words(digest.kind.as_str()),
        _ => format!("Round {}", context.inputs.round(context.at)),
    }));
    crumbs
}

fn contents(page: &ReviewPage, context: &RunContext<'_>) -> Vec<ContentsEntry> {
    let plain = |id: &str, label: &str| ContentsEntry {
        href: format!("#{id}"),
        label: label.to_owned(),
        count: None,
        findings: Vec::new(),
    };
    let titles: BTreeMap<&str, &str> =
        context.run.findings.iter().map(|finding| (finding.id.as_str(), finding.title.as_str())).collect();
    let listed = |findings: &[FindingPart]| -> Vec<(String, String)> {
        let title = |id: &str| titles.get(id).map(|title| plain_line(title));
        findings.iter().map(|f| (f.id.clone(), title(&f.id).unwrap_or_default())).collect()
    };
    let mut entries: Vec<ContentsEntry> =
        page.summary.iter().map(|section| plain(&section.id, &section.label)).collect();
    for group in &page.groups {
        entries.push(ContentsEntry {
            count: Some(group.count),
            findings: listed(&group.findings),
            ..plain(&group.id, group.title)
        });
    }
    if let Some(design) = &page.design {
        let entry = plain(&design.id, "Design Observations");
        entries.push(ContentsEntry { count: Some(design.count), findings: listed(&design.concerns), ..entry });
    }
    let counted = |count: usize, entry: ContentsEntry| ContentsEntry { count: Some(count), ..entry };
    entries.extend(page.gaps.iter().map(|part| counted(part.count, plain(&part.id, "Gaps"))));
    entries.extend(page.prior.iter().map(|part| counted(part.count, plain(&part.id, "Decided in Earlier Rounds"))));
    entries.extend(page.sections.iter().map(|section| plain(&section.id, &section.label)));
    entries.extend(page.retro.iter().map(|retro| plain(&retro.id, "Agent Performance Retro")));
    entries.extend(page.recommendations.iter().map(|part| plain(&part.id, "Improvement Recommendations")));
    entries.extend(page.originals.iter().map(|part| plain(&part.id, "Original Reports")));
    entries
}
