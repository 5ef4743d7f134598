//! The whole archive over time: figures of agents, changes of their models, and findings, by bin of the calendar.

use super::calendar::{BinLength, bins_of, model_changes};
use super::field::{By, Field};
use super::figures::{Figures, figures};
use super::matching::Matches;
use super::records::FindingAt;
use super::standing::is_first_valid;
use crate::config::Weights;
use crate::model::Corpus;
use chrono::NaiveDate;
use rayon::prelude::*;

/// Figures by bin of the calendar.
#[derive(Debug)]
pub struct Timeline<'c> {
    /// How long a bin is.
    pub step: BinLength,
    /// First day of each bin, oldest first, and the figures of all agents in it.
    pub bins: Vec<(NaiveDate, Vec<Figures>)>,
    /// By agent each time that it ran with another model than before, and which.
    pub changes: Vec<Vec<(NaiveDate, &'c str)>>,
}

impl<'c> Timeline<'c> {
    /// Counts every agent in every bin.
    #[must_use]
    pub fn new(field: &Field<'c>, weights: &Weights) -> Self {
        let all = field.all();
        let (step, bins) = bins_of(all.iter().map(|sitting| (sitting.day, *sitting)));
        let bins = bins.into_par_iter();
        Self {
            step,
            bins: bins.map(|(start, sittings)| (start, figures(field, &sittings, By::Agent, weights))).collect(),
            changes: (0..field.agents.len()).map(|agent| model_changes(field, &all, agent)).collect(),
        }
    }
}

/// Valid findings of all runs by bin of the calendar; what several rounds of a change say counts once, where it was raised first.
#[derive(Debug)]
pub struct FindingsOverTime {
    /// How long a bin is.
    pub step: BinLength,
    /// First day of each bin, oldest first, and its findings by severity, in the order of [`crate::model::Severity::ALL`].
    pub bins: Vec<(NaiveDate, [usize; 4])>,
    /// How many are in no bin, since nobody rated them.
    pub unrated: usize,
}

impl FindingsOverTime {
    /// Counts the findings of every bin.
    #[must_use]
    pub fn new(corpus: &Corpus, matches: &Matches) -> Self {
        let (step, bins) = bins_of(corpus.runs.iter().enumerate().map(|(at, run)| (run.date.day(), (at, run))));
        let mut unrated = 0;
        let bins = bins.into_iter().map(|(start, runs)| {
            let mut counts = [0; 4];
            for (run, of) in runs {
                let once = |finding: &usize| is_first_valid(corpus, matches, FindingAt { run, finding: *finding });
                for finding in (0..of.findings.len()).filter(once) {
                    match of.findings[finding].rated_severity() {
                        Some(severity) => counts[severity.position()] += 1,
                        None => unrated += 1,
                    }
                }
            }
            (start, counts)
        });
        Self { step, bins: bins.collect(), unrated }
    }
}
