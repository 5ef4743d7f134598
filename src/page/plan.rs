//! Which pages the site has, before any of them is made, and which old addresses lead to them.

use super::route::{Grouping, Route, alias_file};
use super::surroundings::Surroundings;
use crate::model::{Diagnostic, Digest, Level, ProblemKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All pages. A run's own pages depend on the run, the digests of its rounds, and the configuration; lists depend on
/// the digests alone.
#[derive(Debug, Default)]
pub struct Plan {
    /// Lists of reviews.
    pub lists: Vec<List>,
    /// Overviews of groupings.
    pub groupings: Vec<(Grouping, Vec<Arc<Group>>)>,
    /// Old addresses: the redirect's file, and the run it leads to as a position in the corpus.
    pub redirects: Vec<(String, usize)>,
}

/// One page of a list of reviews.
#[derive(Debug)]
pub struct List {
    /// Which group, which its pages share; `None` for all reviews.
    pub group: Option<(Grouping, Arc<Group>)>,
    /// Its reviews as positions in the corpus, newest first.
    pub runs: Vec<usize>,
    /// From 1.
    pub page: usize,
    /// How many pages the list has.
    pub pages: usize,
    /// How many reviews the list has.
    pub total: usize,
}

/// A group of reviews.
#[derive(Clone, Debug)]
pub struct Group {
    /// Folded to lower case, for the address.
    pub key: String,
    /// As the newest run writes it.
    pub label: String,
    /// Its reviews as positions in the corpus, newest first.
    pub runs: Vec<usize>,
}

impl List {
    /// The address of a page of the same list.
    #[must_use]
    pub fn route(&self, page: usize) -> Route<'_> {
        match &self.group {
            None => Route::Reviews(page),
            Some((grouping, group)) => Route::Group(*grouping, &group.key, page),
        }
    }
}

/// Plans the site; old addresses that cannot be kept come back as warnings.
#[must_use]
pub fn plan(around: &Surroundings<'_>) -> (Plan, Vec<Diagnostic>) {
    let corpus = around.corpus;
    let all: Vec<usize> = (0..corpus.runs.len()).collect();
    let mut plan = Plan { lists: pages_of(None, &all, around.config.page_size), ..Plan::default() };
    for grouping in Grouping::ALL {
        let groups = groups(&corpus.runs, grouping);
        for group in &groups {
            let list = pages_of(Some((grouping, group)), &group.runs, around.config.page_size);
            plan.lists.extend(list);
        }
        plan.groupings.push((grouping, groups));
    }
    let diagnostics = plan_redirects(&mut plan, around);
    (plan, diagnostics)
}

fn pages_of(group: Option<(Grouping, &Arc<Group>)>, runs: &[usize], size: usize) -> Vec<List> {
    let pages = runs.len().div_ceil(size).max(1);
    (1..=pages)
        .map(|page| List {
            group: group.map(|(grouping, group)| (grouping, Arc::clone(group))),
            runs: runs.iter().skip((page - 1) * size).take(size).copied().collect(),
            page,
            pages,
            total: runs.len(),
        })
        .collect()
}

fn groups(runs: &[Digest], grouping: Grouping) -> Vec<Arc<Group>> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (at, run) in runs.iter().enumerate() {
        let label = match grouping {
            Grouping::Month => Some(run.date.month()),
            Grouping::Repository => run.repository.clone(),
            Grouping::Kind => Some(run.kind.to_string()),
            Grouping::Author => run.author.clone().filter(|author| !author.trim().is_empty()),
        };
        let Some(label) = label else { continue };
        let key = label.to_lowercase();
        groups.entry(key.clone()).or_insert_with(|| Group { key, label, runs: Vec::new() }).runs.push(at);
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    match grouping {
        Grouping::Month => groups.reverse(),
        _ => groups.sort_by(|a, b| b.runs.len().cmp(&a.runs.len()).then_with(|| a.key.cmp(&b.key))),
    }
    groups.into_iter().map(Arc::new).collect()
}

fn plan_redirects(plan: &mut Plan, around: &Surroundings<'_>) -> Vec<Diagnostic> {
    if around.corpus.runs.iter().all(|run| run.aliases.is_empty()) {
        return Vec::new();
    }
    let mut taken = Taken::of(plan, around);
    let mut diagnostics = Vec::new();
    for (at, run) in around.corpus.runs.iter().enumerate() {
        for alias in &run.aliases {
            let file = alias_file(alias);
            if taken.claim(&file) {
                plan.redirects.push((file, at));
            } else {
                let message = format!("alias `{alias}` clashes with a page of the site");
                let problem = Diagnostic::new(Level::Warning, ProblemKind::AliasTaken, &run.shown, message);
                diagnostics.push(problem.with_hint("remove it"));
            }
        }
    }
    diagnostics
}

/// Files and folders that the site has already, folded to lower case.
#[derive(Default)]
struct Taken {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
    /// Beginnings of addresses that are the site's own.
    reserved: BTreeSet<String>,
}

impl Taken {
    fn of(plan: &Plan, around: &Surroundings<'_>) -> Self {
        let mut taken = Self::default();
        let fixed = [
            Route::Home,
            Route::NotFound,
            Route::Schema,
            Route::Reviews(1),
            Route::Panels,
            Route::Methodology,
            Route::Search,
            Route::LeaderboardData,
            Route::FindingsCsv,
            Route::FindingsJson,
            Route::ReviewsJson,
        ];
        let fixed = fixed.map(|route| route.path());
        let assets = around.assets.files.iter().map(|(path, _)| path.clone());
        let groupings = Grouping::ALL.map(|grouping| Route::Grouping(grouping).path());
        let lists = plan.lists.iter().map(|list| list.route(list.page).path());
        for file in fixed.into_iter().chain(assets).chain(groupings).chain(lists) {
            taken.claim(&file);
        }
        // Pages of agents come and go with the archive: nothing else may stand where one might be.
        taken.folders.insert("agents".to_owned());
        taken.reserved.insert("agents/".to_owned());
        // So do the files of the search.
        taken.folders.insert("search-index".to_owned());
        taken.reserved.insert(Route::SearchIndex("").path());
        for run in &around.corpus.runs {
            taken.claim(&Route::Review(&run.id).path());
            taken.claim(&Route::Originals(&run.id).path());
            for finding in &run.findings {
                taken.claim(&Route::Finding(&run.id, &finding.id).path());
            }
        }
        taken
    }

    /// Takes a file unless it, or a file or folder in its way, is there.
    fn claim(&mut self, file: &str) -> bool {
        let file = file.to_lowercase();
        let folders: Vec<&str> = file.match_indices('/').map(|(at, _)| &file[..at]).collect();
        if self.files.contains(&file)
            || self.folders.contains(&file)
            || self.reserved.iter().any(|start| file.starts_with(start))
            || folders.iter().any(|folder| self.files.contains(*folder))
        {
            return false;
        }
        self.folders.extend(folders.into_iter().map(str::to_owned));
        self.files.insert(file);
        true
    }
}
