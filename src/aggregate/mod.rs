//! Questions asked of the whole archive: one small pure file each. Sees digests, never texts, HTML or the disk.
//!
//! How sure the answers are is said by [`interval`], [`paired`], [`rating`] and [`missed`], which see plain numbers alone:
//! whoever asks counts first, by subject.

pub mod audit;
mod distribution;
pub mod hotspots;
pub mod interval;
pub mod missed;
pub mod paired;
pub mod rating;
pub mod roster;
pub mod rounds;
pub mod totals;
