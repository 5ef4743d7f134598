//! What GitHub answers, as far as a review needs it: reviews, review comments, comments of the conversation, the pull
//! request, its commits, its files, and the threads of the GraphQL API. `shape` tells them apart and reads them.

use super::address::Key;
use super::people::User;
use crate::model::Date;
use crate::model::run::Commit;

/// Everything in the files, each with the index of its file.
#[derive(Debug, Default)]
pub struct Answers {
    pub pulls: Vec<Answer<Pull>>,
    pub reviews: Vec<Answer<Review>>,
    /// Review comments, replies among them.
    pub comments: Vec<Answer<Comment>>,
    /// Comments of the conversation.
    pub remarks: Vec<Answer<Remark>>,
    /// Lists of commits.
    pub commits: Vec<Answer<Vec<Commit>>>,
    pub changes: Vec<Answer<Changed>>,
    pub threads: Vec<Answer<ThreadState>>,
}

/// One thing that a file holds.
#[derive(Debug)]
pub struct Answer<T> {
    /// Which of the sources.
    pub file: usize,
    /// The pull request, as far as the answer names it.
    pub key: Option<Key>,
    pub value: T,
}

/// The pull request itself.
#[derive(Debug)]
pub struct Pull {
    pub title: Option<String>,
    pub branch: Option<String>,
    pub base: Option<String>,
    pub revision: Option<String>,
    pub author: Option<String>,
    pub at: Option<Date>,
}

/// A text that someone wrote.
#[derive(Debug)]
pub struct Post {
    pub id: Option<u64>,
    pub user: User,
    pub body: String,
    pub at: Option<Date>,
    /// An address that can stand in Markdown.
    pub url: Option<String>,
    /// Thumbs up and down.
    pub thumbs: (u64, u64),
}

/// What somebody said of the whole change, and whether they approve of it.
#[derive(Debug)]
pub struct Review {
    pub post: Post,
    pub state: String,
    pub commit: Option<String>,
}

/// A comment on lines, or an answer to one.
#[derive(Debug)]
pub struct Comment {
    pub post: Post,
    pub reply_to: Option<u64>,
    pub path: String,
    pub hunk: String,
    /// First and last line in the pull request as it is now.
    pub lines: Option<(u32, u32)>,
    /// First and last line as the hunk numbers them.
    pub original: Option<(u32, u32)>,
    /// Whether it is about the old file.
    pub is_left: bool,
    /// Whether its lines are gone from the pull request.
    pub is_outdated: bool,
    pub commit: Option<String>,
    pub original_commit: Option<String>,
}

/// A comment of the conversation.
pub type Remark = Post;

/// A changed file, as it is at a commit.
#[derive(Debug)]
pub struct Changed {
    pub path: String,
    pub commit: String,
    pub patch: String,
}

/// What became of a thread of review comments.
#[derive(Debug)]
pub struct ThreadState {
    pub is_resolved: bool,
    pub is_outdated: bool,
    /// Ids and addresses of its comments.
    pub ids: Vec<u64>,
    pub urls: Vec<String>,
}
