//! The stages in order, and nothing else.

use crate::aggregate::field::Field;
use crate::archive::{self, ArchiveFiles, Entry, KeptRuns};
use crate::config::Config;
use crate::export::{Published, Tables, published};
use crate::model::{Checked, Corpus, Diagnostic, Digest, Run};
use crate::output::assets::Assets;
use crate::output::engine::TemplateError;
use crate::output::links::BrokenLink;
use crate::output::{Engine, Output, Sink, SinkError, Theme};
use crate::page::comparison::{Comparison, period_name, slice_route};
use crate::page::parts::{FindingPart, RunContext};
use crate::page::route::Route;
use crate::page::search;
use crate::page::searched::Searched;
use crate::page::{
    Plan, Surroundings, agent, agents, finding, home, leaderboard, methodology, not_found, originals, panels, plan,
    redirect, review, reviews, versus,
};
use crate::search::{Block, Index};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

/// What a build made.
#[derive(Debug)]
pub struct Built {
    /// Everything that is wrong with the archive.
    pub diagnostics: Vec<Diagnostic>,
    /// Valid runs.
    pub runs: usize,
    /// Their findings.
    pub findings: usize,
    /// Pages written.
    pub pages: usize,
    /// Bytes written.
    pub bytes: u64,
}

/// Why no site could be made. Problems of the archive are no such reason.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A template does not compile or does not fit.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A file could not be written.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// A run that was valid a moment ago is not any more.
    #[error("{file} {reason}")]
    Run {
        /// The file.
        file: String,
        /// What happened.
        reason: String,
    },
    /// Links that lead nowhere.
    #[error("{}", broken_words(.0))]
    Links(Vec<BrokenLink>),
}

fn broken_words(broken: &[BrokenLink]) -> String {
    const SHOWN: usize = 20;
    let mut words: Vec<String> = broken.iter().take(SHOWN).map(ToString::to_string).collect();
    if broken.len() > SHOWN {
        words.push(format!("and {} more", broken.len() - SHOWN));
    }
    words.join("\n")
}

/// Told how far a build is.
pub trait Progress: Sync {
    /// A stage begins: its name and how many steps it has.
    fn stage(&self, name: &str, steps: usize);
    /// One step is done.
    fn step(&self);
}

/// Builds the site of an archive into a sink.
///
/// # Errors
/// See [`BuildError`]; the sink may then hold a part of the site.
pub fn build(
    files: &dyn ArchiveFiles,
    config: &Config,
    theme: &Theme,
    sink: &dyn Sink,
    progress: &dyn Progress,
) -> Result<Built, BuildError> {
    build_keeping(files, config, theme, sink, progress, &KeptRuns::default())
}

/// The same, with a place for the runs that stay in memory. Its room makes no difference to the site.
///
/// # Errors
/// See [`BuildError`]; the sink may then hold a part of the site.
pub fn build_keeping(
    files: &dyn ArchiveFiles,
    config: &Config,
    theme: &Theme,
    sink: &dyn Sink,
    progress: &dyn Progress,
    kept: &KeptRuns,
) -> Result<Built, BuildError> {
    let engine = Engine::new(theme)?;
    let assets = Assets::new(theme);
    progress.stage("Reading", 0);
    let Checked { value: corpus, mut diagnostics } = archive::scan(files, Some(kept), &|| progress.step());
    let around = Surroundings::new(config, &corpus, &assets);
    let (plan, refused) = plan(&around);
    diagnostics.extend(refused);

    progress.stage("Writing", corpus.runs.len());
    let output = Output::new(sink, config.base_url.as_deref());
    let field = Field::of(&corpus);
    let comparison = Comparison::new(&around, &field);
    let quotes = Quotes::wanted(&comparison);
    let searched = Searched::new(&around);
    let maker = Maker {
        files,
        kept,
        engine: &engine,
        around: &around,
        output: &output,
        comparison: &comparison,
        quotes: &quotes,
        searched: &searched,
    };
    maker.assets()?;
    maker.lists(&plan)?;
    let (published, blocks) = maker.runs(&corpus.runs, progress)?;
    maker.data(&published)?;
    drop(published);
    maker.search(&Index::new(blocks))?;
    maker.agents()?;

    let (pages, bytes) = output.written();
    output.check_links().map_err(BuildError::Links)?;
    Ok(Built { runs: corpus.runs.len(), findings: corpus.finding_count(), pages, bytes, diagnostics })
}

/// Reads and checks an archive, and writes nothing.
#[must_use]
pub fn check(files: &dyn ArchiveFiles, config: &Config) -> Checked<Corpus> {
    let Checked { value: corpus, mut diagnostics } = archive::scan(files, None, &|| {});
    let assets = Assets::new(&Theme::default());
    let (_, refused) = plan(&Surroundings::new(config, &corpus, &assets));
    diagnostics.extend(refused);
    Checked { value: corpus, diagnostics }
}

