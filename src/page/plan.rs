//! The one inventory: every file of the site by its path, in order, each with its job. Nothing is made yet.
//!
//! Claiming a path is inserting it. A path that is taken, differs from another in case alone, or stands in the way of a
//! folder is a diagnostic here, and writing never finds out about a clash. What a job depends on is asked of
//! [`Planned::needs`].

mod claims;
pub mod round_addresses;
mod subject;

pub use subject::Subject;

use super::content::Content;
use super::inputs::{Inputs, Shared};
use super::needs::{Choice, Needs, Part};
use super::route::Route;
use super::run_pages::RunPages;
use super::searched::SearchIndex;
use crate::aggregate::Analysis;
use crate::aggregate::slices::Slice;
use crate::aggregate::statistics::groups::Grouping;
use crate::config::Config;
use crate::export::Published;
use crate::model::{Checked, Diagnostic, Level, ProblemKind};
use crate::output::assets::Assets;
use crate::output::engine::TemplateError;
use claims::{Claims, Refusal};
use std::collections::HashSet;
use std::ops::Range;

/// A kind of page or file: the one entry that a new one needs, in [`KINDS`](super::inventory::KINDS).
pub struct Kind {
    /// What it is, in a word or two.
    pub name: &'static str,
    /// The template of a page.
    pub template: Option<&'static str>,
    /// Which files of this kind there are, and how they are made.
    pub maker: Maker,
    /// What a file of this kind depends on, beside what every page does.
    pub needs: fn(&Planned<'_>, Subject, &mut Needs),
}

/// What a file can be made: the content, or the template that failed.
pub type Made<'m> = Result<Content<'m>, TemplateError>;

/// The ids that a page links to itself, by its path.
pub type OfferedIds<'p> = dyn Fn(&str) -> Vec<String> + 'p;

/// Which files of a kind there are, how one is made, and what has to be there before.
pub enum Maker {
    /// From the analysis alone.
    Site {
        /// Claims the paths.
        plan: fn(&mut Planner<'_>),
        /// Makes one.
        make: for<'m> fn(&Inputs<'m>, &File, &Planned<'m>) -> Made<'m>,
    },
    /// From one run with its texts. Files of a run are made one after the other from one reading of it.
    Run {
        /// Claims the paths of a run.
        plan: fn(&mut Planner<'_>, usize),
        /// Makes one.
        make: fn(&RunPages<'_>, &File) -> Made<'static>,
    },
    /// From the rows of the published data, which every run adds to.
    Rows {
        /// Claims the paths.
        plan: fn(&mut Planner<'_>),
        /// Makes one.
        make: for<'m> fn(&'m [Published]) -> Content<'m>,
    },
    /// From the index of the search, which every run adds to.
    Index {
        /// Claims the paths.
        plan: fn(&mut Planner<'_>),
        /// Makes one.
        make: for<'m> fn(&Inputs<'m>, &File, &'m SearchIndex) -> Made<'m>,
    },
    /// From the plan and the ids of the pages of all runs, once these are made.
    Pages {
        /// Claims the paths.
        plan: fn(&mut Planner<'_>),
        /// Makes one.
        make: fn(&Planned<'_>, &Shared<'_>, &OfferedIds<'_>) -> Content<'static>,
    },
    /// From the analysis and from what reports say of agents, which every run adds to.
    Quotes {
        /// Claims the paths.
        plan: fn(&mut Planner<'_>),
        /// Makes one.
        make: for<'m> fn(&Inputs<'m>, &File, &super::quotes::Quotes) -> Made<'m>,
    },
}

/// A file of the site. A path that ends in a slash is a folder that the job fills on its own.
pub struct File {
    /// Below the site's root, with `/` between folders.
    pub path: Box<str>,
    /// What kind of page or file it is.
    pub kind: &'static Kind,
    /// Which of its kind.
    pub subject: Subject,
}

impl File {
    /// Whether it is a page with anchors that people link to: one about a run as a whole.
    #[must_use]
    pub fn has_anchors(&self) -> bool {
        self.kind.template.is_some() && matches!((&self.kind.maker, self.subject), (Maker::Run { .. }, Subject::Run(_)))
    }
}

/// Every file of the site.
#[derive(Default)]
pub struct Plan {
    /// The files, in the order in which they were planned.
    pub files: Vec<File>,
    /// Where among them those of each run are.
    pub of_runs: Vec<Range<usize>>,
    /// Pages of lists of reviews.
    pub lists: Vec<List>,
    /// Addresses that several findings have.
    pub several: Vec<Several>,
    /// Positions in `files`, in the order of their paths.
    by_path: Vec<u32>,
}

/// One page of a list of reviews.
#[derive(Clone, Debug)]
pub struct List {
    /// Which group, by its grouping and its place there; `None` for all reviews.
    pub group: Option<(Grouping, usize)>,
    /// Its reviews as positions in the corpus, newest first.
    pub runs: Vec<usize>,
    /// From 1.
    pub page: usize,
    /// How many pages the list has.
    pub pages: usize,
}

/// What an address may mean that several findings have.
#[derive(Clone, Debug)]
pub struct Several {
    /// The findings: positions of runs in the corpus, and of findings in their run.
    pub findings: Vec<(usize, usize)>,
    /// Whether a review that was taken back had a finding there too, or may have had.
    pub is_withdrawn: bool,
}

/// A plan and what it was made from.
#[derive(Clone, Copy)]
pub struct Planned<'p> {
    /// The plan.
    pub plan: &'p Plan,
    /// What it was made from.
    pub analysis: &'p Analysis<'p>,
    /// All slices that have a leaderboard, by number.
    pub slices: &'p [&'p Slice],
    /// The static files.
    pub assets: &'p Assets,
}

impl Plan {
    /// The file at a path.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&File> {
        let at = self.by_path.binary_search_by(|at| (*self.files[*at as usize].path).cmp(path)).ok()?;
        Some(&self.files[self.by_path[at] as usize])
    }

    /// All files in the order of their paths.
    pub fn by_path(&self) -> impl Iterator<Item = &File> {
        self.by_path.iter().map(|at| &self.files[*at as usize])
    }
}

impl Planned<'_> {
    /// Everything that a file is made from.
    #[must_use]
    pub fn needs(&self, file: &File, shared: &Shared<'_>) -> Needs {
        let mut needs = Needs::default();
        if let Some(template) = file.kind.template {
            // What stands around every page: see `Shell::new`.
            needs.choices([Choice::Title, Choice::BaseUrl, Choice::Language, Choice::Robots]);
            needs.parts([Part::HasAgents, Part::HasFiles, Part::HasRecommendations]);
            needs.templates = shared.engine.sources_of(template);
            needs.assets.extend(shared.assets.of_every_page().map(str::to_owned));
        }
        (file.kind.needs)(self, file.subject, &mut needs);
        if let Maker::Pages { .. } = file.kind.maker {
            self.plan
                .files
                .iter()
                .filter(|file| file.has_anchors())
                .for_each(|page| needs.add(self.needs(page, shared)));
        }
        needs
    }
}

/// A plan in the making.
pub struct Planner<'p> {
    /// What is planned for.
    pub analysis: &'p Analysis<'p>,
    /// What the team chose.
    pub config: &'p Config,
    /// The static files.
    pub assets: &'p Assets,
    /// What is planned so far.
    pub plan: Plan,
    claims: Claims,
    /// The pages of all reviews, of withdrawn ones too.
    reviews: HashSet<String>,
    diagnostics: Vec<Diagnostic>,
}

impl<'p> Planner<'p> {
    /// Nothing planned yet.
    #[must_use]
    pub fn new(analysis: &'p Analysis<'p>, config: &'p Config, assets: &'p Assets) -> Self {
        let (plan, claims) = (Plan::default(), Claims::default());
        let corpus = analysis.corpus;
        let ids = corpus.runs.iter().map(|run| &run.id).chain(corpus.withdrawn.iter().map(|run| &run.id));
        let reviews = ids.map(|id| Route::Review(id).path()).collect();
        Self { analysis, config, assets, plan, claims, reviews, diagnostics: Vec::new() }
    }

