//! Reviews of pull requests, as the REST API of GitHub gives them.
//!
//! | answer | how it is saved | what it becomes |
//! |---|---|---|
//! | reviews | `gh api --paginate repos/O/N/pulls/7/reviews` | reviewers, facts, verdict, summary, originals |
//! | review comments | `…/pulls/7/comments` | a finding for each thread that a bot began, with the answers in it |
//! | conversation | `gh api --paginate repos/O/N/issues/7/comments` | sections |
//! | pull request | `…/pulls/7` | title, branch, base, revision and author |
//! | commits | `…/pulls/7/commits` | the subject's commits |
//! | changed files | `…/pulls/7/files` | lines around a suggestion, for its patch |
//! | threads | GraphQL: `reviewThreads { nodes { isResolved isOutdated comments { nodes { databaseId } } } }` | resolutions |
//!
//! Files come in any order and are told apart by what is in them. Arrays one after another (`--paginate`) and arrays of
//! arrays (`--slurp`) are read alike. Every pull request makes one run; its id is the date of the first review with the
//! number behind it, `20260322-142409-pr-7`, and stays when more is said later.
//!
//! Bots are agents. What people say is text: in the body of the finding that they answer, else in the section "Comments
//! by people". A pull request's own description is no part of its review and is left out.
//!
//! # Severities
//!
//! Read from the marks at the top of a comment, which `import::marks` lists; without any a comment is a suggestion.
//! Each mark other than the severity's own word is kept as a tag, and a comment whose lines have changed is tagged `outdated`.
//!
//! # Resolutions
//!
//! A thread that is not resolved has none.
//!
//! | thread | resolution |
//! |---|---|
//! | resolved, and outdated or with a commit of the pull request named in a person's last answer | `fixed` |
//! | resolved otherwise | `skipped` |
//!
//! The reason is the last answer of a person.
//!
//! # Patches
//!
//! The first suggestion of a comment becomes a patch where the hunks hold the lines that it replaces. A hunk ends at the
//! line that is commented on; unless the lines below it are known from the changed files or another comment, the patch
//! says that it needs `git apply --unidiff-zero`. All other suggestions stay text, in `fix`.

mod address;
mod answers;
mod assemble;
mod finding;
mod group;
mod hunk;
mod known_lines;
mod people;
mod sections;
mod shape;
mod threads;
mod wording;

use super::{Import, Imported, Options, Source};
use crate::model::{Diagnostic, Level, Slug};
use address::Key;
use answers::{Answer, Answers, ThreadState};
use assemble::imported_run;
use group::Group;
use known_lines::known_lines;
use std::collections::{BTreeMap, BTreeSet};
use threads::is_of_thread;

/// Reads the answers in some files.
#[must_use]
pub fn read(sources: &[Source], options: &Options) -> Import {
    let mut import = Import::default();
    let mut answers = Answers::default();
    let mut failed = BTreeSet::new();
    for (file, source) in sources.iter().enumerate() {
        match answers.take_file(file, source) {
            Ok(odd) => import.diagnostics.extend(odd),
            Err(error) => {
                import.diagnostics.push(*error);
                failed.insert(file);
            }
        }
    }

    let mut used = BTreeSet::new();
    let known = known_lines(&answers);
    for (key, mut group) in group_by_pull_request(&answers, options) {
        let files = group.files();
        group.sort_and_deduplicate();
        let Some(mut imported) = imported_run(&key, &group, &known, options).filter(|_| group.is_review()) else {
            continue;
        };
        imported.files = files.iter().filter_map(|file| sources.get(*file)).map(|from| from.shown.clone()).collect();
        used.extend(files);
        import.runs.push(imported);
    }
    number_equal_ids(&mut import.runs);
    let alone = import.runs.is_empty();
    let unused = sources.iter().enumerate().filter(|(file, _)| !used.contains(file) && !failed.contains(file));
    import.diagnostics.extend(unused.filter_map(|(file, source)| problem_of_unused(&answers, file, source, alone)));
    import
}

/// Whether documents can be nothing but such answers.
#[must_use]
pub fn fits(documents: &[serde_json::Value]) -> bool {
    shape::are_answers(documents)
}

