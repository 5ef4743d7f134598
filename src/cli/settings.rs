//! What a command needs before it starts: the archive, the configuration, the theme.

use super::args::ConfigArguments;
use crate::config::Config;
use crate::edge::{disk, terminal};
use crate::output::Theme;
use std::path::{Path, PathBuf};

/// The configuration, and the folder that paths in it are relative to.
pub struct Settings {
    pub config: Config,
    folder: PathBuf,
}

impl Settings {
    /// Finds and reads the configuration; what is wrong with it has been said when this is `None`.
    pub fn read(arguments: &ConfigArguments, archive: &Path) -> Option<Self> {
        let Some((path, text)) = find(arguments, archive)? else {
            return Some(Self { config: Config::default(), folder: PathBuf::new() });
        };
        let shown = path.display().to_string();
        match Config::parse(&text) {
            Ok(config) => Some(Self { config, folder: path.parent().map(Path::to_owned).unwrap_or_default() }),
            Err(problems) => {
                for problem in problems {
                    terminal::say(&terminal::rendered(&problem.into_diagnostic(&shown, &text)));
                }
                None
            }
        }
    }

    /// The built-in theme with a team's own files in it; what is wrong with them has been said when this is `None`.
    pub fn theme(&self) -> Option<Theme> {
        let templates = self.files(self.config.templates.as_deref())?;
        let files = self.files(self.config.static_files.as_deref())?;
        let templates = templates.into_iter().map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()));
        let folder = self.config.static_files.as_deref().unwrap_or_default();
        let shown = self.folder.join(folder).display().to_string();
        Some(Theme::default().with_overrides(templates.collect(), files, &shown))
    }

    fn files(&self, folder: Option<&str>) -> Option<std::collections::BTreeMap<String, Vec<u8>>> {
        let Some(folder) = folder else { return Some(std::collections::BTreeMap::new()) };
        let path = self.folder.join(folder);
        match disk::files_below(&path) {
            Ok(files) => Some(files),
            Err(error) => {
                terminal::say(&format!("pilcrow: {}, named in the configuration: {error}", path.display()));
                None
            }
        }
    }
}

/// The configuration's path and text; the inner option is for archives that have none.
#[expect(clippy::option_option, reason = "the outer option is a failure that has been said")]
fn find(arguments: &ConfigArguments, archive: &Path) -> Option<Option<(PathBuf, String)>> {
    let candidates = arguments.config.as_ref().map_or_else(|| usual_places(archive), |path| vec![path.clone()]);
    for path in candidates {
        match disk::text_file(&path) {
            Ok(Some(text)) => return Some(Some((path, text))),
            Ok(None) => {}
            Err(error) => {
                terminal::say(&format!("pilcrow: {}: {error}", path.display()));
                return None;
            }
        }
    }
    if let Some(path) = &arguments.config {
        terminal::say(&format!("pilcrow: {}: there is no such file", path.display()));
        return None;
    }
    Some(None)
}

/// Beside the archive, else in the current folder.
fn usual_places(archive: &Path) -> Vec<PathBuf> {
    let beside = archive.canonicalize().ok().and_then(|archive| archive.parent().map(|parent| parent.join(NAME)));
    beside.into_iter().chain([PathBuf::from(NAME)]).collect()
}

const NAME: &str = "pilcrow.toml";

/// Whether the archive is a folder; if not, that has been said.
pub fn is_archive(archive: &Path) -> bool {
    if archive.is_dir() {
        return true;
    }
    let hint = "name the folder of your review runs: pilcrow build FOLDER";
    terminal::say(&format!("pilcrow: {} is not a folder; {hint}", archive.display()));
    false
}
