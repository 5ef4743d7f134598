//! One agent, one identity: slugs that mean the same agent, and spellings that mean the same model, as a team says.
//!
//! A run is joined where it is read, so that nothing after it knows another slug or spelling; what was joined is kept in
//! its [`Digest`](super::Digest), since nothing is joined without being said.

use super::corpus::{Digest, FindingDigest};
use super::finding::Credit;
use super::id::Slug;
use super::run::{Metrics, Reviewer, Run};
use std::collections::{BTreeMap, BTreeSet};

/// Which slugs are one agent, and which spellings one model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identities {
    /// By slug the agent that it is counted as. No agent that others are counted as is a key.
    pub agents: BTreeMap<Slug, Slug>,
    /// By spelling the one that counts, likewise.
    pub models: BTreeMap<String, String>,
}

/// What was joined in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// Slugs that the run states, and the agent that each is counted as.
    pub agents: BTreeMap<Slug, Slug>,
    /// Spellings of models that the run states, and the one that counts.
    pub models: BTreeMap<String, String>,
    /// What the texts of the run may call an agent beside its name and model: agent and words.
    pub spellings: Vec<(Slug, String)>,
    /// Agents that several reviewers of the run are counted as.
    pub together: BTreeSet<Slug>,
}

impl Identities {
    /// Whether nothing is joined.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.agents.is_empty() && self.models.is_empty()
    }

    fn agent(&self, agent: &mut Slug) {
        if let Some(kept) = self.agents.get(agent) {
            kept.clone_into(agent);
        }
    }

    /// Gives every reviewer the agent and the model that it is counted as. Several of one agent become one reviewer: the
    /// first that came to its end, which failed only if all did.
    fn reviewers(&self, reviewers: &mut Vec<Reviewer>) -> Joined {
        let mut joined = Joined::default();
        let mut kept: Vec<Reviewer> = Vec::with_capacity(reviewers.len());
        for mut reviewer in std::mem::take(reviewers) {
            self.reviewer(&mut reviewer, &mut joined);
            match kept.iter_mut().find(|known| known.agent == reviewer.agent) {
                None => kept.push(reviewer),
                Some(known) => {
                    joined.together.insert(reviewer.agent.clone());
                    let other = if known.is_lost() && !reviewer.is_lost() {
                        std::mem::replace(known, reviewer)
                    } else {
                        reviewer
                    };
                    joined.call(&other);
                }
            }
        }
        *reviewers = kept;
        joined
    }

    fn reviewer(&self, reviewer: &mut Reviewer, joined: &mut Joined) {
        let stated = reviewer.agent.clone();
        self.agent(&mut reviewer.agent);
        if reviewer.agent != stated {
            joined.spellings.push((reviewer.agent.clone(), stated.to_string()));
            joined.agents.insert(stated, reviewer.agent.clone());
        }
        if let Some(kept) = reviewer.model.as_ref().and_then(|model| self.models.get(model)) {
            // Both as the run has them, in which its texts may name it.
            joined.call(reviewer);
            if let Some(stated) = reviewer.model.replace(kept.clone()) {
                joined.models.insert(stated, kept.clone());
            }
        }
    }

    fn metrics(&self, metrics: &mut Vec<Metrics>) {
        let mut kept: Vec<Metrics> = Vec::with_capacity(metrics.len());
        for mut one in std::mem::take(metrics) {
            self.agent(&mut one.agent);
            match kept.iter_mut().find(|known| known.agent == one.agent) {
                None => kept.push(one),
                Some(known) => known.join(one),
            }
        }
        *metrics = kept;
    }
}

impl Joined {
    /// Keeps the words that texts may call this reviewer.
    fn call(&mut self, reviewer: &Reviewer) {
        let name = reviewer.display_name();
        let model = reviewer.model.as_deref();
        let both = model.map(|model| format!("{name} {model}"));
        let words = [Some(name.to_owned()), model.map(str::to_owned), both].into_iter().flatten();
        self.spellings.extend(words.map(|words| (reviewer.agent.clone(), words)));
    }
}

impl Metrics {
    /// Adds the figures of another reviewer that is the same agent. What both spent adds up, if it is known of both; the
    /// time is that of the slower one, since a panel works at once. How many findings both had together is not known.
    fn join(&mut self, other: Self) {
        for (at, (field, _)) in Self::FIELDS.iter().enumerate() {
            let both = self.figures[at].zip(other.figures[at]);
            self.figures[at] = match *field {
                "duration_seconds" => both.map(|(a, b)| a.max(b)),
                "false_positives" | "downgraded" | "dropped" | "tool_calls" | "input_tokens" | "output_tokens"
                | "cost_usd" => both.map(|(a, b)| a + b),
                _ => None,
            };
        }
        self.notes.extend(other.notes);
    }
}

impl Run {
    /// Joins the agents and models of this run.
    pub fn join(&mut self, identities: &Identities) {
        if identities.is_empty() {
            return;
        }
        identities.reviewers(&mut self.reviewers);
        identities.metrics(&mut self.metrics);
        for finding in &mut self.findings {
            credits(&mut finding.found_by, identities);
        }
        for strength in &mut self.strengths {
            credits(&mut strength.found_by, identities);
            let mut seen = BTreeSet::new();
            strength.found_by.retain(|credit| seen.insert(credit.agent.clone()));
        }
        for (agent, _) in self.retro.iter_mut().flat_map(|retro| &mut retro.agents) {
            identities.agent(agent);
        }
        for original in &mut self.originals {
            identities.agent(&mut original.agent);
        }
    }
}

fn credits(credits: &mut [Credit], identities: &Identities) {
    for credit in credits {
        identities.agent(&mut credit.agent);
    }
}

impl Digest {
    /// The same of what is kept of a run, and says what was joined.
    pub fn join(&mut self, identities: &Identities) {
        if identities.is_empty() {
            return;
        }
        self.joined = identities.reviewers(&mut self.reviewers);
        identities.metrics(&mut self.metrics);
        for finding in &mut self.findings {
            finding.join(identities);
        }
        for agent in self.retro.iter_mut().chain(&mut self.originals) {
            identities.agent(agent);
        }
    }
}

impl FindingDigest {
    fn join(&mut self, identities: &Identities) {
        let stated = std::mem::take(&mut self.found_by).into_iter().zip(std::mem::take(&mut self.rated));
        for (mut agent, severity) in stated {
            identities.agent(&mut agent);
            self.credit(agent, severity);
        }
    }

    /// Adds a finder; one that is there already, be it from another pass, has the first severity that it gave.
    pub(super) fn credit(&mut self, agent: Slug, severity: Option<super::Severity>) {
        if let Some(at) = self.found_by.iter().position(|known| *known == agent) {
            self.rated[at] = self.rated[at].or(severity);
        } else {
            self.found_by.push(agent);
            self.rated.push(severity);
        }
    }
}
