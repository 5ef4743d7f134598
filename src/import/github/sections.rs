//! What was said outside of the bots' threads, as sections: nothing of it is a finding, and nothing of it is dropped.

use super::finding::{self, Talk};
use super::group::Group;
use super::prose;
use super::shape::Post;
use crate::import::markdown::inline::one_line;
use crate::import::markdown::{paragraphs, quoted};

/// What people said, threads whose beginning is missing, and the bots' comments outside of reviews.
pub fn sections(group: &Group<'_>, talks: &[Talk<'_>], kept: &mut Vec<String>) -> Vec<(String, String)> {
    let mut sections = Vec::new();
    for remark in group.remarks.iter().map(|remark| &remark.is).filter(|remark| remark.user.is_bot()) {
        let shown = prose::shown(&remark.body);
        let when = remark.at.map(|date| format!(", {}", date.words())).unwrap_or_default();
        let title = format!("Comment by {}{when}", remark.user.shown);
        if let Some(body) = paragraphs([shown.text, finding::footer(remark)]) {
            noted(&title, shown.hidden, kept);
            sections.push((title, body));
        }
    }
    let mut entries: Vec<(i64, String)> = Vec::new();
    let mut orphans: Vec<String> = Vec::new();
    let mut hidden = 0;
    for talk in talks {
        let entry = thread_words(talk, &mut hidden);
        if talk.root.reply_to.is_none() { entries.push((order(&talk.root.post), entry)) } else { orphans.push(entry) }
    }
    for review in group.reviews.iter().map(|review| &review.is).filter(|review| !review.post.user.is_bot()) {
        if !review.post.body.trim().is_empty() || review.state != "COMMENTED" {
            entries.push((order(&review.post), words(&review.post, &format!(" {}", did(&review.state)), &mut hidden)));
        }
    }
    for remark in group.remarks.iter().map(|remark| &remark.is).filter(|remark| !remark.user.is_bot()) {
        entries.push((order(remark), words(remark, "", &mut hidden)));
    }
    entries.sort_by_key(|(order, _)| *order);
    let people = entries.into_iter().map(|(_, entry)| entry);
    for (title, entries) in [("Comments by people", people.collect()), ("Answers without their thread", orphans)] {
        if let Some(body) = paragraphs(entries) {
            noted(title, std::mem::take(&mut hidden), kept);
            sections.push((title.to_owned(), body));
        }
    }
    sections
}

fn noted(title: &str, hidden: usize, kept: &mut Vec<String>) {
    kept.push(format!("section \"{title}\""));
    let mut more = Vec::new();
    finding::hidden(hidden, &mut more);
    kept.extend(more.into_iter().map(|more| format!("section \"{title}\": {more}")));
}

fn order(post: &Post) -> i64 {
    post.at.map_or(i64::MAX, |date| date.order())
}

fn thread_words(talk: &Talk<'_>, hidden: &mut usize) -> String {
    let root = talk.root;
    let lines = root
        .lines
        .or(root.original)
        .map(|(first, last)| if first == last { format!(":{last}") } else { format!(":{first}-{last}") });
    let side = if root.is_left { " (removed lines)" } else { "" };
    let state = if talk.is_resolved { ", resolved" } else { "" };
    let place = format!(" on `{}{}`{side}{state}", finding::quiet(&root.path), lines.unwrap_or_default());
    let replies = talk.replies.iter().map(|reply| words(&reply.post, " answered", hidden)).collect::<Vec<_>>();
    paragraphs(std::iter::once(words(&root.post, &place, hidden)).chain(replies)).unwrap_or_default()
}

/// Who said it, what they did and when, and below it the text as a quote.
fn words(post: &Post, did: &str, hidden: &mut usize) -> String {
    let shown = prose::shown(&post.body);
    *hidden += shown.hidden;
    let when = post.at.map(|date| format!(", {}", date.words())).unwrap_or_default();
    let head = format!("**{}**{did}{when}", one_line(&post.user.shown));
    let text = paragraphs([shown.text, finding::footer(post)]).map(|text| quoted(&text));
    paragraphs(std::iter::once(head).chain(text)).unwrap_or_default()
}

/// The state of a review in words.
pub fn did(state: &str) -> String {
    match state {
        "APPROVED" => "approved".to_owned(),
        "CHANGES_REQUESTED" => "requested changes".to_owned(),
        "COMMENTED" => "commented".to_owned(),
        "DISMISSED" => "reviewed, dismissed since".to_owned(),
        "PENDING" => "reviewed, not submitted".to_owned(),
        other => format!("reviewed ({})", finding::quiet(&other.to_lowercase().replace('_', " "))),
    }
}
