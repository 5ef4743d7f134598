//! A finding as it is shown on its review's page and on its own.

use super::run_context::RunContext;
use super::{badge, code, link, text};
use crate::model::finding::{Assessment, Credit, Excerpt, Finding, Location, Repro, Resolution};
use crate::model::{Severity, Slug};
use crate::page::route::Route;
use crate::text::code::{self as code_html, Code, CodeStyle, Figure, Name, name_of};
use crate::text::highlight::language_of_path;
use crate::text::markdown::{Anchors, Markdown, Scope, starts_a_block};
use serde::Serialize;

/// A finding in words and HTML.
#[derive(Debug, Serialize)]
pub struct FindingPart {
    /// The id, which is the anchor.
    pub id: String,
    aliases: Vec<String>,
    /// The severity's class and word.
    class: &'static str,
    severity: String,
    /// One line of HTML.
    pub title_html: String,
    tags: Vec<String>,
    false_positive: bool,
    found_by_html: String,
    /// Locations that no excerpt shows.
    places_html: Vec<String>,
    /// The main location in words, where there are several, for "copy as Markdown".
    place: Option<String>,
    rule_html: Option<String>,
    confidence: Option<String>,
    excerpts_html: String,
    body_html: String,
    repro_html: Option<String>,
    fix_html: String,
    patch_html: Option<String>,
    resolution: Option<ResolutionPart>,
    rounds_html: Option<String>,
    fingerprints: Vec<(String, String)>,
    /// The finding's own page, or its anchor where it has none.
    page: String,
}

/// What came of a finding.
#[derive(Debug, Serialize)]
struct ResolutionPart {
    acted_on: bool,
    words: &'static str,
    commit_html: Option<String>,
    reason_html: String,
}

/// Where a finding is shown.
pub struct Shown<'s, 'm> {
    /// The page's file.
    pub from: &'s str,
    /// Reads its texts.
    pub markdown: &'s Markdown<'m>,
    /// Ids of the page.
    pub anchors: &'s mut Anchors,
    /// Level of headings inside its texts.
    pub heading: u8,
}

impl FindingPart {
    /// The HTML of one of its fields, if it means the same on every page.
    fn reused(made: &mut Option<Self>, field: impl FnOnce(&mut Self) -> &mut String) -> Option<String> {
        let html = std::mem::take(field(made.as_mut()?));
        stands_anywhere(&html).then_some(html)
    }
}

/// Whether no link in HTML made here depends on the page that it stands on: each begins with a scheme.
fn stands_anywhere(html: &str) -> bool {
    let mut links = html.split(" href=").skip(1).map(|link| link.strip_prefix('"').unwrap_or(link));
    links.all(|link| ["https://", "http://", "mailto:"].iter().any(|scheme| link.starts_with(scheme)))
}

/// Fills the view of one finding. What was `made` of it for another page of the run is taken over where it holds on
/// this one too, since code and texts cost far more to colour than to look through.
#[must_use]
pub fn finding_part(
    context: &RunContext<'_>,
    finding: &Finding,
    shown: &mut Shown<'_, '_>,
    mut made: Option<FindingPart>,
) -> FindingPart {
    let main_path = finding.locations.first().map(|location| location.path.as_str());
    let language = finding.excerpts.first().and_then(|excerpt| excerpt.language.as_deref());
    let language = language.or_else(|| main_path.and_then(language_of_path));
    let mut texts = Texts { shown, id: finding.id.as_str(), language };
    let body_html = FindingPart::reused(&mut made, |made| &mut made.body_html)
        .unwrap_or_else(|| finding.body.as_deref().map(|body| texts.blocks(body)).unwrap_or_default());
    let fix_html = FindingPart::reused(&mut made, |made| &mut made.fix_html)
        .unwrap_or_else(|| finding.fix.as_deref().map(|fix| texts.fix(fix)).unwrap_or_default());
    let resolution = finding.resolution.as_ref().map(|resolution| resolution_part(context, resolution, &mut texts));
    let style = CodeStyle { highlighter: &context.around.highlighter, language };
    let review = Route::Review(&context.run.id);
    let has_page = context.around.has_page(finding.severity);
    FindingPart {
        id: finding.id.to_string(),
        aliases: finding
            .aliases
            .iter()
            .filter(|alias| shown.anchors.take(alias.as_str()))
            .map(Slug::to_string)
            .collect(),
        class: finding.severity.word(),
        severity: super::slug_words(finding.severity.word()),
        title_html: shown.markdown.line(&finding.title),
        tags: finding.tags.iter().map(|tag| tag.as_str().replace('-', " ")).collect(),
        false_positive: finding.assessment == Some(Assessment::FalsePositive),
        found_by_html: found_by_html(context, finding),
        places_html: places_without_excerpt(finding).map(|location| context.location(location)).collect(),
        place: finding.locations.first().filter(|_| finding.locations.len() > 1).map(place_words),
        rule_html: finding.rule.as_ref().map(|rule| match &rule.url {
            Some(url) => link(url, &rule.id),
            None => code(&rule.id),
        }),
        confidence: finding.confidence.map(crate::text::format::figure),
        excerpts_html: FindingPart::reused(&mut made, |made| &mut made.excerpts_html)
            .unwrap_or_else(|| excerpts_html(context, finding)),
        body_html,
        repro_html: finding.repro.as_ref().map(|repro| {
            FindingPart::reused(&mut made, |made| made.repro_html.get_or_insert_default())
                .unwrap_or_else(|| repro_html(context, repro))
        }),
        fix_html,
        patch_html: finding.patch.as_deref().map(|patch| {
            let href = Route::Patch(&context.run.id, &finding.id).from(shown.from);
            let caption = format!("Patch<a class=\"link\" href=\"{href}\" download>Download patch</a>");
            Figure { name: Name::Caption(&caption), code: code_html::diff(&style, patch) }.html()
        }),
        resolution,
        rounds_html: rounds_html(context, finding, shown.from),
        fingerprints: finding.fingerprints.clone(),
        page: if has_page {
            Route::Finding(&context.run.id, &finding.id).from(shown.from)
        } else {
            review.anchor_from(shown.from, finding.id.as_str())
        },
    }
}

