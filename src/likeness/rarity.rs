//! How rare a token is among some findings: what all of them say tells none apart.

use crate::model::Sketch;
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// In how many of some findings each token is.
#[derive(Clone, Debug, Default)]
pub struct Rarity {
    findings: usize,
    words: HashMap<u32, u32, RandomState>,
    names: HashMap<u32, u32, RandomState>,
    /// By n, ln(n + ½), up to the highest count so far: each pair of findings asks for hundreds.
    logarithms: Vec<f64>,
    /// ln(N + 1)
    of_all: f64,
}

impl Rarity {
    /// As if there had been so many findings before of which none has a token of those to come: among few findings, what two of
    /// them share would else count as common.
    #[must_use]
    pub fn after(findings: usize) -> Self {
        let mut rarity = Self { findings, ..Self::default() };
        rarity.count_logarithms();
        rarity
    }

    /// Counts one more finding.
    pub fn add(&mut self, sketch: &Sketch) {
        self.findings += 1;
        for (word, _) in sketch.words.iter() {
            *self.words.entry(word).or_default() += 1;
        }
        for (name, _) in sketch.names.iter() {
            *self.names.entry(name).or_default() += 1;
        }
        self.count_logarithms();
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of findings")]
    fn count_logarithms(&mut self) {
        self.of_all = (self.findings as f64 + 1.0).ln();
        // No token is in more findings than there are.
        while self.logarithms.len() <= self.findings {
            self.logarithms.push((self.logarithms.len() as f64 + 0.5).ln());
        }
    }

    /// Of all of some findings.
    #[must_use]
    pub fn of<'s>(sketches: impl Iterator<Item = &'s Sketch>) -> Self {
        let mut rarity = Self::default();
        sketches.for_each(|sketch| rarity.add(sketch));
        rarity
    }

    /// The inverse document frequency of a word (Spärck Jones 1972): ln((N + 1) / (n + ½)), and a little for what is everywhere.
    #[must_use]
    pub fn of_word(&self, word: u32) -> f64 {
        self.inverse(self.words.get(&word))
    }

    /// The same of a name.
    #[must_use]
    pub fn of_name(&self, name: u32) -> f64 {
        self.inverse(self.names.get(&name))
    }

    /// Whether a name is in no more than two findings.
    #[must_use]
    pub fn is_rare(&self, name: u32) -> bool {
        self.names.get(&name).is_none_or(|count| *count <= 2)
    }

    fn inverse(&self, count: Option<&u32>) -> f64 {
        const LEAST: f64 = 0.05;
        let of_count = |count: usize| self.logarithms.get(count).copied().unwrap_or(0.5_f64.ln());
        let count = count.copied().unwrap_or_default();
        (self.of_all - of_count(count as usize)).max(LEAST)
    }
}
