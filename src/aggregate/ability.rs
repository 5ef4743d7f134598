//! What agents would find of the same findings, whoever they reviewed with: a model of agents and of how hard findings are.

use super::field::{By, Sitting};
use super::pairs::FEWEST_SUBJECTS;
use super::statistics::distribution::{Z, freedom, quantile, real};
use super::statistics::information::{Information, groups, moved};
use super::statistics::interval::Interval;
use super::statistics::marks::Marks;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What each of a panel found of the findings of one run.
#[derive(Debug)]
pub struct Answers<'m> {
    /// Number of its subject; runs with the same one are not independent.
    pub subject: usize,
    /// How many findings there are.
    pub size: usize,
    /// The number of each member with the findings that it found.
    pub by: Vec<(usize, &'m Marks)>,
}

/// How able an agent is beside others of its group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ability {
    /// In logits; the mean of a group is 0. Two differ by the logarithm of the ratio of their odds to find any finding.
    pub value: f64,
    /// At 95 %, of the distance to the mean of the group.
    pub interval: Interval,
    /// Subjects with a finding that tells it from another of the group.
    pub subjects: usize,
    /// From 0, by the first agent in it. Abilities of different groups have no common scale.
    pub group: usize,
}

/// Newton's method ends when no ability moves further than this; where it does not within so many steps, the fit is not
/// stable.
const STILL: f64 = 1e-11;
const STEPS: usize = 60;
/// No step moves an ability further.
const FAR: f64 = 1.0;
/// A standard error of an ability beyond which odds may as well be seven times as large or a seventh: not stable.
const WIDEST: f64 = 1.0;
/// Larger panels are left out, whose chances take a time that grows with the fourth power of their size.
const LARGEST_PANEL: usize = 40;

/// The answers of runs.
#[must_use]
pub fn answers<'s>(sittings: &[&'s Sitting], by: By) -> Vec<Answers<'s>> {
    let of = |sitting: &&'s Sitting| Answers {
        subject: sitting.subject,
        size: sitting.pool.size(),
        by: sitting.turns.iter().map(|turn| (turn.taker(by), &turn.found)).collect(),
    };
    sittings.iter().map(of).collect()
}

