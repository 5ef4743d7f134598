//! A site of which no file is written: each is made when it is asked for, from an archive that was read, analysed and planned
//! once. What is made is what a build writes, byte for byte. Few files need every run of the archive, the index of the search
//! above all: they are made at the first request and kept as long as the preview.
//!
//! The plan and the analysis borrow from each other, so a thread owns them and lets others answer. Knows no address of a
//! server, no connection and no clock.

use crate::aggregate::Analysis;
use crate::aggregate::slices::Slice;
use crate::archive::{ArchiveFiles, Texts};
use crate::config::Config;
use crate::export::Published;
use crate::model::{BaseAddress, Checked, Corpus, Diagnostic, Digest, Run};
use crate::output::assets::Assets;
use crate::output::engine::TemplateError;
use crate::output::links::offered_ids;
use crate::output::{Engine, Theme};
use crate::page::content::Content;
use crate::page::plan::{File, Maker, Planned};
use crate::page::quotes::Quotes;
use crate::page::route::Route;
use crate::page::run_pages::RunPages;
use crate::page::searched::{SearchIndex, Searched};
use crate::page::{Inputs, Plan, Shared, own_templates, plan};
use crate::search::Block;
use crate::text::highlight::{CodeParser, Highlighter};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Threads that make files from the analysis and single runs.
const MAKERS: usize = 3;

/// The stack of a thread that makes pages: as much as the main thread of a build has.
const STACK: usize = 8 << 20;

/// Everything that a site is made from.
pub struct Sources {
    /// Where runs are read for whose texts there was no room.
    pub files: Box<dyn ArchiveFiles + Send>,
    /// All valid runs.
    pub corpus: Corpus,
    /// Their texts.
    pub texts: Texts,
    /// What the team chose.
    pub config: Config,
    /// Templates and static files.
    pub look: Arc<Look>,
    /// Knows what is what in code.
    pub parser: Arc<dyn CodeParser>,
}

/// Templates and static files, ready for use.
#[derive(Debug)]
pub struct Look {
    engine: Engine,
    assets: Assets,
    /// Templates of the team that no page uses.
    unused: Vec<Diagnostic>,
}

impl Look {
    /// Compiles the templates and gives the static files their places.
    ///
    /// # Errors
    /// The first template that does not compile.
    pub fn new(theme: &Theme) -> Result<Self, TemplateError> {
        Ok(Self { engine: Engine::new(theme)?, assets: Assets::new(theme), unused: own_templates::unused(theme) })
    }
}

/// A file of the site, or why there is none.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A page.
    Page(Vec<u8>),
    /// Any other file.
    File(Vec<u8>),
    /// The path is that of a folder that has a page, and lacks the slash at its end.
    Folder,
    /// The site has no such file.
    Nothing,
    /// The file cannot be made, and why.
    Failed(String),
    /// The preview has ended: another one is to be asked.
    Ended,
}

/// What is asked of a preview.
enum Wanted {
    /// The file at a path below the site's root.
    File(String),
    /// The page for unknown addresses of a site that stands at a base address.
    NotFound(BaseAddress),
}

struct Request {
    wanted: Wanted,
    answer: Sender<Found>,
}

/// A site that is planned and answers.
pub struct Preview {
    requests: Mutex<Sender<Request>>,
    has_ended: Arc<AtomicBool>,
}

/// What was planned.
#[derive(Debug)]
pub struct Summary {
    /// What is wrong with the plan and the templates; not what is wrong with single runs.
    pub diagnostics: Vec<Diagnostic>,
    /// How many runs there are.
    pub runs: usize,
}

impl Preview {
    /// Analyses and plans a site. `None` if that ended in a panic, which has been reported.
    #[must_use]
    pub fn start(sources: Sources) -> Option<(Self, Summary)> {
        let (requests, taken) = channel();
        let (tell, told) = channel();
        let has_ended = Arc::new(AtomicBool::new(false));
        let ended = Arc::clone(&has_ended);
        thread::Builder::new().stack_size(STACK).spawn(move || answer_all(&sources, taken, &ended, &tell)).ok()?;
        let summary = told.recv().ok()?;
        Some((Self { requests: Mutex::new(requests), has_ended }, summary))
    }

    /// The file at a path below the site's root, with `/` between folders; of a path that is empty or ends in a slash, the
    /// page of the folder.
    #[must_use]
    pub fn file(&self, path: &str) -> Found {
        self.ask(Wanted::File(path.to_owned()))
    }