/// Reads and checks an archive, and makes rows of it in the order of the site, newest run first.
///
/// # Errors
/// When a run that was valid a moment ago is not any more.
pub fn tables(files: &dyn ArchiveFiles, config: &Config) -> Result<Checked<Tables>, BuildError> {
    let kept = KeptRuns::default();
    let Checked { value: corpus, diagnostics } = archive::scan(files, Some(&kept), &|| {});
    let assets = Assets::new(&Theme::default());
    let around = Surroundings::new(config, &corpus, &assets);
    let each = corpus.runs.par_iter().map(|digest| Ok(Tables::from_run(&read_again(files, digest, &kept)?, &around)));
    let mut tables = Tables::default();
    for one in each.collect::<Result<Vec<Tables>, BuildError>>()? {
        tables.extend(one);
    }
    Ok(Checked { value: tables, diagnostics })
}

struct Maker<'m> {
    files: &'m dyn ArchiveFiles,
    kept: &'m KeptRuns,
    engine: &'m Engine,
    around: &'m Surroundings<'m>,
    output: &'m Output<'m>,
    comparison: &'m Comparison<'m>,
    quotes: &'m Quotes,
    searched: &'m Searched<'m>,
}

/// What reports say of agents, gathered while the reports are in memory, for the agents' own pages.
struct Quotes {
    /// By run which agents' texts are wanted.
    wanted: BTreeMap<usize, BTreeSet<usize>>,
    texts: Mutex<BTreeMap<usize, Vec<agent::Retro>>>,
}

impl Quotes {
    fn wanted(comparison: &Comparison<'_>) -> Self {
        let mut wanted: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for agent in 0..comparison.field.agents.len() {
            for run in agent::quoted(comparison, agent) {
                wanted.entry(run).or_default().insert(agent);
            }
        }
        Self { wanted, texts: Mutex::default() }
    }

    fn gather(&self, comparison: &Comparison<'_>, context: &RunContext<'_>) {
        for agent in self.wanted.get(&context.at).into_iter().flatten() {
            if let Some(retro) = agent::retro(context, comparison.field.agents[*agent]) {
                self.lock().entry(*agent).or_default().push(retro);
            }
        }
    }