/// An ability for each of so many agents, by their number; `None` where there is none, or the fit is not stable.
///
/// The model: logit P(agent finds finding) = ability of the agent + ease of the finding + effect of the change (Rasch 1960).
/// It is fitted by conditional maximum likelihood (Andersen 1970, Journal of the Royal Statistical Society B 32): given how many
/// of a panel found a finding, which of them did no longer depends on its ease, nor on anything that its change or its run adds
/// to all of them. So neither needs an assumption of how it is distributed, and that findings which nobody found are
/// unknown biases nothing. A finding that all of a panel or none found says nothing, and so does a panel of one.
///
/// A maximum exists among agents of whom each found what another did not, be it through others (as in the model of Bradley &
/// Terry: Ford 1957, American Mathematical Monthly 64); every such set is a group. Standard errors are the sandwich over subjects, times K/(K−1),
/// with t, and never below those of independent findings. An agent whose findings tell it from others on fewer than
/// [`FEWEST_SUBJECTS`] subjects, or whose standard error is above 1, has none.
#[must_use]
pub fn abilities(agents: usize, answers: &[Answers<'_>]) -> Vec<Option<Ability>> {
    let answers: Vec<&Answers<'_>> = answers.iter().filter(|of| of.by.len() <= LARGEST_PANEL).collect();
    let mut alone = vec![vec![0.0; agents]; agents];
    for of in &answers {
        for (one, found) in &of.by {
            for (other, also) in &of.by {
                alone[*one][*other] += real(found.without(also).count());
            }
        }
    }
    let mut able = vec![None; agents];
    for (group, members) in groups(&alone).iter().enumerate() {
        for (member, ability) in members.iter().zip(fitted(&answers, members, group)) {
            able[*member] = ability;
        }
    }
    able
}

/// How many findings of one run each number of its members found, and how many each found of those that tell them apart.
struct Sheet {
    subject: usize,
    panel: Vec<usize>,
    by_finders: Vec<usize>,
    found: Vec<usize>,
}

impl Sheet {
    /// Of the members of a group, by their places in it.
    fn of(answers: &Answers<'_>, places: &BTreeMap<usize, usize>) -> Option<Self> {
        let mut by: Vec<(usize, &Marks)> =
            answers.by.iter().filter_map(|(agent, found)| Some((*places.get(agent)?, *found))).collect();
        by.sort_by_key(|(place, _)| *place);
        let mut sheet = Self {
            subject: answers.subject,
            panel: by.iter().map(|(place, _)| *place).collect(),
            by_finders: vec![0; by.len() + 1],
            found: vec![0; by.len()],
        };
        for at in 0..answers.size {
            let finders: Vec<usize> = (0..by.len()).filter(|member| by[*member].1.holds(at)).collect();
            if finders.is_empty() || finders.len() == by.len() {
                continue;
            }
            sheet.by_finders[finders.len()] += 1;
            for member in finders {
                sheet.found[member] += 1;
            }
        }
        (sheet.telling() > 0).then_some(sheet)
    }

    fn telling(&self) -> usize {
        self.by_finders.iter().sum()
    }

    /// What each member found more than it should have.
    fn residuals(&self, chances: &Chances) -> Vec<f64> {
        let expected = |member: usize| -> f64 {
            self.by_finders.iter().zip(&chances.of_one).map(|(count, of)| real(*count) * of[member]).sum()
        };
        (0..self.panel.len()).map(|member| real(self.found[member]) - expected(member)).collect()
    }
}

/// Of one panel, by how many of it found a finding.
struct Chances {
    /// ln of the sum over all choices of so many members of the product of their odds.
    ln_sums: Vec<f64>,
    /// That a member is among them.
    of_one: Vec<Vec<f64>>,
}

/// Σ over all choices of r of them of the product of their odds, for r from 0 on.
fn symmetric(odds: impl Iterator<Item = f64>, count: usize) -> Vec<f64> {
    let mut sums = vec![0.0; count + 1];
    sums[0] = 1.0;
    for (at, odds) in odds.enumerate() {
        for r in (1..=at + 1).rev() {
            sums[r] += sums[r - 1] * odds;
        }
    }
    sums
}

fn chances(panel: &[usize], abilities: &[f64]) -> Chances {
    let odds: Vec<f64> = panel.iter().map(|place| abilities[*place].exp()).collect();
    let count = odds.len();
    let sums = symmetric(odds.iter().copied(), count);
    let without: Vec<Vec<f64>> = (0..count)
        .map(|member| symmetric(odds.iter().enumerate().filter(|(at, _)| *at != member).map(|(_, odds)| *odds), count))
        .collect();
    let of_one = (0..=count)
        .map(|r| (0..count).map(|at| if r == 0 { 0.0 } else { odds[at] * without[at][r - 1] / sums[r] }).collect())
        .collect();
    Chances { ln_sums: sums.iter().map(|sum| sum.ln()).collect(), of_one }
}

/// Adds what findings of one panel, by how many found them, say of how abilities differ.
fn add_information(
    matrix: &mut [Vec<f64>],
    panel: &[usize],
    by_finders: &[usize],
    abilities: &[f64],
    chances: &Chances,
) {
    let odds: Vec<f64> = panel.iter().map(|place| abilities[*place].exp()).collect();
    for one in 0..panel.len() {
        for other in 0..one {
            let rest = odds.iter().enumerate().filter(|(at, _)| *at != one && *at != other).map(|(_, odds)| *odds);
            let rest = symmetric(rest, panel.len());
            for (r, count) in by_finders.iter().enumerate().filter(|(r, count)| *r > 0 && **count > 0) {
                let both = if r > 1 { odds[one] * odds[other] * rest[r - 2] / chances.ln_sums[r].exp() } else { 0.0 };
                let apart = real(*count) * (chances.of_one[r][one] * chances.of_one[r][other] - both);
                let (a, b) = (panel[one], panel[other]);
                matrix[a][b] -= apart;
                matrix[b][a] -= apart;
                // Rows add up to 0: a panel's number of finders is given.
                matrix[a][a] += apart;
                matrix[b][b] += apart;
            }
        }
    }
}

/// The sheets of a group, and the findings of each different panel together.
struct Sheets {
    members: usize,
    of_runs: Vec<Sheet>,
    panels: BTreeMap<Vec<usize>, Vec<usize>>,
    found: Vec<usize>,
}

impl Sheets {
    fn of(answers: &[&Answers<'_>], members: &[usize]) -> Self {
        let places: BTreeMap<usize, usize> = members.iter().enumerate().map(|(place, agent)| (*agent, place)).collect();
        let sheets: Vec<Sheet> = answers.iter().filter_map(|of| Sheet::of(of, &places)).collect();
        let mut panels: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        let mut found = vec![0; members.len()];
        for sheet in &sheets {
            let sums = panels.entry(sheet.panel.clone()).or_insert_with(|| vec![0; sheet.by_finders.len()]);
            for (sum, count) in sums.iter_mut().zip(&sheet.by_finders) {
                *sum += count;
            }
            for (place, count) in sheet.panel.iter().zip(&sheet.found) {
                found[*place] += count;
            }
        }
        Self { members: members.len(), of_runs: sheets, panels, found }
    }

    fn chances(&self, abilities: &[f64]) -> BTreeMap<&[usize], Chances> {
        self.panels.keys().map(|panel| (panel.as_slice(), chances(panel, abilities))).collect()
    }

    fn log_likelihood(&self, abilities: &[f64], chances: &BTreeMap<&[usize], Chances>) -> f64 {
        let found: f64 = self.found.iter().zip(abilities).map(|(count, ability)| real(*count) * ability).sum();
        let of_panel = |(panel, by_finders): (&Vec<usize>, &Vec<usize>)| -> f64 {
            by_finders.iter().zip(&chances[panel.as_slice()].ln_sums).map(|(count, ln)| real(*count) * ln).sum()
        };
        found - self.panels.iter().map(of_panel).sum::<f64>()
    }

    fn information(&self, abilities: &[f64], chances: &BTreeMap<&[usize], Chances>) -> Information {
        let mut matrix = vec![vec![0.0; self.members]; self.members];
        for (panel, by_finders) in &self.panels {
            add_information(&mut matrix, panel, by_finders, abilities, &chances[panel.as_slice()]);
        }
        Information::of(matrix)
    }

    fn gradient(&self, chances: &BTreeMap<&[usize], Chances>) -> Vec<f64> {
        let mut gradient: Vec<f64> = self.found.iter().map(|count| real(*count)).collect();
        for (panel, by_finders) in &self.panels {
            for (count, of_one) in by_finders.iter().zip(&chances[panel.as_slice()].of_one) {
                for (place, chance) in panel.iter().zip(of_one) {
                    gradient[*place] -= real(*count) * chance;
                }
            }
        }
        gradient
    }

    /// The likeliest abilities by Newton's method with halved steps; `None` where it does not settle.
    fn likeliest(&self) -> Option<Vec<f64>> {
        let mut at = vec![0.0; self.members];
        let mut chances = self.chances(&at);
        let mut likelihood = self.log_likelihood(&at, &chances);
        for _ in 0..STEPS {
            let step = self.information(&at, &chances).solve(&self.gradient(&chances));
            if !step.iter().all(|step| step.is_finite()) {
                return None;
            }
            let longest = step.iter().fold(0.0_f64, |longest, step| longest.max(step.abs()));
            let mut length = if longest > FAR { FAR / longest } else { 1.0 };
            loop {
                let next = moved(&at, &step, length);
                let of_next = self.chances(&next);
                let after = self.log_likelihood(&next, &of_next);
                // Rounding may make the last steps look worse by a digit; they are too small to matter.
                if after >= likelihood - 1e-9 || length < 1e-6 {
                    (at, chances, likelihood) = (next, of_next, after);
                    break;
                }
                length /= 2.0;
            }
            if longest * length < STILL {
                return likelihood.is_finite().then_some(at);
            }
        }
        None
    }
}

/// Of each member of a group.
fn fitted(answers: &[&Answers<'_>], members: &[usize], group: usize) -> Vec<Option<Ability>> {
    let none = vec![None; members.len()];
    let sheets = Sheets::of(answers, members);
    let Some(values) = sheets.likeliest() else { return none };
    let Some(spread) = Spread::of(&sheets, &values) else { return none };
    let ability = |place: usize| {
        let (error, subjects) = (spread.error(place)?, spread.subjects[place].len());
        let (value, half) = (values[place], Z * error);
        let interval = Interval { low: value - half, high: value + half };
        (subjects >= FEWEST_SUBJECTS && error <= WIDEST).then_some(Ability { value, interval, subjects, group })
    };
    (0..members.len()).into_par_iter().map(ability).collect()
}

/// How sure abilities are.
struct Spread {
    /// What subjects draw the abilities by, before H⁺: Σ s·sᵀ.
    products: Vec<Vec<f64>>,
    /// How many subjects.
    count: usize,
    /// H⁺.
    independent: Vec<Vec<f64>>,
    /// The quantile of t over that of the normal distribution.
    wider: f64,
    /// By member the subjects that tell it from another.
    subjects: Vec<BTreeSet<usize>>,
}

impl Spread {
    /// `None` with one subject.
    fn of(sheets: &Sheets, values: &[f64]) -> Option<Self> {
        let chances = sheets.chances(values);
        let mut of_subject: BTreeMap<usize, (usize, BTreeMap<usize, f64>)> = BTreeMap::new();
        let mut subjects = vec![BTreeSet::new(); values.len()];
        for sheet in &sheets.of_runs {
            let (telling, sums) = of_subject.entry(sheet.subject).or_default();
            *telling += sheet.telling();
            for (place, residual) in sheet.panel.iter().zip(sheet.residuals(&chances[sheet.panel.as_slice()])) {
                *sums.entry(*place).or_default() += residual;
                subjects[*place].insert(sheet.subject);
            }
        }
        let t = quantile(freedom(of_subject.values().map(|(telling, _)| *telling))?);
        let mut products = vec![vec![0.0; values.len()]; values.len()];
        for (_, sums) in of_subject.values() {
            for (one, drawn) in sums {
                for (other, also) in sums {
                    products[*one][*other] += drawn * also;
                }
            }
        }
        let independent = sheets.information(values, &chances).inverse();
        Some(Self { products, count: of_subject.len(), independent, wider: t / Z, subjects })
    }

    /// The standard error of an ability, as large as its interval is wide for a normal one: of its row of H⁺·Σssᵀ·H⁺, or of H⁺.
    fn error(&self, place: usize) -> Option<f64> {
        let row = &self.independent[place];
        let dot = |other: &Vec<f64>| row.iter().zip(other).map(|(a, b)| a * b).sum::<f64>();
        let drawn: f64 = self.products.iter().zip(row).map(|(products, weight)| weight * dot(products)).sum();
        let count = real(self.count);
        // Rounding may carry 0 below itself; what is no number stays none.
        let drawn = if drawn < 0.0 { 0.0 } else { drawn };
        let sandwich = self.wider * (count / (count - 1.0) * drawn).sqrt();
        let independent = row[place].sqrt();
        (sandwich.is_finite() && independent.is_finite()).then(|| sandwich.max(independent))
    }
}

#[cfg(test)]
mod tests {
    use super::{Answers, FEWEST_SUBJECTS, abilities};
    use crate::aggregate::statistics::marks::Marks;

    /// Two agents of whom the first found so many findings that the second did not, and the second so many others.
    fn duel(one: usize, other: usize, [first, second]: [usize; 2]) -> (usize, [(usize, Marks); 2]) {
        let size = first + second;
        let marks = |holds: &dyn Fn(usize) -> bool| Marks::from_flags((0..size).map(holds));
        (size, [(one, marks(&|at| at < first)), (other, marks(&|at| at >= first))])
    }

    /// Twenty agents and twenty others on one panel, and between them a chain of agents each of whom finds a thousand times as
    /// much as the next: products of odds leave the numbers that there are.
    #[test]
    fn a_fit_that_leaves_the_numbers_gives_none() {
        let mut runs: Vec<(usize, Vec<(usize, Marks)>)> = Vec::new();
        let mut add = |(size, by): (usize, [(usize, Marks); 2])| runs.push((size, by.into()));
        let (strong, chain) = (0..20, 40..51);
        for agent in 0..40 {
            add(if strong.contains(&agent) { duel(agent, 40, [1100, 1]) } else { duel(50, agent, [1100, 1]) });
        }
        for agent in chain.skip(1) {
            add(duel(agent - 1, agent, [1100, 1]));
        }
        let all = |agent: usize| (agent, Marks::from_flags(std::iter::once(strong.contains(&agent))));
        runs.push((1, (0..40).map(all).collect()));
        let answers: Vec<Answers<'_>> = (0..FEWEST_SUBJECTS)
            .flat_map(|_| &runs)
            .enumerate()
            .map(|(subject, (size, by))| Answers {
                subject,
                size: *size,
                by: by.iter().map(|(agent, found)| (*agent, found)).collect(),
            })
            .collect();
        for ability in abilities(51, &answers).into_iter().flatten() {
            assert!(ability.value.is_finite() && ability.interval.high.is_finite(), "{ability:?}");
        }
    }
}
