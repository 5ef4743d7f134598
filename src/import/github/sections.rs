//! What was said outside of the bots' threads, as sections: nothing of it is a finding, and nothing of it is dropped.

use super::answers::Post;
use super::group::Group;
use super::threads::Thread;
use super::wording::{footer, note_hidden_comments, state_in_words, without_backticks};
use crate::import::comment::prose::visible;
use crate::import::markdown::inline::one_line;
use crate::import::markdown::{paragraphs, quoted};

/// What people said, threads whose beginning is missing, and the bots' comments outside of reviews.
pub fn sections(group: &Group<'_>, threads: &[Thread<'_>], kept: &mut Vec<String>) -> Vec<(String, String)> {
    let mut sections = Vec::new();
    for remark in group.remarks.iter().map(|remark| &remark.value).filter(|remark| remark.user.is_bot()) {
        let shown = visible(&remark.body);
        let when = remark.at.map(|date| format!(", {}", date.words())).unwrap_or_default();
        let title = format!("Comment by {}{when}", remark.user.shown);
        if let Some(body) = paragraphs([shown.text, footer(remark)]) {
            note_section(&title, shown.hidden, kept);
            sections.push((title, body));
        }
    }
    let mut entries: Vec<(i64, String)> = Vec::new();
    let mut orphans: Vec<String> = Vec::new();
    let mut hidden = 0;
    for thread in threads {
        let entry = entry_of_thread(thread, &mut hidden);
        if thread.root.reply_to.is_none() {
            entries.push((order_of(&thread.root.post), entry));
        } else {
            orphans.push(entry);
        }
    }
    for review in group.reviews.iter().map(|review| &review.value).filter(|review| !review.post.user.is_bot()) {
        if !review.post.body.trim().is_empty() || review.state != "COMMENTED" {
            entries.push((
                order_of(&review.post),
                entry_of_post(&review.post, &format!(" {}", state_in_words(&review.state)), &mut hidden),
            ));
        }
    }
    for remark in group.remarks.iter().map(|remark| &remark.value).filter(|remark| !remark.user.is_bot()) {
        entries.push((order_of(remark), entry_of_post(remark, "", &mut hidden)));
    }
    entries.sort_by_key(|(order, _)| *order);
    let people = entries.into_iter().map(|(_, entry)| entry);
    for (title, entries) in [("Comments by people", people.collect()), ("Answers without their thread", orphans)] {
        if let Some(body) = paragraphs(entries) {
            note_section(title, std::mem::take(&mut hidden), kept);
            sections.push((title.to_owned(), body));
        }
    }
    sections
}

fn note_section(title: &str, hidden: usize, kept: &mut Vec<String>) {
    kept.push(format!("section \"{title}\""));
    let mut more = Vec::new();
    note_hidden_comments(hidden, &mut more);
    kept.extend(more.into_iter().map(|more| format!("section \"{title}\": {more}")));
}

fn order_of(post: &Post) -> i64 {
    post.at.map_or(i64::MAX, |date| date.order())
}

fn entry_of_thread(thread: &Thread<'_>, hidden: &mut usize) -> String {
    let root = thread.root;
    let lines = root
        .lines
        .or(root.original)
        .map(|(first, last)| if first == last { format!(":{last}") } else { format!(":{first}-{last}") });
    let side = if root.is_left { " (removed lines)" } else { "" };
    let state = if thread.is_resolved { ", resolved" } else { "" };
    let place = format!(" on `{}{}`{side}{state}", without_backticks(&root.path), lines.unwrap_or_default());
    let replies =
        thread.replies.iter().map(|reply| entry_of_post(&reply.post, " answered", hidden)).collect::<Vec<_>>();
    paragraphs(std::iter::once(entry_of_post(&root.post, &place, hidden)).chain(replies)).unwrap_or_default()
}

/// Who said it, what they did and when, and below it the text as a quote.
fn entry_of_post(post: &Post, did: &str, hidden: &mut usize) -> String {
    let shown = visible(&post.body);
    *hidden += shown.hidden;
    let when = post.at.map(|date| format!(", {}", date.words())).unwrap_or_default();
    let head = format!("**{}**{did}{when}", one_line(&post.user.shown));
    let text = paragraphs([shown.text, footer(post)]).map(|text| quoted(&text));
    paragraphs(std::iter::once(head).chain(text)).unwrap_or_default()
}
