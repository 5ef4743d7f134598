//! A finding as Markdown, alone and in its review.

use super::document::Document;
use crate::model::finding::{Credit, Excerpt, Finding, Location};
use crate::page::parts::{RunContext, location_words, own_words};
use crate::page::route::Route;
use crate::page::run_pages::RunPages;
use crate::text::format;
use crate::text::markdown::{Markdown, plain_line, starts_a_block};
use crate::text::rewritten::{code_block, code_words, link, plain_words};

/// The document of one finding.
pub fn alone(pages: &RunPages<'_>, path: &str, at: usize) -> String {
    let (context, markdown) = (&pages.context, pages.context.markdown(pages.references_of_findings()));
    let finding = &context.run.findings[at];
    let review =
        link(&markdown.rewritten_line(context.run.title_line()), &Route::ReviewTwin(&context.run.id).from(path));
    let mut document = Document::default();
    let review = format!("Review: {review}, {}", context.run.date.words());
    push(&mut document, context, finding, Shown { markdown: &markdown, path, level: 1, first: Some(review) });
    document.finish()
}

/// Where a finding is written.
pub struct Shown<'s> {
    pub markdown: &'s Markdown<'s>,
    /// The file that it is written into.
    pub path: &'s str,
    /// Of its heading.
    pub level: u8,
    /// What is said of it first.
    pub first: Option<String>,
}

/// Appends a finding.
pub fn push(document: &mut Document, context: &RunContext<'_>, finding: &Finding, shown: Shown<'_>) {
    let Shown { markdown, path, level, first } = shown;
    document
        .heading(level, &format!("{}: {}", plain_words(finding.id.as_str()), markdown.rewritten_line(&finding.title)));
    document.list(first.into_iter().chain(about(context, finding, path)));
    let below = level + 1;
    if let Some(body) = &finding.body {
        document.block(&markdown.rewritten(body, below));
    }
    for excerpt in &finding.excerpts {
        document.block(&caption(context, excerpt));
        document.block(&code_block(excerpt.language.as_deref().unwrap_or_default(), &excerpt.code, ""));
    }
    if let Some(repro) = &finding.repro {
        document.block("**To reproduce:**");
        document.block(&code_block(repro.language.trim(), &repro.script, ""));
        if let Some(output) = &repro.output {
            document.block("**Output:**");
            document.block(&code_block("", output, ""));
        }
    }
    if let Some(fix) = finding.fix.as_deref().map(str::trim) {
        push_labelled(document, markdown, "Fix:", fix, below);
    }
    if let Some(patch) = &finding.patch {
        document.block("**Patch:**");
        document.block(&code_block("diff", patch, ""));
    }
    if let Some(resolution) = &finding.resolution {
        let commit = resolution.commit.as_deref().map(|sha| format!(" in {}", commit(context, sha)));
        let words = format!("**Resolution: {}**{}", resolution.action.words(), commit.unwrap_or_default());
        match resolution.reason.as_deref() {
            None => document.block(&words),
            Some(reason) => {
                document.block(&format!("{words}:"));
                document.block(&markdown.rewritten(reason, below));
            }
        }
    }
}

/// A label that runs into the text, where that begins with a paragraph.
fn push_labelled(document: &mut Document, markdown: &Markdown<'_>, label: &str, text: &str, heading: u8) {
    if starts_a_block(text) {
        document.block(&format!("**{label}**"));
        document.block(&markdown.rewritten(text, heading));
    } else {
        document.block(&markdown.rewritten(&format!("**{label}** {text}"), heading));
    }
}