    /// Plans a file, unless its path is taken: that is then a diagnostic, and `false`.
    pub fn claim(&mut self, kind: &'static Kind, path: String, subject: Subject) -> bool {
        let Err((path, refusal)) = self.enter(kind, path, subject) else { return true };
        let problem = self.refused(kind, &path, subject, refusal);
        self.diagnostics.push(problem);
        false
    }

    fn enter(&mut self, kind: &'static Kind, path: String, subject: Subject) -> Result<(), (String, Refusal)> {
        if let Err(refusal) = self.claims.claim(&path, self.plan.files.len()) {
            return Err((path, refusal));
        }
        self.plan.files.push(File { path: path.into(), kind, subject });
        Ok(())
    }

    /// Whether a file of this path would be refused.
    #[must_use]
    pub fn is_taken(&self, path: &str) -> bool {
        self.claims.find(path).is_some()
    }

    /// Plans a file where nothing else is, and nothing where something is.
    pub fn claim_free(&mut self, kind: &'static Kind, path: String, subject: Subject) {
        if !self.is_reserved(&path) {
            let _ = self.enter(kind, path, subject);
        }
    }

    /// Whether a path is that of a review's page, be it planned yet or not.
    #[must_use]
    pub fn is_review(&self, path: &str) -> bool {
        self.reviews.contains(path)
    }

