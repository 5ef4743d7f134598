//! The head of a review: date, author, change, commits, panel, verdict, rounds, and whatever else the run states.

use crate::model::forge::is_sha;
use crate::model::{Digest, Reviewer};
use crate::page::parts::{self, Badge, Link, RunContext, badge};
use crate::page::route::Route;
use crate::text::markdown::{Markdown, plain_line};
use crate::text::{Html, format};
use serde::Serialize;
use std::ops::Range;

/// What the component `facts` of the templates shows; each row only where there is something for it.
#[derive(Debug, Serialize)]
pub struct Facts {
    date: DateFact,
    author: Option<Link>,
    /// A pull request.
    change: Option<ChangeFact>,
    /// The repository, where there is no pull request.
    repository: Option<String>,
    branch: Option<Html>,
    base: Option<Html>,
    /// The reviewed revision, unless it is one of `commits`.
    revision: Option<Link>,
    commits: Vec<CommitFact>,
    reviewers: Vec<ReviewerFact>,
    verdict: Option<VerdictFact>,
    wall_clock: Option<String>,
    rounds: Option<RoundsFact>,
    /// The round that the run itself states, where the archive has no other.
    round: Option<u32>,
    /// Label and value.
    others: Vec<(Html, Html)>,
}

#[derive(Debug, Serialize)]
struct DateFact {
    machine: String,
    words: String,
}

#[derive(Debug, Serialize)]
struct ChangeFact {
    number: Link,
    title: Option<Html>,
}

#[derive(Debug, Serialize)]
struct CommitFact {
    commit: Link,
    subject: Html,
}

#[derive(Debug, Serialize)]
struct ReviewerFact {
    badge: Badge,
    /// Effort, tool and instructions, in words.
    notes: Vec<String>,
    /// Why nothing came back of it, in a word.
    failed: Option<&'static str>,
    reason: Option<Html>,
}

#[derive(Debug, Serialize)]
struct VerdictFact {
    label: Option<Html>,
    summary: Option<Html>,
}

/// Which round this is, and all of them in a line each.
#[derive(Debug, Serialize)]
struct RoundsFact {
    number: u32,
    last: u32,
    /// The page of the change.
    change: String,
    shown: Vec<RoundFact>,
    /// How many rounds are not listed.
    left_out: Option<String>,
}

#[derive(Debug, Serialize)]
struct RoundFact {
    /// `round 2, 5 March`; without an address it is this one.
    round: Link,
    /// `5 new, 2 seen again, 3 fixed; merge with fixes`
    outcome: String,
}

/// All facts that the run has something for.
pub fn facts(context: &RunContext<'_>, markdown: &Markdown<'_>, from: &str) -> Facts {
    let run = context.run;
    let subject = &run.subject;
    let is_alone = context.inputs.rounds(context.at).len() == 1;
    Facts {
        date: DateFact { machine: run.date.machine(), words: run.date.words() },
        author: author(context),
        change: change(context, markdown),
        repository: subject.repository.as_ref().filter(|_| subject.pull_request.is_none()).map(ToString::to_string),
        branch: subject.branch.as_deref().map(Html::code),
        base: subject.base.as_deref().map(Html::code),
        revision: revision(context),
        commits: subject
            .commits
            .iter()
            .map(|commit| CommitFact {
                commit: commit_link(context, &commit.sha),
                subject: commit.subject.as_deref().map(|subject| markdown.line(subject)).unwrap_or_default(),
            })
            .collect(),
        reviewers: run.reviewers.iter().map(|one| reviewer(context, markdown, one)).collect(),
        verdict: verdict(context, markdown),
        wall_clock: run.wall_clock_seconds.map(format::duration_words),
        rounds: (!is_alone).then(|| rounds(context, from)),
        round: run.round.filter(|round| is_alone && *round > 1),
        others: run.facts.iter().map(|(label, value)| (markdown.line(label), markdown.line(value))).collect(),
    }
}

fn author(context: &RunContext<'_>) -> Option<Link> {
    let author = context.run.subject.author.as_deref()?;
    let href = context.forge.as_ref().and_then(|forge| forge.person(author));
    Some(Link { words: Html::text(author), href })
}

