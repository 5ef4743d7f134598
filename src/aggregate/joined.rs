//! What a team counts as one, over the whole archive: nothing is joined without being said.

use crate::model::{Corpus, Identities, Slug};
use std::collections::BTreeMap;

/// Slugs and spellings that are counted as others.
#[derive(Debug, Default)]
pub struct JoinedOverall {
    /// By slug.
    pub agents: BTreeMap<Slug, CountedAs<Slug>>,
    /// By spelling.
    pub models: BTreeMap<String, CountedAs<String>>,
}

/// What one is counted as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedAs<T> {
    /// The one that counts.
    pub kept: T,
    /// In how many reviews; those may be none.
    pub reviews: usize,
}

impl JoinedOverall {
    /// All that the configuration joins, with how often it did.
    #[must_use]
    pub fn new(corpus: &Corpus, identities: &Identities) -> Self {
        Self {
            agents: counted(&identities.agents, corpus.runs.iter().flat_map(|run| run.joined.agents.keys())),
            models: counted(&identities.models, corpus.runs.iter().flat_map(|run| run.joined.models.keys())),
        }
    }
}

fn counted<'c, T: Ord + Clone + 'c>(
    joins: &BTreeMap<T, T>,
    met: impl Iterator<Item = &'c T>,
) -> BTreeMap<T, CountedAs<T>> {
    let all = joins.iter().map(|(other, kept)| (other.clone(), CountedAs { kept: kept.clone(), reviews: 0 }));
    let mut all: BTreeMap<T, CountedAs<T>> = all.collect();
    for one in met {
        if let Some(counted) = all.get_mut(one) {
            counted.reviews += 1;
        }
    }
    all
}
