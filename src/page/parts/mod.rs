//! Pieces that several kinds of page show alike.

pub mod answer;
pub mod board;
mod code_ahead;
pub mod columns;
pub mod criteria;
mod finding_part;
mod judgement_part;
pub mod listed;
pub mod offers;
pub mod overlap;
mod proposed;
pub mod ranking;
mod review_card;
mod run_context;
pub mod since;
pub mod trends;
pub mod versions;
mod versions_words;

pub use code_ahead::begin_code;
pub use finding_part::{FindingPart, FindingPlace, finding_part, own_words};
pub use judgement_part::{needs as duplicates_needs, state_words};
pub use proposed::proposal_href;
pub use review_card::{needs as card_needs, review_card};
pub use run_context::{RunContext, location_words, needs as run_needs, text_needs};
pub use since::needs as rounds_needs;

use super::inputs::Inputs;
use super::route::Route;
use crate::chart::Swatch;
use crate::chart::skyline::skyline;
use crate::model::run::{Original, with_model};
use crate::model::{Digest, Reviewer, Severity, Slug};
use crate::text::Html;
use crate::text::format;
use crate::text::markdown::{Markdown, plain_line};
use crate::text::references::References;
use chrono::Datelike;
use serde::Serialize;

/// One review in a list.
#[derive(Debug, Serialize)]
pub struct ReviewRow {
    date: String,
    day: String,
    href: String,
    title: Html,
    /// Repository and number, round, duration.
    small: String,
    verdict: Option<String>,
    /// Whether the verdict asks for another round.
    grave: bool,
    total: String,
    skyline: Html,
    who: Vec<Badge>,
}

/// A run as a row; the year is written out where it is not `year`.
#[must_use]
pub fn review_row(inputs: &Inputs<'_>, at: usize, from: &str, year: i32) -> ReviewRow {
    let run = inputs.digest(at);
    let references = References::default();
    let markdown = Markdown { references: &references, highlighter: inputs.highlighter() };
    let mut small = vec![subject_words(run)];
    if inputs.rounds(at).len() > 1 {
        small.push(format!("round {}", inputs.round(at)));
    }
    small.extend(run.wall_clock_seconds.map(format::duration_clock));
    ReviewRow {
        date: run.date.machine(),
        day: day_words(run.date.day(), year),
        href: Route::Review(&run.id).from(from),
        title: markdown.line_in_link(&run.title),
        small: small.join(" · "),
        verdict: verdict_words(run),
        grave: is_grave(run),
        total: format::count(run.findings.len()),
        skyline: skyline(Severity::ALL.map(|severity| run.count(severity))),
        who: run.reviewers.iter().map(|reviewer| badge(inputs, reviewer, called(inputs, reviewer))).collect(),
    }
}

/// `harbour#418`, or the repository, or the branch, or the kind.
#[must_use]
pub fn subject_words(run: &Digest) -> String {
    let name = run.repository.as_deref().map(|repository| repository.rsplit('/').next().unwrap_or(repository));
    match (name, run.pull_request) {
        (Some(name), Some(number)) => format!("{name}#{number}"),
        (Some(name), None) => format!("{name} · {}", kind_words(run.kind.as_str())),
        (None, Some(number)) => format!("#{number}"),
        (None, None) => kind_words(run.kind.as_str()),
    }
}

/// `29 May`, with the year where it is another one.
#[must_use]
pub fn day_words(day: chrono::NaiveDate, year: i32) -> String {
    let words = if day.year() == year { day.format("%-d %b") } else { day.format("%-d %b %Y") };
    words.to_string()
}

/// `2026-04` as `April 2026`.
#[must_use]
pub fn month_words(month: &str) -> String {
    let first = chrono::NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d");
    first.map_or_else(|_| month.to_owned(), |day| day.format("%B %Y").to_string())
}

/// The verdict in words: its label, else its decision.
#[must_use]
pub fn verdict_words(run: &Digest) -> Option<String> {
    let (decision, label) = run.verdict.as_ref()?;
    label.as_deref().map(plain_line).or_else(|| decision.as_ref().map(|decision| slug_words(decision.as_str())))
}

/// Whether the verdict asks for another round.
#[must_use]
pub fn is_grave(run: &Digest) -> bool {
    let decision = run.verdict.as_ref().and_then(|(decision, _)| decision.as_ref());
    decision.is_some_and(|decision| decision.as_str() == "rework")
}

