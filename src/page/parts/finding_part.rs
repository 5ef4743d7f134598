//! A finding as it is shown on its review's page and on its own.

use super::code_ahead::{excerpt_language, finding_language};
use super::judgement_part::{FoundAgain, JudgementPart, found_again, judgement_part};
use super::run_context::RunContext;
use super::since::{Since, since};
use super::{Badge, Link};
use crate::model::finding::{Credit, Excerpt, Finding, Location, Repro, Resolution};
use crate::model::{Severity, Slug};
use crate::page::route::Route;
use crate::text::Html;
use crate::text::code::{self, Code, CodeStyle, name_of};
use crate::text::markdown::{Anchors, Markdown, Scope, starts_a_block};
use serde::Serialize;

/// A finding in words and HTML: what the components `about` and `substance` of the templates show.
#[derive(Debug, Serialize)]
pub struct FindingPart {
    /// The id, which is the anchor.
    pub id: String,
    aliases: Vec<String>,
    /// The severity's class and word.
    class: &'static str,
    severity: String,
    /// One line.
    title: Html,
    tags: Vec<String>,
    judgement: Option<JudgementPart>,
    found_by: Vec<FinderPart>,
    found_again: Option<FoundAgain>,
    /// Locations that no excerpt shows.
    places: Vec<Link>,
    /// The page of the file that it stands on, if that has one.
    file: Option<String>,
    /// The main location in words, where there are several, for "copy as Markdown".
    place: Option<String>,
    rule: Option<Link>,
    confidence: Option<String>,
    excerpts: Vec<ExcerptPart>,
    body: Html,
    repro: Option<ReproPart>,
    /// Whether the fix begins with something that "Fix:" cannot run into.
    fix_stands_apart: bool,
    fix: Html,
    patch: Option<PatchPart>,
    resolution: Option<ResolutionPart>,
    /// What came before it, and after.
    since: Option<Since>,
    fingerprints: Vec<(String, Html)>,
    /// The finding's own page, or its anchor where it has none.
    page: String,
}

/// Who found it, and what differs in the agent's own report.
#[derive(Debug, Serialize)]
struct FinderPart {
    badge: Badge,
    own: String,
}

/// Code of the repository: its place where that is known, else a label for screen readers.
#[derive(Debug, Serialize)]
struct ExcerptPart {
    place: Option<Link>,
    label: Option<String>,
    code: Code,
}

/// Steps to reproduce it, and their output.
#[derive(Debug, Serialize)]
struct ReproPart {
    language: String,
    script: Code,
    output: Option<Code>,
}

/// A patch, and where it can be downloaded, if it can.
#[derive(Debug, Serialize)]
struct PatchPart {
    href: Option<String>,
    code: Code,
}

/// The resolution of a finding.
#[derive(Debug, Serialize)]
struct ResolutionPart {
    acted_on: bool,
    words: &'static str,
    commit: Option<Link>,
    reason: Html,
}

/// The page that a finding is shown on, as far as its texts depend on it.
pub struct FindingPlace<'s, 'm> {
    /// The page's file.
    pub from: &'s str,
    /// Reads its texts.
    pub markdown: &'s Markdown<'m>,
    /// Ids of the page.
    pub anchors: &'s mut Anchors,
    /// Level of headings inside its texts.
    pub heading: u8,
}

/// What another page of the run has made of a finding already.
struct Reused(Option<FindingPart>);

impl Reused {
    /// A text, if it means the same on every page.
    fn text(&mut self, field: impl FnOnce(&mut FindingPart) -> &mut Html) -> Option<Html> {
        let html = std::mem::take(field(self.0.as_mut()?));
        html.is_portable().then_some(html)
    }

    /// Whatever depends on no page.
    fn part<T: Default>(&mut self, field: impl FnOnce(&mut FindingPart) -> &mut T) -> Option<T> {
        Some(std::mem::take(field(self.0.as_mut()?)))
    }
}

/// Fills the view of one finding. What was `made` of it for another page of the run is taken over where it holds on
/// this one too, since code and texts cost far more to colour than to look through.
#[must_use]
pub fn finding_part(
    context: &RunContext<'_>,
    finding: &Finding,
    shown: &mut FindingPlace<'_, '_>,
    made: Option<FindingPart>,
) -> FindingPart {
    let mut made = Reused(made);
    let language = finding_language(finding);
    let mut texts = Texts { shown, id: finding.id.as_str(), language };
    let body = made
        .text(|made| &mut made.body)
        .unwrap_or_else(|| finding.body.as_deref().map(|body| texts.blocks(body)).unwrap_or_default());
    let fix_stands_apart = finding.fix.as_deref().is_some_and(|fix| starts_a_block(fix.trim()));
    let fix = made
        .text(|made| &mut made.fix)
        .unwrap_or_else(|| finding.fix.as_deref().map(|fix| texts.fix(fix)).unwrap_or_default());
    let resolution = finding.resolution.as_ref().map(|resolution| resolution_part(context, resolution, &mut texts));
    let why = finding.judgement.reason.as_deref().map(|reason| texts.blocks(reason));
    let style = CodeStyle { highlighter: context.inputs.highlighter(), language };
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
        title: shown.markdown.line(&finding.title),
        tags: finding.tags.iter().map(|tag| tag.as_str().replace('-', " ")).collect(),
        judgement: judgement_part(context, finding, shown.from, why),
        found_by: finding.found_by.iter().filter_map(|credit| finder(context, finding, credit)).collect(),
        found_again: found_again(context, finding, shown.from),
        places: places_without_excerpt(finding).map(|location| context.location(location)).collect(),
        file: finding.locations.first().and_then(|main| context.inputs.file_of(context.at, &main.path, shown.from)),
        place: finding.locations.first().filter(|_| finding.locations.len() > 1).map(place_words),
        rule: finding
            .rule
            .as_ref()
            .map(|rule| Link { words: Html::code(&rule.id), href: rule.url.as_ref().map(ToString::to_string) }),
        confidence: finding.confidence.map(crate::text::format::figure),
        excerpts: made.part(|made| &mut made.excerpts).unwrap_or_else(|| excerpts(context, finding)),
        body,
        repro: finding
            .repro
            .as_ref()
            .map(|repro| made.part(|made| &mut made.repro).flatten().unwrap_or_else(|| repro_part(context, repro))),
        fix_stands_apart,
        fix,
        patch: finding.patch.as_deref().map(|patch| PatchPart {
            href: finding.patch_file().map(|_| Route::Patch(&context.run.id, &finding.id).from(shown.from)),
            code: code::diff(&style, patch),
        }),
        resolution,
        since: since(context, finding, shown.from),
        fingerprints: finding.fingerprints.iter().map(|(name, print)| (name.clone(), Html::code(print))).collect(),
        page: page_of(context, finding, shown.from),
    }
}