    /// The page for unknown addresses, with links that start at a base address.
    #[must_use]
    pub fn not_found(&self, base: BaseAddress) -> Found {
        self.ask(Wanted::NotFound(base))
    }

    /// Gives up what takes long. Whoever waits for it is told [`Found::Ended`].
    pub fn end(&self) {
        self.has_ended.store(true, Ordering::Relaxed);
    }

    fn ask(&self, wanted: Wanted) -> Found {
        let (answer, answered) = channel();
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match requests.send(Request { wanted, answer }) {
            Ok(()) => answered.recv().unwrap_or(Found::Ended),
            Err(_) => Found::Ended,
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.end();
    }
}

/// Owns a planned site until nobody can ask for anything any more.
fn answer_all(sources: &Sources, requests: Receiver<Request>, has_ended: &AtomicBool, tell: &Sender<Summary>) {
    let Sources { corpus, config, look, .. } = sources;
    let analysis = Analysis::new(corpus, config);
    let Checked { value: plan, mut diagnostics } = plan(&analysis, config, &look.assets);
    diagnostics.extend(look.unused.iter().cloned());
    let slices: Vec<&Slice> = analysis.boards.keys().collect();
    let planned = Planned { plan: &plan, analysis: &analysis, slices: &slices, assets: &look.assets };
    let shared = shared(&analysis, sources, config);
    let workshop = Workshop {
        sources,
        shared: &shared,
        planned,
        has_ended,
        search: Mutex::default(),
        data: Mutex::default(),
        addresses: Mutex::default(),
    };
    if tell.send(Summary { diagnostics, runs: corpus.runs.len() }).is_err() {
        return;
    }
    let requests = Mutex::new(requests);
    let (of_all_runs, slow_requests) = channel();
    thread::scope(|scope| {
        let workshop = &workshop;
        // On its own: pages are not to wait for files that take seconds.
        let slow = move || slow_requests.iter().for_each(|request| workshop.answer(request));
        let mut started = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, slow).is_ok();
        for _ in 0..MAKERS {
            let (requests, of_all_runs) = (&requests, of_all_runs.clone());
            let answer = move || {
                while let Some(request) = next(requests) {
                    if workshop.takes_all_runs(&request.wanted) {
                        _ = of_all_runs.send(request);
                    } else {
                        workshop.answer(request);
                    }
                }
            };
            started |= thread::Builder::new().stack_size(STACK).spawn_scoped(scope, answer).is_ok();
        }
        drop(of_all_runs);
        debug_assert!(started);
    });
}

fn next(requests: &Mutex<Receiver<Request>>) -> Option<Request> {
    requests.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

fn shared<'s>(analysis: &'s Analysis<'s>, sources: &'s Sources, config: &'s Config) -> Shared<'s> {
    let highlighter = Highlighter::new(Arc::clone(&sources.parser));
    Shared::new(analysis, config, &sources.look.assets, &sources.look.engine, highlighter)
}

type Files = Arc<BTreeMap<String, Found>>;

/// Makes single files of a planned site.
struct Workshop<'w> {
    sources: &'w Sources,
    shared: &'w Shared<'w>,
    planned: Planned<'w>,
    has_ended: &'w AtomicBool,
    /// The page and the files of the search, once they are made.
    search: Mutex<Option<Files>>,
    /// The published data, once it is made.
    data: Mutex<Option<Files>>,
    /// What is made from the pages of all runs, once it is.
    addresses: Mutex<Option<Files>>,
}

/// Why a file was not made.
#[derive(Debug, thiserror::Error)]
enum Unmade {
    #[error(transparent)]
    Template(#[from] TemplateError),
    #[error("{file} {reason}")]
    Run { file: String, reason: String },
    #[error("the site has changed")]
    Ended,
}

impl<'w> Workshop<'w> {
    fn answer(&self, request: Request) {
        let Request { wanted, answer } = request;
        // Whatever is wrong with one page, the others are served.
        let made = catch_unwind(AssertUnwindSafe(|| match &wanted {
            Wanted::File(path) => self.found(path),
            Wanted::NotFound(base) => self.not_found(base),
        }));
        let found = match made {
            Ok(Ok(found)) => found,
            Ok(Err(Unmade::Ended)) => Found::Ended,
            Ok(Err(error)) => Found::Failed(error.to_string()),
            Err(_) => Found::Failed("this page cannot be made; the terminal has the reason".to_owned()),
        };
        // Whoever asked may have gone.
        _ = answer.send(found);
    }

