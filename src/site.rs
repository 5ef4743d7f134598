//! The stages in order, and nothing else: read, analyse, plan, make in parallel, verify links.

pub mod against;
pub mod preview;

use crate::aggregate::slices::Slice;
use crate::aggregate::{Analysis, Compared};
use crate::archive::{self, ArchiveEntry, ArchiveFiles, KeptRuns, Treatment};
use crate::config::Config;
use crate::export::addresses::AddressList;
use crate::export::{FindingInRounds, Published, Tables};
use crate::model::{Checked, Corpus, Diagnostic, Digest, Level, ProblemKind, Run};
use crate::output::assets::Assets;
use crate::output::engine::TemplateError;
use crate::output::links::BrokenLink;
use crate::output::{Engine, Output, Sink, SinkError, Theme, Written};
use crate::page::parts::begin_code;
use crate::page::plan::{Maker, Planned};
use crate::page::quotes::Quotes;
use crate::page::route::SiteAddresses;
use crate::page::run_pages::RunPages;
use crate::page::searched::{SearchIndex, Searched};
use crate::page::summary::Summaries;
use crate::page::{Inputs, Plan, Shared, own_templates, plan};
use crate::search::Block;
use crate::text::format::{count, counted};
use crate::text::highlight::{Ahead, Highlighter};
use against::{Lost, lost};
use rayon::prelude::*;

/// What a build made.
#[derive(Debug)]
pub struct Built {
    /// Everything that is wrong with the archive.
    pub diagnostics: Vec<Diagnostic>,
    /// Valid runs.
    pub runs: usize,
    /// Their findings.
    pub findings: usize,
    /// What was written.
    pub written: Written,
}

/// A build that made no site, and what was wrong with the archive as far as it came.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Failed {
    /// What was wrong with the archive: often the cause.
    pub diagnostics: Vec<Diagnostic>,
    /// Why there is no site.
    #[source]
    pub error: BuildError,
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
    /// The archive has files that cannot be used, and no others. An old site is worth more than one without reviews.
    #[error("the archive has no valid run: {}", counted(*.0, "problem"))]
    NoRuns(usize),
    /// Files of the archive were changed while they were read.
    #[error("the archive changed while it was read: {}", counted(*.0, "file"))]
    ArchiveChanged(usize),
    /// A run that was valid a moment ago is not any more.
    #[error("{file} {reason}")]
    Run {
        /// The file.
        file: String,
        /// What happened.
        reason: String,
    },
    /// Addresses that the old site had and this one would not have.
    #[error("{}", lost_words(.0))]
    Lost(Vec<Lost>),
    /// Links that lead nowhere.
    #[error("{}", first_words(.0))]
    Links(Vec<BrokenLink>),
}

fn lost_words(lost: &[Lost]) -> String {
    let what = match lost.len() {
        1 => "an address".to_owned(),
        many => format!("{} addresses", count(many)),
    };
    format!("{what} of the old site would be lost\n{}", first_words(lost))
}

