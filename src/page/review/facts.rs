//! The head of a review: date, author, change, commits, panel, verdict, rounds, and whatever else the run states.

use crate::model::finding::Action;
use crate::model::{Digest, Reviewer};
use crate::page::parts::{self, RunContext, code, link, text};
use crate::page::route::Route;
use crate::text::format;
use crate::text::markdown::{Markdown, plain_line};
use serde::Serialize;

/// A row of the head.
#[derive(Debug, Serialize)]
pub struct FactRow {
    label_html: String,
    value_html: String,
}

/// All rows that the run has something for.
pub fn rows(context: &RunContext<'_>, markdown: &Markdown<'_>, from: &str) -> Vec<FactRow> {
    let run = context.run;
    let mut rows = vec![FactRow {
        label_html: "Date".to_owned(),
        value_html: format!("<time datetime=\"{}\">{}</time>", run.date.machine(), text(&run.date.words())),
    }];
    let mut add = |label: &str, value: Option<String>| {
        rows.extend(value.map(|value_html| FactRow { label_html: text(label), value_html }));
    };
    add("Author", author(context));
    add(change_label(context), change(context, markdown));
    add("Branch", branch(context));
    add("Revision", revision(context));
    add("Commits", commits(context, markdown));
    add("Reviewers", reviewers(context, markdown));
    add("Verdict", verdict(context, markdown));
    add("Wall-clock time", run.wall_clock_seconds.map(format::duration_words));
    add("Round", rounds(context, from));
    let facts = run.facts.iter();
    rows.extend(
        facts.map(|(label, value)| FactRow { label_html: markdown.line(label), value_html: markdown.line(value) }),
    );
    rows
}

fn author(context: &RunContext<'_>) -> Option<String> {
    let author = context.run.subject.author.as_deref()?;
    let page = context.forge.as_ref().and_then(|forge| forge.person(author));
    Some(page.map_or_else(|| text(author), |page| link(&page, author)))
}

