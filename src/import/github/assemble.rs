//! All that is known of one pull request, as a run.

use super::address::Key;
use super::answers::{Post, Pull, Review};
use super::finding::{Around, finding_from_thread, severity_of_comment};
use super::group::Group;
use super::known_lines::KnownLines;
use super::sections::sections;
use super::threads::{Thread, threads_of};
use super::wording::{note_hidden_comments, short_sha, state_in_words};
use crate::import::comment::prose::visible;
use crate::import::marks::letter::Numbering;
use crate::import::{Imported, Options};
use crate::model::finding::Finding;
use crate::model::run::{Commit, Original, Reviewer, Subject, Verdict};
use crate::model::{Date, Run, Severity, Slug};
use std::collections::BTreeMap;

/// The run; `None` where nothing says when it was.
pub fn imported_run(key: &Key, group: &Group<'_>, known: &KnownLines<'_>, options: &Options) -> Option<Imported> {
    let date = date_of_last_post(group, options)?;
    let subject = subject(key, group, options);
    let mut kept = Vec::new();
    let threads = threads_of(group);
    let (bots, others): (Vec<_>, Vec<_>) =
        threads.into_iter().partition(|thread| thread.root.post.user.is_bot() && thread.root.reply_to.is_none());
    let around = Around { known, commits: &subject.commits };
    let findings = findings_from_threads(&bots, &around, &mut kept);
    let bot_reviews: Vec<&Review> =
        group.reviews.iter().map(|review| &review.value).filter(|review| review.post.user.is_bot()).collect();
    let roots = bots.iter().map(|thread| &thread.root.post.user);
    let run = Run {
        id: run_id(group, date, key)?,
        kind: "github-review".parse().ok()?,
        title: subject.title.is_none().then(|| name_of_pull_request(key)).flatten(),
        date,
        round: None,
        reviewers: reviewers_from_users(bot_reviews.iter().map(|review| &review.post.user).chain(roots)),
        facts: bot_reviews.iter().map(|review| fact_from_review(review)).collect(),
        verdict: verdict_of_bots(&bot_reviews),
        wall_clock_seconds: None,
        summary: summary_of_bots(&bot_reviews, &mut kept),
        findings,
        strengths: Vec::new(),
        prior_decisions: Vec::new(),
        gaps: Vec::new(),
        sections: sections(group, &others, &mut kept),
        metrics: Vec::new(),
        retro: None,
        recommendations: Vec::new(),
        originals: originals_of_bots(&bot_reviews),
        aliases: Vec::new(),
        subject,
    };
    Some(Imported { run, files: Vec::new(), kept })
}

/// When anybody last said anything.
fn date_of_last_post(group: &Group<'_>, options: &Options) -> Option<Date> {
    let posts = posts(group).filter_map(|post| post.at);
    let opened = || group.pulls.iter().find_map(|pull| pull.value.at);
    posts.max_by_key(Date::order).or(options.date).or_else(opened)
}

fn posts<'g>(group: &'g Group<'_>) -> impl Iterator<Item = &'g Post> {
    let reviews = group.reviews.iter().map(|review| &review.value.post);
    reviews
        .chain(group.comments.iter().map(|comment| &comment.value.post))
        .chain(group.remarks.iter().map(|of| &of.value))
}

/// The date of the first review, else of the first comment, and the number: it stays when more is said.
fn run_id(group: &Group<'_>, latest: Date, key: &Key) -> Option<Slug> {
    let reviewed = group.reviews.iter().find_map(|review| review.value.post.at);
    let commented = || posts(group).filter_map(|post| post.at).min_by_key(Date::order);
    let first = reviewed.or_else(commented).unwrap_or(latest).machine();
    let digits: String = first.chars().take(19).filter(char::is_ascii_digit).collect();
    let (day, time) = digits.split_at_checked(8)?;
    let time = if time.is_empty() { String::new() } else { format!("-{time}") };
    let number = key.number.map(|number| format!("-pr-{number}")).unwrap_or_default();
    format!("{day}{time}{number}").parse().ok()
}

/// `Pull request #7 of lantern-works/ferry`.
fn name_of_pull_request(key: &Key) -> Option<String> {
    Some(format!("Pull request #{} of {}", key.number?, key.repository.as_deref()?))
}

