//! The fuzz targets for a few seconds: every committed seed through all options, and seeds cut up and put together anew.

use crate::support::any_bytes::{Format, OPTIONS, assert_sound};
use crate::support::root;
use proptest::prelude::*;
use std::sync::LazyLock;

/// What a fuzz target starts from.
struct Target {
    format: Format,
    seeds: Vec<Vec<u8>>,
    words: Vec<Vec<u8>>,
}

/// The names of the targets, and what each reads.
const NAMES: [(&str, Format); 9] = [
    ("deep_review", Format::DeepReview),
    ("sarif", Format::Sarif),
    ("github", Format::Github),
    ("codex", Format::Codex),
    ("claude", Format::Claude),
    ("coderabbit", Format::Coderabbit),
    ("roborev", Format::Roborev),
    ("rdjson", Format::Rdjson),
    ("gitlab", Format::Gitlab),
];

static TARGETS: LazyLock<Vec<Target>> = LazyLock::new(|| {
    let target = |(name, format): (&str, Format)| {
        let dictionary = std::fs::read_to_string(root().join(format!("fuzz/dictionaries/{name}.dict"))).unwrap();
        let words = dictionary.lines().filter(|line| line.starts_with('"')).map(word).collect();
        Target { format, seeds: seeds(name), words }
    };
    NAMES.into_iter().map(target).collect()
});

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = std::fs::read_dir(root().join("fuzz/seeds").join(name)).unwrap();
    let mut files: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// A line of a dictionary: a text in quotes, with `\\`, `\"` and `\xAB` for what cannot stand in it.
fn word(line: &str) -> Vec<u8> {
    let inner = line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).unwrap();
    let mut bytes = inner.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        let escaped = if byte == b'\\' { bytes.next() } else { None };
        out.push(match escaped {
            Some(b'x') => {
                let digits: Vec<u8> = bytes.by_ref().take(2).collect();
                u8::from_str_radix(str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            other => other.unwrap_or(byte),
        });
    }
    out
}

#[test]
fn every_seed_gives_runs_that_the_archive_takes() {
    for target in TARGETS.iter() {
        assert!(target.seeds.len() > 3, "{:?}", target.format);
        for seed in &target.seeds {
            (0..OPTIONS).for_each(|number| assert_sound(target.format, seed, number));
        }
    }
}

/// One step away from a seed: where, how much is cut out, and what comes there, a word or a piece of another seed.
type Change = (prop::sample::Index, usize, bool, prop::sample::Index, prop::sample::Index, usize);

fn change() -> impl Strategy<Value = Change> {
    let index = any::<prop::sample::Index>;
    (index(), 0_usize..120, any::<bool>(), index(), index(), 0_usize..200)
}

fn changed(target: &Target, mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for (at, cut, is_word, which, from, length) in changes {
        let piece = if *is_word {
            which.get(&target.words).clone()
        } else {
            let other = which.get(&target.seeds);
            let start = from.index(other.len());
            other[start..(start + length).min(other.len())].to_vec()
        };
        let at = at.index(bytes.len() + 1);
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, piece);
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_made_of_seeds_gives_runs_that_the_archive_takes(
        which in 0..NAMES.len(),
        seed in any::<prop::sample::Index>(),
        changes in prop::collection::vec(change(), 1..6),
        number in 0..OPTIONS,
    ) {
        let target = &TARGETS[which];
        let bytes = changed(target, seed.get(&target.seeds).clone(), &changes);
        assert_sound(target.format, &bytes, number);
    }
}