/// Everything by pull request, in the order in which the files name them.
fn group_by_pull_request<'a>(answers: &'a Answers, options: &Options) -> Vec<(Key, Group<'a>)> {
    let mut groups = Groups { named: BTreeMap::new(), nameless: Group::default() };
    groups.distribute(&answers.pulls, |group| &mut group.pulls);
    groups.distribute(&answers.reviews, |group| &mut group.reviews);
    groups.distribute(&answers.comments, |group| &mut group.comments);
    groups.distribute(&answers.remarks, |group| &mut group.remarks);
    let mut list: Vec<(Key, Group<'a>)> = groups.by_key(&Key::from_options(options)).into_iter().collect();
    list.sort_by_key(|(_, group)| group.files().first().copied());
    let alone = list.len() == 1;
    for (key, group) in &mut list {
        let revisions: BTreeSet<String> = group.revisions().into_iter().map(str::to_owned).collect();
        let is_here = |other: Option<&Key>| other.is_none_or(|other| other.agrees_with(key));
        let names = |commit: &str| alone || revisions.contains(commit);
        let commits = answers.commits.iter().filter(|list| is_here(list.key.as_ref()));
        group.commits = commits.filter(|list| list.value.iter().any(|commit| names(&commit.sha))).collect();
        let changes = answers.changes.iter().filter(|change| is_here(change.key.as_ref()));
        group.changes = changes.filter(|change| names(&change.value.commit)).collect();
        let comments = &group.comments;
        let mine = |thread: &ThreadState| comments.iter().any(|comment| is_of_thread(thread, &comment.value.post));
        group.threads = answers.threads.iter().filter(|thread| mine(&thread.value)).collect();
    }
    list
}

/// Answers by the pull request that they name.
struct Groups<'a> {
    named: BTreeMap<Key, Group<'a>>,
    nameless: Group<'a>,
}

impl<'a> Groups<'a> {
    fn distribute<T>(
        &mut self,
        answers: &'a [Answer<T>],
        field: impl for<'g> Fn(&'g mut Group<'a>) -> &'g mut Vec<&'a Answer<T>>,
    ) {
        for answer in answers {
            let group = match &answer.key {
                Some(key) => self.named.entry(key.clone()).or_default(),
                None => &mut self.nameless,
            };
            field(group).push(answer);
        }
    }

    /// What names no pull request is of the only one, else of the one that the caller names.
    fn by_key(mut self, fallback: &Key) -> BTreeMap<Key, Group<'a>> {
        let nameless = self.nameless;
        if nameless.is_review() || !nameless.pulls.is_empty() {
            let mut keys = self.named.keys();
            let only = keys.next().filter(|key| keys.next().is_none() && key.agrees_with(fallback));
            let group = self.named.entry(only.unwrap_or(fallback).clone()).or_default();
            group.pulls.extend(nameless.pulls);
            group.reviews.extend(nameless.reviews);
            group.comments.extend(nameless.comments);
            group.remarks.extend(nameless.remarks);
        }
        self.named
    }
}

/// Two pull requests of one number may have been reviewed in the same second.
fn number_equal_ids(runs: &mut [Imported]) {
    let mut seen: BTreeSet<Slug> = BTreeSet::new();
    for Imported { run, .. } in runs {
        let first = run.id.clone();
        let mut more = 2_u32;
        while !seen.insert(run.id.clone()) {
            let Ok(next) = format!("{first}-{more}").parse() else { break };
            run.id = next;
            more = more.saturating_add(1);
        }
    }
}

/// What is wrong with a file that no run was made from. An empty list beside others is fine.
fn problem_of_unused(answers: &Answers, file: usize, source: &Source, alone: bool) -> Option<Diagnostic> {
    fn holds<T>(answers: &[Answer<T>], file: usize) -> bool {
        answers.iter().any(|answer| answer.file == file)
    }
    let said = holds(&answers.reviews, file) || holds(&answers.comments, file) || holds(&answers.remarks, file);
    let about = holds(&answers.pulls, file) || holds(&answers.commits, file) || holds(&answers.changes, file);
    let (message, hint) = if said {
        ("no review date found", "pass --date YYYY-MM-DD or --date YYYY-MM-DDTHH:MM")
    } else if about {
        ("describes a pull request, but none of the files has its reviews or comments", shape::HOW)
    } else if holds(&answers.threads, file) {
        ("lists review threads, but none of the files has their comments", shape::HOW)
    } else if alone {
        ("no reviews or comments: the list is empty", shape::HOW)
    } else {
        return None;
    };
    Some(Diagnostic::of_file(Level::Error, &source.shown, message).with_hint(hint))
}
