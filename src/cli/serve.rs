//! `pilcrow serve`

use super::args::ServeArguments;
use super::error::Severity;
use super::settings::{Settings, archive};
use super::{CliError, Outcome, check};
use crate::archive::{LastGood, Treatment};
use crate::config::Config;
use crate::edge::disk;
use crate::edge::helpers::Helpers;
use crate::edge::serve::watch::{Happened, Place, Watcher};
use crate::edge::serve::{Server, Site, browser, mount};
use crate::edge::signals;
use crate::edge::terminal::{self, Stopwatch};
use crate::model::{BaseAddress, Checked, Diagnostic, Level, ProblemKind};
use crate::output::Theme;
use crate::page::own_templates;
use crate::site::BuildError;
use crate::site::preview::{Look, Preview, Sources, Summary};
use crate::text::format;
use crate::text::highlight::CodeParser;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::Arc;

/// Serves the site until it is told to end, and makes it again whenever something has changed.
pub fn run(arguments: &ServeArguments) -> Result<Outcome, CliError> {
    let stopwatch = Stopwatch::start();
    let mut watcher = Watcher::new().map_err(CliError::Unwatched)?;
    let mut writing = Writing::new(arguments);
    let settings = writing.settings()?;
    // Before anything is read, so that no change is missed.
    watcher.watch(writing.places(Some(&settings)), &BTreeSet::new()).map_err(CliError::Unwatched)?;
    let mount = mount(settings.config.base_url.as_deref());
    let made = writing.make(&settings)?;
    let Some(New { preview, summary }) = made.new else { return Err(CliError::NoPreview) };
    let taken = |port| terminal::say(&format!("Port {port} is taken, trying the next"));
    let server = Server::open(arguments.port, taken).map_err(|(port, source)| CliError::NoPort { port, source })?;
    let address = server.address(&mount);
    let site = Arc::new(Site::new(mount, preview, &made.problems));
    server.start(&site).map_err(|source| CliError::NoPort { port: arguments.port, source })?;
    let end = watcher.end();
    signals::end_by(move || end.tell());
    terminal::print(&format!("{address}\n")).map_err(CliError::UnwritableOutput)?;
    check::say_all(&made.problems, false);
    let words = counts(summary.runs, &made.problems);
    terminal::say(&format!("{words} in {:.2} s. Press Ctrl-C to stop.", stopwatch.seconds()));
    if arguments.open
        && let Err(source) = browser::open(&address)
    {
        super::say(Severity::Warning, &CliError::NoBrowser(source), Some(&format!("open {address} yourself")));
    }
    writing.follow(&mut watcher, &site, Told { runs: summary.runs, problems: made.problems });
    Ok(Outcome::Fine)
}

/// An archive that people are writing.
struct Writing<'a> {
    arguments: &'a ServeArguments,
    runs: LastGood,
    helpers: Arc<Helpers>,
    /// Templates and static files, with a hash of what they were made from.
    look: Option<(u64, Arc<Look>)>,
    /// A hash of everything that the site shown was made from.
    shown: Option<u64>,
    /// What was wrong with its plan.
    of_plan: Vec<Diagnostic>,
    had_runs: bool,
}

/// What a look at the files gave.
struct Made {
    /// The site, if it differs from the one shown.
    new: Option<New>,
    problems: Vec<Diagnostic>,
}

struct New {
    preview: Preview,
    summary: Summary,
}

/// What people were told last.
struct Told {
    runs: usize,
    problems: Vec<Diagnostic>,
}

impl<'a> Writing<'a> {
    fn new(arguments: &'a ServeArguments) -> Self {
        Self {
            arguments,
            runs: LastGood::default(),
            helpers: Arc::new(Helpers::of_this_program()),
            look: None,
            shown: None,
            of_plan: Vec::new(),
            had_runs: false,
        }
    }

    fn settings(&self) -> Result<Settings, CliError> {
        let mut settings = Settings::read(&self.arguments.config, &self.arguments.archive)?;
        if let Some(url) = &self.arguments.base_url {
            settings.config.base_url = Some(BaseAddress::with_slash(url));
        }
        Ok(settings)
    }

    /// What the site is made from. Without settings, since those on the disk are invalid, everything but the team's folders,
    /// which the next valid ones name.
    fn places(&self, settings: Option<&Settings>) -> Vec<Place> {
        let archive = &self.arguments.archive;
        let mut places = vec![Place::folder(archive)];
        places.extend(Settings::candidates(&self.arguments.config, archive).iter().map(|path| Place::file(path)));
        places.extend(settings.into_iter().flat_map(Settings::own_folders).map(|path| Place::folder(&path)));
        places
    }

