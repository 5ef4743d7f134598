//! What is newest in the archive, in each repository and of each agent: what feeds tell of.

use super::field::Field;
use super::records::FindingAt;
use super::statistics::groups::{Grouping, Groups};
use crate::model::{Corpus, Digest, Severity, Slug};
use std::collections::BTreeSet;

/// How many reviews are kept, and how many findings.
const MOST: usize = 50;

/// Whose newest reviews are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// All.
    Archive,
    /// Those of a repository, by its place among the groups.
    Repository(usize),
    /// Those that an agent completed, by its number in the field.
    Agent(usize),
}

/// The newest of one scope, newest first.
#[derive(Clone, Debug, Default)]
pub struct Newest {
    /// Reviews, as positions in the corpus.
    pub reviews: Vec<usize>,
    /// Valid findings that somebody rated critical; of an agent, those that it found.
    pub critical: Vec<FindingAt>,
    /// Whether any finding was ever rated critical, be it one that turned out to be none: an address of these findings
    /// stays once it is published, whatever people come to think of them.
    pub has_had_critical: bool,
}

/// The newest of every scope.
#[derive(Debug, Default)]
pub struct NewestOfAll {
    archive: Newest,
    repositories: Vec<Newest>,
    agents: Vec<Newest>,
}

impl NewestOfAll {
    #[must_use]
    pub fn new(corpus: &Corpus, groups: &Groups, field: &Field<'_>) -> Self {
        let critical: Vec<Vec<FindingAt>> = corpus.runs.iter().enumerate().map(critical_of).collect();
        let of_runs = |runs: &mut dyn Iterator<Item = usize>| {
            let mut newest = Newest::default();
            for run in runs {
                newest.add_review(run);
                critical[run].iter().for_each(|finding| newest.add_critical(corpus, *finding));
            }
            newest
        };
        let repositories = groups.by(Grouping::Repository).iter();
        Self {
            archive: of_runs(&mut (0..corpus.runs.len())),
            repositories: repositories.map(|group| of_runs(&mut group.runs.iter().copied())).collect(),
            agents: newest_of_agents(corpus, field, &critical),
        }
    }

    /// The newest of a scope.
    #[must_use]
    pub fn of(&self, scope: Scope) -> &Newest {
        match scope {
            Scope::Archive => &self.archive,
            Scope::Repository(at) => &self.repositories[at],
            Scope::Agent(at) => &self.agents[at],
        }
    }

    /// Every scope that has a review, and the archive even where it has none.
    pub fn scopes(&self) -> impl Iterator<Item = Scope> + '_ {
        let repositories = (0..self.repositories.len()).map(Scope::Repository);
        let agents = (0..self.agents.len()).map(Scope::Agent);
        let has_review = |scope: &Scope| !self.of(*scope).reviews.is_empty();
        std::iter::once(Scope::Archive).chain(repositories.chain(agents).filter(has_review))
    }
}

impl Newest {
    fn add_review(&mut self, run: usize) {
        if self.reviews.len() < MOST {
            self.reviews.push(run);
        }
    }

    fn add_critical(&mut self, corpus: &Corpus, at: FindingAt) {
        self.has_had_critical = true;
        if self.critical.len() < MOST && corpus.runs[at.run].findings[at.finding].is_valid() {
            self.critical.push(at);
        }
    }
}

/// The findings of a run that somebody rated critical.
fn critical_of((run, digest): (usize, &Digest)) -> Vec<FindingAt> {
    let is_critical = |at: &usize| digest.findings[*at].rated_severity() == Some(Severity::Critical);
    (0..digest.findings.len()).filter(is_critical).map(|finding| FindingAt { run, finding }).collect()
}

