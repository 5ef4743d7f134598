//! What reviews recommend, each thing once over all reviews of a repository that propose it.
//!
//! Every recommendation is compared with the likest of those before it, found by the rarest words that they share; how rare a word
//! is is counted over the repository up to the later of the two, so that no newer run changes an answer once given. Scope and
//! number are no evidence.

use super::rounds::Rounds;
use crate::likeness::{Likeness, Rarity, Weighed, likeness};
use crate::model::Corpus;
use crate::model::recommendation::{RecommendationDigest, TakenUp};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// A recommendation by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecommendationAt {
    /// Position of the run in the corpus.
    pub run: usize,
    /// Position in what the digest keeps of the run.
    pub recommendation: usize,
}

/// One thing that is recommended, by all that recommend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The recommendations, oldest first.
    pub times: Vec<RecommendationAt>,
    /// How many reviews these are of.
    pub reviews: usize,
    /// How many changes.
    pub changes: usize,
    /// What became of it, and which of them says so: that it was taken up, else what was said last. `None`: nobody says.
    pub taken_up: Option<(TakenUp, RecommendationAt)>,
}

/// All proposals.
#[derive(Debug, Default)]
pub struct Ledger {
    /// What was first proposed longest ago is first.
    pub proposals: Vec<Proposal>,
    /// The pages on which they have their lasting place, oldest month first.
    pub pages: Vec<LedgerPage>,
    /// By run and recommendation the position of its proposal.
    proposal_of: Vec<Vec<usize>>,
    /// By proposal the position of its page.
    page_of: Vec<usize>,
}

/// What was first proposed in a month: a newer review changes nothing about where a proposal stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerPage {
    /// `2026-04`
    pub month: String,
    /// From 1, where a month is too long for one page.
    pub part: usize,
    /// Positions of proposals.
    pub proposals: Vec<usize>,
}

/// A month with more has several pages.
const MOST_ON_A_PAGE: usize = 200;

/// How a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Proposed in several reviews, and nobody says that it was taken up or declined.
    Again,
    /// Proposed in one review, likewise.
    Once,
    /// Taken up or declined.
    Settled,
}

impl Proposal {
    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match self.taken_up {
            Some((TakenUp::Yes | TakenUp::Declined, _)) => Standing::Settled,
            _ if self.reviews > 1 => Standing::Again,
            _ => Standing::Once,
        }
    }

    /// The first time.
    #[must_use]
    pub fn first(&self) -> RecommendationAt {
        self.times[0]
    }

    /// The last time.
    #[must_use]
    pub fn last(&self) -> RecommendationAt {
        self.times[self.times.len() - 1]
    }
}

impl Ledger {
    /// Compares the recommendations of each repository; runs that name none are taken to be of one.
    #[must_use]
    pub fn new(corpus: &Corpus, rounds: &Rounds) -> Self {
        let mut by_repository: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        // The oldest run first.
        for (at, run) in corpus.runs.iter().enumerate().rev().filter(|(_, run)| !run.recommendations.is_empty()) {
            let name = run.repository.as_deref().unwrap_or_default().to_lowercase();
            by_repository.entry(name).or_default().push(at);
        }
        let grouped: Vec<Vec<Vec<RecommendationAt>>> = by_repository
            .into_par_iter()
            .map(|(_, runs)| {
                let mut repository = Repository::new(corpus);
                for run in runs {
                    repository.add(run);
                }
                repository.groups
            })
            .collect();
        let mut groups: Vec<Vec<RecommendationAt>> = grouped.into_iter().flatten().collect();
        groups.sort_by_key(|times| (Reverse(times[0].run), times[0].recommendation));
        let mut ledger = Self {
            proposals: Vec::with_capacity(groups.len()),
            proposal_of: corpus.runs.iter().map(|run| vec![0; run.recommendations.len()]).collect(),
            ..Self::default()
        };
        for times in groups {
            for at in &times {
                ledger.proposal_of[at.run][at.recommendation] = ledger.proposals.len();
            }
            ledger.proposals.push(proposal(corpus, rounds, times));
        }
        ledger.lay_out(corpus);
        ledger
    }

    fn lay_out(&mut self, corpus: &Corpus) {
        let mut months: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, proposal) in self.proposals.iter().enumerate() {
            let month = corpus.runs[proposal.first().run].date.day().format("%Y-%m").to_string();
            months.entry(month).or_default().push(number);
        }
        self.page_of = vec![0; self.proposals.len()];
        for (month, proposals) in months {
            for (part, proposals) in proposals.chunks(MOST_ON_A_PAGE).enumerate() {
                for number in proposals {
                    self.page_of[*number] = self.pages.len();
                }
                self.pages.push(LedgerPage { month: month.clone(), part: part + 1, proposals: proposals.to_vec() });
            }
        }
    }

    /// The page on which a proposal has its lasting place.
    #[must_use]
    pub fn page(&self, number: usize) -> &LedgerPage {
        &self.pages[self.page_of[number]]
    }

    /// The positions of proposals that stand so, what most reviews propose first, and of equal ones the newest.
    #[must_use]
    pub fn standing(&self, standing: Standing) -> Vec<usize> {
        let all = 0..self.proposals.len();
        self.most_often_first(all.filter(|number| self.proposals[*number].standing() == standing))
    }

    /// Positions of proposals in this order.
    #[must_use]
    pub fn most_often_first(&self, proposals: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut proposals: Vec<usize> = proposals.collect();
        proposals.sort_by_key(|number| {
            let proposal = &self.proposals[*number];
            (Reverse(proposal.reviews), proposal.last())
        });
        proposals
    }

    /// The position of the proposal that a recommendation is.
    #[must_use]
    pub fn number(&self, at: RecommendationAt) -> usize {
        self.proposal_of[at.run][at.recommendation]
    }
}