/// The first of some, a line each, and how many more there are.
fn first_words<T: ToString>(all: &[T]) -> String {
    const SHOWN: usize = 20;
    let mut words: Vec<String> = all.iter().take(SHOWN).map(ToString::to_string).collect();
    if all.len() > SHOWN {
        words.push(format!("and {} more", count(all.len() - SHOWN)));
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
) -> Result<Built, Failed> {
    build_with(files, config, theme, sink, progress, Means::default())
}

/// What a build works with. None of it makes a difference to the site, but it may keep it from being made.
#[derive(Default)]
pub struct Means {
    /// A place for the runs that stay in memory.
    pub kept: KeptRuns,
    /// Colours code.
    pub highlighter: Highlighter,
    /// The addresses of an older site, none of which may be lost.
    pub against: Option<AddressList>,
}

/// The same, with means of one's own.
///
/// # Errors
/// See [`BuildError`]; the sink may then hold a part of the site.
pub fn build_with(
    files: &dyn ArchiveFiles,
    config: &Config,
    theme: &Theme,
    sink: &dyn Sink,
    progress: &dyn Progress,
    Means { kept, highlighter, against }: Means,
) -> Result<Built, Failed> {
    let engine = Engine::new(theme).map_err(|error| Failed { diagnostics: Vec::new(), error: error.into() })?;
    let assets = Assets::new(theme);
    progress.stage("Reading", 0);
    let Checked { value: mut corpus, mut diagnostics } = scanned(files, &kept, config, &|| progress.step())?;
    let compared = Compared::new(&corpus);
    corpus.forget_tokens();
    let analysis = Analysis::of_compared(&corpus, compared, config);
    let Checked { value: plan, diagnostics: refused } = plan(&analysis, config, &assets);
    diagnostics.extend(refused);
    diagnostics.extend(own_templates::unused(theme));

    progress.stage("Writing", corpus.runs.len());
    let shared = Shared::new(&analysis, config, &assets, &engine, highlighter);
    let site = Site {
        files,
        kept: &kept,
        shared: &shared,
        plan: &plan,
        output: Output::new(sink, config.base_url.as_deref()),
        against: against.as_ref(),
    };
    match site.make(progress) {
        Ok(written) => Ok(Built { runs: corpus.runs.len(), findings: corpus.finding_count(), written, diagnostics }),
        Err(error) => Err(Failed { diagnostics, error }),
    }
}

/// Reads the archive for something that will take the place of what was made of it before.
fn scanned(
    files: &dyn ArchiveFiles,
    kept: &KeptRuns,
    config: &Config,
    tick: &(dyn Fn() + Sync),
) -> Result<Checked<Corpus>, Failed> {
    let scanned = archive::scan_treated(files, Some(kept), Treatment::for_site(config), tick);
    let is_changed = |diagnostic: &&Diagnostic| diagnostic.kind == ProblemKind::ChangedFile;
    let changed = scanned.diagnostics.iter().filter(is_changed).count();
    let errors = scanned.count(Level::Error);
    let error = match () {
        () if changed > 0 => BuildError::ArchiveChanged(changed),
        () if scanned.value.runs.is_empty() && errors > 0 => BuildError::NoRuns(errors),
        () => return Ok(scanned),
    };
    Err(Failed { diagnostics: scanned.diagnostics, error })
}

/// Reads, checks and plans the site of an archive, and writes nothing.
#[must_use]
pub fn check<T>(
    files: &dyn ArchiveFiles,
    config: &Config,
    theme: &Theme,
    with: impl FnOnce(&Analysis<'_>) -> T,
) -> Checked<T> {
    let treatment = Treatment::to_check(&config.publish, config.publish.report).joining(&config.identities);
    let Checked { value: corpus, mut diagnostics } = archive::scan_treated(files, None, treatment, &|| {});
    let analysis = Analysis::new(&corpus, config);
    diagnostics.extend(plan(&analysis, config, &Assets::new(theme)).diagnostics);
    diagnostics.extend(own_templates::unused(theme));
    diagnostics.extend(own_templates::invalid(theme));
    Checked { value: with(&analysis), diagnostics }
}

/// Reads, checks and plans the site of an archive, and makes rows of the runs in the order of the site, newest run first.
///
/// # Errors
/// When the archive has no valid run but problems, or changes while it is read.
pub fn tables(files: &dyn ArchiveFiles, config: &Config, theme: &Theme) -> Result<Checked<Tables>, Failed> {
    let kept = KeptRuns::default();
    let Checked { value: corpus, mut diagnostics } = scanned(files, &kept, config, &|| {})?;
    let analysis = Analysis::new(&corpus, config);
    diagnostics.extend(plan(&analysis, config, &Assets::new(theme)).diagnostics);
    let addresses = SiteAddresses { finding_pages: config.finding_pages };
    match rows(files, &kept, &analysis, config, addresses) {
        Ok(value) => Ok(Checked { value, diagnostics }),
        Err(error) => Err(Failed { diagnostics, error }),
    }
}

/// Summaries of runs, for the pull requests that they are about, in the order in which they are asked for; `None` for an id
/// that no valid run has.
///
/// # Errors
/// When the archive has no valid run but problems, or changes while it is read.
pub fn summaries(
    files: &dyn ArchiveFiles,
    config: &Config,
    ids: &[String],
    most: usize,
) -> Result<Checked<Vec<Option<String>>>, Failed> {
    let kept = KeptRuns::default();
    let Checked { value: corpus, diagnostics } = scanned(files, &kept, config, &|| {})?;
    let analysis = Analysis::new(&corpus, config);
    let summaries = Summaries { analysis: &analysis, config, most };
    let each = ids.iter().map(|id| {
        let Some(at) = corpus.runs.iter().position(|run| run.id.as_str() == id) else { return Ok(None) };
        Ok(Some(summaries.of(at, &read_again(files, &corpus.runs[at], &kept, config)?)))
    });
    match each.collect() {
        Ok(value) => Ok(Checked { value, diagnostics }),
        Err(error) => Err(Failed { diagnostics, error }),
    }
}

fn rows(
    files: &dyn ArchiveFiles,
    kept: &KeptRuns,
    analysis: &Analysis<'_>,
    config: &Config,
    addresses: SiteAddresses,
) -> Result<Tables, BuildError> {
    let each = analysis.corpus.runs.par_iter().enumerate().map(|(at, digest)| {
        let run = read_again(files, digest, kept, config)?;
        Ok(Tables::from_run(&run, &FindingInRounds::all_of(analysis, at), &addresses))
    });
    let mut tables = Tables::default();
    for one in each.collect::<Result<Vec<Tables>, BuildError>>()? {
        tables.extend(one);
    }
    Ok(tables)
}

/// A site in the making.
struct Site<'s> {
    files: &'s dyn ArchiveFiles,
    kept: &'s KeptRuns,
    shared: &'s Shared<'s>,
    plan: &'s Plan,
    output: Output<'s>,
    against: Option<&'s AddressList>,
}

/// What every run adds to: rows of the published data, documents of the search, words about agents.
struct Gathered {
    rows: Vec<Published>,
    blocks: Vec<Block>,
    quotes: Quotes,
}

impl Site<'_> {
    /// Makes every file of the plan, and tells what it wrote.
    fn make(self, progress: &dyn Progress) -> Result<Written, BuildError> {
        self.make_from_analysis()?;
        let Gathered { rows, blocks, quotes } = self.make_from_runs(progress)?;
        self.make_from_rows(&rows)?;
        drop(rows);
        self.make_from_index(blocks)?;
        self.make_from_quotes(&quotes)?;
        self.make_from_pages()?;
        self.lose_nothing()?;
        let (written, plan) = (self.output.written(), self.plan);
        self.output.check_links(|path| plan.file(path).is_some()).map_err(BuildError::Links)?;
        Ok(written)
    }

    /// All addresses of the older site are there, but for those that were taken back.
    fn lose_nothing(&self) -> Result<(), BuildError> {
        let Some(old) = self.against else { return Ok(()) };
        let lost = lost(old, &self.planned(&[]), self.shared, &self.output);
        if lost.is_empty() { Ok(()) } else { Err(BuildError::Lost(lost)) }
    }

    fn inputs(&self) -> Inputs<'_> {
        Inputs::new(self.shared)
    }

    fn make_from_analysis(&self) -> Result<(), BuildError> {
        let slices: Vec<&Slice> = self.shared.analysis.boards.keys().collect();
        let planned = self.planned(&slices);
        let each = self.plan.files.iter().filter_map(|file| match &file.kind.maker {
            Maker::Site { make, .. } => Some((file, make)),
            _ => None,
        });
        each_alone(each.collect(), |(file, make)| {
            Ok(make(&self.inputs(), file, &planned)?.write(&file.path, &self.output)?)
        })
    }

    fn planned<'p>(&'p self, slices: &'p [&'p Slice]) -> Planned<'p> {
        Planned { plan: self.plan, analysis: self.shared.analysis, slices, assets: self.shared.assets }
    }

    /// All files of all runs. Runs in a row share a block of the search index, which costs less the more they are, and
    /// are worked on by one thread, so they are few in a small archive.
    fn make_from_runs(&self, progress: &dyn Progress) -> Result<Gathered, BuildError> {
        const BLOCKS_A_THREAD: usize = 32;
        const MOST: usize = 1024;
        let runs = &self.shared.analysis.corpus.runs;
        let size = (runs.len() / (rayon::current_num_threads() * BLOCKS_A_THREAD)).clamp(1, MOST);
        let quotes = Quotes::wanted(self.shared.analysis);
        let searched = Searched::new(&self.inputs());
        let each = runs.par_chunks(size).enumerate().map(|(chunk, runs)| {
            let mut block = Block::default();
            let mut rows = Vec::with_capacity(runs.len());
            let mut begun = runs.iter().map(|digest| self.begin(digest));
            let mut next = begun.next();
            while let Some((run, code)) = next.transpose()? {
                code.finish();
                // Its code is parsed by other processes while the pages of this one are made.
                next = begun.next();
                rows.push(self.make_from_run(&run, chunk * size + rows.len(), &quotes, &searched, &mut block)?);
                progress.step();
            }
            Ok((rows, block.finished()))
        });
        let all = each.collect::<Result<Vec<_>, BuildError>>()?;
        let (rows, blocks): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        Ok(Gathered { rows: rows.into_iter().flatten().collect(), blocks, quotes })
    }

    /// A run, and its code that is being parsed.
    fn begin(&self, digest: &Digest) -> Result<(Run, Ahead<'_>), BuildError> {
        let run = read_again(self.files, digest, self.kept, self.shared.config)?;
        let code = begin_code(&self.shared.highlighter, &run);
        Ok((run, code))
    }

    /// All files of one run, and what it adds to the data, the search and the words about agents, from one reading of it.
    fn make_from_run(
        &self,
        run: &Run,
        at: usize,
        quotes: &Quotes,
        searched: &Searched<'_>,
        block: &mut Block,
    ) -> Result<Published, BuildError> {
        let pages = RunPages::new(self.inputs(), run, at)?;
        quotes.gather(&pages.context);
        let in_rounds = self.inputs().in_rounds(at);
        for document in searched.documents(run, &in_rounds) {
            block.add(&document);
        }
        for file in &self.plan.files[self.plan.of_runs[at].clone()] {
            if let Maker::Run { make, .. } = &file.kind.maker {
                make(&pages, file)?.write(&file.path, &self.output)?;
            }
        }
        Ok(Published::from_run(run, &in_rounds, &self.inputs().addresses()))
    }

    fn make_from_rows(&self, rows: &[Published]) -> Result<(), BuildError> {
        self.plan.files.iter().try_for_each(|file| match &file.kind.maker {
            Maker::Rows { make, .. } => Ok(make(rows).write(&file.path, &self.output)?),
            _ => Ok(()),
        })
    }

    fn make_from_index(&self, blocks: Vec<Block>) -> Result<(), BuildError> {
        let index = SearchIndex::new(&Searched::new(&self.inputs()), blocks);
        self.plan.files.iter().try_for_each(|file| match &file.kind.maker {
            Maker::Index { make, .. } => Ok(make(&self.inputs(), file, &index)?.write(&file.path, &self.output)?),
            _ => Ok(()),
        })
    }

    fn make_from_pages(&self) -> Result<(), BuildError> {
        let planned = self.planned(&[]);
        self.plan.files.iter().try_for_each(|file| match &file.kind.maker {
            Maker::Pages { make, .. } => {
                let content = make(&planned, self.shared, &|page| self.output.offered_ids(page));
                Ok(content.write(&file.path, &self.output)?)
            }
            _ => Ok(()),
        })
    }

    fn make_from_quotes(&self, quotes: &Quotes) -> Result<(), BuildError> {
        let each = self.plan.files.iter().filter_map(|file| match &file.kind.maker {
            Maker::Quotes { make, .. } => Some((file, make)),
            _ => None,
        });
        each_alone(each.collect(), |(file, make)| {
            Ok(make(&self.inputs(), file, quotes)?.write(&file.path, &self.output)?)
        })
    }
}

/// Pages side by side in the plan are often the large ones, so that no thread is to have them all.
fn each_alone<F: Send>(
    files: Vec<F>,
    make: impl Fn(F) -> Result<(), BuildError> + Sync + Send,
) -> Result<(), BuildError> {
    files.into_par_iter().with_max_len(1).try_for_each(make)
}

fn read_again(files: &dyn ArchiveFiles, digest: &Digest, kept: &KeptRuns, config: &Config) -> Result<Run, BuildError> {
    let entry = ArchiveEntry { path: digest.file.clone(), shown: digest.shown.clone() };
    archive::read_run_treated(files, &entry, kept, Treatment::for_site(config))
        .map_err(|error| BuildError::Run { file: digest.shown.clone(), reason: error.to_string() })
}

#[cfg(test)]
mod odd_names;
#[cfg(test)]
mod tests;