    /// Whether any run has a reviewer: without one there is nothing to say on the pages about agents.
    #[must_use]
    pub fn has_agents(&self) -> bool {
        !self.analysis.field.agents.is_empty()
    }

    /// Keeps a folder free of old addresses: what stands in it comes and goes with the archive.
    pub fn reserve(&mut self, folder: &str) {
        self.claims.reserve(folder);
    }

    /// Whether a path is in a folder that is kept free.
    #[must_use]
    pub fn is_reserved(&self, path: &str) -> bool {
        self.claims.is_reserved(path)
    }

    /// Notes a problem.
    pub fn note(&mut self, problem: Diagnostic) {
        self.diagnostics.push(problem);
    }

    /// Plans the files of each run, those of one run in a row.
    pub fn plan_runs(&mut self, kinds: &[&Kind]) {
        for run in 0..self.analysis.corpus.runs.len() {
            let start = self.plan.files.len();
            for kind in kinds {
                if let Maker::Run { plan, .. } = &kind.maker {
                    plan(self, run);
                }
            }
            self.plan.of_runs.push(start..self.plan.files.len());
        }
    }

    fn refused(&self, kind: &Kind, path: &str, subject: Subject, refusal: Refusal) -> Diagnostic {
        let (Refusal::Taken(other) | Refusal::InTheWay(other)) = refusal;
        let other = &self.plan.files[other];
        let message = match refusal {
            Refusal::Taken(_) => {
                format!("the {} `{path}` has the path of the {} `{}`", kind.name, other.kind.name, other.path)
            }
            Refusal::InTheWay(_) => {
                format!("the {} `{path}` cannot stand beside the {} `{}`", kind.name, other.kind.name, other.path)
            }
        };
        Diagnostic::new(Level::Error, ProblemKind::PathTaken, &self.source_of(subject), message)
    }

    /// The file that a subject comes from, as a reader of messages would type it.
    fn source_of(&self, subject: Subject) -> String {
        let runs = &self.analysis.corpus.runs;
        match subject {
            Subject::Run(_)
            | Subject::Finding(..)
            | Subject::Alias(..)
            | Subject::AliasOfOriginals(_)
            | Subject::Change(_)
            | Subject::Address(..) => runs[subject.run()].shown.clone(),
            Subject::Asset(at) => self.assets.files[at].shown.clone(),
            Subject::FileHistory(at) => runs[self.analysis.files.with_page[at].newest_run].shown.clone(),
            Subject::List(at) => {
                let list = &self.plan.lists[at];
                list.runs.first().map_or_else(String::new, |run| runs[*run].shown.clone())
            }
            _ => "pilcrow.toml".to_owned(),
        }
    }

    /// The plan, and whatever could not be planned.
    #[must_use]
    pub fn finished(self) -> Checked<Plan> {
        let mut plan = self.plan;
        let mut by_path: Vec<u32> = (0..u32::try_from(plan.files.len()).unwrap_or(u32::MAX)).collect();
        by_path.sort_unstable_by(|a, b| plan.files[*a as usize].path.cmp(&plan.files[*b as usize].path));
        plan.by_path = by_path;
        Checked { value: plan, diagnostics: self.diagnostics }
    }
}
