//! Prose that fills a run up to its size.

use super::json::{items, pretty};
use super::random::Random;
use super::run::spot;
use super::scene::Scene;
use super::words::SENTENCES;
use serde_json::Value;

/// Adds sentences to the run's paragraphs until its file has about `budget` bytes.
pub(super) fn lengthen(rng: &mut Random, run: &mut Value, budget: usize) {
    let mut size = pretty(run, 0).len() + 1;
    let mut scene = Scene::new(rng, true);
    scene.spots = items(&run["findings"]).map(|finding| spot(&finding["locations"][0])).collect();
    let count = items(&run["findings"]).count();
    while size + 60 < budget {
        let sentence = format!(" {}", scene.any(rng, SENTENCES));
        let reports = items(&run["originals"]).count();
        let target = match rng.below(count + 2 + reports * 3) {
            n if n < count => &mut run["findings"][n]["body"],
            n if n == count => &mut run["summary"],
            n if n == count + 1 => &mut run["retro"]["summary"],
            n => &mut run["originals"][n % reports]["body"],
        };
        let Value::String(markdown) = target else {
            continue;
        };
        let ends: Vec<usize> = prose_ends(markdown);
        if ends.is_empty() {
            continue;
        }
        markdown.insert_str(rng.pick(&ends), &sentence);
        size += sentence.len() + sentence.matches('"').count();
    }
}

/// Where the paragraphs end that a sentence may follow: not the lists, headings, code or notes of place.
pub(super) fn prose_ends(markdown: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let (mut at, mut in_code) = (0, false);
    for block in markdown.split("\n\n") {
        at += block.len();
        let starts_prose = block.starts_with(|first: char| first.is_ascii_uppercase() || first == '`');
        if starts_prose && !in_code && block.ends_with('.') {
            ends.push(at);
        }
        in_code ^= block.matches("```").count() % 2 == 1;
        at += 2;
    }
    ends
}
