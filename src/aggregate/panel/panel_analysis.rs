//! What the page about panels says: the best panel of each size, what the next agent adds to it, those worth listing, and
//! what all of them missed.

use super::advice::{Advice, met};
use super::choice::LARGEST;
use super::frontier::{Frontier, Price};
use super::missed_severity::{MissedOf, missed_by_severity};
use super::panels::{Gain, Panel, best, gains, panels};
use crate::aggregate::field::Field;
use crate::aggregate::pairs::FEWEST_SUBJECTS;
use crate::aggregate::statistics::interval::Estimate;
use std::collections::{BTreeMap, BTreeSet};

/// Panels of one size that are listed, and the size of the largest that are.
const MOST_LISTED: usize = 5;
const LARGEST_LISTED: usize = 4;

/// Every panel, and what stands out among them. Panels are named by their place in `all`.
#[derive(Debug, Default)]
pub struct PanelAnalysis {
    /// Every panel that shared runs.
    pub all: Vec<Panel>,
    /// The most members that were looked at, where a run had more.
    pub limit: Option<usize>,
    /// The panel of each size that covers most, and what each other agent would add to it, most first.
    pub best: Vec<(usize, Vec<Gain>)>,
    /// Small panels of each size that cover most, which are what people choose between.
    pub listed: Vec<usize>,
    /// By place what the panel that covers most of its size does so on changes that it was not chosen by, of those that are chosen
    /// among.
    pub out_of_sample: BTreeMap<usize, Estimate>,
    /// By what panels are weighed against.
    pub frontiers: BTreeMap<Price, Frontier>,
    /// What was missed of each severity; all together first.
    pub missed_by_severity: Vec<MissedOf>,
}

impl PanelAnalysis {
    /// Of the whole archive, given which panels cover most of their sizes there.
    #[must_use]
    pub fn new(field: &Field<'_>, advice: &Advice) -> Self {
        // What one agent alone found is all that is known there, and no panel was.
        let sittings = met(&field.all());
        let (all, size) = panels(&sittings);
        let place = |members: &Vec<usize>| place_of(&all, members);
        let chosen = advice.candidates.iter().filter_map(|of| Some((place(&of.members)?, of.out_of_sample)));
        let chosen: Vec<(usize, Option<Estimate>)> = chosen.collect();
        let larger = best(&all).into_iter().filter(|at| all[*at].members.len() > LARGEST);
        let best: Vec<usize> = chosen.iter().map(|(at, _)| *at).chain(larger).collect();
        let largest = sittings.iter().map(|sitting| sitting.turns.len()).max().unwrap_or(0);
        Self {
            limit: (largest > size).then_some(size),
            best: best.iter().map(|at| (*at, gains(&sittings, &all[*at].members))).collect(),
            listed: listed(&all),
            out_of_sample: chosen.into_iter().filter_map(|(at, of)| Some((at, of?))).collect(),
            frontiers: Price::ALL.map(|price| (price, Frontier::new(&all, &best, &sittings, price))).into(),
            missed_by_severity: missed_by_severity(&sittings),
            all,
        }
    }
}

fn place_of(panels: &[Panel], members: &[usize]) -> Option<usize> {
    panels.binary_search_by(|panel| panel.members.as_slice().cmp(members)).ok()
}

/// Of each size the panels that cover most; those with too few subjects come after the others.
fn listed(panels: &[Panel]) -> Vec<usize> {
    let covers = |panel: &Panel| panel.coverage.map_or(0.0, |coverage| coverage.value);
    let is_few = |panel: &Panel| panel.coverage.is_none_or(|coverage| coverage.clusters < FEWEST_SUBJECTS);
    let small = |panel: &Panel| panel.coverage.is_some() && panel.members.len() <= LARGEST_LISTED;
    let mut all: Vec<usize> = (0..panels.len()).filter(|at| small(&panels[*at])).collect();
    all.sort_by(|a, b| {
        let (a, b) = (&panels[*a], &panels[*b]);
        let order = a.members.len().cmp(&b.members.len()).then(is_few(a).cmp(&is_few(b)));
        order.then_with(|| covers(b).total_cmp(&covers(a)))
    });
    let mut taken = [0_usize; LARGEST_LISTED + 1];
    all.retain(|at| {
        let size = panels[*at].members.len();
        taken[size] += 1;
        taken[size] <= MOST_LISTED
    });
    all
}

impl PanelAnalysis {
    /// The place of the panel of these agents, ascending.
    #[must_use]
    pub fn place(&self, members: &[usize]) -> Option<usize> {
        place_of(&self.all, members)
    }

    /// The places of all that pages show, by size, those that cover most first.
    #[must_use]
    pub fn shown(&self) -> Vec<usize> {
        let of_frontiers = self.frontiers.values().flat_map(|of| of.on.iter().chain(&of.beside));
        let best = self.best.iter().map(|(at, _)| at);
        let shown: BTreeSet<usize> = best.chain(&self.listed).chain(of_frontiers).copied().collect();
        let mut shown: Vec<usize> = shown.into_iter().collect();
        let covers = |at: usize| self.all[at].coverage.map_or(0.0, |coverage| coverage.value);
        let size = |at: usize| self.all[at].members.len();
        shown.sort_by(|a, b| size(*a).cmp(&size(*b)).then(covers(*b).total_cmp(&covers(*a))).then(a.cmp(b)));
        shown
    }
}
