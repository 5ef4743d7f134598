//! The JSON of answers: which of them an object is, told by what is in it, and its fields.

use super::address::{Key, repository_of};
use super::answers::{Answer, Answers, Changed, Comment, Post, Pull, Review, ThreadState};
use super::people::User;
use crate::import::markdown::inline::one_line;
use crate::import::{Source, json};
use crate::model::finding::is_line;
use crate::model::run::Commit;
use crate::model::{Date, Diagnostic, Level, ProblemKind};
use serde_json::Value;

impl Answers {
    /// Takes in one file, and says what is odd about it.
    ///
    /// # Errors
    /// When it is no text, no JSON, or nothing in it is an answer that is known here.
    pub fn take_file(&mut self, file: usize, source: &Source) -> Result<Vec<Diagnostic>, Box<Diagnostic>> {
        let (text, note) = json::mended(source, source.text()?);
        let mut objects = Vec::new();
        for value in serde_json::Deserializer::from_str(&text).into_iter::<Value>() {
            let value = value.map_err(|error| Box::new(json::not_json(source, &text, &error, HOW)))?;
            flatten(value, &mut objects);
        }
        if text.trim().is_empty() {
            let empty = Diagnostic::of_file(Level::Error, &source.shown, "the file is empty");
            return Err(Box::new(empty.with_hint(HOW)));
        }
        let mut commits = Answer { file, key: None, value: Vec::new() };
        let mut unknown = Vec::new();
        for object in &objects {
            if let Some(commit) = commit_from(object) {
                commits.key = commits.key.or_else(|| key_from_commit(object));
                commits.value.push(commit);
            } else if !self.take_object(file, object) {
                unknown.push(object);
            }
        }
        if !commits.value.is_empty() {
            self.commits.push(commits);
        }
        match unknown.first() {
            Some(first) if unknown.len() == objects.len() => Err(Box::new(error_about(source, first))),
            Some(_) => {
                let message = format!("{} of {} objects are not part of a review", unknown.len(), objects.len());
                let warning = Diagnostic::of_file(Level::Warning, &source.shown, message)
                    .of_kind(ProblemKind::PartlyImported)
                    .with_hint(HOW);
                Ok(note.into_iter().chain([warning]).collect())
            }
            None => Ok(note.into_iter().collect()),
        }
    }

    /// Takes in one object; `false` where it is nothing that is known here.
    fn take_object(&mut self, file: usize, object: &Value) -> bool {
        let has = |key| object.get(key).is_some();
        let key = key_in(object);
        if has("isResolved") || has("data") || has("reviewThreads") {
            return take_threads(object, &mut |value| self.threads.push(Answer { file, key: None, value }));
        }
        if let (Some(path), true) = (text(object, "/path"), has("diff_hunk") || has("pull_request_review_id")) {
            self.comments.push(Answer { file, key, value: comment_from(object, path) });
        } else if has("number") && (has("title") || (has("head") && has("base"))) {
            self.pulls.push(Answer { file, key, value: pull_from(object) });
        } else if let (Some(path), Some(patch)) = (text(object, "/filename"), object.get("status")) {
            let patch = patch.as_str().and_then(|_| text(object, "/patch")).unwrap_or_default().to_owned();
            let url = text(object, "/blob_url").unwrap_or_default();
            let (commit, key) = (commit_from_blob_url(url).unwrap_or_default(), key_from_repository_url(url));
            self.changes.push(Answer { file, key, value: Changed { path: path.to_owned(), commit, patch } });
        } else if let (Some(state), true) = (text(object, "/state"), has("user") || has("submitted_at")) {
            let post = post_from(object, "/submitted_at");
            let commit = text(object, "/commit_id").map(str::to_owned);
            self.reviews.push(Answer { file, key, value: Review { post, state: state.to_uppercase(), commit } });
        } else if has("user") && text(object, "/body").is_some() {
            self.remarks.push(Answer { file, key, value: post_from(object, "/created_at") });
        } else {
            return false;
        }
        true
    }
}

/// The hint that tells how the files are made.
pub const HOW: &str = "save the output of `gh api --paginate repos/OWNER/NAME/pulls/N/reviews` to a file, and that of \
                       `…/pulls/N/comments` to another";

/// Whether most of the objects in some values are answers.
pub fn are_answers(values: &[Value]) -> bool {
    let mut objects = Vec::new();
    for value in values {
        flatten(value.clone(), &mut objects);
    }
    let mut answers = Answers::default();
    let mut is_answer = |object: &&Value| commit_from(object).is_some() || answers.take_object(0, object);
    let count = objects.iter().filter(|object| is_answer(object)).count();
    count * 2 > objects.len()
}

/// Arrays, also those that `--slurp` puts around each other, as their items.
fn flatten(value: Value, out: &mut Vec<Value>) {
    match value {
        Value::Array(items) => items.into_iter().for_each(|item| flatten(item, out)),
        other => out.push(other),
    }
}

/// The message for a file without anything that is known.
fn error_about(source: &Source, object: &Value) -> Diagnostic {
    let told = text(object, "/errors/0/message").or_else(|| text(object, "/message"));
    match told.filter(|_| object.get("user").is_none()) {
        Some(told) => {
            let message = format!("GitHub API error: {}", crate::input::problem::shortened(&one_line(told)));
            let hint = "check the address, log in with `gh auth login` and fetch it again";
            Diagnostic::of_file(Level::Error, &source.shown, message).with_hint(hint)
        }
        None => {
            Diagnostic::of_file(Level::Error, &source.shown, "no reviews or comments of a GitHub pull request found")
                .with_hint(HOW)
        }
    }
}

