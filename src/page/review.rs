//! The page of one review: everything its run says, in the report's order, under anchors.

mod facts;
mod metrics;

use super::parts::{self, FindingPart, RunContext, Shown, Tally, finding_part, tally, tally_words};
use super::route::{Grouping, Route};
use super::shell::{About, Crumb, Shell};
use crate::model::finding::Finding;
use crate::model::{Severity, Slug};
use crate::text::markdown::{Anchors, Markdown, Scope, plain_line, starts_a_block};
use facts::FactRow;
use metrics::MetricsTable;
use serde::Serialize;

/// What `review.html` shows.
#[derive(Debug, Serialize)]
pub struct ReviewPage {
    shell: Shell,
    crumbs: Vec<Crumb>,
    eyebrow: String,
    title_html: String,
    tally: Vec<Tally>,
    contents: Vec<Entry>,
    facts: Vec<FactRow>,
    summary: Option<Section>,
    /// Critical, important, suggestions.
    groups: Vec<Group>,
    design: Option<Design>,
    sections: Vec<Section>,
    retro: Option<Retro>,
    recommendations: Option<Recommendations>,
    originals: Option<Originals>,
}

/// An entry of the rail.
#[derive(Debug, Serialize)]
struct Entry {
    href: String,
    label: String,
    count: Option<usize>,
    findings: Vec<(String, String)>,
}

/// A heading with its anchor, and a text.
#[derive(Debug, Serialize)]
struct Section {
    id: String,
    title_html: String,
    /// The title as plain text, for the permalink's label.
    label: String,
    body_html: String,
}

#[derive(Debug, Serialize)]
struct Group {
    id: String,
    title: &'static str,
    class: &'static str,
    count: usize,
    findings: Vec<FindingPart>,
}

