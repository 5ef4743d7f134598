//! What to join, as far as an archive looks like it, in words for the terminal.

use super::args::ConfigArguments;
use super::settings::Settings;
use crate::aggregate::twins::Twins;
use crate::archive::{self, ArchiveEntry, ArchiveFiles, ArchiveListing, ReadError, Treatment};
use crate::edge::disk::ArchiveFolder;
use crate::model::{Diagnostic, Level, ProblemKind};
use std::path::Path;

/// A proposal for the configuration, if agents or models of an archive look like one that are not joined yet. An archive or a
/// configuration that cannot be read has none.
pub fn proposal(folder: &Path) -> Vec<String> {
    let settings = Settings::read(&ConfigArguments { config: None }, folder);
    let (Ok(files), Ok(settings)) = (ArchiveFolder::open(folder), settings) else { return Vec::new() };
    let corpus = archive::scan_treated(&Newest(&files), None, Treatment::for_site(&settings.config), &|| {}).value;
    words(&Twins::of(&corpus))
}

/// The proposal in words, a line each; none where nothing looks like one.
fn words(twins: &Twins) -> Vec<String> {
    if twins.is_empty() {
        return Vec::new();
    }
    let about = "these look like one agent or one model; if they are, say so in pilcrow.toml:".to_owned();
    std::iter::once(about).chain(twins.as_toml()).collect()
}

/// A note for each agent and model that others look like.
pub fn notes(twins: &Twins) -> Vec<Diagnostic> {
    let note = |what: &str, kept: &str, others: Vec<String>, hint: String| {
        let others = others.iter().map(|other| format!("`{other}`")).collect::<Vec<_>>().join(", ");
        let message = format!("{others} may be the same {what} as `{kept}`");
        Diagnostic::new(Level::Note, ProblemKind::NearTwins, "pilcrow.toml", message).with_hint(hint)
    };
    let agents = twins.agents.iter().map(|(kept, others)| {
        let hint = format!("if so, list them in `also` under [agents.{kept}]");
        note("agent", kept.as_str(), others.iter().map(ToString::to_string).collect(), hint)
    });
    let models = twins.models.iter().map(|(kept, others)| {
        note("model", kept, others.clone(), "if so, list them behind its name under [models]".to_owned())
    });
    agents.chain(models).collect()
}

/// The newest runs of an archive, if their files are named by date, as an import names them. More would not be worth the time.
struct Newest<'f>(&'f dyn ArchiveFiles);

const MOST: usize = 1000;

impl ArchiveFiles for Newest<'_> {
    fn list(&self) -> ArchiveListing {
        let mut listing = self.0.list();
        listing.entries.sort_by(|a, b| a.stem().cmp(b.stem()));
        let older = listing.entries.len().saturating_sub(MOST);
        listing.entries.drain(..older);
        listing
    }

    fn read(&self, entry: &ArchiveEntry) -> Result<Vec<u8>, ReadError> {
        self.0.read(entry)
    }
}