/// The texts of one finding, whose anchors start with its id.
struct Texts<'t, 's, 'm> {
    shown: &'t mut Shown<'s, 'm>,
    id: &'t str,
    language: Option<&'t str>,
}

impl Texts<'_, '_, '_> {
    fn blocks(&mut self, source: &str) -> String {
        let shown = &mut *self.shown;
        let scope =
            Scope { heading: shown.heading, prefix: self.id, anchors: &mut *shown.anchors, language: self.language };
        shown.markdown.blocks(source, scope)
    }

    /// "Fix:" runs into the first paragraph; before any other block it stands alone.
    fn fix(&mut self, fix: &str) -> String {
        let fix = fix.trim();
        if starts_a_block(fix) {
            format!("<p><strong>Fix:</strong></p>\n{}", self.blocks(fix))
        } else {
            self.blocks(&format!("**Fix:** {fix}"))
        }
    }
}

fn found_by_html(context: &RunContext<'_>, finding: &Finding) -> String {
    let badges = finding.found_by.iter().filter_map(|credit| {
        let reviewer = context.run.reviewer(&credit.agent)?;
        let mut out = badge(context.around, reviewer, context.short_name(reviewer));
        let own = own_words(credit, finding.severity);
        if !own.is_empty() {
            out.push_str(" <small>(");
            out.push_str(&text(&own));
            out.push_str(")</small>");
        }
        Some(out)
    });
    badges.collect::<Vec<_>>().join(" ")
}

/// What differs in the agent's own report: `as S3, rated suggestion, pass 2`.
fn own_words(credit: &Credit, consolidated: Severity) -> String {
    let reference = credit.reference.as_ref().map(|reference| format!("as {reference}"));
    let rated = credit.severity.filter(|own| *own != consolidated).map(|own| format!("rated {}", own.word()));
    let pass = credit.pass.filter(|pass| *pass > 1).map(|pass| format!("pass {pass}"));
    [reference, rated, pass].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn place_words(location: &Location) -> String {
    let lines = location.start_line.map(|start| (start, location.end_line.unwrap_or(start)));
    super::run_context::location_words(&location.path, lines)
}

fn places_without_excerpt(finding: &Finding) -> impl Iterator<Item = &Location> {
    let mut captions: Vec<&Location> =
        finding.excerpts.iter().filter_map(|excerpt| location_of(finding, excerpt)).collect();
    finding.locations.iter().filter(move |location| match captions.iter().position(|shown| shown == location) {
        Some(at) => {
            captions.remove(at);
            false
        }
        None => true,
    })
}

/// The location that an excerpt shows: of its file, and where the excerpt has a number, overlapping it.
fn location_of<'f>(finding: &'f Finding, excerpt: &Excerpt) -> Option<&'f Location> {
    let path = excerpt.path.as_ref()?;
    let last = excerpt.start_line.map(|start| start.saturating_add(line_count(&excerpt.code)));
    finding.locations.iter().find(|location| {
        let overlaps = match (excerpt.start_line.zip(last), location.start_line) {
            (Some((first, last)), Some(start)) => start <= last && location.end_line.unwrap_or(start) >= first,
            _ => true,
        };
        location.path == *path && overlaps
    })
}