    fn of(&self, agent: usize) -> Vec<agent::Retro> {
        self.lock().get(&agent).cloned().unwrap_or_default()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<usize, Vec<agent::Retro>>> {
        // A panic elsewhere cannot leave them half written.
        self.texts.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Maker<'_> {
    fn page(&self, route: Route<'_>, template: &str, view: &impl serde::Serialize) -> Result<(), BuildError> {
        let html = self.engine.render(template, view)?;
        Ok(self.output.page(&route.path(), &html)?)
    }

    fn assets(&self) -> Result<(), BuildError> {
        for (path, content) in &self.around.assets.files {
            self.output.file(path, content)?;
        }
        let robots = if self.around.config.index { "" } else { "/" };
        let robots = format!("User-agent: *\nDisallow: {robots}\n");
        // A team's own file of this name came with the static files.
        if !self.around.assets.files.iter().any(|(path, _)| path == "robots.txt") {
            self.output.file("robots.txt", robots.as_bytes())?;
        }
        Ok(())
    }

    fn lists(&self, plan: &Plan) -> Result<(), BuildError> {
        self.page(Route::Home, "home.html", &home::home_page(self.comparison))?;
        self.page(Route::NotFound, "404.html", &not_found::not_found_page(self.around))?;
        for (grouping, groups) in &plan.groupings {
            let view = reviews::groups_page(self.around, *grouping, groups);
            self.page(Route::Grouping(*grouping), "groups.html", &view)?;
        }
        plan.lists.par_iter().try_for_each(|list| {
            self.page(list.route(list.page), "reviews.html", &reviews::reviews_page(self.around, list))
        })?;
        plan.redirects.par_iter().try_for_each(|(path, at)| {
            let html = self.engine.render("redirect.html", &redirect::redirect_page(self.around, path, *at))?;
            Ok(self.output.page(path, &html)?)
        })
    }

    /// The pages about agents, once every run has been read. Without any agent there is nothing to say on them.
    fn agents(&self) -> Result<(), BuildError> {
        let comparison = self.comparison;
        if comparison.field.agents.is_empty() {
            return Ok(());
        }
        let boards: Vec<_> = comparison.boards.iter().collect();
        boards.into_par_iter().try_for_each(|(slice, board)| {
            let view = agents::agents_page(comparison, slice, board);
            self.page(slice_route(slice, &period_name(slice.period)), "agents.html", &view)
        })?;
        (0..comparison.field.agents.len()).into_par_iter().try_for_each(|agent| {
            let view = agent::agent_page(comparison, agent, self.quotes.of(agent));
            self.page(Route::Agent(comparison.address(agent)), "agent.html", &view)
        })?;
        let pairs = &comparison.whole().leaderboard.pairs;
        pairs.par_iter().try_for_each(|pair| {
            self.page(comparison.versus(pair.of), "versus.html", &versus::versus_page(comparison, pair))
        })?;
        self.page(Route::Pairs, "pairs.html", &agents::pairs_page(comparison))?;
        self.page(Route::Panels, "panels.html", &panels::panels_page(comparison))?;
        self.page(Route::Methodology, "methodology.html", &methodology::methodology_page(comparison))?;
        let data = leaderboard::leaderboard_json(comparison);
        Ok(self.output.file(&Route::LeaderboardData.path(), data.as_bytes())?)
    }

    fn data(&self, runs: &[Published]) -> Result<(), BuildError> {
        self.output.parts(&Route::FindingsCsv.path(), published::findings_csv(runs))?;
        self.output.parts(&Route::FindingsJson.path(), published::findings_json(runs))?;
        self.output.parts(&Route::ReviewsJson.path(), published::reviews_json(runs))?;
        Ok(())
    }

    /// All pages of all runs. Runs in a row share a block of the search index, which costs less the more they are, and
    /// are worked on by one thread, so they are few in a small archive.
    fn runs(&self, runs: &[Digest], progress: &dyn Progress) -> Result<(Vec<Published>, Vec<Block>), BuildError> {
        const BLOCKS_A_THREAD: usize = 16;
        const MOST: usize = 1024;
        let size = (runs.len() / (rayon::current_num_threads() * BLOCKS_A_THREAD)).clamp(1, MOST);
        let each = runs.par_chunks(size).enumerate().map(|(chunk, runs)| {
            let mut block = Block::default();
            let mut published = Vec::with_capacity(runs.len());
            for (at, digest) in runs.iter().enumerate() {
                published.push(self.run(chunk * size + at, digest, &mut block)?);
                progress.step();
            }
            Ok((published, block.finished()))
        });
        let all = each.collect::<Result<Vec<_>, BuildError>>()?;
        let (published, blocks): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        Ok((published.into_iter().flatten().collect(), blocks))
    }

    fn search(&self, index: &Index) -> Result<(), BuildError> {
        let frame = self.searched.frame();
        let build = index.build_id(&frame);
        self.page(Route::Search, "search.html", &search::search_page(self.around, build))?;
        let put = |file: &crate::search::File| {
            self.output.file(&Route::SearchIndex(&file.path).path(), file.content.as_bytes())
        };
        Ok(index.write(&frame, &put)?)
    }

    /// All pages of one run, and its lines of the published data, from one reading of its file.
    fn run(&self, at: usize, digest: &Digest, block: &mut Block) -> Result<Published, BuildError> {
        let run = read_again(self.files, digest, self.kept)?;
        let context = RunContext::new(self.around, &run, at);
        self.quotes.gather(self.comparison, &context);
        for document in self.searched.documents(&context) {
            block.add(&document);
        }
        let review = review::review_page(&context);
        self.page(Route::Review(&run.id), "review.html", &review)?;
        let mut made: BTreeMap<String, FindingPart> =
            review.into_findings().map(|part| (part.id.clone(), part)).collect();
        if !run.originals.is_empty() {
            self.page(Route::Originals(&run.id), "originals.html", &originals::originals_page(&context))?;
        }
        let references = run
            .findings
            .first()
            .map(|first| context.references(&Route::Finding(&run.id, &first.id).path()))
            .unwrap_or_default();
        for found in &run.findings {
            if self.around.has_page(found.severity) {
                let view = finding::finding_page(&context, &references, found, made.remove(found.id.as_str()));
                self.page(Route::Finding(&run.id, &found.id), "finding.html", &view)?;
            }
            if let Some(patch) = &found.patch {
                self.output.file(&Route::Patch(&run.id, &found.id).path(), patch.as_bytes())?;
            }
        }
        Ok(Published::from_run(&run, self.around))
    }
}

fn read_again(files: &dyn ArchiveFiles, digest: &Digest, kept: &KeptRuns) -> Result<Run, BuildError> {
    let entry = Entry { path: digest.file.clone(), shown: digest.shown.clone() };
    archive::read_run(files, &entry, kept)
        .map_err(|error| BuildError::Run { file: digest.shown.clone(), reason: error.to_string() })
}