fn page_of(context: &RunContext<'_>, finding: &Finding, from: &str) -> String {
    if context.inputs.has_page(finding.severity) {
        Route::Finding(&context.run.id, &finding.id).from(from)
    } else {
        Route::Review(&context.run.id).anchor_from(from, finding.id.as_str())
    }
}

/// The texts of one finding, whose anchors start with its id.
struct Texts<'t, 's, 'm> {
    shown: &'t mut FindingPlace<'s, 'm>,
    id: &'t str,
    language: Option<&'t str>,
}

impl Texts<'_, '_, '_> {
    fn blocks(&mut self, source: &str) -> Html {
        let shown = &mut *self.shown;
        let scope =
            Scope { heading: shown.heading, prefix: self.id, anchors: &mut *shown.anchors, language: self.language };
        shown.markdown.blocks(source, scope)
    }

    /// "Fix:" runs into the first paragraph; before any other block the template puts it on a line of its own.
    fn fix(&mut self, fix: &str) -> Html {
        let fix = fix.trim();
        if starts_a_block(fix) { self.blocks(fix) } else { self.blocks(&format!("**Fix:** {fix}")) }
    }
}

fn finder(context: &RunContext<'_>, finding: &Finding, credit: &Credit) -> Option<FinderPart> {
    let badge = match credit.role {
        None => context.badge(context.run.reviewer(&credit.agent)?),
        Some(_) => Badge::of_outsider(&credit.agent),
    };
    Some(FinderPart { badge, own: own_words(credit, finding.severity) })
}

/// As what it reported the finding, and what differs in its own report: `earlier round`, `as S3, rated suggestion, pass 2`.
#[must_use]
pub fn own_words(credit: &Credit, consolidated: Severity) -> String {
    let role = credit.role.map(|role| role.words().to_owned()).filter(|role| role != credit.agent.as_str());
    let reference = credit.reference.as_ref().map(|reference| format!("as {reference}"));
    let rated = credit.severity.filter(|own| *own != consolidated).map(|own| format!("rated {}", own.word()));
    let pass = credit.pass.filter(|pass| *pass > 1).map(|pass| format!("pass {pass}"));
    [role, reference, rated, pass].into_iter().flatten().collect::<Vec<_>>().join(", ")
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

fn excerpts(context: &RunContext<'_>, finding: &Finding) -> Vec<ExcerptPart> {
    let excerpt_part = |excerpt: &Excerpt| {
        let style = CodeStyle { highlighter: context.inputs.highlighter(), language: excerpt_language(excerpt) };
        let place = match (&excerpt.path, location_of(finding, excerpt)) {
            (Some(_), Some(location)) => Some(context.location(location)),
            (Some(path), None) => {
                let lines = excerpt.start_line.map(|start| (start, start.saturating_add(line_count(&excerpt.code))));
                Some(context.lines_of(path, lines))
            }
            (None, _) => None,
        };
        ExcerptPart {
            label: place.is_none().then(|| format!("Excerpt of {}", finding.id)),
            place,
            code: code::excerpt(&style, &excerpt.code, excerpt.start_line, &excerpt.highlight_lines),
        }
    };
    finding.excerpts.iter().map(excerpt_part).collect()
}

fn repro_part(context: &RunContext<'_>, repro: &Repro) -> ReproPart {
    // The box is named by it, so that it may not be nothing.
    let language = Some(repro.language.trim()).filter(|language| !language.is_empty()).unwrap_or("Script");
    ReproPart {
        language: name_of(language).unwrap_or(language).to_owned(),
        script: Code::coloured(context.inputs.highlighter(), &repro.language, repro.script.trim_end()),
        output: repro.output.as_deref().map(|output| Code::plain(output.trim_end())),
    }
}

fn resolution_part(context: &RunContext<'_>, resolution: &Resolution, texts: &mut Texts<'_, '_, '_>) -> ResolutionPart {
    ResolutionPart {
        acted_on: resolution.action.acted_on(),
        words: resolution.action.words(),
        commit: resolution.commit.as_deref().map(|commit| context.commit(commit, commit)),
        reason: resolution.reason.as_deref().map(|reason| texts.blocks(reason)).unwrap_or_default(),
    }
}