    fn takes_all_runs(&self, wanted: &Wanted) -> bool {
        let Wanted::File(path) = wanted else { return false };
        let file = self.file(&with_index(path)).or_else(|| self.folder_of(path));
        file.is_some_and(|file| {
            matches!(file.kind.maker, Maker::Rows { .. } | Maker::Index { .. } | Maker::Pages { .. })
        })
    }

    fn plan(&self) -> &'w Plan {
        self.planned.plan
    }

    fn file(&self, path: &str) -> Option<&'w File> {
        self.plan().file(path).filter(|_| !path.ends_with('/'))
    }

    /// The folder that is filled as a whole and that a path is in.
    fn folder_of(&self, path: &str) -> Option<&'w File> {
        let mut ends = path.match_indices('/').map(|(at, _)| &path[..=at]);
        ends.find_map(|folder| self.plan().file(folder))
    }

    fn found(&self, path: &str) -> Result<Found, Unmade> {
        if let Some(file) = self.file(&with_index(path)) {
            return self.made(file);
        }
        if self.file(&format!("{path}/index.html")).is_some() {
            return Ok(Found::Folder);
        }
        match self.folder_of(path) {
            Some(_) => taken(&self.search, path, || aside(|| self.search_files())),
            None => Ok(Found::Nothing),
        }
    }

    fn not_found(&self, base: &BaseAddress) -> Result<Found, Unmade> {
        let config = Config { base_url: Some(base.clone()), ..self.sources.config.clone() };
        let shared = shared(self.planned.analysis, self.sources, &config);
        let Some(file) = self.file(&Route::NotFound.path()) else { return Ok(Found::Nothing) };
        let Maker::Site { make, .. } = &file.kind.maker else { return Ok(Found::Nothing) };
        Ok(whole(make(&Inputs::new(&shared), file, &self.planned)?))
    }

    fn inputs(&self) -> Inputs<'w> {
        Inputs::new(self.shared)
    }

    fn made(&self, file: &File) -> Result<Found, Unmade> {
        match &file.kind.maker {
            Maker::Site { make, .. } => Ok(whole(make(&self.inputs(), file, &self.planned)?)),
            Maker::Run { make, .. } => {
                let at = file.subject.run();
                let run = self.run(at)?;
                Ok(whole(make(&RunPages::new(self.inputs(), &run, at)?, file)?))
            }
            Maker::Quotes { make, .. } => {
                let quotes = self.quotes(file.subject.number())?;
                Ok(whole(make(&self.inputs(), file, &quotes)?))
            }
            Maker::Rows { .. } => taken(&self.data, &file.path, || aside(|| self.data_files())),
            Maker::Index { .. } => taken(&self.search, &file.path, || aside(|| self.search_files())),
            Maker::Pages { .. } => taken(&self.addresses, &file.path, || aside(|| self.address_files())),
        }
    }

    fn digests(&self) -> &'w [Digest] {
        &self.shared.analysis.corpus.runs
    }

    fn run(&self, at: usize) -> Result<Run, Unmade> {
        let digest = &self.digests()[at];
        let run = self.sources.texts.run(&*self.sources.files, digest, &self.sources.config.identities);
        run.map_err(|error| Unmade::Run { file: digest.shown.clone(), reason: error.to_string() })
    }

    /// The same, for somebody who wants many and stops when nobody waits for them any more.
    fn one_of_all(&self, at: usize) -> Result<Run, Unmade> {
        if self.has_ended.load(Ordering::Relaxed) { Err(Unmade::Ended) } else { self.run(at) }
    }

    fn quotes(&self, agent: usize) -> Result<Quotes, Unmade> {
        let quotes = Quotes::wanted(self.shared.analysis);
        for at in &self.shared.analysis.records[agent].quoted {
            let run = self.run(*at)?;
            quotes.gather(&RunPages::new(self.inputs(), &run, *at)?.context);
        }
        Ok(quotes)
    }

    fn data_files(&self) -> Result<BTreeMap<String, Found>, Unmade> {
        let addresses = self.inputs().addresses();
        let each = (0..self.digests().len()).into_par_iter();
        let published = |at| Ok(Published::from_run(&self.one_of_all(at)?, &self.inputs().in_rounds(at), &addresses));
        let rows: Vec<Published> = each.map(published).collect::<Result<_, Unmade>>()?;
        let files = self.plan().files.iter().filter_map(|file| match &file.kind.maker {
            Maker::Rows { make, .. } => Some((file.path.to_string(), whole(make(&rows)))),
            _ => None,
        });
        Ok(files.collect())
    }

    fn address_files(&self) -> Result<BTreeMap<String, Found>, Unmade> {
        let of_run = |at: usize| {
            let run = self.one_of_all(at)?;
            let pages = RunPages::new(self.inputs(), &run, at)?;
            let mut offered = Vec::new();
            for file in self.plan().files[self.plan().of_runs[at].clone()].iter().filter(|file| file.has_anchors()) {
                if let Maker::Run { make, .. } = &file.kind.maker
                    && let Content::Page(html) = make(&pages, file)?
                {
                    offered.push((&*file.path, offered_ids(&html)));
                }
            }
            Ok(offered)
        };
        let each = (0..self.digests().len()).into_par_iter().map(of_run).collect::<Result<Vec<_>, Unmade>>()?;
        let offered: BTreeMap<&str, Vec<String>> = each.into_iter().flatten().collect();
        let files = self.plan().files.iter().filter_map(|file| match &file.kind.maker {
            Maker::Pages { make, .. } => {
                let ids = |page: &str| offered.get(page).cloned().unwrap_or_default();
                Some((file.path.to_string(), whole(make(&self.planned, self.shared, &ids))))
            }
            _ => None,
        });
        Ok(files.collect())
    }

    fn search_files(&self) -> Result<BTreeMap<String, Found>, Unmade> {
        /// Runs in a row share a block of the index, which costs less the more they are.
        const BLOCKS: usize = 64;
        let searched = Searched::new(&self.inputs());
        let all: Vec<usize> = (0..self.digests().len()).collect();
        let blocks = all.par_chunks((all.len() / BLOCKS).max(1)).map(|runs| {
            let mut block = Block::default();
            for at in runs {
                let run = self.one_of_all(*at)?;
                searched.documents(&run, &self.inputs().in_rounds(*at)).for_each(|document| block.add(&document));
            }
            Ok(block.finished())
        });
        let index = SearchIndex::new(&searched, blocks.collect::<Result<_, Unmade>>()?);
        let mut files = BTreeMap::new();
        for file in &self.plan().files {
            if let Maker::Index { make, .. } = &file.kind.maker {
                files.extend(all_of(make(&self.inputs(), file, &index)?, &file.path));
            }
        }
        Ok(files)
    }
}