fn proposal(corpus: &Corpus, rounds: &Rounds, times: Vec<RecommendationAt>) -> Proposal {
    let runs: BTreeSet<usize> = times.iter().map(|at| at.run).collect();
    let changes: BTreeSet<usize> = runs.iter().map(|run| rounds.subject(*run)).collect();
    let said = times.iter().rev().filter_map(|at| Some((digest(corpus, *at).said?, *at)));
    // Of several the first stays, which is what was said last.
    let taken_up = said.min_by_key(|(said, _)| *said != TakenUp::Yes);
    Proposal { reviews: runs.len(), changes: changes.len(), taken_up, times }
}

fn digest(corpus: &Corpus, at: RecommendationAt) -> &RecommendationDigest {
    &corpus.runs[at.run].recommendations[at.recommendation]
}

/// How rare a token is counts as if a repository had had so many recommendations before its first.
const BEFORE: usize = 40;
/// By so many of its rarest tokens others like it are looked for.
const RAREST: usize = 24;
/// Of each token as many recommendations are known, the newest.
const MOST_OF_A_TOKEN: usize = 16;
/// So many are compared with it.
const MOST_COMPARED: usize = 12;

/// A word, or a name of the code.
type Token = (bool, u32);

/// The recommendations of a repository so far.
struct Repository<'c> {
    corpus: &'c Corpus,
    rarity: Rarity,
    by_token: HashMap<Token, VecDeque<RecommendationAt>>,
    group_of: BTreeMap<RecommendationAt, usize>,
    groups: Vec<Vec<RecommendationAt>>,
}

impl<'c> Repository<'c> {
    fn new(corpus: &'c Corpus) -> Self {
        Self {
            corpus,
            rarity: Rarity::after(BEFORE),
            by_token: HashMap::new(),
            group_of: BTreeMap::new(),
            groups: Vec::new(),
        }
    }

    /// Gives each recommendation of the next run its group. Those of one run are never compared with each other.
    fn add(&mut self, run: usize) {
        let all = &self.corpus.runs[run].recommendations;
        for one in all {
            self.rarity.add(&one.sketch);
        }
        let groups: Vec<Option<usize>> = all.iter().map(|one| self.likest(one)).collect();
        for (recommendation, (one, group)) in all.iter().zip(groups).enumerate() {
            let at = RecommendationAt { run, recommendation };
            let group = group.unwrap_or(self.groups.len());
            if group == self.groups.len() {
                self.groups.push(Vec::new());
            }
            self.groups[group].push(at);
            self.group_of.insert(at, group);
            for token in tokens(one) {
                let known = self.by_token.entry(token).or_default();
                known.push_back(at);
                if known.len() > MOST_OF_A_TOKEN {
                    known.pop_front();
                }
            }
        }
    }

    /// The group of the likest recommendation of an earlier run that is like enough.
    fn likest(&self, one: &RecommendationDigest) -> Option<usize> {
        let here = Weighed::new(&one.sketch, &self.rarity);
        let compared = self.candidates(one).into_iter().map(|at| {
            let there = Weighed::new(&digest(self.corpus, at).sketch, &self.rarity);
            (score(&likeness(&there, &here, &self.rarity)), at)
        });
        // Of equal ones the newest.
        let best = compared.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.run.cmp(&a.1.run)).then(a.1.cmp(&b.1)))?;
        (best.0 >= SAME).then(|| self.group_of[&best.1])
    }

    /// Those that share most with it of what is rare.
    fn candidates(&self, one: &RecommendationDigest) -> Vec<RecommendationAt> {
        let mut rarest: Vec<(f64, Token)> = tokens(one).map(|token| (self.rarity(token), token)).collect();
        rarest.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut shared: BTreeMap<RecommendationAt, f64> = BTreeMap::new();
        for (rarity, token) in rarest.into_iter().take(RAREST) {
            for at in self.by_token.get(&token).into_iter().flatten() {
                *shared.entry(*at).or_default() += rarity;
            }
        }
        let is_one_way = |at: &RecommendationAt| digest(self.corpus, *at).takes_back == one.takes_back;
        let mut found: Vec<(RecommendationAt, f64)> = shared.into_iter().filter(|(at, _)| is_one_way(at)).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.into_iter().take(MOST_COMPARED).map(|(at, _)| at).collect()
    }

    fn rarity(&self, (is_name, token): Token) -> f64 {
        if is_name { self.rarity.of_name(token) } else { self.rarity.of_word(token) }
    }
}

fn tokens(one: &RecommendationDigest) -> impl Iterator<Item = Token> + '_ {
    let words = one.sketch.words().iter().map(|(word, _)| (false, word));
    words.chain(one.sketch.names().iter().map(|(name, _)| (true, name)))
}

/// From here on two recommendations are one thing proposed again. Chosen by reading on one half of the reviews of a real archive.
const SAME: f64 = 0.53;

/// Fewer names in common may be there by chance.
const FEWEST_NAMES: usize = 3;

fn score(of: &Likeness) -> f64 {
    let names = if of.shared_names >= FEWEST_NAMES { of.names } else { 0.0 };
    of.words + 0.2 * of.title + 0.15 * names
}
