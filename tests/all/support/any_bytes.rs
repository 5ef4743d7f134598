//! What holds of every import, whatever the bytes. The fuzz targets in `fuzz/` include this file, so that what they
//! look for and what the tests hold is one thing.

use pilcrow::internals::archive::{Draft, decode};
pub use pilcrow::internals::import::Format;
use pilcrow::internals::import::{Import, Options, Source, detect};
use pilcrow::internals::model::{Date, PullRequest, Run};
use pilcrow::{Diagnostic, Level, Severity};
use std::collections::BTreeSet;

/// How many [`options`] there are.
pub const OPTIONS: usize = 8;

/// Ends a file where one input stands for several: no text and no JSON holds this character.
const SEPARATOR: u8 = 0x1e;

/// Reads some bytes as the files of an import, and holds what comes of it against what an import promises: no panic, an
/// archive that takes every run, and a word about files that give none.
#[track_caller]
pub fn assert_sound(format: Format, bytes: &[u8], number: usize) {
    let sources = sources(bytes, number);
    let options = options(number);
    let import = format.read(&sources, &options);
    for source in &sources {
        drop(detect(&source.bytes));
    }
    assert_all_accepted(&import);
    let says_why = import.diagnostics.iter().any(|one| one.level == Level::Error);
    assert!(says_why || !import.runs.is_empty(), "neither a run nor an error");
}

/// [`assert_accepted`] of every run, and each has an id of its own.
#[track_caller]
pub fn assert_all_accepted(import: &Import) {
    import.runs.iter().for_each(|imported| assert_accepted(&imported.run));
    let ids: BTreeSet<String> = import.runs.iter().map(|imported| imported.run.id.key()).collect();
    assert_eq!(ids.len(), import.runs.len(), "{ids:?}");
}

/// A run must come back from the archive as it was, and what is said of its draft must be what is said of its file.
#[track_caller]
pub fn assert_accepted(run: &Run) {
    let draft = Draft::from_run(run);
    let (again, said) = decode(&draft.bytes(), "run.json", run.id.as_str());
    let errors: Vec<_> = said.iter().filter(|one| one.level == Level::Error).collect();
    assert!(errors.is_empty(), "{}: {errors:?}", run.id);
    let again = again.expect("a run without an error is read");
    // Debug output names every field.
    assert_eq!(format!("{again:#?}"), format!("{run:#?}"));
    assert_eq!(words_of(&draft.problems("run.json")), words_of(&said), "{}", run.id);
}

/// Without their places, which a draft has none of.
fn words_of(said: &[Diagnostic]) -> Vec<(Level, &str, &str, Option<&str>)> {
    said.iter().map(|one| (one.level, &*one.pointer, &*one.message, one.hint.as_deref())).collect()
}

fn sources(bytes: &[u8], number: usize) -> Vec<Source> {
    // Reports are dated by their names.
    let stem = if number.is_multiple_of(2) { "20260322-142409-pr-7" } else { "report" };
    let files = bytes.split(|byte| *byte == SEPARATOR).zip(0..);
    let source = |(bytes, nth): (&[u8], usize)| {
        let stem = if nth == 0 { stem.to_owned() } else { format!("{stem}-{nth}") };
        let modified = if number < OPTIONS / 2 { Date::parse("2026-03-23T08:00:00Z") } else { None };
        Source { shown: format!("{stem}.txt"), stem, bytes: bytes.to_vec(), modified }
    };
    files.map(source).collect()
}

/// Options as the command line lets them through: each bit of a number stands for some of them.
fn options(number: usize) -> Options {
    let has = |bit: usize| number >> bit & 1 == 0;
    Options {
        repository: "owner/name".parse().ok().filter(|_| has(1)),
        host: "https://git.example.org".parse().ok().filter(|_| has(1)),
        revision: has(1).then(|| "0123456789abcdef".to_owned()),
        pull_request: PullRequest::new(7).filter(|_| has(1)),
        date: if has(0) { Date::parse("2026-03-22T14:24") } else { None },
        merge: !has(2),
        agent: "reviewer".parse().ok().filter(|_| has(2)),
        model: has(2).then(|| "model 1".to_owned()),
        severity: has(2).then_some(Severity::Important),
        roots: if has(2) { vec!["/home/me/checkout".to_owned()] } else { Vec::new() },
    }
}
