//! All that is known of one pull request, as a run.

use super::address::Key;
use super::finding::{self, Around, Known, Talk};
use super::prose;
use super::sections::{did, sections};
use super::shape::{Comment, Of, Post, Pull, Review, Thread};
use crate::import::marks::letter::Numbering;
use crate::import::patch::read::sides;
use crate::import::{Imported, Options};
use crate::model::finding::Finding;
use crate::model::run::{Commit, Original, Reviewer, Subject, Verdict};
use crate::model::{Date, Run, Severity, Slug};
use std::collections::BTreeMap;

use super::group::Group;

/// The run; `None` where nothing says when it was.
pub fn run(key: &Key, group: &Group<'_>, known: &Known<'_>, options: &Options) -> Option<Imported> {
    let date = date(group, options)?;
    let subject = subject(key, group, options);
    let mut kept = Vec::new();
    let talks = talks(group);
    let (bots, others): (Vec<_>, Vec<_>) =
        talks.into_iter().partition(|talk| talk.root.post.user.is_bot() && talk.root.reply_to.is_none());
    let around = Around { known, commits: &subject.commits };
    let findings = findings(&bots, &around, &mut kept);
    let bot_reviews: Vec<&Review> =
        group.reviews.iter().map(|review| &review.is).filter(|review| review.post.user.is_bot()).collect();
    let roots = bots.iter().map(|talk| &talk.root.post.user);
    let run = Run {
        id: id(group, date, key)?,
        kind: "github-review".parse().ok()?,
        title: subject.title.is_none().then(|| name_of(key)).flatten(),
        date,
        round: None,
        reviewers: reviewers(bot_reviews.iter().map(|review| &review.post.user).chain(roots)),
        facts: bot_reviews.iter().map(|review| fact(review)).collect(),
        verdict: verdict(&bot_reviews),
        wall_clock_seconds: None,
        summary: summary(&bot_reviews, &mut kept),
        findings,
        strengths: Vec::new(),
        sections: sections(group, &others, &mut kept),
        metrics: Vec::new(),
        retro: None,
        recommendations: Vec::new(),
        originals: originals(&bot_reviews),
        aliases: Vec::new(),
        subject,
    };
    Some(Imported { run, files: Vec::new(), kept })
}

/// When anybody last said anything.
fn date(group: &Group<'_>, options: &Options) -> Option<Date> {
    let posts = posts(group).filter_map(|post| post.at);
    let opened = || group.pulls.iter().find_map(|pull| pull.is.at);
    posts.max_by_key(Date::order).or(options.date).or_else(opened)
}

fn posts<'g>(group: &'g Group<'_>) -> impl Iterator<Item = &'g Post> {
    let reviews = group.reviews.iter().map(|review| &review.is.post);
    reviews.chain(group.comments.iter().map(|comment| &comment.is.post)).chain(group.remarks.iter().map(|of| &of.is))
}

/// The date of the first review, else of the first comment, and the number: it stays when more is said.
fn id(group: &Group<'_>, latest: Date, key: &Key) -> Option<Slug> {
    let reviewed = group.reviews.iter().find_map(|review| review.is.post.at);
    let commented = || posts(group).filter_map(|post| post.at).min_by_key(Date::order);
    let first = reviewed.or_else(commented).unwrap_or(latest).machine();
    let digits: String = first.chars().take(19).filter(char::is_ascii_digit).collect();
    let (day, time) = digits.split_at_checked(8)?;
    let time = if time.is_empty() { String::new() } else { format!("-{time}") };
    let number = key.number.map(|number| format!("-pr-{number}")).unwrap_or_default();
    format!("{day}{time}{number}").parse().ok()
}

/// `Pull request #7 of lantern-works/ferry`.
fn name_of(key: &Key) -> Option<String> {
    Some(format!("Pull request #{} of {}", key.number?, key.repository.as_deref()?))
}

fn subject(key: &Key, group: &Group<'_>, options: &Options) -> Subject {
    fn first<'g, T: Clone + 'g>(group: &'g Group<'_>, field: impl Fn(&'g Pull) -> &'g Option<T>) -> Option<T> {
        group.pulls.iter().find_map(|pull| field(&pull.is).clone())
    }
    let mut commits: Vec<Commit> = Vec::new();
    for commit in group.commits.iter().flat_map(|list| &list.is) {
        if commits.iter().all(|known| known.sha != commit.sha) {
            commits.push(commit.clone());
        }
    }
    // A comment's commit is the newest that its lines were found in.
    let commented = group.comments.iter().rev().filter(|comment| comment.is.lines.is_some());
    let commented = commented.map(|comment| &comment.is.commit);
    let reviewed = group.reviews.iter().rev().map(|review| &review.is.commit);
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

/// Comments by their thread, in the order of the first of each. Where the first is not in the files, the oldest answer
/// stands in for it.
fn talks<'a>(group: &Group<'a>) -> Vec<Talk<'a>> {
    let mut at: BTreeMap<u64, usize> = BTreeMap::new();
    let mut talks: Vec<Talk<'a>> = Vec::new();
    let (roots, replies): (Vec<&Of<Comment>>, Vec<_>) =
        group.comments.iter().copied().partition(|comment| comment.is.reply_to.is_none());
    for comment in roots.into_iter().chain(replies).map(|comment| &comment.is) {
        let place = comment.reply_to.and_then(|root| at.get(&root).copied());
        let ids = comment.post.id.into_iter().chain(comment.reply_to);
        if let Some((place, talk)) = place.and_then(|place| Some((place, talks.get_mut(place)?))) {
            talk.replies.push(comment);
            ids.for_each(|id| {
                at.entry(id).or_insert(place);
            });
        } else {
            ids.for_each(|id| {
                at.entry(id).or_insert(talks.len());
            });
            let is_outdated = comment.is_outdated;
            talks.push(Talk { root: comment, replies: Vec::new(), is_resolved: false, is_outdated });
        }
    }
    for thread in &group.threads {
        let talk = talks.iter_mut().find(|talk| belongs(&thread.is, talk));
        if let Some(talk) = talk {
            talk.is_resolved |= thread.is.is_resolved;
            talk.is_outdated |= thread.is.is_outdated;
        }
    }
    talks
}

