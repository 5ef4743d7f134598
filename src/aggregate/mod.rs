//! Questions asked of the whole archive: one small pure file each. Sees digests, never texts, HTML or the disk.

pub mod audit;
mod between;
pub mod calendar;
mod distribution;
pub mod field;
pub mod figures;
pub mod hotspots;
pub mod interval;
pub mod leaderboard;
pub mod marks;
pub mod missed;
pub mod paired;
pub mod pairs;
pub mod panels;
pub mod rating;
pub mod roster;
pub mod rounds;
pub mod slices;
pub mod totals;
