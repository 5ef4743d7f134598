//! A thread that a bot began, as a finding.

use super::answers::Comment;
use super::hunk::{self, Change};
use super::known_lines::KnownLines;
use super::threads::Thread;
use super::wording::{footer, note_hidden_comments, said_by, short_sha, without_backticks};
use crate::import::comment::prose::{SUGGESTION, visible, without_suggestions};
use crate::import::comment::title::split_title;
use crate::import::markdown::fence::fenced;
use crate::import::markdown::{paragraphs, quoted};
use crate::import::marks::top::without_marks;
use crate::import::patch::Line;
use crate::import::patch::read::sides;
use crate::import::slug_of;
use crate::model::finding::{Action, Credit, Excerpt, Finding, Lineage, Location, Resolution};
use crate::model::id::stays_inside;
use crate::model::run::Commit;
use crate::model::{Judgement, Severity, Slug};

/// What is known beside the thread.
pub struct Around<'a> {
    /// Lines from all hunks and changed files.
    pub known: &'a KnownLines<'a>,
    /// The pull request's commits.
    pub commits: &'a [Commit],
}

/// The finding, and what of the comment has no field of its own.
pub fn finding_from_thread(thread: &Thread<'_>, agent: &Slug, id: Slug, around: &Around<'_>) -> (Finding, Vec<String>) {
    let root = thread.root;
    let mut kept = Vec::new();
    let shown = visible(&root.post.body);
    let (text, suggestions) = without_suggestions(&shown.text);
    let (marks, text) = without_marks(&text);
    let (title, body) = split_title(&text);
    let path = stays_inside(&root.path).then_some(root.path.as_str());
    let (diff, fix) = patch_and_fix(root, path, &suggestions, around, &mut kept);

    let severity = marks.severity().unwrap_or(Severity::Suggestion);
    let mut tags = marks.tags.clone();
    tags.retain(|tag| tag.as_str() != severity.word());
    tags.extend(slug_of("outdated").filter(|tag| thread.is_outdated && !tags.contains(tag)));
    if path.is_none() {
        kept.push("invalid path in the body".to_owned());
    }
    let finding = Finding {
        id,
        severity,
        title: title.unwrap_or_else(|| format!("Comment on `{}`", without_backticks(&root.path))),
        tags,
        found_by: vec![Credit { severity: marks.severity(), ..Credit::of_reviewer(agent.clone()) }],
        locations: path.map(|path| location_of(root, path)).into_iter().collect(),
        excerpts: excerpt_of(root, path).into_iter().collect(),
        body: body_of(thread, body, path.is_none(), shown.hidden, &mut kept),
        repro: None,
        fix,
        patch: diff,
        judgement: Judgement::default(),
        resolution: resolution_of(thread, around.commits),
        confidence: None,
        rule: None,
        fingerprints: root.post.id.map(|id| ("github-comment".to_owned(), id.to_string())).into_iter().collect(),
        lineage: Lineage::Unstated,
        aliases: Vec::new(),
    };
    let kept = kept.into_iter().map(|kept| format!("finding {}: {kept}", finding.id)).collect();
    (finding, kept)
}

/// The severity that the finding will have.
pub fn severity_of_comment(comment: &Comment) -> Severity {
    let (text, _) = without_suggestions(&visible(&comment.post.body).text);
    without_marks(&text).0.severity().unwrap_or(Severity::Suggestion)
}

/// Line numbers refer to the new file, so a comment on the old one has none.
fn location_of(root: &Comment, path: &str) -> Location {
    let lines = root.lines.or(root.original).filter(|_| !root.is_left);
    Location {
        path: path.to_owned(),
        start_line: lines.map(|(first, _)| first),
        end_line: lines.and_then(|(first, last)| (first < last).then_some(last)),
    }
}

/// By how much the lines have moved since the hunk was taken.
fn shift_since_hunk(root: &Comment) -> i64 {
    let moved = root.lines.zip(root.original).map(|((_, now), (_, then))| i64::from(now) - i64::from(then));
    moved.unwrap_or(0)
}

fn excerpt_of(root: &Comment, path: Option<&str>) -> Option<Excerpt> {
    let diff = sides(&root.hunk);
    let marked = root.original.or(root.lines);
    if root.is_left {
        return hunk::excerpt_beside(path, &diff.left, marked, None);
    }
    hunk::excerpt_beside(path, &diff.right, marked, Some(shift_since_hunk(root)))
}

