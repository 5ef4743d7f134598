//! Whether a new version of an agent is better than an earlier one, beside agents that did not change.

pub mod anchored_course;
pub(super) mod anchors;
pub mod setups;
pub mod version_change;
pub mod version_changes;
