//! The only code that touches disk, clock and terminal.

pub mod disk;
pub mod helpers;
pub mod loose_runs;
mod manifest;
mod moves;
mod old_site;
pub mod serve;
pub mod signals;
pub mod stage_error;
pub mod staged;
pub mod terminal;
mod tree;
pub mod workplace;