fn change(context: &RunContext<'_>, markdown: &Markdown<'_>) -> Option<ChangeFact> {
    let subject = &context.run.subject;
    let number = subject.pull_request?;
    let href = context.forge.as_ref().map(|forge| forge.pull_request(number));
    let title = subject.title.as_deref().map(|title| markdown.line(title));
    Some(ChangeFact { number: Link { words: Html::text(&format!("#{number}")), href }, title })
}

fn revision(context: &RunContext<'_>) -> Option<Link> {
    let subject = &context.run.subject;
    let revision = subject.revision.as_deref()?;
    let listed =
        subject.commits.iter().any(|commit| commit.sha.starts_with(revision) || revision.starts_with(&commit.sha));
    (!listed).then(|| commit_link(context, revision))
}

pub fn commit_link(context: &RunContext<'_>, sha: &str) -> Link {
    context.commit(sha, sha.get(..8).filter(|_| is_sha(sha)).unwrap_or(sha))
}

fn reviewer(context: &RunContext<'_>, markdown: &Markdown<'_>, reviewer: &Reviewer) -> ReviewerFact {
    ReviewerFact {
        badge: badge(&context.inputs, reviewer, &parts::name_and_model(context, reviewer)),
        notes: reviewer_notes(reviewer),
        failed: reviewer.lost_as(),
        reason: reviewer.reason.as_deref().map(|reason| markdown.line(reason)),
    }
}

fn reviewer_notes(reviewer: &Reviewer) -> Vec<String> {
    let instructions = reviewer.instructions.as_ref().map(|version| format!("instructions {version}"));
    [reviewer.effort.clone(), reviewer.tool.clone(), instructions].into_iter().flatten().collect()
}

fn verdict(context: &RunContext<'_>, markdown: &Markdown<'_>) -> Option<VerdictFact> {
    let verdict = context.run.verdict.as_ref()?;
    let decision = verdict.decision.as_ref().map(|decision| Html::text(&parts::slug_words(decision.as_str())));
    let label = verdict.label.as_deref().map(|label| markdown.line(label)).or(decision);
    let summary = verdict.summary.as_deref().map(|summary| markdown.line(summary));
    (label.is_some() || summary.is_some()).then_some(VerdictFact { label, summary })
}

fn rounds(context: &RunContext<'_>, from: &str) -> RoundsFact {
    let inputs = &context.inputs;
    let (all, number) = (inputs.rounds(context.at), inputs.round(context.at));
    let round = |&at: &usize| {
        let run = inputs.digest(at);
        let words = format!("round {}, {}", inputs.round(at), run.date.day().format("%-d %B"));
        let href = (at != context.at).then(|| Route::Review(&run.id).from(from));
        RoundFact { round: Link { words: Html::text(&words), href }, outcome: outcome_words(context, at, run) }
    };
    let near = near(all.len(), inputs.position(context.at));
    let left_out = all.len() - near.len();
    RoundsFact {
        number,
        last: all.last().map_or(number, |last| inputs.round(*last)),
        change: Route::Change(&context.digest().subject()).from(from),
        shown: all[near].iter().map(round).collect(),
        left_out: (left_out > 0).then(|| {
            let words = format::counted(left_out, "round");
            format!("{words} further from this one {} not listed.", if left_out == 1 { "is" } else { "are" })
        }),
    }
}

/// Which of so many rounds the page of one lists: all, or those nearest to it. Every round has a page, so that a list of all
/// on each would grow with their square.
pub fn near(rounds: usize, position: usize) -> Range<usize> {
    const MOST: usize = 50;
    let start = position.saturating_sub(MOST / 2).min(rounds.saturating_sub(MOST));
    start..(start + MOST).min(rounds)
}

fn outcome_words(context: &RunContext<'_>, at: usize, run: &Digest) -> String {
    let outcome = context.inputs.course(at).outcomes[context.inputs.position(at)];
    let counts = [
        (outcome.new, "new"),
        (outcome.again, "still there"),
        (outcome.back, "back"),
        (outcome.fixed, "fixed"),
        (outcome.declined, "declined"),
        (outcome.merged, "merged"),
        (outcome.not_raised, "not raised"),
    ];
    let words: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let words = if words.is_empty() { "no findings".to_owned() } else { words.join(", ") };
    match parts::verdict_words(run) {
        Some(verdict) => format!("{words}; {}", plain_line(&verdict).to_lowercase()),
        None => words,
    }
}