fn belongs(thread: &Thread, talk: &Talk<'_>) -> bool {
    std::iter::once(talk.root).chain(talk.replies.iter().copied()).any(|comment| is_of(thread, &comment.post))
}

/// Whether a comment is one of a thread's.
pub fn is_of(thread: &Thread, post: &Post) -> bool {
    post.id.is_some_and(|id| thread.ids.contains(&id)) || post.url.as_ref().is_some_and(|url| thread.urls.contains(url))
}

/// The worst first; numbered by severity, so that a comment made later renumbers none.
fn findings(talks: &[Talk<'_>], around: &Around<'_>, kept: &mut Vec<String>) -> Vec<Finding> {
    let mut by_severity: Vec<(Severity, &Talk<'_>)> =
        talks.iter().map(|talk| (finding::severity(talk.root), talk)).collect();
    by_severity.sort_by_key(|(severity, _)| *severity);
    let mut numbering = Numbering::default();
    let mut found = Vec::new();
    for (severity, talk) in by_severity {
        let Some(agent) = &talk.root.post.user.agent else { continue };
        let (finding, more) = finding::of(talk, agent, numbering.next_id(severity), around);
        found.push(finding);
        kept.extend(more);
    }
    found
}

fn reviewers<'u>(users: impl Iterator<Item = &'u super::people::User>) -> Vec<Reviewer> {
    let mut reviewers: Vec<Reviewer> = Vec::new();
    for user in users {
        let Some(agent) = &user.agent else { continue };
        if reviewers.iter().all(|known| known.agent != *agent) {
            let name = Some(user.shown.clone());
            reviewers.push(Reviewer {
                agent: agent.clone(),
                name,
                model: None,
                effort: None,
                failed: false,
                reason: None,
            });
        }
    }
    reviewers
}

/// `Codex`: commented, 2026-03-22 14:24 UTC, at `0123456789`.
fn fact(review: &Review) -> (String, String) {
    let when = review.post.at.map(|date| format!(", {}", date.words())).unwrap_or_default();
    let commit = review.commit.as_ref().map(|sha| format!(", at `{}`", finding::short(sha))).unwrap_or_default();
    (review.post.user.shown.clone(), format!("{}{when}{commit}", did(&review.state)))
}

/// The states that decide, and the one that takes a decision back.
const DECIDING: [&str; 3] = ["APPROVED", "CHANGES_REQUESTED", "DISMISSED"];

/// By each bot's last word: changes are requested if one requests them.
fn verdict(reviews: &[&Review]) -> Option<Verdict> {
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
fn summary(reviews: &[&Review], kept: &mut Vec<String>) -> Option<String> {
    let mut bodies = reviews.iter().filter(|review| !review.post.body.trim().is_empty());
    let (only, None) = (bodies.next()?, bodies.next()) else { return None };
    let shown = prose::shown(&only.post.body);
    let mut hidden = Vec::new();
    finding::hidden(shown.hidden, &mut hidden);
    kept.extend(hidden.into_iter().map(|hidden| format!("summary: {hidden}")));
    Some(shown.text).filter(|text| !text.is_empty())
}

/// The bodies of the bots' reviews as they are, numbered where a bot wrote several.
fn originals(reviews: &[&Review]) -> Vec<Original> {
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

/// The lines of every hunk and every changed file.
pub fn known_lines(answers: &super::shape::Answers) -> Known<'_> {
    let mut known = Known::new();
    for change in answers.changes.iter().map(|change| &change.is) {
        let lines = known.entry((change.commit.clone(), change.path.clone())).or_default();
        lines.extend(sides(&change.patch).right);
    }
    for comment in answers.comments.iter().map(|comment| &comment.is) {
        if let Some(commit) = &comment.original_commit {
            let lines = known.entry((commit.clone(), comment.path.clone())).or_default();
            lines.extend(sides(&comment.hunk).right);
        }
    }
    known
}
