//! An archive that is read again and again while people write it. A file that has not changed is not decoded again, and one
//! that has become invalid keeps the run that it held before, as long as there was room for its text.

use super::decode;
use super::judgements::problems_across_runs;
use super::scan::{
    ArchiveEntry, ArchiveFiles, ReadError, all_withdrawn, digest_of, joined_on_one_panel, seal, without_duplicates,
};
use super::treatment::Treatment;
use crate::likeness::Sketcher;
use crate::model::{Checked, Corpus, Diagnostic, Digest, Identities, Level, ProblemKind, Run, Withdrawn};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Bytes of runs whose texts stay in memory. Beyond them a run is read from its file, and leaves when that becomes invalid.
const ROOM: usize = 96 << 20;

/// What is known of each file of an archive since it was first read.
#[derive(Debug)]
pub struct LastGood {
    files: BTreeMap<String, Known>,
    room: usize,
}

/// A file as it was read last.
#[derive(Debug)]
struct Known {
    /// What it holds now; `None` if it cannot be read.
    seal: Option<u64>,
    problems: Vec<Diagnostic>,
    good: Option<Good>,
}

/// The last valid run of a file.
#[derive(Clone, Debug)]
struct Good {
    digest: Digest,
    /// In case that it is taken back.
    addresses: Withdrawn,
    text: Text,
}

/// What the file of a run held.
#[derive(Clone, Debug)]
struct Text {
    seal: u64,
    /// Where there was room for it.
    bytes: Option<Arc<[u8]>>,
}

/// The texts of the runs of one corpus, whatever becomes of their files.
#[derive(Debug, Default)]
pub struct Texts {
    by_path: BTreeMap<String, Text>,
    /// The same for the same runs with the same texts.
    pub seal: u64,
}

/// What a look at a file gave.
enum Look {
    Unreadable(ReadError),
    AsBefore,
    New { seal: u64, bytes: Vec<u8>, run: Option<Box<(Digest, Withdrawn)>>, problems: Vec<Diagnostic> },
}

impl Default for LastGood {
    fn default() -> Self {
        Self::with_room(ROOM)
    }
}

impl LastGood {
    /// Room for so many bytes of texts.
    #[must_use]
    pub fn with_room(room: usize) -> Self {
        Self { files: BTreeMap::new(), room }
    }

    /// Reads what has changed since the last time. Problems are those of the files as they are now; the corpus has the last
    /// valid run of each file that is still there, but for those that the rules take back. Secrets are neither looked for nor
    /// redacted.
    pub fn read(&mut self, files: &dyn ArchiveFiles, treatment: Treatment<'_>) -> Checked<(Corpus, Texts)> {
        let Treatment { rules, identities, .. } = treatment;
        let listing = files.list();
        let looks: Vec<Look> = listing.entries.par_iter().map(|entry| self.look(files, entry)).collect();
        let mut before = std::mem::take(&mut self.files);
        let mut room = self.room.saturating_sub(before.values().map(Known::kept).sum());
        for (entry, look) in listing.entries.iter().zip(looks) {
            let before = before.remove(&entry.path);
            room += before.as_ref().map_or(0, Known::kept);
            let known = known(entry, look, before, room);
            room = room.saturating_sub(known.kept());
            self.files.insert(entry.path.clone(), known);
        }
        let mut diagnostics = listing.diagnostics;
        diagnostics.extend(self.files.values().flat_map(|known| known.problems.iter().cloned()));
        let good = self.files.values().filter_map(|known| known.good.as_ref());
        let (withdrawn, published): (Vec<&Good>, Vec<&Good>) =
            good.partition(|good| rules.is_withdrawn(good.digest.id.as_str()));
        let joined = |good: &Good| {
            let mut digest = good.digest.clone();
            digest.join(identities);
            digest
        };
        let runs = published.into_iter().map(joined).collect();
        let withdrawn = withdrawn.into_iter().map(|good| good.addresses.clone()).collect();
        let runs = without_duplicates(runs, &mut diagnostics);
        diagnostics.extend(runs.iter().flat_map(joined_on_one_panel));
        let withdrawn = all_withdrawn(&rules.withdrawn, withdrawn, &runs, &mut diagnostics);
        let corpus = Corpus { withdrawn, ..Corpus::new(runs) };
        diagnostics.extend(problems_across_runs(&corpus));
        Checked { value: (corpus, self.texts()), diagnostics }
    }

