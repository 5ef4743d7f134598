//! The stages in order, and nothing else.

use crate::archive::{self, ArchiveFiles, Entry, KeptRuns};
use crate::config::Config;
use crate::export::{Published, Tables, published};
use crate::model::{Checked, Corpus, Diagnostic, Digest, Run};
use crate::output::assets::Assets;
use crate::output::engine::TemplateError;
use crate::output::links::BrokenLink;
use crate::output::{Engine, Output, Sink, SinkError, Theme};
use crate::page::parts::{FindingPart, RunContext};
use crate::page::route::Route;
use crate::page::{Plan, Surroundings, finding, home, not_found, originals, plan, redirect, review, reviews};
use rayon::prelude::*;
use std::collections::BTreeMap;

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
    let engine = Engine::new(theme)?;
    let assets = Assets::new(theme);
    progress.stage("Reading", 0);
    let kept = KeptRuns::default();
    let Checked { value: corpus, mut diagnostics } = archive::scan(files, Some(&kept), &|| progress.step());
    let around = Surroundings::new(config, &corpus, &assets);
    let (plan, refused) = plan(&around);
    diagnostics.extend(refused);

    progress.stage("Writing", corpus.runs.len());
    let output = Output::new(sink, config.base_url.as_deref());
    let maker = Maker { files, kept: &kept, engine: &engine, around: &around, output: &output };
    maker.assets()?;
    maker.lists(&plan)?;
    let each = corpus.runs.par_iter().enumerate().map(|(at, digest)| {
        let published = maker.run(at, digest)?;
        progress.step();
        Ok(published)
    });
    maker.data(&each.collect::<Result<Vec<Published>, BuildError>>()?)?;

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
    let each = corpus.runs.par_iter().map(|digest| Ok(Tables::of(&read_again(files, digest, &kept)?, &around)));
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
        self.page(Route::Home, "home.html", &home::home_page(self.around))?;
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

    fn data(&self, runs: &[Published]) -> Result<(), BuildError> {
        self.output.file(&Route::FindingsCsv.path(), published::findings_csv(runs).as_bytes())?;
        self.output.file(&Route::FindingsJson.path(), published::findings_json(runs).as_bytes())?;
        self.output.file(&Route::ReviewsJson.path(), published::reviews_json(runs).as_bytes())?;
        Ok(())
    }

    /// All pages of one run, and its lines of the published data, from one reading of its file.
    fn run(&self, at: usize, digest: &Digest) -> Result<Published, BuildError> {
        let run = read_again(self.files, digest, self.kept)?;
        let context = RunContext::new(self.around, &run, at);
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
        Ok(Published::of(&run, self.around))
    }
}

fn read_again(files: &dyn ArchiveFiles, digest: &Digest, kept: &KeptRuns) -> Result<Run, BuildError> {
    let entry = Entry { path: digest.file.clone(), shown: digest.shown.clone() };
    archive::read_run(files, &entry, kept)
        .map_err(|error| BuildError::Run { file: digest.shown.clone(), reason: error.to_string() })
}
