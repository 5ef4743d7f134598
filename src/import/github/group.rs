//! Everything that the answers say about one pull request.

use super::answers::{Answer, Changed, Comment, Post, Pull, Remark, Review, ThreadState};
use crate::model::run::Commit;
use std::collections::BTreeSet;

/// Everything about one pull request.
#[derive(Default)]
pub struct Group<'a> {
    pub pulls: Vec<&'a Answer<Pull>>,
    pub reviews: Vec<&'a Answer<Review>>,
    pub comments: Vec<&'a Answer<Comment>>,
    pub remarks: Vec<&'a Answer<Remark>>,
    pub commits: Vec<&'a Answer<Vec<Commit>>>,
    /// Threads of its comments.
    pub threads: Vec<&'a Answer<ThreadState>>,
    pub changes: Vec<&'a Answer<Changed>>,
}

impl Group<'_> {
    /// Whether anybody said anything.
    pub fn is_review(&self) -> bool {
        !(self.reviews.is_empty() && self.comments.is_empty() && self.remarks.is_empty())
    }

    /// Every commit that an answer names.
    pub fn revisions(&self) -> BTreeSet<&str> {
        let heads = self.pulls.iter().filter_map(|pull| pull.value.revision.as_deref());
        let reviewed = self.reviews.iter().filter_map(|review| review.value.commit.as_deref());
        let commented =
            self.comments.iter().flat_map(|comment| [&comment.value.commit, &comment.value.original_commit]);
        heads.chain(reviewed).chain(commented.filter_map(Option::as_deref)).collect()
    }

    /// The oldest first; each once, however many files hold it.
    pub fn sort_and_deduplicate(&mut self) {
        let by = |post: &Post| (post.at.map_or(i64::MAX, |date| date.order()), post.id);
        let mut seen = BTreeSet::new();
        self.reviews.retain(|review| review.value.post.id.is_none_or(|id| seen.insert((0, id))));
        self.comments.retain(|comment| comment.value.post.id.is_none_or(|id| seen.insert((1, id))));
        self.remarks.retain(|remark| remark.value.id.is_none_or(|id| seen.insert((2, id))));
        self.reviews.sort_by_key(|review| by(&review.value.post));
        self.comments.sort_by_key(|comment| by(&comment.value.post));
        self.remarks.sort_by_key(|remark| by(&remark.value));
    }

    /// The files that it was read from.
    pub fn files(&self) -> BTreeSet<usize> {
        let said = self.reviews.iter().map(|of| of.file).chain(self.comments.iter().map(|of| of.file));
        let more = self.remarks.iter().map(|of| of.file).chain(self.pulls.iter().map(|of| of.file));
        let rest = self.commits.iter().map(|of| of.file).chain(self.threads.iter().map(|of| of.file));
        said.chain(more).chain(rest).chain(self.changes.iter().map(|of| of.file)).collect()
    }
}