    fn look(&self, files: &dyn ArchiveFiles, entry: &ArchiveEntry) -> Look {
        let bytes = match files.read(entry) {
            Ok(bytes) => bytes,
            Err(error) => return Look::Unreadable(error),
        };
        let seal = seal(&bytes);
        if self.files.get(&entry.path).is_some_and(|known| known.seal == Some(seal)) {
            return Look::AsBefore;
        }
        let (run, problems) = decode(&bytes, &entry.shown, entry.stem());
        let run =
            run.map(|run| Box::new((digest_of(&run, entry, &mut Sketcher::default()), Withdrawn::from_run(&run))));
        Look::New { seal, bytes, run, problems }
    }

    fn texts(&self) -> Texts {
        let by_path: BTreeMap<String, Text> = self
            .files
            .iter()
            .filter_map(|(path, known)| Some((path.clone(), known.good.as_ref()?.text.clone())))
            .collect();
        let all: Vec<u8> = by_path
            .iter()
            .flat_map(|(path, text)| [path.as_bytes(), &[0], &text.seal.to_le_bytes()].concat())
            .collect();
        Texts { seal: seal(&all), by_path }
    }
}

impl Known {
    /// Bytes of its text in memory.
    fn kept(&self) -> usize {
        self.good.as_ref().and_then(|good| good.text.bytes.as_ref()).map_or(0, |bytes| bytes.len())
    }
}

/// What is known of a file after a look at it. `room` is how many bytes its text may have to stay in memory.
fn known(entry: &ArchiveEntry, look: Look, before: Option<Known>, room: usize) -> Known {
    let still_good =
        |before: Option<Known>| before.and_then(|known| known.good).filter(|good| good.text.bytes.is_some());
    match (look, before) {
        (Look::AsBefore, Some(before)) => before,
        (Look::New { seal, bytes, run: Some(run), problems }, _) => {
            let (digest, addresses) = *run;
            let bytes = (bytes.len() <= room).then(|| bytes.into());
            let good = Good { digest, addresses, text: Text { seal, bytes } };
            Known { seal: Some(seal), problems, good: Some(good) }
        }
        (Look::New { seal, run: None, problems, .. }, before) => {
            Known { seal: Some(seal), problems, good: still_good(before) }
        }
        (Look::Unreadable(error), before) => {
            let kind = if error.has_changed { ProblemKind::ChangedFile } else { ProblemKind::UnreadableFile };
            let problem = Diagnostic::new(Level::Error, kind, &entry.shown, error.to_string());
            Known { seal: None, problems: vec![problem], good: still_good(before) }
        }
        // A file is as before only if there is a before.
        (Look::AsBefore, None) => Known { seal: None, problems: Vec::new(), good: None },
    }
}