/// One of several files that are made together, at the first request for one of them.
fn taken(
    place: &Mutex<Option<Files>>,
    path: &str,
    make: impl FnOnce() -> Result<BTreeMap<String, Found>, Unmade>,
) -> Result<Found, Unmade> {
    let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
    let files = match &*place {
        Some(files) => Arc::clone(files),
        None => Arc::clone(place.insert(Arc::new(make()?))),
    };
    drop(place);
    Ok(match files.get(path) {
        Some(Found::Page(bytes)) => Found::Page(bytes.clone()),
        Some(Found::File(bytes)) => Found::File(bytes.clone()),
        _ => Found::Nothing,
    })
}

/// Work on all runs, on threads of its own: a change that comes meanwhile is read and planned on the others, and is not to
/// stand in one queue with it.
fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().build() {
        Ok(threads) => threads.install(work),
        Err(_) => work(),
    }
}

/// The path of the page of a folder.
fn with_index(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// A file that is not a folder.
fn whole(content: Content<'_>) -> Found {
    all_of(content, "").pop_first().map_or(Found::Nothing, |(_, found)| found)
}

/// A file at its path, or all files of a folder.
fn all_of(content: Content<'_>, path: &str) -> BTreeMap<String, Found> {
    let one = |found| BTreeMap::from([(path.to_owned(), found)]);
    match content {
        Content::Page(html) => one(Found::Page(html.into_bytes())),
        Content::File(bytes) => one(Found::File(bytes.into_owned())),
        Content::Parts(parts) => one(Found::File(parts.collect::<String>().into_bytes())),
        Content::Folder(fill) => {
            let files = Mutex::new(BTreeMap::new());
            let put = |name: &str, bytes: &[u8]| {
                let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
                files.insert(format!("{path}{name}"), Found::File(bytes.to_vec()));
                Ok(())
            };
            // What cannot fail to be kept in memory.
            _ = fill(&put);
            files.into_inner().unwrap_or_else(PoisonError::into_inner)
        }
    }
}