#[derive(Debug, Serialize)]
struct Design {
    id: String,
    count: usize,
    concerns_id: String,
    concerns: Vec<FindingPart>,
    strengths_id: String,
    strengths_html: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Retro {
    id: String,
    agents: Vec<Section>,
    summary_id: String,
    table: Option<MetricsTable>,
    summary_html: String,
}

#[derive(Debug, Serialize)]
struct Recommendations {
    id: String,
    scopes: Vec<Section>,
}

#[derive(Debug, Serialize)]
struct Originals {
    id: String,
    href: String,
    /// Address and words of each report.
    reports: Vec<(String, String)>,
}

const GROUPS: [(Severity, &str, &str); 3] = [
    (Severity::Critical, "critical-issues", "Critical Issues"),
    (Severity::Important, "important-issues", "Important Issues"),
    (Severity::Suggestion, "suggestions", "Suggestions"),
];

impl ReviewPage {
    /// The findings, for what their own pages can take over.
    pub fn into_findings(self) -> impl Iterator<Item = FindingPart> {
        let groups = self.groups.into_iter().flat_map(|group| group.findings);
        groups.chain(self.design.into_iter().flat_map(|design| design.concerns))
    }
}

/// Fills the page of a run.
#[must_use]
pub fn review_page(context: &RunContext<'_>) -> ReviewPage {
    let path = Route::Review(&context.run.id).path();
    let references = context.references(&path);
    let markdown = Markdown { references: &references, highlighter: &context.around.highlighter };
    let mut writer = Writer { context, markdown, anchors: context.anchors(), path: &path };
    let digest = context.digest();
    let counts = context.counts();
    let title = plain_line(context.run.title_line());
    let summary = writer.summary();
    let groups = writer.groups();
    let design = writer.design();
    let sections = writer.sections();
    let retro = writer.retro();
    let recommendations = writer.recommendations();
    let originals = writer.originals();
    let heading =
        format!("{} · review of {}", title_with_number(context, &title), digest.date.day().format("%-d %B %Y"));
    let mut page = ReviewPage {
        shell: Shell::new(
            context.around,
            &About {
                path: &path,
                title: &heading,
                description: &description(context),
                is_article: true,
                current: "true",
            },
        ),
        crumbs: crumbs(context, &path),
        eyebrow: format!("{}: {}", eyebrow_kind(&context.run.kind), context.run.id),
        title_html: writer.markdown.line(context.run.title_line()),
        tally: tally(counts),
        contents: Vec::new(),
        facts: facts::rows(context, &writer.markdown, &path),
        summary,
        groups,
        design,
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
    let words = parts::kind_words(kind);
    words.split(' ').map(parts::slug_words).collect::<Vec<_>>().join(" ")
}

fn title_with_number(context: &RunContext<'_>, title: &str) -> String {
    match context.run.subject.pull_request {
        Some(number) => format!("#{number} {title}"),
        None => title.to_owned(),
    }
}

fn description(context: &RunContext<'_>) -> String {
    let completed = context.run.reviewers.iter().filter(|reviewer| !reviewer.failed).count();
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

fn crumbs(context: &RunContext<'_>, path: &str) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb::to("Reviews", Route::Reviews(1).from(path))];
    let digest = context.digest();
    if let Some(repository) = &digest.repository {
        let key = repository.to_lowercase();
        let label = repository.rsplit('/').next().unwrap_or(repository);
        crumbs.push(Crumb::to(label, Route::Group(Grouping::Repository, &key, 1).from(path)));
    }
    if let Some(number) = digest.pull_request {
        crumbs.push(Crumb::here(format!("#{number}")));
    }
    let rounds = context.around.rounds.all(context.at).len();
    crumbs.push(Crumb::here(match (rounds, digest.pull_request) {
        (1, Some(_)) => "Review".to_owned(),
        (1, None) => parts::kind_words(&digest.kind),
        _ => format!("Round {}", context.around.rounds.number(context.at)),
    }));
    crumbs
}

fn contents(page: &ReviewPage, context: &RunContext<'_>) -> Vec<Entry> {
    let plain = |id: &str, label: &str| Entry {
        href: format!("#{id}"),
        label: label.to_owned(),
        count: None,
        findings: Vec::new(),
    };
    let listed = |findings: &[FindingPart]| -> Vec<(String, String)> {
        let title = |id: &str| context.run.findings.iter().find(|f| f.id.as_str() == id).map(|f| plain_line(&f.title));
        findings.iter().map(|f| (f.id.clone(), title(&f.id).unwrap_or_default())).collect()
    };
    let mut entries: Vec<Entry> = page.summary.iter().map(|section| plain(&section.id, &section.label)).collect();
    for group in &page.groups {
        entries.push(Entry {
            count: Some(group.count),
            findings: listed(&group.findings),
            ..plain(&group.id, group.title)
        });
    }
    if let Some(design) = &page.design {
        let entry = plain(&design.id, "Design Observations");
        entries.push(Entry { count: Some(design.count), findings: listed(&design.concerns), ..entry });
    }
    entries.extend(page.sections.iter().map(|section| plain(&section.id, &section.label)));
    entries.extend(page.retro.iter().map(|retro| plain(&retro.id, "Agent Performance Retro")));
    entries.extend(page.recommendations.iter().map(|part| plain(&part.id, "Improvement Recommendations")));
    entries.extend(page.originals.iter().map(|part| plain(&part.id, "Original Reports")));
    entries
}

struct Writer<'w> {
    context: &'w RunContext<'w>,
    markdown: Markdown<'w>,
    anchors: Anchors,
    path: &'w str,
}

impl Writer<'_> {
    fn blocks(&mut self, source: &str, heading: u8, prefix: &str) -> String {
        let scope = Scope { heading, prefix, anchors: &mut self.anchors, language: None };
        self.markdown.blocks(source, scope)
    }

    fn section(&mut self, title: &str, body: &str, heading: u8) -> Section {
        let label = plain_line(title);
        let id = self.anchors.from_words("", &label);
        let body_html = self.blocks(body, heading + 1, &id);
        Section { title_html: self.markdown.line(title), label, body_html, id }
    }

    fn summary(&mut self) -> Option<Section> {
        let summary = self.context.run.summary.as_deref()?;
        Some(self.section("Executive Summary", summary, 2))
    }

    /// A report with no finding at all says "None." only where it was meant to have some.
    fn has_severities(&self) -> bool {
        !self.context.run.findings.is_empty() || self.context.run.kind.as_str() == "deep-review"
    }

    fn findings(&mut self, severity: Severity, heading: u8) -> Vec<FindingPart> {
        let of = |finding: &&Finding| finding.severity == severity;
        let mut shown =
            Shown { from: self.path, markdown: &self.markdown, anchors: &mut self.anchors, heading: heading + 1 };
        let findings = self.context.run.findings.iter().filter(of);
        findings.map(|finding| finding_part(self.context, finding, &mut shown, None)).collect()
    }

    fn groups(&mut self) -> Vec<Group> {
        if !self.has_severities() {
            return Vec::new();
        }
        let group = |(severity, words, title): (Severity, &str, &'static str)| {
            let id = self.anchors.from_words("", words);
            let findings = self.findings(severity, 3);
            Group { id, title, class: severity.word(), count: findings.len(), findings }
        };
        GROUPS.map(group).into()
    }

    fn design(&mut self) -> Option<Design> {
        let run = self.context.run;
        if !self.has_severities() && run.strengths.is_empty() {
            return None;
        }
        let id = self.anchors.from_words("", "Design Observations");
        let concerns_id = self.anchors.from_words("", "Concerns");
        let concerns = self.findings(Severity::Concern, 4);
        let strengths_id = self.anchors.from_words("", "Strengths");
        let strengths_html = run.strengths.iter().map(|strength| self.strength(strength)).collect();
        Some(Design { id, count: concerns.len(), concerns_id, concerns, strengths_id, strengths_html })
    }

    fn strength(&mut self, strength: &crate::model::run::Strength) -> String {
        let body = strength.body.trim();
        // A single paragraph needs none around it inside its list item.
        let mut out = if body.contains('\n') || starts_a_block(body) {
            self.blocks(body, 4, "strength")
        } else {
            self.markdown.line(body)
        };
        let badges: Vec<String> = strength
            .found_by
            .iter()
            .filter_map(|credit| self.context.run.reviewer(&credit.agent))
            .map(|reviewer| parts::badge(self.context.around, reviewer, self.context.short_name(reviewer)))
            .collect();
        if !badges.is_empty() && !out.contains("<span class=credit>") {
            out.push_str(" <span class=credit>");
            out.push_str(&badges.join(" "));
            out.push_str("</span>");
        }
        out
    }

    fn sections(&mut self) -> Vec<Section> {
        let run = self.context.run;
        run.sections.iter().map(|(title, body)| self.section(title, body, 2)).collect()
    }

    fn retro(&mut self) -> Option<Retro> {
        let run = self.context.run;
        let table = metrics::table(self.context, &self.markdown);
        let retro = run.retro.clone().unwrap_or_default();
        if table.is_none() && retro.agents.is_empty() && retro.summary.is_none() {
            return None;
        }
        let id = self.anchors.from_words("", "Agent Performance Retro");
        let agents = retro.agents.iter().map(|(agent, body)| self.retro_of(agent, body)).collect();
        let summary_id = self.anchors.from_words("retro", "Summary");
        let summary_html = retro.summary.map(|summary| self.blocks(&summary, 4, "retro")).unwrap_or_default();
        Some(Retro { id, agents, summary_id, table, summary_html })
    }

    fn retro_of(&mut self, agent: &Slug, body: &str) -> Section {
        let label = self.context.run.reviewer(agent).map_or_else(|| agent.to_string(), parts::name_and_model);
        let id = self.anchors.from_words("retro", agent.as_str());
        let body_html = self.blocks(body, 4, &id);
        Section { title_html: parts::text(&label), label, body_html, id }
    }

    /// One section a scope, in the order in which scopes first appear.
    fn recommendations(&mut self) -> Option<Recommendations> {
        let all = &self.context.run.recommendations;
        let mut scopes: Vec<&Slug> = Vec::new();
        for (scope, _) in all {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        if scopes.is_empty() {
            return None;
        }
        let id = self.anchors.from_words("", "Improvement Recommendations");
        let section = |scope: &Slug| {
            let bodies: Vec<&str> = all.iter().filter(|(of, _)| of == scope).map(|(_, body)| body.as_str()).collect();
            let title = match scope.as_str() {
                "repo-context" => "Repo context updates".to_owned(),
                "skill" => "Skill improvements".to_owned(),
                other => parts::slug_words(other),
            };
            self.section_of_bodies(&title, &bodies)
        };
        Some(Recommendations { id, scopes: scopes.into_iter().map(section).collect() })
    }

    fn section_of_bodies(&mut self, title: &str, bodies: &[&str]) -> Section {
        let id = self.anchors.from_words("", title);
        let items: Vec<String> = bodies.iter().map(|body| self.blocks(body, 4, &id)).collect();
        let body_html = match items.as_slice() {
            [only] => only.clone(),
            many => format!("<ul><li>{}</li></ul>", many.join("</li><li>")),
        };
        Section { title_html: parts::text(title), label: title.to_owned(), body_html, id }
    }

    fn originals(&mut self) -> Option<Originals> {
        let run = self.context.run;
        if run.originals.is_empty() {
            return None;
        }
        let route = Route::Originals(&run.id);
        let report = |(at, words): (usize, String)| (route.anchor_from(self.path, &original_anchor(at)), words);
        let words = run.originals.iter().map(|original| original_words(self.context, original));
        let reports = words.enumerate().map(report).collect();
        Some(Originals { id: self.anchors.from_words("", "Original Reports"), href: route.from(self.path), reports })
    }
}

/// The anchor of the nth raw report on its page.
#[must_use]
pub fn original_anchor(at: usize) -> String {
    format!("report-{}", at + 1)
}

/// Whose raw report it is.
#[must_use]
pub fn original_words(context: &RunContext<'_>, original: &crate::model::run::Original) -> String {
    let reviewer = context.run.reviewer(&original.agent);
    let name = reviewer.map_or_else(|| original.agent.to_string(), parts::name_and_model);
    match original.pass {
        Some(pass) => format!("{name}, pass {pass}"),
        None => name,
    }
}
