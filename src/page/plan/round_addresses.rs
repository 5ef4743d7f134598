//! Whose findings the addresses of a round lead to: `owner/name/pull/242/2/` is the round that a run states where no other run
//! of the pull request states the same, and the id of a run stands for those that state none, or one that others state too.
//! Counted rounds have none, since they move when an older run is brought in.

use crate::aggregate::Analysis;
use crate::config::Config;
use crate::model::{BaseAddress, PullRequest, Slug};
use crate::page::route::computed::{Below, round_folder};
use std::collections::BTreeMap;

/// A run that an address may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant {
    /// By its position in the corpus.
    Run(usize),
    /// By its position among those that were taken back. It holds its place: nothing else is to be found there.
    Withdrawn(usize),
}

/// The folder of a round's findings.
#[derive(Debug)]
pub struct RoundAddress {
    /// Below the site's root.
    pub folder: String,
    /// The runs that it stands for: of several, which one was meant cannot be told.
    pub runs: Vec<Meant>,
}

/// A run with what its addresses are made of.
struct Candidate<'c> {
    meant: Meant,
    id: &'c Slug,
    round: Option<u32>,
    repository: &'c str,
    number: PullRequest,
    host: Option<&'c BaseAddress>,
}

/// Every address of a round, none of them with two spellings.
#[must_use]
pub fn round_addresses(analysis: &Analysis<'_>, config: &Config) -> Vec<RoundAddress> {
    let mut addresses = Addresses::default();
    let candidates = candidates(analysis);
    let mut stated: BTreeMap<(String, PullRequest, u32), usize> = BTreeMap::new();
    let key = |candidate: &Candidate<'_>, round| (candidate.repository.to_lowercase(), candidate.number, round);
    for candidate in &candidates {
        if let Some(round) = candidate.round {
            *stated.entry(key(candidate, round)).or_default() += 1;
        }
    }
    for candidate in &candidates {
        let forge = config.forge_kind(candidate.host.map(AsRef::as_ref));
        let is_alone = candidate.round.is_some_and(|round| stated[&key(candidate, round)] == 1);
        let stated = candidate.round.map(|round| round.to_string());
        let own = (!is_alone).then(|| candidate.id.to_string());
        for round in stated.into_iter().chain(own) {
            if let Some(folder) = round_folder(forge, candidate.repository, candidate.number, &round) {
                addresses.add(folder, candidate.meant);
            }
        }
    }
    let corpus = analysis.corpus;
    let of_runs = corpus.runs.iter().enumerate().map(|(at, run)| (Meant::Run(at), &run.aliases));
    let of_withdrawn = corpus.withdrawn.iter().enumerate().map(|(at, run)| (Meant::Withdrawn(at), &run.aliases));
    for (meant, aliases) in of_runs.chain(of_withdrawn) {
        for below in aliases.iter().filter_map(|alias| Below::of_alias(alias)) {
            if let Below::Round(folder) = below {
                addresses.add(folder, meant);
            }
        }
    }
    addresses.0.into_values().collect()
}

/// The oldest run first, so that its spelling of the repository stays when others come.
fn candidates<'c>(analysis: &'c Analysis<'_>) -> Vec<Candidate<'c>> {
    let corpus = analysis.corpus;
    let runs = corpus.runs.iter().enumerate().rev().filter_map(|(at, run)| {
        let (repository, number) = (run.repository.as_deref()?, run.pull_request?);
        let (id, round, host) = (&run.id, run.round, run.host.as_ref());
        Some(Candidate { meant: Meant::Run(at), id, round, repository, number, host })
    });
    let withdrawn = corpus.withdrawn.iter().enumerate().filter_map(|(at, run)| {
        let (repository, number) = run.change.as_ref()?;
        let (id, round, host) = (&run.id, run.round, run.host.as_ref());
        Some(Candidate { meant: Meant::Withdrawn(at), id, round, repository, number: *number, host })
    });
    runs.chain(withdrawn).collect()
}

/// By the folder in lower case.
#[derive(Default)]
struct Addresses(BTreeMap<String, RoundAddress>);

impl Addresses {
    fn add(&mut self, folder: String, meant: Meant) {
        let key = folder.to_lowercase();
        let address = self.0.entry(key).or_insert_with(|| RoundAddress { folder, runs: Vec::new() });
        if !address.runs.contains(&meant) {
            address.runs.push(meant);
        }
    }
}