/// The first suggestion as a patch, and the others, or those that cannot be one, as text.
fn patch_and_fix(
    root: &Comment,
    path: Option<&str>,
    suggestions: &[Vec<String>],
    around: &Around<'_>,
    kept: &mut Vec<String>,
) -> (Option<String>, Option<String>) {
    let made = suggestions.first().and_then(|by| patch_from_suggestion(root, path?, by, around.known));
    let rest = suggestions.get(usize::from(made.is_some())..).unwrap_or_default();
    match rest.len() {
        0 => {}
        1 => kept.push("1 suggestion as text in the fix".to_owned()),
        count => kept.push(format!("{count} suggestions as text in the fix")),
    }
    let note = made.as_ref().filter(|patch| !patch.is_anchored).map(|_| {
        "The comment shows no line after the change, so the patch needs `git apply --unidiff-zero`.".to_owned()
    });
    let text = |lines: &[String]| lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect::<String>();
    let rest = rest.iter().map(|lines| fenced(SUGGESTION, &text(lines)));
    let fix = paragraphs(note.into_iter().chain(rest));
    (made.map(|patch| patch.text), fix)
}

fn patch_from_suggestion(root: &Comment, path: &str, by: &[String], known: &KnownLines<'_>) -> Option<hunk::Patch> {
    let replaced = root.original.or(root.lines).filter(|_| !root.is_left)?;
    let shift = shift_since_hunk(root);
    let own = sides(&root.hunk).right;
    let at = |commit: &Option<String>| known.get(&(commit.clone()?, path.to_owned()));
    let (then, now) = (at(&root.original_commit), at(&root.commit).filter(|_| root.lines.is_some()));
    let line = |number: u32| -> Option<Line<'_>> {
        let known = own.get(&number).or_else(|| then?.get(&number));
        known.or_else(|| now?.get(&hunk::shifted(number, shift)?)).copied()
    };
    hunk::suggested_patch(&Change { path, replaced, by, shift }, line)
}

/// The text, what the fields cannot say of the place, the discussion, and the way back to GitHub.
fn body_of(
    thread: &Thread<'_>,
    text: String,
    with_path: bool,
    mut left_out: usize,
    kept: &mut Vec<String>,
) -> Option<String> {
    let root = thread.root;
    let mut parts = vec![text];
    if with_path {
        parts.push(format!("On `{}`.", without_backticks(&root.path)));
    }
    if root.is_left {
        let lines = root.lines.or(root.original).map_or_else(|| "removed lines".to_owned(), removed_lines);
        parts.push(format!("On the {lines}, which stand on the left side of the diff."));
        kept.push("removed lines in the body".to_owned());
    } else if let Some(commit) = root.original_commit.as_ref().filter(|_| root.is_outdated) {
        parts.push(format!("The comment is outdated: its lines are those of `{}`.", short_sha(commit)));
    }
    for reply in &thread.replies {
        let shown = visible(&reply.post.body);
        left_out += shown.hidden;
        parts.push(quoted(&said_by(&reply.post, &shown.text)));
    }
    note_hidden_comments(left_out, kept);
    parts.push(footer(&root.post));
    paragraphs(parts)
}

fn removed_lines((first, last): (u32, u32)) -> String {
    if first == last { format!("removed line {last}") } else { format!("removed lines {first}–{last}") }
}

/// A resolved thread is `fixed` where the code changed or an answer names a commit of the pull request, else `skipped`.
fn resolution_of(thread: &Thread<'_>, commits: &[Commit]) -> Option<Resolution> {
    if !thread.is_resolved {
        return None;
    }
    let last = thread.replies.iter().rev().find(|reply| !reply.post.user.is_bot());
    let reason = last.map(|reply| visible(&reply.post.body).text).filter(|text| !text.is_empty());
    let commit = reason.as_deref().and_then(|text| commit_named_in(text, commits));
    let action = if thread.is_outdated || commit.is_some() { Action::Fixed } else { Action::Skipped };
    Some(Resolution { action, reason, commit })
}

fn commit_named_in(text: &str, commits: &[Commit]) -> Option<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() >= 7);
    let mut named = words.filter_map(|word| commits.iter().find(|commit| commit.sha.starts_with(word)));
    named.next_back().map(|commit| commit.sha.clone())
}