fn line_count(code: &str) -> u32 {
    u32::try_from(code.lines().count().saturating_sub(1)).unwrap_or(u32::MAX)
}

fn excerpts_html(context: &RunContext<'_>, finding: &Finding) -> String {
    let excerpts = finding.excerpts.iter().map(|excerpt| {
        let language = excerpt.language.as_deref().or_else(|| excerpt.path.as_deref().and_then(language_of_path));
        let style = CodeStyle { highlighter: &context.around.highlighter, language };
        let code = code_html::excerpt(&style, &excerpt.code, excerpt.start_line, &excerpt.highlight_lines);
        let caption = match (&excerpt.path, location_of(finding, excerpt)) {
            (Some(_), Some(location)) => context.location(location),
            (Some(path), None) => {
                let lines = excerpt.start_line.map(|start| (start, start.saturating_add(line_count(&excerpt.code))));
                context.lines_of(path, lines)
            }
            (None, _) => {
                let label = format!("Excerpt of {}", finding.id);
                return Figure { name: Name::Label(&label), code }.html();
            }
        };
        Figure { name: Name::Caption(&caption), code }.html()
    });
    excerpts.collect()
}

fn repro_html(context: &RunContext<'_>, repro: &Repro) -> String {
    let name = name_of(&repro.language).unwrap_or(&repro.language);
    let lines = Code::coloured(&context.around.highlighter, &repro.language, repro.script.trim_end());
    let script = Figure { name: Name::Caption(&text(name)), code: lines }.html();
    let output = repro
        .output
        .as_deref()
        .map(|output| Figure { name: Name::Caption("Output"), code: Code::plain(output.trim_end()) }.html());
    script + &output.unwrap_or_default()
}

fn resolution_part(context: &RunContext<'_>, resolution: &Resolution, texts: &mut Texts<'_, '_, '_>) -> ResolutionPart {
    ResolutionPart {
        acted_on: resolution.action.acted_on(),
        words: resolution.action.words(),
        commit_html: resolution.commit.as_deref().map(|commit| {
            match context.forge.as_ref().and_then(|forge| forge.commit(commit)) {
                Some(address) => format!("<a href=\"{address}\">{}</a>", code(commit)),
                None => code(commit),
            }
        }),
        reason_html: resolution.reason.as_deref().map(|reason| texts.blocks(reason)).unwrap_or_default(),
    }
}

/// Where the same finding stood before, and where it stands later.
fn rounds_html(context: &RunContext<'_>, finding: &Finding, from: &str) -> Option<String> {
    let around = context.around;
    let words = |(at, id): &(usize, Slug)| {
        let href = Route::Review(&around.corpus.runs[*at].id).anchor_from(from, id.as_str());
        let place = if around.rounds.all(*at).contains(&context.at) {
            format!("round {}", around.rounds.number(*at))
        } else {
            around.corpus.runs[*at].id.to_string()
        };
        format!("{} in {}", link(&href, id.as_str()), text(&place))
    };
    let mut earlier = Vec::new();
    let mut here = (context.at, finding.id.clone());
    // A chain that bites its tail ends where it was.
    while let Some(before) = around.rounds.earlier(here.0, &here.1) {
        if earlier.len() > 64 || *before == (context.at, finding.id.clone()) {
            break;
        }
        earlier.push(words(before));
        here = before.clone();
    }
    let later: Vec<String> = around.rounds.later(context.at, &finding.id).iter().map(words).collect();
    let mut out = Vec::new();
    if !earlier.is_empty() {
        earlier.reverse();
        out.push(format!("Seen before as {}.", earlier.join(", ")));
    } else if let Some(continues) = &finding.continues {
        let place = match (&continues.run, continues.round) {
            (Some(run), _) => format!(" in {run}"),
            (None, Some(round)) => format!(" in round {round}"),
            (None, None) => String::new(),
        };
        out.push(format!(
            "Seen before as {}{}, which this archive does not hold.",
            text(continues.finding.as_str()),
            text(&place)
        ));
    }
    if !later.is_empty() {
        out.push(format!("Seen again as {}.", later.join(", ")));
    }
    (!out.is_empty()).then(|| out.join(" "))
}
