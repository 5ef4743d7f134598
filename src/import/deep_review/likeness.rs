//! How much two findings are alike: by the files they are in, the words of their titles and the code that they name.

use crate::model::finding::Location;

/// What two findings are told alike by: [`sign`]s of words, each once and in order.
pub struct Signs {
    files: Vec<u64>,
    words: Vec<u64>,
    code: Vec<u64>,
}

impl Signs {
    pub fn of_finding<'t>(title: &str, locations: &[Location], lines: impl Iterator<Item = &'t str>) -> Self {
        let files = locations.iter().filter_map(|place| place.path.rsplit('/').next()).map(sign);
        Self { files: each_once(files), words: signs_of_title(title), code: signs_of_code(lines) }
    }

    /// From 0 to 2.
    pub fn likeness(&self, other: &Self) -> f64 {
        let same_file = if shared(&self.files, &other.files) == 0 { 0.0 } else { 1.0 };
        0.5 * same_file + overlap(&self.words, &other.words) + 0.5 * overlap(&self.code, &other.code)
    }
}

/// A word's hash, whatever the case of its ASCII letters. That two words share one is far less likely than that two findings share a word.
fn sign(word: &str) -> u64 {
    // 64-bit FNV-1a (Fowler, Noll, Vo).
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

fn each_once(signs: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut signs: Vec<u64> = signs.collect();
    signs.sort_unstable();
    signs.dedup();
    signs
}

/// The telling words of a title.
fn signs_of_title(title: &str) -> Vec<u64> {
    each_once(title.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| word.len() > 3).map(sign))
}

/// What lines name in backticks.
fn signs_of_code<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<u64> {
    let has_code = |line: &&str| memchr::memchr(b'`', line.as_bytes()).is_some() && !line.starts_with("```");
    let spans = lines.filter(has_code).flat_map(|line| line.split('`').skip(1).step_by(2));
    each_once(spans.filter(|span| span.len() > 2).take(40).map(sign))
}

/// How many of the fewer words two sets share (Szymkiewicz–Simpson overlap).
#[expect(clippy::cast_precision_loss, reason = "sets of a few words")]
fn overlap(a: &[u64], b: &[u64]) -> f64 {
    let smaller = a.len().min(b.len());
    if smaller == 0 { 0.0 } else { shared(a, b) as f64 / smaller as f64 }
}

/// How many signs two sets share.
fn shared(a: &[u64], b: &[u64]) -> usize {
    a.iter().filter(|sign| b.binary_search(sign).is_ok()).count()
}
