//! Comments by their thread, with what became of it.

use super::answers::{Answer, Comment, Post, ThreadState};
use super::group::Group;
use std::collections::BTreeMap;

/// A review comment and what was answered to it.
pub struct Thread<'a> {
    /// The first comment.
    pub root: &'a Comment,
    /// The answers, oldest first.
    pub replies: Vec<&'a Comment>,
    /// Whether the thread was resolved.
    pub is_resolved: bool,
    /// Whether the code below it has changed since.
    pub is_outdated: bool,
}

/// Comments by their thread, in the order of the first of each. Where the first is not in the files, the oldest answer
/// stands in for it.
pub fn threads_of<'a>(group: &Group<'a>) -> Vec<Thread<'a>> {
    let mut at: BTreeMap<u64, usize> = BTreeMap::new();
    let mut threads: Vec<Thread<'a>> = Vec::new();
    let (roots, replies): (Vec<&Answer<Comment>>, Vec<_>) =
        group.comments.iter().copied().partition(|comment| comment.value.reply_to.is_none());
    for comment in roots.into_iter().chain(replies).map(|comment| &comment.value) {
        let place = comment.reply_to.and_then(|root| at.get(&root).copied());
        let ids = comment.post.id.into_iter().chain(comment.reply_to);
        if let Some((place, thread)) = place.and_then(|place| Some((place, threads.get_mut(place)?))) {
            thread.replies.push(comment);
            ids.for_each(|id| {
                at.entry(id).or_insert(place);
            });
        } else {
            ids.for_each(|id| {
                at.entry(id).or_insert(threads.len());
            });
            let is_outdated = comment.is_outdated;
            threads.push(Thread { root: comment, replies: Vec::new(), is_resolved: false, is_outdated });
        }
    }
    for state in &group.threads {
        let thread = threads.iter_mut().find(|thread| belongs(&state.value, thread));
        if let Some(thread) = thread {
            thread.is_resolved |= state.value.is_resolved;
            thread.is_outdated |= state.value.is_outdated;
        }
    }
    threads
}

fn belongs(state: &ThreadState, thread: &Thread<'_>) -> bool {
    std::iter::once(thread.root).chain(thread.replies.iter().copied()).any(|comment| is_of_thread(state, &comment.post))
}

/// Whether a comment is one of a thread's.
pub fn is_of_thread(state: &ThreadState, post: &Post) -> bool {
    post.id.is_some_and(|id| state.ids.contains(&id)) || post.url.as_ref().is_some_and(|url| state.urls.contains(url))
}
