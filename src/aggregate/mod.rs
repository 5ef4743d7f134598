//! Questions asked of the whole archive: one small pure file each, all of them answered in one [`Analysis`]. Sees digests,
//! never texts, HTML or the disk.

pub mod ability;
pub mod analysis;
pub mod audit;
pub mod calendar;
pub mod contest;
pub mod course;
pub mod criterion;
pub mod field;
pub mod figures;
pub mod files;
pub mod hotspots;
pub mod joined;
pub mod leaderboard;
pub mod ledger;
pub mod matching;
pub mod newest;
pub mod pairs;
pub mod panel;
pub mod records;
pub mod roster;
pub mod rounds;
pub mod slices;
pub mod standing;
pub mod statistics;
pub mod timeline;
pub mod totals;
pub mod twins;
pub mod versions;

pub use analysis::{Analysis, Compared};
