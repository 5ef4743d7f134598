//! What a command needs before it starts: the archive, the configuration, the theme.

use super::CliError;
use super::args::ConfigArguments;
use crate::archive::ArchiveFiles;
use crate::config::Config;
use crate::edge::disk::{self, ArchiveFolder, Thing};
use crate::edge::loose_runs::{LooseRuns, STANDARD_INPUT};
use crate::input::Problem;
use crate::model::Checked;
use crate::model::diagnostic::Places;
use crate::output::Theme;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The configuration, and the folder that paths in it are relative to.
pub struct Settings {
    pub config: Config,
    folder: PathBuf,
    file: Option<PathBuf>,
}

impl Settings {
    /// Finds and reads the configuration; an archive may do without one.
    pub fn read(arguments: &ConfigArguments, archive: &Path) -> Result<Self, CliError> {
        let Some((path, text)) = find(arguments, archive)? else {
            return Ok(Self { config: Config::default(), folder: PathBuf::new(), file: None });
        };
        let shown = path.display().to_string();
        match Config::parse(&text) {
            Ok(config) => {
                let folder = path.parent().map(Path::to_owned).unwrap_or_default();
                Ok(Self { config, folder, file: Some(path) })
            }
            Err(problems) => {
                let places = Places::in_text(&text);
                let in_file = |problem: Problem| problem.into_diagnostic(&shown, &places);
                let diagnostics = problems.into_iter().map(in_file).collect();
                Err(CliError::InvalidConfig { path, diagnostics })
            }
        }
    }

    /// The built-in theme with a team's own files in it, and what of them is left out.
    pub fn theme(&self) -> Result<Checked<Theme>, CliError> {
        let Checked { value: templates, mut diagnostics } =
            self.files("templates", self.config.templates.as_deref())?;
        let Checked { value: files, diagnostics: of_files } =
            self.files("static", self.config.static_files.as_deref())?;
        diagnostics.extend(of_files);
        let templates = templates.into_iter().map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()));
        let theme = Theme::default().with_templates(templates.collect(), &self.shown(self.config.templates.as_deref()));
        let value = theme.with_files(files, &self.shown(self.config.static_files.as_deref()));
        Ok(Checked { value, diagnostics })
    }

    /// What a site must not take the place of, each named by what it is.
    pub fn protected(&self, archive: &Path) -> Vec<(&'static str, PathBuf)> {
        let own = [
            ("the archive", Some(archive.to_owned())),
            ("the configuration", self.file.clone()),
            ("the templates", self.config.templates.as_ref().map(|folder| self.folder.join(folder))),
            ("the static files", self.config.static_files.as_ref().map(|folder| self.folder.join(folder))),
            ("the current folder", Some(PathBuf::from("."))),
        ];
        own.into_iter().filter_map(|(what, path)| Some((what, path?))).collect()
    }

    /// Where a configuration can be, whether it is there or not.
    pub fn candidates(arguments: &ConfigArguments, archive: &Path) -> Vec<PathBuf> {
        if let Some(path) = &arguments.config {
            return vec![path.clone()];
        }
        let parent = archive.canonicalize().ok().and_then(|archive| archive.parent().map(Path::to_owned));
        let beside = parent.map(|parent| disk::as_typed(&parent).join(NAME));
        beside.into_iter().chain([PathBuf::from(NAME)]).collect()
    }

    /// The team's own folders of templates and static files.
    pub fn own_folders(&self) -> Vec<PathBuf> {
        let own = [&self.config.templates, &self.config.static_files];
        own.into_iter().flatten().map(|folder| self.folder.join(folder)).collect()
    }

    fn shown(&self, folder: Option<&str>) -> String {
        self.folder.join(folder.unwrap_or_default()).display().to_string()
    }

    fn files(&self, key: &'static str, folder: Option<&str>) -> Result<Checked<BTreeMap<String, Vec<u8>>>, CliError> {
        let Some(folder) = folder else { return Ok(Checked { value: BTreeMap::new(), diagnostics: Vec::new() }) };
        let path = self.folder.join(folder);
        disk::team_files(&path, key).map_err(|source| CliError::UnreadableTheme { key, path, source })
    }
}

/// The configuration's path and text: of the file that was named, else beside the archive, else in the current folder.
fn find(arguments: &ConfigArguments, archive: &Path) -> Result<Option<(PathBuf, String)>, CliError> {
    if let Some(path) = &arguments.config {
        let text = text_of(path)?.ok_or_else(|| CliError::NoConfig(path.clone()))?;
        return Ok(Some((path.clone(), text)));
    }
    for path in Settings::candidates(arguments, archive) {
        if disk::leads_away(&path) {
            return Err(CliError::LinkedConfig(path));
        }
        if let Some(text) = text_of(&path)? {
            return Ok(Some((path, text)));
        }
    }
    Ok(None)
}

fn text_of(path: &Path) -> Result<Option<String>, CliError> {
    disk::text_file(path).map_err(|source| CliError::UnreadableConfig { path: path.to_owned(), source })
}

const NAME: &str = "pilcrow.toml";

/// The archive in a folder, or runs that stand alone; and the path that the configuration is looked for beside.
pub fn archive_or_runs(paths: &[PathBuf]) -> Result<(Box<dyn ArchiveFiles>, PathBuf), CliError> {
    let is_file =
        |path: &PathBuf| path.as_os_str() == STANDARD_INPUT || disk::thing_at(path) == Thing::File && is_run(path);
    match paths {
        [path] if !is_file(path) => Ok((Box::new(archive(path)?), path.clone())),
        [first, ..] if paths.iter().all(is_file) => {
            let runs = LooseRuns::read(paths).map_err(CliError::UnreadableInput)?;
            // A configuration stands beside the archive, in which the run is or will be.
            Ok((Box::new(runs), first.parent().map(Path::to_owned).unwrap_or_default()))
        }
        _ => Err(CliError::FilesAndFolders),
    }
}

fn is_run(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "json")
}

/// The archive in a folder.
pub fn archive(path: &Path) -> Result<ArchiveFolder, CliError> {
    ArchiveFolder::open(path).map_err(|source| match source.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => CliError::NoArchive(path.to_owned()),
        _ => CliError::UnreadableArchive { path: path.to_owned(), source },
    })
}