/// `deep-review` as `Deep review`.
#[must_use]
pub fn slug_words(slug: &str) -> String {
    let words = slug.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The kind of a report in words; abbreviations in capitals.
#[must_use]
pub fn kind_words(kind: &str) -> String {
    let words = slug_words(kind);
    match words.strip_prefix("Ci ") {
        Some(rest) => format!("CI {rest}"),
        None => words,
    }
}

/// A scope of recommendations in words.
#[must_use]
pub fn scope_words(scope: &Slug) -> String {
    match scope.as_str() {
        "repo-context" => "Repo context updates".to_owned(),
        "skill" => "Skill improvements".to_owned(),
        other => slug_words(other),
    }
}

/// `a`, `a and b`, `a, b and c`; the word before the last may be another.
#[must_use]
pub fn enumerated(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// A reviewer in the colour of its agent: what the component `badge` of the templates shows.
#[derive(Clone, Debug, Serialize)]
pub struct Badge {
    /// 1 to 8; 0 for one that is no agent of the site.
    colour: usize,
    /// See [`AgentLink::mark`](crate::page::inputs::AgentLink::mark).
    mark: &'static str,
    words: String,
    /// Why nothing came back of it, in a word: shown struck out.
    failed: Option<&'static str>,
}

/// A reviewer as a badge with these words.
#[must_use]
pub fn badge(inputs: &Inputs<'_>, reviewer: &Reviewer, words: &str) -> Badge {
    let Swatch { colour, mark } = inputs.agent_swatch(&reviewer.agent);
    Badge { colour, mark, words: words.to_owned(), failed: reviewer.lost_as() }
}

impl Badge {
    /// For an agent that is on a panel, by the name that the site has for it.
    #[must_use]
    pub fn of_agent(inputs: &Inputs<'_>, agent: &Slug) -> Self {
        let Swatch { colour, mark } = inputs.agent_swatch(agent);
        Self { colour, mark, words: inputs.agent_name(agent).to_owned(), failed: None }
    }

    /// For somebody who is on no panel: a name alone.
    #[must_use]
    pub fn of_outsider(agent: &Slug) -> Self {
        Self { colour: 0, mark: "", words: agent.to_string(), failed: None }
    }
}

/// Words that lead somewhere, where that is known.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// Without markup but for the badges of signs that cannot be shown.
    pub words: Html,
    /// `None`: not a link.
    pub href: Option<String>,
}

/// A reviewer's name as its run has it, or as the site has it where the run's is also another agent's.
#[must_use]
pub fn called<'a>(inputs: &Inputs<'a>, reviewer: &'a Reviewer) -> &'a str {
    match inputs.agent(&reviewer.agent) {
        Some(member) if member.shares_name => &member.name,
        _ => reviewer.display_name(),
    }
}

/// A reviewer's name and model as its run has them: the model alone where it holds the name already. Where another
/// reviewer of the run has the same, the name that the site has for it.
#[must_use]
pub fn name_and_model(context: &RunContext<'_>, reviewer: &Reviewer) -> String {
    let words = |reviewer: &Reviewer| match reviewer.model.as_deref() {
        None => reviewer.display_name().to_owned(),
        Some(model) => with_model(reviewer.display_name(), model),
    };
    let own = words(reviewer);
    let mut others = context.run.reviewers.iter().filter(|other| other.agent != reviewer.agent);
    if others.any(|other| words(other).eq_ignore_ascii_case(&own)) {
        return context.inputs.agent_name(&reviewer.agent).to_owned();
    }
    own
}

/// One severity and how many findings have it.
#[derive(Debug, Serialize)]
pub struct Tally {
    class: &'static str,
    /// Whether there is none, shown grey.
    none: bool,
    count: String,
    words: &'static str,
}

/// A run's findings counted by severity, for the component `tally`.
#[must_use]
pub fn tally(counts: [usize; 4]) -> Vec<Tally> {
    Severity::ALL
        .iter()
        .zip(counts)
        .map(|(severity, count)| Tally {
            class: severity.word(),
            none: count == 0,
            count: format::count(count),
            words: severity.plural(count),
        })
        .collect()
}

/// The counts of a run in a sentence: `3 important, 4 suggestions`; `no findings`.
#[must_use]
pub fn tally_words(counts: [usize; 4]) -> String {
    let words: Vec<String> = Severity::ALL
        .iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| format!("{} {}", format::count(count), severity.plural(count)))
        .collect();
    if words.is_empty() { "no findings".to_owned() } else { words.join(", ") }
}

/// The anchor of the nth raw report on its page.
#[must_use]
pub fn original_anchor(at: usize) -> String {
    format!("report-{}", at + 1)
}

/// The name of a raw report: its agent, model and pass.
#[must_use]
pub fn original_words(context: &RunContext<'_>, original: &Original) -> String {
    let reviewer = context.run.reviewer(&original.agent);
    let name = reviewer.map_or_else(|| original.agent.to_string(), |reviewer| name_and_model(context, reviewer));
    match original.pass {
        Some(pass) => format!("{name}, pass {pass}"),
        None => name,
    }
}