fn newest_of_agents(corpus: &Corpus, field: &Field<'_>, critical: &[Vec<FindingAt>]) -> Vec<Newest> {
    let mut newest = vec![Newest::default(); field.agents.len()];
    for sitting in &field.sittings {
        for turn in &sitting.turns {
            newest[turn.agent].add_review(sitting.run);
        }
        let run = &corpus.runs[sitting.run];
        let panel: BTreeSet<&Slug> = sitting.turns.iter().map(|turn| field.agents[turn.agent]).collect();
        for at in &critical[sitting.run] {
            // What is credited to a reviewer that failed counts as nobody's.
            for agent in run.findings[at.finding].found_by.iter().filter(|agent| panel.contains(agent)) {
                if let Ok(number) = field.agents.binary_search(&agent) {
                    newest[number].add_critical(corpus, *at);
                }
            }
        }
    }
    newest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::decode;

    fn corpus(runs: &[serde_json::Value]) -> Corpus {
        let digest = |run: &serde_json::Value| {
            let id = run["id"].as_str().unwrap();
            let (run, said) = decode(run.to_string().as_bytes(), "run.json", id);
            Digest::from_run(&run.unwrap_or_else(|| panic!("{said:?}")), "run.json", "run.json")
        };
        Corpus::new(runs.iter().map(digest).collect())
    }

    fn newest(corpus: &Corpus, of: fn(&NewestOfAll) -> &Newest) -> Newest {
        let field = Field::from_corpus(corpus);
        of(&NewestOfAll::new(corpus, &Groups::new(corpus), &field)).clone()
    }

    #[test]
    fn a_critical_finding_is_its_finders_and_counts_while_it_is_valid_and_rated() {
        let finding = |id: &str, by: &str, assessment: &str, tags: &[&str]| {
            serde_json::json!({"id": id, "severity": "critical", "title": id, "found_by": [{"agent": by}],
                "assessment": assessment, "tags": tags})
        };
        let corpus = corpus(&[serde_json::json!({
            "format": "pilcrow-review/1", "id": "r", "date": "2026-03-22", "subject": {"repository": "o/n"},
            "reviewers": [{"agent": "a"}, {"agent": "b"}, {"agent": "c", "status": "failed"}],
            "findings": [
                finding("C1", "a", "confirmed", &[]),
                finding("C2", "b", "false-positive", &[]),
                finding("C3", "c", "confirmed", &["unrated"]),
                finding("C4", "c", "confirmed", &[]),
            ],
        })]);
        let told = |newest: Newest| {
            let critical: Vec<usize> = newest.critical.iter().map(|at| at.finding).collect();
            (newest.reviews.len(), critical, newest.has_had_critical)
        };
        assert_eq!(told(newest(&corpus, |all| all.of(Scope::Archive))), (1, vec![0, 3], true));
        assert_eq!(told(newest(&corpus, |all| all.of(Scope::Repository(0)))), (1, vec![0, 3], true));
        assert_eq!(told(newest(&corpus, |all| all.of(Scope::Agent(0)))), (1, vec![0], true));
        assert_eq!(told(newest(&corpus, |all| all.of(Scope::Agent(1)))), (1, vec![], true));
        assert_eq!(told(newest(&corpus, |all| all.of(Scope::Agent(2)))), (0, vec![], false));
        let field = Field::from_corpus(&corpus);
        let all = NewestOfAll::new(&corpus, &Groups::new(&corpus), &field);
        let scopes: Vec<Scope> = all.scopes().collect();
        assert_eq!(scopes, [Scope::Archive, Scope::Repository(0), Scope::Agent(0), Scope::Agent(1)]);
    }

    #[test]
    fn the_newest_fifty_are_kept() {
        let run = |number: u32| {
            serde_json::json!({
                "format": "pilcrow-review/1", "id": format!("r{number:02}"), "date": "2026-03-22",
                "reviewers": [{"agent": "a"}],
                "findings": [{"id": "C1", "severity": "critical", "title": "t", "found_by": [{"agent": "a"}]}],
            })
        };
        let corpus = corpus(&(0..60).map(run).collect::<Vec<_>>());
        for newest in [newest(&corpus, |all| all.of(Scope::Archive)), newest(&corpus, |all| all.of(Scope::Agent(0)))] {
            assert_eq!(newest.reviews, (0..50).collect::<Vec<_>>());
            assert_eq!(newest.critical.iter().map(|at| at.run).collect::<Vec<_>>(), newest.reviews);
        }
        assert_eq!(corpus.runs[0].id.as_str(), "r59");
    }
}