    /// Reads what has changed, and plans the site again if it is another one.
    fn make(&mut self, settings: &Settings) -> Result<Made, CliError> {
        let files = archive(&self.arguments.archive)?;
        let Checked { value: theme, diagnostics: left_out } = settings.theme()?;
        let (look_hash, look) = self.look(&theme)?;
        let Checked { value: (corpus, texts), diagnostics: mut problems } =
            self.runs.read(&files, Treatment::for_site(&settings.config));
        problems.extend(left_out);
        if self.had_runs && corpus.runs.is_empty() {
            problems.push(self.is_empty());
            return Ok(Made { new: None, problems });
        }
        self.had_runs |= !corpus.runs.is_empty();
        let hash = hash(&(texts.seal, format!("{:?}", settings.config), look_hash));
        let mut new = None;
        if self.shown != Some(hash) {
            let (config, parser) = (settings.config.clone(), Arc::clone(&self.helpers) as Arc<dyn CodeParser>);
            let sources = Sources { files: Box::new(files), corpus, texts, config, look, parser };
            let (preview, summary) = Preview::start(sources).ok_or(CliError::NoPreview)?;
            self.of_plan.clone_from(&summary.diagnostics);
            self.shown = Some(hash);
            new = Some(New { preview, summary });
        }
        problems.extend(self.of_plan.iter().cloned());
        Ok(Made { new, problems })
    }

    /// Templates and static files, as they were if they are the same.
    fn look(&mut self, theme: &Theme) -> Result<(u64, Arc<Look>), CliError> {
        let files: Vec<_> = theme.files.iter().map(|(path, file)| (path, &file.content, file.is_own)).collect();
        let hash = hash(&(&theme.templates, files));
        if let Some((_, look)) = self.look.as_ref().filter(|(known, _)| *known == hash) {
            return Ok((hash, Arc::clone(look)));
        }
        let look = Look::new(theme).map_err(|source| CliError::Build {
            diagnostics: own_templates::invalid(theme).into_iter().collect(),
            source: BuildError::Template(source),
        })?;
        Ok((hash, Arc::clone(&self.look.insert((hash, Arc::new(look))).1)))
    }

    fn is_empty(&self) -> Diagnostic {
        let archive = self.arguments.archive.display().to_string();
        let message = "the archive has no valid run any more; the site still shows the last ones";
        Diagnostic::new(Level::Error, ProblemKind::UnreadableFile, &archive, message)
    }

    /// Makes the site again after each change, until the end.
    fn follow(&mut self, watcher: &mut Watcher, site: &Site, mut told: Told) {
        while let Happened::Changed(paths) = watcher.next() {
            let stopwatch = Stopwatch::start();
            let settings = self.settings();
            if let Err(error) = watcher.watch(self.places(settings.as_ref().ok()), &paths) {
                super::say(Severity::Warning, &CliError::Unwatched(error), None);
            }
            let is_moved = settings.as_ref().is_ok_and(|settings| is_elsewhere(&settings.config, site));
            let (verb, now) = match settings.and_then(|settings| self.make(&settings)) {
                Ok(Made { new: Some(New { preview, summary }), problems }) => {
                    site.show(preview, &problems);
                    ("Rebuilt", Told { runs: summary.runs, problems })
                }
                Ok(Made { new: None, problems }) if problems == told.problems => continue,
                Ok(Made { new: None, problems }) => {
                    site.tell(&problems);
                    ("Checked", Told { runs: told.runs, problems })
                }
                Err(error) => {
                    let problems = as_problems(&error);
                    site.tell(&problems);
                    ("Kept the last site", Told { runs: told.runs, problems })
                }
            };
            if now.problems != told.problems {
                check::say_all(&now.problems, false);
            }
            let (seconds, words) = (stopwatch.seconds(), counts(now.runs, &now.problems));
            terminal::say(&format!("{verb} in {seconds:.2} s after a change of {}: {words}", named(&paths)));
            if is_moved {
                terminal::say("`base_url` has another path now: start again to see the site below it");
            }
            if let Some(error) = self.helpers.failure() {
                super::say(Severity::Warning, &CliError::NoHelper(error), None);
            }
            told = now;
        }
    }
}

fn is_elsewhere(config: &Config, site: &Site) -> bool {
    mount(config.base_url.as_deref()) != site.mount
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A failure as problems: those that it sums up, or itself.
fn as_problems(error: &CliError) -> Vec<Diagnostic> {
    if !error.diagnostics().is_empty() {
        return error.diagnostics().to_vec();
    }
    let mut words = vec![error.to_string()];
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        words.push(error.to_string());
        cause = error.source();
    }
    vec![Diagnostic::new(Level::Error, ProblemKind::UnreadableFile, "pilcrow serve", words.join(": "))]
}

fn counts(runs: usize, problems: &[Diagnostic]) -> String {
    let count = |level| problems.iter().filter(|problem| problem.level == level).count();
    let mut words = vec![format::counted(runs, "run")];
    for (level, word) in [(Level::Error, "error"), (Level::Warning, "warning")] {
        if count(level) > 0 {
            words.push(format::counted(count(level), word));
        }
    }
    if words.len() == 1 {
        words.push("no problems".to_owned());
    }
    words.join(", ")
}

/// Some of the paths, as they would be typed. What an editor writes first and then renames is gone already.
fn named(paths: &BTreeSet<PathBuf>) -> String {
    const NAMED: usize = 3;
    let is_lasting = |path: &&PathBuf| path.exists() || path.extension().is_some_and(|ending| ending == "json");
    let lasting: Vec<&PathBuf> = paths.iter().filter(is_lasting).collect();
    let paths = if lasting.is_empty() { paths.iter().collect() } else { lasting };
    let shown = paths.iter().take(NAMED).map(|path| disk::as_typed(path).display().to_string());
    let words = shown.collect::<Vec<_>>().join(", ");
    match paths.len() {
        0..=NAMED => words,
        all => format!("{words} and {} more", format::count(all - NAMED)),
    }
}