fn subject(key: &Key, group: &Group<'_>, options: &Options) -> Subject {
    fn first<'g, T: Clone + 'g>(group: &'g Group<'_>, field: impl Fn(&'g Pull) -> &'g Option<T>) -> Option<T> {
        group.pulls.iter().find_map(|pull| field(&pull.value).clone())
    }
    let mut commits: Vec<Commit> = Vec::new();
    for commit in group.commits.iter().flat_map(|list| &list.value) {
        if commits.iter().all(|known| known.sha != commit.sha) {
            commits.push(commit.clone());
        }
    }
    // A comment's commit is the newest that its lines were found in.
    let commented = group.comments.iter().rev().filter(|comment| comment.value.lines.is_some());
    let commented = commented.map(|comment| &comment.value.commit);
    let reviewed = group.reviews.iter().rev().map(|review| &review.value.commit);
    let newest = commits.last().map(|commit| commit.sha.clone());
    let guess = || newest.or_else(|| commented.chain(reviewed).find_map(Clone::clone));
    Subject {
        repository: key.repository.clone(),
        host: key.host.clone(),
        pull_request: key.number,
        title: first(group, |pull| &pull.title),
        branch: first(group, |pull| &pull.branch),
        base: first(group, |pull| &pull.base),
        revision: first(group, |pull| &pull.revision).or_else(|| options.revision.clone()).or_else(guess),
        author: first(group, |pull| &pull.author),
        commits,
    }
}

/// The worst first; numbered by severity, so that a comment made later renumbers none.
fn findings_from_threads(threads: &[Thread<'_>], around: &Around<'_>, kept: &mut Vec<String>) -> Vec<Finding> {
    let mut by_severity: Vec<(Severity, &Thread<'_>)> =
        threads.iter().map(|thread| (severity_of_comment(thread.root), thread)).collect();
    by_severity.sort_by_key(|(severity, _)| *severity);
    let mut numbering = Numbering::default();
    let mut found = Vec::new();
    for (severity, thread) in by_severity {
        let Some(agent) = &thread.root.post.user.agent else { continue };
        let (finding, more) = finding_from_thread(thread, agent, numbering.next_id(severity), around);
        found.push(finding);
        kept.extend(more);
    }
    found
}

fn reviewers_from_users<'u>(users: impl Iterator<Item = &'u super::people::User>) -> Vec<Reviewer> {
    let mut reviewers: Vec<Reviewer> = Vec::new();
    for user in users {
        let Some(agent) = &user.agent else { continue };
        if reviewers.iter().all(|known| known.agent != *agent) {
            let name = Some(user.shown.clone());
            reviewers.push(Reviewer { name, ..Reviewer::new(agent.clone()) });
        }
    }
    reviewers
}

/// `Codex`: commented, 2026-03-22 14:24 UTC, at `0123456789`.
fn fact_from_review(review: &Review) -> (String, String) {
    let when = review.post.at.map(|date| format!(", {}", date.words())).unwrap_or_default();
    let commit = review.commit.as_ref().map(|sha| format!(", at `{}`", short_sha(sha))).unwrap_or_default();
    (review.post.user.shown.clone(), format!("{}{when}{commit}", state_in_words(&review.state)))
}

/// The states that decide, and the one that takes a decision back.
const DECIDING: [&str; 3] = ["APPROVED", "CHANGES_REQUESTED", "DISMISSED"];

/// By each bot's last word: changes are requested if one requests them.
fn verdict_of_bots(reviews: &[&Review]) -> Option<Verdict> {
    let mut last: BTreeMap<&Slug, &Review> = BTreeMap::new();
    for review in reviews.iter().filter(|review| DECIDING.contains(&review.state.as_str())) {
        last.extend(review.post.user.agent.as_ref().map(|agent| (agent, *review)));
    }
    let by = |state: &str| -> Option<String> {
        let names: Vec<&str> = last
            .values()
            .filter(|review| review.state == state)
            .map(|review| review.post.user.shown.as_str())
            .collect();
        (!names.is_empty()).then(|| names.join(" and "))
    };
    let (asked, approved) = (by("CHANGES_REQUESTED"), by("APPROVED"));
    let (decision, label) = match (&asked, &approved) {
        (Some(_), _) => ("changes-requested", "Changes requested"),
        (None, Some(_)) => ("approved", "Approved"),
        (None, None) => return None,
    };
    let asked = asked.map(|names| format!("changes requested by {names}"));
    let summary = asked.into_iter().chain(approved.map(|names| format!("approved by {names}"))).collect::<Vec<_>>();
    let label = Some(label.to_owned());
    Some(Verdict { decision: decision.parse().ok(), label, summary: Some(summary.join(", ")) })
}

/// The body of a bot's review, where only one has any.
fn summary_of_bots(reviews: &[&Review], kept: &mut Vec<String>) -> Option<String> {
    let mut bodies = reviews.iter().filter(|review| !review.post.body.trim().is_empty());
    let (only, None) = (bodies.next()?, bodies.next()) else { return None };
    let shown = visible(&only.post.body);
    let mut hidden = Vec::new();
    note_hidden_comments(shown.hidden, &mut hidden);
    kept.extend(hidden.into_iter().map(|hidden| format!("summary: {hidden}")));
    Some(shown.text).filter(|text| !text.is_empty())
}

/// The bodies of the bots' reviews as they are, numbered where a bot wrote several.
fn originals_of_bots(reviews: &[&Review]) -> Vec<Original> {
    let with_body = reviews.iter().filter(|review| !review.post.body.trim().is_empty());
    let bodies: Vec<(&Slug, &str)> =
        with_body.filter_map(|review| Some((review.post.user.agent.as_ref()?, review.post.body.as_str()))).collect();
    let mut passes: BTreeMap<&Slug, u32> = BTreeMap::new();
    let mut originals = Vec::new();
    for (agent, body) in &bodies {
        let pass = passes.entry(agent).or_default();
        *pass += 1;
        let several = bodies.iter().filter(|(other, _)| other == agent).count() > 1;
        originals.push(Original { agent: (*agent).clone(), pass: several.then_some(*pass), body: (*body).to_owned() });
    }
    originals
}