impl Texts {
    /// A run with its texts, from memory or else from its file.
    ///
    /// # Errors
    /// When there was no room for its text, and its file does not hold it any more.
    pub fn run(&self, files: &dyn ArchiveFiles, digest: &Digest, identities: &Identities) -> Result<Run, ReadError> {
        let entry = ArchiveEntry { path: digest.file.clone(), shown: digest.shown.clone() };
        let text = self.by_path.get(&digest.file).ok_or_else(|| ReadError::changed("it is gone"))?;
        let read;
        let bytes: &[u8] = if let Some(bytes) = &text.bytes {
            bytes
        } else {
            read = files.read(&entry)?;
            &read
        };
        let run = if seal(bytes) == text.seal { decode(bytes, &entry.shown, entry.stem()).0 } else { None };
        let mut run = run.ok_or_else(|| ReadError::changed("it has changed since it was last read"))?;
        run.join(identities);
        Ok(run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::ArchiveListing;

    #[derive(Default)]
    struct Memory(BTreeMap<String, String>);

    impl Memory {
        fn put(&mut self, id: &str, title: &str) {
            let run = format!(
                r#"{{"format": "pilcrow-review/1", "id": "{id}", "date": "2026-03-22T14:24", "title": "{title}", "reviewers": [{{"agent": "a"}}]}}"#
            );
            self.0.insert(format!("{id}.json"), run);
        }
    }

    impl ArchiveFiles for Memory {
        fn list(&self) -> ArchiveListing {
            let entries = self.0.keys().map(|path| ArchiveEntry { path: path.clone(), shown: path.clone() }).collect();
            ArchiveListing { entries, diagnostics: Vec::new() }
        }

        fn read(&self, entry: &ArchiveEntry) -> Result<Vec<u8>, ReadError> {
            Ok(self.0[&entry.path].clone().into_bytes())
        }
    }

    /// The titles of all runs, from the corpus and from their texts, which agree.
    fn titles(files: &Memory, (corpus, texts): &(Corpus, Texts)) -> Vec<String> {
        let title = |digest: &Digest| {
            let title = digest.title.clone();
            assert_eq!(texts.run(files, digest, &Identities::default()).unwrap().title_line(), title);
            title
        };
        corpus.runs.iter().rev().map(title).collect()
    }

    #[test]
    fn a_file_that_breaks_keeps_its_last_run_until_it_is_mended_or_removed() {
        let (mut files, mut archive) = (Memory::default(), LastGood::default());
        files.put("a", "one");
        files.put("b", "two");
        let first = archive.read(&files, Treatment::default());
        assert_eq!((titles(&files, &first.value), first.diagnostics.len()), (vec!["one".into(), "two".into()], 0));

        files.0.insert("a.json".to_owned(), "{".to_owned());
        for _ in 0..2 {
            let broken = archive.read(&files, Treatment::default());
            assert_eq!(titles(&files, &broken.value), ["one", "two"]);
            assert_eq!(broken.count(Level::Error), 1, "{:?}", broken.diagnostics);
            assert_eq!(broken.value.1.seal, first.value.1.seal, "the site is the same");
        }

        files.put("a", "three");
        let mended = archive.read(&files, Treatment::default());
        assert_eq!((titles(&files, &mended.value), mended.diagnostics.len()), (vec!["three".into(), "two".into()], 0));
        assert_ne!(mended.value.1.seal, first.value.1.seal);

        files.0.remove("a.json");
        assert_eq!(titles(&files, &archive.read(&files, Treatment::default()).value), ["two"]);
    }

    #[test]
    fn without_room_a_run_is_read_from_its_file_and_leaves_when_that_breaks() {
        let (mut files, mut archive) = (Memory::default(), LastGood::with_room(0));
        files.put("a", "one");
        let first = archive.read(&files, Treatment::default()).value;
        assert_eq!(titles(&files, &first), ["one"]);
        files.put("a", "two");
        assert!(
            first.1.run(&files, &first.0.runs[0], &Identities::default()).is_err(),
            "not the text that the site was planned for"
        );
        files.0.insert("a.json".to_owned(), "{".to_owned());
        assert_eq!(titles(&files, &archive.read(&files, Treatment::default()).value), [""; 0]);
    }

    #[test]
    fn the_room_is_not_used_up_by_changes() {
        let (mut files, mut archive) = (Memory::default(), LastGood::with_room(400));
        for title in ["one", "two", "three", "four", "five"] {
            files.put("a", title);
            let (_, texts) = archive.read(&files, Treatment::default()).value;
            assert!(texts.by_path["a.json"].bytes.is_some(), "{title}");
        }
    }
}
