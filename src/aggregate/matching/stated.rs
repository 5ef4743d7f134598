//! What runs state themselves of their findings' earlier selves.

use super::MOST_ROUNDS;
use crate::aggregate::records::FindingAt;
use crate::aggregate::rounds::Rounds;
use crate::model::finding::{Continues, Lineage};
use crate::model::{Corpus, FindingDigest, Slug};
use std::collections::{BTreeMap, BTreeSet};

/// Which finding continues which, as far as the archive has both.
#[derive(Debug, Default)]
pub struct Stated {
    named: BTreeMap<FindingAt, FindingAt>,
    earlier: BTreeMap<FindingAt, FindingAt>,
    later: BTreeMap<FindingAt, Vec<FindingAt>>,
}

impl Stated {
    /// Of all runs.
    #[must_use]
    pub fn new(corpus: &Corpus, rounds: &Rounds) -> Self {
        let ids: BTreeMap<&Slug, usize> = corpus.runs.iter().enumerate().map(|(at, run)| (&run.id, at)).collect();
        let held = Held::new(corpus, rounds);
        let mut stated = Self::default();
        for (at, run) in corpus.runs.iter().enumerate() {
            for (finding, digest) in run.findings.iter().enumerate() {
                let Some(continues) = digest.lineage.continues() else { continue };
                let Some(there) = held.target(&ids, at, continues) else { continue };
                let here = FindingAt { run: at, finding };
                stated.named.insert(here, there);
                if continues.run.is_none() && is_said_as_well(digest, rounds, (there, at)) {
                    continue;
                }
                stated.earlier.insert(here, there);
                stated.later.entry(there).or_default().push(here);
            }
        }
        stated
    }

    /// The finding that a run names as continued, be it a number off.
    #[must_use]
    pub fn named(&self, finding: FindingAt) -> Option<FindingAt> {
        self.named.get(&finding).copied()
    }

    /// The finding that one continues whatever else is known.
    #[must_use]
    pub fn earlier(&self, finding: FindingAt) -> Option<FindingAt> {
        self.earlier.get(&finding).copied()
    }

    /// Those that continue a finding.
    #[must_use]
    pub fn later(&self, finding: FindingAt) -> &[FindingAt] {
        self.later.get(&finding).map_or(&[], Vec::as_slice)
    }
}

/// Whether the text of the later finding says itself that the earlier is there still. That is where an importer has it from, and
/// what texts say is weighed, as some are a number off.
fn is_said_as_well(later: &FindingDigest, rounds: &Rounds, (there, at): (FindingAt, usize)) -> bool {
    let is_compared = rounds.position(at).abs_diff(rounds.position(there.run)) <= MOST_ROUNDS;
    let number = rounds.number(there.run);
    let id = later.lineage.continues().map(|continues| continues.finding.as_str()).unwrap_or_default();
    let mut named = later.sketch.tells.named.iter();
    is_compared && named.any(|named| named.is_left && named.round == number && named.id.eq_ignore_ascii_case(id))
}

/// Whether a run says that its finding is none of an earlier round.
#[must_use]
pub fn is_stated_new(corpus: &Corpus, at: FindingAt) -> bool {
    corpus.runs[at.run].findings[at.finding].lineage == Lineage::New
}

/// For every id that a finding continues, by subject the positions of the rounds that hold it, first round first, and where.
struct Held<'c> {
    rounds: &'c Rounds,
    by_id: BTreeMap<(usize, &'c Slug), Vec<(usize, FindingAt)>>,
}

impl<'c> Held<'c> {
    fn new(corpus: &'c Corpus, rounds: &'c Rounds) -> Self {
        let findings = corpus.runs.iter().flat_map(|run| &run.findings);
        let wanted: BTreeSet<&Slug> =
            findings.filter_map(|finding| finding.lineage.continues()).map(|continues| &continues.finding).collect();
        let mut by_id: BTreeMap<(usize, &Slug), Vec<(usize, FindingAt)>> = BTreeMap::new();
        for (subject, runs) in rounds.subjects().enumerate() {
            for (position, run) in runs.iter().enumerate() {
                for (finding, digest) in corpus.runs[*run].findings.iter().enumerate() {
                    if wanted.contains(&digest.id) {
                        let held = by_id.entry((subject, &digest.id)).or_default();
                        held.push((position, FindingAt { run: *run, finding }));
                    }
                }
            }
        }
        Self { rounds, by_id }
    }

    /// The finding that one of the run at `at` continues: in the run that it names, or in the round, or in the nearest round
    /// before that holds it.
    fn target(&self, ids: &BTreeMap<&Slug, usize>, at: usize, continues: &Continues) -> Option<FindingAt> {
        let held =
            |run: usize| self.by_id.get(&(self.rounds.subject(run), &continues.finding)).map_or(&[][..], Vec::as_slice);
        let in_run = |run: usize| held(run).iter().find(|(_, finding)| finding.run == run).map(|(_, finding)| *finding);
        if let Some(run) = &continues.run {
            return in_run(*ids.get(run)?);
        }
        if let Some(number) = continues.round {
            return self.rounds.numbered(at, number).filter(|round| *round != at).and_then(in_run);
        }
        let position = self.rounds.position(at);
        let before = held(at).partition_point(|(held, _)| *held < position);
        held(at)[..before].last().map(|(_, finding)| *finding)
    }
}