fn change_label(context: &RunContext<'_>) -> &'static str {
    if context.run.subject.pull_request.is_some() { "PR" } else { "Repository" }
}

fn change(context: &RunContext<'_>, markdown: &Markdown<'_>) -> Option<String> {
    let subject = &context.run.subject;
    let Some(number) = subject.pull_request else {
        return subject.repository.as_deref().map(text);
    };
    let number_html = match &context.forge {
        Some(forge) => link(&forge.pull_request(number), &format!("#{number}")),
        None => format!("#{number}"),
    };
    Some(match &subject.title {
        Some(title) => format!("{number_html} — {}", markdown.line(title)),
        None => number_html,
    })
}

fn branch(context: &RunContext<'_>) -> Option<String> {
    let subject = &context.run.subject;
    match (&subject.branch, &subject.base) {
        (Some(branch), Some(base)) => Some(format!("{} → {}", code(branch), code(base))),
        (Some(branch), None) => Some(code(branch)),
        (None, Some(base)) => Some(format!("→ {}", code(base))),
        (None, None) => None,
    }
}

/// Only where no commit says it.
fn revision(context: &RunContext<'_>) -> Option<String> {
    let subject = &context.run.subject;
    let revision = subject.revision.as_deref()?;
    let listed =
        subject.commits.iter().any(|commit| commit.sha.starts_with(revision) || revision.starts_with(&commit.sha));
    (!listed).then(|| commit_html(context, revision))
}

fn commit_html(context: &RunContext<'_>, sha: &str) -> String {
    let short = sha.get(..8).filter(|_| crate::model::forge::is_sha(sha)).unwrap_or(sha);
    match context.forge.as_ref().and_then(|forge| forge.commit(sha)) {
        Some(address) => format!("<a href=\"{address}\">{}</a>", code(short)),
        None => code(short),
    }
}

fn commits(context: &RunContext<'_>, markdown: &Markdown<'_>) -> Option<String> {
    let commits = &context.run.subject.commits;
    if commits.is_empty() {
        return None;
    }
    let items = commits.iter().map(|commit| {
        let subject = commit.subject.as_deref().map(|subject| markdown.line(subject)).unwrap_or_default();
        format!("<li>{} <span>{subject}</span></li>", commit_html(context, &commit.sha))
    });
    Some(format!("<ol>{}</ol>", items.collect::<String>()))
}

fn reviewers(context: &RunContext<'_>, markdown: &Markdown<'_>) -> Option<String> {
    let reviewers: Vec<String> = context.run.reviewers.iter().map(|one| reviewer(context, markdown, one)).collect();
    (!reviewers.is_empty()).then(|| reviewers.join(", "))
}

fn reviewer(context: &RunContext<'_>, markdown: &Markdown<'_>, reviewer: &Reviewer) -> String {
    let mut out = parts::badge(context.around, reviewer, &parts::name_and_model(reviewer));
    let failed = reviewer.failed.then(|| match &reviewer.reason {
        Some(reason) => format!("failed: {}", markdown.line(reason)),
        None => "failed".to_owned(),
    });
    let effort = reviewer.effort.as_deref().map(text);
    let notes: Vec<String> = [effort, failed].into_iter().flatten().collect();
    if !notes.is_empty() {
        out.push_str(" <small>(");
        out.push_str(&notes.join(", "));
        out.push_str(")</small>");
    }
    out
}

fn verdict(context: &RunContext<'_>, markdown: &Markdown<'_>) -> Option<String> {
    let verdict = context.run.verdict.as_ref()?;
    let decision = verdict.decision.as_ref().map(|decision| text(&parts::slug_words(decision.as_str())));
    let label = verdict.label.as_deref().map(|label| markdown.line(label)).or(decision);
    let summary = verdict.summary.as_deref().map(|summary| markdown.line(summary));
    match (label, summary) {
        (Some(label), Some(summary)) => Some(format!("<strong>{label}</strong> — {summary}")),
        (Some(label), None) => Some(format!("<strong>{label}</strong>")),
        (None, summary) => summary,
    }
}

/// Which round this is, and the others in a line each.
fn rounds(context: &RunContext<'_>, from: &str) -> Option<String> {
    let around = context.around;
    let all = around.rounds.all(context.at);
    let number = around.rounds.number(context.at);
    if all.len() == 1 {
        return context.run.round.filter(|round| *round > 1).map(|round| round.to_string());
    }
    let last = all.iter().map(|at| around.rounds.number(*at)).max().unwrap_or(number);
    let items = all.iter().map(|&at| {
        let run = &around.corpus.runs[at];
        let words = format!("round {}, {}", around.rounds.number(at), run.date.day().format("%-d %B"));
        let outcome = text(&outcome_words(run));
        if at == context.at {
            format!("<li aria-current=\"true\"><span>{}</span> <span>{outcome}</span></li>", text(&words))
        } else {
            format!("<li>{} <span>{outcome}</span></li>", link(&Route::Review(&run.id).from(from), &words))
        }
    });
    Some(format!("{number} of {last}<ol class=\"rounds\">{}</ol>", items.collect::<String>()))
}

/// `5 new, 2 again, 3 fixed; merge with fixes`
fn outcome_words(run: &Digest) -> String {
    let again = run.findings.iter().filter(|finding| finding.continues.is_some()).count();
    let with = |action| run.findings.iter().filter(|finding| finding.action == Some(action)).count();
    let counts = [
        (run.findings.len() - again, "new"),
        (again, "again"),
        (with(Action::Fixed), "fixed"),
        (with(Action::Declined), "declined"),
    ];
    let words: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let words = if words.is_empty() { "no findings".to_owned() } else { words.join(", ") };
    match parts::verdict_words(run) {
        Some(verdict) => format!("{words}; {}", plain_line(&verdict).to_lowercase()),
        None => words,
    }
}
