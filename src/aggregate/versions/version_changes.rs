//! All that is asked of the versions of all agents, counted once.

use super::anchored_course::{AnchoredCourse, anchored_courses};
use super::anchors::Setups;
use super::version_change::{Drift, VersionChange, changes_by, drifts_beside, eras};
use crate::aggregate::field::{By, Field};
use crate::model::Corpus;

/// How all versions and models differ from earlier ones of their agents.
#[derive(Debug)]
pub struct VersionChanges {
    /// By the number of the version: efforts apart.
    pub versions: Vec<Vec<VersionChange>>,
    /// By the number of the model: efforts together.
    pub models: Vec<Vec<VersionChange>>,
    /// By the number of the version.
    pub drifts: Vec<Option<Drift>>,
    /// By the number of the agent.
    pub courses: Vec<Option<AnchoredCourse>>,
    /// Changes with findings that each model reviewed, by its number.
    pub changes_of_models: Vec<usize>,
}

impl VersionChanges {
    /// Counts over all runs of the field.
    #[must_use]
    pub fn new(corpus: &Corpus, field: &Field<'_>) -> Self {
        let setups = Setups::new(corpus, field);
        let of = |by: By| changes_by(&setups, field, by);
        let (drifts, (versions, models)) =
            rayon::join(|| drifts_beside(&setups, field), || rayon::join(|| of(By::Version), || of(By::Model)));
        Self {
            courses: anchored_courses(&setups, field, &models, &drifts),
            versions,
            models,
            drifts,
            changes_of_models: eras(field, By::Model).iter().map(|era| era.changes().len()).collect(),
        }
    }
}