fn text<'v>(value: &'v Value, pointer: &str) -> Option<&'v str> {
    value.pointer(pointer)?.as_str()
}

fn line(value: &Value, pointer: &str) -> Option<u32> {
    value.pointer(pointer)?.as_u64().and_then(|line| u32::try_from(line).ok()).filter(|line| is_line(*line))
}

fn date(value: &Value, pointer: &str) -> Option<Date> {
    text(value, pointer).and_then(Date::parse)
}

fn key_in(object: &Value) -> Option<Key> {
    let pointers = ["/html_url", "/pull_request_url", "/issue_url", "/url", "/pull_request/html_url"];
    pointers.iter().find_map(|pointer| Key::from_url(text(object, pointer)?))
}

/// A commit names its repository, not its pull request.
fn key_from_commit(object: &Value) -> Option<Key> {
    key_from_repository_url(text(object, "/html_url").or_else(|| text(object, "/url"))?)
}

fn key_from_repository_url(url: &str) -> Option<Key> {
    repository_of(url).map(|(host, name)| Key { host: Some(host), repository: Some(name), number: None })
}

/// The commit in `https://HOST/OWNER/NAME/blob/SHA/PATH`.
fn commit_from_blob_url(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("/blob/")?;
    rest.split('/').next().map(str::to_owned)
}

fn commit_from(object: &Value) -> Option<Commit> {
    let sha = text(object, "/sha").filter(|sha| !sha.trim().is_empty())?;
    let message = text(object, "/commit/message")?;
    let subject = message.lines().next().map(one_line).filter(|subject| !subject.is_empty());
    Some(Commit { sha: sha.to_owned(), subject })
}

fn pull_from(object: &Value) -> Pull {
    let words = |pointer| text(object, pointer).map(one_line).filter(|words| !words.is_empty());
    Pull {
        title: words("/title"),
        branch: words("/head/ref"),
        base: words("/base/ref"),
        revision: words("/head/sha"),
        author: words("/user/login").map(|login| format!("@{login}")),
        at: date(object, "/created_at"),
    }
}

fn post_from(object: &Value, at: &str) -> Post {
    let count = |pointer| object.pointer(pointer).and_then(Value::as_u64).unwrap_or(0);
    Post {
        id: object.get("id").and_then(Value::as_u64),
        user: User::from_json(object.get("user")),
        body: text(object, "/body").unwrap_or_default().to_owned(),
        at: date(object, at),
        url: text(object, "/html_url").filter(|url| super::address::is_address(url)).map(str::to_owned),
        thumbs: (count("/reactions/+1"), count("/reactions/-1")),
    }
}

fn comment_from(object: &Value, path: &str) -> Comment {
    let is_left = text(object, "/side") == Some("LEFT");
    // A range that begins among the removed lines has no first line in the new file.
    let mixed = !is_left && text(object, "/start_side") == Some("LEFT");
    let range = |last, first| {
        let last = line(object, last)?;
        Some((line(object, first).filter(|first| *first <= last && !mixed).unwrap_or(last), last))
    };
    let of_file = text(object, "/subject_type") == Some("file");
    let lines = range("/line", "/start_line").filter(|_| !of_file);
    let original = range("/original_line", "/original_start_line").filter(|_| !of_file);
    Comment {
        post: post_from(object, "/created_at"),
        reply_to: object.get("in_reply_to_id").and_then(Value::as_u64),
        path: path.to_owned(),
        hunk: text(object, "/diff_hunk").unwrap_or_default().to_owned(),
        is_outdated: lines.is_none() && original.is_some(),
        lines,
        original,
        is_left,
        commit: text(object, "/commit_id").map(str::to_owned),
        original_commit: text(object, "/original_commit_id").map(str::to_owned),
    }
}

/// Every thread below a value; `false` where there is not even an empty list of them.
fn take_threads(value: &Value, found: &mut impl FnMut(ThreadState)) -> bool {
    match value {
        Value::Object(fields) if fields.contains_key("isResolved") => {
            found(thread_state_from(value));
            true
        }
        Value::Object(fields) => fields.iter().fold(false, |any, (name, inner)| {
            let is_list = name == "reviewThreads" && inner.is_object();
            take_threads(inner, found) || is_list || any
        }),
        Value::Array(items) => items.iter().filter(|item| take_threads(item, found)).count() > 0,
        _ => false,
    }
}

fn thread_state_from(value: &Value) -> ThreadState {
    let mut thread = ThreadState {
        is_resolved: value.get("isResolved").and_then(Value::as_bool).unwrap_or(false),
        is_outdated: value.get("isOutdated").and_then(Value::as_bool).unwrap_or(false),
        ids: Vec::new(),
        urls: Vec::new(),
    };
    let list = |pointer| value.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
    let edges = list("/comments/edges").filter_map(|edge| edge.get("node"));
    for comment in list("/comments/nodes").chain(edges).chain(list("/comments")) {
        let whole = comment.get("databaseId").and_then(Value::as_u64);
        let written = || text(comment, "/fullDatabaseId").and_then(|id| id.parse().ok());
        thread.ids.extend(whole.or_else(written));
        thread.urls.extend(text(comment, "/url").map(str::to_owned));
    }
    thread
}
