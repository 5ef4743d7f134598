//! Everything that the answers say about one pull request.

use super::shape::{Changed, Comment, Of, Post, Pull, Remark, Review, Thread};
use crate::model::run::Commit;
use std::collections::BTreeSet;

/// Everything about one pull request.
#[derive(Default)]
pub struct Group<'a> {
    pub pulls: Vec<&'a Of<Pull>>,
    pub reviews: Vec<&'a Of<Review>>,
    pub comments: Vec<&'a Of<Comment>>,
    pub remarks: Vec<&'a Of<Remark>>,
    pub commits: Vec<&'a Of<Vec<Commit>>>,
    /// Threads of its comments.
    pub threads: Vec<&'a Of<Thread>>,
    /// Changed files.
    pub changes: Vec<&'a Of<Changed>>,
}

impl Group<'_> {
    /// Whether anybody said anything.
    pub fn is_review(&self) -> bool {
        !(self.reviews.is_empty() && self.comments.is_empty() && self.remarks.is_empty())
    }

    /// Every commit that an answer names.
    pub fn revisions(&self) -> BTreeSet<&str> {
        let heads = self.pulls.iter().filter_map(|pull| pull.is.revision.as_deref());
        let reviewed = self.reviews.iter().filter_map(|review| review.is.commit.as_deref());
        let commented = self.comments.iter().flat_map(|comment| [&comment.is.commit, &comment.is.original_commit]);
        heads.chain(reviewed).chain(commented.filter_map(Option::as_deref)).collect()
    }

    /// The oldest first; each once, however many files hold it.
    pub fn put_in_order(&mut self) {
        let by = |post: &Post| (post.at.map_or(i64::MAX, |date| date.order()), post.id);
        let mut seen = BTreeSet::new();
        self.reviews.retain(|review| review.is.post.id.is_none_or(|id| seen.insert((0, id))));
        self.comments.retain(|comment| comment.is.post.id.is_none_or(|id| seen.insert((1, id))));
        self.remarks.retain(|remark| remark.is.id.is_none_or(|id| seen.insert((2, id))));
        self.reviews.sort_by_key(|review| by(&review.is.post));
        self.comments.sort_by_key(|comment| by(&comment.is.post));
        self.remarks.sort_by_key(|remark| by(&remark.is));
    }

    /// The files that it was read from.
    pub fn files(&self) -> BTreeSet<usize> {
        let said = self.reviews.iter().map(|of| of.file).chain(self.comments.iter().map(|of| of.file));
        let more = self.remarks.iter().map(|of| of.file).chain(self.pulls.iter().map(|of| of.file));
        let rest = self.commits.iter().map(|of| of.file).chain(self.threads.iter().map(|of| of.file));
        said.chain(more).chain(rest).chain(self.changes.iter().map(|of| of.file)).collect()
    }
}
