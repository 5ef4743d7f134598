//! Questions asked of the whole archive: one small pure file each, all of them answered in one [`Analysis`]. Sees digests,
//! never texts, HTML or the disk.

pub mod advice;
pub mod analysis;
mod anchors;
pub mod audit;
mod between;
pub mod calendar;
mod chance;
pub mod choice;
pub mod course;
mod distribution;
pub mod drift;
pub mod enough;
pub mod field;
pub mod figures;
pub mod files;
pub mod gap;
pub mod groups;
pub mod hotspots;
pub mod interval;
pub mod joined;
pub mod leaderboard;
pub mod ledger;
pub mod marks;
pub mod matching;
pub mod missed;
pub mod missed_severity;
pub mod newest;
pub mod paired;
pub mod pairs;
pub mod panel_analysis;
pub mod panels;
pub mod rating;
pub mod records;
pub mod roster;
pub mod rounds;
pub mod setups;
pub mod slices;
pub mod standing;
pub mod timeline;
pub mod totals;
pub mod twins;
pub mod version_change;

pub use analysis::{Analysis, Compared};