fn about(context: &RunContext<'_>, finding: &Finding, path: &str) -> Vec<String> {
    let page = if context.inputs.has_page(finding.severity) {
        Route::Finding(&context.run.id, &finding.id).from(path)
    } else {
        Route::Review(&context.run.id).anchor_from(path, finding.id.as_str())
    };
    let found_by: Vec<String> = finding.found_by.iter().filter_map(|credit| finder(context, finding, credit)).collect();
    let places: Vec<String> = finding.locations.iter().map(|location| place(context, location)).collect();
    let tags: Vec<String> = finding.tags.iter().map(|tag| plain_words(&tag.as_str().replace('-', " "))).collect();
    let rule = finding.rule.as_ref().map(|rule| {
        let words = code_words(&rule.id);
        rule.url.as_ref().map_or_else(|| words.clone(), |url| link(&words, url))
    });
    let prints =
        finding.fingerprints.iter().map(|(name, print)| format!("{} {}", plain_words(name), code_words(print)));
    let continues = finding.lineage.continues().map(|before| {
        let place = match (&before.run, before.round) {
            (Some(run), _) => format!(" of {}", plain_words(run.as_str())),
            (None, Some(round)) => format!(" of round {round}"),
            (None, None) => String::new(),
        };
        format!("{}{place}", plain_words(before.finding.as_str()))
    });
    let judgement = &finding.judgement;
    let assessed = judgement.assessment.map(|assessment| {
        let by = judgement.by.as_deref().map(|by| format!(" by {}", plain_words(by)));
        let on = judgement.on.map(|on| format!(" on {}", plain_words(&on.machine())));
        format!("{}{}{}", assessment.words().to_lowercase(), by.unwrap_or_default(), on.unwrap_or_default())
    });
    let duplicate = judgement.duplicate_of.as_ref().map(|target| {
        let run = target.run.as_ref().map(|run| format!(" of {}", plain_words(run.as_str())));
        format!("{}{}", plain_words(target.finding.as_str()), run.unwrap_or_default())
    });
    let listed = |words: Vec<String>| (!words.is_empty()).then(|| words.join(", "));
    [
        ("Page", Some(link(&plain_words(finding.id.as_str()), &page))),
        ("Severity", Some(finding.severity.word().to_owned())),
        ("Found by", listed(found_by)),
        ("Where", listed(places)),
        ("Tags", listed(tags)),
        ("Rule", rule),
        ("Confidence", finding.confidence.map(format::figure)),
        ("Assessed as", assessed),
        ("Because", judgement.reason.as_deref().map(|reason| plain_words(&plain_line(reason)))),
        ("Duplicate of", duplicate),
        ("Continues", continues),
        ("Fingerprints", listed(prints.collect())),
    ]
    .into_iter()
    .filter_map(|(label, words)| Some(format!("{label}: {}", words?)))
    .collect()
}

fn finder(context: &RunContext<'_>, finding: &Finding, credit: &Credit) -> Option<String> {
    let name = match credit.role {
        None => context.inputs.agent_name(&context.run.reviewer(&credit.agent)?.agent),
        Some(_) => credit.agent.as_str(),
    };
    let own = own_words(credit, finding.severity);
    let own = if own.is_empty() { own } else { format!(" ({})", plain_words(&own)) };
    Some(format!("{}{own}", plain_words(name)))
}

fn place(context: &RunContext<'_>, location: &Location) -> String {
    let lines = location.start_line.map(|start| (start, location.end_line.unwrap_or(start)));
    lines_of(context, &location.path, lines)
}

fn lines_of(context: &RunContext<'_>, path: &str, lines: Option<(u32, u32)>) -> String {
    let words = code_words(&location_words(path, lines));
    context.source(path, lines).map_or_else(|| words.clone(), |address| link(&words, &address))
}

/// A commit, leading to the forge where that is known.
pub fn commit(context: &RunContext<'_>, sha: &str) -> String {
    let words = code_words(sha);
    let address = context.forge.as_ref().and_then(|forge| forge.commit(sha));
    address.map_or_else(|| words.clone(), |address| link(&words, &address))
}

/// Where an excerpt is from, and which of its lines are meant.
fn caption(context: &RunContext<'_>, excerpt: &Excerpt) -> String {
    let Some(path) = &excerpt.path else { return String::new() };
    let more = u32::try_from(excerpt.code.lines().count().saturating_sub(1)).unwrap_or(u32::MAX);
    let place = lines_of(context, path, excerpt.start_line.map(|start| (start, start.saturating_add(more))));
    let marked: Vec<String> = excerpt.highlight_lines.iter().map(ToString::to_string).collect();
    match marked.len() {
        0 => format!("{place}:"),
        1 => format!("{place}, line {} marked:", marked[0]),
        _ => format!("{place}, lines {} marked:", marked.join(", ")),
    }
}
